// Package markup draws marks on pictures. The editor, the copies shown in lists
// and the pictures in papers are all drawn here, so that what a person sees
// while drawing is what leaves.
package markup

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"strconv"

	"hallcheck/checklist"
)

// Draw draws the marks that hide nothing over a picture, in their order.
// Mosaics are left out: they are burnt in, by Mosaic.Burn.
func Draw(dst draw.Image, marks checklist.Marks) {
	for i, m := range marks {
		if m.Kind.Mosaic() {
			continue
		}
		layer := Layer(dst.Bounds().Size(), m, marks.Pin(i))
		b := layer.Bounds()
		draw.Draw(dst, b.Add(dst.Bounds().Min), layer, b.Min, draw.Over)
	}
}

// Layer draws one mark that hides nothing on a picture of that size in pixels:
// transparent around it, with the bounds it has on the picture, empty when
// nothing of it can be seen. pin is the number in a pin.
func Layer(size image.Point, m checklist.Mark, pin int) *image.RGBA {
	if size.X <= 0 || size.Y <= 0 || len(m.Points) == 0 {
		return image.NewRGBA(image.Rectangle{})
	}
	p := &pencil{size: size, long: float64(max(size.X, size.Y))}
	p.fill, p.edge = colours(m.Colour)
	width := float64(m.Width) * p.long / checklist.MarkRange
	points := p.pixels(m.Points)
	switch m.Kind {
	case checklist.MarkText:
		return p.text(m.Text, points[0], width)
	case checklist.MarkPin:
		return p.pin(strconv.Itoa(pin), points[0], width)
	case checklist.MarkArrow:
		return p.paint(arrow(points[0], points[len(points)-1], width))
	case checklist.MarkBox:
		a, b := points[0], points[len(points)-1]
		points = []dot{a, {b.x, a.y}, b, {a.x, b.y}, a}
	case checklist.MarkEllipse:
		points = ellipse(points[0], points[len(points)-1])
	}
	return p.paint(shape{line: points, r: max(width/2, 0.75)})
}

func colours(c checklist.Colour) (fill, edge color.RGBA) {
	r, g, b := c.RGB()
	edge = color.RGBA{255, 255, 255, 255}
	if c.Light() {
		edge = color.RGBA{30, 30, 30, 255}
	}
	return color.RGBA{r, g, b, 255}, edge
}

// dot is a place in pixels.
type dot struct{ x, y float64 }

// shape is a line of round pens of radius r, and a convex area with its corners
// in order.
type shape struct {
	line []dot
	r    float64
	area []dot
}

// pencil draws one mark.
type pencil struct {
	size       image.Point
	long       float64
	fill, edge color.RGBA
}

func (p *pencil) pixels(points []checklist.Point) []dot {
	out := make([]dot, len(points))
	for i, q := range points {
		out[i] = dot{float64(q.X) * float64(p.size.X) / checklist.MarkRange, float64(q.Y) * float64(p.size.Y) / checklist.MarkRange}
	}
	return out
}

// arrow is a shaft with a head five line widths long, less on a short arrow.
func arrow(tail, head dot, width float64) shape {
	dx, dy := head.x-tail.x, head.y-tail.y
	length := math.Hypot(dx, dy)
	if length < 1 {
		return shape{line: []dot{head}, r: max(width, 1)}
	}
	dx, dy = dx/length, dy/length
	n := min(max(width*5, 9), length*0.7)
	base := dot{head.x - dx*n, head.y - dy*n}
	side := n * 0.48
	return shape{
		line: []dot{tail, {base.x + dx, base.y + dy}}, r: max(width/2, 0.75),
		area: []dot{head, {base.x - dy*side, base.y + dx*side}, {base.x + dy*side, base.y - dx*side}},
	}
}

func ellipse(a, b dot) []dot {
	cx, cy, rx, ry := (a.x+b.x)/2, (a.y+b.y)/2, math.Abs(b.x-a.x)/2, math.Abs(b.y-a.y)/2
	n := int(min(max(rx+ry, 24), 240))
	out := make([]dot, n+1)
	for i := range out {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		out[i] = dot{cx + rx*cos, cy + ry*sin}
	}
	return out
}

// paint draws a shape with its edge below.
func (p *pencil) paint(s shape) *image.RGBA {
	e := min(max(s.r*0.5, 1), 4)
	b := s.bounds(e + 1).Intersect(image.Rectangle{Max: p.size})
	out := image.NewRGBA(b)
	p.through(out, s.mask(b, e), p.edge)
	p.through(out, s.mask(b, 0), p.fill)
	return out
}

// through lays an opaque colour over dst where the mask, of the same bounds,
// covers. Most of a mask is empty, which is why draw.DrawMask is not used: a mark
// is drawn anew at every step of a drag.
func (p *pencil) through(dst *image.RGBA, mask *image.Alpha, c color.RGBA) {
	for y := range mask.Rect.Dy() {
		to := dst.Pix[y*dst.Stride:]
		for x, a := range mask.Pix[y*mask.Stride:][:mask.Rect.Dx()] {
			if a == 0 {
				continue
			}
			px, in, out := to[4*x:4*x+4:4*x+4], uint32(a), 255-uint32(a)
			px[0] = uint8((uint32(c.R)*in + uint32(px[0])*out + 127) / 255)
			px[1] = uint8((uint32(c.G)*in + uint32(px[1])*out + 127) / 255)
			px[2] = uint8((uint32(c.B)*in + uint32(px[2])*out + 127) / 255)
			px[3] = uint8((255*in + uint32(px[3])*out + 127) / 255)
		}
	}
}

func (s shape) bounds(more float64) image.Rectangle {
	lo, hi := dot{math.Inf(1), math.Inf(1)}, dot{math.Inf(-1), math.Inf(-1)}
	for _, list := range [][]dot{s.line, s.area} {
		for _, d := range list {
			lo, hi = dot{min(lo.x, d.x), min(lo.y, d.y)}, dot{max(hi.x, d.x), max(hi.y, d.y)}
		}
	}
	more += s.r
	return image.Rect(int(math.Floor(lo.x-more)), int(math.Floor(lo.y-more)), int(math.Ceil(hi.x+more)), int(math.Ceil(hi.y+more)))
}

// mask is how much of each pixel of b the shape covers when it is grown by so
// many pixels.
func (s shape) mask(b image.Rectangle, grow float64) *image.Alpha {
	m := image.NewAlpha(b)
	for i, b := range s.line {
		a := s.line[max(i-1, 0)]
		n := math.Ceil(math.Hypot(b.x-a.x, b.y-a.y) / (4*s.r + 24)) // a slanting line in pieces has small boxes
		for k := range int(max(n, 1)) {
			from, to := float64(k)/max(n, 1), float64(k+1)/max(n, 1)
			s.segment(m, dot{a.x + (b.x-a.x)*from, a.y + (b.y-a.y)*from}, dot{a.x + (b.x-a.x)*to, a.y + (b.y-a.y)*to}, s.r+grow)
		}
	}
	if len(s.area) > 2 {
		fill(m, s.area, grow)
	}
	return m
}

// segment covers what is at most r from the line a–b.
func (s shape) segment(m *image.Alpha, a, b dot, r float64) {
	box := shape{line: []dot{a, b}, r: r}.bounds(1).Intersect(m.Rect)
	dx, dy := b.x-a.x, b.y-a.y
	square := dx*dx + dy*dy
	for y := box.Min.Y; y < box.Max.Y; y++ {
		row := m.Pix[m.PixOffset(box.Min.X, y):]
		for i := range box.Dx() {
			x0, y0 := float64(box.Min.X+i)+0.5-a.x, float64(y)+0.5-a.y
			t := 0.0
			if square > 0 {
				t = min(max((x0*dx+y0*dy)/square, 0), 1)
			}
			row[i] = max(row[i], cover(r-math.Hypot(x0-t*dx, y0-t*dy)))
		}
	}
}

// fill covers a convex area grown by so many pixels.
func fill(m *image.Alpha, area []dot, grow float64) {
	turn := 1.0
	a, b, c := area[0], area[1], area[2]
	if (b.x-a.x)*(c.y-a.y)-(b.y-a.y)*(c.x-a.x) < 0 {
		turn = -1
	}
	box := shape{area: area}.bounds(grow + 1).Intersect(m.Rect)
	for y := box.Min.Y; y < box.Max.Y; y++ {
		row := m.Pix[m.PixOffset(box.Min.X, y):]
		for i := range box.Dx() {
			at, inside := dot{float64(box.Min.X+i) + 0.5, float64(y) + 0.5}, math.Inf(1)
			for k, p := range area {
				q := area[(k+1)%len(area)]
				dx, dy := q.x-p.x, q.y-p.y
				inside = min(inside, turn*(dx*(at.y-p.y)-dy*(at.x-p.x))/math.Hypot(dx, dy))
			}
			row[i] = max(row[i], cover(inside+grow))
		}
	}
}

// cover is the part of a pixel, 0…255, whose middle lies d pixels inside.
func cover(d float64) uint8 { return uint8(255 * min(max(d+0.5, 0), 1)) }
