package history

import (
	"hallcheck/checklist"
	"hallcheck/ui/shell"
)

// pager holds the rows of one filter that were looked at.
type pager struct {
	shell.Chunks[checklist.Summary]
	filter checklist.Filter
}

func newPager(f checklist.Filter, fetch func(p *pager, n int)) *pager {
	p := &pager{filter: f}
	p.Chunks = shell.NewChunks[checklist.Summary](func(n int) { fetch(p, n) })
	return p
}

// page is the filter of chunk n.
func (p *pager) page(n int) checklist.Filter {
	f := p.filter
	f.Limit, f.Offset = shell.Chunk, n*shell.Chunk
	return f
}

// find is the place of an inspection among the rows held, -1 = not there.
func (p *pager) find(id string) int {
	return p.Find(func(r *checklist.Summary) bool { return r.ID == id })
}
