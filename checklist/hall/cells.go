package hall

import (
	"cmp"
	"slices"
	"time"
)

// DayFacts is everything the figures of one day of a hall are made from.
type DayFacts struct {
	Branch  string
	Day     string           // yyyy-mm-dd
	Entries []Entry          // of the day, as read
	Outages []Outage         // of machines, of any day
	Machine [SlotsOfDay]Flow // what the ticket machine says of each half-hour; Over of it is made here
	Rules   Rules            // in force on the day
	Since   string           // the first day anybody wrote anything down: before it nobody was asked for rounds and meetings
	Begun   int64            // when the hall's data were set up, unix ms; 0 = not known, see AskedFor
	Now     time.Time        // its zone is the hall's
	Ended   bool             // waits nobody ended do not count at all, as in older versions
}

// Settle makes the half-hours of a day that have anything in them, in order, and its
// total (DOMAIN 6.2). Equal facts give equal figures, whatever the order of the
// entries.
//
// Counts come from patrols and the desk. A customer timed at the desk counts in the
// half-hour the ticket was taken in – but not between the first and the last
// half-hour of the ticket machine, which knows that customer already. One that was neither
// called nor given up waited, for the longest wait alone, as long as it was seen waiting:
// until the session ended or the hall closed, or until now.
func Settle(f DayFacts) ([]Cell, DayTotal) {
	s := settler{DayFacts: f, zone: f.Now.Location()}
	live := slices.DeleteFunc(Live(f.Entries), func(e Entry) bool { return e.Day != f.Day })
	slices.SortFunc(live, func(a, b Entry) int { return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.ID, b.ID)) })
	for i := range live {
		s.sample(&live[i])
		s.tick(&live[i])
	}
	s.flows(live)
	if s.works() {
		s.plan(live)
		s.outages()
	}
	return s.sum()
}

type settler struct {
	DayFacts
	zone  *time.Location
	slots [SlotsOfDay]Cell
	total DayTotal
}

// works says whether the hall was open on the day, and kept its day here.
func (s *settler) works() bool { return s.Day >= s.Since && s.Rules.Works(s.Day) }

func (s *settler) at(e *Entry) *Cell { return &s.slots[SlotOf(e.Time(s.zone))] }

// sample takes what somebody saw at one moment.
func (s *settler) sample(e *Entry) {
	switch e.Kind {
	case KindPatrol, KindCount, KindPost:
	default:
		return
	}
	c := s.at(e)
	if e.Waiting != nil {
		c.Samples++
		c.Waiting += *e.Waiting
	}
	if e.Open != nil {
		c.Counts++
		c.Open += *e.Open
		usable := len(s.Rules.Usable())
		if e.Usable != nil {
			usable = *e.Usable
		}
		c.Usable += max(usable, *e.Open)
	}
	if e.Waiting != nil && e.Open != nil {
		c.Crowded += flag(*e.Waiting > s.Rules.RatioAmber**e.Open)
		c.Packed += flag(*e.Waiting > s.Rules.RatioRed**e.Open)
	}
	if e.Oldest != nil {
		c.Oldests++
		c.Oldest = max(c.Oldest, *e.Oldest)
		c.Late += flag(*e.Oldest > s.Rules.WaitAmber)
		c.TooLate += flag(*e.Oldest > s.Rules.WaitRed)
	}
	if e.Yes != nil && e.Kind != KindCount {
		c.Posts++
		c.OnPost += flag(*e.Yes)
	}
	if e.Works != nil && e.Kind == KindPatrol {
		c.Rounds++
		c.Working += flag(*e.Works)
	}
}

// tick counts what belongs to the day and to no half-hour.
func (s *settler) tick(e *Entry) {
	t := &s.total
	switch e.Kind {
	case KindMeeting:
		if e.Topic != MorningMeeting {
			return
		}
		t.Meetings++
		t.MeetingMin += e.Minutes
		t.MeetingOK += flag(e.Minutes >= s.Rules.MeetingMinutes)
		t.Present += max(len(e.People), e.Present)
		t.Absent += max(len(e.Absent), e.Away)
	case KindDrill:
		t.Drills++
	case KindFault:
		t.Faults++
	case KindComplaint:
		t.Complaints++
		t.Solved += flag(e.Yes != nil && *e.Yes)
	case KindPraise:
		t.Praise++
	case KindSpecial:
		t.Special++
	case KindWelcome:
		t.Welcome++
	case KindCare:
		t.Care++
	case KindRequest:
		t.Requests++
	}
}

// flows puts the tickets in: those of the machine, and those timed at the desk where
// the machine says nothing.
func (s *settler) flows(live []Entry) {
	first, last := SlotsOfDay, -1
	for i, f := range s.Machine {
		if f.Tickets > 0 {
			first, last = min(first, i), i
			s.slots[i].Flow = f
			s.slots[i].Waits = slices.Clone(f.Waits)
		}
	}
	_, shut, _ := s.hours()
	for _, c := range timingsOf(live) {
		slot := SlotOf(time.UnixMilli(c.Begun()).In(s.zone))
		if slot >= first && slot <= last {
			continue
		}
		t := Ticket{Taken: c.Begun(), Abandoned: c.Abandoned > 0}
		if waited, ok := c.Waited(); ok {
			t.Called = t.Taken + waited.Milliseconds()
		}
		f := &s.slots[slot].Flow
		f.Take(t)
		if !s.Ended {
			f.WaitMax = max(f.WaitMax, int64(c.Seen(shut)/time.Second))
		}
		if served, ok := c.Served(); ok {
			f.serve(int64(served / time.Second))
		}
	}
	for i := range s.slots {
		f := &s.slots[i].Flow
		f.Over = f.Waits.Over(s.Rules.WaitAmber)
	}
}

// plan counts the rounds the day asked for: those of the rules, and those the plan of
// the day asked for in peak half-hours when it was first shown (KindPeaks). What was a
// peak by what is known later asks for nothing: what was missed stays missed. A round
// that can still be made in time counts neither way, as a meeting whose time is not past.
func (s *settler) plan(live []Entry) {
	for _, d := range AskedFor(PlanDay(s.Rules, nil, s.Day, live, s.Now), s.Day, s.Begun, s.zone) {
		if d.Kind != KindPatrol || d.State.Open() {
			continue
		}
		s.total.Due++
		s.total.Made += flag(d.State == StateDone)
		s.total.LateRounds += flag(d.State == StateLate)
		s.total.Skipped += flag(d.State == StateSkipped)
		s.total.Missed += flag(d.State == StateMissed)
	}
}

// Outage is one time a machine was down.
type Outage struct {
	From int64 // unix ms UTC
	To   int64 // 0 = still
}

// Outages are those of the entries, which are those of any days; ends without their
// faults do not count.
func Outages(entries []Entry) []Outage {
	live := Live(entries)
	ends := map[string]int64{}
	for i := range live {
		if e := &live[i]; e.Kind == KindFaultEnd && (ends[e.Ref] == 0 || e.At < ends[e.Ref]) {
			ends[e.Ref] = e.At
		}
	}
	var out []Outage
	for i := range live {
		if e := &live[i]; e.Kind == KindFault {
			out = append(out, Outage{From: e.At, To: ends[e.ID]})
		}
	}
	return out
}

// hours are when the hall opens, and when it shuts or, before that, now, unix ms; ok is
// false where it has not been open yet.
func (s *settler) hours() (opens, shut int64, ok bool) {
	day, err := time.ParseInLocation(time.DateOnly, s.Day, s.zone)
	if err != nil {
		return 0, 0, false
	}
	opens, shut = clockOf(day, s.Rules.Opens).UnixMilli(), min(clockOf(day, s.Rules.Closes).UnixMilli(), s.Now.UnixMilli())
	return opens, shut, shut > opens
}

// outages counts the minutes the hall was open, those of every machine that was down
// in them, and those in which any was.
func (s *settler) outages() {
	opens, closes, ok := s.hours()
	if !ok {
		return
	}
	const minute = 60_000
	s.total.Hours = int((closes - opens) / minute)
	list := slices.Clone(s.Outages)
	slices.SortFunc(list, func(a, b Outage) int { return cmp.Compare(a.From, b.From) })
	var down, broken int64
	covered := opens
	for _, o := range list {
		from, to := max(o.From, opens), closes
		if o.To > 0 {
			to = min(o.To, closes)
		}
		if to <= from {
			continue
		}
		down += (to - from) / minute
		broken += max(to-max(from, covered), 0)
		covered = max(covered, to)
	}
	s.total.Down, s.total.Broken = int(down), min(int(broken/minute), s.total.Hours)
}

// sum finishes the day.
func (s *settler) sum() ([]Cell, DayTotal) {
	var out []Cell
	t := &s.total
	missed := s.Rules.MeetingOver(s.Day, s.Now) && !overBefore(s.Day, s.Rules.Meeting+s.Rules.Grace, s.Begun, s.zone)
	t.Branch, t.Day, t.Works = s.Branch, s.Day, s.works() && (t.Meetings > 0 || missed)
	for i := range s.slots {
		c := &s.slots[i]
		if c.Empty() {
			continue
		}
		c.Branch, c.Day, c.Slot = s.Branch, s.Day, i
		t.Cell.Add(*c)
		t.Long += flag(c.Long())
		out = append(out, *c)
	}
	return out, s.total
}

// Empty says that nothing is known of the half-hour.
func (c *Cell) Empty() bool {
	return c.Samples == 0 && c.Counts == 0 && c.Oldests == 0 && c.Posts == 0 && c.Rounds == 0 && c.Tickets == 0
}

// Long says that the half-hour had a long queue: people per open window, an oldest
// ticket or a wait over its amber limit.
func (c *Cell) Long() bool { return c.Crowded > 0 || c.Late > 0 || c.Over > 0 }

// Measured says that the half-hour could have shown a long queue.
func (c *Cell) Measured() bool { return c.Samples > 0 || c.Oldests > 0 || c.Called > 0 }
