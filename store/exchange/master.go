package exchange

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/checklist/ranking"
	"hallcheck/store"
)

// collectMaster makes parcels of the master data that changed since a branch with a
// device got it.
func collectMaster(ctx context.Context, s *sender) ([]*parcel, error) {
	branches, err := s.homesOfHQ(ctx)
	if err != nil || branches == nil {
		return nil, err
	}
	due, err := s.x.Store.DueMaster(ctx, branches)
	if err != nil {
		return nil, err
	}
	var out []*parcel
	for _, d := range due {
		sent := d.Sent
		out = append(out, &parcel{
			branch: sent.Branch,
			extra:  &bundle.Record{Kind: bundle.KindMaster, Master: packMaster(d.Master)},
			sent:   func(to *store.Sent) { to.Master = append(to.Master, sent) },
		})
	}
	return out, nil
}

func packMaster(m store.Master) *bundle.Master {
	out := &bundle.Master{Rev: m.Rev}
	switch m.Item {
	case store.MasterBranch:
		out.Branch = &m.Branch
	case store.MasterPeople:
		out.People = &m.People
	case store.MasterTargets:
		list := make([]bundle.Target, len(m.Targets))
		for i, t := range m.Targets {
			list[i] = bundle.Target{Indicator: string(t.Indicator), Period: t.Period, Value: int64(t.Value), At: t.At, By: t.By}
			if t.Baseline != nil {
				b := int64(*t.Baseline)
				list[i].Baseline = &b
			}
		}
		out.Targets = &list
	default:
		sum := sha256.Sum256(m.Source)
		out.Checklist = &bundle.Standard{ID: m.List, Version: m.Version, SHA256: hex.EncodeToString(sum[:]), Source: string(m.Source)}
	}
	return out
}

// understandMaster takes master data over: only headquarters may send it, and only
// about the branch it is for.
func understandMaster(ctx context.Context, r *receiver, in *incoming, rec *bundle.Record, m *bundle.Manifest) error {
	if err := r.onlyFromHQ(rec.Kind); err != nil {
		return err
	}
	d := rec.Master
	switch {
	case d.Branch != nil:
		if d.Branch.Code != m.Branch {
			return checklist.Fail(bundle.ErrBranch, "have", m.Branch, "want", d.Branch.Code)
		}
		in.loop.Master = append(in.loop.Master, store.Master{Item: store.MasterBranch, Rev: d.Rev, Branch: *d.Branch})
	case d.People != nil:
		for _, p := range *d.People {
			if p.Branch != m.Branch {
				return checklist.Fail(bundle.ErrBranch, "have", m.Branch, "want", p.Branch)
			}
		}
		in.loop.Master = append(in.loop.Master, store.Master{Item: store.MasterPeople, Rev: d.Rev, People: *d.People})
	case d.Targets != nil:
		x := store.Master{Item: store.MasterTargets, Rev: d.Rev}
		for _, t := range *d.Targets {
			one := ranking.Target{Branch: m.Branch, Indicator: ranking.Indicator(t.Indicator), Period: t.Period, Value: checklist.Milli(t.Value), At: t.At, By: t.By}
			if t.Baseline != nil {
				b := checklist.Milli(*t.Baseline)
				one.Baseline = &b
			}
			if err := one.Check(); err != nil {
				return checklist.Fail(bundle.ErrRecord, "why", "target "+t.Indicator).Because(err)
			}
			x.Targets = append(x.Targets, one)
		}
		in.loop.Master = append(in.loop.Master, x)
	default:
		return r.masterList(ctx, in, d)
	}
	return nil
}

// masterList lets headquarters' checklist be installed. A hall that has a list of its
// own under that very id and version keeps it: its records were made with it.
func (r *receiver) masterList(ctx context.Context, in *incoming, d *bundle.Master) error {
	c := d.Checklist
	_, have, err := r.x.Store.ChecklistSource(ctx, c.ID, c.Version)
	if err == nil && len(have) > 0 {
		return nil
	}
	if checklist.CodeOf(err) != "store.unknownChecklist" {
		return err
	}
	if r.x.Parse == nil {
		return checklist.Fail(bundle.ErrRecord, "why", "checklist "+c.ID)
	}
	parsed, err := r.x.Parse(c.ID+".yaml", []byte(c.Source))
	if err != nil || parsed.ID != c.ID || parsed.Version != c.Version {
		return checklist.Fail(bundle.ErrRecord, "why", "checklist "+c.ID).Because(err)
	}
	in.masterLists = append(in.masterLists, c)
	return nil
}

// install installs the checklists of a bundle: at headquarters a branch's own, which
// is noted as such so that nobody else gets it, at a branch headquarters'.
func (r *receiver) install(ctx context.Context, in *incoming, branch string) error {
	for _, s := range in.lists {
		if err := r.x.Store.ForeignList(ctx, s.ID, s.Version, branch); err != nil {
			return err
		}
	}
	for _, s := range append(in.lists, in.masterLists...) {
		if _, err := r.x.Store.InstallChecklist(ctx, s.ID+".yaml", []byte(s.Source)); err != nil {
			return err
		}
	}
	return nil
}
