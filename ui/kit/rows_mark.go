package kit

import (
	"time"

	"fyne.io/fyne/v2"
)

// Two taps no further apart than these are one double tap.
const (
	doubleTime  = 400 * time.Millisecond
	doublePlace = 6 // pixels
)

// lastTap is when and where a list was tapped last.
type lastTap struct {
	at    time.Time
	place fyne.Position
}

// again notes a tap and says whether it is the second of a double tap.
func (l *lastTap) again(place fyne.Position) bool {
	now, was := time.Now(), *l
	*l = lastTap{now, place}
	d := place.Subtract(was.place)
	return now.Sub(was.at) < doubleTime && max(d.X, -d.X, d.Y, -d.Y) <= doublePlace
}

// TypedRune marks the selected row with Space where rows can be marked.
func (r *Rows) TypedRune(c rune) {
	if c == ' ' && r.OnMark != nil && r.selected >= 0 && r.selected < r.Count() {
		r.OnMark(r.selected)
		return
	}
	if r.OnRune != nil && c != ' ' {
		r.OnRune(c)
		return
	}
	r.control.TypedRune(c)
}

func (r *Rows) tapped(i int, place fyne.Position) {
	twice := r.last.again(place)
	if r.Head != nil && r.Head(i) {
		return
	}
	Focus(r)
	r.selected = i
	r.body.arrange(true)
	if r.OnSelect != nil {
		r.OnSelect(i)
	}
	switch {
	case twice && r.OnDouble != nil:
		r.OnDouble(i)
	case r.OnMark != nil:
		r.OnMark(i)
	case r.OnOpen != nil:
		r.OnOpen(i)
	}
}
