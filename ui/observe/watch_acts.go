package observe

import (
	"context"
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

// edit makes a change: on the page's own copy at once, then in the store.
func (w *watch) edit(verb func(*checklist.Inspection, time.Time) error) bool {
	return shell.EditNow(w.p.s, w.p.sv.Records, w.p.d.in, &w.p.saving, verb)
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
	w.wrong = shell.JustFailed{}
	switch {
	case v.IsZero():
		w.show(id)
	case v.Verdict == checklist.NA, it.Veto != checklist.VetoNone && it.Violated(v):
		w.show(id)
		w.askNote()
	case w.left(w.front()) == 0:
		w.open(w.nextPerson(1, true), "")
	default:
		next := w.next(id)
		w.wrong.Answered(w.in().Checklist, id, next, v)
		w.show(next)
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
	s := w.somebody()
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
		w.p.s.Hint(w.p.t("noneOpen", "name", s.Person))
		return
	}
	put(checklist.VerdictValue(checklist.Pass))
	w.p.s.Toast(w.p.t("rested", "n", strconv.Itoa(len(open)), "name", s.Person), func() {
		if w.p.now == w && w.in().Sheet(sheet) != nil {
			put(checklist.Value{})
		}
	})
}

// askNote asks for the words under the selected item, or the one not met just now, with
// those used before; a veto wants the number of the recording besides, or a photo on the
// checklist's page.
func (w *watch) askNote() {
	id, s := w.list.Current(), w.somebody()
	if id == "" || s == nil {
		return
	}
	p, sheet := w.p, s.ID
	id = w.wrong.About(id, s.Answered(w.in().Checklist.ItemByID(id)))
	it := w.in().Checklist.ItemByID(id)
	field, tape := kit.NewTextArea(p.t("noteHint"), noteLines), kit.NewTextField(p.t("tapeHint"))
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
	shell.EnterSaves(o, tape)
	desk := p.sv.Desk
	shell.Run(p.s, p.ctx, func(ctx context.Context) ([]string, error) { return desk.Reasons(ctx, id, 6) }, func(words []string, err error) {
		if err == nil {
			chips.Set(words)
		}
	})
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
	s := w.somebody()
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
	s := w.somebody()
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
