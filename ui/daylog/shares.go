package daylog

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// gap is the space between two columns.
const gap = 10

// shares puts objects side by side by shares of the width, as high as the highest.
func shares(wide []float64, objects []fyne.CanvasObject) fyne.CanvasObject {
	return container.New(sharing(wide), objects...)
}

type sharing []float64

func (s sharing) widths(width float32, n int) []float32 {
	total := 0.0
	for i := range n {
		total += s[i]
	}
	out := make([]float32, n)
	for i := range n {
		out[i] = (width - gap*float32(n-1)) * float32(s[i]/total)
	}
	return out
}

// Layout implements fyne.Layout. Paragraphs know their height once they have a width.
func (s sharing) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	x := float32(0)
	for i, w := range s.widths(size.Width, len(objects)) {
		objects[i].Move(fyne.NewPos(x, 0))
		objects[i].Resize(fyne.NewSize(w, size.Height))
		x += w + gap
	}
}

// MinSize implements fyne.Layout.
func (s sharing) MinSize(objects []fyne.CanvasObject) fyne.Size {
	out := fyne.NewSize(200, 0)
	for _, o := range objects {
		out.Height = max(out.Height, o.MinSize().Height)
	}
	return out
}
