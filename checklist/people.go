package checklist

import "math/big"

// minPeople is how many observed persons make a sample (DOMAIN 4.8).
const minPeople = 3

// settlePersons scores every person on the own sheet, the own veto capping it,
// and the branch by the mean of the rounded person scores, rounded once more
// (DOMAIN 4.8). Sheets with nothing scored are listed without a score and stay
// out of the mean and of the sample.
func (e *scorer) settlePersons() {
	sum, n := int64(0), int64(0)
	for _, s := range e.sheets {
		p := person(s)
		p.Score, p.Cap = e.c.settle(s)
		if p.Score != nil {
			p.Grade = e.c.GradeFor(*p.Score)
			sum, n = sum+int64(*p.Score), n+1
		}
		e.r.Persons = append(e.r.Persons, p)
	}
	e.r.Small = n < minPeople
	if n == 0 {
		return
	}
	mean := RoundTenths(big.NewRat(sum, 10*n))
	e.r.Score, e.r.Grade = &mean, e.c.GradeFor(mean)
}

func person(s sheetScore) PersonScore {
	return PersonScore{Sheet: s.sheet.ID, Person: s.sheet.Person, Position: s.sheet.Position, Vetoes: s.hits}
}

// settleClass gives every reviewed person a class, and the record the first
// class that fits any of them (DOMAIN 4.11). Nothing answered has no class.
func (e *scorer) settleClass() {
	all := map[Severity]bool{}
	any := false
	for _, s := range e.sheets {
		failed, answered := e.failed(s.sheet)
		for sev := range failed {
			all[sev] = true
		}
		any = any || answered
		if e.c.Subject != SubjectPerson {
			continue
		}
		p := person(s)
		if answered {
			p.Grade = e.c.class(failed)
		}
		e.r.Persons = append(e.r.Persons, p)
	}
	if any {
		e.r.Class = e.c.class(all)
		e.r.Grade = e.r.Class
	}
}

// failed collects the severities of the sheet's failed items, and whether
// anything is answered at all.
func (e *scorer) failed(s *Sheet) (failed map[Severity]bool, answered bool) {
	failed = map[Severity]bool{}
	for i := range e.c.Items {
		it := &e.c.Items[i]
		if !e.in.Applies(s, it) || !s.Answered(it) {
			continue
		}
		answered = true
		if it.Violated(s.Answers[it.ID].Value) {
			failed[it.Severity] = true
		}
	}
	return failed, answered
}

// class returns the first class whose condition the failed severities meet.
func (c *Checklist) class(failed map[Severity]bool) string {
	for _, g := range c.Scoring.Grades {
		switch g.When {
		case "any-critical":
			if failed[Critical] {
				return g.ID
			}
		case "any-major":
			if failed[Major] {
				return g.ID
			}
		case "any-minor":
			if failed[Minor] {
				return g.ID
			}
		case "none-failed":
			if len(failed) == 0 {
				return g.ID
			}
		}
	}
	return ""
}
