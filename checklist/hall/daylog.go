package hall

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// LogHour is a line of the day log's table: what one hour of the hall came to.
type LogHour struct {
	From    int // minutes after midnight, clipped to the hall's hours
	To      int
	Samples int
	Waiting int // mean people waiting in thousandths, -1 = nobody counted
	Open    int // mean open windows in thousandths, -1 = not known
	Longest int // minutes the longest wait took, -1 = not known
	Tickets int
}

// LogPatrol is a patrol of the day with how its plan stood.
type LogPatrol struct {
	Entry
	Red int // failed items, -1 = not known here
}

// DayLog is the day of a hall as its log (大堂日志) tells it; everything comes from the
// day's entries.
type DayLog struct {
	Day     string
	Works   bool
	Weather string
	Heads   int // customers, -1 = neither counted nor ticketed
	Hours   []LogHour
	Duties  []Duty
	Patrols []LogPatrol

	Meetings    []Entry
	Faults      []Case // of the day, and those of earlier days not ended before it
	Complaints  []Case
	Praise      []Entry
	Special     []Entry
	Emergencies []Entry
	Drills      []Entry
	Causes      []Entry
	Requests    []Entry
	Notes       []Entry // activities, transfers, remarks
	Handovers   []Entry
	Read        map[string]Entry // who read a handover and when, by its id
	Carry       []string         // carry-over written down
	Open        []Case           // what goes over to tomorrow by itself: open faults and complaints, events to come

	Welcome, Care int // ticks
	Total         DayTotal
}

// NewDayLog puts the log of a day together at now. earlier are the cases of the days
// before that were still open; cells, total and duties are those of the day; red says
// how many items of a patrol's inspection failed.
func NewDayLog(day string, rules Rules, entries, earlier []Entry, cells []Cell, total DayTotal, duties []Duty, red map[string]int, now time.Time) DayLog {
	l := DayLog{Day: day, Works: rules.Works(day), Heads: -1, Duties: duties, Total: total, Hours: logHours(rules, cells)}
	entries = slices.Clone(entries)
	slices.SortStableFunc(entries, func(a, b Entry) int { return cmp.Compare(a.At, b.At) })
	for _, e := range Live(entries) {
		l.take(e, red)
	}
	if n := machineTickets(cells); n > 0 && l.Heads < 0 {
		l.Heads = n
	}
	all := slices.Concat(earlier, entries)
	seen := map[string]bool{}
	all = slices.DeleteFunc(all, func(e Entry) bool { was := seen[e.ID]; seen[e.ID] = true; return was })
	l.Faults = Cases(all, rules, now, KindFault)
	l.Complaints = Cases(all, rules, now, KindComplaint)
	for _, list := range [][]Case{l.Faults, l.Complaints} { // as the day went
		slices.SortStableFunc(list, func(a, b Case) int { return cmp.Compare(a.At, b.At) })
	}
	for _, c := range slices.Concat(l.Faults, l.Complaints) {
		if c.Open() {
			l.Open = append(l.Open, c)
		}
	}
	for _, c := range Cases(all, rules, now, KindEvent) {
		if c.Due > day {
			l.Open = append(l.Open, c)
		}
	}
	return l
}

func (l *DayLog) take(e Entry, red map[string]int) {
	switch e.Kind {
	case KindPatrol:
		n, ok := red[e.Ref]
		if !ok {
			n = -1
		}
		l.Patrols = append(l.Patrols, LogPatrol{e, n})
	case KindMeeting:
		l.Meetings = append(l.Meetings, e)
	case KindPraise:
		l.Praise = append(l.Praise, e)
	case KindSpecial:
		l.Special = append(l.Special, e)
	case KindDrill:
		l.Drills = append(l.Drills, e)
	case KindCause:
		l.Causes = append(l.Causes, e)
	case KindRequest:
		l.Requests = append(l.Requests, e)
	case KindHandover:
		l.Handovers = append(l.Handovers, e)
	case KindHandoverRead:
		if l.Read == nil {
			l.Read = map[string]Entry{}
		}
		l.Read[e.Ref] = e
	case KindWelcome:
		l.Welcome++
	case KindCare:
		l.Care++
	case KindNote:
		l.note(e)
	}
}

// note puts a remark where the log has a place for it; of weather and heads the last
// one counts.
func (l *DayLog) note(e Entry) {
	switch {
	case e.Topic == TopicWeather:
		l.Weather = e.Text
	case e.Topic == TopicHeads && e.Waiting != nil:
		l.Heads = *e.Waiting
	case e.Topic == TopicCarry:
		l.Carry = append(l.Carry, e.Text)
	case strings.HasPrefix(e.Topic, EmergencyTopic):
		l.Emergencies = append(l.Emergencies, e)
	default:
		l.Notes = append(l.Notes, e)
	}
}

// machineTickets counts what the ticket machine gave out: who was timed at the desk is
// not everybody who came.
func machineTickets(cells []Cell) (n int) {
	for _, c := range cells {
		if c.Machine {
			n += c.Tickets
		}
	}
	return n
}

// logHours puts the half-hours of the hall's opening two and two together. What was
// counted before the doors opened is in the line of its patrol, not in the first hour.
func logHours(rules Rules, cells []Cell) []LogHour {
	var out []LogHour
	for from := rules.Opens / 60 * 60; from < rules.Closes; from += 60 {
		h := LogHour{From: max(from, rules.Opens), To: min(from+60, rules.Closes), Waiting: -1, Open: -1, Longest: -1}
		var sum Cell
		for _, c := range cells {
			if at := c.Slot * SlotMinutes; at+SlotMinutes > h.From && at < h.To {
				sum.Add(c)
			}
		}
		h.Samples, h.Tickets = sum.Samples, sum.Tickets
		if sum.Samples > 0 {
			h.Waiting = sum.Waiting * 1000 / sum.Samples
		}
		if sum.Counts > 0 {
			h.Open = sum.Open * 1000 / sum.Counts
		}
		if sum.Oldests > 0 {
			h.Longest = sum.Oldest
		}
		if sum.Called > 0 || sum.WaitMax > 0 {
			h.Longest = max(h.Longest, int((sum.WaitMax+59)/60))
		}
		out = append(out, h)
	}
	return out
}

// Carried are, of the entries before and after a day, those its log needs: the cases
// begun before the day and not ended before it, events announced earlier, and every
// end and taking back of them.
func Carried(entries []Entry, day string) []Entry {
	var out []Entry
	for _, c := range Cases(entries, Rules{}, time.Time{}, KindFault, KindComplaint, KindEvent) {
		over := c.Kind == KindComplaint && c.SolvedAtOnce() || c.Kind == KindEvent && c.Due < day || c.End != nil && c.End.Day < day
		if c.Day < day && !over {
			out = append(out, c.Entry)
		}
	}
	for _, e := range Live(entries) {
		if _, ok := ends[e.Kind]; ok {
			out = append(out, e)
		}
	}
	return out
}
