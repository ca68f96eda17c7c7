// Package peak is the hall's page of peaks and windows: how many people wait in each
// half-hour of a week, how many windows a day needs, and what a change would do.
package peak

import (
	"context"
	"slices"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// Route is the page's route; routeTickets takes tickets in.
const (
	Route        = "hallpeak"
	routeTickets = "halltickets"
)

// reading is what the page shows.
type reading struct {
	peaks  *hall.Peaks
	rules  hall.Rules
	who    checklist.Profile
	notice hall.Notice
}

// Page is the page of peaks and windows.
type Page struct {
	s     *shell.Shell
	svc   Services
	ctx   context.Context
	until string // yyyy-mm-dd, the last day looked at

	got    reading
	at     spot
	change hall.Change
	plan   hall.DayPlan // as it is
	after  hall.DayPlan // with the change

	stage   *kit.Stage
	when    *kit.SearchSelect
	day     *kit.Segmented
	heat    *heat
	told    *kit.Label // the cell under the mouse, or the chosen one, in words
	table   *kit.Table
	panel   *panel
	buttons []fyne.CanvasObject
	print   *kit.Button
	save    *kit.Button
}

// New makes the page's constructor for the route table.
func New(svc Services) func(*shell.Shell, any) shell.Page {
	return func(s *shell.Shell, _ any) shell.Page {
		now := s.Now()
		return &Page{s: s, svc: svc, ctx: context.Background(), until: now.Format(time.DateOnly), at: spot{day: now.Weekday(), slot: -1}}
	}
}

// Title is the heading; the muted words tell what the chart is made from.
func (p *Page) Title() (string, string) {
	if p.got.peaks.Empty() {
		return p.s.T("peak.page"), ""
	}
	x := p.got.peaks
	return p.s.T("peak.page"), p.s.T("peak.from", "from", p.s.Words().DayOf(x.From), "to", p.s.Words().DayOf(x.Until), "n", p.s.Words().N(x.Seen))
}

// Content builds the map, the plan of the day and the panel beside them.
func (p *Page) Content() fyne.CanvasObject {
	t := p.s.T
	p.day = kit.NewSegmented(p.dayOptions(), strconv.Itoa(int(p.at.day)), p.setDay)
	p.when = kit.NewSearchSelect("", p.periods(), p.until, nil, p.setUntil)
	p.when.Find = t("peak.findUntil")
	p.heat = newHeat(p.choose, p.hover)
	p.heat.at = func(day time.Weekday, slot int) hall.PeakCell { return p.got.peaks.At(day, slot) }
	p.heat.name = p.dayName
	p.heat.closed = t("peak.closed")
	p.told = kit.NewMuted("")
	p.table = p.newTable()
	p.panel = newPanel(p)
	p.heat.level = func(l hall.Level) string { return t("peak.shade." + string(l)) }
	head := kit.NewRow(10, kit.NewBold(t("peak.map")), kit.Grow(kit.NewCaption(t("peak.legend", "n", strconv.Itoa(hall.EnoughDays)))))
	week := kit.NewCard(kit.NewColumn(6, head, p.heat, p.told))
	left := kit.NewColumn(theme.Gap, week, kit.Grow(kit.MinSize(kit.NewCardInset(p.table, 1), 0, leastTable)))
	p.stage = kit.NewStage(kit.Scroll(container.New(&beside{right: panelWidth, breakAt: sideBySide}, left, p.panel.card)))
	return kit.Filters(p.stage, p.day, kit.MinSize(p.when, 200, 36))
}

// The panel's width, the plan's least height, and the width the page needs to have one
// beside the other, at 100 %.
const (
	panelWidth = 312
	leastTable = 190
	sideBySide = 720
)

func (p *Page) dayOptions() []kit.Option {
	var out []kit.Option
	for i, d := range weekdays {
		out = append(out, kit.Option{ID: strconv.Itoa(int(d)), Text: p.dayName(d), Key: strconv.Itoa(i + 1)})
	}
	return out
}

func (p *Page) dayName(d time.Weekday) string { return p.s.T("peak.day." + strconv.Itoa(int(d))) }

// weeksBack is how many weeks the list of periods goes back.
const weeksBack = 26

// periods are today and the Sundays before it.
func (p *Page) periods() []kit.Choice {
	now := p.s.Now()
	out := []kit.Choice{{ID: now.Format(time.DateOnly), Text: p.s.T("peak.untilToday"), Sub: p.s.Words().Day(now)}}
	sunday := now.AddDate(0, 0, -int(now.Weekday()))
	for range weeksBack {
		if id := sunday.Format(time.DateOnly); id != out[0].ID {
			out = append(out, kit.Choice{ID: id, Text: p.s.T("peak.until", "day", p.s.Words().Day(sunday)), Sub: id})
		}
		sunday = sunday.AddDate(0, 0, -7)
	}
	return out
}

// Load reads the half-hours of the weeks looked at.
func (p *Page) Load(ctx context.Context) {
	p.ctx = ctx
	until := p.until
	shell.Stage(p.s, ctx, p.stage, func(ctx context.Context) (reading, error) { return p.read(ctx, until) }, p.show)
}

func (p *Page) read(ctx context.Context, until string) (r reading, err error) {
	last, err := time.Parse(time.DateOnly, until)
	if err != nil {
		return r, err
	}
	cells, err := p.svc.Store.HallCells(ctx, "", last.AddDate(0, 0, 1-7*hall.PeakWeeks).Format(time.DateOnly), until)
	if err != nil {
		return r, err
	}
	r.peaks = hall.NewPeaks(cells, until)
	if r.rules, err = p.svc.Store.HallRules(ctx); err != nil {
		return r, err
	}
	if r.who, err = p.svc.Store.Profile(ctx); err != nil {
		return r, err
	}
	text, err := p.svc.Store.Setting(ctx, hall.SettingNotice)
	if err != nil {
		return r, err
	}
	r.notice, err = hall.ReadNotice(text)
	return r, err
}

// show takes what was read.
func (p *Page) show(r reading) {
	p.got = r
	p.enable()
	if r.peaks.Empty() {
		p.stage.Empty("clock", p.s.T("peak.empty"), p.toTickets())
		p.s.RefreshHeader()
		return
	}
	p.heat.from, p.heat.to = r.rules.Slots()
	p.heat.days = r.rules.Days
	if !slices.Contains(r.rules.Days, int(p.at.day)) && len(r.rules.Days) > 0 {
		p.at.day = time.Weekday(r.rules.Days[0])
	}
	if p.at.slot < p.heat.from || p.at.slot >= p.heat.to {
		p.at.slot = p.fullest(p.at.day)
	}
	p.stage.Full()
	p.choose(p.at)
	p.s.RefreshHeader()
}

// fullest is the half-hour of a weekday in which most people wait.
func (p *Page) fullest(day time.Weekday) int {
	best := p.heat.from
	for s := p.heat.from; s < p.heat.to; s++ {
		if p.got.peaks.At(day, s).Mean > p.got.peaks.At(day, best).Mean {
			best = s
		}
	}
	return best
}

func (p *Page) toTickets() *kit.Button {
	if !p.s.Has(routeTickets) {
		return nil
	}
	return kit.NewPrimary(p.s.T("peak.toTickets"), "I", p.tickets)
}

func (p *Page) tickets() {
	if p.s.Has(routeTickets) {
		p.s.Open(routeTickets, nil)
	}
}

// WantsChange: entries and tickets move the chart.
func (p *Page) WantsChange(kind string) bool { return kind == "hall" || kind == "setting" }

func (p *Page) setUntil(id string) {
	p.until = id
	p.Load(p.ctx)
}

func (p *Page) setDay(id string) {
	n, err := strconv.Atoi(id)
	if err != nil || p.got.peaks.Empty() {
		return
	}
	if !slices.Contains(p.got.rules.Days, n) {
		p.day.Set(strconv.Itoa(int(p.at.day)))
		p.s.Hint(p.s.T("peak.closedDay", "day", p.dayName(time.Weekday(n))))
		return
	}
	p.choose(spot{time.Weekday(n), p.at.slot})
}

// choose shows a half-hour and the plan of its weekday.
func (p *Page) choose(at spot) {
	p.at = at
	p.day.Set(strconv.Itoa(int(at.day)))
	p.heat.choose(at)
	p.plan = p.got.peaks.Plan(p.got.rules, at.day)
	p.ask(p.change)
	p.tell(at)
	if i := at.slot - p.heat.from; i >= 0 && i < len(p.plan.Slots) {
		p.table.List.Mark(i)
		p.table.List.Reveal(i)
	}
}

// ask works the plan out under a change, and shows it.
func (p *Page) ask(c hall.Change) {
	p.change, p.after = c, p.plan.With(c)
	p.table.Reload()
	p.panel.show()
}

// asking says whether there is a change.
func (p *Page) asking() bool { return p.change != hall.Change{} }

func (p *Page) hover(s *spot) {
	if s == nil {
		s = &p.at
	}
	p.tell(*s)
}

// tell says a cell of the map in words.
func (p *Page) tell(at spot) {
	c, w := p.got.peaks.At(at.day, at.slot), p.s.Words()
	pairs := []string{"day", p.dayName(at.day), "from", hall.SlotClock(at.slot), "to", hall.Clock((at.slot + 1) * hall.SlotMinutes), "n", w.N(c.N)}
	switch {
	case c.N == 0:
		p.told.Set(p.s.T("peak.tell.none", pairs...))
	case !c.Known:
		p.told.Set(p.s.T("peak.tell.few", pairs...))
	default:
		source := "counts"
		if c.Tickets == c.N {
			source = "tickets"
		} else if c.Tickets > 0 {
			source = "both"
		}
		p.told.Set(p.s.T("peak.tell", append(pairs, "level", p.s.T("peak.level."+string(c.Level)), "mean", oneDecimal(float64(c.Mean)/1000), "source", p.s.T("peak.source."+source))...))
	}
}

// Keys are the page's keys.
func (p *Page) Keys() []shell.Key {
	t := p.s.T
	keys := []shell.Key{
		shell.On('[', t("peak.key.earlier"), func() { p.step(1) }),
		shell.On(']', t("peak.key.later"), func() { p.step(-1) }),
		shell.On('w', t("peak.key.window"), func() { p.bump(hall.Change{Windows: 1}) }),
		shell.On('c', t("peak.key.customers"), func() { p.bump(hall.Change{Customers: 100}) }),
		shell.On('f', t("peak.key.faster"), func() { p.bump(hall.Change{Faster: 2}) }),
		shell.On('0', t("peak.key.reset"), func() { p.setChange(hall.Change{}) }),
		shell.On('p', t("peak.print"), p.Print),
		shell.On('s', t("peak.save"), p.picture),
	}
	if p.s.Has(routeTickets) {
		keys = append(keys, shell.On('i', t("peak.toTickets"), p.tickets))
	}
	return keys
}

// Typed takes the digits of the weekdays.
func (p *Page) Typed(r rune) bool {
	if r < '1' || r > '7' {
		return false
	}
	p.setDay(strconv.Itoa(int(weekdays[r-'1'])))
	return true
}

// Pressed moves through the map from anywhere on the page.
func (p *Page) Pressed(e *fyne.KeyEvent) bool {
	return !p.got.peaks.Empty() && p.heat.Press(e)
}

// step goes to the period so many further down the list.
func (p *Page) step(by int) {
	list := p.periods()
	i := slices.IndexFunc(list, func(c kit.Choice) bool { return c.ID == p.until }) + by
	if i >= 0 && i < len(list) {
		p.when.Set(list[i].ID)
		p.setUntil(list[i].ID)
	}
}
