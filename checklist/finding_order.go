package checklist

import "slices"

// fromHQ says whether headquarters made the move.
func (e *FindingEvent) fromHQ() bool { return e.By.Role == HQSupervisor }

// sortEvents orders moves as sortMoves does, those with one id once, and puts a
// move of headquarters that says what it had seen directly behind that, before
// whatever others did meanwhile: so its decision meets the finding as headquarters
// saw it. No move comes before one its author had seen, and of two moves always
// the same comes first, whatever else arrives.
func sortEvents(events []FindingEvent) []FindingEvent {
	list := sortMoves(events, (*FindingEvent).key)
	clocks := make(map[string]int, len(list))
	list = slices.DeleteFunc(list, func(e FindingEvent) bool {
		_, twice := clocks[e.ID]
		if !twice {
			clocks[e.ID] = e.Clock
		}
		return twice
	})
	behind, trunk := map[string][]FindingEvent{}, make([]FindingEvent, 0, len(list))
	for _, e := range list {
		// The clock keeps moves from naming each other.
		if at, known := clocks[e.Seen]; known && e.fromHQ() && at < e.Clock {
			behind[e.Seen] = append(behind[e.Seen], e)
			continue
		}
		trunk = append(trunk, e)
	}
	if len(behind) == 0 {
		return list
	}
	out := list[:0]
	var add func(e FindingEvent)
	add = func(e FindingEvent) {
		out = append(out, e)
		for _, x := range behind[e.ID] {
			add(x)
		}
	}
	for _, e := range trunk {
		add(e)
	}
	return out
}

// seenBy is what a move of p made now says it has seen.
func (f *Finding) seenBy(p Person) string {
	n := len(f.Events)
	if n == 0 {
		return ""
	}
	if p.Role == HQSupervisor {
		return f.Events[n-1].ID
	}
	for _, e := range slices.Backward(f.Events) {
		if e.fromHQ() {
			return e.ID
		}
	}
	return f.Events[0].ID
}

// playing is a finding its history is played into, with what headquarters settled
// last and where. lines are the moves as they count.
type playing struct {
	Finding
	lines   []HistoryLine
	places  map[string]int // of moves, by id
	settled [4]int         // places, by field of settles; -1 = never
}

func newPlaying(lines []HistoryLine, places map[string]int) *playing {
	return &playing{lines: lines, places: places, settled: [4]int{-1, -1, -1, -1}}
}

// settles are the fields of a move that headquarters and a branch may both set.
func settles(e *FindingEvent) [4]*string {
	return [4]*string{&e.Owner, &e.Department, &e.Due, (*string)(&e.Severity)}
}

// takes implements folder.
func (p *playing) takes(e *FindingEvent) bool {
	line := HistoryLine{FindingEvent: *e}
	if !p.yield(&line) && p.Finding.takes(e) {
		return true
	}
	p.lines[p.places[e.ID]].met = p.Status
	return false
}

// apply implements folder.
func (p *playing) apply(e *FindingEvent) {
	at := p.places[e.ID]
	l := &p.lines[at]
	l.FindingEvent, l.Yielded = *e, false
	p.yield(l)
	p.Finding.apply(&l.FindingEvent)
	if !e.fromHQ() || e.Seen == "" { // moves of earlier versions stay as they counted there
		return
	}
	for i, value := range settles(e) {
		if *value != "" {
			p.settled[i] = at
		}
	}
}

// yield takes from somebody else's move what headquarters had settled without
// their knowing; it says whether nothing is left of an assignment.
func (p *playing) yield(l *HistoryLine) (nothing bool) {
	if l.fromHQ() || l.Seen == "" || l.Verb != VerbAssign && l.Verb != VerbAbsorb {
		return false
	}
	knew, ok := p.places[l.Seen]
	if !ok {
		knew = -1
	}
	left := false
	for i, value := range settles(&l.FindingEvent) {
		if *value != "" && p.settled[i] > knew {
			*value, l.Yielded = "", true
		}
		left = left || *value != ""
	}
	return l.Yielded && !left && l.Verb == VerbAssign
}

// Unheard is a decision of headquarters that could not count, because somebody it
// did not know of had moved the finding on.
type Unheard struct {
	Verb FindingVerb   `json:"verb"`
	By   Person        `json:"by"`
	Day  string        `json:"day"`
	Note string        `json:"note,omitempty"`
	Due  string        `json:"due,omitempty"`
	Met  FindingStatus `json:"met"` // how it found the finding
}

// decides says whether a move is a decision headquarters expects to count.
func (e *FindingEvent) decides() bool {
	if !e.fromHQ() {
		return false
	}
	switch e.Verb {
	case VerbAssign, VerbGrant, VerbRefuse, VerbAccept, VerbReject, VerbReopen, VerbCancel:
		return true
	}
	return false
}

// unheard returns headquarters' last decision if it does not count, nil when it
// does or came to the same.
func unheard(lines []HistoryLine, now FindingStatus) *Unheard {
	for _, l := range slices.Backward(lines) {
		if !l.decides() || l.Withdrawn {
			continue
		}
		same := l.Verb == VerbAccept && now == FindingClosed || l.Verb == VerbCancel && now == FindingCancelled
		if !l.Void || same {
			return nil
		}
		return &Unheard{Verb: l.Verb, By: l.By, Day: l.Day, Note: l.Note, Due: l.Due, Met: l.met}
	}
	return nil
}
