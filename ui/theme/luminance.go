package theme

import (
	"image/color"
	"math"
)

// luminance is the relative luminance of WCAG 2.2, 0…1.
func luminance(c color.NRGBA) float64 {
	lin := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*lin(c.R) + 0.7152*lin(c.G) + 0.0722*lin(c.B)
}

// Readable is the ink for words on a colour that is no role: the text's or the one on
// fills, whichever stands out more.
func Readable(on color.NRGBA) color.NRGBA {
	dark, light := Color(Text), Color(OnFill)
	if Contrast(dark, on) >= Contrast(light, on) {
		return dark
	}
	return light
}
