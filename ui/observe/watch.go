package observe

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// watch is the page while people are observed: the people on top, the items of the
// one in front in the middle, the score and coaching at the right.
type watch struct {
	p     *page
	box   fyne.CanvasObject
	list  *kit.Ticks
	sheet string // in front, "" = nobody yet

	strip  *fyne.Container
	add    *kit.SearchSelect
	name   *kit.Label
	post   *kit.Label
	score  *kit.Label
	marks  *fyne.Container
	talk   *fyne.Container
	mean   *kit.Label
	sample *kit.Pill
	lowest *kit.Label
	meanOf *fyne.Container
}

// sideWidth is the right column's at 100 %.
const sideWidth = 300

func newWatch(p *page) *watch {
	t := p.t
	w := &watch{p: p}
	w.list = kit.NewTicks([]kit.Option{
		{ID: string(checklist.Pass), Text: p.s.T("verdict.pass"), Icon: "tick", Tone: kit.Pass},
		{ID: string(checklist.Miss), Text: p.s.T("verdict.fail"), Icon: "cross", Tone: kit.Fail},
		{ID: string(checklist.NA), Text: p.s.T("verdict.na"), Icon: "dash", Tone: kit.Plain},
	}, w.answer)
	w.strip = kit.Flow()
	w.add = kit.NewSearchSelect(t("add"), nil, "", p.matches, w.addNamed)
	w.add.Find = t("find")
	w.add.Free = func(typed string) string { return t("useTyped", "name", typed) }
	w.name, w.post = kit.NewTitle(""), kit.NewCaption("")
	w.score = kit.NewText("", theme.Number, true, theme.Text).Whole()
	w.marks, w.talk = kit.Flow(), kit.NewColumn(4)
	w.mean = kit.NewText("", theme.Number, true, theme.Text).Whole()
	w.sample, w.lowest = kit.NewPill(kit.Plain, ""), kit.NewCaption("")
	w.meanOf = kit.NewRow(10, w.mean, w.sample, kit.Space())
	coach := kit.NewSecondary(t("coach"), "C", w.coach)
	remove := kit.NewIconButton("trash", t("remove"), w.askRemove)
	one := kit.NewCard(kit.NewColumn(8, kit.NewRow(6, kit.Grow(kit.NewColumn(0, w.name, w.post)), remove), w.score, w.marks, kit.Line(), w.talk, kit.NewRow(0, coach, kit.Space())))
	all := kit.NewCard(kit.NewColumn(4, kit.NewCaption(t("mean")), w.meanOf, w.lowest))
	foot := kit.NewRow(10, kit.Grow(kit.NewCaption(t("listHint"))), kit.NewSecondary(t("rest"), "G", w.rest))
	middle := kit.NewCardInset(kit.NewColumn(0, kit.Grow(w.list.List), kit.Line(), kit.Inset(foot, 8, 12, 10, 12)), 1)
	body := kit.Sides(nil, 0, middle, kit.Scroll(kit.NewColumn(10, one, all)), sideWidth)
	w.box = kit.NewColumn(10, kit.NewTopRow(8, kit.Grow(w.strip), kit.MinSize(w.add, 190, 36)), kit.Grow(body))
	return w
}

func (w *watch) in() *checklist.Inspection { return w.p.d.in }

func (w *watch) front() *checklist.Sheet { return w.in().Sheet(w.sheet) }

// open brings a sheet to the front, on an item; what is not there falls back to the
// first open place.
func (w *watch) open(sheet, item string) {
	if w.in().Sheet(sheet) == nil {
		sheet = ""
		for _, s := range w.in().Sheets {
			if sheet == "" || w.left(w.in().Sheet(sheet)) == 0 && w.left(s) > 0 {
				sheet = s.ID
			}
		}
	}
	w.sheet = sheet
	if item == "" {
		item = w.next("")
	}
	w.show(item)
}

// items are those asked on a sheet.
func (w *watch) items(s *checklist.Sheet) []*checklist.Item {
	var out []*checklist.Item
	in := w.in()
	for i := range in.Checklist.Items {
		if it := &in.Checklist.Items[i]; in.Applies(s, it) {
			out = append(out, it)
		}
	}
	return out
}

func (w *watch) left(s *checklist.Sheet) (n int) {
	for _, it := range w.items(s) {
		if !s.Answered(it) {
			n++
		}
	}
	return n
}

// next is the open item after one on the sheet in front, from the top again.
func (w *watch) next(after string) string {
	s := w.front()
	if s == nil {
		return ""
	}
	items := w.items(s)
	from := slices.IndexFunc(items, func(it *checklist.Item) bool { return it.ID == after }) + 1
	for k := range items {
		if it := items[(from+k)%len(items)]; !s.Answered(it) {
			return it.ID
		}
	}
	if after == "" && len(items) > 0 {
		return items[0].ID
	}
	return after
}

func (w *watch) show(item string) {
	w.list.SetTicks(w.ticks(), item)
	res := checklist.Evaluate(w.in())
	w.showStrip(res)
	w.showOne(res)
	w.showMean(res)
}

// ticks are the zones of the position with their items.
func (w *watch) ticks() []kit.Tick {
	s, words := w.front(), w.p.s.Words()
	if s == nil {
		return nil
	}
	var out []kit.Tick
	items := w.items(s)
	for _, z := range w.in().Checklist.Zones {
		head, done := -1, 0
		for _, it := range items {
			if it.Zone != z.ID {
				continue
			}
			if head < 0 {
				head = len(out)
				out = append(out, kit.Tick{Text: words.In(z.Name)})
			}
			x := kit.Tick{ID: it.ID, Text: words.In(it.Text), Off: it.Type != checklist.TypePass}
			if a := s.Answers[it.ID]; a != nil {
				x.Chosen, x.Sub = string(a.Value.Verdict), a.Note
				if a.Value.Verdict == checklist.NA && a.Note == "" {
					x.Sub = w.p.t("naWhy")
				}
				if it.Veto != checklist.VetoNone && it.Violated(a.Value) && a.Recording == "" {
					x.Sub = w.p.t("vetoWants")
				}
			}
			if x.Off {
				x.Value = w.p.t("elsewhere")
			}
			if s.Answered(it) {
				done++
			}
			out = append(out, x)
		}
		if head >= 0 {
			out[head].Sub = fmt.Sprintf("%d/%d", done, len(out)-head-1)
		}
	}
	return out
}

// personOf is what a sheet came to so far.
func personOf(res *checklist.Result, sheet string) checklist.PersonScore {
	for _, x := range res.Persons {
		if x.Sheet == sheet {
			return x
		}
	}
	return checklist.PersonScore{}
}

func (w *watch) showStrip(res *checklist.Result) {
	p := w.p
	w.strip.Objects = nil
	for _, s := range w.in().Sheets {
		text := s.Person
		if n := w.left(s); n > 0 {
			text += " " + p.t("leftN", "n", strconv.Itoa(n))
		} else if x := personOf(res, s.ID); x.Score != nil {
			text += " " + x.Score.String()
		}
		id := s.ID
		b := kit.NewSecondary(text, "", func() { w.open(id, "") })
		if id == w.sheet {
			b.SetKind(kit.Primary)
		}
		w.strip.Objects = append(w.strip.Objects, b)
	}
	if len(w.in().Sheets) == 0 {
		w.strip.Objects = append(w.strip.Objects, kit.NewMuted(p.t("nobody")))
	}
	w.strip.Refresh()
	var choices []kit.Choice
	for _, x := range p.d.people {
		if !slices.ContainsFunc(w.in().Sheets, func(s *checklist.Sheet) bool { return s.Person == x.Name }) {
			choices = append(choices, kit.Choice{ID: x.Name, Text: x.Name, Sub: p.post(x.Position)})
		}
	}
	w.add.SetChoices(choices, "")
}

func (w *watch) showOne(res *checklist.Result) {
	p, s := w.p, w.front()
	w.marks.Objects, w.talk.Objects = nil, nil
	if s == nil {
		w.name.Set(p.t("nobodyYet"))
		w.post.Set("")
		w.score.Set("–")
	} else {
		x := personOf(res, s.ID)
		w.name.Set(s.Person)
		w.post.Set(p.post(s.Position) + " · " + p.t("leftN", "n", strconv.Itoa(w.left(s))))
		w.score.Set("–")
		if x.Score != nil {
			w.score.Set(x.Score.String())
			w.marks.Objects = append(w.marks.Objects, kit.NewPill(shell.GradeTone(w.in().Checklist, x.Grade), p.s.Words().GradeWord(w.in().Checklist, x.Grade)))
		}
		if len(x.Vetoes) > 0 {
			w.marks.Objects = append(w.marks.Objects, kit.NewIconPill(kit.Fail, "cross", p.t("veto")))
		}
		for _, c := range p.d.talks {
			if c.Person == s.Person && c.End == nil {
				w.talk.Objects = append(w.talk.Objects, muted(p.t("talkOpen", "text", c.Text, "day", p.s.Words().DayOf(c.Due))))
			}
		}
	}
	w.marks.Refresh()
	w.talk.Refresh()
}

// showMean writes the mean of the hall with its sample: under three people it says
// too few (DOMAIN 4.8).
func (w *watch) showMean(res *checklist.Result) {
	p := w.p
	mean, n, low := "–", 0, ""
	var least *checklist.PersonScore
	for i := range res.Persons {
		if x := &res.Persons[i]; x.Score != nil {
			n++
			if least == nil || *x.Score < *least.Score {
				least = x
			}
		}
	}
	if res.Score != nil {
		mean = res.Score.String()
	}
	if least != nil {
		low = p.t("lowest", "score", least.Score.String())
	}
	w.mean.Set(mean)
	w.lowest.Set(low)
	if res.Small {
		w.sample.Set(kit.Warn, "warn", p.t("few", "n", strconv.Itoa(n)))
	} else {
		w.sample.Set(kit.Pass, "people", p.t("peopleN", "n", strconv.Itoa(n)))
	}
	w.meanOf.Refresh()
}

// edit makes a change: on the page's own copy at once, then in the store.
func (w *watch) edit(verb func(*checklist.Inspection, time.Time) error) bool {
	p := w.p
	if err := verb(p.d.in, p.s.Now()); err != nil {
		p.s.Fail(err)
		return false
	}
	p.d.in.Committed()
	records, id := p.sv.Records, p.d.in.ID
	p.saving++
	shell.Save(p.s, func(ctx context.Context) (struct{}, error) {
		_, err := records.Edit(ctx, id, verb)
		return struct{}{}, err
	}, func(_ struct{}, err error) {
		if p.saving--; err != nil {
			p.s.Fail(err)
			p.s.Reload() // shows what is stored
		}
	})
	return true
}

// answer gives an item of the person in front its verdict; the same again takes it
// back. The next open item is in front then, and after the last the next person.
func (w *watch) answer(id, option string) {
	s := w.front()
	if s == nil {
		return
	}
	sheet, v := s.ID, checklist.VerdictValue(checklist.Verdict(option))
	if a := s.Answers[id]; a != nil && a.Value.Verdict == v.Verdict {
		v = checklist.Value{}
	}
	if !w.edit(func(in *checklist.Inspection, now time.Time) error { return in.Record(sheet, id, v, now) }) {
		return
	}
	it := w.in().Checklist.ItemByID(id)
	switch {
	case v.IsZero():
		w.show(id)
	case v.Verdict == checklist.NA, it.Veto != checklist.VetoNone && it.Violated(v):
		w.show(id)
		w.askNote()
	case w.left(w.front()) == 0:
		w.open(w.nextPerson(1, true), "")
	default:
		w.show(w.next(id))
	}
}

// nextPerson is the sheet some steps away; with open only one that is not complete,
// or the one in front.
func (w *watch) nextPerson(by int, open bool) string {
	sheets := w.in().Sheets
	at := slices.IndexFunc(sheets, func(s *checklist.Sheet) bool { return s.ID == w.sheet })
	for k := 1; k <= len(sheets); k++ {
		s := sheets[((at+by*k)%len(sheets)+len(sheets))%len(sheets)]
		if !open || w.left(s) > 0 {
			return s.ID
		}
	}
	return w.sheet
}

func (w *watch) step(by int) {
	if len(w.in().Sheets) > 0 {
		w.open(w.nextPerson(by, false), "")
	}
}

// rest passes every item of the person in front not answered yet.
func (w *watch) rest() {
	s := w.front()
	if s == nil {
		return
	}
	sheet := s.ID
	var open []string
	for _, it := range w.items(s) {
		if it.Type == checklist.TypePass && !s.Answered(it) {
			open = append(open, it.ID)
		}
	}
	put := func(v checklist.Value) {
		w.edit(func(in *checklist.Inspection, now time.Time) error {
			for _, id := range open {
				if err := in.Record(sheet, id, v, now); err != nil {
					return err
				}
			}
			return nil
		})
		w.show(w.list.Current())
	}
	if len(open) == 0 {
		return
	}
	put(checklist.VerdictValue(checklist.Pass))
	w.p.s.Toast(w.p.t("rested", "n", strconv.Itoa(len(open)), "name", s.Person), func() {
		if w.p.now == w && w.in().Sheet(sheet) != nil {
			put(checklist.Value{})
		}
	})
}

// askNote asks for the words under the selected item, with those used before; a veto
// wants the number of the recording besides, or a photo on the checklist's page.
func (w *watch) askNote() {
	id, s := w.list.Current(), w.front()
	if id == "" || s == nil {
		return
	}
	p, sheet := w.p, s.ID
	it := w.in().Checklist.ItemByID(id)
	field, tape := kit.NewTextField(p.t("noteHint")), kit.NewTextField(p.t("tapeHint"))
	if a := s.Answers[id]; a != nil {
		field.Fill(a.Note)
		tape.Fill(a.Recording)
	}
	chips := kit.NewChips(p.t("before"), func(word string) { field.SetText(word) })
	rows := []fyne.CanvasObject{muted(p.s.Words().In(it.Text)), field, chips}
	veto := it.Veto != checklist.VetoNone
	if veto {
		rows = append(rows, kit.FormRow(p.t("tape"), tape))
	}
	o := p.s.Form(p.t("note"), kit.NewColumn(8, rows...), 480, field, p.t("save"), func(done func()) {
		done()
		text, ref := strings.TrimSpace(field.Text), strings.TrimSpace(tape.Text)
		if w.edit(func(in *checklist.Inspection, now time.Time) error {
			if err := in.Note(sheet, id, text, now); err != nil || !veto {
				return err
			}
			return in.Cite(sheet, id, ref, now)
		}) {
			w.show(w.next(id))
		}
	})
	entered(o, field, tape)
	desk := p.sv.Desk
	shell.Run(p.s, p.ctx, func(ctx context.Context) ([]string, error) { return desk.Reasons(ctx, id, 6) }, func(words []string, err error) {
		if err == nil {
			chips.Set(words)
		}
	})
}

// entered makes Enter in a field of a form do what its button does.
func entered(o *kit.Overlay, fields ...*kit.TextField) {
	for _, f := range fields {
		f.OnSubmitted = func(string) { o.OnEnter() }
	}
}

// muted is a caption that wraps.
func muted(s string) *kit.Paragraph {
	c := kit.NewParagraph(s, theme.Muted)
	c.Font = theme.Caption
	return c
}

// addNamed gives somebody a sheet: at once when the position is known, else after
// asking for it.
func (w *watch) addNamed(name string) {
	p := w.p
	name = strings.TrimSpace(name)
	if name == "" {
		return
	}
	w.add.Set("")
	if at := p.position(name); at != "" {
		w.put(name, at)
		return
	}
	var options []kit.Option
	for _, at := range []checklist.Position{checklist.PositionLobby, checklist.PositionTeller, checklist.PositionWealth, checklist.PositionManager} {
		options = append(options, kit.Option{ID: string(at), Text: p.post(at)})
	}
	bar := kit.NewSegmented(options, string(checklist.PositionLobby), nil)
	bar.OnChosen = func(string) {}
	p.s.Form(p.t("postOf", "name", name), bar, 460, bar, p.t("addOne"), func(done func()) {
		done()
		w.put(name, checklist.Position(bar.Chosen))
	})
}

func (w *watch) put(name string, at checklist.Position) {
	s := checklist.Sheet{ID: w.p.sv.NewID(), Person: name, Position: at}
	if w.edit(func(in *checklist.Inspection, _ time.Time) error { return in.AddSheet(s) }) {
		w.open(s.ID, "")
		w.p.s.RefreshHeader()
	}
}

// pick opens the list of people.
func (w *watch) pick() { w.add.Open() }

func (w *watch) askRemove() {
	s := w.front()
	if s == nil {
		return
	}
	p, id := w.p, s.ID
	p.s.Ask(p.t("removeAsk", "name", s.Person), p.t("removeBody"), p.t("remove"), func() {
		if w.edit(func(in *checklist.Inspection, _ time.Time) error { return in.RemoveSheet(id) }) {
			w.open("", "")
			p.s.RefreshHeader()
		}
	})
}

// coach asks what was agreed with the person in front, and by when it is looked at
// again.
func (w *watch) coach() {
	s := w.front()
	if s == nil {
		return
	}
	var failed []string
	for _, it := range w.items(s) {
		if a := s.Answers[it.ID]; a != nil && it.Violated(a.Value) {
			failed = append(failed, w.p.s.Words().In(it.Text))
		}
	}
	x := personOf(checklist.Evaluate(w.in()), s.ID)
	w.p.askCoach(hall.Entry{Kind: hall.KindCoach, Ref: w.in().ID, Topic: topicEtiquette, Person: s.Person, Score: x.Score}, failed)
}
