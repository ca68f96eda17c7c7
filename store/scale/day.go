package scale

import (
	"strconv"
	"time"

	desk "hallcheck/checklist/hall"
)

// The shares the days of halls follow, of 1000.
const (
	machines = 250 // halls with a ticket machine
	unmet    = 30  // days without a morning meeting
	rushed   = 200 // halls with half-hours that are crowded week after week
	drilled  = 60  // days with a drill
	objected = 40  // days with a complaint
	broke    = 20  // days with a fault of a machine
	skipped  = 60  // rounds nobody made
)

// customs is how a hall's days go, the same in every month.
type customs struct {
	rules   desk.Rules
	machine bool
	mean    int                   // people waiting on a quiet round
	rush    map[time.Weekday]bool // weekdays whose round of ten o'clock is crowded
}

func (g *Generator) customs(h *hall) customs {
	d := g.dice(h.no, 1<<18)
	c := customs{rules: desk.DefaultRules(), machine: d.chance(machines), mean: 2 + d.IntN(9), rush: map[time.Weekday]bool{}}
	c.rules.Days = []int{1, 2, 3, 4, 5}
	if d.chance(rushed) {
		for range 1 + d.IntN(2) {
			c.rush[time.Weekday(1+d.IntN(5))] = true
		}
	}
	return c
}

// days are what the computer of a hall says of the working days of a month.
func (g *Generator) days(h *hall, m int) (out []desk.Report) {
	first, c := g.month(m), g.customs(h)
	d := g.dice(h.no, 1<<18+1+m)
	for day := first; day.Month() == first.Month(); day = day.AddDate(0, 0, 1) {
		if !c.rules.Works(day.Format(time.DateOnly)) {
			continue
		}
		l := lobby{Generator: g, customs: c, dice: d, h: h, day: day}
		out = append(out, l.report())
	}
	return out
}

// lobby makes one day of a hall.
type lobby struct {
	*Generator
	customs
	dice
	h       *hall
	day     time.Time
	entries []desk.Entry
}

// report is the day as the hall would send it: settled from its entries.
func (l *lobby) report() desk.Report {
	day := l.day.Format(time.DateOnly)
	l.rounds()
	if !l.chance(unmet) {
		l.add(l.rules.Meeting, desk.Entry{Kind: desk.KindMeeting, Topic: desk.MorningMeeting, Minutes: 8 + l.IntN(10), Present: 5 + l.IntN(4), Away: l.IntN(2)})
	}
	l.cases()
	facts := desk.DayFacts{Branch: l.h.Code, Day: day, Entries: l.entries, Outages: desk.Outages(l.entries), Rules: l.rules, Now: l.day.AddDate(0, 0, 1)}
	if l.machine {
		l.tickets(&facts.Machine)
	}
	r := desk.Report{Branch: l.h.Code, Day: day, Rev: 1}
	r.Cells, r.Total = desk.Settle(facts)
	for _, e := range l.entries {
		if out, ok := e.Leaving(); ok {
			r.Entries = append(r.Entries, out)
		}
	}
	return r
}

// add writes an entry at some minutes after midnight.
func (l *lobby) add(minute int, e desk.Entry) string {
	e.ID, e.Branch, e.Day, e.By = l.id(), l.h.Code, l.day.Format(time.DateOnly), l.h.manager.Name
	e.At = l.day.Add(time.Duration(minute) * time.Minute).UnixMilli()
	l.entries = append(l.entries, e)
	return e.ID
}

// rounds are the patrols of the day; the one at ten sees the rush.
func (l *lobby) rounds() {
	for _, at := range l.rules.Rounds {
		if l.chance(skipped) {
			continue
		}
		waiting, windows, oldest := l.IntN(2*l.mean+1), 3+l.IntN(3), l.IntN(12)
		if at == 10*60 && l.rush[l.day.Weekday()] && !l.chance(200) {
			waiting, oldest = 20+l.IntN(30), 12+l.IntN(25)
		}
		on, works := !l.chance(70), !l.chance(50)
		l.add(at+l.IntN(20), desk.Entry{Kind: desk.KindPatrol, Ref: l.id(), Waiting: &waiting, Open: &windows, Oldest: &oldest, Yes: &on, Works: &works})
	}
}

// cases are what does not happen every day.
func (l *lobby) cases() {
	if l.chance(drilled) {
		l.add(8*60+40, desk.Entry{Kind: desk.KindDrill, Topic: pick(l.dice, desk.Emergencies()), Present: 4 + l.IntN(5)})
	}
	if l.chance(objected) {
		at, solved := 9*60+l.IntN(400), l.chance(700)
		id := l.add(at, desk.Entry{Kind: desk.KindComplaint, Topic: pick(l.dice, desk.Complaints()), Yes: &solved})
		l.add(at+20, desk.Entry{Kind: desk.KindComplaintEnd, Ref: id})
	}
	if l.chance(broke) {
		at := 9*60 + l.IntN(300)
		id := l.add(at, desk.Entry{Kind: desk.KindFault, Topic: "atm", Text: pick(l.dice, l.Notes)})
		l.add(at+30+l.IntN(90), desk.Entry{Kind: desk.KindFaultEnd, Ref: id, Text: pick(l.dice, l.Fixed)})
	}
}

// tickets are what the ticket machine says of the half-hours the hall is open.
func (l *lobby) tickets(slots *[desk.SlotsOfDay]desk.Flow) {
	for slot := l.rules.Opens / desk.SlotMinutes; slot*desk.SlotMinutes < l.rules.Closes; slot++ {
		busy := 3 + l.IntN(2*l.mean)
		if slot == 20 && l.rush[l.day.Weekday()] {
			busy += 15
		}
		at := l.day.Add(time.Duration(slot*desk.SlotMinutes) * time.Minute).UnixMilli()
		for n := range busy {
			t := desk.Ticket{Number: "A" + strconv.Itoa(n), Taken: at + int64(n)*60_000, Abandoned: l.chance(40)}
			if !t.Abandoned {
				t.Called = t.Taken + int64(30+l.IntN(60*busy/2+1))*1000
				t.Finished = t.Called + int64(60+l.IntN(400))*1000
			}
			slots[slot].Take(t)
		}
	}
}

// said is whether the bundle says anything: a silent hall's does not.
func (b *Bundle) said() bool { return len(b.Inspections)+len(b.Loop.Hall) > 0 }

// Hall says what of the days of halls a generator makes.
type Hall string

// What bundles hold besides, or instead of, inspections.
const (
	NoHall   Hall = ""     // records only
	HallAlso Hall = "also" // records, and the days of the hall
	HallOnly Hall = "only" // days of the hall only
)
