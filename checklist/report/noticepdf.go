package report

import (
	"io"
	"strconv"
)

// The measures of a notice, in points.
const (
	noticeLabel = 24 * mm
	noticeSign  = 17 * mm
	noticeCut   = 8 * mm
)

func (n *noticePaper) pdf(w io.Writer) ([]Warning, error) {
	c := newCanvas(n.title+" "+n.d.Number, n.d.Org, n.d.Made.UTC(), portrait)
	running := dots(n.title, n.d.Number, n.d.To)
	c.onPage = func() {
		c.line(c.fit(running, c.wide(), small), c.mx, c.y, c.wide(), left, small)
		c.y += runningH
	}
	c.newPage()
	title := style{strong, 19, ink}
	c.line(n.title, c.mx, c.y, c.wide(), centre, title)
	c.y += title.lead() + 3*mm
	for _, r := range n.head {
		c.fieldRow(r)
	}
	c.y += 3 * mm
	text := style{regular, 9.5, ink}
	c.y = c.text(c.lines(n.intro, c.wide(), text), c.mx, c.y, c.wide(), left, text) + 1.5*mm
	f := newFlow(c, &n.issued)
	f.tail = noticeSign
	f.draw()
	c.signLine(n.signOut)
	n.drawBack(c)
	err := c.finish(w, func(page, pages int) (string, string) {
		return n.d.Number, n.tr.t("page", "n", strconv.Itoa(page), "m", strconv.Itoa(pages))
	})
	return glyphWarnings(c.missing), err
}

// fieldRow draws labelled boxes side by side over the width.
func (c *canvas) fieldRow(fs []field) {
	label, value := style{regular, 8.5, muted}, style{regular, 9.5, ink}
	each := c.wide() / float64(len(fs))
	h := 8 * mm
	for _, f := range fs {
		h = max(h, float64(len(c.lines(f.Value, each-noticeLabel-2*padX, value)))*value.lead()+2*padY)
	}
	if !c.room(h) {
		c.newPage()
	}
	for i, f := range fs {
		x := c.mx + float64(i)*each
		c.fill(x, c.y, noticeLabel, h, tint)
		c.box(x, c.y, each, h)
		lines := c.lines(f.Label, noticeLabel-2*padX, label)
		c.text(lines, x+padX, c.y+(h-float64(len(lines))*label.lead())/2, noticeLabel-2*padX, left, label)
		lines = c.lines(f.Value, each-noticeLabel-2*padX, value)
		c.text(lines, x+noticeLabel+padX, c.y+(h-float64(len(lines))*value.lead())/2, each-noticeLabel-2*padX, left, value)
	}
	c.y += h
}

// signLine draws the lines to sign on.
func (c *canvas) signLine(labels []string) {
	if !c.room(noticeSign) {
		c.newPage()
	}
	st := style{regular, 9.5, ink}
	c.y += 7 * mm
	each := c.wide() / float64(len(labels))
	for i, label := range labels {
		x, w := c.mx+float64(i)*each, c.width(label, st)+1.5*mm
		c.line(label, x, c.y, each, left, st)
		if rest := each - w - 6*mm; rest > 8*mm && !endsFilled(label) {
			c.hline(x+w, c.y+st.lead(), rest, 0.6, ink)
		}
	}
	c.y += 10 * mm
}

// drawBack draws the half that comes back: on the same page under a line to cut
// at when all of it fits there, else on a page of its own.
func (n *noticePaper) drawBack(c *canvas) {
	title := style{strong, 14, ink}
	fixed := noticeCut + title.lead() + 15*mm + noticeSign // all but the rows, with the table's head
	need := fixed
	n.long = c.pages > 1
	n.stretch(0)
	for _, r := range newFlow(c, &n.answers).rows {
		need += r.h
	}
	if c.room(need) {
		n.room = (c.low() - c.y - fixed) / mm
		c.cutLine(n.tr.t("nt.cut"))
	} else if n.apart, n.room = true, (c.low()-c.mt-runningH-fixed)/mm; c.y > c.mt+runningH {
		c.newPage()
	}
	n.stretch(n.room)
	f := newFlow(c, &n.answers)
	f.tail = noticeSign
	c.line(n.back, c.mx, c.y, c.wide(), centre, title)
	c.y += title.lead() + 1*mm
	c.line(c.fit(n.backTo, c.wide(), small.sized(8.5)), c.mx, c.y, c.wide(), left, small.sized(8.5))
	c.y += 6 * mm
	f.draw()
	c.signLine(n.signIn)
}

// cutLine is the dashed line a paper is cut at.
func (c *canvas) cutLine(text string) {
	w := c.width(text, small) + 4*mm
	y := c.y + 3*mm
	for x := c.mx; x < c.mx+c.wide(); x += 3 * mm {
		if mid := c.mx + c.wide()/2; x+2*mm < mid-w/2 || x > mid+w/2 {
			c.hline(x, y, 2*mm, 0.5, muted)
		}
	}
	c.line(text, c.mx, y-small.lead()/2, c.wide(), centre, small)
	c.y += noticeCut
}
