package shell

import (
	"strconv"
	"time"

	"hallcheck/assets"
	"hallcheck/checklist"
)

// Words speaks the language in force.
type Words struct{ Lang checklist.Lang }

// T returns the text of key with the name, value pairs filled in.
func (w Words) T(key string, pairs ...string) string { return assets.T(string(w.Lang), key, pairs...) }

// In returns a checklist's text.
func (w Words) In(t checklist.Text) string { return t.In(w.Lang) }

// N writes a whole number.
func (w Words) N(n int) string { return strconv.Itoa(n) }

// Clock writes the time of day of a unix-millisecond time: "9:04".
func (w Words) Clock(ms int64) string { return time.UnixMilli(ms).Format("15:04") }

// Stamp writes day and time of a unix-millisecond time: "11-21 09:04".
func (w Words) Stamp(ms int64) string { return time.UnixMilli(ms).Format("01-02 15:04") }

// Day writes a date for people: "11 月 21 日" or "21 Nov".
func (w Words) Day(t time.Time) string {
	return w.T("date.day", "month", strconv.Itoa(int(t.Month())), "name", t.Format("Jan"), "day", strconv.Itoa(t.Day()))
}

// DayOf writes a yyyy-mm-dd day for people; other strings come back unchanged.
func (w Words) DayOf(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return w.Day(t)
}

// Weekday writes the day of the week.
func (w Words) Weekday(t time.Time) string {
	return w.T("date.weekday." + strconv.Itoa(int(t.Weekday())))
}

// Unit is the word for a checklist's unit; units the program does not know stay as
// written.
func (w Words) Unit(u string) string {
	if key := "inspect.unit." + u; u != "" && assets.Has(string(w.Lang), key) {
		return w.T(key)
	}
	return u
}

// Error is the sentence of an error: by its code, or the general one.
func (w Words) Error(err error) string {
	e := codedOf(err)
	if e == nil {
		return w.T("error.unknown")
	}
	key := "error." + e.Code
	if !assets.Has(string(w.Lang), key) {
		return w.T("error.unknown")
	}
	var pairs []string
	for k, v := range e.Args {
		pairs = append(pairs, k, v)
	}
	return w.T(key, pairs...)
}

// Problem is the sentence of one problem of a file.
func (w Words) Problem(p checklist.Problem) string {
	var pairs []string
	for k, v := range p.Args {
		pairs = append(pairs, k, v)
	}
	return w.T("problem."+p.Code, pairs...)
}
