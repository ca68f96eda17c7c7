package checklist

import "math/big"

// Evaluate turns the answers of an inspection into its result (DOMAIN 4). It
// works on drafts too and then says the score so far; it never returns nil and
// reads nothing but the inspection, so that a stored one comes to the same
// result again. The order is: indicator veto, sum, cap.
func Evaluate(in *Inspection) *Result {
	c := in.Checklist
	r := &Result{Checklist: c.ID, Version: c.Version, Method: c.Scoring.Method}
	e := newScorer(in, r)
	for _, s := range in.Sheets {
		e.sheet(s)
	}
	switch r.Method {
	case Points, Compliance:
		e.settleScore()
	case Gap:
		r.Survey = survey(in)
		r.Small = c.Scale != nil && r.Survey.Respondents < c.Scale.MinSample
	case PeakEnd:
		r.Walk = walk(in)
	case Flags:
		e.settleClass()
	}
	e.parts.into(r)
	return r
}

// GradeFor returns the id of the grade a rounded score falls into, "" when the
// checklist has no bands.
func (c *Checklist) GradeFor(t Tenths) string {
	for _, g := range c.Scoring.Grades {
		if g.When == "" && g.Min <= Milli(t)*100 {
			return g.ID
		}
	}
	return ""
}

// GradeByID returns the grade or class with the id, or nil.
func (c *Checklist) GradeByID(id string) *Grade {
	for i := range c.Scoring.Grades {
		if c.Scoring.Grades[i].ID == id {
			return &c.Scoring.Grades[i]
		}
	}
	return nil
}

// scorer holds what is the same for every sheet of one inspection. Masses and
// earned masses are whole numbers of one common unit, chosen so that every
// ratio of an item divides its mass; only what is shown becomes a fraction.
type scorer struct {
	in     *Inspection
	c      *Checklist
	r      *Result
	unit   *big.Int  // how many of the common unit make a mass of 1
	masses []big.Int // by item; 0 = never scored
	parts  *partSums
	sheets []sheetScore
}

// sheetScore is the sum over one sheet.
type sheetScore struct {
	sheet *Sheet
	exact *big.Rat // before the cap; nil = nothing scored
	hits  []VetoHit
}

func newScorer(in *Inspection, r *Result) *scorer {
	e := &scorer{in: in, c: in.Checklist, r: r, parts: newPartSums(in.Checklist)}
	if r.Method != Points && r.Method != Compliance {
		e.masses = make([]big.Int, len(e.c.Items))
		return e
	}
	e.weigh()
	return e
}

// weigh computes m = points × weight × phase × pressure of every item.
func (e *scorer) weigh() {
	phase, pressure := e.c.Focus.Phase[e.in.Phase], e.c.Focus.Pressure[e.in.Pressure]
	steps := ratingSteps(e.c)
	e.unit = big.NewInt(1000 * 1000 * steps)
	for _, m := range []map[string]Milli{phase, pressure} {
		if m != nil {
			e.unit.Mul(e.unit, big.NewInt(1000))
		}
	}
	e.masses = make([]big.Int, len(e.c.Items))
	var f big.Int
	for i := range e.c.Items {
		it := &e.c.Items[i]
		if !it.scorable() {
			continue
		}
		m := e.masses[i].SetInt64(int64(it.Points))
		m.Mul(m, f.SetInt64(int64(it.WeightFor(e.in.Branch.Grade))))
		m.Mul(m, f.SetInt64(steps))
		for _, by := range []map[string]Milli{phase, pressure} {
			if by != nil {
				m.Mul(m, f.SetInt64(int64(multiplier(by, it.Focus))))
			}
		}
	}
}

// multiplier of a focus tag; an absent tag counts 1.
func multiplier(by map[string]Milli, focus string) Milli {
	if v, ok := by[focus]; ok {
		return v
	}
	return N(1)
}

// ratingSteps is the least number every rating scale's steps divide.
func ratingSteps(c *Checklist) int64 {
	lcm := int64(1)
	for i := range c.Items {
		if n := int64(c.Items[i].Scale - 1); n > 0 && lcm%n != 0 {
			g, b := lcm, n
			for b != 0 {
				g, b = b, g%b
			}
			lcm = lcm / g * n
		}
	}
	return lcm
}

// scorable says whether the item can ever enter a sum (DOMAIN 4.1).
func (i *Item) scorable() bool {
	return i.Points > 0 && i.Type != TypeText && (i.Type != TypeNumber || i.Target != nil)
}

// ratio returns r of an answer as num/den (DOMAIN 4.1); ok is false when the
// value is of no use for the item.
func (i *Item) ratio(v Value) (num, den int64, ok bool) {
	switch i.Type {
	case TypePass:
		if v.Verdict == Pass {
			return 1, 1, true
		}
		return 0, 1, v.Verdict == Miss
	case TypeScore:
		m, ok := i.earned(v)
		return int64(m), int64(i.Points), ok && i.Points > 0
	case TypeRating:
		if v.Number == nil || i.Scale < 2 {
			return 0, 1, false
		}
		return int64(*v.Number/1000 - 1), int64(i.Scale - 1), true
	case TypeNumber:
		if v.Number == nil || i.Target == nil {
			return 0, 1, false
		}
		if i.Target.Met(*v.Number) {
			return 1, 1, true
		}
		return 0, 1, true
	default:
		return 0, 1, false
	}
}

// settleScore makes the score and grade of the record: of its only sheet, or
// the mean of its persons.
func (e *scorer) settleScore() {
	if s := e.c.Subject; s == SubjectPerson || s == SubjectRespondent {
		e.settlePersons()
		return
	}
	for _, s := range e.sheets {
		e.r.Before = s.exact
		e.r.Score, e.r.Cap = e.c.settle(s)
	}
	if e.r.Score != nil {
		e.r.Grade = e.c.GradeFor(*e.r.Score)
	}
}

// settle caps the exact score of a sheet where an inspection veto was hit, and
// rounds once.
func (c *Checklist) settle(s sheetScore) (*Tenths, *Cap) {
	if s.exact == nil {
		return nil, nil
	}
	t := RoundTenths(s.exact)
	if limit := c.Scoring.VetoCap.Rat(); capped(s.hits) && s.exact.Cmp(limit) > 0 {
		after := RoundTenths(limit)
		return &after, &Cap{Limit: c.Scoring.VetoCap, Before: t, After: after}
	}
	return &t, nil
}

func capped(hits []VetoHit) bool {
	for _, h := range hits {
		if h.Effect == VetoInspection {
			return true
		}
	}
	return false
}
