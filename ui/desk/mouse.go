package desk

// tapWindow is a tap on a window: what was asked for first – a ticket given up, a window
// opened or closed – or what its key means.
func (p *page) tapWindow(n int) {
	if a := p.mode.asking; a == askGone || a == askTurn {
		p.set(mode{asking: a}) // a digit begun is no part of it
		p.reach(n)
		p.set(mode{})
		return
	}
	p.settle()
	p.window(n)
}

// tapWait is a tap on a ticket that waits: it is chosen, or given up if that was asked.
func (p *page) tapWait(id string) {
	if p.mode.asking == askGone {
		p.set(mode{})
		p.chosen = id
		p.gone(0)
		return
	}
	p.settle()
	p.chooseWait(id)
}

// asks is what a button does that asks for a window. A second time it closes the
// question; a ticket given up then belongs to no window.
func (p *page) asks(a asking) func() {
	return func() {
		again := p.mode == mode{asking: a}
		p.settle()
		switch {
		case again && a == askGone:
			p.gone(0)
		case !again:
			p.set(mode{asking: a})
		}
	}
}

// plain is what a button does that asks for nothing: a number typed so far counts.
func (p *page) plain(do func()) func() {
	return func() { p.settle(); do() }
}
