package kit

import (
	"image"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"hallcheck/ui/theme"
)

// Gesture is how a tool of a Marker is used.
type Gesture uint8

// The gestures.
const (
	Pick  Gesture = iota // chooses and moves what is there, pans
	Span  Gesture = iota // dragged from one point to another
	Trace Gesture = iota // follows the pointer
	Stamp Gesture = iota // put down at one point
)

// MarkTool is one tool of a Marker.
type MarkTool struct {
	ID      string
	Gesture Gesture
	Below   bool // its layers lie under all others
	Worded  bool // its layers carry a text
	Width   int  // of a new layer, ten-thousandths of the picture's long edge
	Plain   bool // its layers have no colour
}

// Layer is one thing drawn over a picture. Points are in ten-thousandths of the
// picture's width and height.
type Layer struct {
	Tool   string
	Points []image.Point
	Text   string
	Colour string
	Width  int
}

// Marker shows a picture and lets a person draw layers over it with mouse or
// keyboard; it zooms with the wheel, + and −. It knows no tool's look: Paint
// draws. The picture itself is never changed.
type Marker struct {
	control
	Tool   MarkTool
	Colour string

	// Paint draws layer i of all: its pixels, and where they lie on the picture
	// in pixels. Called on the window's goroutine.
	Paint     func(all []Layer, i int) (image.Image, image.Rectangle)
	OnChanged func()                   // layers or choice changed
	OnWord    func()                   // the chosen layer wants a text
	ToolOf    func(id string) MarkTool // the tool a layer was made with

	past    history
	chosen  int // layer with the frame, -1 = none
	size    image.Point
	pic     *canvas.Image
	area    *fyne.Container
	sprites []*sprite
	frame   *canvas.Rectangle
	grips   [2]*canvas.Circle
	mark    *canvas.Rectangle
	bg      *canvas.Rectangle
	zoom    float32
	pan     fyne.Position
	drag    drag
}

// sprite is a painted layer.
type sprite struct {
	pic *canvas.Image
	at  image.Rectangle // on the picture, pixels
}

// whole is the range of a layer's coordinates.
const whole = 10000

// NewMarker makes an empty marker.
func NewMarker() *Marker {
	m := &Marker{chosen: -1, zoom: 1}
	m.pic = canvas.NewImageFromImage(nil)
	m.pic.FillMode = canvas.ImageFillStretch
	m.area = container.NewWithoutLayout(m.pic)
	m.frame = canvas.NewRectangle(clear)
	m.frame.StrokeWidth = 1.5
	for i := range m.grips {
		m.grips[i] = canvas.NewCircle(theme.Color(theme.Surface))
		m.grips[i].StrokeWidth = 2
	}
	m.init(m)
	return m
}

// Open gives the picture and its layers; what was undone before is forgotten.
func (m *Marker) Open(img image.Image, layers []Layer) {
	m.size = image.Point{}
	if img != nil {
		m.size = img.Bounds().Size()
	}
	m.pic.Image = img
	m.past.start(layers)
	m.chosen = -1
	m.repaint()
}

// Layers are the layers as they are now, lowest first.
func (m *Marker) Layers() []Layer { return m.past.now() }

// Chosen is the layer with the frame, -1 = none.
func (m *Marker) Chosen() int { return m.chosen }

// Choose puts the frame around a layer, -1 = none.
func (m *Marker) Choose(i int) {
	m.chosen = min(i, len(m.Layers())-1)
	m.arrange()
	m.told()
}

// AcceptsTab keeps Tab for stepping through the layers.
func (m *Marker) AcceptsTab() bool { return true }

func (m *Marker) told() {
	if m.OnChanged != nil {
		m.OnChanged()
	}
}

// repaint paints every layer anew.
func (m *Marker) repaint() {
	m.sprites = m.sprites[:0]
	objects := []fyne.CanvasObject{m.pic}
	all := m.Layers()
	for i := range all {
		s := &sprite{pic: canvas.NewImageFromImage(nil)}
		s.pic.FillMode = canvas.ImageFillStretch
		m.sprites = append(m.sprites, s)
		m.paintOne(all, i)
	}
	for _, i := range m.order() {
		objects = append(objects, m.sprites[i].pic)
	}
	m.area.Objects = append(objects, m.frame, m.grips[0], m.grips[1])
	m.arrange()
	m.area.Refresh()
}

// order lists the layers as they lie: those below first.
func (m *Marker) order() []int {
	var below, above []int
	for i, l := range m.Layers() {
		if m.toolOf(l).Below {
			below = append(below, i)
		} else {
			above = append(above, i)
		}
	}
	return append(below, above...)
}

func (m *Marker) toolOf(l Layer) MarkTool {
	if m.ToolOf == nil {
		return m.Tool
	}
	return m.ToolOf(l.Tool)
}

func (m *Marker) paintOne(all []Layer, i int) {
	s := m.sprites[i]
	s.pic.Image, s.at = nil, image.Rectangle{}
	if m.Paint != nil && m.size.X > 0 {
		s.pic.Image, s.at = m.Paint(all, i)
	}
}

// picture is where the picture lies in the widget: fitted, zoomed, panned.
func (m *Marker) picture() (at fyne.Position, size fyne.Size) {
	s := m.Size()
	if m.size.X <= 0 || m.size.Y <= 0 || s.Width <= 0 {
		return at, size
	}
	k := min(s.Width/float32(m.size.X), s.Height/float32(m.size.Y)) * m.zoom
	size = fyne.NewSize(k*float32(m.size.X), k*float32(m.size.Y))
	limit := func(pan, have, room float32) float32 {
		free := max((have-room)/2, 0)
		return min(max(pan, -free), free)
	}
	m.pan = fyne.NewPos(limit(m.pan.X, size.Width, s.Width), limit(m.pan.Y, size.Height, s.Height))
	return fyne.NewPos((s.Width-size.Width)/2+m.pan.X, (s.Height-size.Height)/2+m.pan.Y), size
}

// arrange places picture, layers and the frame of the chosen one.
func (m *Marker) arrange() {
	at, size := m.picture()
	place(m.pic, at.X, at.Y, size.Width, size.Height)
	if m.size.X == 0 {
		return
	}
	k := size.Width / float32(m.size.X)
	for _, s := range m.sprites {
		show(s.pic, s.pic.Image != nil && !s.at.Empty())
		place(s.pic, at.X+k*float32(s.at.Min.X), at.Y+k*float32(s.at.Min.Y), k*float32(s.at.Dx()), k*float32(s.at.Dy()))
	}
	framed := m.chosen >= 0 && m.chosen < len(m.sprites)
	show(m.frame, framed)
	ends := 0
	if framed {
		r := m.sprites[m.chosen].at
		place(m.frame, at.X+k*float32(r.Min.X)-4, at.Y+k*float32(r.Min.Y)-4, k*float32(r.Dx())+8, k*float32(r.Dy())+8)
		m.frame.StrokeColor = theme.Color(theme.Accent)
		if l := m.Layers()[m.chosen]; m.toolOf(l).Gesture == Span && len(l.Points) == 2 {
			ends = 2
			for i, p := range l.Points {
				c := m.onScreen(p)
				m.grips[i].StrokeColor = theme.Color(theme.Accent)
				place(m.grips[i], c.X-5, c.Y-5, 10, 10)
			}
		}
	}
	for i := range m.grips {
		show(m.grips[i], i < ends)
	}
}

// onScreen is where a layer's point lies in the widget.
func (m *Marker) onScreen(p image.Point) fyne.Position {
	at, size := m.picture()
	return fyne.NewPos(at.X+size.Width*float32(p.X)/whole, at.Y+size.Height*float32(p.Y)/whole)
}

// onPicture is the layer coordinate of a place in the widget, kept inside.
func (m *Marker) onPicture(p fyne.Position) image.Point {
	at, size := m.picture()
	if size.Width <= 0 || size.Height <= 0 {
		return image.Point{}
	}
	return inside(image.Pt(int((p.X-at.X)/size.Width*whole+0.5), int((p.Y-at.Y)/size.Height*whole+0.5)))
}

func inside(p image.Point) image.Point {
	return image.Pt(min(max(p.X, 0), whole), min(max(p.Y, 0), whole))
}

// CreateRenderer implements fyne.Widget.
func (m *Marker) CreateRenderer() fyne.WidgetRenderer {
	m.bg = canvas.NewRectangle(theme.Color(theme.Track))
	m.bg.CornerRadius = theme.PillRadius
	m.mark = ring(theme.PillRadius)
	clip := container.NewClip(m.area)
	dress := func() {
		m.bg.FillColor = theme.Color(theme.Track)
		m.mark.StrokeColor = theme.Color(theme.Accent)
		show(m.mark, m.focused)
	}
	fit := func(s fyne.Size) {
		place(m.bg, 0, 0, s.Width, s.Height)
		place(clip, 0, 0, s.Width, s.Height)
		place(m.mark, 0, 0, s.Width, s.Height)
		m.arrange()
	}
	measure := func() fyne.Size { return fyne.NewSize(theme.Scaled(240), theme.Scaled(180)) }
	return newBox([]fyne.CanvasObject{m.bg, clip, m.mark}, fit, measure, dress)
}

// Cursor is a cross while drawing.
func (m *Marker) Cursor() desktop.Cursor {
	if m.Tool.Gesture == Pick {
		return desktop.DefaultCursor
	}
	return desktop.CrosshairCursor
}

// MouseIn, MouseOut: hovering changes nothing here, so nothing is painted.
func (m *Marker) MouseIn(*desktop.MouseEvent) {}

// MouseOut does nothing.
func (m *Marker) MouseOut() {}

// Zoom multiplies the size about a place in the widget; 0 fits again. It stays
// between 1 and 8 times.
func (m *Marker) Zoom(factor float32, about fyne.Position) {
	was := m.zoom
	m.zoom = min(max(m.zoom*factor, 1), 8)
	if factor == 0 || m.zoom == 1 {
		m.zoom, m.pan = 1, fyne.Position{}
	} else {
		s, k := m.Size(), m.zoom/was
		m.pan.X = (about.X-s.Width/2)*(1-k) + m.pan.X*k
		m.pan.Y = (about.Y-s.Height/2)*(1-k) + m.pan.Y*k
	}
	m.arrange()
	m.area.Refresh()
}

func (m *Marker) middle() fyne.Position {
	s := m.Size()
	return fyne.NewPos(s.Width/2, s.Height/2)
}

// Scrolled zooms about the pointer.
func (m *Marker) Scrolled(e *fyne.ScrollEvent) {
	switch {
	case e.Scrolled.DY > 0:
		m.Zoom(1.2, e.Position)
	case e.Scrolled.DY < 0:
		m.Zoom(1/1.2, e.Position)
	}
}

// hit is the uppermost layer at a place in the widget, -1 = none.
func (m *Marker) hit(p fyne.Position) int {
	at, size := m.picture()
	if size.Width <= 0 {
		return -1
	}
	k := float32(m.size.X) / size.Width
	x, y, near := int((p.X-at.X)*k), int((p.Y-at.Y)*k), max(int(6*k), 2)
	order := m.order()
	slices.Reverse(order)
	for _, i := range order {
		s := m.sprites[i]
		box := image.Rect(x-near, y-near, x+near+1, y+near+1).Intersect(s.at)
		if s.pic.Image == nil || box.Empty() {
			continue
		}
		from := s.pic.Image.Bounds().Min.Sub(s.at.Min)
		for v := box.Min.Y; v < box.Max.Y; v += max(near/3, 1) {
			for u := box.Min.X; u < box.Max.X; u += max(near/3, 1) {
				if _, _, _, a := s.pic.Image.At(u+from.X, v+from.Y).RGBA(); a > 0x4000 {
					return i
				}
			}
		}
	}
	return -1
}
