package cases

import (
	"context"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

// album shows the photos of a case, what was decided about the one in front, and the way
// to mark it; nothing for a case without.
func (p *page) album(x *hall.Case) []fyne.CanvasObject {
	if len(x.Photos) == 0 {
		return nil
	}
	shown := make([]kit.Photo, len(x.Photos))
	for i, ref := range x.Photos {
		thumb, err := p.sv.Photos.Thumb(ref.Drawn())
		if err != nil {
			thumb = ""
		}
		shown[i] = kit.Photo{ID: ref.ID, Thumb: thumb}
	}
	at := p.inFront(x)
	strip := kit.NewPhotoStrip(p.s.Picture, "", func(i int) { p.look(x, i) }, nil)
	strip.Set(shown, at)
	return []fyne.CanvasObject{strip, kit.Flow(p.decision(x.Photos[at], at, len(x.Photos)), p.markButton())}
}

// inFront is the photo last looked at, else the first nobody decided about.
func (p *page) inFront(x *hall.Case) int {
	if i := slices.IndexFunc(x.Photos, func(ref checklist.PhotoRef) bool { return ref.ID == p.pic }); i >= 0 {
		return i
	}
	return max(slices.IndexFunc(x.Photos, func(ref checklist.PhotoRef) bool { return !ref.Decided() }), 0)
}

// decision says what was decided about customers in a photo.
func (p *page) decision(ref checklist.PhotoRef, i, of int) fyne.CanvasObject {
	tone, icon, word := kit.Warn, "warn", p.s.T("mark.privacy.open")
	if ref.Decided() {
		tone, icon, word = kit.Pass, "shield", p.s.T("mark.privacy."+string(ref.Privacy))
	}
	if of > 1 {
		word = strconv.Itoa(i+1) + "/" + strconv.Itoa(of) + " " + word
	}
	return kit.NewIconPill(tone, icon, word)
}

func (p *page) markButton() fyne.CanvasObject {
	b := kit.NewSecondary(p.s.T("mark.do"), "M", p.mark)
	if p.sv.Burn == nil {
		b.Hide()
	}
	return b
}

// look shows a photo large.
func (p *page) look(x *hall.Case, i int) {
	if i < 0 || i >= len(x.Photos) {
		return
	}
	p.pic = x.Photos[i].ID
	p.showDetail()
	path, err := p.sv.Photos.Working(x.Photos[i].Drawn())
	if err != nil {
		p.s.Fail(err)
		return
	}
	view := kit.NewPhotoView(p.s.Picture)
	view.Set([]kit.Photo{{ID: x.Photos[i].ID, Path: path}}, 0)
	p.s.Dialog(p.what(x), kit.MinSize(view, 560, 400), 620)
}

// mark opens the editor on the photo in front. The entry stays as it is: what is drawn
// and hidden is an entry of its own.
func (p *page) mark() {
	x := p.current()
	if x == nil || len(x.Photos) == 0 || p.sv.Burn == nil {
		p.s.Hint(p.t("noPhoto"))
		return
	}
	sv, entry, ref := p.sv, x.ID, x.Photos[p.inFront(x)]
	path, err := sv.Photos.Working(ref.Hash)
	if err != nil {
		p.s.Fail(shell.Unmarkable(ref, err))
		return
	}
	p.s.MarkPhoto(shell.MarkingOf(ref, path), func(marks []checklist.Mark, as checklist.Privacy) {
		shell.Save(p.s, func(ctx context.Context) (struct{}, error) { return struct{}{}, sv.mark(ctx, entry, ref, marks, as) }, func(_ struct{}, err error) {
			if err != nil {
				p.s.Fail(err)
			}
			p.s.Reload()
		})
	})
}

// mark burns the mosaics in and writes down how the photo of an entry is marked from now on.
func (sv *Services) mark(ctx context.Context, entry string, ref checklist.PhotoRef, marks checklist.Marks, as checklist.Privacy) error {
	masked := ""
	var err error
	if len(marks.Mosaics()) > 0 {
		if masked, err = sv.Burn(ctx, ref.Hash, marks); err != nil {
			return err
		}
	}
	after, err := ref.Marked(marks, masked, as)
	if err != nil {
		return err
	}
	_, err = sv.Log.Append(ctx, hall.Entry{Kind: hall.KindMark, Ref: entry, Photos: []checklist.PhotoRef{after}})
	if err == nil {
		_, _ = sv.Photos.Thumb(after.Drawn()) // made before the window asks; tried again there
		_, _ = sv.Photos.Working(after.Drawn())
	}
	return err
}
