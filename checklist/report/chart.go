package report

import (
	"image"
	"image/color"
	imagedraw "image/draw"
	"image/png"
	"io"
	"math"
	"sync"

	"github.com/signintech/gopdf"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"

	"hallcheck/assets"
	"hallcheck/checklist/chart"
)

// chartInks are the colours of charts on paper, by role.
var chartInks = map[chart.Role]colour{
	chart.Ink: ink, chart.Muted: muted, chart.Rule: {0xD5, 0xDB, 0xE3}, chart.Track: {0xEC, 0xF0, 0xF5}, chart.Accent: {0x15, 0x59, 0xB7},
	chart.Soft: {0x8A, 0x97, 0xA8}, chart.Good: {0x15, 0x71, 0x3F}, chart.Warn: {0x8A, 0x5B, 0x00}, chart.Bad: {0xB4, 0x23, 0x3B},
	chart.Heat1: {0xB3, 0x58, 0x06}, chart.Heat2: {0xF1, 0xA3, 0x40}, chart.Heat3: {0xFE, 0xE8, 0xC8}, chart.Heat4: {0xC6, 0xDB, 0xEF}, chart.Heat5: {0x2B, 0x6C, 0xB0},
	chart.OnDark: {0xFF, 0xFF, 0xFF},
}

// chartFaces are the two fonts as outlines, for measuring and for pictures.
var chartFaces = sync.OnceValue(func() map[bool]*sfnt.Font {
	out := map[bool]*sfnt.Font{}
	for strong, data := range map[bool][]byte{false: assets.FontRegular, true: assets.FontBold} {
		if f, err := opentype.Parse(data); err == nil { // our own files: a test parses them
			out[strong] = f
		}
	}
	return out
})

var chartWidths = struct {
	sync.Mutex
	of map[glyph]float64
}{of: map[glyph]float64{}}

// ChartWidth is how wide words are in a chart on paper, in points; chart.Paper
// wants it as Measure.
func ChartWidth(text string, size float64, bold bool) float64 {
	face := regular
	if bold {
		face = strong
	}
	chartWidths.Lock()
	defer chartWidths.Unlock()
	var buf sfnt.Buffer
	w := 0.0
	for _, r := range text {
		g := glyph{face, r}
		a, ok := chartWidths.of[g]
		if !ok {
			f := chartFaces()[bold]
			if i, err := f.GlyphIndex(&buf, r); err == nil {
				if n, err := f.GlyphAdvance(&buf, i, fixed.I(1000), font.HintingNone); err == nil {
					a = float64(n) / 64
				}
			}
			chartWidths.of[g] = a
		}
		w += a
	}
	return w * size / 1000
}

// ChartPaper is a paper of a width in points for charts drawn by this package.
func ChartPaper(width float64) chart.Paper { return chart.Paper{W: width, Measure: ChartWidth} }

// chart draws a chart as vectors with its upper left corner at x, y, in its own
// size, and returns the y below it. Its words stay words.
func (c *canvas) chart(d chart.Drawing, x, y float64) float64 {
	for _, s := range d.Shapes {
		col := chartInks[s.Role]
		switch s.Kind {
		case chart.Fill:
			c.fill(x+s.X, y+s.Y, s.W, s.H, col)
		case chart.Frame:
			c.stroke(s.Thick, col)
			c.pdf.RectFromUpperLeftWithStyle(x+s.X, y+s.Y, s.W, s.H, "D")
		case chart.Line:
			c.stroke(s.Thick, col)
			c.pdf.Line(x+s.X, y+s.Y, x+s.X+s.W, y+s.Y+s.H)
		case chart.Dash:
			c.stroke(s.Thick, col)
			for _, p := range dashes(s) {
				c.pdf.Line(x+p[0], y+p[1], x+p[2], y+p[3])
			}
		case chart.Dot:
			c.pdf.SetFillColor(col[0], col[1], col[2])
			c.pdf.Polygon(circle(x+s.X+s.W/2, y+s.Y+s.W/2, s.W/2), "F")
		case chart.Text:
			st := style{regular, s.Size, col}
			if s.Bold {
				st = st.bold()
			}
			c.line(s.Text, x+s.X, y+s.Y+(s.H-st.lead())/2, s.W, [...]align{left, centre, right}[s.Align], st)
		}
	}
	return y + d.H
}

// circle is a polygon nobody can tell from one at the size of a dot.
func circle(x, y, r float64) []gopdf.Point {
	out := make([]gopdf.Point, 24)
	for i := range out {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(len(out)))
		out[i] = gopdf.Point{X: x + r*cos, Y: y + r*sin}
	}
	return out
}

// dashes cuts a dashed line into its strokes: 4 points on, 3 off.
func dashes(s chart.Shape) [][4]float64 {
	long := math.Hypot(s.W, s.H)
	var out [][4]float64
	for at := 0.0; at < long; at += 7 {
		a, b := at/long, min(at+4, long)/long
		out = append(out, [4]float64{s.X + a*s.W, s.Y + a*s.H, s.X + b*s.W, s.Y + b*s.H})
	}
	return out
}

// ChartPNG writes a chart as a PNG on white, dpi pixels to the inch; 72 is one
// pixel a point.
func ChartPNG(w io.Writer, d chart.Drawing, dpi int) error {
	img, err := chartImage(d, dpi)
	if err != nil {
		return err
	}
	return png.Encode(w, img)
}

// chartImage paints a chart on white.
func chartImage(d chart.Drawing, dpi int) (*image.RGBA, error) {
	k := float64(dpi) / 72
	img := image.NewRGBA(image.Rect(0, 0, max(int(math.Ceil(d.W*k)), 1), max(int(math.Ceil(d.H*k)), 1)))
	imagedraw.Draw(img, img.Bounds(), image.White, image.Point{}, imagedraw.Src)
	p := painter{img: img, k: k, faces: map[faceKey]font.Face{}}
	for _, s := range d.Shapes {
		if err := p.shape(s); err != nil {
			return nil, err
		}
	}
	return img, nil
}

type faceKey struct {
	size float64
	bold bool
}

// painter draws shapes into a picture.
type painter struct {
	img   *image.RGBA
	k     float64 // pixels a point
	faces map[faceKey]font.Face
}

func (p *painter) shape(s chart.Shape) error {
	col := chartInks[s.Role]
	src := image.NewUniform(color.RGBA{col[0], col[1], col[2], 255})
	switch s.Kind {
	case chart.Fill:
		p.box(s.X, s.Y, s.W, s.H, s.Round, src)
	case chart.Frame:
		for _, e := range [][4]float64{{s.X, s.Y, s.W, 0}, {s.X, s.Y + s.H, s.W, 0}, {s.X, s.Y, 0, s.H}, {s.X + s.W, s.Y, 0, s.H}} {
			p.stroke(e[0], e[1], e[0]+e[2], e[1]+e[3], s.Thick, src)
		}
	case chart.Line:
		p.stroke(s.X, s.Y, s.X+s.W, s.Y+s.H, s.Thick, src)
	case chart.Dash:
		for _, e := range dashes(s) {
			p.stroke(e[0], e[1], e[2], e[3], s.Thick, src)
		}
	case chart.Dot:
		p.box(s.X, s.Y, s.W, s.W, s.W/2, src)
	case chart.Text:
		return p.text(s, src)
	}
	return nil
}

// outline fills what trace goes round; all of it lies within the box given.
func (p *painter) outline(x, y, w, h float64, src image.Image, trace func(v *vector.Rasterizer, f func(x, y float64) (float32, float32))) {
	left, top := math.Floor(x*p.k)-1, math.Floor(y*p.k)-1
	wide, high := int(math.Ceil((x+w)*p.k)-left)+1, int(math.Ceil((y+h)*p.k)-top)+1
	v := vector.NewRasterizer(wide, high)
	trace(v, func(x, y float64) (float32, float32) { return float32(x*p.k - left), float32(y*p.k - top) })
	v.ClosePath()
	at := image.Rect(int(left), int(top), int(left)+wide, int(top)+high)
	v.Draw(p.img, at, src, image.Point{})
}

// box fills a box with round corners.
func (p *painter) box(x, y, w, h, round float64, src image.Image) {
	r := min(round, w/2, h/2)
	c := 0.4477 * r // what is left of the radius at the control points of a quarter circle
	p.outline(x, y, w, h, src, func(v *vector.Rasterizer, f func(x, y float64) (float32, float32)) {
		corner := func(ax, ay, bx, by, cx, cy float64) {
			a1, a2 := f(ax, ay)
			b1, b2 := f(bx, by)
			c1, c2 := f(cx, cy)
			v.CubeTo(a1, a2, b1, b2, c1, c2)
		}
		v.MoveTo(f(x+r, y))
		v.LineTo(f(x+w-r, y))
		corner(x+w-c, y, x+w, y+c, x+w, y+r)
		v.LineTo(f(x+w, y+h-r))
		corner(x+w, y+h-c, x+w-c, y+h, x+w-r, y+h)
		v.LineTo(f(x+r, y+h))
		corner(x+c, y+h, x, y+h-c, x, y+h-r)
		v.LineTo(f(x, y+r))
		corner(x, y+c, x+c, y, x+r, y)
	})
}

// stroke draws a line as the long box it is.
func (p *painter) stroke(x1, y1, x2, y2, thick float64, src image.Image) {
	long := math.Hypot(x2-x1, y2-y1)
	if long == 0 {
		return
	}
	nx, ny := -(y2-y1)/long*thick/2, (x2-x1)/long*thick/2
	left, top := min(x1, x2)-thick, min(y1, y2)-thick
	p.outline(left, top, max(x1, x2)+thick-left, max(y1, y2)+thick-top, src, func(v *vector.Rasterizer, f func(x, y float64) (float32, float32)) {
		v.MoveTo(f(x1+nx, y1+ny))
		v.LineTo(f(x2+nx, y2+ny))
		v.LineTo(f(x2-nx, y2-ny))
		v.LineTo(f(x1-nx, y1-ny))
	})
}

func (p *painter) text(s chart.Shape, src image.Image) error {
	key := faceKey{s.Size, s.Bold}
	face := p.faces[key]
	if face == nil {
		var err error
		face, err = opentype.NewFace(chartFaces()[s.Bold], &opentype.FaceOptions{Size: s.Size * p.k, DPI: 72, Hinting: font.HintingNone})
		if err != nil {
			return err
		}
		p.faces[key] = face
	}
	w := ChartWidth(s.Text, s.Size, s.Bold)
	x := s.X
	switch s.Align {
	case chart.Centre:
		x += (s.W - w) / 2
	case chart.Right:
		x += s.W - w
	case chart.Left:
	}
	d := font.Drawer{
		Dst: p.img, Src: src, Face: face,
		Dot: fixed.Point26_6{X: fixed.Int26_6(x * p.k * 64), Y: fixed.Int26_6((s.Y + s.H/2 + s.Size*0.37) * p.k * 64)},
	}
	d.DrawString(s.Text)
	return nil
}
