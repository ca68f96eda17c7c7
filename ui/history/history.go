// Package history is the page of all inspections kept here: searched,
// filtered, sorted and opened.
package history

import (
	"context"
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

// rowHeight gives two lines of text room, at 100 %.
const rowHeight = 46

// Page lists inspections. A checklist.Filter as argument opens it narrowed.
type Page struct {
	s      *shell.Shell
	db     Records
	ctx    context.Context
	filter checklist.Filter
	lists  []*checklist.Checklist

	pager  *pager
	round  int  // the last question asked; older answers are dropped
	top    bool // the next rows begin at the top
	typed  int  // letters typed, to see a pause
	stage  *kit.Stage
	table  *kit.Table
	find   *kit.TextField
	what   *kit.SearchSelect
	state  *kit.Segmented
	when   *kit.SearchSelect
	only   *kit.Button // the one hall shown, with the way to all
	bar    *fyne.Container
	start  *kit.Button
	remove *kit.Button
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
	if p.stage == nil || p.stage.State() != "full" {
		return p.s.T("rail.history"), ""
	}
	return p.s.T("rail.history"), p.s.T("history.count", "n", p.s.Words().N(p.pager.Total))
}

// Content builds the filters and the table.
func (p *Page) Content() fyne.CanvasObject {
	t := p.s.T
	p.find = kit.NewSearchField(t("history.find"), p.search)
	p.find.Fill(p.filter.Text)
	p.find.OnSubmitted = p.searchNow
	p.what = kit.NewSearchSelect(t("history.anyList"), nil, p.filter.Checklist, nil, func(id string) {
		p.filter.Checklist = id
		p.restart()
	})
	p.what.Find = t("history.key.find")
	p.when = kit.NewSearchSelect(t("history.anyTime"), p.periods(), p.period(), nil, func(id string) {
		p.setPeriod(id)
		p.restart()
	})
	p.when.Find = t("history.key.find")
	p.state = kit.NewSegmented(p.states(), p.stateID(), p.setState)
	p.only = kit.NewSecondary("", "", p.allBranches).WithIcon("close")
	p.only.Hide()
	p.table = kit.NewTable(p.columns(), func() int { return p.pager.Total }, p.fill)
	p.table.OnSort = p.sort
	p.table.List.Height = rowHeight
	p.table.List.OnOpen = p.open
	p.table.List.OnSelect = func(int) { p.s.RefreshHeader() }
	p.markSort()
	p.stage = kit.NewStage(kit.NewCardInset(p.table, 1))
	p.bar = kit.Filters(p.stage, kit.Grow(kit.MinSize(p.find, 170, 36)), p.only,
		kit.MinSize(p.what, 190, 36), kit.MinSize(p.when, 130, 36), p.state)
	return p.bar
}

// states are the switch's words; headquarters sends nothing.
func (p *Page) states() []kit.Option {
	t := p.s.T
	out := []kit.Option{{ID: "all", Text: t("history.all")}, {ID: "draft", Text: t("status.draft")}}
	if p.s.Face() == checklist.FaceBranch {
		out = append(out, kit.Option{ID: "unsent", Text: t("history.unsent")})
	}
	return append(out, kit.Option{ID: "veto", Text: t("history.veto")})
}

func (p *Page) columns() []kit.Column {
	t := p.s.T
	cols := []kit.Column{{Title: t("history.day"), Width: 106, Sort: "day"}}
	if p.s.Face() == checklist.FaceHQ {
		cols = append(cols, kit.Column{Title: t("history.branch"), Sort: "branch"})
	}
	return append(cols,
		kit.Column{Title: t("history.list")},
		kit.Column{Title: t("history.who"), Width: 98, From: 600},
		kit.Column{Title: t("history.score"), Width: 74, Right: true, Sort: "score"},
		kit.Column{Title: t("history.grade"), Width: 118},
		kit.Column{Title: t("history.red"), Width: 64, Right: true, From: 540},
		kit.Column{Title: t("history.photos"), Width: 68, Right: true, From: 880},
		kit.Column{Title: t("history.state"), Width: 110},
	)
}

func (p *Page) fill(i int, cells []kit.Cell) {
	row := p.pager.At(i)
	if row == nil {
		cells[0].Text = "…"
		return
	}
	w := p.s.Words()
	cells[0] = kit.Cell{Text: row.Day, Sub: clock(w, row)}
	k := 1
	if p.s.Face() == checklist.FaceHQ {
		cells[k] = kit.Cell{Text: row.Branch.Name, Bold: true, Sub: row.Branch.Code}
		k++
	}
	cells[k] = kit.Cell{Text: w.In(row.Title), Bold: k == 1, Sub: p.progress(row)}
	cells[k+1] = kit.Cell{Text: row.Inspector, Sub: p.s.T("mode." + string(row.Mode))}
	cells[k+2] = kit.Cell{Text: "–"}
	if s := row.Counted(); s != nil {
		cells[k+2] = kit.Cell{Text: s.String(), Bold: row.Status == checklist.Finished}
		if row.Ruled && row.Score != nil {
			cells[k+2].Sub = p.s.T("check.wasScore", "score", row.Score.String())
		}
	}
	cells[k+3] = p.gradeCell(row)
	cells[k+4] = kit.Cell{Text: count(row.Red), Tone: redTone(row.Red)}
	cells[k+5] = kit.Cell{Text: count(row.Photos)}
	cells[k+6] = p.stateCell(row)
}

func clock(w shell.Words, row *checklist.Summary) string {
	if row.FinishedAt == 0 {
		return w.Clock(row.StartedAt)
	}
	return w.Clock(row.StartedAt) + "–" + w.Clock(row.FinishedAt)
}

// progress is the line below the checklist: how far a draft is, what a
// finished one was asked.
func (p *Page) progress(row *checklist.Summary) string {
	w := p.s.Words()
	if row.Status == checklist.Finished {
		return w.T("history.items", "m", w.N(row.Total))
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
	if c, ok := p.reviewCell(row); ok {
		return c
	}
	switch {
	case row.Status == checklist.Draft:
		return kit.Cell{Pill: true, Tone: kit.Accent, Text: t("status.draft")}
	case row.Incomplete != "":
		return kit.Cell{Pill: true, Tone: kit.Warn, Text: t("history.incomplete")}
	case row.Vetoes > 0:
		return kit.Cell{Pill: true, Tone: kit.Fail, Icon: "cross", Text: t("history.vetoed")}
	case row.Late():
		return kit.Cell{Pill: true, Tone: kit.Warn, Text: t("history.late")}
	case p.s.Face() == checklist.FaceHQ:
		return kit.Cell{Pill: true, Tone: kit.Pass, Icon: "tick", Text: t("status.finished")}
	case row.SentAt > 0:
		return kit.Cell{Pill: true, Tone: kit.Pass, Icon: "tick", Text: t("history.sent")}
	default:
		return kit.Cell{Pill: true, Text: t("history.unsent")}
	}
}

// reviewCell is what headquarters decided, where it decided something.
func (p *Page) reviewCell(row *checklist.Summary) (kit.Cell, bool) {
	t := func(key string) string { return p.s.T("check." + key) }
	switch {
	case row.Appeal == checklist.AppealOpen:
		return kit.Cell{Pill: true, Tone: kit.Fail, Icon: "flag", Text: t("appeal.openShort")}, true
	case row.Review == checklist.ReviewReturned:
		return kit.Cell{Pill: true, Tone: kit.Warn, Icon: "undo", Text: t("state.returned")}, true
	case row.Review == checklist.ReviewVoid:
		return kit.Cell{Pill: true, Icon: "cross", Text: t("state.void")}, true
	case row.Review == checklist.ReviewPassed && row.Appeal == checklist.AppealChanged:
		return kit.Cell{Pill: true, Tone: kit.Accent, Text: t("appeal.changedShort")}, true
	case row.Review == checklist.ReviewPassed:
		return kit.Cell{Pill: true, Tone: kit.Pass, Icon: "tick", Text: t("state.passed")}, true
	}
	return kit.Cell{}, false
}

func (p *Page) list(id string) *checklist.Checklist {
	for _, c := range p.lists {
		if c.ID == id {
			return c
		}
	}
	return nil
}

// Actions: a branch begins an inspection from here too, and drops the draft
// that is selected.
func (p *Page) Actions() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	if p.remove == nil {
		p.remove = kit.NewSecondary(p.s.T("history.deleteTitle"), "Del", p.deleteDraft).WithIcon("trash")
		p.start = kit.NewPrimary(p.s.T("history.begin"), "N", p.begin)
	}
	if p.draft() != nil {
		out = append(out, p.remove)
	}
	if p.s.Has(routeBegin) {
		out = append(out, p.start)
	}
	return out
}

func (p *Page) begin() { p.s.Go(routeBegin, nil) }

// Keys are the page's keys.
func (p *Page) Keys() []shell.Key {
	t := p.s.T
	press := func(k fyne.KeyName) func() {
		return func() { p.table.List.Press(&fyne.KeyEvent{Name: k}) }
	}
	keys := []shell.Key{
		shell.OnKey(fyne.KeyUp, 0, t("history.key.up"), press(fyne.KeyUp)),
		shell.OnKey(fyne.KeyDown, 0, t("history.key.down"), press(fyne.KeyDown)),
		shell.OnKey(fyne.KeyReturn, 0, t("history.key.open"), press(fyne.KeyReturn)),
		shell.On('s', t("history.key.sort"), p.nextSort),
	}
	for _, o := range p.states() {
		keys = append(keys, shell.On(rune(o.ID[0]), t("history.key.show", "what", o.Text), func() { p.state.Choose(o.ID) }))
	}
	if p.s.Has(routeBegin) {
		keys = append(keys, shell.On('n', t("history.begin"), p.begin))
	}
	return append(keys, shell.OnKey(fyne.KeyDelete, 0, t("history.key.delete"), p.deleteDraft))
}

// Pressed moves through the table from anywhere on the page.
func (p *Page) Pressed(e *fyne.KeyEvent) bool { return p.table.List.Press(e) }

// Search puts the keyboard into the search field.
func (p *Page) Search() { p.s.Window().Canvas().Focus(p.find) }

// Escape empties the search first, then goes back.
func (p *Page) Escape() bool {
	if p.find.Text == "" {
		return false
	}
	p.find.Fill("")
	p.searchNow("")
	return true
}

// WantsChange: inspections, imports and exports change rows.
func (p *Page) WantsChange(kind string) bool {
	return kind == "inspection" || kind == "import" || kind == "export" || kind == "review"
}

func (p *Page) open(i int) {
	row := p.pager.At(i)
	if row == nil {
		return
	}
	if row.Status == checklist.Draft {
		p.s.Open(routeRun, row.ID)
		return
	}
	p.s.Open(routeResult, row.ID)
}

// draft is the selected row if it is a draft, else nil.
func (p *Page) draft() *checklist.Summary {
	if p.table == nil {
		return nil
	}
	row := p.pager.Held(p.table.List.Selected())
	if row == nil || row.Status != checklist.Draft {
		return nil
	}
	return row
}

// deleteDraft drops an empty or abandoned draft after asking: it is the one
// thing here that cannot be undone.
func (p *Page) deleteDraft() {
	row := p.draft()
	if row == nil {
		p.s.Hint(p.s.T("history.onlyDrafts"))
		return
	}
	id, title := row.ID, p.s.Words().In(row.Title)
	p.s.Ask(p.s.T("history.deleteTitle"), p.s.T("history.deleteBody", "title", title, "day", row.Day), p.s.T("history.delete"), func() {
		shell.Save(p.s, func(ctx context.Context) (struct{}, error) {
			return struct{}{}, p.db.DeleteDraft(ctx, id)
		}, func(_ struct{}, err error) {
			if err != nil {
				p.s.Fail(err)
				return
			}
			p.s.Toast(p.s.T("history.deleted", "title", title), nil)
		})
	})
}
