package checklist

import (
	"encoding/hex"
	"math"
)

// The print of a picture: so many cells a side, four bits each.
const (
	printSide = 24
	PrintSize = printSide * printSide / 2 // bytes
)

// Print is what a picture looks like, small: the brightness of 24 × 24 cells laid
// over the whole upright picture, in steps of its own contrast, so that size,
// compression, brightness and place data do not matter. The zero Print belongs
// to pictures with nothing to recognise in them; it is like no other.
type Print [PrintSize]byte

// Figures of the print, in brightness 0…255 and steps.
const (
	plainContrast = 3.0 // standard deviation below which a picture is plain: a wall, a lens cap
	printReach    = 2.2 // standard deviations that the 16 steps cover to either side
	printSteps    = 16
)

// MakePrint makes the print of an upright picture from its brightness: h lines of
// w bytes, stride bytes apart. Any size will do; 320 pixels are plenty.
func MakePrint(luma []uint8, stride, w, h int) Print {
	var p Print
	if w < 1 || h < 1 || stride < w || len(luma) < (h-1)*stride+w {
		return p
	}
	cells := cellMeans(luma, stride, w, h)
	var sum, squares float64
	for _, v := range cells {
		sum += v
		squares += v * v
	}
	n := float64(len(cells))
	mean := sum / n
	spread := math.Sqrt(max(0, squares/n-mean*mean))
	if spread < plainContrast {
		return p
	}
	for i, v := range cells {
		step := int(math.Floor((v-mean)/spread*printSteps/2/printReach)) + printSteps/2
		p[i/2] |= byte(max(0, min(printSteps-1, step))) << (i % 2 * 4)
	}
	return p
}

// cellMeans is the mean brightness of every cell, pixels on a border counted by
// the part that lies within.
func cellMeans(luma []uint8, stride, w, h int) [printSide * printSide]float64 {
	sums := make([]float64, (w+1)*(h+1)) // of all pixels above and to the left
	for y := range h {
		line := 0.0
		for x := range w {
			line += float64(luma[y*stride+x])
			sums[(y+1)*(w+1)+x+1] = sums[y*(w+1)+x+1] + line
		}
	}
	at := func(x, y float64) float64 {
		i, j := min(int(x), w-1), min(int(y), h-1)
		fx, fy, k := x-float64(i), y-float64(j), j*(w+1)+i
		return (sums[k]*(1-fx)+sums[k+1]*fx)*(1-fy) + (sums[k+w+1]*(1-fx)+sums[k+w+2]*fx)*fy
	}
	var out [printSide * printSide]float64
	cw, ch := float64(w)/printSide, float64(h)/printSide
	for i := range out {
		x, y := float64(i%printSide)*cw, float64(i/printSide)*ch
		out[i] = (at(x+cw, y+ch) - at(x, y+ch) - at(x+cw, y) + at(x, y)) / (cw * ch)
	}
	return out
}

// Plain says that there is nothing to recognise in the picture.
func (p Print) Plain() bool { return p == Print{} }

// String is the print as 576 hex digits.
func (p Print) String() string { return hex.EncodeToString(p[:]) }

// ParsePrint reads what String wrote; the code of the error is print.invalid.
func ParsePrint(text string) (Print, error) {
	var p Print
	if len(text) != 2*PrintSize {
		return p, Fail("print.invalid")
	}
	if _, err := hex.Decode(p[:], []byte(text)); err != nil {
		return Print{}, Fail("print.invalid").Because(err)
	}
	return p, nil
}

// cells are the steps as numbers around zero.
func (p *Print) cells() (out [printSide * printSide]float64) {
	for i := range out {
		out[i] = float64(p[i/2]>>(i%2*4)&15) - 7.5
	}
	return out
}

// Distance says how unlike two pictures are, in thousandths: 0 the same, 1000
// nothing in common. One may be the other cut by up to a tenth at each side. At
// most NearDistance is worth a hint.
func (p Print) Distance(q Print) int { return p.Probe().Distance(q) }
