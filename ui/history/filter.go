package history

import (
	"slices"
	"strings"
	"time"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
)

// narrowed says whether any filter is set.
func (p *Page) narrowed() bool {
	f := p.filter
	f.Sort = ""
	return f != checklist.Filter{}
}

// clear takes every filter away; the order stays.
func (p *Page) clear() {
	p.filter = checklist.Filter{Sort: p.filter.Sort}
	p.find.Fill("")
	p.state.Set("all")
	p.when.Set("")
	p.restart()
}

// search waits for a pause in typing before it asks the store.
func (p *Page) search(text string) {
	p.typed++
	n := p.typed
	p.s.After(p.ctx, typingPause, func() {
		if n == p.typed {
			p.searchNow(text)
		}
	})
}

// searchNow asks at once: Enter, or Esc that empties the field.
func (p *Page) searchNow(text string) {
	p.typed++
	if text = strings.TrimSpace(text); text != p.filter.Text {
		p.filter.Text = text
		p.restart()
	}
}

// showBranch shows that only one hall is listed, with the way out.
func (p *Page) showBranch() {
	if p.filter.Branch == "" {
		if p.only.Visible() {
			p.only.Hide()
			p.bar.Refresh()
		}
		return
	}
	name := p.filter.Branch
	if row := p.pager.Held(0); row != nil {
		name = row.Branch.Name
	}
	p.only.SetText(name)
	p.only.Show()
	p.bar.Refresh()
}

func (p *Page) allBranches() {
	p.filter.Branch = ""
	p.restart()
}

// sort turns the order of a column round.
func (p *Page) sort(column string) {
	order := map[string][2]checklist.Sort{
		"day":    {checklist.SortNewest, checklist.SortOldest},
		"score":  {checklist.SortLowest, checklist.SortHighest},
		"branch": {checklist.SortBranch, checklist.SortBranch},
	}[column]
	if p.filter.Sort == order[0] {
		order[0] = order[1]
	}
	p.filter.Sort = order[0]
	p.markSort()
	p.restart()
}

// orders are the orders one after the other, as the key S takes them.
func (p *Page) orders() []checklist.Sort {
	out := []checklist.Sort{checklist.SortNewest, checklist.SortOldest, checklist.SortLowest, checklist.SortHighest}
	if p.s.Face() == checklist.FaceHQ {
		out = append(out, checklist.SortBranch)
	}
	return out
}

func (p *Page) nextSort() {
	all := p.orders()
	p.filter.Sort = all[(slices.Index(all, p.filter.Sort)+1)%len(all)]
	p.markSort()
	p.restart()
}

func (p *Page) markSort() {
	switch p.filter.Sort {
	case checklist.SortOldest:
		p.table.SortBy("day", false)
	case checklist.SortHighest:
		p.table.SortBy("score", true)
	case checklist.SortLowest:
		p.table.SortBy("score", false)
	case checklist.SortBranch:
		p.table.SortBy("branch", false)
	default:
		p.table.SortBy("day", true)
	}
}

func (p *Page) stateID() string {
	switch {
	case p.filter.Status == checklist.Draft:
		return "draft"
	case p.filter.Unsent:
		return "unsent"
	case p.filter.VetoOnly:
		return "veto"
	default:
		return "all"
	}
}

func (p *Page) setState(id string) {
	p.filter.Status, p.filter.Unsent, p.filter.VetoOnly = "", id == "unsent", id == "veto"
	if id == "draft" {
		p.filter.Status = checklist.Draft
	}
	p.restart()
}

// months is how far back the period list goes.
const months = 12

func (p *Page) periods() []kit.Choice {
	w := p.s.Words()
	out := []kit.Choice{{Text: p.s.T("history.anyTime")}, {ID: "week", Text: p.s.T("history.week")}}
	first := monthStart(p.s.Now())
	for i := range months {
		m := first.AddDate(0, -i, 0)
		out = append(out, kit.Choice{ID: m.Format("2006-01"), Text: w.T("date.month", "year", m.Format("2006"), "month", m.Format("1"))})
	}
	return out
}

func monthStart(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, t.Location())
}

// period is the choice that fits From and To.
func (p *Page) period() string {
	m, err := time.Parse(time.DateOnly, p.filter.From)
	if err == nil && m.Day() == 1 && p.filter.To == m.AddDate(0, 1, -1).Format(time.DateOnly) {
		return m.Format("2006-01")
	}
	if p.filter.From != "" && p.filter.To == "" {
		return "week"
	}
	return ""
}

func (p *Page) setPeriod(id string) {
	p.filter.From, p.filter.To = "", ""
	if id == "week" {
		p.filter.From = p.s.Now().AddDate(0, 0, -6).Format(time.DateOnly)
		return
	}
	if m, err := time.Parse("2006-01", id); err == nil {
		p.filter.From, p.filter.To = m.Format(time.DateOnly), m.AddDate(0, 1, -1).Format(time.DateOnly)
	}
}
