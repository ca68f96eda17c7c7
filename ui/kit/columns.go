package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/ui/theme"
)

// Columns puts two columns side by side, or one below the other where the
// whole is narrower than breakAt (at 100 % font scale: a large font breaks
// earlier). rightWidth 0 makes both equally wide. Put it into Scroll.
func Columns(left, right fyne.CanvasObject, rightWidth, breakAt float32) *fyne.Container {
	return container.New(&columnsLayout{right: rightWidth, breakAt: breakAt}, left, right)
}

type columnsLayout struct {
	right, breakAt float32
	wide           float32 // the width last given
}

func (l *columnsLayout) split() bool { return l.wide >= theme.Scaled(l.breakAt) }

func (l *columnsLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	a, b := o[0].MinSize(), o[1].MinSize()
	if l.wide > 0 && !l.split() {
		return fyne.NewSize(160, a.Height+theme.Gap+b.Height)
	}
	return fyne.NewSize(160, max(a.Height, b.Height))
}

func (l *columnsLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	l.wide = s.Width
	if !l.split() {
		fitHeight(o[0], s.Width)
		fitHeight(o[1], s.Width)
		o[0].Move(fyne.NewPos(0, 0))
		o[1].Move(fyne.NewPos(0, o[0].Size().Height+theme.Gap))
		return
	}
	r := (s.Width - theme.Gap) / 2
	if l.right > 0 {
		r = min(theme.Scaled(l.right), s.Width/3)
	}
	fitHeight(o[0], s.Width-r-theme.Gap)
	fitHeight(o[1], r)
	o[0].Move(fyne.NewPos(0, 0))
	o[1].Move(fyne.NewPos(s.Width-r, 0))
}

// fitHeight gives o a width and the height it then needs; the second pass is
// for paragraphs, which measure at the width they have.
func fitHeight(o fyne.CanvasObject, w float32) {
	for range 2 {
		o.Resize(fyne.NewSize(w, o.MinSize().Height))
	}
}
