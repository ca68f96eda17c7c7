package kit

// TypedRune marks the selected row with Space where rows can be marked.
func (r *Rows) TypedRune(c rune) {
	if c == ' ' && r.OnMark != nil && r.selected >= 0 && r.selected < r.Count() {
		r.OnMark(r.selected)
		return
	}
	r.control.TypedRune(c)
}
