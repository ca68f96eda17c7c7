package findings

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// rowHeight gives a thumb of 48 and its air room, at 100 %.
const rowHeight = 62

// row is one finding or bright spot of the list.
type row struct {
	widget.BaseWidget
	box      *fyne.Container
	mark     *kit.Pill
	before   *kit.Thumb
	after    *kit.Thumb
	none     fyne.CanvasObject
	head     *kit.Label
	repeat   *kit.Pill
	sub      *kit.Label
	severity *kit.Pill
	owner    *kit.Label
	due      *kit.Pill
	status   *kit.Pill
}

func newRow(s *shell.Shell) *row {
	r := &row{
		mark: kit.NewPill(kit.Plain, ""), before: kit.NewThumb(s.Picture, 64, 46), after: kit.NewThumb(s.Picture, 64, 46),
		none: kit.NewIcon("photo", theme.Muted, 18),
		head: kit.NewBold(""), repeat: kit.NewPill(kit.Plain, ""), sub: kit.NewCaption(""), severity: kit.NewPill(kit.Plain, ""),
		owner: kit.NewLabel(""), due: kit.NewPill(kit.Plain, ""), status: kit.NewPill(kit.Plain, ""),
	}
	r.before.Disable() // the row is what the keyboard reaches
	r.after.Disable()
	r.box = container.New(rowLayout{r}, r.mark, r.before, r.after, r.none, r.head, r.repeat, r.sub, r.severity, r.owner, r.due, r.status)
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer implements fyne.Widget.
func (r *row) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.box) }

// rowLayout: marks and thumbs at the left, words in the middle, what stands in
// columns at the right so that the eye runs down them.
type rowLayout struct{ r *row }

func (rowLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(theme.Scaled(320), theme.Scaled(rowHeight-2))
}

func (l rowLayout) Layout(_ []fyne.CanvasObject, s fyne.Size) {
	r, u := l.r, theme.Scaled
	mid := func(o fyne.CanvasObject, x, w float32) { // at its own height in the middle
		h := o.MinSize().Height
		put(o, x, (s.Height-h)/2, w, h)
	}
	x := float32(12)
	if r.mark.Visible() {
		mid(r.mark, x, u(30))
		x += u(30) + 10
	}
	th := u(46)
	put(r.before, x, (s.Height-th)/2, u(64), th)
	put(r.none, x+u(23), (s.Height-u(18))/2, u(18), u(18))
	x += u(64) + 6
	put(r.after, x, (s.Height-th)/2, u(64), th)
	x += u(64) + 14
	end := s.Width - 12
	column := func(o fyne.CanvasObject, w float32) {
		end -= u(w)
		mid(o, end, min(o.MinSize().Width, u(w)-8))
	}
	roomy, spare := s.Width >= u(700), float32(0)
	if roomy { // the states have longer words in English
		spare = 12
	}
	column(r.status, 108+2*spare)
	end -= u(112 + spare)
	line, cap := r.owner.MinSize().Height, u(22)
	top := (s.Height - line - 2 - cap) / 2
	put(r.owner, end, top, u(104+spare), line)
	put(r.due, end, top+line+2, min(r.due.MinSize().Width, u(108+spare)), cap)
	show(r.severity, roomy && r.severity.Text != "")
	if roomy {
		column(r.severity, 76)
	}
	l.words(x, end-10-x, s.Height)
}

// words places headline with the repeat mark behind it, and the line below.
func (l rowLayout) words(x, room, h float32) {
	r := l.r
	hh, sh := r.head.MinSize().Height, r.sub.MinSize().Height
	top := (h - hh - 2 - sh) / 2
	w := room
	if r.repeat.Visible() {
		m := r.repeat.MinSize()
		w = min(r.head.Natural().Width+1, room-m.Width-8)
		put(r.repeat, x+max(w, 0)+8, top+(hh-m.Height)/2, m.Width, m.Height)
	}
	put(r.head, x, top, w, hh)
	put(r.sub, x, top+hh+2, room, sh)
}

func put(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(max(w, 0), max(h, 0)))
}

func show(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}

// set fills a pill; an empty one hides.
func set(p *kit.Pill, v pill) {
	p.Set(v.tone, v.icon, v.text)
	show(p, v.text != "")
}

// fill binds row i of the list.
func (p *List) fill(i int, o fyne.CanvasObject) {
	r, x := o.(*row), p.pager.At(i)
	if x == nil {
		x = &checklist.FindingRow{Text: "…"}
	}
	p.bindMark(r, x.ID)
	p.picture(r.before, x.Before, i, p.open)
	p.picture(r.after, x.After, i, p.open)
	show(r.none, x.Before == "" && x.ID != "")
	show(r.after, x.After != "")
	r.head.Set(headline(p.s, x))
	set(r.repeat, repeatPill(p.s, x.Repeat))
	if x.ID == "" {
		r.sub.Set("")
		r.owner.Set("")
		for _, k := range []*kit.Pill{r.severity, r.due, r.status} {
			set(k, pill{})
		}
		r.box.Refresh()
		return
	}
	r.sub.Set(place(p.s, x))
	set(r.severity, severityPill(p.s, x.Severity))
	owner, role := x.Owner, theme.Text
	if owner == "" {
		owner, role = p.s.T("findings.noOwner"), theme.Muted
	}
	r.owner.Style(owner, role, false)
	set(r.due, duePill(p.s, x))
	set(r.status, standPill(p.s, x))
	r.box.Refresh()
}

func (p *List) bindMark(r *row, id string) {
	show(r.mark, len(p.marked) > 0)
	r.mark.Set(kit.Plain, "", "")
	for _, m := range p.marked {
		if m == id {
			r.mark.Set(kit.Accent, "tick", "")
		}
	}
}

// picture shows the first photo of a side; the small copy may have to be made,
// which is done away from the window.
func (p *List) picture(t *kit.Thumb, hash string, i int, open func(int)) {
	t.OnTap = func() { open(i) }
	path, known := p.thumbs[hash]
	if known || hash == "" {
		t.Load(path)
		return
	}
	t.Load("")
	if p.asked[hash] {
		return
	}
	p.asked[hash] = true
	pics := p.sv.Photos
	binding := true
	shell.Run(p.s, p.ctx, func(context.Context) (string, error) { return pics.Thumb(hash) }, func(path string, _ error) {
		p.thumbs[hash] = path // a photo that is not here stays blank
		if !binding {
			p.rows().Reload()
		} else {
			t.Load(path)
		}
	})
	binding = false
}

// fillBright binds row i of the bright spots.
func (p *List) fillBright(i int, o fyne.CanvasObject) {
	r, b := o.(*row), p.spots[i]
	show(r.mark, false)
	show(r.after, false)
	show(r.none, len(b.Photos) == 0)
	hash := ""
	if len(b.Photos) > 0 {
		hash = b.Photos[0].Shown()
	}
	p.picture(r.before, hash, i, p.bright.OnOpen)
	r.head.Set(b.Text)
	sub := p.s.Words().DayOf(b.Day)
	if z := zone(p.s, b.Zone, b.ZoneName); z != "" {
		sub += " · " + z
	}
	if p.s.Face() == checklist.FaceHQ {
		sub = b.Branch.Name + " · " + sub
	}
	r.sub.Set(sub + " · " + b.By.Name)
	r.owner.Style(b.People, theme.Text, false)
	for _, k := range []*kit.Pill{r.repeat, r.severity, r.due} {
		set(k, pill{})
	}
	set(r.status, pill{kit.Pass, "flag", p.s.T("findings.bright")})
	r.box.Refresh()
}
