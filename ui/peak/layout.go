package peak

import (
	"fyne.io/fyne/v2"

	"hallcheck/ui/theme"
)

// beside puts the panel at the right of the map and the plan, which take the height
// there is; below them where the window is narrow or its type large. For a scroll.
type beside struct {
	right, breakAt float32 // at 100 %
	wide           float32 // the width last given
}

func (l *beside) split() bool { return l.wide == 0 || l.wide >= theme.Scaled(l.breakAt) }

// MinSize implements fyne.Layout.
func (l *beside) MinSize(o []fyne.CanvasObject) fyne.Size {
	a, b := o[0].MinSize(), o[1].MinSize()
	if l.split() {
		return fyne.NewSize(160, max(a.Height, b.Height))
	}
	return fyne.NewSize(160, a.Height+theme.Gap+b.Height)
}

// Layout implements fyne.Layout.
func (l *beside) Layout(o []fyne.CanvasObject, s fyne.Size) {
	l.wide = s.Width
	o[0].Move(fyne.NewPos(0, 0))
	if !l.split() {
		for range 2 { // paragraphs measure at the width they have
			o[0].Resize(fyne.NewSize(s.Width, o[0].MinSize().Height))
			o[1].Resize(fyne.NewSize(s.Width, o[1].MinSize().Height))
		}
		o[1].Move(fyne.NewPos(0, o[0].Size().Height+theme.Gap))
		return
	}
	r := theme.Scaled(l.right)
	o[0].Resize(fyne.NewSize(s.Width-r-theme.Gap, max(s.Height, o[0].MinSize().Height)))
	for range 2 {
		o[1].Resize(fyne.NewSize(r, o[1].MinSize().Height))
	}
	o[1].Move(fyne.NewPos(s.Width-r, 0))
}
