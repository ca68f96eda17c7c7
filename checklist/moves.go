package checklist

import (
	"cmp"
	"slices"
)

// What findings and reviews of records have in common: their state is the fold of
// moves that never change, made on several computers and in any order of arrival.

// moveKey orders the moves of one history.
type moveKey struct {
	id     string
	clock  int
	device string
	by     *Person
}

// sortMoves orders moves and drops repeats; of two made at once headquarters'
// comes first, so that its decision is not the one that finds everything changed.
func sortMoves[E any](events []E, key func(*E) moveKey) []E {
	rank := func(k moveKey) int {
		if k.by.Role == HQSupervisor {
			return 0
		}
		return 1
	}
	out := slices.Clone(events)
	slices.SortFunc(out, func(x, y E) int {
		a, b := key(&x), key(&y)
		return cmp.Or(cmp.Compare(a.clock, b.clock), cmp.Compare(rank(a), rank(b)), cmp.Compare(a.device, b.device), cmp.Compare(a.id, b.id))
	})
	return slices.CompactFunc(out, func(x, y E) bool { return key(&x).id == key(&y).id })
}

// folder is what a history is played into.
type folder[E any] interface {
	takes(e *E) bool // whether the move is allowed where it stands
	apply(e *E)
}

// fate is what became of a move.
type fate struct {
	withdrawn bool // taken back by its author
	void      bool // not allowed where it stands
}

// replay plays sorted moves once. back names the move one takes back, "" for all
// others; a withdrawal counts when it names the last standing move, that may be
// taken back, and comes from the same person. Everything is then as before it.
func replay[E any](sorted []E, key func(*E) moveKey, back func(*E) string, may func(*E) bool, begin func() folder[E]) ([]fate, folder[E]) {
	out := make([]fate, len(sorted))
	var standing []int
	f := begin()
	for i := range sorted {
		e := &sorted[i]
		target := back(e)
		if target == "" {
			if out[i].void = !f.takes(e); !out[i].void {
				f.apply(e)
				standing = append(standing, i)
			}
			continue
		}
		n := len(standing) - 1
		if n < 0 || key(&sorted[standing[n]]).id != target || !may(&sorted[standing[n]]) || !sameAuthor(key(&sorted[standing[n]]).by, key(e).by) {
			out[i].void = true
			continue
		}
		out[standing[n]].withdrawn = true
		standing = standing[:n]
		f = begin()
		for _, k := range standing {
			f.apply(&sorted[k])
		}
	}
	return out, f
}

// sameAuthor: nobody at a branch takes back what headquarters decided, whatever
// name they give.
func sameAuthor(a, b *Person) bool {
	return same(*a, *b) && (a.Role == HQSupervisor) == (b.Role == HQSupervisor)
}
