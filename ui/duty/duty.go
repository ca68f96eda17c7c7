// Package duty is the plan of the hall's day (今日安排): which patrols and meeting are
// due and how each stands, who is on post, what one shift tells the next; the bell
// that reminds on every page; and the rules of the hall it all follows from.
package duty

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// Routes of this package's pages and of those its buttons lead to.
const (
	Route        = "hallday"
	RouteRules   = "hallrules"
	routePatrol  = "patrol"
	routeMeeting = "hallmeet"
	routeResult  = "result"
)

// Store is what the page reads and writes.
type Store interface {
	HallPlan(ctx context.Context, day string) (hall.Plan, error)
	Append(ctx context.Context, entries ...hall.Entry) ([]hall.Entry, error)
	Roster(ctx context.Context, branch, from, to string) ([]hall.Shift, error)
	SaveRoster(ctx context.Context, shifts []hall.Shift) (days []string, err error)
	People(ctx context.Context) ([]checklist.Person, error)
}

// Services is what the pages of this package use.
type Services struct {
	Store    Store
	Rules    RuleBook
	Bell     Settings
	ReadFile func(path string) ([]byte, error)
	Template func(ctx context.Context, path string) error // writes an empty roster
	Holds    bool                                         // the desktop keeps notifications for later, also when the program is shut
}

// page is the plan of the day, or the roster of a week.
type page struct {
	s  *shell.Shell
	sv *Services

	plan   hall.Plan
	people []checklist.Person
	week   []hall.Shift
	monday string // of the week shown, "" = the day's plan is shown
	at     int    // the duty in hand
	loads  int

	stage *kit.Stage
	left  *fyne.Container
	right *fyne.Container
	days  *fyne.Container
	view  *kit.Segmented
	body  *fyne.Container
	acts  []fyne.CanvasObject

	imports, patrols *kit.Button // of the week, of the day
}

var (
	_ shell.Page    = (*page)(nil)
	_ shell.Actor   = (*page)(nil)
	_ shell.Wanter  = (*page)(nil)
	_ shell.Presser = (*page)(nil)
)

// New makes the page's maker.
func New(sv *Services) func(*shell.Shell, any) shell.Page {
	return func(s *shell.Shell, _ any) shell.Page { return &page{s: s, sv: sv, at: -1} }
}

// Title implements shell.Page.
func (p *page) Title() (title, sub string) {
	w := p.s.Words()
	if p.monday != "" {
		return p.s.T("duty.roster"), w.DayOf(p.monday) + " – " + w.DayOf(addDays(p.monday, 6))
	}
	now := p.s.Now()
	return p.s.T("duty.title"), p.s.T("today.date", "day", w.Day(now), "weekday", w.Weekday(now))
}

// Actions implements shell.Actor.
func (p *page) Actions() []fyne.CanvasObject { return p.acts }

// Content implements shell.Page.
func (p *page) Content() fyne.CanvasObject {
	t := p.s.T
	p.view = kit.NewSegmented(p.views("day"), "day", p.turn)
	p.imports, p.patrols = kit.NewSecondary(t("duty.import"), "I", p.bring), kit.NewSecondary(t("duty.patrol"), "P", p.patrol)
	p.acts = []fyne.CanvasObject{p.view, p.imports, p.patrols}
	p.imports.Hide()
	if p.s.Has(RouteRules) {
		p.acts = append(p.acts, kit.NewSecondary(t("duty.rules"), "T", p.rules))
	}
	p.left, p.right, p.days = kit.NewColumn(8), kit.NewColumn(10), kit.NewColumn(10)
	p.body = container.NewStack(kit.Scroll(kit.Columns(p.left, p.right, 360, 720)))
	p.stage = kit.NewStage(p.body)
	return p.stage
}

// WantsChange implements shell.Wanter.
func (p *page) WantsChange(kind string) bool {
	return kind == "hall" || kind == "inspection" || kind == "profile" || kind == "person"
}

// loaded is what Load reads.
type loaded struct {
	plan   hall.Plan
	people []checklist.Person
	week   []hall.Shift
}

// Load implements shell.Page; it comes back every half minute, because what is due
// depends on the clock.
func (p *page) Load(ctx context.Context) {
	st, monday := p.sv.Store, p.monday
	if monday == "" {
		monday = mondayOf(p.s.Now())
	}
	shell.Stage(p.s, ctx, p.stage, func(ctx context.Context) (l loaded, err error) {
		if l.plan, err = st.HallPlan(ctx, ""); err != nil {
			return l, err
		}
		if l.people, err = st.People(ctx); err != nil {
			return l, err
		}
		l.week, err = st.Roster(ctx, "", monday, addDays(monday, 6))
		return l, err
	}, func(l loaded) {
		p.plan, p.people, p.week = l.plan, l.people, l.week
		p.draw()
	})
	p.loads++
	mine := p.loads
	p.s.After(ctx, 30*time.Second, func() {
		if mine == p.loads {
			p.Load(ctx)
		}
	})
}

// views are the day's plan and the week's roster; the key stands on the one not shown.
func (p *page) views(shown string) []kit.Option {
	out := []kit.Option{{ID: "day", Text: p.s.T("duty.view.day")}, {ID: "week", Text: p.s.T("duty.view.week")}}
	for i := range out {
		if out[i].ID != shown {
			out[i].Key = "V"
		}
	}
	return out
}

// turn shows the day or the week.
func (p *page) turn(view string) {
	p.monday = ""
	p.imports.Hide()
	p.patrols.Show()
	if view == "week" {
		p.monday = mondayOf(p.s.Now())
		p.imports.Show()
		p.patrols.Hide()
	}
	p.view.SetOptions(p.views(view), view)
	if p.plan.Day != "" {
		p.draw() // this week is there already
	}
	p.s.Reload()
}

// rules opens the hall's settings.
func (p *page) rules() {
	if p.s.Has(RouteRules) {
		p.s.Open(RouteRules, nil)
	}
}

func mondayOf(t time.Time) string {
	return t.AddDate(0, 0, -(int(t.Weekday())+6)%7).Format(time.DateOnly)
}

func addDays(day string, n int) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.AddDate(0, 0, n).Format(time.DateOnly)
}

// draw shows what was read.
func (p *page) draw() {
	if p.monday != "" {
		p.drawWeek()
		p.body.Objects = []fyne.CanvasObject{kit.Scroll(p.days)}
		p.body.Refresh()
		p.stage.Full()
		return
	}
	if p.at < 0 || p.at >= len(p.plan.Duties) {
		p.at = p.first()
	}
	if len(p.plan.Duties) == 0 {
		sentence := p.s.T("duty.shut")
		switch {
		case p.plan.Past:
			sentence = p.s.T("duty.past")
		case p.plan.Works:
			sentence = p.s.T("duty.none")
		}
		p.left.Objects = []fyne.CanvasObject{kit.NewCard(kit.NewRow(10, kit.NewIcon("info", theme.Accent, 18), kit.Grow(kit.NewParagraph(sentence, theme.Text))))}
	} else {
		p.left.Objects = p.dutyRows()
	}
	p.right.Objects = append(p.postCard(), p.handoverCards()...)
	p.body.Objects = []fyne.CanvasObject{kit.Scroll(kit.Columns(p.left, p.right, 360, 720))}
	p.body.Refresh()
	p.stage.Full()
}

// first is the duty to begin with: the first due one, else the next to come.
func (p *page) first() int {
	for _, want := range []hall.State{hall.StateDue, hall.StateSoon, hall.StateSnoozed, hall.StateLater} {
		for i, d := range p.plan.Duties {
			if d.State == want {
				return i
			}
		}
	}
	return 0
}

// Pressed implements shell.Presser.
func (p *page) Pressed(e *fyne.KeyEvent) bool {
	if p.monday != "" || len(p.plan.Duties) == 0 {
		return false
	}
	switch e.Name {
	case fyne.KeyDown:
		p.at = min(p.at+1, len(p.plan.Duties)-1)
	case fyne.KeyUp:
		p.at = max(p.at-1, 0)
	default:
		return false
	}
	p.draw()
	return true
}

// Keys implements shell.Page.
func (p *page) Keys() []shell.Key {
	t := p.s.T
	return []shell.Key{
		shell.OnKey(fyne.KeyReturn, 0, t("duty.key.do"), func() { p.onDuty(p.do) }),
		shell.On('p', t("duty.key.patrol"), p.patrol),
		shell.On('s', t("duty.key.snooze"), func() { p.onDuty(p.snooze) }),
		shell.On('x', t("duty.key.skip"), func() { p.onDuty(p.skip) }),
		shell.On('w', t("duty.key.write"), p.write),
		shell.On('r', t("duty.key.read"), p.readFirst),
		shell.On('i', t("duty.import"), p.bring),
		shell.On('t', t("duty.rules"), p.rules),
		shell.On('v', t("duty.key.view"), func() {
			next := "week"
			if p.monday != "" {
				next = "day"
			}
			p.view.Choose(next)
		}),
		shell.On('[', "", func() { p.move(-7) }),
		shell.On(']', "", func() { p.move(7) }),
	}
}

func (p *page) onDuty(do func(hall.Duty)) {
	if p.monday == "" && p.at >= 0 && p.at < len(p.plan.Duties) {
		do(p.plan.Duties[p.at])
	}
}

// patrol begins a patrol whatever the plan says, or goes on with the open one.
func (p *page) patrol() { p.s.Open(routePatrol, nil) }
