package markup

import (
	"image"
	"image/color"
	"math"
	"strings"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"hallcheck/assets"
)

// bold is the program's bold letters; they are part of the program and parse.
var bold = sync.OnceValue(func() *sfnt.Font {
	f, err := opentype.Parse(assets.FontBold)
	if err != nil {
		panic("markup: " + err.Error()) // a programming error: the font is built in
	}
	return f
})

// face makes letters of a height in pixels, at least 8, at most 400.
func face(height float64) font.Face {
	f, err := opentype.NewFace(bold(), &opentype.FaceOptions{Size: min(max(height, 8), 400), DPI: 72})
	if err != nil {
		panic("markup: " + err.Error()) // sizes are in range
	}
	return f
}

// text writes lines from a corner down. A line that reaches the right edge is
// broken; a text that would leave the picture is moved in.
func (p *pencil) text(s string, at dot, height float64) *image.RGBA {
	f := face(height)
	defer func() { _ = f.Close() }()
	room := max(float64(p.size.X)-at.x, min(6*height, float64(p.size.X)))
	lines, widest := wrap(f, s, room)
	step := f.Metrics().Height.Ceil()
	x := max(min(at.x, float64(p.size.X)-widest), 0)
	y := max(min(at.y, float64(p.size.Y-step*len(lines))), 0)
	e := max(height/16, 1)
	b := image.Rect(int(x-e-2), int(y-e-2), int(x+widest+e+3), int(y)+step*len(lines)+int(e)+3).Intersect(image.Rectangle{Max: p.size})
	body := image.NewAlpha(b)
	for i, line := range lines {
		write(body, f, line, fixed.Point26_6{X: fixed26(x), Y: fixed26(y + float64(step*i+f.Metrics().Ascent.Ceil()))})
	}
	out := image.NewRGBA(b)
	p.through(out, grown(body, e), p.edge)
	p.through(out, body, p.fill)
	return out
}

// write covers the letters of a line.
func write(m *image.Alpha, f font.Face, s string, at fixed.Point26_6) {
	last := rune(-1)
	for _, r := range s {
		if last >= 0 {
			at.X += f.Kern(last, r)
		}
		box, glyph, from, advance, ok := f.Glyph(at, r)
		if g, alpha := glyph.(*image.Alpha); ok && alpha {
			b := box.Intersect(m.Rect)
			for y := b.Min.Y; y < b.Max.Y; y++ {
				to := m.Pix[m.PixOffset(b.Min.X, y):][:b.Dx()]
				ink := g.Pix[g.PixOffset(from.X+b.Min.X-box.Min.X, from.Y+y-box.Min.Y):]
				for i := range to {
					to[i] = max(to[i], ink[i])
				}
			}
		}
		at.X += advance
		last = r
	}
}

// grown is what is at most e pixels from the covered.
func grown(m *image.Alpha, e float64) *image.Alpha {
	out := image.NewAlpha(m.Rect)
	for i := range 16 {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / 16)
		by := image.Pt(int(math.Round(e*cos)), int(math.Round(e*sin)))
		b := m.Rect.Add(by).Intersect(m.Rect)
		for y := b.Min.Y; y < b.Max.Y; y++ {
			to := out.Pix[out.PixOffset(b.Min.X, y):][:b.Dx()]
			from := m.Pix[m.PixOffset(b.Min.X-by.X, y-by.Y):]
			for i := range to {
				to[i] = max(to[i], from[i])
			}
		}
	}
	return out
}

func wrap(f font.Face, s string, room float64) (lines []string, widest float64) {
	for _, line := range strings.Split(strings.ReplaceAll(s, "\r", ""), "\n") {
		part := ""
		for _, r := range line {
			if w := wide(f, part+string(r)); w > room && part != "" {
				lines, widest, part = append(lines, part), max(widest, wide(f, part)), ""
			}
			part += string(r)
		}
		lines, widest = append(lines, part), max(widest, wide(f, part))
	}
	return lines, widest
}

func wide(f font.Face, s string) float64 { return float64(font.MeasureString(f, s)) / 64 }

func fixed26(v float64) fixed.Int26_6 { return fixed.Int26_6(math.Round(v * 64)) }

// pin is a round plate of a diameter with a number in it.
func (p *pencil) pin(number string, at dot, diameter float64) *image.RGBA {
	disc := shape{line: []dot{at}, r: max(diameter/2, 6)}
	out := p.paint(disc)
	f := face(disc.r * 1.3)
	defer func() { _ = f.Close() }()
	ink := color.RGBA{255, 255, 255, 255}
	if p.edge.R < 128 {
		ink = p.edge
	}
	mask := image.NewAlpha(out.Rect)
	bounds, _ := font.BoundString(f, number)
	write(mask, f, number, fixed.Point26_6{
		X: fixed26(at.x) - (bounds.Min.X+bounds.Max.X)/2, Y: fixed26(at.y) - (bounds.Min.Y+bounds.Max.Y)/2,
	})
	p.through(out, mask, ink)
	return out
}
