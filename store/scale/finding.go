package scale

import (
	"fmt"
	"time"

	"hallcheck/checklist"
)

// findings opens a finding for a share of the failed items and moves it on: of
// ten, six are closed, two of them with a root cause, one waits for its review,
// one was returned and two are open.
func (v *visitor) findings(b *Bundle, in *checklist.Inspection, now time.Time) error {
	some := *in
	some.Sheets = make([]*checklist.Sheet, len(in.Sheets))
	n := 0
	for i, s := range in.Sheets {
		c := *s
		c.Answers = map[string]*checklist.Answer{}
		some.Sheets[i] = &c
		for k := range in.Checklist.Items { // in their order: the dice are thrown for each
			it := &in.Checklist.Items[k]
			if a := s.Answers[it.ID]; a != nil && it.OpensFinding(in.Checklist, a.Value) && v.d.chance(tracked) {
				c.Answers[it.ID] = a
				n++
			}
		}
	}
	if n == 0 {
		return nil
	}
	found, err := some.OpenFindings(nil, checklist.Opener{
		Act:    v.act(in.Inspector, now),
		Due:    func(day string, days int) string { return checklist.Calendar{}.Due(day, days, false) },
		Number: v.number4,
		Earlier: func(string) *checklist.Earlier {
			if v.m == 0 || !v.d.chance(150) {
				return nil
			}
			return &checklist.Earlier{Day: v.month.AddDate(0, 0, -12).Format(time.DateOnly), Count: 2}
		},
	})
	if err != nil {
		return err
	}
	for _, f := range found {
		f.NeedsPhoto = false // the folded one wants its photo all the same; nobody here has it
		if err := v.move(f, now); err != nil {
			return err
		}
		b.Loop.Events = append(b.Loop.Events, f.Events...)
	}
	return nil
}

// number4 numbers findings of a hall without knowing those of other months.
func (v *visitor) number4() string {
	v.numbers++
	return fmt.Sprintf("F-%d-%02d%02d", v.month.Year(), int(v.month.Month()), v.numbers)
}

func (v *visitor) act(by checklist.Person, at time.Time) checklist.Act {
	return checklist.Act{By: by, At: at, Device: v.h.device, NewID: v.d.id}
}

// move takes a finding as far as the dice say.
func (v *visitor) move(f *checklist.Finding, now time.Time) error {
	fate := v.d.IntN(10)
	at := now.AddDate(0, 0, 1+v.d.IntN(6))
	if fate >= 8 {
		return f.Assign(v.act(v.h.head, now.Add(time.Hour)), v.h.manager.Name, "", "", "")
	}
	if fate < 2 {
		if err := f.RootCause(v.act(v.h.head, now.Add(2*time.Hour)), pick(v.d, v.Notes)); err != nil {
			return err
		}
	}
	if err := f.Submit(v.act(v.h.manager, at), pick(v.d, v.Fixed), nil); err != nil {
		return err
	}
	switch review := v.act(v.h.head, at.Add(5*time.Hour)); {
	case fate < 6:
		return f.Accept(review, "")
	case fate == 6:
		return f.Reject(review, pick(v.d, v.Notes))
	default:
		return nil
	}
}
