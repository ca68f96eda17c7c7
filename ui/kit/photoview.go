package kit

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"hallcheck/ui/theme"
)

// PhotoView shows one picture of several: it fits, zooms with the wheel or
// + and −, pans by dragging, and steps with the left and right arrows.
type PhotoView struct {
	control
	OnStep func(i int) // another picture is shown
	OnOpen func()      // tap while not zoomed: a larger view, nil = nothing
	Empty  string      // word shown without a picture

	load   Loader
	photos []Photo
	at     int
	img    image.Image
	zoom   float32 // 1 = fits
	pan    fyne.Position
	pic    *canvas.Image
	area   *fyne.Container
	plate  *plate
	word   *Label
	count  *plate
	mark   *canvas.Rectangle
}

// NewPhotoView makes an empty view.
func NewPhotoView(load Loader) *PhotoView {
	v := &PhotoView{load: load, zoom: 1, at: -1}
	v.pic = canvas.NewImageFromImage(nil)
	v.pic.FillMode = canvas.ImageFillContain
	v.area = container.NewWithoutLayout(v.pic)
	v.plate, v.count = newPlate(""), newPlate("")
	v.word = NewCaption("").Aligned(fyne.TextAlignCenter)
	v.init(v)
	return v
}

// Set replaces the pictures and shows the i-th; -1 shows none.
func (v *PhotoView) Set(photos []Photo, i int) {
	same := v.at >= 0 && v.at < len(v.photos) && i >= 0 && i < len(photos) && v.photos[v.at].Path == photos[i].Path
	v.photos, v.at = photos, min(i, len(photos)-1)
	if !same {
		v.open()
	}
	v.Refresh()
}

// Index is the picture shown, -1 = none.
func (v *PhotoView) Index() int { return v.at }

// Shown is the picture shown; its zero value when there is none.
func (v *PhotoView) Shown() Photo {
	if v.at < 0 || v.at >= len(v.photos) {
		return Photo{}
	}
	return v.photos[v.at]
}

// Step shows the next (1) or the previous (-1) picture.
func (v *PhotoView) Step(by int) {
	to := v.at + by
	if to < 0 || to >= len(v.photos) {
		return
	}
	v.at = to
	v.open()
	v.Refresh()
	if v.OnStep != nil {
		v.OnStep(to)
	}
}

// Zoom multiplies the size; 0 fits again. It stays between 1 and 8 times.
func (v *PhotoView) Zoom(factor float32) {
	v.zoom = min(max(v.zoom*factor, 1), 8)
	if factor == 0 || v.zoom == 1 {
		v.zoom, v.pan = 1, fyne.Position{}
	}
	v.Refresh()
}

func (v *PhotoView) open() {
	v.zoom, v.pan, v.img = 1, fyne.Position{}, nil
	v.pic.Image = nil
	if v.at < 0 {
		v.pic.Refresh()
		return
	}
	path := v.photos[v.at].Path
	v.load(path, func(img image.Image) {
		if v.at < 0 || v.at >= len(v.photos) || v.photos[v.at].Path != path {
			return
		}
		v.img, v.pic.Image = img, img
		v.pic.Refresh()
	})
}

// CreateRenderer implements fyne.Widget.
func (v *PhotoView) CreateRenderer() fyne.WidgetRenderer {
	bg := canvas.NewRectangle(theme.Color(theme.Background))
	bg.CornerRadius = theme.PillRadius
	clip := container.NewClip(v.area)
	v.mark = ring(theme.PillRadius)
	dress := func() {
		bg.FillColor = theme.Color(theme.Background)
		show(v.mark, v.focused)
		none := v.at < 0 || v.at >= len(v.photos)
		v.word.Set(v.Empty)
		show(v.word, none)
		caption, count := "", ""
		if !none {
			caption = v.photos[v.at].Caption
			if len(v.photos) > 1 {
				count = itoa(v.at+1) + " / " + itoa(len(v.photos))
			}
		}
		v.plate.set(caption)
		v.count.set(count)
	}
	fit := func(s fyne.Size) {
		place(bg, 0, 0, s.Width, s.Height)
		place(clip, 0, 0, s.Width, s.Height)
		v.frame(s)
		place(v.mark, 0, 0, s.Width, s.Height)
		centreV(v.word, 8, s.Width-16, s.Height)
		m := v.plate.MinSize()
		place(v.plate, 8, 8, min(m.Width, s.Width-16), m.Height)
		m = v.count.MinSize()
		place(v.count, s.Width-m.Width-8, s.Height-m.Height-8, m.Width, m.Height)
	}
	measure := func() fyne.Size { return fyne.NewSize(theme.Scaled(160), theme.Scaled(120)) }
	return newBox([]fyne.CanvasObject{bg, clip, v.word, v.plate, v.count, v.mark}, fit, measure, dress)
}

// frame places the picture: fitted, then zoomed about the middle and panned.
func (v *PhotoView) frame(s fyne.Size) {
	w, h := s.Width*v.zoom, s.Height*v.zoom
	limX, limY := (w-s.Width)/2, (h-s.Height)/2
	v.pan.X = min(max(v.pan.X, -limX), limX)
	v.pan.Y = min(max(v.pan.Y, -limY), limY)
	place(v.pic, v.pan.X-limX, v.pan.Y-limY, w, h)
}

// Scrolled zooms.
func (v *PhotoView) Scrolled(e *fyne.ScrollEvent) {
	if e.Scrolled.DY > 0 {
		v.Zoom(1.2)
	} else if e.Scrolled.DY < 0 {
		v.Zoom(1 / 1.2)
	}
}

// Dragged pans.
func (v *PhotoView) Dragged(e *fyne.DragEvent) {
	v.pan = v.pan.AddXY(e.Dragged.DX, e.Dragged.DY)
	v.frame(v.Size())
}

// DragEnd ends a pan.
func (v *PhotoView) DragEnd() {}

// Tapped takes the keyboard, and opens while nothing is zoomed.
func (v *PhotoView) Tapped(*fyne.PointEvent) {
	Focus(v)
	if v.zoom == 1 && v.OnOpen != nil && v.at >= 0 {
		v.OnOpen()
	}
}

// TypedRune zooms with + and −.
func (v *PhotoView) TypedRune(r rune) {
	switch r {
	case '+', '=':
		v.Zoom(1.5)
	case '-':
		v.Zoom(1 / 1.5)
	default:
		ForwardRune(v, r)
	}
}

// TypedKey steps with the arrows.
func (v *PhotoView) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyLeft:
		v.Step(-1)
	case fyne.KeyRight:
		v.Step(1)
	case fyne.KeySpace:
		v.Zoom(0)
	default:
		ForwardKey(v, e)
	}
}
