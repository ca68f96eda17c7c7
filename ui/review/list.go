package review

import (
	"context"
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// Measures of the list at 100 %.
const (
	listWidth = 260
	rowHeight = 70 // with the gap below it
	rowGap    = 8
	miniSide  = 44
	miniShare = 0.172 // of the row, at most: the words need the rest
)

// newList makes the list of pairs.
func newList(p *page) *kit.Rows {
	r := kit.NewRows(func() int { return len(p.sit.list) }, func() fyne.CanvasObject { return newRow(p) }, func(i int, o fyne.CanvasObject) {
		o.(*row).bind(i)
	})
	r.Height, r.Lines, r.Plain = rowHeight, false, true
	r.OnSelect = func(i int) {
		p.s.Window().Canvas().Unfocus() // the keys are the page's: the list shows what it is told
		p.sit.at = i
		p.show()
	}
	return r
}

// beside lets the list's scroll bar stand in the gap at its right.
type beside struct{}

func (beside) gap() float32 { return 12 }

// MinSize implements fyne.Layout.
func (beside) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

// Layout implements fyne.Layout.
func (l beside) Layout(o []fyne.CanvasObject, s fyne.Size) {
	place(o[0], 0, 0, s.Width+l.gap(), s.Height)
}

// row is one pair of the list: two small pictures, what is wrong, its state.
type row struct {
	widget.BaseWidget
	p      *page
	i      int
	bg     *canvas.Rectangle
	minis  [2]*mini
	title  *kit.Label
	state  *kit.Pill
	branch *kit.Label
	box    *tick
	line   *fyne.Container // state and branch
	shown  look
}

// look is what decides how a row is drawn: what did not change is not drawn anew.
type look struct {
	icon, state, branch     string
	front, marked, markable bool
}

func newRow(p *page) *row {
	r := &row{p: p, bg: canvas.NewRectangle(theme.Color(theme.Surface)), title: kit.NewLabel(""), state: kit.NewPill(kit.Plain, ""), branch: kit.NewCaption("")}
	r.bg.CornerRadius = theme.CardRadius
	r.minis = [2]*mini{newMini(), newMini()}
	r.box = newTick(func() { p.toggle(r.i) })
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer implements fyne.Widget.
func (r *row) CreateRenderer() fyne.WidgetRenderer {
	r.line = container.New(stateLayout{}, r.state, r.branch)
	words := kit.NewColumn(2, r.title, r.line)
	body := container.New(rowLayout{}, r.minis[before].area, r.minis[after].area, words, r.box)
	return widget.NewSimpleRenderer(kit.Inset(container.NewStack(r.bg, body), 1, 1+beside{}.gap(), rowGap, 1))
}

// stateLayout: how it stands, at most over the whole width, and the hall in the rest.
type stateLayout struct{}

// MinSize implements fyne.Layout.
func (stateLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(32, max(o[0].MinSize().Height, o[1].MinSize().Height))
}

// Layout implements fyne.Layout.
func (stateLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	a, b := o[0].MinSize(), o[1].MinSize()
	w := min(a.Width, s.Width)
	place(o[0], 0, (s.Height-a.Height)/2, w, a.Height)
	place(o[1], w+6, (s.Height-b.Height)/2, max(s.Width-w-6, 0), b.Height)
}

// rowLayout: pictures at the left, words in the rest, the box at the right.
type rowLayout struct{}

// MinSize implements fyne.Layout.
func (rowLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(80, 40) }

// Layout implements fyne.Layout.
func (rowLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	side := min(theme.Scaled(miniSide), s.Height-12, s.Width*miniShare)
	y := (s.Height - side) / 2
	place(o[0], 9, y, side, side)
	place(o[1], 9+side+10, y, side, side)
	x := 9 + 2*side + 10 + 12
	box := theme.Scaled(18)
	m := o[2].MinSize()
	place(o[2], x, (s.Height-m.Height)/2, s.Width-x-box-10, m.Height)
	place(o[3], s.Width-box-8, s.Height-box-8, box, box)
}

// bind shows the i-th pair.
func (r *row) bind(i int) {
	if i >= len(r.p.sit.list) {
		return
	}
	e := &r.p.sit.list[i]
	r.i = i
	r.title.Set(e.row.Headline(r.p.s.Lang()))
	tone, icon, word := r.p.state(e)
	r.state.Set(tone, icon, word)
	for side, hash := range [2]string{e.row.Before, e.row.After} {
		r.minis[side].load(r.p, hash)
	}
	now := look{icon: icon, state: word, front: i == r.p.sit.at, marked: e.marked, markable: e.bulk()}
	if r.p.s.Face() == checklist.FaceHQ {
		now.branch = e.row.Branch.Name
	}
	if now != r.shown {
		r.shown = now
		r.dress()
	}
}

// dress draws a row whose look changed.
func (r *row) dress() {
	x := r.shown
	fill, line, width := theme.Surface, theme.Line, theme.Hairline
	if x.marked {
		fill = theme.AccentSoft
	}
	if x.front {
		line, width = theme.Accent, 2
	}
	r.bg.FillColor, r.bg.StrokeColor, r.bg.StrokeWidth = theme.Color(fill), theme.Color(line), width
	r.bg.Refresh()
	r.branch.Set(x.branch)
	r.box.set(x.marked, x.markable)
	if r.line != nil {
		r.line.Refresh()
	}
}

// state is what the list says about a pair.
func (p *page) state(e *entry) (kit.Tone, string, string) {
	status := func(s checklist.FindingStatus) string { return p.s.T("finding.status." + string(s)) }
	switch {
	case e.verb == checklist.VerbAccept:
		return kit.Pass, "tick", p.t("state.accept")
	case e.verb == checklist.VerbReject:
		return kit.Fail, "undo", p.t("state.reject")
	case e.verb == checklist.VerbGrant:
		return kit.Pass, "clock", p.t("state.grant")
	case e.verb == checklist.VerbRefuse:
		return kit.Fail, "clock", p.t("state.refuse")
	case e.row.Status != checklist.ExtensionAsked && e.row.Rectifier == p.me().Name:
		return kit.Plain, "", p.t("state.own")
	case e.row.Status == checklist.ExtensionAsked:
		return kit.Warn, "clock", status(e.row.Status)
	case e.row.Severity == checklist.Critical:
		return kit.Fail, "warn", p.s.T("finding.severity.critical")
	case e.row.Overdue(p.today()):
		return kit.Fail, "clock", p.t("overdue")
	default:
		return kit.Plain, "", status(e.row.Status)
	}
}

// mini is a small picture that takes no taps: they belong to its row.
type mini struct {
	area *fyne.Container
	pic  *canvas.Image
	hash string
}

func newMini() *mini {
	bg := canvas.NewRectangle(theme.Color(theme.Track))
	bg.CornerRadius = theme.PillRadius
	m := &mini{pic: canvas.NewImageFromImage(nil)}
	m.pic.FillMode, m.pic.CornerRadius = canvas.ImageFillCover, theme.PillRadius
	m.area = container.NewStack(bg, m.pic)
	return m
}

func (m *mini) load(p *page, hash string) {
	if hash == m.hash {
		return
	}
	m.hash = hash
	m.give(nil)
	if hash == "" {
		return
	}
	p.thumb(hash, func(img image.Image) {
		if m.hash == hash {
			m.give(img)
		}
	})
}

func (m *mini) give(img image.Image) {
	m.pic.Image = img
	m.pic.Refresh()
}

// thumb brings a small picture; making it first, where that is needed, happens
// away from the window.
func (p *page) thumb(hash string, then func(image.Image)) {
	if path, ok := p.get.thumbs[hash]; ok {
		p.s.Picture(path, then)
		return
	}
	photos := p.sv.Photos
	shell.Run(p.s, p.ctx, func(context.Context) (string, error) { return photos.Thumb(hash) }, func(path string, err error) {
		if err == nil {
			p.get.thumbs[hash] = path
			p.s.Picture(path, then)
		}
	})
}

// tick is the box that chooses a pair for bulk acceptance.
type tick struct {
	widget.BaseWidget
	bg  *canvas.Rectangle
	pic fyne.CanvasObject
	tap func()
}

func newTick(tap func()) *tick {
	t := &tick{bg: canvas.NewRectangle(theme.Color(theme.Surface)), pic: kit.NewIcon("tick", theme.OnFill, 12), tap: tap}
	t.bg.CornerRadius, t.bg.StrokeWidth = 5, theme.Hairline
	t.ExtendBaseWidget(t)
	return t
}

func (t *tick) set(on, possible bool) {
	fill, line := theme.Surface, theme.Line
	if on {
		fill, line = theme.Accent, theme.Accent
	}
	t.bg.FillColor, t.bg.StrokeColor = theme.Color(fill), theme.Color(line)
	t.bg.Refresh()
	show(t.pic, on)
	show(t, possible)
}

// CreateRenderer implements fyne.Widget.
func (t *tick) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(t.bg, container.NewCenter(t.pic)))
}

// Tapped chooses or drops the pair.
func (t *tick) Tapped(*fyne.PointEvent) { t.tap() }
