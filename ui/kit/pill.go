package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"hallcheck/ui/theme"
)

// Tone is what a pill, a number or a bar means: a colour pair and a sign.
type Tone uint8

// The tones.
const (
	Plain  Tone = iota // outlined, muted
	Accent             // soft accent
	Pass               // soft green with ✔
	Fail               // soft red with ✗
	Warn               // soft amber
)

// Ink is the text colour of a tone.
func (t Tone) Ink() theme.Role {
	return [...]theme.Role{theme.Muted, theme.Accent, theme.Pass, theme.Fail, theme.Warn}[t]
}

// Soft is the background of a tone.
func (t Tone) Soft() theme.Role {
	return [...]theme.Role{theme.Surface, theme.AccentSoft, theme.PassSoft, theme.FailSoft, theme.WarnSoft}[t]
}

// Pill is a small word on a soft colour: a state, a count, a grade.
type Pill struct {
	widget.BaseWidget
	Text string
	Tone Tone
	Icon string // icon in front, "" = none

	bg   *canvas.Rectangle
	word *canvas.Text
	pic  *canvas.Image
}

// NewPill makes a pill without an icon.
func NewPill(tone Tone, s string) *Pill { return NewIconPill(tone, "", s) }

// NewIconPill makes a pill with an icon ("tick", "cross", "dash", "warn" …).
func NewIconPill(tone Tone, icon, s string) *Pill {
	p := &Pill{Text: s, Tone: tone, Icon: icon}
	p.ExtendBaseWidget(p)
	return p
}

// Set changes everything at once.
func (p *Pill) Set(tone Tone, icon, s string) {
	if p.Text != s || p.Tone != tone || p.Icon != icon {
		p.Text, p.Tone, p.Icon = s, tone, icon
		p.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (p *Pill) CreateRenderer() fyne.WidgetRenderer {
	p.bg = round(theme.Surface, theme.Line, theme.PillRadius)
	p.word = text(p.Text, theme.Caption, false, theme.Muted)
	p.pic = icon("tick", theme.Muted)
	dress := func() {
		p.bg.FillColor = theme.Color(p.Tone.Soft())
		p.bg.StrokeColor = theme.Color(p.Tone.Soft())
		if p.Tone == Plain {
			p.bg.StrokeColor = theme.Color(theme.Line)
		}
		p.word.Color, p.word.TextSize = theme.Color(p.Tone.Ink()), theme.Points(theme.Caption)
		show(p.pic, p.Icon != "")
		if p.Icon != "" {
			p.pic.Resource = theme.Icon(p.Icon, p.Tone.Ink())
		}
	}
	return newBox([]fyne.CanvasObject{p.bg, p.word, p.pic}, p.fit, p.measure, dress)
}

func (p *Pill) lead() float32 {
	if p.Icon == "" {
		return 0
	}
	return theme.Scaled(12) + 4
}

func (p *Pill) measure() fyne.Size {
	return fyne.NewSize(width(p.Text, theme.Caption, false)+p.lead()+16, theme.Scaled(22))
}

func (p *Pill) fit(s fyne.Size) {
	place(p.bg, 0, 0, s.Width, s.Height)
	side := theme.Scaled(12)
	place(p.pic, 8, (s.Height-side)/2, side, side)
	room := s.Width - 16 - p.lead()
	p.word.Text = Ellipsis(p.Text, room, theme.Caption, false)
	centreV(p.word, 8+p.lead(), room, s.Height)
}

// Count is a number in a filled dot, as on a rail entry; 0 hides it.
type Count struct {
	widget.BaseWidget
	N int

	bg   *canvas.Rectangle
	word *canvas.Text
}

// NewCount makes a counter.
func NewCount(n int) *Count {
	c := &Count{N: n}
	c.ExtendBaseWidget(c)
	return c
}

// Set changes the number.
func (c *Count) Set(n int) {
	if n != c.N {
		c.N = n
		c.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (c *Count) CreateRenderer() fyne.WidgetRenderer {
	c.bg = canvas.NewRectangle(theme.Color(theme.Fail))
	c.word = text("", capText, true, theme.OnFill)
	dress := func() {
		c.bg.FillColor, c.word.Color = theme.Color(theme.Fail), theme.Color(theme.OnFill)
		c.word.Text, c.word.TextSize = countWord(c.N), theme.Points(capText)
		show(c.bg, c.N > 0)
		show(c.word, c.N > 0)
	}
	fit := func(s fyne.Size) {
		c.bg.CornerRadius = s.Height / 2
		place(c.bg, 0, 0, s.Width, s.Height)
		m := c.word.MinSize()
		place(c.word, (s.Width-m.Width)/2, (s.Height-m.Height)/2, m.Width, m.Height)
	}
	measure := func() fyne.Size {
		h := theme.Scaled(18)
		return fyne.NewSize(max(h, width(countWord(c.N), capText, true)+10), h)
	}
	return newBox([]fyne.CanvasObject{c.bg, c.word}, fit, measure, dress)
}

func countWord(n int) string {
	if n > 99 {
		return "99+"
	}
	return itoa(n)
}
