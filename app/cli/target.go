package cli

import (
	"context"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"hallcheck/checklist"
	"hallcheck/checklist/ranking"
	"hallcheck/checklist/report"
	"hallcheck/store"
)

type targetDoc struct {
	Branch     string  `json:"branch"`
	Name       string  `json:"name"`
	Indicator  string  `json:"indicator"`
	Period     string  `json:"period"`
	Value      string  `json:"target"`
	Baseline   *string `json:"baseline"`
	Actual     *string `json:"actual"`
	Attainment *string `json:"attainment"` // per cent
	Light      *string `json:"light"`      // green, amber, red; null = nothing measured
}

// targetList shows targets with what was reached of them.
func targetList(e *env, a *arguments) error {
	p, err := periodOf(a)
	if err != nil {
		return err
	}
	s, err := e.open()
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	rows, err := attained(e.ctx, s, p, a.get("branch-code"))
	if err != nil {
		return err
	}
	return e.targets(s, rows)
}

// targets writes targets for scripts or people.
func (e *env) targets(s *store.Store, rows []ranking.Attained) error {
	names, err := hallNames(e.ctx, s)
	if err != nil {
		return err
	}
	out := []targetDoc{}
	for _, r := range rows {
		d := targetDoc{Branch: r.Target.Branch, Name: names[r.Target.Branch], Indicator: string(r.Target.Indicator), Period: r.Target.Period, Value: r.Target.Value.String()}
		if r.Target.Baseline != nil {
			d.Baseline = some(r.Target.Baseline.String())
		}
		if r.Actual != nil {
			d.Actual, d.Attainment, d.Light = some(r.Actual.FloatString(1)), some(checklist.Tenths(r.Share).String()), some(string(r.Light))
		}
		out = append(out, d)
	}
	return e.answer(out, func(w io.Writer) error {
		t := &table{right: map[int]bool{3: true, 4: true, 5: true, 6: true}}
		t.add(e.t("cli.col.branch"), e.t("cli.col.name"), e.t("target.col.indicator"), e.t("target.col.baseline"), e.t("target.col.target"),
			e.t("target.col.actual"), e.t("target.col.attained"), "")
		for _, d := range out {
			light := ""
			if d.Light != nil {
				light = e.t("target.light." + *d.Light)
			}
			t.add(d.Branch, d.Name, d.Indicator, dash(d.Baseline), d.Value, dash(d.Actual), percent(d.Attainment), light)
		}
		return t.write(w)
	})
}

func dash(s *string) string {
	if s == nil {
		return "–"
	}
	return *s
}

func percent(s *string) string {
	if s == nil {
		return "–"
	}
	return *s + "%"
}

func hallNames(ctx context.Context, s *store.Store) (map[string]string, error) {
	list, err := s.Branches(ctx)
	out := make(map[string]string, len(list))
	for _, b := range list {
		out[b.Code] = b.Name
	}
	return out, err
}

// targetSet sets one target.
func targetSet(e *env, a *arguments) error {
	p, err := periodOf(a)
	if err != nil {
		return err
	}
	value, err := checklist.ParseMilli(a.rest[2])
	if err != nil {
		return wrongUse(a.command, "usage.badValue", "flag", "VALUE", "value", a.rest[2], "want", "92.5")
	}
	t := ranking.Target{Branch: a.rest[0], Indicator: ranking.Indicator(a.rest[1]), Period: p.String(), Value: value}
	s, err := e.open()
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	if err := s.SetTargets(e.ctx, []ranking.Target{t}); err != nil {
		return err
	}
	return e.targets(s, []ranking.Attained{{Target: t}})
}

// targetDrop takes one target away.
func targetDrop(e *env, a *arguments) error {
	p, err := periodOf(a)
	if err != nil {
		return err
	}
	s, err := e.open()
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	return s.DropTarget(e.ctx, a.rest[0], ranking.Indicator(a.rest[1]), p.String())
}

// targetSuggest proposes targets from each hall's own baseline; --save sets them.
func targetSuggest(e *env, a *arguments) error {
	p, err := periodOf(a)
	if err != nil {
		return err
	}
	s, err := e.open()
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	list, err := TargetMeter(s).Suggest(e.ctx, p, a.get("checklist"), a.get("composite"))
	if err != nil {
		return err
	}
	var rows []ranking.Attained
	var chosen []ranking.Target
	for _, t := range list {
		if hall := a.get("branch-code"); hall == "" || hall == t.Branch {
			rows, chosen = append(rows, ranking.Attained{Target: t}), append(chosen, t)
		}
	}
	e.say("target.rule", "score", strconv.Itoa(ranking.StepScore), "weak", strconv.Itoa(ranking.StepWeak), "fewer", strconv.Itoa(ranking.StepFewer),
		"n", strconv.Itoa(ranking.BaselinePeriods))
	if a.has("save") {
		if err := s.SetTargets(e.ctx, chosen); err != nil {
			return err
		}
		e.say("target.saved.targets", "n", strconv.Itoa(len(chosen)))
	}
	return e.targets(s, rows)
}

// targetImport reads targets from a CSV or XLSX file.
func targetImport(e *env, a *arguments) error {
	file, err := os.Open(a.rest[0]) // #nosec G304 -- named by the user
	if err != nil {
		return checklist.Fail("cli.cannotRead", "file", a.rest[0]).Because(err)
	}
	defer func() { _ = file.Close() }()
	list, err := report.ReadTargets(a.rest[0], file)
	if err != nil {
		return err
	}
	s, err := e.open()
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	if err := s.SetTargets(e.ctx, list); err != nil {
		return err
	}
	e.say("target.saved.targets", "n", strconv.Itoa(len(list)))
	rows := make([]ranking.Attained, len(list))
	for i, t := range list {
		rows[i] = ranking.Attained{Target: t}
	}
	return e.targets(s, rows)
}

// targetExport writes the targets of a period as CSV or XLSX.
func targetExport(e *env, a *arguments) error {
	p, err := periodOf(a)
	if err != nil {
		return err
	}
	out, err := a.need("out")
	if err != nil {
		return err
	}
	if f := strings.ToLower(out); !strings.HasSuffix(f, ".csv") && !strings.HasSuffix(f, ".xlsx") {
		return wrongUse(a.command, "usage.badValue", "flag", "--out", "value", out, "want", "*.csv|*.xlsx")
	}
	s, err := e.open()
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	rows, err := attained(e.ctx, s, p, a.get("branch-code"))
	if err != nil {
		return err
	}
	names, err := hallNames(e.ctx, s)
	if err != nil {
		return err
	}
	return WriteFile(out, func(w io.Writer) error {
		return report.WriteTargets(w, out, rows, names, checklist.Lang(e.cfg.Lang))
	})
}

// TargetMeter measures indicators over what is stored.
func TargetMeter(s *store.Store) *ranking.Meter {
	return &ranking.Meter{
		OnTime: s.OnTime,
		Ask: func(ctx context.Context, list, composite string, p ranking.Period) (ranking.Answer, error) {
			q, err := question(ctx, s, list, composite)
			if err != nil {
				return ranking.Answer{}, err
			}
			q.Period, q.Rules = p, ranking.Rules{}
			return ranking.Ask(ctx, s, q)
		},
	}
}

// attained are the targets of a period, of one branch or ("") of all, with what
// was reached.
func attained(ctx context.Context, s *store.Store, p ranking.Period, branch string) ([]ranking.Attained, error) {
	list, err := s.TargetsIn(ctx, p.String())
	if err != nil {
		return nil, err
	}
	if branch != "" {
		list = slices.DeleteFunc(list, func(t ranking.Target) bool { return t.Branch != branch })
	}
	return TargetMeter(s).Attain(ctx, list)
}
