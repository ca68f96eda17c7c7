package chart

// HeatCell is one figure of a heat map.
type HeatCell struct {
	Text  string // the figure, "" = nothing measured
	Level int    // 1 = far below … 5 = best; 0 = nothing measured
	Mark  bool   // drawn with a frame and ▼: the lowest of its row
}

// HeatRow is one line of a heat map.
type HeatRow struct {
	Label string
	Cells []HeatCell
}

// Heat is a table of figures shaded by level. Every cell has its figure, and the
// legend says in words what a shade means.
type Heat struct {
	Title   string
	Columns []string
	Rows    []HeatRow
	Legend  []string // words of levels 1 … 5
	Low     string   // words of the mark
	Empty   string
}

// The measures of a heat map, in points.
const (
	heatRow  = 17.0
	heatHead = 3 // lines of a column's title
	heatLeg  = 16.0
)

// RowsIn is how many rows fit into a height, at scale 1.
func (h Heat) RowsIn(height float64) int {
	return max(int((height-sizeTitle*lead-4-heatHead*sizeSmall*lead-heatLeg-6)/heatRow), 1)
}

// Draw lays the heat map out.
func (h Heat) Draw(p Paper) Drawing {
	d := newPen(p)
	y := d.title(h.Title)
	size, small := sizeText*d.k, sizeSmall*d.k
	if len(h.Rows) == 0 || len(h.Columns) == 0 {
		d.words(h.Empty, 0, y, p.W, barRow*d.k, size, Muted, Left, false)
		return d.done(y+barRow*d.k, h.Title)
	}
	nameW := 0.0
	for _, r := range h.Rows {
		nameW = max(nameW, d.width(r.Label, size, false))
	}
	nameW = min(nameW+8*d.k, p.W*0.3)
	cw := (p.W - nameW) / float64(len(h.Columns))
	lines := make([][]string, len(h.Columns))
	most := 1
	for i, c := range h.Columns {
		lines[i] = d.wrap(c, cw-4, small, heatHead)
		most = max(most, len(lines[i]))
	}
	for i, ls := range lines {
		top := y + float64(most-len(ls))*small*lead
		for k, l := range ls {
			d.words(l, nameW+float64(i)*cw+2, top+float64(k)*small*lead, cw-4, small*lead, small, Muted, Centre, false)
		}
	}
	y += float64(most)*small*lead + 3*d.k
	row := heatRow * d.k
	for _, r := range h.Rows {
		d.words(r.Label, 0, y, nameW-6*d.k, row, size, Ink, Left, false)
		for i, c := range r.Cells {
			d.cell(c, nameW+float64(i)*cw, y, cw, row)
		}
		y += row
	}
	return d.done(h.legend(d, y+5*d.k), h.Title)
}

// levels are the roles of the five shades and of the words on them.
var levels = [6][2]Role{{Track, Muted}, {Heat1, OnDark}, {Heat2, Ink}, {Heat3, Ink}, {Heat4, Ink}, {Heat5, OnDark}}

// shade returns the roles of a level's box and words.
func shade(level int) (fill, ink Role) {
	l := levels[min(max(level, 0), 5)]
	return l[0], l[1]
}

func (d *pen) cell(c HeatCell, x, y, w, h float64) {
	fill, ink := shade(c.Level)
	d.box(x+1, y+1, w-2, h-2, fill, 2)
	text := c.Text
	switch {
	case c.Level == 0 || text == "":
		text = "–"
	case c.Mark:
		text = "▼" + text
	}
	d.words(text, x+2, y, w-4, h, sizeText*d.k, ink, Centre, c.Mark)
	if c.Mark {
		d.shapes = append(d.shapes, Shape{Kind: Frame, X: x + 1.5, Y: y + 1.5, W: w - 3, H: h - 3, Role: Ink, Thick: 1, Round: 2})
	}
}

// legend says what the shades mean and returns the y below it.
func (h Heat) legend(d *pen, y float64) float64 {
	size, side := sizeSmall*d.k, 10*d.k
	x := 0.0
	put := func(level int, text string) {
		w := side + 4*d.k + d.width(text, size, false)
		if x > 0 && x+w > d.W {
			x, y = 0, y+heatLeg*d.k
		}
		if level > 0 {
			fill, _ := shade(level)
			d.box(x, y+(size*lead-side)/2, side, side, fill, 2)
		} else {
			d.words("▼", x, y, side+2, size*lead, size, Ink, Left, true)
		}
		d.words(text, x+side+4*d.k, y, w, size*lead, size, Muted, Left, false)
		x += w + 12*d.k
	}
	for i, text := range h.Legend {
		if i < 5 && text != "" {
			put(i+1, text)
		}
	}
	if h.Low != "" {
		put(0, h.Low)
	}
	return y + heatLeg*d.k
}
