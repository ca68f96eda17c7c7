package report

import "hallcheck/checklist/chart"

// poster collects the shapes of a sheet that is read from afar: its words are set as
// large as their box allows rather than cut.
type poster struct {
	chart.Drawing
	x, y, w, h float64 // what is left inside the margins
}

func newPoster(w, h, margin float64) *poster {
	return &poster{Drawing: chart.Drawing{W: w, H: h}, x: margin, y: margin, w: w - 2*margin, h: h - 2*margin}
}

// leastType is the smallest type of a poster, in points.
const leastType = 6.0

// letter sets one line of words in the middle of a box's height, no larger than size.
func (p *poster) letter(text string, x, y, w, h, size float64, r chart.Role, a chart.Align, bold bool) {
	size = min(size, h/1.2)
	if wide := ChartWidth(text, size, bold); wide > w {
		size = max(size*w/wide, leastType)
	}
	if text != "" {
		p.Shapes = append(p.Shapes, chart.Shape{Kind: chart.Text, X: x, Y: y, W: w, H: h, Role: r, Text: text, Size: size, Align: a, Bold: bold})
	}
}

func (p *poster) fill(x, y, w, h float64, r chart.Role) {
	p.Shapes = append(p.Shapes, chart.Shape{Kind: chart.Fill, X: x, Y: y, W: w, H: h, Role: r})
}

func (p *poster) frame(x, y, w, h, thick float64, r chart.Role) {
	p.Shapes = append(p.Shapes, chart.Shape{Kind: chart.Frame, X: x, Y: y, W: w, H: h, Thick: thick, Role: r})
}

func (p *poster) rule(x1, y1, x2, y2, thick float64, r chart.Role) {
	p.Shapes = append(p.Shapes, chart.Shape{Kind: chart.Line, X: x1, Y: y1, W: x2 - x1, H: y2 - y1, Thick: thick, Role: r})
}

// paragraph sets words over as many lines as they need, the type made smaller until
// they fit the height, and returns the y below them.
func (p *poster) paragraph(text string, x, y, w, h, size float64, r chart.Role, bold bool) float64 {
	face := regular
	if bold {
		face = strong
	}
	var lines []string
	for ; ; size *= 0.94 {
		s := style{face: face, size: size}
		lines = breakLines(clean(text), w, func(c rune) float64 { return ChartWidth(string(c), size, bold) })
		if float64(len(lines))*s.lead() <= h || size <= leastType {
			break
		}
	}
	lead := style{size: size}.lead()
	for _, l := range lines {
		p.letter(l, x, y, w, lead, size, r, chart.Left, bold)
		y += lead
	}
	return y
}
