package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"hallcheck/ui/theme"
)

// StripCell is one field of a Strip: a number on a shade.
type StripCell struct {
	Text  string // "" = still empty: an outline
	Shade int    // permille of the accent behind it
	Tone  Tone   // Warn and Fail fill it with theirs instead
}

// StripRow is a named line of a Strip.
type StripRow struct {
	Name  string
	Cells []StripCell
}

// Strip shows a few named lines of numbers over one axis, each number on a shade: the
// half-hours of a day. The number says it all; the shade helps the eye.
type Strip struct {
	widget.BaseWidget
	Rows  []StripRow
	Heads []string // under the cells, "" = none
	Low   bool     // lower lines, where little height is left

	r *box
}

// NewStrip makes an empty strip.
func NewStrip() *Strip {
	s := &Strip{}
	s.ExtendBaseWidget(s)
	return s
}

// Set replaces lines and heads.
func (s *Strip) Set(heads []string, rows ...StripRow) {
	s.Rows, s.Heads = rows, heads
	s.Refresh()
}

const (
	stripRow     float32 = 30
	stripLowRow  float32 = 20
	stripHead    float32 = 20
	stripLowHead float32 = 16
	stripGap     float32 = 3
)

// heights are those of a line and of the heads.
func (s *Strip) heights() (row, head float32) {
	if s.Low {
		return theme.Scaled(stripLowRow), theme.Scaled(stripLowHead)
	}
	return theme.Scaled(stripRow), theme.Scaled(stripHead)
}

// CreateRenderer implements fyne.Widget.
func (s *Strip) CreateRenderer() fyne.WidgetRenderer {
	measure := func() fyne.Size {
		rows := float32(len(s.Rows))
		row, head := s.heights()
		return fyne.NewSize(160, rows*row+max(rows-1, 0)*stripGap+head)
	}
	s.r = newBox(nil, s.fit, measure, nil)
	return s.r.again(s.Size())
}

// names is the width of the column of names.
func (s *Strip) names(all float32) float32 {
	w := float32(0)
	for _, r := range s.Rows {
		w = max(w, width(r.Name, theme.Caption, false))
	}
	return min(w+12, all/4)
}

func (s *Strip) fit(size fyne.Size) {
	s.r.objects = nil
	lead := s.names(size.Width)
	tall, head := s.heights()
	if rows := float32(len(s.Rows)); rows > 0 { // more height than asked for makes the lines higher
		tall = max(tall, (size.Height-head-(rows-1)*stripGap)/rows)
	}
	n := len(s.Heads)
	if n == 0 || size.Width <= 0 {
		return
	}
	wide := (size.Width - lead - stripGap*float32(n-1)) / float32(n)
	for i, r := range s.Rows {
		y := float32(i) * (tall + stripGap)
		s.write(r.Name, theme.Muted, fyne.TextAlignLeading, 0, y, lead, tall)
		for k, c := range r.Cells {
			if k < n {
				s.cell(c, lead+float32(k)*(wide+stripGap), y, wide, tall)
			}
		}
	}
	y := float32(len(s.Rows)) * (tall + stripGap)
	for k, h := range s.Heads {
		x := lead + float32(k)*(wide+stripGap)
		if w := width(h, theme.Caption, false); h != "" && x+w <= size.Width+1 {
			s.write(h, theme.Muted, fyne.TextAlignLeading, x, y, w+1, head)
		}
	}
}

func (s *Strip) cell(c StripCell, x, y, w, h float32) {
	bg := round(theme.Surface, theme.Line, 4)
	if c.Text != "" {
		bg.FillColor = c.fill()
		bg.StrokeColor = bg.FillColor
	}
	place(bg, x, y, w, h)
	s.r.objects = append(s.r.objects, bg)
	if c.Text != "" && width(c.Text, theme.Caption, c.alarm()) <= w {
		t := s.write(c.Text, theme.Text, fyne.TextAlignCenter, x, y, w, h)
		t.Color, t.TextStyle.Bold = theme.Readable(bg.FillColor.(color.NRGBA)), c.alarm()
	}
}

func (c StripCell) alarm() bool { return c.Tone == Warn || c.Tone == Fail }

// fill is the colour behind a number: part of the accent over the surface.
func (c StripCell) fill() color.NRGBA {
	if c.alarm() {
		return theme.Color(c.Tone.Ink())
	}
	top := theme.Color(theme.Accent)
	top.A = uint8(20 + 190*min(max(c.Shade, 0), 1000)/1000)
	return over(theme.Color(theme.Surface), top)
}

func (s *Strip) write(word string, role theme.Role, align fyne.TextAlign, x, y, w, h float32) *canvas.Text {
	t := text(Ellipsis(word, w, theme.Caption, false), theme.Caption, false, role)
	t.Alignment = align
	m := t.MinSize().Height
	place(t, x, y+(h-m)/2, w, m)
	s.r.objects = append(s.r.objects, t)
	return t
}
