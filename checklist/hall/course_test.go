package hall

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// dayOf is a plan of half-hours with so many customers, six minutes each, at so many
// windows.
func dayOf(windows int, customers ...float64) DayPlan {
	d := DayPlan{Target: 10, Limit: 15, Have: 6}
	for i, n := range customers {
		d.Slots = append(d.Slots, SlotPlan{Slot: 17 + i, Known: true, Desk: Desk{n, 6, windows}})
	}
	d.course()
	return d
}

// TestCourseSettlesAtTheFormula: a day that goes on as it is comes to Erlang's mean.
func TestCourseSettlesAtTheFormula(t *testing.T) {
	same := make([]float64, 60)
	for i := range same {
		same[i] = 17
	}
	d := dayOf(4, same...)
	desk := Desk{17, 6, 4}
	last := d.Slots[len(same)-1]
	require.InEpsilon(t, desk.MeanWait(), last.Course.Wait, 0.001)
	require.InEpsilon(t, desk.LongerThan(15), last.Course.Longer, 0.001)
	require.InEpsilon(t, desk.Waiting(), last.Course.Left, 0.001)
	require.Less(t, d.Slots[0].Course.Wait, desk.MeanWait()/2, "the hall opens empty")
	for i := 1; i < len(same); i++ {
		require.GreaterOrEqual(t, d.Slots[i].Course.Wait, d.Slots[i-1].Course.Wait-1e-9)
	}
}

// TestCourseAgainstASimulation plays the same day twenty thousand times: an empty hall,
// a rush more than the windows can do, and the line it leaves behind. A half-hour's mean
// wait scatters by less than 1 % over so many days; 3 % is three times that.
func TestCourseAgainstASimulation(t *testing.T) {
	const windows, days = 4, 20_000
	customers := []float64{6, 14, 26, 24, 12, 5, 0, 9}
	d := dayOf(windows, customers...)
	wait, longer, came := make([]float64, len(customers)), make([]float64, len(customers)), make([]float64, len(customers))
	r := rand.New(rand.NewPCG(5, 8))
	for range days {
		var free [windows]float64
		for i, n := range customers {
			if n == 0 {
				continue
			}
			for now := r.ExpFloat64() * SlotMinutes / n; now < SlotMinutes; now += r.ExpFloat64() * SlotMinutes / n {
				at, t := 0, now+float64(i)*SlotMinutes
				for k := range free {
					if free[k] < free[at] {
						at = k
					}
				}
				start := max(t, free[at])
				free[at] = start + r.ExpFloat64()*6
				wait[i] += start - t
				came[i]++
				if start-t > d.Limit {
					longer[i]++
				}
			}
		}
	}
	for i, n := range customers {
		c := d.Slots[i].Course
		if n == 0 {
			require.Zero(t, c.Wait)
			continue
		}
		require.InDelta(t, wait[i]/came[i], c.Wait, 0.03*c.Wait+0.02, "half-hour %d", i)
		require.InDelta(t, longer[i]/came[i], c.Longer, 0.01, "half-hour %d", i)
	}
	require.Greater(t, d.Slots[4].Course.Wait, Desk{12, 6, 4}.MeanWait()*4, "the rush is still waiting")
}

// TestCourseOfALargeHall: many windows, and one that overflows, stay figures.
func TestCourseOfALargeHall(t *testing.T) {
	d := dayOf(60, 250, 290, 310, 330, 280)
	for _, s := range d.Slots {
		require.Greater(t, s.Course.Wait, -1e-9)
		require.Less(t, s.Course.Wait, 60.0)
		require.InDelta(t, 0.5, s.Course.Longer, 0.5)
	}
	over := dayOf(2, 90, 90, 90, 90, 90, 90, 90, 90)
	require.InDelta(t, 398*3.0, over.Slots[7].Course.Wait, 60, "the hall is full")
	many := dayOf(400, 2000)
	require.InDelta(t, 0, many.Slots[0].Course.Wait, 20)

	gap := dayOf(4, 30, 30, 30)
	gap.Slots[1].Known = false
	gap.course()
	require.InDelta(t, gap.Slots[0].Course.Wait, gap.Slots[2].Course.Wait, 1e-9, "after a half-hour nothing is known of the hall is empty")
	require.Equal(t, Course{}, gap.Slots[1].Course)
}
