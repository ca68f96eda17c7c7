package hall

import (
	"cmp"
	"slices"
	"time"
)

// State says how a duty of the day stands.
type State string

// The states of a duty. What was missed stays missed: only a patrol begun before the
// next one's time can still make it late, and no reason written afterwards helps.
const (
	StateLater   State = "later"   // not yet
	StateSoon    State = "soon"    // in the next ten minutes
	StateDue     State = "due"     // now
	StateDone    State = "done"    // in time
	StateLate    State = "late"    // done, too late
	StateMissed  State = "missed"  // its time is over
	StateSnoozed State = "snoozed" // due, reminder put off
	StateSkipped State = "skipped" // will not be done, with a reason given in time
)

// Settled says that nothing is left to do.
func (s State) Settled() bool { return s == StateDone || s == StateLate || s == StateSkipped }

// Open says that it can still be done in time.
func (s State) Open() bool {
	return s == StateLater || s == StateSoon || s == StateDue || s == StateSnoozed
}

// What a duty is for, besides its kind.
const (
	PartOpening = "opening"
	PartMeeting = "meeting"
	PartRound   = "round"
	PartPeak    = "peak" // asked for by a peak half-hour
	PartNoon    = "noon"
	PartClosing = "closing"
)

// Duty is something a day asks for.
type Duty struct {
	Key    string // "patrol@10:00": the Topic of its snoozes and skips
	Kind   Kind   // KindPatrol or KindMeeting
	Part   string // PartOpening …
	Minute int    // when it is due, minutes after midnight
	Limit  int    // the last minute that counts as in time
	From   int    // the first minute a patrol counts for it
	State  State
	At     int64  // when it was begun, unix ms, 0 = not
	Ref    string // the inspection it was done with
	Until  int64  // put off until, unix ms
	Text   string // why it is skipped
}

// leadMinutes is how long before its time a duty is soon.
const leadMinutes = 10

// noonFrom and noonTo bound the noon band (DOMAIN 5.1).
const (
	noonFrom = 11*60 + 30
	noonTo   = 13*60 + 30
)

// PlanDay says what a day, yyyy-mm-dd, asks for, in order of time, and how each of it
// stands at now: the patrols of the rules' rounds, denser in peak half-hours (peak may
// be nil), and the morning meeting; nothing on a day the hall is shut. Entries are those
// of the day; minutes are of now's time zone. A patrol counts for one duty only: the one
// whose turn it was when it began.
func PlanDay(rules Rules, peak func(slot int) bool, day string, entries []Entry, now time.Time) []Duty {
	if !rules.Works(day) {
		return nil
	}
	p := planner{day: day, now: now, minute: minuteOf(now)}
	if today := now.Format(time.DateOnly); day < today {
		p.minute = 24 * 60
	} else if day > today {
		p.minute = -24 * 60
	}
	p.entries = slices.DeleteFunc(Live(entries), func(e Entry) bool { return e.Day != day })
	if fixed := Peaking(p.entries); fixed != nil {
		peak = func(slot int) bool { return slices.Contains(fixed.Tags, Clock(slot*SlotMinutes)) }
	}
	out := duties(rules, peak)
	for i := range out {
		p.settle(&out[i], windowEnd(out, i))
	}
	return out
}

// Peaking is the entry that fixed the peak half-hours of a day, nil = none did. Of two
// computers' the first counts.
func Peaking(live []Entry) *Entry {
	var first *Entry
	for i := range live {
		e := &live[i]
		if e.Kind == KindPeaks && (first == nil || cmp.Or(cmp.Compare(e.At, first.At), cmp.Compare(e.ID, first.ID)) < 0) {
			first = e
		}
	}
	return first
}

// FixPeaks is the entry that fixes the peak half-hours of a day from the half-hour of
// now on: what was over before its plan was first shown was asked of nobody.
func FixPeaks(rules Rules, peak func(slot int) bool, now time.Time) Entry {
	e := Entry{Kind: KindPeaks, At: now.UnixMilli()}
	for slot := SlotOf(now); slot*SlotMinutes < rules.Closes; slot++ {
		if peak(slot) {
			e.Tags = append(e.Tags, Clock(slot*SlotMinutes))
		}
	}
	return e
}

// duties are those of the rules, without their states.
func duties(rules Rules, peak func(slot int) bool) []Duty {
	var out []Duty
	for _, r := range rounds(rules, peak) {
		r.Kind, r.Key = KindPatrol, string(KindPatrol)+"@"+Clock(r.Minute)
		out = append(out, r)
	}
	for i := range out {
		early := rules.Grace
		if i > 0 {
			early = min(early, (out[i].Minute-out[i-1].Minute)/2)
		}
		out[i].From = out[i].Minute - early
	}
	if rules.Daily != "" {
		m := Duty{Kind: KindMeeting, Key: string(KindMeeting) + "@" + Clock(rules.Meeting), Part: PartMeeting, Minute: rules.Meeting}
		out = append(out, m)
	}
	for i := range out {
		out[i].Limit = out[i].Minute + rules.Grace
	}
	slices.SortStableFunc(out, func(a, b Duty) int { return a.Minute - b.Minute })
	return out
}

// rounds are the patrols a day asks for: those of the rules, and in every stretch of
// Dense minutes that has a peak half-hour one more, unless another one is near.
func rounds(rules Rules, peak func(slot int) bool) []Duty {
	if rules.Patrol == "" || len(rules.Rounds) == 0 {
		return nil
	}
	fixed := slices.Clone(rules.Rounds)
	slices.Sort(fixed)
	fixed = slices.Compact(fixed)
	var out []Duty
	for i, m := range fixed {
		part := PartRound
		switch {
		case i == 0:
			part = PartOpening
		case i == len(fixed)-1:
			part = PartClosing
		case m >= noonFrom && m < noonTo:
			part = PartNoon
		}
		out = append(out, Duty{Minute: m, Part: part})
	}
	for _, m := range peakMinutes(rules, peak) {
		near := func(d Duty) bool { return 2*max(m-d.Minute, d.Minute-m) < rules.Dense }
		if !slices.ContainsFunc(out, near) {
			out = append(out, Duty{Minute: m, Part: PartPeak})
		}
	}
	slices.SortFunc(out, func(a, b Duty) int { return a.Minute - b.Minute })
	return out
}

// peakMinutes is, for every stretch of Dense minutes while the hall is open, the first
// minute of it that is in a peak half-hour.
func peakMinutes(rules Rules, peak func(slot int) bool) []int {
	if peak == nil || rules.Dense <= 0 {
		return nil
	}
	var out []int
	for from := rules.Opens / rules.Dense * rules.Dense; from < rules.Closes; from += rules.Dense {
		for m := max(from, rules.Opens); m < min(from+rules.Dense, rules.Closes); m++ {
			if peak(m / SlotMinutes) {
				out = append(out, m)
				break
			}
		}
	}
	return out
}

// windowEnd is the minute from which a patrol counts for the next duty of the kind.
func windowEnd(list []Duty, i int) int {
	for _, d := range list[i+1:] {
		if d.Kind == list[i].Kind {
			return d.From
		}
	}
	return 24 * 60
}

// planner settles the duties of one day.
type planner struct {
	day     string
	now     time.Time
	minute  int // of now, far off on another day
	entries []Entry
}

func (p *planner) settle(d *Duty, end int) {
	if e, begun := p.doneBy(d, end); e != nil {
		d.At, d.Ref, d.State = begun.UnixMilli(), e.Ref, StateDone
		if minuteOf(begun) > d.Limit {
			d.State = StateLate
		}
		return
	}
	var snooze int64
	for i := range p.entries {
		switch e := &p.entries[i]; {
		case e.Topic != d.Key:
		case e.Kind == KindSkip && minuteOf(e.Time(p.now.Location())) <= d.Limit:
			d.Text, d.State = e.Text, StateSkipped
			return
		case e.Kind == KindSnooze:
			snooze = max(snooze, e.Until)
		}
	}
	d.Until = snooze
	switch {
	case p.minute > d.Limit:
		d.State = StateMissed
	case p.now.UnixMilli() < snooze:
		d.State = StateSnoozed
	case p.minute >= d.Minute:
		d.State = StateDue
	case p.minute >= d.Minute-leadMinutes:
		d.State = StateSoon
	default:
		d.State = StateLater
	}
}

// doneBy is the first entry that does the duty, and when it was begun.
func (p *planner) doneBy(d *Duty, end int) (*Entry, time.Time) {
	for i := range p.entries {
		e := &p.entries[i]
		begun := e.Time(p.now.Location())
		if d.Kind == KindMeeting && e.Kind == KindMeeting && e.Topic == MorningMeeting {
			return e, begun
		}
		if m := minuteOf(begun); d.Kind == KindPatrol && e.Kind == KindPatrol && m >= d.From && m < end {
			return e, begun
		}
	}
	return nil, time.Time{}
}

func minuteOf(t time.Time) int { return t.Hour()*60 + t.Minute() }

// Plan is a day as the hall's people see it.
type Plan struct {
	Day       string
	Now       time.Time
	Rules     Rules
	Works     bool // the hall is open on the day
	Duties    []Duty
	Past      bool       // all the day asked for was over before the hall's data were set up
	Draft     string     // the open patrol of the day, "" = none
	Shifts    []Shift    // of the day
	Handovers []Handover // of the day and the two before
}

// Due lists the duties whose time has come and nobody put off.
func (p *Plan) Due() []Duty {
	var out []Duty
	for _, d := range p.Duties {
		if d.State == StateDue {
			out = append(out, d)
		}
	}
	return out
}
