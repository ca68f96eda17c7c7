package hall

import (
	"slices"
	"time"

	"hallcheck/checklist"
)

// The settings of meetings and observations.
const (
	SettingMeeting   = "hall.meeting"       // the meeting being held, MeetingNotes as JSON
	SettingCardNames = "hall.meeting.names" // "1" = the share card and the printed record carry names
	SettingNames     = "hall.names"         // NamesAll, or "" = names and scores of others are for heads only
)

// NamesAll in SettingNames lets everybody of the hall see whose score is whose.
const NamesAll = "all"

// SeesNames says whether somebody in a role reads the names beside the scores of
// people others observed: branch heads and headquarters always, others only where
// the hall set it so. Everybody sees whom they observed themselves (DOMAIN 4.8, 9).
func SeesNames(r checklist.Role, setting string) bool {
	switch r {
	case checklist.BranchHead, checklist.HQSupervisor, checklist.Admin:
		return true
	default:
		return setting == NamesAll
	}
}

// AwayReasons are why somebody misses a meeting, in the order they are offered; the
// first is meant when no other is chosen.
var AwayReasons = []string{"leave", "sick", "training", "post", "late", "none"}

// Absence is somebody who is not at the meeting; Why is one of AwayReasons or words.
type Absence struct {
	Name string `json:"name"`
	Why  string `json:"why"`
}

// DrillNotes are what was practised, by whom, and what was agreed.
type DrillNotes struct {
	Topic  string   `json:"topic,omitempty"` // "" = no drill
	Text   string   `json:"text,omitempty"`  // how it went
	People []string `json:"people,omitempty"`
	Agreed string   `json:"agreed,omitempty"` // what was agreed, "" = nothing
	Owner  string   `json:"owner,omitempty"`
	Due    string   `json:"due,omitempty"` // yyyy-mm-dd
}

// MeetingNotes are what is known of a meeting besides its sheet while it is held:
// everybody due is present but those away.
type MeetingNotes struct {
	Sheet string     `json:"sheet"` // id of the inspection
	Topic string     `json:"topic"` // MorningMeeting or EveningMeeting
	Chair string     `json:"chair,omitempty"`
	Away  []Absence  `json:"away,omitempty"`
	Drill DrillNotes `json:"drill,omitzero"`

	Minutes int `json:"minutes,omitempty"` // where the sheet has no item for the length; 0 = the clock runs
}

// Absent says whether somebody is marked away, and why.
func (n *MeetingNotes) Absent(name string) (why string, away bool) {
	for _, a := range n.Away {
		if a.Name == name {
			return a.Why, true
		}
	}
	return "", false
}

// Mark sets somebody away for a reason, or present again with "".
func (n *MeetingNotes) Mark(name, why string) {
	n.Away = slices.DeleteFunc(slices.Clone(n.Away), func(a Absence) bool { return a.Name == name })
	if why != "" {
		n.Away = append(n.Away, Absence{name, why})
	}
	n.Drill.People = slices.DeleteFunc(slices.Clone(n.Drill.People), func(x string) bool { return why != "" && x == name })
}

// Present are those of the expected who are not away, in their order.
func (n *MeetingNotes) Present(expected []string) []string {
	var out []string
	for _, name := range expected {
		if _, away := n.Absent(name); !away {
			out = append(out, name)
		}
	}
	return out
}

// Entries are what has to be written into the day of the hall before the sheet of
// the meeting is finished: the meeting with its people, the drill, what was agreed.
// have is what the day holds already: what is there unchanged stays, what changed is
// taken back first – unless it is of another day, whose log may be signed.
func (n *MeetingNotes) Entries(expected []string, minutes int, started int64, today string, have []Entry) []Entry {
	m := Entry{Kind: KindMeeting, Ref: n.Sheet, At: started, Topic: n.Topic, Person: n.Chair, People: n.Present(expected), Minutes: minutes}
	for _, name := range expected {
		if why, away := n.Absent(name); away {
			m.Absent, m.Why = append(m.Absent, name), append(m.Why, why)
		}
	}
	want := []Entry{m}
	if d := n.Drill; d.Topic != "" {
		want = append(want, Entry{Kind: KindDrill, Ref: n.Sheet, At: started, Topic: d.Topic, Text: d.Text, People: d.People})
		if d.Agreed != "" {
			owner := d.Owner
			if owner == "" {
				owner = n.Chair
			}
			want = append(want, Entry{Kind: KindCoach, Ref: n.Sheet, At: started, Topic: CoachDrill, Person: owner, Text: d.Agreed, Due: d.Due})
		}
	}
	var out []Entry
	for _, old := range Live(have) {
		if old.Ref != n.Sheet || old.Kind != KindMeeting && old.Kind != KindDrill && old.Kind != KindCoach {
			continue
		}
		if i := slices.IndexFunc(want, func(e Entry) bool { return e.says(old) }); i >= 0 {
			want = slices.Delete(want, i, i+1)
			continue
		}
		if old.Day == today {
			out = append(out, Entry{Kind: KindVoid, Ref: old.ID})
		} else {
			want = slices.DeleteFunc(want, func(e Entry) bool { return e.Kind == old.Kind })
		}
	}
	return append(out, want...)
}

// says tells whether two entries of a meeting say the same.
func (e *Entry) says(o Entry) bool {
	return e.Kind == o.Kind && e.Topic == o.Topic && e.Person == o.Person && e.Text == o.Text && e.Due == o.Due && e.Minutes == o.Minutes &&
		slices.Equal(e.People, o.People) && slices.Equal(e.Absent, o.Absent) && slices.Equal(e.Why, o.Why)
}

// MeetingItem is the item that takes the length of a meeting in minutes, nil = the
// list has none.
func MeetingItem(c *checklist.Checklist) *checklist.Item {
	for i := range c.Items {
		if it := &c.Items[i]; it.Unit == "min" && it.Type == checklist.TypeNumber {
			return it
		}
	}
	return nil
}

// Elapsed is the whole minutes a meeting has lasted: 9:59 are nine.
func Elapsed(started, now time.Time) int {
	return max(int(now.Sub(started)/time.Minute), 0)
}

// MeetingRate is how a hall kept its meetings (晨会执行率, DOMAIN 6.2).
type MeetingRate struct {
	Days     int      // working days
	Held     int      // of them with a morning meeting
	Long     int      // of them with one long enough
	Evenings int      // with an evening meeting
	Minutes  int      // of all morning meetings
	Missed   []string // working days without, yyyy-mm-dd
}

// Permille is held of working days, 0 without any.
func (r MeetingRate) Permille() int {
	if r.Days == 0 {
		return 0
	}
	return r.Held * 1000 / r.Days
}

// MeetingsHeld counts meetings on the days from … to, inclusive, up to now; today
// counts once the meeting was held or its time and the grace are over, the day the data
// were set up (begun, unix ms; 0 = not known) not without one that was over by then.
func MeetingsHeld(rules Rules, from, to string, now time.Time, begun int64, entries []Entry) MeetingRate {
	type day struct {
		held, long, evening bool
		minutes             int
	}
	days := map[string]*day{}
	for _, e := range Live(entries) {
		if e.Kind != KindMeeting {
			continue
		}
		d := days[e.Day]
		if d == nil {
			d = &day{}
			days[e.Day] = d
		}
		if e.Topic == EveningMeeting {
			d.evening = true
			continue
		}
		d.held, d.long, d.minutes = true, d.long || e.Minutes >= rules.MeetingMinutes, d.minutes+e.Minutes
	}
	var out MeetingRate
	today := now.Format(time.DateOnly)
	first, err := time.Parse(time.DateOnly, from)
	if err != nil {
		return out
	}
	for t := first; t.Format(time.DateOnly) <= min(to, today); t = t.AddDate(0, 0, 1) {
		name := t.Format(time.DateOnly)
		d := days[name]
		if d == nil {
			d = &day{}
		}
		if d.evening {
			out.Evenings++
		}
		asked := rules.MeetingOver(name, now) && !overBefore(name, rules.Meeting+rules.Grace, begun, now.Location())
		if !rules.Works(name) || !d.held && !asked {
			continue
		}
		out.Days++
		out.Minutes += d.minutes
		switch {
		case !d.held:
			out.Missed = append(out.Missed, name)
		case d.long:
			out.Held, out.Long = out.Held+1, out.Long+1
		default:
			out.Held++
		}
	}
	return out
}

// WeekOf is Monday and Sunday of a day's week.
func WeekOf(t time.Time) (from, to string) {
	monday := t.AddDate(0, 0, -(int(t.Weekday())+6)%7)
	return monday.Format(time.DateOnly), monday.AddDate(0, 0, 6).Format(time.DateOnly)
}

// MonthOf is the first and the last day of a day's month.
func MonthOf(t time.Time) (from, to string) {
	first := time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, t.Location())
	return first.Format(time.DateOnly), first.AddDate(0, 1, -1).Format(time.DateOnly)
}
