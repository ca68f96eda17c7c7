package review

import (
	"context"
	"image"
	"slices"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// board is the card with the pair in front: what is wrong, both pictures, what
// was done and what can be decided.
type board struct {
	p    *page
	card *kit.Card
	twin *twin
	foot *foot
	top  *fyne.Container
	on   [2]string           // hash of the picture on each side
	use  *checklist.PhotoUse // where the picture after was used before, nil = nowhere

	title, meta, below         *kit.Label
	zone, repeat, onTime, rank *kit.Pill
}

func newBoard(p *page) *board {
	b := &board{p: p, twin: newTwin()}
	b.title, b.meta, b.below = kit.NewTitle(""), kit.NewCaption("").Whole(), kit.NewCaption("")
	b.zone, b.repeat, b.onTime, b.rank = kit.NewPill(kit.Plain, ""), kit.NewPill(kit.Warn, ""), kit.NewPill(kit.Pass, ""), kit.NewPill(kit.Fail, "")
	b.foot = newFoot(p)
	b.twin.OnSize = func() {
		if p.f != nil {
			b.pictures()
			p.get.ahead(p.near())
		}
	}
	b.twin.OnZoom = b.zoomed
	b.twin.note.OnTap = b.compare
	head := kit.NewColumn(2, kit.NewRow(10, b.title, b.zone, b.repeat, b.rank, b.onTime, kit.Space(), b.meta), b.below)
	body := kit.NewColumn(0, kit.Inset(head, 13, 16, 13, 16), kit.Grow(b.twin), kit.Inset(b.foot.area, 12, 16, 10, 16))
	b.top = head
	b.card = kit.NewCardInset(container.New(boardLayout{b}, body), 1)
	return b
}

// boardLayout puts the words of the head below each other where the board is
// narrow.
type boardLayout struct{ b *board }

// headLine is the width at 100 % from which the head is one line.
const headLine = 680

// MinSize implements fyne.Layout.
func (boardLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(theme.Scaled(300), o[0].MinSize().Height)
}

// Layout implements fyne.Layout.
func (l boardLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	two := s.Width < theme.Scaled(headLine)
	show(l.b.meta, !two)
	show(l.b.below, two)
	place(o[0], 0, 0, s.Width, s.Height)
}

// head says what is wrong, from the row: it stands there at once.
func (b *board) head(e *entry) {
	w, r := b.p.s.Words(), &e.row
	b.title.Set(r.Headline(b.p.s.Lang()))
	zone := w.In(r.ZoneName)
	if zone == "" {
		zone = r.Zone
	}
	pill(b.zone, kit.Plain, "", zone)
	repeat := ""
	if r.Repeat > 1 {
		repeat = b.p.t("repeat", "n", w.N(r.Repeat))
	}
	pill(b.repeat, kit.Warn, "", repeat)
	rank := ""
	if r.Severity == checklist.Critical || r.Severity == checklist.Major {
		rank = b.p.s.T("finding.severity." + string(r.Severity))
	}
	pill(b.rank, rankTone(r.Severity), "", rank)
	tone, word := b.timing(r)
	pill(b.onTime, tone, "", word)
	meta := r.Number
	if b.p.s.Face() == checklist.FaceHQ {
		meta = r.Branch.Name + " · " + meta
	}
	if r.Owner != "" {
		meta += " · " + r.Owner
	}
	last := r.SubmitDay
	if last == "" {
		last = r.Due
	}
	meta += " · " + w.DayOf(r.Day) + " → " + w.DayOf(last)
	b.meta.Set(meta)
	b.below.Set(meta)
	b.top.Refresh()
}

func rankTone(s checklist.Severity) kit.Tone {
	if s == checklist.Critical {
		return kit.Fail
	}
	return kit.Warn
}

func pill(p *kit.Pill, tone kit.Tone, icon, word string) {
	p.Set(tone, icon, word)
	show(p, word != "")
}

// timing says whether it was put right in time.
func (b *board) timing(r *checklist.FindingRow) (kit.Tone, string) {
	switch {
	case r.Status == checklist.FixedOnSite:
		return kit.Pass, b.p.s.T("finding.status.fixed_on_site")
	case r.SubmitDay == "" && r.Due < b.p.today():
		return kit.Fail, b.p.t("late", "n", strconv.Itoa(days(r.Due, b.p.today())))
	case r.SubmitDay == "":
		return kit.Plain, b.p.t("due", "day", b.p.s.Words().DayOf(r.Due))
	case r.SubmitDay > r.Due:
		return kit.Fail, b.p.t("late", "n", strconv.Itoa(days(r.Due, r.SubmitDay)))
	default:
		return kit.Pass, b.p.t("onTime")
	}
}

// days counts from one yyyy-mm-dd to another.
func days(from, to string) int {
	a, errA := time.Parse(time.DateOnly, from)
	b, errB := time.Parse(time.DateOnly, to)
	if errA != nil || errB != nil {
		return 0
	}
	return int(b.Sub(a).Hours() / 24)
}

// blank takes the pair before away until the next is read: the list's small
// pictures stand in.
func (b *board) blank(r *checklist.FindingRow) {
	for side, hash := range [2]string{r.Before, r.After} {
		b.put(side, hash)
		b.twin.Name(side, "", "", "")
	}
	b.twin.note.say("", false)
	b.foot.wait()
}

// put makes a side show the picture with the hash: the list's small one, if
// there is one, until the large one is there. Never another pair's picture.
func (b *board) put(side int, hash string) {
	if b.on[side] == hash {
		return
	}
	b.on[side] = hash
	b.twin.Give(side, nil)
	if w, h := b.twin.Pixels(); hash == "" || b.p.get.ready(hash, w, h) {
		return
	}
	b.p.thumb(hash, func(img image.Image) {
		if b.on[side] == hash && b.twin.panes[side].img == nil {
			b.twin.Give(side, img)
		}
	})
}

// trouble says why a pair cannot be shown.
func (b *board) trouble(why string) {
	b.twin.Name(before, "", "", why)
	b.twin.Name(after, "", "", "")
}

// sides are the pictures of both sides.
func (b *board) sides() [2][]checklist.PhotoRef {
	return [2][]checklist.PhotoRef{b.p.f.Photos, b.p.f.After}
}

// pictures shows the pictures the pair is at.
func (b *board) pictures() {
	var jobs []job
	for side, photos := range b.sides() {
		i := min(b.p.photo, len(photos)-1)
		if i < 0 {
			b.put(side, "")
			b.twin.Name(side, "", "", b.p.t(b.none(side)))
			continue
		}
		count := ""
		if len(photos) > 1 {
			count = strconv.Itoa(i+1) + " / " + strconv.Itoa(len(photos))
		}
		b.twin.Name(side, b.caption(side, photos[i]), count, "")
		if w, h := b.twin.Pixels(); w > 0 { // before the first layout there is no size
			jobs = append(jobs, b.job(side, photos[i].Drawn(), w, h))
		}
	}
	b.p.get.now(jobs)
}

// none is the word for a side without pictures.
func (b *board) none(side int) string {
	switch {
	case side == before:
		return "noBefore"
	case b.p.f.Status == checklist.ExtensionAsked:
		return "notYet"
	default:
		return "noAfter"
	}
}

// job brings one picture in the size it is shown in.
func (b *board) job(side int, hash string, w, h int) job {
	big := b.twin.Big()
	if big {
		w, h = 0, 0
	}
	id, at := b.p.shown, b.p.photo
	b.put(side, hash)
	return job{hash, w, h, func(img image.Image) {
		if b.p.shown != id || b.p.photo != at || b.twin.Big() != big {
			return
		}
		if img == nil {
			b.twin.Name(side, "", "", b.p.t("unreadable"))
		}
		b.twin.Give(side, img)
	}}
}

// zoomed brings the pictures as large as they are, or small ones again; nothing
// lies over large ones.
func (b *board) zoomed(big bool) {
	show(b.twin.note, !big && b.twin.note.word.Text != "")
	if b.p.f != nil {
		b.pictures()
	}
}

// step shows the next (1) or the one before (-1) of several pictures.
func (b *board) step(by int) {
	if b.p.f == nil {
		return
	}
	s := b.sides()
	to := min(max(b.p.photo+by, 0), max(len(s[before]), len(s[after]))-1)
	if to >= 0 && to != b.p.photo {
		b.p.photo = to
		b.pictures()
		b.hints()
	}
}

// caption is what stands on a picture: which side, when it was taken, from where.
func (b *board) caption(side int, r checklist.PhotoRef) string {
	t, w := b.p.t, b.p.s.Words()
	word := t([2]string{"before", "after"}[side])
	switch {
	case r.TakenAt > 0:
		return word + " " + w.Stamp(r.TakenAt) + " " + t("camera")
	case r.AddedAt > 0:
		return word + " " + t("added", "time", w.Stamp(r.AddedAt))
	default:
		return word
	}
}

// full shows every picture of the pair large, the one after in front.
func (p *page) full() {
	f := p.f
	if f == nil || len(f.Photos)+len(f.After) == 0 {
		return
	}
	at := max(0, len(f.Photos)+min(p.photo, len(f.After)-1))
	photos := p.sv.Photos
	shell.Run(p.s, p.ctx, func(context.Context) ([]string, error) {
		var paths []string
		for _, r := range slices.Concat(f.Photos, f.After) {
			path, _ := photos.Working(r.Drawn()) // a missing picture leaves its place empty
			paths = append(paths, path)
		}
		return paths, nil
	}, func(paths []string, err error) {
		if err != nil || p.f != f {
			return
		}
		var list []kit.Photo
		for i, path := range paths {
			side, r := before, checklist.PhotoRef{}
			if i < len(f.Photos) {
				r = f.Photos[i]
			} else {
				side, r = after, f.After[i-len(f.Photos)]
			}
			list = append(list, kit.Photo{ID: r.ID, Path: path, Caption: p.board.caption(side, r)})
		}
		p.view(list, min(at, len(list)-1))
	})
}

// view shows pictures large, the i-th first.
func (p *page) view(list []kit.Photo, i int) {
	size := p.s.Window().Canvas().Size()
	view := kit.NewPhotoView(p.s.Picture)
	view.Set(list, i)
	var o *kit.Overlay
	done := kit.NewSecondary(p.t("close"), "Esc", func() { o.Dismiss() })
	body := kit.NewColumn(10, kit.MinSize(view, 320, size.Height-140), kit.NewRow(10, kit.Grow(kit.NewCaption(p.t("fullKeys"))), done))
	o = kit.ShowDialog(p.s.Window().Canvas(), body, size.Width-80, view)
	o.OnEnter = o.Dismiss
}
