package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"hallcheck/ui/theme"
)

// Kind is how loud a button is. A page has one Primary.
type Kind uint8

// The kinds of button.
const (
	Primary   Kind = iota // filled with the accent
	Secondary             // surface with a line
	Quiet                 // no line until hovered
	Good                  // filled with pass: an approval
	Danger                // filled with fail: something ends
)

// Button is 36 high, has an optional icon in front and a key-cap behind its word.
type Button struct {
	control
	Text     string
	IconName string
	Key      string // shown as key-cap, such as "Ctrl ⏎"; "" = none
	Kind     Kind
	OnTapped func()
	Tall     float32 // height at 100 %; 0 = 36
	Wide     float32 // least width; 0 = from the text
	Name     string  // what it is called when there is no Text
	Mouse    bool    // the keyboard does without it: Tab passes it by

	bg   *canvas.Rectangle
	mark *canvas.Rectangle
	word *canvas.Text
	pic  *canvas.Image
	cap  *KeyCap
}

// Disabled says whether Tab passes the button by: it is greyed out, or for the
// mouse only.
func (b *Button) Disabled() bool { return b.disabled || b.Mouse }

// NewButton makes a button of a kind.
func NewButton(kind Kind, text string, tapped func()) *Button {
	b := &Button{Text: text, Kind: kind, OnTapped: tapped}
	b.init(b)
	return b
}

// NewPrimary makes the page's one filled button; key is its key-cap or "".
func NewPrimary(text, key string, tapped func()) *Button {
	b := NewButton(Primary, text, tapped)
	b.Key = key
	return b
}

// NewSecondary makes an outlined button; key is its key-cap or "".
func NewSecondary(text, key string, tapped func()) *Button {
	b := NewButton(Secondary, text, tapped)
	b.Key = key
	return b
}

// NewQuiet makes a button without an outline.
func NewQuiet(text string, tapped func()) *Button { return NewButton(Quiet, text, tapped) }

// NewIconButton makes a square outlined button with an icon; name says what it does.
func NewIconButton(icon, name string, tapped func()) *Button {
	b := NewButton(Secondary, "", tapped)
	b.IconName, b.Name = icon, name
	return b
}

// WithIcon puts an icon in front of the word and returns the button.
func (b *Button) WithIcon(name string) *Button { b.IconName = name; return b }

// SetText changes the word.
func (b *Button) SetText(s string) {
	if s != b.Text {
		b.Text = s
		b.Refresh()
	}
}

// SetKind changes how loud the button is.
func (b *Button) SetKind(k Kind) {
	if k != b.Kind {
		b.Kind = k
		b.Refresh()
	}
}

// colours are fill, line and ink of a kind in its present state.
func (b *Button) colours() (fill, line, ink theme.Role) {
	if b.disabled {
		return theme.Background, theme.Line, theme.Muted
	}
	switch b.Kind {
	case Primary:
		return theme.Accent, theme.Accent, theme.OnFill
	case Good:
		return theme.Pass, theme.Pass, theme.OnFill
	case Danger:
		return theme.Fail, theme.Fail, theme.OnFill
	}
	return theme.Surface, theme.Line, theme.Text
}

func (b *Button) dress() {
	fill, line, ink := b.colours()
	b.bg.FillColor, b.bg.StrokeColor = theme.Color(fill), theme.Color(line)
	if b.Kind == Quiet {
		b.bg.FillColor, b.bg.StrokeColor = clear, clear
	}
	if b.hovered && !b.disabled {
		b.bg.FillColor = over(theme.Color(fill), theme.Color(theme.Hover))
		if b.Kind == Quiet {
			b.bg.FillColor = theme.Color(theme.Hover)
		}
	}
	b.word.Color, b.word.TextSize = theme.Color(ink), theme.Points(theme.Body)
	b.word.TextStyle.Bold = fill != theme.Surface && !b.disabled
	show(b.mark, b.focused)
	b.mark.StrokeColor = theme.Color(theme.Accent)
	show(b.pic, b.IconName != "")
	if b.IconName != "" {
		b.pic.Resource = theme.Icon(b.IconName, ink)
	}
	show(b.cap, b.Key != "")
	b.cap.set(b.Key, ink == theme.OnFill)
}

// CreateRenderer implements fyne.Widget.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	b.bg = round(theme.Surface, theme.Line, theme.Radius)
	b.mark = ring(theme.Radius + 2)
	b.word = text(b.Text, theme.Body, false, theme.Text)
	b.pic = icon("plus", theme.Text)
	b.cap = NewKeyCap(b.Key)
	return newBox([]fyne.CanvasObject{b.bg, b.word, b.pic, b.cap, b.mark}, b.fit, b.measure, b.dress)
}

const (
	buttonHeight float32 = 36
	buttonPad    float32 = 14
)

func (b *Button) parts() (pic, word, hint float32) {
	if b.IconName != "" {
		pic = theme.Scaled(16)
		if b.Text != "" {
			pic += 8
		}
	}
	if b.Text != "" {
		word = width(b.Text, theme.Body, b.word.TextStyle.Bold)
	}
	if b.Key != "" {
		hint = b.cap.MinSize().Width + 8
	}
	return pic, word, hint
}

func (b *Button) measure() fyne.Size {
	pic, word, hint := b.parts()
	h := b.Tall
	if h == 0 {
		h = buttonHeight
	}
	w := pic + word + hint + 2*buttonPad
	if b.Text == "" {
		w = pic + 20 + theme.Scaled(8)
	}
	return fyne.NewSize(max(w, b.Wide), theme.Scaled(h))
}

func (b *Button) fit(s fyne.Size) {
	place(b.bg, 0, 0, s.Width, s.Height)
	place(b.mark, -2, -2, s.Width+4, s.Height+4)
	pic, word, hint := b.parts()
	room := s.Width - pic - hint - 2*8
	b.word.Text = b.Text
	if word > room {
		b.word.Text = Ellipsis(b.Text, room, theme.Body, b.word.TextStyle.Bold)
		word = room
	}
	x := (s.Width - pic - word - hint) / 2
	if b.IconName != "" {
		side := theme.Scaled(16)
		place(b.pic, x, (s.Height-side)/2, side, side)
		x += pic
	}
	centreV(b.word, x, word, s.Height)
	if b.Key != "" {
		m := b.cap.MinSize()
		place(b.cap, x+word+8, (s.Height-m.Height)/2, m.Width, m.Height)
	}
}

// Tapped presses the button.
func (b *Button) Tapped(*fyne.PointEvent) {
	if !b.disabled && b.OnTapped != nil {
		b.OnTapped()
	}
}

// TypedKey presses the button with Space or Enter.
func (b *Button) TypedKey(e *fyne.KeyEvent) {
	if isActivate(e) {
		b.Tapped(nil)
		return
	}
	ForwardKey(b, e)
}

// TypedRune swallows the space that pressed the button.
func (b *Button) TypedRune(r rune) {
	if r != ' ' {
		ForwardRune(b, r)
	}
}

// AccessibilityLabel is the button's name for a screen reader.
func (b *Button) AccessibilityLabel() string {
	if b.Text != "" {
		return b.Text
	}
	return b.Name
}
