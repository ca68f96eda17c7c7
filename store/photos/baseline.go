package photos

import (
	"encoding/binary"
	"errors"
	"image"
	"math"
)

// This decoder exists beside image/jpeg for two gains: it decodes an ordinary
// camera JPEG (baseline, Huffman, ITU-T T.81) straight to a fraction N/8 of its
// size, which is most of the time of an import; and it gives back the part of a
// damaged picture that can be read. Everything unusual is left to image/jpeg.

var (
	errUnusual = errors.New("not an ordinary baseline JPEG")
	errBroken  = errors.New("JPEG data is damaged")
)

// component is one colour of the picture: its sampling factors, its tables and
// the samples decoded so far.
type component struct {
	id, h, v, tq, td, ta int
	dc                   int32
	pix                  []uint8
	stride               int
}

// baseline is the state of one decoding.
type baseline struct {
	bits     bitReader
	n        int // side of a decoded block, 1…8
	w, h     int // pixels of the whole picture
	comps    []component
	quant    [4][64]int32 // in zig-zag order
	huff     [2][4]*huffman
	interval int // MCUs between restart markers, 0 = none
	transfer [8][8]int32
}

// scaledJPEG decodes to the smallest N/8 whose long edge is at least edge
// pixels. full is the declared size, good the part of the rows, in thousandths,
// that could be read. Anything this decoder does not do gives errUnusual.
func scaledJPEG(data []byte, edge int) (img image.Image, full image.Point, good int, err error) {
	d := &baseline{bits: bitReader{data: data, at: 2}}
	for {
		marker, body, err := d.segment()
		if err != nil {
			return nil, full, 0, err
		}
		switch {
		case marker == 0xc0 || marker == 0xc1:
			err = d.frame(body, edge)
		case marker == 0xc4:
			err = d.huffmanTables(body)
		case marker == 0xdb:
			err = d.quantTables(body)
		case marker == 0xdd && len(body) >= 2:
			d.interval = int(binary.BigEndian.Uint16(body))
		case marker == 0xee && len(body) >= 12 && string(body[:5]) == "Adobe" && body[11] != 1:
			err = errUnusual // not YCbCr
		case marker == 0xda:
			if err = d.scanHeader(body); err == nil {
				good, err = d.scan()
				return d.image(), image.Pt(d.w, d.h), good, err
			}
		case marker > 0xc1 && marker < 0xd0 && marker != 0xcc, marker == 0xd9:
			err = errUnusual
		}
		if err != nil {
			return nil, full, 0, err
		}
	}
}

// segment returns the next marker and what belongs to it.
func (d *baseline) segment() (marker byte, body []byte, err error) {
	b := &d.bits
	for b.at+4 <= len(b.data) {
		if b.data[b.at] != 0xff || b.data[b.at+1] == 0 || b.data[b.at+1] == 0xff {
			b.at++
			continue
		}
		marker = b.data[b.at+1]
		size := int(binary.BigEndian.Uint16(b.data[b.at+2:]))
		if size < 2 || b.at+2+size > len(b.data) {
			return 0, nil, errBroken
		}
		body = b.data[b.at+4 : b.at+2+size]
		b.at += 2 + size
		return marker, body, nil
	}
	return 0, nil, errBroken
}

func (d *baseline) frame(body []byte, edge int) error {
	if d.comps != nil || len(body) < 6 || body[0] != 8 || len(body) != 6+3*int(body[5]) || body[5] != 1 && body[5] != 3 {
		return errUnusual
	}
	d.h, d.w = int(binary.BigEndian.Uint16(body[1:])), int(binary.BigEndian.Uint16(body[3:]))
	if d.w == 0 || d.h == 0 {
		return errUnusual
	}
	for i := range int(body[5]) {
		c := body[6+3*i:]
		d.comps = append(d.comps, component{id: int(c[0]), h: int(c[1] >> 4), v: int(c[1] & 15), tq: int(c[2] & 3)})
	}
	if len(d.comps) == 1 {
		d.comps[0].h, d.comps[0].v = 1, 1
	} else if _, ok := d.ratio(); !ok || d.comps[0].id == 'R' {
		return errUnusual
	}
	for d.n = 1; d.n < 8 && (max(d.w, d.h)*d.n+7)/8 < edge; {
		d.n++
	}
	d.transfer = transfers(d.n)
	across, down := d.units()
	for i := range d.comps {
		c := &d.comps[i]
		c.stride = across * c.h * d.n
		c.pix = make([]uint8, c.stride*down*c.v*d.n)
		for j := range c.pix {
			c.pix[j] = 128
		}
	}
	return nil
}

// units is the number of MCUs across and down.
func (d *baseline) units() (across, down int) {
	w, h := 8*d.comps[0].h, 8*d.comps[0].v
	return (d.w + w - 1) / w, (d.h + h - 1) / h
}

// ratio is the chroma sampling of a three-colour picture.
func (d *baseline) ratio() (image.YCbCrSubsampleRatio, bool) {
	a, b, c := d.comps[0], d.comps[1], d.comps[2]
	if b.h != 1 || b.v != 1 || c.h != 1 || c.v != 1 {
		return 0, false
	}
	r, ok := map[[2]int]image.YCbCrSubsampleRatio{
		{1, 1}: image.YCbCrSubsampleRatio444, {2, 1}: image.YCbCrSubsampleRatio422,
		{2, 2}: image.YCbCrSubsampleRatio420, {1, 2}: image.YCbCrSubsampleRatio440,
	}[[2]int{a.h, a.v}]
	return r, ok
}

func (d *baseline) image() image.Image {
	size := image.Rect(0, 0, (d.w*d.n+7)/8, (d.h*d.n+7)/8)
	y := &d.comps[0]
	if len(d.comps) == 1 {
		return &image.Gray{Pix: y.pix, Stride: y.stride, Rect: size}
	}
	r, _ := d.ratio()
	return &image.YCbCr{
		Y: y.pix, YStride: y.stride, Cb: d.comps[1].pix, Cr: d.comps[2].pix, CStride: d.comps[1].stride,
		SubsampleRatio: r, Rect: size,
	}
}

func (d *baseline) quantTables(body []byte) error {
	for len(body) > 0 {
		to, wide := &d.quant[body[0]&3], int(body[0]>>4)
		if wide > 1 || len(body) < 1+64*(1+wide) {
			return errUnusual
		}
		body = body[1:]
		for i := range to {
			if wide == 1 {
				to[i] = int32(binary.BigEndian.Uint16(body[2*i:]))
			} else {
				to[i] = int32(body[i])
			}
		}
		body = body[64*(1+wide):]
	}
	return nil
}

func (d *baseline) huffmanTables(body []byte) error {
	for len(body) > 0 {
		if len(body) < 17 || body[0]>>4 > 1 || body[0]&15 > 3 {
			return errUnusual
		}
		h, used := newHuffman(body[1:])
		if h == nil {
			return errUnusual
		}
		d.huff[body[0]>>4][body[0]&15] = h
		body = body[1+used:]
	}
	return nil
}

// scanHeader takes only a scan of all colours at once.
func (d *baseline) scanHeader(body []byte) error {
	n := len(d.comps)
	if n == 0 || len(body) != 4+2*n || int(body[0]) != n {
		return errUnusual
	}
	for i := range d.comps {
		c, b := &d.comps[i], body[1+2*i:]
		c.td, c.ta = int(b[1]>>4), int(b[1]&15)
		if int(b[0]) != c.id || c.td > 3 || c.ta > 3 || d.huff[0][c.td] == nil || d.huff[1][c.ta] == nil {
			return errUnusual
		}
	}
	return nil
}

// scan decodes all MCUs. At damage it goes on at the next restart marker, if the
// picture has such; good is the thousandths of MCUs that were read.
func (d *baseline) scan() (good int, err error) {
	across, down := d.units()
	total, read, damages := across*down, 0, 0
	for m := 0; m < total; {
		begins := d.interval > 0 && m > 0 && m%d.interval == 0
		if begins {
			d.reset()
		}
		if (!begins || d.bits.restart(byte(m/d.interval-1)&7)) && d.unit(m%across, m/across) == nil {
			read, m = read+1, m+1
			continue
		}
		if m, damages = d.resync(m), damages+1; m < 0 || damages > 100 {
			break
		}
	}
	if read < total {
		return read * 1000 / total, errBroken
	}
	return 1000, nil
}

func (d *baseline) reset() {
	for i := range d.comps {
		d.comps[i].dc = 0
	}
}

// resync looks for the next restart marker after MCU m was damaged and returns
// the MCU that follows it, or -1. The marker itself is left to be read.
func (d *baseline) resync(m int) int {
	if d.interval == 0 {
		return -1
	}
	at := d.bits.findRestart()
	if at < 0 {
		return -1
	}
	d.bits.jump(at)
	last := m / d.interval // the interval that was damaged; marker k ends interval ≡ k mod 8
	if m%d.interval == 0 && m > 0 {
		last-- // the marker before it was missing, or its first MCU is damaged
	}
	number := int(d.bits.data[at+1] & 7)
	across, down := d.units()
	total := (across*down + d.interval - 1) / d.interval
	if next := total - d.bits.restarts(at); next > last && (next-1)&7 == number {
		return next * d.interval // the rest is whole, so that its end tells where it belongs
	}
	return (last + (number-last%8+8)%8 + 1) * d.interval
}

// unit decodes one MCU.
func (d *baseline) unit(mx, my int) error {
	var b [64]int32
	for i := range d.comps {
		c := &d.comps[i]
		for j := range c.h * c.v {
			columns, err := d.block(c, &b)
			if err != nil {
				return err
			}
			x, y := (mx*c.h+j%c.h)*d.n, (my*c.v+j/c.h)*d.n
			d.inverse(&b, columns, c.pix[y*c.stride+x:], c.stride)
			clear(b[:])
		}
	}
	if d.bits.short() {
		return errBroken
	}
	return nil
}

// zigzag maps the order of storage to 8*row+column, T.81 figure A.6.
var zigzag = [64]uint8{
	0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5,
	12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
	35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
	58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
}

// block reads one block of coefficients, dequantised, and says which columns
// hold more than the mean. Frequencies the reduced block cannot show are left out.
func (d *baseline) block(c *component, b *[64]int32) (columns uint, err error) {
	q, n := &d.quant[c.tq], uint8(d.n)
	size := d.bits.symbol(d.huff[0][c.td])
	if size > 11 {
		return 0, errBroken
	}
	c.dc += d.bits.value(size)
	b[0] = c.dc * q[0]
	ac := d.huff[1][c.ta]
	for k := 1; k < 64; k++ {
		s := d.bits.symbol(ac)
		size := s & 15
		if size == 0 {
			if s != 0xf0 {
				if s != 0 {
					return 0, errBroken
				}
				return columns, nil
			}
			k += 15
			continue
		}
		k += int(s >> 4)
		v := d.bits.value(size)
		if k > 63 {
			return 0, errBroken
		}
		z := zigzag[k&63]
		if z>>3 < n && z&7 < n {
			b[z] = v * q[k&63]
			columns |= 1 << (z & 7)
		}
	}
	return columns, nil
}

// transfers is the inverse DCT of n points out of the n lowest of 8
// frequencies, times 2048: ½·cos((2x+1)kπ/2n), and √⅛ for k = 0.
func transfers(n int) (m [8][8]int32) {
	for x := range n {
		for k := range n {
			f := math.Cos(float64(2*x+1)*float64(k)*math.Pi/float64(2*n)) / 2
			if k == 0 {
				f = math.Sqrt(1. / 8)
			}
			m[x][k] = int32(math.Round(f * 2048))
		}
	}
	return m
}

// inverse writes the n × n samples of a block.
func (d *baseline) inverse(b *[64]int32, columns uint, dst []uint8, stride int) {
	n := d.n
	if columns == 0 {
		p := sample((b[0] + 4) >> 3)
		for y := range n {
			row := dst[y*stride:][:n]
			for x := range row {
				row[x] = p
			}
		}
		return
	}
	columns |= 1
	var t [64]int32
	for v := range n {
		if columns>>v&1 == 0 {
			continue
		}
		f := [8]int32{b[v], b[8+v], b[16+v], b[24+v], b[32+v], b[40+v], b[48+v], b[56+v]}
		d.column(&f, &t, v)
	}
	for y := range n {
		row := dst[y*stride:][:n]
		r := (*[8]int32)(t[8*y:])
		for x := range row {
			m := &d.transfer[x]
			s := m[0]*r[0] + m[1]*r[1] + m[2]*r[2] + m[3]*r[3]
			if n > 4 {
				s += m[4]*r[4] + m[5]*r[5] + m[6]*r[6] + m[7]*r[7]
			}
			row[x] = sample((s + 1<<13) >> 14)
		}
	}
}

// column transforms one column and keeps three bits of fraction.
func (d *baseline) column(f *[8]int32, t *[64]int32, v int) {
	for y := range d.n {
		m := &d.transfer[y]
		s := m[0]*f[0] + m[1]*f[1] + m[2]*f[2] + m[3]*f[3]
		if d.n > 4 {
			s += m[4]*f[4] + m[5]*f[5] + m[6]*f[6] + m[7]*f[7]
		}
		t[8*y+v] = (s + 128) >> 8
	}
}

// sample moves a value to the range of a pixel.
func sample(v int32) uint8 { return uint8(max(0, min(255, v+128))) }
