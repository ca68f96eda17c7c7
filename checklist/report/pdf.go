package report

import (
	"io"
	"strconv"
)

// pdf draws the paper.
func (p *paper) pdf(w io.Writer) ([]Warning, error) {
	c := newCanvas(p.Title+" "+p.DocID, p.Org, p.Created, landscape)
	c.onPage = func() {
		c.line(c.fit(p.Running, contentW, small), marginX, c.y, contentW, left, small)
		c.y += runningH
	}
	c.newPage()
	p.drawHead(c)
	for i := range p.Parts {
		if i > 0 {
			c.y += 3 * mm
		}
		f := newFlow(c, &p.Parts[i])
		if i == len(p.Parts)-1 && len(p.Sign) > 0 {
			f.tail = signH // signatures are not left alone on a page
		}
		f.draw()
	}
	p.drawSign(c)
	warnings := p.drawPhotos(c)
	if p.after != nil {
		p.after(c)
	}
	err := c.finish(w, func(page, pages int) (string, string) {
		return p.DocID, p.tr.t("page", "n", strconv.Itoa(page), "m", strconv.Itoa(pages))
	})
	return append(warnings, glyphWarnings(c.missing)...), err
}

// The measures of the head, in points.
const (
	headRow  = 8 * mm
	runningH = 6 * mm
	scoreBox = 52 * mm
)

func (p *paper) drawHead(c *canvas) {
	title := style{strong, 17, ink}
	c.line(c.fit(p.Title, contentW-40*mm, title), marginX, c.y, contentW, centre, title)
	c.line(p.Edition, marginX, c.y+3*mm, contentW, right, small)
	c.y += title.lead() + 2.5*mm
	w := contentW
	if p.Score != "" {
		w -= scoreBox + 3*mm
	}
	top := c.y
	const cols = 3
	rows := (len(p.Head) + cols - 1) / cols
	height := float64(rows) * headRow
	if p.Score != "" {
		height = max(height, 2*headRow+2*mm)
	}
	p.drawFields(c, w, cols, height/float64(rows))
	if p.Score != "" {
		p.drawScore(c, marginX+w+3*mm, top, height)
	}
	c.y = top + height + 2*mm
	p.drawFacts(c)
	p.drawNotices(c)
	c.y += 1 * mm
}

// drawFields draws the labelled boxes of the head, three in a row.
func (p *paper) drawFields(c *canvas, w float64, cols int, h float64) {
	label, value := style{regular, 8, muted}, style{regular, 9.5, ink}
	labelW := 21 * mm
	for i, f := range p.Head {
		x := marginX + float64(i%cols)*w/float64(cols)
		y := c.y + float64(i/cols)*h
		cw := w / float64(cols)
		c.fill(x, y, labelW, h, tint)
		c.box(x, y, cw, h)
		st, lines := value, c.lines(f.Value, cw-labelW-2*padX, value)
		for len(lines) > 1 && float64(len(lines))*st.lead() > h-1.6*mm && st.size > 5 {
			st = st.sized(st.size - 0.5)
			lines = c.lines(f.Value, cw-labelW-2*padX, st)
		}
		lines = lines[:min(len(lines), max(1, int(h/st.lead())))]
		c.line(f.Label, x+padX, y+(h-label.lead())/2, labelW-2*padX, left, label)
		c.text(lines, x+labelW+padX, y+(h-float64(len(lines))*st.lead())/2, cw-labelW-2*padX, left, st)
	}
}

// drawScore draws the total and the grade's word in their box.
func (p *paper) drawScore(c *canvas, x, y, h float64) {
	colr := accent
	if p.Bad {
		colr = danger
	}
	c.fill(x, y, scoreBox, h, tint)
	c.stroke(1, colr)
	c.pdf.RectFromUpperLeftWithStyle(x, y, scoreBox, h, "D")
	num := style{strong, 24, colr}
	for num.size > 10 && c.width(p.Score, num) > scoreBox*0.52 {
		num = num.sized(num.size - 1)
	}
	half := scoreBox * 0.58
	c.line(p.ScoreCap, x+2*mm, y+1*mm, scoreBox-4*mm, left, style{regular, 8, muted})
	if p.Grade == "" {
		c.line(p.Score, x, y+h/2-num.lead()/2+1*mm, scoreBox, centre, num)
		return
	}
	c.line(p.Score, x+2*mm, y+h/2-num.lead()/2+1.5*mm, half-2*mm, left, num)
	c.line(p.tr.t("head.level"), x+half, y+1*mm, scoreBox-half-2*mm, left, style{regular, 8, muted})
	st := style{strong, 13, colr}
	for st.size > 7 && c.width(p.Grade, st) > scoreBox-half-2*mm {
		st = st.sized(st.size - 0.5)
	}
	c.line(p.Grade, x+half, y+h/2-st.lead()/2+1.5*mm, scoreBox-half-2*mm, left, st)
}

// drawFacts writes the figures on one line, or more where they need it.
func (p *paper) drawFacts(c *canvas) {
	if len(p.Facts) == 0 {
		return
	}
	label, value := style{regular, 8, muted}, style{strong, 8.5, ink}
	x := marginX
	for _, f := range p.Facts {
		w := c.width(f.Label, label) + 1.5*mm + c.width(f.Value, value) + 6*mm
		if x+w > marginX+contentW+6*mm && x > marginX {
			x, c.y = marginX, c.y+value.lead()
		}
		c.line(f.Label, x, c.y, contentW, left, label)
		c.line(f.Value, x+c.width(f.Label, label)+1.5*mm, c.y, contentW, left, value)
		x += w
	}
	c.y += value.lead() + 1*mm
}

func (p *paper) drawNotices(c *canvas) {
	mark, text := style{strong, 8.5, accent}, style{regular, 8.5, ink}
	markW := 20 * mm
	for _, n := range p.Notices {
		markW = max(markW, c.width(n.Mark, mark)+4*mm)
	}
	for _, n := range p.Notices {
		m := mark
		if n.Bad {
			m = mark.in(danger)
		}
		lines := c.lines(n.Text, contentW-markW-4*mm, text)
		h := float64(len(lines))*text.lead() + 1.6*mm
		if !c.room(h) {
			c.newPage()
		}
		c.fill(marginX, c.y, contentW, h, tint)
		c.fill(marginX, c.y, 1*mm, h, m.ink)
		c.line(n.Mark, marginX+3*mm, c.y+0.8*mm, markW, left, m)
		c.text(lines, marginX+3*mm+markW, c.y+0.8*mm, contentW-markW-4*mm, left, text)
		c.y += h + 1*mm
	}
}

// signH is the height of the lines to sign on.
const signH = 16 * mm

// drawSign draws the lines to sign on, together with what is above them.
func (p *paper) drawSign(c *canvas) {
	if len(p.Sign) == 0 {
		return
	}
	if !c.room(signH) {
		c.newPage()
	}
	st := style{regular, 9.5, ink}
	c.y += 7 * mm
	each := contentW / float64(len(p.Sign))
	for i, label := range p.Sign {
		x := marginX + float64(i)*each
		lw := c.width(label, st) + 2*mm
		c.line(label, x, c.y, each, left, st)
		c.hline(x+lw, c.y+st.lead(), each-lw-12*mm, 0.6, ink)
	}
	c.y += 9 * mm
}
