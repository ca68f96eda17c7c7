package desk

import (
	"context"
	"slices"
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"hallcheck/checklist/hall"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

// asking is what the next digits mean.
type asking int

const (
	askNothing asking = iota // windows: start or stop their clocks
	askTurn                  // windows to open or close
	askGone                  // the window whose ticket was given up
	askCause                 // causes of the long queue
	askWaiting               // how many wait
	askOpen                  // how many windows serve
	askOldest                // minutes of the oldest ticket
)

// mode is what is asked for, and the digits typed so far.
type mode struct {
	asking asking
	typed  string
}

// number says whether digits gather until Enter.
func (m mode) number() bool { return m.asking >= askWaiting }

// mostDigits is what a count may have.
const mostDigits = 3

// Keys of the page. The letters are the initials of the Chinese words.
func (p *page) Keys() []shell.Key {
	t := p.s.T
	first := []shell.Key{
		{Text: t("desk.key.window"), Name: "1…9"},
		p.on('+', t("desk.key.more"), func() { p.wait(1) }), p.on('=', "", func() { p.wait(1) }), p.on('＋', "", func() { p.wait(1) }),
		p.on('-', t("desk.key.fewer"), func() { p.wait(-1) }), p.on('－', "", func() { p.wait(-1) }),
		p.ask('r', t("desk.key.waiting"), askWaiting),
		p.ask('o', t("desk.key.open"), askOpen),
		p.ask('d', t("desk.key.oldest"), askOldest),
		p.on('n', t("desk.key.take"), func() { p.take(p.next()) }),
		p.on('h', t("desk.key.number"), p.focusNumber),
		shell.OnKey(fyne.KeyRight, 0, t("desk.key.choose"), func() { p.choose(1) }),
		shell.OnKey(fyne.KeyLeft, 0, "", func() { p.choose(-1) }),
		p.ask('q', t("desk.key.gone"), askGone),
		p.ask('k', t("desk.key.turn"), askTurn),
		p.on('z', t("desk.key.post"), func() { p.post(yes()) }),
		p.on('l', t("desk.key.off"), func() { p.post(no()) }),
		p.on('y', t("desk.key.welcome"), func() { p.tickOff(hall.KindWelcome) }),
		p.on('e', t("desk.key.care"), func() { p.tickOff(hall.KindCare) }),
		p.on('s', t("desk.key.request"), p.request),
		p.ask('c', t("desk.key.cause"), askCause),
		p.on('u', t("desk.key.undo"), p.undo),
		shell.OnKey(fyne.KeyZ, fyne.KeyModifierControl, "", p.undo),
		shell.OnKey(fyne.KeyReturn, fyne.KeyModifierControl, t("desk.key.session"), p.begin),
	}
	if p.scene != nil && p.longer(0) {
		first = slices.Insert(first, 1, shell.Key{Text: t("desk.key.tenMore"), Name: "Shift 0…9"})
	}
	for _, x := range p.links() {
		if p.s.Has(x.route) {
			first = append(first, p.on(x.key, t(x.text), p.goes(x.route, x.arg)))
		}
	}
	return first
}

// link is a page of the hall the desk leads to.
type link struct {
	key   rune
	text  string
	route string
	arg   any
}

func (p *page) links() []link {
	return []link{
		{'x', "desk.patrol", "patrol", nil}, {'g', "desk.fault", "hallcases", "fault"}, {'t', "desk.complaint", "hallcases", "complaint"},
	}
}

// on is a key that ends what was being asked for; a number typed so far counts.
func (p *page) on(r rune, text string, do func()) shell.Key {
	return shell.On(r, text, func() {
		if p.scene == nil {
			return
		}
		p.settle()
		do()
	})
}

// ask is a key that says what the digits after it mean. A second time it closes the
// question; a ticket given up then belongs to no window.
func (p *page) ask(r rune, text string, a asking) shell.Key {
	return shell.On(r, text, func() {
		if p.scene != nil {
			p.asks(a)()
		}
	})
}

func (p *page) set(m mode) {
	p.mode = m
	p.drawPrompt()
}

// settle ends what is asked for; digits typed so far are not lost.
func (p *page) settle() {
	if p.mode.typed != "" {
		p.enter()
	}
	if p.mode != (mode{}) {
		p.set(mode{})
	}
}

// shifted are the signs Shift gives the digits on the keyboards in use here, those of
// Chinese input included: with Shift a digit is the window of ten more.
var shifted = map[rune]int{
	'!': 1, '@': 2, '#': 3, '$': 4, '%': 5, '^': 6, '&': 7, '*': 8, '(': 9, ')': 0,
	'！': 1, '￥': 4, '¥': 4, '（': 9, '）': 0,
}

// tenMore takes Shift with a digit: windows 10 to 19 by one key.
func (p *page) tenMore(r rune) bool {
	d, ok := shifted[r]
	if !ok || p.mode.number() || p.mode.asking == askCause || !p.longer(0) {
		return false
	}
	if p.mode.typed != "" {
		p.enter()
	}
	p.reach(10 + d)
	return true
}

// Typed takes digits.
func (p *page) Typed(r rune) bool {
	if r >= '０' && r <= '９' { // of an input method
		r += '0' - '０'
	}
	if p.scene != nil && p.tenMore(r) {
		return true
	}
	if r < '0' || r > '9' || p.scene == nil {
		return false
	}
	d := int(r - '0')
	switch {
	case p.mode.number():
		if len(p.mode.typed) < mostDigits {
			p.set(mode{p.mode.asking, p.mode.typed + string(r)})
		}
	case p.mode.asking == askCause:
		if d >= 1 && d <= len(hall.Causes) {
			p.cause(hall.Causes[d-1])
		}
	default:
		p.windowDigit(d)
	}
	return true
}

// soon is how long a first digit waits for a second one.
const soon = 700 * time.Millisecond

// windowDigit gathers a window's number: one digit where that is enough, else two;
// "1" of windows 1 and 12 waits a moment for the second digit, or for Enter.
func (p *page) windowDigit(d int) {
	typed := p.mode.typed + strconv.Itoa(d)
	if len(typed) == 1 && p.longer(d) {
		asked := mode{p.mode.asking, typed}
		p.set(asked)
		p.s.After(context.Background(), soon, func() {
			if p.mode == asked && p.s.Page() == shell.Page(p) {
				p.enter()
			}
		})
		return
	}
	n, _ := strconv.Atoi(typed)
	if _, ok := p.scene.Window(n); !ok && len(typed) == 2 { // "1", then "5" of windows 1…12
		p.reach(int(typed[0] - '0'))
		n = d
	}
	p.reach(n)
}

// longer says whether a window has two digits and begins with d; 0 begins all of one.
func (p *page) longer(d int) bool {
	for _, w := range p.scene.Windows {
		if w.No >= 10 && (w.No/10 == d || d == 0) {
			return true
		}
	}
	return false
}

// reach does with a window what was asked for.
func (p *page) reach(n int) {
	a := p.mode.asking
	if p.set(mode{asking: a}); a == askGone {
		p.set(mode{})
	}
	switch a {
	case askTurn:
		p.turn(n)
	case askGone:
		p.gone(n)
	default:
		p.window(n)
	}
}

// enter takes what was typed.
func (p *page) enter() {
	a, typed := p.mode.asking, p.mode.typed
	n, err := strconv.Atoi(typed)
	if err != nil { // nothing typed: the question is closed
		if a == askGone {
			p.set(mode{})
			p.gone(0)
			return
		}
		p.set(mode{})
		return
	}
	if !p.mode.number() {
		p.reach(n)
		return
	}
	p.set(mode{})
	switch a {
	case askWaiting:
		p.count(&n, nil)
	case askOpen:
		n = min(n, p.scene.Usable)
		p.count(nil, &n)
	default:
		p.add(hall.Entry{Kind: hall.KindCount, Oldest: &n})
	}
}

// Pressed takes Enter, Backspace, and the arrows of the list.
func (p *page) Pressed(e *fyne.KeyEvent) bool {
	if p.scene == nil {
		if e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter {
			p.s.Reload()
			return true
		}
		return false
	}
	asked := p.mode.asking != askNothing || p.mode.typed != ""
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		switch {
		case asked:
			p.enter()
		case p.stage.State() == "empty":
			p.begin()
		case p.view.rows.Selected() >= 0:
			p.openRow(p.view.rows.Selected())
		}
		return true
	case fyne.KeyBackspace:
		if n := len(p.mode.typed); n > 0 {
			p.set(mode{p.mode.asking, p.mode.typed[:n-1]})
			return true
		}
	case fyne.KeyDelete:
		p.undo()
		return true
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown, fyne.KeyHome, fyne.KeyEnd:
		return p.view.rows.Press(e)
	}
	return false
}

// Escape drops what is asked for, then what is chosen.
func (p *page) Escape() bool {
	switch {
	case p.mode != (mode{}):
		p.set(mode{})
	case p.chosen != "":
		p.chosen = ""
		p.draw()
	case p.view.rows.Selected() >= 0:
		p.view.rows.Select(-1)
		p.drawUndo()
	default:
		return false
	}
	return true
}

// Flush saves a number typed but not yet confirmed.
func (p *page) Flush() {
	if p.scene != nil && p.mode.number() && p.mode.typed != "" {
		p.enter()
	}
}

// choose moves among the tickets that wait.
func (p *page) choose(step int) {
	if p.scene == nil || len(p.scene.Waits) == 0 {
		return
	}
	at := -1
	for i := range p.scene.Waits {
		if p.scene.Waits[i].Wait == p.chosen {
			at = i
		}
	}
	n := len(p.scene.Waits)
	if at < 0 {
		at = map[bool]int{true: 0, false: n - 1}[step > 0]
	} else {
		at = (at + step + n) % n
	}
	p.chosen = p.scene.Waits[at].Wait
	p.draw()
}

func (p *page) focusNumber() { kit.Focus(p.view.number) }
