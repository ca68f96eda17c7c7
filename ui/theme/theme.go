// Package theme gives the window its look: fonts, colours by role and sizes,
// in light, dark and high contrast, at any font scale between 80 and 150 %.
package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	base "fyne.io/fyne/v2/theme"

	"hallcheck/assets"
)

// Mode is which palette is used.
type Mode string

// The modes; System follows the desktop's light or dark.
const (
	System       Mode = "system"
	Light        Mode = "light"
	Dark         Mode = "dark"
	HighContrast Mode = "contrast"
)

// Modes lists the modes in the order settings show them.
func Modes() []Mode { return []Mode{System, Light, Dark, HighContrast} }

// Smallest and largest font scale, in percent.
const (
	MinScale = 80
	MaxScale = 150
)

// Theme is a fyne.Theme. Make one with New; it never changes afterwards.
type Theme struct {
	mode  Mode
	scale float32 // 1 = 100 %
}

var _ fyne.Theme = (*Theme)(nil)

// New makes the theme of a mode at a font scale in percent (clamped to
// MinScale…MaxScale; 0 means 100).
func New(mode Mode, percent int) *Theme {
	if percent == 0 {
		percent = 100
	}
	percent = min(max(percent, MinScale), MaxScale)
	return &Theme{mode: mode, scale: float32(percent) / 100}
}

// Fonts: one and the same resource per weight, so that glyphs are cached once.
var (
	regular = fyne.NewStaticResource("NotoSansSC-Regular.ttf", assets.FontRegular)
	bold    = fyne.NewStaticResource("NotoSansSC-Bold.ttf", assets.FontBold)
)

// ParseFonts parses both weights, and those the toolkit falls back to, which
// takes tens of milliseconds. It may run beside the making of the window, as
// long as nothing else sets a theme or measures text before it is done.
func ParseFonts() {
	for _, bold := range []bool{true, false} {
		fyne.MeasureText("国", 14, fyne.TextStyle{Bold: bold})
	}
}

// Font returns Noto Sans SC in the two weights there are.
func (t *Theme) Font(s fyne.TextStyle) fyne.Resource {
	if s.Symbol {
		return base.DefaultTheme().Font(s)
	}
	if s.Bold {
		return bold
	}
	return regular
}

// Icon returns Fyne's own icons; ours come from Icon of this package.
func (t *Theme) Icon(n fyne.ThemeIconName) fyne.Resource { return base.DefaultTheme().Icon(n) }

// palette picks the colours for the desktop's variant v.
func (t *Theme) palette(v fyne.ThemeVariant) *Palette {
	switch {
	case t.mode == HighContrast:
		return &contrastPalette
	case t.mode == Dark, t.mode == System && v == base.VariantDark:
		return &darkPalette
	}
	return &lightPalette
}

// fyneRoles says which role stands behind each of Fyne's colour names.
var fyneRoles = map[fyne.ThemeColorName]Role{
	base.ColorNameBackground: Background, base.ColorNameButton: Surface, base.ColorNameDisabledButton: Background,
	base.ColorNameDisabled: Muted, base.ColorNameError: Fail, base.ColorNameFocus: AccentSoft,
	base.ColorNameForeground: Text, base.ColorNameForegroundOnError: OnFill, base.ColorNameForegroundOnPrimary: OnFill,
	base.ColorNameForegroundOnSuccess: OnFill, base.ColorNameForegroundOnWarning: OnFill,
	base.ColorNameHeaderBackground: Surface, base.ColorNameHover: Hover, base.ColorNameHyperlink: Accent,
	base.ColorNameInputBackground: Surface, base.ColorNameInputBorder: Line, base.ColorNameMenuBackground: Surface,
	base.ColorNameOverlayBackground: Surface, base.ColorNamePlaceHolder: Muted, base.ColorNamePressed: Hover,
	base.ColorNamePrimary: Accent, base.ColorNameScrollBarBackground: Background, base.ColorNameSelection: AccentSoft,
	base.ColorNameSeparator: Line, base.ColorNameSuccess: Pass, base.ColorNameWarning: Warn,
}

// Color answers Fyne's own colour names.
func (t *Theme) Color(n fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	p := t.palette(v)
	if r, ok := fyneRoles[n]; ok {
		return p[r]
	}
	switch n {
	case base.ColorNameScrollBar:
		c := p[Muted]
		c.A = 0x80
		return c
	case base.ColorNameShadow:
		return color.NRGBA{A: 0x20}
	}
	return base.DefaultTheme().Color(n, v)
}

// Size answers Fyne's size names, dense like the drawings.
func (t *Theme) Size(n fyne.ThemeSizeName) float32 {
	switch n {
	case base.SizeNameText:
		return 14 * t.scale
	case base.SizeNameCaptionText:
		return 12 * t.scale
	case base.SizeNameSubHeadingText:
		return 18 * t.scale
	case base.SizeNameHeadingText:
		return 28 * t.scale
	case base.SizeNameInlineIcon:
		return 16 * t.scale
	case base.SizeNamePadding:
		return 4
	case base.SizeNameInnerPadding:
		return 8
	case base.SizeNameScrollBar:
		return 10
	case base.SizeNameScrollBarSmall:
		return 4
	case base.SizeNameInputRadius, base.SizeNameSelectionRadius, base.SizeNameButtonRadius:
		return Radius
	case base.SizeNameCardRadius, base.SizeNameDialogRadius, base.SizeNamePopupRadius, base.SizeNameMenuRadius:
		return CardRadius
	}
	return base.DefaultTheme().Size(n)
}
