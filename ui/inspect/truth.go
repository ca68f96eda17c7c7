package inspect

import (
	"context"
	"time"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

// truth is the line under the photos that tells what may be worth knowing about
// the chosen one, with the earlier photo beside it.
type truth struct {
	line  *kit.Hint
	of    string // id of the photo it speaks of
	use   *checklist.PhotoUse
	known map[string][]checklist.Hint // by photo id
}

// makeTruth makes the line; it stays hidden where there is nothing to say.
func (e *evidence) makeTruth(load kit.Loader) {
	e.truth = truth{line: kit.NewHint(load), known: map[string][]checklist.Hint{}}
	e.truth.line.OnTap = func() {
		if p, ok := e.photoChosen(); ok && e.truth.use != nil {
			e.on.compare(p, *e.truth.use)
		}
	}
}

// bindTruth asks about the chosen photo, once each.
func (e *evidence) bindTruth() {
	p, ok := e.photoChosen()
	if ok && e.truth.of == p.ID {
		return
	}
	e.truth.of = p.ID
	known, asked := e.truth.known[p.ID]
	e.tell(known)
	if !ok || asked {
		return
	}
	e.on.ask(p, func(list []checklist.Hint) {
		e.truth.known[p.ID] = list
		if e.truth.of == p.ID {
			e.tell(list)
			e.col.Refresh()
			e.box.Refresh()
		}
	})
}

func (e *evidence) tell(list []checklist.Hint) {
	line, use := shell.Words{Lang: e.say.lang}.Hints(list)
	e.truth.use = use
	picture := ""
	if use != nil {
		picture, _ = e.pics.Thumb(use.Shown())
	}
	e.truth.line.Say(line, picture)
}

// askTruth brings the hints of a photo; without them the work goes on.
func (r *runner) askTruth(p checklist.PhotoRef, then func([]checklist.Hint)) {
	in, ask := r.flow.in, r.sv.Truth
	if ask == nil || in == nil {
		return
	}
	id, began := in.ID, time.UnixMilli(in.StartedAt)
	shell.Run(r.s, r.ctx, func(ctx context.Context) ([]checklist.Hint, error) { return ask(ctx, id, began, p) }, func(list []checklist.Hint, err error) {
		if err == nil {
			then(list)
		}
	})
}

// compare shows the photo and its earlier use side by side.
func (r *runner) compare(p checklist.PhotoRef, use checklist.PhotoUse) {
	shell.ShowEarlier(r.s, r.ctx, r.ev.photo(p), use, r.sv.Photos.Working)
}
