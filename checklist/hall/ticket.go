package hall

import "time"

// Ticket is one customer of the ticket machine. Times are unix ms UTC, 0 = not known.
type Ticket struct {
	Branch    string
	Number    string // on the slip, "" = the machine gives none
	Business  string // 个人, 对公 … as the machine calls it
	Window    int    // 0 = not known
	Taken     int64
	Called    int64
	Finished  int64
	Abandoned bool   // called without answer, or gone
	Source    string // the file it came from
}

// longestTicket is how long a ticket may take from the machine to the end at the
// window: longer is a mistake of the machine's clock.
const longestTicket = 16 * time.Hour

// wrong names the time of a ticket that cannot be: called or finished, when it is
// before what comes before it or far after; "" when all is well.
func (t *Ticket) wrong() string {
	after := func(later, sooner int64) bool { return later >= sooner && later-sooner <= longestTicket.Milliseconds() }
	switch {
	case t.Called != 0 && !after(t.Called, t.Taken):
		return "called"
	case t.Finished != 0 && !after(t.Finished, max(t.Called, t.Taken)):
		return "finished"
	}
	return ""
}

// Take counts a ticket. Its waiting is known when it was called, with answer or
// without; its handling when it was called and finished and not abandoned. Over stays
// as it is: it needs a limit (see Histogram.Over).
func (f *Flow) Take(t Ticket) {
	f.Tickets++
	if t.Abandoned {
		f.Abandoned++
	}
	if t.Called == 0 {
		return
	}
	wait := (t.Called - t.Taken) / 1000
	f.Called++
	f.WaitSum += wait
	f.WaitMax = max(f.WaitMax, wait)
	f.Waits.count(wait)
	if t.Finished > 0 && !t.Abandoned {
		f.serve((t.Finished - t.Called) / 1000)
	}
}

func (f *Flow) serve(seconds int64) {
	f.Served++
	f.ServeSum += seconds
}

// count puts one wait of so many seconds in.
func (h *Histogram) count(seconds int64) {
	k := int(min((seconds+59)/60, mostMinutes+1))
	for len(*h) <= k {
		*h = append(*h, 0)
	}
	(*h)[k]++
}

// Over counts the waits of more than so many minutes, at most mostMinutes.
func (h Histogram) Over(minutes int) int {
	n := 0
	for k := min(minutes, mostMinutes) + 1; k < len(h); k++ {
		n += h[k]
	}
	return n
}

// Percentile is the least number of minutes within which at least so many permille of
// the waits ended (nearest rank); ok is false without waits. The last minute stands
// for longer ones too.
func (h Histogram) Percentile(permille int) (minutes int, ok bool) {
	n := 0
	for _, c := range h {
		n += c
	}
	if n == 0 {
		return 0, false
	}
	rank, seen := max((n*permille+999)/1000, 1), 0
	for k, c := range h {
		if seen += c; seen >= rank {
			return k, true
		}
	}
	return len(h) - 1, true
}
