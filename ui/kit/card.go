package kit

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"hallcheck/ui/theme"
)

func containsFold(s, sub string) bool {
	return strings.Contains(strings.ToLower(s), strings.ToLower(sub))
}

func itoa(n int) string { return strconv.Itoa(n) }

// Card is a surface with a one-pixel line and rounded corners. Tapped, when
// set, makes the whole card a button.
type Card struct {
	control
	Content fyne.CanvasObject
	Inset   float32
	Fill    theme.Role
	Chosen  bool // drawn with an accent line
	Tap     func()
	Mouse   bool // the keyboard does without it: Tab passes it by

	bg   *canvas.Rectangle
	mark *canvas.Rectangle
}

// NewCard makes a card with the usual inset.
func NewCard(content fyne.CanvasObject) *Card { return NewCardInset(content, theme.Inset) }

// NewCardInset makes a card with its own inset; 0 lets lists reach the line.
func NewCardInset(content fyne.CanvasObject, inset float32) *Card {
	c := &Card{Content: content, Inset: inset, Fill: theme.Surface}
	c.init(c)
	return c
}

// SetContent puts something else on the card.
func (c *Card) SetContent(o fyne.CanvasObject) {
	c.Content = o
	if c.bg != nil {
		c.Refresh()
	}
}

type cardRenderer struct{ c *Card }

// CreateRenderer implements fyne.Widget.
func (c *Card) CreateRenderer() fyne.WidgetRenderer {
	c.bg = round(c.Fill, theme.Line, theme.CardRadius)
	c.mark = ring(theme.CardRadius)
	r := &cardRenderer{c}
	r.dress()
	return r
}

func (r *cardRenderer) dress() {
	c := r.c
	c.bg.FillColor, c.bg.StrokeColor = theme.Color(c.Fill), theme.Color(theme.Line)
	if c.hovered && c.Tap != nil {
		c.bg.FillColor = over(theme.Color(c.Fill), theme.Color(theme.Hover))
	}
	c.mark.StrokeColor = theme.Color(theme.Accent)
	show(c.mark, c.Chosen || c.focused && c.Tap != nil)
}

func (r *cardRenderer) Destroy() {}

func (r *cardRenderer) Objects() []fyne.CanvasObject {
	if r.c.Content == nil {
		return []fyne.CanvasObject{r.c.bg, r.c.mark}
	}
	return []fyne.CanvasObject{r.c.bg, r.c.Content, r.c.mark}
}

func (r *cardRenderer) Layout(s fyne.Size) {
	c := r.c
	place(c.bg, 0, 0, s.Width, s.Height)
	place(c.mark, 0, 0, s.Width, s.Height)
	if c.Content != nil {
		in := max(c.Inset, 1)
		place(c.Content, in, in, s.Width-2*in, s.Height-2*in)
	}
}

func (r *cardRenderer) MinSize() fyne.Size {
	in := 2 * max(r.c.Inset, 1)
	m := fyne.NewSize(in, in)
	if r.c.Content != nil {
		m = r.c.Content.MinSize().AddWidthHeight(in, in)
	}
	return m
}

func (r *cardRenderer) Refresh() {
	r.dress()
	r.Layout(r.c.Size())
	canvas.Refresh(r.c)
}

// Tapped calls Tap.
func (c *Card) Tapped(*fyne.PointEvent) {
	if c.Tap != nil {
		c.Tap()
	}
}

// TypedKey taps with Space or Enter.
func (c *Card) TypedKey(e *fyne.KeyEvent) {
	if isActivate(e) && c.Tap != nil {
		c.Tap()
		return
	}
	ForwardKey(c, e)
}

// Disabled keeps cards that are not buttons out of the Tab order.
func (c *Card) Disabled() bool { return c.Tap == nil || c.disabled || c.Mouse }

// StatCard is a caption, a big number with its unit, and a pill below.
type StatCard struct {
	widget.BaseWidget
	card *Card
	cap  *Label
	num  *Label
	unit *Label
	pill *Pill
}

// NewStatCard makes a stat card; set its figures with Set.
func NewStatCard(caption string) *StatCard {
	s := &StatCard{
		cap: NewCaption(caption), num: NewText("", theme.Number, true, theme.Text).Whole(),
		unit: NewMuted(""), pill: NewPill(Plain, ""),
	}
	s.pill.Hide()
	row := NewBottomRow(4, s.num, s.unit)
	s.card = NewCardInset(NewColumn(-3, s.cap, row, NewRow(0, s.pill)), 12)
	s.ExtendBaseWidget(s)
	return s
}

// Set fills the figures; an empty pill text hides the pill.
func (s *StatCard) Set(number, unit string, tone Tone, pill string) {
	s.num.Set(number)
	s.unit.Set(unit)
	s.pill.Set(tone, "", pill)
	show(s.pill, pill != "")
	s.card.Content.Refresh() // a longer number or pill takes its room
	s.Refresh()
}

// OnTap makes the card a button.
func (s *StatCard) OnTap(f func()) { s.card.Tap = f }

// Choose marks the card as the one chosen.
func (s *StatCard) Choose(on bool) {
	if s.card.Chosen != on {
		s.card.Chosen = on
		s.card.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (s *StatCard) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(s.card) }
