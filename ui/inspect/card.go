package inspect

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// openCard is the item with the focus: its text, how to judge, the control its
// type needs, the note and the reasons used before. One card serves the whole
// list; bind fills it for another item.
type openCard struct {
	widget.BaseWidget
	say       *words
	onAnswer  func(checklist.Value)
	onNote    func(string)
	onText    func(string)
	onFocused func(bool) // a field took or lost the keyboard

	no       *kit.Label
	title    *kit.Paragraph
	guide    *kit.Paragraph
	pills    *fyne.Container
	answer   *shell.AnswerBar
	text     *kit.TextField
	note     *kit.TextField
	chips    *kit.Chips
	hint     *kit.Pill
	at       place
	reasonAt int // which reason ↓ put into the note, -1 = none
	bg, bar  *canvas.Rectangle
	line     *canvas.Rectangle
}

func newOpenCard(say *words) *openCard {
	c := &openCard{say: say, no: kit.NewCaption("").Aligned(fyne.TextAlignTrailing), reasonAt: -1}
	c.title = kit.NewParagraph("", theme.Text)
	c.title.Font, c.title.Bold = theme.Title, true
	c.guide = kit.NewParagraph("", theme.Muted)
	c.pills = kit.NewRow(8)
	c.answer = shell.NewAnswerBar(shell.Words{Lang: say.lang}, func(v checklist.Value) { c.onAnswer(v) })
	c.text = kit.NewTextArea(say.T("inspect.textHint"), 4)
	c.text.OnChanged = func(s string) { c.onText(s) }
	c.note = kit.NewTextField(say.T("inspect.noteHint"))
	c.note.OnChanged = func(s string) { c.reasonAt = -1; c.onNote(s) }
	c.chips = kit.NewChips(say.T("inspect.reasons"), c.useReason)
	c.hint = kit.NewIconPill(kit.Warn, "warn", "")
	for _, f := range []*kit.TextField{c.text, c.note} {
		f.OnFocus = func(on bool) { c.onFocused(on) }
	}
	c.ExtendBaseWidget(c)
	return c
}

// bind shows an item and its answer. Fields in use keep what is being typed.
func (c *openCard) bind(f *flow, no int, reasons []string) {
	it, a := f.item(), f.answer()
	if it == nil {
		return
	}
	moved := c.at != f.at
	c.at = f.at
	c.no.Set(itoa(no))
	c.title.Set(it.Text.In(c.say.lang))
	c.guide.Set(c.say.guidance(it))
	c.setPills(f.in, it)
	c.answer.Bind(f.in.Checklist, it, a.Value)
	if moved || !c.answer.Busy {
		c.text.Fill(a.Value.Text)
	}
	if moved {
		c.reasonAt = -1
		c.note.Fill(a.Note)
	}
	c.setNoteHint(shell.Red(f.in.Checklist, it, a.Value), a.Value)
	reasons = slices.DeleteFunc(slices.Clone(reasons), func(s string) bool { return s == a.Note })
	if !slices.Equal(reasons, c.chips.Words()) {
		c.chips.Set(reasons)
	}
	show(c.text, it.Type == checklist.TypeText)
	showNote := it.Type != checklist.TypeText || a.Value.Verdict == checklist.NA
	show(c.note, showNote)
	show(c.chips, showNote && len(reasons) > 0)
	c.setHint(f)
}

func (c *openCard) setNoteHint(failed bool, v checklist.Value) {
	hint := c.say.T("inspect.notePlain")
	if failed {
		hint = c.say.T("inspect.noteHint")
	}
	if v.Verdict == checklist.NA {
		hint = c.say.T("inspect.noteNA")
	}
	if c.note.PlaceHolder != hint {
		c.note.SetPlaceHolder(hint)
	}
}

// setHint says what the answer still wants, such as a photo.
func (c *openCard) setHint(f *flow) {
	var wants []string
	for _, m := range f.wants(f.at) {
		wants = append(wants, c.say.shared().Missing(m))
	}
	c.hint.Set(kit.Warn, "warn", strings.Join(wants, " · "))
	show(c.hint, len(wants) > 0)
}

func (c *openCard) setPills(in *checklist.Inspection, it *checklist.Item) {
	var out []fyne.CanvasObject
	if it.Veto == checklist.VetoInspection || it.Veto == checklist.VetoIndicator {
		out = append(out, kit.NewIconPill(kit.Fail, "flag", c.say.T("inspect.veto."+string(it.Veto))))
	}
	if it.Moment == "peak" || it.Moment == "end" {
		out = append(out, kit.NewPill(kit.Accent, c.say.T("inspect.moment."+it.Moment)))
	}
	if it.S6 != "" {
		out = append(out, kit.NewPill(kit.Plain, c.say.T("s6."+it.S6)))
	}
	if s := c.say.rule(it); s != "" {
		out = append(out, kit.NewPill(kit.Plain, s))
	}
	if s := c.say.points(in, it); s != "" {
		out = append(out, kit.NewCaption(s).Whole())
	}
	c.pills.Objects = out
	c.pills.Refresh()
}

// useReason puts a reason used before into the note: instead of an empty note
// or one taken from the list, else behind what is written.
func (c *openCard) useReason(word string) {
	old := strings.TrimSpace(c.note.Text)
	next := word
	if old != "" && !c.isReason(old) {
		if strings.Contains(old, word) {
			return
		}
		next = old + "；" + word
	}
	c.note.Fill(next)
	c.onNote(next)
}

func (c *openCard) isReason(s string) bool {
	for _, w := range c.chips.Words() {
		if w == s {
			return true
		}
	}
	return false
}

// stepReason walks through the reasons with the arrow keys.
func (c *openCard) stepReason(n int) {
	all := c.chips.Words()
	if len(all) == 0 {
		return
	}
	i := min(max(c.reasonAt+n, 0), len(all)-1)
	c.useReason(all[i])
	c.reasonAt = i
	c.note.CursorColumn = len([]rune(c.note.Text))
	c.note.Refresh()
}

// heightAt is the height the card needs at a width.
func (c *openCard) heightAt(w float32) float32 { return c.arrange(w, false) }

// arrange computes the height and, when apply is set, places everything.
func (c *openCard) arrange(w float32, apply bool) float32 {
	x, right := theme.Scaled(52), float32(14)
	room := w - x - right
	at := func(o fyne.CanvasObject, x, y, w, h float32) {
		if apply {
			put(o, x, y, w, h)
		}
	}
	y := float32(14)
	pw := min(c.pills.MinSize().Width, room*0.55)
	titleW := room - pw - 12
	th := c.title.HeightAt(titleW)
	ph := c.pills.MinSize().Height
	at(c.no, 6, y+4, theme.Scaled(30), c.no.MinSize().Height)
	at(c.title, x, y, titleW, th)
	at(c.pills, w-right-pw, y+1, pw, ph)
	y += max(th, ph) + 4
	if c.guide.Text != "" {
		h := c.guide.HeightAt(room)
		at(c.guide, x, y, room, h)
		y += h + 10
	}
	h := c.answer.HeightAt(room)
	at(c.answer, x, y, room, h)
	y += h + 10
	for _, o := range []fyne.CanvasObject{c.text, c.note} {
		if o.Visible() {
			h := max(o.MinSize().Height, theme.Scaled(36))
			at(o, x, y, room, h)
			y += h + 8
		}
	}
	if c.chips.Visible() {
		c.chips.Resize(fyne.NewSize(room, theme.Scaled(28)))
		h := c.chips.MinSize().Height
		at(c.chips, x, y, room, h)
		y += h + 8
	}
	if c.hint.Visible() {
		m := c.hint.MinSize()
		at(c.hint, x, y, min(m.Width, room), m.Height)
		y += m.Height + 8
	}
	return y + 6
}

// CreateRenderer implements fyne.Widget.
func (c *openCard) CreateRenderer() fyne.WidgetRenderer {
	c.bg, c.bar, c.line = canvas.NewRectangle(nil), canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	r := &cardRenderer{c}
	r.dress()
	return r
}

type cardRenderer struct{ c *openCard }

func (r *cardRenderer) Destroy() {}

func (r *cardRenderer) Objects() []fyne.CanvasObject {
	c := r.c
	return []fyne.CanvasObject{c.bg, c.bar, c.line, c.no, c.title, c.pills, c.guide, c.answer, c.text, c.note, c.chips, c.hint}
}

func (r *cardRenderer) dress() {
	c := r.c
	c.bg.FillColor, c.bar.FillColor, c.line.FillColor = theme.Color(theme.AccentSoft), theme.Color(theme.Accent), theme.Color(theme.Line)
}

func (r *cardRenderer) MinSize() fyne.Size {
	return fyne.NewSize(theme.Scaled(260), r.c.arrange(max(r.c.Size().Width, 260), false))
}

func (r *cardRenderer) Layout(s fyne.Size) {
	put(r.c.bg, 0, 0, s.Width, s.Height)
	put(r.c.bar, 0, 0, 4, s.Height)
	put(r.c.line, 0, s.Height-1, s.Width, 1)
	r.c.arrange(s.Width, true)
}

func (r *cardRenderer) Refresh() {
	r.dress()
	r.Layout(r.c.Size())
	canvas.Refresh(r.c)
}
