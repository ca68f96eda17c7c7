// Package morning is the page of the morning meeting (晨会) and the evening one: who
// is there – everybody but the exceptions –, the clock, what was talked about as a
// real inspection, the drill, questions drawn from the bank's own list, a photo; and
// when none is held, how often they were held and what is still open from the drills.
package morning

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

// Records are the sheets of meetings.
type Records interface {
	Checklist(ctx context.Context, id string, version int) (*checklist.Checklist, error)
	StartInspection(ctx context.Context, in *checklist.Inspection) error
	Inspection(ctx context.Context, id string) (*checklist.Inspection, error)
	Edit(ctx context.Context, id string, verb func(*checklist.Inspection, time.Time) error) (*checklist.Inspection, error)
	DeleteDraft(ctx context.Context, id string) error
}

// Log is the hall's day.
type Log interface {
	Append(ctx context.Context, entries ...hall.Entry) ([]hall.Entry, error)
	HallEntries(ctx context.Context, branch, from, to string, kinds ...hall.Kind) ([]hall.Entry, error)
	HallRules(ctx context.Context) (hall.Rules, error)
	Questions(ctx context.Context) ([]hall.Question, error)
	ImportQuestions(ctx context.Context, list []hall.Question, replace bool) (hall.QuestionImport, error)
}

// Desk is who works here, what was left half done, and what is remembered.
type Desk interface {
	People(ctx context.Context) ([]checklist.Person, error)
	Summaries(ctx context.Context, f checklist.Filter) ([]checklist.Summary, int, error)
	Setting(ctx context.Context, key string) (string, error)
	SetSetting(ctx context.Context, key, value string) error
}

// Photos stores pictures and finds their copies.
type Photos interface {
	Pictures(paths []string) ([]string, error)
	Add(ctx context.Context, path, source string) (checklist.PhotoRef, error)
	Thumb(picture string) (path string, err error)
	Working(picture string) (path string, err error)
}

// Papers writes what is handed on of a meeting, by the id of its sheet.
type Papers interface {
	SaveMeetingCard(ctx context.Context, path, sheet string, names bool) error   // .png or .pdf
	SaveMeetingRecord(ctx context.Context, path, sheet string, names bool) error // .pdf or .xlsx
}

// Services is what the page uses.
type Services struct {
	Records  Records
	Log      Log
	Desk     Desk
	Photos   Photos
	Papers   Papers                            // nil = nothing is written
	NewID    func() string                     // a fresh uuid
	Initials func(string) string               // pinyin initials, lower case; nil = none
	ReadFile func(path string) ([]byte, error) // of questions to import; nil = not here
	// Roster lists the shifts of a hall ("" = the own one); nil = everybody is due.
	Roster func(ctx context.Context, branch, from, to string) ([]hall.Shift, error)
	// HallBegun is when the hall's data were set up, unix ms, 0 = not known; nil = never known.
	HallBegun func(ctx context.Context) (int64, error)
	Burn      func(ctx context.Context, hash string, marks checklist.Marks) (string, error)
}

// Route is the page's id.
const Route = "hallmeet"

// routeRunner and routeResult are offered where there are such pages.
const (
	routeRunner = "runner"
	routeResult = "result"
)

// lookBack is how far back drills and meetings are listed.
const lookBack = 120 * 24 * time.Hour

// firstDay is before every entry there is.
const firstDay = "2000-01-01"

type page struct {
	s     *shell.Shell
	sv    *Services
	ctx   context.Context
	topic string // of the meeting to begin at once, "" = none

	d      read
	saving int
	stage  *kit.Stage
	area   *fyne.Container
	held   *holding // nil = no meeting is being held
	kept   bool     // shell.SettingOpen may say that one is: by this page, or by the program that was killed
	past   *shelf
	acts   kit.Buttons
}

var (
	_ shell.Page       = (*page)(nil)
	_ shell.Actor      = (*page)(nil)
	_ shell.Wanter     = (*page)(nil)
	_ shell.Presser    = (*page)(nil)
	_ shell.DropTarget = (*page)(nil)
	_ shell.Printer    = (*page)(nil)
	_ shell.Flusher    = (*page)(nil)
)

// Resume stands in shell.SettingOpen while a meeting being held is on the screen.
const Resume = "meeting"

// New makes the page's constructor for the route table. Its argument is the topic of
// a meeting to begin at once, unless one is being held; nil = the page as it stands.
func New(sv *Services) func(*shell.Shell, any) shell.Page {
	return func(s *shell.Shell, arg any) shell.Page {
		topic, _ := arg.(string)
		return &page{s: s, sv: sv, ctx: context.Background(), acts: kit.Buttons{}, topic: topic, kept: true}
	}
}

func (p *page) t(key string, pairs ...string) string { return p.s.T("hallmeet."+key, pairs...) }

// read is what Load brings.
type read struct {
	rules  hall.Rules
	begun  int64 // when the hall's data were set up, unix ms, 0 = not known
	list   *checklist.Checklist
	in     *checklist.Inspection // of the meeting being held, nil = none
	notes  hall.MeetingNotes
	people []string // who is due, in the order of their names
	log    []hall.Entry
	asked  []hall.Entry // every question ever asked
	bank   []hall.Question
	names  bool // the card carries names
}

// Title says what is going on.
func (p *page) Title() (title, sub string) {
	if p.held == nil {
		return p.t("title"), ""
	}
	return p.t("title." + p.d.notes.Topic), p.t("begun", "time", p.s.Words().Clock(p.d.in.StartedAt))
}

// Content builds the stage; what stands on it depends on whether a meeting is held.
func (p *page) Content() fyne.CanvasObject {
	p.past = newShelf(p)
	p.area = container.NewStack(p.past.box)
	p.stage = kit.NewStage(p.area)
	return p.stage
}

func (p *page) put(o fyne.CanvasObject) {
	p.area.Objects = []fyne.CanvasObject{o}
	p.area.Refresh()
}

// WantsChange: what others wrote into the day.
func (p *page) WantsChange(kind string) bool {
	return p.saving == 0 && (kind == "hall" || kind == "inspection" || kind == "profile" || kind == "person")
}

// Load reads the meeting being held, the ones before, and who is due.
func (p *page) Load(ctx context.Context) {
	p.ctx = ctx
	sv, now, who := p.sv, p.s.Now(), p.s.Profile()
	shell.Stage(p.s, ctx, p.stage, func(ctx context.Context) (read, error) { return sv.read(ctx, now, who) }, func(d read) {
		at := ""
		if p.held != nil {
			at = p.held.list.Current()
		}
		p.d, p.held = d, nil
		if d.in != nil {
			p.held = newHolding(p)
			p.put(p.held.box)
			p.held.show(at)
			p.held.tick(ctx)
			p.remember(Resume)
		} else {
			p.put(p.past.box)
			p.past.show()
			if p.kept { // finished, or given up
				p.remember("")
			}
		}
		p.stage.Full()
		p.s.RefreshHeader()
		topic := p.topic
		if p.topic = ""; topic != "" {
			p.begin(topic)
		}
	})
}

func (sv *Services) read(ctx context.Context, now time.Time, who checklist.Profile) (d read, err error) {
	if d.rules, err = sv.Log.HallRules(ctx); err != nil {
		return d, err
	}
	if d.rules.Daily == "" {
		return d, checklist.Fail("hall.noDaily")
	}
	if d.list, err = sv.Records.Checklist(ctx, d.rules.Daily, 0); err != nil {
		return d, err
	}
	all, err := sv.Desk.People(ctx)
	if err != nil {
		return d, err
	}
	d.people = due(all, who)
	if sv.Roster != nil {
		today := now.Format(time.DateOnly)
		shifts, err := sv.Roster(ctx, "", today, today)
		if err != nil {
			return d, err
		}
		d.people = onRoster(d.people, all, shifts)
	}
	if sv.HallBegun != nil {
		if d.begun, err = sv.HallBegun(ctx); err != nil {
			return d, err
		}
	}
	if err := sv.readHeld(ctx, &d, now); err != nil {
		return d, err
	}
	today := now.Format(time.DateOnly)
	d.log, err = sv.Log.HallEntries(ctx, "", now.Add(-lookBack).Format(time.DateOnly), today,
		hall.KindMeeting, hall.KindDrill, hall.KindCoach, hall.KindCoachEnd, hall.KindVoid)
	if err != nil {
		return d, err
	}
	if d.asked, err = sv.Log.HallEntries(ctx, "", firstDay, today, hall.KindQuestion, hall.KindVoid); err != nil {
		return d, err
	}
	if d.bank, err = sv.Log.Questions(ctx); err != nil {
		return d, err
	}
	names, err := sv.Desk.Setting(ctx, hall.SettingCardNames)
	d.names = names == "1"
	return d, err
}

// due are the names of those who should be at a meeting: everybody of the hall.
func due(all []checklist.Person, who checklist.Profile) []string {
	var out []string
	for _, x := range all {
		ours := x.Branch == who.Branch.Code || x.Branch == ""
		works := x.Position != "" || x.Role == checklist.LobbyManager || x.Role == checklist.BranchHead || x.Role == ""
		if ours && works && !slices.Contains(out, x.Name) {
			out = append(out, x.Name)
		}
	}
	return out
}

// onRoster are those who work today, where today's roster names any: of the people
// known, and whom only the roster knows. Everybody is known by name in a hall that has
// only a roster so far.
func onRoster(people []string, all []checklist.Person, shifts []hall.Shift) []string {
	var out []string
	for _, name := range people {
		if slices.ContainsFunc(shifts, func(x hall.Shift) bool { return x.Person == name }) {
			out = append(out, name)
		}
	}
	for _, x := range shifts {
		known := slices.ContainsFunc(all, func(p checklist.Person) bool { return p.Name == x.Person })
		if !known && !slices.Contains(out, x.Person) {
			out = append(out, x.Person)
		}
	}
	if len(out) == 0 {
		return people
	}
	return out
}

// readHeld finds the meeting being held: the one noted here, or a sheet of today
// begun elsewhere. One finished elsewhere gets its people and is over.
func (sv *Services) readHeld(ctx context.Context, d *read, now time.Time) error {
	body, err := sv.Desk.Setting(ctx, hall.SettingMeeting)
	if err != nil {
		return err
	}
	if body != "" && json.Unmarshal([]byte(body), &d.notes) == nil && d.notes.Sheet != "" {
		in, err := sv.Records.Inspection(ctx, d.notes.Sheet)
		switch {
		case err != nil && checklist.CodeOf(err) == "store.unknownInspection":
		case err != nil:
			return err
		case in.Status == checklist.Draft:
			d.in = in
			return nil
		default:
			if err := sv.note(ctx, d.notes, d.people, in, now); err != nil {
				return err
			}
		}
		d.notes = hall.MeetingNotes{}
		if err := sv.Desk.SetSetting(ctx, hall.SettingMeeting, ""); err != nil {
			return err
		}
	}
	rows, _, err := sv.Desk.Summaries(ctx, checklist.Filter{
		Checklist: d.rules.Daily, Status: checklist.Draft, From: now.Format(time.DateOnly), To: now.Format(time.DateOnly), Limit: 1,
	})
	if err != nil || len(rows) == 0 {
		return err
	}
	d.notes = hall.MeetingNotes{Sheet: rows[0].ID, Topic: topicAt(now), Chair: rows[0].Inspector}
	d.in, err = sv.Records.Inspection(ctx, rows[0].ID)
	return err
}

// topicAt is which meeting is meant at an hour of the day.
func topicAt(now time.Time) string {
	if now.Hour() >= 15 {
		return hall.EveningMeeting
	}
	return hall.MorningMeeting
}

// note writes the meeting with its people into the day, once.
func (sv *Services) note(ctx context.Context, n hall.MeetingNotes, people []string, in *checklist.Inspection, now time.Time) error {
	have, err := sv.Log.HallEntries(ctx, "", in.Day, in.Day)
	if err != nil {
		return err
	}
	list := n.Entries(people, minutesOf(in, n, now), in.StartedAt, now.Format(time.DateOnly), have)
	if len(list) == 0 {
		return nil
	}
	_, err = sv.Log.Append(ctx, list...)
	return err
}

// minutesOf is the length noted, or how long it has lasted.
func minutesOf(in *checklist.Inspection, n hall.MeetingNotes, now time.Time) int {
	if m := noted(in, n); m != nil {
		return *m
	}
	return hall.Elapsed(time.UnixMilli(in.StartedAt), now)
}

// noted is the length that was written down, nil while the clock runs.
func noted(in *checklist.Inspection, n hall.MeetingNotes) *int {
	it := hall.MeetingItem(in.Checklist)
	if it == nil {
		if n.Minutes == 0 {
			return nil
		}
		return &n.Minutes
	}
	if a := in.Answer(checklist.MainSheet, it.ID); a != nil && a.Value.Number != nil {
		m := int(*a.Value.Number / 1000)
		return &m
	}
	return nil
}

// matches says whether a name fits what was typed: a part of it or its initials.
func (p *page) matches(c kit.Choice, typed string) bool {
	typed = strings.ToLower(strings.TrimSpace(typed))
	return strings.Contains(strings.ToLower(c.Text), typed) || p.sv.Initials != nil && strings.Contains(p.sv.Initials(c.Text), typed)
}

func (p *page) choices(names []string) []kit.Choice {
	out := make([]kit.Choice, len(names))
	for i, n := range names {
		out[i] = kit.Choice{ID: n, Text: n}
		if why, away := p.d.notes.Absent(n); away {
			out[i].Sub = p.why(why)
		}
	}
	return out
}

// why is a reason in words.
func (p *page) why(id string) string {
	if slices.Contains(hall.AwayReasons, id) {
		return p.t("away." + id)
	}
	return id
}
