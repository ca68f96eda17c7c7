package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"hallcheck/ui/theme"
)

// Overlay is a card above the window: a dialog in the middle, or a list below
// a field. Esc and a tap beside it dismiss it.
type Overlay struct {
	widget.BaseWidget
	OnDismiss func()            // after it closed without an answer
	OnEnter   func()            // Enter while no field or button has the focus
	Hint      func(text string) // says in it why nothing happened; nil = it has no place for it
	Firm      bool              // a tap beside it does not shut it
	Leave     func() bool       // shuts a list in which nothing was begun, and says whether it did; nil = no list
	Main      *Button           // the button that does what the dialog is for; nil = none

	canvas fyne.Canvas
	card   *Card
	shade  *canvas.Rectangle
	wide   float32
	anchor fyne.CanvasObject
	before fyne.Focusable
}

// ShowDialog puts content into a card of the given width (at 100 %) in the
// middle of the window and gives the keyboard to first (nil = nobody).
func ShowDialog(c fyne.Canvas, content fyne.CanvasObject, width float32, first fyne.Focusable) *Overlay {
	return open(c, NewCardInset(content, 20), width, nil, first)
}

// ShowBelow puts content into a card under the anchor, as wide as it or width.
func ShowBelow(c fyne.Canvas, anchor, content fyne.CanvasObject, width float32, first fyne.Focusable) *Overlay {
	return open(c, NewCardInset(content, 8), width, anchor, first)
}

func open(c fyne.Canvas, card *Card, width float32, anchor fyne.CanvasObject, first fyne.Focusable) *Overlay {
	o := &Overlay{canvas: c, card: card, wide: width, anchor: anchor, before: c.Focused()}
	o.shade = canvas.NewRectangle(clear)
	if anchor == nil {
		o.shade.FillColor = theme.Color(theme.Shade)
	}
	o.ExtendBaseWidget(o)
	c.Overlays().Add(o)
	o.Resize(c.Size())
	if first != nil {
		c.Focus(first)
	}
	return o
}

// TopOverlay is the overlay in front, or nil.
func TopOverlay(c fyne.Canvas) *Overlay {
	o, _ := c.Overlays().Top().(*Overlay)
	return o
}

// Close takes the overlay away and gives the keyboard back.
func (o *Overlay) Close() {
	o.canvas.Overlays().Remove(o)
	if o.before != nil && o.canvas.Overlays().Top() == nil {
		if w, ok := o.before.(fyne.CanvasObject); ok && canvasOf(w) != nil {
			o.canvas.Focus(o.before)
		}
	}
}

// Dismiss closes and tells OnDismiss.
func (o *Overlay) Dismiss() {
	o.Close()
	if o.OnDismiss != nil {
		o.OnDismiss()
	}
}

// Press handles a key nobody in the overlay wanted; what is higher than its place scrolls.
func (o *Overlay) Press(e *fyne.KeyEvent) {
	switch {
	case e.Name == fyne.KeyEscape:
		o.Dismiss()
	case (e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter) && o.OnEnter != nil:
		o.OnEnter()
	default:
		Turn(o.card, e)
	}
}

// Tapped dismisses: the tap was beside the card. A form keeps what is typed in it.
func (o *Overlay) Tapped(e *fyne.PointEvent) {
	p := e.Position.Subtract(o.card.Position())
	s := o.card.Size()
	if o.Firm {
		return
	}
	if p.X < 0 || p.Y < 0 || p.X > s.Width || p.Y > s.Height {
		o.Dismiss()
	}
}

// CreateRenderer implements fyne.Widget.
func (o *Overlay) CreateRenderer() fyne.WidgetRenderer {
	return newBox([]fyne.CanvasObject{o.shade, o.card}, o.fit, func() fyne.Size { return o.card.MinSize() }, nil)
}

func (o *Overlay) fit(s fyne.Size) {
	place(o.shade, 0, 0, s.Width, s.Height)
	w := min(max(theme.Scaled(o.wide), o.card.MinSize().Width), s.Width-32)
	o.card.Resize(fyne.NewSize(w, o.card.MinSize().Height)) // lets paragraphs measure at this width
	h := min(o.card.MinSize().Height, s.Height-32)
	if o.anchor == nil {
		place(o.card, (s.Width-w)/2, max((s.Height-h)*0.42, 16), w, h)
		return
	}
	p := fyne.CurrentApp().Driver().AbsolutePositionForObject(o.anchor)
	w = max(w, o.anchor.Size().Width)
	x := min(p.X, s.Width-w-8)
	y := p.Y + o.anchor.Size().Height + 4
	if y+h > s.Height-8 {
		y = max(p.Y-h-4, 8)
	}
	place(o.card, x, y, w, h)
}
