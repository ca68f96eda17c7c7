package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"hallcheck/ui/theme"
)

// ToolRow is one tool of a list: icon, word, key; filled when in hand.
type ToolRow struct {
	control
	Icon, Text, Key string
	OnTap           func()

	chosen bool
	bg     *canvas.Rectangle
	mark   *canvas.Rectangle
	pic    *canvas.Image
	word   *canvas.Text
	cap    *KeyCap
}

// NewToolRow makes a tool's row.
func NewToolRow(icon, text, key string, tap func()) *ToolRow {
	t := &ToolRow{Icon: icon, Text: text, Key: key, OnTap: tap}
	t.init(t)
	return t
}

// SetChosen says whether the tool is in hand.
func (t *ToolRow) SetChosen(on bool) {
	if t.chosen != on {
		t.chosen = on
		t.Refresh()
	}
}

// Chosen says whether the tool is in hand.
func (t *ToolRow) Chosen() bool { return t.chosen }

// CreateRenderer implements fyne.Widget.
func (t *ToolRow) CreateRenderer() fyne.WidgetRenderer {
	t.bg = canvas.NewRectangle(clear)
	t.bg.CornerRadius = theme.PillRadius
	t.mark = ring(theme.PillRadius + 2)
	t.pic = icon(t.Icon, theme.Text)
	t.word = text(t.Text, theme.Body, false, theme.Text)
	t.cap = NewKeyCap(t.Key)
	dress := func() {
		ink := theme.Text
		t.bg.FillColor = clear
		switch {
		case t.chosen:
			t.bg.FillColor, ink = theme.Color(theme.AccentSoft), theme.Accent
		case t.hovered:
			t.bg.FillColor = theme.Color(theme.Hover)
		}
		t.pic.Resource = theme.Icon(t.Icon, ink)
		t.word.Color, t.word.TextStyle.Bold = theme.Color(ink), t.chosen
		t.mark.StrokeColor = theme.Color(theme.Accent)
		show(t.mark, t.focused)
	}
	fit := func(s fyne.Size) {
		place(t.bg, 0, 0, s.Width, s.Height)
		place(t.mark, -2, -2, s.Width+4, s.Height+4)
		side, c := theme.Scaled(16), t.cap.MinSize()
		place(t.pic, 8, (s.Height-side)/2, side, side)
		room := s.Width - side - c.Width - 30
		t.word.Text = Ellipsis(t.Text, room, theme.Body, t.chosen)
		centreV(t.word, 16+side, room, s.Height)
		place(t.cap, s.Width-c.Width-8, (s.Height-c.Height)/2, c.Width, c.Height)
	}
	measure := func() fyne.Size {
		return fyne.NewSize(width(t.Text, theme.Body, true)+theme.Scaled(16)+t.cap.MinSize().Width+32, theme.Scaled(30))
	}
	return newBox([]fyne.CanvasObject{t.bg, t.pic, t.word, t.cap, t.mark}, fit, measure, dress)
}

// Tapped takes the tool.
func (t *ToolRow) Tapped(*fyne.PointEvent) { t.OnTap() }

// TypedKey takes the tool with Space or Enter.
func (t *ToolRow) TypedKey(e *fyne.KeyEvent) {
	if isActivate(e) {
		t.OnTap()
		return
	}
	ForwardKey(t, e)
}

// AccessibilityLabel is the tool's name.
func (t *ToolRow) AccessibilityLabel() string { return t.Text }

// Swatch is one colour with its key on it; the chosen one has a ring.
type Swatch struct {
	control
	Name  string
	OnTap func()

	chosen bool
	fill   color.NRGBA
	ink    color.NRGBA
	key    string
	bg     *canvas.Circle
	mark   *canvas.Circle
	word   *canvas.Text
}

// NewSwatch makes a swatch; ink is what can be read on fill.
func NewSwatch(name, key string, fill, ink color.NRGBA, tap func()) *Swatch {
	s := &Swatch{Name: name, key: key, fill: fill, ink: ink, OnTap: tap}
	s.init(s)
	return s
}

// SetChosen says whether the colour is in hand.
func (s *Swatch) SetChosen(on bool) {
	if s.chosen != on {
		s.chosen = on
		s.Refresh()
	}
}

// Chosen says whether the colour is in hand.
func (s *Swatch) Chosen() bool { return s.chosen }

// CreateRenderer implements fyne.Widget.
func (s *Swatch) CreateRenderer() fyne.WidgetRenderer {
	s.bg, s.mark = canvas.NewCircle(s.fill), canvas.NewCircle(clear)
	s.bg.StrokeWidth, s.mark.StrokeWidth = theme.Hairline, 2
	s.word = text(s.key, capText, true, theme.Text)
	dress := func() {
		s.bg.StrokeColor = theme.Color(theme.Line)
		s.mark.StrokeColor = theme.Color(theme.Accent)
		s.word.Color = s.ink
		show(s.mark, s.chosen || s.focused)
	}
	fit := func(size fyne.Size) {
		d := min(size.Width, size.Height)
		x, y := (size.Width-d)/2, (size.Height-d)/2
		place(s.mark, x, y, d, d)
		place(s.bg, x+3, y+3, d-6, d-6)
		m := s.word.MinSize()
		place(s.word, (size.Width-m.Width)/2, (size.Height-m.Height)/2, m.Width, m.Height)
	}
	measure := func() fyne.Size { return fyne.NewSquareSize(theme.Scaled(28)) }
	return newBox([]fyne.CanvasObject{s.bg, s.mark, s.word}, fit, measure, dress)
}

// Tapped takes the colour.
func (s *Swatch) Tapped(*fyne.PointEvent) { s.OnTap() }

// TypedKey takes the colour with Space or Enter.
func (s *Swatch) TypedKey(e *fyne.KeyEvent) {
	if isActivate(e) {
		s.OnTap()
		return
	}
	ForwardKey(s, e)
}

// AccessibilityLabel is the colour's name.
func (s *Swatch) AccessibilityLabel() string { return s.Name }
