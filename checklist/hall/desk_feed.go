package hall

import (
	"cmp"
	"slices"
	"time"
)

// Moment is a line of what just happened: an entry, or an alert of a clock.
type Moment struct {
	At    int64
	Entry *Entry // nil = an alert
	Clock Timing // the clock that ran over, or the one the entry belongs to
	Alert Alert
	Limit int // minutes the alert is about
}

// Alert says which clock ran over.
type Alert string

// The alerts.
const (
	AlertNone  Alert = ""
	AlertServe Alert = "serve" // at a window over ServeRed
	AlertWait  Alert = "wait"  // a ticket over WaitAmber
	AlertLong  Alert = "long"  // a ticket over WaitRed
)

// Feed is everything that happened on the day until now, newest first: live entries
// and the alerts of clocks that ran over.
func Feed(rules Rules, entries []Entry, now time.Time) []Moment {
	live := Live(entries)
	timings := timingsOf(live)
	at := map[string]*Timing{}
	for i := range timings {
		for _, id := range []string{timings[i].Wait, timings[i].Call, timings[i].End} {
			if id != "" {
				at[id] = &timings[i]
			}
		}
	}
	var out []Moment
	for i := range live {
		if live[i].Kind == KindPeaks {
			continue // the program's own
		}
		m := Moment{At: live[i].At, Entry: &live[i]}
		if t := at[live[i].ID]; t != nil {
			m.Clock = *t
		}
		out = append(out, m)
	}
	for i := range timings {
		out = append(out, alerts(rules, &timings[i], now.UnixMilli())...)
	}
	slices.SortStableFunc(out, func(a, b Moment) int {
		if c := cmp.Compare(b.At, a.At); c != 0 {
			return c
		}
		return cmp.Compare(b.step(), a.step())
	})
	return out
}

// step orders what happened at one moment: a session begins before and ends after all
// else, a customer waits, is called and finished.
func (m Moment) step() int {
	if m.Entry == nil {
		return 5
	}
	switch e := m.Entry; e.Kind {
	case KindSession:
		if e.affirms() {
			return 0
		}
		return 9
	case KindWindow:
		return 1
	case KindWait:
		return 2
	case KindCall:
		return 3
	}
	return 4
}

// alerts are the moments a clock ran over its limits, as far as is known.
func alerts(rules Rules, t *Timing, now int64) []Moment {
	if t.Left {
		return nil
	}
	var out []Moment
	run := func(from, to int64, limit int, a Alert) {
		if to == 0 {
			to = now
		}
		if at := from + int64(limit)*60_000; from > 0 && to > at {
			out = append(out, Moment{At: at, Clock: *t, Alert: a, Limit: limit})
		}
	}
	run(t.Called, cmp.Or(t.Finished, t.Abandoned), rules.ServeRed, AlertServe)
	run(t.Taken, cmp.Or(t.Called, t.Abandoned), rules.WaitAmber, AlertWait)
	run(t.Taken, cmp.Or(t.Called, t.Abandoned), rules.WaitRed, AlertLong)
	return out
}

// keptOff are the kinds the desk does not take back by itself: what belongs to a sheet is
// corrected there, a mark by marking again, and the program's own stays.
var keptOff = []Kind{KindVoid, KindMark, KindPatrol, KindMeeting, KindQuestion, KindEvent, KindPeaks}

// CanVoid says whether the desk may take an entry back by itself.
func (e *Entry) CanVoid() bool { return !slices.Contains(keptOff, e.Kind) }

// Void takes back an entry of the day: it, and what cannot be without it (the end of a
// call or a fault); what it had corrected stands again. Nothing when it is not there any
// more.
func Void(entries []Entry, id string) []Entry {
	var out []Entry
	live := Live(entries)
	gone := []string{id}
	for i := 0; i < len(gone); i++ {
		for k := range live {
			e := &live[k]
			switch {
			case e.ID == gone[i] && e.CanVoid():
				out = append(out, Entry{Kind: KindVoid, Ref: e.ID})
			case e.Ref == gone[i] && (needs[e.Kind].ref || e.Kind == KindAbandoned) && !slices.Contains(gone, e.ID):
				gone = append(gone, e.ID)
			}
		}
	}
	return out
}

// deskKinds are written by the desk itself: the last of them is what "undo" means there.
var deskKinds = []Kind{
	KindCount, KindWait, KindCall, KindDone, KindAbandoned, KindWindow, KindPost, KindWelcome, KindCare, KindRequest, KindCause, KindSession,
}

// LastAtDesk is the last live entry the desk wrote, nil = none today. Of entries of one
// moment it is the one that was the result of the others.
func LastAtDesk(feed []Moment) *Entry {
	for i := range feed {
		if e := feed[i].Entry; e != nil && slices.Contains(deskKinds, e.Kind) {
			return e
		}
	}
	return nil
}
