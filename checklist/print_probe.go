package checklist

import (
	"math"
	"math/bits"
	"slices"
)

// NearDistance is the largest distance at which two pictures are called alike.
// Measured on 61 real pictures: re-encoded, resized or lighted otherwise they lie
// within 10, but for a few with blown-out light (90); cut, within 40 as a rule
// and 171 at most; of 3,660 pairs of different pictures the nearest was at 276.
// Other shots of the same view lie as near as copies do: only a comparison of
// the pictures tells those apart (store/photos, Compare and TestPrintReport).
const NearDistance = 180

// How prints are compared. Of every picture the middle is described – what is
// left when a tenth goes at each side – by the signs of its lowest frequencies
// (as pHash does; Zauner, Implementation and Benchmarking of Perceptual Image
// Hash Functions, 2010). A picture that was cut shows that same middle somewhere
// else, so the other one is described in many windows, and the best one counts.
const (
	margin     = 0.1 // what cutting may take at a side
	windowSide = 16  // cells of a window
	lowest     = 9   // frequencies each way, the mean among them
	signs      = 64  // frequencies whose sign is kept, lowest first
	farSigns   = 12  // more differing signs than this are another picture
)

// windowEdges is how far a window's edge may lie from the picture's: from nothing
// (the other picture was cut) to 0.19 (this one was, a tenth at each side).
var windowEdges = [...]float64{0, 0.04, 0.075, 0.11, 0.15, 0.19}

// Bands of signs under which prints are filed: each sign of the first 44 stands
// in two of them.
const (
	PrintBands = 4
	bandBits   = 22
	bandSigns  = 44
)

// bandOf lists the signs of each band, spread over all frequencies.
var bandOf = func() (out [PrintBands][bandBits]int) {
	for i := range bandSigns {
		out[i/bandBits][i%bandBits] = i * 19 % bandSigns
		out[2+i/bandBits][i%bandBits] = i * 7 % bandSigns
	}
	return out
}()

// waves holds the cosines of the transform, frequencies its order by rising sum.
var (
	waves = func() (out [lowest][windowSide]float64) {
		for u := range out {
			for x := range out[u] {
				out[u][x] = math.Cos(math.Pi * float64(u) * (float64(x) + 0.5) / windowSide)
			}
		}
		return out
	}()
	frequencies = func() (out [signs][2]int) {
		n := 0
		for sum := 1; n < signs; sum++ {
			for u := range min(sum+1, lowest) {
				if v := sum - u; v < lowest && n < signs {
					out[n], n = [2]int{u, v}, n+1
				}
			}
		}
		return out
	}()
)

// share of a cell in a window's cell.
type part struct {
	cell   int
	weight float64
}

// parts lays windowSide cells over the stretch from…to of printSide cells.
func parts(from, to float64) (out [windowSide][]part) {
	width := (to - from) * printSide / windowSide
	for k := range out {
		lo := from*printSide + float64(k)*width
		for i := int(lo); i < printSide && float64(i) < lo+width; i++ {
			if w := min(lo+width, float64(i+1)) - max(lo, float64(i)); w > 1e-9 {
				out[k] = append(out[k], part{i, w / width})
			}
		}
	}
	return out
}

// inner are the parts of the middle.
var inner = parts(margin, 1-margin)

// lines is a print transformed along its lines: frequency, then line.
type lines [lowest][printSide]float64

func transformLines(cells *[printSide * printSide]float64, at [windowSide][]part) (out lines) {
	for y := range printSide {
		for x, ps := range at {
			v := 0.0
			for _, p := range ps {
				v += cells[y*printSide+p.cell] * p.weight
			}
			for u := range out {
				out[u][y] += v * waves[u][x]
			}
		}
	}
	return out
}

// spectrum is the strength of the kept frequencies in a window.
type spectrum [signs]float64

func (l *lines) transform(at [windowSide][]part) (out spectrum) {
	var full [lowest][lowest]float64
	for u := range l {
		for y, ps := range at {
			v := 0.0
			for _, p := range ps {
				v += l[u][p.cell] * p.weight
			}
			for w := range lowest {
				full[u][w] += v * waves[w][y]
			}
		}
	}
	for i, f := range frequencies {
		out[i] = full[f[0]][f[1]]
	}
	return out
}

func (s *spectrum) signs() (out uint64) {
	for i, v := range s {
		if v > 0 {
			out |= 1 << i
		}
	}
	return out
}

// band is the number a print is filed under; weak are the two of its signs that
// are most easily lost.
func (s *spectrum) band(b int) (key, weak1, weak2 uint32) {
	least, next := math.Inf(1), math.Inf(1)
	for i, n := range bandOf[b] {
		if s[n] > 0 {
			key |= 1 << i
		}
		switch a := math.Abs(s[n]); {
		case a < least:
			least, next = a, least
			weak1, weak2 = 1<<i, weak1
		case a < next:
			next, weak2 = a, 1<<i
		}
	}
	return key, weak1, weak2
}

func (p *Print) middle() spectrum {
	cells := p.cells()
	l := transformLines(&cells, inner)
	return l.transform(inner)
}

// File is under what a print is filed, to be found among very many.
type File struct {
	Bands [PrintBands]uint32 // each below 2²²
	Signs uint64
}

// File is under what the print is filed.
func (p Print) File() (out File) {
	s := p.middle()
	for b := range out.Bands {
		out.Bands[b], _, _ = s.band(b)
	}
	out.Signs = s.signs()
	return out
}

// Probe is a print made ready to be compared with many others.
type Probe struct {
	print   Print
	cells   [printSide * printSide]float64
	windows []window
	keys    [PrintBands][]uint32
}

// window is one place in the picture where the middle of another one may lie,
// given by how far its edges are from the picture's.
type window struct {
	left, right, top, bottom float64
	signs                    uint64
}

// place is where the whole picture lies whose middle the window shows.
func (w *window) place() (ox, sx, oy, sy float64) {
	sx, sy = (1-w.left-w.right)/(1-2*margin), (1-w.top-w.bottom)/(1-2*margin)
	return w.left - margin*sx, sx, w.top - margin*sy, sy
}

// Probe makes a print ready; it takes a few milliseconds.
func (p Print) Probe() *Probe {
	r := &Probe{print: p, cells: p.cells()}
	if p.Plain() {
		return r
	}
	for _, left := range windowEdges {
		for _, right := range windowEdges {
			l := transformLines(&r.cells, parts(left, 1-right))
			for _, top := range windowEdges {
				for _, bottom := range windowEdges {
					s := l.transform(parts(top, 1-bottom))
					r.windows = append(r.windows, window{left, right, top, bottom, s.signs()})
					r.file(&s)
				}
			}
		}
	}
	for b := range r.keys {
		slices.Sort(r.keys[b])
		r.keys[b] = slices.Compact(r.keys[b])
	}
	return r
}

// file notes the numbers under which a like picture may have been filed.
func (r *Probe) file(s *spectrum) {
	for b := range r.keys {
		k, x, y := s.band(b)
		r.keys[b] = append(r.keys[b], k, k^x, k^y, k^x^y)
	}
}

// Keys are the numbers, sorted, under which pictures like this one are filed: a
// like picture has at least one of its Bands among them. There are about 1,500
// a band, none for a plain picture.
func (r *Probe) Keys() [PrintBands][]uint32 { return r.keys }

// Maybe says whether a picture filed with these signs is worth a comparison.
func (r *Probe) Maybe(signs uint64) bool {
	for i := range r.windows {
		if bits.OnesCount64(r.windows[i].signs^signs) <= farSigns {
			return true
		}
	}
	return false
}

// Distance is Print.Distance.
func (r *Probe) Distance(q Print) int {
	if q == r.print && !q.Plain() {
		return 0
	}
	_, d := r.find(q)
	return d
}

// Place is where the whole of q lies in this picture, in parts of its width and
// height: 0, 0 is the upper left corner; what is below 0 or above 1 was cut off
// here. ok is false when they are farther apart than NearDistance.
func (r *Probe) Place(q Print) (x0, y0, x1, y1 float64, ok bool) {
	w, d := r.find(q)
	ox, sx, oy, sy := w.place()
	return ox, oy, ox + sx, oy + sy, d <= NearDistance
}

// find looks for q's middle.
func (r *Probe) find(q Print) (at window, distance int) {
	if q.Plain() || len(r.windows) == 0 {
		return at, 1000
	}
	m := q.middle()
	cells, best := q.cells(), -1.0
	for _, w := range r.nearest(m.signs()) {
		if l := r.likeness(&cells, w); l > best {
			at, best = w, l
		}
	}
	return r.settle(&cells, at, best)
}

// nearest are the windows, at most four, that differ least from the signs; none
// when all differ too much.
func (r *Probe) nearest(signs uint64) (out []window) {
	least := farSigns
	for i := range r.windows {
		switch d := bits.OnesCount64(r.windows[i].signs ^ signs); {
		case d < least || d == least && len(out) == 0:
			least, out = d, append(out[:0], r.windows[i])
		case d == least && len(out) < 4:
			out = append(out, r.windows[i])
		}
	}
	return out
}

// settling is how far edges are shifted at a time, and the correlation that it
// takes to go on: what starts worse never came near.
var settling = [...]struct{ step, least float64 }{{0.02, 0.55}, {0.01, 0.72}, {0.005, 0.79}}

// settle shifts the window's edges for the best likeness and returns what is
// left, in thousandths.
func (r *Probe) settle(q *[printSide * printSide]float64, w window, likeness float64) (window, int) {
	for _, s := range settling {
		if likeness < s.least {
			return w, 1000
		}
		for range 3 {
			moved := false
			for i := range 8 {
				try := w
				edge := []*float64{&try.left, &try.right, &try.top, &try.bottom}[i/2]
				*edge += s.step * float64(1-i%2*2)
				if l := r.likeness(q, try); l > likeness {
					w, likeness, moved = try, l, true
				}
			}
			if !moved {
				break
			}
		}
	}
	return w, int(math.Round(1000 * (1 - likeness)))
}

// likeness is the correlation, -1…1, of q with this picture when the window
// shows q's middle; cells of q that lie outside this picture do not count.
func (r *Probe) likeness(q *[printSide * printSide]float64, w window) float64 {
	ox, sx, oy, sy := w.place()
	var n, sp, sq, spp, sqq, spq float64
	for i, a := range q {
		x := (ox+sx*(float64(i%printSide)+0.5)/printSide)*printSide - 0.5
		y := (oy+sy*(float64(i/printSide)+0.5)/printSide)*printSide - 0.5
		if x < 0 || y < 0 || x > printSide-1 || y > printSide-1 {
			continue
		}
		b := r.at(x, y)
		n, sp, sq = n+1, sp+a, sq+b
		spp, sqq, spq = spp+a*a, sqq+b*b, spq+a*b
	}
	vp, vq := spp/n-sp/n*sp/n, sqq/n-sq/n*sq/n
	if n < printSide*printSide/2 || vp <= 0 || vq <= 0 {
		return 0
	}
	return (spq/n - sp/n*sq/n) / math.Sqrt(vp*vq)
}

// at is the brightness between cells.
func (r *Probe) at(x, y float64) float64 {
	i, j := min(int(x), printSide-2), min(int(y), printSide-2)
	fx, fy, k := x-float64(i), y-float64(j), j*printSide+i
	return (r.cells[k]*(1-fx)+r.cells[k+1]*fx)*(1-fy) + (r.cells[k+printSide]*(1-fx)+r.cells[k+printSide+1]*fx)*fy
}
