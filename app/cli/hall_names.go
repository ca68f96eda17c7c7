package cli

import (
	"context"
	"slices"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/store"
)

// reader is who reads at the desk and what they may: the names of people somebody else
// observed or coached are for the branch head and headquarters (DOMAIN 4.8, 9).
type reader struct {
	who     checklist.Person
	setting string
	post    func(checklist.Position) string
}

func readerOf(ctx context.Context, s *store.Store, lang checklist.Lang) (reader, error) {
	who, err := s.Profile(ctx)
	if err != nil {
		return reader{}, err
	}
	setting, err := s.Setting(ctx, hall.SettingNames)
	return reader{who.User, setting, func(p checklist.Position) string {
		if p == "" {
			return ""
		}
		return assets.T(string(lang), "position."+string(p))
	}}, err
}

// veilTalks takes the names out of talks about somebody's conduct that are not for the
// reader, as the page does. What was agreed after a drill is everybody's.
func veilTalks(ctx context.Context, s *store.Store, entries []hall.Entry, lang checklist.Lang) error {
	r, err := readerOf(ctx, s, lang)
	if err != nil || hall.SeesNames(r.who.Role, r.setting) {
		return err
	}
	staff, err := s.People(ctx)
	if err != nil {
		return err
	}
	for i := range entries {
		x := &entries[i]
		if x.Kind != hall.KindCoach || x.Topic == hall.CoachDrill || x.By == r.who.Name {
			continue
		}
		at := slices.IndexFunc(staff, func(p checklist.Person) bool { return p.Name == x.Person })
		post := ""
		if at >= 0 {
			post = r.post(staff[at].Position)
		}
		x.Person = hall.Veil(x.Person, post, Initials(x.Person))
	}
	return nil
}

// Veiled is an inspection as the one at the desk may have it on paper: the names of an
// observation somebody else made are for the branch head and headquarters (DOMAIN 4.8).
func Veiled(ctx context.Context, s *store.Store, in *checklist.Inspection, lang checklist.Lang) (*checklist.Inspection, error) {
	if in.Checklist.Kind != checklist.KindObservation {
		return in, nil
	}
	r, err := readerOf(ctx, s, lang)
	if err != nil {
		return nil, err
	}
	return hall.Veiled(in, r.who, r.setting, r.post, Initials), nil
}
