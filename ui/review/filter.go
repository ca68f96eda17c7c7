package review

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// What the last filter narrows the wall to.
const (
	onlyOverdue    = "overdue"
	onlyRepeat     = "repeat"
	onlyExtensions = "extension"
	onlyOnSite     = "onsite"
)

// filterBar are the filters and Undo. They stand in the title row where it has
// room for them, else in a row of their own. It lays out the page.
type filterBar struct {
	p    *page
	row  *fyne.Container
	undo *kit.Button

	zone, s6, owner, only *kit.SearchSelect

	look string  // "long" and "short" words in the title row, "row" = own row
	what string  // onlyOverdue …
	wide float32 // of the page, when the look was chosen
	last choice
}

// choice is what a look was chosen for.
type choice struct {
	room   float32
	chosen string
}

func newFilterBar(p *page) *filterBar {
	b := &filterBar{p: p, row: container.NewHBox()}
	pick := func(set func(id string)) *kit.SearchSelect {
		x := kit.NewSearchSelect("", nil, "", nil, func(id string) {
			set(id)
			p.refilter()
		})
		x.Find = p.t("find")
		return x
	}
	b.zone = pick(func(id string) { p.filter.Zone = id })
	b.s6 = pick(func(id string) { p.filter.S6 = id })
	b.owner = pick(func(id string) { p.filter.Owner = id })
	b.only = pick(b.setOnly)
	b.undo = kit.NewSecondary(p.t("undo"), "U", p.undo).WithIcon("undo")
	b.row = kit.NewRow(10)
	b.fill()
	return b
}

func (b *filterBar) pickers() []*kit.SearchSelect {
	return []*kit.SearchSelect{b.zone, b.s6, b.owner, b.only}
}

// setOnly narrows by what a finding is rather than where it is.
func (b *filterBar) setOnly(id string) {
	f := &b.p.filter
	b.what, f.Statuses, f.OverdueOn, f.Repeat = id, waits, "", false
	switch id {
	case onlyOverdue:
		f.OverdueOn = b.p.today()
	case onlyRepeat:
		f.Repeat = true
	case onlyExtensions:
		f.Statuses = []checklist.FindingStatus{checklist.ExtensionAsked}
	case onlyOnSite:
		f.Statuses = []checklist.FindingStatus{checklist.FixedOnSite}
	}
}

// narrowed says whether a filter is set.
func (b *filterBar) narrowed() bool {
	f := b.p.filter
	return f.Zone != "" || f.S6 != "" || f.Owner != "" || b.what != ""
}

// refilter reads the wall anew; what was decided can still be undone.
func (p *page) refilter() {
	p.fresh = true
	p.s.Window().Canvas().Unfocus()
	p.s.Reload()
}

func (p *page) clearFilters() {
	if p.bar.narrowed() {
		p.filter.Zone, p.filter.S6, p.filter.Owner = "", "", ""
		p.bar.setOnly("")
		p.refilter()
	}
}

// fill offers what the findings on the wall have.
func (b *filterBar) fill() {
	p, w, a := b.p, b.p.s.Words(), b.p.facets
	zones, s6, owners, only := make([]kit.Choice, 1), make([]kit.Choice, 1), make([]kit.Choice, 1), make([]kit.Choice, 1)
	for _, x := range a.Zones {
		if x.ID == "" {
			continue
		}
		name := w.In(x.Name)
		if name == "" {
			name = x.ID
		}
		zones = append(zones, kit.Choice{ID: x.ID, Text: name, Sub: w.N(x.N)})
	}
	for _, x := range a.S6 {
		if x.ID != "" {
			s6 = append(s6, kit.Choice{ID: x.ID, Text: p.s.T("s6." + x.ID), Sub: w.N(x.N)})
		}
	}
	for _, x := range a.Owners {
		if x.ID != "" {
			owners = append(owners, kit.Choice{ID: x.ID, Text: x.ID, Sub: w.N(x.N)})
		}
	}
	for _, x := range []struct {
		id string
		n  int
	}{{onlyOverdue, a.Overdue}, {onlyRepeat, a.Repeat}, {onlyExtensions, a.Statuses[checklist.ExtensionAsked]}, {onlyOnSite, a.Statuses[checklist.FixedOnSite]}} {
		only = append(only, kit.Choice{ID: x.id, Text: p.t("only." + x.id), Sub: w.N(x.n)})
	}
	b.zone.SetChoices(zones, p.filter.Zone)
	b.s6.SetChoices(s6, p.filter.S6)
	b.owner.SetChoices(owners, p.filter.Owner)
	b.only.SetChoices(only, b.what)
	b.hints(b.look == "long")
}

// hints are the words of filters that are not set.
func (b *filterBar) hints(long bool) {
	suffix := ""
	if long {
		suffix = ".long"
	}
	for i, key := range []string{"zone", "s6", "owner", "only"} {
		x := b.pickers()[i]
		if word := b.p.t("filter." + key + suffix); x.Choices[0].Text != word {
			x.Choices[0].Text = word
			x.Refresh()
		}
	}
}

// actions are what stands in the title row.
func (b *filterBar) actions() []fyne.CanvasObject {
	if _, ok := b.p.sit.last(); ok {
		b.undo.Enable()
	} else {
		b.undo.Disable()
	}
	b.choose()
	var out []fyne.CanvasObject
	if b.look != "row" {
		for _, x := range b.pickers() {
			out = append(out, x)
		}
	}
	return append(out, b.undo)
}

// choose takes the longest look the title row has room for.
func (b *filterBar) choose() {
	title, sub := b.p.Title()
	// the window less the rail and the page's edges
	room := b.p.s.Window().Canvas().Size().Width - b.p.s.RailWidth() - 2*theme.Edge
	room -= kit.NewTitle(title).Natural().Width + kit.NewMuted(sub).Natural().Width + b.undo.MinSize().Width + 2*12
	f := b.p.filter
	now := choice{room, f.Zone + "\n" + f.S6 + "\n" + f.Owner + "\n" + b.what}
	if now == b.last {
		return
	}
	b.last = now
	look := "row"
	for _, try := range []string{"long", "short"} {
		b.hints(try == "long")
		need := float32(0)
		for _, x := range b.pickers() {
			need += x.MinSize().Width + 12
		}
		if need <= room {
			look = try
			break
		}
	}
	if look == b.look {
		return
	}
	b.look = look
	b.row.Objects = nil
	if look == "row" {
		b.row.Objects = []fyne.CanvasObject{b.zone, b.s6, b.owner, b.only}
	}
	b.row.Refresh()
}

// MinSize implements fyne.Layout.
func (b *filterBar) MinSize(o []fyne.CanvasObject) fyne.Size { return o[1].MinSize() }

// Layout implements fyne.Layout: the row of filters, if any, and the wall. A
// window of another width may have room for another look of the filters.
func (b *filterBar) Layout(o []fyne.CanvasObject, s fyne.Size) {
	if s.Width != b.wide {
		b.wide = s.Width
		b.p.s.RefreshHeader()
	}
	y := float32(0)
	if b.look == "row" {
		h := theme.Scaled(36)
		place(o[0], 0, 0, s.Width, h)
		y = h + 10
	}
	place(o[1], 0, y, s.Width, s.Height-y)
}

// open opens a filter from the keyboard.
func (b *filterBar) open(x *kit.SearchSelect) func() { return func() { x.Open() } }

// filterKeys are the keys of the filters.
func (b *filterBar) keys() []shell.Key {
	t := b.p.t
	return []shell.Key{
		shell.On('a', t("key.filter", "what", t("filter.zone")), b.open(b.zone)),
		shell.On('s', t("key.filter", "what", t("filter.s6")), b.open(b.s6)),
		shell.On('o', t("key.filter", "what", t("filter.owner")), b.open(b.owner)),
		shell.On('l', t("key.filter", "what", t("filter.only")), b.open(b.only)),
		shell.On('c', "", b.p.clearFilters),
	}
}
