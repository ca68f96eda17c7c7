package desk

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"hallcheck/checklist/hall"
	"hallcheck/ui/shell"
)

func yes() *bool { v := true; return &v }
func no() *bool  { v := false; return &v }

// begin starts a session, or ends the one that runs.
func (p *page) begin() {
	if p.scene == nil {
		return
	}
	if !p.scene.Session.Runs() {
		p.add(hall.Entry{Kind: hall.KindSession, Yes: yes()})
		p.remember(p.day)
		return
	}
	running := len(p.scene.Waits)
	for _, w := range p.scene.Windows {
		if w.Now != nil {
			running++
		}
	}
	long := p.long(p.scene.Session.Long(p.s.Now()))
	p.add(hall.Entry{Kind: hall.KindSession, Yes: no()})
	p.remember("")
	word := p.s.T("desk.ended", "long", long)
	if running > 0 {
		word = p.s.T("desk.endedRunning", "long", long, "n", strconv.Itoa(running))
	}
	id := p.entries[len(p.entries)-1].ID
	p.s.Toast(word, func() { p.void(id); p.remember(p.day) })
}

// window does what a window's key means: stops its clock, or starts it – for the ticket
// chosen among those that wait, if one is; a closed window is opened.
func (p *page) window(n int) {
	w, ok := p.scene.Window(n)
	if !ok {
		p.s.Hint(p.s.T("desk.noWindow", "n", strconv.Itoa(n)))
		return
	}
	wait := p.chosenWait()
	switch {
	case w.Now != nil && wait == nil:
		p.add(hall.Entry{Kind: hall.KindDone, Ref: w.Now.Call, Window: n, Ticket: w.Now.Ticket, Business: w.Now.Business})
	case w.Now == nil && wait == nil && !w.Open:
		p.add(hall.Entry{Kind: hall.KindWindow, Window: n, Yes: yes()})
		p.s.Hint(p.s.T("desk.openedNow", "n", strconv.Itoa(n)))
	default:
		p.call(w, wait, "")
	}
}

// call calls a ticket to a window; who is still there is finished.
func (p *page) call(w hall.Stand, wait *hall.Timing, ticket string) {
	e := hall.Entry{Kind: hall.KindCall, Window: w.No, Ticket: ticket, Business: w.Business}
	if wait != nil {
		e.Ref, e.Ticket = wait.Wait, wait.Ticket
		if wait.Business != "" {
			e.Business = wait.Business
		}
	}
	p.chosen = ""
	if w.Now != nil {
		p.add(hall.Entry{Kind: hall.KindDone, Ref: w.Now.Call, Window: w.No, Ticket: w.Now.Ticket, Business: w.Now.Business}, e)
		return
	}
	p.add(e)
}

// chosenWait is the ticket chosen among those that wait, nil = none.
func (p *page) chosenWait() *hall.Timing {
	for i := range p.scene.Waits {
		if p.scene.Waits[i].Wait == p.chosen {
			return &p.scene.Waits[i]
		}
	}
	return nil
}

// take starts the waiting clock of a ticket; "" = the number is not known.
func (p *page) take(ticket string) {
	if ticket != "" {
		p.last = ticket
	}
	p.add(hall.Entry{Kind: hall.KindWait, Ticket: ticket})
}

// next is the ticket number that follows the one used last.
func (p *page) next() string { return hall.NextTicket(p.last) }

// typed takes what was written in the field of numbers: "A071" was taken now; "A071 3"
// is called to window 3, or names the customer who is there without a number.
func (p *page) typed(text string) {
	fields := strings.Fields(strings.ToUpper(strings.ReplaceAll(text, "　", " ")))
	switch {
	case len(fields) == 0:
		p.take(p.next())
		return
	case len(fields) == 1:
		p.take(fields[0])
		return
	}
	n, err := strconv.Atoi(fields[len(fields)-1])
	ticket := strings.Join(fields[:len(fields)-1], " ")
	w, ok := p.scene.Window(n)
	if err != nil || !ok {
		p.s.Hint(p.s.T("desk.noWindow", "n", fields[len(fields)-1]))
		return
	}
	p.last = ticket
	if w.Now != nil && w.Now.Ticket == "" {
		p.name(w, ticket)
		return
	}
	var wait *hall.Timing
	for i := range p.scene.Waits {
		if p.scene.Waits[i].Ticket == ticket {
			wait = &p.scene.Waits[i]
		}
	}
	p.call(w, wait, ticket)
}

// name gives the customer at a window a number afterwards; the clock runs on.
func (p *page) name(w hall.Stand, ticket string) {
	p.add(hall.Entry{Kind: hall.KindCall, Window: w.No, Ticket: ticket, Business: w.Business, At: w.Now.Called, Ref: w.Now.Wait, Instead: w.Now.Call})
}

// gone notes a ticket given up: at a window, the one chosen, or one that was not timed.
func (p *page) gone(n int) {
	if n == 0 {
		if wait := p.chosenWait(); wait != nil {
			p.chosen = ""
			p.add(hall.Entry{Kind: hall.KindAbandoned, Ref: wait.Wait, Ticket: wait.Ticket, Business: wait.Business})
			return
		}
		p.add(hall.Entry{Kind: hall.KindAbandoned})
		return
	}
	w, ok := p.scene.Window(n)
	if !ok {
		p.s.Hint(p.s.T("desk.noWindow", "n", strconv.Itoa(n)))
		return
	}
	e := hall.Entry{Kind: hall.KindAbandoned, Window: n, Business: w.Business}
	if w.Now != nil {
		e.Ref, e.Ticket = w.Now.Call, w.Now.Ticket
	}
	p.add(e)
}

// turn opens a closed window, or closes an open one and stops its clock.
func (p *page) turn(n int) {
	w, ok := p.scene.Window(n)
	if !ok {
		p.s.Hint(p.s.T("desk.noWindow", "n", strconv.Itoa(n)))
		return
	}
	e := hall.Entry{Kind: hall.KindWindow, Window: n, Yes: yes()}
	if !w.Open {
		p.add(e)
		return
	}
	e.Yes = no()
	if w.Now != nil {
		p.add(hall.Entry{Kind: hall.KindDone, Ref: w.Now.Call, Window: n, Ticket: w.Now.Ticket, Business: w.Now.Business}, e)
		return
	}
	p.add(e)
}

// together is how long a number may be corrected before the next is a new sample.
const together = time.Minute

// count writes down how many wait, or how many windows serve. Key after key is one
// sample: the number before the last key is replaced.
func (p *page) count(waiting, open *int) {
	e := hall.Entry{Kind: hall.KindCount, Waiting: waiting, Open: open}
	usable := p.scene.Usable
	if prev := p.recent(waiting != nil); prev != nil {
		e.Instead = prev.ID
		if e.Waiting == nil {
			e.Waiting = prev.Waiting
		}
	}
	if e.Open == nil && p.scene.Open.Known() {
		n := p.scene.Open.N
		e.Open = &n
	}
	if e.Open != nil {
		e.Usable = &usable
	}
	p.add(e)
}

// recent is the count of a moment ago that a new number corrects.
func (p *page) recent(waiting bool) *hall.Entry {
	now := p.s.Now()
	for i := range p.feed {
		e := p.feed[i].Entry
		if e == nil || e.Kind != hall.KindCount || e.Oldest != nil {
			continue
		}
		if now.UnixMilli()-e.At >= together.Milliseconds() || hall.SlotOf(e.Time(now.Location())) != hall.SlotOf(now) {
			return nil
		}
		if waiting == (e.Waiting != nil) || e.Waiting != nil {
			return e
		}
		return nil
	}
	return nil
}

// wait changes the number of people waiting by a step.
func (p *page) wait(step int) {
	n := max(p.scene.Waiting.N+step, 0)
	p.count(&n, nil)
}

// open changes the number of open windows by a step.
func (p *page) open(step int) {
	n := min(max(p.scene.Open.N+step, 0), p.scene.Usable)
	p.count(nil, &n)
}

// post checks that somebody is on post, or that nobody is.
func (p *page) post(on *bool) {
	e := hall.Entry{Kind: hall.KindPost, Yes: on}
	if *on {
		e.Person = p.s.Profile().User.Name
	}
	p.add(e)
}

func (p *page) tickOff(k hall.Kind) { p.add(hall.Entry{Kind: k}) }

// request asks the head of the branch for one more window.
func (p *page) request() {
	e := hall.Entry{Kind: hall.KindRequest}
	if p.scene.Waiting.Known() {
		e.Waiting = &p.scene.Waiting.N
	}
	if p.scene.Open.Known() {
		e.Open = &p.scene.Open.N
	}
	p.add(e)
	p.s.Hint(p.s.T("desk.requested"))
}

// cause notes or takes back a cause of the long queue of this half-hour.
func (p *page) cause(id string) {
	old := p.scene.Cause
	tags := slices.Clone(old.Tags)
	if i := slices.Index(tags, id); i >= 0 {
		tags = slices.Delete(tags, i, i+1)
	} else {
		tags = append(tags, id)
	}
	if len(tags) == 0 {
		p.add(hall.Entry{Kind: hall.KindVoid, Ref: old.ID})
		return
	}
	p.add(hall.Entry{Kind: hall.KindCause, Tags: tags, Instead: old.ID})
}

// undo takes back the line chosen in the list, or what the desk wrote last.
func (p *page) undo() {
	if i := p.view.rows.Selected(); i >= 0 && i < len(p.feed) {
		p.undoRow(i)
		return
	}
	if e := p.lastDone(); e != nil {
		p.void(e.ID)
		return
	}
	p.s.Hint(p.s.T("desk.nothingToUndo"))
}

// lastDone is what was done last on this page, whatever the clock said meanwhile: it
// may have been set back. Before anything was done here it is the desk's last.
func (p *page) lastDone() *hall.Entry {
	for i := len(p.done) - 1; i >= 0; i-- {
		for k := range p.feed {
			if e := p.feed[k].Entry; e != nil && e.ID == p.done[i] && e.CanVoid() {
				return e
			}
		}
	}
	return hall.LastAtDesk(p.feed)
}

func (p *page) undoRow(i int) {
	if i < 0 || i >= len(p.feed) {
		return
	}
	e := p.feed[i].Entry
	switch {
	case e == nil:
		p.s.Hint(p.s.T("desk.noUndoAlert"))
	case !e.CanVoid():
		p.s.Hint(p.s.T("desk.noUndoSheet"))
	default:
		p.view.rows.Select(-1)
		p.void(e.ID)
	}
}

// void takes an entry back, and offers to undo that.
func (p *page) void(id string) {
	voids := hall.Void(p.entries, id)
	if len(voids) == 0 {
		return
	}
	word := ""
	for i := range p.feed {
		if e := p.feed[i].Entry; e != nil && e.ID == id {
			word = p.line(p.feed[i])
		}
	}
	p.add(voids...)
	p.s.Toast(p.s.T("desk.undone", "what", word), func() {
		var back []hall.Entry
		for i := range voids {
			back = append(back, hall.Entry{Kind: hall.KindVoid, Ref: voids[i].ID})
		}
		p.add(back...)
	})
}

// openRow shows what a line belongs to: the sheet of a patrol.
func (p *page) openRow(i int) {
	if i < 0 || i >= len(p.feed) || p.feed[i].Entry == nil {
		return
	}
	e := p.feed[i].Entry
	if (e.Kind == hall.KindPatrol || e.Kind == hall.KindMeeting) && e.Ref != "" && p.s.Has("result") {
		p.s.Open("result", e.Ref)
	}
}

// goes opens another page of the hall, if this window has it.
func (p *page) goes(route string, arg any) func() {
	return func() { p.s.Open(route, arg) }
}

var _ shell.Wanter = (*page)(nil)
