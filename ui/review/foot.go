package review

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// foot is what stands below the pictures: what was done and the buttons; below
// them the reasons and the keys, or why nothing can be decided. While a
// question is open its field takes the place of what was done.
type foot struct {
	p    *page
	area *fyne.Container

	done  *kit.Paragraph
	field *kit.TextField
	left  *fyne.Container // done or field
	no    *kit.Button     // return, refuse
	yes   *kit.Button     // accept, grant
	stop  *kit.Button     // leaves the question
	other *kit.Button     // from the date to the refusal
	fire  *kit.Button     // answers the question

	caption *kit.Label
	chips   []chip
	line    *fyne.Container // caption and chips, or why not
	hints   *fyne.Container
	icon    fyne.CanvasObject
	why     *kit.Label
}

func newFoot(p *page) *foot {
	f := &foot{p: p, done: kit.NewParagraph("", theme.Muted), caption: kit.NewCaption("").Whole(), why: kit.NewCaption("")}
	f.done.Lines = 2
	f.field = kit.NewTextField("")
	f.field.OnChanged = func(string) { f.light() }
	f.field.OnSubmitted = func(string) { p.confirm() }
	f.field.OnEscape = func() { p.mode.close(p) }
	f.left = container.New(middle{}, f.done, f.field)
	f.no = tall(kit.NewSecondary("", "2", func() { p.refuse() }))
	f.yes = tall(kit.NewButton(kit.Good, "", func() { p.accept() }).WithIcon("tick"))
	f.yes.Key = "1"
	f.stop = tall(kit.NewSecondary(p.t("stop"), "Esc", func() { p.mode.close(p) }))
	f.other = tall(kit.NewSecondary(p.t("refuse"), "N", func() { p.mode.ask(p, refusing) }))
	f.fire = tall(kit.NewButton(kit.Danger, "", p.confirm))
	f.fire.Key = "Enter"
	f.icon = kit.NewIcon("info", theme.Muted, 14)
	f.line = container.New(chipLine{})
	keys := kit.NewRow(12, hint("J", p.t("hint.next"), func() { p.move(1) }), hint("K", p.t("hint.previous"), func() { p.move(-1) }),
		hint("Z", p.t("hint.zoom"), p.zoom), hint("E", p.t("hint.extend.key"), p.extension))
	f.hints = container.NewStack(keys)
	top := kit.NewRow(12, kit.Grow(f.left), f.other, f.stop, f.no, f.yes, f.fire)
	f.area = kit.NewColumn(8, kit.MinSize(top, 0, footTall), container.New(apart{keys}, f.line, f.hints))
	f.wait()
	return f
}

// footTall is the height of the wall's buttons, larger than others: they are
// what the page is for.
const footTall = 44

func tall(b *kit.Button) *kit.Button { b.Tall, b.Wide = footTall, 96; return b }

// hint is a key with its word, to tap as well.
func hint(key, word string, tap func()) fyne.CanvasObject {
	return kit.NewRow(4, kit.NewKeyCap(key), kit.NewLink(word, tap))
}

// wait shows nothing to decide while the pair is read.
func (f *foot) wait() {
	f.done.Set("")
	f.say("", false)
	f.buttons(false, false)
	f.area.Refresh()
}

// set shows what was done and what the person may decide.
func (f *foot) set() {
	p := f.p
	if p.f == nil {
		f.wait()
		return
	}
	asked := p.mode != ""
	show(f.field, asked)
	show(f.done, !asked)
	f.words()
	e := p.sit.current()
	yes, no := checklist.VerbAccept, checklist.VerbReject
	if p.f.Status == checklist.ExtensionAsked {
		yes, no = checklist.VerbGrant, checklist.VerbRefuse
	}
	switch {
	case asked:
		f.question()
	case e != nil && e.verb != "":
		f.buttons(false, false)
		f.say(p.t("decided."+string(e.verb)), true)
	case !p.f.Allows(p.me(), yes) && !p.f.Allows(p.me(), no):
		f.buttons(false, false)
		f.say(p.whyNot(p.f, yes), true)
	default:
		f.buttons(p.refusal(p.f, yes) == nil || len(p.sit.marked()) > 0, p.f.Allows(p.me(), no))
		f.offer(no)
	}
	f.area.Refresh()
}

// words are the sentence above and the words of the buttons.
func (f *foot) words() {
	p, w := f.p, f.p.s.Words()
	done, yes, no := p.f.Done, p.t("accept"), p.t("return")
	if p.f.Status == checklist.ExtensionAsked {
		done = p.t("asks", "due", w.DayOf(p.f.Due), "day", w.DayOf(p.f.AskedDue), "why", p.f.Reason)
		yes, no = p.t("grant", "day", w.DayOf(p.f.AskedDue)), p.t("refuse")
	} else if p.f.Returns > 0 && p.f.Reason != "" {
		done = strings.TrimSpace(done + "\n" + p.t("returnedBefore", "n", w.N(p.f.Returns), "why", p.f.Reason))
	}
	if n := len(p.sit.marked()); n > 0 {
		yes = p.t("acceptMarked", "n", w.N(n))
	}
	if done == "" {
		done = p.t("nothingSaid")
	}
	f.done.Set(done)
	f.yes.SetText(yes)
	f.no.SetText(no)
}

// buttons shows the two decisions; what may not be decided stays grey.
func (f *foot) buttons(yes, no bool) {
	for _, b := range []*kit.Button{f.stop, f.other, f.fire} {
		b.Hide()
	}
	for b, on := range map[*kit.Button]bool{f.yes: yes, f.no: no} {
		b.Show()
		if on {
			b.Enable()
		} else {
			b.Disable()
		}
	}
}

// question shows the buttons of the open question.
func (f *foot) question() {
	p := f.p
	f.no.Hide()
	f.yes.Hide()
	f.stop.Show()
	f.fire.Show()
	show(f.other, p.mode == extending)
	kind := kit.Danger
	if p.mode == extending {
		kind = kit.Good
	}
	f.fire.SetKind(kind)
	f.fire.SetText(p.t("fire." + string(p.mode)))
}

// ask puts the answers of a question on chips with numbers.
func (f *foot) ask(what mode, offers []offer) {
	p := f.p
	f.field.Fill("")
	f.field.SetPlaceHolder(p.t("field." + string(what)))
	f.caption.Set(p.t("caption." + string(what)))
	f.chips = nil
	for i, o := range offers {
		f.chips = append(f.chips, newChip(strconv.Itoa(i+1), o, func() { f.pick(i) }))
	}
	f.lay()
	if what == extending && len(offers) > 0 {
		f.pick(0)
	}
}

// offer shows the reasons of a refusal; tapping one opens the question with it.
func (f *foot) offer(verb checklist.FindingVerb) {
	what := returning
	if verb == checklist.VerbRefuse {
		what = refusing
	}
	f.caption.Set(f.p.t("caption." + string(what)))
	f.chips = nil
	for i, o := range f.p.offers(what) {
		f.chips = append(f.chips, newChip("", o, func() {
			if f.p.refusal(f.p.f, verb) == nil {
				f.p.mode.ask(f.p, what)
				f.pick(i)
			}
		}))
	}
	f.lay()
	show(f.hints, true)
}

// lay shows caption and chips.
func (f *foot) lay() {
	objects := []fyne.CanvasObject{f.caption}
	for _, c := range f.chips {
		objects = append(objects, c.Card)
	}
	f.line.Objects = objects
	show(f.hints, f.p.mode == "")
}

// say shows one sentence in place of the chips.
func (f *foot) say(why string, hints bool) {
	f.why.Set(why)
	f.line.Objects = nil
	if why != "" {
		f.line.Objects = []fyne.CanvasObject{f.icon, f.why}
	}
	f.chips = nil
	show(f.hints, hints)
}

// pick takes the i-th answer into the field.
func (f *foot) pick(i int) {
	if i >= 0 && i < len(f.chips) && f.p.mode != "" {
		f.field.Fill(f.chips[i].offer.value)
		f.light()
	}
}

// walk picks the answer after or before the one picked.
func (f *foot) walk(by int) {
	n := len(f.chips)
	if n == 0 {
		return
	}
	at := f.picked()
	if at < 0 && by < 0 {
		at = n
	}
	f.pick(((at+by)%n + n) % n)
}

// picked is the answer that stands in the field, -1 = none of them.
func (f *foot) picked() int {
	for i, c := range f.chips {
		if c.offer.value == strings.TrimSpace(f.field.Text) {
			return i
		}
	}
	return -1
}

// light marks the answer that stands in the field.
func (f *foot) light() {
	at := f.picked()
	for i, c := range f.chips {
		if on := i == at && f.p.mode != ""; c.Chosen != on {
			c.Chosen = on
			c.Refresh()
		}
	}
}

// chipLine lays a caption and its chips side by side. Where they have no room
// the caption goes first, then the last chips: their numbers still work.
type chipLine struct{}

const chipGap = 6

// MinSize implements fyne.Layout.
func (chipLine) MinSize(o []fyne.CanvasObject) fyne.Size {
	m := fyne.NewSize(-chipGap, theme.Scaled(28))
	for _, x := range o {
		m.Width += natural(x) + chipGap
	}
	return fyne.NewSize(max(m.Width, 0), m.Height)
}

// natural is the width an object would like.
func natural(o fyne.CanvasObject) float32 {
	if l, ok := o.(*kit.Label); ok {
		return l.Natural().Width
	}
	return o.MinSize().Width
}

// Layout implements fyne.Layout.
func (l chipLine) Layout(o []fyne.CanvasObject, s fyne.Size) {
	x := float32(0)
	for i, c := range o {
		w, h := natural(c), min(c.MinSize().Height, s.Height)
		_, caption := c.(*kit.Label)
		if caption && i == len(o)-1 { // a sentence: it ends in an ellipsis
			w = min(w, s.Width-x)
		}
		fits := x+w <= s.Width && (!caption || i == len(o)-1 || l.MinSize(o).Width <= s.Width)
		show(c, fits)
		if fits {
			place(c, x, (s.Height-h)/2, w, h)
			x += w + chipGap
		}
	}
}

// middle lays objects over each other, each in the middle of the height.
type middle struct{}

// MinSize implements fyne.Layout.
func (middle) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(theme.Scaled(80), theme.Scaled(footTall))
}

// Layout implements fyne.Layout.
func (middle) Layout(o []fyne.CanvasObject, s fyne.Size) {
	for _, x := range o {
		x.Resize(fyne.NewSize(s.Width, x.Size().Height)) // paragraphs measure at this width
		h := min(x.MinSize().Height, s.Height)
		place(x, 0, (s.Height-h)/2, s.Width, h)
	}
}

// apart puts one object at the left and one at the right, whose content shows
// only where both have room.
type apart struct{ content fyne.CanvasObject }

// MinSize implements fyne.Layout.
func (apart) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(theme.Scaled(80), theme.Scaled(30))
}

// Layout implements fyne.Layout.
func (l apart) Layout(o []fyne.CanvasObject, s fyne.Size) {
	w := l.content.MinSize().Width
	fits := o[1].Visible() && o[0].MinSize().Width+w+16 <= s.Width
	show(l.content, fits)
	if !fits {
		w = -16
	}
	place(o[0], 0, 0, s.Width-w-16, s.Height)
	place(o[1], s.Width-w, 0, w, s.Height)
}
