package hall

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Timing is one customer timed at the desk: the ticket that was taken, the call to a
// window, the end there. What was not timed is 0.
type Timing struct {
	Wait, Call, End string // ids of the entries

	Ticket    string
	Business  string
	Window    int   // 0 = not called yet
	Taken     int64 // unix ms UTC; 0 = the waiting was not timed
	Called    int64 // 0 = not called, or its call was not timed
	Finished  int64 // 0 = still running, or left running
	Abandoned int64 // when the ticket was given up, 0 = it was not
	Stopped   int64 // when a session ended while it waited, 0 = none did
	Left      bool  // still ran when the session ended, or when the next was called there: its end is not known
}

// Waits says whether the waiting clock runs.
func (c *Timing) Waits() bool { return c.Call == "" && c.End == "" && c.Taken > 0 && !c.Left }

// Serves says whether the handling clock runs.
func (c *Timing) Serves() bool { return c.Called > 0 && c.End == "" && !c.Left }

// Waited is from ticket to call; ok is false when one of them is not known.
func (c *Timing) Waited() (d time.Duration, ok bool) {
	if c.Taken == 0 || c.Called == 0 {
		return 0, false
	}
	return span(c.Taken, c.Called), true
}

// Seen is how long a ticket that was neither called nor given up was seen waiting: until
// its session ended, or else until the moment until, unix ms UTC; 0 for any other.
func (c *Timing) Seen(until int64) time.Duration {
	if c.Taken == 0 || c.Call != "" || c.End != "" {
		return 0
	}
	if c.Stopped > 0 {
		until = min(until, c.Stopped)
	}
	return span(c.Taken, until)
}

// Served is from call to end; ok is false when one of them is not known.
func (c *Timing) Served() (d time.Duration, ok bool) {
	if c.Called == 0 || c.Finished == 0 {
		return 0, false
	}
	return span(c.Called, c.Finished), true
}

// Begun is when the first of its clocks started, unix ms UTC.
func (c *Timing) Begun() int64 {
	if c.Taken > 0 {
		return c.Taken
	}
	if c.Called > 0 {
		return c.Called
	}
	return c.Abandoned
}

// span is the time between two moments; a clock that was set back makes it 0.
func span(from, to int64) time.Duration {
	return time.Duration(max(to-from, 0)) * time.Millisecond
}

// Timings are the customers of a day timed at the desk, in the order they began. The
// entries are those of the day, as read; what was taken back does not count, nor does
// what belongs to something taken back.
func Timings(entries []Entry) []Timing { return timingsOf(Live(entries)) }

func timingsOf(live []Entry) []Timing {
	f := timingFold{waits: map[string]*Timing{}, calls: map[string]*Timing{}}
	for i := range live { // what belongs to another may stand before it when both are of one moment
		f.begin(&live[i])
	}
	for i := range live {
		f.call(&live[i])
	}
	for i := range live {
		f.end(&live[i])
	}
	f.leave(live)
	out := make([]Timing, len(f.all))
	for i, c := range f.all {
		out[i] = *c
	}
	slices.SortStableFunc(out, func(a, b Timing) int { return cmp.Compare(a.Begun(), b.Begun()) })
	return out
}

type timingFold struct {
	all          []*Timing
	waits, calls map[string]*Timing // by the entry's id
}

func (f *timingFold) add(c *Timing) *Timing { f.all = append(f.all, c); return c }

func (f *timingFold) begin(e *Entry) {
	if e.Kind == KindWait {
		f.waits[e.ID] = f.add(&Timing{Wait: e.ID, Ticket: e.Ticket, Business: e.Business, Taken: e.At})
	}
}

func (f *timingFold) call(e *Entry) {
	if e.Kind != KindCall {
		return
	}
	c := f.waits[e.Ref]
	if c == nil || c.Call != "" { // not timed before, or taken back, or called twice
		c = f.add(&Timing{})
	}
	c.Call, c.Called, c.Window = e.ID, e.At, e.Window
	c.Ticket, c.Business = cmp.Or(e.Ticket, c.Ticket), cmp.Or(e.Business, c.Business)
	f.calls[e.ID] = c
}

func (f *timingFold) end(e *Entry) {
	switch e.Kind {
	case KindDone:
		if c := f.calls[e.Ref]; c != nil && c.End == "" {
			c.End, c.Finished = e.ID, e.At
		}
	case KindAbandoned:
		c := cmp.Or(f.calls[e.Ref], f.waits[e.Ref])
		if c == nil || c.End != "" {
			c = f.add(&Timing{Ticket: e.Ticket, Business: e.Business, Window: e.Window})
		}
		c.End, c.Abandoned = e.ID, e.At
	}
}

// leave stops what nobody will stop any more: clocks that ran when a session ended,
// and at a window all but the last call.
func (f *timingFold) leave(live []Entry) {
	last := map[int]int64{}
	for _, c := range f.all {
		last[c.Window] = max(last[c.Window], c.Called)
	}
	var over int64
	for i := range live {
		e := &live[i]
		if e.Kind != KindSession || e.affirms() {
			continue
		}
		over = max(over, e.At)
		for _, c := range f.all {
			if c.Waits() && c.Taken <= e.At && (c.Stopped == 0 || e.At < c.Stopped) {
				c.Stopped = e.At
			}
		}
	}
	for _, c := range f.all {
		c.Left = c.Waits() && c.Taken <= over || c.Serves() && (c.Called <= over || c.Called < last[c.Window])
	}
}

// NextTicket suggests the number after one, "A071" → "A072"; digits keep their count.
// It is "" for a number that does not end in digits.
func NextTicket(number string) string {
	head := strings.TrimRight(number, "0123456789")
	digits := number[len(head):]
	if digits == "" || len(digits) > 9 {
		return ""
	}
	n, err := strconv.Atoi(digits)
	if err != nil {
		return ""
	}
	next := strconv.Itoa(n + 1)
	return head + strings.Repeat("0", max(len(digits)-len(next), 0)) + next
}
