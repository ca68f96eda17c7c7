package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/ui/theme"
)

// Filters lays controls above a body: in one line where they fit, else in as
// many as they need. Controls wrapped in Grow share the room left in their line.
func Filters(body fyne.CanvasObject, controls ...fyne.CanvasObject) *fyne.Container {
	l := filtersLayout{grow: map[fyne.CanvasObject]bool{}}
	return container.New(l, append([]fyne.CanvasObject{body}, unwrap(controls, l.grow)...)...)
}

const filterGap = 10

type filtersLayout struct{ grow map[fyne.CanvasObject]bool }

// lines breaks the visible controls into lines of at most w pixels.
func (l filtersLayout) lines(controls []fyne.CanvasObject, w float32) [][]fyne.CanvasObject {
	var out [][]fyne.CanvasObject
	x := float32(0)
	for _, o := range controls {
		if !o.Visible() {
			continue
		}
		m := o.MinSize().Width
		if len(out) == 0 || x+filterGap+m > w {
			out, x = append(out, nil), -filterGap
		}
		out[len(out)-1] = append(out[len(out)-1], o)
		x += filterGap + m
	}
	return out
}

func (l filtersLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	m := o[0].MinSize()
	for _, c := range o[1:] {
		m.Width = max(m.Width, c.MinSize().Width)
	}
	return m.AddWidthHeight(0, theme.Scaled(buttonHeight)+theme.Gap)
}

func (l filtersLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	y := float32(0)
	for _, line := range l.lines(o[1:], s.Width) {
		y += l.fit(line, y, s.Width) + filterGap
	}
	if y > 0 {
		y += theme.Gap - filterGap
	}
	place(o[0], 0, y, s.Width, s.Height-y)
}

// fit places one line and returns its height.
func (l filtersLayout) fit(line []fyne.CanvasObject, y, w float32) float32 {
	rest, tall, growers := w+filterGap, float32(0), 0
	for _, o := range line {
		m := o.MinSize()
		rest -= m.Width + filterGap
		tall = max(tall, m.Height)
		if l.grow[o] {
			growers++
		}
	}
	x := float32(0)
	for _, o := range line {
		m := o.MinSize()
		ow := min(m.Width, w)
		if l.grow[o] {
			ow += max(rest, 0) / float32(growers)
		}
		place(o, x, y+(tall-m.Height)/2, ow, m.Height)
		x += ow + filterGap
	}
	return tall
}

// View is the first row in view and the one behind the last.
func (r *Rows) View() (first, end int) { return r.body.first, r.body.first + len(r.body.shown) }

// Mark moves the selection without scrolling to it; OnSelect is not called.
func (r *Rows) Mark(i int) {
	r.selected = i
	r.body.arrange(true)
}

// Follow scrolls after rows were put in or taken out, so that the row that was
// from and is now to stays where it was on the screen.
func (r *Rows) Follow(from, to int) {
	if by := r.body.top(to) - r.body.top(from); by != 0 {
		r.scroll.ScrollToOffset(fyne.NewPos(0, r.scroll.Offset.Y+by))
		r.body.arrange(false)
	}
}
