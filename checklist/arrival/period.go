// Package arrival says who has reported: what each hall owes in a period, what
// came of it, and whom to ask for the rest. It is pure: the store reads, this
// package decides (DOMAIN 5.2, 6.5).
package arrival

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"hallcheck/checklist"
)

// Unit is how long a period of the calendar is.
type Unit string

// The units. Weeks begin on Monday (ISO 8601).
const (
	Week    Unit = "week"
	Month   Unit = "month"
	Quarter Unit = "quarter"
	Half    Unit = "half" // of a year
)

// Period is one week, month, quarter or half year; From and To are its first and
// last day, yyyy-mm-dd.
type Period struct {
	Unit     Unit
	From, To string
}

const monthForm = "2006-01"

// PeriodOf is the period of unit u that day lies in; unknown units count as months.
func PeriodOf(u Unit, day time.Time) Period {
	y, m, d := day.Date()
	from := time.Date(y, m, 1, 0, 0, 0, 0, time.UTC)
	n := 1
	switch u {
	case Week:
		from = time.Date(y, m, d-(int(day.Weekday())+6)%7, 0, 0, 0, 0, time.UTC)
		return Period{Week, from.Format(time.DateOnly), from.AddDate(0, 0, 6).Format(time.DateOnly)}
	case Quarter:
		n = 3
	case Half:
		n = 6
	default:
		u = Month
	}
	from = from.AddDate(0, -(int(m)-1)%n, 0)
	return Period{u, from.Format(time.DateOnly), from.AddDate(0, n, -1).Format(time.DateOnly)}
}

// ParsePeriod reads "2026-11", "2026-W47", "2026-Q4" or "2026-H2"; code arrival.period.
func ParsePeriod(s string) (Period, error) {
	bad := checklist.Fail("arrival.period", "period", s)
	if m, err := time.Parse(monthForm, s); err == nil {
		return PeriodOf(Month, m), nil
	}
	year, rest, ok := strings.Cut(s, "-")
	y, err := time.Parse("2006", year)
	if !ok || err != nil || len(rest) < 2 {
		return Period{}, bad
	}
	n, err := strconv.Atoi(rest[1:])
	if err != nil || n < 1 {
		return Period{}, bad
	}
	var p Period
	switch {
	case rest[0] == 'W' && n <= 53:
		fourth := time.Date(y.Year(), 1, 4, 0, 0, 0, 0, time.UTC) // lies in week 1
		p = PeriodOf(Week, fourth.AddDate(0, 0, 7*(n-1)))
	case rest[0] == 'Q' && n <= 4:
		p = PeriodOf(Quarter, y.AddDate(0, 3*(n-1), 0))
	case rest[0] == 'H' && n <= 2:
		p = PeriodOf(Half, y.AddDate(0, 6*(n-1), 0))
	}
	if p.String() != s && p.String() != year+"-W"+fmt.Sprintf("%02d", n) {
		return Period{}, bad
	}
	return p, nil
}

// String writes the period as ParsePeriod reads it.
func (p Period) String() string {
	from := p.first()
	switch p.Unit {
	case Week:
		y, w := from.ISOWeek()
		return fmt.Sprintf("%04d-W%02d", y, w)
	case Quarter:
		return fmt.Sprintf("%04d-Q%d", from.Year(), (int(from.Month())+2)/3)
	case Half:
		return fmt.Sprintf("%04d-H%d", from.Year(), (int(from.Month())+5)/6)
	case Month:
		return from.Format(monthForm)
	}
	return ""
}

// Next is the period n later (earlier where n < 0) of the same unit.
func (p Period) Next(n int) Period {
	from := p.first()
	switch p.Unit {
	case Week:
		return PeriodOf(Week, from.AddDate(0, 0, 7*n))
	case Quarter:
		return PeriodOf(Quarter, from.AddDate(0, 3*n, 0))
	case Half:
		return PeriodOf(Half, from.AddDate(0, 6*n, 0))
	default:
		return PeriodOf(Month, from.AddDate(0, n, 0))
	}
}

// Home is the month a period is told by: a week belongs to the month of its
// Thursday, and is that month's nth (week 0 for other units).
func (p Period) Home() (month time.Time, week int) {
	if p.Unit != Week {
		return p.first(), 0
	}
	thursday := p.first().AddDate(0, 0, 3)
	return thursday, (thursday.Day() + 6) / 7
}

func (p Period) first() time.Time {
	t, _ := time.Parse(time.DateOnly, p.From) // made by PeriodOf
	return t
}

// spans cuts the period into units u: those shorter lie inside it, a week where
// its Thursday does; a longer one is the one the period belongs to.
func (p Period) spans(u Unit) []Period {
	if u.rank() >= p.Unit.rank() {
		home, _ := p.Home()
		if u == p.Unit {
			home = p.first()
		}
		return []Period{PeriodOf(u, home)}
	}
	var out []Period
	for s := PeriodOf(u, p.first()); s.From <= p.To; s = s.Next(1) {
		home, _ := s.Home()
		if day := home.Format(time.DateOnly); day >= p.From && day <= p.To {
			out = append(out, s)
		}
	}
	return out
}

func (u Unit) rank() int {
	switch u {
	case Week:
		return 0
	case Quarter:
		return 2
	case Half:
		return 3
	default:
		return 1
	}
}
