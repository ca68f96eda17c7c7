package ranking

import (
	"math/big"
	"slices"
	"strings"

	"hallcheck/checklist"
)

// Composite is an index headquarters sets over several checklists (DOMAIN 4.12):
// the weighted mean of their period scores. A part a hall has no record of is
// dropped and the other weights are taken relative to each other.
type Composite struct {
	ID    string `json:"id"` // like an id of a checklist
	Name  string `json:"name"`
	Parts []Part `json:"parts"`

	// Grades is the part whose bands grade the index, GradesNone for none; "" is the
	// heaviest part, of equals the first. See GradedBy.
	Grades string `json:"grades,omitempty"`
}

// GradesNone is a composite that gives no grades.
const GradesNone = "none"

// GradedBy is the checklist whose bands grade the index, "" = it gives no grades.
// Every page and paper that shows a grade of the index names it.
func (c *Composite) GradedBy() string {
	switch c.Grades {
	case GradesNone:
		return ""
	case "":
		best := &Part{}
		for i := range c.Parts {
			if c.Parts[i].Weight > best.Weight {
				best = &c.Parts[i]
			}
		}
		return best.Checklist
	}
	return c.Grades
}

// Part is one checklist of a composite.
type Part struct {
	Checklist string          `json:"checklist"`
	Weight    checklist.Milli `json:"weight"` // thousandths of any unit: 50, 30, 20 as well as 0.5, 0.3, 0.2
	Title     checklist.Text  `json:"title,omitzero"`
}

// Share is what one part of a composite comes to in a hall.
type Share struct {
	Checklist string
	Title     checklist.Text
	Weight    checklist.Milli
	N         int              // records; 0 = missing, the part is dropped
	ScoreSum  int64            // tenths
	Score     checklist.Tenths // ScoreSum / N rounded, for showing; the index takes it unrounded
}

// mostParts keeps a composite readable.
const mostParts = 8

// Check says whether the composite can be used. Codes ranking.composite.id,
// ranking.composite.parts, ranking.composite.weight, ranking.composite.twice,
// ranking.composite.grades.
func (c *Composite) Check() error {
	if c.ID == "" || c.Name == "" || strings.Trim(c.ID, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		return checklist.Fail("ranking.composite.id", "id", c.ID)
	}
	if len(c.Parts) < 2 || len(c.Parts) > mostParts {
		return checklist.Fail("ranking.composite.parts", "id", c.ID)
	}
	for i, p := range c.Parts {
		if p.Weight <= 0 || p.Weight > checklist.N(1000) {
			return checklist.Fail("ranking.composite.weight", "id", c.ID, "list", p.Checklist)
		}
		if slices.ContainsFunc(c.Parts[:i], func(x Part) bool { return x.Checklist == p.Checklist }) {
			return checklist.Fail("ranking.composite.twice", "id", c.ID, "list", p.Checklist)
		}
	}
	if c.Grades != "" && c.Grades != GradesNone && !slices.ContainsFunc(c.Parts, func(p Part) bool { return p.Checklist == c.Grades }) {
		return checklist.Fail("ranking.composite.grades", "id", c.ID, "list", c.Grades)
	}
	return nil
}

// zoneMark stands between checklist and zone in the zones of a composite.
const zoneMark = "/"

// Sheet is the composite in the shape of a checklist, so that it has a title,
// zones ("checklist/zone") and grades, see GradedBy. It fills the parts' titles in.
// Code ranking.composite.list.
func (c *Composite) Sheet(lists []*checklist.Checklist) (*checklist.Checklist, error) {
	out := &checklist.Checklist{ID: c.ID, Title: checklist.Text{ZH: c.Name, EN: c.Name}}
	out.Scoring.Method, out.Scoring.Full = checklist.Points, checklist.N(100)
	parts := slices.Clone(c.Parts)
	for i := range parts {
		p := &parts[i]
		at := slices.IndexFunc(lists, func(l *checklist.Checklist) bool { return l.ID == p.Checklist })
		if at < 0 {
			return nil, checklist.Fail("ranking.composite.list", "id", c.ID, "list", p.Checklist)
		}
		l := lists[at]
		p.Title = l.Title
		for _, z := range l.Zones {
			out.Zones = append(out.Zones, checklist.Zone{ID: l.ID + zoneMark + z.ID, Name: z.Name})
		}
		if p.Checklist == c.GradedBy() {
			out.Scoring.Grades = l.Scoring.Grades
		}
	}
	c.Parts = parts
	return out, nil
}

// titleOf is the title of the checklist a composite's zone stands in.
func (c *Composite) titleOf(zone string) checklist.Text {
	if c == nil {
		return checklist.Text{}
	}
	list, _, _ := strings.Cut(zone, zoneMark)
	for _, p := range c.Parts {
		if p.Checklist == list {
			return p.Title
		}
	}
	return checklist.Text{}
}

// composites makes one row per hall with a record of at least one part.
func (in *Input) composites(halls map[string]checklist.Branch, zones map[string]int, cells []checklist.PeriodCell) []*Row {
	byHall := make(map[string][]*checklist.PeriodCell, len(halls))
	for i := range cells {
		c := &cells[i]
		if _, ok := halls[c.Branch]; ok && c.N+c.Excluded > 0 && in.weight(c.Checklist) > 0 {
			byHall[c.Branch] = append(byHall[c.Branch], c)
		}
	}
	rows := make([]*Row, 0, len(byHall))
	for code, parts := range byHall {
		if r := in.compositeRow(zones, halls[code], parts); r != nil {
			rows = append(rows, r)
		}
	}
	return rows
}

func (in *Input) compositeRow(zones map[string]int, b checklist.Branch, cells []*checklist.PeriodCell) *Row {
	var all checklist.PeriodCell
	shares, small := make([]Share, len(in.Composite.Parts)), false
	for i, p := range in.Composite.Parts {
		s := Share{Checklist: p.Checklist, Title: p.Title, Weight: p.Weight}
		for _, c := range cells {
			if c.Checklist != p.Checklist {
				continue
			}
			all.Excluded, all.Withheld = all.Excluded+c.Excluded, all.Withheld+c.Withheld
			if c.N == 0 {
				continue
			}
			s.N, s.ScoreSum, s.Score = c.N, c.ScoreSum, ratio(c.ScoreSum, int64(c.N))
			all.N, all.Vetoes, all.Problems, all.Critical = all.N+c.N, all.Vetoes+c.Vetoes, all.Problems+c.Problems, all.Critical+c.Critical
			all.Provisional, all.Appealed = all.Provisional+c.Provisional, all.Appealed+c.Appealed
			small = small || c.N < in.Rules.SmallBelow
			for _, z := range c.Zones {
				z.Zone = p.Checklist + zoneMark + z.Zone
				all.Zones = append(all.Zones, z)
			}
		}
		shares[i] = s
	}
	if all.N == 0 {
		return nil
	}
	r := in.row(zones, b, &all)
	r.Shares, r.Small = shares, small
	r.Partial = slices.ContainsFunc(shares, func(s Share) bool { return s.N == 0 })
	r.Score = checklist.RoundTenths(index(shares, func(s Share) *big.Rat { return s.mean() }))
	r.Grade = in.Checklist.GradeFor(r.Score)
	return r
}

// mean is the exact period score of the part, in points.
func (s Share) mean() *big.Rat { return big.NewRat(s.ScoreSum, 10*int64(s.N)) }

// index is the weighted mean of the parts that are there.
func index(shares []Share, of func(Share) *big.Rat) *big.Rat {
	sum, weights := new(big.Rat), new(big.Rat)
	for _, s := range shares {
		if s.N > 0 {
			w := s.Weight.Rat()
			weights.Add(weights, w)
			sum.Add(sum, w.Mul(w, of(s)))
		}
	}
	return sum.Quo(sum, weights)
}

// Added is one line of how a composite comes about: what a part adds to it.
type Added struct {
	Share
	Part   string // share of the weights in per cent, one decimal
	Points string // two decimals; the lines of a hall sum to its index
}

// Adds lists the parts that are there with the points they add. Both columns
// are rounded by largest remainder, so that they sum exactly to 100.0 and to
// the index with two decimals, which Total is.
func (r *Row) Adds() (lines []Added, total string) {
	var weights, points []*big.Rat
	sum := new(big.Rat)
	for _, s := range r.Shares {
		if s.N > 0 {
			sum.Add(sum, s.Weight.Rat())
			lines = append(lines, Added{Share: s})
		}
	}
	for _, l := range lines {
		w := new(big.Rat).Quo(l.Weight.Rat(), sum)
		weights = append(weights, new(big.Rat).Mul(w, big.NewRat(100, 1)))
		points = append(points, w.Mul(w, l.mean()))
	}
	parts, _ := spreadOut(weights, 1)
	adds, total := spreadOut(points, 2)
	for i := range lines {
		lines[i].Part, lines[i].Points = parts[i], adds[i]
	}
	return lines, total
}

// spreadOut rounds numbers ≥ 0 to places decimals so that they sum to their
// rounded sum: the largest remainders go up.
func spreadOut(values []*big.Rat, places int) (out []string, total string) {
	unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil)
	sum := new(big.Rat)
	floors, rests := make([]*big.Int, len(values)), make([]*big.Rat, len(values))
	left := new(big.Int)
	for i, v := range values {
		sum.Add(sum, v)
		x := new(big.Rat).Mul(v, new(big.Rat).SetInt(unit))
		floors[i] = new(big.Int).Div(x.Num(), x.Denom())
		rests[i] = x.Sub(x, new(big.Rat).SetInt(floors[i]))
		left.Sub(left, floors[i])
	}
	whole := new(big.Rat).Mul(sum, new(big.Rat).SetInt(unit))
	whole.Add(whole, big.NewRat(1, 2))
	goal := new(big.Int).Div(whole.Num(), whole.Denom())
	for left.Add(left, goal); left.Sign() > 0; left.Sub(left, big.NewInt(1)) {
		best := 0
		for i := range rests {
			if rests[i].Cmp(rests[best]) > 0 {
				best = i
			}
		}
		floors[best].Add(floors[best], big.NewInt(1))
		rests[best].SetInt64(-1)
	}
	for _, f := range floors {
		out = append(out, new(big.Rat).SetFrac(f, unit).FloatString(places))
	}
	return out, new(big.Rat).SetFrac(goal, unit).FloatString(places)
}
