package hall

import (
	"slices"
	"strconv"
	"time"

	"hallcheck/checklist"
)

// Report is what one computer of a hall says to headquarters about one day: sums and
// the entries that may leave. The last revision counts.
type Report struct {
	Branch  string      `json:"branch"`
	Day     string      `json:"day"`
	Rev     int         `json:"rev"`
	Total   DayTotal    `json:"total"`
	Cells   []Cell      `json:"cells,omitempty"`
	Machine *MachineDay `json:"machine,omitempty"` // nil = no tickets of a machine were read
	Entries []Entry     `json:"entries,omitempty"` // those not sent before
}

// MachineDay says which tickets of a ticket machine are in the cells of a report:
// between From and To the flow of its cells is the machine's alone.
type MachineDay struct {
	From int      `json:"from"` // the first half-hour with a ticket
	To   int      `json:"to"`   // the last
	Seen []uint32 `json:"seen"` // made by a Seer, rising: two computers that share one read the same machine
}

// leaves says of the kinds that headquarters hears of what of their words goes along.
// Clocks, ticks and counts go as sums only; reminders, handovers and coaching notes
// stay in the hall.
var leaves = map[Kind]struct{ text, photos bool }{
	KindPatrol: {}, KindMeeting: {photos: true}, KindDrill: {text: true, photos: true}, KindFault: {text: true, photos: true}, KindFaultEnd: {text: true},
	KindComplaint: {}, KindComplaintEnd: {}, KindPraise: {}, KindSpecial: {}, KindCause: {}, KindRequest: {}, KindEvent: {text: true}, KindVoid: {},
}

// Leaving is the entry as headquarters gets it; ok is false when it stays in the hall.
// Names of staff and customers stay: of people there is the number (DOMAIN 9). What
// was said in a complaint, of praise or of a customer stays too, and so does what was
// typed where a word of a list is asked for.
func (e Entry) Leaving() (out Entry, ok bool) {
	l, ok := leaves[e.Kind]
	if !ok {
		return Entry{}, false
	}
	out = Entry{
		ID: e.ID, Branch: e.Branch, Day: e.Day, At: e.At, Kind: e.Kind, Ref: e.Ref, Instead: e.Instead, Window: e.Window,
		Waiting: e.Waiting, Open: e.Open, Usable: e.Usable, Oldest: e.Oldest, Yes: e.Yes, Works: e.Works, Minutes: e.Minutes,
		Topic: e.leavingTopic(), Due: e.Due,
		Present: max(e.Present, len(e.People)), Away: max(e.Away, len(e.Absent)),
	}
	if l.text {
		out.Text = e.Text
	}
	if e.Kind == KindCause {
		for _, cause := range e.Tags {
			if slices.Contains(Causes, cause) {
				out.Tags = append(out.Tags, cause)
			}
		}
	}
	if l.photos {
		for _, p := range e.Photos {
			out.Photos = append(out.Photos, p.Leaving())
		}
	}
	return out, true
}

// leavingTopic is the topic as headquarters gets it: of a device, a drill or an event
// as it was typed, otherwise one of its list; "other" for one that is not in it, where
// there is such a word.
func (e *Entry) leavingTopic() string {
	var list []string
	switch e.Kind {
	case KindFault, KindDrill, KindEvent:
		return e.Topic
	case KindMeeting:
		list = []string{MorningMeeting, EveningMeeting}
	case KindComplaint:
		list = Complaints()
	case KindPraise:
		list = Praises()
	case KindSpecial:
		list = Specials()
	}
	for _, topic := range []string{e.Topic, "other"} {
		if slices.Contains(list, topic) {
			return topic
		}
	}
	return ""
}

// EachPhoto visits the photos of the entries.
func (r *Report) EachPhoto(visit func(*checklist.PhotoRef)) {
	for i := range r.Entries {
		for k := range r.Entries[i].Photos {
			visit(&r.Entries[i].Photos[k])
		}
	}
}

// mostEntries bounds a report: a tap every two seconds for a whole day.
const mostEntries = 50_000

// Check says whether the report can be one: code hall.report with the part that is
// wrong.
func (r *Report) Check() error {
	bad := func(part string) error { return checklist.Fail("hall.report", "part", part) }
	if _, err := time.Parse(time.DateOnly, r.Day); err != nil || r.Branch == "" || r.Rev < 1 {
		return bad("day " + r.Day)
	}
	if r.Total.Branch != r.Branch || r.Total.Day != r.Day || r.Total.least() < 0 || r.Total.most() > mostSum || !r.Total.sane() {
		return bad("total")
	}
	last := -1
	for i := range r.Cells {
		c := &r.Cells[i]
		if c.Branch != r.Branch || c.Day != r.Day || c.Slot <= last || c.Slot >= SlotsOfDay || !c.sane() {
			return bad("slot " + strconv.Itoa(c.Slot))
		}
		last = c.Slot
	}
	if r.Machine != nil && !r.Machine.Fits(r.Cells) {
		return bad("machine")
	}
	if len(r.Entries) > mostEntries {
		return bad("entries")
	}
	for i := range r.Entries {
		e := &r.Entries[i]
		if _, ok := leaves[e.Kind]; !ok || e.ID == "" || e.Branch != r.Branch || e.Day != r.Day || e.checkLimits() != nil {
			return bad("entry " + e.ID)
		}
	}
	return nil
}

// mostSum bounds every count of a day, and mostSeconds its seconds, so that those of all
// halls over years can be added up.
const (
	mostSum     = 1_000_000_000
	mostSeconds = 1_000_000_000_000
)

// counts are the day's own.
func (t *DayTotal) counts() []int {
	return []int{
		t.Due, t.Made, t.Missed, t.LateRounds, t.Skipped, t.Meetings, t.MeetingMin, t.MeetingOK, t.Present, t.Absent, t.Drills, t.Faults, t.Down, t.Broken, t.Hours,
		t.Complaints, t.Solved, t.Praise, t.Special, t.Welcome, t.Care, t.Requests, t.Long,
	}
}

func (t *DayTotal) least() int { return slices.Min(t.counts()) }

func (t *DayTotal) most() int { return slices.Max(t.counts()) }

// sane says that nothing is negative or endless, and no part is more than its whole.
func (c *Cell) sane() bool {
	counts := []int{
		c.Samples, c.Waiting, c.Counts, c.Open, c.Usable, c.Crowded, c.Packed, c.Oldests, c.Oldest, c.Late, c.TooLate, c.Posts, c.OnPost, c.Rounds, c.Working,
		c.Tickets, c.Abandoned, c.Called, c.Over, c.Served,
	}
	counts = append(counts, c.Waits...)
	seconds := []int64{c.WaitSum, c.WaitMax, c.ServeSum}
	return slices.Min(counts) >= 0 && slices.Max(counts) <= mostSum && slices.Min(seconds) >= 0 && slices.Max(seconds) <= mostSeconds &&
		c.OnPost <= c.Posts && c.Working <= c.Rounds && c.Late <= c.Oldests && c.Over <= c.Called && c.Abandoned <= c.Tickets && len(c.Waits) <= mostMinutes+2
}
