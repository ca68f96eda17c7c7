package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"hallcheck/ui/theme"
)

// Label is one line of text that ends in an ellipsis where it has no room.
type Label struct {
	widget.BaseWidget
	Text     string
	Font     theme.TextSize
	Bold     bool
	Role     theme.Role
	Align    fyne.TextAlign
	MinWidth float32 // > 0: may shrink to this; 0: never shrinks below the text

	line  *canvas.Text
	drawn string
	room  float32
}

// NewLabel makes body text that may shrink to 32 pixels.
func NewLabel(s string) *Label { return newLabel(s, theme.Body, false, theme.Text) }

// NewBold makes bold body text.
func NewBold(s string) *Label { return newLabel(s, theme.Body, true, theme.Text) }

// NewTitle makes an 18-point bold heading.
func NewTitle(s string) *Label { return newLabel(s, theme.Title, true, theme.Text) }

// NewMuted makes muted body text.
func NewMuted(s string) *Label { return newLabel(s, theme.Body, false, theme.Muted) }

// NewCaption makes 12-point muted text.
func NewCaption(s string) *Label { return newLabel(s, theme.Caption, false, theme.Muted) }

// NewText makes any text.
func NewText(s string, size theme.TextSize, bold bool, role theme.Role) *Label {
	return newLabel(s, size, bold, role)
}

func newLabel(s string, size theme.TextSize, bold bool, role theme.Role) *Label {
	l := &Label{Text: s, Font: size, Bold: bold, Role: role, MinWidth: 32}
	l.ExtendBaseWidget(l)
	return l
}

// Whole makes the label keep its full width: for words that must be read.
func (l *Label) Whole() *Label { l.MinWidth = 0; return l }

// Aligned sets the alignment and returns the label.
func (l *Label) Aligned(a fyne.TextAlign) *Label { l.Align = a; return l }

// Set changes the text.
func (l *Label) Set(s string) {
	if s != l.Text {
		l.Text = s
		l.Refresh()
	}
}

// Style changes text, colour and weight at once.
func (l *Label) Style(s string, role theme.Role, bold bool) {
	if s != l.Text || role != l.Role || bold != l.Bold {
		l.Text, l.Role, l.Bold = s, role, bold
		l.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (l *Label) CreateRenderer() fyne.WidgetRenderer {
	l.line = text(inOneLine(l.Text), l.Font, l.Bold, l.Role)
	dress := func() {
		l.line.Color = theme.Color(l.Role)
		l.line.TextSize = theme.Points(l.Font)
		l.line.TextStyle.Bold = l.Bold
		l.line.Alignment = l.Align
		l.room = -1
	}
	return newBox([]fyne.CanvasObject{l.line}, l.fit, l.measure, dress)
}

func (l *Label) fit(s fyne.Size) {
	if l.room != s.Width || l.drawn != l.Text {
		l.room, l.drawn = s.Width, l.Text
		l.line.Text = Ellipsis(inOneLine(l.Text), s.Width, l.Font, l.Bold)
	}
	h := l.line.MinSize().Height
	place(l.line, 0, (s.Height-h)/2, s.Width, h)
}

func (l *Label) measure() fyne.Size {
	m := l.Natural()
	if l.MinWidth > 0 {
		m.Width = min(m.Width, l.MinWidth)
	}
	return m
}

// Natural is the size the whole text needs.
func (l *Label) Natural() fyne.Size {
	return fyne.MeasureText(inOneLine(l.Text), theme.Points(l.Font), fyne.TextStyle{Bold: l.Bold})
}

// inOneLine is a text of several lines as one line shows it: a line break has no sign
// of its own and would be drawn as an unknown one.
func inOneLine(s string) string {
	if strings.IndexByte(s, '\n') < 0 {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}

// Ellipsis shortens s so that it fits into room pixels.
func Ellipsis(s string, room float32, size theme.TextSize, bold bool) string {
	if room <= 0 || s == "" || width(s, size, bold) <= room+0.5 {
		return s
	}
	r := []rune(s)
	low, high := 0, len(r)
	for low < high {
		mid := (low + high + 1) / 2
		if width(string(r[:mid])+"…", size, bold) <= room {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return strings.TrimRight(string(r[:low]), " ") + "…"
}

// Paragraph is text that wraps at its width, Chinese between any two signs
// and Latin between words.
type Paragraph struct {
	widget.BaseWidget
	Text  string
	Font  theme.TextSize
	Bold  bool
	Role  theme.Role
	Align fyne.TextAlign
	Lines int // at most so many, the last one ellipsised; 0 = no limit

	rows  []string
	wide  float32
	drawn []fyne.CanvasObject
	r     *box
}

// NewParagraph makes wrapping body text.
func NewParagraph(s string, role theme.Role) *Paragraph {
	p := &Paragraph{Text: s, Font: theme.Body, Role: role, wide: -1}
	p.ExtendBaseWidget(p)
	return p
}

// Set changes the text.
func (p *Paragraph) Set(s string) {
	if s != p.Text {
		p.Text = s
		p.wide = -1
		p.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (p *Paragraph) CreateRenderer() fyne.WidgetRenderer {
	p.r = newBox(nil, p.fit, p.measure, func() { p.wide = -1 })
	return p.r.again(p.Size())
}

// HeightAt is the height the text needs at a width.
func (p *Paragraph) HeightAt(w float32) float32 {
	return float32(len(p.wrap(w))) * p.lineHeight()
}

func (p *Paragraph) lineHeight() float32 {
	return fyne.MeasureText("国", theme.Points(p.Font), fyne.TextStyle{Bold: p.Bold}).Height
}

func (p *Paragraph) measure() fyne.Size {
	w := p.Size().Width
	if w <= 0 {
		w = 320
	}
	return fyne.NewSize(40, p.HeightAt(w))
}

func (p *Paragraph) wrap(w float32) []string {
	if p.wide == w {
		return p.rows
	}
	rows := Wrap(p.Text, w, p.Font, p.Bold)
	if p.Lines > 0 && len(rows) > p.Lines {
		last := joinRows(rows[p.Lines-1:])
		rows = append(rows[:p.Lines-1:p.Lines-1], Ellipsis(last, w, p.Font, p.Bold))
	}
	p.wide, p.rows = w, rows
	return rows
}

func (p *Paragraph) fit(s fyne.Size) {
	rows := p.wrap(s.Width)
	for len(p.drawn) < len(rows) {
		p.drawn = append(p.drawn, canvas.NewText("", clear))
	}
	h := p.lineHeight()
	for i, o := range p.drawn[:len(rows)] {
		t := o.(*canvas.Text)
		t.Text, t.Color, t.TextSize = rows[i], theme.Color(p.Role), theme.Points(p.Font)
		t.TextStyle.Bold, t.Alignment = p.Bold, p.Align
		place(t, 0, float32(i)*h, s.Width, h)
	}
	p.r.objects = p.drawn[:len(rows)]
}
