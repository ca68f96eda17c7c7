package peak

import (
	"math"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/checklist/hall"
	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// panel asks what if, and shows the numbers behind the chosen half-hour.
type panel struct {
	p    *Page
	card *fyne.Container

	windows, customers, faster *kit.Slider
	reset                      *kit.Button
	day                        *facts // of the whole day
	slot                       *facts // of the half-hour
	title                      *kit.Label
	doubts                     *fyne.Container
	said                       []*kit.Paragraph // those in it, and more that are not now
}

// The reach of the sliders and their steps, in thousandths of a window, of a per cent and
// of a minute.
const (
	mostWindows   = 6_000
	mostCustomers = 100_000
	leastCustomer = -50_000
	mostFaster    = 8_000

	stepWindows   = 1_000
	stepCustomers = 5_000
	stepFaster    = 500
)

func newPanel(p *Page) *panel {
	t := p.s.T
	x := &panel{p: p, day: newFacts(5), slot: newFacts(10), title: kit.NewBold(""), doubts: kit.NewColumn(6)}
	x.windows = kit.NewSlider(t("peak.more.windows"), -mostWindows, mostWindows, stepWindows, x.saying("windows"), func(v int64) {
		x.set(func(c *hall.Change) { c.Windows = int(v / 1000) })
	})
	x.customers = kit.NewSlider(t("peak.more.customers"), leastCustomer, mostCustomers, stepCustomers, x.saying("customers"), func(v int64) {
		x.set(func(c *hall.Change) { c.Customers = int(v / 100) })
	})
	x.faster = kit.NewSlider(t("peak.more.faster"), -mostFaster, mostFaster, stepFaster, x.saying("faster"), func(v int64) {
		x.set(func(c *hall.Change) { c.Faster = float64(v) / 1000 })
	})
	x.reset = kit.NewSecondary(t("peak.reset"), "0", func() { p.setChange(hall.Change{}) })
	hint := kit.NewParagraph(t("peak.slideHint"), theme.Muted)
	hint.Font = theme.Caption
	ask := kit.NewCard(kit.NewColumn(6,
		kit.NewRow(8, kit.Grow(kit.NewBold(t("peak.whatif"))), x.reset), x.windows, x.customers, x.faster, hint, kit.Line(), x.day.box))
	behind := kit.NewCard(kit.NewColumn(8, x.title, x.slot.box, x.doubts))
	x.card = kit.NewColumn(theme.Gap, ask, behind)
	x.place()
	return x
}

func (x *panel) set(change func(*hall.Change)) {
	c := x.p.change
	change(&c)
	x.p.ask(c)
}

// saying writes the value of a slider in words: "more" and "less" are two of them, and
// nought is a third.
func (x *panel) saying(what string) func(int64) string {
	return func(v int64) string {
		switch {
		case v == 0:
			return x.p.s.T("peak.slide.none")
		case v < 0:
			return x.p.s.T("peak.slide."+what+".less", "n", kit.Decimal(-v))
		}
		return x.p.s.T("peak.slide."+what+".more", "n", kit.Decimal(v))
	}
}

// place shows the change at the sliders.
func (x *panel) place() {
	c := x.p.change
	x.windows.Set(int64(c.Windows) * 1000)
	x.customers.Set(int64(c.Customers) * 100)
	x.faster.Set(int64(math.Round(c.Faster * 1000)))
}

// bump adds to the change; setChange replaces it.
func (p *Page) bump(by hall.Change) {
	c := p.change
	c.Windows = min(c.Windows+by.Windows, mostWindows/1000)
	c.Customers = min(c.Customers+by.Customers, mostCustomers/100)
	c.Faster = min(c.Faster+by.Faster, mostFaster/1000)
	p.setChange(c)
}

func (p *Page) setChange(c hall.Change) {
	if p.got.peaks.Empty() {
		return
	}
	p.ask(c)
	p.panel.place()
}

// show fills in the figures.
func (x *panel) show() {
	x.showDay()
	x.showSlot()
	x.card.Refresh()
}

func (x *panel) showDay() {
	p, t := x.p, x.p.s.T
	was, is := p.plan.Day(), p.after.Day()
	n := strconv.Itoa
	both := p.both
	if is.Known == 0 {
		x.day.set([][2]string{{t("peak.day.unknown"), ""}})
		return
	}
	x.day.set([][2]string{
		{t("peak.fact.most"), both(n(was.Most), n(is.Most))},
		{t("peak.fact.wait"), both(t("peak.minutes", "n", oneDecimal(was.Wait)), t("peak.minutes", "n", oneDecimal(is.Wait)))},
		{t("peak.fact.longer", "n", oneWhole(p.plan.Limit)), both(percent(was.Longer), percent(is.Longer))},
		{t("peak.fact.growing"), both(n(was.Growing), n(is.Growing))},
		{t("peak.fact.short"), both(n(was.Short), n(is.Short))},
	})
}

// both is a figure as it is and as it becomes with the change, "4 → 5".
func (p *Page) both(was, is string) string {
	if !p.asking() || was == is {
		return is
	}
	return p.s.T("peak.becomes", "a", was, "b", is)
}

func oneWhole(x float64) string { return strconv.Itoa(int(math.Round(x))) }

// showSlot tells the numbers behind the chosen half-hour, with the change.
func (x *panel) showSlot() {
	p, t := x.p, x.p.s.T
	i := p.at.slot - p.heat.from
	if i < 0 || i >= len(p.after.Slots) {
		x.tellDoubts(nil)
		x.slot.set(nil)
		return
	}
	was, s := &p.plan.Slots[i], &p.after.Slots[i]
	x.title.Set(t("peak.behind", "day", p.dayName(p.at.day), "from", hall.SlotClock(s.Slot), "to", hall.Clock((s.Slot+1)*hall.SlotMinutes)))
	var said []string
	for _, d := range s.Doubts {
		said = append(said, x.doubt(s, d))
	}
	x.tellDoubts(said)
	if !s.Known {
		x.slot.set([][2]string{{t("peak.fact.days"), strconv.Itoa(s.Cell.Days)}})
		return
	}
	rows := [][2]string{
		{t("peak.fact.customers"), oneDecimal(s.Arrivals)},
		{t("peak.fact.handling"), t("peak.minutes", "n", oneDecimal(s.Handling))},
		{t("peak.fact.load"), strconv.FormatFloat(s.Load(), 'f', 2, 64)},
		{t("peak.fact.open"), t("peak.ofWindows", "n", strconv.Itoa(s.Windows), "m", strconv.Itoa(p.after.Have))},
		{t("peak.fact.busy"), percent(s.Busy())},
		{t("peak.fact.wait"), t("peak.minutes", "n", p.both(p.wait(was), p.wait(s)))},
		{t("peak.fact.longer", "n", oneWhole(p.after.Limit)), percent(s.Course.Longer)},
		{t("peak.fact.steady"), p.steady(s)},
		{t("peak.fact.need", "n", oneWhole(p.after.Target)), t("peak.bothNeeds", "n", p.both(strconv.Itoa(was.Need), strconv.Itoa(s.Need)), "rule", strconv.Itoa(s.Rule))},
	}
	if seen, ok := was.Cell.Waited(); ok {
		rows = append(rows, [2]string{t("peak.fact.seen"), t("peak.minutes", "n", oneDecimal(seen))})
	}
	x.slot.set(rows)
}

// tellDoubts shows the sentences; most stay while a slider is dragged, and wrapping them
// anew takes longer than working the plan out.
func (x *panel) tellDoubts(said []string) {
	for i, text := range said {
		if i == len(x.said) {
			x.said = append(x.said, kit.NewParagraph("", theme.Muted))
		}
		x.said[i].Set(text)
	}
	if len(x.doubts.Objects) == len(said) {
		return
	}
	x.doubts.Objects = nil
	for _, d := range x.said[:len(said)] {
		x.doubts.Add(d)
	}
	x.doubts.Refresh()
}

// doubt is the sentence of a doubt.
func (x *panel) doubt(s *hall.SlotPlan, d hall.Doubt) string {
	pairs := []string{"n", strconv.Itoa(hall.EnoughDays)}
	switch d {
	case hall.DoubtGrows:
		pairs = []string{"n", oneDecimal(s.Growth())}
	case hall.DoubtSlow:
		pairs = []string{"n", oneWhole(min(s.Settles(), 999))}
	case hall.DoubtOpen:
		if s.Open == "" {
			return x.p.s.T("peak.doubt.open.all")
		}
		return x.p.s.T("peak.doubt.open." + string(s.Open))
	case hall.DoubtBorrow:
		return x.p.s.T("peak.doubt.borrow." + string(s.Basis))
	}
	return x.p.s.T("peak.doubt."+string(d), pairs...)
}

// facts are names with figures, line by line.
type facts struct {
	box    *fyne.Container
	names  []*kit.Label
	values []*kit.Label
	lines  []fyne.CanvasObject
}

func newFacts(n int) *facts {
	f := &facts{box: kit.NewColumn(5)}
	for range n {
		name, value := kit.NewMuted(""), kit.NewBold("").Aligned(fyne.TextAlignTrailing)
		f.names, f.values = append(f.names, name), append(f.values, value)
		f.lines = append(f.lines, container.NewBorder(nil, nil, nil, value.Whole(), name))
	}
	return f
}

func (f *facts) set(rows [][2]string) {
	n := min(len(rows), len(f.lines))
	for i, r := range rows[:n] {
		if f.names[i].Text == r[0] && f.values[i].Text == r[1] {
			continue // most stay while a slider is dragged
		}
		f.names[i].Set(r[0])
		f.values[i].Set(r[1])
		f.lines[i].Refresh()
	}
	if len(f.box.Objects) != n {
		f.box.Objects = f.lines[:n:n]
		f.box.Refresh()
	}
}
