package findings

import (
	"time"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

// album is a card of photos: one large, the others in a strip below, with what
// can be done to them.
type album struct {
	s      *shell.Shell
	pics   Photos
	photos []checklist.PhotoRef
	at     int

	card   *kit.Card
	note   *kit.Label
	view   *kit.PhotoView
	strip  *kit.PhotoStrip
	add    *kit.Button
	mark   *kit.Button
	remove *kit.Button
	foot   *fyne.Container
	bar    *kit.ProgressBar
	word   *kit.Label
	busy   *fyne.Container
	col    *fyne.Container
}

// albumActs is what an album can do; nil leaves a button out.
type albumActs struct {
	addKey string
	add    func()
	mark   func(checklist.PhotoRef)
	remove func(checklist.PhotoRef)
}

func newAlbum(s *shell.Shell, pics Photos, title, empty string, acts albumActs) *album {
	a := &album{s: s, pics: pics, at: -1}
	a.note = kit.NewCaption("")
	a.view = kit.NewPhotoView(s.Picture)
	a.view.Empty = empty
	a.view.OnStep = a.choose
	a.view.OnOpen = a.large
	a.strip = kit.NewPhotoStrip(s.Picture, s.T("inspect.photoHere"), a.choose, acts.add)
	a.add = kit.NewSecondary(s.T("inspect.photoAdd"), acts.addKey, acts.add)
	a.mark = kit.NewSecondary(s.T("mark.do"), "", func() { a.with(acts.mark) })
	a.remove = kit.NewIconButton("trash", s.T("inspect.photoRemove"), func() { a.with(acts.remove) })
	a.bar, a.word = kit.NewProgressBar(0), kit.NewCaption("")
	a.busy = kit.NewColumn(6, a.word, a.bar)
	a.busy.Hide()
	head := kit.NewRow(10, kit.NewBold(title).Whole(), kit.Grow(a.note), a.mark, a.add)
	a.foot = kit.NewRow(8, kit.Grow(a.strip), a.remove)
	a.col = kit.NewColumn(10, head, kit.Grow(a.view), a.foot, a.busy)
	a.card = kit.NewCard(a.col)
	return a
}

// allow shows the buttons of what may be done now.
func (a *album) allow(add, mark, remove bool) {
	show(a.add, add)
	show(a.mark, mark && len(a.photos) > 0)
	show(a.remove, remove && len(a.photos) > 0)
	show(a.foot, len(a.photos) > 1 || remove && len(a.photos) > 0)
	a.col.Refresh()
}

// set shows photos; the newest is in front when one came in.
func (a *album) set(photos []checklist.PhotoRef, note string) {
	if len(photos) > len(a.photos) && len(a.photos) > 0 || a.at >= len(photos) {
		a.at = len(photos) - 1
	}
	if a.at < 0 && len(photos) > 0 {
		a.at = 0
	}
	a.photos = photos
	a.note.Set(note)
	a.draw()
}

// bare leaves the empty frame out when there is nothing to compare: what would
// stand in it is said beside the title.
func (a *album) bare(on bool) {
	show(a.view, !on)
	if on && a.note.Text == "" {
		a.note.Set(a.view.Empty)
	}
	a.col.Refresh()
}

// turn shows the photos of another finding from the first on.
func (a *album) turn() { a.photos, a.at = nil, -1 }

func (a *album) draw() {
	list := a.list()
	a.strip.Set(list, a.at)
	a.view.Set(list, a.at)
}

func (a *album) choose(i int) {
	a.at = i
	a.draw()
}

// with calls f with the photo in front.
func (a *album) with(f func(checklist.PhotoRef)) {
	if f != nil && a.at >= 0 && a.at < len(a.photos) {
		f(a.photos[a.at])
	}
}

func (a *album) list() []kit.Photo {
	out := make([]kit.Photo, len(a.photos))
	for i, p := range a.photos {
		out[i] = photo(a.s, a.pics, p)
	}
	return out
}

// photo is a photo as strip and view show it.
func photo(s *shell.Shell, pics Photos, p checklist.PhotoRef) kit.Photo {
	thumb, _ := pics.Thumb(p.Drawn()) // made by warm before; a photo that is not here stays blank
	path, _ := pics.Working(p.Drawn())
	when := s.T("inspect.photoUnknownTime")
	if p.TakenAt > 0 {
		when = time.UnixMilli(p.TakenAt).Local().Format("01-02 15:04")
	}
	caption := when
	if p.Source != "" {
		caption += " · " + s.T("inspect.photoSource."+p.Source)
	}
	if p.Decided() {
		caption += " · " + s.T("mark.privacy."+string(p.Privacy))
	}
	return kit.Photo{ID: p.ID, Thumb: thumb, Path: path, Caption: caption}
}

// importing shows how many pictures on their way are stored; 0 of 0 hides it.
func (a *album) importing(done, total int) {
	show(a.busy, total > 0)
	if total > 0 {
		a.word.Set(a.s.T("inspect.photoImporting", "done", itoa(done), "total", itoa(total)))
		a.bar.Set(done * 1000 / total)
	}
	a.col.Refresh()
}

// large shows the photos as large as the window lets.
func (a *album) large() {
	list := a.list()
	if a.at < 0 || a.at >= len(list) {
		return
	}
	size := a.s.Window().Canvas().Size()
	view := kit.NewPhotoView(a.s.Picture)
	view.Set(list, a.at)
	var o *kit.Overlay
	word := kit.NewCaption(a.s.T("inspect.viewerKeys"))
	done := kit.NewSecondary(a.s.T("inspect.close"), "Esc", func() { o.Dismiss() })
	body := kit.NewColumn(10, kit.MinSize(view, 320, size.Height-140), kit.NewRow(10, kit.Grow(word), done))
	o = kit.ShowDialog(a.s.Window().Canvas(), fyne.CanvasObject(body), size.Width-80, view)
	o.OnEnter = o.Dismiss
}
