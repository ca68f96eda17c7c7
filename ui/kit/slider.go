package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"hallcheck/ui/theme"
)

// Slider is a value on a line that is dragged, in thousandths, about nought. Its name
// stands over it at the left, its value in words at the right. With the focus, ← and →
// go a step, Home and End to the ends; Backspace, Delete or a double click bring nought
// back. The line is 40 pixels high to the finger.
type Slider struct {
	control
	Min, Max, Step int64 // thousandths, Min ≤ 0 ≤ Max
	Text           string
	Say            func(thousandths int64) string // the value in words
	OnChanged      func(thousandths int64)

	value int64
	held  bool // between the press of the mouse and its release

	name, word          *canvas.Text
	track, fill, nought *canvas.Rectangle
	knob                *canvas.Circle
	mark                *canvas.Rectangle
}

var (
	_ fyne.Draggable      = (*Slider)(nil)
	_ fyne.DoubleTappable = (*Slider)(nil)
	_ desktop.Mouseable   = (*Slider)(nil)
)

// NewSlider makes a slider from least to most thousandths by step thousandths, at nought.
func NewSlider(text string, least, most, step int64, say func(int64) string, changed func(int64)) *Slider {
	s := &Slider{Text: text, Min: least, Max: most, Step: step, Say: say, OnChanged: changed}
	s.init(s)
	return s
}

// Set moves the knob without calling OnChanged.
func (s *Slider) Set(thousandths int64) {
	if v := s.near(thousandths); v != s.value {
		s.value = v
		s.Refresh()
	}
}

// Value is where the knob stands, thousandths.
func (s *Slider) Value() int64 { return s.value }

// near is the step nearest to v, within the ends.
func (s *Slider) near(v int64) int64 {
	half := s.Step / 2
	if v < 0 {
		half = -half
	}
	return min(max((v+half)/s.Step*s.Step, s.Min), s.Max)
}

// change moves the knob and tells; a place it stands at already is not told again.
func (s *Slider) change(v int64) {
	was := s.value
	if s.Set(v); s.value != was && s.OnChanged != nil {
		s.OnChanged(s.value)
	}
}

// The measures of a slider at 100 %.
const (
	sliderHead   = 20 // the line of name and value
	sliderTouch  = 40 // the part that is dragged
	sliderKnob   = 20
	sliderTrack  = 6
	sliderNought = 12 // the mark of nought
)

// CreateRenderer implements fyne.Widget.
func (s *Slider) CreateRenderer() fyne.WidgetRenderer {
	s.name = text(s.Text, theme.Body, false, theme.Text)
	s.word = text("", theme.Body, true, theme.Text)
	s.track, s.fill = canvas.NewRectangle(theme.Color(theme.Track)), canvas.NewRectangle(theme.Color(theme.Accent))
	s.track.CornerRadius, s.fill.CornerRadius = sliderTrack/2, sliderTrack/2
	s.nought = canvas.NewRectangle(theme.Color(theme.Muted))
	s.knob = canvas.NewCircle(theme.Color(theme.Surface))
	s.knob.StrokeWidth = 2
	s.mark = ring(theme.Radius)
	return newBox([]fyne.CanvasObject{s.mark, s.name, s.word, s.track, s.fill, s.nought, s.knob}, s.fit, s.measure, s.dress)
}

func (s *Slider) dress() {
	role := theme.Accent
	if s.value == 0 {
		role = theme.Muted
	}
	s.name.TextSize, s.word.TextSize = theme.Points(theme.Body), theme.Points(theme.Body)
	s.name.Color, s.word.Color = theme.Color(theme.Text), theme.Color(role)
	s.track.FillColor, s.fill.FillColor, s.nought.FillColor = theme.Color(theme.Track), theme.Color(theme.Accent), theme.Color(theme.Muted)
	s.knob.FillColor, s.knob.StrokeColor = theme.Color(theme.Surface), theme.Color(theme.Accent)
	if s.hovered || s.held {
		s.knob.FillColor = theme.Color(theme.AccentSoft)
	}
	s.mark.StrokeColor = theme.Color(theme.Accent)
	show(s.mark, s.focused)
}

func (s *Slider) measure() fyne.Size {
	return fyne.NewSize(theme.Scaled(160), theme.Scaled(sliderHead+sliderTouch))
}

// at is where v stands along the widget, pixels.
func (s *Slider) at(v int64) float32 {
	knob := theme.Scaled(sliderKnob)
	return knob/2 + (s.Size().Width-knob)*float32(v-s.Min)/float32(s.Max-s.Min)
}

// from is the value at a place along the widget.
func (s *Slider) from(x float32) int64 {
	knob := theme.Scaled(sliderKnob)
	room := max(s.Size().Width-knob, 1)
	return s.near(s.Min + int64(float64(s.Max-s.Min)*float64(min(max((x-knob/2)/room, 0), 1))))
}

func (s *Slider) fit(size fyne.Size) {
	s.word.Text = s.Say(s.value)
	head, w := theme.Scaled(sliderHead), width(s.word.Text, theme.Body, true)
	s.name.Text = Ellipsis(s.Text, size.Width-w-8, theme.Body, false)
	centreV(s.name, 0, size.Width-w-8, head)
	centreV(s.word, size.Width-w, w, head)
	middle, knob, mark := head+(size.Height-head)/2, theme.Scaled(sliderKnob), theme.Scaled(sliderNought)
	zero, at := s.at(0), s.at(s.value)
	place(s.track, knob/2, middle-sliderTrack/2, size.Width-knob, sliderTrack)
	place(s.fill, min(zero, at), middle-sliderTrack/2, max(zero, at)-min(zero, at), sliderTrack)
	place(s.nought, zero-1, middle-mark/2, 2, mark)
	place(s.knob, at-knob/2, middle-knob/2, knob, knob)
	place(s.mark, -4, -2, size.Width+8, size.Height+4)
}

// MouseDown takes the keyboard and brings the knob there.
func (s *Slider) MouseDown(e *desktop.MouseEvent) {
	if s.disabled || e.Button != desktop.MouseButtonPrimary || e.Position.Y < theme.Scaled(sliderHead) {
		return
	}
	s.held = true
	Focus(s)
	s.change(s.from(e.Position.X))
}

// MouseUp lets the knob go.
func (s *Slider) MouseUp(*desktop.MouseEvent) { s.DragEnd() }

// Dragged moves the knob along.
func (s *Slider) Dragged(e *fyne.DragEvent) {
	if !s.disabled {
		s.change(s.from(e.Position.X))
	}
}

// DragEnd lets the knob go.
func (s *Slider) DragEnd() {
	if s.held {
		s.held = false
		s.Refresh()
	}
}

// DoubleTapped brings nought back.
func (s *Slider) DoubleTapped(*fyne.PointEvent) {
	if !s.disabled {
		s.change(0)
	}
}

// TypedKey moves the knob, see Slider.
func (s *Slider) TypedKey(e *fyne.KeyEvent) {
	to := s.value
	switch e.Name {
	case fyne.KeyLeft:
		to -= s.Step
	case fyne.KeyRight:
		to += s.Step
	case fyne.KeyHome:
		to = s.Min
	case fyne.KeyEnd:
		to = s.Max
	case fyne.KeyBackspace, fyne.KeyDelete:
		to = 0
	default:
		ForwardKey(s, e)
		return
	}
	if !s.disabled {
		s.change(to)
	}
}
