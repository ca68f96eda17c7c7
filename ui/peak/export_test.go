package peak

// Heat is the map of the week.
type Heat = heat

// Place is the middle of a cell of the map.
func (h *heat) Place(col, row int) (x, y float32) {
	left, top, cw, line := h.geometry(float64(h.Size().Width), h.scale)
	return float32(left + (float64(col)+0.5)*cw), float32(top + (float64(row)+0.5)*line)
}
