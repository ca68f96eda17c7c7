package inspect

import (
	"strconv"
	"strings"
	"time"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/ui/shell"
)

func itoa(n int) string { return strconv.Itoa(n) }

// words turns domain values into the words of one language.
type words struct{ lang checklist.Lang }

// T is the text of a key in this language.
func (w *words) T(key string, pairs ...string) string { return assets.T(string(w.lang), key, pairs...) }

// shared are the words every page uses.
func (w *words) shared() shell.Words { return shell.Words{Lang: w.lang} }

// has says whether a key has a text.
func (w *words) has(key string) bool { return assets.Has(string(w.lang), key) }

// guidance is how to judge: the item's own words, for a pair both statements,
// for a touchpoint its blueprint below.
func (w *words) guidance(it *checklist.Item) string {
	lines := []string{it.Guidance.In(w.lang)}
	if it.Expectation.ZH != "" {
		lines = []string{
			w.T("inspect.expectation") + " · " + it.Expectation.In(w.lang),
			w.T("inspect.perception") + " · " + it.Perception.In(w.lang),
		}
	}
	if b := it.Blueprint; b != nil {
		lines = append(lines, w.T("inspect.blueprint", "front", b.Front.In(w.lang), "back", b.Back.In(w.lang), "evidence", b.Evidence.In(w.lang)))
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// points is what an item is worth: marks, target, or that it is not scored.
func (w *words) points(in *checklist.Inspection, it *checklist.Item) string {
	m := in.Checklist.Scoring.Method
	switch {
	case m != checklist.Points && m != checklist.Compliance, it.Expectation.ZH != "":
		return ""
	case it.Points == 0 || it.Type == checklist.TypeText:
		return w.T("inspect.unscored")
	default:
		return w.T("inspect.points", "n", it.Points.String())
	}
}

// rule is what a number counts for: the deduction, or the target.
func (w *words) rule(it *checklist.Item) string {
	switch {
	case it.Type == checklist.TypeScore && it.Deduct != nil:
		return w.T("inspect.deduct", "n", it.Deduct.String())
	case it.Type == checklist.TypeNumber && it.Target != nil:
		return w.target(it)
	default:
		return ""
	}
}

// target writes a number item's target.
func (w *words) target(it *checklist.Item) string {
	op := "≤"
	if it.Target.Op == ">=" {
		op = "≥"
	}
	return strings.TrimSpace(w.T("inspect.target", "op", op, "value", it.Target.Value.String(), "unit", w.shared().Unit(it.Unit)))
}

// left writes the estimate of the time left.
func (w *words) left(d time.Duration) string {
	m, s := int(d/time.Minute), int(d%time.Minute/time.Second)
	t := w.T("inspect.leftSeconds", "s", itoa(s))
	switch {
	case m > 0 && s == 0:
		t = w.T("inspect.leftWhole", "m", itoa(m))
	case m > 0:
		t = w.T("inspect.leftMinutes", "m", itoa(m), "s", itoa(s))
	}
	return w.T("inspect.left", "time", t)
}

// day writes a yyyy-mm-dd day for people.
func (w *words) day(d string) string { return shell.Words{Lang: w.lang}.DayOf(d) }

// clock writes hours and minutes of a moment at the hall's clock.
func clock(ms int64) string { return time.UnixMilli(ms).Local().Format("15:04") }

// sheet names a sheet: the person, or the respondent by number.
func (w *words) sheet(in *checklist.Inspection, s *checklist.Sheet) string {
	if in.Checklist.Subject == checklist.SubjectRespondent && s.Person == "" {
		return w.T("inspect.respondent", "n", sheetName(in, s))
	}
	return sheetName(in, s)
}

// post is what a person does, for a picker's second column.
func (w *words) post(p checklist.Person) string {
	switch {
	case p.Position != "":
		return w.T("position." + string(p.Position))
	case p.Role != "":
		return w.T("role." + string(p.Role))
	default:
		return ""
	}
}
