package shell

import (
	"strconv"
	"strings"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
)

// Red says whether an answer counts as failed while it is being given: it opens a
// finding, or it is a plain fail of an item that opens none.
func Red(c *checklist.Checklist, it *checklist.Item, v checklist.Value) bool {
	return v.Verdict == checklist.Miss || it.OpensFinding(c, v)
}

// JustFailed is the item marked as not met a moment ago, while the list has gone on to the
// next by itself: a note asked for now is about it.
type JustFailed struct{ item, next string }

// Answered keeps that item was answered with v and next is in front since.
func (j *JustFailed) Answered(c *checklist.Checklist, item, next string, v checklist.Value) {
	*j = JustFailed{}
	if it := c.ItemByID(item); it != nil && next != item && Red(c, it, v) {
		*j = JustFailed{item, next}
	}
}

// About is the item a note is about while current is in front, answered or not.
func (j *JustFailed) About(current string, answered bool) string {
	if j.next == current && j.item != "" && !answered {
		return j.item
	}
	return current
}

// Missing says what the leave gate wants.
func (w Words) Missing(m checklist.Missing) string {
	var pairs []string
	for k, v := range m.Args {
		pairs = append(pairs, k, v)
	}
	return w.T("gate."+m.Code, pairs...)
}

// Answer is the pill of an answer: icon, word and tone say the answer.
func (w Words) Answer(in *checklist.Inspection, it *checklist.Item, v checklist.Value) (kit.Tone, string, string) {
	if v.IsZero() {
		return kit.Plain, "", w.T("verdict.unanswered")
	}
	if v.Verdict == checklist.NA {
		return kit.Plain, "dash", w.T("verdict.na")
	}
	tone, icon := kit.Pass, "tick"
	if Red(in.Checklist, it, v) {
		tone, icon = kit.Fail, "cross"
	}
	switch {
	case v.Verdict != "":
		return tone, icon, w.T("verdict." + string(v.Verdict))
	case v.Text != "":
		return kit.Accent, "", w.T("inspect.written")
	case v.Expectation > 0 || v.Perception > 0:
		if v.Expectation == 0 || v.Perception == 0 {
			return kit.Warn, "", w.T("inspect.half")
		}
		return kit.Accent, "", strconv.Itoa(v.Expectation) + " → " + strconv.Itoa(v.Perception)
	case v.Occurrences != nil && *v.Occurrences == 0:
		return tone, icon, w.T("inspect.noDeduction")
	case v.Occurrences != nil:
		return tone, icon, w.T("inspect.deducted", "n", strconv.Itoa(*v.Occurrences))
	default:
		return tone, icon, w.number(in.Checklist, it, *v.Number)
	}
}

func (w Words) number(c *checklist.Checklist, it *checklist.Item, m checklist.Milli) string {
	switch it.Type {
	case checklist.TypeScore:
		for _, l := range c.ScoreLabels {
			if l.Value == m {
				return l.Name.In(w.Lang)
			}
		}
		return m.String() + " / " + it.Points.String()
	case checklist.TypeRating:
		return m.String() + " / " + strconv.Itoa(it.Scale)
	default:
		return strings.TrimSpace(m.String() + " " + w.Unit(it.Unit))
	}
}
