package theme

import "image/color"

// Role names what a colour is for. Widgets ask for roles, never for values.
type Role uint8

// The roles. A …Soft role is the background its plain role is written on;
// On… is what is written on a filled accent, pass, warn or fail.
const (
	Background Role = iota
	Surface
	Rail
	Line
	Text
	Muted
	Accent
	AccentSoft
	Pass
	PassSoft
	Fail
	FailSoft
	Warn
	WarnSoft
	OnFill
	Track  // unfilled part of a progress bar
	Hover  // laid over any surface under the pointer
	Shade  // behind a dialog
	Label  // caption plate on a photo
	OnMark // text on a caption plate
	roleCount
)

// Palette is one colour for every role.
type Palette [roleCount]color.NRGBA

func rgb(hex uint32) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xff}
}

func alpha(hex uint32, a uint8) color.NRGBA {
	c := rgb(hex)
	c.A = a
	return c
}

// The three palettes. High contrast is black on white with heavy lines: it is
// read in a hall with the sun on the screen.
var (
	lightPalette = Palette{
		Background: rgb(0xF4F5F7), Surface: rgb(0xFFFFFF), Rail: rgb(0xFBFCFD), Line: rgb(0xE1E5EA),
		Text: rgb(0x1B2330), Muted: rgb(0x5A6676), Accent: rgb(0x1559B7), AccentSoft: rgb(0xE7F0FB),
		Pass: rgb(0x15713F), PassSoft: rgb(0xE4F3EA), Fail: rgb(0xB4233B), FailSoft: rgb(0xFBE9EC),
		Warn: rgb(0x8A5B00), WarnSoft: rgb(0xFFF2D6), OnFill: rgb(0xFFFFFF), Track: rgb(0xE1E5EA),
		Hover: alpha(0x1B2330, 0x0A), Shade: alpha(0x101418, 0x66), Label: alpha(0x11151A, 0xCC), OnMark: rgb(0xFFFFFF),
	}
	darkPalette = Palette{
		Background: rgb(0x12161C), Surface: rgb(0x1B212A), Rail: rgb(0x161B22), Line: rgb(0x2D3540),
		Text: rgb(0xE9EDF2), Muted: rgb(0x9DA9B8), Accent: rgb(0x69B0F5), AccentSoft: rgb(0x1B2F47),
		Pass: rgb(0x55C98F), PassSoft: rgb(0x16321F), Fail: rgb(0xFF8A99), FailSoft: rgb(0x3A1A20),
		Warn: rgb(0xE8BA55), WarnSoft: rgb(0x362A10), OnFill: rgb(0x12161C), Track: rgb(0x2D3540),
		Hover: alpha(0xFFFFFF, 0x0C), Shade: alpha(0x000000, 0x99), Label: alpha(0x11151A, 0xCC), OnMark: rgb(0xFFFFFF),
	}
	contrastPalette = Palette{
		Background: rgb(0xFFFFFF), Surface: rgb(0xFFFFFF), Rail: rgb(0xFFFFFF), Line: rgb(0x3A3A3A),
		Text: rgb(0x000000), Muted: rgb(0x262626), Accent: rgb(0x00358F), AccentSoft: rgb(0xDCE9FF),
		Pass: rgb(0x00491F), PassSoft: rgb(0xE2F6E8), Fail: rgb(0x8A0017), FailSoft: rgb(0xFFE6E9),
		Warn: rgb(0x573800), WarnSoft: rgb(0xFFF0CC), OnFill: rgb(0xFFFFFF), Track: rgb(0xC4C9D0),
		Hover: alpha(0x000000, 0x14), Shade: alpha(0x000000, 0x99), Label: rgb(0x000000), OnMark: rgb(0xFFFFFF),
	}
)

// Pairs lists every text role with the backgrounds it is written on; a test
// holds each at 4.5:1 in every palette.
func Pairs() [][2]Role {
	var out [][2]Role
	for _, bg := range []Role{Background, Surface, Rail, AccentSoft} {
		for _, fg := range []Role{Text, Muted, Accent} {
			out = append(out, [2]Role{fg, bg})
		}
	}
	for _, fg := range []Role{Pass, Warn, Fail} {
		out = append(out, [2]Role{fg, Background}, [2]Role{fg, Surface}, [2]Role{fg, Rail}, [2]Role{OnFill, fg})
	}
	return append(out, [2]Role{Pass, PassSoft}, [2]Role{Warn, WarnSoft}, [2]Role{Fail, FailSoft},
		[2]Role{Text, FailSoft}, [2]Role{Text, PassSoft}, [2]Role{Text, WarnSoft}, [2]Role{OnFill, Accent})
}

// Contrast is the WCAG 2 contrast ratio of two opaque colours, 1…21.
func Contrast(a, b color.NRGBA) float64 {
	x, y := luminance(a), luminance(b)
	if x < y {
		x, y = y, x
	}
	return (x + 0.05) / (y + 0.05)
}
