package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"hallcheck/ui/theme"
)

// Option is one choice of a Segmented: icon, word and key say what it is, the
// tone colours it when chosen.
type Option struct {
	ID, Text string
	Icon     string // "" = none
	Key      string // key-cap, "" = none
	Tone     Tone
}

// Segmented is a row of options of which one is chosen, or none.
type Segmented struct {
	control
	Options  []Option
	Chosen   string // id, "" = none
	OnChosen func(id string)

	Snug bool // every option as wide as its words; else all as the widest

	filled bool // the chosen one is filled with its tone
	tall   float32
	bg     *canvas.Rectangle
	mark   *canvas.Rectangle
	parts  []*segment
}

// NewSegmented makes a 36-high switch between a few words.
func NewSegmented(options []Option, chosen string, onChosen func(string)) *Segmented {
	s := &Segmented{Options: options, Chosen: chosen, OnChosen: onChosen, tall: buttonHeight}
	s.init(s)
	return s
}

// NewVerdictBar makes the 40-high bar whose chosen option is filled with its
// tone. Tapping the chosen option calls OnChosen again; the page decides.
func NewVerdictBar(options []Option, chosen string, onChosen func(string)) *Segmented {
	s := NewSegmented(options, chosen, onChosen)
	s.filled, s.tall = true, 40
	return s
}

// Set chooses without calling OnChosen.
func (s *Segmented) Set(id string) {
	if s.Chosen != id {
		s.Chosen = id
		s.Refresh()
	}
}

// SetOptions replaces the options.
func (s *Segmented) SetOptions(options []Option, chosen string) {
	s.Options, s.Chosen = options, chosen
	s.Refresh()
}

// Choose acts as a tap on option id.
func (s *Segmented) Choose(id string) {
	if s.disabled {
		return
	}
	s.Set(id)
	if s.OnChosen != nil {
		s.OnChosen(id)
	}
}

type segmentedRenderer struct{ s *Segmented }

// CreateRenderer implements fyne.Widget.
func (s *Segmented) CreateRenderer() fyne.WidgetRenderer {
	s.bg = round(theme.Surface, theme.Line, theme.Radius)
	s.mark = ring(theme.Radius + 2)
	r := &segmentedRenderer{s}
	r.dress()
	return r
}

func (r *segmentedRenderer) dress() {
	s := r.s
	s.bg.FillColor, s.bg.StrokeColor = theme.Color(theme.Surface), theme.Color(theme.Line)
	show(s.mark, s.focused)
	for len(s.parts) < len(s.Options) {
		s.parts = append(s.parts, newSegment(s, len(s.parts)))
	}
	s.parts = s.parts[:len(s.Options)]
	for _, p := range s.parts {
		p.Refresh()
	}
}

func (r *segmentedRenderer) Destroy() {}

func (r *segmentedRenderer) Objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{r.s.bg}
	for _, p := range r.s.parts {
		out = append(out, p)
	}
	return append(out, r.s.mark)
}

func (r *segmentedRenderer) MinSize() fyne.Size {
	var w, sum float32
	for _, p := range r.s.parts {
		m := p.MinSize().Width
		w, sum = max(w, m), sum+m
	}
	if !r.s.Snug {
		sum = w * float32(len(r.s.parts))
	}
	return fyne.NewSize(sum+2, theme.Scaled(r.s.tall))
}

func (r *segmentedRenderer) Layout(size fyne.Size) {
	s := r.s
	place(s.bg, 0, 0, size.Width, size.Height)
	place(s.mark, -2, -2, size.Width+4, size.Height+4)
	x, n := float32(1), float32(max(len(s.parts), 1))
	spare := (size.Width - r.MinSize().Width) / n
	for _, p := range s.parts {
		w := (size.Width - 2) / n
		if s.Snug {
			w = p.MinSize().Width + spare
		}
		place(p, x, 1, w, size.Height-2)
		x += w
	}
}

func (r *segmentedRenderer) Refresh() {
	r.dress()
	r.Layout(r.s.Size())
	canvas.Refresh(r.s)
}

// TypedKey chooses the neighbour with the arrow keys.
func (s *Segmented) TypedKey(e *fyne.KeyEvent) {
	at := -1
	for i, o := range s.Options {
		if o.ID == s.Chosen {
			at = i
		}
	}
	switch {
	case e.Name == fyne.KeyLeft && at > 0:
		s.Choose(s.Options[at-1].ID)
	case e.Name == fyne.KeyRight && at+1 < len(s.Options):
		s.Choose(s.Options[at+1].ID)
	default:
		ForwardKey(s, e)
	}
}

// segment is one option's area.
type segment struct {
	widget.BaseWidget
	bar     *Segmented
	i       int
	hovered bool
	bg      *canvas.Rectangle
	edge    *canvas.Rectangle
	word    *canvas.Text
	pic     *canvas.Image
	cap     *KeyCap
}

func newSegment(bar *Segmented, i int) *segment {
	p := &segment{bar: bar, i: i}
	p.ExtendBaseWidget(p)
	return p
}

func (p *segment) option() Option { return p.bar.Options[p.i] }
func (p *segment) chosen() bool   { return p.option().ID == p.bar.Chosen }

// CreateRenderer implements fyne.Widget.
func (p *segment) CreateRenderer() fyne.WidgetRenderer {
	p.bg = canvas.NewRectangle(clear)
	p.edge = canvas.NewRectangle(theme.Color(theme.Line))
	p.word = text("", theme.Body, false, theme.Text)
	p.pic = icon("tick", theme.Text)
	p.cap = NewKeyCap("")
	return newBox([]fyne.CanvasObject{p.bg, p.edge, p.word, p.pic, p.cap}, p.fit, p.measure, p.dress)
}

func (p *segment) dress() {
	o, ink := p.option(), theme.Text
	p.bg.FillColor = clear
	if p.hovered {
		p.bg.FillColor = theme.Color(theme.Hover)
	}
	if p.chosen() {
		if p.bar.filled {
			p.bg.FillColor, ink = theme.Color(o.Tone.Ink()), theme.OnFill
		} else {
			p.bg.FillColor, ink = theme.Color(theme.AccentSoft), theme.Accent
		}
	}
	if p.bar.disabled && !p.chosen() {
		ink = theme.Muted
	}
	rad := theme.Radius - 1
	first, last := p.i == 0, p.i == len(p.bar.Options)-1
	p.bg.TopLeftCornerRadius, p.bg.BottomLeftCornerRadius = corner(first, rad), corner(first, rad)
	p.bg.TopRightCornerRadius, p.bg.BottomRightCornerRadius = corner(last, rad), corner(last, rad)
	show(p.edge, !first)
	p.edge.FillColor = theme.Color(theme.Line)
	p.word.Color, p.word.TextSize = theme.Color(ink), theme.Points(theme.Body)
	p.word.TextStyle.Bold = p.chosen()
	show(p.pic, o.Icon != "")
	if o.Icon != "" {
		p.pic.Resource = theme.Icon(o.Icon, ink)
	}
	show(p.cap, o.Key != "" && !p.chosen())
	p.cap.set(o.Key, false)
}

func corner(on bool, radius float32) float32 {
	if on {
		return radius
	}
	return 0
}

func (p *segment) sizes() (pic, word, hint float32) {
	o := p.option()
	if o.Icon != "" {
		pic = theme.Scaled(16) + 4
	}
	if o.Key != "" && !p.chosen() {
		hint = p.cap.MinSize().Width + 6
	}
	return pic, width(o.Text, theme.Body, p.chosen()), hint
}

func (p *segment) measure() fyne.Size {
	o := p.option()
	w := width(o.Text, theme.Body, true) + 24
	if o.Icon != "" {
		w += theme.Scaled(16) + 4
	}
	if o.Key != "" {
		w += width(o.Key, capText, false) + 16
	}
	return fyne.NewSize(w, theme.Scaled(p.bar.tall)-2)
}

func (p *segment) fit(s fyne.Size) {
	place(p.bg, 0, 0, s.Width, s.Height)
	place(p.edge, 0, 0, 1, s.Height)
	pic, word, hint := p.sizes()
	room := s.Width - pic - hint - 8
	p.word.Text = Ellipsis(p.option().Text, room, theme.Body, p.chosen())
	word = min(word, room)
	x := (s.Width - pic - word - hint) / 2
	side := theme.Scaled(16)
	place(p.pic, x, (s.Height-side)/2, side, side)
	centreV(p.word, x+pic, word, s.Height)
	m := p.cap.MinSize()
	place(p.cap, x+pic+word+6, (s.Height-m.Height)/2, m.Width, m.Height)
}

// Tapped chooses the option.
func (p *segment) Tapped(*fyne.PointEvent) { p.bar.Choose(p.option().ID) }

// MouseIn, MouseMoved and MouseOut follow the pointer.
func (p *segment) MouseIn(*desktop.MouseEvent) { p.hovered = true; p.Refresh() }

// MouseMoved does nothing; the interface wants it.
func (p *segment) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends the hover.
func (p *segment) MouseOut() { p.hovered = false; p.Refresh() }
