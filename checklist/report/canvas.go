package report

import (
	"cmp"
	"io"
	"strings"
	"time"
	"unicode"

	"github.com/signintech/gopdf"

	"hallcheck/assets"
)

// Lengths are in points; mm turns millimetres into them.
const (
	mm       = 72 / 25.4
	pageW    = 297 * mm
	pageH    = 210 * mm
	marginX  = 10 * mm
	marginT  = 10 * mm
	marginB  = 13 * mm
	contentW = pageW - 2*marginX
	bottom   = pageH - marginB
)

// leaf is a page's size and margins.
type leaf struct{ pw, ph, mx, mt, mb float64 }

// The pages papers are printed on.
var (
	landscape = leaf{pageW, pageH, marginX, marginT, marginB}
	portrait  = leaf{pageH, pageW, 17 * mm, 14 * mm, marginB}
)

// wide is the width between the margins.
func (l leaf) wide() float64 { return l.pw - 2*l.mx }

// low is the y of the lower margin.
func (l leaf) low() float64 { return l.ph - l.mb }

// colour is red, green, blue.
type colour [3]uint8

var (
	ink    = colour{0x1B, 0x24, 0x30}
	muted  = colour{0x5F, 0x6B, 0x7A}
	rule   = colour{0xB4, 0xBD, 0xC9}
	tint   = colour{0xF3, 0xF6, 0xF9}
	headBg = colour{0xE3, 0xEA, 0xF2}
	accent = colour{0x1F, 0x4E, 0x79}
	danger = colour{0xB4, 0x23, 0x18}
)

// The two faces of the one family.
const (
	regular = "sans"
	strong  = "sans-bold"
)

// tofu stands for a character the fonts do not have.
const tofu = '□'

// style is how a piece of text looks. Size is in points.
type style struct {
	face string
	size float64
	ink  colour
}

func (s style) bold() style           { s.face = strong; return s }
func (s style) in(c colour) style     { s.ink = c; return s }
func (s style) sized(n float64) style { s.size = n; return s }
func (s style) lead() float64         { return s.size * 1.38 }

// glyph is a rune in a face.
type glyph struct {
	face string
	r    rune
}

// canvas draws on pages of one size: text by its own line breaker, boxes,
// pictures. It remembers the first error and then does nothing more.
type canvas struct {
	leaf
	pdf     gopdf.GoPdf
	widths  map[glyph]float64 // advance at 1000 points; the font has all of these
	missing map[rune]bool
	face    string
	y       float64
	pages   int
	first   leaf   // as the file says it; pages of another size say so themselves
	foot    func() // draws the foot of every page, where it needs no number of pages
	onPage  func() // draws the running head of pages after the first
	err     error
}

func newCanvas(title, author string, created time.Time, l leaf) *canvas {
	c := &canvas{leaf: l, first: l, widths: map[glyph]float64{}, missing: map[rune]bool{}}
	c.pdf.Start(gopdf.Config{PageSize: gopdf.Rect{W: l.pw, H: l.ph}})
	c.pdf.SetInfo(gopdf.PdfInfo{Title: title, Author: author, Creator: "Hallcheck", CreationDate: created.UTC()})
	option := gopdf.TtfOption{
		OnGlyphNotFound:           func(r rune) { c.missing[r] = true },
		OnGlyphNotFoundSubstitute: func(rune) rune { return tofu },
	}
	c.keep(c.pdf.AddTTFFontDataWithOption(regular, assets.FontRegular, option))
	c.keep(c.pdf.AddTTFFontDataWithOption(strong, assets.FontBold, option))
	return c
}

// keep holds on to the first error.
func (c *canvas) keep(err error) {
	if c.err == nil {
		c.err = err
	}
}

func (c *canvas) newPage() {
	if c.leaf == c.first {
		c.pdf.AddPage()
	} else {
		c.pdf.AddPageWithOption(gopdf.PageOption{PageSize: &gopdf.Rect{W: c.pw, H: c.ph}})
	}
	c.pages++
	c.face = ""
	c.y = c.mt
	if c.foot != nil {
		c.foot()
	}
	if c.pages > 1 && c.onPage != nil {
		c.onPage()
	}
}

// room says whether a block of height h still fits on the page.
func (c *canvas) room(h float64) bool { return c.y+h <= c.low()+0.01 }

func (c *canvas) use(s style) {
	if key := s.face; c.err == nil {
		c.face = key
		c.keep(c.pdf.SetFont(s.face, "", s.size))
		c.pdf.SetTextColor(s.ink[0], s.ink[1], s.ink[2])
	}
}

// advance returns the width of r, and puts r into the document's font subset.
func (c *canvas) advance(s style) func(rune) float64 {
	return func(r rune) float64 {
		g := glyph{s.face, r}
		w, ok := c.widths[g]
		if !ok && c.err == nil {
			var err error
			c.keep(c.pdf.SetFont(s.face, "", 1000.0))
			w, err = c.pdf.MeasureTextWidth(string(r))
			c.keep(err)
			c.widths[g] = w
		}
		return w * s.size / 1000
	}
}

func (c *canvas) width(text string, s style) float64 {
	adv, w := c.advance(s), 0.0
	for _, r := range text {
		w += adv(r)
	}
	return w
}

// shrinkable is the longest word a narrow cell is set smaller for; anything
// longer is no word and is cut.
const shrinkable = 16

// longestWord is the width of the widest Latin word in text.
func (c *canvas) longestWord(text string, s style) float64 {
	adv, longest, w, n := c.advance(s), 0.0, 0.0, 0
	for _, r := range text {
		if !unicode.IsLetter(r) || !wordRune(r) {
			w, n = 0, 0
			continue
		}
		w, n = w+adv(r), n+1
		if n <= shrinkable {
			longest = max(longest, w)
		}
	}
	return longest
}

// fit is text on one line, cut with … where it is wider than w.
func (c *canvas) fit(text string, w float64, s style) string {
	text = strings.ReplaceAll(clean(text), "\n", " ")
	if c.width(text, s) <= w {
		return text
	}
	adv, room := c.advance(s), w-c.width("…", s)
	for i, r := range text {
		if room -= adv(r); room < 0 {
			return text[:i] + "…"
		}
	}
	return text
}

// lines breaks text for a column of width w.
func (c *canvas) lines(text string, w float64, s style) []string {
	return breakLines(clean(text), w, c.advance(s))
}

// align is where a line stands in its box.
type align int

const (
	left align = iota
	centre
	right
)

// line draws one line of text whose box begins at x, y and is w wide.
func (c *canvas) line(text string, x, y, w float64, a align, s style) {
	text = strings.TrimRight(text, " ")
	if text == "" || c.err != nil {
		return
	}
	switch a {
	case centre:
		x += (w - c.width(text, s)) / 2
	case right:
		x += w - c.width(text, s)
	case left:
	}
	c.use(s)
	c.pdf.SetXY(x, y+s.lead()/2+s.size*0.37)
	c.keep(c.pdf.Text(text))
}

// text draws lines one under the other and returns the y below them.
func (c *canvas) text(lines []string, x, y, w float64, a align, s style) float64 {
	for _, l := range lines {
		c.line(l, x, y, w, a, s)
		y += s.lead()
	}
	return y
}

// fill paints a box.
func (c *canvas) fill(x, y, w, h float64, col colour) {
	c.pdf.SetFillColor(col[0], col[1], col[2])
	c.pdf.RectFromUpperLeftWithStyle(x, y, w, h, "F")
}

// box draws the outline of a box.
func (c *canvas) box(x, y, w, h float64) {
	c.stroke(0.5, rule)
	c.pdf.RectFromUpperLeftWithStyle(x, y, w, h, "D")
}

// hline draws a horizontal line.
func (c *canvas) hline(x, y, w, thick float64, col colour) {
	c.stroke(thick, col)
	c.pdf.Line(x, y, x+w, y)
}

// vline draws a vertical line.
func (c *canvas) vline(x, y, h, thick float64, col colour) {
	c.stroke(thick, col)
	c.pdf.Line(x, y, x, y+h)
}

func (c *canvas) stroke(thick float64, col colour) {
	c.pdf.SetLineWidth(thick)
	c.pdf.SetStrokeColor(col[0], col[1], col[2])
}

// picture draws a JPEG or PNG of pw×ph pixels inside the box, centred, its
// shape kept.
func (c *canvas) picture(data []byte, pw, ph int, x, y, w, h float64) error {
	holder, err := gopdf.ImageHolderByBytes(data)
	if err != nil {
		return err
	}
	scale := min(w/float64(pw), h/float64(ph))
	dw, dh := float64(pw)*scale, float64(ph)*scale
	return c.pdf.ImageByHolder(holder, x+(w-dw)/2, y+(h-dh)/2, &gopdf.Rect{W: dw, H: dh})
}

// finish writes the footers, now that the number of pages is known, and the file.
func (c *canvas) finish(w io.Writer, footer func(page, pages int) (left, right string)) error {
	s := style{regular, 7.5, muted}
	for p := 1; p <= c.pages && c.err == nil; p++ {
		c.keep(c.pdf.SetPage(p))
		l, r := footer(p, c.pages)
		y := c.low() + 3*mm
		c.hline(c.mx, y-1*mm, c.wide(), 0.4, rule)
		c.line(c.fit(l, c.wide()*0.8, s), c.mx, y, c.wide(), left, s)
		c.line(r, c.mx, y, c.wide(), right, s)
	}
	if c.err != nil {
		return c.err
	}
	return writePDF(&c.pdf, w)
}

// writePDF writes a paper out, and says when it could not.
func writePDF(pdf *gopdf.GoPdf, w io.Writer) error {
	k := &keeping{w: w}
	_, err := pdf.WriteTo(k)
	return cmp.Or(k.err, err)
}

// keeping remembers the first failure of a writer: the PDF library goes on writing and
// says that all is well, so that a full disk would leave an empty or cut paper.
type keeping struct {
	w   io.Writer
	err error
}

// Write implements io.Writer.
func (k *keeping) Write(p []byte) (int, error) {
	if k.err != nil {
		return 0, k.err
	}
	n, err := k.w.Write(p)
	k.err = err
	return n, err
}
