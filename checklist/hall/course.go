package hall

import "math"

// Course is a half-hour as part of its day: the line the half-hours before it leave
// behind is still there when it begins.
type Course struct {
	Wait   float64 // mean minutes customers of the half-hour wait
	Longer float64 // share of them who wait longer than the limit
	Left   float64 // mean number of people waiting at its end
}

// mostInHall is how many people a hall holds in the calculation: whoever comes to a
// fuller one goes away.
const mostInHall = 400

// course follows the number of people in the hall through the day, minute for minute
// as exactly as the formula does for ever: customers at random at each half-hour's own
// pace, its windows, its handling (M(t)/M/c(t), solved by uniformisation). The hall is
// empty when it opens, and after a half-hour nothing is known of. Waits are those the
// windows of the half-hour would give.
func (d *DayPlan) course() {
	p := make([]float64, mostInHall+1)
	p[0] = 1
	next, mean := make([]float64, len(p)), make([]float64, len(p))
	top := 0 // no more people than that are in the hall, but for a share nobody sees
	for i := range d.Slots {
		s := &d.Slots[i]
		s.Course = Course{}
		if !s.Known {
			clear(p)
			p[0], top = 1, 0
			continue
		}
		if s.Handling <= 0 { // nobody comes, and nobody was timed: windows work as before
			s.Handling = 1
			p, next, top = halfHour(s.Desk, p, next, mean, top)
			s.Handling = 0
		} else {
			p, next, top = halfHour(s.Desk, p, next, mean, top)
		}
		s.follow(p, mean, top, d.Limit)
	}
}

// unseen is the share of cases left aside.
const unseen = 1e-7

// halfHour moves the distribution p of people in the hall on by half an hour, and
// writes its mean over that time into mean. next is room to work in.
func halfHour(d Desk, p, next, mean []float64, top int) (now, room []float64, reach int) {
	come, serve := d.Arrivals/SlotMinutes, 1/d.Handling
	beat := come + float64(d.Windows)*serve // events a minute at most, idle ones included
	x := beat * SlotMinutes
	clear(mean)
	end := make([]float64, len(p))
	// weight is the chance of k events, tail that of more than k.
	weight, tail := math.Exp(-x), 1-math.Exp(-x)
	low := weight == 0
	last := int(x + 8*math.Sqrt(x) + 15)
	for k := 0; k <= last; k++ {
		if low { // too many events for Exp: by logarithms
			g, _ := math.Lgamma(float64(k + 1))
			weight = math.Exp(float64(k)*math.Log(x) - x - g)
			if k == 0 {
				tail = 1
			}
			tail -= weight
		}
		if share := max(tail, 0) / x; weight > unseen*unseen {
			for n := range top + 1 {
				end[n] += weight * p[n]
				mean[n] += share * p[n]
			}
		} else {
			for n := range top + 1 {
				mean[n] += share * p[n]
			}
		}
		top = step(p, next, come/beat, serve/beat, d.Windows, top)
		p, next = next, p
		if !low {
			weight *= x / float64(k+1)
			tail -= weight
		}
	}
	copy(next, end)
	return next, p, top
}

// step is one event: somebody comes, is done, or neither.
func step(p, next []float64, come, serve float64, windows, top int) int {
	full := len(p) - 1
	reach := top
	if top < full && p[top]*come > unseen*unseen {
		reach++
		p[reach] = 0
	}
	next[0] = p[0] * (1 - come)
	if reach > 0 {
		next[0] += p[1] * serve
	}
	busy := min(windows, reach-1)
	for n := 1; n <= busy; n++ { // a window is free for everybody
		next[n] = p[n-1]*come + p[n]*(1-come-serve*float64(n)) + p[n+1]*serve*float64(min(n+1, windows))
	}
	all := serve * float64(windows)
	stay := 1 - come - all
	for n := max(busy+1, 1); n < reach; n++ { // all windows serve
		next[n] = p[n-1]*come + p[n]*stay + p[n+1]*all
	}
	if reach > 0 {
		leave := serve * float64(min(reach, windows))
		next[reach] = p[reach-1]*come + p[reach]*(1-leave)
		if reach < full { // those who come go on to the next one, if anybody sees them
			next[reach] -= p[reach] * come
		}
	}
	return reach
}

// follow reads waits off the mean distribution of the half-hour, and the line at its
// end off p.
func (s *SlotPlan) follow(p, mean []float64, top int, limit float64) {
	if s.Arrivals > 0 && s.Handling > 0 {
		rate := float64(s.Windows) / s.Handling // customers called a minute while people wait
		// Who finds n in the hall waits for n-windows+1 calls: longer than the limit
		// when at most n-windows happen within it.
		few, sum := math.Exp(-rate*limit), 0.0
		for n := s.Windows; n <= top; n++ {
			ahead := n - s.Windows
			sum += few
			few *= rate * limit / float64(ahead+1)
			s.Course.Wait += mean[n] * float64(ahead+1) / rate
			s.Course.Longer += mean[n] * min(sum, 1)
		}
	}
	for n := s.Windows + 1; n <= top; n++ {
		s.Course.Left += p[n] * float64(n-s.Windows)
	}
}
