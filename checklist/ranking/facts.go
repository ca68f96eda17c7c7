package ranking

import (
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
