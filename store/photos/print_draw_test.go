package photos

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// part cuts a picture: so much of its width and height at each side.
func part(m *image.Gray, left, right, top, bottom float64) *image.Gray {
	w, h := float64(m.Rect.Dx()), float64(m.Rect.Dy())
	from := image.Rect(int(left*w), int(top*h), int(w-right*w), int(h-bottom*h))
	out := image.NewGray(image.Rect(0, 0, from.Dx(), from.Dy()))
	draw.Draw(out, out.Rect, m, from.Min, draw.Src)
	return out
}

// sized scales a picture's long edge to a part of what it was.
func sized(m *image.Gray, scale float64) *image.Gray {
	w, h := int(float64(m.Rect.Dx())*scale), int(float64(m.Rect.Dy())*scale)
	out := image.NewGray(image.Rect(0, 0, w, h))
	resize(plane{out.Pix, out.Stride, w, h}, plane{m.Pix, m.Stride, m.Rect.Dx(), m.Rect.Dy()})
	return out
}

// again encodes a picture as JPEG and decodes it.
func again(t testing.TB, m image.Image, q int) *image.Gray {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, jpeg.Encode(&b, m, &jpeg.Options{Quality: q}))
	img, err := jpeg.Decode(&b)
	require.NoError(t, err)
	y := brightnessOf(img)
	return &image.Gray{Pix: y.pix, Stride: y.stride, Rect: image.Rect(0, 0, y.w, y.h)}
}

func lit(m *image.Gray, gain, more float64) *image.Gray {
	out := image.NewGray(m.Rect)
	for i, v := range m.Pix {
		out.Pix[i] = uint8(max(0, min(255, float64(v)*gain+more)))
	}
	return out
}

// squares lays a mosaic of coarse squares over a part of the picture's area.
func squares(m *image.Gray, r *rand.Rand, area float64) *image.Gray {
	out := image.NewGray(m.Rect)
	copy(out.Pix, m.Pix)
	w, h := m.Rect.Dx(), m.Rect.Dy()
	bw, bh := int(math.Sqrt(area)*float64(w)), int(math.Sqrt(area)*float64(h))
	x0, y0, side := r.IntN(w-bw), r.IntN(h-bh), max(8, max(w, h)/24)
	for y := y0; y < y0+bh; y += side {
		for x := x0; x < x0+bw; x += side {
			cell := image.Rect(x, y, x+side, y+side).Intersect(m.Rect)
			sum := 0
			for j := cell.Min.Y; j < cell.Max.Y; j++ {
				for i := cell.Min.X; i < cell.Max.X; i++ {
					sum += int(m.GrayAt(i, j).Y)
				}
			}
			draw.Draw(out, cell, image.NewUniform(color.Gray{uint8(sum / (cell.Dx() * cell.Dy()))}), image.Point{}, draw.Src)
		}
	}
	return out
}

// shot takes the inner four fifths of a scene with a camera held in the hand:
// moved, turned, tilted and nearer by up to off each, other light, noise.
func shot(scene *image.Gray, r *rand.Rand, off float64) *image.Gray {
	any := func() float64 { return (r.Float64()*2 - 1) * off }
	w, h := float64(scene.Rect.Dx()), float64(scene.Rect.Dy())
	out := image.NewGray(image.Rect(0, 0, int(w*0.8), int(h*0.8)))
	dx, dy, scale, turn, px, py, gain := any(), any(), 1+any(), any(), any(), any(), 1+(r.Float64()-0.5)/5
	g := grey{scene.Rect.Dx(), scene.Rect.Dy(), make([]float64, len(scene.Pix))}
	for i, v := range scene.Pix {
		g.pix[i] = float64(v)
	}
	sin, cos := math.Sincos(turn)
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			u, v := (float64(x)/w/0.8-0.5)*w, (float64(y)/h/0.8-0.5)*h
			u, v = (u*cos-v*sin)/w, (u*sin+v*cos)/h
			d := (1 + px*u + py*v) / scale
			at := g.at(max(0, min(w-2, ((u/d+dx)*0.8+0.5)*w)), max(0, min(h-2, ((v/d+dy)*0.8+0.5)*h)))
			out.Pix[y*out.Stride+x] = uint8(max(0, min(255, at*gain+r.NormFloat64()*4)))
		}
	}
	return out
}

// drawn is a made-up hall: wall, floor, windows, counters, notices with lines of
// writing, lamps.
func drawn(r *rand.Rand) *image.Gray {
	const w, h = 960, 720
	m := image.NewGray(image.Rect(0, 0, w, h))
	floor := h/2 + r.IntN(h/3)
	wall, ground, side := 120+r.Float64()*90, 60+r.Float64()*90, r.Float64()*80-40
	for y := range h {
		for x := range w {
			v := wall
			if y > floor {
				v = ground + 12*math.Sin(float64(x*y)/9000) + float64(y-floor)/6
			}
			m.Pix[y*m.Stride+x] = uint8(max(0, min(255, v+side*float64(x)/w+r.NormFloat64()*5)))
		}
	}
	for range 8 + r.IntN(8) {
		box := image.Rect(0, 0, 40+r.IntN(240), 40+r.IntN(200)).Add(image.Pt(r.IntN(w), r.IntN(h)))
		draw.Draw(m, box, image.NewUniform(color.Gray{uint8(r.IntN(256))}), image.Point{}, draw.Src)
		for y := box.Min.Y + 12; y < box.Max.Y-8; y += 14 {
			line := image.Rect(box.Min.X+8, y, box.Min.X+8+r.IntN(max(1, box.Dx()-16)), y+4)
			draw.Draw(m, line, image.NewUniform(color.Gray{uint8(r.IntN(256))}), image.Point{}, draw.Src)
		}
	}
	return m
}
