package photos

import (
	"math"
	"slices"

	"hallcheck/checklist"
)

// maxCompared is how many like pictures are looked at one by one.
const maxCompared = 12

// Compare looks at the pictures of the uses that are like the one with that hash
// and notes for each whether it is the same picture or another shot of the same
// place. Pictures that are missing or show too little stay undecided.
func (s *Store) Compare(hash string, uses []checklist.PhotoUse) error {
	var mine plane
	n := 0
	for i := range uses {
		u := &uses[i]
		if u.Exact || n == maxCompared {
			continue
		}
		if mine.pix == nil {
			var err error
			if mine, err = s.brightness(hash); err != nil {
				return err
			}
		}
		n++
		if other, err := s.brightness(u.Hash); err == nil {
			u.Match = match(mine, other)
		}
	}
	return nil
}

// The figures of a comparison, found on 42 photos, their cut and re-encoded
// copies and shots of the same views from a slightly other place (see
// TestPrintReport). A copy, cut or not, lies within the other picture, and all
// parts of it fall into place at once: what is left are hundredths of a pixel. A
// hand moves and turns the camera, and each part of the picture is off by another
// amount.
const (
	tileCount   = 5     // tiles each way
	fewTiles    = 6     // fewer than this with something in them say nothing
	usualShift  = 0.25  // pixels, median over the tiles
	largeShift  = 0.40  // pixels, reached by less than three tiles in ten
	overhang    = 0.004 // part of the width or height by which one sticks out of the other
	likeTiles   = 0.6   // correlation, median over the tiles
	tileTexture = 25.0  // variance below which a tile has nothing in it
)

// match compares two pictures by their thumbnails.
func match(a, b plane) checklist.Match {
	edge := min(max(a.w, a.h), max(b.w, b.h))
	p, q := greyOf(a, edge), greyOf(b, edge)
	probe := checklist.MakePrint(b.pix, b.stride, b.w, b.h).Probe()
	x0, y0, x1, y1, ok := probe.Place(checklist.MakePrint(a.pix, a.stride, a.w, a.h))
	if !ok {
		return checklist.MatchOther
	}
	at := lay{sx: x1 - x0, ox: x0, sy: y1 - y0, oy: y0}
	ps, qs := []grey{p}, []grey{q}
	for max(p.w, p.h) >= 70 {
		p, q = p.half(), q.half()
		ps, qs = append(ps, p), append(qs, q)
	}
	for i := len(ps) - 1; i >= 0; i-- {
		at = at.refine(&ps[i], &qs[i])
	}
	shifts, likeness := at.tiles(&ps[0], &qs[0])
	switch {
	case at.overhang() > overhang:
		return checklist.MatchOther
	case len(shifts) < fewTiles:
		return ""
	case shifts[len(shifts)/2] < usualShift && shifts[len(shifts)*7/10] < largeShift && likeness[len(likeness)/2] > likeTiles:
		return checklist.MatchSame
	}
	return checklist.MatchOther
}

// grey is a picture's brightness, ready for arithmetic.
type grey struct {
	w, h int
	pix  []float64
}

// greyOf takes a picture at most edge pixels long.
func greyOf(y plane, edge int) grey {
	w, h := fit(y.w, y.h, edge)
	small := newPlane(w, h)
	resize(small, y)
	g := grey{w, h, make([]float64, w*h)}
	for i, v := range small.pix {
		g.pix[i] = float64(v)
	}
	return g
}

func (g *grey) half() grey {
	o := grey{max(1, g.w/2), max(1, g.h/2), nil}
	o.pix = make([]float64, o.w*o.h)
	for y := range o.h {
		for x := range o.w {
			i, right, down := 2*y*g.w+2*x, min(1, g.w-1-2*x), g.w*min(1, g.h-1-2*y)
			o.pix[y*o.w+x] = (g.pix[i] + g.pix[i+right] + g.pix[i+down] + g.pix[i+right+down]) / 4
		}
	}
	return o
}

// at is the brightness between pixels; x and y lie inside.
func (g *grey) at(x, y float64) float64 {
	i, j := max(0, min(int(x), g.w-2)), max(0, min(int(y), g.h-2))
	fx, fy, k := x-float64(i), y-float64(j), j*g.w+i
	return (g.pix[k]*(1-fx)+g.pix[k+1]*fx)*(1-fy) + (g.pix[k+g.w]*(1-fx)+g.pix[k+g.w+1]*fx)*fy
}

// slope is how the brightness rises to the right and downwards, a pixel.
func (g *grey) slope(x, y float64) (dx, dy float64) {
	return g.at(x+0.5, y) - g.at(x-0.5, y), g.at(x, y+0.5) - g.at(x, y-0.5)
}

// lay says where one picture lies on another: x of the other is sx·x + ox, all in
// parts of the width; y alike.
type lay struct{ sx, ox, sy, oy float64 }

// overhang is by how much the pictures stick out of one another, at least one
// way round: none where either lies within the other.
func (l lay) overhang() float64 {
	out := func(o, s float64) (first, second float64) {
		return max(0, -o, o+s-1), max(0, o, 1-o-s)
	}
	ax, bx := out(l.ox, l.sx)
	ay, by := out(l.oy, l.sy)
	return min(max(ax, ay), max(bx, by))
}

// pairs calls f for every pixel of p between the bounds that lies on q: its
// place, its brightness, and its place on q.
func (l lay) pairs(p, q *grey, x0, x1, y0, y1 int, f func(x, y int, v, qx, qy float64)) {
	for y := y0; y < y1; y++ {
		qy := (l.sy*(float64(y)+0.5)/float64(p.h)+l.oy)*float64(q.h) - 0.5
		if qy < 1 || qy > float64(q.h-2) {
			continue
		}
		for x := x0; x < x1; x++ {
			qx := (l.sx*(float64(x)+0.5)/float64(p.w)+l.ox)*float64(q.w) - 0.5
			if qx >= 1 && qx <= float64(q.w-2) {
				f(x, y, p.pix[y*p.w+x], qx, qy)
			}
		}
	}
}

// tones relates the brightness of two pictures.
type tones struct{ n, p, q, pp, qq, pq float64 }

func (t *tones) add(p, q float64) {
	t.n, t.p, t.q = t.n+1, t.p+p, t.q+q
	t.pp, t.qq, t.pq = t.pp+p*p, t.qq+q*q, t.pq+p*q
}

func (t *tones) variances() (p, q, both float64) {
	return t.pp/t.n - t.p/t.n*t.p/t.n, t.qq/t.n - t.q/t.n*t.q/t.n, t.pq/t.n - t.p/t.n*t.q/t.n
}

// refine improves the lay by least squares on the brightness (Lucas and Kanade,
// An Iterative Image Registration Technique, 1981), with the weights of Cauchy so
// that what was covered or drawn over does not pull.
func (l lay) refine(p, q *grey) lay {
	for range 12 {
		var t tones
		l.pairs(p, q, 0, p.w, 0, p.h, func(_, _ int, v, qx, qy float64) { t.add(v, q.at(qx, qy)) })
		vp, vq, both := t.variances()
		if t.n < 50 || vq < 1 {
			return l
		}
		gain := both / vq
		bias, scale := t.p/t.n-gain*t.q/t.n, max(1, vp)*0.12
		var e equations
		l.pairs(p, q, 0, p.w, 0, p.h, func(x, y int, v, qx, qy float64) {
			r := v - gain*q.at(qx, qy) - bias
			dx, dy := q.slope(qx, qy)
			dx, dy = gain*dx*float64(q.w), gain*dy*float64(q.h)
			e.add([4]float64{dx * ((float64(x)+0.5)/float64(p.w) - 0.5), dx, dy * ((float64(y)+0.5)/float64(p.h) - 0.5), dy}, r, 1/(1+r*r/scale))
		})
		d, ok := e.solve()
		if !ok {
			return l
		}
		cx, cy := l.ox+l.sx/2+d[1], l.oy+l.sy/2+d[3]
		l.sx, l.sy = l.sx+d[0], l.sy+d[2]
		l.ox, l.oy = cx-l.sx/2, cy-l.sy/2
		if math.Abs(d[0])+math.Abs(d[1])+math.Abs(d[2])+math.Abs(d[3]) < 1e-4 {
			break
		}
	}
	return l
}

// tiles says of every tile with something in it how far it is off, in pixels, and
// how well it correlates; both sorted.
func (l lay) tiles(p, q *grey) (shifts, likeness []float64) {
	for i := range tileCount * tileCount {
		x, y := i%tileCount, i/tileCount
		x0, x1, y0, y1 := p.w*x/tileCount, p.w*(x+1)/tileCount, p.h*y/tileCount, p.h*(y+1)/tileCount
		var t tones
		l.pairs(p, q, x0, x1, y0, y1, func(_, _ int, v, qx, qy float64) { t.add(v, q.at(qx, qy)) })
		if t.n < 0.6*float64((x1-x0)*(y1-y0)) || t.n < 20 {
			continue
		}
		vp, vq, both := t.variances()
		if min(vp, vq) < tileTexture {
			continue
		}
		if s, ok := l.shift(p, q, x0, x1, y0, y1, &t); ok {
			shifts, likeness = append(shifts, s), append(likeness, both/math.Sqrt(vp*vq))
		}
	}
	slices.Sort(shifts)
	slices.Sort(likeness)
	return shifts, likeness
}

// shift is how far one tile is off; not ok where its lines run one way only.
func (l lay) shift(p, q *grey, x0, x1, y0, y1 int, t *tones) (pixels float64, ok bool) {
	vp, vq, _ := t.variances()
	gain := math.Sqrt(vp / vq)
	bias := t.p/t.n - gain*t.q/t.n
	var mx, my float64
	for range 3 {
		var xx, xy, yy, bx, by float64
		l.pairs(p, q, x0, x1, y0, y1, func(_, _ int, v, qx, qy float64) {
			qx, qy = qx+mx, qy+my
			r := v - gain*q.at(qx, qy) - bias
			dx, dy := q.slope(qx, qy)
			w := 1 / (1 + 4*r*r/vp)
			dx, dy = gain*dx, gain*dy
			xx, xy, yy = xx+w*dx*dx, xy+w*dx*dy, yy+w*dy*dy
			bx, by = bx+w*dx*r, by+w*dy*r
		})
		det, sum := xx*yy-xy*xy, xx+yy
		if det < 0.005*sum*sum || sum < 4*t.n {
			return 0, false
		}
		mx, my = mx+(yy*bx-xy*by)/det, my+(xx*by-xy*bx)/det
		if math.Hypot(mx, my) > 8 {
			return 8, true
		}
	}
	return math.Hypot(mx, my), true
}

// equations are the normal equations of a fit with four unknowns.
type equations struct {
	m [4][4]float64
	b [4]float64
}

func (e *equations) add(j [4]float64, r, weight float64) {
	for i := range 4 {
		e.b[i] += weight * j[i] * r
		for k := range 4 {
			e.m[i][k] += weight * j[i] * j[k]
		}
	}
}

// solve eliminates with the largest pivot.
func (e *equations) solve() (x [4]float64, ok bool) {
	m, b := e.m, e.b
	for i := range 4 {
		p := i
		for r := i + 1; r < 4; r++ {
			if math.Abs(m[r][i]) > math.Abs(m[p][i]) {
				p = r
			}
		}
		m[i], m[p], b[i], b[p] = m[p], m[i], b[p], b[i]
		if math.Abs(m[i][i]) < 1e-9 {
			return x, false
		}
		for r := i + 1; r < 4; r++ {
			f := m[r][i] / m[i][i]
			for c := i; c < 4; c++ {
				m[r][c] -= f * m[i][c]
			}
			b[r] -= f * b[i]
		}
	}
	for i := 3; i >= 0; i-- {
		x[i] = b[i]
		for c := i + 1; c < 4; c++ {
			x[i] -= m[i][c] * x[c]
		}
		x[i] /= m[i][i]
	}
	return x, true
}
