// Package ranking is headquarters' page of the ranked halls: one checklist or a
// composite in any period, over all halls or one peer group, every place
// explained, with trends, zones, losses, inspectors and targets.
package ranking

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/checklist"
	"hallcheck/checklist/ranking"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

// Records is what a ranking is made from.
type Records interface {
	ranking.Source
	Checklists(ctx context.Context) ([]*checklist.Checklist, error)
}

// Figures is what the charts are made from.
type Figures interface {
	Trend(ctx context.Context, list, branch, from, to string) ([]ranking.MonthSum, error)
	GroupTrend(ctx context.Context, list, from, to string) ([]ranking.MonthSum, error)
	MonthCells(ctx context.Context, lists []string, branch, from, to string) ([]ranking.MonthCell, error)
	TopLosses(ctx context.Context, list, branch, from, to string, n int) ([]ranking.Loss, error)
	Visits(ctx context.Context, list, from, to string) ([]ranking.Visit, error)
}

// Commons finds the problems many halls have.
type Commons interface {
	CommonProblems(ctx context.Context, list, from, to string) ([]checklist.Common, error)
}

// Goals are the halls' targets.
type Goals interface {
	TargetsIn(ctx context.Context, period string) ([]ranking.Target, error)
	SetTargets(ctx context.Context, list []ranking.Target) error
	DropTarget(ctx context.Context, branch string, i ranking.Indicator, period string) error
}

// Indexes are headquarters' composites and rules.
type Indexes interface {
	Composites(ctx context.Context) ([]ranking.Composite, error)
	SaveComposite(ctx context.Context, c ranking.Composite) error
	DropComposite(ctx context.Context, id string) error
	Setting(ctx context.Context, key string) (string, error)
	SetSetting(ctx context.Context, key, value string) error
}

// Papers writes rankings and targets as files, by their ending, and reads
// targets.
type Papers interface {
	SaveRanking(ctx context.Context, path string, a ranking.Answer) error
	SaveTargets(ctx context.Context, path string, rows []ranking.Attained) error
	ReadTargets(ctx context.Context, path string) ([]ranking.Target, error)
}

// Services is what the page uses; *store.Store is all but Papers.
type Services struct {
	Records Records
	Figures Figures
	Commons Commons
	Goals   Goals
	Indexes Indexes
	Papers  Papers // nil = nothing is written
}

// The routes this page leads to, where they are.
const (
	routeHistory  = "history"
	routeBulletin = "bulletin"
)

// The views of the page.
const (
	viewRanked     = "ranked"
	viewAbsent     = "absent"
	viewTargets    = "targets"
	viewTrend      = "trend"
	viewZones      = "zones"
	viewLosses     = "losses"
	viewInspectors = "inspectors"
)

// views are in the order of their keys, 1 to 7.
var views = []string{viewRanked, viewAbsent, viewTargets, viewTrend, viewZones, viewLosses, viewInspectors}

// rowHeight gives two lines of text room, at 100 %.
const rowHeight = 46

// Page is the ranking.
type Page struct {
	s   *shell.Shell
	db  Services
	ctx context.Context

	period ranking.Period
	subject
	peers ranking.Peers
	view  string

	got   loaded
	first bool // the period was not chosen yet: go back to the last one with records
	round int  // the last question asked; older answers are dropped

	stage  *kit.Stage
	tables *kit.Segmented
	charts *kit.Segmented
	what   *kit.SearchSelect
	when   *kit.SearchSelect
	group  *kit.SearchSelect
	rules  *kit.Button
	bar    *fyne.Container
	lower  *fyne.Container

	board *board
	sight *sight
	goals *goals
	save  *kit.Button
	more  *kit.Button
}

// subject is what is ranked: a checklist or a composite, by id.
type subject struct{ list, composite string }

// New makes the page's constructor for the route table; it opens on the newest
// month with records, and on the view its argument names: targets, trend, zones,
// losses or inspectors.
func New(db Services) func(*shell.Shell, any) shell.Page {
	return func(s *shell.Shell, arg any) shell.Page {
		p := &Page{s: s, db: db, ctx: context.Background(), first: true, view: viewRanked, period: ranking.MonthOf(s.Now())}
		if view, ok := arg.(string); ok && slices.Contains(views, view) {
			p.view = view
		}
		return p
	}
}

// Title is the heading; the muted words tell coverage and mean.
func (p *Page) Title() (string, string) {
	t, x := p.s.T, &p.got.answer.Table
	if !p.got.ready || x.Active == 0 {
		return t("rail.ranking"), ""
	}
	n := p.s.Words().N
	sub := t("ranking.coverage", "n", n(x.Inspected), "m", n(x.Active))
	if x.Mean != nil {
		sub += " · " + t("ranking.mean", "mean", x.Mean.String())
	}
	return t("rail.ranking"), sub
}

// Content builds filters, switches and the area below them.
func (p *Page) Content() fyne.CanvasObject {
	t := p.s.T
	p.when = kit.NewSearchSelect("", p.periods(), p.period.String(), nil, p.choosePeriod)
	p.what = kit.NewSearchSelect(t("ranking.list"), nil, "", nil, p.chooseSubject)
	p.group = kit.NewSearchSelect(t("ranking.allPeers"), nil, "", nil, p.setPeers)
	p.when.Find, p.what.Find, p.group.Find = t("ranking.find"), t("ranking.find"), t("ranking.find")
	p.rules = kit.NewSecondary(t("ranking.rules"), "R", p.editRules).WithIcon("settings")
	p.tables = kit.NewSegmented(nil, p.view, p.setView)
	p.charts = kit.NewSegmented(nil, "", p.setView)
	p.switches()
	p.lower = container.NewStack()
	p.board, p.sight, p.goals = newBoard(p), newSight(p), newGoals(p)
	p.stage = kit.NewStage(p.lower)
	p.bar = kit.Filters(p.stage, kit.MinSize(p.when, 140, 36), kit.Grow(kit.MinSize(p.what, 170, 36)),
		kit.MinSize(p.group, 170, 36), p.tables, p.charts)
	return p.bar
}

// switches name the views, with how many rows their lists have.
func (p *Page) switches() {
	t, n, x := p.s.T, p.s.Words().N, &p.got.answer.Table
	p.tables.SetOptions([]kit.Option{
		{ID: viewRanked, Text: t("ranking.ranked", "n", n(len(x.Rows)))},
		{ID: viewAbsent, Text: t("ranking.absent", "n", n(len(x.NotInspected)))},
		{ID: viewTargets, Text: t("ranking.view.targets")},
	}, p.view)
	var options []kit.Option
	for _, v := range views[3:] {
		options = append(options, kit.Option{ID: v, Text: t("ranking.view." + v)})
	}
	p.charts.SetOptions(options, p.view)
}

// setView shows another view.
func (p *Page) setView(id string) {
	p.view = id
	p.switches()
	p.arrange()
}

// Actions: the papers, and on to the bulletin.
func (p *Page) Actions() []fyne.CanvasObject {
	if p.db.Papers == nil {
		return nil
	}
	if p.save == nil {
		p.save = kit.NewSecondary(p.s.T("ranking.export"), "E", p.export)
		p.more = kit.NewPrimary(p.s.T("ranking.bulletin"), "B", p.bulletin)
		if !p.s.Has(routeBulletin) {
			p.save, p.more = kit.NewPrimary(p.s.T("ranking.export"), "E", p.export), nil
		}
		p.enable()
	}
	if p.more == nil {
		return []fyne.CanvasObject{p.rules, p.save}
	}
	return []fyne.CanvasObject{p.rules, p.save, p.more}
}

func (p *Page) bulletin() {
	if p.s.Has(routeBulletin) {
		p.s.Go(routeBulletin, nil)
	}
}

// Keys are the page's keys.
func (p *Page) Keys() []shell.Key {
	t := p.s.T
	press := func(k fyne.KeyName) func() {
		return func() { p.Pressed(&fyne.KeyEvent{Name: k}) }
	}
	keys := []shell.Key{
		shell.OnKey(fyne.KeyUp, 0, t("history.key.up"), press(fyne.KeyUp)),
		shell.OnKey(fyne.KeyDown, 0, t("history.key.down"), press(fyne.KeyDown)),
		shell.OnKey(fyne.KeyReturn, 0, t("ranking.key.open"), p.openRow),
		shell.On('[', t("ranking.key.earlier"), func() { p.setPeriod(p.period.Before()) }),
		shell.On(']', t("ranking.key.later"), func() { p.setPeriod(p.period.Move(1)) }),
		shell.On('m', t("ranking.key.absent"), p.toggle),
		shell.On('o', t("ranking.records"), p.openRecords),
		shell.On('e', t("ranking.export"), p.export),
		shell.On('r', t("ranking.rules"), p.editRules),
		shell.On('c', t("ranking.composite"), p.editComposite),
		shell.On('b', t("ranking.bulletin"), p.bulletin),
		shell.OnKey(fyne.KeyPageDown, 0, t("ranking.key.next"), func() { p.sight.turn(1) }),
		shell.OnKey(fyne.KeyPageUp, 0, t("ranking.key.previous"), func() { p.sight.turn(-1) }),
	}
	for i, v := range views {
		name := t("ranking.view." + v)
		keys = append(keys, shell.On(rune('1'+i), name, func() { p.setView(v) }))
	}
	return keys
}

// Pressed moves through the table from anywhere on the page.
func (p *Page) Pressed(e *fyne.KeyEvent) bool {
	switch p.view {
	case viewRanked:
		return p.board.table.List.Press(e)
	case viewAbsent:
		return p.board.missing.List.Press(e)
	case viewTargets:
		return p.goals.table.List.Press(e)
	case viewInspectors:
		return p.sight.people.List.Press(e)
	}
	return false
}

// WantsChange: records, halls, imports, findings, rulings and rules move ranks.
func (p *Page) WantsChange(kind string) bool {
	switch kind {
	case "inspection", "import", "branch", "review", "target", "composite":
		return true
	}
	return false
}

// Print offers the papers too.
func (p *Page) Print() { p.export() }

func (p *Page) toggle() {
	if p.view == viewAbsent {
		p.setView(viewRanked)
		return
	}
	p.setView(viewAbsent)
}

// openRow opens what the chosen row is about.
func (p *Page) openRow() {
	switch p.view {
	case viewTargets:
		p.goals.edit()
	case viewRanked:
		p.openRecords()
	}
}

// openRecords shows the inspections behind the chosen row.
func (p *Page) openRecords() {
	rows, i := p.got.answer.Table.Rows, p.board.table.List.Selected()
	if p.view != viewRanked || i < 0 || i >= len(rows) {
		return
	}
	p.s.Open(routeHistory, checklist.Filter{Branch: rows[i].Branch.Code, Checklist: p.list, From: p.period.From, To: p.period.To})
}

// export asks for a file and writes the table of the view into it.
func (p *Page) export() {
	if p.view == viewTargets {
		p.goals.export()
		return
	}
	if p.db.Papers == nil || !p.got.ready || len(p.got.answer.Table.Rows) == 0 {
		p.s.Hint(p.s.T("ranking.nothing"))
		return
	}
	a := p.got.answer
	name := p.s.T("ranking.file", "list", p.s.Words().In(a.Input.Checklist.Title), "month", p.period.String())
	p.s.Choose.SaveFile(name+".xlsx", func(path string) {
		p.write(path, func(ctx context.Context) error { return p.db.Papers.SaveRanking(ctx, path, a) })
	})
}

func (p *Page) write(path string, work func(context.Context) error) {
	shell.Save(p.s, func(ctx context.Context) (string, error) { return path, work(ctx) }, func(path string, err error) {
		if err != nil {
			p.s.Fail(err)
			return
		}
		p.s.Toast(p.s.T("ranking.saved", "path", path), nil)
	})
}
