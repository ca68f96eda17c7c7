package exchange

import (
	"context"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/store"
)

// collectHall makes a parcel of every day of the hall that changed since it was sent.
// Headquarters has no hall.
func collectHall(ctx context.Context, s *sender) ([]*parcel, error) {
	if s.profile.Face == checklist.FaceHQ {
		return nil, nil
	}
	list, err := s.x.Store.UnsentHall(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]*parcel, 0, len(list))
	for _, day := range list {
		rec := &bundle.Hall{Report: day.Report}
		out = append(out, &parcel{
			branch: day.Report.Branch, extra: &bundle.Record{Kind: bundle.KindHall, Hall: rec},
			sent: func(sent *store.Sent) { sent.Hall = append(sent.Hall, day.Sent) },
		})
	}
	return out, nil
}

// understandHall takes a day over: a branch speaks for its own hall only.
func understandHall(_ context.Context, r *receiver, in *incoming, rec *bundle.Record, m *bundle.Manifest) error {
	if r.profile.Face != checklist.FaceHQ || rec.Hall.Report.Branch != m.Branch {
		return checklist.Fail(bundle.ErrRecord, "why", "speaks for others: hall "+rec.Hall.Report.Branch)
	}
	for _, e := range rec.Hall.Report.Entries {
		if longID(e.ID, e.Ref) {
			return checklist.Fail(bundle.ErrRecord, "why", "id")
		}
	}
	asShared(rec.Hall.Report.EachPhoto, rec.Hall.Shared)
	in.loop.Hall = append(in.loop.Hall, rec.Hall.Report)
	return nil
}
