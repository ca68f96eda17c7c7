package kit

import (
	"image"
	"slices"
)

// history is every state of the layers; states are never changed, only followed
// by others.
type history struct {
	states [][]Layer
	at     int
	last   string // what led to the state; the same thing again goes on from it
}

func (h *history) start(layers []Layer) {
	h.states, h.at, h.last = [][]Layer{slices.Clone(layers)}, 0, ""
}

func (h *history) now() []Layer {
	if len(h.states) == 0 {
		return nil
	}
	return h.states[h.at]
}

// put follows the state by another. Steps of the same kind, such as letters
// typed into one text, become one step; kind "" stands alone.
func (h *history) put(layers []Layer, kind string) {
	if len(h.states) == 0 {
		h.states = [][]Layer{nil}
	}
	h.states = h.states[:h.at+1]
	if kind != "" && kind == h.last && h.at > 0 {
		h.states[h.at] = layers
		return
	}
	h.states, h.at, h.last = append(h.states, layers), h.at+1, kind
}

func (h *history) step(by int) bool {
	to := h.at + by
	if to < 0 || to >= len(h.states) {
		return false
	}
	h.at, h.last = to, ""
	return true
}

// CanUndo says whether a step can be taken back.
func (m *Marker) CanUndo() bool { return m.past.at > 0 }

// CanRedo says whether a step was taken back.
func (m *Marker) CanRedo() bool { return m.past.at+1 < len(m.past.states) }

// Undo takes the last step back; there is no limit.
func (m *Marker) Undo() { m.travel(-1) }

// Redo takes a step again that was taken back.
func (m *Marker) Redo() { m.travel(1) }

func (m *Marker) travel(by int) {
	if m.past.step(by) {
		m.chosen = -1
		m.repaint()
		m.told()
	}
}

// put makes layers the new state with layer i chosen.
func (m *Marker) put(layers []Layer, i int, kind string) {
	same := len(layers) == len(m.Layers()) && len(m.sprites) == len(layers)
	m.past.put(layers, kind)
	m.chosen = i
	if same && i >= 0 {
		m.paintOne(layers, i)
		m.arrange()
		m.sprites[i].pic.Refresh()
	} else {
		m.repaint()
	}
	m.told()
}

// change replaces layer i by what alter makes of it.
func (m *Marker) change(i int, kind string, alter func(*Layer)) {
	if i < 0 || i >= len(m.Layers()) {
		return
	}
	layers := slices.Clone(m.Layers())
	layers[i].Points = slices.Clone(layers[i].Points)
	alter(&layers[i])
	m.put(layers, i, kind)
}

// Delete removes the chosen layer.
func (m *Marker) Delete() {
	if m.chosen < 0 {
		return
	}
	layers := slices.Delete(slices.Clone(m.Layers()), m.chosen, m.chosen+1)
	m.put(layers, min(m.chosen, len(layers)-1), "")
}

// SetWord gives the chosen layer another text.
func (m *Marker) SetWord(s string) {
	if m.chosen < 0 || m.Layers()[m.chosen].Text == s {
		return
	}
	m.change(m.chosen, "word"+itoa(m.chosen), func(l *Layer) { l.Text = s })
}

// SetColour colours the chosen layer and those drawn from now on.
func (m *Marker) SetColour(c string) {
	m.Colour = c
	if m.chosen >= 0 && !m.toolOf(m.Layers()[m.chosen]).Plain && m.Layers()[m.chosen].Colour != c {
		m.change(m.chosen, "", func(l *Layer) { l.Colour = c })
	}
}

// SetWidth gives the chosen layer another width.
func (m *Marker) SetWidth(w int) {
	if m.chosen >= 0 && m.Layers()[m.chosen].Width != w {
		m.change(m.chosen, "", func(l *Layer) { l.Width = w })
	}
}

// Drop puts a layer of the tool in hand into the middle of what is seen.
func (m *Marker) Drop() {
	if m.Tool.Gesture == Pick || m.size.X == 0 {
		return
	}
	c := m.onPicture(m.middle())
	wide, high := int(1600/m.zoom), int(1200/m.zoom)
	points := []image.Point{c}
	switch m.Tool.Gesture {
	case Span:
		points = []image.Point{inside(c.Sub(image.Pt(wide, high))), inside(c.Add(image.Pt(wide, high)))}
	case Trace:
		points = []image.Point{inside(c.Sub(image.Pt(wide, 0))), inside(c.Add(image.Pt(wide, 0)))}
	}
	m.add(points)
}

// add makes a layer of the tool in hand.
func (m *Marker) add(points []image.Point) {
	layers := append(slices.Clone(m.Layers()), m.fresh(points))
	m.put(layers, len(layers)-1, "")
	if m.Tool.Worded && m.OnWord != nil {
		m.OnWord()
	}
}

func (m *Marker) fresh(points []image.Point) Layer {
	l := Layer{Tool: m.Tool.ID, Points: points, Colour: m.Colour, Width: m.Tool.Width}
	if m.Tool.Plain {
		l.Colour = ""
	}
	return l
}

// Nudge moves the chosen layer by ten-thousandths; none of it leaves the picture.
func (m *Marker) Nudge(dx, dy int) {
	m.change(m.chosen, "nudge"+itoa(m.chosen), func(l *Layer) { shift(l.Points, image.Pt(dx, dy)) })
}

// Stretch moves the last point of the chosen layer.
func (m *Marker) Stretch(dx, dy int) {
	m.change(m.chosen, "stretch"+itoa(m.chosen), func(l *Layer) {
		last := len(l.Points) - 1
		l.Points[last] = inside(l.Points[last].Add(image.Pt(dx, dy)))
	})
}

// shift moves points together, as far as all stay on the picture.
func shift(points []image.Point, by image.Point) {
	lo, hi := image.Pt(whole, whole), image.Point{}
	for _, p := range points {
		lo, hi = image.Pt(min(lo.X, p.X), min(lo.Y, p.Y)), image.Pt(max(hi.X, p.X), max(hi.Y, p.Y))
	}
	by = image.Pt(min(max(by.X, -lo.X), whole-hi.X), min(max(by.Y, -lo.Y), whole-hi.Y))
	for i := range points {
		points[i] = points[i].Add(by)
	}
}

// simpler leaves points of a traced line out that lie closer than near to the
// line through their neighbours (Douglas and Peucker 1973).
func simpler(points []image.Point, near int) []image.Point {
	if len(points) < 3 {
		return points
	}
	a, b := points[0], points[len(points)-1]
	far, at := 0, 0
	for i := 1; i < len(points)-1; i++ {
		if d := away(points[i], a, b); d > far {
			far, at = d, i
		}
	}
	if far <= near*near {
		return []image.Point{a, b}
	}
	left := simpler(points[:at+1], near)
	return append(left[:len(left)-1:len(left)-1], simpler(points[at:], near)...)
}

// away is the square of the distance of p from the line a–b.
func away(p, a, b image.Point) int {
	d, q := b.Sub(a), p.Sub(a)
	n := d.X*d.X + d.Y*d.Y
	if n == 0 {
		return q.X*q.X + q.Y*q.Y
	}
	t := min(max(q.X*d.X+q.Y*d.Y, 0), n)
	x, y := q.X-d.X*t/n, q.Y-d.Y*t/n
	return x*x + y*y
}
