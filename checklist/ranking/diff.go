package ranking

import (
	"cmp"
	"slices"

	"hallcheck/checklist"
)

// Place is where a hall stands in a table.
type Place struct {
	Rank     int              `json:"rank"`
	PeerRank int              `json:"peerRank"`
	Score    checklist.Tenths `json:"score"`
	Grade    string           `json:"grade"`
	N        int              `json:"n"`
	Vetoes   int              `json:"vetoes"`
	Problems int              `json:"problems"`
	Critical int              `json:"critical"`
}

// Moved is a hall whose place is another one in the second table.
type Moved struct {
	Branch checklist.Branch
	Before *Place // nil = was not ranked
	After  *Place // nil = is not ranked any more
	Own    bool   // its own figures changed; else only others moved past it
}

// Diff lists exactly the halls whose rank, rank among peers or figures differ
// between two tables of the same period, those with changed figures first, then
// by the rank after (those gone last), then by code.
func Diff(before, after Table) []Moved {
	was := places(before)
	var out []Moved
	for i := range after.Rows {
		r := &after.Rows[i]
		now, old := r.Place(), was[r.Branch.Code]
		delete(was, r.Branch.Code)
		if old == nil || *old.Before != now {
			m := Moved{Branch: r.Branch, After: &now, Own: true}
			if old != nil {
				m.Before, m.Own = old.Before, old.Before.figures() != now.figures()
			}
			out = append(out, m)
		}
	}
	for _, m := range was {
		out = append(out, *m)
	}
	slices.SortFunc(out, func(a, b Moved) int {
		return cmp.Or(-compareBool(a.Own, b.Own), cmp.Compare(rankAfter(a), rankAfter(b)), cmp.Compare(a.Branch.Code, b.Branch.Code))
	})
	return out
}

func places(t Table) map[string]*Moved {
	out := make(map[string]*Moved, len(t.Rows))
	for i := range t.Rows {
		p := t.Rows[i].Place()
		out[t.Rows[i].Branch.Code] = &Moved{Branch: t.Rows[i].Branch, Before: &p, Own: true}
	}
	return out
}

// Place is the row's place by itself.
func (r *Row) Place() Place {
	return Place{r.Rank, r.PeerRank, r.Score, r.Grade, r.N, r.Vetoes, r.Problems, r.Critical}
}

// figures are a place without the ranks.
func (p *Place) figures() Place {
	f := *p
	f.Rank, f.PeerRank = 0, 0
	return f
}

func rankAfter(m Moved) int {
	if m.After == nil {
		return 1 << 30
	}
	return m.After.Rank
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	default:
		return -1
	}
}
