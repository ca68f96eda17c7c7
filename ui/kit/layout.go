package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"hallcheck/ui/theme"
)

// NewRow lays objects side by side, centred in its height, with a gap between
// them. Objects wrapped in Grow share the room left; when there is too little,
// labels shrink first.
func NewRow(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return alignedRow(gap, 0.5, objects)
}

// NewBottomRow is a row aligned at the bottom: a big number and its unit.
func NewBottomRow(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return alignedRow(gap, 1, objects)
}

// NewTopRow is a row aligned at the top.
func NewTopRow(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return alignedRow(gap, 0, objects)
}

func alignedRow(gap, align float32, objects []fyne.CanvasObject) *fyne.Container {
	r := rowLayout{gap: gap, align: align, grow: map[fyne.CanvasObject]bool{}}
	return container.New(r, unwrap(objects, r.grow)...)
}

func unwrap(objects []fyne.CanvasObject, grow map[fyne.CanvasObject]bool) []fyne.CanvasObject {
	out := make([]fyne.CanvasObject, len(objects))
	for i, o := range objects {
		if g, ok := o.(growing); ok {
			o = g.CanvasObject
			grow[o] = true
		}
		out[i] = o
	}
	return out
}

type growing struct{ fyne.CanvasObject }

// Grow marks an object of NewRow or NewColumn to take the room left.
func Grow(o fyne.CanvasObject) fyne.CanvasObject { return growing{o} }

// Space is nothing that takes the room left.
func Space() fyne.CanvasObject { return growing{layout.NewSpacer()} }

type rowLayout struct {
	gap, align float32 // align 0 top, 0.5 middle, 1 bottom
	grow       map[fyne.CanvasObject]bool
}

// natural is the width an object would like.
func natural(o fyne.CanvasObject) float32 {
	if l, ok := o.(*Label); ok {
		return l.Natural().Width
	}
	return o.MinSize().Width
}

func (l rowLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var m fyne.Size
	n := 0
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		s := o.MinSize()
		m.Width += s.Width
		m.Height = max(m.Height, s.Height)
		n++
	}
	m.Width += l.gap * float32(max(n-1, 0))
	return m
}

// Layout gives every object its natural width; the rest goes to the growing
// ones. When the row is too narrow the labels that may shrink share the lack.
func (l rowLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	widths := make([]float32, len(objects))
	var sum, slack float32
	growers, n := 0, 0
	for i, o := range objects {
		if !o.Visible() {
			continue
		}
		n++
		widths[i] = natural(o)
		if l.grow[o] {
			growers++
			widths[i] = o.MinSize().Width
		}
		sum += widths[i]
		slack += widths[i] - o.MinSize().Width
	}
	rest := s.Width - sum - l.gap*float32(max(n-1, 0))
	x, tallest := float32(0), l.MinSize(objects).Height
	for i, o := range objects {
		if !o.Visible() {
			continue
		}
		w := widths[i]
		if rest > 0 && l.grow[o] {
			w += rest / float32(growers)
		} else if rest < 0 && slack > 0 {
			w += max(rest, -slack) * (w - o.MinSize().Width) / slack
		}
		l.put(o, x, w, s.Height, tallest)
		x += w + l.gap
	}
}

// descent is the part of a line of Noto Sans SC that lies below the baseline.
const descent = 0.199

func (l rowLayout) put(o fyne.CanvasObject, x, w, h, tallest float32) {
	oh := min(o.MinSize().Height, h)
	if _, ok := o.(fyne.Widget); !ok {
		oh = h
	}
	y := (h - oh) * l.align
	if l.align == 1 { // texts of two sizes stand on one baseline
		y -= (tallest - oh) * descent
	}
	place(o, x, y, w, oh)
}

// NewColumn stacks objects with a gap; those wrapped in Grow take the height left.
func NewColumn(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	c := columnLayout{gap: gap, grow: map[fyne.CanvasObject]bool{}}
	return container.New(c, unwrap(objects, c.grow)...)
}

type columnLayout struct {
	gap  float32
	grow map[fyne.CanvasObject]bool
}

func (l columnLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var m fyne.Size
	n := 0
	for _, o := range objects {
		if o.Visible() {
			s := o.MinSize()
			m.Height += s.Height
			m.Width = max(m.Width, s.Width)
			n++
		}
	}
	m.Height += l.gap * float32(max(n-1, 0))
	return m
}

func (l columnLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	need, growers, n := float32(0), 0, 0
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		n++
		if p, ok := o.(*Paragraph); ok { // its height depends on the width it gets
			p.Resize(fyne.NewSize(s.Width, p.Size().Height))
		}
		need += o.MinSize().Height
		if l.grow[o] {
			growers++
		}
	}
	rest := s.Height - need - l.gap*float32(max(n-1, 0))
	y := float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		h := o.MinSize().Height
		if l.grow[o] {
			h += rest / float32(growers)
		}
		place(o, 0, y, s.Width, h)
		y += h + l.gap
	}
}

// Sides puts content between a left and a right column of fixed widths (at
// 100 % font scale); nil leaves a side out. Gaps are the card gap.
func Sides(left fyne.CanvasObject, leftWidth float32, middle, right fyne.CanvasObject, rightWidth float32) *fyne.Container {
	var objects []fyne.CanvasObject
	for _, o := range []fyne.CanvasObject{left, middle, right} {
		if o != nil {
			objects = append(objects, o)
		}
	}
	return container.New(sidesLayout{left, right, leftWidth, rightWidth}, objects...)
}

type sidesLayout struct {
	left, right fyne.CanvasObject
	lw, rw      float32
}

// share is the width of a side: its own at 100 %, never over a third of the whole.
func (l sidesLayout) share(side fyne.CanvasObject, w, all float32) float32 {
	if side == nil || !side.Visible() {
		return 0
	}
	return max(min(theme.Scaled(w), all/3), side.MinSize().Width)
}

func (l sidesLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return rowLayout{gap: theme.Gap}.MinSize(objects)
}

func (l sidesLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	lw, rw := l.share(l.left, l.lw, s.Width), l.share(l.right, l.rw, s.Width)
	x, end := float32(0), s.Width
	if lw > 0 {
		x = lw + theme.Gap
	}
	if rw > 0 {
		end -= rw + theme.Gap
	}
	for _, o := range objects {
		switch o {
		case l.left:
			place(o, 0, 0, lw, s.Height)
		case l.right:
			place(o, s.Width-rw, 0, rw, s.Height)
		default:
			place(o, x, 0, end-x, s.Height)
		}
	}
}

// Inset puts room around an object.
func Inset(o fyne.CanvasObject, top, right, bottom, left float32) *fyne.Container {
	return container.New(layout.NewCustomPaddedLayout(top, bottom, left, right), o)
}

// Line is a one-pixel separator.
func Line() fyne.CanvasObject {
	r := canvas.NewRectangle(theme.Color(theme.Line))
	r.SetMinSize(fyne.NewSize(1, theme.Hairline))
	return r
}

// MinSize gives an object a least size, at 100 % font scale.
func MinSize(o fyne.CanvasObject, w, h float32) fyne.CanvasObject {
	r := canvas.NewRectangle(clear)
	r.SetMinSize(fyne.NewSize(theme.Scaled(w), theme.Scaled(h)))
	return container.NewStack(r, o)
}

// Equal lays objects side by side at equal widths.
func Equal(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(equalLayout{gap}, objects...)
}

type equalLayout struct{ gap float32 }

func (l equalLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var m fyne.Size
	n := 0
	for _, o := range objects {
		if o.Visible() {
			m = m.Max(o.MinSize())
			n++
		}
	}
	return fyne.NewSize(m.Width*float32(n)+l.gap*float32(max(n-1, 0)), m.Height)
}

func (l equalLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	n := 0
	for _, o := range objects {
		if o.Visible() {
			n++
		}
	}
	if n == 0 {
		return
	}
	w := (s.Width - l.gap*float32(n-1)) / float32(n)
	x := float32(0)
	for _, o := range objects {
		if o.Visible() {
			place(o, x, 0, w, s.Height)
			x += w + l.gap
		}
	}
}

// Scroll scrolls content up and down; its bar stands in the gap at the right
// and covers nothing.
func Scroll(content fyne.CanvasObject) fyne.CanvasObject {
	return container.New(bleedLayout{}, container.NewVScroll(Inset(content, 0, bleed, 0, 0)))
}

// bleed is how far a scroll's bar reaches into the gap at its right.
const bleed float32 = 12

type bleedLayout struct{}

func (bleedLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return o[0].MinSize().SubtractWidthHeight(bleed, 0)
}

func (bleedLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	scroll := o[0].(*container.Scroll)
	before := scroll.Content.MinSize()
	place(scroll, 0, 0, s.Width+bleed, s.Height)
	if scroll.Content.MinSize() != before { // its height depended on the width
		scroll.Refresh()
	}
}
