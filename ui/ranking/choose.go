package ranking

import (
	"strings"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/ranking"
	"hallcheck/ui/kit"
)

// How far back the list of periods goes.
const (
	monthsOld   = 24
	quartersOld = 8
	yearsOld    = 3
)

// ownDays is the choice of any range of days.
const ownDays = "days"

// periods lists months, quarters and years, and a range of one's own.
func (p *Page) periods() []kit.Choice {
	out := []kit.Choice{}
	add := func(x ranking.Period) {
		out = append(out, kit.Choice{ID: x.String(), Text: p.periodWord(x), Sub: p.s.T("ranking.kind." + string(x.Kind))})
	}
	now := ranking.MonthOf(p.s.Now())
	if p.period.Kind == ranking.Days {
		add(p.period)
	}
	for p.period.Kind == ranking.Month && now.From < p.period.From {
		now = now.Move(1)
	}
	for i := 0; i < monthsOld || p.period.Kind == ranking.Month && now.Move(1-i).From > p.period.From; i++ {
		add(now.Move(-i))
	}
	first, _ := time.Parse(time.DateOnly, now.From)
	quarter, _ := ranking.Span(first.AddDate(0, -(int(first.Month())-1)%3, 0).Format(time.DateOnly), first.AddDate(0, 3-(int(first.Month())-1)%3, -1).Format(time.DateOnly))
	for i := 0; i < quartersOld || p.period.Kind == ranking.Quarter && quarter.Move(1-i).From > p.period.From; i++ {
		add(quarter.Move(-i))
	}
	year, _ := ranking.ParsePeriod(now.From[:4])
	for i := 0; i < yearsOld || p.period.Kind == ranking.Year && year.Move(1-i).From > p.period.From; i++ {
		add(year.Move(-i))
	}
	return append(out, kit.Choice{ID: ownDays, Text: p.s.T("ranking.ownDays")})
}

// periodWord is a period in words.
func (p *Page) periodWord(x ranking.Period) string {
	t, first := p.s.T, func(n int) string { return strings.TrimPrefix(x.From[n:n+2], "0") }
	switch x.Kind {
	case ranking.Month:
		return t("date.month", "year", x.From[:4], "month", first(5))
	case ranking.Quarter:
		return t("ranking.quarter", "year", x.From[:4], "n", x.String()[len(x.String())-1:])
	case ranking.Year:
		return t("ranking.year", "year", x.From[:4])
	case ranking.Days:
	}
	return t("ranking.days", "from", x.From, "to", x.To)
}

func (p *Page) choosePeriod(id string) {
	if id == ownDays {
		p.askDays()
		return
	}
	if x, err := ranking.ParsePeriod(id); err == nil {
		p.setPeriod(x)
	}
}

// askDays asks for the first and last day of a range.
func (p *Page) askDays() {
	t := p.s.T
	from, to := kit.NewTextField("2026-11-01"), kit.NewTextField("2026-11-15")
	from.Fill(p.period.From)
	to.Fill(p.period.To)
	warn := caption()
	form := kit.NewColumn(12, kit.FormRow(t("ranking.from"), from), kit.FormRow(t("ranking.to"), to), warn)
	p.when.SetChoices(p.periods(), p.period.String())
	o := p.s.Form(t("ranking.ownDays"), form, 420, from, t("ranking.showDays"), func(done func()) {
		x, err := ranking.Span(strings.TrimSpace(from.Text), strings.TrimSpace(to.Text))
		if err != nil {
			warn.Set(p.s.Words().Error(err))
			return
		}
		done()
		p.setPeriod(x)
	})
	leave(o, from, to)
}

// setPeriod shows another period; it stays where it is when it has no records.
func (p *Page) setPeriod(x ranking.Period) {
	p.period, p.first = x, false
	p.when.SetChoices(p.periods(), x.String())
	p.Load(p.ctx)
}

// The marks of choices that are no checklist.
const (
	compositeMark = "="
	newComposite  = "+"
)

func (s subject) id() string {
	if s.composite != "" {
		return compositeMark + s.composite
	}
	return s.list
}

// subjects lists the composites, the checklists and a new composite.
func (p *Page) subjects() []kit.Choice {
	var out []kit.Choice
	for _, c := range p.got.composites {
		out = append(out, kit.Choice{ID: compositeMark + c.ID, Text: c.Name, Sub: p.s.T("ranking.composite")})
	}
	for _, c := range p.got.lists {
		out = append(out, kit.Choice{ID: c.ID, Text: p.s.Words().In(c.Title)})
	}
	return append(out, kit.Choice{ID: newComposite, Text: p.s.T("ranking.newComposite")})
}

func (p *Page) chooseSubject(id string) {
	if id == newComposite {
		p.what.SetChoices(p.subjects(), p.subject.id())
		p.composite = ""
		p.editComposite()
		return
	}
	p.subject = subject{list: id}
	if name, ok := strings.CutPrefix(id, compositeMark); ok {
		p.subject = subject{composite: name}
	}
	p.Load(p.ctx)
}

// groups are the peer groups that have halls: each grade, and each grade ×
// traffic class, with the number of its active halls.
func (p *Page) groups() []kit.Choice {
	count := map[ranking.Peers]int{}
	for _, b := range p.got.answer.Input.Branches {
		if b.Active && !b.Rival() {
			g := ranking.PeersOf(b)
			count[g]++
			if g.Traffic != "" {
				count[ranking.Peers{Grade: g.Grade}]++
			}
		}
	}
	out := []kit.Choice{{Text: p.s.T("ranking.allPeers")}}
	for _, g := range allGroups() {
		if n := count[g]; n > 0 || g == p.peers {
			out = append(out, kit.Choice{ID: groupID(g), Text: p.groupWord(g), Sub: p.s.T("ranking.halls", "n", p.s.Words().N(n))})
		}
	}
	return out
}

func allGroups() []ranking.Peers {
	var out []ranking.Peers
	for _, g := range []checklist.HallGrade{checklist.Flagship, checklist.Second, checklist.Third, checklist.Partner} {
		for _, f := range []checklist.Traffic{"", checklist.TrafficHigh, checklist.TrafficMedium, checklist.TrafficLow} {
			out = append(out, ranking.Peers{Grade: g, Traffic: f})
		}
	}
	return out
}

func groupID(g ranking.Peers) string {
	if g.Traffic == "" {
		return string(g.Grade)
	}
	return string(g.Grade) + "/" + string(g.Traffic)
}

func (p *Page) groupWord(g ranking.Peers) string {
	word := p.s.T("grade." + string(g.Grade))
	if g.Traffic != "" {
		word += " · " + p.s.T("traffic."+string(g.Traffic))
	}
	return word
}

func (p *Page) peerWord(b checklist.Branch) string { return p.groupWord(ranking.PeersOf(b)) }

func (p *Page) setPeers(id string) {
	p.peers = ranking.Peers{}
	for _, g := range allGroups() {
		if groupID(g) == id {
			p.peers = g
		}
	}
	p.Load(p.ctx)
}
