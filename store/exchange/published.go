package exchange

import (
	"context"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/store"
)

// collectPublished makes parcels of the bulletins that branches with a device were
// not sent yet.
func collectPublished(ctx context.Context, s *sender) ([]*parcel, error) {
	branches, err := s.homesOfHQ(ctx)
	if err != nil || branches == nil {
		return nil, err
	}
	due, err := s.x.Store.DuePublished(ctx, branches)
	if err != nil {
		return nil, err
	}
	var out []*parcel
	for _, p := range due {
		key := store.PublishedKey{Branch: p.Branch, ID: p.ID}
		out = append(out, &parcel{
			branch: p.Branch,
			extra:  &bundle.Record{Kind: bundle.KindPublished, Published: &bundle.Published{Bulletin: p}},
			sent:   func(to *store.Sent) { to.Published = append(to.Published, key) },
		})
	}
	return out, nil
}

// understandPublished takes a bulletin over: only headquarters may send it, and only
// the part of the branch it is for.
func understandPublished(_ context.Context, r *receiver, in *incoming, rec *bundle.Record, m *bundle.Manifest) error {
	if err := r.onlyFromHQ(rec.Kind); err != nil {
		return err
	}
	p := rec.Published.Bulletin
	if p.Branch != m.Branch {
		return checklist.Fail(bundle.ErrBranch, "have", m.Branch, "want", p.Branch)
	}
	in.loop.Published = append(in.loop.Published, p)
	return nil
}
