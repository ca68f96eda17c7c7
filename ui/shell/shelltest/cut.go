package shelltest

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"hallcheck/ui/kit"
)

// Cut lists visible texts that reach over the left or right edge of the window, of the
// card they stand on, or of what scrolls up and down only: it should be empty.
func (e *Env) Cut() []string {
	var c cut
	for _, r := range e.roots() {
		c.walk(r, 0, edges{0, e.Window.Canvas().Size().Width})
	}
	return c.texts
}

// edges are the left and the right of what is seen, in the window.
type edges struct{ left, right float32 }

func (e edges) within(x, w float32) edges { return edges{max(e.left, x), min(e.right, x+w)} }

// cut looks for texts that are not seen whole.
type cut struct{ texts []string }

// slack is what rounding may add to the width of a text.
const slack = 1.5

// walk looks through o, whose parent stands at x in the window and is seen between edges.
func (c *cut) walk(o fyne.CanvasObject, x float32, seen edges) {
	if o == nil || !o.Visible() {
		return
	}
	x += o.Position().X
	switch w := o.(type) {
	case *widget.Entry: // scrolls its own text
	case *canvas.Text:
		c.look(w, x, seen)
	case *container.Scroll:
		if w.Direction == container.ScrollVerticalOnly {
			seen = seen.within(x, w.Size().Width)
		} else {
			seen = edges{-never, never}
		}
		c.walk(w.Content, x, seen)
	case *fyne.Container:
		for _, o := range w.Objects {
			c.walk(o, x, seen)
		}
	case fyne.Widget:
		if _, ok := o.(*kit.Card); ok {
			seen = seen.within(x, w.Size().Width)
		}
		for _, o := range test.WidgetRenderer(w).Objects() {
			c.walk(o, x, seen)
		}
	}
}

// never is further away than anything on a screen.
const never = 1e6

func (c *cut) look(t *canvas.Text, x float32, seen edges) {
	if t.Text == "" {
		return
	}
	ink, room := t.MinSize().Width, t.Size().Width
	switch t.Alignment {
	case fyne.TextAlignCenter:
		x += (room - ink) / 2
	case fyne.TextAlignTrailing:
		x += room - ink
	}
	if x < seen.left-slack || x+ink > seen.right+slack {
		c.texts = append(c.texts, t.Text)
	}
}
