package kit

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"hallcheck/ui/theme"
)

// Stepper is a number between − and +, in thousandths so that halves stay
// exact. Digits may be typed; Enter submits. Without a value it shows a dash.
type Stepper struct {
	control
	Min, Max, Step int64  // thousandths; Step 1000 = whole numbers
	Unit           string // behind the value, such as "人"
	Note           string // at the right, such as "满分 3" or "≤ 15"
	OnChanged      func(thousandths int64)
	OnSubmit       func()
	Counts         bool   // something counted: the first press of + is one step, of − none at all
	OnFocus        func() // it has the keyboard; with this set every key goes on to the page

	value *int64
	typed string
	less  *Button
	more  *Button
	bg    *canvas.Rectangle
	mark  *canvas.Rectangle
	word  *canvas.Text
	unit  *canvas.Text
	note  *canvas.Text
}

// NewStepper makes a stepper from min to max thousandths by step thousandths.
func NewStepper(minimum, maximum, step int64, onChanged func(int64)) *Stepper {
	s := &Stepper{Min: minimum, Max: maximum, Step: step, OnChanged: onChanged}
	s.less = NewIconButton("minus", "−", func() { s.step(-1) })
	s.more = NewIconButton("plus", "+", func() { s.step(1) })
	s.less.Mouse, s.more.Mouse = true, true // the keyboard has + and −
	s.less.Tall, s.more.Tall, s.less.Wide, s.more.Wide = 40, 40, 44, 44
	s.init(s)
	return s
}

// Set shows a value without calling OnChanged; nil shows a dash.
func (s *Stepper) Set(thousandths *int64) {
	s.value, s.typed = nil, ""
	if thousandths != nil {
		v := *thousandths
		s.value = &v
	}
	s.Refresh()
}

// Label sets the unit behind the value and the note at the right.
func (s *Stepper) Label(unit, note string) { s.Unit, s.Note = unit, note; s.Refresh() }

// Value returns the value in thousandths, or nil.
func (s *Stepper) Value() *int64 { return s.value }

func (s *Stepper) step(by int64) {
	v := s.Min
	switch {
	case s.value != nil:
		v = *s.value + by*s.Step
	case s.Counts:
		v = s.Min + max(by, 0)*s.Step
	case by < 0 && s.Max < 1000*1000: // the first press of − starts from full marks
		v = s.Max
	}
	s.typed = ""
	s.change(v)
}

func (s *Stepper) change(v int64) {
	v = min(max(v, s.Min), s.Max)
	if s.value != nil && *s.value == v {
		s.Refresh()
		return
	}
	s.value = &v
	s.Refresh()
	if s.OnChanged != nil {
		s.OnChanged(v)
	}
}

// Type takes a digit, a point or a sign as if the stepper had the focus; it
// returns false for other runes.
func (s *Stepper) Type(r rune) bool {
	switch {
	case r == '+' || r == '=':
		s.step(1)
		return true
	case r == '-' || r == '−':
		s.step(-1)
		return true
	case r == '.' && strings.Contains(s.typed, "."), r != '.' && (r < '0' || r > '9'):
		return false
	}
	next := s.typed + string(r)
	v, ok := parseThousandths(next)
	if !ok || v > s.Max { // start again with this digit
		next = string(r)
		if v, ok = parseThousandths(next); !ok {
			v = 0
		}
	}
	s.typed = next
	s.change(v - v%s.Step)
	return true
}

func parseThousandths(t string) (int64, bool) {
	whole, frac, _ := strings.Cut(t, ".")
	if len(frac) > 3 || len(whole) > 9 {
		return 0, false
	}
	n, err := strconv.ParseInt("0"+whole+frac+strings.Repeat("0", 3-len(frac)), 10, 64)
	return n, err == nil
}

// Decimal writes thousandths as the shortest decimal.
func Decimal(thousandths int64) string {
	s := strconv.FormatInt(thousandths/1000, 10)
	if f := thousandths % 1000; f != 0 {
		s += "." + strings.TrimRight(strconv.FormatInt(f+1000, 10)[1:], "0")
	}
	return s
}

// CreateRenderer implements fyne.Widget.
func (s *Stepper) CreateRenderer() fyne.WidgetRenderer {
	s.bg = round(theme.Surface, theme.Line, theme.Radius)
	s.mark = ring(theme.Radius + 2)
	s.word = text("–", theme.Title, true, theme.Text)
	s.unit = text("", theme.Body, false, theme.Muted)
	s.note = text("", theme.Caption, false, theme.Muted)
	objects := []fyne.CanvasObject{s.bg, s.less, s.more, s.word, s.unit, s.note, s.mark}
	return newBox(objects, s.fit, s.measure, s.dress)
}

func (s *Stepper) dress() {
	s.word.Text = "–"
	if s.value != nil {
		s.word.Text = Decimal(*s.value)
	}
	if strings.HasSuffix(s.typed, ".") {
		s.word.Text += "."
	}
	s.unit.Text, s.note.Text = s.Unit, s.Note
	s.word.TextSize, s.unit.TextSize, s.note.TextSize = theme.Points(theme.Title), theme.Points(theme.Body), theme.Points(theme.Caption)
	show(s.mark, s.focused)
	s.less.setDisabled(s.disabled || s.value != nil && *s.value <= s.Min)
	s.more.setDisabled(s.disabled || s.value != nil && *s.value >= s.Max)
}

func (s *Stepper) measure() fyne.Size {
	w := s.less.MinSize().Width*2 + theme.Scaled(72) + width(s.Unit, theme.Body, false)
	if s.Note != "" {
		w += width(s.Note, theme.Caption, false) + 12
	}
	return fyne.NewSize(w, theme.Scaled(40))
}

func (s *Stepper) fit(size fyne.Size) {
	note := float32(0)
	if s.Note != "" {
		note = width(s.Note, theme.Caption, false) + 12
	}
	b := s.less.MinSize().Width
	w := min(size.Width-note, theme.Scaled(320))
	place(s.less, 0, 0, b, size.Height)
	place(s.more, w-b, 0, b, size.Height)
	place(s.bg, b+4, 0, w-2*b-8, size.Height)
	place(s.mark, -2, -2, w+4, size.Height+4)
	v, u := s.word.MinSize().Width, s.fitUnit(w-2*b-8)
	if u > 0 {
		u += 4
	}
	x := (w - v - u) / 2
	centreV(s.word, x, v, size.Height)
	centreV(s.unit, x+v+4, u, size.Height)
	centreV(s.note, w+12, note-12, size.Height)
}

// fitUnit makes the unit small where it would not stand beside the value, and leaves
// it out where even that is too wide; it returns the unit's width.
func (s *Stepper) fitUnit(room float32) float32 {
	s.unit.Hidden = false
	for _, size := range []theme.TextSize{theme.Body, theme.Caption} {
		s.unit.TextSize = theme.Points(size)
		if u := s.unit.MinSize().Width; s.Unit == "" || s.word.MinSize().Width+4+u <= room-8 {
			return u
		}
	}
	s.unit.Hidden = true
	return 0
}

// Tapped takes the keyboard.
func (s *Stepper) Tapped(*fyne.PointEvent) { Focus(s) }

// FocusGained says that it has the keyboard.
func (s *Stepper) FocusGained() {
	s.control.FocusGained()
	if s.OnFocus != nil {
		s.OnFocus()
	}
}

// TypedRune takes digits.
func (s *Stepper) TypedRune(r rune) {
	if s.OnFocus != nil || s.disabled || !s.Type(r) {
		ForwardRune(s, r)
	}
}

// TypedKey steps with left and right, deletes with Backspace, submits with Enter.
func (s *Stepper) TypedKey(e *fyne.KeyEvent) {
	if s.OnFocus != nil {
		ForwardKey(s, e)
		return
	}
	switch e.Name {
	case fyne.KeyRight:
		s.step(1)
	case fyne.KeyLeft:
		s.step(-1)
	case fyne.KeyBackspace:
		if s.typed != "" {
			s.typed = s.typed[:len(s.typed)-1]
			v, _ := parseThousandths(s.typed)
			s.change(v)
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		if s.OnSubmit != nil {
			s.OnSubmit()
			return
		}
		ForwardKey(s, e)
	default:
		ForwardKey(s, e)
	}
}
