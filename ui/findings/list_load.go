package findings

import (
	"context"
	"time"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

// tally is the numbers on the tabs.
type tally struct{ mine, all, review, closed, bright int }

type loaded struct {
	rows    map[int][]checklist.FindingRow // chunk → rows
	total   int
	facets  checklist.FindingFacets // of what the text finds, whatever the tab
	counts  tally
	overdue int // of the rows
	spots   []checklist.BrightSpot
	known   bool
}

// Load asks for the counts and for the rows in view, so that a change somewhere
// neither scrolls the list nor loses the selection.
func (p *List) Load(ctx context.Context) {
	p.ctx = ctx
	first, end := p.list.View()
	p.load(first/shell.Chunk, max(end-1, first)/shell.Chunk)
	p.loadRates()
}

// loadRates reads the rates beside the rows: they look at every finding of the
// month, and no row waits for them.
func (p *List) loadRates() {
	records, now, f := p.sv.Records, p.s.Now(), checklist.FindingFilter{Branch: p.question().Branch}
	first := monthOf(now)
	from, to, day := first.Format(time.DateOnly), first.AddDate(0, 1, -1).Format(time.DateOnly), now.Format(time.DateOnly)
	shell.Run(p.s, p.ctx, func(ctx context.Context) (checklist.FindingRates, error) {
		return records.FindingRates(ctx, f, from, to, day)
	}, func(r checklist.FindingRates, err error) {
		if err == nil { // what is wrong with the store is said where the rows stand
			p.rates.set(r)
		}
	})
}

func monthOf(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, t.Location())
}

// restart loads again from the top, after the filter or the tab changed.
func (p *List) restart() {
	p.top = true
	p.load(0, 0)
}

// brightMonths is how far back bright spots are listed.
const brightMonths = 12

func (p *List) load(first, last int) {
	p.round++
	round, next := p.round, newPager(p.question(), p.fetch)
	sv, tab, now, profile := p.sv, p.tab, p.s.Now(), p.s.Profile()
	wide := checklist.FindingFilter{Text: p.filter.Text, Branch: next.filter.Branch, Inspection: p.filter.Inspection}
	shell.Stage(p.s, p.ctx, p.stage, func(ctx context.Context) (loaded, error) {
		l := loaded{rows: map[int][]checklist.FindingRow{}, known: true}
		if err := l.count(ctx, sv, wide, profile, now); err != nil || tab == tabBright {
			return l, err
		}
		late := next.filter
		late.OverdueOn, late.Limit = now.Format(time.DateOnly), 1
		var err error
		if _, l.overdue, err = sv.Records.Findings(ctx, late); err != nil {
			return l, err
		}
		for n := first; n <= last; n++ {
			rows, total, err := sv.Records.Findings(ctx, next.page(n))
			if err != nil {
				return l, err
			}
			l.rows[n], l.total = rows, total
		}
		return l, nil
	}, func(l loaded) {
		if round != p.round {
			return // a later question is on its way: its answer counts
		}
		for n, rows := range l.rows {
			next.Give(n, rows, l.total)
		}
		p.got = l
		p.show(next)
	})
}

// count reads what stands around the list: counts and bright spots.
func (l *loaded) count(ctx context.Context, sv *Services, wide checklist.FindingFilter, who checklist.Profile, now time.Time) error {
	day := now.Format(time.DateOnly)
	var err error
	if l.facets, err = sv.Records.FindingFacets(ctx, wide, day); err != nil {
		return err
	}
	for st, n := range l.facets.Statuses {
		switch st {
		case checklist.FindingClosed:
			l.counts.closed += n
		case checklist.FindingSubmitted, checklist.FixedOnSite:
			l.counts.review += n
		}
		l.counts.all += n
	}
	if who.Face == checklist.FaceBranch {
		m := Mine(who)
		m.Text, m.Inspection, m.Limit = wide.Text, wide.Inspection, 1
		if _, l.counts.mine, err = sv.Records.Findings(ctx, m); err != nil {
			return err
		}
	}
	if who.Face == checklist.FaceHQ {
		lost := wide
		lost.Statuses, lost.Unheard, lost.Limit = waiting(), true, 1
		if _, l.counts.review, err = sv.Records.Findings(ctx, lost); err != nil {
			return err
		}
	}
	l.spots, err = sv.Bright.BrightSpots(ctx, wide.Branch, monthOf(now).AddDate(0, -brightMonths, 0).Format(time.DateOnly), "")
	l.counts.bright = len(l.spots)
	return err
}

func (p *List) show(next *pager) {
	before := p.pager
	p.pager = next
	p.spots = p.found(p.got.spots)
	p.showFilters()
	p.dropMarks()
	n := next.Total
	p.body.Objects[0] = p.rows()
	if p.tab == tabBright {
		n = len(p.spots)
	}
	switch {
	case n > 0:
		p.showRows(before)
		p.stage.Full()
		p.body.Refresh()
	case p.narrowed():
		p.stage.Empty("search", p.s.T("findings.noMatch"), kit.NewSecondary(p.s.T("findings.clear"), "", p.clear))
	case p.tab == tabBright:
		p.stage.Empty("flag", p.s.T("findings.noBright"), kit.NewSecondary(p.s.T("findings.newBright"), "B", p.newBright))
	case p.tab == tabMine:
		p.stage.Empty("tick", p.s.T("findings.noMine"), kit.NewSecondary(p.s.T("findings.showAll"), "", func() { p.tabs.Choose(tabAll) }))
	default:
		p.stage.Empty("finding", p.s.T("findings.none."+p.tab), nil)
	}
	p.s.RefreshHeader()
}

// found narrows the bright spots by the search.
func (p *List) found(spots []checklist.BrightSpot) []checklist.BrightSpot {
	var out []checklist.BrightSpot
	for _, b := range spots {
		if t := p.filter.Text; t == "" || p.sv.contains(b.Text, t) || p.sv.contains(b.People, t) || p.sv.contains(b.Branch.Name, t) {
			out = append(out, b)
		}
	}
	return out
}

// dropMarks forgets marked findings that are gone from the list.
func (p *List) dropMarks() {
	var still []string
	for _, id := range p.marked {
		if p.pager.find(id) >= 0 {
			still = append(still, id)
		}
	}
	p.marked = still
	p.showMarked()
}

// showRows shows the new rows: from the top after a new question, else the row
// at the top of the view and the selected one stay where they are.
func (p *List) showRows(before *pager) {
	if p.tab == tabBright {
		p.bright.Reload()
		return
	}
	if p.top {
		p.top = false
		p.list.Reveal(0)
		p.list.Mark(-1)
		p.list.Reload()
		return
	}
	first, _ := p.list.View()
	selected := p.list.Selected()
	if old := before.Held(selected); old != nil {
		if at := p.pager.find(old.ID); at >= 0 {
			selected = at
		}
	}
	p.list.Mark(selected)
	p.list.Reload()
	if old := before.Held(first); old != nil && first > 0 {
		if to := p.pager.find(old.ID); to >= 0 {
			p.list.Follow(first, to)
		}
	}
}

// fetch brings chunk n of a pager; a newer pager makes the answer worthless.
func (p *List) fetch(of *pager, n int) {
	f := of.page(n)
	type answer struct {
		rows  []checklist.FindingRow
		total int
	}
	binding := true
	shell.Run(p.s, p.ctx, func(ctx context.Context) (answer, error) {
		rows, total, err := p.sv.Records.Findings(ctx, f)
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
			p.list.Reload()
		}
	})
	binding = false
}
