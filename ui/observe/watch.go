package observe

import (
	"fmt"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
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
	wrong shell.JustFailed

	sheets *kit.Stage // the list, or that nobody is chosen yet
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
	foot := kit.NewRow(10, kit.Grow(kit.NewCaption(t("listHint"))), kit.NewSecondary(t("note"), "N", w.askNote), kit.NewSecondary(t("rest"), "G", w.rest))
	w.sheets = kit.NewStage(w.list.List)
	middle := kit.NewCardInset(kit.NewColumn(0, kit.Grow(w.sheets), kit.Line(), kit.Inset(foot, 8, 12, 10, 12)), 1)
	body := kit.Sides(nil, 0, middle, kit.Scroll(kit.NewColumn(10, one, all)), sideWidth)
	w.box = kit.NewColumn(10, kit.NewTopRow(8, kit.Grow(w.strip), kit.NewColumn(0, kit.MinSize(w.add, 240, 36))), kit.Grow(body))
	return w
}

func (w *watch) in() *checklist.Inspection { return w.p.d.in }

func (w *watch) front() *checklist.Sheet { return w.in().Sheet(w.sheet) }

// somebody is the sheet in front; where nobody was chosen yet it says how to.
func (w *watch) somebody() *checklist.Sheet {
	s := w.front()
	if s == nil {
		w.p.s.Hint(w.p.t("nobody"))
	}
	return s
}

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
	w.sheet, w.wrong = sheet, shell.JustFailed{}
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
		w.sheets.Empty("people", p.t("nobody"), kit.NewSecondary(p.t("addOne"), "A", w.pick))
	} else {
		w.sheets.Full()
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
