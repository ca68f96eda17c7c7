// Package bulletin is the page of bulletins (通报): at headquarters they are
// prepared, frozen, issued, corrected and published; at a branch they are read,
// with its own place and why.
package bulletin

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/bulletin"
	"hallcheck/checklist/ranking"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

// The views of headquarters' page.
const (
	viewPlan  = "plan"
	viewShelf = "shelf"
)

// compositeMark stands before the id of a composite among the subjects.
const compositeMark = "composite:"

// Desk is headquarters' page.
type Desk struct {
	s   *shell.Shell
	svc Services
	ctx context.Context

	period  ranking.Period
	subject string // id of a checklist, or compositeMark and the id of a composite
	peers   ranking.Peers
	view    string
	got     loaded
	round   int // the last question asked; older answers are dropped

	stage  *kit.Stage
	lower  *fyne.Container
	when   *kit.SearchSelect
	what   *kit.SearchSelect
	group  *kit.SearchSelect
	views  *kit.Segmented
	draft  *draft
	shelf  *shelf
	freeze *kit.Button
	save   *kit.Button
}

// loaded is what the page shows.
type loaded struct {
	lists      []*checklist.Checklist
	composites []ranking.Composite
	plan       bulletin.Plan
	preview    Preview
	why        error // why there is no preview: nothing was inspected
	filed      []Filed
	ready      bool
}

// New makes the constructor for the route table: headquarters prepares bulletins, a
// branch reads them.
func New(svc Services) func(*shell.Shell, any) shell.Page {
	desk, reader := NewDesk(svc), NewReader(svc)
	return func(s *shell.Shell, arg any) shell.Page {
		if s.Face() == checklist.FaceHQ {
			return desk(s, arg)
		}
		return reader(s, arg)
	}
}

// NewDesk makes headquarters' page; an argument names the view it opens on.
func NewDesk(svc Services) func(*shell.Shell, any) shell.Page {
	return func(s *shell.Shell, arg any) shell.Page {
		p := ranking.MonthOf(s.Now())
		if s.Now().Day() <= newMonth {
			p = p.Before()
		}
		d := &Desk{s: s, svc: svc, ctx: context.Background(), view: viewPlan, period: p}
		if arg == viewShelf {
			d.view = viewShelf
		}
		return d
	}
}

// NewReader makes the branch's page.
func NewReader(svc Services) func(*shell.Shell, any) shell.Page {
	return func(s *shell.Shell, arg any) shell.Page {
		id, _ := arg.(string)
		return &Reader{s: s, svc: svc, ctx: context.Background(), at: id}
	}
}

// newMonth is until which day of a month the bulletin is about the one before.
const newMonth = 15

// Title is the heading; the muted words tell the number and the coverage.
func (p *Desk) Title() (string, string) {
	t := p.s.T
	d := p.got.preview.Data
	if p.view != viewPlan || d == nil {
		return t("rail.bulletin"), ""
	}
	sub := t("bulletin.coverage", "n", p.s.Words().N(d.Basics.Inspected), "m", p.s.Words().N(d.Basics.Active))
	if d.Number != "" {
		sub = assets.BulletinNumber(string(p.s.Lang()), d.Number) + " · " + sub
	}
	return t("rail.bulletin"), sub
}

// Content builds the filters and the two views.
func (p *Desk) Content() fyne.CanvasObject {
	t := p.s.T
	p.when = kit.NewSearchSelect("", p.periods(), p.period.String(), nil, func(id string) {
		if to, err := ranking.ParsePeriod(id); err == nil {
			p.move(to)
		}
	})
	p.what = kit.NewSearchSelect(t("bulletin.what"), nil, "", nil, func(id string) { p.subject = id; p.Load(p.ctx) })
	p.group = kit.NewSearchSelect(t("bulletin.all"), p.groups(), groupID(p.peers), nil, func(id string) { p.peers = peersOf(id); p.Load(p.ctx) })
	for _, c := range []*kit.SearchSelect{p.when, p.what, p.group} {
		c.Find = t("bulletin.find")
	}
	p.views = kit.NewSegmented(p.options(), p.view, p.setView)
	p.draft, p.shelf = newDraft(p), newShelf(p)
	p.lower = container.NewStack(p.draft.body)
	p.stage = kit.NewStage(p.lower)
	return kit.Filters(p.stage, kit.MinSize(p.when, 150, 36), kit.Grow(kit.MinSize(p.what, 190, 36)), kit.MinSize(p.group, 150, 36), p.views)
}

func (p *Desk) options() []kit.Option {
	return []kit.Option{
		{ID: viewPlan, Text: p.s.T("bulletin.view.plan")},
		{ID: viewShelf, Text: p.s.T("bulletin.view.shelf", "n", p.s.Words().N(len(p.got.filed)))},
	}
}

// setView shows the draft or the frozen ones.
func (p *Desk) setView(id string) {
	p.view = id
	p.views.SetOptions(p.options(), id)
	p.arrange()
}

// Load reads what the page shows away from the window.
func (p *Desk) Load(ctx context.Context) {
	p.ctx = ctx
	p.round++
	round := p.round
	period, subject, peers := p.period, p.subject, p.peers
	shell.Stage(p.s, ctx, p.stage, func(ctx context.Context) (loaded, error) {
		return p.read(ctx, period, subject, peers)
	}, func(l loaded) {
		if round == p.round {
			p.show(l)
		}
	})
}

func (p *Desk) read(ctx context.Context, period ranking.Period, subject string, peers ranking.Peers) (l loaded, err error) {
	if l.filed, err = p.svc.Shelf.List(ctx); err != nil {
		return l, err
	}
	all, err := p.svc.Subjects.Checklists(ctx)
	if err != nil {
		return l, err
	}
	for _, c := range all {
		if c.Scoring.Method == checklist.Points || c.Scoring.Method == checklist.Compliance {
			l.lists = append(l.lists, c)
		}
	}
	if l.composites, err = p.svc.Subjects.Composites(ctx); err != nil || len(l.lists) == 0 {
		return l, err
	}
	plan := bulletin.Plan{From: period.From, To: period.To, Peers: peers, Checklist: subject}
	if id, ok := strings.CutPrefix(subject, compositeMark); ok {
		plan.Checklist, plan.Composite = "", id
	} else if subject == "" {
		plan.Checklist = l.lists[0].ID
	}
	if l.plan, err = p.svc.Office.Plan(ctx, plan); err != nil {
		return l, err
	}
	l.ready = true
	l.preview, err = p.svc.Office.Gather(ctx, l.plan)
	if checklist.CodeOf(err) == "bulletin.empty" {
		l.why, err = err, nil
	}
	return l, err
}

func (p *Desk) show(l loaded) {
	p.got = l
	p.subject = l.plan.Checklist
	if l.plan.Composite != "" {
		p.subject = compositeMark + l.plan.Composite
	}
	p.what.SetChoices(p.subjects(), p.subject)
	p.when.SetChoices(p.periods(), p.period.String())
	p.views.SetOptions(p.options(), p.view)
	p.shelf.set(l.filed)
	p.draft.set(l)
	p.arrange()
}

// arrange puts the chosen view on the page.
func (p *Desk) arrange() {
	if p.view == viewShelf {
		p.lower.Objects = []fyne.CanvasObject{p.shelf.body}
		p.stage.Full()
		if len(p.got.filed) == 0 {
			p.stage.Empty("report", p.s.T("bulletin.noShelf"), kit.NewSecondary(p.s.T("bulletin.view.plan"), "1", func() { p.setView(viewPlan) }))
		}
	} else {
		p.lower.Objects = []fyne.CanvasObject{p.draft.body}
		switch {
		case !p.got.ready:
			p.stage.Empty("report", p.s.T("bulletin.noList"), nil)
		case p.got.why != nil:
			p.stage.Empty("report", p.s.Words().Error(p.got.why), kit.NewSecondary(p.s.T("bulletin.earlier"), "[", func() { p.move(p.period.Before()) }))
		default:
			p.stage.Full()
		}
	}
	p.lower.Refresh()
	p.enable()
	p.s.RefreshHeader()
}

// WantsChange: what a bulletin is made from, and bulletins themselves.
func (p *Desk) WantsChange(kind string) bool {
	switch kind {
	case "inspection", "import", "finding", "bright", "branch", "review", "composite", "bulletin", "export":
		return true
	}
	return false
}

// move shows another period.
func (p *Desk) move(to ranking.Period) {
	p.period = to
	p.Load(p.ctx)
}

// Actions: the frozen one as a file, and freezing.
func (p *Desk) Actions() []fyne.CanvasObject {
	if p.freeze == nil {
		p.save = kit.NewSecondary(p.s.T("bulletin.export"), "E", p.export)
		p.freeze = kit.NewPrimary(p.s.T("bulletin.freeze"), "F", p.askFreeze)
		p.enable()
	}
	return []fyne.CanvasObject{p.save, p.freeze}
}

// enable lets be done what can be.
func (p *Desk) enable() {
	if p.freeze == nil {
		return
	}
	p.freeze.Enable()
	if p.got.preview.Data == nil {
		p.freeze.Disable()
	}
	p.save.Disable()
	if p.view == viewShelf && p.shelf.chosen() != nil {
		p.save.Enable()
	}
}

// Keys are the page's keys.
func (p *Desk) Keys() []shell.Key {
	t := p.s.T
	return []shell.Key{
		shell.On('1', t("bulletin.view.plan"), func() { p.setView(viewPlan) }),
		shell.On('2', t("bulletin.key.shelf"), func() { p.setView(viewShelf) }),
		shell.On('[', t("bulletin.earlier"), func() { p.move(p.period.Before()) }),
		shell.On(']', t("bulletin.later"), func() { p.move(p.period.Move(1)) }),
		shell.On('f', t("bulletin.freeze"), p.askFreeze),
		shell.On('e', t("bulletin.export"), p.export),
		shell.On('i', t("bulletin.issue"), func() { p.shelf.act((*shelf).issue) }),
		shell.On('p', t("bulletin.publish"), func() { p.shelf.act((*shelf).publish) }),
		shell.On('r', t("bulletin.again"), func() { p.shelf.act((*shelf).again) }),
	}
}

// Pressed moves through the frozen ones.
func (p *Desk) Pressed(e *fyne.KeyEvent) bool {
	return p.view == viewShelf && p.shelf.table.List.Press(e)
}

// askFreeze freezes what the preview shows and turns to the shelf.
func (p *Desk) askFreeze() {
	if p.got.preview.Data == nil {
		return
	}
	plan := p.got.plan
	shell.Save(p.s, func(ctx context.Context) (bulletin.Entry, error) { return p.svc.Office.Freeze(ctx, plan) }, func(e bulletin.Entry, err error) {
		if err != nil {
			p.s.Fail(err)
			return
		}
		p.shelf.want = e.ID
		p.view = viewShelf
		p.s.Toast(p.s.T("bulletin.frozen", "id", bulletin.Short(e.ID)), nil)
		p.s.Reload()
	})
}

// export writes the chosen frozen bulletin.
func (p *Desk) export() {
	x := p.shelf.chosen()
	if p.view != viewShelf || x == nil {
		p.s.Hint(p.s.T("bulletin.chooseOne"))
		return
	}
	id := x.ID
	p.s.Choose.SaveFile(p.fileName(x)+".docx", func(path string) {
		shell.Save(p.s, func(ctx context.Context) (string, error) { return path, p.svc.Papers.Save(ctx, id, path) }, func(path string, err error) {
			if err != nil {
				p.s.Fail(err)
				return
			}
			p.s.Toast(p.s.T("bulletin.saved", "path", path), nil)
		})
	})
}

// Print writes the paper too.
func (p *Desk) Print() { p.export() }

func (p *Desk) fileName(x *Filed) string {
	name := p.s.T("bulletin.file", "period", x.From[:7])
	if x.Edition > 1 {
		name += " v" + p.s.Words().N(x.Edition)
	}
	return name
}
