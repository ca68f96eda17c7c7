// Package history is the page of all inspections kept here: searched,
// filtered, sorted and opened.
package history

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

// Records is what the page asks of the store.
type Records interface {
	Summaries(ctx context.Context, f checklist.Filter) ([]checklist.Summary, int, error)
	Checklists(ctx context.Context) ([]*checklist.Checklist, error)
	DeleteDraft(ctx context.Context, id string) error
}

// The routes a row opens, with the inspection's id as argument.
const (
	routeResult = "result"
	routeRun    = "runner"
	routeBegin  = "inspect"
)

// typingPause is how long the page waits for the next letter before it searches.
const typingPause = 150 * time.Millisecond

// Page lists inspections. A checklist.Filter as argument opens it narrowed.
type Page struct {
	s      *shell.Shell
	db     Records
	ctx    context.Context
	filter checklist.Filter
	lists  []*checklist.Checklist

	pager *pager
	stage *kit.Stage
	table *kit.Table
	find  *kit.TextField
	what  *kit.SearchSelect
	state *kit.Segmented
	when  *kit.SearchSelect
	typed int
	start *kit.Button
}

// New makes the page's constructor for the route table.
func New(db Records) func(*shell.Shell, any) shell.Page {
	return func(s *shell.Shell, arg any) shell.Page {
		p := &Page{s: s, db: db, ctx: context.Background()}
		if f, ok := arg.(checklist.Filter); ok {
			p.filter = f
		}
		p.pager = newPager(p.filter, p.fetch)
		return p
	}
}

// Title is the heading; the muted words count the rows.
func (p *Page) Title() (string, string) {
	if p.stage == nil || p.stage.State() == "loading" {
		return p.s.T("rail.history"), ""
	}
	return p.s.T("rail.history"), p.s.T("history.count", "n", p.s.Words().N(p.pager.total))
}

// Content builds the filter row and the table.
func (p *Page) Content() fyne.CanvasObject {
	t := p.s.T
	p.find = kit.NewSearchField(t("history.find"), p.search)
	p.find.Fill(p.filter.Text)
	p.what = kit.NewSearchSelect(t("history.anyList"), nil, p.filter.Checklist, nil, func(id string) {
		p.filter.Checklist = id
		p.restart()
	})
	p.when = kit.NewSearchSelect("", p.periods(), p.period(), nil, func(id string) {
		p.setPeriod(id)
		p.restart()
	})
	p.state = kit.NewSegmented([]kit.Option{
		{ID: "all", Text: t("history.all")}, {ID: "draft", Text: t("status.draft")},
		{ID: "unsent", Text: t("history.unsent")}, {ID: "veto", Text: t("history.veto")},
	}, p.stateID(), p.setState)
	p.table = kit.NewTable(p.columns(), func() int { return p.pager.total }, p.fill)
	p.table.OnSort = p.sort
	p.table.List.OnOpen = p.open
	p.markSort()
	p.stage = kit.NewStage(kit.NewCardInset(p.table, 1))
	row := kit.NewRow(10, kit.Grow(kit.MinSize(p.find, 160, 36)), kit.MinSize(p.what, 190, 36), kit.MinSize(p.when, 120, 36), p.state)
	return kit.NewColumn(14, row, kit.Grow(p.stage))
}

func (p *Page) columns() []kit.Column {
	t := p.s.T
	cols := []kit.Column{
		{Title: t("history.day"), Width: 104, Sort: "day"},
		{Title: t("history.list")},
	}
	if p.s.Face() == checklist.FaceHQ {
		cols = append(cols, kit.Column{Title: t("history.branch"), Width: 150, Sort: "branch"})
	}
	return append(cols,
		kit.Column{Title: t("history.mode"), Width: 76},
		kit.Column{Title: t("history.who"), Width: 84},
		kit.Column{Title: t("history.score"), Width: 70, Right: true, Sort: "score"},
		kit.Column{Title: t("history.grade"), Width: 96},
		kit.Column{Title: t("history.red"), Width: 56, Right: true},
		kit.Column{Title: t("history.photos"), Width: 56, Right: true},
		kit.Column{Title: t("history.state"), Width: 112},
	)
}

func (p *Page) fill(i int, cells []kit.Cell) {
	row := p.pager.at(i)
	if row == nil {
		cells[0].Text = "…"
		return
	}
	w, t := p.s.Words(), p.s.T
	k := 0
	put := func(c kit.Cell) { cells[k] = c; k++ }
	put(kit.Cell{Text: row.Day, Sub: clock(w, row)})
	put(kit.Cell{Text: w.In(row.Title), Sub: progress(w, row)})
	if p.s.Face() == checklist.FaceHQ {
		put(kit.Cell{Text: row.Branch.Name, Sub: row.Branch.Code})
	}
	put(kit.Cell{Text: t("mode." + string(row.Mode))})
	put(kit.Cell{Text: row.Inspector})
	if row.Score == nil {
		put(kit.Cell{Text: "–"})
	} else {
		put(kit.Cell{Text: row.Score.String(), Bold: row.Status == checklist.Finished})
	}
	put(p.gradeCell(row))
	put(kit.Cell{Text: count(row.Red), Tone: redTone(row.Red)})
	put(kit.Cell{Text: count(row.Photos)})
	put(p.stateCell(row))
}

func clock(w shell.Words, row *checklist.Summary) string {
	if row.FinishedAt == 0 {
		return w.Clock(row.StartedAt)
	}
	return w.Clock(row.StartedAt) + "–" + w.Clock(row.FinishedAt)
}

func progress(w shell.Words, row *checklist.Summary) string {
	if row.Status == checklist.Finished {
		return ""
	}
	return w.T("history.answered", "n", w.N(row.Answered), "m", w.N(row.Total))
}

func count(n int) string {
	if n == 0 {
		return "–"
	}
	return shell.Words{}.N(n)
}

func redTone(n int) kit.Tone {
	if n > 0 {
		return kit.Fail
	}
	return kit.Plain
}

func (p *Page) gradeCell(row *checklist.Summary) kit.Cell {
	if row.Status != checklist.Finished || row.Grade == "" {
		return kit.Cell{}
	}
	list := p.list(row.Checklist)
	if list == nil {
		return kit.Cell{Text: row.Grade}
	}
	return kit.Cell{Pill: true, Text: p.s.Words().GradeWord(list, row.Grade), Tone: shell.GradeTone(list, row.Grade)}
}

func (p *Page) stateCell(row *checklist.Summary) kit.Cell {
	t := p.s.T
	switch {
	case row.Status == checklist.Draft:
		return kit.Cell{Pill: true, Tone: kit.Accent, Text: t("status.draft")}
	case row.Incomplete != "":
		return kit.Cell{Pill: true, Tone: kit.Warn, Text: t("history.incomplete")}
	case row.Vetoes > 0:
		return kit.Cell{Pill: true, Tone: kit.Fail, Icon: "cross", Text: t("history.vetoed")}
	case p.s.Face() == checklist.FaceHQ:
		return kit.Cell{Pill: true, Tone: kit.Pass, Icon: "tick", Text: t("status.finished")}
	case row.SentAt > 0:
		return kit.Cell{Pill: true, Tone: kit.Pass, Icon: "tick", Text: t("history.sent")}
	default:
		return kit.Cell{Pill: true, Text: t("history.unsent")}
	}
}

func (p *Page) list(id string) *checklist.Checklist {
	for _, c := range p.lists {
		if c.ID == id {
			return c
		}
	}
	return nil
}

// Actions: a branch begins an inspection from here too.
func (p *Page) Actions() []fyne.CanvasObject {
	if !p.s.Has(routeBegin) {
		return nil
	}
	if p.start == nil {
		p.start = kit.NewPrimary(p.s.T("history.begin"), "N", p.begin)
	}
	return []fyne.CanvasObject{p.start}
}

func (p *Page) begin() { p.s.Go(routeBegin, nil) }

// Keys are the page's keys; arrows and Enter belong to the table.
func (p *Page) Keys() []shell.Key {
	t := p.s.T
	keys := []shell.Key{
		shell.On('/', t("history.key.find"), p.Search),
		shell.OnKey(fyne.KeyUp, 0, t("history.key.move"), nil),
		shell.OnKey(fyne.KeyReturn, 0, t("history.key.open"), nil),
		shell.On('a', t("history.all"), func() { p.state.Choose("all") }),
		shell.On('d', t("status.draft"), func() { p.state.Choose("draft") }),
		shell.On('u', t("history.unsent"), func() { p.state.Choose("unsent") }),
		shell.On('v', t("history.veto"), func() { p.state.Choose("veto") }),
		shell.OnKey(fyne.KeyDelete, 0, t("history.key.delete"), p.deleteDraft),
	}
	if p.s.Has(routeBegin) {
		keys = append(keys, shell.On('n', t("history.begin"), p.begin))
	}
	return keys
}

// Pressed moves through the table from anywhere on the page.
func (p *Page) Pressed(e *fyne.KeyEvent) bool { return p.table.List.Press(e) }

// Search puts the keyboard into the search field.
func (p *Page) Search() { p.s.Window().Canvas().Focus(p.find) }

// Escape clears the filters first, then goes back.
func (p *Page) Escape() bool {
	if p.filter.Text == "" {
		return false
	}
	p.find.SetText("")
	return true
}

// WantsChange: inspections, imports and exports change rows.
func (p *Page) WantsChange(kind string) bool {
	return kind == "inspection" || kind == "import" || kind == "export"
}

func (p *Page) search(text string) {
	p.filter.Text = strings.TrimSpace(text)
	p.typed++
	n := p.typed
	p.s.After(p.ctx, typingPause, func() {
		if n == p.typed {
			p.restart()
		}
	})
}

func (p *Page) open(i int) {
	row := p.pager.at(i)
	if row == nil {
		return
	}
	if row.Status == checklist.Draft {
		p.s.Open(routeRun, row.ID)
		return
	}
	p.s.Open(routeResult, row.ID)
}

// deleteDraft drops an empty or abandoned draft after asking: it is the one
// thing here that cannot be undone.
func (p *Page) deleteDraft() {
	row := p.pager.at(max(p.table.List.Selected(), 0))
	if row == nil || row.Status != checklist.Draft || p.table.List.Selected() < 0 {
		p.s.Toast(p.s.T("history.onlyDrafts"), nil)
		return
	}
	id, title := row.ID, p.s.Words().In(row.Title)
	p.s.Ask(p.s.T("history.deleteTitle"), p.s.T("history.deleteBody", "title", title, "day", row.Day), p.s.T("history.delete"), func() {
		shell.Save(p.s, func(ctx context.Context) (struct{}, error) {
			return struct{}{}, p.db.DeleteDraft(ctx, id)
		}, nil)
	})
}
