package patrol

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// side is the item in hand: its words, the control its type needs, note and photos.
type side struct {
	p      *page
	at     string // item shown
	box    fyne.CanvasObject
	title  *kit.Paragraph
	guide  *kit.Paragraph
	bar    *shell.AnswerBar
	text   *kit.TextField
	note   *kit.TextField
	chips  *kit.Chips
	strip  *kit.PhotoStrip
	add    *kit.Button
	wants  *kit.Paragraph
	column *fyne.Container
}

func newSide(p *page) *side {
	x := &side{p: p, title: kit.NewParagraph("", theme.Text), guide: kit.NewParagraph("", theme.Muted), wants: kit.NewParagraph("", theme.Warn)}
	x.title.Bold, x.title.Font = true, theme.Title
	x.bar = shell.NewAnswerBar(p.s.Words(), p.record)
	x.text = kit.NewTextArea(p.s.T("inspect.textHint"), 3)
	x.text.OnChanged = func(s string) { p.typeInto(typingText, s) }
	x.note = kit.NewTextField(p.s.T("inspect.notePlain"))
	x.note.OnChanged = func(s string) { p.typeInto(typingNote, s) }
	x.note.OnSubmitted = func(string) { p.saveTyping(); p.hold() }
	x.chips = kit.NewChips(p.s.T("inspect.reasons"), x.use)
	x.strip = kit.NewPhotoStrip(p.s.Picture, p.s.T("inspect.photoHere"), func(int) {}, p.addPhoto)
	x.add = kit.NewSecondary(p.s.T("patrol.photo"), "P", p.addPhoto)
	x.add.Tall = 40
	for _, f := range []*kit.TextField{x.text, x.note} {
		f.OnFocus = func(on bool) {
			if !on {
				p.saveTyping()
			}
		}
	}
	x.column = kit.NewColumn(10, x.title, x.guide, x.bar, x.text, kit.NewRow(6, kit.Grow(x.note), kit.NewKeyCap("N")), x.chips, x.wants, kit.NewRow(8, kit.Space(), x.add), x.strip)
	x.box = kit.NewCard(kit.Scroll(x.column))
	return x
}

// bind shows the item in hand.
func (x *side) bind() {
	p := x.p
	it := p.items[p.at]
	a := p.sheet().Answers[it.ID]
	if a == nil {
		a = &checklist.Answer{}
	}
	w, moved := p.s.Words(), x.at != it.ID
	x.at = it.ID
	x.title.Set(w.In(it.Text))
	x.guide.Set(w.In(it.Guidance))
	show(x.guide, w.In(it.Guidance) != "")
	show(x.bar, it.Type != checklist.TypeNumber || a.Value.Verdict == checklist.NA)
	x.bar.Busy = p.pending > 0
	x.bar.Bind(p.in.Checklist, it, a.Value)
	show(x.text, it.Type == checklist.TypeText)
	if moved {
		x.text.Fill(a.Value.Text)
		x.note.Fill(a.Note)
	}
	hint := "inspect.notePlain"
	if shell.Red(p.in.Checklist, it, a.Value) {
		hint = "inspect.noteHint"
	} else if a.Value.Verdict == checklist.NA {
		hint = "inspect.noteNA"
	}
	if h := p.s.T(hint); x.note.PlaceHolder != h {
		x.note.SetPlaceHolder(h)
	}
	x.bindChips(a, p.reasons[it.ID])
	x.strip.Set(p.pictures(a), len(a.Photos)-1)
	show(x.strip, len(a.Photos) > 0)
	x.bindWants(it)
	x.column.Refresh()
}

func (x *side) bindChips(a *checklist.Answer, reasons []string) {
	reasons = slices.DeleteFunc(slices.Clone(reasons), func(s string) bool { return s == a.Note })
	if !slices.Equal(reasons, x.chips.Words()) {
		x.chips.Set(reasons)
	}
	show(x.chips, len(reasons) > 0)
}

// bindWants says what the answer still wants before the patrol can be finished.
func (x *side) bindWants(it *checklist.Item) {
	var wants []string
	if x.p.note != "" {
		wants = append(wants, x.p.note)
	}
	missing := x.p.in.Gate(x.p.s.Now())
	if x.wants.Role = theme.Warn; len(missing) == 0 { // nothing is wanted: it only tells
		x.wants.Role = theme.Pass
	}
	for _, m := range missing {
		if m.Item == it.ID && m.Code != "unanswered" {
			wants = append(wants, x.p.s.Words().Missing(m))
		}
	}
	x.wants.Set(strings.Join(wants, "\n"))
	show(x.wants, len(wants) > 0)
}

// use puts a reason used before into the note.
func (x *side) use(word string) {
	next := word
	if old := strings.TrimSpace(x.note.Text); old != "" && !strings.Contains(old, word) {
		next = old + "；" + word
	}
	x.note.Fill(next)
	x.p.typeInto(typingNote, next)
	x.p.saveTyping()
}

func show(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}

// typingKind is which field is being typed into.
type typingKind int

const (
	typingNote typingKind = iota
	typingText
)

// typing is what stands in a field and is not yet handed to the store.
type typing struct {
	kind typingKind
	item string
	text string
}

// typingPause is the longest a typed letter waits for the next one before it is saved.
const typingPause = 250 * time.Millisecond

func (p *page) typeInto(kind typingKind, text string) {
	t := &typing{kind, p.items[p.at].ID, text}
	p.typing = t
	p.s.After(p.ctx, typingPause, func() {
		if p.typing == t {
			p.saveTyping()
		}
	})
}

// saveTyping hands what is typed to the store.
func (p *page) saveTyping() {
	t := p.typing
	if t == nil || p.in == nil {
		return
	}
	p.typing = nil
	sheet := p.sheet().ID
	p.do(func(in *checklist.Inspection, now time.Time) error {
		if t.kind == typingText {
			return in.Record(sheet, t.item, checklist.TextValue(t.text), now)
		}
		return in.Note(sheet, t.item, t.text, now)
	})
}

func (p *page) focusNote() {
	if p.in != nil {
		kit.Focus(p.side.note)
	}
}

func (p *page) focusText() { kit.Focus(p.side.text) }

// askReasons reads the reasons used before for the item in hand.
func (p *page) askReasons() {
	item := p.items[p.at].ID
	if _, known := p.reasons[item]; known {
		return
	}
	p.reasons[item] = nil
	records := p.sv.Records
	shell.Run(p.s, p.ctx, func(ctx context.Context) ([]string, error) { return records.Reasons(ctx, item, 6) }, func(list []string, err error) {
		if err == nil && len(list) > 0 {
			p.reasons[item] = list
			p.refresh()
		}
	})
}

// pictures are an answer's photos as the strip shows them.
func (p *page) pictures(a *checklist.Answer) []kit.Photo {
	out := make([]kit.Photo, len(a.Photos))
	for i, ref := range a.Photos {
		thumb, _ := p.sv.Photos.Thumb(ref.Drawn())
		path, _ := p.sv.Photos.Working(ref.Drawn())
		out[i] = kit.Photo{ID: ref.ID, Thumb: thumb, Path: path}
	}
	return out
}

// addPhoto, paste and Drop bring pictures for the item in hand.
func (p *page) addPhoto() {
	if p.in != nil {
		p.photos.Choose(p.attach())
	}
}

func (p *page) paste() {
	if p.in != nil {
		p.photos.Paste(p.attach())
	}
}

// Drop implements shell.DropTarget.
func (p *page) Drop(paths []string) {
	if p.in != nil {
		p.photos.Bring(paths, shell.SourceDrop, p.attach())
	}
}

// attach ties a stored picture to the item in hand now.
func (p *page) attach() func(checklist.PhotoRef) error {
	sheet, item := p.sheet().ID, p.items[p.at].ID
	return func(ref checklist.PhotoRef) error {
		if a := p.sheet().Answers[item]; a != nil && slices.ContainsFunc(a.Photos, func(x checklist.PhotoRef) bool { return x.Hash == ref.Hash }) {
			return checklist.Fail("photo.twice", "name", ref.Name)
		}
		ref.Kind = checklist.PhotoEvidence
		p.do(func(in *checklist.Inspection, now time.Time) error { return in.Attach(sheet, item, ref, now) })
		return nil
	}
}
