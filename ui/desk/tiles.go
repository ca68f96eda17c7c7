package desk

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/checklist/hall"
	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// tile is a caption, a big number with its unit and a pill; some have keys to change
// the number at their right.
type tile struct {
	*kit.Card
	num, unit *kit.Label
	pill      *kit.Pill
	words     *fyne.Container
}

// newTile makes a tile; step is called by its − and + (nil = it has none).
func newTile(caption string, step func(int), less, more string) *tile {
	t := &tile{num: kit.NewText("", theme.Number, true, theme.Text).Whole(), unit: kit.NewMuted(""), pill: kit.NewPill(kit.Plain, "")}
	t.words = kit.NewColumn(-3, kit.NewCaption(caption), container.New(headline{}, t.num, t.unit), container.New(leading{}, t.pill))
	if step == nil {
		t.Card = kit.NewCardInset(t.words, 11)
		return t
	}
	button := func(icon, name string, by int) *kit.Button {
		b := kit.NewIconButton(icon, name, func() { step(by) })
		b.Tall, b.Wide, b.Mouse = 40, 40, true
		return b
	}
	t.Card = kit.NewCardInset(kit.NewRow(6, kit.Grow(t.words), button("minus", less, -1), button("plus", more, 1)), 11)
	return t
}

func (t *tile) set(number, unit string, tone kit.Tone, pill string) {
	changed := t.num.Text != number || t.unit.Text != unit || t.pill.Text != pill
	t.num.Set(number)
	t.unit.Set(unit)
	t.pill.Set(tone, "", pill)
	if pill == "" {
		t.pill.Hide()
	} else {
		t.pill.Show()
	}
	if changed {
		t.words.Refresh() // lays out anew
	}
}

// headline is a big number, and its unit where there is room for all of it.
type headline struct{}

func (headline) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(40, o[0].MinSize().Height)
}

func (headline) Layout(o []fyne.CanvasObject, s fyne.Size) {
	num, unit := o[0].(*kit.Label), o[1].(*kit.Label)
	w := min(num.Natural().Width, s.Width)
	num.Move(fyne.NewPos(0, 0))
	num.Resize(fyne.NewSize(w, s.Height))
	m := unit.Natural()
	x := w + 4
	if x+m.Width > s.Width {
		m.Width, x = 0, s.Width // an empty place draws nothing
	}
	unit.Move(fyne.NewPos(x, s.Height-m.Height-(s.Height-m.Height)*0.2))
	unit.Resize(m)
	if hide := m.Width == 0; hide == unit.Visible() {
		if hide {
			unit.Hide()
		} else {
			unit.Show()
		}
	}
}

// leading gives its object the width it wants, as far as there is room.
type leading struct{}

func (leading) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(40, o[0].MinSize().Height)
}

func (leading) Layout(o []fyne.CanvasObject, s fyne.Size) {
	m := o[0].MinSize()
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(fyne.NewSize(min(m.Width, s.Width), m.Height))
}

// middle is leading in the middle.
type middle struct{}

func (middle) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(24, o[0].MinSize().Height)
}

func (middle) Layout(o []fyne.CanvasObject, s fyne.Size) {
	m := o[0].MinSize()
	w := min(m.Width, s.Width)
	o[0].Move(fyne.NewPos((s.Width-w)/2, 0))
	o[0].Resize(fyne.NewSize(w, m.Height))
}

// grid lays tiles of one size in lines, as many in one as have room.
type grid struct {
	least float32 // width of a tile at 100 %
	gap   float32
	wide  float32
}

func (g *grid) columns(n int, w float32) int {
	least := theme.Scaled(g.least)
	return min(max(int((w+g.gap)/(least+g.gap)), 1), max(n, 1))
}

func visible(all []fyne.CanvasObject) (out []fyne.CanvasObject, tall float32) {
	for _, o := range all {
		if o.Visible() {
			out = append(out, o)
			tall = max(tall, o.MinSize().Height)
		}
	}
	return out, tall
}

func (g *grid) MinSize(all []fyne.CanvasObject) fyne.Size {
	o, tall := visible(all)
	if len(o) == 0 {
		return fyne.Size{}
	}
	w := g.wide
	if w == 0 {
		w = 720
	}
	lines := (len(o) + g.columns(len(o), w) - 1) / g.columns(len(o), w)
	return fyne.NewSize(theme.Scaled(g.least), float32(lines)*tall+float32(lines-1)*g.gap)
}

func (g *grid) Layout(all []fyne.CanvasObject, s fyne.Size) {
	g.wide = s.Width
	o, tall := visible(all)
	n := g.columns(len(o), s.Width)
	w := (s.Width - g.gap*float32(n-1)) / float32(n)
	for i, x := range o {
		x.Move(fyne.NewPos(float32(i%n)*(w+g.gap), float32(i/n)*(tall+g.gap)))
		x.Resize(fyne.NewSize(w, tall))
	}
}

// tone is the colour of a light; its word stands beside it.
func tone(l hall.Light) kit.Tone {
	switch l {
	case hall.LightGreen:
		return kit.Pass
	case hall.LightAmber:
		return kit.Warn
	case hall.LightRed:
		return kit.Fail
	}
	return kit.Plain
}

func (p *page) newTiles() fyne.CanvasObject {
	t := p.s.T
	p.view.tiles = [5]*tile{
		newTile(t("desk.tile.waiting"), p.step(p.wait), t("desk.key.fewer"), t("desk.key.more")),
		newTile(t("desk.tile.open"), p.step(p.open), t("desk.oneLess"), t("desk.oneMore")),
		newTile(t("desk.tile.ratio"), nil, "", ""),
		newTile(t("desk.tile.longest"), nil, "", ""),
		newTile(t("desk.tile.post"), nil, "", ""),
	}
	p.view.tiles[3].Tap = func() {
		if p.scene != nil {
			p.tellOldest()
		}
	}
	p.view.tiles[4].Tap = func() { p.post(yes()) }
	var all []fyne.CanvasObject
	for _, x := range p.view.tiles {
		all = append(all, x.Card)
	}
	return container.New(figures{}, all...)
}

// figures lays the tiles side by side; those with keys are wider by the keys.
type figures struct{}

// keysWide is how much wider a tile with − and + is, at 100 %.
const keysWide float32 = 76

const figureGap float32 = 12

func (figures) MinSize(o []fyne.CanvasObject) fyne.Size {
	_, tall := visible(o)
	if large() {
		tall = 2*tall + figureGap
	}
	return fyne.NewSize(160, tall)
}

func (figures) Layout(o []fyne.CanvasObject, s fyne.Size) {
	if large() {
		h := (s.Height - figureGap) / 2
		equally(o[:2], 0, s.Width, h)
		equally(o[2:], h+figureGap, s.Width, h)
		return
	}
	wider := theme.Scaled(keysWide)
	base := (s.Width - figureGap*float32(len(o)-1) - 2*wider) / float32(len(o))
	x := float32(0)
	for i, t := range o {
		w := base
		if i < 2 {
			w += wider
		}
		t.Move(fyne.NewPos(x, 0))
		t.Resize(fyne.NewSize(w, s.Height))
		x += w + figureGap
	}
}

// equally lays tiles side by side at one height.
func equally(o []fyne.CanvasObject, y, wide, tall float32) {
	w := (wide - figureGap*float32(len(o)-1)) / float32(len(o))
	for i, t := range o {
		t.Move(fyne.NewPos(float32(i)*(w+figureGap), y))
		t.Resize(fyne.NewSize(w, tall))
	}
}

// step is a mouse button of a number: what was being typed counts first.
func (p *page) step(do func(int)) func(int) {
	return func(by int) {
		p.settle()
		do(by)
	}
}
