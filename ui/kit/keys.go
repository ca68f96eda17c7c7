package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

var clear = color.NRGBA{}

// ForwardKey gives a key the focused widget has no use for to the window.
func ForwardKey(o fyne.CanvasObject, e *fyne.KeyEvent) {
	if c := canvasOf(o); c != nil {
		if f := c.OnTypedKey(); f != nil {
			f(e)
		}
	}
}

// ForwardRune is ForwardKey for what is typed.
func ForwardRune(o fyne.CanvasObject, r rune) {
	if c := canvasOf(o); c != nil {
		if f := c.OnTypedRune(); f != nil {
			f(r)
		}
	}
}

func canvasOf(o fyne.CanvasObject) fyne.Canvas {
	return fyne.CurrentApp().Driver().CanvasForObject(o)
}

// Focus gives the keyboard to w; a widget not yet drawn is looked for in the
// window in front.
func Focus(w fyne.Focusable) {
	o, ok := w.(fyne.CanvasObject)
	if !ok {
		return
	}
	c := canvasOf(o)
	if c == nil {
		if all := fyne.CurrentApp().Driver().AllWindows(); len(all) > 0 {
			c = all[len(all)-1].Canvas()
		}
	}
	if c != nil {
		c.Focus(w)
	}
}

// control is what every widget that is tapped or focused shares.
type control struct {
	widget.BaseWidget
	hovered, focused, disabled bool

	self fyne.Widget // the widget that embeds control
}

func (c *control) init(self fyne.Widget) {
	c.self = self
	c.ExtendBaseWidget(self)
}

// Enable lets the control be used.
func (c *control) Enable() { c.setDisabled(false) }

// Disable greys the control out.
func (c *control) Disable() { c.setDisabled(true) }

// Disabled says whether the control is greyed out.
func (c *control) Disabled() bool { return c.disabled }

func (c *control) setDisabled(d bool) {
	if c.disabled != d {
		c.disabled = d
		c.self.Refresh()
	}
}

// MouseIn, MouseMoved and MouseOut follow the pointer.
func (c *control) MouseIn(*desktop.MouseEvent) { c.hovered = true; c.self.Refresh() }

// MouseMoved does nothing; the interface wants it.
func (c *control) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends the hover.
func (c *control) MouseOut() { c.hovered = false; c.self.Refresh() }

// FocusGained shows the focus ring.
func (c *control) FocusGained() { c.focused = true; c.self.Refresh() }

// FocusLost hides the focus ring.
func (c *control) FocusLost() { c.focused = false; c.self.Refresh() }

// TypedRune hands the rune on to the page.
func (c *control) TypedRune(r rune) { ForwardRune(c.self, r) }

// TypedKey hands the key on to the page.
func (c *control) TypedKey(e *fyne.KeyEvent) { ForwardKey(c.self, e) }

// isActivate says whether a key presses the focused control.
func isActivate(e *fyne.KeyEvent) bool {
	return e.Name == fyne.KeySpace || e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter
}

// paint changes a rectangle's fill only when it differs.
func paint(r *canvas.Rectangle, c color.NRGBA) {
	if r.FillColor != color.Color(c) {
		r.FillColor = c
		r.Refresh()
	}
}
