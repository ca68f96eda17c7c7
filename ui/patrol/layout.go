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
	p.numbers, p.grid = container.New(tileLayout{200, 3}), container.New(tileLayout{230, 2})
	p.clock, p.tally = kit.NewText("0:00", theme.Number, true, theme.Text), kit.NewMuted("")
	p.bar = kit.NewProgressBar(0)
	p.hint = kit.NewIconPill(kit.Warn, "warn", "")
	p.good = kit.NewButton(kit.Secondary, t("patrol.good"), p.allGood)
	p.good.Key, p.good.Tall = t("inspect.key.space"), 48
	p.done = kit.NewPrimary(t("patrol.finish"), "Enter", p.finish)
	p.done.Tall = 48
	p.side = newSide(p)
	p.photos = shell.NewIntake(p.s, p.sv.Photos, func(int, int) {}, func(int) {})
	foot := kit.NewCardInset(kit.NewRow(12, kit.MinSize(p.clock, 76, 40), kit.Grow(kit.NewColumn(6, p.tally, p.bar)), p.good, p.done), 10)
	body := kit.Scroll(kit.NewColumn(10, p.numbers, p.grid))
	p.stage = kit.NewStage(container.New(pageLayout{}, body, p.side.box, foot))
	return p.stage
}

// pageLayout: tiles, the item in hand at their right, the foot below both.
type pageLayout struct{}

func (pageLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(520, 320) }

func (pageLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	foot := o[2].MinSize().Height
	h := s.Height - foot - 10
	side := min(theme.Scaled(340), s.Width*0.36)
	put(o[0], 0, 0, s.Width-side-theme.Gap, h)
	put(o[1], s.Width-side, 0, side, h)
	put(o[2], 0, h+10, s.Width, foot)
}

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

func (l tileLayout) columns(w float32) int {
	return max(1, min(l.most, int((w+8)/(theme.Scaled(l.least)+8))))
}

func (l tileLayout) tall(o []fyne.CanvasObject) (h float32) {
	for _, x := range o {
		h = max(h, x.MinSize().Height)
	}
	return h
}

func (l tileLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	w := float32(0)
	if len(o) > 0 {
		w = o[0].Size().Width // as laid out last
	}
	n := 1
	if w > 0 {
		n = l.most
		for n > 1 && len(o) > 1 && o[1].Position().Y > 0 {
			n--
		}
	}
	rows := (len(o) + n - 1) / n
	return fyne.NewSize(theme.Scaled(200), float32(rows)*(l.tall(o)+8)-8)
}

func (l tileLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	n := l.columns(s.Width)
	w, h := (s.Width-float32(n-1)*8)/float32(n), l.tall(o)
	for i, x := range o {
		put(x, float32(i%n)*(w+8), float32(i/n)*(h+8), w, h)
	}
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
}
