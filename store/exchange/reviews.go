package exchange

import (
	"context"
	"slices"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/store"
)

// collectReviews makes parcels of the reviews somebody here made a move on: what
// headquarters decided for the branches, a branch's appeals for headquarters.
func collectReviews(ctx context.Context, s *sender) ([]*parcel, error) {
	list, err := s.x.Store.UnsentReviews(ctx)
	if err != nil {
		return nil, err
	}
	var out []*parcel
	for _, t := range list {
		if s.profile.Face != checklist.FaceHQ {
			// A branch's computer speaks only for itself.
			t.Events = slices.DeleteFunc(t.Events, func(e checklist.ReviewEvent) bool { return !slices.Contains(s.own, e.Device) })
			if t.Branch != s.profile.Branch.Code {
				continue
			}
		}
		rec := &bundle.Review{Events: t.Events}
		for i := range rec.Events {
			rec.Events[i].Photos = slices.Clone(rec.Events[i].Photos)
		}
		rec.EachPhoto(func(p *checklist.PhotoRef) { *p = p.Leaving() })
		out = append(out, &parcel{
			branch: t.Branch, extra: &bundle.Record{Kind: bundle.KindReview, Review: rec},
			sent: func(sent *store.Sent) {
				for _, e := range rec.Events {
					sent.Reviews = append(sent.Reviews, e.ID)
				}
			},
		})
	}
	return out, nil
}

// understandReviews takes moves over. At headquarters a branch's computer speaks
// only for itself, and only appeals; at a branch the bundle is headquarters'.
func understandReviews(_ context.Context, r *receiver, in *incoming, rec *bundle.Record, m *bundle.Manifest) error {
	for _, e := range rec.Review.Events {
		if longID(e.ID, e.Inspection, e.Device) {
			return checklist.Fail(bundle.ErrRecord, "why", "id")
		}
		if r.profile.Face != checklist.FaceHQ {
			break
		}
		appeals := e.Verb == checklist.ReviewAppeal || e.Verb == checklist.ReviewWithdraw
		own := e.By.Branch == "" || e.By.Branch == m.Branch
		if !r.speaks(m.Device, e.Device) || e.By.Role != checklist.BranchHead || !appeals || !own {
			return checklist.Fail(bundle.ErrRecord, "why", "speaks for others: "+e.ID)
		}
	}
	asShared(rec.Review.EachPhoto, rec.Review.Shared)
	in.loop.Reviews = append(in.loop.Reviews, rec.Review.Events...)
	return nil
}
