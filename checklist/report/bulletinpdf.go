package report

import (
	"io"
	"strconv"
	"strings"

	"hallcheck/checklist/bulletin"
)

// The pages of a bulletin, in points.
var (
	gazetteLeaf = leaf{pageH, pageW, 26 * mm, 26 * mm, 22 * mm}
	gazetteSide = leaf{pageW, pageH, 16 * mm, 16 * mm, 16 * mm}
)

// The type of a bulletin, in points.
const (
	gazetteBody = 11.5
	gazetteLead = 20.5
)

var red = colour{0xC0, 0, 0}

// pdf draws the bulletin.
func (g *gazette) pdf(w io.Writer) ([]Warning, error) {
	c := newCanvas(g.title, g.d.Office, g.made(), gazetteLeaf)
	c.foot = func() { g.pdfFoot(c) }
	c.newPage()
	g.pdfHead(c)
	for i := range g.blocks {
		g.pdfBlock(c, &g.blocks[i])
	}
	err := c.err
	if err == nil {
		err = writePDF(&c.pdf, w)
	}
	return append(g.shots.warnings, glyphWarnings(c.missing)...), err
}

// pdfHead is the red head with the number, and the title.
func (g *gazette) pdfHead(c *canvas) {
	if g.d.Head != "" {
		st := style{strong, 30, red}
		for st.size > 14 && c.width(g.d.Head, st) > c.wide() {
			st.size--
		}
		c.line(g.d.Head, c.mx, c.y, c.wide(), centre, st)
		c.y += st.lead() + 6*mm
	}
	if n := g.number(); n != "" {
		st := style{regular, 12, ink}
		c.line(n, c.mx, c.y, c.wide(), centre, st)
		c.y += st.lead() + 1*mm
	}
	if g.d.Head != "" {
		c.hline(c.mx, c.y, c.wide(), 1.6, red)
		c.y += 9 * mm
	}
	st := style{strong, 18, ink}
	for _, l := range c.lines(g.title, c.wide()*0.9, st) {
		c.line(l, c.mx, c.y, c.wide(), centre, st)
		c.y += st.lead() + 2
	}
	if g.state == bulletin.Draft {
		c.line(g.t("draft"), c.mx, c.y, c.wide(), centre, style{strong, 10, danger})
		c.y += 14
	}
	c.y += 4 * mm
}

func (g *gazette) pdfBlock(c *canvas, b *block) {
	if b.fresh && b.kind != blockAnnex {
		c.newPage()
	}
	if b.gap {
		c.y += 4 * mm
	}
	switch b.kind {
	case blockText:
		c.prose(indented+b.text, style{regular, gazetteBody, ink}, left, 1)
	case blockFlush:
		c.prose(b.text, style{regular, gazetteBody, ink}, left, 1)
	case blockHead1:
		c.prose(indented+b.text, style{strong, 12.5, ink}, left, 3)
	case blockHead2:
		c.prose(indented+b.text, style{strong, gazetteBody, accent}, left, 3)
	case blockTitled:
		c.title(b.text)
	case blockNote:
		c.y += 1 * mm
		c.small(b.text)
		c.y += 1.5 * mm
	case blockSign:
		c.prose(b.text+"　　　　", style{regular, gazetteBody, ink}, right, 1)
	case blockAnnex:
		g.pdfAnnex(c, b)
	case blockTable:
		newFlow(c, b.table).draw()
		c.y += 2 * mm
	case blockChart:
		g.pdfChart(c, b)
	case blockPictures:
		g.pdfPictures(c, b.shots)
	}
}

// indented begins a paragraph whose first line stands two characters in.
const indented = "\u2003\u2003"

// prose draws a paragraph line by line over the pages; keep lines must fit with
// its first one.
func (c *canvas) prose(text string, st style, a align, keep int) {
	text, first := strings.CutPrefix(text, indented)
	inset := 0.0
	if first {
		inset, text = 2*st.size, strings.Repeat("口", 2)+text // as wide as the indent
	}
	for i, l := range c.lines(text, c.wide(), st) {
		if i > 0 {
			inset = 0
		} else if first {
			l = strings.TrimPrefix(l, "口口")
		}
		need := gazetteLead
		if i == 0 {
			need *= float64(keep)
		}
		if !c.room(need) {
			c.newPage()
		}
		c.line(l, c.mx+inset, c.y+(gazetteLead-st.lead())/2, c.wide()-inset, a, st)
		c.y += gazetteLead
	}
}

// title is a line over a table, which stays with it.
func (c *canvas) title(text string) {
	if !c.room(26 * mm) {
		c.newPage()
	}
	st := style{strong, 10, ink}
	c.y += 1.5 * mm
	c.line(c.fit(text, c.wide(), st), c.mx, c.y, c.wide(), centre, st)
	c.y += st.lead() + 1*mm
}

// small draws words of a note over the pages.
func (c *canvas) small(text string) {
	st := style{regular, 8.5, muted}
	for _, l := range c.lines(text, c.wide(), st) {
		if !c.room(st.lead()) {
			c.newPage()
		}
		c.line(l, c.mx, c.y, c.wide(), left, st)
		c.y += st.lead()
	}
}

// pdfAnnex begins an annex on a page of its own, upright or on its side.
func (g *gazette) pdfAnnex(c *canvas, b *block) {
	c.turn(gazetteLeaf)
	if b.wide {
		c.turn(gazetteSide)
	}
	c.newPage()
	c.line(b.text, c.mx, c.y, c.wide(), left, style{strong, 12.5, ink})
	c.y += 8 * mm
	st := style{strong, 14, ink}
	for _, l := range c.lines(b.more, c.wide(), st) {
		c.line(l, c.mx, c.y, c.wide(), centre, st)
		c.y += st.lead()
	}
	c.y += 3 * mm
}

// The measures of photo pages, in points.
const (
	gazetteShot = 78 * mm
	gazetteCap  = 14 * mm
)

// pdfPictures is one page of pictures in boxes.
func (g *gazette) pdfPictures(c *canvas, rows []shotRow) {
	across := g.d.Grid / 2
	w := c.wide() / float64(across)
	st := style{regular, 8.5, ink}
	for _, r := range rows {
		if r.heading != "" {
			lines := c.lines(r.heading, c.wide()-4*mm, st.bold())
			lines = lines[:min(2, len(lines))]
			h := float64(len(lines))*st.lead() + 2*mm
			c.fill(c.mx, c.y, c.wide(), h, tint)
			c.box(c.mx, c.y, c.wide(), h)
			c.text(lines, c.mx+2*mm, c.y+1*mm, c.wide()-4*mm, left, st.bold())
			c.y += h
		}
		for i := 0; i < len(r.boxes); i += across {
			caps := gazetteCap
			if r.heading != "" {
				caps = 7 * mm
			}
			for k := range across {
				x := c.mx + float64(k)*w
				c.box(x, c.y, w, gazetteShot)
				c.box(x, c.y+gazetteShot, w, caps)
				if i+k >= len(r.boxes) {
					continue
				}
				b := r.boxes[i+k]
				if b.pic.ok() {
					c.keep(c.picture(b.pic.data, b.pic.w, b.pic.h, x+1*mm, c.y+1*mm, w-2*mm, gazetteShot-2*mm))
				} else {
					c.line(c.fit(b.pic.alt, w, small), x, c.y+gazetteShot/2, w, centre, small)
				}
				lines := c.lines(b.caption, w-4*mm, st)
				lines = lines[:min(len(lines), int(caps/st.lead()))]
				c.text(lines, x+2*mm, c.y+gazetteShot+(caps-float64(len(lines))*st.lead())/2, w-4*mm, centre, st)
			}
			c.y += gazetteShot + caps
		}
	}
}

// turn says of which size the next pages are.
func (c *canvas) turn(l leaf) { c.leaf = l }

// pdfFoot writes — 1 — under a page, odd pages at the right; a draft says that it is
// one.
func (g *gazette) pdfFoot(c *canvas) {
	al := right
	if c.pages%2 == 0 {
		al = left
	}
	y := c.low() + 5*mm
	c.line("— "+strconv.Itoa(c.pages)+" —", c.mx+4*mm, y, c.wide()-8*mm, al, style{regular, 9.5, ink})
	if g.state == bulletin.Draft {
		c.line(g.t("draft"), c.mx, y, c.wide(), centre, style{regular, 8, danger})
	}
}
