package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"hallcheck/ui/theme"
)

// ProgressBar is a thin bar, 6 high.
type ProgressBar struct {
	widget.BaseWidget
	Permille int // 0…1000
	Role     theme.Role
	Tall     float32 // at 100 %; 0 = 6

	track, fill *canvas.Rectangle
}

// NewProgressBar makes a bar in the accent colour.
func NewProgressBar(permille int) *ProgressBar {
	p := &ProgressBar{Permille: permille, Role: theme.Accent}
	p.ExtendBaseWidget(p)
	return p
}

// Set moves the bar; permille is clamped to 0…1000.
func (p *ProgressBar) Set(permille int) { p.Style(permille, p.Role) }

// Style moves and colours the bar.
func (p *ProgressBar) Style(permille int, role theme.Role) {
	permille = min(max(permille, 0), 1000)
	if p.Permille != permille || p.Role != role {
		p.Permille, p.Role = permille, role
		p.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (p *ProgressBar) CreateRenderer() fyne.WidgetRenderer {
	p.track = canvas.NewRectangle(clear)
	p.fill = canvas.NewRectangle(clear)
	dress := func() {
		p.track.FillColor, p.fill.FillColor = theme.Color(theme.Track), theme.Color(p.Role)
		show(p.fill, p.Permille > 0)
	}
	fit := func(s fyne.Size) {
		h := min(s.Height, p.tall())
		y := (s.Height - h) / 2
		p.track.CornerRadius, p.fill.CornerRadius = min(h/2, 3), min(h/2, 3)
		place(p.track, 0, y, s.Width, h)
		place(p.fill, 0, y, max(s.Width*float32(p.Permille)/1000, h), h)
	}
	measure := func() fyne.Size { return fyne.NewSize(24, p.tall()) }
	return newBox([]fyne.CanvasObject{p.track, p.fill}, fit, measure, dress)
}

func (p *ProgressBar) tall() float32 {
	if p.Tall > 0 {
		return theme.Scaled(p.Tall)
	}
	return theme.Scaled(6)
}

// BarRow is a name, a bar, a number and a second number: a zone and its score.
type BarRow struct {
	widget.BaseWidget
	name   *Label
	bar    *ProgressBar
	value  *Label
	second *Label
}

// NewBarRow makes an empty row, 40 high.
func NewBarRow() *BarRow {
	b := &BarRow{name: NewLabel(""), bar: NewProgressBar(0), value: NewLabel(""), second: NewMuted("")}
	b.bar.Tall = 10
	b.value.Align, b.second.Align = fyne.TextAlignTrailing, fyne.TextAlignTrailing
	b.ExtendBaseWidget(b)
	return b
}

// Set fills the row; role colours the bar, secondRole the second number.
func (b *BarRow) Set(name string, permille int, role theme.Role, value, second string, secondRole theme.Role) {
	b.name.Set(name)
	b.bar.Style(permille, role)
	b.value.Set(value)
	b.second.Style(second, secondRole, false)
}

// CreateRenderer implements fyne.Widget.
func (b *BarRow) CreateRenderer() fyne.WidgetRenderer {
	fit := func(s fyne.Size) {
		col := theme.Scaled(56)
		nameW := max(s.Width*0.26, theme.Scaled(70))
		centreV(b.name, 10, nameW-14, s.Height)
		x := 10 + nameW
		barW := s.Width - x - 2*col - 10
		h := theme.Scaled(10)
		place(b.bar, x, (s.Height-h)/2, barW, h)
		centreV(b.value, x+barW, col, s.Height)
		centreV(b.second, x+barW+col, col, s.Height)
	}
	measure := func() fyne.Size { return fyne.NewSize(theme.Scaled(260), theme.Scaled(40)) }
	return newBox([]fyne.CanvasObject{b.name, b.bar, b.value, b.second}, fit, measure, nil)
}

// Sparkline draws a few numbers as a line with a dashed mean.
type Sparkline struct {
	widget.BaseWidget
	Values []float32 // NaN-free; two or more
	Mean   *float32

	lines []fyne.CanvasObject
	r     *box
}

// NewSparkline makes a sparkline, 80 high.
func NewSparkline(values []float32, mean *float32) *Sparkline {
	s := &Sparkline{Values: values, Mean: mean}
	s.ExtendBaseWidget(s)
	return s
}

// Set replaces the numbers.
func (s *Sparkline) Set(values []float32, mean *float32) {
	s.Values, s.Mean = values, mean
	s.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (s *Sparkline) CreateRenderer() fyne.WidgetRenderer {
	measure := func() fyne.Size { return fyne.NewSize(80, theme.Scaled(80)) }
	s.r = newBox(nil, s.fit, measure, nil)
	return s.r.again(s.Size())
}

func (s *Sparkline) fit(size fyne.Size) {
	s.lines = s.lines[:0]
	if len(s.Values) > 0 {
		low, high := s.Values[0], s.Values[0]
		for _, v := range append(append([]float32{}, s.Values...), s.mean()...) {
			low, high = min(low, v), max(high, v)
		}
		span := max(high-low, 1)
		y := func(v float32) float32 { return 6 + (size.Height-12)*(1-(v-low)/span) }
		for _, m := range s.mean() {
			for x := float32(0); x < size.Width; x += 8 {
				s.add(theme.Line, 1.5, x, y(m), min(x+4, size.Width), y(m))
			}
		}
		dx := (size.Width - 8) / float32(max(len(s.Values)-1, 1))
		for i := 1; i < len(s.Values); i++ {
			s.add(theme.Accent, 2, 4+dx*float32(i-1), y(s.Values[i-1]), 4+dx*float32(i), y(s.Values[i]))
		}
		last := canvas.NewCircle(theme.Color(theme.Accent))
		place(last, 4+dx*float32(len(s.Values)-1)-3, y(s.Values[len(s.Values)-1])-3, 6, 6)
		s.lines = append(s.lines, last)
	}
	s.r.objects = s.lines
}

func (s *Sparkline) mean() []float32 {
	if s.Mean == nil {
		return nil
	}
	return []float32{*s.Mean}
}

func (s *Sparkline) add(role theme.Role, w, x1, y1, x2, y2 float32) {
	l := canvas.NewLine(theme.Color(role))
	l.StrokeWidth = w
	l.Position1, l.Position2 = fyne.NewPos(x1, y1), fyne.NewPos(x2, y2)
	s.lines = append(s.lines, l)
}
