package history

import "hallcheck/checklist"

// chunk is how many rows one question to the store brings.
const chunk = 200

// pager holds the rows of one filter that were looked at: however long the
// list, it asks the store only for the stretch on the screen.
type pager struct {
	filter checklist.Filter
	total  int
	rows   map[int][]checklist.Summary // chunk number → rows
	asked  map[int]bool
	fetch  func(p *pager, n int)
}

func newPager(f checklist.Filter, fetch func(p *pager, n int)) *pager {
	return &pager{filter: f, rows: map[int][]checklist.Summary{}, asked: map[int]bool{}, fetch: fetch}
}

// page is the filter of chunk n.
func (p *pager) page(n int) checklist.Filter {
	f := p.filter
	f.Limit, f.Offset = chunk, n*chunk
	return f
}

// at returns row i, or nil while it is on its way.
func (p *pager) at(i int) *checklist.Summary {
	n := i / chunk
	if rows, ok := p.rows[n]; ok {
		if k := i % chunk; k < len(rows) {
			return &rows[k]
		}
		return nil
	}
	if !p.asked[n] {
		p.asked[n] = true
		p.fetch(p, n)
	}
	return nil
}

// give takes chunk n.
func (p *pager) give(n int, rows []checklist.Summary, total int) {
	p.rows[n], p.total = rows, total
}
