package gallery

import (
	"context"
	"math"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/checklist/report"
	"hallcheck/ui/peak"
	"hallcheck/ui/shell"
)

// queue is what the page of peaks reads in a state.
type queue struct{ state string }

func peakSample() Sample {
	return Sample{ID: "hallpeak", Icon: "clock", New: func(state string) func(*shell.Shell, any) shell.Page {
		return peak.New(peak.Services{Store: queue{state}, Papers: queue{state}})
	}}
}

// HallCells implements peak.Store: eight weeks with a peak in the morning and a lower
// one in the afternoon, closed on Sundays; the last half-hour of a Saturday is young.
func (q queue) HallCells(ctx context.Context, _, from, to string) ([]hall.Cell, error) {
	if err := answer(ctx, q.state); err != nil || q.state == Empty {
		return nil, err
	}
	var out []hall.Cell
	first, err := time.Parse(time.DateOnly, from)
	if err != nil {
		return nil, err
	}
	for d := first; d.Format(time.DateOnly) <= to; d = d.AddDate(0, 0, 1) {
		for s := 17; s < 34 && d.Weekday() != time.Sunday; s++ {
			if s == 33 && d.Weekday() == time.Saturday && d.Format("0102") < "1110" {
				continue
			}
			out = append(out, halfHour(d, s))
		}
	}
	return out, nil
}

// halfHour is what a half-hour of the sample came to.
func halfHour(d time.Time, s int) hall.Cell {
	come := 5 + 17*math.Exp(-math.Pow(float64(s)-20.5, 2)/7) + 9*math.Exp(-math.Pow(float64(s)-29, 2)/6) + float64((d.YearDay()*5+s*3)%4)
	if d.Weekday() == time.Monday {
		come *= 1.25
	}
	n := int(come)
	open := 4
	if s >= 19 && s < 23 {
		open = 5
	}
	wait := max(hall.Desk{Arrivals: come, Handling: 5.4, Windows: open}.Busy()*14-4, 1)
	return hall.Cell{
		Day: d.Format(time.DateOnly), Slot: s, Samples: 1, Waiting: int(come * wait / hall.SlotMinutes * 1.6), Counts: 1, Open: open, Usable: 6, Machine: true,
		Flow: hall.Flow{Tickets: n, Called: n, WaitSum: int64(float64(n) * wait * 60), Served: n, ServeSum: int64(float64(n) * 5.4 * 60)},
	}
}

// HallRules implements peak.Store.
func (queue) HallRules(context.Context) (hall.Rules, error) {
	r := hall.DefaultRules()
	r.Days = []int{1, 2, 3, 4, 5, 6}
	return r, nil
}

// Profile implements peak.Store.
func (queue) Profile(ctx context.Context) (checklist.Profile, error) { return Home{}.Profile(ctx) }

// Setting implements peak.Store.
func (queue) Setting(context.Context, string) (string, error) { return "", nil }

// SetSetting implements peak.Store.
func (queue) SetSetting(context.Context, string, string) error { return failure() }

// SavePeak implements peak.Papers.
func (queue) SavePeak(context.Context, string, report.PeakDoc) error { return failure() }
