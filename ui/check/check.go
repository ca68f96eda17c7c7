// Package check is headquarters' page for the records of the halls (复核): what
// came in, what is appealed against and what came back corrected, each with its
// score, what went wrong, the photos and its history beside the list. Every
// decision is stored at once and can be taken back until the page is left.
package check

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

// Store is what the page asks of the store.
type Store interface {
	Summaries(ctx context.Context, f checklist.Filter) ([]checklist.Summary, int, error)
	Checklists(ctx context.Context) ([]*checklist.Checklist, error)
	Review(ctx context.Context, id string) (*checklist.Review, error)
	EditReviews(ctx context.Context, ids []string, verb func(*checklist.Review, checklist.Act) error) (checklist.ReviewOutcome, error)
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
	Me     *checklist.Person // who reviews; nil = who acts in the window
}

// Route is the page's id; an inspection's id as argument opens it in front.
const Route = "check"

// routeResult is the page of one record, offered where there is one.
const routeResult = "result"

// listed is how many records are listed; who wants others narrows the list.
const listed = 300

// listWidth is the list's at 100 %, listLeast where the window is narrow: a hall's name
// must be told from the next one's.
const (
	listWidth = 372
	listLeast = 336
)

// foldAt is the width, at 100 %, below which the record in front gets half of it: large
// type in a small window.
const foldAt = 600

// Waiting counts the open appeals and what came back corrected: the number on the
// rail. What nobody looked at yet may be thousands and is no alarm.
func Waiting(st Store) func(context.Context) (int, error) {
	if st == nil {
		return nil
	}
	return func(ctx context.Context) (int, error) {
		_, appeals, err := st.Summaries(ctx, checklist.Filter{Review: checklist.ReviewAppeals, Limit: 1})
		if err != nil {
			return 0, err
		}
		_, again, err := st.Summaries(ctx, checklist.Filter{Review: checklist.ReviewAgain, Limit: 1})
		return appeals + again, err
	}
}

type page struct {
	s   *shell.Shell
	sv  Services
	ctx context.Context

	filter checklist.Filter
	lists  []*checklist.Checklist
	rows   []checklist.Summary
	total  int
	marked map[string]bool
	at     string // id of the record in front
	want   string // id of the record asked for, until it was read
	got    *detail
	undo   []string // ids decided on here, the last one last
	saving int
	typed  int

	stage *kit.Stage
	table *kit.Table
	side  *fyne.Container
	bar   *filters
	back  *kit.Button
	all   *kit.Button
}

var (
	_ shell.Page    = (*page)(nil)
	_ shell.Actor   = (*page)(nil)
	_ shell.Wanter  = (*page)(nil)
	_ shell.Presser = (*page)(nil)
)

// New makes the page's constructor for the route table.
func New(sv Services) func(*shell.Shell, any) shell.Page {
	return func(s *shell.Shell, arg any) shell.Page {
		p := &page{s: s, sv: sv, ctx: context.Background(), marked: map[string]bool{}}
		p.filter = checklist.Filter{Review: checklist.ReviewToDo, Status: checklist.Finished, Sort: checklist.SortCheck, Limit: listed}
		p.recent()
		p.want, _ = arg.(string)
		return p
	}
}

func (p *page) t(key string, pairs ...string) string { return p.s.T("check."+key, pairs...) }

func (p *page) me() checklist.Person {
	if p.sv.Me != nil {
		return *p.sv.Me
	}
	return p.s.Profile().User
}

func (p *page) today() string { return p.s.Now().Format(time.DateOnly) }

// recent narrows the list to this month and the one before.
func (p *page) recent() {
	p.filter.From, _ = monthOf(p.s.Now().AddDate(0, 0, -p.s.Now().Day()))
	p.filter.To = ""
}

// month narrows the list to a month; the zero time takes all.
func (p *page) month(t time.Time) {
	p.filter.From, p.filter.To = "", ""
	if !t.IsZero() {
		p.filter.From, p.filter.To = monthOf(t)
	}
}

// monthOf is the first and last day of a day's month.
func monthOf(t time.Time) (from, to string) {
	first := time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, t.Location())
	return first.Format(time.DateOnly), first.AddDate(0, 1, -1).Format(time.DateOnly)
}

// Title counts what is listed.
func (p *page) Title() (title, sub string) {
	title = p.t("title")
	if p.stage == nil || p.stage.State() != "full" {
		return title, ""
	}
	w := p.s.Words()
	sub = p.t("count", "n", w.N(p.total))
	if p.total > len(p.rows) {
		sub = p.t("countOf", "n", w.N(len(p.rows)), "m", w.N(p.total))
	}
	if n := len(p.marked); n > 0 {
		sub += " · " + p.t("marked", "n", w.N(n))
	}
	return title, sub
}

// Actions: several at once, and the way back.
func (p *page) Actions() []fyne.CanvasObject {
	if p.back == nil {
		p.back = kit.NewSecondary(p.t("undo"), "U", p.takeBack).WithIcon("undo")
		p.all = kit.NewSecondary("", "1", p.pass)
	}
	var out []fyne.CanvasObject
	if len(p.undo) > 0 {
		out = append(out, p.back)
	}
	if n := len(p.marked); n > 0 {
		p.all.SetText(p.t("passMarked", "n", p.s.Words().N(n)))
		out = append(out, p.all)
	}
	return out
}

// Content builds the page.
func (p *page) Content() fyne.CanvasObject {
	t := p.t
	p.table = kit.NewTable([]kit.Column{
		{Title: "", Width: 26}, {Title: t("col.hall")}, {Title: t("col.score"), Width: 62, Right: true}, {Title: t("col.state"), Width: 96},
	}, func() int { return len(p.rows) }, p.fill)
	p.table.List.Height = 46
	p.table.List.OnSelect = func(i int) { p.pick(i) }
	p.table.List.OnOpen = func(int) { p.open() }
	p.side = container.NewStack()
	p.bar = newFilters(p)
	list := kit.NewCardInset(p.table, 1)
	p.stage = kit.NewStage(kit.Folds(foldAt, func() fyne.CanvasObject {
		return kit.Sides(kit.MinSize(list, listLeast, 0), listWidth, p.side, nil, 0)
	}, func() fyne.CanvasObject { return kit.Equal(10, list, p.side) }))
	return p.bar.over(p.stage)
}

// WantsChange: what came in, and what others decided.
func (p *page) WantsChange(kind string) bool {
	return kind == "import" || kind == "inspection" || kind == "profile" || kind == "review" && p.saving == 0
}

// Pressed lets the arrows move in the list from anywhere on the page.
func (p *page) Pressed(e *fyne.KeyEvent) bool { return p.table.List.Press(e) }

// Search puts the keyboard into the search field.
func (p *page) Search() { p.s.Window().Canvas().Focus(p.bar.find) }

// Keys are the page's keys.
func (p *page) Keys() []shell.Key {
	t := p.t
	return []shell.Key{
		shell.On('j', t("key.next"), func() { p.step(1) }),
		shell.On('k', t("key.previous"), func() { p.step(-1) }),
		shell.On('1', t("do.pass"), p.pass),
		shell.On('2', t("do.return"), func() { p.ask(checklist.ReviewReturn) }),
		shell.On('3', t("do.void"), func() { p.ask(checklist.ReviewVoidIt) }),
		shell.On('a', t("do.accept"), func() { p.ask(checklist.ReviewAccept) }),
		shell.On('v', t("do.lift"), func() { p.ask(checklist.ReviewLift) }),
		shell.On('r', t("do.rule"), func() { p.ask(checklist.ReviewChange) }),
		shell.On('t', t("do.take"), p.take),
		shell.On('u', t("undo"), p.takeBack),
		shell.OnKey(fyne.KeySpace, 0, t("key.mark"), p.mark),
		shell.OnKey(fyne.KeyReturn, 0, t("key.open"), p.open),
	}
}

// read is what Load brings.
type read struct {
	f     checklist.Filter
	lists []*checklist.Checklist
	rows  []checklist.Summary
	total int
}

// Load reads the list; the record in front stays in front while it is listed.
func (p *page) Load(ctx context.Context) {
	p.ctx = ctx
	st, want, f := p.sv.Store, p.want, p.filter
	shell.Stage(p.s, ctx, p.stage, func(ctx context.Context) (read, error) {
		if want != "" {
			r, err := st.Review(ctx, want)
			if err != nil {
				return read{}, err
			}
			f = around(r.Record, f)
		}
		v := read{f: f}
		var err error
		if v.lists, err = st.Checklists(ctx); err == nil {
			v.rows, v.total, err = st.Summaries(ctx, f)
		}
		return v, err
	}, func(v read) {
		if want != "" {
			p.filter, p.at, p.want = v.f, want, ""
			p.bar.told()
		}
		p.took(v)
	})
}

// around is the filter that lists a record asked for: all of its hall that month.
func around(in *checklist.Inspection, f checklist.Filter) checklist.Filter {
	f.Review, f.Text, f.Status = checklist.ReviewAny, in.Branch.Name, checklist.Finished
	if d, err := time.Parse(time.DateOnly, in.Day); err == nil {
		f.From, f.To = monthOf(d)
	}
	return f
}

func (p *page) took(v read) {
	was := max(p.index(p.at), 0)
	p.lists, p.rows, p.total = v.lists, v.rows, v.total
	for id := range p.marked {
		if p.index(id) < 0 {
			delete(p.marked, id)
		}
	}
	p.bar.refill()
	p.table.Reload()
	if len(p.rows) == 0 {
		p.at, p.got = "", nil
		if p.narrowed() {
			p.stage.Empty("filter", p.t("noMatch"), kit.NewSecondary(p.t("showAll"), "", p.clear))
		} else {
			p.stage.Empty("check", p.t("none"), nil)
		}
		p.s.RefreshHeader()
		return
	}
	p.stage.Full()
	i := p.index(p.at)
	if i < 0 {
		i = min(was, len(p.rows)-1)
	}
	p.table.List.Reveal(i)
	p.table.List.Select(i)
	p.show(i)
}

func (p *page) index(id string) int {
	return slices.IndexFunc(p.rows, func(r checklist.Summary) bool { return r.ID == id })
}

func (p *page) pick(i int) {
	p.s.Window().Canvas().Unfocus() // the keys are the page's
	if i >= 0 && i < len(p.rows) && p.rows[i].ID != p.at {
		p.show(i)
	}
}

func (p *page) step(by int) {
	if i := p.index(p.at) + by; i >= 0 && i < len(p.rows) {
		p.table.List.Reveal(i)
		p.table.List.Select(i)
		p.show(i)
	}
}

func (p *page) open() {
	if p.at != "" && p.s.Has(routeResult) {
		p.s.Open(routeResult, p.at)
	}
}

func (p *page) mark() {
	if p.at == "" {
		return
	}
	if p.marked[p.at] = !p.marked[p.at]; !p.marked[p.at] {
		delete(p.marked, p.at)
	}
	p.table.List.Rebind(p.index(p.at))
	p.s.RefreshHeader()
	p.step(1)
}

// fill writes one row of the list.
func (p *page) fill(i int, c []kit.Cell) {
	if i >= len(p.rows) {
		return
	}
	r, w := &p.rows[i], p.s.Words()
	if p.marked[r.ID] {
		c[0] = kit.Cell{Text: "✔", Bold: true}
	}
	c[1] = kit.Cell{Text: r.Branch.Name, Bold: true, Sub: w.DayOf(r.Day) + " · " + w.In(r.Title)}
	c[2] = kit.Cell{Text: "–"}
	if s := r.Counted(); s != nil {
		c[2] = kit.Cell{Text: s.String(), Bold: true}
		if r.Ruled && r.Score != nil {
			c[2].Sub = r.Score.String()
		}
	}
	tone, icon, word := mark(p.s, r)
	c[3] = kit.Cell{Pill: true, Tone: tone, Icon: icon, Text: word}
}

// mark is the one pill of a row: what matters most about it.
func mark(s *shell.Shell, r *checklist.Summary) (tone kit.Tone, icon, word string) {
	t := func(key string) string { return s.T("check." + key) }
	switch {
	case r.Appeal == checklist.AppealOpen:
		return kit.Fail, "flag", t("appeal.openShort")
	case r.Review == checklist.ReviewPassed && r.Appeal == checklist.AppealChanged:
		return kit.Accent, "", t("appeal.changedShort")
	case r.Review == checklist.ReviewPassed:
		return kit.Pass, "tick", t("state.passed")
	case r.Review == checklist.ReviewReturned:
		return kit.Warn, "undo", t("state.returned")
	case r.Review == checklist.ReviewVoid:
		return kit.Plain, "cross", t("state.void")
	case r.Returns > 0:
		return kit.Accent, "refresh", t("againShort")
	case r.Incomplete != "" && !r.Accepted:
		return kit.Warn, "warn", t("incomplete")
	case r.Vetoes > 0 && !r.Ruled, r.RuledHit > 0:
		return kit.Fail, "cross", t("vetoed")
	case r.Review == checklist.ReviewTaken:
		return kit.Accent, "", t("state.in_review")
	case r.Late():
		return kit.Warn, "", t("late")
	default:
		return kit.Plain, "", t("state.received")
	}
}
