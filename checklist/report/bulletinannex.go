package report

import (
	"slices"
	"strconv"
	"strings"

	"hallcheck/checklist/bulletin"
)

// The lengths of the annexes' tables; the workbook carries all rows.
const (
	fullRows   = 200 // rows of the whole ranking that are printed
	longTop    = 60  // of a longer one
	longLow    = 30
	groupRows  = 40 // rows of a peer group
	groupTop   = 15
	groupLow   = 5
	absentMost = 120
)

// annex begins an annex on a new page.
func (g *gazette) annex(title string, wide bool) {
	g.annexes = append(g.annexes, title)
	n := ""
	if len(g.annexes) > 0 {
		n = strconv.Itoa(len(g.annexes))
	}
	g.add(block{kind: blockAnnex, text: g.t("annex", "n", n), more: title, wide: wide, fresh: true})
}

// annexFull is the whole ranking with every column.
func (g *gazette) annexFull() {
	if !g.d.Basics.Ranked() {
		return
	}
	g.annex(g.t("annex.full", "period", g.period(g.d.From, g.d.To)), true)
	rows := g.d.Rows
	if len(rows) <= fullRows {
		g.add(block{kind: blockTable, table: g.rankTable(rows, true)})
	} else {
		g.add(block{kind: blockTable, table: g.rankTable(slices.Concat(rows[:longTop], rows[len(rows)-longLow:]), true)})
		g.add(block{kind: blockNote, text: g.t("annexLong", "top", strconv.Itoa(longTop), "low", strconv.Itoa(longLow), "all", strconv.Itoa(len(rows)))})
	}
	g.add(block{kind: blockNote, text: g.footnotes(rows)})
	if len(g.d.Absent) == 0 {
		return
	}
	var names []string
	for _, a := range g.d.Absent[:min(len(g.d.Absent), absentMost)] {
		name := g.hall(a.Hall)
		if a.Incomplete > 0 {
			name += g.t("incomplete", "n", strconv.Itoa(a.Incomplete))
		}
		names = append(names, name)
	}
	text := g.t("absentList", "n", strconv.Itoa(len(g.d.Absent)), "names", strings.Join(names, g.t("comma")))
	if len(g.d.Absent) > absentMost {
		text += g.t("more", "n", strconv.Itoa(absentMost), "all", strconv.Itoa(len(g.d.Absent)))
	}
	g.add(block{kind: blockNote, text: text})
}

// annexGroups is the ranking of each peer group.
func (g *gazette) annexGroups() {
	if !g.d.Basics.Ranked() || len(g.d.Groups) == 0 {
		return
	}
	g.annex(g.t("annex.groups"), false)
	for i := range g.d.Groups {
		x := &g.d.Groups[i]
		at := x.Rows
		g.add(block{kind: blockTitled, text: g.t("group", "name", g.groupName(x), "n", strconv.Itoa(len(at)), "mean", x.Mean.String()), gap: i > 0})
		long := len(at) > groupRows
		if long {
			at = slices.Concat(at[:groupTop], at[len(at)-groupLow:])
		}
		rows := make([]bulletin.Row, len(at))
		for k, r := range at {
			rows[k] = g.d.Rows[r]
			rows[k].Rank = rows[k].PeerRank
		}
		g.add(block{kind: blockTable, table: g.rankTable(rows, false)})
		if long {
			g.add(block{kind: blockNote, text: g.t("annexLong", "top", strconv.Itoa(groupTop), "low", strconv.Itoa(groupLow), "all", strconv.Itoa(len(x.Rows)))})
		}
	}
}

// annexPictures are the photo pages: good practice, what was put right, what is
// still to be done.
func (g *gazette) annexPictures() {
	if len(g.d.Bright)+len(g.d.Fixed)+len(g.d.Shots) == 0 {
		return
	}
	g.annex(g.t("annex.pictures"), false)
	n := 0
	part := func(key string, list []bulletin.Shot, pairs bool) {
		if len(list) == 0 {
			return
		}
		n++
		g.add(block{kind: blockHead2, text: g.t("head2", "n", g.ordinal(n), "title", g.t(key)), fresh: n > 1})
		rows := g.singles(list)
		if pairs {
			rows = g.pairs(list)
		}
		perPage := 2
		if pairs && g.d.Grid == 2 {
			perPage = 1
		}
		for i := 0; i < len(rows); i += perPage {
			g.add(block{kind: blockPictures, shots: rows[i:min(i+perPage, len(rows))], fresh: i > 0})
		}
	}
	part("pics.bright", g.d.Bright, false)
	part("pics.fixed", g.d.Fixed, true)
	part("pics.open", g.d.Shots, false)
}

// singles are pictures of one side, two or four a page.
func (g *gazette) singles(list []bulletin.Shot) (out []shotRow) {
	across := g.d.Grid / 2
	for i := 0; i < len(list); i += across {
		var r shotRow
		for k := i; k < min(i+across, len(list)); k++ {
			s := &list[k]
			name := s.After
			if name == "" {
				name = s.Before
			}
			r.boxes = append(r.boxes, g.box(name, g.caption(s)))
		}
		out = append(out, r)
	}
	return out
}

// pairs are pictures before and after: side by side, or one under the other with
// two a page.
func (g *gazette) pairs(list []bulletin.Shot) (out []shotRow) {
	for i := range list {
		s := &list[i]
		g.figures++
		out = append(out, shotRow{heading: g.t("figure", "n", strconv.Itoa(g.figures), "text", g.what(s)), boxes: []shotBox{
			{pic: g.shots.read(s.Before, strconv.Itoa(g.figures)), caption: g.t("before", "day", s.Day)},
			{pic: g.shots.read(s.After, strconv.Itoa(g.figures)), caption: g.t("after")},
		}})
	}
	return out
}

func (g *gazette) box(picture, caption string) shotBox {
	g.figures++
	n := strconv.Itoa(g.figures)
	return shotBox{pic: g.shots.read(picture, n), caption: g.t("figure", "n", n, "text", caption)}
}

// what says where and what, the hall only where it may be named.
func (g *gazette) what(s *bulletin.Shot) string {
	return dots(g.hall(s.Hall), g.tr.in(s.Zone), trimStop(g.tr.in(s.Text)))
}

func (g *gazette) caption(s *bulletin.Shot) string {
	text := g.what(s)
	if s.Due != "" {
		return text + g.t("dueBy", "day", s.Due)
	}
	return text
}
