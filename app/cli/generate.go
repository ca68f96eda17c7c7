package cli

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/scale"
)

// generatedKey is the setting that says what made-up data a database has, so that
// no real one gets any and a cut-short run goes on.
const generatedKey = "scale.generated"

// generate fills headquarters' database with made-up records, for measuring.
func generate(e *env, a *arguments) error {
	o := scale.Options{Lists: map[string]*checklist.Checklist{}, Until: e.now()}
	numbers := map[string]int{"halls": 100, "months": 3, "seed": 1}
	for flag, most := range map[string]int{"halls": 100_000, "months": 120, "seed": 1 << 30} {
		n, err := strconv.Atoi(cmp.Or(a.get(flag), strconv.Itoa(numbers[flag])))
		if err != nil || n < 1 || n > most {
			return wrongUse(a.command, "usage.badValue", "flag", "--"+flag, "value", a.get(flag), "want", "1…"+strconv.Itoa(most))
		}
		numbers[flag] = n
	}
	if u := a.get("until"); u != "" {
		month, err := time.Parse("2006-01", u)
		if err != nil {
			return wrongUse(a.command, "usage.badValue", "flag", "--until", "value", u, "want", "2026-11")
		}
		o.Until = month
	}
	o.Halls, o.Months, o.Seed = numbers["halls"], numbers["months"], uint64(numbers["seed"]) // #nosec G115 -- 1…2³⁰
	o.Hall = scale.Hall(a.get("hall"))
	if !slices.Contains([]scale.Hall{scale.NoHall, scale.HallAlso, scale.HallOnly}, o.Hall) {
		return wrongUse(a.command, "usage.badValue", "flag", "--hall", "value", a.get("hall"), "want", "also|only")
	}
	s, err := e.open()
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	what := strings.TrimSpace(fmt.Sprintf("%d %d %d %s %s", o.Halls, o.Months, o.Seed, o.Until.Format("2006-01"), o.Hall))
	if err := e.mayGenerate(s, what); err != nil {
		return err
	}
	all, err := s.Checklists(e.ctx)
	if err != nil {
		return err
	}
	for _, c := range all {
		o.Lists[c.ID] = c
	}
	g, err := scale.New(o)
	if err != nil {
		return err
	}
	began := time.Now()
	sum, err := scale.Fill(e.ctx, s, g, e.progress("cli.step.generate"))
	if err != nil {
		return err
	}
	took := time.Since(began)
	doc := map[string]any{
		"bundles": sum.Bundles, "inspections": sum.Inspections, "answers": sum.Answers, "failed": sum.Failed, "findings": sum.Findings,
		"days": sum.Days, "seconds": took.Seconds(),
	}
	return e.answer(doc, func(w io.Writer) error {
		_, err := fmt.Fprintln(w, e.t("cli.generate.done", "inspections", strconv.Itoa(sum.Inspections), "answers", strconv.Itoa(sum.Answers),
			"findings", strconv.Itoa(sum.Findings), "days", strconv.Itoa(sum.Days), "seconds", strconv.Itoa(int(took.Seconds()+1))))
		return err
	})
}

// mayGenerate refuses a branch's database (cli.generate.face) and one with records
// of another origin (cli.generate.notEmpty).
func (e *env) mayGenerate(s *store.Store, what string) error {
	p, err := s.Profile(e.ctx)
	if err != nil {
		return err
	}
	if p.Face != checklist.FaceHQ {
		return checklist.Fail("cli.generate.face")
	}
	was, err := s.Setting(e.ctx, generatedKey)
	if err != nil || was == what {
		return err
	}
	_, n, err := s.Summaries(e.ctx, checklist.Filter{Limit: 1})
	if err != nil {
		return err
	}
	if was != "" && n == 0 { // days of halls only
		branches, err := s.Branches(e.ctx)
		if err != nil {
			return err
		}
		n = len(branches)
	}
	if n > 0 {
		return checklist.Fail("cli.generate.notEmpty", "count", strconv.Itoa(n))
	}
	return s.SetSetting(e.ctx, generatedKey, what)
}
