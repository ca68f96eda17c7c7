package history

import (
	"context"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

type loaded struct {
	lists []*checklist.Checklist
	rows  map[int][]checklist.Summary // chunk → rows
	total int
}

// Load asks for the checklists and for the rows in view, so that a change
// somewhere neither scrolls the list nor loses the selection.
func (p *Page) Load(ctx context.Context) {
	p.ctx = ctx
	first, end := p.table.List.View()
	p.load(first/shell.Chunk, max(end-1, first)/shell.Chunk)
}

// restart loads again from the top, after the filter or the order changed.
func (p *Page) restart() {
	p.top = true
	p.load(0, 0)
}

func (p *Page) load(first, last int) {
	p.round++
	round, next := p.round, newPager(p.filter, p.fetch)
	shell.Stage(p.s, p.ctx, p.stage, func(ctx context.Context) (loaded, error) {
		lists, err := p.db.Checklists(ctx)
		out := loaded{lists: lists, rows: map[int][]checklist.Summary{}}
		for n := first; n <= last && err == nil; n++ {
			out.rows[n], out.total, err = p.db.Summaries(ctx, next.page(n))
		}
		return out, err
	}, func(l loaded) {
		if round != p.round {
			return // a later question is on its way: its answer counts
		}
		p.lists = l.lists
		for n, rows := range l.rows {
			next.Give(n, rows, l.total)
		}
		p.show(next)
	})
}

func (p *Page) show(next *pager) {
	before := p.pager
	p.pager = next
	choices := []kit.Choice{{Text: p.s.T("history.anyList")}}
	for _, c := range p.lists {
		choices = append(choices, kit.Choice{ID: c.ID, Text: p.s.Words().In(c.Title)})
	}
	p.what.SetChoices(choices, p.filter.Checklist)
	p.showBranch()
	switch {
	case next.Total > 0:
		p.rows(before)
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

// rows shows the new rows: from the top after a new question, else the row at
// the top of the view and the selected one stay where they are.
func (p *Page) rows(before *pager) {
	list := p.table.List
	if p.top {
		p.top = false
		list.Reveal(0)
		list.Mark(-1)
		p.table.Reload()
		return
	}
	first, _ := list.View()
	selected := list.Selected()
	if old := before.Held(selected); old != nil {
		selected = p.pager.find(old.ID)
	}
	list.Mark(selected)
	p.table.Reload()
	if old := before.Held(first); old != nil && first > 0 {
		if to := p.pager.find(old.ID); to >= 0 {
			list.Follow(first, to)
		}
	}
}

// fetch brings chunk n of a pager; a newer pager makes the answer worthless.
func (p *Page) fetch(of *pager, n int) {
	f := of.page(n)
	type answer struct {
		rows  []checklist.Summary
		total int
	}
	binding := true
	shell.Run(p.s, p.ctx, func(ctx context.Context) (answer, error) {
		rows, total, err := p.db.Summaries(ctx, f)
		return answer{rows, total}, err
	}, func(a answer, err error) {
		if of != p.pager {
			return
		}
		if err != nil {
			p.stage.Problem(p.s.Words().Error(err), checklist.CodeOf(err), kit.NewSecondary(p.s.T("shell.retry"), "", p.s.Reload))
			return
		}
		of.Give(n, a.rows, a.total)
		if !binding { // answered at once: the row being drawn takes it from the pager
			p.table.Reload()
		}
	})
	binding = false
}
