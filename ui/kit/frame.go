package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"hallcheck/ui/theme"
)

// framed draws a field's frame like that of every other control. Fyne's own is half a
// pixel off and mixed with black: too dark by day and not to be seen in the dark.
type framed struct {
	fyne.WidgetRenderer
	field *TextField
	box   *canvas.Rectangle
}

// fynesOwn is how many objects Fyne's field begins with that are its box and border.
const fynesOwn = 2

// CreateRenderer implements fyne.Widget.
func (f *TextField) CreateRenderer() fyne.WidgetRenderer {
	r := &framed{f.Entry.CreateRenderer(), f, round(theme.Surface, theme.Line, theme.Radius)}
	r.dress()
	return r
}

func (r *framed) dress() {
	line, fill := theme.Line, theme.Surface
	r.box.StrokeWidth = theme.Hairline
	switch {
	case r.field.Disabled():
		fill = theme.Background
	case r.field.focused:
		line, r.box.StrokeWidth = theme.Accent, 2
	}
	r.box.FillColor, r.box.StrokeColor = theme.Color(fill), theme.Color(line)
}

// Layout implements fyne.WidgetRenderer.
func (r *framed) Layout(s fyne.Size) {
	place(r.box, 0, 0, s.Width, s.Height)
	r.WidgetRenderer.Layout(s)
}

// Refresh implements fyne.WidgetRenderer.
func (r *framed) Refresh() {
	r.dress()
	r.box.Refresh()
	r.WidgetRenderer.Refresh()
}

// Objects implements fyne.WidgetRenderer.
func (r *framed) Objects() []fyne.CanvasObject {
	inner := r.WidgetRenderer.Objects()
	return append([]fyne.CanvasObject{r.box}, inner[fynesOwn:]...)
}
