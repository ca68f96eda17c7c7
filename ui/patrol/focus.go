package patrol

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"hallcheck/ui/kit"
)

// The keyboard belongs to the page: every key means what it means on the page. Where it
// stands only decides where Tab goes: from number to number in reading order, then to
// the note and the buttons.

// rest holds the keyboard while the item in hand is no number: it stands before the
// first of them. Nothing of it is seen.
type rest struct{ widget.BaseWidget }

func newRest() *rest {
	r := &rest{}
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer implements fyne.Widget.
func (r *rest) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewWithoutLayout())
}

// FocusGained implements fyne.Focusable.
func (r *rest) FocusGained() {}

// FocusLost implements fyne.Focusable.
func (r *rest) FocusLost() {}

// TypedRune hands the rune on to the page.
func (r *rest) TypedRune(c rune) { kit.ForwardRune(r, c) }

// TypedKey hands the key on to the page.
func (r *rest) TypedKey(e *fyne.KeyEvent) { kit.ForwardKey(r, e) }

// reach takes an item in hand and leaves the keyboard where it is.
func (p *page) reach(i int) {
	if i == p.at {
		return
	}
	p.saveTyping()
	p.at, p.note = i, ""
	if s := p.tiles[i].stepper; s != nil {
		s.Set(s.Value()) // digits begin a new number
	}
	p.refresh()
	p.askReasons()
}

// hold puts the keyboard where the item in hand is.
func (p *page) hold() {
	if s := p.tiles[p.at].stepper; s != nil {
		kit.Focus(s)
		return
	}
	kit.Focus(p.rest)
}

// holdAgain is hold, if nobody has the keyboard: after Esc in a field, or a click beside
// everything.
func (p *page) holdAgain() {
	c := p.s.Window().Canvas()
	if c.Focused() == nil && c.Overlays().Top() == nil && len(p.tiles) > 0 && p.s.At() == Route {
		p.hold()
	}
}
