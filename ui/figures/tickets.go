package figures

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"hallcheck/checklist/hall"
	"hallcheck/checklist/table"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

// fileTypes are those a ticket machine's file may have; what it really is tells its
// content.
var fileTypes = []string{".csv", ".txt", ".xlsx"}

// daysBack is how far back the list of days goes.
const daysBack = 90

// foldAt is the width, at 100 %, below which what a file comes to stands under its
// columns.
const foldAt = 760

// ticketPage takes a file over: which column holds what, what it comes to, mistakes
// with their places.
type ticketPage struct {
	s   *shell.Shell
	svc Services
	ctx context.Context

	first string // file to look at once the page is there
	days  []Day
	file  *table.Table
	m     hall.TicketMap
	read  *hall.TicketFile
	add   Import
	why   error // the columns as they are cannot be used, or the file not compared
	skip  bool
	busy  bool

	stage    *kit.Stage
	body     *fyne.Container
	list     *kit.Table
	fields   *fyne.Container
	told     *fyne.Container
	mistakes *kit.Table
	toggle   *kit.Toggle
	skipRow  fyne.CanvasObject // the toggle with its key
	choose   *kit.Button
	take     *kit.Button
	columns  fyne.CanvasObject
	right    *fyne.Container
}

// NewTickets makes the page's constructor for the route table; its argument is the path
// of a file to look at, or nil.
func NewTickets(svc Services) func(*shell.Shell, any) shell.Page {
	return func(s *shell.Shell, arg any) shell.Page {
		path, _ := arg.(string)
		return &ticketPage{s: s, svc: svc, ctx: context.Background(), first: path}
	}
}

// Title is the heading; the muted words name the file.
func (p *ticketPage) Title() (string, string) {
	if p.file == nil {
		return p.s.T("hallfigures.import"), ""
	}
	return p.s.T("hallfigures.import"), p.s.T("halltickets.rows", "file", p.file.Name, "n", p.s.Words().N(len(p.file.Rows)))
}

// Content builds the list of days, and the columns with what they come to.
func (p *ticketPage) Content() fyne.CanvasObject {
	t := p.s.T
	p.list = kit.NewTable([]kit.Column{
		{Title: t("halltickets.col.day"), Width: 150},
		{Title: t("halltickets.col.tickets"), Width: 80, Right: true},
		{Title: t("halltickets.col.called"), Width: 80, Right: true},
		{Title: t("halltickets.col.finished"), Width: 80, Right: true},
		{Title: t("halltickets.col.abandoned"), Width: 96, Right: true},
		{Title: t("halltickets.col.source")},
	}, func() int { return len(p.days) }, p.fillDay)
	p.fields, p.told = kit.NewColumn(8), kit.NewColumn(6)
	p.mistakes = kit.NewTable([]kit.Column{{Title: t("halltickets.col.place"), Width: 104}, {Title: t("halltickets.col.mistake"), Lines: 8}}, p.mistakeCount, p.fillMistake)
	p.toggle = kit.NewToggle(t("halltickets.skip"), p.skip, p.setSkip)
	p.choose = kit.NewSecondary(t("halltickets.choose"), "O", p.open).WithIcon("folder")
	p.take = kit.NewPrimary(t("halltickets.take"), "Ctrl ⏎", p.accept)
	p.mistakes.List.Height = 150
	p.columns = kit.NewCard(kit.NewColumn(10, kit.NewBold(t("halltickets.columns")), p.fields))
	p.skipRow = kit.NewRow(8, p.toggle, kit.NewKeyCap("K"), kit.Space())
	p.right = kit.NewColumn(10, kit.NewBold(t("halltickets.would")), p.told, p.skipRow, kit.Grow(kit.MinSize(p.mistakes, 0, 150)))
	p.body = kit.NewColumn(0)
	p.stage = kit.NewStage(p.body)
	return p.stage
}

// Load reads the days there are; a file being looked at stays.
func (p *ticketPage) Load(ctx context.Context) {
	p.ctx = ctx
	if p.file != nil {
		p.present()
		return
	}
	now := p.s.Now()
	shell.Stage(p.s, ctx, p.stage, func(ctx context.Context) ([]Day, error) {
		return p.svc.Tickets.Days(ctx, now.AddDate(0, 0, -daysBack).Format(time.DateOnly), now.Format(time.DateOnly))
	}, func(days []Day) {
		p.days = days
		p.present()
		if path := p.first; path != "" {
			p.first = ""
			p.look(path)
		}
	})
}

// present shows the days, or the file.
func (p *ticketPage) present() {
	p.s.RefreshHeader()
	switch {
	case p.file != nil:
		p.put(kit.Folds(foldAt, func() fyne.CanvasObject {
			return kit.Sides(nil, 0, kit.Scroll(p.columns), kit.NewCard(p.right), 384)
		}, func() fyne.CanvasObject {
			return kit.Scroll(kit.NewColumn(10, p.columns, kit.NewCard(p.right)))
		}))
	case len(p.days) > 0:
		p.put(kit.NewCardInset(p.list, 1))
		p.list.Reload()
	default:
		p.stage.Empty("import", p.s.T("halltickets.empty"), kit.NewPrimary(p.s.T("halltickets.choose"), "O", p.open))
		return
	}
	p.stage.Full()
}

func (p *ticketPage) put(o fyne.CanvasObject) {
	column := kit.NewColumn(0, kit.Grow(o))
	p.body.Layout, p.body.Objects = column.Layout, column.Objects
	p.body.Refresh()
}

func (p *ticketPage) fillDay(i int, c []kit.Cell) {
	d, w := p.days[i], p.s.Words()
	c[0] = kit.Cell{Text: w.DayOf(d.Day), Bold: true}
	for k, n := range []int{d.Tickets, d.Called, d.Finished, d.Abandoned} {
		c[k+1] = kit.Cell{Text: w.N(n)}
	}
	c[5] = kit.Cell{Text: d.Source}
}

// Actions are the buttons of the title row.
func (p *ticketPage) Actions() []fyne.CanvasObject {
	p.choose.SetKind(kit.Secondary)
	switch {
	case p.file == nil && len(p.days) == 0:
		return nil // the page itself offers it
	case p.file == nil:
		p.choose.SetKind(kit.Primary)
		return []fyne.CanvasObject{p.choose}
	case p.ready():
		p.take.Enable()
	default:
		p.take.Disable()
	}
	return []fyne.CanvasObject{p.choose, p.take}
}

// ready says whether there is something to take over.
func (p *ticketPage) ready() bool {
	return !p.busy && p.read != nil && p.add.New+p.add.Changed > 0 && (p.read.Problems == 0 || p.skip)
}

// Keys are the page's keys.
func (p *ticketPage) Keys() []shell.Key {
	t := p.s.T
	return []shell.Key{
		shell.On('o', t("halltickets.choose"), p.open),
		shell.On('k', t("halltickets.skip"), func() { p.setSkip(!p.skip) }),
		shell.OnKey(fyne.KeyReturn, fyne.KeyModifierControl, t("halltickets.take"), p.accept),
	}
}

// Pressed moves through the list that is shown.
func (p *ticketPage) Pressed(e *fyne.KeyEvent) bool {
	if p.file == nil {
		return p.list.List.Press(e)
	}
	return p.mistakes.List.Press(e)
}

// Escape leaves the file first.
func (p *ticketPage) Escape() bool {
	if p.file == nil {
		return false
	}
	p.file, p.read = nil, nil
	p.Load(p.ctx)
	return true
}

// Drop takes a file dropped on the page.
func (p *ticketPage) Drop(paths []string) {
	if len(paths) > 0 {
		p.look(paths[0])
	}
}

func (p *ticketPage) open() { p.s.Choose.OpenFile(fileTypes, p.look) }

// opened is a file with the columns remembered for its machine, or guessed.
type opened struct {
	t *table.Table
	m hall.TicketMap
}

// look reads a file and finds its columns.
func (p *ticketPage) look(path string) {
	shell.Run(p.s, p.ctx, func(ctx context.Context) (o opened, err error) {
		if o.t, err = p.svc.Tickets.Open(path); err != nil {
			return o, err
		}
		if o.m, err = p.svc.Store.TicketMap(ctx, o.t.Fingerprint()); err == nil && o.m == nil {
			o.m = hall.GuessTickets(o.t)
		}
		o.m = o.m.FindUnits(o.t)
		return o, err
	}, func(o opened, err error) {
		if err != nil {
			p.s.Fail(err)
			return
		}
		p.file, p.m, p.skip = o.t, o.m, false
		p.toggle.Set(false)
		p.pickers()
		p.present()
		p.weigh()
	})
}

func (p *ticketPage) setSkip(on bool) {
	p.skip = on
	p.toggle.Set(on)
	p.s.RefreshHeader()
}
