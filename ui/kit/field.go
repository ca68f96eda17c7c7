package kit

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"hallcheck/ui/theme"
)

// TextField is a line (or a few lines) of text to type. Keys with Ctrl or Alt
// it does not know go on to the page; Esc leaves it.
type TextField struct {
	widget.Entry
	OnFocus  func(on bool)
	OnEscape func() // before it loses the focus

	Next func() fyne.Focusable // who Tab gives the keyboard to; nil = what follows in the window

	keys    func(*fyne.KeyEvent) bool // up, down … for a list below
	focused bool
}

// NewTextField makes a one-line field.
func NewTextField(hint string) *TextField {
	f := &TextField{}
	f.PlaceHolder = hint
	f.Scroll = fyne.ScrollHorizontalOnly
	f.Wrapping = fyne.TextWrapOff
	f.ExtendBaseWidget(f)
	return f
}

// NewTextArea makes a field of several lines.
func NewTextArea(hint string, lines int) *TextField {
	f := &TextField{}
	f.PlaceHolder = hint
	f.MultiLine = true
	f.Wrapping = fyne.TextWrapBreak
	if latin(hint) {
		f.Wrapping = fyne.TextWrapWord
	}
	f.SetMinRowsVisible(lines)
	f.ExtendBaseWidget(f)
	return f
}

// latin says whether words are parted by spaces: their language breaks lines there,
// Chinese after any character.
func latin(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// Fill sets the text without calling OnChanged.
func (f *TextField) Fill(s string) {
	if f.Text == s {
		return
	}
	call := f.OnChanged
	f.OnChanged = nil
	f.SetText(s)
	f.OnChanged = call
}

// FocusGained tells OnFocus.
func (f *TextField) FocusGained() {
	f.focused = true
	f.Entry.FocusGained()
	if f.OnFocus != nil {
		f.OnFocus(true)
	}
}

// FocusLost tells OnFocus.
func (f *TextField) FocusLost() {
	f.focused = false
	f.Entry.FocusLost()
	if f.OnFocus != nil {
		f.OnFocus(false)
	}
}

// TypedShortcut keeps the editing keys and hands the others to the window.
func (f *TextField) TypedShortcut(s fyne.Shortcut) {
	if _, own := s.(*desktop.CustomShortcut); own && !f.edits(s) {
		if c, ok := canvasOf(f).(fyne.Shortcutable); ok {
			c.TypedShortcut(s)
			return
		}
	}
	f.Entry.TypedShortcut(s)
}

// edits says whether a custom shortcut moves or deletes by word.
func (f *TextField) edits(s fyne.Shortcut) bool {
	c := s.(*desktop.CustomShortcut)
	switch c.KeyName {
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyBackspace, fyne.KeyDelete, fyne.KeyHome, fyne.KeyEnd:
		return c.Modifier&fyne.KeyModifierAlt == 0
	}
	return false
}

// next is who Tab gives the keyboard to, nil = the window decides.
func (f *TextField) next() fyne.Focusable {
	if f.Next == nil {
		return nil
	}
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok && d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0 {
		return nil
	}
	return f.Next()
}

// AcceptsTab implements fyne.Tabbable: Tab never writes, it leaves the field.
func (f *TextField) AcceptsTab() bool { return f.next() != nil }

// TypedKey leaves with Esc – a dialog the field stands in too – and hands up, down and the function keys on.
func (f *TextField) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyTab:
		if n := f.next(); n != nil {
			Focus(n)
		}
		return
	case fyne.KeyEscape:
		c := canvasOf(f)
		if c == nil {
			return
		}
		front := c.Overlays().Top()
		if f.OnEscape != nil {
			f.OnEscape()
		}
		if c.Overlays().Top() != front { // a list that closed has given the keyboard back to who opened it
			return
		}
		c.Unfocus()
		if o, ok := front.(*Overlay); ok && o.anchor == nil && f.OnEscape == nil {
			o.Dismiss() // as the dialog's button says
		}
		return
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown:
		if f.keys != nil && f.keys(e) {
			return
		}
		if !f.MultiLine {
			ForwardKey(f, e)
			return
		}
	case fyne.KeyF1, fyne.KeyF2, fyne.KeyF5:
		ForwardKey(f, e)
		return
	}
	f.Entry.TypedKey(e)
}

// NewSearchField makes a field with a magnifier; changed is called for every
// letter.
func NewSearchField(hint string, changed func(string)) *TextField {
	f := NewTextField(hint)
	f.Icon = theme.Icon("search", theme.Muted)
	f.OnChanged = changed
	return f
}

// NewPasswordField makes a field that hides what is typed.
func NewPasswordField(hint string) *TextField {
	f := NewTextField(hint)
	f.Password = true
	return f
}

// FormRow is a caption above a field.
func FormRow(caption string, field fyne.CanvasObject) *fyne.Container {
	return NewColumn(4, NewCaption(caption), field)
}

// Chips is a caption and small buttons that wrap to the next line.
type Chips struct {
	widget.BaseWidget
	OnTapped func(word string)

	caption *Label
	chips   []*chip
	flow    *fyne.Container
}

// NewChips makes a row of chips behind a caption; it hides while it is empty.
func NewChips(caption string, tapped func(string)) *Chips {
	c := &Chips{OnTapped: tapped, caption: NewCaption(caption).Whole()}
	c.flow = container.New(flowLayout{})
	c.ExtendBaseWidget(c)
	c.Hide()
	return c
}

// Set replaces the words.
func (c *Chips) Set(words []string) {
	c.chips = c.chips[:0]
	var objects []fyne.CanvasObject
	if c.caption.Text != "" {
		objects = append(objects, c.caption)
	}
	for _, w := range words {
		k := newChip(w, func(s string) {
			if c.OnTapped != nil {
				c.OnTapped(s)
			}
		})
		c.chips = append(c.chips, k)
		objects = append(objects, k)
	}
	c.flow.Objects = objects
	show(c, len(words) > 0)
	c.Refresh()
}

// Words lists what is offered.
func (c *Chips) Words() []string {
	out := make([]string, len(c.chips))
	for i, k := range c.chips {
		out[i] = k.text
	}
	return out
}

// Choose acts as a tap on the i-th chip; out of range does nothing.
func (c *Chips) Choose(i int) {
	if i >= 0 && i < len(c.chips) {
		c.chips[i].Tapped(nil)
	}
}

// CreateRenderer implements fyne.Widget.
func (c *Chips) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(c.flow) }

type chip struct {
	control
	text string
	tap  func(string)
	pill *Pill
}

func newChip(s string, tap func(string)) *chip {
	k := &chip{text: s, tap: tap, pill: NewPill(Plain, s)}
	k.init(k)
	return k
}

// CreateRenderer implements fyne.Widget.
func (k *chip) CreateRenderer() fyne.WidgetRenderer {
	mark := ring(theme.PillRadius)
	dress := func() {
		tone := Plain
		if k.hovered || k.focused {
			tone = Accent
		}
		k.pill.Set(tone, "", k.text)
		show(mark, k.focused)
	}
	fit := func(s fyne.Size) {
		place(k.pill, 0, 0, s.Width, s.Height)
		place(mark, 0, 0, s.Width, s.Height)
	}
	measure := func() fyne.Size {
		m := k.pill.MinSize()
		return fyne.NewSize(min(m.Width, theme.Scaled(220)), max(m.Height, theme.Scaled(26)))
	}
	return newBox([]fyne.CanvasObject{k.pill, mark}, fit, measure, dress)
}

// Tapped gives the word.
func (k *chip) Tapped(*fyne.PointEvent) { k.tap(k.text) }

// TypedKey gives the word with Space or Enter.
func (k *chip) TypedKey(e *fyne.KeyEvent) {
	if isActivate(e) {
		k.tap(k.text)
		return
	}
	ForwardKey(k, e)
}

// Flow lays objects in lines, wrapping at its width.
func Flow(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(flowLayout{}, objects...)
}

// flowLayout lays objects in lines; its least height is for the width it had.
type flowLayout struct{}

func (flowLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var m fyne.Size
	bottom := float32(0)
	for _, o := range objects {
		if o.Visible() {
			s := o.MinSize()
			m = m.Max(s)
			bottom = max(bottom, o.Position().Y+s.Height)
		}
	}
	return fyne.NewSize(m.Width, max(m.Height, bottom))
}

func (flowLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	const gap = 8
	x, y, line := float32(0), float32(0), float32(0)
	for _, o := range objects {
		if o.Visible() {
			line = max(line, o.MinSize().Height)
		}
	}
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		if x > 0 && x+m.Width > s.Width {
			x, y = 0, y+line+gap-2
		}
		place(o, x, y+(line-m.Height)/2, m.Width, m.Height)
		x += m.Width + gap
	}
}
