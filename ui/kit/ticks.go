package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/ui/theme"
)

// Tick is one row of a Ticks: a heading, or something to be answered.
type Tick struct {
	ID     string // "" = a heading
	Text   string
	Sub    string // behind a heading; under the words of a row
	Chosen string // id of the option
	Value  string // what stands instead of the options, for rows answered elsewhere
	Off    bool   // has no options
}

// Ticks is a list of short questions answered in place: by its bar in every row, or
// for the selected row by Choose. Rows wrap to two lines; where they are narrow, the bar
// stands below the words.
type Ticks struct {
	List     *Rows
	Options  []Option
	OnChoose func(id, option string)
	OnRow    func(id string) // the selection moved; nil = nobody asks
	OnValue  func(id string) // a row without options was opened; nil = nothing

	ticks []Tick
	full  float32 // the width of a bar
	views map[fyne.CanvasObject]*tickView
}

// The heights of rows at 100 %.
const (
	tickRow  = 52
	tickHead = 30
	tickBar  = 46  // more where the bar stands below the words
	tickRoom = 160 // the least width of words beside a bar
)

// NewTicks makes an empty list.
func NewTicks(options []Option, onChoose func(id, option string)) *Ticks {
	t := &Ticks{Options: options, OnChoose: onChoose, views: map[fyne.CanvasObject]*tickView{}}
	t.List = NewRows(func() int { return len(t.ticks) }, t.row, t.bind)
	t.List.HeightOf = func(i int) float32 {
		if i < len(t.ticks) && t.ticks[i].ID == "" { // an empty list is asked for the height of its first row
			return theme.Scaled(tickHead)
		}
		if t.stacked() && i < len(t.ticks) && !t.ticks[i].Off {
			return theme.Scaled(tickRow + tickBar)
		}
		return theme.Scaled(tickRow)
	}
	t.List.Head = func(i int) bool { return t.ticks[i].ID == "" }
	t.List.OnSelect = func(i int) {
		if t.OnRow != nil {
			t.OnRow(t.ticks[i].ID)
		}
	}
	t.List.OnOpen = func(i int) {
		if x := t.ticks[i]; x.Off && t.OnValue != nil {
			t.OnValue(x.ID)
		}
	}
	return t
}

// stacked says whether the bar has no room beside the words.
func (t *Ticks) stacked() bool {
	if t.full == 0 {
		t.full = NewVerdictBar(t.Options, "", nil).MinSize().Width
	}
	w := t.List.Size().Width
	return w > 0 && w < t.full+theme.Scaled(tickRoom)
}

// SetTicks replaces the rows and keeps the selected one by its id, else selects the
// row at.
func (t *Ticks) SetTicks(ticks []Tick, at string) {
	t.ticks = ticks
	t.List.Reload()
	t.Go(at)
}

// Current is the id of the selected row, "" = none.
func (t *Ticks) Current() string {
	if i := t.List.Selected(); i >= 0 && i < len(t.ticks) {
		return t.ticks[i].ID
	}
	return ""
}

// Go selects a row; an id that is not there selects none.
func (t *Ticks) Go(id string) {
	for i := range t.ticks {
		if t.ticks[i].ID == id && id != "" {
			if i > 0 && t.ticks[i-1].ID == "" {
				t.List.Reveal(i - 1) // with its heading
			}
			t.List.Select(i)
			return
		}
	}
	t.List.Select(-1)
}

// Choose answers the selected row.
func (t *Ticks) Choose(option string) {
	if i := t.List.Selected(); i >= 0 && i < len(t.ticks) && !t.ticks[i].Off && t.ticks[i].ID != "" && t.OnChoose != nil {
		t.OnChoose(t.ticks[i].ID, option)
	}
}

// Step moves the selection by one row.
func (t *Ticks) Step(by int) {
	name := fyne.KeyDown
	if by < 0 {
		name = fyne.KeyUp
	}
	t.List.Press(&fyne.KeyEvent{Name: name})
}

// tickView are the parts of one reusable row.
type tickView struct {
	head, body *fyne.Container
	line       *fyne.Container // the words, and the bar behind or below them
	text       *fyne.Container
	stacked    bool
	name       *Label
	count      *Label
	words      *Paragraph
	note       *Label
	value      *Label
	bar        *Segmented
}

func (t *Ticks) row() fyne.CanvasObject {
	v := &tickView{
		name: NewText("", theme.Caption, true, theme.Muted), count: NewCaption(""), words: NewParagraph("", theme.Text),
		note: NewCaption(""), value: NewBold(""), bar: NewVerdictBar(t.Options, "", nil),
	}
	v.head = Inset(NewRow(8, Grow(v.name), v.count), 6, 12, 0, 12)
	v.text = NewColumn(0, Space(), v.words, v.note, Space())
	v.line = NewRow(10, Grow(v.text), v.value, v.bar)
	v.body = Inset(v.line, 5, 10, 5, 12)
	row := container.NewStack(v.head, v.body)
	t.views[row] = v
	return row
}

func (t *Ticks) bind(i int, o fyne.CanvasObject) {
	v, x := t.views[o], t.ticks[i]
	show(v.head, x.ID == "")
	show(v.body, x.ID != "")
	if x.ID == "" {
		v.name.Set(x.Text)
		v.count.Set(x.Sub)
		v.head.Refresh()
		return
	}
	lines := 2
	if x.Sub != "" {
		lines = 1
	}
	if v.words.Lines != lines || v.words.Text != x.Text {
		v.words.Lines, v.words.Text, v.words.wide = lines, x.Text, -1
		v.words.Refresh()
	}
	show(v.note, x.Sub != "")
	v.note.Set(x.Sub)
	show(v.value, x.Off)
	v.value.Set(x.Value)
	show(v.bar, !x.Off)
	v.bar.Set(x.Chosen)
	t.arrange(v)
	v.bar.OnChosen = func(option string) {
		t.List.Select(i)
		if t.OnRow != nil {
			t.OnRow(x.ID)
		}
		if t.OnChoose != nil {
			t.OnChoose(x.ID, option)
		}
	}
	v.body.Refresh()
}

// arrange puts the bar of a row behind its words, or below them.
func (t *Ticks) arrange(v *tickView) {
	down := t.stacked()
	if v.stacked == down {
		return
	}
	v.stacked = down
	line := NewRow(10, Grow(v.text), v.value, v.bar)
	if down {
		line = NewColumn(4, NewRow(10, Grow(v.text), v.value), v.bar)
	}
	v.line.Layout, v.line.Objects = line.Layout, line.Objects
	v.line.Refresh()
}
