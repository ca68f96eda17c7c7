package arrival

import (
	"encoding/json"
	"slices"

	"hallcheck/checklist"
)

// Class is how closely a hall is looked after (DOMAIN 5.2).
type Class string

// The classes.
const (
	Ordinary  Class = "ordinary"
	Important Class = "important" // flagship, or traffic high
	Partner   Class = "partner"
)

// ClassOf is the class of a hall (DOMAIN 5.2): a partner hall stays one whatever
// its traffic.
func ClassOf(b checklist.Branch) Class {
	switch {
	case b.Grade == checklist.Partner:
		return Partner
	case b.Grade == checklist.Flagship || b.Traffic == checklist.TrafficHigh:
		return Important
	default:
		return Ordinary
	}
}

// Often is how many records are due in each unit; Times 0 = none.
type Often struct {
	Times int  `json:"times"`
	Unit  Unit `json:"unit"`
}

// mostTimes keeps a requirement to what a hall can do.
const mostTimes = 200

// Requirement is what headquarters asks of the halls with one checklist.
type Requirement struct {
	Checklist string `json:"checklist"`
	Ordinary  Often  `json:"ordinary"`
	Important Often  `json:"important"`
	Partner   Often  `json:"partner"`
}

// For is what the requirement asks of a class of hall.
func (r Requirement) For(c Class) Often {
	switch c {
	case Important:
		return r.Important
	case Partner:
		return r.Partner
	default:
		return r.Ordinary
	}
}

// Asked says whether anything is due from anybody.
func (r Requirement) Asked() bool { return r.Ordinary.Times+r.Important.Times+r.Partner.Times > 0 }

// Check refuses numbers and units nobody can meet; code arrival.often.
func (r Requirement) Check() error {
	for _, o := range []Often{r.Ordinary, r.Important, r.Partner} {
		known := slices.Contains([]Unit{Week, Month, Quarter, Half}, o.Unit)
		if o.Times < 0 || o.Times > mostTimes || (o.Times > 0 && !known) {
			return checklist.Fail("arrival.often", "checklist", r.Checklist, "most", "200")
		}
	}
	return nil
}

// ReadRequirement decodes a stored requirement.
func ReadRequirement(body string) (r Requirement, err error) {
	err = json.Unmarshal([]byte(body), &r)
	return r, err
}

// Default is what is due before headquarters says otherwise: lists a hall fills
// for itself in its everyday work. A monthly one follows DOMAIN 5.2 – ordinary
// halls once a month, important ones four times, partners once a quarter; of
// daily and hourly ones headquarters sees one a week, the rhythm in which patrols
// are looked back on (DOMAIN 6.5).
func Default(c *checklist.Checklist) Requirement {
	r := Requirement{Checklist: c.ID}
	all := func(u Unit) { r.Ordinary, r.Important, r.Partner = Often{1, u}, Often{1, u}, Often{1, u} }
	everyday := c.Kind == checklist.KindInspection || c.Kind == checklist.KindObservation ||
		c.Kind == checklist.KindMeeting || c.Kind == checklist.KindPatrol
	if !everyday || !slices.Contains(c.Modes, checklist.Self) {
		return r
	}
	switch c.Frequency {
	case "hourly", "daily", "weekly":
		all(Week)
	case "quarterly":
		all(Quarter)
	case "half-yearly":
		all(Half)
	default:
		r.Ordinary, r.Important, r.Partner = Often{1, Month}, Often{4, Month}, Often{1, Quarter}
	}
	return r
}

// Requirements is what is asked with each checklist, in their order: what
// headquarters set, else the default; those nothing is asked with are left out.
func Requirements(lists []*checklist.Checklist, set []Requirement) []Requirement {
	var out []Requirement
	for _, c := range lists {
		r := Default(c)
		if i := slices.IndexFunc(set, func(s Requirement) bool { return s.Checklist == c.ID }); i >= 0 {
			r = set[i]
		}
		if r.Asked() {
			out = append(out, r)
		}
	}
	return out
}
