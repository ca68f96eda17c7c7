package hall

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// busyWeek is a hall of eight weeks: every day from 8:30 to 17:00 the same number of
// customers in a half-hour, six minutes each, four windows counted open.
func busyWeek(weeks int, customers func(slot int) int) []Cell {
	var cells []Cell
	for w := range weeks {
		for d := range 5 {
			for s := 17; s < 34; s++ {
				n := customers(s)
				c := counted(peakDay(w, d), s, n/4)
				c.Counts, c.Open, c.Machine = 1, 4, true
				c.Flow = Flow{Tickets: n, Called: n, WaitSum: int64(n) * 300, Served: n, ServeSum: int64(n) * 360}
				cells = append(cells, c)
			}
		}
	}
	return cells
}

func TestPlanOfADay(t *testing.T) {
	p := NewPeaks(busyWeek(8, func(s int) int {
		if s == 20 {
			return 17
		}
		return 12
	}), peakDay(0, 6))
	plan := p.Plan(DefaultRules(), time.Monday)
	require.Len(t, plan.Slots, 17)
	require.Equal(t, []float64{10, 15, 6}, []float64{plan.Target, plan.Limit, float64(plan.Have)})
	s := plan.Slots[3] // 10:00
	require.Equal(t, 20, s.Slot)
	require.True(t, s.Known)
	require.Equal(t, Desk{17, 6, 4}, s.Desk)
	require.Equal(t, FromSlot, s.Open)
	require.Equal(t, FromSlot, s.Basis)
	require.InDelta(t, 3.4, s.Load(), 1e-9)
	require.Equal(t, 4, s.Need, "the mean wait at four windows is 6.9 min")
	require.LessOrEqual(t, s.MeanWait(), 10.0)
	require.Greater(t, Desk{17, 6, 3}.MeanWait(), 10.0)
	require.Equal(t, 4, s.Rule, "17 × 6 ÷ 30 ÷ 0.85 = 4")
	require.True(t, s.Doubtful(DoubtShift), "17 after 12")
	require.True(t, s.Doubtful(DoubtSlow))
	require.False(t, s.Doubtful(DoubtFar))
	require.Empty(t, plan.Slots[1].Doubts)

	day := plan.Day()
	require.Equal(t, 17, day.Known)
	require.Zero(t, day.Unknown+day.Growing+day.Short+day.Beyond)
	require.Equal(t, 4, day.Most)
	require.InDelta(t, 16*12+17, day.Customers, 1e-9)
	want := 0.0
	for _, s := range plan.Slots {
		want += s.Arrivals * s.Course.Wait
	}
	require.InDelta(t, want/(16*12+17), day.Wait, 1e-9)

	more := plan.With(Change{Customers: 100})
	require.InDelta(t, 18.7, more.Slots[3].Arrivals, 1e-9)
	moreDay := more.Day()
	require.Greater(t, moreDay.Wait, day.Wait)
	require.Equal(t, Desk{17, 6, 4}, plan.Slots[3].Desk, "the plan asked about stays as it is")
	open := more.With(Change{Windows: 1}).Day()
	require.Less(t, open.Wait, day.Wait, "one more window is worth more than ten per cent")
	faster := plan.With(Change{Faster: 2}).Day()
	require.Less(t, faster.Wait, day.Wait)
	require.Equal(t, 3, faster.Most)
}

func TestPlanSaysWhatItDoesNotKnow(t *testing.T) {
	few := NewPeaks(busyWeek(2, func(int) int { return 12 }), peakDay(0, 6)).Plan(DefaultRules(), time.Monday)
	for _, s := range few.Slots {
		require.False(t, s.Known)
		require.Equal(t, []Doubt{DoubtFew}, s.Doubts)
		require.Zero(t, s.Need)
	}
	require.Equal(t, Day{Unknown: 17}, few.Day())
	require.Equal(t, few, few.With(Change{Windows: 1}), "nothing known, nothing to ask about")

	grows := NewPeaks(busyWeek(8, func(int) int { return 25 }), peakDay(0, 6)).Plan(DefaultRules(), time.Monday)
	s := grows.Slots[4]
	require.Equal(t, []Doubt{DoubtGrows, DoubtFar}, s.Doubts, "five minutes seen")
	require.InDelta(t, 5, s.Growth(), 1e-9, "25 come, four windows serve 20")
	require.True(t, math.IsInf(s.MeanWait(), 1))
	require.Equal(t, 6, s.Need)
	day := grows.Day()
	require.Equal(t, []int{17, 17, 0}, []int{day.Growing, day.Short, day.Beyond})
	require.InDelta(t, 17*5*6/4./2, day.Wait, 4, "five more each half-hour: the line the middle of the day finds, six minutes over four windows")
	more := grows.With(Change{Customers: 400})
	require.Equal(t, 17, more.Day().Beyond)

	quiet := busyWeek(8, func(int) int { return 3 })
	for i := range quiet {
		if quiet[i].Slot != 20 {
			quiet[i].Served, quiet[i].ServeSum = 0, 0
		}
		quiet[i].Counts, quiet[i].Open = 0, 0
		quiet[i].WaitSum = int64(quiet[i].Called) * 20 * 60
	}
	s = NewPeaks(quiet, peakDay(0, 6)).Plan(DefaultRules(), time.Monday).Slots[0]
	require.Equal(t, FromWeekday, s.Basis)
	require.Equal(t, []Doubt{DoubtBorrow, DoubtOpen}, s.Doubts, "no windows counted: the wait seen says nothing about six of them")
	require.Equal(t, 6, s.Windows)
	require.Empty(t, s.Open)

	for i := range quiet {
		if quiet[i].Slot == 20 {
			quiet[i].Counts, quiet[i].Open = 1, 3
		}
	}
	s = NewPeaks(quiet, peakDay(0, 6)).Plan(DefaultRules(), time.Monday).Slots[0]
	require.Equal(t, FromWeekday, s.Open, "counted at ten only")
	require.Equal(t, 3, s.Windows)
	require.Equal(t, []Doubt{DoubtBorrow, DoubtOpen, DoubtFar}, s.Doubts)

	for i := range quiet {
		quiet[i].Counts, quiet[i].Open = 1, 4
		quiet[i].Served, quiet[i].ServeSum = 3, 3*360
	}
	p := NewPeaks(quiet, peakDay(0, 6)).Plan(DefaultRules(), time.Monday)
	require.Equal(t, []Doubt{DoubtFar}, p.Slots[0].Doubts, "twenty minutes seen, none computed")
	require.Empty(t, p.With(Change{Windows: -1}).Slots[0].Doubts, "the wait seen belongs to the hall as it was")

	for i := range quiet {
		quiet[i].Served, quiet[i].ServeSum = 0, 0
	}
	require.Equal(t, []Doubt{DoubtTimed}, NewPeaks(quiet, peakDay(0, 6)).Plan(DefaultRules(), time.Monday).Slots[0].Doubts)
}

// TestNobodyComes: a half-hour in which nobody came needs no window and has no wait.
func TestNobodyComes(t *testing.T) {
	p := NewPeaks(busyWeek(8, func(s int) int {
		if s == 25 {
			return 0
		}
		return 12
	}), peakDay(0, 6)).Plan(DefaultRules(), time.Monday)
	s := p.Slots[25-17]
	require.True(t, s.Known)
	require.Zero(t, s.Arrivals+float64(s.Need+s.Rule))
	require.Empty(t, s.Doubts)
	require.Zero(t, s.Growth())
	require.InDelta(t, 16*12, p.Day().Customers, 1e-9)
}

func TestDeskWith(t *testing.T) {
	d := Desk{20, 6, 4}
	require.Equal(t, d, d.With(Change{}))
	require.Equal(t, Desk{22, 4, 5}, d.With(Change{Windows: 1, Customers: 100, Faster: 2}))
	require.Equal(t, Desk{0, 0.5, 1}, d.With(Change{Windows: -9, Customers: -1200, Faster: 30}), "never less than one window and half a minute")
	require.Equal(t, 0.2, Desk{20, 0.2, 4}.With(Change{Faster: 3}).Handling, "what is shorter stays")
}

// TestHalfHoursBeforeTheySettle plays many half-hours that begin with an empty hall:
// where the line is said to settle in time its mean is near the formula's, where it is
// not the formula tells too much. That is why the latter is a doubt. A hall that begins
// empty takes some minutes to fill, so a quarter less than the formula is near; twenty
// thousand half-hours scatter by about 1 %.
func TestHalfHoursBeforeTheySettle(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 4))
	play := func(d Desk) float64 {
		total, n := 0.0, 0
		for range 20_000 {
			free := make(times, d.Windows)
			for now := r.ExpFloat64() * SlotMinutes / d.Arrivals; now < SlotMinutes; now += r.ExpFloat64() * SlotMinutes / d.Arrivals {
				at := 0
				for i := range free {
					if free[i] < free[at] {
						at = i
					}
				}
				start := max(now, free[at])
				free[at] = start + r.ExpFloat64()*d.Handling
				total, n = total+start-now, n+1
			}
		}
		return total / float64(n)
	}
	calm := Desk{Arrivals: 30, Handling: 2, Windows: 4}
	require.Less(t, calm.Settles(), 10.0)
	require.InEpsilon(t, calm.MeanWait(), play(calm), 0.25)
	full := Desk{Arrivals: 19, Handling: 6, Windows: 4}
	require.Greater(t, full.Settles(), 60.0*10)
	require.Less(t, play(full), full.MeanWait()/3, "half an hour is too short for the formula")
}

// BenchmarkDayPlan is the plan of a whole day of a large hall, from its chart: target
// below 5 ms.
func BenchmarkDayPlan(b *testing.B) {
	r := DefaultRules()
	for n := 7; n <= 30; n++ {
		r.Windows = append(r.Windows, Window{No: n})
	}
	cells := busyWeek(8, func(s int) int { return 60 + 2*s })
	for i := range cells {
		cells[i].Open = 22
	}
	p := NewPeaks(cells, peakDay(0, 6))
	b.Run("plan", func(b *testing.B) {
		for b.Loop() {
			if p.Plan(r, time.Monday).Day().Known != 17 {
				b.Fatal("no plan")
			}
		}
	})
	b.Run("what if", func(b *testing.B) {
		plan := p.Plan(r, time.Monday)
		for b.Loop() {
			if plan.With(Change{Windows: 1, Customers: 100, Faster: 2}).Day().Known != 17 {
				b.Fatal("no plan")
			}
		}
	})
}

// BenchmarkPeaks is the chart of one hall from eight weeks of half-hours.
func BenchmarkPeaks(b *testing.B) {
	cells := busyWeek(8, func(s int) int { return 10 + s })
	for b.Loop() {
		if NewPeaks(cells, peakDay(0, 6)).Empty() {
			b.Fatal("no chart")
		}
	}
}
