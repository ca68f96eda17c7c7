package report

import "strings"

// anchor is where a text stands in its box.
type anchor int

const (
	top anchor = iota
	middle
	low
)

// shape is one thing on a slide, in points from its upper left corner. What a
// deck looks like is decided here alone; PDF and PPTX only draw it.
type shape struct {
	x, y, w, h float64
	name       string
	place      string // the placeholder of the layout it fills
	fill       *colour
	text       []slidePara
	anchor     anchor
	inset      float64
	photo      *pic
	hash       string // a picture that was not read: it stands whole inside the box
	grid       *slideGrid
}

// slidePara is a paragraph with its lines broken.
type slidePara struct {
	text  string
	lines []string
	st    style
	al    align
	after float64
	cut   bool // its end did not fit
}

// slideGrid is a table; all rows are of one height.
type slideGrid struct {
	widths []float64
	rowH   float64
	cells  [][]gridCell
}

type gridCell struct {
	slidePara
	fill *colour
}

// gridPad is the space beside a cell's text; office writes the same.
const gridPad = 6.0

// slideLead is the distance of lines in ems: the widest among the faces a
// machine may show the slide in.
const slideLead = 1.45

// The colours of slides besides those of paper.
var (
	white  = colour{0xFF, 0xFF, 0xFF}
	stage  = colour{0x14, 0x1A, 0x22} // around pictures
	blue   = colour{0x15, 0x59, 0xB7}
	green  = colour{0x15, 0x71, 0x3F}
	redish = colour{0xB4, 0x23, 0x3B}
	haze   = colour{0xE7, 0xF0, 0xFB}
)

// slideLayout lays slides out.
type slideLayout struct {
	c     *canvas
	d     *SlideDoc
	tr    words
	shots gallery
	blind bool // pictures are named, not read
	slide *Slide
	out   []shape
}

// page is what stands on slide i, from the ground up.
func (l *slideLayout) page(i int) []shape {
	s := &l.d.Slides[i]
	l.out, l.slide = nil, s
	switch s.Kind {
	case SlideTitle:
		l.title(s)
	case SlideProblem, SlideBright:
		l.problem(s)
	case SlidePair:
		l.pair(s)
	default:
		l.sheet(s)
	}
	if s.Kind != SlideTitle {
		st := style{regular, 11, muted}
		l.add(shape{x: 840, y: 516, w: 96, h: 18, name: "Number", text: []slidePara{l.one(l.number(i), 96, st, right)}})
	}
	return l.out
}

func (l *slideLayout) add(s shape) { l.out = append(l.out, s) }

// block paints a box.
func (l *slideLayout) block(name string, x, y, w, h float64, col colour) {
	l.add(shape{x: x, y: y, w: w, h: h, name: name, fill: &col})
}

// one is a text on one line, cut with … where it is too wide.
func (l *slideLayout) one(text string, w float64, st style, al align) slidePara {
	text = l.c.fit(text, w, st)
	return slidePara{text: text, lines: []string{text}, st: st, al: al}
}

// para is a paragraph to be fitted.
type para struct {
	text  string
	st    style
	after float64
}

// fitted breaks paragraphs for a box of w × h: as large as asked, else smaller by
// steps down to least (a share of the size asked), else cut with … at the end.
func (l *slideLayout) fitted(ps []para, w, h, least float64, al align) []slidePara {
	for share := 1.0; ; share -= 0.05 {
		out, height := l.broken(ps, share, w, al)
		if height <= h {
			return out
		}
		if share <= least {
			return cutTo(out, h)
		}
	}
}

func (l *slideLayout) broken(ps []para, share, w float64, al align) (out []slidePara, height float64) {
	for _, p := range ps {
		text := strings.TrimSpace(clean(p.text))
		if text == "" {
			continue
		}
		st := p.st.sized(float64(int(p.st.size*share*2)) / 2)
		// a program's own face may be a little wider: leave it room
		sp := slidePara{text: text, lines: l.c.lines(text, w*0.97, st), st: st, al: al, after: p.after * share}
		height += float64(len(sp.lines))*st.slide() + sp.after
		out = append(out, sp)
	}
	return out, height
}

// slide is the distance of lines on a slide.
func (s style) slide() float64 { return s.size * slideLead }

// cutTo leaves out the lines that do not fit into h.
func cutTo(ps []slidePara, h float64) (out []slidePara) {
	for _, p := range ps {
		n := int(h / p.st.slide())
		if n <= 0 {
			break
		}
		if n < len(p.lines) {
			p.lines, p.cut = append([]string{}, p.lines[:n]...), true
			rs := []rune(strings.TrimRight(p.lines[n-1], " "))
			p.lines[n-1] = string(rs[:max(0, len(rs)-1)]) + "…"
			return append(out, p)
		}
		out = append(out, p)
		h -= float64(len(p.lines))*p.st.slide() + p.after
	}
	return out
}

// textHeight is how tall a shape's text is as the PDF draws it.
func (s shape) textHeight() (h float64) {
	for i, p := range s.text {
		h += float64(len(p.lines)) * p.st.lead()
		if i < len(s.text)-1 {
			h += p.after
		}
	}
	return h
}

// ground is the box that is the slide's background.
const ground = "Ground"

// title is the first slide.
func (l *slideLayout) title(s *Slide) {
	l.block(ground, 0, 0, slidePage.pw, slidePage.ph, accent)
	l.block("Mark", 80, 150, 64, 6, white)
	heading := l.fitted([]para{{s.Heading, style{strong, 44, white}, 0}}, 800, 134, 0.5, left)
	h := slideHeight(heading)
	l.add(shape{x: 80, y: 168, w: 800, h: h, name: "Title", place: "ctrTitle", text: heading})
	var ps []para
	for _, t := range s.Lines {
		ps = append(ps, para{t, style{regular, 22, colour{0xDC, 0xE6, 0xF2}}, 6})
	}
	if text := l.fitted(ps, 800, 126, 0.6, left); len(text) > 0 {
		l.add(shape{x: 80, y: 168 + h + 16, w: 800, h: 130, name: "Subtitle", place: "subTitle", text: text})
	}
	l.add(shape{x: 80, y: 470, w: 800, h: 26, name: "Footer", text: []slidePara{l.one(s.Footer, 800, style{regular, 16, colour{0xB9, 0xCB, 0xDF}}, left)}})
}

// tagColour is a tag's: a warning, praise, or plain.
func tagColour(s *Slide) colour {
	switch {
	case s.Alarm:
		return redish
	case s.Kind == SlideBright || s.Kind == SlidePair:
		return green
	default:
		return blue
	}
}

// tag draws the short mark and returns the y below it.
func (l *slideLayout) tag(s *Slide, x, y, most float64) float64 {
	if s.Tag == "" {
		return y
	}
	st := style{strong, 14, white}
	t := l.one(s.Tag, most-20, st, centre)
	col := tagColour(s)
	l.add(shape{
		x: x, y: y, w: min(most, l.c.width(t.text, st)*1.05+24), h: 26, name: "Tag", fill: &col, anchor: middle,
		text: []slidePara{t},
	})
	return y + 38
}

// twoThirds is how wide the picture's stage is on a slide with one picture.
const twoThirds = slideThird * 2

const slideThird = 320.0

// problem is one picture over two thirds, the words beside it.
func (l *slideLayout) problem(s *Slide) {
	l.stage(first(s.Photos), 0, 0, twoThirds, slidePage.ph)
	x, w := twoThirds+26.0, slideThird-26-24
	col := tagColour(s)
	l.block("Mark", twoThirds, 0, 6, slidePage.ph, col)
	y := l.tag(s, x, 28, w)
	heading := l.fitted([]para{{s.Heading, style{strong, 30, ink}, 0}}, w, 200, 0.6, left)
	h := slideHeight(heading)
	l.add(shape{x: x, y: y, w: w, h: h, name: "Title", place: "title", text: heading})
	y += h + 14
	foot := l.fitted(l.caption(s.Footer, w), w, 110, 0.7, left)
	fh := slideHeight(foot)
	l.body(s, x, y, w, 500-fh-14-y)
	if fh > 0 {
		l.block("Rule", x, 500-fh-8, w, 1, rule)
		l.add(shape{x: x, y: 500 - fh, w: w, h: fh, name: "Caption", text: foot})
	}
}

func slideHeight(ps []slidePara) (h float64) {
	for _, p := range ps {
		h += float64(len(p.lines))*p.st.slide() + p.after
	}
	return h
}

// body is the lines of a slide.
func (l *slideLayout) body(s *Slide, x, y, w, h float64) {
	var ps []para
	for _, t := range s.Lines {
		ps = append(ps, para{t, style{regular, 20, ink}, 8})
	}
	if text := l.fitted(ps, w, h, 0.65, left); len(text) > 0 {
		l.add(shape{x: x, y: y, w: w, h: h, name: "Text", text: text})
	}
}

// caption sets the parts of a caption line in a narrow column: a part is not
// broken where a line of its own holds it.
func (l *slideLayout) caption(text string, w float64) []para {
	const dot = " · "
	st, line := style{regular, 14, muted}, ""
	var lines []string
	for _, part := range strings.Split(clean(text), dot) {
		switch {
		case line == "":
			line = part
		case l.c.width(line+dot+part, st) <= w*0.96:
			line += dot + part
		default:
			lines, line = append(lines, line), part
		}
	}
	var out []para
	for _, t := range append(lines, line) {
		out = append(out, para{t, st, 2})
	}
	return out
}

func first(ps []Picture) Picture {
	if len(ps) == 0 {
		return Picture{}
	}
	return ps[0]
}

// stage is the dark ground with a picture whole inside it, its label in the corner.
func (l *slideLayout) stage(p Picture, x, y, w, h float64) {
	l.block("Stage", x, y, w, h, stage)
	st := style{regular, 16, colour{0x9D, 0xA9, 0xB8}}
	if p.Hash == "" {
		l.add(shape{x: x, y: y, w: w, h: h, name: "No picture", anchor: middle, text: []slidePara{l.one(l.tr.t("slide.noPhoto"), w, st, centre)}})
	} else if l.blind {
		l.add(shape{x: x, y: y, w: w, h: h, name: "Picture", hash: p.Hash})
	} else if shot := l.shots.read(p.Hash, p.Hash); shot.ok() {
		pw, ph := shot.within(w, h)
		l.add(shape{x: x + (w-pw)/2, y: y + (h-ph)/2, w: pw, h: ph, name: strings.TrimSpace(clean(p.Label + " " + l.slide.Heading)), photo: &shot})
	} else {
		l.add(shape{x: x, y: y, w: w, h: h, name: "No picture", anchor: middle, text: []slidePara{l.one(shot.alt, w, st, centre)}})
	}
	if p.Label != "" {
		st := style{strong, 14, white}
		t := l.one(p.Label, (w-48)*0.95, st, centre)
		l.add(shape{x: x + 12, y: y + 12, w: l.c.width(t.text, st)*1.05 + 24, h: 26, name: "Label", fill: &stage, anchor: middle, text: []slidePara{t}})
	}
}
