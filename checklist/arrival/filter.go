package arrival

import "strings"

// Filter narrows the rows of a board; zero fields do not narrow.
type Filter struct {
	Text  string // words, each in code, name or pinyin initials
	State State  // None = any
	Open  bool   // only halls that something is to be asked of
	List  int    // with Open or State: judged by this checklist, 1-based; 0 = by the hall
}

// Rows returns the places of the rows that pass, in their order.
func (f Filter) Rows(rows []Row) []int {
	words := strings.Fields(strings.ToLower(f.Text))
	out := make([]int, 0, len(rows))
	for i := range rows {
		if f.passes(&rows[i], words) {
			out = append(out, i)
		}
	}
	return out
}

func (f Filter) passes(r *Row, words []string) bool {
	state := r.State
	if f.List > 0 && f.List <= len(r.Cells) {
		state = r.Cells[f.List-1].State
	}
	if f.State != None && state != f.State || f.Open && !state.Open() {
		return false
	}
	for _, w := range words {
		if !strings.Contains(strings.ToLower(r.Branch.Code), w) && !strings.Contains(strings.ToLower(r.Branch.Name), w) && !strings.Contains(r.Initials, w) {
			return false
		}
	}
	return true
}
