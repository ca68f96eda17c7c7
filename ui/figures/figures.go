// Package figures has the hall's page of figures – each with its limit, its colour and
// word and the formula with its numbers – and the page that takes the ticket machine's
// file over.
package figures

import (
	"context"
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"hallcheck/checklist/hall"
	"hallcheck/checklist/report"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

// The routes of the pages.
const (
	Route        = "hallfigures"
	RouteTickets = "halltickets"
)

// The ways to look at the figures.
const (
	viewAll   = "all"
	viewDay   = "day"
	viewWeek  = "week"
	viewBand  = "band"
	viewQueue = "queue"
)

var views = []string{viewAll, viewDay, viewWeek, viewBand, viewQueue}

// reading is what the page shows.
type reading struct {
	set   *hall.FigureSet
	rules hall.Rules
}

// Page is the page of figures.
type Page struct {
	s    *shell.Shell
	svc  Services
	ctx  context.Context
	span span
	view string
	got  reading

	stage   *kit.Stage
	period  *kit.Segmented
	look    *kit.Segmented
	body    *fyne.Container
	cards   *cards
	table   *kit.Table
	queues  *queues
	later   *kit.Button // to the time after the one looked at
	buttons []fyne.CanvasObject
}

// New makes the page's constructor for the route table.
func New(svc Services) func(*shell.Shell, any) shell.Page {
	return func(s *shell.Shell, _ any) shell.Page {
		return &Page{s: s, svc: svc, ctx: context.Background(), span: spanOf(periodMonth, s.Now()), view: viewAll}
	}
}

// Title is the heading; the muted words tell the time looked at.
func (p *Page) Title() (string, string) {
	w, days := p.s.Words(), 0
	if p.got.set != nil {
		days = len(p.got.set.Days)
	}
	if p.span.from == p.span.to {
		day, _ := time.Parse(time.DateOnly, p.span.from)
		return p.s.T("tab.hallfigures"), w.DayOf(p.span.from) + " " + w.Weekday(day)
	}
	return p.s.T("tab.hallfigures"), p.s.T("hallfigures.range", "from", w.DayOf(p.span.from), "to", w.DayOf(p.span.to), "n", strconv.Itoa(days))
}

// Content builds the choosers and every view.
func (p *Page) Content() fyne.CanvasObject {
	t := p.s.T
	var times, looks []kit.Option
	for i, id := range periods {
		times = append(times, kit.Option{ID: id, Text: t("hallfigures.period." + id), Key: strconv.Itoa(i + 1)})
	}
	for _, id := range views {
		looks = append(looks, kit.Option{ID: id, Text: t("hallfigures." + id)})
	}
	p.period = kit.NewSegmented(times, p.span.period, p.setPeriod)
	p.look = kit.NewSegmented(looks, p.view, p.setView)
	p.cards = newCards(p)
	p.table = p.newTable()
	p.queues = newQueues(p)
	p.body = kit.NewColumn(0)
	p.stage = kit.NewStage(p.body)
	p.buttons = []fyne.CanvasObject{
		kit.NewSecondary(t("hallfigures.import"), "I", p.tickets).WithIcon("import"),
		kit.NewPrimary(t("hallfigures.export"), "E", p.export).WithIcon("export"),
	}
	p.setView(p.view)
	p.later = kit.NewIconButton("chevron-right", t("hallfigures.key.later"), func() { p.move(1) })
	turn := kit.NewRow(4, kit.NewIconButton("chevron-left", t("hallfigures.key.earlier"), func() { p.move(-1) }), p.later)
	return kit.Filters(p.stage, p.period, turn, kit.NewRow(6, p.look, kit.NewKeyCap("V")))
}

// Load reads the figures of the time looked at.
func (p *Page) Load(ctx context.Context) {
	p.ctx = ctx
	at := p.span
	shell.Stage(p.s, ctx, p.stage, func(ctx context.Context) (r reading, err error) {
		r.set, r.rules, err = p.svc.Store.FigureSet(ctx, "", at.from, at.to)
		return r, err
	}, p.show)
}

func (p *Page) show(r reading) {
	p.got = r
	p.later.Enable()
	if p.span.move(1).from > p.s.Now().Format(time.DateOnly) {
		p.later.Disable()
	}
	defer p.s.RefreshHeader()
	if len(r.set.Days) == 0 {
		var button *kit.Button
		if p.s.Has(RouteTickets) {
			button = kit.NewPrimary(p.s.T("hallfigures.import"), "I", p.tickets)
		}
		p.stage.Empty("rank", p.s.T("hallfigures.empty"), button)
		return
	}
	p.cards.show()
	p.table.Reload()
	p.queues.show()
	p.stage.Full()
}

// WantsChange: entries, tickets and rules move the figures.
func (p *Page) WantsChange(kind string) bool { return kind == "hall" || kind == "setting" }

// Actions are the buttons of the title row; without figures the page itself offers the import.
func (p *Page) Actions() []fyne.CanvasObject {
	if p.stage != nil && p.stage.State() == "empty" {
		return nil
	}
	if !p.s.Has(RouteTickets) {
		return p.buttons[1:]
	}
	return p.buttons
}

// Keys are the page's keys.
func (p *Page) Keys() []shell.Key {
	t := p.s.T
	keys := []shell.Key{
		shell.On('[', t("hallfigures.key.earlier"), func() { p.move(-1) }),
		shell.On(']', t("hallfigures.key.later"), func() { p.move(1) }),
		shell.On('v', t("hallfigures.key.view"), p.nextView),
		shell.On('e', t("hallfigures.export"), p.export),
	}
	if p.s.Has(RouteTickets) {
		keys = append(keys, shell.On('i', t("hallfigures.import"), p.tickets))
	}
	return keys
}

// Typed takes the digits of the times.
func (p *Page) Typed(r rune) bool {
	i := int(r - '1')
	if i < 0 || i >= len(periods) {
		return false
	}
	p.period.Set(periods[i])
	p.setPeriod(periods[i])
	return true
}

// Pressed moves through the table.
func (p *Page) Pressed(e *fyne.KeyEvent) bool {
	switch p.view {
	case viewDay, viewWeek, viewBand:
		return p.table.List.Press(e)
	case viewQueue:
		return p.queues.table.List.Press(e)
	}
	return false
}

func (p *Page) setPeriod(id string) {
	p.span = spanOf(id, p.s.Now())
	p.Load(p.ctx)
}

func (p *Page) move(by int) {
	next := p.span.move(by)
	if next.from > p.s.Now().Format(time.DateOnly) {
		return
	}
	p.span = next
	p.Load(p.ctx)
}

func (p *Page) nextView() {
	for i, v := range views {
		if v == p.view {
			p.look.Set(views[(i+1)%len(views)])
			p.setView(views[(i+1)%len(views)])
			return
		}
	}
}

// setView shows one of the views.
func (p *Page) setView(id string) {
	p.view = id
	var show fyne.CanvasObject
	switch id {
	case viewAll:
		show = p.cards.scroll
	case viewQueue:
		show = p.queues.content
	default:
		show = kit.NewColumn(6, kit.Grow(kit.NewCardInset(p.table, 1)), kit.NewCaption(p.s.T("hallfigures.legend")))
		p.table.List.Select(0)
		p.table.Reload()
	}
	p.body.Objects = kit.NewColumn(0, kit.Grow(show)).Objects
	p.body.Layout = kit.NewColumn(0, kit.Grow(show)).Layout
	p.body.Refresh()
}

func (p *Page) tickets() {
	if p.s.Has(RouteTickets) {
		p.s.Open(RouteTickets, nil)
	}
}

// Drop takes the ticket machine's file dropped on the page.
func (p *Page) Drop(paths []string) {
	if len(paths) > 0 && p.s.Has(RouteTickets) {
		p.s.Open(RouteTickets, paths[0])
	}
}

// export saves the figures as a workbook.
func (p *Page) export() {
	if p.got.set == nil || len(p.got.set.Days) == 0 {
		return
	}
	d := report.HallFiguresDoc{Set: p.got.set, Rules: p.got.rules, Name: p.s.Profile().Branch.Name, Lang: p.s.Lang(), Made: p.s.Now()}
	name := p.s.T("hallfigures.file", "from", d.Set.From, "to", d.Set.To) + ".xlsx"
	p.s.Choose.SaveFile(name, func(path string) {
		shell.Save(p.s, func(ctx context.Context) (string, error) { return path, p.svc.Papers.SaveFigures(ctx, path, d) }, func(path string, err error) {
			if err != nil {
				p.s.Fail(err)
				return
			}
			p.s.Toast(p.s.T("hallfigures.saved", "file", path), nil)
		})
	})
}
