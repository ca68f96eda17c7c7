package findings

import (
	"context"
	"slices"

	"hallcheck/checklist"
	"hallcheck/ui/shell"
)

// warm makes the copies of photos before the window asks for them. They are a
// cache: what fails is tried again there.
func warm(pics Photos, lists ...[]checklist.PhotoRef) {
	for _, list := range lists {
		for _, p := range list {
			_, _ = pics.Working(p.Drawn())
			_, _ = pics.Thumb(p.Drawn())
		}
	}
}

// marking opens the editor on a photo; save gets the photo as it is afterwards,
// away from the window, with its mosaic burnt in.
func marking(s *shell.Shell, sv *Services, p checklist.PhotoRef, save func(context.Context, checklist.PhotoRef) error, then func(checklist.PhotoRef)) {
	if sv.Burn == nil {
		return
	}
	s.Window().Canvas().Unfocus()
	path, err := sv.Photos.Working(p.Hash)
	if err != nil {
		s.Fail(shell.Unmarkable(p, err))
		return
	}
	s.MarkPhoto(shell.MarkingOf(p, path), func(marks []checklist.Mark, as checklist.Privacy) {
		shell.Save(s, func(ctx context.Context) (checklist.PhotoRef, error) {
			masked := ""
			var err error
			if len(checklist.Marks(marks).Mosaics()) > 0 {
				if masked, err = sv.Burn(ctx, p.Hash, marks); err != nil {
					return p, err
				}
			}
			after, err := p.Marked(marks, masked, as)
			if err == nil {
				err = save(ctx, after)
			}
			if err == nil {
				warm(sv.Photos, []checklist.PhotoRef{after})
			}
			return after, err
		}, func(after checklist.PhotoRef, err error) {
			if err != nil {
				s.Fail(err)
				return
			}
			then(after)
		})
	})
}

// swapped is the list with a photo in the place of the one with its id.
func swapped(list []checklist.PhotoRef, p checklist.PhotoRef) []checklist.PhotoRef {
	out := slices.Clone(list)
	for i := range out {
		if out[i].ID == p.ID {
			out[i] = p
		}
	}
	return out
}

// markPhoto marks a photo of the finding, or one not yet handed in.
func (p *One) markPhoto(ref checklist.PhotoRef) {
	id, moves := p.got.f.ID, p.sv.Moves
	drafted := slices.ContainsFunc(p.draft.Photos, func(x checklist.PhotoRef) bool { return x.ID == ref.ID })
	marking(p.s, p.sv, ref, func(ctx context.Context, after checklist.PhotoRef) error {
		if drafted {
			return nil
		}
		_, err := moves.EditFinding(ctx, id, func(f *checklist.Finding, act checklist.Act) error { return f.MarkPhoto(act, after) })
		return err
	}, func(after checklist.PhotoRef) {
		if !drafted {
			return // the change of the finding shows itself
		}
		changeDraft(p.s, p.sv.Settings, id, func(d *Draft) { d.Photos = swapped(d.Photos, after) })
		if p.got.f.ID == id {
			p.draft.Photos = swapped(p.draft.Photos, after)
			p.showPhotos()
		}
	})
}

// markShown marks the photo in front: the one after while there is one.
func (p *One) markShown() {
	if p.got.f == nil {
		return
	}
	a := p.before
	if p.mode == modeFix && len(p.draft.Photos) > 0 {
		a = p.after
	}
	if len(a.photos) == 0 || p.sv.Burn == nil {
		p.s.Hint(p.s.T("mark.noPhoto"))
		return
	}
	a.with(p.markPhoto)
}

// markPhoto marks a photo of the entry.
func (p *Entry) markPhoto(ref checklist.PhotoRef) {
	marking(p.s, p.sv, ref, func(context.Context, checklist.PhotoRef) error { return nil }, func(after checklist.PhotoRef) {
		p.change(func(d *Draft) { d.Photos = swapped(d.Photos, after) })
		p.showPhotos()
	})
}
