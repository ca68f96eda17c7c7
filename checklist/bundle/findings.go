package bundle

import (
	"time"

	"hallcheck/checklist"
)

// The kinds of record of the findings' loop.
const (
	KindFinding = "finding"
	KindBright  = "bright"
)

// Finding carries moves of one finding: those the receiver may not have yet, or
// all of them. Which counts is decided by the order inside them, never by the
// order of arrival.
type Finding struct {
	Events []checklist.FindingEvent `json:"events"`
	Shared []Shared                 `json:"shared,omitempty"`
}

// Bright carries one good practice; the newest revision counts.
type Bright struct {
	Spot   checklist.BrightSpot `json:"spot"`
	Shared []Shared             `json:"shared,omitempty"`
}

// EachPhoto visits every photo of the moves.
func (f *Finding) EachPhoto(visit func(*checklist.PhotoRef)) {
	for i := range f.Events {
		e := &f.Events[i]
		if e.Opening != nil {
			for k := range e.Opening.Photos {
				visit(&e.Opening.Photos[k])
			}
		}
		for k := range e.Photos {
			visit(&e.Photos[k])
		}
	}
}

// EachPhoto visits every photo of the good practice.
func (b *Bright) EachPhoto(visit func(*checklist.PhotoRef)) {
	for i := range b.Spot.Photos {
		visit(&b.Spot.Photos[i])
	}
}

func (f *Finding) check() error {
	if len(f.Events) == 0 {
		return refuse(ErrRecord, "finding")
	}
	for i := range f.Events {
		if f.Events[i].Finding != f.Events[0].Finding {
			return refuse(ErrRecord, "finding")
		}
		if err := f.Events[i].Check(); err != nil {
			return refuse(ErrRecord, "event "+f.Events[i].ID).Because(err)
		}
	}
	return checkShared(f.EachPhoto, f.Shared)
}

// maxRev is far beyond any number of changes, and far from where counting on would
// overflow.
const maxRev = 1 << 30

func (b *Bright) check() error {
	if _, err := time.Parse(time.DateOnly, b.Spot.Day); err != nil {
		return refuse(ErrRecord, "bright "+b.Spot.ID).Because(err)
	}
	if b.Spot.ID == "" || b.Spot.Branch.Code == "" || b.Spot.Rev < 1 || b.Spot.Rev > maxRev {
		return refuse(ErrRecord, "bright")
	}
	if err := b.Spot.Check(); err != nil {
		return refuse(ErrRecord, "bright "+b.Spot.ID).Because(err)
	}
	return checkShared(b.EachPhoto, b.Shared)
}

// checkShared wants exactly one shared blob for every photo visited, marks that the
// editor can have made, and no mosaic that stands open.
func checkShared(each func(func(*checklist.PhotoRef)), list []Shared) error {
	shared := make(map[string]bool, len(list)) // hash → used
	for _, s := range list {
		if _, twice := shared[s.Original]; twice || !isHash(s.Original) || !isHash(s.SHA256) {
			return refuse(ErrRecord, "shared")
		}
		shared[s.Original] = false
	}
	var bad error
	each(func(p *checklist.PhotoRef) {
		if _, ok := shared[p.Hash]; !ok || p.ID == "" {
			bad = refuse(ErrRecord, "photo "+p.Hash)
			return
		}
		if err := p.CheckMarks(); err != nil {
			bad = refuse(ErrRecord, "marks "+p.ID).Because(err)
		}
		shared[p.Hash] = true
	})
	for _, used := range shared {
		if !used && bad == nil {
			bad = refuse(ErrRecord, "shared")
		}
	}
	return bad
}
