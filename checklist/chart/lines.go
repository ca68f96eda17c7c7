package chart

import "strconv"

// Series is one line over the labels. Its name stands at its end.
type Series struct {
	Name   string
	Values []*int64 // by label, tenths; nil = none: the line has a gap
	Role   Role
	Dashed bool
}

// Lines is a line chart over months or other steps. Values are tenths.
type Lines struct {
	Title  string
	Labels []string
	Series []Series
	Goal   *int64 // a thin dashed line, such as a target
	Said   string // the goal's words
	Empty  string
}

// The measures of a line chart, in points.
const (
	lineHigh  = 150.0
	axisWide  = 30.0
	steps     = 4
	leastSpan = 50 // tenths: small changes are not blown up
	dot       = 5.0
)

// Draw lays the lines out.
func (l Lines) Draw(p Paper) Drawing {
	d := newPen(p)
	y := d.title(l.Title)
	high := p.H - y
	if p.H == 0 {
		high = lineHigh * d.k
	}
	low, top, any := l.span()
	small := sizeSmall * d.k
	if !any {
		d.words(l.Empty, 0, y, p.W, barRow*d.k, sizeText*d.k, Muted, Left, false)
		return d.done(y+barRow*d.k, l.Title)
	}
	nameW := 0.0
	for _, s := range l.Series {
		nameW = max(nameW, d.width(s.Name, small, false))
	}
	nameW = min(nameW+8*d.k, p.W*0.3)
	g := grid{
		x: axisWide * d.k, y: y + 6*d.k, w: p.W - axisWide*d.k - nameW, h: high - 6*d.k - small*lead - 6*d.k,
		low: low, top: top, n: len(l.Labels),
	}
	l.axes(d, g)
	l.goal(d, g)
	var taken []float64
	for _, s := range l.Series {
		l.series(d, g, s, nameW, &taken)
	}
	return d.done(y+high, l.Title)
}

// grid is the area lines are drawn in.
type grid struct {
	x, y, w, h float64
	low, top   int64
	n          int
}

func (g grid) at(i int) float64 {
	if g.n < 2 {
		return g.x + g.w/2
	}
	return g.x + g.w*float64(i)/float64(g.n-1)
}

func (g grid) up(v int64) float64 {
	return g.y + g.h*(1-float64(v-g.low)/float64(g.top-g.low))
}

// span are the values at the bottom and the top: rounded to whole steps, and at
// least five points apart.
func (l Lines) span() (low, top int64, any bool) {
	for _, s := range l.Series {
		for _, v := range s.Values {
			if v != nil && (!any || *v < low) {
				low = *v
			}
			if v != nil && (!any || *v > top) {
				top = *v
			}
			any = any || v != nil
		}
	}
	if !any {
		return 0, 0, false
	}
	if l.Goal != nil {
		low, top = min(low, *l.Goal), max(top, *l.Goal)
	}
	if top-low < leastSpan {
		low, top = (low+top-leastSpan)/2, (low+top+leastSpan)/2
	}
	step := int64(10)
	for (top-low)/step >= steps*2 {
		step *= 2
	}
	low, top = floorTo(low, step), floorTo(top+step-1, step)
	for (top-low)%(steps*10) != 0 {
		top += 10
	}
	return low, top, true
}

func floorTo(v, step int64) int64 {
	r := v % step
	if r < 0 {
		r += step
	}
	return v - r
}

func (l Lines) axes(d *pen, g grid) {
	small := sizeSmall * d.k
	for i := range steps + 1 {
		v := g.low + (g.top-g.low)*int64(i)/steps
		y := g.up(v)
		d.line(Line, g.x, y, g.x+g.w, y, 0.5, Rule)
		d.words(strconv.FormatInt(v/10, 10), 0, y-small*lead/2, g.x-6*d.k, small*lead, small, Muted, Right, false)
	}
	widest := 0.0
	for _, s := range l.Labels {
		widest = max(widest, d.width(s, small, false))
	}
	every := 1
	for every < len(l.Labels) && g.w/float64(max(g.n-1, 1))*float64(every) < widest+6*d.k {
		every++
	}
	for i, s := range l.Labels {
		if (len(l.Labels)-1-i)%every == 0 {
			x := min(max(g.at(i)-widest/2-2, 0), d.W-widest-4)
			d.words(s, x, g.y+g.h+4*d.k, widest+4, small*lead, small, Muted, Centre, false)
		}
	}
}

func (l Lines) goal(d *pen, g grid) {
	if l.Goal == nil {
		return
	}
	small := sizeSmall * d.k
	y := g.up(*l.Goal)
	d.line(Dash, g.x, y, g.x+g.w, y, 1, Good)
	d.words(l.Said, g.x+4, y-small*lead, g.w-8, small*lead, small, Good, Left, false)
}

// series draws one line with a dot at each value, and its name at the end, moved
// off the names that are there already.
func (l Lines) series(d *pen, g grid, s Series, nameW float64, taken *[]float64) {
	kind, thick := Line, 2*d.k
	if s.Dashed {
		kind, thick = Dash, 1.5*d.k
	}
	last := -1
	for i, v := range s.Values {
		if v == nil {
			continue
		}
		if last >= 0 && last == i-1 {
			d.line(kind, g.at(last), g.up(*s.Values[last]), g.at(i), g.up(*v), thick, s.Role)
		}
		side := dot * d.k
		d.shapes = append(d.shapes, Shape{Kind: Dot, X: g.at(i) - side/2, Y: g.up(*v) - side/2, W: side, H: side, Role: s.Role})
		last = i
	}
	if last < 0 || s.Name == "" {
		return
	}
	small := sizeSmall * d.k
	y := g.up(*s.Values[last]) - small*lead/2
	for moved := true; moved; {
		moved = false
		for _, t := range *taken {
			if y < t+small*lead && y+small*lead > t {
				y, moved = t+small*lead, true
			}
		}
	}
	*taken = append(*taken, y)
	word := s.Role
	if word == Soft {
		word = Muted // lines may be pale, words may not
	}
	d.words(s.Name, g.x+g.w+8*d.k, y, nameW-8*d.k, small*lead, small, word, Left, false)
}
