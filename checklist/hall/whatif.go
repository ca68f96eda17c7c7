package hall

import (
	"math"
	"time"
)

// Change is what somebody asks "what if" about.
type Change struct {
	Windows   int     // more windows open; negative = fewer
	Customers int     // more customers, permille; negative = fewer
	Faster    float64 // minutes less at the window; negative = slower
}

// leastHandling is the shortest mean handling a change may lead to, minutes.
const leastHandling = 0.5

// With is the desk after a change; at least one window stays open.
func (d Desk) With(c Change) Desk {
	d.Arrivals = max(d.Arrivals*(1+float64(c.Customers)/1000), 0)
	if c.Faster != 0 {
		d.Handling = max(d.Handling-c.Faster, min(leastHandling, d.Handling))
	}
	d.Windows = max(d.Windows+c.Windows, 1)
	return d
}

// Growth is by how many people the line grows in the half-hour when more come than
// the windows can serve; 0 when they can.
func (d Desk) Growth() float64 {
	if d.Stable() || d.Handling <= 0 {
		return 0
	}
	return d.Arrivals - float64(d.Windows)*SlotMinutes/d.Handling
}

// Settles is about how many minutes the line takes to come to the mean the formula
// tells, starting from an empty hall: the relaxation time of M/M/c, handling ÷
// (c·(1−√ρ)²) (Newell 1982). +Inf when the line grows.
func (d Desk) Settles() float64 {
	if !d.Stable() {
		return math.Inf(1)
	}
	free := 1 - math.Sqrt(d.Busy())
	return d.Handling / (float64(d.Windows) * free * free)
}

// Doubt is a reason not to take a half-hour's answer at its word.
type Doubt string

// The doubts. Those of the formula – grows, slow, shift – do not touch the course of
// the day, which takes account of them.
const (
	DoubtFew    Doubt = "few"    // seen on fewer than EnoughDays days: no answer at all
	DoubtTimed  Doubt = "timed"  // nobody was timed at a window: no answer at all
	DoubtBorrow Doubt = "borrow" // handling is the mean of the weekday or the hall
	DoubtOpen   Doubt = "open"   // so are the windows open, or they are all there are
	DoubtGrows  Doubt = "grows"  // more work than the windows can do: there is no mean wait
	DoubtSlow   Doubt = "slow"   // half an hour is too short for the line to reach its mean
	DoubtShift  Doubt = "shift"  // customers come at another pace than half an hour before
	DoubtFar    Doubt = "far"    // people were seen to wait quite another time
)

// SlotPlan is what a half-hour needs, with the numbers behind it.
type SlotPlan struct {
	Slot   int
	Known  bool // enough was seen for an answer; otherwise Doubts say what lacks
	Cell   PeakCell
	Desk          // arrivals, handling, and the windows usually open
	Basis  Basis  // of the handling
	Open   Basis  // of the windows open; "" = never counted: all windows there are
	Need   int    // windows at which the mean wait keeps to the target (Erlang C)
	Rule   int    // the same by the simple rule of DOMAIN 6.2
	Course Course // the half-hour as part of its day
	Doubts []Doubt
}

// Doubtful says whether the half-hour has a doubt.
func (s *SlotPlan) Doubtful(d Doubt) bool {
	for _, x := range s.Doubts {
		if x == d {
			return true
		}
	}
	return false
}

// DayPlan is the window plan of a weekday.
type DayPlan struct {
	Weekday time.Weekday
	Target  float64 // mean minutes customers may wait
	Limit   float64 // minutes; the share of those who wait longer is told
	Have    int     // windows there are
	Slots   []SlotPlan
}

// Plan is the window plan of a weekday: one line for every half-hour the hall is open
// by its rules, with the mean wait promised as target.
func (p *Peaks) Plan(r Rules, weekday time.Weekday) DayPlan {
	out := DayPlan{Weekday: weekday, Target: float64(r.WaitGoal), Limit: float64(r.WaitAmber), Have: len(r.Usable())}
	from, to := r.Slots()
	for slot := from; slot < to && slot < SlotsOfDay; slot++ {
		out.Slots = append(out.Slots, p.planSlot(&out, slot))
	}
	out.course()
	for i := range out.Slots {
		out.doubt(i)
	}
	return out
}

func (p *Peaks) planSlot(d *DayPlan, slot int) SlotPlan {
	s := SlotPlan{Slot: slot, Cell: p.At(d.Weekday, slot)}
	s.Windows = max(d.Have, 1)
	if open, from, ok := p.UsuallyOpen(d.Weekday, slot); ok {
		s.Windows, s.Open = max(int(open+0.5), 1), from
	}
	arrivals, seen := s.Cell.PerSlot()
	if !seen {
		s.Doubts = append(s.Doubts, DoubtFew)
		return s
	}
	s.Arrivals = arrivals
	minutes, from, ok := p.Handling(d.Weekday, slot)
	if !ok {
		if arrivals == 0 { // nobody comes: nobody need be timed
			s.Known = true
			return s
		}
		s.Doubts = append(s.Doubts, DoubtTimed)
		return s
	}
	s.Known, s.Handling, s.Basis = true, minutes, from
	s.ask(d.Target)
	return s
}

// ask works out what the half-hour needs.
func (s *SlotPlan) ask(target float64) {
	s.Need, s.Rule = WindowsFor(s.Arrivals, s.Handling, target), RuleOfThumb(s.Arrivals, s.Handling)
}

// Where the doubts begin.
const (
	shiftShare = 1.0 / 3 // of the arrivals of the half-hour before
	shiftLeast = 5       // customers
	farMinutes = 5.0     // between the wait seen and the one computed, and by half as much again
)

// doubt lists the reasons to doubt line i.
func (d *DayPlan) doubt(i int) {
	s := &d.Slots[i]
	if !s.Known || s.Arrivals == 0 {
		return
	}
	s.Doubts = nil
	add := func(when bool, x Doubt) {
		if when {
			s.Doubts = append(s.Doubts, x)
		}
	}
	add(s.Basis != FromSlot, DoubtBorrow)
	add(s.Open != FromSlot, DoubtOpen)
	add(!s.Stable(), DoubtGrows)
	add(s.Stable() && s.Settles() > SlotMinutes, DoubtSlow)
	if i > 0 && d.Slots[i-1].Known {
		step := math.Abs(s.Arrivals - d.Slots[i-1].Arrivals)
		add(step >= shiftLeast && step > shiftShare*d.Slots[i-1].Arrivals, DoubtShift)
	}
	if seen, ok := s.Cell.Waited(); ok && s.Open != "" {
		add(s.far(seen), DoubtFar)
	}
}

// far says whether the wait seen, in minutes, is quite another than the one computed.
func (s *SlotPlan) far(seen float64) bool {
	gap := math.Abs(seen - s.Course.Wait)
	return gap > farMinutes && gap > min(seen, s.Course.Wait)/2
}

// With is the plan after a change, for the same target. Waits seen belong to the hall
// as it was: the doubt they raise stays with the plan they were seen under.
func (d DayPlan) With(c Change) DayPlan {
	slots := make([]SlotPlan, len(d.Slots))
	copy(slots, d.Slots)
	d.Slots = slots
	for i := range slots {
		if s := &slots[i]; s.Known && s.Arrivals > 0 {
			s.Desk = s.With(c)
			if c != (Change{}) {
				s.Cell.Called = 0
			}
			s.ask(d.Target)
		}
	}
	d.course()
	for i := range slots {
		d.doubt(i)
	}
	return d
}

// Day is what a plan comes to over its known half-hours.
type Day struct {
	Known     int     // half-hours with an answer
	Unknown   int     // without
	Customers float64 // of the known half-hours
	Wait      float64 // mean minutes over those customers, by the course of the day
	Longer    float64 // share of them who wait longer than the limit, by the course of the day
	Growing   int     // half-hours in which the line grows
	Short     int     // half-hours with fewer windows open than needed
	Most      int     // windows needed in the fullest half-hour
	Beyond    int     // half-hours that need more windows than there are
}

// Day sums the plan up.
func (d DayPlan) Day() Day {
	var out Day
	for i := range d.Slots {
		s := &d.Slots[i]
		if !s.Known {
			out.Unknown++
			continue
		}
		out.Known++
		out.Customers += s.Arrivals
		out.Most = max(out.Most, s.Need)
		if s.Need > s.Windows {
			out.Short++
		}
		if s.Need > d.Have {
			out.Beyond++
		}
		if s.Arrivals == 0 {
			continue
		}
		if !s.Stable() {
			out.Growing++
		}
		out.Wait += s.Arrivals * s.Course.Wait
		out.Longer += s.Arrivals * s.Course.Longer
	}
	if out.Customers > 0 {
		out.Wait /= out.Customers
		out.Longer /= out.Customers
	}
	return out
}
