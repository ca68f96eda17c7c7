// Package board is headquarters' page of who has reported: every hall with every
// checklist it owes in a week, month or quarter, and whom to ask for the rest.
package board

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/checklist"
	"hallcheck/checklist/arrival"
	"hallcheck/checklist/report"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

const (
	rowHeight    = 44
	routeHistory = "history"
	routeInbox   = "inbox"
)

// Page is the arrival board.
type Page struct {
	s   *shell.Shell
	svc Services
	ctx context.Context

	period  arrival.Period
	filter  arrival.Filter
	doc     report.BoardDoc // what is shown; Rows are those that pass the filter
	reading context.Context // of the reading under way, nil = none
	again   bool            // something changed meanwhile

	stage   *kit.Stage
	cards   map[arrival.State]*kit.StatCard
	holder  *fyne.Container // of the table, whose columns follow the lists asked for
	table   *kit.Table
	lists   []string // the table was made for
	when    *kit.SearchSelect
	unit    *kit.Segmented
	find    *kit.TextField
	open    *kit.Toggle
	buttons []fyne.CanvasObject
	ask     *kit.Button
	save    *kit.Button
}

// New makes the page's constructor for the route table; it opens on this month.
func New(svc Services) func(*shell.Shell, any) shell.Page {
	return func(s *shell.Shell, _ any) shell.Page {
		return &Page{s: s, svc: svc, ctx: context.Background(), period: arrival.PeriodOf(arrival.Month, s.Now())}
	}
}

// Title is the heading; the muted words tell coverage.
func (p *Page) Title() (string, string) {
	if p.doc.Board.Plan == nil || p.doc.Board.Sum.Halls == 0 {
		return p.s.T("rail.board"), ""
	}
	n, s := p.s.Words().N, p.doc.Board.Sum
	return p.s.T("rail.board"), p.s.T("board.coverage", "n", n(s.Reported), "m", n(s.Halls))
}

// shown are the states with a card, in their order.
var shown = []arrival.State{arrival.Received, arrival.Partial, arrival.Pictures, arrival.Returned, arrival.Missing}

// Content builds filters, figures and the place of the table.
func (p *Page) Content() fyne.CanvasObject {
	t := p.s.T
	p.unit = kit.NewSegmented([]kit.Option{
		{ID: string(arrival.Week), Text: t("board.unit.week")},
		{ID: string(arrival.Month), Text: t("board.unit.month")},
		{ID: string(arrival.Quarter), Text: t("board.unit.quarter")},
	}, string(p.period.Unit), p.setUnit)
	p.when = kit.NewSearchSelect("", p.periods(), p.period.String(), nil, func(id string) {
		if to, err := arrival.ParsePeriod(id); err == nil {
			p.setPeriod(to)
		}
	})
	p.when.Find = t("board.findPeriod")
	p.find = kit.NewSearchField(t("board.find"), p.search)
	p.find.OnSubmitted = p.search
	p.open = kit.NewToggle(t("board.onlyOpen"), p.filter.Open, func(on bool) {
		p.filter.Open = on
		p.narrow()
	})
	p.cards = map[arrival.State]*kit.StatCard{}
	var cards []fyne.CanvasObject
	for _, st := range shown {
		c := kit.NewStatCard(t("board.state." + st.ID()))
		c.OnTap(func() { p.choose(st) })
		p.cards[st], cards = c, append(cards, c)
	}
	p.holder = container.NewStack()
	p.stage = kit.NewStage(kit.NewColumn(14, kit.Equal(14, cards...), kit.Grow(p.holder)))
	return kit.Filters(p.stage, p.unit, kit.MinSize(p.when, 176, 36), kit.Grow(kit.MinSize(p.find, 190, 36)), p.open,
		kit.NewIconButton("settings", t("board.key.due"), p.editDue))
}

// Load reads the board away from the window. Files that come in one after the
// other do not make it read once for each.
func (p *Page) Load(ctx context.Context) {
	p.ctx = ctx
	if p.reading != nil && p.reading.Err() == nil {
		p.again = true
		return
	}
	p.reading, p.again = ctx, false
	period := p.period
	p.stage.Loading(p.s.T("shell.loading"))
	shell.Run(p.s, ctx, func(ctx context.Context) (report.BoardDoc, error) { return p.read(ctx, period) }, func(d report.BoardDoc, err error) {
		p.reading = nil
		switch {
		case p.again:
			p.Load(p.ctx)
		case err != nil:
			p.stage.Problem(p.s.Words().Error(err), checklist.CodeOf(err), kit.NewSecondary(p.s.T("shell.retry"), "", func() { p.s.Reload() }))
		default:
			p.show(d)
		}
	})
}

func (p *Page) read(ctx context.Context, period arrival.Period) (d report.BoardDoc, err error) {
	if d.Board, err = p.svc.Store.Board(ctx, period); err != nil {
		return d, err
	}
	if d.Lists, err = p.svc.Store.Checklists(ctx); err != nil {
		return d, err
	}
	who, err := p.svc.Store.Profile(ctx)
	d.Org = who.Org
	return d, err
}

// WantsChange: records, pictures, halls, reviews and what is asked for move the board.
func (p *Page) WantsChange(kind string) bool {
	return slices.Contains([]string{"inspection", "import", "branch", "photo", "quarantine", "requirement", "review", "person"}, kind)
}

func (p *Page) setUnit(id string) {
	day := p.s.Now()
	if p.period.To < day.Format(time.DateOnly) {
		day, _ = time.Parse(time.DateOnly, p.period.To) // a past period stays in view
	}
	p.setPeriod(arrival.PeriodOf(arrival.Unit(id), day))
}

// setPeriod shows another period.
func (p *Page) setPeriod(to arrival.Period) {
	p.period = to
	p.unit.Set(string(to.Unit))
	p.when.SetChoices(p.periods(), to.String())
	p.Load(p.ctx)
}

// periodsBack is how many periods the list goes back.
const periodsBack = 26

func (p *Page) periods() []kit.Choice {
	at := arrival.PeriodOf(p.period.Unit, p.s.Now())
	if p.period.From > at.From {
		at = p.period
	}
	var out []kit.Choice
	for i := 0; i < periodsBack || at.From >= p.period.From; i++ {
		out = append(out, kit.Choice{ID: at.String(), Text: report.PeriodName(p.s.Lang(), at), Sub: at.String()})
		at = at.Next(-1)
	}
	return out
}

func (p *Page) search(text string) {
	p.filter.Text = text
	p.narrow()
}

// choose shows the halls in one state, or all again.
func (p *Page) choose(st arrival.State) {
	if p.filter.State == st {
		st = arrival.None
	}
	p.filter.State = st
	p.narrow()
}

// Actions: the board as a workbook, the list to ask, and taking in.
func (p *Page) Actions() []fyne.CanvasObject {
	if p.buttons == nil {
		p.save = kit.NewSecondary(p.s.T("board.xlsx"), "E", p.export)
		p.ask = kit.NewSecondary(p.s.T("board.chase.title"), "L", p.chase)
		p.buttons = []fyne.CanvasObject{p.save, p.ask}
		if p.svc.Collect != nil {
			p.buttons = append(p.buttons, kit.NewPrimary(p.s.T("board.collect"), "I", p.collect))
		}
		p.enable()
	}
	return p.buttons
}

func (p *Page) collect() { p.svc.Collect(p.s) }

// enable lets papers be made when there is something in them.
func (p *Page) enable() {
	if p.buttons == nil {
		return
	}
	for _, b := range []*kit.Button{p.save, p.ask} {
		b.Disable()
	}
	if len(p.doc.Board.Rows) > 0 {
		p.save.Enable()
	}
	if s := p.doc.Board.Sum; s.By[arrival.Missing]+s.By[arrival.Partial]+s.By[arrival.Pictures]+s.By[arrival.Returned] > 0 {
		p.ask.Enable()
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
		shell.OnKey(fyne.KeyReturn, 0, t("board.key.hall"), press(fyne.KeyReturn)),
		shell.On('[', t("board.key.earlier"), func() { p.setPeriod(p.period.Next(-1)) }),
		shell.On(']', t("board.key.later"), func() { p.setPeriod(p.period.Next(1)) }),
		shell.On('o', t("board.onlyOpen"), func() { p.open.Set(!p.open.On); p.open.OnChanged(p.open.On) }),
		shell.On('c', t("board.key.copy"), func() { p.copyAsk(p.table.List.Selected()) }),
		shell.On('d', t("board.key.due"), p.editDue),
		shell.On('e', t("board.xlsx"), p.export),
		shell.On('l', t("board.chase.title"), p.chase),
	}
	if p.svc.Collect != nil {
		keys = append(keys, shell.On('i', t("board.collect"), p.collect))
	}
	return keys
}

// Pressed moves through the table from anywhere on the page.
func (p *Page) Pressed(e *fyne.KeyEvent) bool { return p.table != nil && p.table.List.Press(e) }

// Search puts the keyboard into the search field.
func (p *Page) Search() { p.s.Window().Canvas().Focus(p.find) }

// Print writes the workbook.
func (p *Page) Print() { p.export() }

// Escape empties the filters first, then goes back.
func (p *Page) Escape() bool {
	if p.filter == (arrival.Filter{}) {
		return false
	}
	p.filter = arrival.Filter{}
	p.find.Fill("")
	p.open.Set(false)
	p.narrow()
	return true
}

// name is the short name of a list.
func (p *Page) name(list string) string { return report.ListName(p.s.Lang(), list, p.doc.Lists) }

// row is the hall in line i of the table, nil = none.
func (p *Page) row(i int) *arrival.Row {
	if i < 0 || i >= len(p.doc.Rows) {
		return nil
	}
	return &p.doc.Board.Rows[p.doc.Rows[i]]
}
