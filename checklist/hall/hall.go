// Package hall is the day in the hall: what happened on it (entries), what a day
// asks for (rules, rounds, roster), what it comes to (cells, figures, the peak
// chart) and how many windows a half-hour needs (DOMAIN 6.2).
package hall

import "time"

// SlotMinutes is the grain of every chart and plan: half an hour.
const SlotMinutes = 30

// SlotsOfDay is how many half-hours a day has.
const SlotsOfDay = 24 * 60 / SlotMinutes

// SlotOf is the half-hour of the day a moment falls into, 0…47, in the moment's own
// time zone.
func SlotOf(t time.Time) int { return (t.Hour()*60 + t.Minute()) / SlotMinutes }

// SlotClock writes when a half-hour begins, "08:30".
func SlotClock(slot int) string { return Clock(slot * SlotMinutes) }

// Clock writes minutes after midnight as "08:30".
func Clock(minutes int) string {
	return time.Date(2000, 1, 1, 0, minutes, 0, 0, time.UTC).Format("15:04")
}
