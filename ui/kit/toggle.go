package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"hallcheck/ui/theme"
)

// Toggle is an on-off switch with a word behind it.
type Toggle struct {
	control
	Text      string
	On        bool
	OnChanged func(bool)

	track *canvas.Rectangle
	knob  *canvas.Circle
	mark  *canvas.Rectangle
	word  *canvas.Text
}

// NewToggle makes a switch.
func NewToggle(text string, on bool, changed func(bool)) *Toggle {
	t := &Toggle{Text: text, On: on, OnChanged: changed}
	t.init(t)
	return t
}

// Set moves the switch without calling OnChanged.
func (t *Toggle) Set(on bool) {
	if t.On != on {
		t.On = on
		t.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (t *Toggle) CreateRenderer() fyne.WidgetRenderer {
	t.track = round(theme.Surface, theme.Muted, 10)
	t.knob = canvas.NewCircle(theme.Color(theme.Muted))
	t.mark = ring(theme.Radius)
	t.word = text(t.Text, theme.Body, false, theme.Text)
	dress := func() {
		fill, knob := theme.Surface, theme.Muted
		if t.On {
			fill, knob = theme.Accent, theme.OnFill
		}
		t.track.FillColor, t.knob.FillColor = theme.Color(fill), theme.Color(knob)
		t.track.StrokeColor = theme.Color(theme.Muted)
		if t.On {
			t.track.StrokeColor = theme.Color(theme.Accent)
		}
		show(t.mark, t.focused)
		t.word.Text, t.word.TextSize = t.Text, theme.Points(theme.Body)
		t.word.Color = theme.Color(theme.Text)
	}
	return newBox([]fyne.CanvasObject{t.mark, t.track, t.knob, t.word}, t.fit, t.measure, dress)
}

func (t *Toggle) measure() fyne.Size {
	return fyne.NewSize(48+width(t.Text, theme.Body, false), theme.Scaled(32))
}

func (t *Toggle) fit(s fyne.Size) {
	y := (s.Height - 20) / 2
	place(t.track, 2, y, 34, 20)
	x := float32(5)
	if t.On {
		x = 19
	}
	place(t.knob, x, y+3, 14, 14)
	place(t.mark, -2, 0, s.Width+4, s.Height)
	t.word.Text = Ellipsis(t.Text, s.Width-46, theme.Body, false)
	centreV(t.word, 46, s.Width-46, s.Height)
}

// Tapped turns the switch over.
func (t *Toggle) Tapped(*fyne.PointEvent) {
	if t.disabled {
		return
	}
	t.Set(!t.On)
	if t.OnChanged != nil {
		t.OnChanged(t.On)
	}
}

// TypedKey turns the switch over with Space or Enter.
func (t *Toggle) TypedKey(e *fyne.KeyEvent) {
	if isActivate(e) {
		t.Tapped(nil)
		return
	}
	ForwardKey(t, e)
}

// TypedRune swallows the space that turned the switch.
func (t *Toggle) TypedRune(r rune) {
	if r != ' ' {
		ForwardRune(t, r)
	}
}
