package ranking

import (
	"cmp"
	"slices"

	"hallcheck/checklist"
)

// ranked makes the rows of one period over all halls that are ranked.
func ranked(in Input, cells []checklist.PeriodCell) []*Row {
	return in.rows(cells, func(b checklist.Branch) bool { return !b.Rival() })
}

// rows makes the rows of the active halls which takes wants, in no order.
func (in *Input) rows(cells []checklist.PeriodCell, wants func(checklist.Branch) bool) []*Row {
	halls := make(map[string]checklist.Branch, len(in.Branches))
	for _, b := range in.Branches {
		if b.Active && wants(b) {
			halls[b.Code] = b
		}
	}
	if len(halls) == 0 {
		return nil
	}
	zones := make(map[string]int, len(in.Checklist.Zones))
	for i, z := range in.Checklist.Zones {
		zones[z.ID] = i
	}
	if in.Composite != nil {
		return in.composites(halls, zones, cells)
	}
	rows := make([]*Row, 0, len(cells))
	for i := range cells {
		c := &cells[i]
		if b, ok := halls[c.Branch]; ok && c.N > 0 && c.Checklist == in.Checklist.ID {
			r := in.row(zones, b, c)
			r.Score = ratio(c.ScoreSum, int64(c.N))
			r.Grade = in.Checklist.GradeFor(r.Score)
			rows = append(rows, r)
		}
	}
	return rows
}

// row takes over the sums of a cell, everything but the score.
func (in *Input) row(zones map[string]int, b checklist.Branch, c *checklist.PeriodCell) *Row {
	r := &Row{
		Branch: b, N: c.N, ScoreSum: c.ScoreSum, Vetoes: c.Vetoes, Problems: c.Problems, Critical: c.Critical,
		Versions: [2]int{c.MinVersion, c.MaxVersion}, Excluded: c.Excluded, Small: c.N < in.Rules.SmallBelow,
		Provisional: c.Provisional, Appealed: c.Appealed, Withheld: c.Withheld,
	}
	if v, ok := in.OnTime[b.Code]; ok {
		r.OnTime = &v
	}
	if r.Weak = in.weakest(zones, c.Zones); len(r.Weak) > 0 {
		r.Weakest = &r.Weak[0]
	}
	return r
}

// weight is how much a checklist counts; 0 = not at all.
func (in *Input) weight(list string) checklist.Milli {
	if in.Composite == nil {
		if list == in.Checklist.ID {
			return checklist.N(1)
		}
		return 0
	}
	for _, p := range in.Composite.Parts {
		if p.Checklist == list {
			return p.Weight
		}
	}
	return 0
}

// ratio is sum / n rounded half up.
func ratio(sum, n int64) checklist.Tenths { return checklist.Tenths(floorDiv(2*sum+n, 2*n)) }

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// weakest are the zones with the lowest mean scores; of equals the one that lost
// more points, then the earlier in the checklist.
func (in *Input) weakest(at map[string]int, zones []checklist.ZoneSum) []Weak {
	var out [WeakZones + 1]Weak
	n := 0
	for _, z := range zones {
		i, known := at[z.Zone]
		if !known || z.N == 0 {
			continue
		}
		w := Weak{
			Zone: z.Zone, Score: ratio(z.ScoreSum, int64(z.N)),
			Lost: checklist.Milli(floorDiv(2*z.LostSum+int64(z.N), 2*int64(z.N))),
		}
		if w.Score >= 1000 {
			continue
		}
		k := n
		for ; k > 0 && cmp.Or(cmp.Compare(w.Score, out[k-1].Score), cmp.Compare(out[k-1].Lost, w.Lost), cmp.Compare(i, at[out[k-1].Zone])) < 0; k-- {
			out[k] = out[k-1]
		}
		if k < WeakZones {
			out[k] = w
		}
		n = min(n+1, WeakZones)
	}
	if n == 0 {
		return nil
	}
	weak := slices.Clone(out[:n])
	for i := range weak {
		weak[i].Name = in.Checklist.Zones[at[weak[i].Zone]].Name
		weak[i].List = in.Composite.titleOf(weak[i].Zone)
	}
	return weak
}
