package hall

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Complaints are the categories of a complaint (DOMAIN 6.3): the Topic of an entry of
// KindComplaint; its word is text hall.complaint.<id>.
func Complaints() []string {
	return []string{"attitude", "efficiency", "integrity", "safety", "fees", "returns", "equipment", "outsourcing", "other"}
}

// Praises are what an entry of KindPraise can be, its Topic: 口头表扬, 好人好事, 表扬信,
// 锦旗. Its word is text hall.praise.<id>.
func Praises() []string { return []string{"praise", "deed", "letter", "banner"} }

// Specials are the customers who need more than others: the Topic of an entry of
// KindSpecial; its word is text hall.special.<id>.
func Specials() []string {
	return []string{"elder", "disabled", "pregnant", "child", "foreign", "unwell", "other"}
}

// Emergencies are the situations with an "act first" hint (DOMAIN 9), text
// hall.act.<id>; one that happened is a note with Topic EmergencyTopic+id.
func Emergencies() []string {
	return []string{"device", "fire", "violence", "unwell", "fraud", "robbery", "crowd", "outage"}
}

// Topics of notes (KindNote).
const (
	TopicWeather   = "weather"
	TopicHeads     = "heads"    // Waiting = how many customers came, where a counter or the ticket machine says it
	TopicCarry     = "carry"    // carry-over to tomorrow
	TopicActivity  = "activity" // what waiting time was used for
	TopicTransfer  = "transfer" // staff moved between halls
	EmergencyTopic = "emergency."
)

// TopicKey is the text key of an entry's topic; "" where the topic is as it was typed,
// or there is none.
func (e *Entry) TopicKey() string {
	known := map[Kind]struct {
		ids  []string
		word string
	}{
		KindComplaint: {Complaints(), "complaint"}, KindPraise: {Praises(), "praise"}, KindSpecial: {Specials(), "special"}, KindDrill: {Emergencies(), "emergency"},
	}[e.Kind]
	if id, ok := strings.CutPrefix(e.Topic, EmergencyTopic); ok && e.Kind == KindNote {
		return "hall.emergency." + id
	}
	if slices.Contains(known.ids, e.Topic) {
		return "hall." + known.word + "." + e.Topic
	}
	return ""
}

// CaseKinds are the kinds lists of cases show.
func CaseKinds() []Kind {
	return []Kind{KindFault, KindComplaint, KindPraise, KindSpecial, KindDrill, KindEvent, KindNote}
}

// SettingPhones is the setting that holds the hall's phone list as JSON.
const SettingPhones = "hall.phones"

// Phone is a line of the emergency phone list.
type Phone struct {
	Name   string `json:"name"`
	Number string `json:"number"`
	Note   string `json:"note,omitempty"` // when to call
}

// Case is something that was begun and is to be ended: a fault, a complaint, a
// coaching note, an event.
type Case struct {
	Entry
	End  *Entry // nil = still open
	Down int    // fault: minutes the machine was or has been down within the hall's hours
}

// Open says that somebody still has to end it.
func (c *Case) Open() bool {
	switch c.Kind {
	case KindFault, KindCoach:
		return c.End == nil
	case KindComplaint:
		return c.End == nil && !c.SolvedAtOnce()
	default:
		return false
	}
}

// SolvedAtOnce says of a complaint that it was settled at first contact.
func (c *Case) SolvedAtOnce() bool { return c.Kind == KindComplaint && c.Yes != nil && *c.Yes }

// LogOnly says of a note that it stands on the log of its day and is in no list of cases:
// the weather, how many customers came, what is carried over.
func (e *Entry) LogOnly() bool {
	return e.Kind == KindNote && (e.Topic == TopicWeather || e.Topic == TopicHeads || e.Topic == TopicCarry)
}

// StillOpen are those of the entries (of the store's OpenCases) that were written before
// a day (yyyy-mm-dd) and have to be ended yet: a list that begins on that day has them too.
func StillOpen(open []Entry, before string) []Entry {
	var out []Entry
	for _, e := range open {
		if c := (Case{Entry: e}); e.Day < before && c.Open() {
			out = append(out, e)
		}
	}
	return out
}

// ends says which kind ends which.
var ends = map[Kind]Kind{KindFaultEnd: KindFault, KindComplaintEnd: KindComplaint, KindCoachEnd: KindCoach}

// Cases puts what was begun together with what ended it, open ones first, then the
// newest first. The first end counts.
func Cases(entries []Entry, rules Rules, now time.Time, kinds ...Kind) []Case {
	live := Live(entries)
	end := map[string]*Entry{}
	for i := range live {
		e := &live[i]
		if _, ok := ends[e.Kind]; ok && (end[e.Ref] == nil || e.At < end[e.Ref].At) {
			end[e.Ref] = e
		}
	}
	var out []Case
	for _, e := range live {
		if !slices.Contains(kinds, e.Kind) {
			continue
		}
		c := Case{Entry: e, End: end[e.ID]}
		if e.Kind == KindFault {
			until := now
			if c.End != nil {
				until = c.End.Time(now.Location())
			}
			c.Down = DownMinutes(rules, e.Time(now.Location()), until)
		}
		out = append(out, c)
	}
	slices.SortStableFunc(out, func(a, b Case) int {
		if a.Open() != b.Open() {
			return cmp.Compare(flag(b.Open()), flag(a.Open()))
		}
		return cmp.Compare(b.At, a.At)
	})
	return out
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// DownMinutes is how many of the minutes from … to lie within the hall's hours on its
// working days.
func DownMinutes(rules Rules, from, to time.Time) int {
	total := 0
	for day := midnight(from); !day.After(to); day = day.AddDate(0, 0, 1) {
		if !rules.Works(day.Format(time.DateOnly)) {
			continue
		}
		a, b := clockOf(day, rules.Opens), clockOf(day, rules.Closes)
		if from.After(a) {
			a = from
		}
		if to.Before(b) {
			b = to
		}
		if b.After(a) {
			total += int(b.Sub(a) / time.Minute)
		}
	}
	return total
}

// clockOf is a time of day by the clock on the wall, on days of 23 and 25 hours too.
func clockOf(day time.Time, minutes int) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), 0, minutes, 0, 0, day.Location())
}

func midnight(t time.Time) time.Time {
	return clockOf(t, 0)
}
