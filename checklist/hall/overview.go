package hall

import (
	"slices"
	"time"

	"hallcheck/checklist"
)

// Overview is what headquarters knows of the days of its halls.
type Overview struct {
	From, To  string
	Halls     []HallSums      // every active hall of our own, by code
	Missed    []MissedMeeting // newest first, the first of them
	Queues    []LongQueue     // as of To: those long in the largest share of their weeks first, the first of them
	AllQueues int             // how many there are
	Drills    []DrillCount    // by hall
}

// AllMissed is how many working days had no morning meeting.
func (o *Overview) AllMissed() (n int) {
	for i := range o.Halls {
		n += o.Halls[i].NoMet
	}
	return n
}

// HallSums are the sums of one hall over some days, for headquarters' list of halls.
type HallSums struct {
	Branch checklist.Branch
	Sums
	Known int    // days the hall said anything of
	Last  string // the last of them, yyyy-mm-dd; "" = none
	NoMet int    // working days without a morning meeting
}

// Add puts sums of other days of the same hall in.
func (h *HallSums) Add(o HallSums) {
	h.Sums.Add(o.Sums)
	h.Known += o.Known
	h.Last = max(h.Last, o.Last)
	h.NoMet += o.NoMet
}

// Stretch is a whole month or a whole week that sums over all halls are kept of.
type Stretch struct {
	ID       string // 2026-11, or the Monday
	From, To string // its days, inclusive
}

// spanOf is the month or the week a day lies in.
func spanOf(t time.Time, week bool) Stretch {
	first, id := time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC), "2006-01"
	next := first.AddDate(0, 1, 0)
	if week {
		first, id = time.Date(t.Year(), t.Month(), t.Day()-(int(t.Weekday())+6)%7, 0, 0, 0, 0, time.UTC), time.DateOnly
		next = first.AddDate(0, 0, 7)
	}
	return Stretch{ID: first.Format(id), From: first.Format(time.DateOnly), To: next.AddDate(0, 0, -1).Format(time.DateOnly)}
}

// SpansOf are the months and weeks some days lie in, each once.
func SpansOf(days []string) (out []Stretch) {
	for _, day := range days {
		t, err := time.Parse(time.DateOnly, day)
		if err != nil {
			continue
		}
		for _, s := range []Stretch{spanOf(t, false), spanOf(t, true)} {
			if !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	return out
}

// WeeksOf are the ids of the weeks the days from … to lie in.
func WeeksOf(from, to string) (out []string) {
	t, err := time.Parse(time.DateOnly, from)
	for ; err == nil && spanOf(t, true).From <= to; t = t.AddDate(0, 0, 7) {
		out = append(out, spanOf(t, true).ID)
	}
	return out
}

// WeekOfEach are the ids of the weeks some days lie in, each once.
func WeekOfEach(days []string) (out []string) {
	for _, s := range SpansOf(days) {
		if len(s.ID) == len(time.DateOnly) {
			out = append(out, s.ID)
		}
	}
	return out
}

// Parts takes the days from … to apart into whole months, whole weeks and what is left,
// so that what is kept of whole ones need not be added up again. A month is never cut by
// a week that reaches into it.
func Parts(from, to string) (spans, days []string) {
	t, err := time.Parse(time.DateOnly, from)
	for err == nil && t.Format(time.DateOnly) <= to {
		day := t.Format(time.DateOnly)
		month, week := spanOf(t, false), spanOf(t, true)
		switch {
		case day == month.From && month.To <= to:
			spans, t = append(spans, month.ID), t.AddDate(0, 1, 0)
		case day == week.From && week.To <= to && (week.To <= month.To || nextMonth(t).To > to):
			spans, t = append(spans, week.ID), t.AddDate(0, 0, 7)
		default:
			days, t = append(days, day), t.AddDate(0, 0, 1)
		}
	}
	return spans, days
}

func nextMonth(t time.Time) Stretch {
	return spanOf(time.Date(t.Year(), t.Month()+1, 1, 0, 0, 0, 0, time.UTC), false)
}

// LongQueue is a persistent queue of one of many halls.
type LongQueue struct {
	Branch checklist.Branch
	Persistent
}

// DrillCount says how often a hall practised something.
type DrillCount struct {
	Branch checklist.Branch
	Topic  string
	Count  int
	Last   string // yyyy-mm-dd
}

// MissedMeeting is a working day of a hall without a morning meeting.
type MissedMeeting struct {
	Branch checklist.Branch
	Day    string
}
