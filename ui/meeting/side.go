package meeting

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"hallcheck/checklist"
	"hallcheck/checklist/report"
	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// Where a show runs.
const (
	screenSecond = "second"
	screenMain   = "main"
)

// side is the slide chosen, drawn as it will be shown, and what can be set.
type side struct {
	p    *page
	area *fyne.Container

	title   fyne.CanvasObject // name of the meeting with the button that deletes it
	name    *kit.TextField
	view    *slide
	tools   []*kit.Button // up, down, remove
	note    *kit.TextField
	toggles []*kit.Toggle
	closing *kit.TextField
	screen  *kit.Segmented
	choice  fyne.CanvasObject // where the show runs, shown with two screens
	about   *kit.Paragraph
}

// switches are what a deck shows or covers.
var switches = []struct {
	key string
	of  func(d *checklist.Deck) *bool
}{
	{"names", func(d *checklist.Deck) *bool { return &d.Names }},
	{"summary", func(d *checklist.Deck) *bool { return &d.Summary }},
	{"ranking", func(d *checklist.Deck) *bool { return &d.Ranking }},
	{"masked", func(d *checklist.Deck) *bool { return &d.Masked }},
}

func newSide(p *page) *side {
	s := &side{p: p, view: newSlide(p.pics.whole)}
	s.view.lost = p.t("missing")
	s.fields()
	for _, x := range switches {
		s.toggles = append(s.toggles, kit.NewToggle(p.t(x.key), false, func(on bool) {
			p.change(func(d *checklist.Deck) { *x.of(d) = on })
		}))
	}
	for _, x := range []struct {
		icon, key string
		do        func()
	}{{"up", "up", func() { p.move(-1) }}, {"down", "down", func() { p.move(1) }}, {"trash", "remove", p.remove}} {
		s.tools = append(s.tools, kit.NewIconButton(x.icon, p.t(x.key), x.do))
	}
	s.screen = kit.NewSegmented([]kit.Option{{ID: screenSecond, Text: p.t("screen.second")}, {ID: screenMain, Text: p.t("screen.main")}},
		screenSecond, func(id string) { s.screen.Set(id); s.screens() })
	s.screen.Snug = true
	s.about = kit.NewParagraph("", theme.Muted)
	s.about.Font = theme.Caption
	s.build()
	return s
}

// fields makes what is typed into; it is stored when typing rests.
func (s *side) fields() {
	p := s.p
	s.name, s.note = kit.NewTextField(p.t("deckTitle")), kit.NewTextField(p.t("note"))
	s.closing = kit.NewTextArea(p.t("closing"), 2)
	s.name.OnChanged = func(string) { p.later(s.takeName) }
	s.note.OnChanged = func(string) { p.later(s.takeNote) }
	s.closing.OnChanged = func(string) { p.later(s.takeClosing) }
	for _, f := range []*kit.TextField{s.name, s.note, s.closing} {
		f.OnFocus = func(on bool) {
			if !on {
				p.settle()
			}
		}
	}
	s.name.OnSubmitted = func(string) { p.settle() }
	s.note.OnSubmitted = func(string) { p.settle() }
	drop := kit.NewIconButton("trash", p.t("deleteDeck"), p.dropDeck)
	s.title = kit.NewRow(6, kit.Grow(s.name), drop)
}

func (s *side) build() {
	p := s.p
	line := []fyne.CanvasObject{kit.Grow(s.note)}
	for _, b := range s.tools {
		line = append(line, b)
	}
	var toggles []fyne.CanvasObject
	for _, t := range s.toggles {
		toggles = append(toggles, t)
	}
	s.choice = kit.Flow(kit.NewCaption(p.t("screen")).Whole(), s.screen)
	form := kit.NewColumn(10,
		kit.FormRow(p.t("noteCaption"), kit.NewRow(6, line...)),
		kit.Flow(toggles...),
		kit.FormRow(p.t("closingCaption"), s.closing),
		s.choice, s.about)
	s.area = container.New(sideLayout{}, kit.NewCardInset(s.view, 1), kit.Scroll(form))
}

// sideLayout: the slide in its shape, the fields below it.
type sideLayout struct{}

// MinSize implements fyne.Layout.
func (sideLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(160, 160) }

// Layout implements fyne.Layout.
func (sideLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	h := min(s.Width*report.SlideHeight/report.SlideWidth, s.Height*0.56)
	w := h * report.SlideWidth / report.SlideHeight
	place(o[0], 0, 0, w, h)
	place(o[1], 0, h+10, s.Width, s.Height-h-10)
}

// fill shows what the deck says, but leaves alone what is being typed.
func (s *side) fill() {
	d := s.p.deck()
	if d == nil || s.p.typed != nil {
		return
	}
	s.name.Fill(d.Title)
	s.closing.Fill(strings.Join(d.Closing, "\n"))
	for i, x := range switches {
		s.toggles[i].Set(*x.of(d))
	}
	s.screens()
}

// show shows the slide chosen.
func (s *side) show() {
	e := s.p.current()
	if e == nil {
		s.view.set(nil)
		return
	}
	s.view.set(e.draw)
	i := s.p.list.Selected()
	own := s.p.item(e.slide.Ref) >= 0
	for k, b := range s.tools {
		by := []int{-1, 1, 0}[k]
		if own && (by == 0 || s.p.free(i+by)) {
			b.Enable()
		} else {
			b.Disable()
		}
	}
	if s.p.typed != nil {
		return
	}
	hint, text := s.p.t("noteFixed"), ""
	if own {
		hint, text = s.p.t("note"), s.p.deck().Items[s.p.item(e.slide.Ref)].Note
		s.note.Enable()
	} else {
		s.note.Disable()
	}
	s.note.SetPlaceHolder(hint)
	if s.note.Text != text {
		s.note.Fill(text)
	}
	s.p.pics.ahead(s.p.slides, i, s.view)
}

// free says whether slide i can change its place.
func (p *page) free(i int) bool {
	return i >= 0 && i < len(p.slides) && p.item(p.slides[i].slide.Ref) >= 0
}

func (s *side) takeName() {
	text := strings.TrimSpace(s.name.Text)
	d := s.p.deck()
	if d == nil || text == d.Title || text == "" {
		return
	}
	d.Title = text
	s.p.left.Reload()
	s.p.save()
	s.p.redraw()
}

func (s *side) takeNote() {
	e := s.p.current()
	if e == nil {
		return
	}
	i, text := s.p.item(e.slide.Ref), strings.TrimSpace(s.note.Text)
	if i < 0 || s.p.deck().Items[i].Note == text {
		return
	}
	s.p.deck().Items[i].Note = text
	e.slide.Notes, e.draw.Notes = text, text
	s.p.save()
}

func (s *side) takeClosing() {
	d := s.p.deck()
	var lines []string
	for _, l := range strings.Split(s.closing.Text, "\n") {
		if l = strings.TrimSpace(l); l != "" {
			lines = append(lines, l)
		}
	}
	if d == nil || slices.Equal(lines, d.Closing) {
		return
	}
	d.Closing = lines
	s.p.save()
	s.p.redraw()
}

// screens says where a show will run.
func (s *side) screens() {
	two := s.p.twoScreens()
	show(s.choice, two)
	key := "oneScreen"
	if two && s.screen.Chosen == screenSecond {
		key = "twoScreens"
	}
	s.about.Set(s.p.t(key))
	if two && s.screen.Chosen == screenMain {
		s.about.Set(s.p.t("mainScreen"))
	}
}

// second is where the second screen begins; false when there is none or nobody knows.
func (p *page) second() (x, y int, ok bool) {
	if p.sv.Second == nil {
		return 0, 0, false
	}
	return p.sv.Second()
}

// twoScreens says whether a second screen is connected.
func (p *page) twoScreens() bool {
	if _, _, ok := p.second(); ok {
		return true
	}
	d, ok := p.s.App().Driver().(desktop.Driver)
	return ok && d.HasSecondaryDisplay()
}
