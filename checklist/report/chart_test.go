package report

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist/chart"
)

// charts are one of each kind.
func charts() map[string]chart.Drawing {
	v := func(n int64) *int64 { return &n }
	return map[string]chart.Drawing{
		"bars": chart.Bars{
			Title: "失分最多的检查项", Full: 0, Mark: 500, Said: "虚线：平均 50.0",
			Bars: []chart.Bar{
				{Label: "门楣行标完整清晰，无缺字破损", Value: 923, Text: "92.3", Note: "26 家", Role: chart.Accent},
				{Label: "Counter tops tidy", Value: 726, Text: "72.6", Note: "24 家", Role: chart.Accent},
				{Label: "绿植", Value: 0, Text: "0.0", Note: "0 家", Role: chart.Bad},
			},
		}.Draw(ChartPaper(480)),
		"lines": chart.Lines{
			Title: "12 个月得分", Labels: []string{"1 月", "2 月", "3 月", "4 月", "5 月", "6 月"}, Goal: v(920), Said: "目标 92.0",
			Series: []chart.Series{
				{Name: "济宁市中支行", Values: []*int64{v(850), v(862), nil, v(890), v(921), v(934)}, Role: chart.Accent},
				{Name: "同类平均", Values: []*int64{v(840), v(842), v(850), v(861), v(863), v(866)}, Role: chart.Soft, Dashed: true},
			},
		}.Draw(ChartPaper(480)),
		"heat": chart.Heat{
			Title: "区域得分", Columns: []string{"门前户外", "大堂与等候区", "理财/贵宾区", "Self-service area"},
			Legend: []string{"低于 60", "60–79.9", "80–89.9", "90–94.9", "95 以上"}, Low: "该网点最低",
			Rows: []chart.HeatRow{
				{Label: "邹城支行", Cells: []chart.HeatCell{{Text: "97.2", Level: 5}, {Text: "91.0", Level: 4}, {Text: "58.0", Level: 1, Mark: true}, {}}},
				{Label: "济宁市中支行", Cells: []chart.HeatCell{{Text: "84.0", Level: 3}, {Text: "71.0", Level: 2, Mark: true}, {Text: "100.0", Level: 5}, {Text: "90.0", Level: 4}}},
			},
		}.Draw(ChartPaper(480)),
	}
}

// inked is how much of a picture is of a colour.
func inked(img image.Image, c colour) int {
	n := 0
	for y := img.Bounds().Min.Y; y < img.Bounds().Max.Y; y++ {
		for x := img.Bounds().Min.X; x < img.Bounds().Max.X; x++ {
			r, g, b, _ := img.At(x, y).RGBA()
			if uint8(r>>8) == c[0] && uint8(g>>8) == c[1] && uint8(b>>8) == c[2] {
				n++
			}
		}
	}
	return n
}

func TestChartPictures(t *testing.T) {
	look := os.Getenv("HALLCHECK_LOOK")
	for name, d := range charts() {
		var a, b bytes.Buffer
		require.NoError(t, ChartPNG(&a, d, 144))
		require.NoError(t, ChartPNG(&b, d, 144))
		require.Equal(t, a.Bytes(), b.Bytes(), "the same chart gives the same bytes")
		if look != "" {
			require.NoError(t, os.WriteFile(filepath.Join(look, "chart-"+name+".png"), a.Bytes(), 0o600))
		}
		img, err := png.Decode(&a)
		require.NoError(t, err)
		require.Equal(t, image.Pt(960, int(d.H*2+0.999)), img.Bounds().Size())
		switch name {
		case "bars":
			whole := inked(img, chartInks[chart.Accent])
			require.Greater(t, whole, 3000)
			require.Positive(t, inked(img, chartInks[chart.Track]))
		case "heat":
			require.InDelta(t, inked(img, chartInks[chart.Heat5]), inked(img, chartInks[chart.Heat4]), 2500, "two cells each, of one size")
			require.Positive(t, inked(img, chartInks[chart.Heat1]))
		case "lines":
			require.Positive(t, inked(img, chartInks[chart.Accent]))
			require.Positive(t, inked(img, chartInks[chart.Soft]))
		}
	}
}

// TestChartsInPDFKeepTheirWords: on paper a chart is lines and text, not a picture.
func TestChartsInPDFKeepTheirWords(t *testing.T) {
	c := newCanvas("charts", "", time.Unix(0, 0), landscape)
	c.newPage()
	y := c.mt
	all := charts()
	for _, name := range []string{"bars", "lines", "heat"} {
		y = c.chart(all[name], c.mx, y) + 12
	}
	var out bytes.Buffer
	require.NoError(t, c.finish(&out, func(int, int) (string, string) { return "", "" }))
	require.NotContains(t, out.String(), "/Subtype /Image")
	file := filepath.Join(t.TempDir(), "c.pdf")
	require.NoError(t, os.WriteFile(file, out.Bytes(), 0o600))
	if look := os.Getenv("HALLCHECK_LOOK"); look != "" {
		require.NoError(t, os.WriteFile(filepath.Join(look, "charts.pdf"), out.Bytes(), 0o600))
	}
	text, err := exec.Command("pdftotext", "-layout", file, "-").Output()
	require.NoError(t, err)
	for _, want := range []string{"失分最多的检查项", "92.3", "26 家", "济宁市中支行", "同类平均", "目标 92.0", "▼58.0", "低于 60"} {
		require.Contains(t, strings.Join(strings.Fields(string(text)), " "), want)
	}
}

func TestChartWidthsAreThoseOfThePDF(t *testing.T) {
	c := newCanvas("", "", time.Unix(0, 0), landscape)
	for _, s := range []string{"济宁市中支行 93.4", "Counter", "▼ – ↑"} {
		require.InDelta(t, c.width(s, style{regular, 9, ink}), ChartWidth(s, 9, false), 0.05, s)
		require.InDelta(t, c.width(s, style{strong, 11, ink}), ChartWidth(s, 11, true), 0.05, s)
	}
}
