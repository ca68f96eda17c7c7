package kit

import (
	"fyne.io/fyne/v2"

	"hallcheck/ui/theme"
)

// Hint is a quiet line about what is shown above it: an information mark, at most
// three short lines of words, and a small picture when the words are about one.
// It takes no room while it has nothing to say.
type Hint struct {
	control
	OnTap func() // nil = a tap does nothing

	word *Paragraph
	pic  *Thumb
	with bool // the picture is shown
}

// Measures of a hint at 100 %.
const (
	hintSide = 16
	hintPicW = 54
	hintPicH = 40
	hintPad  = 8
)

// NewHint makes a line that says nothing yet.
func NewHint(load Loader) *Hint {
	h := &Hint{word: NewParagraph("", theme.Text), pic: NewThumb(load, hintPicW, hintPicH)}
	h.word.Font, h.word.Lines = theme.Caption, 3
	h.pic.OnTap = h.tap
	h.init(h)
	h.Hide()
	return h
}

// Say shows words with the picture at the path, "" = none; no words hide it.
func (h *Hint) Say(words, picture string) {
	h.word.Set(words)
	h.with = picture != ""
	h.pic.Load(picture)
	show(h, words != "")
	h.Refresh()
}

// Words is what is shown.
func (h *Hint) Words() string { return h.word.Text }

// CreateRenderer implements fyne.Widget.
func (h *Hint) CreateRenderer() fyne.WidgetRenderer {
	bg := round(theme.AccentSoft, theme.AccentSoft, theme.PillRadius)
	mark := picture("info", theme.Accent, hintSide)
	ringed := ring(theme.PillRadius + 2)
	dress := func() {
		bg.FillColor, bg.StrokeColor = theme.Color(theme.AccentSoft), theme.Color(theme.AccentSoft)
		show(h.pic, h.with)
		show(ringed, h.focused)
	}
	fit := func(s fyne.Size) {
		place(bg, 0, 0, s.Width, s.Height)
		place(ringed, -2, -2, s.Width+4, s.Height+4)
		pad, side := theme.Scaled(hintPad), theme.Scaled(hintSide)
		centreV(mark, pad, side, s.Height)
		x, room := pad+side+pad, s.Width-2*pad
		if h.with {
			w, tall := theme.Scaled(hintPicW), theme.Scaled(hintPicH)
			place(h.pic, s.Width-pad-w, (s.Height-tall)/2, w, tall)
			room -= w + pad
		}
		room -= x - pad
		tall := h.word.HeightAt(room)
		place(h.word, x, (s.Height-tall)/2, room, tall)
	}
	return newBox([]fyne.CanvasObject{bg, mark, h.word, h.pic, ringed}, fit, h.measure, dress)
}

// measure asks for the height the words need in the width given last.
func (h *Hint) measure() fyne.Size {
	pad := theme.Scaled(hintPad)
	room := h.Size().Width - 3*pad - theme.Scaled(hintSide)
	least := float32(0)
	if h.with {
		room -= theme.Scaled(hintPicW) + pad
		least = theme.Scaled(hintPicH)
	}
	if room <= 0 {
		room = theme.Scaled(160)
	}
	return fyne.NewSize(theme.Scaled(120), max(least, h.word.HeightAt(room))+pad*1.5)
}

// Resize implements fyne.Widget: another width may need another height.
func (h *Hint) Resize(s fyne.Size) {
	h.control.Resize(s)
	h.Refresh()
}

// Tapped implements fyne.Tappable.
func (h *Hint) Tapped(*fyne.PointEvent) { h.tap() }

func (h *Hint) tap() {
	if h.OnTap != nil {
		h.OnTap()
	}
}

// TypedKey taps with Space or Enter.
func (h *Hint) TypedKey(e *fyne.KeyEvent) {
	if isActivate(e) && h.OnTap != nil {
		h.OnTap()
		return
	}
	ForwardKey(h, e)
}

// NewPair shows two pictures side by side, each under its title, to be compared;
// both zoom and pan on their own.
func NewPair(load Loader, size fyne.Size, left, right Photo, leftTitle, rightTitle string) (pair *fyne.Container, first *PhotoView) {
	half := func(title string, p Photo) (*fyne.Container, *PhotoView) {
		v := NewPhotoView(load)
		v.Set([]Photo{p}, 0)
		return NewColumn(8, NewBold(title), MinSize(v, (size.Width-14)/2, size.Height)), v
	}
	a, first := half(leftTitle, left)
	b, _ := half(rightTitle, right)
	return NewRow(14, Grow(a), Grow(b)), first
}

var _ fyne.Tappable = (*Hint)(nil)
