package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/ui/theme"
)

// lineStep is how far an arrow key scrolls, at 100 %.
const lineStep float32 = 40

// Turn scrolls by the keyboard what is higher than its place: the largest such thing
// under o. false = there is none, or the key is none that scrolls.
func Turn(o fyne.CanvasObject, e *fyne.KeyEvent) bool {
	s := highest(o, nil)
	if s == nil {
		return false
	}
	page := s.Size().Height - theme.Scaled(lineStep)
	y := s.Offset.Y
	switch e.Name {
	case fyne.KeyDown:
		y += theme.Scaled(lineStep)
	case fyne.KeyUp:
		y -= theme.Scaled(lineStep)
	case fyne.KeyPageDown:
		y += page
	case fyne.KeyPageUp:
		y -= page
	case fyne.KeyHome:
		y = 0
	case fyne.KeyEnd:
		y = s.Content.Size().Height
	default:
		return false
	}
	s.ScrollToOffset(fyne.NewPos(s.Offset.X, min(max(y, 0), s.Content.Size().Height-s.Size().Height)))
	return true
}

// highest is the largest scroll under o with more in it than is seen, or the one found before.
func highest(o fyne.CanvasObject, found *container.Scroll) *container.Scroll {
	if o == nil || !o.Visible() {
		return found
	}
	switch x := o.(type) {
	case *container.Scroll:
		if x.Direction == container.ScrollVerticalOnly && x.Content.Size().Height > x.Size().Height+1 && (found == nil || area(x) > area(found)) {
			return x
		}
	case *fyne.Container:
		for _, inner := range x.Objects {
			found = highest(inner, found)
		}
	case *Stage:
		found = highest(x.area, found)
	case *Card:
		found = highest(x.Content, found)
	}
	return found
}

func area(s *container.Scroll) float32 { return s.Size().Width * s.Size().Height }
