package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"hallcheck/ui/theme"
)

// RailEntry is one entry of a rail: icon, word, and a number when there is one.
type RailEntry struct {
	control
	Text string
	Lit  bool

	icon  string
	tap   func()
	count *Count
	n     int
}

// NewRailEntry makes an entry.
func NewRailEntry(icon, text string, tapped func()) *RailEntry {
	e := &RailEntry{Text: text, icon: icon, tap: tapped, count: NewCount(0)}
	e.init(e)
	return e
}

// Light marks the entry whose page is shown.
func (e *RailEntry) Light(on bool) {
	if e.Lit != on {
		e.Lit = on
		e.Refresh()
	}
}

// Badge shows a number; 0 hides it.
func (e *RailEntry) Badge(n int) {
	e.n = n
	e.count.Set(n)
	e.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (e *RailEntry) CreateRenderer() fyne.WidgetRenderer {
	bg := canvas.NewRectangle(clear)
	bg.CornerRadius = theme.Radius
	mark := ring(theme.Radius)
	pic := icon(e.icon, theme.Muted)
	word := NewText(e.Text, theme.Body, false, theme.Muted)
	dress := func() {
		fill, ink := clear, theme.Muted
		switch {
		case e.Lit:
			fill, ink = theme.Color(theme.AccentSoft), theme.Accent
		case e.hovered:
			fill = theme.Color(theme.Hover)
		}
		bg.FillColor = fill
		word.Style(e.Text, ink, e.Lit)
		pic.Resource = theme.Icon(e.icon, ink)
		show(mark, e.focused)
	}
	fit := func(s fyne.Size) {
		place(bg, 0, 0, s.Width, s.Height)
		place(mark, 0, 0, s.Width, s.Height)
		side := theme.Scaled(17)
		place(pic, 11, (s.Height-side)/2, side, side)
		x := 11 + side + 8
		m := e.count.MinSize()
		end := s.Width - 8
		if e.n > 0 {
			end -= m.Width + 2
			place(e.count, s.Width-m.Width-8, (s.Height-m.Height)/2, m.Width, m.Height)
		}
		centreV(word, x, end-x, s.Height)
	}
	measure := func() fyne.Size { return fyne.NewSize(theme.Scaled(60), theme.Scaled(38)) }
	return newBox([]fyne.CanvasObject{bg, pic, word, e.count, mark}, fit, measure, dress)
}

// Tapped opens the entry.
func (e *RailEntry) Tapped(*fyne.PointEvent) { e.tap() }

// TypedKey opens with Space or Enter.
func (e *RailEntry) TypedKey(k *fyne.KeyEvent) {
	if isActivate(k) {
		e.tap()
		return
	}
	ForwardKey(e, k)
}

// Link is caption text that can be tapped.
type Link struct {
	control
	Text string
	tap  func()
}

// NewLink makes a link.
func NewLink(text string, tapped func()) *Link {
	l := &Link{Text: text, tap: tapped}
	l.init(l)
	return l
}

// CreateRenderer implements fyne.Widget.
func (l *Link) CreateRenderer() fyne.WidgetRenderer {
	word := NewCaption(l.Text).Whole()
	mark := ring(4)
	dress := func() {
		role := theme.Muted
		if l.hovered || l.focused {
			role = theme.Accent
		}
		word.Style(l.Text, role, false)
		show(mark, l.focused)
	}
	fit := func(s fyne.Size) {
		place(mark, -4, 0, s.Width+8, s.Height)
		place(word, 0, 0, s.Width, s.Height)
	}
	return newBox([]fyne.CanvasObject{mark, word}, fit, func() fyne.Size { return word.Natural() }, dress)
}

// Tapped follows the link.
func (l *Link) Tapped(*fyne.PointEvent) { l.tap() }

// TypedKey follows with Space or Enter.
func (l *Link) TypedKey(k *fyne.KeyEvent) {
	if isActivate(k) {
		l.tap()
		return
	}
	ForwardKey(l, k)
}
