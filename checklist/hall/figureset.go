package hall

import (
	"cmp"
	"slices"
	"time"
)

// Group is the sums of one day (Key yyyy-mm-dd), one week (Key its Monday) or one band.
type Group struct {
	Key string
	Sums
}

// FigureSet is a time of one hall in figures.
type FigureSet struct {
	From, To string
	Total    Sums
	Days     []Group // in order; days nothing is known of are left out
	Weeks    []Group
	Bands    []Group // all of Bands
	Causes   []CauseCount
	// Persistent are half-hours of a weekday whose queue is long week after week, as of
	// To.
	Persistent []Persistent
}

// FigureBasis is what a FigureSet is made from. Cells may reach further back than From, for
// peaks and persistent queues.
type FigureBasis struct {
	From, To string
	Cells    []Cell
	Days     []DayTotal
	Causes   []Entry // those of KindCause, with what took any of them back
	Rules    Rules
	Now      time.Time
}

// FiguresOf adds the half-hours and days of a hall up, whole, by day, by week and by
// band, exactly.
func FiguresOf(b FigureBasis) *FigureSet {
	out := &FigureSet{From: b.From, To: b.To, Causes: CausesOf(b.Causes), Persistent: PersistentOf(b.Cells, b.To)}
	peaks := NewPeaks(b.Cells, b.To)
	days := map[string]*Sums{}
	bands := map[string]*Sums{}
	weekday := weekdays{}
	at := func(day string) *Sums {
		if days[day] == nil {
			days[day] = &Sums{}
		}
		return days[day]
	}
	for i := range b.Cells {
		c := &b.Cells[i]
		if c.Day < b.From || c.Day > b.To {
			continue
		}
		w := weekday.of(c.Day)
		peak := peaks.Busy(w, c.Slot)
		at(c.Day).takeCell(c, peak)
		band := b.Rules.BandOf(w, c.Slot)
		if bands[band] == nil {
			bands[band] = &Sums{}
		}
		bands[band].takeCell(c, peak)
	}
	for i := range b.Days {
		if t := &b.Days[i]; t.Day >= b.From && t.Day <= b.To {
			at(t.Day).takeDay(t)
		}
	}
	weeks := map[string]*Sums{}
	for day, s := range days {
		out.Days = append(out.Days, Group{day, *s})
		out.Total.Add(*s)
		monday := weekday.monday(day)
		if weeks[monday] == nil {
			weeks[monday] = &Sums{}
		}
		weeks[monday].Add(*s)
	}
	for monday, s := range weeks {
		out.Weeks = append(out.Weeks, Group{monday, *s})
	}
	byKey := func(a, b Group) int { return cmp.Compare(a.Key, b.Key) }
	slices.SortFunc(out.Days, byKey)
	slices.SortFunc(out.Weeks, byKey)
	for _, band := range Bands {
		g := Group{Key: band}
		if s := bands[band]; s != nil {
			g.Sums = *s
		}
		out.Bands = append(out.Bands, g)
	}
	return out
}

// weekdays remembers what was read of dates: a year of half-hours has few days.
type weekdays map[string]time.Time

func (w weekdays) date(day string) time.Time {
	t, ok := w[day]
	if !ok {
		t, _ = time.Parse(time.DateOnly, day) // days come from the store, where they are dates
		w[day] = t
	}
	return t
}

func (w weekdays) of(day string) time.Weekday { return w.date(day).Weekday() }

func (w weekdays) monday(day string) string {
	from, _ := WeekOf(w.date(day))
	return from
}

// CauseCount is how often a cause of a long queue was named.
type CauseCount struct {
	Cause string
	N     int
}

// CausesOf counts the causes named, most often first.
func CausesOf(entries []Entry) []CauseCount {
	n := map[string]int{}
	for _, e := range Live(entries) {
		if e.Kind == KindCause {
			for _, tag := range e.Tags {
				n[tag]++
			}
		}
	}
	out := make([]CauseCount, 0, len(n))
	for cause, count := range n {
		out = append(out, CauseCount{cause, count})
	}
	slices.SortFunc(out, func(a, b CauseCount) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(slices.Index(Causes, a.Cause), slices.Index(Causes, b.Cause)), cmp.Compare(a.Cause, b.Cause))
	})
	return out
}
