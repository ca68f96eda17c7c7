package review

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// The two sides of a pair.
const (
	before = 0
	after  = 1
)

// How far pictures are enlarged.
const (
	zoomMost  float32 = 12
	zoomFirst float32 = 3    // by one key or tap
	zoomKey   float32 = 1.5  // by + and −
	zoomWheel float32 = 1.25 // by one notch
	panKey    float32 = 0.2  // of the pane, by an arrow
	seam      float32 = 2    // between the panes
)

// fitStep is the grain of the size pictures are made for, in pixels: small
// changes of the window need no new ones.
const fitStep = 64

// twin shows two pictures side by side. Zoom and place are one for both: the
// same spot of both pictures is looked at.
type twin struct {
	widget.BaseWidget
	OnSize func()         // the panes need pictures of another size
	OnZoom func(big bool) // the pictures are now shown larger than they fit, or fit again

	note   *note // below the picture after
	panes  [2]*pane
	zoom   float32
	centre fyne.Position // the spot in the middle, in shares of the picture
	want   [2]int        // pixels pictures are made for
}

// pane is one side.
type pane struct {
	img   image.Image
	pic   *canvas.Image
	bg    *canvas.Rectangle
	area  *fyne.Container
	clip  fyne.CanvasObject
	tag   *tag
	count *tag
	word  *kit.Paragraph
}

func newTwin() *twin {
	t := &twin{note: newNote(), zoom: 1, centre: fyne.NewPos(0.5, 0.5)}
	for i := range t.panes {
		p := &pane{pic: canvas.NewImageFromImage(nil), bg: canvas.NewRectangle(theme.Color(theme.Track)), tag: newTag(), count: newTag()}
		p.pic.FillMode, p.pic.ScaleMode = canvas.ImageFillStretch, canvas.ImageScaleFastest
		p.area = container.NewWithoutLayout(p.pic)
		p.clip = container.NewClip(p.area)
		p.word = kit.NewParagraph("", theme.Muted)
		p.word.Align = fyne.TextAlignCenter
		t.panes[i] = p
	}
	t.ExtendBaseWidget(t)
	return t
}

// Name sets what stands on a side: caption, number of the picture, and the
// sentence shown where there is none.
func (t *twin) Name(side int, caption, count, none string) {
	p := t.panes[side]
	p.tag.set(caption)
	p.count.set(count)
	p.word.Set(none)
	t.arrange()
}

// Give shows a picture; nil takes it away.
func (t *twin) Give(side int, img image.Image) {
	p := t.panes[side]
	if p.img == img {
		return
	}
	p.img, p.pic.Image = img, img
	t.put(p)
	p.pic.Refresh()
}

// Pixels is the size pictures are made for; zero before the first layout.
func (t *twin) Pixels() (w, h int) { return t.want[0], t.want[1] }

// Big says whether the pictures are shown larger than they fit.
func (t *twin) Big() bool { return t.zoom > 1 }

// Zoom multiplies the size about the middle; 0 fits again.
func (t *twin) Zoom(factor float32) {
	was := t.Big()
	t.zoom = min(max(t.zoom*factor, 1), zoomMost)
	if t.zoom < 1.01 {
		t.zoom, t.centre = 1, fyne.NewPos(0.5, 0.5)
	}
	t.arrange()
	if t.OnZoom != nil && was != t.Big() {
		t.OnZoom(t.Big())
	}
}

// zoomAt is Zoom that keeps the spot under the pointer where it is.
func (t *twin) zoomAt(factor float32, at fyne.Position) {
	side, x, y := t.pick(at)
	spot := t.spot(side, x, y)
	t.Zoom(factor)
	if t.zoom > 1 {
		now := t.spot(side, x, y)
		t.centre = t.centre.Add(spot.Subtract(now))
		t.arrange()
	}
}

// Pan moves both pictures by shares of the pane.
func (t *twin) Pan(dx, dy float32) {
	s := t.paneSize()
	w, h := t.shown(t.lead())
	if w > 0 && h > 0 {
		t.centre = t.centre.AddXY(dx*s.Width/w, dy*s.Height/h)
		t.arrange()
	}
}

// lead is the side whose picture the place is measured by.
func (t *twin) lead() *pane {
	if t.panes[after].img != nil {
		return t.panes[after]
	}
	return t.panes[before]
}

func (t *twin) paneSize() fyne.Size {
	s := t.Size()
	return fyne.NewSize(max((s.Width-seam)/2, 0), s.Height)
}

// pick is the side at a place and the place on it.
func (t *twin) pick(at fyne.Position) (side *pane, x, y float32) {
	w := t.paneSize().Width
	if at.X < w+seam/2 {
		return t.panes[before], at.X, at.Y
	}
	return t.panes[after], at.X - w - seam, at.Y
}

// shown is how large a pane's picture is on the screen.
func (t *twin) shown(p *pane) (w, h float32) {
	s := t.paneSize()
	if p.img == nil || s.Width <= 0 || s.Height <= 0 {
		return 0, 0
	}
	b := p.img.Bounds()
	k := min(s.Width/float32(b.Dx()), s.Height/float32(b.Dy())) * t.zoom
	return float32(b.Dx()) * k, float32(b.Dy()) * k
}

// spot is what lies at a place of a pane, in shares of its picture.
func (t *twin) spot(p *pane, x, y float32) fyne.Position {
	s := t.paneSize()
	w, h := t.shown(p)
	if w == 0 || h == 0 {
		return t.centre
	}
	return fyne.NewPos(t.centre.X+(x-s.Width/2)/w, t.centre.Y+(y-s.Height/2)/h)
}

// arrange places both pictures.
func (t *twin) arrange() {
	s := t.paneSize()
	w, h := t.shown(t.lead())
	t.centre.X, t.centre.Y = hold(t.centre.X, s.Width, w), hold(t.centre.Y, s.Height, h)
	for _, p := range t.panes {
		t.put(p)
	}
	tall := t.note.tall(s.Width - 16)
	place(t.note, 8, s.Height-tall-8, s.Width-16, tall)
}

// hold keeps a middle such that a picture covers its pane, or is in its middle.
func hold(c, room, size float32) float32 {
	if size <= room {
		return 0.5
	}
	edge := room / size / 2
	return min(max(c, edge), 1-edge)
}

func (t *twin) put(p *pane) {
	s := t.paneSize()
	w, h := t.shown(p)
	cx, cy := hold(t.centre.X, s.Width, w), hold(t.centre.Y, s.Height, h)
	place(p.pic, s.Width/2-cx*w, s.Height/2-cy*h, w, h)
	show(p.word, p.img == nil && p.word.Text != "")
	m := p.tag.MinSize()
	place(p.tag, 8, 8, min(m.Width, max(s.Width-16, 0)), m.Height)
	m = p.count.MinSize()
	place(p.count, s.Width-m.Width-8, 8, m.Width, m.Height)
	wide := min(s.Width-32, theme.Scaled(300))
	p.word.Resize(fyne.NewSize(wide, p.word.Size().Height))
	tall := p.word.MinSize().Height
	place(p.word, (s.Width-wide)/2, (s.Height-tall)/2, wide, tall)
}

// CreateRenderer implements fyne.Widget.
func (t *twin) CreateRenderer() fyne.WidgetRenderer {
	var objects []fyne.CanvasObject
	for _, p := range t.panes {
		objects = append(objects, container.NewWithoutLayout(p.bg, p.clip, p.word, p.tag, p.count))
	}
	objects[after].(*fyne.Container).Add(t.note)
	return &twinRenderer{t, objects}
}

type twinRenderer struct {
	t       *twin
	objects []fyne.CanvasObject
}

func (r *twinRenderer) Destroy()                     {}
func (r *twinRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *twinRenderer) MinSize() fyne.Size {
	return fyne.NewSize(theme.Scaled(240), theme.Scaled(120))
}

func (r *twinRenderer) Layout(fyne.Size) {
	s := r.t.paneSize()
	for i, o := range r.objects {
		place(o, float32(i)*(s.Width+seam), 0, s.Width, s.Height)
		p := r.t.panes[i]
		place(p.bg, 0, 0, s.Width, s.Height)
		place(p.clip, 0, 0, s.Width, s.Height)
		place(p.area, 0, 0, s.Width, s.Height)
	}
	r.t.arrange()
	r.t.measure(s)
}

func (r *twinRenderer) Refresh() {
	r.Layout(r.t.Size())
	for _, p := range r.t.panes {
		p.bg.FillColor = theme.Color(theme.Track)
		p.bg.Refresh()
	}
	canvas.Refresh(r.t)
}

// measure tells OnSize when the panes grew or shrank by a grain.
func (t *twin) measure(s fyne.Size) {
	scale := float32(1)
	if c := fyne.CurrentApp().Driver().CanvasForObject(t); c != nil {
		scale = c.Scale()
	}
	grain := func(v float32) int { return (int(v*scale) + fitStep - 1) / fitStep * fitStep }
	want := [2]int{grain(s.Width), grain(s.Height)}
	if want == t.want || want[0] == 0 || want[1] == 0 {
		return
	}
	t.want = want
	if t.OnSize != nil {
		t.OnSize()
	}
}

// Scrolled zooms both pictures about the pointer.
func (t *twin) Scrolled(e *fyne.ScrollEvent) {
	switch {
	case e.Scrolled.DY > 0:
		t.zoomAt(zoomWheel, e.Position)
	case e.Scrolled.DY < 0:
		t.zoomAt(1/zoomWheel, e.Position)
	}
}

// Dragged pans both pictures.
func (t *twin) Dragged(e *fyne.DragEvent) {
	if s := t.paneSize(); s.Width > 0 && s.Height > 0 {
		t.Pan(-e.Dragged.DX/s.Width, -e.Dragged.DY/s.Height)
	}
}

// DragEnd ends a pan.
func (t *twin) DragEnd() {}

// Tapped enlarges the spot tapped on both pictures, or fits them again.
func (t *twin) Tapped(e *fyne.PointEvent) {
	if t.Big() {
		t.Zoom(0)
		return
	}
	side, x, y := t.pick(e.Position)
	spot := t.spot(side, x, y)
	t.Zoom(zoomFirst)
	t.centre = spot
	t.arrange()
}

// tag is a caption on a dark plate, readable on any picture.
type tag struct {
	widget.BaseWidget
	text string
	word *kit.Label
	bg   *canvas.Rectangle
}

func newTag() *tag {
	g := &tag{word: kit.NewText("", theme.Caption, false, theme.OnMark), bg: canvas.NewRectangle(theme.Color(theme.Label))}
	g.bg.CornerRadius = 4
	g.ExtendBaseWidget(g)
	g.Hide()
	return g
}

func (g *tag) set(s string) {
	g.text = s
	g.word.Set(s)
	show(g, s != "")
}

// MinSize is that of the whole caption.
func (g *tag) MinSize() fyne.Size {
	return fyne.NewSize(g.word.Natural().Width+14, theme.Scaled(20))
}

// CreateRenderer implements fyne.Widget.
func (g *tag) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(g.bg, kit.Inset(g.word, 0, 7, 0, 7)))
}

// place moves and resizes in one call.
func place(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(max(w, 0), max(h, 0)))
}

// show hides or shows without a repaint when nothing changes.
func show(o fyne.CanvasObject, on bool) {
	switch {
	case on == o.Visible():
	case on:
		o.Show()
	default:
		o.Hide()
	}
}
