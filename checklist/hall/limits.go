package hall

import (
	"maps"
	"slices"
	"strconv"

	"hallcheck/checklist"
)

// Limits are what a hall's figures are judged by. A bank may lay them down for all its
// halls; hours, windows, patrols and their grace stay each hall's own. The zero Limits
// are none. Times are minutes, shares permille.
type Limits struct {
	WaitAmber      int `json:"waitAmber"` // minutes: over it is amber, and over the limit
	WaitRed        int `json:"waitRed"`
	WaitGoal       int `json:"waitGoal"`   // mean minutes promised
	ServeAmber     int `json:"serveAmber"` // minutes at a window: over it is amber
	ServeRed       int `json:"serveRed"`
	RatioAmber     int `json:"ratioAmber"`     // people waiting per open window
	RatioRed       int `json:"ratioRed"`       //
	OpenShare      int `json:"openShare"`      // of the windows in peaks, permille
	Abandoned      int `json:"abandoned"`      // of the tickets at most, permille
	OnPost         int `json:"onPost"`         // of the patrols at least, permille
	Machines       int `json:"machines"`       // of the patrols at least, permille
	MeetingMinutes int `json:"meetingMinutes"` // a meeting lasts at least
}

// LimitFields are the names of the limits, in the order of RuleFields.
var LimitFields = []string{
	"meetingMinutes", "waitAmber", "waitRed", "waitGoal", "serveAmber", "serveRed", "ratioAmber", "ratioRed", "openShare", "abandoned", "onPost", "machines",
}

// numbers are the limits by name.
func (l *Limits) numbers() map[string]*int {
	return map[string]*int{
		"meetingMinutes": &l.MeetingMinutes, "waitAmber": &l.WaitAmber, "waitRed": &l.WaitRed, "waitGoal": &l.WaitGoal,
		"serveAmber": &l.ServeAmber, "serveRed": &l.ServeRed, "ratioAmber": &l.RatioAmber, "ratioRed": &l.RatioRed,
		"openShare": &l.OpenShare, "abandoned": &l.Abandoned, "onPost": &l.OnPost, "machines": &l.Machines,
	}
}

// Given says whether these are any limits.
func (l Limits) Given() bool { return l != Limits{} }

// Check lists everything that cannot be as checklist.Problems, each with its field:
// problems hall.rule.<field>.
func (l Limits) Check() error {
	var out checklist.Problems
	l.check(func(field, value string) {
		out = append(out, checklist.Problem{Key: field, Code: "hall.rule." + field, Args: map[string]string{"value": value}})
	})
	if len(out) > 0 {
		return out
	}
	return nil
}

func (l Limits) check(bad func(field, value string)) {
	for _, x := range []struct {
		field      string
		v, lo, top int
	}{
		{"waitAmber", l.WaitAmber, 1, 240},
		{"waitRed", l.WaitRed, l.WaitAmber, 480},
		{"waitGoal", l.WaitGoal, 1, 240},
		{"serveAmber", l.ServeAmber, 1, 240},
		{"serveRed", l.ServeRed, l.ServeAmber, 480},
		{"ratioAmber", l.RatioAmber, 1, 100},
		{"ratioRed", l.RatioRed, l.RatioAmber, 200},
		{"openShare", l.OpenShare, 0, 1000},
		{"abandoned", l.Abandoned, 0, 1000},
		{"onPost", l.OnPost, 0, 1000},
		{"machines", l.Machines, 0, 1000},
		{"meetingMinutes", l.MeetingMinutes, 1, 240},
	} {
		if x.v < x.lo || x.v > x.top {
			bad(x.field, strconv.Itoa(x.v))
		}
	}
}

// Text writes the limits, one text for each of LimitFields.
func (l Limits) Text() map[string]string {
	out := map[string]string{}
	for field, n := range l.numbers() {
		out[field] = strconv.Itoa(*n)
	}
	return out
}

// WithText is the limits with the texts given in place of theirs; where there are none
// yet, the usual ones come before. Everything wrong is said at once as
// checklist.Problems, as by Rules.WithText; hall.rule.own is a rule that is each hall's
// own.
func (l Limits) WithText(texts map[string]string) (Limits, error) {
	r := DefaultRules()
	if l.Given() {
		r.Limits = l
	}
	texts = maps.Clone(texts)
	var bad checklist.Problems
	for _, field := range RuleFields {
		if text, ok := texts[field]; ok && !slices.Contains(LimitFields, field) {
			bad = append(bad, checklist.Problem{Key: field, Code: "hall.rule.own", Args: map[string]string{"field": field, "value": text}})
			delete(texts, field)
		}
	}
	r, err := r.WithText(texts)
	if more, ok := err.(checklist.Problems); ok {
		bad = append(bad, more...)
	} else if err != nil {
		return l, err
	}
	if len(bad) > 0 {
		return l, bad
	}
	return r.Limits, nil
}
