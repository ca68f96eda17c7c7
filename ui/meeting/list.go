package meeting

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// newDeckRow is one meeting of the list: its name and day.
func newDeckRow() fyne.CanvasObject {
	name := kit.NewParagraph("", theme.Text)
	name.Lines = 2
	return kit.Inset(kit.NewColumn(2, name, kit.NewCaption("")), 6, 10, 6, 12)
}

func (p *page) bindDeck(i int, o fyne.CanvasObject) {
	if i >= len(p.decks) {
		return
	}
	lines := o.(*fyne.Container).Objects[0].(*fyne.Container)
	name := lines.Objects[0].(*kit.Paragraph)
	name.Bold = i == p.at
	name.Set(p.decks[i].Title)
	lines.Objects[1].(*kit.Label).Set(p.s.Words().DayOf(p.decks[i].Day))
}

// newList makes the list of slides in their order.
func (p *page) newList() *kit.Rows {
	r := kit.NewRows(func() int { return len(p.slides) }, func() fyne.CanvasObject { return newRow(p) }, func(i int, o fyne.CanvasObject) {
		o.(*row).bind(i)
	})
	r.Height = slideHigh
	r.OnSelect = func(int) {
		p.settle()
		p.side.show()
	}
	return r
}

// row is one slide of the list; it is dragged to another place.
type row struct {
	widget.BaseWidget
	p     *page
	i     int
	no    *kit.Label
	small *slide
	head  *kit.Label
	sub   *kit.Label

	grabbed bool
	from    int     // where it was when it was grabbed
	to      int     // where it is now
	way     float32 // how far the pointer went
}

var (
	_ fyne.Draggable     = (*row)(nil)
	_ desktop.Cursorable = (*row)(nil)
)

func newRow(p *page) *row {
	r := &row{p: p, no: kit.NewCaption(""), small: newSlide(p.pics.thumb), head: kit.NewLabel(""), sub: kit.NewCaption("")}
	r.no.Aligned(fyne.TextAlignTrailing)
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer implements fyne.Widget.
func (r *row) CreateRenderer() fyne.WidgetRenderer {
	edge := canvas.NewRectangle(nil)
	edge.StrokeColor, edge.StrokeWidth = theme.Color(theme.Line), theme.Hairline
	return widget.NewSimpleRenderer(container.New(rowLayout{}, r.no, r.small, edge, kit.NewColumn(2, r.head, r.sub)))
}

// rowLayout: number, slide and its edge, words.
type rowLayout struct{}

// MinSize implements fyne.Layout.
func (rowLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(120, 40) }

// Layout implements fyne.Layout.
func (rowLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	w, h, no := theme.Scaled(miniWide), theme.Scaled(miniHigh), theme.Scaled(22)
	if w > s.Width*0.42 {
		w, h = s.Width*0.42, s.Width*0.42*miniHigh/miniWide
	}
	m := o[0].MinSize()
	place(o[0], 2, (s.Height-m.Height)/2, no, m.Height)
	place(o[1], no+8, (s.Height-h)/2, w, h)
	place(o[2], no+8, (s.Height-h)/2, w, h)
	x := no + 8 + w + 10
	m = o[3].MinSize()
	place(o[3], x, (s.Height-m.Height)/2, s.Width-x-10, m.Height)
}

// bind shows slide i.
func (r *row) bind(i int) {
	if i >= len(r.p.slides) {
		return
	}
	e := &r.p.slides[i]
	r.i = i
	r.no.Set(strconv.Itoa(i + 1))
	r.small.set(e.draw)
	r.head.Set(e.slide.Heading)
	sub := r.p.t("kind." + string(e.slide.Kind))
	if e.slide.Tag != "" && e.slide.Tag != sub {
		sub += " · " + e.slide.Tag
	}
	r.sub.Set(sub)
}

// Cursor shows what can be dragged.
func (r *row) Cursor() desktop.Cursor {
	if r.i < len(r.p.slides) && r.p.item(r.p.slides[r.i].slide.Ref) >= 0 {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// Dragged moves the slide along with the pointer.
func (r *row) Dragged(e *fyne.DragEvent) {
	if !r.grabbed {
		r.p.settle()
		r.grabbed, r.from, r.to, r.way = true, r.i, r.i, 0
		r.p.list.Mark(r.i)
	}
	r.way += e.Dragged.DY
	high := theme.Scaled(slideHigh)
	want := r.from + int(round(r.way/high))
	moved := false
	for r.to != want {
		by := 1
		if want < r.to {
			by = -1
		}
		if !r.p.shift(r.to, by) {
			break
		}
		r.to, moved = r.to+by, true
	}
	if moved {
		r.p.list.Reload()
		r.p.list.Reveal(r.to)
	}
}

func round(x float32) float32 {
	if x < 0 {
		return -float32(int(0.5 - x))
	}
	return float32(int(x + 0.5))
}

// DragEnd stores the order.
func (r *row) DragEnd() {
	if !r.grabbed {
		return
	}
	r.grabbed = false
	if r.to != r.from {
		r.p.save()
		r.p.redraw()
	}
	r.p.list.Select(r.to)
	r.p.side.show()
}
