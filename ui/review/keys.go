package review

import (
	"fyne.io/fyne/v2"

	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

// Keys are those of the wall, or of the question that is open.
func (p *page) Keys() []shell.Key {
	if p.bar == nil {
		return nil
	}
	if p.mode != "" {
		return p.questionKeys()
	}
	t := p.t
	keys := []shell.Key{
		shell.On('j', t("key.next"), func() { p.move(1) }),
		shell.On('k', t("key.previous"), func() { p.move(-1) }),
		shell.On('1', t("key.accept"), p.accept),
		shell.On('2', t("key.return"), p.refuse),
		shell.On('e', t("key.extend"), p.extension),
		shell.On('u', t("key.undo"), p.undo),
		shell.On('z', t("key.zoom"), p.zoom),
		shell.On('f', t("key.full"), p.full),
		shell.On('x', "", p.mark),
		shell.OnKey(fyne.KeySpace, 0, t("key.mark"), p.mark),
		shell.On('b', t("key.markAll"), p.markAll),
		shell.OnKey(fyne.KeyA, fyne.KeyModifierControl, "", p.markAll),
	}
	if p.s.Has(routeFinding) {
		keys = append(keys, shell.On('g', t("key.open"), p.open))
	}
	return append(keys, p.bar.keys()...)
}

// questionKeys are the keys while a reason or a date is asked for.
func (p *page) questionKeys() []shell.Key {
	f := p.board.foot
	var keys []shell.Key
	for i, c := range f.chips {
		keys = append(keys, shell.On(rune('1'+i), c.offer.word, func() { f.pick(i) }))
	}
	keys = append(keys,
		shell.OnKey(fyne.KeyLeft, 0, "", func() { f.walk(-1) }),
		shell.OnKey(fyne.KeyRight, 0, p.t("key.walk"), func() { f.walk(1) }),
		shell.OnKey(fyne.KeyReturn, 0, p.t("fire."+string(p.mode)), p.confirm))
	if p.mode == extending {
		keys = append(keys,
			shell.OnKey(fyne.KeyUp, 0, p.t("key.dayLater"), func() { p.otherDay(1) }),
			shell.OnKey(fyne.KeyDown, 0, p.t("key.dayEarlier"), func() { p.otherDay(-1) }),
			shell.On('n', p.t("refuse"), func() { p.mode.ask(p, refusing) }))
	}
	return keys
}

// Typed takes + and − for the zoom, and lets a reason be typed at once.
func (p *page) Typed(r rune) bool {
	switch {
	case p.mode == extending:
		return false
	case p.mode != "":
		if r == ' ' {
			return true
		}
		kit.Focus(p.board.foot.field)
		p.board.foot.field.TypedRune(r)
		return true
	case r == '+' || r == '=':
		p.board.twin.Zoom(zoomKey)
	case r == '-':
		p.board.twin.Zoom(1 / zoomKey)
	case r == '0':
		p.board.twin.Zoom(0)
	default:
		return false
	}
	return true
}

// Pressed moves through the list, through the pictures of the pair, and over
// enlarged pictures.
func (p *page) Pressed(e *fyne.KeyEvent) bool {
	if p.board == nil {
		return false
	}
	w := p.board.twin
	pan := map[fyne.KeyName]fyne.Position{
		fyne.KeyLeft: {X: -panKey}, fyne.KeyRight: {X: panKey}, fyne.KeyUp: {Y: -panKey}, fyne.KeyDown: {Y: panKey},
	}
	if d, ok := pan[e.Name]; ok && w.Big() {
		w.Pan(d.X, d.Y)
		return true
	}
	switch e.Name {
	case fyne.KeyLeft:
		p.board.step(-1)
	case fyne.KeyRight:
		p.board.step(1)
	default:
		return p.list.Press(e)
	}
	return true
}

// Escape leaves the question, the enlarged pictures, the choice for bulk
// acceptance – in this order, one at a time.
func (p *page) Escape() bool {
	switch {
	case p.mode != "":
		p.mode.close(p)
	case p.board != nil && p.board.twin.Big():
		p.board.twin.Zoom(0)
	case len(p.sit.marked()) > 0:
		p.sit.clearMarks()
		p.marks()
	default:
		return false
	}
	return true
}

// move shows the pair below or above.
func (p *page) move(by int) {
	if to := p.sit.at + by; to >= 0 && to < len(p.sit.list) {
		p.sit.at = to
		p.show()
	}
}

// zoom enlarges both pictures, or fits them again.
func (p *page) zoom() {
	switch {
	case p.f == nil:
	case p.board.twin.Big():
		p.board.twin.Zoom(0)
	default:
		p.board.twin.Zoom(zoomFirst)
	}
}

// open shows the finding with its history.
func (p *page) open() {
	if p.shown != "" {
		p.s.Open(routeFinding, p.shown)
	}
}
