package patrol

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// Content implements shell.Page.
func (p *page) Content() fyne.CanvasObject {
	t := p.s.T
	groups := []tileLayout{{160, 3}, {220, 2}}
	p.numbers, p.grid = container.New(groups[0]), container.New(groups[1])
	p.clock, p.tally = kit.NewText("0:00", theme.Number, true, theme.Text), kit.NewMuted("")
	p.bar = kit.NewProgressBar(0)
	p.good = kit.NewButton(kit.Secondary, t("patrol.good"), p.allGood)
	p.good.Key, p.good.Tall = t("inspect.key.space"), 48
	p.done = kit.NewPrimary(t("patrol.finish"), "Enter", p.finish)
	p.done.Tall = 48
	p.side = newSide(p)
	p.photos = shell.NewIntake(p.s, p.sv.Photos, func(int, int) {}, func(int) {})
	foot := kit.NewCardInset(kit.NewRow(12, kit.MinSize(p.clock, 76, 40), kit.Grow(kit.NewColumn(6, p.tally, p.bar)), p.good, p.done), 10)
	p.scroll = container.NewVScroll(container.New(&bodyLayout{groups: groups}, p.numbers, p.grid))
	p.rest = newRest()
	p.stage = kit.NewStage(container.NewStack(p.rest, container.New(pageLayout{}, p.scroll, p.side.box, foot)))
	return p.stage
}

// pageLayout: tiles, the item in hand at their right, the foot below both.
type pageLayout struct{}

func (pageLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(520, 320) }

func (pageLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	foot := o[2].MinSize().Height
	h := s.Height - foot - 10
	side := min(theme.Scaled(340), max(s.Width*0.3, theme.Scaled(232)))
	scroll := o[0].(*container.Scroll)
	before := scroll.Content.MinSize()
	put(scroll, 0, 0, s.Width-side-theme.Gap+barRoom, h)
	if scroll.Content.MinSize() != before { // its height depended on the width
		scroll.Refresh()
	}
	put(o[1], s.Width-side, 0, side, h)
	put(o[2], 0, h+10, s.Width, foot)
}

// barRoom is what the scroll's bar takes of the gap at its right.
const barRoom = 12

func put(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(max(w, 0), max(h, 0)))
}

// tileLayout puts tiles into columns of one width, at most so many, each at least so
// wide at 100 % font scale.
type tileLayout struct {
	least float32
	most  int
}

// tileGap is the room between two tiles.
const tileGap = 7

func (l tileLayout) columns(w float32) int {
	return max(1, min(l.most, int((w+tileGap)/(theme.Scaled(l.least)+tileGap))))
}

// heightAt is what the tiles need at a width: every line as much as its tallest.
func (l tileLayout) heightAt(o []fyne.CanvasObject, w float32) float32 {
	n, h := l.columns(w), float32(0)
	for from := 0; from < len(o); from += n {
		h += tallest(o[from:min(from+n, len(o))]) + tileGap
	}
	return max(h-tileGap, 0)
}

func tallest(o []fyne.CanvasObject) (h float32) {
	for _, x := range o {
		h = max(h, x.MinSize().Height)
	}
	return h
}

// MinSize implements fyne.Layout; bodyLayout knows the height.
func (l tileLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(theme.Scaled(150), 40)
}

// Layout implements fyne.Layout.
func (l tileLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	n, y := l.columns(s.Width), float32(0)
	w := (s.Width - float32(n-1)*tileGap) / float32(n)
	for from := 0; from < len(o); from += n {
		line := o[from:min(from+n, len(o))]
		h := tallest(line)
		for i, x := range line {
			put(x, float32(i)*(w+tileGap), y, w, h)
		}
		y += h + tileGap
	}
}

// bodyLayout puts the groups of tiles below each other, each as high as it needs at
// the width there is.
type bodyLayout struct {
	groups []tileLayout
	wide   float32 // given last
}

func (l *bodyLayout) height(o []fyne.CanvasObject, w float32, each func(o fyne.CanvasObject, y, h float32)) float32 {
	y := float32(0)
	for i, x := range o {
		list := x.(*fyne.Container).Objects
		if len(list) == 0 {
			continue
		}
		h := l.groups[i].heightAt(list, w)
		each(x, y, h)
		y += h + 10
	}
	return y
}

// MinSize implements fyne.Layout.
func (l *bodyLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(theme.Scaled(150), l.height(o, l.wide, func(fyne.CanvasObject, float32, float32) {}))
}

// Layout implements fyne.Layout.
func (l *bodyLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	l.wide = s.Width - barRoom
	l.height(o, l.wide, func(x fyne.CanvasObject, y, h float32) { put(x, 0, y, l.wide, h) })
}

// refresh shows the present state everywhere.
func (p *page) refresh() {
	if p.in == nil || len(p.items) == 0 {
		return
	}
	w := p.s.Words()
	answered, red := 0, 0
	for i, it := range p.items {
		v := p.value(i)
		if p.sheet().Answered(it) {
			answered++
		}
		if shell.Red(p.in.Checklist, it, v) {
			red++
		}
		var suggested *checklist.Milli
		if s, ok := p.suggest[it.ID]; ok {
			suggested = s.Number
		}
		p.tiles[i].show(w, p.in, it, v, suggested, i == p.at)
	}
	p.tally.Set(p.s.T("patrol.tally", "done", w.N(answered), "total", w.N(len(p.items)), "red", w.N(red)))
	p.bar.Set(answered * 1000 / len(p.items))
	p.side.bind()
	p.reveal()
}

// reveal scrolls the item in hand into sight.
func (p *page) reveal() {
	card := p.tiles[p.at].card
	top := card.Position().Y + p.numbers.Position().Y
	if p.tiles[p.at].stepper == nil {
		top = card.Position().Y + p.grid.Position().Y
	}
	y := p.scroll.Offset.Y
	y = max(y, top+card.Size().Height-p.scroll.Size().Height)
	if y = max(min(y, top), 0); y != p.scroll.Offset.Y && p.scroll.Size().Height > 0 {
		p.scroll.ScrollToOffset(fyne.NewPos(0, y))
	}
}
