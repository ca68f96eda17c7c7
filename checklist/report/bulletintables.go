package report

import (
	"strconv"
	"strings"

	"hallcheck/checklist"
	"hallcheck/checklist/bulletin"
	"hallcheck/checklist/ranking"
)

// noteMarks are the signs behind a hall's name, in the order of the footnotes.
var noteMarks = []struct {
	note bulletin.Note
	mark string
}{
	{bulletin.NotePart, "*"},
	{bulletin.NoteVersion, "†"},
	{bulletin.NoteExcluded, "‡"},
	{bulletin.NoteSmall, "°"},
	{bulletin.NoteProvisional, "¹"},
	{bulletin.NoteAppeal, "²"},
}

// marked is a hall's name with the signs of its footnotes.
func (g *gazette) marked(r *bulletin.Row) string {
	name := g.hall(r.Hall)
	for _, m := range noteMarks {
		for _, n := range r.Notes {
			if n == m.note && !g.usual[n] {
				name += m.mark
			}
		}
	}
	return name
}

// footnotes explains the signs that stand in the rows, and how ranks are made.
func (g *gazette) footnotes(rows []bulletin.Row) string {
	have := map[bulletin.Note]bool{}
	for i := range rows {
		for _, n := range rows[i].Notes {
			have[n] = true
		}
	}
	out := []string{g.t("note.ranks")}
	if g.d.Basics.ByShrunk {
		out = append(out, g.t("note.shrunk"))
	}
	for _, m := range noteMarks {
		switch {
		case g.usual[m.note]:
			out = append(out, g.t("usual", "note", g.t("note."+string(m.note))))
		case have[m.note]:
			out = append(out, m.mark+" "+g.t("note."+string(m.note)))
		}
	}
	return g.t("notes") + strings.Join(out, g.t("semicolon")) + g.t("stop")
}

// rankTable is a ranking; wide has every column of the 排名表.
func (g *gazette) rankTable(rows []bulletin.Row, wide bool) *part {
	t := g.tr
	p := &part{Cols: []col{
		{Title: t.t("col.rank"), Width: 12, Align: centre},
		{Title: t.t("col.hall"), Width: 33},
		{Title: g.t("col.kind"), Width: 18, Align: centre},
		{Title: t.t("col.score"), Width: 14, Align: centre},
		{Title: t.t("col.change"), Width: 15, Align: centre},
		{Title: g.t("col.moved"), Width: 13, Align: centre},
		{Title: t.t("col.grade"), Width: 17, Align: centre},
		{Title: g.t("col.vetoes"), Width: 12, Align: centre},
		{Title: g.t("col.problems"), Width: 12, Align: centre},
	}}
	if wide {
		p.Cols = append(
			p.Cols,
			col{Title: t.t("col.onTime"), Width: 20, Align: centre},
			col{Title: g.t("col.group"), Width: 20, Align: centre},
			col{Title: t.t("col.weakest"), Width: 45},
		)
	} else {
		p.Cols = append(p.Cols, col{Title: t.t("col.weakest"), Width: 36})
	}
	for i := range rows {
		p.Rows = append(p.Rows, row{Cells: g.rankCells(&rows[i], wide)})
	}
	return p
}

func (g *gazette) rankCells(r *bulletin.Row, wide bool) []cell {
	t, dash := g.tr, txt("–").tone(toneMuted)
	change, moved, onTime, group := dash, dash, dash, dash
	if c := r.Change(); c != nil {
		change = cell{Text: c.String(), Num: c.String(), Format: "+0.0;-0.0;0.0"}
		if *c > 0 {
			change.Text = "+" + change.Text
		}
	}
	if r.LastRank > 0 {
		moved = cell{Text: t.moved(r.RankChange), Num: strconv.Itoa(r.RankChange), Format: "↑0;↓0;="}
	}
	if r.OnTime != nil {
		onTime = cell{Text: percent(*r.OnTime), Num: permilleNum(*r.OnTime), Format: "0.0%"}
	}
	if r.PeerCount >= ranking.FewestRanked {
		group = txt(strconv.Itoa(r.PeerRank) + " / " + strconv.Itoa(r.PeerCount))
	}
	vetoes := num(strconv.Itoa(r.Vetoes))
	if r.Vetoes > 0 {
		vetoes.Tone = toneBad
	}
	h := &g.d.Halls[r.Hall]
	cells := []cell{
		num(strconv.Itoa(r.Rank)).tone(toneStrong), txt(g.marked(r)), txt(t.core("grade", string(h.Grade))), num(r.Score.String()).tone(toneStrong),
		change, moved, txt(g.gradeName(r.Grade)), vetoes, num(strconv.Itoa(r.Problems)),
	}
	if wide {
		return append(cells, onTime, group, txt(g.weak(r, 2)))
	}
	return append(cells, txt(g.weak(r, 1)))
}

// permilleNum writes thousandths as a plain share, 857 as 0.857.
func permilleNum(n int) string {
	s := strconv.Itoa(1000 + n%1000)
	return strconv.Itoa(n/1000) + "." + s[1:]
}

// weak names the first n weak zones of a hall.
func (g *gazette) weak(r *bulletin.Row, n int) string {
	var out []string
	for _, w := range r.Weak[:min(n, len(r.Weak))] {
		out = append(out, g.zoneName(w.Zone)+" "+w.Score.String())
	}
	return strings.Join(out, g.t("comma"))
}

// groupName is 旗舰厅 · 客流高.
func (g *gazette) groupName(x *bulletin.Group) string {
	return g.tr.peers(ranking.Peers{Grade: x.Grade, Traffic: x.Traffic})
}

func (g *gazette) groupTable() *part {
	p := &part{Cols: []col{
		{Title: g.t("col.peers"), Width: 40},
		{Title: g.t("col.halls"), Width: 14, Align: centre},
		{Title: g.t("col.mean"), Width: 20, Align: centre},
		{Title: g.tr.t("col.change"), Width: 16, Align: centre},
		{Title: g.t("col.first"), Width: 48},
		{Title: g.t("col.final"), Width: 48},
	}}
	for i := range g.d.Groups {
		x := &g.d.Groups[i]
		change := txt("–").tone(toneMuted)
		if x.LastMean != nil {
			change = signedCell(x.Mean - *x.LastMean)
		}
		first, final := &g.d.Rows[x.Rows[0]], &g.d.Rows[x.Rows[len(x.Rows)-1]]
		p.Rows = append(p.Rows, row{Cells: []cell{
			txt(g.groupName(x)), num(strconv.Itoa(len(x.Rows))), num(x.Mean.String()).tone(toneStrong), change,
			txt(g.hall(first.Hall) + " " + first.Score.String()), txt(g.hall(final.Hall) + " " + final.Score.String()),
		}})
	}
	return p
}

// signedCell is a difference with its sign.
func signedCell(c checklist.Tenths) cell {
	out := cell{Text: c.String(), Num: c.String(), Format: "+0.0;-0.0;0.0"}
	if c > 0 {
		out.Text = "+" + out.Text
	}
	return out
}

// factsPart are the figures of the first part side by side.
func (g *gazette) factsPart() *part {
	b := &g.d.Basics
	p := &part{}
	add := func(key string, c cell) {
		p.Cols = append(p.Cols, col{Title: g.t("fact." + key), Width: 22, Align: centre})
		p.Rows[0].Cells = append(p.Rows[0].Cells, c.tone(toneStrong))
	}
	p.Rows = []row{{MinH: 9}}
	add("inspected", txt(strconv.Itoa(b.Inspected)+" / "+strconv.Itoa(b.Active)))
	add("coverage", txt(share(b.Inspected, b.Active)))
	add("records", num(strconv.Itoa(b.Records)))
	mean, change := txt("–"), txt("–")
	if b.Mean != nil {
		mean = num(b.Mean.String())
		if b.LastMean != nil {
			change = signedCell(*b.Mean - *b.LastMean)
		}
	}
	add("mean", mean)
	add("change", change)
	add("problems", num(strconv.Itoa(b.Problems)))
	add("critical", num(strconv.Itoa(b.Critical)))
	return p
}

func (g *gazette) zoneTable() *part {
	p := &part{Cols: []col{
		{Title: g.tr.t("col.zone"), Width: 46},
		{Title: g.t("col.mean"), Width: 20, Align: centre},
		{Title: g.tr.t("col.change"), Width: 20, Align: centre},
		{Title: g.t("col.lost"), Width: 24, Align: centre},
		{Title: g.tr.t("col.problems"), Width: 20, Align: centre},
		{Title: g.t("col.hallsHit"), Width: 26, Align: centre},
	}}
	for i := range g.d.ZoneSums {
		z := &g.d.ZoneSums[i]
		mean, change := txt("–").tone(toneMuted), txt("–").tone(toneMuted)
		if z.Mean != nil {
			mean = num(z.Mean.String()).tone(toneStrong)
			if z.Last != nil {
				change = signedCell(*z.Mean - *z.Last)
			}
		}
		p.Rows = append(p.Rows, row{Cells: []cell{
			txt(g.zone(z.Zone)), mean, change, num(z.Lost.Rat().FloatString(2)), num(strconv.Itoa(z.N)), num(strconv.Itoa(z.Halls)),
		}})
	}
	return p
}

// sumTable lists items with the halls they failed in.
func (g *gazette) sumTable(list []bulletin.ItemSum, common bool) *part {
	p := &part{Cols: []col{
		{Title: g.tr.t("col.no"), Width: 10, Align: centre},
		{Title: g.tr.t("col.zone"), Width: 24, Align: centre},
		{Title: g.tr.t("col.problem"), Width: 52},
		{Title: g.t("col.hallsHit"), Width: 18, Align: centre},
	}}
	if common {
		p.Cols = append(p.Cols, col{Title: g.t("col.share"), Width: 20, Align: centre})
	} else {
		p.Cols = append(p.Cols, col{Title: g.t("col.times"), Width: 16, Align: centre})
	}
	if g.d.Names {
		p.Cols = append(p.Cols, col{Title: g.t("col.names"), Width: 44})
	}
	for i := range list {
		s := &list[i]
		fifth := cell{Text: share(s.Halls, s.Inspected), Num: ""}
		if !common {
			fifth = num(strconv.Itoa(s.N))
		}
		cells := []cell{num(strconv.Itoa(i + 1)), txt(g.zoneOf(s.Item)), txt(trimStop(g.item(s.Item))), num(strconv.Itoa(s.Halls)), fifth}
		if g.d.Names {
			cells = append(cells, txt(g.names(s.Names, s.Halls)))
		}
		p.Rows = append(p.Rows, row{Cells: cells})
	}
	return p
}

// overdueTable lists overdue findings, the longest first; most < 0 = all of them.
func (g *gazette) overdueTable(most int) *part {
	p := &part{Cols: []col{
		{Title: g.tr.t("col.no"), Width: 10, Align: centre},
		{Title: g.tr.t("col.hall"), Width: 36},
		{Title: g.tr.t("col.problem"), Width: 56},
		{Title: g.tr.t("col.severity"), Width: 16, Align: centre},
		{Title: g.tr.t("col.due"), Width: 22, Align: centre},
		{Title: g.t("col.late"), Width: 16, Align: centre},
	}}
	list := g.d.Last.Overdue
	if most >= 0 {
		list = list[:min(most, len(list))]
	}
	for i := range list {
		o := &list[i]
		severity := txt(g.tr.core("severity", string(o.Severity)))
		if o.Severity == checklist.Critical {
			severity.Tone = toneBad
		}
		hall := g.hall(o.Hall)
		if !g.d.Names {
			hall = "–"
		}
		p.Rows = append(p.Rows, row{Cells: []cell{
			num(strconv.Itoa(i + 1)), txt(hall), txt(trimStop(g.tr.in(o.Text))), severity, txt(o.Due), num(strconv.Itoa(o.Days)),
		}})
	}
	return p
}

// changeTable lists the halls whose score or rank is another one.
func (g *gazette) changeTable(most int) *part {
	p := &part{Cols: []col{
		{Title: g.tr.t("col.hall"), Width: 52},
		{Title: g.t("col.wasScore"), Width: 22, Align: centre},
		{Title: g.t("col.isScore"), Width: 22, Align: centre},
		{Title: g.t("col.wasRank"), Width: 20, Align: centre},
		{Title: g.t("col.isRank"), Width: 20, Align: centre},
		{Title: g.t("col.what"), Width: 30, Align: centre},
	}}
	list := g.d.Changes.Rows
	if most >= 0 {
		list = list[:min(most, len(list))]
	}
	score := func(t *checklist.Tenths) cell {
		if t == nil {
			return txt("–").tone(toneMuted)
		}
		return num(t.String())
	}
	place := func(n int) cell {
		if n == 0 || !g.d.Basics.Ranked() {
			return txt("–").tone(toneMuted)
		}
		return num(strconv.Itoa(n))
	}
	for i := range list {
		c := &list[i]
		what := "ch.place"
		switch {
		case c.FromScore == nil:
			what = "ch.added"
		case c.ToScore == nil:
			what = "ch.gone"
		case c.Scored():
			what = "ch.score"
		}
		p.Rows = append(p.Rows, row{Cells: []cell{
			txt(g.hall(c.Hall)), score(c.FromScore), score(c.ToScore).tone(toneStrong), place(c.FromRank), place(c.ToRank).tone(toneStrong), txt(g.t(what)),
		}})
	}
	return p
}
