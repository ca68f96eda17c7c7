package report

import (
	"slices"
	"strconv"

	"github.com/xuri/excelize/v2"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/chart"
	"hallcheck/checklist/ranking"
)

// How much the charts of a ranking show on paper.
const (
	paperHalls   = 20 // lowest halls of the zone map
	paperLosses  = 12
	paperCommons = 10
)

// plots are charts that follow each other down the pages.
type plots []func(chart.Paper) chart.Drawing

// draw puts the charts on pages of their own, none cut.
func (ps plots) draw(c *canvas) {
	c.newPage()
	for _, p := range ps {
		d := p(ChartPaper(c.wide()))
		if !c.room(d.H) {
			c.newPage()
		}
		c.y = c.chart(d, c.mx, c.y) + 7*mm
	}
}

func (w words) chartWords(key string, pairs ...string) string {
	return assets.T(string(w.lang), "ranking.chart."+key, pairs...)
}

// page speaks a text of the ranking page, so that screen and paper say the same.
func (w words) page(key string, pairs ...string) string {
	return assets.T(string(w.lang), "ranking."+key, pairs...)
}

// rankCharts are the trend, the zones of peer groups and of the lowest halls,
// what cost most, and the common problems.
func (w words) rankCharts(d *RankingDoc) plots {
	var out plots
	if len(d.Trend) > 0 {
		l := w.trendChart(d)
		out = append(out, l.Draw)
	}
	zones := d.Answer.ZonesOf()
	if len(zones.Zones) > 0 {
		groups := zones.ByPeers()
		out = append(out, groups.Heat(w.t("rank.zonesPeers"), w.lang, w.chartWords, w.groupRow).Draw)
		low := zones
		low.Rows = slices.Clone(zones.Rows)
		slices.Reverse(low.Rows)
		low.Rows = low.Rows[:min(paperHalls, len(low.Rows))]
		out = append(out, low.Heat(w.t("rank.zonesLow", "n", strconv.Itoa(len(low.Rows))), w.lang, w.chartWords, w.hallRow).Draw)
	}
	out = append(out, ranking.ZoneLossChart(w.page("zoneLosses"), d.Answer.ZoneLosses(), w.lang, w.chartWords).Draw)
	if len(d.Losses) > 0 {
		out = append(out, ranking.LossChart(w.page("itemLosses"), d.Losses[:min(paperLosses, len(d.Losses))], w.chartWords, w.itemOf(d)).Draw)
	}
	return append(out, ranking.CommonChart(w.page("commons"), d.Commons, w.lang, w.chartWords, paperCommons).Draw)
}

func (w words) itemOf(d *RankingDoc) func(ranking.Loss) string {
	return func(l ranking.Loss) string {
		if d.Item == nil {
			return l.Item
		}
		return w.in(d.Item(l.Item))
	}
}

func (w words) groupRow(r ranking.ZoneRow) string {
	return w.peers(r.Peers) + " " + w.chartWords("halls", "n", strconv.Itoa(r.Halls))
}

func (w words) hallRow(r ranking.ZoneRow) string { return strconv.Itoa(r.Rank) + "  " + r.Branch.Name }

// trendChart is the mean of the table's halls by month, with the peer groups in
// it where there are a few.
func (w words) trendChart(d *RankingDoc) chart.Lines {
	last := d.To[:7]
	whole := ranking.Trend(d.Trend, d.Peers, d.First, last)
	l := ranking.TrendChart(w.page("trendTitle"), whole, w.chartWords, ranking.TrendLine(w.peers(d.Peers), whole, chart.Accent, false))
	roles := []chart.Role{chart.Good, chart.Warn, chart.Bad, chart.Muted}
	for i, g := range []checklist.HallGrade{checklist.Flagship, checklist.Second, checklist.Third, checklist.Partner} {
		p := ranking.Peers{Grade: g}
		points := ranking.Trend(d.Trend, p, d.First, last)
		some := slices.ContainsFunc(points, func(x ranking.Point) bool { return x.Score != nil })
		if d.Peers == (ranking.Peers{}) && some {
			l.Series = append(l.Series, ranking.TrendLine(w.peers(p), points, roles[i], true))
		}
	}
	return l
}

// rankSheets adds the zone map with conditional colours, the trend and the
// losses, each with a chart of the workbook's own.
func (w words) rankSheets(b *book, d *RankingDoc, p *paper) {
	w.zoneSheet(b, d, p)
	w.trendSheet(b, d, p)
	w.lossSheet(b, d, p)
}

// heatFills are the five shades as a workbook shows them: fill and type.
var heatFills = [5][2]string{{"B35806", "FFFFFF"}, {"F1A340", "1B2430"}, {"FEE8C8", "1B2430"}, {"C6DBEF", "1B2430"}, {"2B6CB0", "FFFFFF"}}

// zoneSheet has every hall and zone as a number, coloured by conditions that
// stay true when somebody changes a number, and the lowest zone in words.
func (w words) zoneSheet(b *book, d *RankingDoc, p *paper) {
	m := d.Answer.ZonesOf()
	if len(m.Zones) == 0 {
		return
	}
	x := part{Cols: []col{{Title: w.t("col.rank"), Width: 14, Align: centre}, {Title: w.t("col.hall"), Width: 48}, {Title: w.t("col.weakest"), Width: 40}}}
	for _, z := range m.Zones {
		x.Cols = append(x.Cols, col{Title: w.in(z.Name), Width: 22, Align: centre})
	}
	for i, r := range m.Rows {
		weak := ""
		if l := d.Table.Rows[i].Weakest; l != nil {
			weak = w.in(l.Name)
		}
		cells := []cell{num(strconv.Itoa(r.Rank)), txt(r.Branch.Name), txt(weak)}
		for _, z := range r.Zones {
			c := txt("–").tone(toneMuted)
			if z != nil {
				c = num(z.String())
			}
			cells = append(cells, c)
		}
		x.Rows = append(x.Rows, row{Cells: cells})
	}
	t := w.chartTab(b, w.t("sheet.zones"), w.page("zonesTitle"), p, &x)
	first, last := t.row-len(m.Rows), t.row-1
	w.heatRule(b, t.name, cellAt(4, first)+":"+cellAt(3+len(m.Zones), last))
	t.legend(ranking.HeatLegend(w.chartWords))
	t.setup(first-1, p.footer())
}

// heatRule shades a range by the value of each cell.
func (w words) heatRule(b *book, sheet, area string) {
	var rules []excelize.ConditionalFormatOptions
	for i, low := range []string{"0", "60", "80", "90", "95"} {
		high := []string{"59.9", "79.9", "89.9", "94.9", "100"}[i]
		style, err := b.f.NewConditionalStyle(&excelize.Style{
			Font: &excelize.Font{Color: heatFills[i][1]}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{heatFills[i][0]}},
		})
		b.keep(err)
		rules = append(rules, excelize.ConditionalFormatOptions{Type: "cell", Criteria: "between", MinValue: low, MaxValue: high, Format: &style})
	}
	b.keep(b.f.SetConditionalFormat(sheet, area, rules))
}

// legend says in words what the shades mean, below the table.
func (t *tab) legend(words []string) {
	t.row++
	for i, text := range words {
		t.put(1, txt(text), look{size: xlBody, ink: heatFills[i][1], fill: heatFills[i][0], align: centre})
		t.next(1, xlBody, 18)
	}
}

// chartTab begins a sheet with its title, its table and no set-up yet.
func (w words) chartTab(b *book, name, title string, p *paper, x *part) *tab {
	t := b.newTab(name, x.Cols)
	end := len(t.widths) - 1
	t.merged(0, end, txt(title), look{size: 13, bold: true, ink: xlInk, plain: true})
	t.next(1, 13, 26)
	t.merged(0, end, txt(p.Running), look{size: 8, ink: xlMuted, plain: true})
	t.next(1, 8, 15)
	t.header(x)
	t.rows(x)
	return t
}

// trendSheet has the months as a table and a line chart.
func (w words) trendSheet(b *book, d *RankingDoc, p *paper) {
	if len(d.Trend) == 0 {
		return
	}
	whole := ranking.Trend(d.Trend, d.Peers, d.First, d.To[:7])
	x := part{Cols: []col{{Title: w.t("rank.month"), Width: 40, Align: centre}, {Title: w.t("col.score"), Width: 40, Align: centre}, {Title: w.t("rank.halls"), Width: 40, Align: centre}, {Width: 157}}}
	for _, m := range whole {
		c := cell{}
		if m.Score != nil {
			c = num(m.Score.String())
		}
		x.Rows = append(x.Rows, row{Cells: []cell{txt(m.Month), c, num(strconv.Itoa(m.Halls)), {}}})
	}
	t := w.chartTab(b, w.t("sheet.trend"), w.page("trendTitle"), p, &x)
	first, last := t.row-len(whole), t.row-1
	t.nativeChart(excelize.Line, w.page("trendTitle"), w.peers(d.Peers), 1, 2, first, last, 4, first)
	t.setup(first-1, p.footer())
}

// lossSheet has the items that cost most as a table and a bar chart.
func (w words) lossSheet(b *book, d *RankingDoc, p *paper) {
	if len(d.Losses) == 0 {
		return
	}
	x := part{Cols: []col{{Title: w.t("col.item"), Width: 110}, {Title: w.t("rank.lost"), Width: 30, Align: centre}, {Title: w.t("rank.times"), Width: 26, Align: centre}, {Title: w.t("rank.halls"), Width: 26, Align: centre}}}
	item := w.itemOf(d)
	for _, l := range d.Losses {
		x.Rows = append(x.Rows, row{Cells: []cell{
			txt(item(l)), num(checklist.RoundTenths(l.Lost.Rat()).String()), num(strconv.Itoa(l.Times)), num(strconv.Itoa(l.Halls)),
		}})
	}
	t := w.chartTab(b, w.t("sheet.losses"), w.page("itemLosses"), p, &x)
	first, last := t.row-len(d.Losses), t.row-1
	t.nativeChart(excelize.Bar, w.page("itemLosses"), w.t("rank.lost"), 1, 2, first, min(last, first+paperLosses-1), 1, last+2)
	t.setup(first-1, p.footer())
}

// nativeChart adds a chart of the workbook's own over the rows first … last of
// the columns names and values (from 1), its corner at column and row.
func (t *tab) nativeChart(kind excelize.ChartType, title, series string, names, values, first, last, column, row int) {
	ref := func(col, row int) string {
		name, err := excelize.CoordinatesToCellName(col, row, true)
		t.b.keep(err)
		return "'" + t.name + "'!" + name
	}
	area := func(col int) string {
		name, err := excelize.CoordinatesToCellName(col, last, true)
		t.b.keep(err)
		return ref(col, first) + ":" + name
	}
	none := excelize.ChartLegend{Position: "none"}
	c := &excelize.Chart{
		Type: kind, Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: title}}}, Legend: none,
		Dimension: excelize.ChartDimension{Width: 760, Height: 380},
		Series:    []excelize.ChartSeries{{Name: series, Categories: area(names), Values: area(values), Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"1559B7"}}}},
		PlotArea:  excelize.ChartPlotArea{ShowVal: true},
	}
	words := excelize.Font{Color: xlInk, Size: xlBody}
	c.XAxis, c.YAxis = excelize.ChartAxis{Font: words, ReverseOrder: kind == excelize.Bar}, excelize.ChartAxis{Font: words} // of bars the first row on top
	t.b.keep(t.b.f.AddChart(t.name, cellAt(column, row), c))
}
