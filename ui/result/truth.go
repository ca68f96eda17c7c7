package result

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

// truth is the line under the large photo of the viewer.
type truth struct {
	p    *page
	box  fyne.CanvasObject // keeps the line's place while there is nothing to say
	line *kit.Hint
	view *kit.PhotoView
	use  *checklist.PhotoUse
}

// newTruth makes the line for a viewer and follows its steps.
func (p *page) newTruth(view *kit.PhotoView) *truth {
	t := &truth{p: p, line: kit.NewHint(p.s.Picture), view: view}
	t.line.OnTap = func() {
		if t.use != nil {
			shell.ShowEarlier(p.s, context.Background(), view.Shown(), *t.use, p.sv.Photos.Working)
		}
	}
	t.box = kit.MinSize(t.line, 320, 56)
	view.OnStep = t.ask
	return t
}

// ask brings what may be worth knowing about the i-th photo.
func (t *truth) ask(i int) {
	p, ref := t.p, t.p.photos[i].ref
	t.say(nil)
	ask, in := p.sv.Truth, p.got.in
	if ask == nil {
		return
	}
	id, began := in.ID, time.UnixMilli(in.StartedAt)
	shell.Run(p.s, context.Background(), func(ctx context.Context) ([]checklist.Hint, error) { return ask(ctx, id, began, ref) }, func(list []checklist.Hint, err error) {
		if err == nil && t.view.Shown().ID == ref.ID {
			t.say(list)
		}
	})
}

func (t *truth) say(list []checklist.Hint) {
	line, use := t.p.s.Words().Hints(list)
	t.use = use
	picture := ""
	if use != nil {
		picture, _ = t.p.sv.Photos.Thumb(use.Shown())
	}
	t.line.Say(line, picture)
	t.box.Refresh()
}
