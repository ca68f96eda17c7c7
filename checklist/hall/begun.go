package hall

import (
	"slices"
	"time"
)

// AskedFor leaves out of a day's duties what was over before the hall's data were set up
// (begun, unix ms; 0 = not known) and nobody did: it was asked of nobody. The day of the
// set-up has such duties, and BeforeUse tells of those before; what is missed on any later
// day stays missed.
func AskedFor(duties []Duty, day string, begun int64, zone *time.Location) []Duty {
	return slices.DeleteFunc(slices.Clone(duties), func(d Duty) bool {
		return d.State == StateMissed && overBefore(day, d.Limit, begun, zone)
	})
}

// overBefore says whether the minute limit of a day was past when the data were set up
// on that day.
func overBefore(day string, limit int, begun int64, zone *time.Location) bool {
	at := time.UnixMilli(begun).In(zone)
	return begun > 0 && at.Format(time.DateOnly) == day && minuteOf(at) > limit
}

// BeforeUse says whether a day was over before the hall's data were set up (begun, unix
// ms; 0 = not known) and before the first day anything was written down of ("" = there is
// none): nothing was asked of anybody, as in the figures of days.
func BeforeUse(day, first string, begun int64, zone *time.Location) bool {
	return begun > 0 && day < time.UnixMilli(begun).In(zone).Format(time.DateOnly) && (first == "" || day < first)
}
