package cli

import (
	"fmt"
	"io"
	"strconv"

	"hallcheck/checklist/hall"
)

type deskDoc struct {
	Windows  int      `json:"windows"`
	Busy     float64  `json:"busy"`     // share of the time a window is in use
	MustWait float64  `json:"mustWait"` // share of customers who wait at all
	MeanWait *float64 `json:"meanWait"` // minutes, null when the line grows without end
	Longer   float64  `json:"longer"`   // share who wait longer than the target
	Enough   bool     `json:"enough"`
}

// hallPlan says how many windows a half-hour needs, beside the simple rule, and what
// one more or fewer would mean. With a day or a weekday it is that day's plan.
func hallPlan(e *env, a *arguments) error {
	if a.has("day") || a.has("weekday") {
		return hallDayPlan(e, a)
	}
	values := map[string]float64{"arrivals": 0, "handling": 0, "target": 10}
	for _, flag := range []string{"arrivals", "handling", "target"} {
		if !a.has(flag) && flag == "target" {
			continue
		}
		text, err := a.need(flag)
		if err != nil {
			return err
		}
		v, err := strconv.ParseFloat(text, 64)
		if err != nil || !(v > 0) || v > 100_000 {
			return wrongUse(a.command, "usage.badValue", "flag", "--"+flag, "value", text, "want", "> 0")
		}
		values[flag] = v
	}
	arrivals, handling, target := values["arrivals"], values["handling"], values["target"]
	need := hall.WindowsFor(arrivals, handling, target)
	docs := []deskDoc{}
	for n := max(1, need-2); n <= need+2; n++ {
		d := hall.Desk{Arrivals: arrivals, Handling: handling, Windows: n}
		doc := deskDoc{Windows: n, Busy: d.Busy(), MustWait: d.MustWait(), Longer: d.LongerThan(target), Enough: n >= need}
		if d.Stable() {
			mean := d.MeanWait()
			doc.MeanWait = &mean
		}
		docs = append(docs, doc)
	}
	rule := hall.RuleOfThumb(arrivals, handling)
	return e.answer(map[string]any{"windows": need, "rule": rule, "load": hall.Desk{Arrivals: arrivals, Handling: handling}.Load(), "desks": docs}, func(w io.Writer) error {
		fmt.Fprintln(w, e.t("hall.plan", "n", strconv.Itoa(need), "target", strconv.FormatFloat(target, 'g', 4, 64), "rule", strconv.Itoa(rule)))
		t := &table{right: map[int]bool{0: true, 1: true, 2: true, 3: true, 4: true}}
		t.add(e.t("hall.col.windows"), e.t("hall.col.busy"), e.t("hall.col.mustWait"), e.t("hall.col.mean"), e.t("hall.col.longer"))
		for _, d := range docs {
			mean := e.t("hall.grows")
			if d.MeanWait != nil {
				mean = fmt.Sprintf("%.1f", *d.MeanWait)
			}
			t.add(strconv.Itoa(d.Windows), inPercent(d.Busy), inPercent(d.MustWait), mean, inPercent(d.Longer))
		}
		return t.write(w)
	})
}

func inPercent(x float64) string { return fmt.Sprintf("%.0f%%", x*100) }
