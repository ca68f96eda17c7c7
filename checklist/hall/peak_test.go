package hall

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// peakDay is the day so many weeks before Monday, 16 November 2026, plus so many days.
func peakDay(weeks, days int) string {
	return time.Date(2026, 11, 16+days-7*weeks, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
}

// counted is a half-hour in which people were counted.
func counted(day string, slot int, waiting ...int) Cell {
	c := Cell{Day: day, Slot: slot, Samples: len(waiting)}
	for _, n := range waiting {
		c.Waiting += n
	}
	return c
}

func TestPeaksTakeEveryDayOnce(t *testing.T) {
	p := NewPeaks([]Cell{
		counted(peakDay(0, 0), 18, 30, 30, 30, 30, 30, 30), // two hours at the desk on one Monday
		counted(peakDay(1, 0), 18, 6),
		counted(peakDay(2, 0), 18, 3),
		counted(peakDay(0, 1), 18, 9),
		counted(peakDay(1, 1), 18, 9),
	}, peakDay(0, 6))
	mon := p.At(time.Monday, 18)
	require.Equal(t, 3, mon.N)
	require.EqualValues(t, 13_000, mon.Mean, "(30 + 6 + 3) ÷ 3")
	require.True(t, mon.Known)
	tue := p.At(time.Tuesday, 18)
	require.Equal(t, 2, tue.N)
	require.False(t, tue.Known, "two days say too little")
	require.Empty(t, tue.Level)
	require.EqualValues(t, 9_000, tue.Mean)
	require.Equal(t, PeakCell{}, p.At(time.Wednesday, 18))
	require.Equal(t, PeakCell{}, p.At(time.Monday, 48))
	require.Equal(t, PeakCell{}, p.At(8, 3))
	from, to := p.Span()
	require.Equal(t, []int{18, 19}, []int{from, to})
	require.Equal(t, 5, p.Seen)
	require.False(t, p.Empty())
}

func TestPeaksLookBackEightWeeks(t *testing.T) {
	until := peakDay(0, 0)
	cells := []Cell{}
	for w := -1; w < 12; w++ {
		cells = append(cells, counted(peakDay(w, 0), 20, 5))
	}
	p := NewPeaks(cells, until)
	require.Equal(t, "2026-09-22", p.From, "eight weeks that end with the day")
	require.Equal(t, 8, p.At(time.Monday, 20).N)
	require.Equal(t, peakDay(-1, 0), NewPeaks(cells, "").Until, "the last day there is")
	require.Equal(t, 8, NewPeaks(cells, "").At(time.Monday, 20).N)
	for _, nothing := range []*Peaks{NewPeaks(nil, ""), NewPeaks(cells, "someday"), nil} {
		require.True(t, nothing.Empty())
		require.Equal(t, PeakCell{}, nothing.At(time.Monday, 20))
		from, to := nothing.Span()
		require.Zero(t, from+to)
	}
}

func TestPeaksWithoutCountsComeFromTickets(t *testing.T) {
	var cells []Cell
	for w := range 4 {
		day := peakDay(w, 0)
		cells = append(cells,
			Cell{Day: day, Slot: 18, Machine: true, Flow: Flow{Tickets: 20, Called: 18, WaitSum: 18 * 9 * 60, Served: 18, ServeSum: 18 * 6 * 60}},
			Cell{Day: day, Slot: 21, Machine: true, Flow: Flow{Tickets: 3, Called: 3, WaitSum: 0, Served: 2, ServeSum: 2 * 12 * 60}})
	}
	p := NewPeaks(cells, peakDay(0, 0))
	c := p.At(time.Monday, 18)
	require.EqualValues(t, 6_000, c.Mean, "20 tickets × 9 min ÷ 30 min")
	require.Equal(t, 4, c.Tickets)
	n, ok := c.PerSlot()
	require.True(t, ok)
	require.InDelta(t, 20, n, 1e-9)
	wait, ok := c.Waited()
	require.True(t, ok)
	require.InDelta(t, 9, wait, 1e-9)
	between := p.At(time.Monday, 19)
	require.True(t, between.Known, "the ticket machine ran and nobody came")
	require.Zero(t, between.Mean)
	n, ok = between.PerSlot()
	require.True(t, ok)
	require.Zero(t, n)
	require.False(t, p.At(time.Monday, 22).Known, "after the last ticket nothing is known")
	_, ok = p.At(time.Monday, 22).PerSlot()
	require.False(t, ok)

	minutes, from, ok := p.Handling(time.Monday, 18)
	require.True(t, ok)
	require.Equal(t, FromSlot, from)
	require.InDelta(t, 6, minutes, 1e-9)
	minutes, from, _ = p.Handling(time.Monday, 21)
	require.Equal(t, FromWeekday, from, "eight customers are too few")
	require.InDelta(t, (72*6+8*12)/80.0, minutes, 1e-9)
	_, from, ok = p.Handling(time.Friday, 21)
	require.True(t, ok)
	require.Equal(t, FromHall, from)
	_, _, ok = NewPeaks(nil, "").Handling(time.Friday, 21)
	require.False(t, ok)

	cells = append(cells, counted(peakDay(0, 0), 18, 12))
	c = NewPeaks(cells, peakDay(0, 0)).At(time.Monday, 18)
	require.EqualValues(t, 7_500, c.Mean, "a count goes before the tickets of its day: (12 + 3 × 6) ÷ 4")
	require.Equal(t, 3, c.Tickets)
}

// TestTimedAtTheDesk: who is timed at the desk tells waits and handling; how many came
// is not known from it, and half-hours nobody looked at are not empty ones.
func TestTimedAtTheDesk(t *testing.T) {
	var cells []Cell
	for w := range 4 {
		for _, s := range []int{18, 28} {
			c := Cell{Day: peakDay(w, 0), Slot: s, Flow: Flow{Tickets: 3, Called: 3, WaitSum: 3 * 600, Served: 3, ServeSum: 3 * 420}}
			if s == 18 {
				c.Samples, c.Waiting = 1, 9
			}
			cells = append(cells, c)
		}
	}
	p := NewPeaks(cells, peakDay(0, 0))
	require.EqualValues(t, 9000, p.At(time.Monday, 18).Mean)
	require.Zero(t, p.At(time.Monday, 28).N, "nobody counted")
	require.Zero(t, p.At(time.Monday, 22).N, "nobody was there to look")
	_, ok := p.At(time.Monday, 18).PerSlot()
	require.False(t, ok)
	wait, ok := p.At(time.Monday, 28).Waited()
	require.True(t, ok)
	require.InDelta(t, 10, wait, 1e-9)
	minutes, from, ok := p.Handling(time.Monday, 18)
	require.True(t, ok)
	require.Equal(t, FromSlot, from)
	require.InDelta(t, 7, minutes, 1e-9)
	require.Equal(t, []Doubt{DoubtFew}, p.Plan(DefaultRules(), time.Monday).Slots[1].Doubts)
}

func TestLevels(t *testing.T) {
	chart := func(means ...int) string {
		var cells []Cell
		for s, n := range means {
			for w := range 3 {
				cells = append(cells, counted(peakDay(w, 0), s, n))
			}
		}
		p, out := NewPeaks(cells, peakDay(0, 0)), ""
		for s := range means {
			out += string(p.At(time.Monday, s).Level[0])
		}
		return out
	}
	for _, x := range []struct {
		want  string
		means []int
	}{
		{"iiiinnbb", []int{1, 2, 3, 4, 5, 6, 7, 8}},
		{"bbnniiii", []int{8, 7, 6, 5, 4, 3, 2, 1}},
		{"iinb", []int{2, 3, 4, 5}},
		{"iinnb", []int{2, 3, 4, 5, 6}},
		{"nnnn", []int{7, 7, 7, 7}}, // none stands out
		{"iiii", []int{0, 0, 0, 0}}, // nobody waits at any time
		{"iiiinbbb", []int{1, 2, 3, 4, 5, 9, 9, 9}},
		{"iiiiiiib", []int{0, 0, 0, 0, 0, 0, 0, 3}},
		{"n", []int{4}},
		{"ib", []int{2, 5}}, // the upper of two stands at three quarters
	} {
		require.Equal(t, x.want, chart(x.means...), "%v", x.means)
	}
}

// TestLevelsDoNotDependOnOrder: the same cells in any order give the same chart, and
// no more than a quarter of cells that differ are busy.
func TestLevelsDoNotDependOnOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 5))
	for range 50 {
		var cells []Cell
		for s := 16; s < 34; s++ {
			for w := range 8 {
				for d := range 5 {
					if r.IntN(3) > 0 {
						cells = append(cells, counted(peakDay(w, d), s, r.IntN(25), r.IntN(25)))
					}
				}
			}
		}
		p := NewPeaks(cells, peakDay(0, 6))
		r.Shuffle(len(cells), func(i, j int) { cells[i], cells[j] = cells[j], cells[i] })
		require.Equal(t, p, NewPeaks(cells, peakDay(0, 6)))
		busiest, calmest := int64(-1), int64(-1)
		for w := range 7 {
			for s := range SlotsOfDay {
				switch c := p.At(time.Weekday(w), s); c.Level {
				case LevelIdle:
					busiest = max(busiest, c.Mean)
				case LevelBusy:
					if calmest < 0 || c.Mean < calmest {
						calmest = c.Mean
					}
				}
			}
		}
		require.Less(t, busiest, calmest)
	}
}
