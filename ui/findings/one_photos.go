package findings

import (
	"slices"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

// addAfter asks for photos of the finding put right.
func (p *One) addAfter() {
	if p.fixing() {
		p.in.Choose(p.takeAfter())
	}
}

// fixing says whether after-photos may be added now, and why not.
func (p *One) fixing() bool {
	if p.got.f == nil {
		return false
	}
	if p.mode != modeFix {
		p.s.Hint(p.s.T("findings.notFixing"))
		return false
	}
	return true
}

// takeAfter adds a stored photo to the draft of the finding now in front, even
// when another one is in front by the time the photo is stored.
func (p *One) takeAfter() func(checklist.PhotoRef) error {
	id := p.got.f.ID
	return func(ref checklist.PhotoRef) error {
		ref.Kind = checklist.PhotoAfter
		here := p.got.f.ID == id
		photos, err := withPhoto(p.draft.Photos, ref)
		if here && err != nil {
			return err
		}
		changeDraft(p.s, p.sv.Settings, id, func(d *Draft) {
			d.Photos, _ = withPhoto(d.Photos, ref) // the same picture twice stays once
		})
		if here {
			p.draft.Photos = photos
			p.showPhotos()
			p.work.check()
		}
		return nil
	}
}

// broughtIn leads on to the text once the photos are in.
func (p *One) broughtIn(added int) {
	if added > 0 && p.mode == modeFix && p.draft.Text == "" {
		kit.Focus(p.work.text)
	}
}

// dropAfter takes a photo off the draft; it can be put back.
func (p *One) dropAfter(ref checklist.PhotoRef) {
	id, take := p.got.f.ID, p.takeAfter()
	without := func(list []checklist.PhotoRef) []checklist.PhotoRef {
		return slices.DeleteFunc(slices.Clone(list), func(x checklist.PhotoRef) bool { return x.ID == ref.ID })
	}
	p.draft.Photos = without(p.draft.Photos)
	changeDraft(p.s, p.sv.Settings, id, func(d *Draft) { d.Photos = without(d.Photos) })
	p.showPhotos()
	p.work.check()
	p.s.Toast(p.s.T("findings.photoRemoved"), func() {
		if err := take(ref); err != nil && p.got.f.ID == id {
			p.s.Fail(err)
		}
	})
}

// addBefore asks for more photos of the problem.
func (p *One) addBefore() {
	if p.got.f == nil {
		return
	}
	if err := p.got.f.Refusal(p.s.Profile().User, checklist.VerbAddPhoto); err != nil {
		p.s.Hint(p.s.Words().Error(err))
		return
	}
	id := p.got.f.ID
	p.in.Choose(func(ref checklist.PhotoRef) error {
		p.edit(id, func(f *checklist.Finding, act checklist.Act) error { return f.AddPhoto(act, ref) }, nil)
		return nil
	})
}

// Drop implements shell.DropTarget: photos of the finding put right.
func (p *One) Drop(paths []string) {
	if p.fixing() {
		p.in.Bring(paths, shell.SourceDrop, p.takeAfter())
	}
}

func (p *One) paste() {
	if p.fixing() {
		p.in.Paste(p.takeAfter())
	}
}
