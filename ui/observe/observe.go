// Package observe is the page of the etiquette observation (礼仪): people picked in a
// second, one sheet each of one real inspection, the zones of their position answered
// with 1, 2 and 0, the mean of the hall with its sample, a coaching note with the day
// it is followed up – and, between observations, what is still open. Names stay with
// those who may see them (hall.SeesNames).
package observe

import (
	"context"
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

// Records are the sheets of observations.
type Records interface {
	Checklists(ctx context.Context) ([]*checklist.Checklist, error)
	StartInspection(ctx context.Context, in *checklist.Inspection) error
	Inspection(ctx context.Context, id string) (*checklist.Inspection, error)
	Edit(ctx context.Context, id string, verb func(*checklist.Inspection, time.Time) error) (*checklist.Inspection, error)
	DeleteDraft(ctx context.Context, id string) error
}

// Log is the hall's day.
type Log interface {
	Append(ctx context.Context, entries ...hall.Entry) ([]hall.Entry, error)
	HallEntries(ctx context.Context, branch, from, to string, kinds ...hall.Kind) ([]hall.Entry, error)
}

// Desk is who works here, what was observed before, and what is remembered.
type Desk interface {
	People(ctx context.Context) ([]checklist.Person, error)
	Summaries(ctx context.Context, f checklist.Filter) ([]checklist.Summary, int, error)
	Reasons(ctx context.Context, item string, n int) ([]string, error)
	Setting(ctx context.Context, key string) (string, error)
	SetSetting(ctx context.Context, key, value string) error
}

// Services is what the page uses.
type Services struct {
	Records Records
	Log     Log
	Desk    Desk
	NewID   func() string // a fresh uuid
	// Roster lists the shifts of a hall ("" = the own one), whose people are offered too;
	// nil = there is none.
	Roster   func(ctx context.Context, branch, from, to string) ([]hall.Shift, error)
	Initials func(string) string // pinyin initials, lower case; nil = none
}

// Route is the page's id.
const Route = "hallobserve"

// routeRunner and routeResult are offered where there are such pages.
const (
	routeRunner = "runner"
	routeResult = "result"
)

// usual is the checklist meant where several observe people.
const usual = "staff-etiquette"

// shown is how many earlier observations are listed, lookBack how far back coaching
// notes are.
const (
	shown    = 12
	lookBack = 400 * 24 * time.Hour
)

type page struct {
	s   *shell.Shell
	sv  *Services
	ctx context.Context

	d      read
	saving int
	stage  *kit.Stage
	area   *fyne.Container
	now    *watch // nil = nobody is being observed
	past   *shelf
	acts   kit.Buttons
}

var (
	_ shell.Page    = (*page)(nil)
	_ shell.Actor   = (*page)(nil)
	_ shell.Wanter  = (*page)(nil)
	_ shell.Presser = (*page)(nil)
)

// New makes the page's constructor for the route table.
func New(sv *Services) func(*shell.Shell, any) shell.Page {
	return func(s *shell.Shell, _ any) shell.Page {
		return &page{s: s, sv: sv, ctx: context.Background(), acts: kit.Buttons{}}
	}
}

func (p *page) t(key string, pairs ...string) string { return p.s.T("hallobserve."+key, pairs...) }

// seen is one finished observation.
type seen struct {
	in  *checklist.Inspection
	res *checklist.Result
}

// read is what Load brings.
type read struct {
	list    *checklist.Checklist
	in      *checklist.Inspection // going on, nil = none
	people  []checklist.Person
	past    []seen
	talks   []hall.Coaching
	setting string
}

// Title says what is going on.
func (p *page) Title() (title, sub string) {
	if p.now == nil {
		return p.t("title"), ""
	}
	return p.t("title.now"), p.t("begun", "time", p.s.Words().Clock(p.d.in.StartedAt), "n", p.s.Words().N(len(p.d.in.Sheets)))
}

// Content builds the stage.
func (p *page) Content() fyne.CanvasObject {
	p.past = newShelf(p)
	p.area = container.NewStack(p.past.box)
	p.stage = kit.NewStage(p.area)
	return p.stage
}

// WantsChange: what others wrote.
func (p *page) WantsChange(kind string) bool {
	return p.saving == 0 && (kind == "hall" || kind == "inspection" || kind == "profile" || kind == "person" || kind == "checklist")
}

// Load reads the observation going on and the ones before.
func (p *page) Load(ctx context.Context) {
	p.ctx = ctx
	sv, now, who := p.sv, p.s.Now(), p.s.Profile()
	shell.Stage(p.s, ctx, p.stage, func(ctx context.Context) (read, error) { return sv.read(ctx, now, who) }, func(d read) {
		sheet, item := "", ""
		if p.now != nil {
			sheet, item = p.now.sheet, p.now.list.Current()
		}
		p.d, p.now = d, nil
		var o fyne.CanvasObject
		if d.in != nil {
			p.now = newWatch(p)
			o = p.now.box
			p.now.open(sheet, item)
		} else {
			o = p.past.box
			p.past.show()
		}
		p.area.Objects = []fyne.CanvasObject{o}
		p.area.Refresh()
		p.stage.Full()
		p.s.RefreshHeader()
	})
}

func (sv *Services) read(ctx context.Context, now time.Time, who checklist.Profile) (d read, err error) {
	lists, err := sv.Records.Checklists(ctx)
	if err != nil {
		return d, err
	}
	if d.list = observation(lists); d.list == nil {
		return d, checklist.Fail("hallobserve.noList")
	}
	if d.people, err = sv.people(ctx, now, who.Branch.Code); err != nil {
		return d, err
	}
	if d.setting, err = sv.Desk.Setting(ctx, hall.SettingNames); err != nil {
		return d, err
	}
	begun := checklist.Filter{Checklist: d.list.ID, Status: checklist.Draft, Branch: who.Branch.Code, Limit: 1}
	if !hall.SeesNames(who.User.Role, d.setting) {
		begun.Inspector = who.User.Name // who may not see the names goes on with the own one only
	}
	drafts, _, err := sv.Desk.Summaries(ctx, begun)
	if err != nil {
		return d, err
	}
	if len(drafts) > 0 {
		if d.in, err = sv.Records.Inspection(ctx, drafts[0].ID); err != nil {
			return d, err
		}
	}
	rows, _, err := sv.Desk.Summaries(ctx, checklist.Filter{Checklist: d.list.ID, Status: checklist.Finished, Branch: who.Branch.Code, Limit: shown})
	if err != nil {
		return d, err
	}
	for _, r := range rows {
		in, err := sv.Records.Inspection(ctx, r.ID)
		if err != nil {
			return d, err
		}
		d.past = append(d.past, seen{in, checklist.Evaluate(in)})
	}
	log, err := sv.Log.HallEntries(ctx, "", now.Add(-lookBack).Format(time.DateOnly), now.Format(time.DateOnly), hall.KindCoach, hall.KindCoachEnd, hall.KindVoid)
	if err != nil {
		return d, err
	}
	d.talks = hall.Coachings(log)
	return d, nil
}

// people are those of the hall, and behind them whom only its roster names.
func (sv *Services) people(ctx context.Context, now time.Time, branch string) (ours []checklist.Person, err error) {
	all, err := sv.Desk.People(ctx)
	if err != nil {
		return nil, err
	}
	for _, x := range all {
		if x.Branch == branch || x.Branch == "" {
			ours = append(ours, x)
		}
	}
	return hall.Offered(ctx, ours, sv.Roster, now)
}

// observation is the checklist people are observed with, nil = none is installed.
func observation(lists []*checklist.Checklist) *checklist.Checklist {
	var found *checklist.Checklist
	for _, c := range lists {
		if c.Kind != checklist.KindObservation || c.Subject != checklist.SubjectPerson {
			continue
		}
		if c.ID == usual {
			return c
		}
		if found == nil {
			found = c
		}
	}
	return found
}

// seesNames says whether the person at the desk sees the names of what somebody wrote.
func (p *page) seesNames(by string) bool {
	me := p.s.Profile().User
	return by == me.Name || hall.SeesNames(me.Role, p.d.setting)
}

// name is a person as the one at the desk may see them.
func (p *page) name(person string, at checklist.Position, by string) string {
	if p.seesNames(by) {
		return person
	}
	short := ""
	if p.sv.Initials != nil {
		short = p.sv.Initials(person)
	}
	return hall.Veil(person, p.post(at), short)
}

func (p *page) post(at checklist.Position) string {
	if at == "" {
		return p.t("noPost")
	}
	return p.s.T("position." + string(at))
}

// position is what the list of people knows of somebody.
func (p *page) position(name string) checklist.Position {
	i := slices.IndexFunc(p.d.people, func(x checklist.Person) bool { return x.Name == name })
	if i < 0 {
		return ""
	}
	return p.d.people[i].Position
}

// matches says whether a name fits what was typed: a part of it or its initials.
func (p *page) matches(c kit.Choice, typed string) bool {
	typed = strings.ToLower(strings.TrimSpace(typed))
	return strings.Contains(strings.ToLower(c.Text+c.Sub), typed) || p.sv.Initials != nil && strings.Contains(p.sv.Initials(c.Text), typed)
}

// isDay says whether s is a day, yyyy-mm-dd.
func isDay(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}
