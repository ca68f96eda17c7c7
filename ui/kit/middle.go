package kit

import (
	"fyne.io/fyne/v2"

	"hallcheck/ui/theme"
)

// Middle puts one card of at most Width into the middle, a little high.
type Middle struct{ Width float32 }

// MinSize implements fyne.Layout.
func (Middle) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

// Layout implements fyne.Layout.
func (m Middle) Layout(o []fyne.CanvasObject, s fyne.Size) {
	w := min(theme.Scaled(m.Width), s.Width-2*theme.Edge)
	o[0].Resize(fyne.NewSize(w, o[0].MinSize().Height)) // paragraphs find their height by their width
	h := min(o[0].MinSize().Height, s.Height-2*theme.Edge)
	o[0].Resize(fyne.NewSize(w, h))
	o[0].Move(fyne.NewPos((s.Width-w)/2, (s.Height-h)*0.42))
}
