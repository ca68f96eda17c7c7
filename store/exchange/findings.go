package exchange

import (
	"context"
	"encoding/json"
	"slices"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
)

// loop makes parcels of the moves of findings and the good practice no bundle
// carried yet, those of one branch together. A finding headquarters opened, or
// that has several computers in its branch, travels with its whole history.
func (s *sender) loop(ctx context.Context) ([]*parcel, error) {
	events, bright, err := s.x.Store.UnsentFindings(ctx)
	if err != nil {
		return nil, err
	}
	var list []*parcel
	byFinding, unsent := map[string]*parcel{}, make(map[string]bool, len(events))
	for _, e := range events {
		unsent[e.ID] = true
	}
	for _, e := range events {
		p := byFinding[e.Finding]
		if p == nil {
			f, err := s.x.Store.Finding(ctx, e.Finding)
			if err != nil {
				return nil, err
			}
			p = &parcel{branch: f.Branch.Code, finding: &bundle.Finding{}}
			if s.profile.Face == checklist.FaceHQ {
				p.finding.Events = asLeaving(f, f.Events)
			} else {
				p.finding.Events = asLeaving(f, ownMoves(f.Events, unsent))
			}
			byFinding[e.Finding], list = p, append(list, p)
		}
	}
	for _, b := range bright {
		b.Photos = slices.Clone(b.Photos)
		for i := range b.Photos {
			b.Photos[i] = b.Photos[i].Leaving()
		}
		list = append(list, &parcel{branch: b.Branch.Code, bright: &bundle.Bright{Spot: b}})
	}
	if s.profile.Face != checklist.FaceHQ {
		list = slices.DeleteFunc(list, func(p *parcel) bool { return p.branch != s.profile.Branch.Code })
	}
	for _, p := range list {
		if p.record, err = p.encode(); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(list, func(a, b *parcel) int {
		switch {
		case a.branch < b.branch:
			return -1
		case a.branch > b.branch:
			return 1
		}
		return 0
	})
	return list, nil
}

func (p *parcel) encode() ([]byte, error) {
	if p.finding != nil {
		return json.Marshal(p.finding)
	}
	if p.extra != nil {
		return json.Marshal(p.extra)
	}
	return json.Marshal(p.bright)
}

// ownMoves are the events of a history that are among the unsent.
func ownMoves(history []checklist.FindingEvent, unsent map[string]bool) []checklist.FindingEvent {
	var out []checklist.FindingEvent
	for _, e := range history {
		if unsent[e.ID] {
			out = append(out, e)
		}
	}
	return out
}

// asLeaving are events as they may leave the house: every photo as it was masked
// last, wherever in the history it stands, so that no older move gives away what
// a later one covered.
func asLeaving(f *checklist.Finding, events []checklist.FindingEvent) []checklist.FindingEvent {
	last := map[string]checklist.PhotoRef{}
	all := bundle.Finding{Events: f.Events}
	all.EachPhoto(func(p *checklist.PhotoRef) { last[p.ID] = *p })
	out := slices.Clone(events)
	for i := range out {
		e := &out[i]
		if e.Opening != nil {
			o := *e.Opening
			o.Photos = slices.Clone(o.Photos)
			e.Opening = &o
		}
		e.Photos = slices.Clone(e.Photos)
	}
	copies := bundle.Finding{Events: out}
	copies.EachPhoto(func(p *checklist.PhotoRef) { *p = last[p.ID].Leaving() })
	return out
}

// loop takes a record of the findings' loop apart: its photos point to the copies
// that came along, and at headquarters a branch's computer speaks only for itself.
func (r *receiver) loop(ctx context.Context, in *incoming, rec *bundle.Record, m *bundle.Manifest) error {
	if rec.Kind == bundle.KindBright {
		b := rec.Bright.Spot
		if longID(b.ID) {
			return checklist.Fail(bundle.ErrRecord, "why", "id")
		}
		if b.Branch.Code != m.Branch {
			return checklist.Fail(bundle.ErrBranch, "have", m.Branch, "want", b.Branch.Code)
		}
		kept, err := r.cameBack(ctx, b)
		if err != nil {
			return err
		}
		asShared(rec.Bright.EachPhoto, rec.Bright.Shared)
		rec.Bright.EachPhoto(func(p *checklist.PhotoRef) {
			if own, ok := kept[p.ID]; ok {
				*p = own
			}
		})
		in.loop.Bright = append(in.loop.Bright, rec.Bright.Spot)
		in.branch = b.Branch
		return nil
	}
	for i := range rec.Finding.Events {
		e := &rec.Finding.Events[i]
		if longID(e.ID, e.Finding, e.Device) {
			return checklist.Fail(bundle.ErrRecord, "why", "id")
		}
		if e.Opening != nil {
			if e.Opening.Branch.Code != m.Branch {
				return checklist.Fail(bundle.ErrBranch, "have", m.Branch, "want", e.Opening.Branch.Code)
			}
			in.branch = e.Opening.Branch
		}
		if r.profile.Face == checklist.FaceHQ && (!r.speaks(m.Device, e.Device) || e.By.Role == checklist.HQSupervisor) {
			return checklist.Fail(bundle.ErrRecord, "why", "speaks for others: "+e.ID)
		}
	}
	asShared(rec.Finding.EachPhoto, rec.Finding.Shared)
	in.loop.Events = append(in.loop.Events, rec.Finding.Events...)
	return nil
}

// cameBack finds the photos of a branch's own good practice that headquarters sends
// back as it got them, by id: the branch keeps its own, larger and with its marks.
func (r *receiver) cameBack(ctx context.Context, b checklist.BrightSpot) (map[string]checklist.PhotoRef, error) {
	if r.profile.Face == checklist.FaceHQ {
		return nil, nil
	}
	list, err := r.x.Store.BrightSpots(ctx, b.Branch.Code, "", "")
	if err != nil {
		return nil, err
	}
	out := map[string]checklist.PhotoRef{}
	copies := &sender{x: r.x}
	for _, own := range list {
		if own.ID != b.ID {
			continue
		}
		for _, p := range b.Photos {
			for _, x := range own.Photos {
				if x.ID != p.ID {
					continue
				}
				sent, err := copies.measureOne(x.Leaving().Hash)
				if err == nil && sent.SHA256 == p.Hash { // a copy that cannot be read is no reason to refuse a file
					out[x.ID] = x
				}
			}
		}
	}
	return out, nil
}

func asShared(each func(func(*checklist.PhotoRef)), list []bundle.Shared) {
	shared := make(map[string]bundle.Shared, len(list))
	for _, s := range list {
		shared[s.Original] = s
	}
	each(func(p *checklist.PhotoRef) {
		s := shared[p.Hash]
		p.Hash, p.Size, p.Type = s.SHA256, s.Size, "image/jpeg"
	})
}
