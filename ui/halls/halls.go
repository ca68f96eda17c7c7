// Package halls is headquarters' page of what happens in its halls from day to day:
// figures of every hall side by side, queues that persist week after week, who held no
// morning meeting, which drills were done where.
package halls

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/checklist/hall"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// Store is what the page reads.
type Store interface {
	HallOverview(ctx context.Context, from, to string, most int) (*hall.Overview, error)
	FigureSet(ctx context.Context, branch, from, to string) (*hall.FigureSet, hall.Rules, error)
}

// Services is what the page uses.
type Services struct {
	Store    Store
	Initials func(string) string                                    // pinyin initials, lower case; nil = none
	Save     func(ctx context.Context, path, from, to string) error // writes all of it as a workbook; nil = not here
}

// Route is the page's id.
const Route = "halls"

// The ways to look at the halls.
const (
	viewFigures  = "figures"
	viewQueues   = "queues"
	viewMeetings = "meetings"
	viewDrills   = "drills"
)

var views = []string{viewFigures, viewQueues, viewMeetings, viewDrills}

// mostRows is how many queues and missed meetings are listed.
const mostRows = 2000

// reading is what the page shows, made away from the window: with thousands of halls a
// keystroke of the search must not make it anew.
type reading struct {
	hall.Overview
	figures [][]hall.Figure // of halls, in step; those of columns, in their order
	at      map[string]int  // halls by code
	words   []string        // of halls, in step: what a search looks for
	rules   hall.Rules

	known, silent, red, drilled int // halls
}

type page struct {
	s   *shell.Shell
	svc Services
	ctx context.Context

	unit     string // week or month
	from, to string
	view     string
	text     string // searched for
	sort     string // id of the column of figures
	falling  bool
	got      reading
	order    []int // halls in the order of the table of figures, as it is sorted by orderBy; nil = to be sorted
	orderBy  string
	shown    []int // rows of the view, in order
	at       string
	one      *hall.FigureSet // of the hall in front
	stage    *kit.Stage
	holder   *fyne.Container
	tables   map[string]*kit.Table
	side     *fyne.Container
	look     *kit.Segmented
	units    *kit.Segmented
	span     *kit.Label
	find     *kit.TextField
	later    *kit.Button
	save     *kit.Button
	cards    map[string]*kit.StatCard
	cardsRow fyne.CanvasObject
	first    *kit.Label // says that a list is cut
	column   *fyne.Container
}

var (
	_ shell.Page     = (*page)(nil)
	_ shell.Actor    = (*page)(nil)
	_ shell.Wanter   = (*page)(nil)
	_ shell.Presser  = (*page)(nil)
	_ shell.Searcher = (*page)(nil)
)

// New makes the page's constructor for the route table; it opens on this month.
func New(svc Services) func(*shell.Shell, any) shell.Page {
	return func(s *shell.Shell, _ any) shell.Page {
		p := &page{s: s, svc: svc, ctx: context.Background(), unit: "month", view: viewFigures, sort: hall.FigureMean, falling: true, tables: map[string]*kit.Table{}}
		p.spanAt(s.Now())
		return p
	}
}

func (p *page) t(key string, pairs ...string) string { return p.s.T("halls."+key, pairs...) }

// spanAt sets the week or month a day lies in, up to today.
func (p *page) spanAt(day time.Time) {
	first, next := time.Date(day.Year(), day.Month(), 1, 0, 0, 0, 0, time.UTC), time.Time{}
	if p.unit == "week" {
		first = time.Date(day.Year(), day.Month(), day.Day()-(int(day.Weekday())+6)%7, 0, 0, 0, 0, time.UTC)
		next = first.AddDate(0, 0, 7)
	} else {
		next = first.AddDate(0, 1, 0)
	}
	p.from, p.to = first.Format(time.DateOnly), next.AddDate(0, 0, -1).Format(time.DateOnly)
}

// step goes to the week or month before or after; not into the future.
func (p *page) step(n int) {
	first, err := time.Parse(time.DateOnly, p.from)
	if err != nil {
		return
	}
	if p.unit == "week" {
		first = first.AddDate(0, 0, 7*n)
	} else {
		first = first.AddDate(0, n, 0)
	}
	if first.Format(time.DateOnly) > p.s.Now().Format(time.DateOnly) {
		return
	}
	p.spanAt(first)
	p.s.Reload()
}

// Title is the heading; the muted words tell how many halls reported.
func (p *page) Title() (title, sub string) {
	if len(p.got.Halls) == 0 {
		return p.t("title"), ""
	}
	return p.t("title"), p.t("known", "n", strconv.Itoa(p.got.known), "of", strconv.Itoa(len(p.got.Halls)))
}

// sideWidth is the width of the hall in front at 100 %.
const sideWidth = 300

// Content builds the choosers, the cards, the tables and the hall in front.
func (p *page) Content() fyne.CanvasObject {
	var looks []kit.Option
	for i, id := range views {
		looks = append(looks, kit.Option{ID: id, Text: p.t("view." + id), Key: strconv.Itoa(i + 1)})
	}
	p.look = kit.NewSegmented(looks, p.view, p.setView)
	p.units = kit.NewSegmented([]kit.Option{{ID: "week", Text: p.t("unit.week"), Key: "W"}, {ID: "month", Text: p.t("unit.month"), Key: "M"}}, p.unit, func(id string) {
		p.unit = id
		p.spanAt(p.s.Now())
		p.s.Reload()
	})
	p.span = kit.NewBold("").Whole().Aligned(fyne.TextAlignCenter)
	p.later = kit.NewIconButton("chevron-right", p.t("later"), func() { p.step(1) })
	p.find = kit.NewSearchField(p.t("find"), func(text string) { p.text = text; p.arrange() })
	p.save = kit.NewPrimary(p.t("save"), "E", p.export).WithIcon("export")
	p.makeTables()
	p.makeCards()
	p.holder, p.side = container.NewStack(), kit.NewColumn(8)
	p.first = kit.NewCaption("")
	p.first.Hide()
	p.column = kit.NewColumn(6, kit.Grow(p.holder), p.first)
	body := kit.Sides(nil, 0, p.column, kit.Scroll(kit.NewCard(p.side)), sideWidth)
	p.stage = kit.NewStage(kit.NewColumn(theme.Gap, p.cardsRow, kit.Grow(body)))
	p.setView(p.view)
	before := kit.NewIconButton("chevron-left", p.t("earlier"), func() { p.step(-1) })
	return kit.Filters(p.stage, p.units, kit.NewRow(4, before, kit.MinSize(p.span, 168, 20), p.later), kit.Grow(kit.MinSize(p.find, 190, 36)), p.look)
}

// Load reads the halls away from the window.
func (p *page) Load(ctx context.Context) {
	p.ctx = ctx
	from, to := p.from, p.to
	shell.Stage(p.s, ctx, p.stage, func(ctx context.Context) (reading, error) { return p.svc.read(ctx, from, to) }, func(r reading) {
		p.got, p.order = r, nil
		w := p.s.Words()
		p.span.Set(w.DayOf(from) + " – " + w.DayOf(to))
		if r.known == 0 {
			p.stage.Empty("hall", p.t("empty"), nil)
			p.s.RefreshHeader()
			return
		}
		p.showCards()
		p.arrange()
		p.stage.Full()
		p.s.RefreshHeader()
	})
}

func (svc *Services) read(ctx context.Context, from, to string) (r reading, err error) {
	o, err := svc.Store.HallOverview(ctx, from, to, mostRows)
	if err != nil {
		return r, err
	}
	if _, r.rules, err = svc.Store.FigureSet(ctx, "", to, to); err != nil {
		return r, err
	}
	r.Overview, r.at = *o, make(map[string]int, len(o.Halls))
	r.figures, r.words = make([][]hall.Figure, len(o.Halls)), make([]string, len(o.Halls))
	for i := range o.Halls {
		r.take(i, svc.Initials)
	}
	drilled := map[string]bool{}
	for _, d := range o.Drills {
		drilled[d.Branch.Code] = true
	}
	r.drilled = len(drilled)
	return r, nil
}

// take prepares one hall.
func (r *reading) take(i int, initials func(string) string) {
	h := &r.Halls[i]
	r.at[h.Branch.Code] = i
	r.words[i] = strings.ToLower(h.Branch.Name)
	if initials != nil {
		r.words[i] += "\n" + initials(h.Branch.Name)
	}
	if h.Known == 0 {
		r.silent++
	} else {
		r.known++
	}
	all := h.Figures(r.rules)
	if slices.ContainsFunc(all, func(f hall.Figure) bool { return f.Light == hall.LightRed }) {
		r.red++
	}
	r.figures[i] = make([]hall.Figure, len(columns))
	for k, c := range columns {
		r.figures[i][k] = hall.FigureOf(all, c.id)
		r.figures[i][k].Parts = nil // of the hall in front they are made again
	}
}

// WantsChange: days that came in move everything.
func (p *page) WantsChange(kind string) bool { return kind == "hall" || kind == "branch" }

// Search gives the search field the keyboard.
func (p *page) Search() { kit.Focus(p.find) }

// Actions are the buttons of the title row.
func (p *page) Actions() []fyne.CanvasObject {
	if p.svc.Save == nil || p.stage == nil || p.stage.State() != "full" {
		return nil
	}
	return []fyne.CanvasObject{p.save}
}

// Keys of the page.
func (p *page) Keys() []shell.Key {
	out := []shell.Key{
		shell.On('e', p.t("save"), p.export),
		shell.On('[', p.t("earlier"), func() { p.step(-1) }),
		shell.On(']', p.t("later"), func() { p.step(1) }),
		shell.On('w', p.t("unit.week"), func() { p.units.Choose("week") }),
		shell.On('m', p.t("unit.month"), func() { p.units.Choose("month") }),
		shell.On('s', p.t("sort"), p.sortNext),
	}
	for i, id := range views {
		out = append(out, shell.On(rune('1'+i), p.t("view."+id), func() { p.look.Choose(id) }))
	}
	return out
}

// Pressed moves in the table and turns the weeks.
func (p *page) Pressed(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyLeft:
		p.step(-1)
	case fyne.KeyRight:
		p.step(1)
	default:
		return p.tables[p.view].List.Press(e)
	}
	return true
}

// export writes everything as a workbook.
func (p *page) export() {
	if p.svc.Save == nil || p.stage.State() != "full" {
		return
	}
	from, to := p.from, p.to
	p.s.Choose.SaveFile(p.t("file", "from", from, "to", to)+".xlsx", func(path string) {
		shell.Run(p.s, p.ctx, func(ctx context.Context) (string, error) { return path, p.svc.Save(ctx, path, from, to) }, func(path string, err error) {
			if err != nil {
				p.s.Fail(err)
				return
			}
			p.s.Toast(p.t("saved", "path", path), nil)
		})
	})
}

// fitting says of every hall whether it is searched for: by code, name or initials.
func (p *page) fitting() []bool {
	text := strings.ToLower(strings.TrimSpace(p.text))
	out := make([]bool, len(p.got.Halls))
	for i := range out {
		out[i] = text == "" || strings.Contains(p.got.words[i], text) || strings.HasPrefix(strings.ToLower(p.got.Halls[i].Branch.Code), text)
	}
	return out
}
