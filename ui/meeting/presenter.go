package meeting

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/checklist/report"
	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// presenter is the main window while the slides are on another screen: what is
// shown, what comes next, what to say, and the time.
type presenter struct {
	l    *live
	area *fyne.Container
	now  *slide
	then *slide
	note *kit.Paragraph
	pos  *kit.Label
	dark *kit.Label
	rest *kit.Label // said in place of a next slide
	time *kit.Label
	took *kit.Label
}

func newPresenter(l *live) *presenter {
	t, pics := l.p.t, l.p.pics
	d := &presenter{
		l: l, now: newSlide(pics.whole), then: newSlide(pics.whole), note: kit.NewParagraph("", theme.Text),
		pos: kit.NewTitle(""), dark: kit.NewBold(""), rest: kit.NewMuted(""),
		time: kit.NewText("", theme.Number, true, theme.Text), took: kit.NewMuted(""),
	}
	d.now.lost, d.then.lost = t("missing"), t("missing")
	d.note.Font = theme.Title
	stop := kit.NewSecondary(t("end"), "Esc", l.p.end)
	back := kit.NewSecondary(t("key.previous"), "←", func() { l.move(-1) })
	on := kit.NewPrimary(t("key.next"), "→", func() { l.move(1) })
	right := kit.NewColumn(10,
		kit.NewRow(10, d.time, kit.Grow(d.took)),
		kit.NewRow(10, kit.Grow(kit.NewCaption(t("then"))), d.rest),
		container.New(wide{}, d.then),
		kit.NewCaption(t("noteCaption")),
		kit.Grow(kit.Scroll(d.note)))
	foot := kit.NewRow(10, kit.Grow(kit.NewCaption(t("keys"))), stop, back, on)
	left := kit.NewColumn(10, kit.NewRow(12, kit.NewCaption(t("now")).Whole(), d.pos, kit.Grow(d.dark)), kit.Grow(d.now))
	d.area = kit.NewColumn(12, kit.Grow(container.New(twoParts{}, left, right)), foot)
	d.clock()
	return d
}

// set shows where the show is.
func (d *presenter) set() {
	l := d.l
	e := &l.slides[l.at]
	d.now.set(e.draw)
	var next *report.Drawing
	rest := d.l.p.t("last")
	if l.at+1 < len(l.slides) {
		next, rest = l.slides[l.at+1].draw, ""
	}
	d.then.set(next)
	d.rest.Set(rest)
	d.note.Role = theme.Text
	words := e.slide.Notes
	if words == "" {
		d.note.Role, words = theme.Muted, l.p.t("noNote")
	}
	d.note.Set(words)
	d.pos.Set(l.p.t("position", "n", strconv.Itoa(l.at+1), "m", strconv.Itoa(len(l.slides))))
	d.dark.Set("")
	if l.dark {
		d.dark.Style(l.p.t("blackNow"), theme.Warn, true)
	}
	d.area.Refresh()
}

// clock shows what time it is and how long the show runs.
func (d *presenter) clock() {
	now := d.l.p.s.Now()
	d.time.Set(now.Format("15:04:05"))
	took := int(now.Sub(d.l.began).Seconds())
	d.took.Set(d.l.p.t("elapsed", "t", two(took/60)+":"+two(took%60)))
}

// two is a number of at least two digits.
func two(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// twoParts: two thirds and the rest.
type twoParts struct{}

// MinSize implements fyne.Layout.
func (twoParts) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(320, 200) }

// Layout implements fyne.Layout.
func (twoParts) Layout(o []fyne.CanvasObject, s fyne.Size) {
	w := (s.Width - theme.Gap) * 0.66
	place(o[0], 0, 0, w, s.Height)
	place(o[1], w+theme.Gap, 0, s.Width-w-theme.Gap, s.Height)
}

// wide gives a slide the height its width needs.
type wide struct{}

// MinSize implements fyne.Layout.
func (wide) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(96, max(o[0].Size().Width, 240)*report.SlideHeight/report.SlideWidth)
}

// Layout implements fyne.Layout.
func (wide) Layout(o []fyne.CanvasObject, s fyne.Size) { place(o[0], 0, 0, s.Width, s.Height) }
