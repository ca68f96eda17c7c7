package demo

import (
	"context"

	"hallcheck/assets"
	"hallcheck/checklist"
)

// second is the supervisor who rules on appeals: never the one who passed the record.
const second = "孟庆华"

// The share of the sample's records, of 1000, that headquarters has passed,
// returned or is looking at.
const (
	passShare   = 620
	returnShare = 670
	takeShare   = 700
)

// review is headquarters' part in the records: most are passed, some returned, an
// incomplete one is accepted, a veto lifted; two halls appeal, and one appeal is
// ruled on.
func (m *maker) review(ctx context.Context) error {
	s, me := m.hq.store, m.cast.supervisor
	rows, _, err := s.Summaries(ctx, checklist.Filter{Status: checklist.Finished, Sort: checklist.SortNewest, Limit: 100_000})
	if err != nil {
		return err
	}
	t := func(key string) string { return assets.T(string(m.Lang), "sample."+key) }
	appeals := 0
	for i := range rows {
		r, d := &rows[i], newDice(m.Seed, "review "+rows[i].ID)
		n := d.IntN(1000)
		verb := func(x *checklist.Review, a checklist.Act) error { return nil }
		switch {
		case r.Incomplete != "":
			verb = func(x *checklist.Review, a checklist.Act) error { return x.AcceptIncomplete(a, t("acceptWhy")) }
		case r.Vetoes > 0 && n < returnShare:
			verb = func(x *checklist.Review, a checklist.Act) error {
				v := x.Vetoes()
				if len(v) == 0 {
					return nil
				}
				return x.LiftVeto(a, v[0].Sheet, v[0].Item, t("liftWhy"))
			}
		case n < passShare:
			verb = func(x *checklist.Review, a checklist.Act) error { return x.Pass(a, "") }
		case n < returnShare:
			verb = func(x *checklist.Review, a checklist.Act) error { return x.Return(a, t("return"), t("returnTodo")) }
		case n < takeShare:
			verb = (*checklist.Review).Take
		}
		if _, err := s.EditReview(ctx, r.ID, verb); err != nil {
			return err
		}
		if n < passShare && appeals < 2 && r.Red > 0 && r.Incomplete == "" && r.Vetoes == 0 && r.Checklist == "6s-environment" {
			appeals++
			if err := m.appeal(ctx, r, appeals == 2); err != nil {
				return err
			}
		}
	}
	_, err = s.ActAs(ctx, me.Name)
	return err
}

// appeal lets a hall's head appeal, as headquarters notes down what came by phone;
// ruled lets the second supervisor answer.
func (m *maker) appeal(ctx context.Context, r *checklist.Summary, ruled bool) error {
	s := m.hq.store
	head := checklist.Person{}
	for _, h := range m.cast.halls {
		if h.Code == r.Branch.Code {
			head = h.head
		}
	}
	ruler := checklist.Person{ID: newDice(m.Seed, "second supervisor").id(), Name: second, Role: checklist.HQSupervisor}
	for _, p := range []checklist.Person{head, ruler} {
		if err := s.SavePerson(ctx, p); err != nil {
			return err
		}
	}
	t := func(key string) string { return assets.T(string(m.Lang), "sample."+key) }
	as := func(name string, verb func(*checklist.Review, checklist.Act) error) error {
		if _, err := s.ActAs(ctx, name); err != nil {
			return err
		}
		_, err := s.EditReview(ctx, r.ID, verb)
		return err
	}
	err := as(head.Name, func(x *checklist.Review, a checklist.Act) error { return x.AppealTo(a, t("appealWhy"), nil) })
	if err == nil && ruled {
		err = as(second, func(x *checklist.Review, a checklist.Act) error {
			return x.Change(a, t("ruleWhy"), firstRed(x, t("ruleWhy")))
		})
	}
	if err == nil {
		_, err = s.ActAs(ctx, m.cast.supervisor.Name)
	}
	return err
}

// firstRed corrects the first answer that went wrong to not applicable.
func firstRed(x *checklist.Review, why string) []checklist.Correction {
	na := checklist.VerdictValue(checklist.NA)
	in := x.Record
	for i := range in.Checklist.Items {
		it := &in.Checklist.Items[i]
		if a := in.Answer(checklist.MainSheet, it.ID); a != nil && it.OpensFinding(in.Checklist, a.Value) {
			return []checklist.Correction{{Sheet: checklist.MainSheet, Item: it.ID, Value: &na, Reason: why}}
		}
	}
	return nil
}
