package standard

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"hallcheck/checklist"
)

// Fill gives the answers to a draft: hall grade, profile, left-out zones, one
// sheet per person or respondent, and every answer with its note and recording.
// Photos are files: the caller attaches those of Sheets once they are stored.
// The error is checklist.Problems with all refusals at once, those of reading
// the file among them; the inspection may then be partly filled and is to be
// dropped.
func (a *Answers) Fill(in *checklist.Inspection, now time.Time) error {
	f := &filler{a: a, in: in, now: now, d: &doc{file: a.File}}
	f.head()
	if a.Form != "" && f.forms() {
		for i := range a.Sheets {
			f.sheet(&a.Sheets[i], i)
		}
	}
	return a.together(f.d)
}

// together adds the problems of reading to those of filling; a line that could
// not be read is not complained about twice.
func (a *Answers) together(d *doc) error {
	if len(a.problems) == 0 {
		return d.err()
	}
	unread := map[int]bool{}
	for _, p := range a.problems {
		unread[p.Line] = true
	}
	all := slices.Clone(a.problems)
	for _, p := range d.problems {
		if !unread[p.Line] {
			all = append(all, p)
		}
	}
	slices.SortStableFunc(all, func(x, y checklist.Problem) int { return x.Line - y.Line })
	return all
}

type filler struct {
	a   *Answers
	in  *checklist.Inspection
	now time.Time
	d   *doc
}

// refused turns a verb's error into a problem at its line.
func (f *filler) refused(line int, key string, err error) bool {
	if err == nil {
		return false
	}
	var e *checklist.Error
	if !errors.As(err, &e) {
		e = checklist.Fail("answer.type", "item", key, "want", err.Error())
	}
	f.d.problems = append(f.d.problems, checklist.Problem{File: f.a.File, Line: line, Key: key, Code: e.Code, Args: e.Args})
	return true
}

func (f *filler) head() {
	if a, c := f.a, f.in.Checklist; a.Checklist != "" && a.Checklist != c.ID {
		f.d.bad(a.lines["checklist"], "checklist", "answers.checklist", "given", a.Checklist, "wanted", c.ID)
	}
	if f.a.Grade != "" {
		f.in.Branch.Grade = f.a.Grade
	}
	if f.a.Phase != "" || f.a.Pressure != "" {
		line := max(f.a.lines["phase"], f.a.lines["pressure"])
		f.refused(line, "phase", f.in.Profile(f.a.Phase, f.a.Pressure))
	}
	for _, z := range f.a.LeftOut {
		f.refused(f.a.lines["leftOut."+z], "leftOut", f.in.LeaveOut(z, true))
	}
}

// forms says whether the file's form fits what the checklist is about. Plain
// answers are one sheet of anything.
func (f *filler) forms() bool {
	s := f.in.Checklist.Subject
	switch {
	case f.a.Form == "answers":
		return true
	case s == checklist.SubjectBranch || s == checklist.SubjectWalk:
		f.d.bad(f.a.line, f.a.Form, "answers.subject")
	case s == checklist.SubjectPerson && f.a.Form == "respondents":
		f.d.bad(f.a.line, f.a.Form, "answers.respondents")
	default:
		return true
	}
	return false
}

func (f *filler) sheet(s *AnswerSheet, i int) {
	s.ID = checklist.MainSheet
	switch f.in.Checklist.Subject {
	case checklist.SubjectPerson:
		s.ID = "p" + strconv.Itoa(i+1)
		if f.a.Form == "answers" {
			s.Position = f.a.Position
			if s.Person == "" {
				s.Person = s.ID
			}
		}
	case checklist.SubjectRespondent:
		s.ID = "r" + strconv.Itoa(i+1)
	}
	if s.ID != checklist.MainSheet {
		err := f.in.AddSheet(checklist.Sheet{ID: s.ID, Person: s.Person, Position: s.Position, Weights: s.Weights})
		if f.refused(s.line, f.a.Form, err) {
			return
		}
	}
	for k := range s.Items {
		f.answer(s, &s.Items[k])
	}
}

func (f *filler) answer(s *AnswerSheet, x *ItemAnswer) {
	it := f.in.Checklist.ItemByID(x.Item)
	if it == nil {
		f.d.bad(x.line, x.Item, "item.unknown", "item", x.Item)
		return
	}
	v, ok := f.value(it, x)
	if !ok || f.refused(x.valueLine, x.Item, f.in.Record(s.ID, x.Item, v, f.now)) {
		return
	}
	if x.Note != "" {
		f.refused(x.line, x.Item, f.in.Note(s.ID, x.Item, x.Note, f.now))
	}
	if x.Recording != "" {
		f.refused(x.line, x.Item, f.in.Cite(s.ID, x.Item, x.Recording, f.now))
	}
	if r := (checklist.Remedy{Severity: x.Severity, Owner: x.Owner, Due: x.Due}); r != (checklist.Remedy{}) {
		f.refused(x.line, x.Item, f.in.Settle(s.ID, x.Item, r, f.now))
	}
}

// value reads what is written by the item's type.
func (f *filler) value(it *checklist.Item, x *ItemAnswer) (v checklist.Value, ok bool) {
	bad := func(code string, pairs ...string) (checklist.Value, bool) {
		f.d.bad(x.valueLine, x.Item, code, append([]string{"item", it.ID}, pairs...)...)
		return checklist.Value{}, false
	}
	if code := x.surplus(it); code != "" {
		return bad(code)
	}
	isPair := it.Expectation.ZH != ""
	switch {
	case x.Value == string(checklist.NA):
		return checklist.VerdictValue(checklist.NA), true
	case isPair:
		if x.Expectation == 0 && x.Perception == 0 {
			return bad("answers.pair")
		}
		return checklist.Value{Expectation: x.Expectation, Perception: x.Perception}, true
	case x.Occurrences != nil:
		return checklist.OccurrencesValue(*x.Occurrences), true
	case !x.given || x.Value == "":
		return bad("answers.value")
	}
	switch it.Type {
	case checklist.TypePass:
		if x.boolean || booleanWord(x.Value) {
			return bad("answers.boolean", "value", x.Value)
		}
		return checklist.VerdictValue(checklist.Verdict(x.Value)), true
	case checklist.TypeText:
		return checklist.TextValue(x.Value), true
	default:
		m, err := checklist.ParseMilli(x.Value)
		if err != nil {
			return bad("type.number", "value", x.Value)
		}
		return checklist.NumberValue(m), true
	}
}

// surplus returns the code of what is written beside the answer and would be
// passed over in silence, "" when there is nothing such.
func (x *ItemAnswer) surplus(it *checklist.Item) string {
	rated := x.Expectation != 0 || x.Perception != 0
	switch {
	case rated && it.Expectation.ZH == "":
		return "answers.noPair"
	case x.Value != "" && (rated || x.Occurrences != nil):
		return "answers.both"
	case x.Occurrences != nil && it.Deduct == nil:
		return "answers.deduct"
	}
	return ""
}

// booleanWord: what people and YAML 1.1 take for a boolean.
func booleanWord(s string) bool {
	switch strings.ToLower(s) {
	case "yes", "no", "on", "off", "true", "false", "y", "n":
		return true
	}
	return false
}
