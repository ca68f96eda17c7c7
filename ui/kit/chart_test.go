package kit

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist/chart"
	"hallcheck/ui/theme"
)

// bright is the relative luminance of WCAG 2.2.
func bright(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	lin := func(v uint32) float64 {
		s := float64(v) / 0xffff
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*lin(r) + 0.7152*lin(g) + 0.0722*lin(b)
}

func TestWordsOnHeatShadesCanBeRead(t *testing.T) {
	app := test.NewApp()
	defer app.Quit()
	for _, mode := range []theme.Mode{theme.Light, theme.Dark, theme.HighContrast} {
		app.Settings().SetTheme(theme.New(mode, 100))
		ink := chartInks()
		for shade, words := range map[chart.Role]chart.Role{chart.Heat1: chart.OnDark, chart.Heat2: chart.Ink, chart.Heat3: chart.Ink, chart.Heat4: chart.Ink, chart.Heat5: chart.OnDark} {
			a, b := bright(ink[shade]), bright(ink[words])
			require.GreaterOrEqual(t, (max(a, b)+0.05)/(min(a, b)+0.05), 4.5, "shade %d in %v", shade, mode)
		}
	}
}

func TestChartIsLaidOutForItsWidth(t *testing.T) {
	app := test.NewApp()
	defer app.Quit()
	app.Settings().SetTheme(theme.New(theme.Light, 100))
	c := NewChart(chart.Bars{Title: "失分", Full: 100, Bars: []chart.Bar{{Label: "大堂", Value: 50, Text: "5.0", Role: chart.Accent}}}.Draw)
	w := test.NewWindow(c)
	defer w.Close()
	for _, width := range []float32{300, 700} {
		c.Resize(fyne.NewSize(width, 80))
		var track, bar *canvas.Rectangle
		var words []string
		for _, o := range test.WidgetRenderer(c).Objects() {
			switch x := o.(type) {
			case *canvas.Rectangle:
				if track == nil {
					track = x
				} else {
					bar = x
				}
			case *canvas.Text:
				words = append(words, x.Text)
			}
			require.LessOrEqual(t, o.Position().X+o.Size().Width, width+1)
		}
		require.InDelta(t, track.Size().Width/2, bar.Size().Width, 0.5)
		require.Equal(t, []string{"失分", "大堂", "5.0"}, words)
	}
	c.Set(nil)
	require.Empty(t, test.WidgetRenderer(c).Objects())
}
