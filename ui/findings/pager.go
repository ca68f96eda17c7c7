package findings

import "hallcheck/checklist"

const (
	chunk = 200 // rows one question to the store brings
	keep  = 24  // chunks held at most: those furthest from the last one are dropped
)

// pager holds the rows of one filter that were looked at: however long the
// list, it asks the store only for the stretch on the screen.
type pager struct {
	filter checklist.FindingFilter
	total  int
	rows   map[int][]checklist.FindingRow // chunk number → rows
	asked  map[int]bool
	fetch  func(p *pager, n int)
}

func newPager(f checklist.FindingFilter, fetch func(p *pager, n int)) *pager {
	return &pager{filter: f, rows: map[int][]checklist.FindingRow{}, asked: map[int]bool{}, fetch: fetch}
}

// page is the filter of chunk n.
func (p *pager) page(n int) checklist.FindingFilter {
	f := p.filter
	f.Limit, f.Offset = chunk, n*chunk
	return f
}

// at returns row i, or nil while it is on its way.
func (p *pager) at(i int) *checklist.FindingRow {
	if i < 0 || i >= p.total {
		return nil
	}
	n := i / chunk
	if !p.asked[n] {
		p.asked[n] = true
		p.fetch(p, n)
	}
	return p.held(i)
}

// held is row i without asking for it.
func (p *pager) held(i int) *checklist.FindingRow {
	if rows := p.rows[i/chunk]; i >= 0 && i%chunk < len(rows) {
		return &rows[i%chunk]
	}
	return nil
}

// give takes chunk n.
func (p *pager) give(n int, rows []checklist.FindingRow, total int) {
	p.rows[n], p.asked[n], p.total = rows, true, total
	for len(p.rows) > keep {
		far := n
		for k := range p.rows {
			if max(k-n, n-k) > max(far-n, n-far) {
				far = k
			}
		}
		delete(p.rows, far)
		delete(p.asked, far)
	}
}

// find is the place of a finding among the rows held, -1 = not there.
func (p *pager) find(id string) int {
	for n, rows := range p.rows {
		for k := range rows {
			if rows[k].ID == id {
				return n*chunk + k
			}
		}
	}
	return -1
}
