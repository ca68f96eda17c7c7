package inspect

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/shell"
)

// verb is one change of an inspection.
type verb func(in *checklist.Inspection, now time.Time) error

// do makes a change: on the page's own copy at once, then in the store. what
// names it in the sentence when it could not be saved. after moves the focus
// once the change is made, so that the place worked on is saved with it. It
// returns false when the domain refuses.
func (r *runner) do(what string, v verb, after func()) bool {
	if err := v(r.flow.in, r.now()); err != nil {
		r.s.Fail(err)
		r.refresh()
		return false
	}
	r.flow.in.Committed()
	if after != nil {
		after()
	}
	records, id, at := r.sv.Records, r.id, r.flow.at
	r.pending++
	shell.Save(r.s, func(ctx context.Context) (*checklist.Result, error) {
		in, err := records.Edit(ctx, id, func(in *checklist.Inspection, now time.Time) error {
			if err := v(in, now); err != nil {
				return err
			}
			if at.Item != "" {
				in.Cursor = at.Sheet + "/" + at.Item
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		return checklist.Evaluate(in), nil
	}, func(res *checklist.Result, err error) {
		r.pending--
		if err != nil {
			r.lost(what, err)
			return
		}
		r.result = res
		r.settleDown()
	})
	r.refresh()
	r.askReasons()
	return true
}

// settleDown shows the score once it is known, and the whole page again when
// the last edit has come through.
func (r *runner) settleDown() {
	if r.stale && r.pending == 0 {
		r.reread()
		return
	}
	r.bottom.set(r.flow, r.result)
	r.card.answer.Busy = r.pending > 0
	r.showKeyed()
}

// showKeyed shows the marks or occurrences a key gave while edits were on
// their way; what is being typed into a number is left alone.
func (r *runner) showKeyed() {
	if it := r.flow.item(); r.pending == 0 && it != nil && it.Type == checklist.TypeScore {
		r.card.answer.Bind(r.flow.in.Checklist, it, r.flow.answer().Value)
		r.card.Refresh()
	}
}

// lost says what was not saved and shows the state as it really is.
func (r *runner) lost(what string, err error) {
	r.stale = true
	r.s.Fail(checklist.Fail("inspect.notSaved", "what", what, "why", r.s.Words().Error(err)).Because(err))
	if r.pending == 0 {
		r.reread()
	}
}

// reread takes the state from the store; queued behind every edit.
func (r *runner) reread() {
	records, id := r.sv.Records, r.id
	shell.Save(r.s, func(ctx context.Context) (loaded, error) {
		in, err := records.Inspection(ctx, id)
		if err != nil {
			return loaded{}, err
		}
		return loaded{in: in, result: checklist.Evaluate(in)}, nil
	}, func(l loaded, err error) {
		if err != nil || r.pending > 0 {
			return
		}
		r.stale = false
		r.flow.show(l.in)
		r.result = l.result
		r.card.at = place{} // the fields show what is stored
		r.refresh()
	})
}

func (r *runner) itemWord(key string, p place) string {
	name := p.Item
	if it := r.flow.in.Checklist.ItemByID(p.Item); it != nil {
		name = it.Text.In(r.say.lang)
	}
	return r.say.T(key, "item", name)
}

// answer records a value at the focus; the next open item takes the focus
// unless this one still wants something.
func (r *runner) answer(v checklist.Value) {
	r.saveTyping()
	at := r.flow.at
	stay := r.flow.item().Type == checklist.TypeNumber || r.flow.item().Type == checklist.TypeText
	r.do(r.itemWord("inspect.what.answer", at), func(in *checklist.Inspection, now time.Time) error {
		return in.Record(at.Sheet, at.Item, v, now)
	}, func() {
		if v.IsZero() || stay && v.Verdict == "" {
			return
		}
		r.flow.advance()
	})
	if v.Verdict == checklist.NA && r.flow.at == at {
		r.focus(r.card.note)
	}
}

// record gives an answer and stays: stepping and taking back.
func (r *runner) record(at place, v checklist.Value) {
	r.do(r.itemWord("inspect.what.answer", at), func(in *checklist.Inspection, now time.Time) error {
		return in.Record(at.Sheet, at.Item, v, now)
	}, nil)
}

// settle saves who fixes the item by when.
func (r *runner) settle(x checklist.Remedy) {
	at := r.flow.at
	r.do(r.itemWord("inspect.what.remedy", at), func(in *checklist.Inspection, now time.Time) error {
		return in.Settle(at.Sheet, at.Item, x, now)
	}, nil)
}

// typingKind is which field is being typed into.
type typingKind int

const (
	typingNote typingKind = iota
	typingText
	typingRecording
)

// typing is what stands in a field and is not yet handed to the store.
type typing struct {
	kind typingKind
	at   place
	text string
}

// The longest a typed letter waits for the next one before it is saved.
const typingPause = 250 * time.Millisecond

// typeInto takes a field's text; it is saved when the typing pauses, when the
// field or the page is left, and before anything else is saved.
func (r *runner) typeInto(kind typingKind, text string) {
	if r.flow == nil || r.flow.at.Item == "" {
		return
	}
	if r.typing != nil && (r.typing.kind != kind || r.typing.at != r.flow.at) {
		r.saveTyping()
	}
	t := &typing{kind, r.flow.at, text}
	r.typing = t
	r.s.After(r.ctx, typingPause, func() {
		if r.typing == t {
			r.saveTyping()
		}
	})
}

func (r *runner) saveTyping() {
	t := r.typing
	if t == nil || r.flow == nil {
		return
	}
	r.typing = nil
	what := r.itemWord("inspect.what.note", t.at)
	r.do(what, func(in *checklist.Inspection, now time.Time) error {
		switch t.kind {
		case typingText:
			return in.Record(t.at.Sheet, t.at.Item, checklist.TextValue(t.text), now)
		case typingRecording:
			return in.Cite(t.at.Sheet, t.at.Item, t.text, now)
		default:
			return in.Note(t.at.Sheet, t.at.Item, t.text, now)
		}
	}, nil)
}

// fieldFocused saves what was typed when a field is left.
func (r *runner) fieldFocused(on bool) {
	if !on {
		r.saveTyping()
	}
}

// move changes the focus by f and shows it.
func (r *runner) move(f func()) {
	r.saveTyping()
	f()
	r.refresh()
	r.askReasons()
}

func (r *runner) goTo(p place) {
	r.leaveField()
	r.move(func() { r.flow.at = p })
}

// goNext leads to the next open item; with none left, to finishing.
func (r *runner) goNext() {
	if r.flow != nil && r.flow.sheet() == nil {
		r.sheets.ask()
		return
	}
	r.leaveField()
	r.move(func() { r.flow.goNext() })
}

// focus gives the keyboard to a field, also to one that was never drawn yet.
func (r *runner) focus(f fyne.Focusable) { r.s.Window().Canvas().Focus(f) }

func (r *runner) leaveField() { r.s.Window().Canvas().Unfocus() }
