package kit

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"hallcheck/ui/theme"
)

// badges are small icons on a dark plate, readable on any picture.
type badges struct {
	widget.BaseWidget
	names []string
	bg    *canvas.Rectangle
	r     *box
}

func newBadges() *badges {
	b := &badges{}
	b.ExtendBaseWidget(b)
	return b
}

func (b *badges) set(names []string) {
	if !slices.Equal(b.names, names) {
		b.names = names
		b.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (b *badges) CreateRenderer() fyne.WidgetRenderer {
	b.bg = canvas.NewRectangle(theme.Color(theme.Label))
	b.bg.CornerRadius = 4
	dress := func() {
		show(b.bg, len(b.names) > 0)
		if b.r == nil {
			return
		}
		b.r.objects = []fyne.CanvasObject{b.bg}
		for _, n := range b.names {
			b.r.objects = append(b.r.objects, icon(n, theme.OnMark))
		}
	}
	fit := func(s fyne.Size) {
		place(b.bg, 0, 0, s.Width, s.Height)
		side := theme.Scaled(badgeSide)
		for i, o := range b.r.objects[1:] {
			place(o, 3+float32(i)*(side+2), 2, side, side)
		}
	}
	measure := func() fyne.Size {
		n, side := float32(len(b.names)), theme.Scaled(badgeSide)
		if n == 0 {
			return fyne.Size{}
		}
		return fyne.NewSize(4+n*(side+2), side+4)
	}
	b.r = newBox([]fyne.CanvasObject{b.bg}, func(s fyne.Size) { fit(s) }, measure, dress)
	b.r.dress()
	return b.r
}

const badgeSide float32 = 12
