package kit

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"hallcheck/checklist/chart"
	"hallcheck/ui/theme"
)

// Chart shows a drawing of package chart in the window's colours and type, laid
// out anew for every width.
type Chart struct {
	widget.BaseWidget
	Draw func(chart.Paper) chart.Drawing // nil = empty
	Tall float32                         // height at 100 %; 0 = as the drawing comes out

	wide float32
	r    *box
}

// NewChart makes a chart of what draw lays out.
func NewChart(draw func(chart.Paper) chart.Drawing) *Chart {
	c := &Chart{Draw: draw}
	c.ExtendBaseWidget(c)
	return c
}

// Set replaces the drawing.
func (c *Chart) Set(draw func(chart.Paper) chart.Drawing) {
	c.Draw = draw
	c.Refresh()
}

// chartScale makes the smallest type of a chart the window's caption.
func chartScale() float64 { return float64(theme.Points(theme.Caption)) / 8 }

func (c *Chart) at(width float32) chart.Drawing {
	if c.Draw == nil || width <= 0 {
		return chart.Drawing{}
	}
	return c.Draw(chart.Paper{
		W: float64(width), H: float64(theme.Scaled(c.Tall)), Scale: chartScale(),
		Measure: func(text string, size float64, bold bool) float64 {
			return float64(fyne.MeasureText(text, float32(size), fyne.TextStyle{Bold: bold}).Width)
		},
	})
}

// usualChart is the width a chart is measured at before it has one.
const usualChart float32 = 560

// CreateRenderer implements fyne.Widget.
func (c *Chart) CreateRenderer() fyne.WidgetRenderer {
	measure := func() fyne.Size {
		if c.Tall > 0 {
			return fyne.NewSize(160, theme.Scaled(c.Tall))
		}
		w := c.wide
		if w == 0 {
			w = usualChart
		}
		return fyne.NewSize(160, float32(math.Ceil(c.at(w).H)))
	}
	c.r = newBox(nil, c.fit, measure, nil)
	return c.r.again(c.Size())
}

func (c *Chart) fit(size fyne.Size) {
	c.wide = size.Width
	ink := chartInks()
	c.r.objects = nil
	for _, s := range c.at(size.Width).Shapes {
		c.r.objects = append(c.r.objects, shapes(s, ink)...)
	}
}

// shapes are the canvas objects of a shape.
func shapes(s chart.Shape, ink map[chart.Role]color.Color) []fyne.CanvasObject {
	col := ink[s.Role]
	x, y, w, h := float32(s.X), float32(s.Y), float32(s.W), float32(s.H)
	switch s.Kind {
	case chart.Fill, chart.Frame:
		r := canvas.NewRectangle(col)
		r.CornerRadius = float32(s.Round)
		if s.Kind == chart.Frame {
			r.FillColor, r.StrokeColor, r.StrokeWidth = clear, col, float32(s.Thick)
		}
		place(r, x, y, w, h)
		return []fyne.CanvasObject{r}
	case chart.Line:
		return []fyne.CanvasObject{stroke(col, float32(s.Thick), x, y, x+w, y+h)}
	case chart.Dash:
		var out []fyne.CanvasObject
		long := math.Hypot(s.W, s.H)
		for at := 0.0; at < long; at += 8 {
			a, b := float32(at/long), float32(min(at+4, long)/long)
			out = append(out, stroke(col, float32(s.Thick), x+a*w, y+a*h, x+b*w, y+b*h))
		}
		return out
	case chart.Dot:
		d := canvas.NewCircle(col)
		place(d, x, y, w, w)
		return []fyne.CanvasObject{d}
	case chart.Text:
		t := canvas.NewText(s.Text, col)
		t.TextSize, t.TextStyle.Bold = float32(s.Size), s.Bold
		t.Alignment = [...]fyne.TextAlign{fyne.TextAlignLeading, fyne.TextAlignCenter, fyne.TextAlignTrailing}[s.Align]
		m := t.MinSize().Height
		place(t, x, y+(h-m)/2, w, m)
		return []fyne.CanvasObject{t}
	}
	return nil
}

func stroke(col color.Color, thick, x1, y1, x2, y2 float32) *canvas.Line {
	l := canvas.NewLine(col)
	l.StrokeWidth = thick
	l.Position1, l.Position2 = fyne.NewPos(x1, y1), fyne.NewPos(x2, y2)
	return l
}

// heatInks are the five shades, light and dark; the words on them are those of
// the theme, white on the first and the last.
var heatInks = map[bool][5]color.NRGBA{
	false: {{0xB3, 0x58, 0x06, 255}, {0xF1, 0xA3, 0x40, 255}, {0xFE, 0xE8, 0xC8, 255}, {0xC6, 0xDB, 0xEF, 255}, {0x2B, 0x6C, 0xB0, 255}},
	true:  {{0xB3, 0x58, 0x06, 255}, {0x7A, 0x4A, 0x12, 255}, {0x4A, 0x40, 0x33, 255}, {0x2A, 0x45, 0x60, 255}, {0x2B, 0x6C, 0xB0, 255}},
}

// chartInks are the colours of the present theme by role.
func chartInks() map[chart.Role]color.Color {
	out := map[chart.Role]color.Color{
		chart.Ink: theme.Color(theme.Text), chart.Muted: theme.Color(theme.Muted), chart.Rule: theme.Color(theme.Line),
		chart.Track: theme.Color(theme.Track), chart.Accent: theme.Color(theme.Accent), chart.Soft: theme.Color(theme.Muted),
		chart.Good: theme.Color(theme.Pass), chart.Warn: theme.Color(theme.Warn), chart.Bad: theme.Color(theme.Fail),
		chart.OnDark: color.White,
	}
	for i, c := range heatInks[theme.IsDark()] {
		out[chart.Heat1+chart.Role(i)] = c
	}
	return out
}
