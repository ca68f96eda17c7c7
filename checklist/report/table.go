package report

// The measures of a table, in points.
const (
	padX   = 1.1 * mm
	padY   = 1.0 * mm
	rowMin = 6 * mm
)

// The text sizes of the sheet.
var (
	body  = style{regular, 8, ink}
	small = style{regular, 7, muted}
	thead = style{strong, 7.8, accent}
)

// laidCell is a cell with its lines broken.
type laidCell struct {
	lines []string
	st    style
	al    align
	x, w  float64 // the box, from the page's left edge
	pics  []pic
}

// picMax is the greatest height of a picture in a table.
const picMax = 24 * mm

func (l laidCell) height() float64 {
	h := float64(len(l.lines)) * l.st.lead()
	for i, p := range l.pics {
		if i > 0 || h > 0 {
			h += padY
		}
		_, ph := p.within(l.w-2*padX, picMax)
		h += ph
	}
	return h
}

// laidRow is a row ready to draw.
type laidRow struct {
	row   *row
	cells []laidCell
	h     float64
	cut   bool // part of a row taller than a page
}

// flow puts the rows of a part on pages: the header again on each page, a group
// name beside its rows, no row cut unless it alone is taller than a page.
type flow struct {
	c     *canvas
	p     *part
	xs    []float64 // left edges, one more than columns
	group int       // index of the merged column, -1 = none
	rows  []laidRow
	note  []string // the foot note's lines
	tail  float64  // height that must follow the last row on its page
	// the open segment of the merged column
	segment  string
	segTop   float64
	isRest   bool
	pageTop  float64
	headerH  float64
	headRows []laidCell
}

func newFlow(c *canvas, p *part) *flow {
	f := &flow{c: c, p: p, group: -1, xs: []float64{c.mx}}
	total := 0.0
	for _, col := range p.Cols {
		total += col.Width
	}
	for i, col := range p.Cols {
		f.xs = append(f.xs, f.xs[i]+col.Width/total*c.wide())
		if col.Group {
			f.group = i
		}
	}
	for i, col := range p.Cols {
		cell := f.lay(i, col.Title, thead, centre)
		f.headRows = append(f.headRows, cell)
		f.headerH = max(f.headerH, cell.height()+2*padY)
	}
	for i := range p.Rows {
		f.rows = append(f.rows, f.layRow(&p.Rows[i]))
	}
	if p.Note != "" {
		f.note = c.lines(p.Note, c.wide(), small)
	}
	return f
}

func (f *flow) lay(i int, text string, st style, al align) laidCell {
	x, w := f.xs[i], f.xs[i+1]-f.xs[i]
	for st.size > 5.5 && f.c.longestWord(text, st) > w-2*padX {
		st.size -= 0.25 // a narrow column may not cut a word that fits in smaller type
	}
	return laidCell{lines: f.c.lines(text, w-2*padX, st), st: st, al: al, x: x, w: w}
}

func (f *flow) layRow(r *row) laidRow {
	l := laidRow{row: r, h: max(rowMin, r.MinH*mm)}
	if r.Kind == rowSpan {
		st := body
		if r.Cells[0].Tone == toneBad {
			st = body.bold().in(danger)
		}
		l.cells = []laidCell{{
			lines: f.c.lines(r.Cells[0].Text, f.c.wide()-2*padX, st),
			st:    st, x: f.xs[0], w: f.xs[len(f.xs)-1] - f.xs[0],
		}}
	} else {
		for i, cell := range r.Cells {
			if i == f.group && r.Group != "" {
				l.cells = append(l.cells, laidCell{st: body})
				continue
			}
			laid := f.lay(i, cell.Text, f.style(r, i), f.p.Cols[i].Align)
			if laid.pics = cell.Pics; len(laid.pics) > 0 && cell.Text == "" {
				laid.lines = nil
			}
			l.cells = append(l.cells, laid)
		}
	}
	for _, cell := range l.cells {
		l.h = max(l.h, cell.height()+2*padY)
	}
	return l
}

func (f *flow) style(r *row, i int) style {
	st := body
	if f.p.Cols[i].Small {
		st = small
	}
	switch {
	case r.Cells[i].Tone == toneBad:
		st = body.bold().in(danger)
	case r.Kind == rowSub || r.Kind == rowTotal || r.Cells[i].Tone == toneStrong:
		st = body.bold()
	case r.Cells[i].Tone == toneMuted:
		st = st.in(muted)
	}
	return st
}

// draw puts the whole part on the page and the ones after it. Its title stays
// with the first row.
func (f *flow) draw() {
	title := 0.0
	if f.p.Title != "" {
		title = 9 * mm
	}
	first := 0.0
	if len(f.rows) > 0 {
		first = min(f.together(0), 60*mm)
	}
	if !f.c.room(title + f.headerH + first) {
		f.c.newPage()
	}
	if f.p.Title != "" {
		f.c.y += 2 * mm
		f.c.line(f.p.Title, f.c.mx, f.c.y, f.c.wide(), left, style{strong, 10, ink})
		f.c.y += 6.5 * mm
	}
	f.header()
	for i := range f.rows {
		f.place(i)
	}
	f.closeSegment()
	if len(f.note) > 0 {
		f.c.y = f.c.text(f.note, f.c.mx, f.c.y+1*mm, f.c.wide(), left, small)
	}
}

// together is the height of row i and of the sums and the foot note that must
// not be left alone after it.
func (f *flow) together(i int) float64 {
	h := f.rows[i].h
	for j := i + 1; j < len(f.rows) && f.rows[j].row.Kind != rowItem; j++ {
		h += f.rows[j].h
		i = j
	}
	if i == len(f.rows)-1 {
		h += f.tail
		if len(f.note) > 0 {
			h += 1*mm + float64(len(f.note))*small.lead()
		}
	}
	return h
}

func (f *flow) header() {
	c := f.c
	c.fill(f.xs[0], c.y, f.xs[len(f.xs)-1]-f.xs[0], f.headerH, headBg)
	for _, cell := range f.headRows {
		c.text(cell.lines, cell.x+padX, c.y+(f.headerH-cell.height())/2, cell.w-2*padX, cell.al, cell.st)
	}
	f.frame(c.y, f.headerH, nil)
	c.hline(f.xs[0], c.y, f.xs[len(f.xs)-1]-f.xs[0], 1, accent)
	c.y += f.headerH
	f.pageTop = c.y
}

// place draws row i, on a new page when it does not fit here.
func (f *flow) place(i int) {
	l := f.rows[i]
	if g := l.row.Group; g != f.segment || i == 0 {
		f.closeSegment()
		f.segment, f.segTop, f.isRest = g, f.c.y, false
	}
	l.h = max(l.h, f.groupNeeds(i))
	need := min(f.together(i), f.c.low()-f.pageTop)
	if !f.c.room(max(need, l.h)) && f.c.y > f.pageTop {
		f.turn()
		l.h = max(f.rows[i].h, f.groupNeeds(i))
	}
	for !f.c.room(l.h) {
		head, rest := l.split(f.c.low() - f.c.y)
		f.put(head)
		f.turn()
		l = rest
	}
	f.put(l)
}

// groupNeeds is the height the first row of a segment must have so that the
// group's name fits beside the rows that follow it.
func (f *flow) groupNeeds(i int) float64 {
	if f.group < 0 || f.segment == "" || f.c.y > f.segTop {
		return 0
	}
	name := f.segmentCell()
	rest := 0.0
	for j := i + 1; j < len(f.rows) && f.rows[j].row.Group == f.segment; j++ {
		if f.c.y+f.rows[i].h+rest+f.rows[j].h > f.c.low() {
			break
		}
		rest += f.rows[j].h
	}
	return name.height() + 2*padY - rest
}

// turn goes to the next page, with the header and the group's name again.
func (f *flow) turn() {
	begun := f.isRest || f.c.y > f.segTop
	f.closeSegment()
	f.c.newPage()
	f.header()
	f.segTop, f.isRest = f.c.y, begun
}

func (f *flow) put(l laidRow) {
	c := f.c
	switch l.row.Kind {
	case rowSub:
		f.shade(l.h, tint)
	case rowTotal:
		f.shade(l.h, headBg)
	case rowItem, rowSpan:
	}
	for i, cell := range l.cells {
		if i == f.group && l.row.Group != "" {
			continue
		}
		y := c.y + (l.h-cell.height())/2
		if l.cut {
			y = c.y + padY
		}
		y = c.text(cell.lines, cell.x+padX, y, cell.w-2*padX, cell.al, cell.st)
		c.pics(cell, y)
	}
	if l.row.Kind != rowItem {
		f.above(l.row)
	}
	f.frame(c.y, l.h, l.row)
	c.y += l.h
}

// above draws the line over a shaded row again, which the shade half covers.
func (f *flow) above(r *row) {
	x := f.xs[0]
	if f.group >= 0 && r.Group != "" {
		f.c.hline(x, f.c.y, f.xs[f.group]-x, 0.5, rule)
		x = f.xs[f.group+1]
	}
	f.c.hline(x, f.c.y, f.xs[len(f.xs)-1]-x, 0.5, rule)
}

func (f *flow) shade(h float64, col colour) {
	x := f.xs[0]
	if f.group >= 0 && f.segment != "" {
		f.c.fill(x, f.c.y, f.xs[f.group]-x, h, col)
		x = f.xs[f.group+1]
	}
	f.c.fill(x, f.c.y, f.xs[len(f.xs)-1]-x, h, col)
}

// frame draws the lines round the cells of one row; the merged column gets its
// own when the segment closes.
func (f *flow) frame(y, h float64, r *row) {
	c, end := f.c, len(f.xs)-1
	if r != nil && r.Kind == rowSpan {
		c.box(f.xs[0], y, f.xs[end]-f.xs[0], h)
		return
	}
	for _, x := range f.xs {
		c.vline(x, y, h, 0.5, rule)
	}
	if r == nil || f.group < 0 || r.Group == "" {
		c.hline(f.xs[0], y+h, f.xs[end]-f.xs[0], 0.5, rule)
		return
	}
	c.hline(f.xs[0], y+h, f.xs[f.group]-f.xs[0], 0.5, rule)
	c.hline(f.xs[f.group+1], y+h, f.xs[end]-f.xs[f.group+1], 0.5, rule)
}

func (f *flow) segmentCell() laidCell {
	name := f.segment
	if f.isRest {
		name += f.p.Continued
	}
	return f.lay(f.group, name, body.bold(), centre)
}

// closeSegment writes the group's name in the middle of its rows.
func (f *flow) closeSegment() {
	if f.group < 0 || f.segment == "" || f.c.y <= f.segTop {
		return
	}
	cell := f.segmentCell()
	y := f.segTop + (f.c.y-f.segTop-cell.height())/2
	f.c.text(cell.lines, cell.x+padX, y, cell.w-2*padX, centre, cell.st)
	f.c.hline(f.xs[f.group], f.c.y, f.xs[f.group+1]-f.xs[f.group], 0.5, rule)
}

// split cuts a row taller than the page after the lines that fit into h.
func (l laidRow) split(h float64) (head, rest laidRow) {
	l.cut = true
	head, rest = l, l
	head.cells, rest.cells = nil, nil
	rest.h = rowMin
	for _, cell := range l.cells {
		n := max(1, min(len(cell.lines), int((h-2*padY)/cell.st.lead())))
		if len(cell.lines) == 0 {
			n = 0
		}
		a, b := cell, cell
		a.lines, b.lines, b.pics = cell.lines[:n], cell.lines[n:], nil
		head.cells, rest.cells = append(head.cells, a), append(rest.cells, b)
		rest.h = max(rest.h, b.height()+2*padY)
	}
	head.h = h
	return head, rest
}
