package hall

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"hallcheck/checklist"
)

// RuleFields are the names of the rules in the order people go through them. Their
// text: times as 08:30, several of them, weekdays 0 (Sunday) … 6, days and windows
// separated by spaces or commas; a window may have its business behind a colon and is
// out of use with a minus before it: "1 2 3:对公 -4".
var RuleFields = []string{
	"opens", "closes", "days", "shut", "extra", "windows", "patrol", "rounds", "dense", "grace", "daily", "meeting", "meetingMinutes",
	"waitAmber", "waitRed", "waitGoal", "serveAmber", "serveRed", "ratioAmber", "ratioRed", "openShare", "abandoned", "onPost", "machines",
}

// numbers are the rules that are a plain number.
func (r *Rules) numbers() map[string]*int {
	out := r.Limits.numbers()
	out["dense"], out["grace"] = &r.Dense, &r.Grace
	return out
}

// Text writes the rules, one text for each of RuleFields.
func (r Rules) Text() map[string]string {
	out := map[string]string{
		"opens": Clock(r.Opens), "closes": Clock(r.Closes), "meeting": Clock(r.Meeting), "patrol": r.Patrol, "daily": r.Daily,
		"shut": strings.Join(r.Shut, " "), "extra": strings.Join(r.Extra, " "),
	}
	for field, n := range r.numbers() {
		out[field] = strconv.Itoa(*n)
	}
	var days, rounds, windows []string
	for _, d := range r.Days {
		days = append(days, strconv.Itoa(d))
	}
	for _, m := range r.Rounds {
		rounds = append(rounds, Clock(m))
	}
	for _, w := range r.Windows {
		word := strconv.Itoa(w.No)
		if w.Gone {
			word = "-" + word
		}
		if w.Business != "" {
			word += ":" + w.Business
		}
		windows = append(windows, word)
	}
	out["days"], out["rounds"], out["windows"] = strings.Join(days, " "), strings.Join(rounds, " "), strings.Join(windows, " ")
	return out
}

// WithText is the rules with the texts given in place of theirs. Everything wrong is
// said at once as checklist.Problems, each with its field: hall.rule.unknown for a
// field there is not, hall.rule.text for what cannot be read, and those of Check.
func (r Rules) WithText(texts map[string]string) (Rules, error) {
	x := rulesReader{r: r}
	x.r.Days, x.r.Shut, x.r.Extra = slices.Clone(r.Days), slices.Clone(r.Shut), slices.Clone(r.Extra)
	x.r.Windows, x.r.Rounds = slices.Clone(r.Windows), slices.Clone(r.Rounds)
	for field := range texts {
		if !slices.Contains(RuleFields, field) {
			x.bad = append(x.bad, checklist.Problem{Key: field, Code: "hall.rule.unknown", Args: map[string]string{"value": field}})
		}
	}
	for _, field := range RuleFields {
		if text, ok := texts[field]; ok {
			x.read(field, strings.TrimSpace(text))
		}
	}
	if problems, ok := x.r.Check().(checklist.Problems); ok {
		for _, p := range problems {
			if !slices.ContainsFunc(x.bad, func(b checklist.Problem) bool { return b.Key == p.Key }) {
				x.bad = append(x.bad, p)
			}
		}
	}
	if len(x.bad) > 0 {
		return r, x.bad
	}
	return x.r, nil
}

type rulesReader struct {
	r   Rules
	bad checklist.Problems
}

func (x *rulesReader) read(field, text string) {
	if n := x.r.numbers()[field]; n != nil {
		*n = x.number(field, text, *n)
		return
	}
	switch field {
	case "opens":
		x.r.Opens = x.clock(field, text, x.r.Opens)
	case "closes":
		x.r.Closes = x.clock(field, text, x.r.Closes)
	case "meeting":
		x.r.Meeting = x.clock(field, text, x.r.Meeting)
	case "patrol":
		x.r.Patrol = text
	case "daily":
		x.r.Daily = text
	case "shut":
		x.r.Shut = words(text)
	case "extra":
		x.r.Extra = words(text)
	case "days":
		x.r.Days = nil
		for _, w := range words(text) {
			x.r.Days = append(x.r.Days, x.number(field, w, 0))
		}
	case "rounds":
		x.r.Rounds = nil
		for _, w := range words(text) {
			x.r.Rounds = append(x.r.Rounds, x.clock(field, w, 0))
		}
	case "windows":
		x.windows(text)
	}
}

func (x *rulesReader) windows(text string) {
	x.r.Windows = nil
	for _, word := range words(text) {
		no, business, _ := strings.Cut(strings.ReplaceAll(word, "：", ":"), ":")
		plain, gone := strings.CutPrefix(no, "-")
		x.r.Windows = append(x.r.Windows, Window{No: x.number("windows", plain, 1), Business: business, Gone: gone})
	}
}

// words separates by spaces and commas of either width.
func words(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" ,，、;；\t\n", r) })
}

func (x *rulesReader) wrong(field, text string) {
	x.bad = append(x.bad, checklist.Problem{Key: field, Code: "hall.rule.text", Args: map[string]string{"value": text}})
}

func (x *rulesReader) number(field, text string, before int) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		x.wrong(field, text)
		return before
	}
	return n
}

func (x *rulesReader) clock(field, text string, before int) int {
	t, err := time.Parse("15:04", strings.ReplaceAll(text, "：", ":"))
	if err != nil {
		x.wrong(field, text)
		return before
	}
	return t.Hour()*60 + t.Minute()
}
