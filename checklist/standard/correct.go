package standard

import (
	"time"

	"hallcheck/checklist"
)

// Place says into which sheet of a record that has its sheets already each form of
// the file goes: into the one named (by id or person), else by the person of each
// form. Everything that fits none is a problem; code check.sheet.
func (a *Answers) Place(in *checklist.Inspection, sheet string) error {
	f := &filler{a: a, in: in, d: &doc{file: a.File}}
	if sheet != "" && len(a.Sheets) > 1 {
		f.d.bad(a.line, a.Form, "answers.oneSheet", "sheet", sheet)
		return a.together(f.d)
	}
	for i := range a.Sheets {
		s := &a.Sheets[i]
		name := sheet
		if name == "" {
			name = s.Person
		}
		to, err := in.SheetOf(name)
		if !f.refused(max(s.line, a.line), a.Form, err) {
			s.ID = to.ID
		}
	}
	return a.together(f.d)
}

// Correct gives the answers to a record that has its sheets already, see Place; what
// the file does not name stays. The error is as that of Fill.
func (a *Answers) Correct(in *checklist.Inspection, sheet string, now time.Time) error {
	if err := a.Place(in, sheet); err != nil {
		return err
	}
	f := &filler{a: a, in: in, now: now, d: &doc{file: a.File}}
	f.head()
	for i := range a.Sheets {
		for k := range a.Sheets[i].Items {
			f.answer(&a.Sheets[i], &a.Sheets[i].Items[k])
		}
	}
	return a.together(f.d)
}
