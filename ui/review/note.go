package review

import (
	"context"
	"image"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// Truth brings the hints about a picture that shows the finding fixed: when it
// was taken, and where it or one like it was used before. nil = no hints.
type Truth func(ctx context.Context, f *checklist.Finding, ref checklist.PhotoRef) ([]checklist.Hint, error)

// note is what may be worth knowing about the picture after, on a dark plate at
// its lower edge, with the earlier use beside the words. It judges nothing.
type note struct {
	widget.BaseWidget
	OnTap func()

	bg    *canvas.Rectangle
	pic   *mini
	word  *kit.Paragraph
	thumb bool
}

// Measures of the note at 100 %.
const (
	noteTall = 52
	noteSide = 40
)

func newNote() *note {
	n := &note{bg: canvas.NewRectangle(theme.Color(theme.Label)), pic: newMini(), word: kit.NewParagraph("", theme.OnMark)}
	n.bg.CornerRadius, n.word.Font, n.word.Lines = 4, theme.Caption, 3
	n.ExtendBaseWidget(n)
	n.Hide()
	return n
}

// say shows sentences; img is the earlier use, nil = none (yet).
func (n *note) say(words string, thumb bool) {
	n.word.Set(words)
	n.thumb = thumb
	n.pic.give(nil)
	show(n, words != "")
	n.Refresh()
}

func (n *note) picture(img image.Image) { n.pic.give(img) }

// tall is the height the words and the earlier use need in a width.
func (n *note) tall(w float32) float32 {
	if n.thumb {
		return max(theme.Scaled(noteTall), n.word.HeightAt(w-theme.Scaled(noteSide)-26)+14)
	}
	return n.word.HeightAt(w-20) + 14
}

// CreateRenderer implements fyne.Widget.
func (n *note) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.New(noteLayout{n}, n.bg, n.pic.area, n.word))
}

// noteLayout: the earlier use at the left, the words in the rest.
type noteLayout struct{ n *note }

// MinSize implements fyne.Layout.
func (noteLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(theme.Scaled(100), theme.Scaled(noteTall))
}

// Layout implements fyne.Layout.
func (l noteLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	place(o[0], 0, 0, s.Width, s.Height)
	x, side := float32(10), theme.Scaled(noteSide)
	show(o[1], l.n.thumb)
	if l.n.thumb {
		place(o[1], 6, (s.Height-side)/2, side, side)
		x = side + 16
	}
	o[2].Resize(fyne.NewSize(s.Width-x-10, s.Height)) // the paragraph measures at this width
	h := o[2].MinSize().Height
	place(o[2], x, (s.Height-h)/2, s.Width-x-10, h)
}

// Tapped shows both pictures large.
func (n *note) Tapped(*fyne.PointEvent) {
	if n.OnTap != nil {
		n.OnTap()
	}
}

// hints brings what may be worth knowing about the picture after that is shown.
func (b *board) hints() {
	p, f := b.p, b.p.f
	b.twin.note.say("", false)
	b.use = nil
	if p.sv.Truth == nil || len(f.After) == 0 {
		return
	}
	ref := f.After[min(p.photo, len(f.After)-1)]
	if known, ok := p.get.hints[ref.ID]; ok {
		b.hint(known)
		return
	}
	truth := p.sv.Truth
	shell.Run(p.s, p.ctx, func(ctx context.Context) ([]checklist.Hint, error) { return truth(ctx, f, ref) }, func(list []checklist.Hint, err error) {
		if err != nil {
			return // without hints the pair can be judged all the same
		}
		p.get.hints[ref.ID] = list
		if p.f == f && f.After[min(p.photo, len(f.After)-1)].ID == ref.ID {
			b.hint(list)
		}
	})
}

// hint shows hints. That a file does not say when it was taken stands in its
// caption already.
func (b *board) hint(list []checklist.Hint) {
	p := b.p
	var words []string
	for _, h := range list {
		if h.Code == checklist.HintNoTime {
			continue
		}
		words = append(words, assets.T(string(p.s.Lang()), "hint."+h.Code, h.Pairs(p.s.Lang())...))
		if h.Use != nil && b.use == nil {
			b.use = h.Use
		}
	}
	b.twin.note.say(strings.Join(words, "\n"), b.use != nil)
	b.twin.arrange()
	if use := b.use; use != nil {
		p.thumb(use.Shown(), func(img image.Image) {
			if b.use == use {
				b.twin.note.picture(img)
			}
		})
	}
}

// compare shows the picture after and its earlier use large, one after the other.
func (b *board) compare() {
	p, use := b.p, b.use
	if use == nil || p.f == nil || len(p.f.After) == 0 {
		return
	}
	ref := p.f.After[min(p.photo, len(p.f.After)-1)]
	photos := p.sv.Photos
	shell.Run(p.s, p.ctx, func(context.Context) ([2]string, error) {
		now, err := photos.Working(ref.Drawn())
		if err != nil {
			return [2]string{}, err
		}
		then, err := photos.Working(use.Shown())
		return [2]string{now, then}, err
	}, func(paths [2]string, err error) {
		if err != nil {
			p.s.Fail(err)
			return
		}
		earlier := strings.TrimSpace(p.s.Words().DayOf(use.Day) + " " + use.BranchName + " " + use.Text.In(p.s.Lang()))
		p.view([]kit.Photo{
			{ID: "now", Path: paths[0], Caption: b.caption(after, ref)},
			{ID: "then", Path: paths[1], Caption: p.t("earlier", "where", earlier)},
		}, 1)
	})
}
