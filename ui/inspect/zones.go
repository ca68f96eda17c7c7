package inspect

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// zoneColumn is the list of zones at the left with their progress.
type zoneColumn struct {
	card *kit.Card
	box  *fyne.Container
	say  *words
	tap  func(zone string)
}

func newZoneColumn(say *words, tap func(string)) *zoneColumn {
	z := &zoneColumn{say: say, tap: tap, box: container.New(layout.NewCustomPaddedVBoxLayout(2))}
	z.card = kit.NewCardInset(container.NewVScroll(z.box), 6)
	return z
}

func (z *zoneColumn) set(f *flow) {
	parts := f.parts()
	for len(z.box.Objects) < len(parts) {
		z.box.Add(newZoneView(z.tap))
	}
	z.box.Objects = z.box.Objects[:len(parts)]
	here := ""
	if it := f.item(); it != nil {
		here = it.Zone
	}
	for i, p := range parts {
		z.box.Objects[i].(*zoneView).set(p, p.Zone.ID == here, z.say)
	}
	z.box.Refresh()
}

// zoneView is one zone: name, failed items, answered of all, a bar.
type zoneView struct {
	widget.BaseWidget
	zone    string
	tap     func(string)
	here    bool
	hovered bool
	bg      *canvas.Rectangle
	name    *kit.Label
	reds    *kit.Pill
	few     *kit.Label // the failed items where the pill has no room
	red     bool
	count   *kit.Label
	bar     *kit.ProgressBar
}

func newZoneView(tap func(string)) *zoneView {
	v := &zoneView{tap: tap, name: kit.NewLabel(""), reds: kit.NewPill(kit.Fail, ""), count: kit.NewCaption("").Whole(), bar: kit.NewProgressBar(0)}
	v.few = kit.NewText("", theme.Caption, true, theme.Fail).Whole()
	v.ExtendBaseWidget(v)
	return v
}

func (v *zoneView) set(p part, here bool, say *words) {
	role := theme.Text
	if here {
		role = theme.Accent
	}
	v.zone = p.Zone.ID
	v.name.Style(p.Zone.Name.In(say.lang), role, here)
	v.count.Set(itoa(p.Answered) + "/" + itoa(p.Total))
	v.reds.Set(kit.Fail, "cross", itoa(p.Red))
	v.few.Set("✗" + itoa(p.Red))
	v.red = p.Red > 0
	v.bar.Set(p.Answered * 1000 / max(p.Total, 1))
	v.here = here
	v.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (v *zoneView) CreateRenderer() fyne.WidgetRenderer {
	v.bg = canvas.NewRectangle(nil)
	v.bg.CornerRadius = theme.Radius
	return &zoneRenderer{v}
}

type zoneRenderer struct{ v *zoneView }

func (r *zoneRenderer) Destroy() {}

func (r *zoneRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.v.bg, r.v.name, r.v.reds, r.v.few, r.v.count, r.v.bar}
}

func (r *zoneRenderer) MinSize() fyne.Size { return fyne.NewSize(theme.Scaled(100), theme.Scaled(47)) }

func (r *zoneRenderer) Layout(s fyne.Size) {
	v := r.v
	put(v.bg, 0, 0, s.Width, s.Height)
	y, h := theme.Scaled(8), theme.Scaled(22)
	end := s.Width - 10
	need := v.name.Natural().Width + v.reds.MinSize().Width + v.count.MinSize().Width + 2*(6+10)
	roomy := s.Width >= max(theme.Scaled(165), need) // the name goes before the pill
	show(v.reds, v.red && roomy)
	show(v.few, v.red && !roomy)
	for _, o := range []fyne.CanvasObject{v.count, v.reds, v.few} {
		if o.Visible() {
			m := o.MinSize()
			put(o, end-m.Width, y+(h-m.Height)/2, m.Width, m.Height)
			end -= m.Width + 6
		}
	}
	m := v.name.MinSize()
	put(v.name, 10, y+(h-m.Height)/2, max(end-12, 0), m.Height)
	put(v.bar, 10, s.Height-theme.Scaled(13), s.Width-20, theme.Scaled(6))
}

func (r *zoneRenderer) Refresh() {
	v := r.v
	v.bg.FillColor = theme.Color(theme.Surface)
	if v.here {
		v.bg.FillColor = theme.Color(theme.AccentSoft)
	} else if v.hovered {
		v.bg.FillColor = theme.Color(theme.Background)
	}
	r.Layout(v.Size())
	canvas.Refresh(v)
}

// Tapped goes to the zone.
func (v *zoneView) Tapped(*fyne.PointEvent) { v.tap(v.zone) }

// MouseIn, MouseMoved and MouseOut follow the pointer.
func (v *zoneView) MouseIn(*desktop.MouseEvent) { v.hovered = true; v.Refresh() }

// MouseMoved does nothing; the interface wants it.
func (v *zoneView) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends the hover.
func (v *zoneView) MouseOut() { v.hovered = false; v.Refresh() }

// bottomBar is the line below: score so far, answered, failed, time left.
type bottomBar struct {
	card     *kit.Card
	say      *words
	score    *kit.Label
	scoreCap *kit.Label
	answered *kit.Label
	reds     *kit.Pill
	bar      *kit.ProgressBar
	left     *kit.Label
	row      *fyne.Container
}

func newBottomBar(say *words) *bottomBar {
	b := &bottomBar{
		say: say, score: kit.NewTitle("").Whole(), scoreCap: kit.NewMuted(""), answered: kit.NewMuted(""),
		reds: kit.NewIconPill(kit.Fail, "cross", ""), bar: kit.NewProgressBar(0), left: kit.NewCaption("").Whole(),
	}
	b.scoreCap.Whole()
	b.row = kit.NewRow(14, b.score, b.scoreCap, b.answered, b.reds, kit.Grow(b.bar), b.left)
	b.card = kit.NewCardInset(kit.Inset(b.row, 0, 4, 0, 4), 10)
	return b
}

func (b *bottomBar) set(f *flow, r *checklist.Result) {
	b.setScore(f, r)
	answered, total, reds := f.tally()
	b.answered.Set(b.say.T("inspect.progress", "answered", itoa(answered), "total", itoa(total)))
	show(b.reds, reds > 0)
	b.reds.Set(kit.Fail, "cross", b.say.T("inspect.red", "n", itoa(reds)))
	b.bar.Set(answered * 1000 / max(total, 1))
	switch {
	case f.openCount() > 0:
		b.left.Set(b.say.left(f.timeLeft()))
	case total > 0 && len(f.in.Gate(time.UnixMilli(f.in.StartedAt).Add(24*time.Hour))) == 0:
		b.left.Set(b.say.T("inspect.ready"))
	default:
		b.left.Set("")
	}
	b.row.Refresh()
}

func (b *bottomBar) setScore(f *flow, r *checklist.Result) {
	number, word := "–", b.say.T("inspect.noScore")
	switch {
	case r == nil:
	case r.Survey != nil && r.Survey.Unweighted != nil:
		number, word = strings.Replace(checklist.RoundDecimals(r.Survey.Unweighted, 2), "-", "−", 1), b.say.T("inspect.gap")
	case r.Walk != nil && r.Walk.MemoryIndex != nil:
		number, word = r.Walk.MemoryIndex.String(), b.say.T("inspect.memory")
	case r.Score != nil:
		number, word = r.Score.String(), b.say.T("inspect.score")
	case r.Class != "":
		if g := f.in.Checklist.GradeByID(r.Class); g != nil {
			number, word = g.Name.In(b.say.lang), ""
		}
	}
	b.score.Set(number)
	b.scoreCap.Set(word)
}
