package kit

import (
	"image"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// maxTrace is how many points one traced line keeps.
const maxTrace = 2000

// drag is what the pointer is doing between press and release.
type drag struct {
	kind  dragKind
	from  image.Point   // where it was pressed
	grip  int           // which end of the chosen layer
	was   []image.Point // of the layer being moved
	moved bool
}

type dragKind uint8

const (
	dragNone dragKind = iota
	dragPress
	dragDraw
	dragMove
	dragGrip
	dragPan
)

// MouseDown takes the keyboard and remembers where.
func (m *Marker) MouseDown(e *desktop.MouseEvent) {
	Focus(m)
	m.drag = drag{kind: dragPress, from: m.onPicture(e.Position)}
	if m.chosen < 0 {
		return
	}
	for i, p := range m.Layers()[m.chosen].Points {
		c := m.onScreen(p)
		if m.grips[i%2].Visible() && i < 2 && max(c.X-e.Position.X, e.Position.X-c.X) < 10 && max(c.Y-e.Position.Y, e.Position.Y-c.Y) < 10 {
			m.drag.kind, m.drag.grip = dragGrip, i
			return
		}
	}
	if m.Tool.Gesture != Trace && m.hit(e.Position) == m.chosen { // strokes often begin on the one before
		m.drag.kind = dragMove
	}
}

// MouseUp ends what no drag ended.
func (m *Marker) MouseUp(*desktop.MouseEvent) {
	if !m.drag.moved {
		m.drag = drag{}
	}
}

// Tapped chooses a layer, or puts one down with a tool that stamps.
func (m *Marker) Tapped(e *fyne.PointEvent) {
	Focus(m)
	i := m.hit(e.Position)
	switch {
	case i >= 0:
		m.Choose(i)
	case m.Tool.Gesture == Stamp && m.size.X > 0:
		m.add([]image.Point{m.onPicture(e.Position)})
	default:
		m.Choose(-1)
	}
}

// Dragged draws, moves, or pans.
func (m *Marker) Dragged(e *fyne.DragEvent) {
	if m.size.X == 0 {
		return
	}
	p := m.onPicture(e.Position)
	if !m.drag.moved {
		m.begin(p)
	}
	switch m.drag.kind {
	case dragPan:
		m.pan = m.pan.AddXY(e.Dragged.DX, e.Dragged.DY)
		m.arrange()
	case dragMove:
		m.change(m.chosen, "drag", func(l *Layer) {
			copy(l.Points, m.drag.was)
			shift(l.Points, p.Sub(m.drag.from))
		})
	case dragGrip:
		m.change(m.chosen, "drag", func(l *Layer) { l.Points[m.drag.grip] = p })
	case dragDraw:
		m.change(m.chosen, "draw", func(l *Layer) {
			switch {
			case m.Tool.Gesture == Trace && len(l.Points) < maxTrace:
				l.Points = append(l.Points, p)
			default:
				l.Points[len(l.Points)-1] = p
			}
		})
	}
}

// begin decides what a drag does.
func (m *Marker) begin(p image.Point) {
	if m.drag.kind == dragNone || m.drag.kind == dragPress {
		if m.drag.kind == dragNone {
			m.drag.from = p
		}
		start := m.onScreen(m.drag.from)
		switch i := m.hit(start); {
		case m.Tool.Gesture == Pick && i >= 0:
			m.Choose(i)
			m.drag.kind = dragMove
		case m.Tool.Gesture == Pick:
			m.drag.kind = dragPan
		default:
			m.drag.kind = dragDraw
		}
	}
	m.drag.moved = true
	m.past.last = ""
	switch m.drag.kind {
	case dragMove:
		m.drag.was = slices.Clone(m.Layers()[m.chosen].Points)
	case dragDraw:
		points := []image.Point{m.drag.from, p}
		if m.Tool.Gesture == Stamp {
			points = points[1:]
		}
		layers := append(slices.Clone(m.Layers()), m.fresh(points))
		m.put(layers, len(layers)-1, "draw")
	}
}

// DragEnd ends a drag; what was traced loses the points it can do without.
func (m *Marker) DragEnd() {
	kind := m.drag.kind
	m.drag = drag{}
	if kind == dragDraw && m.Tool.Gesture == Trace {
		m.change(m.chosen, "draw", func(l *Layer) { l.Points = simpler(l.Points, 6) })
	}
	m.past.last = ""
	if kind == dragDraw && m.Tool.Worded && m.OnWord != nil {
		m.OnWord()
	}
}

// TypedRune zooms with + − and 0, and gives all else to the page.
func (m *Marker) TypedRune(r rune) {
	switch r {
	case '+', '=':
		m.Zoom(1.5, m.middle())
	case '-':
		m.Zoom(1/1.5, m.middle())
	case '0':
		m.Zoom(0, m.middle())
	default:
		ForwardRune(m, r)
	}
}

// The steps of the arrow keys, in ten-thousandths.
const (
	smallStep = 100
	largeStep = 500 // with Ctrl: see Jump
)

// TypedKey drops with Enter, steps with Tab, moves and sizes with the arrows.
func (m *Marker) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if m.chosen >= 0 && m.toolOf(m.Layers()[m.chosen]).Worded && m.OnWord != nil && m.Tool.ID == m.Layers()[m.chosen].Tool {
			m.OnWord()
			return
		}
		m.Drop()
	case fyne.KeyTab:
		m.Next(shifted())
	case fyne.KeyDelete, fyne.KeyBackspace:
		m.Delete()
	case fyne.KeyLeft:
		m.arrow(-smallStep, 0)
	case fyne.KeyRight:
		m.arrow(smallStep, 0)
	case fyne.KeyUp:
		m.arrow(0, -smallStep)
	case fyne.KeyDown:
		m.arrow(0, smallStep)
	default:
		ForwardKey(m, e)
	}
}

// Next chooses the layer after the chosen one, or before it, round and round.
func (m *Marker) Next(back bool) {
	n := len(m.Layers())
	switch {
	case n == 0:
	case back && m.chosen <= 0:
		m.Choose(n - 1)
	case back:
		m.Choose(m.chosen - 1)
	default:
		m.Choose((m.chosen + 1) % n)
	}
}

// Jump moves the chosen layer by a large step in a direction of -1, 0, 1.
func (m *Marker) Jump(dx, dy int) { m.Nudge(dx*largeStep, dy*largeStep) }

func (m *Marker) arrow(dx, dy int) {
	switch {
	case m.chosen < 0 && m.zoom > 1:
		m.pan = m.pan.AddXY(-float32(dx)/2, -float32(dy)/2)
		m.arrange()
	case shifted():
		m.Stretch(dx, dy)
	default:
		m.Nudge(dx, dy)
	}
}

// shifted says whether Shift is held down.
var shifted = func() bool {
	d, ok := fyne.CurrentApp().Driver().(desktop.Driver)
	return ok && d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0
}
