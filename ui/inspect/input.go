package inspect

import (
	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

// Keys implements shell.Page. Digits and arrows depend on the item and are
// taken by Typed and Pressed; here they are listed for "?".
func (r *runner) Keys() []shell.Key {
	w := r.say
	people, sheets := "", "" // not listed where there is but one sheet
	if r.flow != nil && r.sheets.many() {
		people, sheets = r.sheets.addWord(), w.T("inspect.key.sheet")
	}
	return []shell.Key{
		listed("1 2 0", w.T("inspect.key.verdict")),
		listed("0…9 . −", w.T("inspect.key.digits")),
		listed("← →", w.T("inspect.key.half")),
		shell.On(' ', "", r.confirm),
		listed(w.T("inspect.key.space"), w.T("inspect.key.confirm")),
		shell.OnKey(fyne.KeyBackspace, 0, w.T("inspect.key.clear"), r.clear),
		shell.On('n', w.T("inspect.key.note"), r.focusNote),
		listed("O D", w.T("inspect.key.settle")),
		shell.On('o', "", func() { r.openPicker(r.ev.owner) }),
		shell.On('d', "", func() { r.openPicker(r.ev.due) }),
		listed("P V M C", w.T("mark.key.photo")),
		shell.On('p', "", r.choosePhotos),
		shell.OnKey(fyne.KeyV, fyne.KeyModifierControl, "", r.paste),
		shell.On('m', "", r.markPhoto),
		shell.On('c', "", r.setClear),
		shell.On('v', "", func() { r.openViewer(r.ev.selected) }),
		shell.OnKey(fyne.KeyReturn, 0, w.T("inspect.key.enter"), r.goNext),
		listed("J K ↓ ↑", w.T("inspect.key.updown")),
		shell.On('j', "", func() { r.step(1) }),
		shell.On('k', "", func() { r.step(-1) }),
		listed("[ ]", w.T("inspect.key.zone")),
		shell.On(']', "", func() { r.zoneStep(1) }),
		shell.On('[', "", func() { r.zoneStep(-1) }),
		shell.On('a', people, r.sheets.ask),
		listed("{ }", sheets),
		shell.On('}', "", func() { r.sheets.step(1) }),
		shell.On('{', "", func() { r.sheets.step(-1) }),
		shell.On('u', w.T("inspect.key.open"), r.toggleOpen),
		shell.OnKey(fyne.KeyReturn, fyne.KeyModifierControl, w.T("inspect.key.finish"), r.finish),
	}
}

// listed is a line of the list of keys whose keys are taken elsewhere.
func listed(caps, text string) shell.Key {
	return shell.Key{Name: fyne.KeyName(caps), Text: text, Do: func() {}}
}

// ready says whether an item has the focus.
func (r *runner) ready() bool { return r.flow != nil && r.flow.item() != nil && r.flow.sheet() != nil }

// Typed implements shell.Typist.
func (r *runner) Typed(c rune) bool {
	if !r.ready() {
		return false
	}
	it := r.flow.item()
	switch d := shell.AnswerKey(it, r.flow.answer().Value, c); d.Do {
	case shell.DoAnswer:
		r.answer(d.Value)
	case shell.DoType:
		if it.Type == checklist.TypeText {
			r.focus(r.card.text)
			r.card.text.TypedRune(c)
			return true
		}
		return r.card.answer.Stepper.Type(c)
	default:
		return false
	}
	return true
}

// Pressed implements shell.Presser.
func (r *runner) Pressed(e *fyne.KeyEvent) bool {
	if r.flow == nil {
		return false
	}
	focused := r.s.Window().Canvas().Focused()
	if focused == r.find {
		return r.pressedInSearch(e)
	}
	if focused == r.card.note {
		switch e.Name {
		case fyne.KeyDown:
			r.card.stepReason(1)
			return true
		case fyne.KeyUp:
			r.card.stepReason(-1)
			return true
		}
	}
	switch e.Name {
	case fyne.KeyDown:
		r.step(1)
	case fyne.KeyUp:
		r.step(-1)
	case fyne.KeyPageDown:
		r.step(8)
	case fyne.KeyPageUp:
		r.step(-8)
	case fyne.KeyHome:
		r.step(-10000)
	case fyne.KeyEnd:
		r.step(10000)
	case fyne.KeyLeft:
		return r.stepValue(-1)
	case fyne.KeyRight:
		return r.stepValue(1)
	default:
		return false
	}
	return true
}

// stepValue moves scores, ratings and numbers by one step.
func (r *runner) stepValue(n int) bool {
	if !r.ready() {
		return false
	}
	it := r.flow.item()
	if it.Type == checklist.TypePass || it.Type == checklist.TypeText || it.Expectation.ZH != "" {
		return false
	}
	at, v := r.flow.at, shell.SteppedAnswer(it, r.flow.answer().Value, n)
	r.record(at, v)
	return true
}

func (r *runner) step(n int) { r.move(func() { r.flow.step(n) }) }

func (r *runner) zoneStep(n int) { r.move(func() { r.flow.zoneStep(n) }) }

// confirm gives the item with the focus its best answer: pass, full marks,
// nothing to deduct. Items that must be measured or judged have none. An item
// that has an answer keeps it, and the focus goes on: who comes back to a failed
// item, after a restart too, must not turn it green by confirming on.
func (r *runner) confirm() {
	if !r.ready() {
		return
	}
	if !r.flow.answer().Value.IsZero() {
		r.goNext()
		return
	}
	if v, ok := r.flow.item().Best(); ok {
		r.answer(v)
	}
}

// clear takes the answer at the focus back; note and photos stay.
func (r *runner) clear() {
	if r.ready() && !r.flow.answer().Value.IsZero() {
		r.record(r.flow.at, checklist.Value{})
	}
}

func (r *runner) focusNote() {
	if !r.ready() {
		return
	}
	field := r.card.note
	if !field.Visible() {
		field = r.card.text
	}
	field.CursorRow, field.CursorColumn = 0, len([]rune(field.Text))
	r.focus(field)
}

// openPicker opens a picker of the finding; the item keeps the keyboard.
func (r *runner) openPicker(p *kit.SearchSelect) {
	switch {
	case !r.ready():
	case r.ev.finding():
		r.leaveField()
		p.Open()
	default:
		r.s.Hint(r.say.T("inspect.noFinding"))
	}
}

// afterNote is where Tab leads from the note: to the finding, if there is one.
func (r *runner) afterNote() fyne.Focusable {
	if r.ready() && r.ev.finding() {
		return r.ev.severity
	}
	return nil
}

// Escape implements shell.Escaper: a filter ends first, then the page is left.
func (r *runner) Escape() bool {
	if r.flow != nil && (r.flow.query != "" || r.find.Visible()) {
		r.endSearch()
		return true
	}
	if r.flow != nil && r.flow.onlyOpen {
		r.toggleOpen()
		return true
	}
	return false
}

// Search implements shell.Searcher.
func (r *runner) Search() {
	if r.flow == nil {
		return
	}
	r.saveTyping()
	r.find.Show()
	r.relayout()
	r.focus(r.find)
}

func (r *runner) search(q string) {
	r.flow.query = q
	if p, ok := r.flow.hit(); ok && q != "" {
		r.flow.at = p
	}
	r.refresh()
}

func (r *runner) pressedInSearch(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyDown:
		r.step(1)
	case fyne.KeyUp:
		r.step(-1)
	default:
		return false
	}
	return true
}

// takeHit goes to the item found and shows the whole list around it.
func (r *runner) takeHit() {
	r.endSearch()
	r.leaveField()
	r.askReasons()
}

func (r *runner) endSearch() {
	r.flow.query = ""
	r.find.Fill("")
	r.find.Hide()
	r.relayout()
	r.refresh()
}

// relayout lets the list take the room the search field leaves.
func (r *runner) relayout() { r.stage.Refresh(); r.list.Refresh() }
