package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist/chart"
	"hallcheck/ui/theme"
)

// TestDrawnAgainAfterAMinuteAway: the toolkit drops what draws a widget of a page that
// was left for a minute, and on coming back asks for it anew without a layout.
func TestDrawnAgainAfterAMinuteAway(t *testing.T) {
	app := test.NewApp()
	defer app.Quit()
	app.Settings().SetTheme(theme.New(theme.Light, 100))
	strip := NewStrip()
	strip.Set([]string{"08:30", "09:00"}, StripRow{Name: "今天", Cells: []StripCell{{Text: "3"}, {Text: "12"}}})
	for name, w := range map[string]fyne.Widget{
		"strip":     strip,
		"paragraph": NewParagraph("大堂地面清洁，无纸屑、水渍、积尘", theme.Text),
		"chart":     NewChart(chart.Bars{Title: "失分", Full: 100, Bars: []chart.Bar{{Label: "大堂", Value: 50, Text: "5.0", Role: chart.Accent}}}.Draw),
		"sparkline": NewSparkline([]float32{1, 3, 2}, nil),
		"drop":      newDropTile("拖照片到这里", nil),
	} {
		w.Resize(fyne.NewSize(200, 120))
		before := stand(test.WidgetRenderer(w).Objects())
		require.NotEmpty(t, before, name)
		require.Equal(t, before, stand(w.CreateRenderer().Objects()), name)
	}
}

// stand says where objects are and how large.
func stand(list []fyne.CanvasObject) (out []any) {
	for _, o := range list {
		out = append(out, o.Position(), o.Size(), o.Visible())
	}
	return out
}
