package report

import (
	"math"
	"slices"
)

// pair is the picture before and the picture after side by side.
func (l *slideLayout) pair(s *Slide) {
	const gap, edge = 12.0, 24.0
	y := 22.0
	x := edge
	if s.Tag != "" {
		l.tag(s, edge, y+7, 220)
		x = edge + l.out[len(l.out)-1].w + 14
	}
	l.add(shape{
		x: x, y: y, w: slidePage.pw - edge - x, h: 40, name: "Title", place: "title", anchor: middle,
		text: l.fitted([]para{{s.Heading, style{strong, 26, ink}, 0}}, slidePage.pw-edge-x, 40, 0.6, left),
	})
	w := (slidePage.pw - 2*edge - gap) / 2
	h := w * 3 / 4
	y = 74
	l.stage(first(s.Photos), edge, y, w, h)
	after := Picture{}
	if len(s.Photos) > 1 {
		after = s.Photos[1]
	}
	l.stage(after, edge+w+gap, y, w, h)
	y += h + 12
	foot := []slidePara{l.one(s.Footer, 800, style{regular, 14, muted}, left)}
	if s.Footer != "" {
		l.add(shape{x: edge, y: 506, w: 800, h: 22, name: "Caption", text: foot})
	}
	l.body(s, edge, y, slidePage.pw-2*edge, 504-y)
}

// sheet is a slide of words and figures: summary, ranking, closing.
func (l *slideLayout) sheet(s *Slide) {
	l.block("Mark", 0, 0, 10, slidePage.ph, accent)
	l.add(shape{
		x: 40, y: 24, w: 880, h: 56, name: "Title", place: "title", anchor: middle,
		text: l.fitted([]para{{s.Heading, style{strong, 32, ink}, 0}}, 880, 56, 0.6, left),
	})
	y, end := 96.0, 500.0
	if s.Footer != "" {
		end = 484
		l.add(shape{x: 40, y: 506, w: 780, h: 22, name: "Caption", text: []slidePara{l.one(s.Footer, 780, style{regular, 14, muted}, left)}})
	}
	if len(s.Figures) > 0 {
		y = l.figures(s.Figures, y)
	}
	if s.Table != nil && len(s.Table.Head) > 0 {
		y = l.table(s.Table, y, end-l.linesHeight(s)) + 12
	}
	var ps []para
	for _, t := range s.Lines {
		ps = append(ps, para{t, style{regular, 22, ink}, 10})
	}
	if text := l.fitted(ps, 880, end-y, 0.55, left); len(text) > 0 {
		l.add(shape{x: 40, y: y, w: 880, h: end - y, name: "Text", text: text})
	}
}

// linesHeight is the room kept for lines under a table.
func (l *slideLayout) linesHeight(s *Slide) float64 {
	return math.Min(120, 32*float64(len(s.Lines)))
}

// figures draws up to six numbers as cards, three in a row or as many as fit, and
// returns the y below.
func (l *slideLayout) figures(fs []SlideFigure, y float64) float64 {
	fs = fs[:min(6, len(fs))]
	cols := min(len(fs), 3)
	if len(fs) == 4 {
		cols = 4
	}
	const gap, h = 16.0, 118.0
	w := (880 - gap*float64(cols-1)) / float64(cols)
	for i, f := range fs {
		x, at := 40+float64(i%cols)*(w+gap), y+float64(i/cols)*(h+gap)
		col := blue
		if f.Alarm {
			col = redish
		}
		l.block("Card", x, at, w, h, tint)
		l.block("Card mark", x, at, 5, h, col)
		l.add(shape{x: x + 22, y: at + 12, w: w - 34, h: 62, name: "Figure", anchor: middle, text: l.fitted([]para{{f.Value, style{strong, 40, col}, 0}}, w-34, 62, 0.4, left)})
		l.add(shape{x: x + 22, y: at + 76, w: w - 34, h: 32, name: "Figure label", anchor: middle, text: l.fitted([]para{{f.Label, style{regular, 17, muted}, 0}}, w-34, 32, 0.6, left)})
	}
	rows := (len(fs) + cols - 1) / cols
	return y + float64(rows)*(h+gap) + 8
}

// The rows of a table on a slide, in points.
const (
	rowTall  = 44.0
	rowShort = 17.0
)

// table draws a table between y and end, its bars at the right, and returns the y below.
func (l *slideLayout) table(t *SlideTable, y, end float64) float64 {
	wide := 880.0
	if len(t.Bars) > 0 {
		wide = 620
	}
	rows := t.Rows
	if most := int((end-y)/rowShort) - 1; len(rows) > most {
		rows = rows[:max(0, most)]
	}
	g := &slideGrid{widths: shares(t, wide), rowH: math.Max(rowShort, math.Min(rowTall, (end-y)/float64(len(rows)+1)))}
	size := l.tableSize(g, t.Head, rows)
	g.cells = append(g.cells, l.gridRow(g, t.Head, style{strong, math.Min(16, size), accent}, &headBg))
	for i, r := range rows {
		st, fill := style{regular, size, ink}, (*colour)(nil)
		if i+1 == t.Strong {
			st, fill = st.bold(), &haze
		}
		g.cells = append(g.cells, l.gridRow(g, r, st, fill))
	}
	h := g.rowH * float64(len(g.cells))
	l.add(shape{x: 40, y: y, w: wide, h: h, name: "Table", grid: g})
	for i := range rows {
		if i >= len(t.Bars) {
			break
		}
		bar := math.Max(2, 240*float64(min(max(t.Bars[i], 0), 1000))/1000)
		col := blue
		if i+1 == t.Strong {
			col = accent
		}
		bh := math.Min(18, g.rowH*0.55)
		l.block("Bar", 40+wide+16, y+g.rowH*float64(i+1)+(g.rowH-bh)/2, bar, bh, col)
	}
	return y + h
}

func shares(t *SlideTable, wide float64) []float64 {
	out, total := make([]float64, len(t.Head)), 0
	for i := range out {
		n := 1
		if i < len(t.Widths) {
			n = max(1, t.Widths[i])
		}
		out[i] = float64(n)
		total += n
	}
	for i := range out {
		out[i] *= wide / float64(total)
	}
	return out
}

// tableSize is the largest type in which every cell fits into its row, on more
// than one line where the row is tall enough; what fits in none is cut later.
func (l *slideLayout) tableSize(g *slideGrid, head []string, rows [][]string) float64 {
	largest := math.Max(9, math.Min(18, g.rowH/slideLead-1))
	least := math.Max(9, largest*0.75)
	for size := largest; size > least; size -= 0.5 {
		if l.rowFits(g, head, style{strong, math.Min(16, size), ink}) && !slices.ContainsFunc(rows, func(r []string) bool {
			return !l.rowFits(g, r, style{strong, size, ink})
		}) {
			return size
		}
	}
	return least
}

func (l *slideLayout) rowFits(g *slideGrid, texts []string, st style) bool {
	for k := range min(len(texts), len(g.widths)) {
		w := (g.widths[k] - 2*gridPad) * 0.97
		if l.c.longestWord(texts[k], st) > w || float64(len(l.c.lines(texts[k], w, st)))*st.slide() > g.rowH {
			return false
		}
	}
	return true
}

// gridRow lays one row.
func (l *slideLayout) gridRow(g *slideGrid, texts []string, st style, fill *colour) []gridCell {
	out := make([]gridCell, len(g.widths))
	for k := range out {
		out[k].fill, out[k].st, out[k].lines = fill, st, []string{""}
		if k >= len(texts) {
			continue
		}
		if fit := l.fitted([]para{{texts[k], st, 0}}, g.widths[k]-2*gridPad, math.Max(g.rowH, st.slide()), 1, left); len(fit) > 0 {
			out[k].slidePara = fit[0]
		}
	}
	return out
}
