package theme

import (
	"bytes"
	"fmt"
	"image/color"
	"sync"

	"fyne.io/fyne/v2"
	base "fyne.io/fyne/v2/theme"

	"hallcheck/assets"
)

// Distances that do not grow with the font, in device-independent pixels.
const (
	Gap        float32 = 14 // between cards
	Edge       float32 = 20 // at the page's edge
	Inset      float32 = 14 // inside a card
	Radius     float32 = 8  // buttons, fields, rail entries
	CardRadius float32 = 10
	PillRadius float32 = 6
	Hairline   float32 = 1
)

// TextSize is one of the four sizes of text.
type TextSize float32

// The four sizes at 100 %.
const (
	Caption TextSize = 12
	Body    TextSize = 14
	Title   TextSize = 18
	Number  TextSize = 28
)

var fallback = New(Light, 100)

// current is the theme the running app uses; before it has one of ours, light.
func current() *Theme {
	if a := fyne.CurrentApp(); a != nil {
		if t, ok := a.Settings().Theme().(*Theme); ok {
			return t
		}
	}
	return fallback
}

// Color returns the colour of a role in the theme now in force.
func Color(r Role) color.NRGBA {
	t := current()
	v := base.VariantLight
	if t.mode == System {
		v = fyne.CurrentApp().Settings().ThemeVariant()
	}
	return t.palette(v)[r]
}

// IsDark says whether the palette now in force is the dark one.
func IsDark() bool { return Color(Background) == darkPalette[Background] }

// Points returns the text size in force, after the font scale.
func Points(s TextSize) float32 { return float32(s) * current().scale }

// Scaled grows a control's height or width with the font scale.
func Scaled(px float32) float32 {
	s := current().scale
	if s < 1 { // controls never get smaller than a fingertip
		return px
	}
	return px * s
}

var icons sync.Map // iconKey → *fyne.StaticResource

type iconKey struct {
	name string
	tint color.NRGBA
}

// Icon returns the icon assets/icons/<name>.svg drawn in a role's colour. An
// unknown name gives an empty picture, and a test names it.
func Icon(name string, r Role) fyne.Resource {
	key := iconKey{name, Color(r)}
	if res, ok := icons.Load(key); ok {
		return res.(fyne.Resource)
	}
	hex := fmt.Sprintf("#%02x%02x%02x", key.tint.R, key.tint.G, key.tint.B)
	svg := bytes.ReplaceAll(assets.Icon(name), []byte("#000000"), []byte(hex))
	res, _ := icons.LoadOrStore(key, fyne.NewStaticResource(name+"-"+hex[1:]+".svg", svg))
	return res.(fyne.Resource)
}
