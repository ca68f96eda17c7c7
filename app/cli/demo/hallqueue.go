package demo

import (
	"fmt"
	"slices"
	"time"

	"hallcheck/checklist"
	hallday "hallcheck/checklist/hall"
)

// queue is a simulated day of a hall's ticket machine: who came when, how long they
// waited for one of the open windows. What patrols and the desk saw of the day is
// taken from it, so that all figures tell one story.
type queue struct {
	tickets []hallday.Ticket
	starts  []time.Time // when each of them was called
	open    [hallday.SlotsOfDay]int
}

// arrivals is how many of a thousand of a day's customers come in a half-hour, from
// 8:30 on.
var arrivals = []int{55, 60, 75, 95, 100, 85, 65, 40, 30, 35, 55, 80, 75, 60, 45, 30, 15}

// weekdayShare is how busy a weekday is, in per cent, Sunday first.
var weekdayShare = []int{55, 140, 105, 95, 100, 120, 70}

// perDay is how many customers a hall has on a usual day.
func (h *hall) perDay() int {
	switch h.Traffic {
	case checklist.TrafficHigh:
		return 195
	case checklist.TrafficMedium:
		return 95
	default:
		return 55
	}
}

// newQueue simulates a day: midnight is its beginning, share what part of the
// customers the example keeps.
func newQueue(d *dice, h *hall, midnight time.Time, businesses []string) *queue {
	q := &queue{}
	customers := h.perDay() * weekdayShare[midnight.Weekday()] / 100 * (85 + d.IntN(31)) / 100
	busy := h.Traffic == checklist.TrafficHigh
	for i := range arrivals {
		slot := i + 17
		switch n := arrivals[i]; {
		case !busy:
			q.open[slot] = 2 + flagOf(n >= 75)
		case n >= 80:
			q.open[slot] = 4 + flagOf(d.chance(300))
		case n <= 40 && slot >= 23 && slot < 27:
			q.open[slot] = 3 - flagOf(d.chance(500))
		default:
			q.open[slot] = 3
		}
	}
	var came []time.Time
	for i, n := range arrivals {
		begin := midnight.Add(time.Duration(8*60+30+i*hallday.SlotMinutes) * time.Minute)
		for range (customers*n + d.IntN(1000)) / 1000 {
			came = append(came, begin.Add(time.Duration(d.IntN(hallday.SlotMinutes*60))*time.Second))
		}
	}
	slices.SortFunc(came, time.Time.Compare)
	q.serve(d, came, businesses)
	return q
}

func flagOf(b bool) int {
	if b {
		return 1
	}
	return 0
}

// serve lets the customers wait for the open windows in their order.
func (q *queue) serve(d *dice, came []time.Time, businesses []string) {
	var free [6]time.Time
	for i, at := range came {
		best := 0
		for w := range q.open[hallday.SlotOf(at)] {
			if free[w].Before(free[best]) {
				best = w
			}
		}
		start := at.Add(time.Duration(5+d.IntN(20)) * time.Second)
		if free[best].After(start) {
			start = free[best]
		}
		handling := time.Duration(150+d.IntN(420)) * time.Second
		t := hallday.Ticket{
			Number: fmt.Sprintf("A%03d", i+1), Business: pick(d, businesses), Window: best + 1, Taken: at.UnixMilli(), Called: start.UnixMilli(), Source: "queue.csv",
		}
		if waited := start.Sub(at); waited > 25*time.Minute && d.chance(350) || d.chance(12) {
			t.Abandoned = true
			free[best] = start.Add(20 * time.Second)
		} else {
			t.Finished = start.Add(handling).UnixMilli()
			free[best] = start.Add(handling)
		}
		q.tickets, q.starts = append(q.tickets, t), append(q.starts, start)
	}
}

// seen is what somebody sees who looks at the hall at a moment.
func (q *queue) seen(at time.Time) (waiting, open, oldest int) {
	for i := range q.tickets {
		taken := time.UnixMilli(q.tickets[i].Taken)
		if !taken.After(at) && q.starts[i].After(at) {
			waiting++
			oldest = max(oldest, int(at.Sub(taken)/time.Minute))
		}
	}
	return waiting, max(q.open[hallday.SlotOf(at)], flagOf(waiting > 0)), oldest
}
