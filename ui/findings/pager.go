package findings

import (
	"hallcheck/checklist"
	"hallcheck/ui/shell"
)

// pager holds the rows of one filter that were looked at.
type pager struct {
	shell.Chunks[checklist.FindingRow]
	filter checklist.FindingFilter
}

func newPager(f checklist.FindingFilter, fetch func(p *pager, n int)) *pager {
	p := &pager{filter: f}
	p.Chunks = shell.NewChunks[checklist.FindingRow](func(n int) { fetch(p, n) })
	return p
}

// page is the filter of chunk n.
func (p *pager) page(n int) checklist.FindingFilter {
	f := p.filter
	f.Limit, f.Offset = shell.Chunk, n*shell.Chunk
	return f
}

// find is the place of a finding among the rows held, -1 = not there.
func (p *pager) find(id string) int {
	return p.Find(func(r *checklist.FindingRow) bool { return r.ID == id })
}
