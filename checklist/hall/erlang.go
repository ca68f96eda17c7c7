package hall

import "math"

// Desk is a half-hour at the windows: customers arrive at random, every window
// serves one after the other, nobody leaves the line (M/M/c).
type Desk struct {
	Arrivals float64 // customers in the half-hour
	Handling float64 // mean minutes at a window
	Windows  int
}

// Load is how many windows the work alone would keep busy, in erlang.
func (d Desk) Load() float64 { return d.Arrivals * d.Handling / SlotMinutes }

// Stable says whether the line does not grow without end.
func (d Desk) Stable() bool { return float64(d.Windows) > d.Load() }

// Busy is the share of the time a window is in use, 0…1; 1 when the line grows.
func (d Desk) Busy() float64 {
	if !d.Stable() {
		return 1
	}
	return d.Load() / float64(d.Windows)
}

// MustWait is Erlang's C formula: the probability that a customer waits at all
// (A. K. Erlang 1917; computed over his B formula, which does not overflow). 1
// when the line grows.
func (d Desk) MustWait() float64 {
	a, c := d.Load(), float64(d.Windows)
	if !d.Stable() {
		return 1
	}
	b := 1.0
	for k := 1; k <= d.Windows; k++ {
		b = a * b / (float64(k) + a*b)
	}
	return c * b / (c - a*(1-b))
}

// MeanWait is the mean minutes from ticket to call, over all customers; +Inf when
// the line grows.
func (d Desk) MeanWait() float64 {
	if !d.Stable() {
		return math.Inf(1)
	}
	return d.MustWait() * d.Handling / (float64(d.Windows) - d.Load())
}

// LongerThan is the share of customers who wait longer than so many minutes.
func (d Desk) LongerThan(minutes float64) float64 {
	if !d.Stable() {
		return 1
	}
	if d.Handling <= 0 {
		return 0
	}
	return d.MustWait() * math.Exp(-(float64(d.Windows)-d.Load())*minutes/d.Handling)
}

// Waiting is the mean number of people in the line (Little's law); +Inf when it
// grows.
func (d Desk) Waiting() float64 { return d.Arrivals / SlotMinutes * d.MeanWait() }

// mostWindows is where a search for enough windows gives up.
const mostWindows = 500

// WindowsFor is the least number of windows at which customers wait no longer than
// so many minutes on average. The answer is at least 1, and 0 when there is nobody
// to serve.
func WindowsFor(arrivals, handling, minutes float64) int {
	if arrivals <= 0 || handling <= 0 {
		return 0
	}
	d := Desk{Arrivals: arrivals, Handling: handling}
	for d.Windows = max(1, int(d.Load())); d.Windows < mostWindows; d.Windows++ {
		if d.MeanWait() <= minutes {
			return d.Windows
		}
	}
	return mostWindows
}

// RuleOfThumb is the simple rule of DOMAIN 6.2: the work over windows that are busy
// 85 % of the time, rounded up.
func RuleOfThumb(arrivals, handling float64) int {
	if arrivals <= 0 || handling <= 0 {
		return 0
	}
	return int(math.Ceil(arrivals*handling/SlotMinutes/0.85 - 1e-9))
}
