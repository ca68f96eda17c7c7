package inspect

import (
	"context"
	"time"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

// makeMarks makes the buttons under the strip: mark the photo, or say that no
// customer is in it.
func (e *evidence) makeMarks() {
	e.mark = kit.NewSecondary(e.say.T("mark.do"), "M", e.on.markPhoto).WithIcon("edit")
	e.clear = kit.NewSecondary(e.say.T("mark.clear"), "C", e.on.setClear)
	e.marks = kit.NewRow(8, e.mark, e.clear)
}

// bindMarks shows what was decided about the chosen photo.
func (e *evidence) bindMarks() {
	p, ok := e.photoChosen()
	show(e.marks, ok && e.on.markPhoto != nil)
	if !ok {
		return
	}
	switch p.Privacy {
	case checklist.PrivacyMasked:
		e.clear.WithIcon("mark-mosaic").SetText(e.say.T("mark.privacy.masked"))
		e.clear.Disable()
	case checklist.PrivacyClear:
		e.clear.WithIcon("tick").SetText(e.say.T("mark.clear"))
		e.clear.Enable()
	default:
		e.clear.WithIcon("").SetText(e.say.T("mark.clear"))
		e.clear.Enable()
	}
	e.clear.Refresh()
	e.marks.Refresh()
}

// photoChosen is the photo the strip has its ring around.
func (e *evidence) photoChosen() (checklist.PhotoRef, bool) {
	if e.selected < 0 || e.selected >= len(e.photos) {
		return checklist.PhotoRef{}, false
	}
	return e.photos[e.selected], true
}

// badges say at a glance what was done with a photo.
func badges(p checklist.PhotoRef) (out []string) {
	if len(checklist.Marks(p.Marks).Drawn()) > 0 {
		out = append(out, "edit")
	}
	switch p.Privacy {
	case checklist.PrivacyMasked:
		out = append(out, "mark-mosaic")
	case checklist.PrivacyClear:
		out = append(out, "tick")
	}
	return out
}

// markPhoto opens the editor on the chosen photo.
func (r *runner) markPhoto() {
	if !r.ready() || r.sv.Burn == nil {
		return
	}
	p, ok := r.ev.photoChosen()
	if !ok {
		r.s.Hint(r.say.T("mark.noPhoto"))
		return
	}
	r.leaveField()
	path, err := r.sv.Photos.Working(p.Hash)
	if err != nil {
		r.s.Fail(shell.Unmarkable(p, err))
		return
	}
	at := r.flow.at
	m := shell.MarkingOf(p, path)
	m.Sub = r.flow.item().Text.In(r.say.lang) + " · " + p.Name
	r.s.MarkPhoto(m, func(marks []checklist.Mark, as checklist.Privacy) { r.saveMarks(at, p, marks, as) })
	r.remember(r.id) // this inspection is still the open one
}

// setClear says that no customer is in the chosen photo, or takes it back.
func (r *runner) setClear() {
	if !r.ready() || r.sv.Burn == nil {
		return
	}
	p, ok := r.ev.photoChosen()
	switch {
	case !ok:
		r.s.Hint(r.say.T("mark.noPhoto"))
	case p.Privacy == checklist.PrivacyMasked:
		r.s.Hint(r.say.T("mark.maskedAlready"))
	case p.Privacy == checklist.PrivacyClear:
		r.saveMarks(r.flow.at, p, p.Marks, checklist.PrivacyOpen)
	default:
		r.saveMarks(r.flow.at, p, p.Marks, checklist.PrivacyClear)
	}
}

// saveMarks burns the mosaic and saves the marks, in one piece of work, so that
// closing the window waits for both.
func (r *runner) saveMarks(at place, p checklist.PhotoRef, marks []checklist.Mark, as checklist.Privacy) {
	what := r.itemWord("inspect.what.photo", at)
	records, pics, burn, id := r.sv.Records, r.sv.Photos, r.sv.Burn, r.id
	r.pending++
	shell.Save(r.s, func(ctx context.Context) (string, error) {
		masked := ""
		if len(checklist.Marks(marks).Mosaics()) > 0 {
			var err error
			if masked, err = burn(ctx, p.Hash, marks); err != nil {
				return "", err
			}
		}
		_, err := records.Edit(ctx, id, func(in *checklist.Inspection, now time.Time) error {
			return in.Mark(at.Sheet, at.Item, p.ID, marks, masked, as, now)
		})
		if after, bad := p.Marked(marks, masked, as); err == nil && bad == nil {
			warm(pics, after)
		}
		return masked, err
	}, func(masked string, err error) {
		r.pending--
		if err == nil {
			err = r.flow.in.Mark(at.Sheet, at.Item, p.ID, marks, masked, as, r.now())
		}
		if err != nil {
			r.lost(what, err)
			return
		}
		r.flow.in.Committed()
		r.refresh()
		if r.flow.in.PrivacyRequired && r.flow.at == at {
			r.ev.nextOpen()
		}
		r.settleDown()
	})
}

// nextOpen chooses the next photo nobody decided about, when the chosen one is.
func (e *evidence) nextOpen() {
	if p, ok := e.photoChosen(); !ok || !p.Decided() {
		return
	}
	for n := range e.photos {
		if i := (e.selected + 1 + n) % len(e.photos); !e.photos[i].Decided() {
			e.choose(i)
			return
		}
	}
}

// warm makes the copies of a marked photo, which takes part of a second, before
// the window asks for them. They are a cache: what fails is tried again there.
func warm(pics Photos, p checklist.PhotoRef) {
	if p.Drawn() != p.Hash {
		_, _ = pics.Working(p.Drawn())
		_, _ = pics.Thumb(p.Drawn())
	}
}

func warmAll(pics Photos, in *checklist.Inspection) {
	for _, s := range in.Sheets {
		for _, a := range s.Answers {
			for _, p := range a.Photos {
				warm(pics, p)
			}
		}
	}
}
