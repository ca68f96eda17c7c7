// Package kit has the widgets of the window: they know colours, keys and
// distances, and no word of the trade. Everything is drawn from rectangles,
// text and icons; colour never carries a meaning alone, text too long for its
// place ends in an ellipsis, and keys a widget does not use go on to the page.
package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"hallcheck/ui/theme"
)

// box is the renderer of every widget here: objects in drawing order, a
// function that places them, one that measures, one that dresses them.
type box struct {
	objects []fyne.CanvasObject
	layout  func(fyne.Size)
	min     func() fyne.Size
	dress   func()
	size    fyne.Size
}

func (b *box) Destroy()                     {}
func (b *box) Objects() []fyne.CanvasObject { return b.objects }
func (b *box) MinSize() fyne.Size           { return b.min() }
func (b *box) Layout(s fyne.Size)           { b.size = s; b.layout(s) }

func (b *box) Refresh() {
	if b.dress != nil {
		b.dress()
	}
	b.layout(b.size)
	for _, o := range b.objects {
		o.Refresh()
	}
}

func newBox(objects []fyne.CanvasObject, layout func(fyne.Size), minSize func() fyne.Size, dress func()) *box {
	if dress != nil {
		dress()
	}
	return &box{objects: objects, layout: layout, min: minSize, dress: dress}
}

// again lays a box out that is made for a widget which has its size already: what
// draws a widget that was not shown for a minute is dropped, and made anew without
// being laid out. A box whose objects are made by its layout would stay empty.
func (b *box) again(size fyne.Size) *box {
	if size.Width > 0 {
		b.Layout(size)
	}
	return b
}

// place moves and resizes in one call.
func place(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(max(w, 0), max(h, 0)))
}

// centre places o with its own minimum size in the middle of the area's height.
func centreV(o fyne.CanvasObject, x, w, h float32) {
	m := o.MinSize()
	place(o, x, (h-m.Height)/2, w, m.Height)
}

func round(fill, stroke theme.Role, radius float32) *canvas.Rectangle {
	r := canvas.NewRectangle(theme.Color(fill))
	r.StrokeColor = theme.Color(stroke)
	r.StrokeWidth = theme.Hairline
	r.CornerRadius = radius
	return r
}

// ring is the focus mark: two pixels of accent around a control.
func ring(radius float32) *canvas.Rectangle {
	r := canvas.NewRectangle(clear)
	r.StrokeColor = theme.Color(theme.Accent)
	r.StrokeWidth = 2
	r.CornerRadius = radius
	r.Hide()
	return r
}

func icon(name string, role theme.Role) *canvas.Image {
	i := canvas.NewImageFromResource(theme.Icon(name, role))
	i.FillMode = canvas.ImageFillContain
	return i
}

func text(s string, size theme.TextSize, bold bool, role theme.Role) *canvas.Text {
	t := canvas.NewText(s, theme.Color(role))
	t.TextSize = theme.Points(size)
	t.TextStyle.Bold = bold
	return t
}

func width(s string, size theme.TextSize, bold bool) float32 {
	return fyne.MeasureText(s, theme.Points(size), fyne.TextStyle{Bold: bold}).Width
}

// show hides or shows without a repaint when nothing changes.
func show(o fyne.CanvasObject, on bool) {
	if on == o.Visible() {
		return
	}
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}
