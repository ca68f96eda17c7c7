package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/ui/theme"
)

// Folds shows what wide makes, and what narrow makes where it is narrower than breakAt
// (at 100 % font scale: a large font folds earlier). Both may be made of the same
// objects: only one is there at a time.
func Folds(breakAt float32, wide, narrow func() fyne.CanvasObject) *fyne.Container {
	f := &foldLayout{breakAt: breakAt, wide: wide, narrow: narrow}
	f.box = container.New(f, wide())
	return f.box
}

type foldLayout struct {
	breakAt      float32
	wide, narrow func() fyne.CanvasObject
	box          *fyne.Container
	folded       bool
}

// MinSize is small in width: it folds before anything is cut.
func (f *foldLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(160, objects[0].MinSize().Height)
}

func (f *foldLayout) Layout(_ []fyne.CanvasObject, s fyne.Size) {
	if folded := s.Width < theme.Scaled(f.breakAt); folded != f.folded && s.Width > 0 {
		f.folded = folded
		f.box.Objects = []fyne.CanvasObject{f.wide()}
		if folded {
			f.box.Objects[0] = f.narrow()
		}
	}
	place(f.box.Objects[0], 0, 0, s.Width, s.Height)
}
