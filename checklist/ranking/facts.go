package ranking

import (
	"cmp"
	"slices"

	"hallcheck/checklist"
)

// MonthSum is a month of one hall, or of the halls of one peer group.
type MonthSum struct {
	Month   string // yyyy-mm
	Grade   checklist.HallGrade
	Traffic checklist.Traffic
	Halls   int   // with a score
	N       int   // records
	Sum     int64 // tenths, of the halls' rounded period scores
}

// Point is a month of a trend.
type Point struct {
	Month string
	Score *checklist.Tenths // mean of the halls' scores; nil = no record
	Halls int
}

// Trend makes one point for every month from the first to the last (yyyy-mm),
// over the sums of one peer group or (zero) all.
func Trend(sums []MonthSum, peers Peers, first, last string) []Point {
	var out []Point
	p, err := ParsePeriod(first)
	for err == nil && p.String() <= last {
		out = append(out, Point{Month: p.String()})
		p = p.Move(1)
	}
	for i := range out {
		total := int64(0)
		for _, s := range sums {
			if s.Month == out[i].Month && (peers.Grade == "" || peers.Grade == s.Grade) && (peers.Traffic == "" || peers.Traffic == s.Traffic) {
				total, out[i].Halls = total+s.Sum, out[i].Halls+s.Halls
			}
		}
		if out[i].Halls > 0 {
			score := ratio(total, int64(out[i].Halls))
			out[i].Score = &score
		}
	}
	return out
}

// Loss is what one item cost in a period.
type Loss struct {
	Item, Zone string
	Lost       checklist.Milli // points of the 100, over all records
	Times      int             // records that lost points by it
	Halls      int
}

// Visit is one record as the comparison of inspectors needs it.
type Visit struct {
	Branch, Checklist string
	Day               string
	Mode              checklist.Mode
	Inspector         string
	Score             checklist.Tenths
}

// MonthCell is one hall's month with one checklist.
type MonthCell struct {
	Branch, Checklist, Month string
	N                        int
	Sum                      int64 // tenths
}

// Months turns the months of a composite's parts into its trend, hall by hall,
// summed up by peer group; halls that are closed or a competitor's do not count.
func (c *Composite) Months(cells []MonthCell, halls []checklist.Branch) []MonthSum {
	type spot struct{ hall, month string }
	parts := map[spot][]Share{}
	for _, x := range cells {
		for _, p := range c.Parts {
			if p.Checklist == x.Checklist && x.N > 0 {
				k := spot{x.Branch, x.Month}
				parts[k] = append(parts[k], Share{Checklist: x.Checklist, Weight: p.Weight, N: x.N, ScoreSum: x.Sum})
			}
		}
	}
	peers := make(map[string]Peers, len(halls))
	for _, b := range halls {
		if b.Active && !b.Rival() {
			peers[b.Code] = PeersOf(b)
		}
	}
	type group struct {
		month string
		peers Peers
	}
	sums := map[group]*MonthSum{}
	for k, shares := range parts {
		p, ok := peers[k.hall]
		if !ok {
			continue
		}
		g := group{k.month, p}
		if sums[g] == nil {
			sums[g] = &MonthSum{Month: k.month, Grade: p.Grade, Traffic: p.Traffic}
		}
		m := sums[g]
		m.Halls++
		for _, s := range shares {
			m.N += s.N
		}
		m.Sum += int64(checklist.RoundTenths(index(shares, Share.mean)))
	}
	out := make([]MonthSum, 0, len(sums))
	for _, m := range sums {
		out = append(out, *m)
	}
	slices.SortFunc(out, func(a, b MonthSum) int {
		return cmp.Or(cmp.Compare(a.Month, b.Month), cmp.Compare(a.Grade, b.Grade), cmp.Compare(a.Traffic, b.Traffic))
	})
	return out
}
