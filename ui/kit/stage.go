package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"hallcheck/ui/theme"
)

// Stage shows one of a page's four states: loading, empty, problem, full.
type Stage struct {
	widget.BaseWidget
	state string
	area  *fyne.Container
	full  fyne.CanvasObject
}

// NewStage makes a stage that will show full; it starts as loading without a word.
func NewStage(full fyne.CanvasObject) *Stage {
	s := &Stage{full: full, area: container.NewStack(), state: "loading"}
	s.ExtendBaseWidget(s)
	return s
}

// State is "loading", "empty", "problem" or "full".
func (s *Stage) State() string { return s.state }

func (s *Stage) put(state string, o fyne.CanvasObject) {
	s.state = state
	s.area.Objects = []fyne.CanvasObject{o}
	s.area.Refresh()
}

// Loading shows a word while the page waits; once full it does nothing, so
// that reloading never blinks.
func (s *Stage) Loading(word string) {
	if s.state == "loading" {
		s.put("loading", container.NewCenter(NewMuted(word).Whole()))
	}
}

// Full shows the content.
func (s *Stage) Full() {
	if s.state != "full" {
		s.put("full", s.full)
	}
}

// Empty shows one sentence and one button; a nil button leaves it out.
func (s *Stage) Empty(icon, sentence string, button *Button) {
	s.put("empty", EmptyState(icon, sentence, button))
}

// Problem shows what went wrong and a button to try again.
func (s *Stage) Problem(sentence, code string, button *Button) {
	p := NewParagraph(sentence, theme.Text)
	p.Align = fyne.TextAlignCenter
	objects := []fyne.CanvasObject{centred(picture("warn", theme.Warn, 32)), p, centred(NewCaption(code).Whole())}
	if button != nil {
		objects = append(objects, centred(button))
	}
	s.put("problem", container.New(narrow{}, NewColumn(10, objects...)))
}

// CreateRenderer implements fyne.Widget.
func (s *Stage) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(s.area) }

// EmptyState is one icon, one sentence and one button in the middle.
func EmptyState(iconName, sentence string, button *Button) fyne.CanvasObject {
	p := NewParagraph(sentence, theme.Muted)
	p.Align = fyne.TextAlignCenter
	objects := []fyne.CanvasObject{centred(picture(iconName, theme.Muted, 32)), p}
	if button != nil {
		objects = append(objects, centred(button))
	}
	return container.New(narrow{}, NewColumn(12, objects...))
}

func centred(o fyne.CanvasObject) fyne.CanvasObject {
	return container.NewHBox(layout.NewSpacer(), o, layout.NewSpacer())
}

// picture is an icon of a fixed size.
func picture(name string, role theme.Role, side float32) fyne.CanvasObject {
	i := icon(name, role)
	i.SetMinSize(fyne.NewSquareSize(theme.Scaled(side)))
	return i
}

// NewIcon is an icon in a text role's colour, side pixels at 100 %.
func NewIcon(name string, role theme.Role, side float32) fyne.CanvasObject {
	return picture(name, role, side)
}

// narrow centres its object, at most 420 wide, a third down.
type narrow struct{}

func (narrow) MinSize(o []fyne.CanvasObject) fyne.Size {
	m := o[0].MinSize()
	return fyne.NewSize(min(m.Width, 160), m.Height)
}

func (narrow) Layout(o []fyne.CanvasObject, s fyne.Size) {
	w := min(theme.Scaled(420), s.Width)
	o[0].Resize(fyne.NewSize(w, o[0].MinSize().Height)) // paragraphs measure at this width
	h := min(o[0].MinSize().Height, s.Height)
	place(o[0], (s.Width-w)/2, (s.Height-h)*0.4, w, h)
}
