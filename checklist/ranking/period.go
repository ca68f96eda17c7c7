package ranking

import (
	"strconv"
	"strings"
	"time"

	"hallcheck/checklist"
)

// Kind is what a period is: it says which period is the one before it.
type Kind string

// The kinds of period.
const (
	Month   Kind = "month"
	Quarter Kind = "quarter"
	Year    Kind = "year"
	Days    Kind = "days" // any range
)

// Period is the days from … to, both counted, as yyyy-mm-dd.
type Period struct {
	Kind     Kind
	From, To string
}

const monthForm = "2006-01"

// ParsePeriod reads "2026-11", "2026-Q4", "2026", "2026-11-05" or
// "2026-11-01..2026-11-15"; code ranking.period.
func ParsePeriod(s string) (Period, error) {
	bad := checklist.Fail("ranking.period", "period", s)
	if from, to, both := strings.Cut(s, ".."); both {
		return Span(from, to)
	}
	if year, quarter, ok := strings.Cut(s, "-Q"); ok {
		y, err := time.Parse("2006", year)
		n, err2 := strconv.Atoi(quarter)
		if err != nil || err2 != nil || n < 1 || n > 4 || len(quarter) != 1 {
			return Period{}, bad
		}
		return months(Quarter, y.AddDate(0, 3*(n-1), 0), 3), nil
	}
	switch len(s) {
	case len("2006"):
		if y, err := time.Parse("2006", s); err == nil {
			return months(Year, y, 12), nil
		}
	case len(monthForm):
		if m, err := time.Parse(monthForm, s); err == nil {
			return months(Month, m, 1), nil
		}
	case len(time.DateOnly):
		return Span(s, s)
	}
	return Period{}, bad
}

// MonthOf is the calendar month of an instant.
func MonthOf(at time.Time) Period {
	return months(Month, time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, time.UTC), 1)
}

// Span is the range of days from … to; whole months, quarters and years are
// recognised, so that the period before them is one of the same kind. Code
// ranking.period.
func Span(from, to string) (Period, error) {
	a, err := time.Parse(time.DateOnly, from)
	z, err2 := time.Parse(time.DateOnly, to)
	if err != nil || err2 != nil || z.Before(a) {
		return Period{}, checklist.Fail("ranking.period", "period", from+".."+to)
	}
	p := Period{Days, from, to}
	for _, k := range []struct {
		kind Kind
		n    int
	}{{Month, 1}, {Quarter, 3}, {Year, 12}} {
		if a.Day() == 1 && (int(a.Month())-1)%k.n == 0 && a.AddDate(0, k.n, -1).Equal(z) {
			p.Kind = k.kind
		}
	}
	return p, nil
}

func months(k Kind, first time.Time, n int) Period {
	return Period{k, first.Format(time.DateOnly), first.AddDate(0, n, -1).Format(time.DateOnly)}
}

func (p Period) days() (from, to time.Time) {
	from, err := time.Parse(time.DateOnly, p.From)
	to, err2 := time.Parse(time.DateOnly, p.To)
	if err != nil || err2 != nil {
		return time.Time{}, time.Time{}
	}
	return from, to
}

// Move is the period n steps later of the same kind (earlier where n is
// negative); ranges of days move by their own length.
func (p Period) Move(n int) Period {
	from, to := p.days()
	switch p.Kind {
	case Month:
		return months(Month, from.AddDate(0, n, 0), 1)
	case Quarter:
		return months(Quarter, from.AddDate(0, 3*n, 0), 3)
	case Year:
		return months(Year, from.AddDate(n, 0, 0), 12)
	case Days:
	}
	long := int(to.Sub(from).Hours()/24+0.5) + 1
	return Period{Days, from.AddDate(0, 0, n*long).Format(time.DateOnly), to.AddDate(0, 0, n*long).Format(time.DateOnly)}
}

// Before is the period a change is measured against.
func (p Period) Before() Period { return p.Move(-1) }

// String is the form ParsePeriod reads; targets are kept under it.
func (p Period) String() string {
	switch p.Kind {
	case Month:
		return p.From[:len(monthForm)]
	case Quarter:
		from, _ := p.days()
		return p.From[:4] + "-Q" + strconv.Itoa((int(from.Month())+2)/3)
	case Year:
		return p.From[:4]
	case Days:
	}
	if p.From == p.To {
		return p.From
	}
	return p.From + ".." + p.To
}
