package meeting

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"hallcheck/checklist/report"
)

// picker brings a picture that fits into w × h pixels, at once when it is at
// hand; nil when there is none.
type picker func(hash string, w, h int, then func(image.Image))

// slide draws one slide of a deck at any size: the page keeps its shape, all
// that is on it grows with it.
type slide struct {
	widget.BaseWidget
	load picker
	d    *report.Drawing
	lost string // stands in the place of a picture that cannot be read

	room  fyne.Size // the size it was drawn for
	drawn *report.Drawing
	paper []fyne.CanvasObject
}

func newSlide(load picker) *slide {
	s := &slide{load: load}
	s.ExtendBaseWidget(s)
	return s
}

// set shows another slide, nil shows none.
func (s *slide) set(d *report.Drawing) {
	if s.d != d {
		s.d = d
		s.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (s *slide) CreateRenderer() fyne.WidgetRenderer { return &slideRenderer{s} }

// area is where the page stands inside size, and how many pixels a point is.
func area(size fyne.Size) (x, y, scale float32) {
	scale = min(size.Width/report.SlideWidth, size.Height/report.SlideHeight)
	return (size.Width - scale*report.SlideWidth) / 2, (size.Height - scale*report.SlideHeight) / 2, scale
}

// draw makes the objects of the slide for the size it has.
func (s *slide) draw() {
	size := s.Size()
	if s.room == size && s.drawn == s.d {
		return
	}
	s.room, s.drawn, s.paper = size, s.d, nil
	if s.d == nil || size.Width <= 0 || size.Height <= 0 {
		return
	}
	x, y, k := area(size)
	for _, p := range s.d.Parts {
		px, py := x+float32(p.X)*k, y+float32(p.Y)*k
		switch {
		case p.Text != "":
			s.paper = append(s.paper, line(p, px, py, k))
		case p.Photo != "":
			s.photo(p, px, py, k)
		default:
			r := canvas.NewRectangle(p.Fill)
			place(r, px, py, float32(p.W)*k, max(float32(p.H)*k, 0.5))
			s.paper = append(s.paper, r)
		}
	}
}

// above is the part of a line's height above its baseline, in Noto Sans SC.
const above = 1.160 / 1.448

// line is one line of text; its baseline stands at y.
func line(p report.DrawnPart, x, y, k float32) *canvas.Text {
	t := canvas.NewText(p.Text, p.Fill)
	t.TextSize, t.TextStyle.Bold = float32(p.Size)*k, p.Bold
	m := t.MinSize()
	place(t, x, y-m.Height*above, m.Width, m.Height)
	return t
}

// photo is a picture whole in its box; it comes when it is read.
func (s *slide) photo(p report.DrawnPart, x, y, k float32) {
	pic := canvas.NewImageFromImage(nil)
	pic.FillMode, pic.ScaleMode = canvas.ImageFillContain, canvas.ImageScaleSmooth
	w, h := float32(p.W)*k, float32(p.H)*k
	place(pic, x, y, w, h)
	word := line(report.DrawnPart{Text: s.lost, Size: 16, Fill: faint}, 0, 0, k)
	m := word.MinSize()
	place(word, x+(w-m.Width)/2, y+(h-m.Height)/2, m.Width, m.Height)
	word.Hide()
	s.paper = append(s.paper, word, pic)
	now := true
	pw, ph := pixels(p, k, s.density())
	s.load(p.Photo, pw, ph, func(img image.Image) {
		pic.Image = img
		show(word, img == nil)
		if !now {
			pic.Refresh()
		}
	})
	now = false
}

// density is how many pixels of the screen a pixel of the window is.
func (s *slide) density() float32 {
	if c := fyne.CurrentApp().Driver().CanvasForObject(s); c != nil {
		return c.Scale()
	}
	return 1
}

// slideRenderer shows what draw made.
type slideRenderer struct{ s *slide }

func (r *slideRenderer) Destroy()                     {}
func (r *slideRenderer) Objects() []fyne.CanvasObject { return r.s.paper }
func (r *slideRenderer) MinSize() fyne.Size           { return fyne.NewSize(48, 27) }
func (r *slideRenderer) Layout(fyne.Size)             { r.s.draw() }
func (r *slideRenderer) Refresh()                     { r.s.draw(); canvas.Refresh(r.s) }

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

// The colours beside those of the slides themselves.
var (
	night = color.NRGBA{A: 0xFF}                            // around the slides of a show
	faint = color.NRGBA{R: 0x9D, G: 0xA9, B: 0xB8, A: 0xFF} // words in the dark
)

// centred puts objects over each other in the middle of the height, as wide as
// there is room.
type centred struct{}

// MinSize implements fyne.Layout.
func (centred) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

// Layout implements fyne.Layout.
func (centred) Layout(o []fyne.CanvasObject, s fyne.Size) {
	for _, x := range o {
		h := min(x.MinSize().Height, s.Height)
		place(x, 0, (s.Height-h)/2, s.Width, h)
	}
}
