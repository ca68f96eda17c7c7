package report

import (
	"bytes"
	"fmt"
	"image"
	imagedraw "image/draw"
	"image/png"
	"io"
	"strconv"

	ximage "golang.org/x/image/draw"

	"hallcheck/checklist"
	"hallcheck/checklist/chart"
)

// The measures of the card, in points: a picture twice as many pixels wide.
const (
	cardW     = 540.0
	cardEdge  = 24.0
	cardIn    = cardW - 2*cardEdge
	cardHead  = 92.0
	cardPhoto = 178.0
	cardDPI   = 144
)

// cardPhotoBox is where a photo goes.
type cardPhotoBox struct {
	x, y, w, h float64
	hash       string
}

// card is the share card while it is laid out.
type card struct {
	d      *MeetingDoc
	w      meetingWords
	y      float64
	shapes []chart.Shape
	photos []cardPhotoBox
}

// MeetingCard writes the share card of a meeting – what a lobby manager sends into the
// group: date, chair, counts, what was ticked, drill, photos as they may be shown – as
// PNG or as a PDF page of its size. Errors: report.format, or the writer's.
func MeetingCard(w io.Writer, f Format, d MeetingDoc) ([]Warning, error) {
	c := &card{d: &d, w: d.words()}
	drawing := c.layout()
	switch f {
	case PNG:
		return c.png(w, drawing)
	case PDF:
		return c.pdf(w, drawing)
	default:
		return nil, checklist.Fail("report.format", "format", string(f))
	}
}

func (c *card) add(s chart.Shape) { c.shapes = append(c.shapes, s) }

func (c *card) fill(x, y, w, h float64, role chart.Role, round float64) {
	c.add(chart.Shape{Kind: chart.Fill, X: x, Y: y, W: w, H: h, Role: role, Round: round})
}

func (c *card) words(text string, x, y, w, h, size float64, role chart.Role, bold bool, a chart.Align) {
	c.add(chart.Shape{Kind: chart.Text, X: x, Y: y, W: w, H: h, Text: text, Size: size, Role: role, Bold: bold, Align: a})
}

// lines breaks text into lines of a width, at most n of them.
func (c *card) lines(text string, w, size float64, n int) []string {
	out := breakLines(clean(text), w, func(r rune) float64 { return ChartWidth(string(r), size, false) })
	if len(out) > n {
		out = out[:n]
		last := []rune(out[n-1])
		for len(last) > 0 && ChartWidth(string(last)+"…", size, false) > w {
			last = last[:len(last)-1]
		}
		out[n-1] = string(last) + "…"
	}
	return out
}

// paragraph writes wrapped words at the running height and moves it on.
func (c *card) paragraph(text string, x, w, size float64, role chart.Role, most int) {
	for _, l := range c.lines(text, w, size, most) {
		c.words(l, x, c.y, w, size*1.5, size, role, false, chart.Left)
		c.y += size * 1.5
	}
}

// heading begins a part of the card.
func (c *card) heading(text string) {
	c.y += 12
	c.fill(cardEdge, c.y+3, 3, 13, chart.Accent, 1.5)
	c.words(text, cardEdge+10, c.y, cardIn-10, 19, 13, chart.Ink, true, chart.Left)
	c.y += 24
}

func (c *card) layout() chart.Drawing {
	c.head()
	c.figures()
	c.people()
	c.contents()
	c.drills()
	c.questions()
	c.pictures()
	c.y += 14
	c.add(chart.Shape{Kind: chart.Line, X: cardEdge, Y: c.y, W: cardIn, Thick: 0.6, Role: chart.Rule})
	c.words(c.w.t("foot", "org", c.d.Org), cardEdge, c.y+6, cardIn, 16, 9, chart.Muted, false, chart.Left)
	c.y += 30
	return chart.Drawing{W: cardW, H: c.y, Shapes: c.shapes, Alt: c.d.title() + " " + c.d.Sheet.Branch.Name + " " + c.d.Sheet.Day}
}

// head is the band with hall, kind and day.
func (c *card) head() {
	c.fill(0.5, 0.5, cardW-1, cardHead, chart.Accent, 0) // the painter wants a pixel at the edges
	c.words(c.d.title(), cardEdge, 16, 180, 36, 26, chart.OnDark, true, chart.Left)
	c.words(c.d.day(), cardEdge, 16, cardIn, 36, 13, chart.OnDark, false, chart.Right)
	c.words(c.lines(c.d.Sheet.Branch.Name, cardIn, 14, 1)[0], cardEdge, 56, cardIn, 22, 14, chart.OnDark, false, chart.Left)
	c.y = cardHead + 14
}

// figures are four numbers side by side.
func (c *card) figures() {
	good, all := c.d.ticked()
	type figure struct {
		word, value string
		role        chart.Role
	}
	length := figure{c.w.t("length"), c.w.t("minutes", "n", strconv.Itoa(c.d.Entry.Minutes)), chart.Good}
	if c.d.Entry.Minutes < c.d.Least {
		length.role = chart.Warn
		length.word = c.w.t("lengthShort", "n", strconv.Itoa(c.d.Least))
	}
	list := []figure{length}
	if all > 0 {
		list = append(list, figure{c.w.t("contents"), fmt.Sprintf("%d/%d", good, all), chart.Ink})
	}
	if n := c.d.due(); n > 0 {
		list = append([]figure{{c.w.t("present"), fmt.Sprintf("%d/%d", len(c.d.Entry.People), n), chart.Ink}}, list...)
	}
	if n := len(c.d.Questions); n > 0 {
		list = append(list, figure{c.w.t("rightOf"), fmt.Sprintf("%d/%d", c.d.right(), n), chart.Ink})
	}
	const gap = 10.0
	each := (cardIn - gap*float64(len(list)-1)) / float64(len(list))
	for i, f := range list {
		x := cardEdge + float64(i)*(each+gap)
		c.fill(x, c.y, each, 62, chart.Track, 8)
		c.words(f.value, x, c.y+7, each, 30, 20, f.role, true, chart.Centre)
		c.words(f.word, x, c.y+38, each, 16, 10, chart.Muted, false, chart.Centre)
	}
	c.y += 62
}

func (c *card) people() {
	c.y += 12
	c.paragraph(c.w.t("chairLine", "name", c.d.chair(), "absent", c.d.absent()), cardEdge, cardIn, 12, chart.Ink, 3)
}

// contents lists what was talked about with its sign: the words say it, not the
// colour alone.
func (c *card) contents() {
	if len(c.d.lines()) == 0 {
		return // the sheet is at another computer
	}
	c.heading(c.w.t("contents"))
	for _, l := range c.d.lines() {
		if l.Verdict == checklist.NA {
			continue
		}
		sign, role := "–", chart.Muted
		switch l.Verdict {
		case checklist.Pass:
			sign, role = "✔", chart.Good
		case checklist.Miss:
			sign, role = "✗", chart.Bad
		case checklist.NA:
		}
		text := l.Text
		if l.Value != "" {
			text += " " + l.Value
		}
		if l.Verdict == checklist.Miss {
			text += c.w.t("missed")
			if l.Note != "" {
				text += " " + l.Note
			}
		}
		c.words(sign, cardEdge, c.y, 16, 18, 12, role, true, chart.Left)
		c.paragraph(text, cardEdge+20, cardIn-20, 12, chart.Ink, 2)
	}
}

func (c *card) drills() {
	if len(c.d.Drills) == 0 {
		return
	}
	c.heading(c.w.t("drill"))
	for _, x := range c.d.Drills {
		c.paragraph(c.d.drill(x), cardEdge, cardIn, 12, chart.Ink, 2)
		for _, a := range x.Agreed {
			c.paragraph(c.d.agreed(a), cardEdge, cardIn, 11, chart.Muted, 2)
		}
	}
}

// mostCardQuestions is how many questions the card lists.
const mostCardQuestions = 4

func (c *card) questions() {
	if len(c.d.Questions) == 0 {
		return
	}
	c.heading(c.w.t("questions"))
	for i, q := range c.d.Questions {
		if i == mostCardQuestions {
			c.paragraph(c.w.t("more", "n", strconv.Itoa(len(c.d.Questions)-i)), cardEdge, cardIn, 11, chart.Muted, 1)
			break
		}
		text := q.Text + c.w.t("dash") + c.d.answered(q).Text
		if c.d.Names && q.Person != "" {
			text += " · " + q.Person
		}
		c.paragraph(text, cardEdge, cardIn, 12, chart.Ink, 2)
	}
}

// pictures makes room for two photos side by side, or one over the width.
func (c *card) pictures() {
	list := c.d.photos()
	if len(list) == 0 {
		return
	}
	c.heading(c.w.t("photos"))
	list = list[:min(len(list), 2)]
	const gap = 10.0
	each := (cardIn - gap*float64(len(list)-1)) / float64(len(list))
	h := cardPhoto
	if len(list) == 1 {
		h = 1.5 * cardPhoto
	}
	for i, hash := range list {
		x := cardEdge + float64(i)*(each+gap)
		c.fill(x, c.y, each, h, chart.Track, 0)
		c.photos = append(c.photos, cardPhotoBox{x, c.y, each, h, hash})
	}
	c.y += h
}

// png paints the card with its photos.
func (c *card) png(w io.Writer, d chart.Drawing) ([]Warning, error) {
	img, err := chartImage(d, cardDPI)
	if err != nil {
		return nil, err
	}
	var lack []Warning
	for i, b := range c.photos {
		if err := b.paint(img, c.d.Photo); err != nil {
			lack = append(lack, photoWarning(photo{No: strconv.Itoa(i + 1)}, err))
		}
	}
	return lack, png.Encode(w, img)
}

// paint puts a photo whole into the middle of its box.
func (b cardPhotoBox) paint(img *image.RGBA, open Opener) error {
	data, _, _, err := readPicture(open, b.hash)
	if err != nil {
		return err
	}
	src, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return err
	}
	const k = cardDPI / 72.0
	size := src.Bounds().Size()
	scale := min(b.w*k/float64(size.X), b.h*k/float64(size.Y))
	w, h := int(float64(size.X)*scale), int(float64(size.Y)*scale)
	x, y := int(b.x*k)+(int(b.w*k)-w)/2, int(b.y*k)+(int(b.h*k)-h)/2
	ximage.ApproxBiLinear.Scale(img, image.Rect(x, y, x+w, y+h), src, src.Bounds(), imagedraw.Over, nil)
	return nil
}

// pdf draws the card as a page of its own size, its words as words.
func (c *card) pdf(w io.Writer, d chart.Drawing) ([]Warning, error) {
	page := leaf{pw: d.W, ph: d.H}
	p := newCanvas(d.Alt, c.d.Org, c.d.Made.UTC(), page)
	p.newPage()
	p.chart(d, 0, 0)
	var lack []Warning
	for i, b := range c.photos {
		data, cfg, _, err := readPicture(c.d.Photo, b.hash)
		if err == nil {
			err = p.picture(data, cfg.Width, cfg.Height, b.x, b.y, b.w, b.h)
		}
		if err != nil {
			lack = append(lack, photoWarning(photo{No: strconv.Itoa(i + 1)}, err))
		}
	}
	if p.err != nil {
		return lack, p.err
	}
	err := writePDF(&p.pdf, w)
	return append(lack, glyphWarnings(p.missing)...), err
}
