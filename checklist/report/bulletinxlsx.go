package report

import (
	"io"
	"strconv"

	"hallcheck/checklist/bulletin"
)

// xlsx writes the workbook that goes with a bulletin: the whole ranking, the peer
// groups, and every list in full.
func (g *gazette) xlsx(w io.Writer) error {
	b := &g.d.Basics
	p := &paper{
		Title: g.title, Org: g.d.Org, Created: g.made(), tr: g.tr, First: g.tr.t("sheet.ranking"),
		DocID: dots(g.number(), bulletin.Short(g.id)), Running: dots(g.title, g.number()),
		Head: []field{
			{Label: g.tr.t("head.org"), Value: g.d.Org},
			{Label: g.tr.t("rank.periodLabel"), Value: g.period(g.d.From, g.d.To)},
			{Label: g.t("col.subject"), Value: g.subject()},
			{Label: g.tr.t("rank.coverage"), Value: strconv.Itoa(b.Inspected) + " / " + strconv.Itoa(b.Active)},
			{Label: g.tr.t("rank.mean"), Value: g.tr.score(b.Mean)},
			{Label: g.tr.t("rank.lastMean"), Value: g.tr.score(b.LastMean)},
		},
	}
	full := g.rankTable(nil, true)
	if b.Ranked() {
		full = g.rankTable(g.d.Rows, true)
		full.Note = g.footnotes(g.d.Rows)
	} else {
		full.Rows = []row{span(g.t("tooFew", "n", strconv.Itoa(b.Inspected)), toneMuted)}
	}
	p.Parts = []part{*full}
	if len(full.Rows) >= longPart { // on a sheet of its own, row by row
		front := g.factsPart()
		front.Note = full.Note
		full.Note, full.Title, full.Sheet = "", p.First, p.First
		p.First, p.Parts = g.t("sheet.facts"), []part{*front, *full}
	}
	add := func(key string, x *part) {
		if len(x.Rows) > 0 {
			x.Title, x.Sheet = g.t("sheet."+key), g.t("sheet."+key)
			p.Parts = append(p.Parts, *x)
		}
	}
	if b.Ranked() {
		add("groups", g.groupTable())
	}
	add("absent", g.absentTable())
	add("zones", g.zoneTable())
	add("common", g.sumTable(g.d.Common, true))
	add("repeats", g.sumTable(g.d.Repeats, false))
	add("vetoes", g.sumTable(g.d.Vetoes, false))
	add("overdue", g.overdueTable(-1))
	add("problems", g.problemTable())
	if g.d.Changes != nil {
		add("changes", g.changeTable(-1))
	}
	_, err := p.xlsx(w)
	return err
}

func (g *gazette) absentTable() *part {
	p := &part{Cols: []col{
		{Title: g.tr.t("col.code"), Width: 37, Align: centre},
		{Title: g.tr.t("col.hall"), Width: 120},
		{Title: g.tr.t("head.grade"), Width: 40, Align: centre},
		{Title: g.tr.t("col.incomplete"), Width: 40, Align: centre},
		{Title: g.tr.t("col.lastScore"), Width: 40, Align: centre},
	}}
	for _, a := range g.d.Absent {
		h := &g.d.Halls[a.Hall]
		last := txt("–").tone(toneMuted)
		if a.Last != nil {
			last = num(a.Last.String())
		}
		p.Rows = append(p.Rows, row{Cells: []cell{txt(h.Code), txt(h.Name), txt(g.tr.core("grade", string(h.Grade))), num(strconv.Itoa(a.Incomplete)), last}})
	}
	return p
}

// problemTable is every finding of the period; the hall is left out where halls are
// not named.
func (g *gazette) problemTable() *part {
	p := &part{Cols: []col{
		{Title: g.tr.t("col.no"), Width: 14, Align: centre},
		{Title: g.t("col.number"), Width: 28, Align: centre},
		{Title: g.tr.t("col.hall"), Width: 44},
		{Title: g.tr.t("col.zone"), Width: 24, Align: centre},
		{Title: g.tr.t("col.item"), Width: 60},
		{Title: g.tr.t("col.problem"), Width: 50},
		{Title: g.tr.t("col.severity"), Width: 18, Align: centre},
		{Title: g.t("col.found"), Width: 22, Align: centre},
		{Title: g.tr.t("col.due"), Width: 22, Align: centre},
		{Title: g.t("col.status"), Width: 20, Align: centre},
	}}
	for i := range g.d.Problems {
		x := &g.d.Problems[i]
		hall, number, zone := g.hall(x.Hall), x.Number, x.Zone
		if !g.d.Names {
			hall, number = "–", "–"
		}
		if x.Item >= 0 {
			zone = g.zoneOf(x.Item)
		}
		p.Rows = append(p.Rows, row{Cells: []cell{
			num(strconv.Itoa(i + 1)), txt(number), txt(hall), txt(zone), txt(g.item(x.Item)), txt(x.Text), g.tr.severity(x.Severity, x.Repeat),
			txt(x.Day), txt(x.Due), txt(g.tr.core("finding.status", string(x.Status))),
		}})
	}
	return p
}
