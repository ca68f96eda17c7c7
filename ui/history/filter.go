package history

import (
	"context"
	"time"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

type loaded struct {
	lists []*checklist.Checklist
	rows  []checklist.Summary
	total int
}

// Load asks for the checklists and the first rows.
func (p *Page) Load(ctx context.Context) {
	p.ctx = ctx
	next := newPager(p.filter, p.fetch)
	first := next.page(0)
	shell.Stage(p.s, ctx, p.stage, func(ctx context.Context) (loaded, error) {
		lists, err := p.db.Checklists(ctx)
		if err != nil {
			return loaded{}, err
		}
		rows, total, err := p.db.Summaries(ctx, first)
		return loaded{lists, rows, total}, err
	}, func(l loaded) {
		p.lists = l.lists
		next.asked[0] = true
		next.give(0, l.rows, l.total)
		p.show(next)
	})
}

// restart loads again from the top, after the filter changed.
func (p *Page) restart() {
	p.table.List.Select(-1)
	p.Load(p.ctx)
}

func (p *Page) show(next *pager) {
	p.pager = next
	choices := []kit.Choice{{Text: p.s.T("history.anyList")}}
	for _, c := range p.lists {
		choices = append(choices, kit.Choice{ID: c.ID, Text: p.s.Words().In(c.Title)})
	}
	p.what.SetChoices(choices, p.filter.Checklist)
	switch {
	case next.total > 0:
		p.table.Reload()
		p.stage.Full()
	case p.narrowed():
		p.stage.Empty("search", p.s.T("history.noMatch"), kit.NewSecondary(p.s.T("history.clear"), "", p.clear))
	case p.s.Has(routeBegin):
		p.stage.Empty("history", p.s.T("history.none"), kit.NewSecondary(p.s.T("history.begin"), "N", p.begin))
	default:
		p.stage.Empty("history", p.s.T("history.noneHQ"), nil)
	}
	p.s.RefreshHeader()
}

func (p *Page) narrowed() bool {
	f := p.filter
	f.Sort = ""
	return f != checklist.Filter{}
}

func (p *Page) clear() {
	p.filter = checklist.Filter{Sort: p.filter.Sort}
	p.find.Fill("")
	p.state.Set("all")
	p.when.Set("")
	p.restart()
}

// fetch brings chunk n of a pager; a newer pager makes the answer worthless.
func (p *Page) fetch(of *pager, n int) {
	f := of.page(n)
	type answer struct {
		rows  []checklist.Summary
		total int
	}
	shell.Run(p.s, p.ctx, func(ctx context.Context) (answer, error) {
		rows, total, err := p.db.Summaries(ctx, f)
		return answer{rows, total}, err
	}, func(a answer, err error) {
		if of != p.pager {
			return
		}
		if err != nil {
			p.s.Fail(err)
			return
		}
		of.give(n, a.rows, a.total)
		p.table.Reload()
	})
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
	for i := 0; i < months; i++ {
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
	if len(p.filter.From) == len(time.DateOnly) && len(p.filter.To) == len(time.DateOnly) {
		return p.filter.From[:7]
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
