package report

import (
	"bytes"
	"strconv"

	"hallcheck/checklist/chart"
	"hallcheck/checklist/report/office"
)

// gradeChart shows how many halls reached which grade.
func (g *gazette) gradeChart() {
	b := chart.Bars{Title: g.t("chart.grades")}
	for i, x := range g.d.Basics.Grades {
		role := chart.Accent
		switch {
		case i == len(g.d.Basics.Grades)-1:
			role = chart.Bad
		case i == 0:
			role = chart.Good
		}
		b.Bars = append(b.Bars, chart.Bar{
			Label: g.gradeName(x.ID), Value: int64(x.N), Text: g.t("nHalls", "n", strconv.Itoa(x.N)), Note: share(x.N, len(g.d.Rows)), Role: role,
		})
	}
	if len(b.Bars) > 1 {
		g.add(block{kind: blockChart, chart: b})
	}
}

// zoneChart shows where the points are lost, the most first.
func (g *gazette) zoneChart() {
	b := chart.Bars{Title: g.t("chart.zones")}
	for i := range g.d.ZoneSums {
		z := &g.d.ZoneSums[i]
		if z.Mean == nil || len(b.Bars) == zoneBars {
			continue
		}
		b.Bars = append(b.Bars, chart.Bar{Label: g.zoneLabel(z.Zone), Value: int64(z.Lost), Text: z.Lost.Rat().FloatString(2), Note: g.t("mean1", "mean", z.Mean.String()), Role: chart.Accent})
	}
	if len(b.Bars) > 1 {
		g.add(block{kind: blockChart, chart: b})
	}
}

// zoneBars is how many zones a chart shows.
const zoneBars = 12

// chartDots is the fineness of a chart in a text document, in dots per inch.
const chartDots = 220

// docChart puts a chart into a text document as a picture over its width.
func (g *gazette) docChart(doc *office.Document, b *block, page office.Page) {
	width := page.W - page.Left - page.Right
	d := b.chart.Draw(ChartPaper(width * mm))
	var png bytes.Buffer
	if err := ChartPNG(&png, d, chartDots); err != nil {
		g.shots.warnings = append(g.shots.warnings, photoWarning(photo{No: b.chart.Title}, err))
		return
	}
	img, err := office.ReadImage(png.Bytes())
	if err != nil {
		return // our own picture
	}
	doc.Add(office.Para{Style: office.Caption, Before: 6, Runs: []office.Run{{Image: &img, W: width, H: d.H / mm, Alt: b.chart.Title}}})
}

// pdfChart draws a chart as vectors.
func (g *gazette) pdfChart(c *canvas, b *block) {
	d := b.chart.Draw(ChartPaper(c.wide()))
	if !c.room(d.H) {
		c.newPage()
	}
	c.y = c.chart(d, c.mx, c.y+2*mm) + 3*mm
}
