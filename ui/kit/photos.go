package kit

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"hallcheck/ui/theme"
)

// Loader reads and decodes a picture away from the window's goroutine and
// calls then on it; img is nil when there is none. shell.Shell.Picture is one.
type Loader func(path string, then func(img image.Image))

// Photo is one picture of a strip or view.
type Photo struct {
	ID      string
	Thumb   string   // path of the small picture
	Path    string   // path of the picture the view shows
	Caption string   // on the dark plate, such as "09:28 相机"
	Badges  []string // icons in the thumb's corner that say what was done with it
}

// Thumb is one small picture with round corners.
type Thumb struct {
	control
	Caption string
	Badges  []string // icons in the lower right corner
	OnTap   func()
	Chosen  bool
	W, H    float32 // at 100 %

	load Loader
	path string
	pic  *canvas.Image
	mark *canvas.Rectangle
}

// NewThumb makes an empty thumb of a size at 100 %.
func NewThumb(load Loader, w, h float32) *Thumb {
	t := &Thumb{load: load, W: w, H: h}
	t.init(t)
	return t
}

// Load shows another picture; "" empties the thumb.
func (t *Thumb) Load(path string) {
	if path == t.path {
		return
	}
	t.path = path
	t.give(nil)
	if path != "" && t.load != nil {
		t.load(path, func(img image.Image) {
			if t.path == path {
				t.give(img)
			}
		})
	}
}

func (t *Thumb) give(img image.Image) {
	if t.pic == nil {
		t.pic = canvas.NewImageFromImage(nil)
	}
	t.pic.Image = img
	t.pic.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (t *Thumb) CreateRenderer() fyne.WidgetRenderer {
	bg := canvas.NewRectangle(theme.Color(theme.Track))
	bg.CornerRadius = theme.PillRadius
	if t.pic == nil {
		t.pic = canvas.NewImageFromImage(nil)
	}
	t.pic.FillMode = canvas.ImageFillCover
	t.pic.CornerRadius = theme.PillRadius
	t.mark = ring(theme.PillRadius + 2)
	plate, corner := newPlate(t.Caption), newBadges()
	dress := func() {
		corner.set(t.Badges)
		show(t.mark, t.Chosen || t.focused)
		t.mark.StrokeColor = theme.Color(theme.Accent)
		plate.set(t.Caption)
	}
	fit := func(s fyne.Size) {
		place(bg, 0, 0, s.Width, s.Height)
		place(t.pic, 0, 0, s.Width, s.Height)
		place(t.mark, -2, -2, s.Width+4, s.Height+4)
		m := plate.MinSize()
		place(plate, 6, 6, min(m.Width, s.Width-12), m.Height)
		m = corner.MinSize()
		place(corner, s.Width-m.Width-4, s.Height-m.Height-4, m.Width, m.Height)
	}
	measure := func() fyne.Size { return fyne.NewSize(theme.Scaled(t.W), theme.Scaled(t.H)) }
	return newBox([]fyne.CanvasObject{bg, t.pic, plate, corner, t.mark}, fit, measure, dress)
}

// Tapped calls OnTap.
func (t *Thumb) Tapped(*fyne.PointEvent) {
	if t.OnTap != nil {
		t.OnTap()
	}
}

// TypedKey calls OnTap with Space or Enter.
func (t *Thumb) TypedKey(e *fyne.KeyEvent) {
	if isActivate(e) && t.OnTap != nil {
		t.OnTap()
		return
	}
	ForwardKey(t, e)
}

// plate is a caption on a dark plate, readable on any picture.
type plate struct {
	widget.BaseWidget
	text string
	word *canvas.Text
	bg   *canvas.Rectangle
}

func newPlate(s string) *plate {
	p := &plate{text: s}
	p.ExtendBaseWidget(p)
	return p
}

func (p *plate) set(s string) {
	if p.text != s {
		p.text = s
		p.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (p *plate) CreateRenderer() fyne.WidgetRenderer {
	p.bg = canvas.NewRectangle(theme.Color(theme.Label))
	p.bg.CornerRadius = 4
	p.word = text(p.text, theme.Caption, false, theme.OnMark)
	dress := func() {
		show(p.bg, p.text != "")
		show(p.word, p.text != "")
	}
	fit := func(s fyne.Size) {
		place(p.bg, 0, 0, s.Width, s.Height)
		p.word.Text = Ellipsis(p.text, s.Width-14, theme.Caption, false)
		centreV(p.word, 7, s.Width-14, s.Height)
	}
	measure := func() fyne.Size { return fyne.NewSize(width(p.text, theme.Caption, false)+14, theme.Scaled(20)) }
	return newBox([]fyne.CanvasObject{p.bg, p.word}, fit, measure, dress)
}

// PhotoStrip is a row of thumbs with a dashed place to add more at its end.
type PhotoStrip struct {
	widget.BaseWidget
	OnSelect func(i int)
	OnAdd    func() // nil = no place to add

	load     Loader
	photos   []Photo
	selected int
	row      *fyne.Container
	scroll   *container.Scroll
	drop     *dropTile
}

// NewPhotoStrip makes an empty strip; dropText stands in the dashed place.
func NewPhotoStrip(load Loader, dropText string, onSelect func(int), onAdd func()) *PhotoStrip {
	s := &PhotoStrip{load: load, OnSelect: onSelect, OnAdd: onAdd, row: NewRow(8)}
	s.drop = newDropTile(dropText, func() {
		if s.OnAdd != nil {
			s.OnAdd()
		}
	})
	s.scroll = container.NewHScroll(Inset(s.row, 3, 3, 3, 3))
	s.ExtendBaseWidget(s)
	s.Set(nil, -1)
	return s
}

// Set replaces the pictures and the selection (-1 = none).
func (s *PhotoStrip) Set(photos []Photo, selected int) {
	s.photos, s.selected = photos, selected
	var objects []fyne.CanvasObject
	for i, p := range photos {
		t := NewThumb(s.load, 72, 48)
		t.Chosen, t.Badges = i == selected, p.Badges
		t.OnTap = func() { s.pick(i) }
		t.Load(p.Thumb)
		objects = append(objects, t)
	}
	if s.OnAdd != nil {
		objects = append(objects, s.drop)
	}
	s.row.Objects = objects
	s.row.Refresh()
	s.Refresh()
	s.reveal()
}

// reveal scrolls the chosen picture into view.
func (s *PhotoStrip) reveal() {
	if s.selected < 0 || s.selected >= len(s.photos) || s.scroll.Size().Width <= 0 {
		return
	}
	step := theme.Scaled(72) + 8
	left := 3 + step*float32(s.selected)
	x, w := s.scroll.Offset.X, s.scroll.Size().Width
	if end := left + theme.Scaled(72) + 3; end > x+w {
		x = end - w
	}
	if left-3 < x {
		x = left - 3
	}
	if x != s.scroll.Offset.X {
		s.scroll.ScrollToOffset(fyne.NewPos(x, 0))
	}
}

// Highlight marks the place to add while files hover above it.
func (s *PhotoStrip) Highlight(on bool) { s.drop.hot(on) }

func (s *PhotoStrip) pick(i int) {
	s.selected = i
	for k, o := range s.row.Objects {
		if t, ok := o.(*Thumb); ok && t.Chosen != (k == i) {
			t.Chosen = k == i
			t.Refresh()
		}
	}
	s.reveal()
	if s.OnSelect != nil {
		s.OnSelect(i)
	}
}

// CreateRenderer implements fyne.Widget.
func (s *PhotoStrip) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(s.scroll) }

// MinSize keeps the strip one thumb high.
func (s *PhotoStrip) MinSize() fyne.Size { return fyne.NewSize(theme.Scaled(160), theme.Scaled(48)+8) }

// dropTile is the dashed place at the end of a strip.
type dropTile struct {
	control
	text string
	tap  func()
	over bool
	r    *box
	word *canvas.Text
	bg   *canvas.Rectangle
}

func newDropTile(s string, tap func()) *dropTile {
	d := &dropTile{text: s, tap: tap}
	d.init(d)
	return d
}

func (d *dropTile) hot(on bool) {
	if d.over != on {
		d.over = on
		d.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (d *dropTile) CreateRenderer() fyne.WidgetRenderer {
	d.word = text(d.text, theme.Caption, false, theme.Muted)
	d.bg = canvas.NewRectangle(clear)
	d.bg.CornerRadius = theme.PillRadius
	dress := func() {
		d.bg.FillColor = clear
		if d.over || d.hovered || d.focused {
			d.bg.FillColor = theme.Color(theme.AccentSoft)
		}
	}
	measure := func() fyne.Size {
		return fyne.NewSize(max(theme.Scaled(72), width(d.text, theme.Caption, false)+16), theme.Scaled(48))
	}
	d.r = newBox(nil, d.fit, measure, dress)
	return d.r.again(d.Size())
}

func (d *dropTile) fit(s fyne.Size) {
	place(d.bg, 0, 0, s.Width, s.Height)
	m := d.word.MinSize()
	place(d.word, (s.Width-m.Width)/2, (s.Height-m.Height)/2, m.Width, m.Height)
	d.r.objects = append([]fyne.CanvasObject{d.bg, d.word}, dashes(s)...)
}

// dashes are the sides of a dashed rectangle.
func dashes(s fyne.Size) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	add := func(x, y, w, h float32) {
		r := canvas.NewRectangle(theme.Color(theme.Muted))
		place(r, x, y, w, h)
		out = append(out, r)
	}
	for x := float32(2); x < s.Width-2; x += 7 {
		w := min(4, s.Width-2-x)
		add(x, 0, w, 1)
		add(x, s.Height-1, w, 1)
	}
	for y := float32(2); y < s.Height-2; y += 7 {
		h := min(4, s.Height-2-y)
		add(0, y, 1, h)
		add(s.Width-1, y, 1, h)
	}
	return out
}

// Tapped asks for files.
func (d *dropTile) Tapped(*fyne.PointEvent) { d.tap() }

// TypedKey asks for files with Space or Enter.
func (d *dropTile) TypedKey(e *fyne.KeyEvent) {
	if isActivate(e) {
		d.tap()
		return
	}
	ForwardKey(d, e)
}
