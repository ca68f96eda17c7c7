package cli

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/arrival"
	"hallcheck/checklist/report"
	"hallcheck/store"
)

// instant is a moment for scripts, nil = never.
func instant(ms int64) *string {
	if ms == 0 {
		return nil
	}
	return some(time.UnixMilli(ms).Format(time.RFC3339))
}

// boardDue lists what is due, or sets it for one checklist. Classes the flags do
// not name keep what is asked of them.
func boardDue(e *env, s *store.Store, a *arguments) error {
	if len(a.rest) == 1 {
		r, err := e.requirement(s, a)
		if err != nil {
			return err
		}
		if err := s.SetRequirement(e.ctx, r); err != nil {
			return err
		}
	} else if len(a.values) > 0 {
		return wrongUse(a.command, "usage.fewArgs")
	}
	lists, err := s.Checklists(e.ctx)
	if err != nil {
		return err
	}
	set, err := s.Requirements(e.ctx)
	if err != nil {
		return err
	}
	asked := arrival.Requirements(lists, set)
	return e.answer(map[string]any{"due": append([]arrival.Requirement{}, asked...)}, func(w io.Writer) error {
		t := &table{}
		t.add(e.t("cli.col.checklist"), "", e.t("board.class.ordinary"), e.t("board.class.important"), e.t("board.class.partner"))
		for _, r := range asked {
			t.add(r.Checklist, report.ListName(checklist.Lang(e.cfg.Lang), r.Checklist, lists), often(r.Ordinary), often(r.Important), often(r.Partner))
		}
		return t.write(w)
	})
}

// requirement is what stands for a checklist, changed by the flags.
func (e *env) requirement(s *store.Store, a *arguments) (arrival.Requirement, error) {
	c, err := s.Checklist(e.ctx, a.rest[0], 0)
	if err != nil {
		return arrival.Requirement{}, err
	}
	set, err := s.Requirements(e.ctx)
	if err != nil {
		return arrival.Requirement{}, err
	}
	r := arrival.Default(c)
	for _, x := range set {
		if x.Checklist == c.ID {
			r = x
		}
	}
	for flag, to := range map[string]*arrival.Often{"ordinary": &r.Ordinary, "important": &r.Important, "partner": &r.Partner} {
		v := a.get(flag)
		if v == "" {
			continue
		}
		times, unit, _ := strings.Cut(v, "/")
		n, err := strconv.Atoi(times)
		if err != nil || (n != 0 && unit == "") {
			return r, wrongUse(a.command, "usage.badValue", "flag", "--"+flag, "value", v, "want", "N/week|N/month|N/quarter|N/half|0")
		}
		*to = arrival.Often{Times: n, Unit: arrival.Unit(unit)}
	}
	return r, nil
}

func often(o arrival.Often) string {
	if o.Times == 0 {
		return "0"
	}
	return fmt.Sprintf("%d/%s", o.Times, o.Unit)
}

// boardContact sets whom to call about a hall.
func boardContact(e *env, s *store.Store, a *arguments) error {
	c := arrival.Contact{Name: a.get("name"), Phone: a.get("phone")}
	if err := s.SetContact(e.ctx, a.rest[0], c); err != nil {
		return err
	}
	return e.answer(map[string]any{"branch": a.rest[0], "contact": c}, func(w io.Writer) error {
		_, err := fmt.Fprintln(w, strings.TrimSpace(a.rest[0]+" "+c.Name+" "+c.Phone))
		return err
	})
}
