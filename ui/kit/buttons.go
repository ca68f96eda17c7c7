package kit

// Buttons are a page's buttons by name, each made once: the title row is drawn again and
// again.
type Buttons map[string]*Button

// Get is the button of a name, made at the first asking.
func (b Buttons) Get(id string, make func() *Button) *Button {
	if b[id] == nil {
		b[id] = make()
	}
	return b[id]
}
