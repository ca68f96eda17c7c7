package standard

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"hallcheck/checklist"
)

// Write writes a checklist as the YAML that Read reads back equal. Every free
// text is quoted, so that YAML 1.1 and 1.2 mean the same by it.
func Write(c *checklist.Checklist) ([]byte, error) {
	w := &writer{}
	w.line(0, "schema: %d", c.Schema)
	w.line(0, "id: %s", quote(c.ID))
	w.line(0, "version: %d", c.Version)
	w.text(0, "title", c.Title)
	w.text(0, "purpose", c.Purpose)
	w.line(0, "kind: %s", c.Kind)
	w.line(0, "subject: %s", c.Subject)
	w.line(0, "modes: [%s]", join(c.Modes))
	w.line(0, "frequency: %s", c.Frequency)
	w.scoring(c)
	if len(c.Indicators) > 0 {
		w.line(0, "indicators:")
		for _, x := range c.Indicators {
			w.line(1, "- {id: %s, %s}", quote(x.ID), pair(x.Name))
		}
	}
	w.focus(c.Focus)
	if len(c.ScoreLabels) > 0 {
		w.line(0, "score_labels:")
		for _, l := range c.ScoreLabels {
			w.line(1, "- {value: %s, %s}", l.Value, pair(l.Name))
		}
	}
	w.scale(c.Scale)
	w.line(0, "zones:")
	for _, z := range c.Zones {
		optional := ""
		if z.Optional {
			optional = ", optional: true"
		}
		w.line(1, "- {id: %s, %s%s}", quote(z.ID), pair(z.Name), optional)
	}
	w.line(0, "items:")
	for i := range c.Items {
		w.item(&c.Items[i])
	}
	if _, err := Read(c.ID+".yaml", w.Bytes()); err != nil {
		return nil, err
	}
	return w.Bytes(), nil
}

type writer struct{ bytes.Buffer }

func (w *writer) line(indent int, format string, args ...any) {
	w.WriteString(strings.Repeat("  ", indent))
	fmt.Fprintf(w, format, args...)
	w.WriteByte('\n')
}

func (w *writer) text(indent int, key string, t checklist.Text) {
	w.line(indent, "%s: {%s}", key, pair(t))
}

func pair(t checklist.Text) string { return "zh: " + quote(t.ZH) + ", en: " + quote(t.EN) }

// quote writes a YAML double-quoted text; Go's escapes are a subset of YAML's.
func quote(s string) string { return strconv.Quote(s) }

func join[T ~string](words []T) string {
	out := make([]string, len(words))
	for i, x := range words {
		out[i] = string(x)
	}
	return strings.Join(out, ", ")
}

func (w *writer) scoring(c *checklist.Checklist) {
	s := c.Scoring
	w.line(0, "scoring:")
	w.line(1, "method: %s", s.Method)
	if s.Full != 0 {
		w.line(1, "full: %s", s.Full)
	}
	if s.VetoCap != 0 || s.Method == checklist.Points || s.Method == checklist.Compliance {
		w.line(1, "veto_cap: %s", s.VetoCap)
	}
	if len(s.Grades) == 0 {
		return
	}
	w.line(1, "grades:")
	for _, g := range s.Grades {
		if s.Method == checklist.Flags {
			w.line(2, "- {id: %s, when: %s, %s}", quote(g.ID), g.When, pair(g.Name))
		} else {
			w.line(2, "- {id: %s, min: %s, %s}", quote(g.ID), g.Min, pair(g.Name))
		}
	}
}

func (w *writer) focus(f checklist.FocusProfiles) {
	if f.Phase == nil && f.Pressure == nil {
		return
	}
	w.line(0, "focus_profiles:")
	write := func(key string, profiles map[string]map[string]checklist.Milli) {
		if profiles == nil {
			return
		}
		if len(profiles) == 0 {
			w.line(1, "%s: {}", key)
			return
		}
		w.line(1, "%s:", key)
		for _, name := range keys(profiles) {
			w.line(2, "%s: {%s}", name, numbers(profiles[name]))
		}
	}
	write("phase", f.Phase)
	write("pressure", f.Pressure)
}

func numbers(m map[string]checklist.Milli) string {
	var out []string
	for _, k := range keys(m) {
		out = append(out, quote(k)+": "+m[k].String())
	}
	return strings.Join(out, ", ")
}

func (w *writer) scale(s *checklist.SurveyScale) {
	if s == nil {
		return
	}
	w.line(0, "scale:")
	w.line(1, "points: %d", s.Points)
	w.text(1, "min", s.Min)
	w.text(1, "max", s.Max)
	w.line(1, "default_weights: {%s}", numbers(s.DefaultWeights))
	w.line(1, "min_sample: %d", s.MinSample)
}

func (w *writer) item(it *checklist.Item) {
	w.line(1, "- id: %s", quote(it.ID))
	w.line(2, "zone: %s", quote(it.Zone))
	w.text(2, "text", it.Text)
	w.text(2, "guidance", it.Guidance)
	w.line(2, "type: %s", it.Type)
	w.line(2, "points: %s", it.Points)
	if it.WeightBy == nil {
		w.line(2, "weight: %s", it.Weight)
	} else {
		var by []string
		for _, g := range []checklist.HallGrade{checklist.Flagship, checklist.Second, checklist.Third, checklist.Partner} {
			if v, ok := it.WeightBy[g]; ok {
				by = append(by, string(g)+": "+v.String())
			}
		}
		w.line(2, "weight: {%s}", strings.Join(by, ", "))
	}
	w.line(2, "veto: %s", it.Veto)
	w.line(2, "photo: %s", it.Photo)
	w.line(2, "severity: %s", it.Severity)
	w.line(2, "rectify_days: %d", it.RectifyDays)
	w.extras(it)
}

// extras are the keys not every item has.
func (w *writer) extras(it *checklist.Item) {
	for _, x := range []struct{ key, value string }{
		{"s6", it.S6}, {"unit", it.Unit}, {"indicator", it.Indicator}, {"focus", it.Focus}, {"stage", it.Stage}, {"moment", it.Moment},
	} {
		if x.value != "" {
			w.line(2, "%s: %s", x.key, quote(x.value))
		}
	}
	if it.Deduct != nil {
		w.line(2, "deduct: %s", *it.Deduct)
	}
	if it.Scale != 0 {
		w.line(2, "scale: %d", it.Scale)
	}
	if it.Target != nil {
		w.line(2, "target: {op: %s, value: %s}", quote(it.Target.Op), it.Target.Value)
	}
	if len(it.Roles) > 0 {
		w.line(2, "roles: [%s]", join(it.Roles))
	}
	if it.Expectation.ZH != "" {
		w.text(2, "expectation", it.Expectation)
		w.text(2, "perception", it.Perception)
	}
	if it.Blueprint != nil {
		w.line(2, "blueprint:")
		w.text(3, "front", it.Blueprint.Front)
		w.text(3, "back", it.Blueprint.Back)
		w.text(3, "evidence", it.Blueprint.Evidence)
	}
}
