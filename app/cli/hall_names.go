package cli

import (
	"context"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/store"
)

// Veiled is an inspection as the one at the desk may have it on paper: the names of an
// observation somebody else made are for the branch head and headquarters (DOMAIN 4.8).
func Veiled(ctx context.Context, s *store.Store, in *checklist.Inspection, lang checklist.Lang) (*checklist.Inspection, error) {
	if in.Checklist.Kind != checklist.KindObservation {
		return in, nil
	}
	who, err := s.Profile(ctx)
	if err != nil {
		return nil, err
	}
	setting, err := s.Setting(ctx, hall.SettingNames)
	if err != nil {
		return nil, err
	}
	post := func(p checklist.Position) string {
		if p == "" {
			return ""
		}
		return assets.T(string(lang), "position."+string(p))
	}
	return hall.Veiled(in, who.User, setting, post, Initials), nil
}
