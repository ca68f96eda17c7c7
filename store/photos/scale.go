package photos

import (
	"image"
	"image/color"
	"image/draw"
)

// fit is the size of a w × h picture whose long edge is at most edge pixels;
// pictures are never enlarged.
func fit(w, h, edge int) (int, int) {
	long := max(w, h)
	if long <= edge {
		return w, h
	}
	return max(1, (w*edge+long/2)/long), max(1, (h*edge+long/2)/long)
}

// plane is one 8-bit component of a picture.
type plane struct {
	pix    []uint8
	stride int
	w, h   int
}

func newPlane(w, h int) plane { return plane{pix: make([]uint8, w*h), stride: w, w: w, h: h} }

// shrink returns the picture, at most edge pixels long, with its colours at half
// resolution, as the JPEG encoder takes it. Every source pixel counts with the
// area it covers, so that fine patterns do not alias.
func shrink(img image.Image, edge int) *image.YCbCr {
	size := img.Bounds().Size()
	w, h := fit(size.X, size.Y, edge)
	out := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio420)
	cw, ch := (w+1)/2, (h+1)/2
	y, cb, cr := planes(img, min(size.X/w, size.Y/h))
	resize(plane{out.Y, out.YStride, w, h}, y)
	resize(plane{out.Cb, out.CStride, cw, ch}, cb)
	resize(plane{out.Cr, out.CStride, cw, ch}, cr)
	return out
}

// planes splits a picture into luma and chroma. Other than YCbCr pictures are
// averaged over k × k pixels on the way and laid on white.
func planes(img image.Image, k int) (y, cb, cr plane) {
	switch m := img.(type) {
	case *image.YCbCr:
		b := m.Bounds()
		o, c := m.YOffset(b.Min.X, b.Min.Y), m.COffset(b.Min.X, b.Min.Y)
		cw, ch := chromaSize(m)
		return plane{m.Y[o:], m.YStride, b.Dx(), b.Dy()}, plane{m.Cb[c:], m.CStride, cw, ch}, plane{m.Cr[c:], m.CStride, cw, ch}
	case *image.Gray:
		b := m.Bounds()
		c := plane{pix: []uint8{128}, stride: 1, w: 1, h: 1}
		return plane{m.Pix[m.PixOffset(b.Min.X, b.Min.Y):], m.Stride, b.Dx(), b.Dy()}, c, c
	}
	return averaged(img, k)
}

func chromaSize(m *image.YCbCr) (w, h int) {
	b := m.Bounds()
	last := m.COffset(b.Max.X-1, b.Max.Y-1) - m.COffset(b.Min.X, b.Min.Y)
	return last%m.CStride + 1, last/m.CStride + 1
}

// averaged reads any picture in bands of k rows and returns planes of one k-th
// of its size; what is left over at the right and lower edge is averaged over
// fewer pixels.
func averaged(img image.Image, k int) (y, cb, cr plane) {
	b := img.Bounds()
	w, h := (b.Dx()+k-1)/k, (b.Dy()+k-1)/k
	y, cb, cr = newPlane(w, h), newPlane(w, h), newPlane(w, h)
	band := image.NewRGBA(image.Rect(0, 0, b.Dx(), k))
	sum := make([]uint32, 3*w)
	for row := range h {
		rows := min(k, b.Dy()-row*k)
		draw.Draw(band, band.Rect, image.White, image.Point{}, draw.Src)
		draw.Draw(band, image.Rect(0, 0, b.Dx(), rows), img, image.Pt(b.Min.X, b.Min.Y+row*k), draw.Over)
		clear(sum)
		for j := range rows {
			line := band.Pix[j*band.Stride:]
			for x := range b.Dx() {
				s, p := sum[x/k*3:], line[x*4:]
				s[0] += uint32(p[0])
				s[1] += uint32(p[1])
				s[2] += uint32(p[2])
			}
		}
		for x := range w {
			n := uint32(rows * min(k, b.Dx()-x*k))
			s, at := sum[x*3:], row*w+x
			y.pix[at], cb.pix[at], cr.pix[at] = color.RGBToYCbCr(
				uint8((s[0]+n/2)/n), uint8((s[1]+n/2)/n), uint8((s[2]+n/2)/n))
		}
	}
	return y, cb, cr
}

// share says which source pixels make one pixel of the result, and by which
// part of 4096 each.
type share struct {
	from    int
	weights []uint32
}

// shares divides n source pixels among m results by area; m may be more than n
// where colours were stored coarser than the result needs them.
func shares(n, m int) []share {
	out := make([]share, m)
	for i := range out {
		lo, hi := i*n, (i+1)*n // in units of 1/m source pixel
		s := share{from: lo / m}
		left := uint32(4096)
		for p := s.from; p*m < hi; p++ {
			part := uint32((min((p+1)*m, hi) - max(p*m, lo)) * 4096 / n)
			s.weights = append(s.weights, part)
			left -= part
		}
		s.weights[len(s.weights)/2] += left
		out[i] = s
	}
	return out
}

// resize fills dst with src, first by rows, then by columns.
func resize(dst, src plane) {
	if dst.w == src.w && dst.h == src.h {
		for y := range dst.h {
			copy(dst.pix[y*dst.stride:][:dst.w], src.pix[y*src.stride:][:src.w])
		}
		return
	}
	across, down := shares(src.w, dst.w), shares(src.h, dst.h)
	sum := make([]uint32, src.w)
	for y, d := range down {
		for i, weight := range d.weights {
			line := src.pix[(d.from+i)*src.stride:][:src.w]
			if i == 0 {
				for x, p := range line {
					sum[x] = uint32(p) * weight
				}
				continue
			}
			line = line[:len(sum)]
			for x := range sum {
				sum[x] += uint32(line[x]) * weight
			}
		}
		row := dst.pix[y*dst.stride:][:dst.w]
		for x := range row {
			row[x] = mix(sum, across[x])
		}
	}
}

// mix is the weighted mean of sums that are 4096 times a pixel.
func mix(sum []uint32, s share) uint8 {
	total := uint32(1 << 19)
	part := sum[s.from:][:len(s.weights)]
	for i, weight := range s.weights {
		total += part[i] >> 4 * weight
	}
	return uint8(min(total>>20, 255))
}

// upright turns and mirrors a picture as EXIF orientation o (1…8) says.
func upright(m *image.YCbCr, o int) *image.YCbCr {
	if o <= 1 || o > 8 {
		return m
	}
	b := m.Bounds()
	w, h := b.Dx(), b.Dy()
	cw, ch := (w+1)/2, (h+1)/2
	if o >= 5 {
		w, h = h, w
	}
	out := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio420)
	turn(out.Y, out.YStride, plane{m.Y, m.YStride, b.Dx(), b.Dy()}, o)
	turn(out.Cb, out.CStride, plane{m.Cb, m.CStride, cw, ch}, o)
	turn(out.Cr, out.CStride, plane{m.Cr, m.CStride, cw, ch}, o)
	return out
}

func turn(dst []uint8, stride int, src plane, o int) {
	for y := range src.h {
		line := src.pix[y*src.stride:][:src.w]
		for x, p := range line {
			u, v := x, y
			if o == 2 || o == 3 || o == 7 || o == 8 {
				u = src.w - 1 - x
			}
			if o == 3 || o == 4 || o == 6 || o == 7 {
				v = src.h - 1 - y
			}
			if o >= 5 {
				u, v = v, u
			}
			dst[v*stride+u] = p
		}
	}
}
