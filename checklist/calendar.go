package checklist

import (
	"strings"
	"time"
)

// Calendar knows the days off and the shifted working days (调休) of the yearly
// State Council notice. Without entries Saturday and Sunday are off.
type Calendar struct {
	off, on map[string]bool
}

// ParseCalendar reads lines of "yyyy-mm-dd,休" or "yyyy-mm-dd,班" (also off/on;
// comma, tab or blanks between; more columns, a heading without a date, and lines
// that start with # are ignored). All bad lines come back at once as Problems.
func ParseCalendar(name, data string) (Calendar, error) {
	c := Calendar{off: map[string]bool{}, on: map[string]bool{}}
	var bad Problems
	for i, line := range strings.Split(strings.TrimPrefix(data, "\ufeff"), "\n") {
		cells := strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(",，;\t\r ", r) })
		if len(cells) == 0 || strings.HasPrefix(cells[0], "#") || i == 0 && !strings.ContainsAny(cells[0], "0123456789") {
			continue
		}
		day := strings.ReplaceAll(strings.ReplaceAll(cells[0], "/", "-"), ".", "-")
		d, err := time.Parse("2006-1-2", day)
		kind := ""
		if len(cells) > 1 {
			kind = strings.ToLower(cells[1])
		}
		switch {
		case err != nil:
			bad = append(bad, Problem{File: name, Line: i + 1, Key: cells[0], Code: "calendar.day", Args: map[string]string{"value": cells[0]}})
		case kind == "休" || kind == "off" || kind == "假":
			c.off[d.Format(time.DateOnly)] = true
		case kind == "班" || kind == "on" || kind == "work":
			c.on[d.Format(time.DateOnly)] = true
		default:
			bad = append(bad, Problem{File: name, Line: i + 1, Key: cells[0], Code: "calendar.kind", Args: map[string]string{"value": kind}})
		}
	}
	if len(bad) > 0 {
		return Calendar{}, bad
	}
	return c, nil
}

// Days is how many days the table names.
func (c Calendar) Days() int { return len(c.off) + len(c.on) }

// Working says whether people work on d.
func (c Calendar) Working(d time.Time) bool {
	day := d.Format(time.DateOnly)
	switch {
	case c.on[day]:
		return true
	case c.off[day]:
		return false
	default:
		return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday
	}
}

// Due is day (yyyy-mm-dd) plus days: calendar days, or working days of c when
// working is set. A day that cannot be read comes back as it is.
func (c Calendar) Due(day string, days int, working bool) string {
	d, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	if !working {
		return d.AddDate(0, 0, days).Format(time.DateOnly)
	}
	for days > 0 {
		if d = d.AddDate(0, 0, 1); c.Working(d) {
			days--
		}
	}
	return d.Format(time.DateOnly)
}
