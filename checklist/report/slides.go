package report

import (
	"bytes"
	"fmt"
	"io"
	"strconv"

	"hallcheck/checklist"
	"hallcheck/checklist/report/office"
)

// slidePage is a slide's page: 16:9, 960 × 540 points, as in PowerPoint.
var slidePage = leaf{pw: office.SlideW, ph: office.SlideH, mx: 40, mt: 28, mb: 30}

// Slides writes a deck as PDF or PPTX, the same layout in both; JPEGs are
// embedded as they are. Errors: report.format, or the writer's.
func Slides(w io.Writer, f Format, d SlideDoc) ([]Warning, error) {
	if f != PDF && f != PPTX {
		return nil, checklist.Fail("report.format", "format", string(f))
	}
	c := newCanvas(d.Title, d.Org, d.Made.UTC(), slidePage)
	l := &slideLayout{c: c, d: &d, tr: wordsOf(d.Lang)}
	l.shots = gallery{open: d.Photo, broken: l.tr.t("photo.broken")}
	var err error
	if f == PDF {
		err = l.pdf(w)
	} else {
		err = l.pptx(w)
	}
	return append(l.shots.warnings, glyphWarnings(c.missing)...), err
}

func (l *slideLayout) pdf(w io.Writer) error {
	c := l.c
	for i := range l.d.Slides {
		c.newPage()
		for _, s := range l.page(i) {
			c.shape(s)
		}
	}
	if c.err == nil && c.pages == 0 {
		c.newPage()
	}
	if c.err != nil {
		return c.err
	}
	return writePDF(&c.pdf, w)
}

// shape draws one shape of a slide.
func (c *canvas) shape(s shape) {
	if s.fill != nil {
		c.fill(s.x, s.y, s.w, s.h, *s.fill)
	}
	if s.photo != nil {
		c.keep(c.picture(s.photo.data, s.photo.w, s.photo.h, s.x, s.y, s.w, s.h))
	}
	if s.grid != nil {
		c.grid(s)
	}
	h := s.textHeight()
	y := s.y + s.inset
	switch s.anchor {
	case middle:
		y = s.y + (s.h-h)/2
	case low:
		y = s.y + s.h - s.inset - h
	case top:
	}
	for _, p := range s.text {
		y = c.text(p.lines, s.x+s.inset, y, s.w-2*s.inset, p.al, p.st) + p.after
	}
}

// grid draws a table row by row.
func (c *canvas) grid(s shape) {
	g, y := s.grid, s.y
	for i, row := range g.cells {
		x := s.x
		for k, cell := range row {
			if cell.fill != nil {
				c.fill(x, y, g.widths[k], g.rowH, *cell.fill)
			}
			h := float64(len(cell.lines)) * cell.st.lead()
			c.text(cell.lines, x+gridPad, y+(g.rowH-h)/2, g.widths[k]-2*gridPad, cell.al, cell.st)
			x += g.widths[k]
		}
		if i > 0 {
			c.hline(s.x, y, s.w, 0.6, rule)
		}
		y += g.rowH
	}
	c.hline(s.x, y, s.w, 0.6, rule)
}

func (l *slideLayout) pptx(w io.Writer) error {
	deck := office.NewDeck(officeProps(l.d.Title, l.d.Org, l.tr.lang, l.d.Made))
	for i := range l.d.Slides {
		s := &l.d.Slides[i]
		out := office.Slide{Layout: office.LayoutHeading, Notes: clean(s.Notes)}
		if s.Kind == SlideTitle {
			out.Layout = office.LayoutTitle
		}
		for _, x := range l.page(i) {
			if x.name == ground {
				out.Back = x.fill.hex()
				continue
			}
			out.Shapes = append(out.Shapes, x.office())
		}
		deck.Add(out)
	}
	if l.c.err != nil {
		return l.c.err
	}
	return deck.Write(w)
}

func (x shape) office() office.Shape {
	out := office.Shape{X: x.x, Y: x.y, W: x.w, H: x.h, Name: x.name, Place: x.place, Inset: x.inset, Anchor: x.anchor.office()}
	if x.fill != nil {
		out.Fill = x.fill.hex()
	}
	if x.photo != nil {
		out.Image = x.photo.image()
		return out
	}
	if x.grid != nil {
		out.Table = x.grid.office()
		return out
	}
	for _, p := range x.text {
		out.Text = append(out.Text, p.office())
	}
	return out
}

func (p slidePara) office() office.TextPara {
	return office.TextPara{
		Align: p.al.office(), After: p.after,
		Runs: []office.TextRun{{Text: joinLines(p.lines, p.text, p.cut), Size: p.st.size, Bold: p.st.face == strong, Colour: p.st.ink.hex()}},
	}
}

// joinLines is the text a program breaks by itself: the whole, or, where it had
// to be cut, what is left of it.
func joinLines(lines []string, whole string, cut bool) string {
	if !cut {
		return whole
	}
	var b bytes.Buffer
	for _, l := range lines {
		b.WriteString(l)
	}
	return b.String()
}

func (g *slideGrid) office() *office.Grid {
	out := &office.Grid{Widths: g.widths, Header: true, Line: rule.hex()}
	for _, row := range g.cells {
		var cells []office.GridCell
		for _, c := range row {
			cell := office.GridCell{Text: c.slidePara.office()}
			if c.fill != nil {
				cell.Fill = c.fill.hex()
			}
			cells = append(cells, cell)
		}
		out.Cells, out.Heights = append(out.Cells, cells), append(out.Heights, g.rowH)
	}
	return out
}

func (a align) office() string { return [...]string{"l", "ctr", "r"}[a] }

func (a anchor) office() string { return [...]string{"t", "ctr", "b"}[a] }

// hex is the colour as RRGGBB.
func (c colour) hex() string { return fmt.Sprintf("%02X%02X%02X", c[0], c[1], c[2]) }

// number is "3 / 24".
func (l *slideLayout) number(i int) string {
	return strconv.Itoa(i+1) + " / " + strconv.Itoa(len(l.d.Slides))
}
