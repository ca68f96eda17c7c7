package result

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// appeal is the appeal being written. It outlives its form, which makes way for the
// editor that masks a photo.
type appeal struct {
	p      *page
	why    string
	photos []checklist.PhotoRef
	at     int  // the photo in front
	clear  bool // no customer is in those nobody masked
	busy   int  // photos being stored or masked
	away   bool // the editor is open

	form  *kit.Overlay
	text  *kit.TextField
	strip *kit.PhotoStrip
	said  *kit.Label
	mark  *kit.Button
	drop  *kit.Button
	tools *fyne.Container
	col   *fyne.Container
}

// pictureEndings are the pictures an appeal takes.
var pictureEndings = []string{".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif"}

// askAppeal asks for the reason of an appeal, and for photos that show it.
func (p *page) askAppeal() {
	if !p.mayAppeal() {
		return
	}
	if p.appealing == nil {
		p.appealing = &appeal{p: p}
	}
	p.appealing.ask()
}

// ask shows the form with what was written so far.
func (a *appeal) ask() {
	p := a.p
	a.away = false
	a.text = kit.NewTextArea(p.t("check.appealHint"), 3)
	a.text.Fill(a.why)
	a.text.OnChanged = func(s string) { a.why = s }
	how := kit.NewParagraph(p.t("check.appealHow", "day", p.s.Words().DayOf(p.got.review.AppealUntil)), theme.Muted)
	a.col = kit.NewColumn(12, how, a.text)
	if p.sv.AddPhoto != nil {
		a.pictures()
	}
	a.form = p.s.Form(p.t("check.do.appeal"), a.col, 560, a.text, p.t("check.do.appeal"), a.send)
	a.text.OnEscape = a.form.Dismiss
	a.show()
}

// pictures builds what is about photos.
func (a *appeal) pictures() {
	p := a.p
	a.strip = kit.NewPhotoStrip(p.s.Picture, "", func(i int) { a.at = i; a.show() }, nil)
	a.said = kit.NewCaption("")
	add := kit.NewSecondary(p.t("check.addPhotos"), "", a.choose).WithIcon("photo")
	a.mark = kit.NewSecondary(p.t("check.maskPhoto"), "", a.edit).WithIcon("mark-mosaic")
	a.drop = kit.NewIconButton("trash", p.t("inspect.photoRemove"), a.remove)
	a.tools = kit.NewRow(8, kit.Grow(a.strip), a.mark, a.drop)
	clear := kit.NewToggle(p.t("check.noCustomers"), a.clear, func(on bool) { a.clear = on; a.show() })
	a.col.Add(kit.NewRow(10, add, kit.Grow(a.said)))
	a.col.Add(a.tools)
	a.col.Add(clear)
}

// show draws the photos and what was decided about them.
func (a *appeal) show() {
	if a.strip == nil {
		return
	}
	p := a.p
	a.at = min(max(a.at, 0), len(a.photos)-1)
	a.strip.Set(a.list(), a.at)
	open := 0
	for i := range a.photos {
		if !a.decided(i) {
			open++
		}
	}
	switch {
	case a.busy > 0:
		a.said.Set(p.t("check.photosBusy"))
	case len(a.photos) == 0:
		a.said.Set(p.t("check.noPhotos"))
	case open > 0:
		a.said.Set(p.t("check.photosOpen", "n", p.s.Words().N(len(a.photos)), "open", p.s.Words().N(open)))
	default:
		a.said.Set(p.t("check.photosDecided", "n", p.s.Words().N(len(a.photos))))
	}
	if p.sv.Burn == nil {
		a.mark.Hide()
	}
	if len(a.photos) == 0 {
		a.tools.Hide()
	} else {
		a.tools.Show()
	}
	a.col.Refresh()
}

func (a *appeal) list() []kit.Photo {
	out := make([]kit.Photo, len(a.photos))
	for i, ref := range a.photos {
		thumb, _ := a.p.sv.Photos.Thumb(ref.Drawn()) // a photo that is not here stays blank
		out[i] = kit.Photo{ID: ref.ID, Thumb: thumb, Caption: ref.Name}
		if a.decided(i) {
			out[i].Badges = []string{"tick"}
		}
		if ref.Privacy == checklist.PrivacyMasked {
			out[i].Badges = []string{"mark-mosaic"}
		}
	}
	return out
}

// decided says whether somebody decided about customers in the i-th photo.
func (a *appeal) decided(i int) bool { return a.clear || a.photos[i].Decided() }

// choose asks for pictures; each is stored at once, so that it can be masked.
func (a *appeal) choose() {
	bring := func(paths []string) {
		for _, path := range paths {
			a.bring(path)
		}
	}
	if many, ok := a.p.s.Choose.(shell.ManyChooser); ok {
		many.OpenFiles(pictureEndings, bring)
		return
	}
	a.p.s.Choose.OpenFile(pictureEndings, func(path string) { bring([]string{path}) })
}

func (a *appeal) bring(path string) {
	add := a.p.sv.AddPhoto
	a.busy++
	a.show()
	shell.Save(a.p.s, func(ctx context.Context) (checklist.PhotoRef, error) { return add(ctx, path, "file") }, func(ref checklist.PhotoRef, err error) {
		a.busy--
		switch {
		case err != nil:
			a.p.s.Fail(err)
		case slices.ContainsFunc(a.photos, func(x checklist.PhotoRef) bool { return x.Hash == ref.Hash }):
			a.p.s.Hint(a.p.s.Words().Error(checklist.Fail("photo.twice", "name", ref.Name)))
		default:
			a.photos = append(a.photos, ref)
			a.at = len(a.photos) - 1
		}
		a.show()
	})
}

func (a *appeal) remove() {
	if a.at >= 0 && a.at < len(a.photos) {
		a.photos = slices.Delete(a.photos, a.at, a.at+1)
		a.show()
	}
}

// edit opens the editor on the photo in front; the form comes back when it is left.
func (a *appeal) edit() {
	p := a.p
	if p.sv.Burn == nil || a.at < 0 || a.at >= len(a.photos) {
		return
	}
	ref := a.photos[a.at]
	path, err := p.sv.Photos.Working(ref.Hash)
	if err != nil {
		p.s.Fail(shell.Unmarkable(ref, err))
		return
	}
	a.away = true
	a.form.Close()
	p.s.MarkPhoto(shell.MarkingOf(ref, path), func(marks []checklist.Mark, as checklist.Privacy) { a.burn(ref, marks, as) })
}

// burn makes the masked copy and puts the photo with it in the place of the other.
func (a *appeal) burn(ref checklist.PhotoRef, marks []checklist.Mark, as checklist.Privacy) {
	burn, photos := a.p.sv.Burn, a.p.sv.Photos
	a.busy++
	shell.Save(a.p.s, func(ctx context.Context) (checklist.PhotoRef, error) {
		masked := ""
		var err error
		if len(checklist.Marks(marks).Mosaics()) > 0 {
			if masked, err = burn(ctx, ref.Hash, marks); err != nil {
				return ref, err
			}
		}
		after, err := ref.Marked(marks, masked, as)
		if err == nil {
			_, _ = photos.Thumb(after.Drawn()) // a cache: what fails is tried again
		}
		return after, err
	}, func(after checklist.PhotoRef, err error) {
		a.busy--
		if err != nil {
			a.p.s.Fail(err)
		} else {
			for i := range a.photos {
				if a.photos[i].ID == after.ID {
					a.photos[i] = after
				}
			}
		}
		if a.form != nil {
			a.show()
		}
	})
}

// back shows the form again when the editor was left.
func (a *appeal) back() {
	if a != nil && a.away {
		a.ask()
	}
}

// send stores the appeal.
func (a *appeal) send(done func()) {
	p := a.p
	why := strings.TrimSpace(a.why)
	switch {
	case why == "":
		p.s.Window().Canvas().Focus(a.text)
		return
	case a.busy > 0:
		p.s.Hint(p.t("check.photosBusy"))
		return
	}
	refs := slices.Clone(a.photos)
	for i := range refs {
		if a.clear && !refs[i].Decided() {
			refs[i].Privacy = checklist.PrivacyClear
		}
		if p.got.in.PrivacyRequired && !refs[i].Decided() {
			p.s.Hint(p.s.Words().Error(checklist.Fail("check.photoOpen", "name", refs[i].Name)))
			return
		}
	}
	sv, id := p.sv, p.id
	p.appealing = nil
	done()
	shell.Save(p.s, func(ctx context.Context) (checklist.ReviewOutcome, error) {
		out, err := sv.Reviews.EditReviews(ctx, []string{id}, func(r *checklist.Review, act checklist.Act) error { return r.AppealTo(act, why, refs) })
		if err == nil && len(out.Refused) > 0 {
			err = out.Refused[0].Err
		}
		return out, err
	}, func(_ checklist.ReviewOutcome, err error) {
		if err != nil {
			p.s.Fail(err)
			return
		}
		p.s.Toast(p.t("check.appealed"), nil)
		p.s.Reload()
	})
}
