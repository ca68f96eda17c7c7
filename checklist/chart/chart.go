// Package chart turns figures into drawings: boxes, lines and words in points,
// with what they mean instead of colours. Window, PDF and picture draw the same
// drawing, each with its own colours and fonts. Nothing is said by colour alone:
// every bar, line and cell carries its words.
package chart

// Role is what a shape means; who draws picks the colour. Those of the heat
// scale are told apart by people who see red and green alike (the blue–orange
// scale of ColorBrewer's RdBu/PuOr family), and each cell has its number.
type Role int

// The roles.
const (
	Ink    Role = iota // text
	Muted              // text of less weight
	Rule               // thin lines, axes
	Track              // what a bar is measured against
	Accent             // the figure itself
	Soft               // the figure for comparison
	Good
	Warn
	Bad
	Heat1  // far below
	Heat2  // below
	Heat3  // in the middle
	Heat4  // good
	Heat5  // best
	OnDark // text on Heat1, Heat5 and Accent
)

// Kind is how a shape is drawn.
type Kind int

// The kinds of shape.
const (
	Fill  Kind = iota // box X, Y, W, H, with corners of radius Round
	Frame             // its outline, Thick wide
	Line              // from X, Y to X+W, Y+H, Thick wide
	Dash              // the same, dashed
	Dot               // a circle of diameter W whose box begins at X, Y
	Text              // one line of words in the box, in its middle from top to bottom
)

// Align is where words stand in their box.
type Align int

// The alignments.
const (
	Left Align = iota
	Centre
	Right
)

// Shape is one thing to draw. Lengths are points from the top left corner.
type Shape struct {
	Kind         Kind
	X, Y, W, H   float64
	Role         Role
	Thick, Round float64
	Text         string
	Size         float64
	Bold         bool
	Align        Align
}

// Drawing is a chart ready to be drawn; Alt says in one sentence what it shows.
type Drawing struct {
	W, H   float64
	Shapes []Shape
	Alt    string
}

// Paper is what a chart is drawn on: how wide, and how wide words are there.
type Paper struct {
	W       float64
	H       float64                                            // of charts whose height is free; 0 = their own choice
	Measure func(text string, size float64, bold bool) float64 // nil = by rule of thumb
	Scale   float64                                            // of type and bars; 0 = 1
}

func (p *Paper) scale() float64 {
	if p.Scale <= 0 {
		return 1
	}
	return p.Scale
}

// width is that of words in points.
func (p *Paper) width(text string, size float64, bold bool) float64 {
	if p.Measure != nil {
		return p.Measure(text, size, bold)
	}
	w := 0.0
	for _, r := range text {
		if r >= 0x2E80 {
			w += size
		} else {
			w += size * 0.58
		}
	}
	return w
}

// fit cuts words that are wider than w, with … at their end.
func (p *Paper) fit(text string, w, size float64, bold bool) string {
	if w += 0.01; p.width(text, size, bold) <= w {
		return text
	}
	rs := []rune(text)
	for n := len(rs) - 1; n > 0; n-- {
		if s := string(rs[:n]) + "…"; p.width(s, size, bold) <= w {
			return s
		}
	}
	return ""
}

// wrap breaks words into at most n lines of width w; the last one is cut.
func (p *Paper) wrap(text string, w, size float64, n int) []string {
	var out []string
	rs := []rune(text)
	for len(rs) > 0 {
		if len(out) == n-1 {
			return append(out, p.fit(string(rs), w, size, false))
		}
		k := len(rs)
		for k > 1 && p.width(string(rs[:k]), size, false) > w {
			k--
		}
		if k < len(rs) { // Latin words stay whole where they fit
			for b := k; b > 0; b-- {
				if rs[b] == ' ' {
					k = b
					break
				}
				if rs[b] >= 0x2E80 || rs[b-1] >= 0x2E80 {
					break
				}
			}
		}
		out = append(out, string(rs[:k]))
		rs = rs[k:]
		for len(rs) > 0 && rs[0] == ' ' {
			rs = rs[1:]
		}
	}
	return out
}

// pen collects the shapes of a drawing.
type pen struct {
	Paper
	shapes []Shape
	k      float64
}

func newPen(p Paper) *pen { return &pen{Paper: p, k: p.scale()} }

// The type sizes, in points.
const (
	sizeTitle = 11.0
	sizeText  = 9.0
	sizeSmall = 8.0
	lead      = 1.35
)

func (d *pen) words(text string, x, y, w, h, size float64, r Role, a Align, bold bool) {
	if text = d.fit(text, w, size, bold); text != "" {
		d.shapes = append(d.shapes, Shape{Kind: Text, X: x, Y: y, W: w, H: h, Role: r, Text: text, Size: size, Align: a, Bold: bold})
	}
}

func (d *pen) box(x, y, w, h float64, r Role, round float64) {
	if w > 0 && h > 0 {
		d.shapes = append(d.shapes, Shape{Kind: Fill, X: x, Y: y, W: w, H: h, Role: r, Round: round})
	}
}

func (d *pen) line(k Kind, x1, y1, x2, y2, thick float64, r Role) {
	d.shapes = append(d.shapes, Shape{Kind: k, X: x1, Y: y1, W: x2 - x1, H: y2 - y1, Thick: thick, Role: r})
}

// title writes the chart's title and returns the y below it.
func (d *pen) title(text string) float64 {
	if text == "" {
		return 0
	}
	size := sizeTitle * d.k
	d.words(text, 0, 0, d.W, size*lead, size, Ink, Left, true)
	return size*lead + 4*d.k
}

func (d *pen) done(h float64, alt string) Drawing {
	return Drawing{W: d.W, H: h, Shapes: d.shapes, Alt: alt}
}
