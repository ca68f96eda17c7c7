package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"hallcheck/ui/theme"
)

// Column is one column of a Table.
type Column struct {
	Title string
	Width float32 // at 100 % font scale; 0 = shares what is left
	Right bool    // numbers are aligned at the right
	Sort  string  // id given to OnSort; "" = not sortable
	From  float32 // left out where the table is narrower than this, at 100 %; 0 = never
	Lines int     // texts wrap, in caption size, to at most so many lines; 0 = one line
	Act   bool    // texts are buttons, see Table.OnAct
}

// Cell is what one cell shows: text, or a pill when Pill is set.
type Cell struct {
	Text string
	Sub  string // second line in caption size
	Bold bool
	Tone Tone // colour of the text, Plain = text colour; tone of the pill
	Pill bool
	Icon string // icon of the pill, or in front of the text when it is toned
}

// Table is a virtual table with a header; its rows are a Rows.
type Table struct {
	widget.BaseWidget
	Columns []Column
	Fill    func(row int, cells []Cell) // writes one cell per column
	OnSort  func(id string)
	OnAct   func(row int) // the button of a row
	List    *Rows         // selection, OnOpen, OnSelect, keys

	SortedBy string // id of the column sorted by
	Falling  bool

	head []*headCell
	buf  []Cell
	gone []bool // columns left out at the present width
}

// NewTable makes a table of rows 40 high.
func NewTable(columns []Column, count func() int, fill func(row int, cells []Cell)) *Table {
	t := &Table{Columns: columns, Fill: fill, buf: make([]Cell, len(columns)), gone: make([]bool, len(columns))}
	t.List = NewRows(count, func() fyne.CanvasObject { return newTableRow(t) }, t.bindRow)
	for i := range columns {
		t.head = append(t.head, newHeadCell(t, i))
	}
	t.ExtendBaseWidget(t)
	return t
}

func (t *Table) bindRow(i int, o fyne.CanvasObject) {
	for k := range t.buf {
		t.buf[k] = Cell{}
	}
	t.Fill(i, t.buf)
	row := o.(*tableRow)
	row.i = i
	row.set(t.buf)
}

// SortBy marks the column sorted by.
func (t *Table) SortBy(id string, falling bool) {
	t.SortedBy, t.Falling = id, falling
	for _, h := range t.head {
		h.Refresh()
	}
}

// edges are the x where each column begins, and the end, for a width.
func (t *Table) edges(w float32, into []float32) []float32 {
	fixed, flex := float32(0), 0
	for i, c := range t.Columns {
		t.gone[i] = c.From > 0 && w < theme.Scaled(c.From)
		if t.gone[i] {
			continue
		}
		if c.Width == 0 {
			flex++
		}
		fixed += theme.Scaled(c.Width)
	}
	share := float32(0)
	shrink := float32(1)
	if flex > 0 {
		share = max((w-fixed)/float32(flex), theme.Scaled(90))
	}
	if total := fixed + share*float32(flex); total > w {
		shrink = w / total
	}
	into = into[:0]
	x := float32(0)
	for i, c := range t.Columns {
		into = append(into, x)
		cw := theme.Scaled(c.Width)
		switch {
		case t.gone[i]:
			cw = 0
		case c.Width == 0:
			cw = share
		}
		x += cw * shrink
	}
	return append(into, x)
}

// Reload binds the visible rows again; call it when the data changed.
func (t *Table) Reload() { t.List.Reload() }

// CreateRenderer implements fyne.Widget.
func (t *Table) CreateRenderer() fyne.WidgetRenderer {
	line := canvas.NewRectangle(theme.Color(theme.Line))
	objects := []fyne.CanvasObject{t.List, line}
	for _, h := range t.head {
		objects = append(objects, h)
	}
	var xs []float32
	fit := func(s fyne.Size) {
		hh := theme.Scaled(33)
		xs = t.edges(s.Width, xs)
		for i, h := range t.head {
			show(h, !t.gone[i])
			place(h, xs[i], 0, xs[i+1]-xs[i], hh)
		}
		place(line, 0, hh-1, s.Width, 1)
		place(t.List, 0, hh, s.Width, s.Height-hh)
	}
	dress := func() { line.FillColor = theme.Color(theme.Line) }
	measure := func() fyne.Size { return fyne.NewSize(240, theme.Scaled(33+40*2)) }
	return newBox(objects, fit, measure, dress)
}

// headCell is a column's title; a tap sorts.
type headCell struct {
	widget.BaseWidget
	t    *Table
	i    int
	word *Label
	pic  *canvas.Image
}

func newHeadCell(t *Table, i int) *headCell {
	h := &headCell{t: t, i: i, word: NewCaption(t.Columns[i].Title)}
	h.ExtendBaseWidget(h)
	return h
}

// CreateRenderer implements fyne.Widget.
func (h *headCell) CreateRenderer() fyne.WidgetRenderer {
	h.pic = icon("down", theme.Accent)
	dress := func() {
		c := h.t.Columns[h.i]
		h.word.Set(c.Title)
		on := c.Sort != "" && c.Sort == h.t.SortedBy
		show(h.pic, on)
		if on {
			name := "up"
			if h.t.Falling {
				name = "down"
			}
			h.pic.Resource = theme.Icon(name, theme.Accent)
		}
	}
	fit := func(s fyne.Size) {
		side := theme.Scaled(12)
		w := min(h.word.Natural().Width, s.Width-20)
		x := float32(10)
		if h.t.Columns[h.i].Right {
			x = s.Width - 10 - w
		}
		centreV(h.word, x, w, s.Height)
		px := x + w + 2
		if h.t.Columns[h.i].Right {
			px = x - side - 2
		}
		place(h.pic, px, (s.Height-side)/2, side, side)
	}
	return newBox([]fyne.CanvasObject{h.word, h.pic}, fit, func() fyne.Size { return fyne.NewSize(20, 20) }, dress)
}

// Tapped sorts by the column.
func (h *headCell) Tapped(*fyne.PointEvent) {
	if id := h.t.Columns[h.i].Sort; id != "" && h.t.OnSort != nil {
		h.t.OnSort(id)
	}
}

// tableRow is the reusable content of a row.
type tableRow struct {
	widget.BaseWidget
	t     *Table
	texts []*Label
	wraps []*Paragraph // of columns with Lines, else nil
	subs  []*Label
	pills []*Pill
	acts  []*Button // of columns with Act, else nil
	xs    []float32
	i     int // the row it shows
}

func newTableRow(t *Table) *tableRow {
	r := &tableRow{t: t}
	for _, c := range t.Columns {
		a := fyne.TextAlignLeading
		if c.Right {
			a = fyne.TextAlignTrailing
		}
		var wrap *Paragraph
		if c.Lines > 0 {
			wrap = NewParagraph("", theme.Text)
			wrap.Font, wrap.Lines = theme.Caption, c.Lines
		}
		r.wraps = append(r.wraps, wrap)
		r.acts = append(r.acts, r.newAct(c))
		r.texts = append(r.texts, NewLabel("").Aligned(a))
		r.subs = append(r.subs, NewCaption("").Aligned(a))
		r.pills = append(r.pills, NewPill(Plain, ""))
	}
	r.ExtendBaseWidget(r)
	return r
}

// newAct is the button of a column with Act.
func (r *tableRow) newAct(c Column) *Button {
	if !c.Act {
		return nil
	}
	b := NewSecondary("", "", func() {
		if r.t.OnAct != nil {
			r.t.OnAct(r.i)
		}
	})
	b.Tall = 30
	return b
}

func (r *tableRow) set(cells []Cell) {
	moved := false
	for i, c := range cells {
		if r.t.gone[i] {
			c = Cell{}
		}
		role := theme.Text
		if c.Tone != Plain {
			role = c.Tone.Ink()
		}
		showText := c.Text != "" && !c.Pill
		if wrap := r.wraps[i]; wrap != nil {
			moved = moved || wrap.Text != c.Text
			wrap.Set(c.Text)
			show(wrap, showText)
			showText = false
		}
		if act := r.acts[i]; act != nil {
			moved = moved || act.Text != c.Text
			act.SetText(c.Text)
			show(act, showText)
			showText = false
		}
		if showText {
			r.texts[i].Style(c.Text, role, c.Bold)
		}
		if c.Pill {
			moved = moved || r.pills[i].Text != c.Text || r.pills[i].Icon != c.Icon
			r.pills[i].Set(c.Tone, c.Icon, c.Text)
		}
		r.subs[i].Set(c.Sub)
		moved = moved || r.subs[i].Visible() != (c.Sub != "")
		show(r.texts[i], showText)
		show(r.pills[i], c.Pill && c.Text != "")
		show(r.subs[i], c.Sub != "")
	}
	if moved && !r.Size().IsZero() {
		r.fit(r.Size())
	}
}

// CreateRenderer implements fyne.Widget.
func (r *tableRow) CreateRenderer() fyne.WidgetRenderer {
	var objects []fyne.CanvasObject
	for i := range r.texts {
		objects = append(objects, r.texts[i], r.subs[i], r.pills[i])
		if r.wraps[i] != nil {
			objects = append(objects, r.wraps[i])
		}
		if r.acts[i] != nil {
			objects = append(objects, r.acts[i])
		}
	}
	return newBox(objects, r.fit, func() fyne.Size { return fyne.NewSize(20, 20) }, nil)
}

func (r *tableRow) fit(s fyne.Size) {
	r.xs = r.t.edges(s.Width, r.xs)
	for i := range r.texts {
		x, w := r.xs[i]+10, r.xs[i+1]-r.xs[i]-20
		if r.wraps[i] != nil {
			r.fitWrap(i, x, w, s.Height)
		} else if r.subs[i].Visible() {
			half := min(s.Height, theme.Scaled(46)) / 2 // in a higher row both stay together
			top := s.Height/2 - half
			place(r.texts[i], x, top+1, w, half)
			place(r.subs[i], x, top+half, w, half-2)
		} else {
			centreV(r.texts[i], x, w, s.Height)
		}
		if act := r.acts[i]; act != nil {
			m := act.MinSize()
			place(act, x+w-min(m.Width, w), (s.Height-m.Height)/2, min(m.Width, w), m.Height)
		}
		m := r.pills[i].MinSize()
		pw := min(m.Width, w)
		if r.t.Columns[i].Right {
			x += w - pw
		}
		place(r.pills[i], x, (s.Height-m.Height)/2, pw, m.Height)
	}
}

// fitWrap places a wrapped text and what stands below it, together in the
// middle of the row.
func (r *tableRow) fitWrap(i int, x, w, h float32) {
	high, below := r.wraps[i].HeightAt(w), float32(0)
	if r.subs[i].Visible() {
		below = r.subs[i].MinSize().Height
	}
	y := max((h-high-below)/2, 0)
	place(r.wraps[i], x, y, w, high)
	place(r.subs[i], x, y+high, w, below)
}
