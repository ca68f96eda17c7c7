package inspect

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// sheetBar is the line of sheets above the items: one tab per observed person
// or respondent, a picker when there are many, and adding and removing.
type sheetBar struct {
	r      *runner
	box    *fyne.Container
	tabs   *kit.Segmented
	pick   *kit.SearchSelect
	add    *kit.Button
	remove *kit.Button
}

// mostTabs is how many sheets stand as tabs; more are chosen from a picker.
const mostTabs = 4

func newSheetBar(r *runner) *sheetBar {
	b := &sheetBar{r: r}
	to := func(id string) { r.move(func() { r.flow.toSheet(id) }) }
	b.tabs = kit.NewSegmented(nil, "", to)
	b.pick = kit.NewSearchSelect("", nil, "", r.ev.matches, to)
	b.add = kit.NewSecondary("", "A", b.ask).WithIcon("plus")
	b.remove = kit.NewIconButton("trash", r.say.T("inspect.removeSheet"), b.askRemove)
	b.box = kit.NewRow(8, kit.Grow(b.tabs), kit.Grow(b.pick), b.add, b.remove)
	b.box.Hide()
	return b
}

func (b *sheetBar) respondents() bool {
	return b.r.flow != nil && b.r.flow.in.Checklist.Subject == checklist.SubjectRespondent
}

// many says whether the inspection has one sheet per person or respondent.
func (b *sheetBar) many() bool {
	s := b.r.flow.in.Checklist.Subject
	return s == checklist.SubjectPerson || s == checklist.SubjectRespondent
}

func (b *sheetBar) addWord() string {
	if b.respondents() {
		return b.r.say.T("inspect.addRespondent")
	}
	return b.r.say.T("inspect.addPerson")
}

func (b *sheetBar) set(f *flow) {
	show(b.box, b.many() && len(f.in.Sheets) > 0)
	if !b.many() {
		return
	}
	b.add.SetText(b.addWord())
	var tabs []kit.Option
	var choices []kit.Choice
	for _, s := range f.in.Sheets {
		name, count := b.r.say.sheet(f.in, s), b.count(f, s)
		sub := count
		if s.Position != "" {
			sub = b.r.say.T("position."+string(s.Position)) + " · " + count
		}
		tabs = append(tabs, kit.Option{ID: s.ID, Text: name + " · " + count})
		choices = append(choices, kit.Choice{ID: s.ID, Text: name, Sub: sub})
	}
	few := len(tabs) <= mostTabs
	show(b.tabs, few)
	show(b.pick, !few)
	b.tabs.SetOptions(tabs, f.at.Sheet)
	b.pick.SetChoices(choices, f.at.Sheet)
	b.box.Refresh()
}

func (b *sheetBar) count(f *flow, s *checklist.Sheet) string {
	done, all := 0, 0
	for _, it := range f.asked(s) {
		all++
		if s.Answered(it) {
			done++
		}
	}
	return itoa(done) + "/" + itoa(all)
}

// step brings the next or the previous sheet to the front.
func (b *sheetBar) step(n int) {
	f := b.r.flow
	if f == nil {
		return
	}
	for i, s := range f.in.Sheets {
		if s.ID == f.at.Sheet {
			if to := i + n; to >= 0 && to < len(f.in.Sheets) {
				b.r.move(func() { f.toSheet(f.in.Sheets[to].ID) })
			}
			return
		}
	}
}

// ask adds a sheet: a respondent with the own weights, a person by name and
// position.
func (b *sheetBar) ask() {
	if b.r.flow == nil || !b.many() {
		return
	}
	if b.respondents() {
		b.askRespondent()
		return
	}
	say := b.r.say
	name := kit.NewSearchSelect(say.T("inspect.peopleHint"), b.people(), "", b.r.ev.matches, nil)
	name.Find = say.T("inspect.peopleHint")
	name.Free = func(s string) string { return say.T("inspect.useTyped", "word", s) }
	position := kit.NewSegmented(b.positions(), string(checklist.PositionLobby), nil)
	position.OnChosen = func(string) {}
	name.OnChosen = func(id string) {
		for _, p := range b.r.people {
			if p.Name == id && p.Position != "" {
				position.Set(string(p.Position))
			}
		}
		kit.Focus(position) // ← → choose the position, Enter adds the person
	}
	body := kit.NewColumn(12, kit.FormRow(say.T("inspect.person"), name), kit.FormRow(say.T("inspect.position"), position))
	o := b.r.s.Form(say.T("inspect.addPerson"), body, 520, name, say.T("inspect.addPerson"), func(done func()) {
		if strings.TrimSpace(name.Chosen) == "" {
			b.r.s.Hint(say.T("error.sheet.person"))
			return
		}
		done()
		b.put(checklist.Sheet{Person: strings.TrimSpace(name.Chosen), Position: checklist.Position(position.Chosen)})
	})
	b.r.s.OpenPicker(b.r.ctx, name, o)
}

func (b *sheetBar) people() []kit.Choice {
	var out []kit.Choice
	for _, p := range b.r.people {
		out = append(out, kit.Choice{ID: p.Name, Text: p.Name, Sub: b.r.say.post(p)})
	}
	return out
}

func (b *sheetBar) positions() []kit.Option {
	var out []kit.Option
	for _, p := range []checklist.Position{checklist.PositionLobby, checklist.PositionTeller, checklist.PositionWealth, checklist.PositionManager} {
		out = append(out, kit.Option{ID: string(p), Text: b.r.say.T("position." + string(p))})
	}
	return out
}

// put adds the sheet and brings it to the front.
func (b *sheetBar) put(s checklist.Sheet) {
	r := b.r
	s.ID = nextSheetID(r.flow.in)
	r.do(r.say.T("inspect.what.sheet"), func(in *checklist.Inspection, _ time.Time) error { return in.AddSheet(s) },
		func() { r.flow.toSheet(s.ID) })
}

func (b *sheetBar) askRemove() {
	r := b.r
	s := r.flow.sheet()
	if s == nil {
		return
	}
	done, _, _ := strings.Cut(b.count(r.flow, s), "/")
	name := r.say.sheet(r.flow.in, s)
	r.s.Ask(r.say.T("inspect.removeSheetAsk", "name", name), r.say.T("inspect.removeSheetBody", "n", done), r.say.T("inspect.removeSheet"), func() {
		id := s.ID
		r.do(r.say.T("inspect.what.sheet"), func(in *checklist.Inspection, _ time.Time) error { return in.RemoveSheet(id) }, func() { r.flow.show(r.flow.in) })
	})
}

// askRespondent adds the next respondent's sheet: Enter takes the weights the
// checklist has, others must sum to 100.
func (b *sheetBar) askRespondent() {
	r, c := b.r, b.r.flow.in.Checklist
	if c.Scale == nil {
		b.put(checklist.Sheet{})
		return
	}
	sum := kit.NewText("", theme.Body, true, theme.Text)
	steppers := make([]*kit.Stepper, len(c.Zones))
	total := func() (n int64) {
		for _, x := range steppers {
			n += *x.Value()
		}
		return n
	}
	rows := []fyne.CanvasObject{kit.NewParagraph(r.say.T("inspect.weightsTitle"), theme.Muted)}
	for i, z := range c.Zones {
		n := int64(c.Scale.DefaultWeights[z.ID])
		steppers[i] = kit.NewStepper(0, 100000, 5000, func(int64) {
			sum.Style(r.say.T("inspect.weightsSum", "n", checklist.Milli(total()).String()), theme.Text, true)
		})
		steppers[i].Set(&n)
		rows = append(rows, kit.NewRow(12, kit.Grow(kit.NewLabel(z.Name.In(r.say.lang))), steppers[i]))
	}
	sum.Set(r.say.T("inspect.weightsSum", "n", checklist.Milli(total()).String()))
	rows = append(rows, sum)
	r.s.Form(r.say.T("inspect.addRespondent"), kit.NewColumn(8, rows...), 480, nil, r.say.T("inspect.addRespondent"), func(done func()) {
		if total() != int64(checklist.N(100)) {
			sum.Style(sum.Text, theme.Fail, true)
			return
		}
		done()
		b.put(checklist.Sheet{Weights: ownWeights(c, steppers)})
	})
}

// ownWeights are the respondent's weights, nil when they are the checklist's.
func ownWeights(c *checklist.Checklist, steppers []*kit.Stepper) map[string]checklist.Milli {
	out, own := map[string]checklist.Milli{}, false
	for i, z := range c.Zones {
		out[z.ID] = checklist.Milli(*steppers[i].Value())
		own = own || out[z.ID] != c.Scale.DefaultWeights[z.ID]
	}
	if !own {
		return nil
	}
	return out
}
