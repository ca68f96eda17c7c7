package findings

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

// The tabs of the list.
const (
	tabMine   = "mine"
	tabAll    = "all"
	tabReview = "review"
	tabClosed = "closed"
	tabBright = "bright"
)

// typingPause is how long the page waits for the next letter before it searches.
const typingPause = 150 * time.Millisecond

// List is the page of findings. A checklist.FindingFilter as argument opens it
// narrowed, a string opens a tab.
type List struct {
	s      *shell.Shell
	sv     *Services
	ctx    context.Context
	tab    string
	filter checklist.FindingFilter // text, zone, 6S, owner … without what the tab says

	got    loaded
	pager  *pager
	round  int  // the last question asked; older answers are dropped
	top    bool // the next rows begin at the top
	typed  int  // letters typed, to see a pause
	marked []string
	thumbs map[string]string // places of small pictures, by hash
	asked  map[string]bool
	spots  []checklist.BrightSpot

	stage    *kit.Stage
	list     *kit.Rows
	bright   *kit.Rows
	body     *fyne.Container
	rates    *rateCards
	find     *kit.TextField
	tabs     *kit.Segmented
	zone     *kit.SearchSelect
	s6       *kit.SearchSelect
	severity *kit.SearchSelect
	owner    *kit.SearchSelect
	overdue  *kit.Toggle
	repeat   *kit.Toggle
	flags    *fyne.Container // the two switches, on one line
	bar      *fyne.Container
	selected *fyne.Container // "n chosen, merge" while findings are marked
	chosen   *kit.Label
	actions  []fyne.CanvasObject
}

// NewList makes the list's constructor for the route table.
func NewList(sv *Services) func(*shell.Shell, any) shell.Page {
	return func(s *shell.Shell, arg any) shell.Page {
		p := &List{s: s, sv: sv, ctx: context.Background(), tab: tabAll, thumbs: map[string]string{}, asked: map[string]bool{}}
		if s.Profile().User.Role == checklist.LobbyManager {
			p.tab = tabMine
		}
		switch x := arg.(type) {
		case checklist.FindingFilter:
			p.tab, p.filter = tabAll, x
		case string:
			p.tab = x
		}
		p.pager = newPager(p.question(), p.fetch)
		return p
	}
}

// Title is the heading; the muted words count the rows.
func (p *List) Title() (string, string) {
	if p.stage == nil || p.stage.State() != "full" {
		return p.s.T("findings.title"), ""
	}
	n := p.pager.Total
	if p.tab == tabBright {
		n = len(p.spots)
	}
	sub := p.s.T("findings.count", "n", p.s.Words().N(n))
	if p.filter.Inspection != "" {
		sub += p.s.T("findings.ofInspection")
	}
	if over := p.got.overdue; over > 0 && p.tab != tabBright && p.filter.OverdueOn == "" {
		sub += p.s.T("findings.overdueCount", "n", p.s.Words().N(over))
	}
	return p.s.T("findings.title"), sub
}

// Content builds rates, filters and the list.
func (p *List) Content() fyne.CanvasObject {
	t := p.s.T
	p.find = kit.NewSearchField(t("findings.find"), p.search)
	p.find.Fill(p.filter.Text)
	p.find.OnSubmitted = p.searchNow
	p.tabs = kit.NewSegmented(p.options(), p.tab, p.choose)
	p.makeFilters()
	p.list = kit.NewRows(func() int { return p.pager.Total }, func() fyne.CanvasObject { return newRow(p.s) }, p.fill)
	p.list.Height = rowHeight
	p.list.OnOpen = p.open
	p.bright = kit.NewRows(func() int { return len(p.spots) }, func() fyne.CanvasObject { return newRow(p.s) }, p.fillBright)
	p.bright.Height = rowHeight
	p.bright.OnOpen = func(i int) { p.s.Open(RouteBright, p.spots[i].ID) }
	p.body = container.NewStack(p.list)
	p.stage = kit.NewStage(kit.NewCardInset(p.body, 1))
	p.rates = newRateCards(p.s)
	p.flags = kit.NewRow(12, p.overdue, p.repeat)
	p.chosen = kit.NewBold("").Whole()
	p.selected = kit.NewRow(10, p.chosen, kit.NewSecondary(t("findings.merge"), "M", p.merge), kit.NewSecondary(t("findings.unmark"), "Esc", p.unmark))
	p.selected.Hide()
	p.bar = kit.Filters(p.stage, p.tabs, kit.Grow(kit.MinSize(p.find, 170, 36)), p.zone, p.s6, p.severity, p.owner, p.flags, p.selected)
	return kit.NewColumn(14, p.rates.box, kit.Grow(p.bar))
}

// Actions are the two entries by hand.
func (p *List) Actions() []fyne.CanvasObject {
	if p.actions == nil {
		if p.sv.Paper != nil {
			p.actions = append(p.actions, kit.NewSecondary(p.s.T("findings.paper"), "Ctrl P", p.Print))
		}
		if p.s.Has(RouteBright) {
			p.actions = append(p.actions, kit.NewSecondary(p.s.T("findings.newBright"), "B", p.newBright))
		}
		if p.s.Has(RouteEntry) {
			p.actions = append(p.actions, kit.NewPrimary(p.s.T("findings.new"), "N", p.newProblem))
		}
	}
	return p.actions
}

func (p *List) newProblem() { p.s.Open(RouteEntry, nil) }
func (p *List) newBright()  { p.s.Open(RouteBright, nil) }

// Keys are the page's keys.
func (p *List) Keys() []shell.Key {
	t := p.s.T
	press := func(k fyne.KeyName) func() {
		return func() { p.rows().Press(&fyne.KeyEvent{Name: k}) }
	}
	keys := []shell.Key{
		shell.On('n', t("findings.new"), p.newProblem),
		shell.On('b', t("findings.newBright"), p.newBright),
		shell.On('j', t("findings.key.down"), press(fyne.KeyDown)),
		shell.On('k', t("findings.key.up"), press(fyne.KeyUp)),
		shell.OnKey(fyne.KeyReturn, 0, t("findings.key.open"), press(fyne.KeyReturn)),
	}
	for i, o := range p.options() {
		keys = append(keys, shell.On(rune('1'+i), t("findings.key.tab", "what", o.Text), func() { p.tabs.Choose(o.ID) }))
	}
	keys = append(keys,
		shell.On('o', t("findings.onlyOverdue"), func() { p.setOverdue(!p.overdue.On) }),
		shell.On('r', t("findings.onlyRepeat"), func() { p.setRepeat(!p.repeat.On) }),
		shell.OnKey(fyne.KeySpace, 0, t("findings.key.mark"), func() { p.mark(p.list.Selected()) }),
		shell.On('m', t("findings.key.merge"), p.merge),
	)
	if p.s.Has(routeReview) {
		keys = append(keys, shell.On('v', t("findings.review"), func() { p.s.Open(routeReview, nil) }))
	}
	return keys
}

// rows is the list in front.
func (p *List) rows() *kit.Rows {
	if p.tab == tabBright {
		return p.bright
	}
	return p.list
}

// Pressed moves through the list from anywhere on the page.
func (p *List) Pressed(e *fyne.KeyEvent) bool { return p.rows().Press(e) }

// Search puts the keyboard into the search field.
func (p *List) Search() { p.s.Window().Canvas().Focus(p.find) }

// Escape takes the marks off, then empties the search, then goes back.
func (p *List) Escape() bool {
	switch {
	case len(p.marked) > 0:
		p.unmark()
	case p.find.Text != "":
		p.find.Fill("")
		p.searchNow("")
	default:
		return false
	}
	return true
}

// WantsChange: what changes findings or bright spots.
func (p *List) WantsChange(kind string) bool {
	return kind == "finding" || kind == "bright" || kind == "inspection" || kind == "import"
}

func (p *List) open(i int) {
	if row := p.pager.At(i); row != nil {
		p.s.Open(RouteOne, &Place{ID: row.ID, Filter: p.pager.filter, At: i})
	}
}
