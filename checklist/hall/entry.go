package hall

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"hallcheck/checklist"
)

// Kind says what an entry is about.
type Kind string

// The kinds of entry. What each of them needs is in need.
const (
	KindPatrol       Kind = "patrol"        // 巡检: numbers and ticks of a finished patrol sheet, Ref = the inspection
	KindCount        Kind = "count"         // 等候人数, 开放窗口: what the desk shows now
	KindWait         Kind = "wait"          // a ticket was taken: the waiting clock starts
	KindCall         Kind = "call"          // called to a window: the handling clock starts; Ref = the wait, if timed
	KindDone         Kind = "done"          // the customer at a window is finished; Ref = the call
	KindAbandoned    Kind = "abandoned"     // 弃号: called without answer, or gone; Ref = the wait or call, if timed
	KindWindow       Kind = "window"        // 窗口: opened (Yes) or closed
	KindPost         Kind = "post"          // 在岗: lobby manager on post (Yes) or not
	KindWelcome      Kind = "welcome"       // 迎候
	KindCare         Kind = "care"          // 二次关怀
	KindRequest      Kind = "request"       // 申请增开窗口
	KindCause        Kind = "cause"         // causes of a long queue in Tags
	KindSession      Kind = "session"       // 本场: begun (Yes) or ended
	KindFault        Kind = "fault"         // 设备故障: Topic = the device
	KindFaultEnd     Kind = "fault_end"     // Ref = the fault
	KindComplaint    Kind = "complaint"     // 现场投诉: Topic = the category
	KindComplaintEnd Kind = "complaint_end" // Ref = the complaint
	KindPraise       Kind = "praise"        // 表扬, 好人好事
	KindSpecial      Kind = "special"       // 特殊客户
	KindMeeting      Kind = "meeting"       // 晨会, 夕会: Topic = which; Ref = the inspection; At = when it began
	KindDrill        Kind = "drill"         // 演练 outside a meeting
	KindCoach        Kind = "coach"         // 辅导: Person, Text, Due
	KindCoachEnd     Kind = "coach_end"     // Ref = the coaching note
	KindHandover     Kind = "handover"      // 交接: Text, Person = who takes over
	KindHandoverRead Kind = "handover_read" // Ref = the handover
	KindSnooze       Kind = "snooze"        // a reminder put off: Topic = the duty, Until
	KindSkip         Kind = "skip"          // a duty that will not be done today: Topic = the duty, Text = why
	KindEvent        Kind = "event"         // 活动准备: Text = the event, Due = its day; Ref = the inspection
	KindNote         Kind = "note"          // 大堂日志: Topic = weather, carry (carry-over to tomorrow), activity, transfer or ""
	KindQuestion     Kind = "question"      // asked in a meeting: Topic, Text, Person who answered, Yes = right; Ref = the inspection, Tags = id and seed
	KindPeaks        Kind = "peaks"         // 加密巡检: the peak half-hours of the day as its plan was first shown; Tags = "10:00" …
	KindMark         Kind = "mark"          // Photos = one photo of the entry in Ref as it is marked from now on, see MarkOn
	KindVoid         Kind = "void"          // takes back the entry in Ref
)

// Entry is one thing that happened in the hall. Entries are never changed: what was
// wrong is taken back by another one.
type Entry struct {
	ID     string `json:"id"` // uuid
	Branch string `json:"branch"`
	Day    string `json:"day"` // yyyy-mm-dd of At in the hall's zone
	At     int64  `json:"at"`  // unix ms UTC
	Kind   Kind   `json:"kind"`
	By     string `json:"by,omitempty"` // who wrote it

	Ref      string `json:"ref,omitempty"`      // id of the entry or inspection it belongs to
	Instead  string `json:"instead,omitempty"`  // id of the entry this one corrects: of the same kind and day, see mayCorrect
	Window   int    `json:"window,omitempty"`   // 1…99
	Ticket   string `json:"ticket,omitempty"`   // number on the slip
	Business string `json:"business,omitempty"` // 个人, 对公, 贵宾 … as the ticket machine calls it

	Waiting *int  `json:"waiting,omitempty"` // people in the line
	Open    *int  `json:"open,omitempty"`    // windows serving
	Usable  *int  `json:"usable,omitempty"`  // windows there are
	Oldest  *int  `json:"oldest,omitempty"`  // minutes of the oldest uncalled ticket
	Yes     *bool `json:"yes,omitempty"`     // on post, opened, begun, solved at once
	Works   *bool `json:"works,omitempty"`   // every machine works
	Minutes int   `json:"minutes,omitempty"` // length of a meeting or drill

	Topic  string   `json:"topic,omitempty"`
	Text   string   `json:"text,omitempty"`
	Person string   `json:"person,omitempty"` // owner, chair, who takes over, who is coached
	People []string `json:"people,omitempty"` // present
	Absent []string `json:"absent,omitempty"`
	// How many were present and absent, where the names stayed in the hall.
	Present int `json:"present,omitempty"`
	Away    int `json:"away,omitempty"`

	Why    []string             `json:"why,omitempty"`   // of each of Absent, in their order
	Score  *checklist.Tenths    `json:"score,omitempty"` // seen when coached, and again at the end
	Tags   []string             `json:"tags,omitempty"`
	Due    string               `json:"due,omitempty"`   // yyyy-mm-dd
	Until  int64                `json:"until,omitempty"` // unix ms UTC
	Photos []checklist.PhotoRef `json:"photos,omitempty"`
}

// Time is when it happened, in the zone given.
func (e *Entry) Time(zone *time.Location) time.Time { return time.UnixMilli(e.At).In(zone) }

// The limits of an entry.
const (
	mostText   = 2000 // characters
	mostShort  = 200  // characters of a name, ticket, topic
	mostPeople = 300
	mostPhotos = 20
	mostCount  = 9999
)

// need says what an entry of a kind cannot do without.
type need struct{ ref, window, topic, text, person, yes, due, until, tags, number bool }

var needs = map[Kind]need{
	KindPatrol: {ref: true}, KindCount: {number: true}, KindWait: {}, KindCall: {window: true}, KindDone: {ref: true},
	KindAbandoned: {}, KindWindow: {window: true, yes: true}, KindPost: {yes: true}, KindWelcome: {}, KindCare: {},
	KindRequest: {}, KindCause: {tags: true}, KindSession: {yes: true}, KindFault: {topic: true}, KindFaultEnd: {ref: true},
	KindComplaint: {topic: true, text: true}, KindComplaintEnd: {ref: true}, KindPraise: {text: true}, KindSpecial: {text: true},
	KindMeeting: {topic: true}, KindDrill: {topic: true}, KindCoach: {person: true, text: true}, KindCoachEnd: {ref: true},
	KindHandover: {text: true}, KindHandoverRead: {ref: true}, KindSnooze: {topic: true, until: true}, KindSkip: {topic: true, text: true},
	KindEvent: {text: true, due: true}, KindNote: {text: true}, KindQuestion: {ref: true, text: true},
	KindPeaks: {}, KindMark: {ref: true}, KindVoid: {ref: true},
}

// mayCorrect are the kinds that take the place of another by one entry.
var mayCorrect = []Kind{KindCount, KindCause, KindCall}

// Known says whether there is such a kind.
func (k Kind) Known() bool { _, ok := needs[k]; return ok }

// Kinds are all kinds there are, in the order of their letters.
func Kinds() []Kind { return slices.Sorted(maps.Keys(needs)) }

// Check says whether the entry can be kept: codes hall.kind, hall.lacks.<field>, hall.whichMeeting,
// hall.limit with the field that is out of bounds.
func (e *Entry) Check() error {
	n, ok := needs[e.Kind]
	if !ok {
		return checklist.Fail("hall.kind", "kind", string(e.Kind))
	}
	for _, x := range []struct {
		field   string
		missing bool
	}{
		{"ref", n.ref && e.Ref == ""},
		{"window", n.window && e.Window == 0},
		{"topic", n.topic && e.Topic == ""},
		{"text", n.text && strings.TrimSpace(e.Text) == ""},
		{"person", n.person && e.Person == ""},
		{"yes", n.yes && e.Yes == nil},
		{"due", n.due && e.Due == ""},
		{"until", n.until && e.Until == 0},
		{"tags", n.tags && len(e.Tags) == 0},
		{"number", n.number && e.Waiting == nil && e.Open == nil && e.Usable == nil && e.Oldest == nil},
	} {
		if x.missing {
			code := "hall.lacks." + x.field
			return checklist.Fail(code)
		}
	}
	if e.Kind == KindMeeting && e.Topic != MorningMeeting && e.Topic != EveningMeeting {
		return checklist.Fail("hall.whichMeeting", "topic", e.Topic)
	}
	return e.checkLimits()
}

func (e *Entry) checkLimits() error {
	bad := func(field, value string) error {
		return checklist.Fail("hall.limit", "field", field, "value", value)
	}
	if e.Window < 0 || e.Window > 99 {
		return bad("window", strconv.Itoa(e.Window))
	}
	for field, n := range map[string]*int{"waiting": e.Waiting, "open": e.Open, "usable": e.Usable, "oldest": e.Oldest, "minutes": &e.Minutes, "present": &e.Present, "away": &e.Away} {
		if n != nil && (*n < 0 || *n > mostCount) {
			return bad(field, strconv.Itoa(*n))
		}
	}
	if utf8.RuneCountInString(e.Text) > mostText {
		return bad("text", "…")
	}
	for field, s := range map[string]string{"ticket": e.Ticket, "business": e.Business, "topic": e.Topic, "person": e.Person, "by": e.By, "ref": e.Ref, "instead": e.Instead} {
		if utf8.RuneCountInString(s) > mostShort {
			return bad(field, "…")
		}
	}
	if e.Instead != "" && (!slices.Contains(mayCorrect, e.Kind) || e.Instead == e.ID) {
		return bad("instead", e.Instead)
	}
	if e.Due != "" {
		if _, err := time.Parse(time.DateOnly, e.Due); err != nil {
			return bad("due", e.Due)
		}
	}
	if len(e.People) > mostPeople || len(e.Absent) > mostPeople || len(e.Why) > len(e.Absent) || len(e.Tags) > mostPeople {
		return bad("people", strconv.Itoa(max(len(e.People), len(e.Absent), len(e.Tags))))
	}
	for _, word := range slices.Concat(e.People, e.Absent, e.Why, e.Tags) {
		if utf8.RuneCountInString(word) > mostShort {
			return bad("people", "…")
		}
	}
	if e.Score != nil && (*e.Score < 0 || *e.Score > 1000) {
		return bad("score", e.Score.String())
	}
	if len(e.Photos) > mostPhotos || e.Kind == KindMark && len(e.Photos) != 1 {
		return bad("photos", strconv.Itoa(len(e.Photos)))
	}
	return nil
}

// MarkOn shows what an entry of KindMark says on the entry it is about: of the photo it
// names, the marks, the masked copy and the decision.
func (e *Entry) MarkOn(of *Entry) {
	if e.Kind != KindMark || e.Ref != of.ID || len(e.Photos) != 1 {
		return
	}
	m := &e.Photos[0]
	of.Photos = slices.Clone(of.Photos)
	for i := range of.Photos {
		if p := &of.Photos[i]; p.ID == m.ID && p.Hash == m.Hash {
			p.Marks, p.Masked, p.Privacy = m.Marks, m.Masked, m.Privacy
		}
	}
}

// Live leaves out what was taken back or corrected, and the taking back itself, and the
// marks of photos, which the photos bear. A void
// that was itself taken back does not count, nor does a correction that was: then what
// it had corrected stands again. The order stays, and does not matter: entries of one
// moment stand in any.
func Live(entries []Entry) []Entry {
	voids, corrections := map[string][]string{}, map[string][]string{} // by the id of the entry they are about
	for i := range entries {
		e := &entries[i]
		if e.Kind == KindVoid {
			voids[e.Ref] = append(voids[e.Ref], e.ID)
		}
		if e.Instead != "" {
			corrections[e.Instead] = append(corrections[e.Instead], e.ID)
		}
	}
	known := map[string]bool{}
	var back func(id string) bool // taken back
	back = func(id string) bool {
		if is, ok := known[id]; ok {
			return is
		}
		known[id] = false // entries that take back each other stay
		known[id] = slices.ContainsFunc(voids[id], func(v string) bool { return !back(v) })
		return known[id]
	}
	out := make([]Entry, 0, len(entries))
	for i := range entries {
		e := &entries[i]
		corrected := slices.ContainsFunc(corrections[e.ID], func(c string) bool { return !back(c) })
		if e.Kind != KindVoid && e.Kind != KindMark && !corrected && !back(e.ID) {
			out = append(out, *e)
		}
	}
	return out
}
