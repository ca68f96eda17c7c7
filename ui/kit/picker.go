package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/ui/theme"
)

// Choice is one entry of a SearchSelect.
type Choice struct {
	ID, Text, Sub string
}

// SearchSelect is a field that opens a list to choose from; with more than
// seven entries (or a Free word) the list has a search field.
type SearchSelect struct {
	control
	Choices  []Choice
	Chosen   string                    // id
	Hint     string                    // shown while nothing is chosen
	Find     string                    // hint of the search field
	Free     func(typed string) string // "" or the line that offers the typed word itself
	Match    func(c Choice, typed string) bool
	OnChosen func(id string) // with Free: the typed word itself

	list *Overlay
}

// NewSearchSelect makes a picker; match says whether a choice fits what was
// typed (text and pinyin initials); nil compares texts.
func NewSearchSelect(hint string, choices []Choice, chosen string, match func(Choice, string) bool, onChosen func(string)) *SearchSelect {
	s := &SearchSelect{Choices: choices, Chosen: chosen, Hint: hint, Match: match, OnChosen: onChosen}
	if s.Match == nil {
		s.Match = func(c Choice, typed string) bool { return containsFold(c.Text, typed) || containsFold(c.Sub, typed) }
	}
	s.init(s)
	return s
}

// Set shows a choice without calling OnChosen.
func (s *SearchSelect) Set(id string) {
	if s.Chosen != id {
		s.Chosen = id
		s.Refresh()
	}
}

// SetChoices replaces the list.
func (s *SearchSelect) SetChoices(choices []Choice, chosen string) {
	s.Choices, s.Chosen = choices, chosen
	s.Refresh()
}

// Text is what the field shows.
func (s *SearchSelect) Text() string {
	for _, c := range s.Choices {
		if c.ID == s.Chosen {
			return c.Text
		}
	}
	if s.Chosen != "" {
		return s.Chosen
	}
	return s.Hint
}

// CreateRenderer implements fyne.Widget.
func (s *SearchSelect) CreateRenderer() fyne.WidgetRenderer {
	bg := round(theme.Surface, theme.Line, theme.Radius)
	mark := ring(theme.Radius)
	word := NewLabel(s.Text())
	arrow := icon("chevron-down", theme.Muted)
	dress := func() {
		role := theme.Text
		if s.Chosen == "" {
			role = theme.Muted
		}
		word.Style(s.Text(), role, false)
		bg.FillColor = theme.Color(theme.Surface)
		if s.hovered {
			bg.FillColor = over(theme.Color(theme.Surface), theme.Color(theme.Hover))
		}
		show(mark, s.focused)
	}
	fit := func(z fyne.Size) {
		place(bg, 0, 0, z.Width, z.Height)
		place(mark, 0, 0, z.Width, z.Height)
		side := theme.Scaled(14)
		centreV(word, 12, z.Width-side-28, z.Height)
		place(arrow, z.Width-side-10, (z.Height-side)/2, side, side)
	}
	measure := func() fyne.Size {
		w := min(width(s.Text(), theme.Body, false), theme.Scaled(260))
		return fyne.NewSize(max(w+theme.Scaled(14)+32, theme.Scaled(90)), theme.Scaled(buttonHeight))
	}
	return newBox([]fyne.CanvasObject{bg, word, arrow, mark}, fit, measure, dress)
}

// Tapped opens the list.
func (s *SearchSelect) Tapped(*fyne.PointEvent) {
	if !s.disabled {
		Focus(s)
		s.open()
	}
}

// Open opens the list without keeping the keyboard: after choosing, who had it
// has it again.
func (s *SearchSelect) Open() {
	if !s.disabled {
		s.open()
	}
}

// TypedKey opens the list with Space, Enter or Down.
func (s *SearchSelect) TypedKey(e *fyne.KeyEvent) {
	if isActivate(e) || e.Name == fyne.KeyDown {
		s.open()
		return
	}
	ForwardKey(s, e)
}

// TypedRune swallows the space that opened the list.
func (s *SearchSelect) TypedRune(r rune) {
	if r != ' ' {
		ForwardRune(s, r)
	}
}

// Choose acts as picking id from the list.
func (s *SearchSelect) Choose(id string) {
	if s.list != nil {
		s.list.Close()
		s.list = nil
	}
	s.Set(id)
	if s.OnChosen != nil {
		s.OnChosen(id)
	}
}

// menu is the open list of a SearchSelect.
type menu struct {
	owner *SearchSelect
	found []Choice
	rows  *Rows
	find  *TextField
}

func (s *SearchSelect) open() {
	c := canvasOf(s)
	if c == nil {
		return
	}
	m := &menu{owner: s}
	m.rows = NewRows(func() int { return len(m.found) }, newChoiceRow, m.bind)
	m.rows.Lines = false
	m.rows.Height = 36
	m.rows.OnOpen = func(i int) { s.Choose(m.found[i].ID) }
	m.filter("")
	tall := theme.Scaled(36) * float32(min(max(len(s.Choices), 2), 8))
	body := container.NewStack(m.rows)
	var first fyne.Focusable = m.rows
	content := fyne.CanvasObject(container.New(fixedHeight{tall}, body))
	if len(s.Choices) > 7 || s.Free != nil {
		m.find = NewSearchField(s.Find, m.filter)
		m.find.OnSubmitted = func(string) { m.submit() }
		m.find.OnEscape = func() { s.dismiss() }
		m.find.keys = func(e *fyne.KeyEvent) bool { return m.rows.Press(e) }
		first = m.find
		content = NewColumn(8, m.find, content)
	}
	s.list = ShowBelow(c, s, content, 220, first)
	s.list.Leave = m.leave
	for i, x := range m.found {
		if x.ID == s.Chosen {
			m.rows.Select(i)
		}
	}
}

func (s *SearchSelect) dismiss() {
	if s.list != nil {
		s.list.Dismiss()
		s.list = nil
	}
}

// leave shuts the list if nothing is typed into it.
func (m *menu) leave() bool {
	if m.find != nil && m.find.Text != "" {
		return false
	}
	m.owner.dismiss()
	return true
}

func (m *menu) filter(typed string) {
	m.found = m.found[:0]
	for _, c := range m.owner.Choices {
		if typed == "" || m.owner.Match(c, typed) {
			m.found = append(m.found, c)
		}
	}
	if m.owner.Free != nil && typed != "" {
		if line := m.owner.Free(typed); line != "" {
			m.found = append(m.found, Choice{ID: typed, Text: line})
		}
	}
	m.rows.selected = min(0, len(m.found)-1)
	m.rows.Reload()
}

func (m *menu) submit() {
	if i := m.rows.Selected(); i >= 0 && i < len(m.found) {
		m.owner.Choose(m.found[i].ID)
	}
}

func newChoiceRow() fyne.CanvasObject {
	return Inset(NewRow(8, Grow(NewLabel("")), NewCaption("")), 0, 10, 0, 10)
}

func (m *menu) bind(i int, o fyne.CanvasObject) {
	row := o.(*fyne.Container).Objects[0].(*fyne.Container)
	c := m.found[i]
	row.Objects[0].(*Label).Style(c.Text, theme.Text, c.ID == m.owner.Chosen)
	row.Objects[1].(*Label).Set(c.Sub)
	row.Refresh()
}

type fixedHeight struct{ h float32 }

func (f fixedHeight) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(o[0].MinSize().Width, f.h)
}

func (f fixedHeight) Layout(o []fyne.CanvasObject, s fyne.Size) { place(o[0], 0, 0, s.Width, s.Height) }
