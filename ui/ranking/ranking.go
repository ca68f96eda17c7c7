// Package ranking is headquarters' page of the ranked halls: one checklist in
// one month, over all halls or one peer group, every place explained.
package ranking

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/checklist"
	"hallcheck/checklist/ranking"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

// Records is what the page asks of the store.
type Records interface {
	Checklists(ctx context.Context) ([]*checklist.Checklist, error)
	Branches(ctx context.Context) ([]checklist.Branch, error)
	PeriodCells(ctx context.Context, list, fromDay, toDay string) ([]checklist.PeriodCell, error)
	Summaries(ctx context.Context, f checklist.Filter) ([]checklist.Summary, int, error)
}

// Papers writes the ranking as a workbook.
type Papers interface {
	SaveRanking(ctx context.Context, path string, month time.Time, c *checklist.Checklist, t ranking.Table) error
}

// Services is what the page uses.
type Services struct {
	Records Records
	Papers  Papers
}

const routeHistory = "history"

// rowHeight gives two lines of text room, at 100 %.
const rowHeight = 46

// Page is the ranking.
type Page struct {
	s   *shell.Shell
	db  Services
	ctx context.Context

	month  time.Time // first day
	list   string    // id of the checklist
	peers  ranking.Peers
	absent bool // the list below shows the halls not inspected

	lists []*checklist.Checklist
	c     *checklist.Checklist
	t     ranking.Table
	halls []checklist.Branch
	first bool // the month was not chosen yet: go back to the last one with records
	round int  // the last question asked; older answers are dropped

	stage    *kit.Stage
	table    *kit.Table
	missing  *kit.Table
	switcher *kit.Segmented
	note     *kit.Paragraph
	what     *kit.SearchSelect
	when     *kit.SearchSelect
	group    *kit.SearchSelect
	bar      *fyne.Container
	lower    *fyne.Container
	middle   *fyne.Container // table and footnote
	both     *fyne.Container // table and explanation
	side     *side
	save     *kit.Button
}

// New makes the page's constructor for the route table; it opens on the newest
// month with records.
func New(db Services) func(*shell.Shell, any) shell.Page {
	return func(s *shell.Shell, _ any) shell.Page {
		now := s.Now()
		return &Page{
			s: s, db: db, ctx: context.Background(), first: true,
			month: time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, time.UTC),
		}
	}
}

// Title is the heading; the muted words tell coverage and mean.
func (p *Page) Title() (string, string) {
	t := p.s.T
	if p.c == nil || p.t.Active == 0 {
		return t("rail.ranking"), ""
	}
	n := p.s.Words().N
	sub := t("ranking.coverage", "n", n(p.t.Inspected), "m", n(p.t.Active))
	if p.t.Mean != nil {
		sub += " · " + t("ranking.mean", "mean", p.t.Mean.String())
	}
	return t("rail.ranking"), sub
}

// Content builds filters, table and the explanation at the right.
func (p *Page) Content() fyne.CanvasObject {
	t := p.s.T
	p.when = kit.NewSearchSelect("", p.months(), p.month.Format(monthForm), nil, func(id string) {
		if m, err := time.Parse(monthForm, id); err == nil {
			p.setMonth(m)
		}
	})
	p.what = kit.NewSearchSelect(t("ranking.list"), nil, "", nil, func(id string) {
		p.list = id
		p.Load(p.ctx)
	})
	p.group = kit.NewSearchSelect(t("ranking.allPeers"), nil, "", nil, p.setPeers)
	p.when.Find, p.what.Find, p.group.Find = t("ranking.find"), t("ranking.find"), t("ranking.find")
	p.table = kit.NewTable(p.columns(), func() int { return len(p.t.Rows) }, p.fill)
	p.table.List.Height = rowHeight
	p.table.List.OnSelect = p.pick
	p.missing = kit.NewTable([]kit.Column{
		{Title: t("ranking.hall")},
		{Title: t("ranking.code"), Width: 110},
		{Title: t("ranking.peers"), Width: 170, From: 560},
		{Title: t("ranking.why"), Width: 170},
		{Title: t("ranking.before"), Width: 90, Right: true},
	}, func() int { return len(p.t.NotInspected) }, p.fillAbsent)
	p.switcher = kit.NewSegmented(p.halves(), "ranked", func(id string) {
		p.absent = id == "absent"
		p.arrange()
	})
	p.note = caption()
	p.note.Lines = 2
	p.lower = container.NewStack()
	p.side = newSide(p)
	p.middle = kit.NewColumn(8, kit.Grow(p.lower), p.note)
	p.both = kit.Sides(nil, 0, p.middle, p.side.content, 330)
	p.stage = kit.NewStage(p.both)
	p.bar = kit.Filters(p.stage, kit.MinSize(p.when, 140, 36), kit.Grow(kit.MinSize(p.what, 170, 36)),
		kit.MinSize(p.group, 170, 36), p.switcher)
	return p.bar
}

func (p *Page) columns() []kit.Column {
	t := p.s.T
	return []kit.Column{
		{Title: t("ranking.rank"), Width: 52},
		{Title: t("ranking.hall")},
		{Title: t("ranking.score"), Width: 66, Right: true},
		{Title: t("ranking.change"), Width: 68, Right: true, From: 380},
		{Title: t("ranking.moved"), Width: 78, From: 660},
		{Title: t("ranking.grade"), Width: 92},
		{Title: t("ranking.veto"), Width: 74, From: 480},
		{Title: t("ranking.problems"), Width: 62, Right: true, From: 520},
		{Title: t("ranking.weak"), Width: 136, From: 760},
	}
}

func (p *Page) fill(i int, cells []kit.Cell) {
	r, w := &p.t.Rows[i], p.s.Words()
	rank := r.Rank
	if p.peers != (ranking.Peers{}) {
		rank = r.PeerRank
	}
	cells[0] = kit.Cell{Text: w.N(rank), Bold: true}
	name := r.Branch.Name
	if r.OddVersion {
		name += " †"
	}
	cells[1] = kit.Cell{Text: name, Bold: true, Sub: p.peerWord(r.Branch)}
	cells[2] = kit.Cell{Text: r.Score.String(), Bold: true}
	if r.Change != nil {
		cells[3] = kit.Cell{Text: signed(*r.Change), Tone: changeTone(int(*r.Change))}
		cells[4] = kit.Cell{Text: moved(w, r), Tone: changeTone(r.RankChange)}
	} else {
		cells[3], cells[4] = kit.Cell{Text: "–"}, kit.Cell{Text: p.s.T("ranking.new")}
	}
	cells[5] = kit.Cell{Pill: true, Text: w.GradeWord(p.c, r.Grade), Tone: shell.GradeTone(p.c, r.Grade)}
	if r.Vetoes > 0 {
		cells[6] = kit.Cell{Pill: true, Tone: kit.Fail, Text: p.s.T("ranking.vetoes", "n", w.N(r.Vetoes))}
	}
	cells[7] = kit.Cell{Text: w.N(r.Problems)}
	if r.Weakest != nil {
		cells[8] = kit.Cell{Text: w.In(r.Weakest.Name)}
	}
}

func (p *Page) fillAbsent(i int, cells []kit.Cell) {
	a := &p.t.NotInspected[i]
	cells[0] = kit.Cell{Text: a.Branch.Name, Bold: true}
	cells[1] = kit.Cell{Text: a.Branch.Code}
	cells[2] = kit.Cell{Text: p.peerWord(a.Branch)}
	cells[3] = kit.Cell{Pill: true, Tone: kit.Warn, Text: p.s.T("ranking.noRecord")}
	if a.Incomplete > 0 {
		cells[3].Text = p.s.T("ranking.onlyIncomplete", "n", p.s.Words().N(a.Incomplete))
	}
	cells[4] = kit.Cell{Text: "–"}
	if a.LastScore != nil {
		cells[4].Text = a.LastScore.String()
	}
}

func (p *Page) peerWord(b checklist.Branch) string { return p.groupWord(ranking.PeersOf(b)) }

func signed(t checklist.Tenths) string {
	if t > 0 {
		return "+" + t.String()
	}
	return t.String()
}

func moved(w shell.Words, r *ranking.Row) string {
	switch {
	case r.RankChange > 0:
		return "↑" + w.N(r.RankChange)
	case r.RankChange < 0:
		return "↓" + w.N(-r.RankChange)
	default:
		return "–"
	}
}

func changeTone(n int) kit.Tone {
	switch {
	case n > 0:
		return kit.Pass
	case n < 0:
		return kit.Fail
	default:
		return kit.Plain
	}
}

// Actions: the workbook.
func (p *Page) Actions() []fyne.CanvasObject {
	if p.db.Papers == nil {
		return nil
	}
	if p.save == nil {
		p.save = kit.NewPrimary(p.s.T("ranking.xlsx"), "E", p.export)
		p.enable()
	}
	return []fyne.CanvasObject{p.save}
}

// Keys are the page's keys.
func (p *Page) Keys() []shell.Key {
	t := p.s.T
	press := func(k fyne.KeyName) func() {
		return func() { p.Pressed(&fyne.KeyEvent{Name: k}) }
	}
	return []shell.Key{
		shell.OnKey(fyne.KeyUp, 0, t("history.key.up"), press(fyne.KeyUp)),
		shell.OnKey(fyne.KeyDown, 0, t("history.key.down"), press(fyne.KeyDown)),
		shell.OnKey(fyne.KeyReturn, 0, t("ranking.records"), p.openRecords),
		shell.On('[', t("ranking.key.earlier"), func() { p.setMonth(p.month.AddDate(0, -1, 0)) }),
		shell.On(']', t("ranking.key.later"), func() { p.setMonth(p.month.AddDate(0, 1, 0)) }),
		shell.On('m', t("ranking.key.absent"), p.toggle),
		shell.On('o', t("ranking.records"), p.openRecords),
		shell.On('e', t("ranking.xlsx"), p.export),
	}
}

// Pressed moves through the table from anywhere on the page.
func (p *Page) Pressed(e *fyne.KeyEvent) bool {
	if p.absent {
		return p.missing.List.Press(e)
	}
	return p.table.List.Press(e)
}

// WantsChange: records, halls and imports move ranks.
func (p *Page) WantsChange(kind string) bool {
	return kind == "inspection" || kind == "import" || kind == "branch"
}

// Print offers the workbook too.
func (p *Page) Print() { p.export() }

func (p *Page) toggle() {
	p.switcher.Choose(map[bool]string{true: "ranked", false: "absent"}[p.absent])
}

// setMonth shows another month; it stays where it is when it has no records.
func (p *Page) setMonth(m time.Time) {
	p.month, p.first = m, false
	p.when.SetChoices(p.months(), p.month.Format(monthForm))
	p.Load(p.ctx)
}
