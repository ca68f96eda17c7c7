package bulletin

import (
	"strconv"
	"strings"

	"hallcheck/checklist"
	"hallcheck/checklist/ranking"
	"hallcheck/ui/kit"
)

// The periods offered, counted back from now.
const (
	monthsBack   = 18
	quartersBack = 6
)

// periods lists months, quarters and years, with the one shown among them.
func (p *Desk) periods() []kit.Choice {
	var out []kit.Choice
	seen := map[string]bool{}
	add := func(x ranking.Period) {
		if id := x.String(); !seen[id] {
			seen[id] = true
			out = append(out, kit.Choice{ID: id, Text: p.periodName(x)})
		}
	}
	month := ranking.MonthOf(p.s.Now())
	for i := range monthsBack {
		add(month.Move(-i))
	}
	now := p.s.Now()
	year, _ := ranking.ParsePeriod(strconv.Itoa(now.Year()))
	quarter, _ := ranking.ParsePeriod(strconv.Itoa(now.Year()) + "-Q" + strconv.Itoa((int(now.Month())+2)/3))
	for i := range quartersBack {
		add(quarter.Move(-i))
	}
	add(year)
	add(year.Before())
	add(p.period)
	return out
}

// periodName names a period as people say it.
func (p *Desk) periodName(x ranking.Period) string {
	t := p.s.T
	switch x.Kind {
	case ranking.Month:
		month := x.From[5:7]
		if p.s.Lang() != checklist.EN {
			month = strings.TrimPrefix(month, "0")
		}
		return t("bulletin.period.month", "y", x.From[:4], "m", month)
	case ranking.Quarter:
		id := x.String()
		return t("bulletin.period.quarter", "y", x.From[:4], "q", id[len(id)-1:])
	case ranking.Year:
		return t("bulletin.period.year", "y", x.From[:4])
	case ranking.Days:
	}
	return x.From + " … " + x.To
}

// subjects lists composites and checklists.
func (p *Desk) subjects() []kit.Choice {
	var out []kit.Choice
	for _, c := range p.got.composites {
		out = append(out, kit.Choice{ID: compositeMark + c.ID, Text: c.Name, Sub: p.s.T("bulletin.composite")})
	}
	for _, c := range p.got.lists {
		out = append(out, kit.Choice{ID: c.ID, Text: p.s.Words().In(c.Title)})
	}
	return out
}

// groups are all halls, each grade, and each grade with a traffic class.
func (p *Desk) groups() []kit.Choice {
	t := p.s.T
	out := []kit.Choice{{ID: "", Text: t("bulletin.all")}}
	for _, g := range []checklist.HallGrade{checklist.Flagship, checklist.Second, checklist.Third, checklist.Partner} {
		x := ranking.Peers{Grade: g}
		out = append(out, kit.Choice{ID: groupID(x), Text: t("grade." + string(g))})
		for _, c := range []checklist.Traffic{checklist.TrafficHigh, checklist.TrafficMedium, checklist.TrafficLow} {
			x.Traffic = c
			out = append(out, kit.Choice{ID: groupID(x), Text: t("grade."+string(g)) + " · " + t("traffic."+string(c))})
		}
	}
	return out
}

// groupID writes a peer group as one word; "" = all halls.
func groupID(p ranking.Peers) string {
	if p.Traffic == "" {
		return string(p.Grade)
	}
	return string(p.Grade) + "/" + string(p.Traffic)
}

func peersOf(id string) ranking.Peers {
	grade, traffic, _ := strings.Cut(id, "/")
	return ranking.Peers{Grade: checklist.HallGrade(grade), Traffic: checklist.Traffic(traffic)}
}
