package patrol

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/ui/shell"
)

// itemKeys are the keys of the items that are no numbers, in their order: the left
// hand's first, so that the other holds the door. N and P are taken.
const itemKeys = "qwertasdfgzxcvbyuiohjklm"

// verb is one change of the inspection.
type verb func(in *checklist.Inspection, now time.Time) error

// do makes a change on the page's own copy at once, then in the store; false when the
// rules of the inspection refuse it.
func (p *page) do(v verb) bool {
	p.note = ""
	if err := v(p.in, p.s.Now()); err != nil {
		p.s.Fail(err)
		p.refresh()
		return false
	}
	p.in.Committed()
	records, id := p.sv.Records, p.id
	cursor := p.sheet().ID + "/" + p.items[p.at].ID
	p.pending++
	shell.Save(p.s, func(ctx context.Context) (struct{}, error) {
		_, err := records.Edit(ctx, id, func(in *checklist.Inspection, now time.Time) error {
			if err := v(in, now); err != nil {
				return err
			}
			in.Cursor = cursor
			return nil
		})
		return struct{}{}, err
	}, func(_ struct{}, err error) {
		p.pending--
		if err != nil {
			p.lost(err)
		}
	})
	p.refresh()
	return true
}

// lost says what was not saved and shows the state as it really is.
func (p *page) lost(err error) {
	what := p.s.Words().In(p.items[p.at].Text)
	p.s.Fail(checklist.Fail("inspect.notSaved", "what", what, "why", p.s.Words().Error(err)).Because(err))
	records, id := p.sv.Records, p.id
	shell.Save(p.s, func(ctx context.Context) (*checklist.Inspection, error) { return records.Inspection(ctx, id) }, func(in *checklist.Inspection, err error) {
		if err == nil && p.pending == 0 {
			p.in = in
			p.side.at = ""
			p.refresh()
		}
	})
}

// record answers the item in hand.
func (p *page) record(v checklist.Value) {
	p.saveTyping()
	sheet, item := p.sheet().ID, p.items[p.at].ID
	p.do(func(in *checklist.Inspection, now time.Time) error { return in.Record(sheet, item, v, now) })
	if v.Verdict == checklist.NA {
		p.focusNote()
	}
}

// value is the answer of an item, zero = none.
func (p *page) value(i int) checklist.Value {
	if a := p.sheet().Answers[p.items[i].ID]; a != nil {
		return a.Value
	}
	return checklist.Value{}
}

// tapped is an item's key or a tap on its tile: what passes or was not looked at yet
// becomes an exception, an exception becomes not applicable, then good again. Other
// types are taken in hand for their digits.
func (p *page) tapped(i int) {
	p.take(i)
	if p.items[i].Type != checklist.TypePass {
		return
	}
	next := checklist.Miss
	switch p.value(i).Verdict {
	case checklist.Miss:
		next = checklist.NA
	case checklist.NA:
		next = checklist.Pass
	}
	p.record(checklist.VerdictValue(next))
}

// take takes an item in hand.
func (p *page) take(i int) {
	if i < 0 || i >= len(p.items) {
		return
	}
	p.reach(i)
	p.hold()
}

// allGood passes everything nobody answered yet.
func (p *page) allGood() {
	if p.in == nil {
		return
	}
	p.saveTyping()
	suggest, before := p.suggest, p.answered()
	p.do(func(in *checklist.Inspection, now time.Time) error { return hall.AllGood(in, suggest, now) })
	if next := p.nextNumber(-1); next >= 0 {
		p.take(next)
		p.say(p.s.T("patrol.numbersLeft"))
		return
	}
	p.say(p.s.T("patrol.passed", "n", p.s.Words().N(p.answered()-before)))
}

// answered counts the items with an answer.
func (p *page) answered() int {
	n := 0
	for _, it := range p.items {
		if p.sheet().Answered(it) {
			n++
		}
	}
	return n
}

// enter accepts the number in hand and goes to the next one; with all numbers known it
// finishes.
func (p *page) enter() {
	if p.in == nil {
		return
	}
	p.saveTyping()
	it := p.items[p.at]
	if v, ok := p.suggest[it.ID]; ok && p.value(p.at).IsZero() {
		p.record(v)
	}
	if n := p.nextNumber(p.at); n >= 0 && n != p.at {
		p.take(n)
		return
	}
	p.finish()
}

// finish closes the patrol, or takes the first item in hand the leave gate still wants
// something of.
func (p *page) finish() {
	if p.in == nil {
		return
	}
	p.saveTyping()
	if missing := p.in.Gate(p.s.Now()); len(missing) > 0 {
		p.wanting(missing)
		return
	}
	records, id := p.sv.Records, p.id
	took := elapsed(p.s.Now().UnixMilli() - p.in.StartedAt)
	shell.Save(p.s, func(ctx context.Context) (*checklist.Inspection, error) {
		return records.Edit(ctx, id, func(in *checklist.Inspection, now time.Time) error { return in.Finish("", now) })
	}, func(in *checklist.Inspection, err error) {
		if err != nil {
			p.lost(err)
			return
		}
		p.left = true
		red := 0
		for i, it := range p.items {
			if shell.Red(in.Checklist, it, p.value(i)) {
				red++
			}
		}
		p.leave()
		p.s.Toast(p.s.T("patrol.finished", "took", took, "red", p.s.Words().N(red)), nil)
	})
}

// say tells something beside the item in hand: a toast would lie over the buttons.
func (p *page) say(text string) {
	p.note = text
	p.refresh()
}

// leave goes where the patrol came from, or to the plan of the day.
func (p *page) leave() {
	at := p.s.At()
	p.s.Back()
	if p.s.At() == at {
		p.s.Go("hallday", nil)
	}
}

// wanting takes the first item in hand something is missing of, and says what.
func (p *page) wanting(missing []checklist.Missing) {
	m := missing[0]
	for i, it := range p.items {
		if it.ID == m.Item {
			p.take(i)
			if strings.Contains(strings.ToLower(m.Code), "note") || m.Code == "naReason" {
				p.focusNote()
			}
		}
	}
	key := "patrol.missing"
	switch {
	case m.Code == "unanswered" && p.items[p.at].Type == checklist.TypeNumber && !slices.ContainsFunc(missing, p.wantsVerdict):
		key = "patrol.numbersLeft" // the space bar fills in no numbers
	case m.Code == "unanswered":
		key = "patrol.open"
	}
	p.say(p.s.T(key, "n", p.s.Words().N(len(missing)), "what", p.s.Words().Missing(m)))
}

// wantsVerdict says whether what is missing is a verdict, which the space bar gives.
func (p *page) wantsVerdict(m checklist.Missing) bool {
	return m.Code != "unanswered" || slices.ContainsFunc(p.items, func(it *checklist.Item) bool {
		return it.ID == m.Item && it.Type != checklist.TypeNumber
	})
}

// Keys implements shell.Page.
func (p *page) Keys() []shell.Key {
	w := p.s.Words()
	out := []shell.Key{
		{Name: fyne.KeyName("Q W E …"), Text: w.T("patrol.key.item"), Do: func() {}},
		{Name: fyne.KeyName("0…9"), Text: w.T("patrol.key.digits"), Do: func() {}},
		shell.On(' ', "", p.allGood),
		{Name: fyne.KeyName(w.T("inspect.key.space")), Text: w.T("patrol.key.good"), Do: func() {}},
		shell.OnKey(fyne.KeyReturn, 0, w.T("patrol.key.enter"), p.enter),
		shell.OnKey(fyne.KeyReturn, fyne.KeyModifierControl, w.T("patrol.key.finish"), p.finish),
		shell.On('n', w.T("inspect.key.note"), p.focusNote),
		shell.On('p', w.T("patrol.key.photo"), p.addPhoto),
		shell.OnKey(fyne.KeyV, fyne.KeyModifierControl, "", p.paste),
		shell.OnKey(fyne.KeyBackspace, 0, w.T("inspect.key.clear"), p.clear),
		{Name: fyne.KeyName("↑ ↓"), Text: w.T("patrol.key.move"), Do: func() {}},
	}
	for i, t := range p.tiles {
		if t.key != "" {
			out = append(out, shell.On(rune(t.key[0]), "", func() { p.tapped(i) }))
		}
	}
	return out
}

// Typed implements shell.Typist: digits and signs belong to the item in hand.
func (p *page) Typed(c rune) bool {
	if p.in == nil {
		return false
	}
	it := p.items[p.at]
	switch d := shell.AnswerKey(it, p.value(p.at), c); {
	case it.Type == checklist.TypeNumber && d.Do != shell.DoAnswer:
		return p.tiles[p.at].stepper.Type(c)
	case d.Do == shell.DoAnswer:
		p.record(d.Value)
	case d.Do == shell.DoType:
		p.focusText()
		p.side.text.TypedRune(c)
	default:
		return false
	}
	return true
}

// Pressed implements shell.Presser.
func (p *page) Pressed(e *fyne.KeyEvent) bool {
	if p.in == nil {
		return false
	}
	switch e.Name {
	case fyne.KeyDown:
		p.take(min(p.at+1, len(p.items)-1))
	case fyne.KeyUp:
		p.take(max(p.at-1, 0))
	case fyne.KeyLeft, fyne.KeyRight:
		by := 1
		if e.Name == fyne.KeyLeft {
			by = -1
		}
		it := p.items[p.at]
		if it.Type == checklist.TypePass || it.Type == checklist.TypeText || it.Expectation.ZH != "" {
			return false
		}
		p.record(shell.SteppedAnswer(it, p.value(p.at), by))
	default:
		return false
	}
	return true
}

// clear takes the answer in hand back; note and photos stay.
func (p *page) clear() {
	if p.in != nil && !p.value(p.at).IsZero() {
		p.record(checklist.Value{})
	}
}
