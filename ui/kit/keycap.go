package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"hallcheck/ui/theme"
)

// over lays a translucent colour on an opaque one.
func over(under, top color.NRGBA) color.NRGBA {
	mix := func(u, t uint8) uint8 {
		return uint8((int(u)*(255-int(top.A)) + int(t)*int(top.A)) / 255)
	}
	return color.NRGBA{R: mix(under.R, top.R), G: mix(under.G, top.G), B: mix(under.B, top.B), A: 0xff}
}

// KeyCap shows a key as a small rounded cap.
type KeyCap struct {
	widget.BaseWidget
	Key string

	onFill bool
	bg     *canvas.Rectangle
	word   *canvas.Text
}

// NewKeyCap makes a key-cap for the words on a key, such as "Ctrl ⏎".
func NewKeyCap(key string) *KeyCap {
	k := &KeyCap{Key: key}
	k.ExtendBaseWidget(k)
	return k
}

func (k *KeyCap) set(key string, onFill bool) {
	if k.Key != key || k.onFill != onFill {
		k.Key, k.onFill = key, onFill
		k.Refresh()
	}
}

const capText theme.TextSize = 11

// CreateRenderer implements fyne.Widget.
func (k *KeyCap) CreateRenderer() fyne.WidgetRenderer {
	k.bg = round(theme.Background, theme.Line, 4)
	k.word = text(k.Key, capText, false, theme.Muted)
	dress := func() {
		k.bg.FillColor, k.bg.StrokeColor = theme.Color(theme.Background), theme.Color(theme.Line)
		k.word.Color = theme.Color(theme.Muted)
		if k.onFill {
			ink := theme.Color(theme.OnFill)
			k.word.Color = ink
			ink.A = 0x80
			k.bg.FillColor, k.bg.StrokeColor = clear, ink
		}
		k.word.Text, k.word.TextSize = k.Key, theme.Points(capText)
	}
	fit := func(s fyne.Size) {
		place(k.bg, 0, 0, s.Width, s.Height)
		m := k.word.MinSize()
		place(k.word, (s.Width-m.Width)/2, (s.Height-m.Height)/2, m.Width, m.Height)
	}
	measure := func() fyne.Size {
		h := theme.Scaled(18)
		w := width(k.Key, capText, false) + 10
		return fyne.NewSize(max(w, h), h)
	}
	return newBox([]fyne.CanvasObject{k.bg, k.word}, fit, measure, dress)
}
