package inspect

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// itemList is the list in the middle: compact rows of one height, zone heads,
// and the item with the focus opened in place. Only rows in sight have widgets;
// they are taken from a pool as the list moves.
type itemList struct {
	widget.BaseWidget
	onTap func(row)
	fill  func(*rowView, row)

	rows   []row
	tops   []float32 // tops[i] is where row i begins; one more for the end
	at     int       // index of the opened row, -1 = none
	card   *openCard
	scroll *container.Scroll
	body   *fyne.Container
	used   map[int]*rowView
	pool   []*rowView
}

// Heights at 100 % font scale.
const (
	rowHeight  float32 = 44
	headHeight float32 = 34
)

func newItemList(card *openCard, fill func(*rowView, row), onTap func(row)) *itemList {
	l := &itemList{card: card, fill: fill, onTap: onTap, at: -1, used: map[int]*rowView{}}
	l.body = container.New(bodyLayout{l})
	l.scroll = container.NewVScroll(l.body)
	l.scroll.OnScrolled = func(fyne.Position) { l.reveal() }
	l.ExtendBaseWidget(l)
	return l
}

// bodyLayout is as high as all rows; reveal places what is in sight.
type bodyLayout struct{ l *itemList }

func (b bodyLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(120, b.l.height()) }
func (b bodyLayout) Layout([]fyne.CanvasObject, fyne.Size) {}

func (l *itemList) height() float32 {
	if len(l.tops) == 0 {
		return 0
	}
	return l.tops[len(l.tops)-1]
}

// CreateRenderer implements fyne.Widget.
func (l *itemList) CreateRenderer() fyne.WidgetRenderer { return &listRenderer{l} }

type listRenderer struct{ l *itemList }

func (r *listRenderer) Destroy()                     {}
func (r *listRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.l.scroll} }
func (r *listRenderer) MinSize() fyne.Size           { return fyne.NewSize(200, theme.Scaled(120)) }
func (r *listRenderer) Refresh()                     { r.l.remeasure() }

func (r *listRenderer) Layout(s fyne.Size) {
	if s != r.l.scroll.Size() {
		r.l.scroll.Resize(s)
		r.l.remeasure()
		r.l.show(r.l.at)
	}
}

// set takes new rows and the index of the opened one, and brings it into sight
// when it changed place.
func (l *itemList) set(rows []row, at int) {
	moved, tall := at != l.at || len(rows) != len(l.rows), l.cardHeight()
	l.rows, l.at = rows, at
	l.remeasure()
	if moved || l.cardHeight() > tall {
		l.show(at)
	}
}

// cardHeight is the height of the opened row, 0 while nothing is measured.
func (l *itemList) cardHeight() float32 {
	if l.at < 0 || l.at+1 >= len(l.tops) {
		return 0
	}
	return l.tops[l.at+1] - l.tops[l.at]
}

// remeasure computes where every row begins and fills the rows in sight again.
func (l *itemList) remeasure() {
	w := l.scroll.Size().Width
	if w <= 0 {
		return
	}
	l.tops = l.tops[:0]
	y := float32(0)
	for i, r := range l.rows {
		l.tops = append(l.tops, y)
		switch {
		case i == l.at:
			y += l.card.heightAt(w)
		case r.Item == nil:
			y += theme.Scaled(headHeight)
		default:
			y += theme.Scaled(rowHeight)
		}
	}
	l.tops = append(l.tops, y)
	l.body.Resize(fyne.NewSize(w, max(y, l.scroll.Size().Height)))
	l.recycle(func(int) bool { return false })
	l.scroll.Offset.Y = min(l.scroll.Offset.Y, max(0, y-l.scroll.Size().Height))
	l.scroll.Refresh()
	l.reveal()
}

// recycle returns the views of rows that need none to the pool.
func (l *itemList) recycle(keep func(i int) bool) {
	for i, v := range l.used {
		if !keep(i) {
			delete(l.used, i)
			l.pool = append(l.pool, v)
		}
	}
}

// reveal gives every row in sight, and a few beyond, a view.
func (l *itemList) reveal() {
	top := l.scroll.Offset.Y - theme.Scaled(2*rowHeight)
	end := l.scroll.Offset.Y + l.scroll.Size().Height + theme.Scaled(2*rowHeight)
	in := func(i int) bool { return i != l.at && i < len(l.rows) && l.tops[i+1] > top && l.tops[i] < end }
	l.recycle(in)
	objects := l.body.Objects[:0:0]
	w := l.scroll.Size().Width
	for i := range l.rows {
		if i == l.at {
			objects = append(objects, l.card)
			put(l.card, 0, l.tops[i], w, l.tops[i+1]-l.tops[i])
			continue
		}
		if !in(i) {
			continue
		}
		v := l.used[i]
		if v == nil {
			v = l.view(i)
		}
		put(v, 0, l.tops[i], w, l.tops[i+1]-l.tops[i])
		objects = append(objects, v)
	}
	if !same(objects, l.body.Objects) {
		l.body.Objects = objects
		canvas.Refresh(l.body)
	}
}

func same(a, b []fyne.CanvasObject) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func (l *itemList) view(i int) *rowView {
	var v *rowView
	if n := len(l.pool); n > 0 {
		v, l.pool = l.pool[n-1], l.pool[:n-1]
	} else {
		v = newRowView()
		v.tap = func(v *rowView) { l.onTap(v.row) }
	}
	v.row = l.rows[i]
	l.fill(v, v.row)
	v.Refresh()
	l.used[i] = v
	return v
}

// show scrolls so that row i stands in sight with a neighbour above and below.
func (l *itemList) show(i int) {
	if i < 0 || i >= len(l.rows) || len(l.tops) <= i+1 {
		return
	}
	h := l.scroll.Size().Height
	margin := theme.Scaled(rowHeight)
	top, end := l.tops[i]-margin, l.tops[i+1]+margin
	y := l.scroll.Offset.Y
	if end > y+h {
		y = end - h
	}
	if top < y {
		y = top
	}
	y = max(0, min(y, l.height()-h))
	if y != l.scroll.Offset.Y {
		l.scroll.ScrollToOffset(fyne.NewPos(0, y))
	}
	l.reveal()
}

func put(o fyne.CanvasObject, x, y, w, h float32) {
	if p := fyne.NewPos(x, y); o.Position() != p {
		o.Move(p)
	}
	if s := fyne.NewSize(w, h); o.Size() != s {
		o.Resize(s)
	}
}

// rowView is one compact row or zone head.
type rowView struct {
	widget.BaseWidget
	row row
	tap func(*rowView)

	bg, line   *canvas.Rectangle
	no, points *kit.Label
	text       *kit.Label
	state      *kit.Pill
	camera     *kit.Pill
	hovered    bool
}

func newRowView() *rowView {
	v := &rowView{
		no: kit.NewCaption("").Aligned(fyne.TextAlignTrailing), text: kit.NewLabel(""),
		points: kit.NewCaption("").Aligned(fyne.TextAlignTrailing).Whole(), state: kit.NewPill(kit.Plain, ""), camera: kit.NewIconPill(kit.Plain, "photo", ""),
	}
	v.ExtendBaseWidget(v)
	return v
}

// CreateRenderer implements fyne.Widget.
func (v *rowView) CreateRenderer() fyne.WidgetRenderer {
	v.bg, v.line = canvas.NewRectangle(color.Transparent), canvas.NewRectangle(theme.Color(theme.Line))
	return &rowRenderer{v}
}

type rowRenderer struct{ v *rowView }

func (r *rowRenderer) Destroy() {}

func (r *rowRenderer) Objects() []fyne.CanvasObject {
	v := r.v
	return []fyne.CanvasObject{v.bg, v.line, v.no, v.text, v.points, v.camera, v.state}
}

func (r *rowRenderer) MinSize() fyne.Size { return fyne.NewSize(120, theme.Scaled(headHeight)) }

func (r *rowRenderer) Layout(s fyne.Size) {
	v := r.v
	put(v.bg, 0, 0, s.Width, s.Height)
	put(v.line, 0, s.Height-1, s.Width, 1)
	x, end := theme.Scaled(48), s.Width-14
	if v.row.Item == nil {
		x = 14
	}
	middle := func(o fyne.CanvasObject, x, w float32) {
		h := o.MinSize().Height
		put(o, x, (s.Height-h)/2, w, h)
	}
	middle(v.no, 6, theme.Scaled(30))
	for _, o := range []fyne.CanvasObject{v.state, v.points} {
		if o.Visible() {
			w := o.MinSize().Width
			if o == v.state {
				w = min(w, theme.Scaled(150))
			}
			middle(o, end-w, w)
			end -= w + 12
		}
	}
	if v.camera.Visible() {
		w := v.camera.MinSize().Width
		middle(v.camera, end-w, w)
		end -= w + 8
	}
	middle(v.text, x, end-x-4)
}

func (r *rowRenderer) Refresh() {
	v := r.v
	head := v.row.Item == nil
	v.line.FillColor = theme.Color(theme.Line)
	v.bg.FillColor = color.Transparent // the card's round corners show through
	if v.hovered && !head {
		v.bg.FillColor = theme.Color(theme.Hover)
	}
	show(v.state, !head)
	r.Layout(v.Size())
	canvas.Refresh(v)
}

func show(o fyne.CanvasObject, on bool) {
	if o.Visible() != on {
		if on {
			o.Show()
		} else {
			o.Hide()
		}
	}
}

// Tapped opens the row's item.
func (v *rowView) Tapped(*fyne.PointEvent) {
	if v.row.Item != nil && v.tap != nil {
		v.tap(v)
	}
}

// MouseIn, MouseMoved and MouseOut follow the pointer.
func (v *rowView) MouseIn(*desktop.MouseEvent) { v.hovered = true; v.Refresh() }

// MouseMoved does nothing; the interface wants it.
func (v *rowView) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends the hover.
func (v *rowView) MouseOut() { v.hovered = false; v.Refresh() }
