package peak

import (
	"slices"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"hallcheck/checklist/chart"
	"hallcheck/checklist/hall"
	"hallcheck/ui/kit"
)

// weekdays in the order people read them.
var weekdays = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}

// spot is a cell of the map.
type spot struct {
	day  time.Weekday
	slot int
}

// heat is the map of a week: a line for each weekday, a column for each half-hour. A
// tap or the arrow keys choose a cell; the mouse over one tells of it.
type heat struct {
	widget.BaseWidget
	at       func(day time.Weekday, slot int) hall.PeakCell
	name     func(day time.Weekday) string
	closed   string
	level    func(hall.Level) string
	days     []int // open weekdays
	from, to int   // half-hours
	chosen   spot
	onChoose func(spot)
	onHover  func(*spot) // nil = the mouse has left

	chart *kit.Chart
	hover *spot
	scale float64 // it was last drawn at
}

func newHeat(onChoose func(spot), onHover func(*spot)) *heat {
	h := &heat{onChoose: onChoose, onHover: onHover, chosen: spot{slot: -1}}
	h.chart = kit.NewChart(h.draw)
	h.ExtendBaseWidget(h)
	return h
}

// CreateRenderer implements fyne.Widget.
func (h *heat) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(h.chart) }

// The measures of the map at scale 1, whose smallest type is 8.
const (
	heatLine  = 17.0
	heatHead  = 13.0
	heatNames = 30.0
	heatKey   = 15.0
)

// geometry is where the cells stand in a map of a width and scale.
func (h *heat) geometry(w, k float64) (left, top, cw, line float64) {
	left, top, line = heatNames*k, heatHead*k, heatLine*k
	return left, top, (w - left) / float64(max(h.to-h.from, 1)), line
}

// looks are the shades of the levels and the ink on them.
var looks = map[hall.Level][2]chart.Role{
	hall.LevelIdle: {chart.Rule, chart.Muted}, hall.LevelNormal: {chart.Heat3, chart.Ink}, hall.LevelBusy: {chart.Heat1, chart.OnDark},
}

func (h *heat) draw(p chart.Paper) chart.Drawing {
	k := max(p.Scale, 0.1)
	h.scale = k
	left, top, cw, line := h.geometry(p.W, k)
	d := chart.Drawing{W: p.W, H: top + line*float64(len(weekdays)) + (heatKey+4)*k}
	word := func(text string, x, y, w, hh, size float64, r chart.Role, a chart.Align, bold bool) {
		d.Shapes = append(d.Shapes, chart.Shape{Kind: chart.Text, X: x, Y: y, W: w, H: hh, Role: r, Text: text, Size: size, Align: a, Bold: bold})
	}
	for s := h.from; s < h.to; s++ {
		if s%2 == 0 { // full hours, in the middle of their line between two half-hours
			word(strconv.Itoa(s/2), left+float64(s-h.from)*cw-cw/2, 0, cw, top, 8*k, chart.Muted, chart.Centre, false)
		}
	}
	for i, day := range weekdays {
		y := top + float64(i)*line
		word(h.name(day), 0, y, left-4*k, line, 9*k, chart.Ink, chart.Left, day == h.chosen.day)
		if !slices.Contains(h.days, int(day)) {
			d.Shapes = append(d.Shapes, chart.Shape{Kind: chart.Fill, X: left + 1, Y: y + 1, W: p.W - left - 2, H: line - 2, Role: chart.Track, Round: 2})
			word(h.closed, left, y, p.W-left, line, 8*k, chart.Muted, chart.Centre, false)
			continue
		}
		for s := h.from; s < h.to; s++ {
			d.Shapes = append(d.Shapes, h.cell(&p, h.at(day, s), left+float64(s-h.from)*cw, y, cw, line)...)
		}
	}
	h.mark(&d, left, top, cw, line)
	h.key(&d, &p, left, d.H-heatKey*k)
	return d
}

// key says in words what the shades mean, smaller where they would not fit.
func (h *heat) key(d *chart.Drawing, p *chart.Paper, x, y float64) {
	k, levels := h.scale, []hall.Level{hall.LevelIdle, hall.LevelNormal, hall.LevelBusy}
	need := 0.0
	for _, l := range levels {
		need += p.Measure(h.level(l), 8.5*k, false) + 39*k
	}
	size := 8.5 * k
	if room := p.W - x; need > room {
		size *= max((room-39*k*float64(len(levels)))/(need-39*k*float64(len(levels))), 0.5)
	}
	for _, l := range levels {
		text := h.level(l)
		w := p.Measure(text, size, false) + 8*k
		kind := chart.Fill
		if l == hall.LevelIdle {
			kind = chart.Frame
		}
		d.Shapes = append(d.Shapes,
			chart.Shape{Kind: kind, X: x, Y: y + 2*k, W: 18 * k, H: (heatKey - 4) * k, Role: looks[l][0], Thick: 1, Round: 2},
			chart.Shape{Kind: chart.Text, X: x + 23*k, Y: y, W: w, H: heatKey * k, Size: size, Role: chart.Ink, Text: text})
		x += 23*k + w + 8*k
	}
}

func (h *heat) cell(p *chart.Paper, c hall.PeakCell, x, y, w, line float64) []chart.Shape {
	text := chart.Shape{Kind: chart.Text, X: x, Y: y, W: w, H: line, Size: 8.5 * h.scale, Align: chart.Centre, Role: chart.Muted, Text: "·"}
	box := chart.Shape{Kind: chart.Frame, X: x + 1, Y: y + 1, W: w - 2, H: line - 2, Role: chart.Rule, Thick: 1, Round: 2}
	if c.Known {
		look := looks[c.Level]
		if box.Role = look[0]; c.Level != hall.LevelIdle {
			box.Kind = chart.Fill
		}
		text.Role, text.Bold = look[1], c.Level == hall.LevelBusy
		text.Text = strconv.FormatInt((c.Mean+500)/1000, 10)
		if wide := p.Measure(text.Text, text.Size, text.Bold); wide > w-3 {
			text.Size *= (w - 3) / wide
		}
	}
	if !c.Known {
		return []chart.Shape{text}
	}
	return []chart.Shape{box, text}
}

// mark frames the chosen cell, and the one under the mouse.
func (h *heat) mark(d *chart.Drawing, left, top, cw, line float64) {
	frame := func(s spot, thick float64, r chart.Role) {
		i := slices.Index(weekdays, s.day)
		if s.slot < h.from || s.slot >= h.to || i < 0 {
			return
		}
		d.Shapes = append(d.Shapes, chart.Shape{
			Kind: chart.Frame, X: left + float64(s.slot-h.from)*cw, Y: top + float64(i)*line, W: cw, H: line, Thick: thick, Round: 3, Role: r,
		})
	}
	if h.hover != nil {
		frame(*h.hover, 1, chart.Muted)
	}
	frame(h.chosen, 2.5, chart.Accent)
}

// find is the cell at a place of the map.
func (h *heat) find(at fyne.Position) *spot {
	left, top, cw, line := h.geometry(float64(h.Size().Width), h.scale)
	col, row := (float64(at.X)-left)/cw, (float64(at.Y)-top)/line
	if col < 0 || row < 0 || int(row) >= len(weekdays) || h.from+int(col) >= h.to || !slices.Contains(h.days, int(weekdays[int(row)])) {
		return nil
	}
	return &spot{weekdays[int(row)], h.from + int(col)}
}

// choose moves to a cell without telling.
func (h *heat) choose(s spot) {
	h.chosen = s
	h.chart.Refresh()
}

// move goes some days and half-hours further, over closed days, and tells.
func (h *heat) move(days, slots int) bool {
	i := slices.Index(weekdays, h.chosen.day)
	slot := h.chosen.slot + slots
	if slot < h.from || slot >= h.to {
		return true
	}
	for i += days; days != 0 && i >= 0 && i < len(weekdays) && !slices.Contains(h.days, int(weekdays[i])); i += days {
	}
	if i < 0 || i >= len(weekdays) {
		return true
	}
	h.onChoose(spot{weekdays[i], slot})
	return true
}

// Press takes the arrow keys.
func (h *heat) Press(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyLeft:
		return h.move(0, -1)
	case fyne.KeyRight:
		return h.move(0, 1)
	case fyne.KeyUp:
		return h.move(-1, 0)
	case fyne.KeyDown:
		return h.move(1, 0)
	case fyne.KeyHome:
		return h.move(0, h.from-h.chosen.slot)
	case fyne.KeyEnd:
		return h.move(0, h.to-1-h.chosen.slot)
	}
	return false
}

// Tapped implements fyne.Tappable. The keyboard is the page's again, whose arrow keys
// go on from here.
func (h *heat) Tapped(e *fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(h); c != nil {
		c.Unfocus()
	}
	if s := h.find(e.Position); s != nil {
		h.onChoose(*s)
	}
}

// MouseIn implements desktop.Hoverable.
func (h *heat) MouseIn(e *desktop.MouseEvent) { h.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (h *heat) MouseMoved(e *desktop.MouseEvent) { h.over(h.find(e.Position)) }

// MouseOut implements desktop.Hoverable.
func (h *heat) MouseOut() { h.over(nil) }

func (h *heat) over(s *spot) {
	if (s == nil) == (h.hover == nil) && (s == nil || *s == *h.hover) {
		return
	}
	h.hover = s
	h.chart.Refresh()
	h.onHover(s)
}
