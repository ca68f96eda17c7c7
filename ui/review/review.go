// Package review is the review wall: what was put right, before and after side
// by side, accepted or returned one after the other without leaving the
// keyboard. Every decision is stored at once and can be taken back until the
// wall is left.
package review

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// Store is what the wall asks of the store.
type Store interface {
	Findings(ctx context.Context, f checklist.FindingFilter) (rows []checklist.FindingRow, total int, err error)
	FindingFacets(ctx context.Context, f checklist.FindingFilter, today string) (checklist.FindingFacets, error)
	Finding(ctx context.Context, id string) (*checklist.Finding, error)
	EditFinding(ctx context.Context, id string, verb func(*checklist.Finding, checklist.Act) error) (*checklist.Finding, error)
}

// Photos finds the copies of a stored picture; it may have to make them first.
type Photos interface {
	Thumb(hash string) (path string, err error)
	Working(hash string) (path string, err error)
}

// Services is what the page uses.
type Services struct {
	Store  Store
	Photos Photos
	Truth  Truth // nil = no hints about photos
}

// Routes this page leads to, offered where there are any.
const (
	routeFinding  = "finding"
	routeFindings = "findings"
)

// waits are the states in which a finding is on the wall.
var waits = []checklist.FindingStatus{checklist.FindingSubmitted, checklist.FixedOnSite, checklist.ExtensionAsked}

// Waiting counts what is on the wall: the number on the rail; nil without a store.
func Waiting(st Store) func(context.Context) (int, error) {
	if st == nil {
		return nil
	}
	return func(ctx context.Context) (int, error) {
		_, n, err := st.Findings(ctx, checklist.FindingFilter{Statuses: waits, Limit: 1})
		return n, err
	}
}

// page is one sitting at the wall.
type page struct {
	s   *shell.Shell
	sv  Services
	ctx context.Context

	sit    sitting
	facets checklist.FindingFacets
	filter checklist.FindingFilter
	fresh  bool   // the next rows belong to another filter
	more   bool   // the store has pairs beyond the list
	seek   string // id of the pair to be shown when rows were read, "" = as it was
	saving int    // decisions on their way to the store
	mode   mode
	shown  string             // id of the pair on the board
	f      *checklist.Finding // the same with its history, nil while it is read
	photo  int                // which picture of the pair

	get   *loader
	stage *kit.Stage
	board *board
	area  *fyne.Container // the board, or what is said when nothing waits
	list  *kit.Rows
	bar   *filterBar
}

var (
	_ shell.Page    = (*page)(nil)
	_ shell.Actor   = (*page)(nil)
	_ shell.Wanter  = (*page)(nil)
	_ shell.Escaper = (*page)(nil)
	_ shell.Typist  = (*page)(nil)
	_ shell.Presser = (*page)(nil)
	_ shell.Aside   = (*page)(nil)
)

// New makes the page's constructor for the route table.
func New(sv Services) func(*shell.Shell, any) shell.Page {
	return func(s *shell.Shell, _ any) shell.Page {
		p := &page{s: s, sv: sv, ctx: context.Background(), filter: checklist.FindingFilter{Statuses: waits}}
		p.sit.at = -1
		p.get = newLoader(p)
		return p
	}
}

func (p *page) t(key string, pairs ...string) string { return p.s.T("review."+key, pairs...) }

// today is the day due dates are measured with.
func (p *page) today() string { return p.s.Now().Format(time.DateOnly) }

// me is who reviews.
func (p *page) me() checklist.Person { return p.s.Profile().User }

// Title counts what waits and what this sitting decided.
func (p *page) Title() (title, sub string) {
	w := p.s.Words()
	title = p.t("title")
	if p.stage == nil || p.stage.State() == "loading" || p.stage.State() == "problem" {
		return title, ""
	}
	sub = p.t("counts", "waiting", w.N(p.sit.waiting()), "passed", w.N(p.sit.count(checklist.VerbAccept)),
		"returned", w.N(p.sit.count(checklist.VerbReject)))
	if n := p.sit.count(checklist.VerbGrant, checklist.VerbRefuse); n > 0 {
		sub += p.t("counts.extensions", "n", w.N(n))
	}
	if n := len(p.sit.marked()); n > 0 {
		sub += p.t("counts.marked", "n", w.N(n))
	}
	return title, sub
}

// Content builds the wall.
func (p *page) Content() fyne.CanvasObject {
	p.board = newBoard(p)
	p.area = container.NewStack(p.board.card)
	p.list = newList(p)
	p.bar = newFilterBar(p)
	p.stage = kit.NewStage(kit.Sides(nil, 0, p.area, container.New(beside{}, p.list), listWidth))
	return container.New(p.bar, p.bar.row, p.stage)
}

// ToastWidth keeps toasts in the list's column: decisions follow each other too
// fast for one to lie over the buttons.
func (p *page) ToastWidth() float32 {
	return max(p.list.Size().Width-beside{}.gap(), theme.Scaled(200))
}

// Actions are the filters, where the title row has room for them, and Undo.
func (p *page) Actions() []fyne.CanvasObject { return p.bar.actions() }

// wall is what Load reads.
type wall struct {
	rows   []checklist.FindingRow
	total  int
	facets checklist.FindingFacets
}

// Load reads what waits; the pairs decided in this sitting stay where they are.
func (p *page) Load(ctx context.Context) {
	p.ctx = ctx
	st, f, today := p.sv.Store, p.filter, p.today()
	f.Limit = pageSize
	shell.Stage(p.s, ctx, p.stage, func(ctx context.Context) (wall, error) {
		var v wall
		var err error
		if v.rows, v.total, err = st.Findings(ctx, f); err == nil {
			v.facets, err = st.FindingFacets(ctx, checklist.FindingFilter{Statuses: waits}, today)
		}
		return v, err
	}, p.took)
}

// took shows what was read.
func (p *page) took(v wall) {
	p.sit.me = p.me()
	p.sit.take(v.rows, v.total, !p.fresh)
	if i := p.sit.find(p.seek); i >= 0 {
		p.sit.at = i
	}
	p.fresh, p.seek, p.facets, p.more = false, "", v.facets, v.total > len(v.rows) && p.sit.next(-1) >= 0
	p.get.forget()
	p.bar.fill()
	switch {
	case len(p.sit.list) > 0:
		p.stage.Full()
	case p.bar.narrowed():
		p.stage.Empty("filter", p.t("noMatch"), kit.NewSecondary(p.t("clear"), "C", p.clearFilters))
	default:
		p.stage.Empty("review", p.t("none"), p.toFindings())
	}
	p.list.Reload()
	p.show()
}

// toFindings is the button that leads to the list of findings, nil where there
// is none.
func (p *page) toFindings() *kit.Button {
	if !p.s.Has(routeFindings) {
		return nil
	}
	return kit.NewPrimary(p.t("toFindings"), "", func() { p.s.Go(routeFindings, nil) })
}

// WantsChange: what others decided or an import brought, and who reviews. Our
// own decisions are on the wall already.
func (p *page) WantsChange(kind string) bool {
	return kind == "import" || kind == "profile" || kind == "finding" && p.saving == 0
}

// show puts the current pair on the board.
func (p *page) show() {
	defer p.s.RefreshHeader()
	p.mode.close(p)
	e := p.sit.current()
	if e == nil {
		p.shown, p.f = "", nil
		p.finish()
		return
	}
	if p.shown != e.row.ID {
		p.photo = 0
		p.board.twin.Zoom(0)
	}
	p.shown, p.f = e.row.ID, nil
	p.put(p.board.card)
	p.list.Reveal(p.sit.at + 1) // the neighbours are seen too, and a toast lies over none but them
	p.list.Reveal(p.sit.at - 1)
	p.list.Select(p.sit.at)
	p.board.head(e)
	if f := p.get.known(p.shown); f != nil {
		p.fill(f)
		return
	}
	p.board.blank(&e.row)
	id := p.shown
	p.get.finding(id, func(f *checklist.Finding, err error) {
		switch {
		case p.shown != id:
		case err != nil:
			p.board.trouble(p.s.Words().Error(err))
		default:
			p.fill(f)
		}
	})
}

// put shows the board or what stands in its place.
func (p *page) put(o fyne.CanvasObject) {
	if len(p.area.Objects) != 1 || p.area.Objects[0] != o {
		p.area.Objects = []fyne.CanvasObject{o}
		p.area.Refresh()
	}
}

// fill shows the pair's pictures and what can be done with it.
func (p *page) fill(f *checklist.Finding) {
	p.f = f
	p.board.pictures()
	p.board.hints()
	p.board.foot.set()
	p.get.ahead(p.near())
}

// near are the pairs that may be asked for next, the likeliest first.
func (p *page) near() []string {
	var out []string
	at := p.sit.at
	for range 3 {
		if at = p.sit.next(at); at < 0 || at == p.sit.at {
			break
		}
		out = append(out, p.sit.list[at].row.ID)
	}
	for _, i := range []int{p.sit.at + 1, p.sit.at - 1} {
		if i >= 0 && i < len(p.sit.list) {
			out = append(out, p.sit.list[i].row.ID)
		}
	}
	return out
}

// finish shows the summary of the sitting: nothing waits in the list.
func (p *page) finish() {
	if len(p.sit.list) == 0 {
		return
	}
	if p.more && p.saving == 0 {
		p.more = false
		p.s.Reload()
		return
	}
	w := p.s.Words()
	done := p.t("done", "passed", w.N(p.sit.count(checklist.VerbAccept)), "returned", w.N(p.sit.count(checklist.VerbReject)))
	if n := p.sit.count(checklist.VerbGrant, checklist.VerbRefuse); n > 0 {
		done += p.t("done.extensions", "n", w.N(n))
	}
	if n := p.sit.left(); n > 0 {
		done += p.t("done.left", "n", w.N(n))
	}
	p.list.Select(-1)
	p.put(kit.NewCard(kit.EmptyState("tick", done, p.toFindings())))
}
