package report

import "image/color"

// The page slides are drawn on, in points: 16:9.
const (
	SlideWidth  = 960.0
	SlideHeight = 540.0
)

// Drawing is a slide laid out for the screen exactly as PDF and PPTX have it: its
// parts from the ground up, in points from the upper left corner.
type Drawing struct {
	Ref   string // Slide.Ref
	Notes string // Slide.Notes
	Parts []DrawnPart
}

// DrawnPart is one part of a Drawing: a box of colour, a picture, or a line of text.
type DrawnPart struct {
	X, Y, W, H float64
	Fill       color.NRGBA // of a box
	Photo      string      // name of a picture, whole in the middle of its box; "" = none
	Text       string      // "" = none; X is where the line begins, Y its baseline
	Size       float64     // of the text
	Bold       bool
}

// Draw lays the slides of a deck out for the screen. Pictures are not opened:
// who draws fits them into their boxes.
func Draw(d SlideDoc) ([]Drawing, error) {
	c := newCanvas(d.Title, d.Org, d.Made.UTC(), slidePage)
	l := &slideLayout{c: c, d: &d, tr: wordsOf(d.Lang), blind: true}
	out := make([]Drawing, len(d.Slides))
	for i := range d.Slides {
		p := drawer{c: c, out: []DrawnPart{{W: SlideWidth, H: SlideHeight, Fill: white.nrgba()}}}
		for _, s := range l.page(i) {
			p.shape(s)
		}
		out[i] = Drawing{Ref: d.Slides[i].Ref, Notes: d.Slides[i].Notes, Parts: p.out}
	}
	return out, c.err
}

// nrgba is the colour for the screen.
func (c colour) nrgba() color.NRGBA { return color.NRGBA{R: c[0], G: c[1], B: c[2], A: 0xFF} }

// drawer takes shapes apart as canvas.shape does on paper.
type drawer struct {
	c   *canvas
	out []DrawnPart
}

func (p *drawer) box(x, y, w, h float64, col colour) {
	p.out = append(p.out, DrawnPart{X: x, Y: y, W: w, H: h, Fill: col.nrgba()})
}

func (p *drawer) shape(s shape) {
	if s.fill != nil {
		p.box(s.x, s.y, s.w, s.h, *s.fill)
	}
	if s.hash != "" {
		p.out = append(p.out, DrawnPart{X: s.x, Y: s.y, W: s.w, H: s.h, Photo: s.hash})
	}
	if s.grid != nil {
		p.grid(s)
	}
	y := s.y + s.inset
	switch s.anchor {
	case middle:
		y = s.y + (s.h-s.textHeight())/2
	case low:
		y = s.y + s.h - s.inset - s.textHeight()
	case top:
	}
	for _, t := range s.text {
		y = p.text(t, s.x+s.inset, y, s.w-2*s.inset) + t.after
	}
}

func (p *drawer) grid(s shape) {
	g, y := s.grid, s.y
	for i, row := range g.cells {
		x := s.x
		for k, cell := range row {
			if cell.fill != nil {
				p.box(x, y, g.widths[k], g.rowH, *cell.fill)
			}
			h := float64(len(cell.lines)) * cell.st.lead()
			p.text(cell.slidePara, x+gridPad, y+(g.rowH-h)/2, g.widths[k]-2*gridPad)
			x += g.widths[k]
		}
		if i > 0 {
			p.box(s.x, y, s.w, 0.6, rule)
		}
		y += g.rowH
	}
	p.box(s.x, y, s.w, 0.6, rule)
}

// text adds lines one under the other and returns the y below them.
func (p *drawer) text(t slidePara, x, y, w float64) float64 {
	for _, line := range t.lines {
		at := x
		switch t.al {
		case centre:
			at += (w - p.c.width(line, t.st)) / 2
		case right:
			at += w - p.c.width(line, t.st)
		case left:
		}
		if line != "" {
			p.out = append(p.out, DrawnPart{
				X: at, Y: y + t.st.lead()/2 + t.st.size*0.37, W: p.c.width(line, t.st), Fill: t.st.ink.nrgba(),
				Text: line, Size: t.st.size, Bold: t.st.face == strong,
			})
		}
		y += t.st.lead()
	}
	return y
}
