package theme_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	base "fyne.io/fyne/v2/theme"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/image/font/sfnt"

	"hallcheck/assets"
	"hallcheck/ui/theme"
)

func TestEveryTextReachesContrast(t *testing.T) {
	app := test.NewTempApp(t)
	for _, mode := range []theme.Mode{theme.Light, theme.Dark, theme.HighContrast} {
		app.Settings().SetTheme(theme.New(mode, 100))
		for _, p := range theme.Pairs() {
			got := theme.Contrast(theme.Color(p[0]), theme.Color(p[1]))
			assert.GreaterOrEqual(t, got, 4.5, "%s: role %d on role %d", mode, p[0], p[1])
		}
	}
}

func TestTokensAreTheDrawings(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New(theme.Dark, 100))
	assert.Equal(t, uint8(0x69), theme.Color(theme.Accent).R)
	app.Settings().SetTheme(theme.New(theme.Light, 100))
	assert.Equal(t, uint8(0x15), theme.Color(theme.Accent).R)
}

func TestFontScaleIsClampedAndGrowsText(t *testing.T) {
	app := test.NewTempApp(t)
	for percent, want := range map[int]float32{0: 14, 100: 14, 150: 21, 400: 21, 80: 11.2, 10: 11.2} {
		app.Settings().SetTheme(theme.New(theme.Light, percent))
		assert.InDelta(t, want, theme.Points(theme.Body), 0.01, "%d %%", percent)
	}
}

// Digits must be equally wide, or columns of numbers do not line up.
func TestDigitsAreTabular(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New(theme.Light, 100))
	for _, bold := range []bool{false, true} {
		style := fyne.TextStyle{Bold: bold}
		one := fyne.MeasureText(strings.Repeat("1", 50), 14, style).Width
		for d := '0'; d <= '9'; d++ {
			w := fyne.MeasureText(strings.Repeat(string(d), 50), 14, style).Width
			assert.InDelta(t, one, w, 0.01, "digit %c bold %v", d, bold)
		}
	}
}

func TestFontsHaveEverySymbolOfTheWords(t *testing.T) {
	for name, data := range map[string][]byte{"regular": assets.FontRegular, "bold": assets.FontBold} {
		f, err := sfnt.Parse(data)
		require.NoError(t, err)
		var buf sfnt.Buffer
		check := func(s, where string) {
			for _, r := range s {
				g, err := f.GlyphIndex(&buf, r)
				require.NoError(t, err)
				if r >= ' ' && g == 0 {
					t.Errorf("%s font lacks %q of %s", name, r, where)
				}
			}
		}
		check("✔✗–−±×·•…←→↑↓≤≥", "the widgets")
		for _, lang := range []string{"zh", "en"} {
			for k, v := range assets.Words(lang) {
				check(v, lang+" "+k)
			}
		}
	}
}

func TestIconsTakeTheirTint(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New(theme.Light, 100))
	svg := string(theme.Icon("today", theme.Accent).Content())
	assert.Contains(t, strings.ToLower(svg), "1559b7")
	assert.NotEqual(t, assets.Icon("today"), assets.Icon("no-such-icon"))
}

func TestEveryFyneColourHasAValue(t *testing.T) {
	for _, mode := range theme.Modes() {
		th := theme.New(mode, 100)
		for _, n := range []fyne.ThemeColorName{base.ColorNameBackground, base.ColorNameScrollBar, base.ColorNameShadow, base.ColorNameInputBorder} {
			assert.NotNil(t, th.Color(n, base.VariantLight))
		}
	}
}
