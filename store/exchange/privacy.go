package exchange

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
)

// guard looks at every photo once more before it leaves the branch (RELIABILITY
// 7): a picture that is masked somewhere is masked everywhere, and where the
// setting demands it a record with photos nobody decided about does not go. With
// asked, such an inspection is the error; else it is skipped. Codes
// exchange.privacy, exchange.privacyFinding.
func (s *sender) guard(ctx context.Context, list []*parcel, asked bool, out *Exported) ([]*parcel, error) {
	masked, err := s.x.Store.MaskedPictures(ctx)
	if err != nil {
		return nil, err
	}
	policy, err := s.x.Store.Setting(ctx, checklist.SettingPrivacy)
	if err != nil {
		return nil, err
	}
	good := list[:0]
	for _, p := range list {
		open, err := p.cover(masked)
		if err != nil {
			return nil, err
		}
		if policy != "1" || s.profile.Face == checklist.FaceHQ || len(open) == 0 {
			good = append(good, p)
			continue
		}
		why := undecided(p, open)
		if asked && p.in != nil {
			return nil, why
		}
		out.Skipped = append(out.Skipped, Skipped{ID: p.id(), Err: why})
	}
	return good, nil
}

// cover puts the masked copy in the place of every picture that has one, and
// lists the photos nobody decided about.
func (p *parcel) cover(masked map[string]string) (open []string, err error) {
	changed := false
	p.each(func(ref *checklist.PhotoRef) {
		if m := masked[ref.Hash]; m != "" {
			ref.Masked, ref.Privacy = m, checklist.PrivacyMasked
			*ref = ref.Leaving()
			changed = true
		}
		if !ref.Decided() && !slices.Contains(open, ref.Name) {
			open = append(open, ref.Name)
		}
	})
	if changed && p.in != nil {
		p.record, err = json.Marshal(p.in)
	} else if changed {
		p.record, err = p.encode()
	}
	return open, err
}

func (p *parcel) each(visit func(*checklist.PhotoRef)) {
	switch {
	case p.in != nil:
		bundle.EachPhoto(p.in, visit)
	case p.finding != nil:
		p.finding.EachPhoto(visit)
	case p.bright != nil:
		p.bright.EachPhoto(visit)
	default:
		p.extraPhotos(visit)
	}
}

func undecided(p *parcel, names []string) error {
	code, n := "exchange.privacy", len(names)
	if p.in == nil {
		code = "exchange.privacyFinding"
	}
	more := ""
	if n > 8 {
		names, more = names[:8], " …"
	}
	return checklist.Fail(code, "n", itoa(int64(n)), "names", strings.Join(names, "、")+more, "id", p.id())
}
