package ranking

import (
	"cmp"
	"slices"
	"strconv"

	"hallcheck/checklist"
	"hallcheck/checklist/chart"
)

// Words speaks the texts of charts: a key behind "ranking.chart." and its parts.
type Words func(key string, pairs ...string) string

// ZoneMap are halls, or peer groups, with the score of each zone.
type ZoneMap struct {
	Zones []checklist.Zone
	Rows  []ZoneRow
}

// ZoneRow is a line of a ZoneMap.
type ZoneRow struct {
	Branch checklist.Branch // of a hall
	Peers  Peers            // of a group; zero for a hall
	Halls  int              // 1 for a hall
	Rank   int              // of a hall
	Zones  []*checklist.Tenths
}

// ZonesOf makes the map of the halls of a table, in its order, with the zones
// that anybody has a score in.
func (a *Answer) ZonesOf() ZoneMap {
	cells := map[string][]*checklist.PeriodCell{}
	for i := range a.Input.Cells {
		c := &a.Input.Cells[i]
		if c.N > 0 && a.Input.weight(c.Checklist) > 0 {
			cells[c.Branch] = append(cells[c.Branch], c)
		}
	}
	zones := a.Input.Checklist.Zones
	at := make(map[string]int, len(zones))
	for i, z := range zones {
		at[z.ID] = i
	}
	used := make([]bool, len(zones))
	var m ZoneMap
	for i := range a.Table.Rows {
		r := &a.Table.Rows[i]
		row := ZoneRow{Branch: r.Branch, Halls: 1, Rank: r.Rank, Zones: make([]*checklist.Tenths, len(zones))}
		for _, c := range cells[r.Branch.Code] {
			for _, z := range c.Zones {
				id := z.Zone
				if a.Input.Composite != nil {
					id = c.Checklist + zoneMark + id
				}
				if k, ok := at[id]; ok && z.N > 0 {
					score := ratio(z.ScoreSum, int64(z.N))
					row.Zones[k], used[k] = &score, true
				}
			}
		}
		m.Rows = append(m.Rows, row)
	}
	return m.keep(zones, used)
}

// keep drops the zones nobody has a score in.
func (m ZoneMap) keep(zones []checklist.Zone, used []bool) ZoneMap {
	for i := range m.Rows {
		var some []*checklist.Tenths
		for k, z := range m.Rows[i].Zones {
			if used[k] {
				some = append(some, z)
			}
		}
		m.Rows[i].Zones = some
	}
	for k, z := range zones {
		if used[k] {
			m.Zones = append(m.Zones, z)
		}
	}
	return m
}

// ByPeers sums halls up by peer group: the mean of the halls' zone scores.
func (m ZoneMap) ByPeers() ZoneMap {
	type sums struct{ sum, n []int64 }
	groups := map[Peers]*sums{}
	out := ZoneMap{Zones: m.Zones}
	for _, r := range m.Rows {
		p := PeersOf(r.Branch)
		g := groups[p]
		if g == nil {
			g = &sums{make([]int64, len(m.Zones)), make([]int64, len(m.Zones))}
			groups[p] = g
			out.Rows = append(out.Rows, ZoneRow{Peers: p})
		}
		i := slices.IndexFunc(out.Rows, func(x ZoneRow) bool { return x.Peers == p })
		out.Rows[i].Halls++
		for k, z := range r.Zones {
			if z != nil {
				g.sum[k], g.n[k] = g.sum[k]+int64(*z), g.n[k]+1
			}
		}
	}
	for i := range out.Rows {
		g := groups[out.Rows[i].Peers]
		out.Rows[i].Zones = make([]*checklist.Tenths, len(m.Zones))
		for k := range m.Zones {
			if g.n[k] > 0 {
				score := ratio(g.sum[k], g.n[k])
				out.Rows[i].Zones[k] = &score
			}
		}
	}
	slices.SortFunc(out.Rows, func(a, b ZoneRow) int {
		return cmp.Or(cmp.Compare(gradeOrder(a.Peers.Grade), gradeOrder(b.Peers.Grade)), cmp.Compare(trafficOrder(a.Peers.Traffic), trafficOrder(b.Peers.Traffic)))
	})
	return out
}

func gradeOrder(g checklist.HallGrade) int {
	return slices.Index([]checklist.HallGrade{checklist.Flagship, checklist.Second, checklist.Third, checklist.Partner}, g)
}

func trafficOrder(t checklist.Traffic) int {
	return slices.Index([]checklist.Traffic{checklist.TrafficHigh, checklist.TrafficMedium, checklist.TrafficLow, ""}, t)
}

// heatSteps are where the shades of a heat map begin: far below 60, 60, 80, 90, 95.
var heatSteps = []checklist.Tenths{600, 800, 900, 950}

// HeatLevel is the shade of a score, 1 … 5.
func HeatLevel(t checklist.Tenths) int {
	n := 1
	for _, s := range heatSteps {
		if t >= s {
			n++
		}
	}
	return n
}

// Heat is the chart of a zone map; name says what a row is called.
func (m ZoneMap) Heat(title string, lang checklist.Lang, say Words, name func(ZoneRow) string) chart.Heat {
	h := chart.Heat{Title: title, Legend: HeatLegend(say), Low: say("lowest"), Empty: say("empty")}
	for _, z := range m.Zones {
		h.Columns = append(h.Columns, z.Name.In(lang))
	}
	for _, r := range m.Rows {
		h.Rows = append(h.Rows, chart.HeatRow{Label: name(r), Cells: HeatCells(r.Zones)})
	}
	return h
}

// HeatLegend are the words of the five shades.
func HeatLegend(say Words) []string {
	var out []string
	for i := range len(heatSteps) + 1 {
		out = append(out, say("level"+strconv.Itoa(i+1)))
	}
	return out
}

// HeatCells shades scores and marks the lowest below 100.
func HeatCells(scores []*checklist.Tenths) []chart.HeatCell {
	out, low := make([]chart.HeatCell, len(scores)), -1
	for i, s := range scores {
		if s == nil {
			continue
		}
		out[i] = chart.HeatCell{Text: s.String(), Level: HeatLevel(*s)}
		if *s < 1000 && (low < 0 || *s < *scores[low]) {
			low = i
		}
	}
	if low >= 0 {
		out[low].Mark = true
	}
	return out
}

// TrendLine turns a trend into a line of a chart.
func TrendLine(name string, points []Point, r chart.Role, dashed bool) chart.Series {
	s := chart.Series{Name: name, Role: r, Dashed: dashed}
	for _, p := range points {
		var v *int64
		if p.Score != nil {
			n := int64(*p.Score)
			v = &n
		}
		s.Values = append(s.Values, v)
	}
	return s
}

// MonthLabels are the labels of a trend: the month, with its year at the first
// one and every January.
func MonthLabels(points []Point, say Words) []string {
	var out []string
	for i, p := range points {
		year, month := p.Month[:4], p.Month[5:]
		if month[0] == '0' {
			month = month[1:]
		}
		key := "month"
		if i == 0 || month == "1" {
			key = "monthYear"
		}
		out = append(out, say(key, "year", year, "month", month))
	}
	return out
}

// TrendChart shows one or more trends over the same months.
func TrendChart(title string, points []Point, say Words, series ...chart.Series) chart.Lines {
	return chart.Lines{Title: title, Labels: MonthLabels(points, say), Series: series, Empty: say("empty")}
}

// LossChart shows the items that cost most; text says what an item is.
func LossChart(title string, losses []Loss, say Words, text func(Loss) string) chart.Bars {
	b := chart.Bars{Title: title, Empty: say("empty")}
	for _, l := range losses {
		b.Bars = append(b.Bars, chart.Bar{
			Label: text(l), Value: int64(l.Lost), Text: checklist.RoundTenths(l.Lost.Rat()).String(), Role: chart.Accent,
			Note: say("halls", "n", strconv.Itoa(l.Halls)),
		})
	}
	return b
}

// ZoneLoss is what one zone cost the halls of a table, on average a record.
type ZoneLoss struct {
	Zone checklist.Zone
	Lost checklist.Milli // points of the 100 a record
	N    int             // records
}

// ZoneLosses lists the zones by what they cost, dearest first.
func (a *Answer) ZoneLosses() []ZoneLoss {
	shown := make(map[string]bool, len(a.Table.Rows))
	for i := range a.Table.Rows {
		shown[a.Table.Rows[i].Branch.Code] = true
	}
	lost, n := map[string]int64{}, map[string]int64{}
	for i := range a.Input.Cells {
		c := &a.Input.Cells[i]
		if !shown[c.Branch] || c.N == 0 {
			continue
		}
		for _, z := range c.Zones {
			id := z.Zone
			if a.Input.Composite != nil {
				id = c.Checklist + zoneMark + id
			}
			lost[id], n[id] = lost[id]+z.LostSum, n[id]+int64(c.N)
		}
	}
	var out []ZoneLoss
	for _, z := range a.Input.Checklist.Zones {
		if n[z.ID] > 0 {
			out = append(out, ZoneLoss{z, checklist.Milli(floorDiv(2*lost[z.ID]+n[z.ID], 2*n[z.ID])), int(n[z.ID])})
		}
	}
	slices.SortStableFunc(out, func(a, b ZoneLoss) int { return cmp.Compare(b.Lost, a.Lost) })
	return out
}

// ZoneLossChart shows what zones cost, on average a record.
func ZoneLossChart(title string, losses []ZoneLoss, lang checklist.Lang, say Words) chart.Bars {
	b := chart.Bars{Title: title, Empty: say("empty")}
	for _, l := range losses {
		if l.Lost > 0 {
			b.Bars = append(b.Bars, chart.Bar{Label: l.Zone.Name.In(lang), Value: int64(l.Lost), Text: l.Lost.Rat().FloatString(2), Role: chart.Accent})
		}
	}
	return b
}

// CommonChart shows in how many of the inspected halls an item failed.
func CommonChart(title string, all []checklist.Common, lang checklist.Lang, say Words, most int) chart.Bars {
	b := chart.Bars{Title: title, Full: 1000, Empty: say("noCommon")}
	for _, c := range all[:min(most, len(all))] {
		share := int64(2000*len(c.Failed)+c.Inspected) / int64(2*max(c.Inspected, 1))
		b.Bars = append(b.Bars, chart.Bar{
			Label: c.Text.In(lang), Value: share, Text: checklist.Tenths(share).String() + "%", Role: chart.Accent,
			Note: say("of", "n", strconv.Itoa(len(c.Failed)), "m", strconv.Itoa(c.Inspected)),
		})
	}
	return b
}
