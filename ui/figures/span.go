package figures

import (
	"time"

	"hallcheck/checklist/hall"
)

// The times to look at.
const (
	periodDay   = "day"
	periodWeek  = "week"
	periodMonth = "month"
	periodEight = "eight"
	periodYear  = "year"
)

var periods = []string{periodDay, periodWeek, periodMonth, periodEight, periodYear}

// span is a time of one kind: days from … to, inclusive.
type span struct{ period, from, to string }

// spanOf is the one a moment lies in; the longer ones end with its day.
func spanOf(period string, now time.Time) span {
	day := now.Format(time.DateOnly)
	s := span{period: period, from: day, to: day}
	switch period {
	case periodWeek:
		s.from, s.to = hall.WeekOf(now)
	case periodMonth:
		s.from, s.to = hall.MonthOf(now)
	case periodEight:
		s.from = now.AddDate(0, 0, 1-7*hall.PeakWeeks).Format(time.DateOnly)
	case periodYear:
		s.from = now.AddDate(-1, 0, 1).Format(time.DateOnly)
	}
	return s
}

// move is the span so many of its kind further on.
func (s span) move(by int) span {
	from, err := time.Parse(time.DateOnly, s.from)
	if err != nil {
		return s
	}
	to, err := time.Parse(time.DateOnly, s.to)
	if err != nil {
		return s
	}
	switch s.period {
	case periodDay:
		return spanOf(s.period, to.AddDate(0, 0, by))
	case periodWeek:
		return spanOf(s.period, from.AddDate(0, 0, 7*by))
	case periodMonth:
		return spanOf(s.period, from.AddDate(0, by, 0))
	case periodEight:
		return spanOf(s.period, to.AddDate(0, 0, 7*hall.PeakWeeks*by))
	}
	return spanOf(s.period, to.AddDate(by, 0, 0))
}
