package hall

import (
	"cmp"
	"slices"
	"time"
)

// Scene is the hall as it stands at a moment, by what was written down on the day.
type Scene struct {
	At      time.Time
	Session Session
	Waiting Reading // people in the line, as last counted
	Open    Reading // windows serving
	Oldest  Reading // minutes of the oldest ticket, as last written down
	Usable  int     // windows in use by the hall's rules
	Post    Post

	Windows []Stand  // those in use, in the order of their numbers
	Waits   []Timing // tickets whose waiting clock runs, oldest first
	Timings []Timing // every customer timed today

	Half  [SlotsOfDay]Half // what was counted in each half-hour so far
	Cause Entry            // causes noted in this half-hour; ID "" = none

	Requested int64 // when one more window was last asked for, 0 = not today
	Welcome   int   // greeted today
	Care      int
	Abandoned int
}

// Reading is a number that was written down; At 0 = it was not.
type Reading struct {
	N  int
	At int64  // unix ms UTC
	ID string // of the entry
}

// Known says whether the number was written down at all.
func (r Reading) Known() bool { return r.At > 0 }

// Age is how old the number is.
func (r Reading) Age(now time.Time) time.Duration { return span(r.At, now.UnixMilli()) }

func (r *Reading) take(n *int, e *Entry) {
	if n != nil && e.At >= r.At {
		*r = Reading{N: *n, At: e.At, ID: e.ID}
	}
}

// Session is a stretch at the desk (本场); the day's last one.
type Session struct {
	Begun, Ended int64 // unix ms UTC, 0 = not
}

// Runs says whether it was begun and has not ended.
func (s Session) Runs() bool { return s.Begun > 0 && s.Ended == 0 }

// Long is how long it runs, or ran.
func (s Session) Long(now time.Time) time.Duration {
	if s.Ended > 0 {
		return span(s.Begun, s.Ended)
	}
	return span(s.Begun, now.UnixMilli())
}

// Post is whether a lobby manager is on post, as last checked.
type Post struct {
	Known, On bool
	Since     int64 // of the first check in a row with this answer
	Who       string
}

// Stand is one window.
type Stand struct {
	Window
	Open bool    // as far as the desk knows
	Now  *Timing // the customer whose clock runs there, nil = none
}

// Half is what was counted in a half-hour: by the desk and by patrols.
type Half struct {
	Samples, Waiting int   // counts, and people over them
	Light            Light // the worst people per window among them
}

// Mean is the mean number of people waiting, rounded half up; ok is false when nobody
// counted.
func (h Half) Mean() (n int, ok bool) {
	if h.Samples == 0 {
		return 0, false
	}
	return (2*h.Waiting + h.Samples) / (2 * h.Samples), true
}

// Watch is the scene at now, from the entries of the day as read. It is pure: a program
// that was killed shows the same clocks when it comes back.
func Watch(rules Rules, entries []Entry, now time.Time) *Scene {
	live := Live(entries)
	slices.SortStableFunc(live, func(a, b Entry) int { return cmp.Compare(a.At, b.At) })
	s := &Scene{At: now, Timings: timingsOf(live)}
	for _, w := range rules.Usable() {
		s.Windows = append(s.Windows, Stand{Window: w})
	}
	s.Usable = len(s.Windows)
	for i := range live {
		s.take(rules, &live[i])
	}
	for i := range s.Timings {
		t := &s.Timings[i]
		switch {
		case t.Waits():
			s.Waits = append(s.Waits, *t)
		case t.Serves():
			if w := s.window(t.Window); w != nil {
				w.Now = t
			}
		}
	}
	return s
}

// take lets the scene know one more entry.
func (s *Scene) take(rules Rules, e *Entry) {
	switch e.Kind {
	case KindPatrol, KindCount:
		s.count(rules, e)
	case KindWindow:
		s.turn(e.Window, e.affirms(), e)
	case KindCall:
		s.turn(e.Window, true, e) // who serves is open
	case KindSession:
		if e.affirms() {
			s.Session = Session{Begun: e.At}
		} else if s.Session.Runs() {
			s.Session.Ended = e.At
		}
	case KindCause:
		if SlotOf(e.Time(s.At.Location())) == SlotOf(s.At) {
			s.Cause = *e
		}
	case KindRequest:
		s.Requested = e.At
	case KindWelcome:
		s.Welcome++
	case KindCare:
		s.Care++
	case KindAbandoned:
		s.Abandoned++
	}
	if (e.Kind == KindPost || e.Kind == KindPatrol) && e.Yes != nil {
		s.post(e)
	}
}

// affirms is the answer of an entry that has one; without one it is no.
func (e *Entry) affirms() bool { return e.Yes != nil && *e.Yes }

func (s *Scene) count(rules Rules, e *Entry) {
	s.Waiting.take(e.Waiting, e)
	s.Open.take(e.Open, e)
	s.Oldest.take(e.Oldest, e)
	if e.Waiting == nil {
		return
	}
	h := &s.Half[SlotOf(e.Time(s.At.Location()))]
	h.Samples++
	h.Waiting += *e.Waiting
	if e.Open != nil {
		h.Light = worse(h.Light, rules.RatioLight(*e.Waiting, *e.Open))
	}
}

// turn opens or closes a window. Who counted four open windows and then says which ones
// these are has not opened any: the number of open windows follows only once more are
// known to be open than were counted, and when one of them closes.
func (s *Scene) turn(no int, open bool, e *Entry) {
	w := s.window(no)
	if w == nil || w.Open == open {
		return
	}
	w.Open = open
	n := s.Open.N
	if !open {
		n--
	}
	if !s.Open.Known() && !open {
		return // one is closed, but how many are open nobody said
	}
	s.Open = Reading{N: min(max(n, s.opened()), s.Usable), At: e.At, ID: e.ID}
}

// opened counts the windows known to be open.
func (s *Scene) opened() int {
	n := 0
	for i := range s.Windows {
		if s.Windows[i].Open {
			n++
		}
	}
	return n
}

// window is a window in use by its number, nil = there is none.
func (s *Scene) window(no int) *Stand {
	for i := range s.Windows {
		if s.Windows[i].No == no {
			return &s.Windows[i]
		}
	}
	return nil
}

// Window is a window in use by its number; ok is false when there is none.
func (s *Scene) Window(no int) (Stand, bool) {
	if w := s.window(no); w != nil {
		return *w, true
	}
	return Stand{}, false
}

func (s *Scene) post(e *Entry) {
	who := cmp.Or(e.Person, e.By)
	if !s.Post.Known || s.Post.On != *e.Yes || *e.Yes && s.Post.Who != who {
		s.Post = Post{Known: true, On: *e.Yes, Since: e.At, Who: who}
	}
}

var lightOrder = []Light{LightNone, LightGreen, LightAmber, LightRed}

// worse is the worse of two lights.
func worse(a, b Light) Light {
	if slices.Index(lightOrder, b) > slices.Index(lightOrder, a) {
		return b
	}
	return a
}

// Longest is the longest wait at this moment: of the tickets timed; when none is, the
// minutes last written down.
func (s *Scene) Longest() (d time.Duration, timed *Timing, ok bool) {
	if len(s.Waits) > 0 {
		return span(s.Waits[0].Taken, s.At.UnixMilli()), &s.Waits[0], true
	}
	return minutes(s.Oldest.N), nil, s.Oldest.Known()
}

// LongLine says whether the line is long (长队): too many people for the open windows,
// or somebody waits too long. Numbers older than half an hour say nothing of now.
func (s *Scene) LongLine(rules Rules) bool {
	fresh := func(r Reading) bool { return r.Known() && r.Age(s.At) < SlotMinutes*time.Minute }
	if fresh(s.Waiting) && s.Open.Known() && over(rules.RatioLight(s.Waiting.N, s.Open.N)) {
		return true
	}
	d, timed, ok := s.Longest()
	return ok && (timed != nil || fresh(s.Oldest)) && over(rules.WaitLight(d))
}

func over(l Light) bool { return l == LightAmber || l == LightRed }

// Advised is how many windows should be open: for the people waiting now, and for the
// customers who usually come in this half-hour; 0 = nothing is known. Never more than
// there are.
func (s *Scene) Advised(rules Rules, usual *Peaks) int {
	n := UsualWindows(rules, usual, s.At.Weekday(), SlotOf(s.At))
	if s.Waiting.Known() && s.Waiting.Age(s.At) < SlotMinutes*time.Minute {
		n = max(n, rules.WindowsForLine(s.Waiting.N), min(s.Waiting.N, 1))
	}
	return min(n, s.Usable)
}

// UsualWindows is how many windows a half-hour of a weekday usually needs: by its
// arrivals and handling times so that the mean wait stays within WaitGoal (see
// WindowsFor); where no tickets are known, by the people who usually wait. 0 = nothing
// is known.
func UsualWindows(rules Rules, usual *Peaks, weekday time.Weekday, slot int) int {
	c := usual.At(weekday, slot)
	customers, known := c.PerSlot()
	if handling, _, ok := usual.Handling(weekday, slot); ok && known {
		return WindowsFor(customers, handling, float64(rules.WaitGoal))
	}
	if !c.Known {
		return 0
	}
	return max(1, rules.WindowsForLine(int(ratio(c.Mean, 1000))))
}
