package meeting

import (
	"context"
	"slices"
	"strconv"
	"time"

	"hallcheck/checklist"
	"hallcheck/ui/shell"
)

// save stores the deck as it is now.
func (p *page) save() {
	d := p.deck()
	if d == nil {
		return
	}
	now, st := copied(d), p.sv.Store
	p.saving++
	shell.Save(p.s, func(ctx context.Context) (checklist.Deck, error) { return st.SaveDeck(ctx, now) }, func(_ checklist.Deck, err error) {
		p.saving--
		if err != nil {
			p.s.Fail(err)
			p.s.Reload()
		}
	})
}

// change changes the deck, stores it and draws it again.
func (p *page) change(verb func(d *checklist.Deck)) {
	p.settle()
	if d := p.deck(); d != nil {
		verb(d)
		p.save()
		p.redraw()
	}
}

// pause is how long nobody types before what was typed is stored.
const pause = 700 * time.Millisecond

// later has take called when nobody types for a moment, or when the field is left.
func (p *page) later(take func()) {
	p.typed = take
	if p.wait != nil {
		p.wait()
	}
	ctx, cancel := context.WithCancel(p.ctx)
	p.wait = cancel
	p.s.After(ctx, pause, p.settle)
}

// settle takes over what was typed.
func (p *page) settle() {
	take := p.typed
	if p.typed = nil; take != nil {
		take()
	}
}

// item is where the deck has what a slide was made from, -1 = nowhere.
func (p *page) item(ref string) int {
	d := p.deck()
	if d == nil || ref == "" {
		return -1
	}
	return slices.IndexFunc(d.Items, func(x checklist.DeckItem) bool { return x.ID == ref })
}

// month has a deck of this month made and works on it.
func (p *page) month() {
	p.settle()
	now, sv, branch := p.s.Now(), p.sv, p.s.Profile().Branch.Code
	if p.s.Face() == checklist.FaceHQ {
		branch = ""
	}
	title := p.t("monthTitle", "year", strconv.Itoa(now.Year()), "month", strconv.Itoa(int(now.Month())))
	p.saving++
	shell.Save(p.s, func(ctx context.Context) (checklist.Deck, error) {
		d, err := sv.Papers.Month(ctx, title, branch, now)
		if err != nil {
			return checklist.Deck{}, err
		}
		return sv.Store.SaveDeck(ctx, *d)
	}, func(d checklist.Deck, err error) {
		p.saving--
		if err != nil {
			p.s.Fail(err)
			return
		}
		p.wanted = d.ID
		p.s.Reload()
	})
}

// dropDeck deletes a deck; it can be taken back.
func (p *page) dropDeck() {
	p.settle()
	d := p.deck()
	if d == nil {
		return
	}
	gone, st := copied(d), p.sv.Store
	p.saving++
	shell.Save(p.s, func(ctx context.Context) (struct{}, error) { return struct{}{}, st.DeleteDeck(ctx, gone.ID) }, func(_ struct{}, err error) {
		p.saving--
		if err != nil {
			p.s.Fail(err)
			return
		}
		p.at = -1
		p.s.Reload()
		p.s.Toast(p.t("deckRemoved", "what", gone.Title), func() { p.restore(gone) })
	})
}

// restore stores a deleted deck again.
func (p *page) restore(d checklist.Deck) {
	st := p.sv.Store
	p.saving++
	shell.Save(p.s, func(ctx context.Context) (checklist.Deck, error) { return st.SaveDeck(ctx, d) }, func(d checklist.Deck, err error) {
		p.saving--
		if err != nil {
			p.s.Fail(err)
			return
		}
		p.wanted = d.ID
		p.s.Reload()
	})
}

// shift exchanges slide i with one beside it, on the screen and in the deck;
// false when one of them keeps its place.
func (p *page) shift(i, by int) bool {
	k := i + by
	if i < 0 || k < 0 || i >= len(p.slides) || k >= len(p.slides) {
		return false
	}
	a, b := p.item(p.slides[i].slide.Ref), p.item(p.slides[k].slide.Ref)
	if a < 0 || b < 0 {
		return false
	}
	items := p.deck().Items
	items[a], items[b] = items[b], items[a]
	p.slides[i], p.slides[k] = p.slides[k], p.slides[i]
	p.list.Mark(k)
	return true
}

// move moves the slide chosen up or down.
func (p *page) move(by int) {
	if p.live != nil {
		return
	}
	p.settle()
	if i := p.list.Selected(); p.shift(i, by) {
		p.list.Select(i + by)
		p.save()
		p.redraw()
	}
}

// remove takes the slide chosen out of the deck; it can be taken back.
func (p *page) remove() {
	e := p.current()
	if e == nil || p.live != nil {
		return
	}
	at := p.item(e.slide.Ref)
	if at < 0 {
		p.s.Hint(p.t("fixed"))
		return
	}
	p.settle()
	d := p.deck()
	id, gone, what := d.ID, d.Items[at], e.slide.Heading
	p.change(func(d *checklist.Deck) { d.Items = slices.Delete(d.Items, at, at+1) })
	p.s.Toast(p.t("removed", "what", what), func() {
		if d := p.deck(); d == nil || d.ID != id {
			return
		}
		p.seek = gone.ID
		p.change(func(d *checklist.Deck) { d.Items = slices.Insert(d.Items, min(at, len(d.Items)), gone) })
	})
}

// put adds what was chosen behind the slide chosen, or at the end.
func (p *page) put(items []checklist.DeckItem) {
	if len(items) == 0 {
		return
	}
	at := len(p.deck().Items)
	if e := p.current(); e != nil {
		if i := p.item(e.slide.Ref); i >= 0 {
			at = i + 1
		}
	}
	p.seek = items[0].ID
	p.change(func(d *checklist.Deck) { d.Items = slices.Insert(d.Items, at, items...) })
	p.s.Toast(p.t("added", "n", strconv.Itoa(len(items))), nil)
}

// step chooses the slide below or above.
func (p *page) step(by int) {
	if to := p.list.Selected() + by; to >= 0 && to < len(p.slides) {
		p.settle()
		p.list.Select(to)
		p.side.show()
	}
}
