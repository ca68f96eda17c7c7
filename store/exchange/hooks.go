package exchange

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/store"
)

// hook is how one kind of record travels beside inspections, findings and good
// practice. Each kind has a file of its own, which puts its hook into hooks.
type hook struct {
	// collect makes parcels of what no bundle carried yet, each with its branch,
	// record and sent filled in, and photos where it brings blobs along; nil = the
	// kind is never sent from here.
	collect func(ctx context.Context, s *sender) ([]*parcel, error)
	// understand takes a record of a verified bundle over into in.loop, or refuses
	// the bundle. m is whose bundle it is.
	understand func(ctx context.Context, r *receiver, in *incoming, rec *bundle.Record, m *bundle.Manifest) error
}

var hooks = map[string]hook{
	bundle.KindMaster:    {collect: collectMaster, understand: understandMaster},
	bundle.KindPublished: {collect: collectPublished, understand: understandPublished},
	bundle.KindReview:    {collect: collectReviews, understand: understandReviews},
	bundle.KindHall:      {collect: collectHall, understand: understandHall},
}

// extras makes parcels of everything that has a hook, in the order of kinds.
func (s *sender) extras(ctx context.Context) ([]*parcel, error) {
	var out []*parcel
	kinds := make([]string, 0, len(hooks))
	for k := range hooks {
		kinds = append(kinds, k)
	}
	slices.Sort(kinds)
	for _, k := range kinds {
		if hooks[k].collect == nil {
			continue
		}
		list, err := hooks[k].collect(ctx, s)
		if err != nil {
			return nil, err
		}
		for _, p := range list {
			if p.record, err = json.Marshal(p.extra); err != nil {
				return nil, err
			}
		}
		out = append(out, list...)
	}
	return out, nil
}

// byBranch puts what is for one branch together, else in order.
func byBranch(list []*parcel) []*parcel {
	slices.SortStableFunc(list, func(a, b *parcel) int { return cmp.Compare(a.branch, b.branch) })
	return list
}

// more takes a record of a kind with a hook; ok is false for any other kind.
func (r *receiver) more(ctx context.Context, in *incoming, rec *bundle.Record, m *bundle.Manifest) (ok bool, err error) {
	h, ok := hooks[rec.Kind]
	if !ok {
		return false, nil
	}
	in.extras++
	return true, h.understand(ctx, r, in, rec, m)
}

// extraPhotos visits the photos a record of a kind with a hook brings along.
func (p *parcel) extraPhotos(visit func(*checklist.PhotoRef)) {
	switch {
	case p.extra == nil:
	case p.extra.Review != nil:
		p.extra.Review.EachPhoto(visit)
	case p.extra.Hall != nil:
		p.extra.Hall.Report.EachPhoto(visit)
	}
}

// withShared is the record of a kind with a hook, ready to be packed.
func (p *parcel) withShared(list []bundle.Shared) bundle.Record {
	switch {
	case p.extra.Review != nil:
		p.extra.Review.Shared = list
	case p.extra.Hall != nil:
		p.extra.Hall.Shared = list
	}
	return *p.extra
}

// note lets a parcel say what of it counts as sent when its bundle is recorded.
func (p *parcel) note(out *store.Sent) {
	if p.sent != nil {
		p.sent(out)
	}
}

// onlyFromHQ refuses a record that headquarters alone may send.
func (r *receiver) onlyFromHQ(kind string) error {
	if r.profile.Face == checklist.FaceHQ {
		return checklist.Fail(bundle.ErrRecord, "why", "speaks for headquarters: "+kind)
	}
	return nil
}
