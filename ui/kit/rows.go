package kit

import (
	"sort"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"hallcheck/ui/theme"
)

// Rows is a virtual list: it makes as many row objects as fit on the screen
// and binds them to new rows while it scrolls. Arrows, Home, End, PgUp, PgDn
// move the selection, Enter or a tap opens.
type Rows struct {
	control
	Count    func() int
	Height   float32                  // of a row at 100 % font scale; 0 = 40
	HeightOf func(i int) float32      // in pixels, for rows of different heights; nil = Height
	New      func() fyne.CanvasObject // makes one reusable row
	Bind     func(i int, row fyne.CanvasObject)
	OnOpen   func(i int)      // tap or Enter
	OnSelect func(i int)      // selection moved (also by tap)
	OnDouble func(i int)      // second tap of a quick pair at one place; nil = as the first
	OnMark   func(i int)      // Space, or a tap instead of OnOpen; nil = rows are not marked
	OnRune   func(r rune)     // what is typed besides Space; nil = the page gets it
	Lines    bool             // a line under each row
	Head     func(i int) bool // rows that are headings: a tap does nothing; nil = none
	Plain    bool             // rows show by themselves which one is selected

	selected int
	last     lastTap
	mark     *canvas.Rectangle
	scroll   *container.Scroll
	body     *rowsBody
	wide     float32 // the width the heights were last asked at
}

// NewRows makes a list of 40-high rows with nothing selected.
func NewRows(count func() int, create func() fyne.CanvasObject, bind func(int, fyne.CanvasObject)) *Rows {
	r := &Rows{Count: count, New: create, Bind: bind, selected: -1, Lines: true}
	r.body = &rowsBody{rows: r}
	r.body.ExtendBaseWidget(r.body)
	r.scroll = container.NewVScroll(r.body)
	r.scroll.OnScrolled = func(fyne.Position) { r.body.arrange(false) }
	r.init(r)
	return r
}

// Selected is the selected row, -1 = none.
func (r *Rows) Selected() int { return r.selected }

// Select moves the selection and scrolls it into view; OnSelect is not called.
func (r *Rows) Select(i int) {
	r.selected = i
	r.Reveal(i)
	r.body.arrange(true)
}

// Reveal scrolls row i into view.
func (r *Rows) Reveal(i int) {
	if i < 0 || i >= r.Count() {
		return
	}
	top := r.body.top(i)
	h := r.body.top(i+1) - top
	off, view := r.scroll.Offset.Y, r.scroll.Size().Height
	switch {
	case view == 0:
		return
	case top < off:
		off = top
	case top+h > off+view:
		off = top + h - view
	}
	if off != r.scroll.Offset.Y {
		r.scroll.ScrollToOffset(fyne.NewPos(0, off))
	}
}

// Reload binds every visible row again; call it when rows changed.
func (r *Rows) Reload() {
	if r.selected >= r.Count() {
		r.selected = r.Count() - 1
	}
	r.body.measureAll()
	r.body.Refresh()
	r.scroll.Refresh()
	r.body.arrange(true)
}

// Rebind binds row i again if it is on the screen.
func (r *Rows) Rebind(i int) {
	if k := i - r.body.first; k >= 0 && k < len(r.body.shown) {
		r.body.bind(r.body.shown[k], i)
	}
}

// CreateRenderer implements fyne.Widget.
func (r *Rows) CreateRenderer() fyne.WidgetRenderer {
	r.mark = ring(theme.CardRadius)
	r.body.measureAll()
	fit := func(s fyne.Size) {
		if r.HeightOf != nil && r.wide != s.Width { // rows may need more lines where they are narrow
			r.wide = s.Width
			r.body.measureAll()
			r.scroll.Refresh()
		}
		place(r.scroll, 0, 0, s.Width, s.Height)
		place(r.mark, 0, 0, s.Width, s.Height)
		r.body.arrange(true)
	}
	dress := func() { show(r.mark, r.focused && r.selected < 0) }
	measure := func() fyne.Size { // no blank row behind a short list
		return fyne.NewSize(80, min(theme.Scaled(80), max(r.body.top(r.Count()), theme.Scaled(36))))
	}
	return newBox([]fyne.CanvasObject{r.scroll, r.mark}, fit, measure, dress)
}

func (r *Rows) move(to int) {
	n := r.Count()
	if n == 0 {
		return
	}
	to = r.body.row(min(max(to, 0), n-1), to < r.selected)
	if to == r.selected {
		return
	}
	r.Select(to)
	if r.OnSelect != nil {
		r.OnSelect(to)
	}
}

// TypedKey moves and opens.
func (r *Rows) TypedKey(e *fyne.KeyEvent) {
	if !r.Press(e) {
		ForwardKey(r, e)
	}
}

// Press handles a key as if the list had the focus; false = no use for it.
func (r *Rows) Press(e *fyne.KeyEvent) bool {
	page := max(int(r.scroll.Size().Height/max(r.body.rowHeight(0), 1))-1, 1)
	switch e.Name {
	case fyne.KeyDown:
		r.move(r.selected + 1)
	case fyne.KeyUp:
		r.move(r.selected - 1)
	case fyne.KeyHome:
		r.move(0)
	case fyne.KeyEnd:
		r.move(r.Count() - 1)
	case fyne.KeyPageDown:
		r.move(r.selected + page)
	case fyne.KeyPageUp:
		r.move(r.selected - page)
	case fyne.KeyReturn, fyne.KeyEnter:
		if r.selected < 0 && r.Count() > 0 {
			r.move(0) // the first is meant as long as none is chosen
		}
		if r.selected < 0 || r.OnOpen == nil {
			return false
		}
		r.OnOpen(r.selected)
	default:
		return false
	}
	return true
}

// row is the row nearest to i that is no heading, looked for upwards or
// downwards first; the selected row when every row is one.
func (b *rowsBody) row(i int, up bool) int {
	n, step := b.rows.Count(), 1
	if up {
		step = -1
	}
	for _, d := range []int{step, -step} {
		for k := i; k >= 0 && k < n; k += d {
			if b.rows.Head == nil || !b.rows.Head(k) {
				return k
			}
		}
	}
	return b.rows.selected
}

// FocusGained selects the first row so that the focus is seen.
func (r *Rows) FocusGained() {
	r.control.FocusGained()
	r.body.arrange(true)
}

// FocusLost redraws the selection.
func (r *Rows) FocusLost() {
	r.control.FocusLost()
	r.body.arrange(true)
}

// rowsBody is the scrolled area; it holds only the rows in view.
type rowsBody struct {
	widget.BaseWidget
	rows  *Rows
	tops  []float32 // prefix sums, only with HeightOf
	first int
	shown []*rowHost // rows first…first+len-1
	spare []*rowHost
	next  []*rowHost
	all   []fyne.CanvasObject
	r     *box
}

// CreateRenderer implements fyne.Widget.
func (b *rowsBody) CreateRenderer() fyne.WidgetRenderer {
	measure := func() fyne.Size { return fyne.NewSize(40, b.top(b.rows.Count())) }
	b.r = newBox(b.all, func(fyne.Size) { b.arrange(false) }, measure, nil)
	return b.r
}

func (b *rowsBody) rowHeight(i int) float32 {
	if b.rows.HeightOf != nil {
		return b.rows.HeightOf(i)
	}
	if b.rows.Height == 0 {
		return theme.Scaled(40)
	}
	return theme.Scaled(b.rows.Height)
}

func (b *rowsBody) measureAll() {
	if b.rows.HeightOf == nil {
		return
	}
	n := b.rows.Count()
	b.tops = b.tops[:0]
	y := float32(0)
	for i := range n {
		b.tops = append(b.tops, y)
		y += b.rows.HeightOf(i)
	}
	b.tops = append(b.tops, y)
}

// top is where row i begins; top(Count) is the whole height.
func (b *rowsBody) top(i int) float32 {
	if b.rows.HeightOf == nil {
		return float32(i) * b.rowHeight(0)
	}
	if len(b.tops) == 0 {
		return 0
	}
	return b.tops[min(i, len(b.tops)-1)]
}

func (b *rowsBody) at(y float32) int {
	if b.rows.HeightOf == nil {
		return int(y / b.rowHeight(0))
	}
	return max(sort.Search(len(b.tops), func(i int) bool { return b.tops[i] > y })-1, 0)
}

// arrange gives every row in view a host, reusing those that left it; rebind
// binds the others again too.
func (b *rowsBody) arrange(rebind bool) {
	view := b.rows.scroll.Size()
	n := b.rows.Count()
	first, last := 0, 0
	if view.Height > 0 && n > 0 {
		first = min(b.at(max(b.rows.scroll.Offset.Y, 0)), n-1)
		last = min(b.at(b.rows.scroll.Offset.Y+view.Height)+1, n)
	}
	for k, h := range b.shown {
		if i := b.first + k; i < first || i >= last {
			b.spare = append(b.spare, h)
		}
	}
	b.next = b.next[:0]
	for i := first; i < last; i++ {
		if k := i - b.first; k >= 0 && k < len(b.shown) {
			h := b.shown[k]
			b.next = append(b.next, h)
			if rebind {
				b.bind(h, i)
			}
			b.putRow(h, i, view.Width)
			continue
		}
		h := b.host()
		b.next = append(b.next, h)
		b.bind(h, i)
		b.putRow(h, i, view.Width)
	}
	b.shown, b.next = b.next, b.shown
	if m := b.rows.mark; m != nil {
		show(m, b.rows.focused && b.rows.selected < 0)
	}
	b.first = first
	for _, h := range b.spare {
		show(h, false)
	}
}

func (b *rowsBody) putRow(h *rowHost, i int, w float32) {
	y := b.top(i)
	place(h, 0, y, w, b.top(i+1)-y)
	show(h, true)
}

func (b *rowsBody) host() *rowHost {
	if n := len(b.spare); n > 0 {
		h := b.spare[n-1]
		b.spare = b.spare[:n-1]
		return h
	}
	h := newRowHost(b.rows)
	b.all = append(b.all, h)
	if b.r != nil {
		b.r.objects = b.all
	}
	return h
}

func (b *rowsBody) bind(h *rowHost, i int) {
	h.i = i
	b.rows.Bind(i, h.content)
	h.dress()
}

// rowHost is one reusable row: background, selection bar, line, content.
type rowHost struct {
	widget.BaseWidget
	rows    *Rows
	i       int
	hovered bool
	content fyne.CanvasObject
	bg, bar *canvas.Rectangle
	line    *canvas.Rectangle
}

func newRowHost(r *Rows) *rowHost {
	h := &rowHost{rows: r, content: r.New()}
	h.bg, h.bar = canvas.NewRectangle(clear), canvas.NewRectangle(clear)
	h.line = canvas.NewRectangle(clear)
	h.ExtendBaseWidget(h)
	return h
}

func (h *rowHost) dress() {
	fill, bar := clear, clear
	switch {
	case h.rows.Plain:
	case h.i == h.rows.selected:
		fill = theme.Color(theme.AccentSoft)
		if h.rows.focused {
			bar = theme.Color(theme.Accent)
		}
	case h.hovered && (h.rows.Head == nil || !h.rows.Head(h.i)):
		fill = theme.Color(theme.Hover)
	}
	line := clear
	if h.rows.Lines {
		line = theme.Color(theme.Line)
	}
	paint(h.bg, fill)
	paint(h.bar, bar)
	paint(h.line, line)
}

// CreateRenderer implements fyne.Widget.
func (h *rowHost) CreateRenderer() fyne.WidgetRenderer {
	fit := func(s fyne.Size) {
		place(h.bg, 0, 0, s.Width, s.Height)
		place(h.bar, 0, 0, 3, s.Height)
		place(h.content, 0, 0, s.Width, s.Height-1)
		place(h.line, 0, s.Height-1, s.Width, 1)
	}
	objects := []fyne.CanvasObject{h.bg, h.content, h.line, h.bar}
	return newBox(objects, fit, func() fyne.Size { return fyne.NewSize(20, 20) }, h.dress)
}

// Tapped selects and opens the row.
func (h *rowHost) Tapped(e *fyne.PointEvent) { h.rows.tapped(h.i, e.AbsolutePosition) }

// MouseIn, MouseMoved and MouseOut follow the pointer.
func (h *rowHost) MouseIn(*desktop.MouseEvent) { h.hovered = true; h.dress() }

// MouseMoved does nothing; the interface wants it.
func (h *rowHost) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends the hover.
func (h *rowHost) MouseOut() { h.hovered = false; h.dress() }
