package hall

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"hallcheck/checklist"
)

// CoachDays is when a coaching talk is followed up if nothing else was agreed
// (DOMAIN 6.6).
const CoachDays = 14

// CoachDrill is the Topic of a coaching note that was agreed after a drill.
const CoachDrill = "drill"

// CoachDue is the usual day of following up what was agreed on a day.
func CoachDue(day time.Time) string { return day.AddDate(0, 0, CoachDays).Format(time.DateOnly) }

// Coaching is a coaching note and how it ended.
type Coaching struct {
	Entry
	End *Entry // nil = open
}

// Late says whether the day it should be followed up on is over.
func (c *Coaching) Late(today string) bool { return c.End == nil && c.Due != "" && c.Due < today }

// Change is by how much the second score differs from the first; ok is false when
// either is missing.
func (c *Coaching) Change() (change checklist.Tenths, ok bool) {
	if c.End == nil || c.Score == nil || c.End.Score == nil {
		return 0, false
	}
	return *c.End.Score - *c.Score, true
}

// Coachings folds notes and their ends, of which the first counts: open ones by the day they are due, then the
// ended ones, the last first.
func Coachings(entries []Entry) []Coaching {
	live := Live(entries)
	ends := map[string]*Entry{}
	for i := range live {
		if e := &live[i]; e.Kind == KindCoachEnd && (ends[e.Ref] == nil || e.At < ends[e.Ref].At) {
			ends[e.Ref] = e
		}
	}
	var out []Coaching
	for i := range live {
		if e := &live[i]; e.Kind == KindCoach {
			out = append(out, Coaching{Entry: *e, End: ends[e.ID]})
		}
	}
	slices.SortStableFunc(out, func(a, b Coaching) int {
		switch {
		case a.End == nil && b.End == nil:
			return cmp.Or(cmp.Compare(a.Due, b.Due), cmp.Compare(a.At, b.At))
		case a.End == nil:
			return -1
		case b.End == nil:
			return 1
		}
		return cmp.Compare(b.End.At, a.End.At)
	})
	return out
}

// Drill is a drill and what was agreed after it.
type Drill struct {
	Entry
	Agreed []Coaching
}

// Open says whether something agreed is not done yet.
func (d *Drill) Open() bool {
	return slices.ContainsFunc(d.Agreed, func(c Coaching) bool { return c.End == nil })
}

// Drills lists the drills with what was agreed after them, the last first.
func Drills(entries []Entry) []Drill {
	agreed := map[string][]Coaching{}
	for _, c := range Coachings(entries) {
		if c.Topic == CoachDrill {
			agreed[c.Ref] = append(agreed[c.Ref], c)
		}
	}
	var out []Drill
	for _, e := range Live(entries) {
		if e.Kind != KindDrill {
			continue
		}
		d := Drill{Entry: e, Agreed: agreed[e.ID]}
		if e.Ref != "" {
			d.Agreed = append(slices.Clone(d.Agreed), agreed[e.Ref]...)
		}
		out = append(out, d)
	}
	slices.SortStableFunc(out, func(a, b Drill) int { return cmp.Compare(b.At, a.At) })
	return out
}

// Veil is a person without the name: the post and the initials in capitals. Without
// initials the first letter is left and the rest starred (陈**).
func Veil(name, post, initials string) string {
	short := strings.ToUpper(strings.TrimSpace(initials))
	if short == "" {
		r := []rune(name)
		if len(r) == 0 {
			return post
		}
		short = string(r[:1]) + strings.Repeat("*", min(max(len(r)-1, 1), 2))
	}
	return strings.TrimSpace(post + " " + short)
}

// Veiled is an observation as somebody without a right to its names may have it on
// paper: posts and initials instead of names, everywhere a sheet says who it is about.
// Other records come back as they are.
func Veiled(in *checklist.Inspection, who checklist.Person, setting string, post func(checklist.Position) string, initials func(string) string) *checklist.Inspection {
	if in.Checklist.Kind != checklist.KindObservation || in.Inspector.Name == who.Name || SeesNames(who.Role, setting) {
		return in
	}
	out := *in
	out.Sheets = make([]*checklist.Sheet, len(in.Sheets))
	for i, s := range in.Sheets {
		x := *s
		if x.Person != "" {
			x.Person = Veil(s.Person, post(s.Position), initials(s.Person))
		}
		out.Sheets[i] = &x
	}
	return &out
}
