package findings

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// form is the fields of the entry page, in the order Tab goes through them.
type form struct {
	p        *Entry
	col      *fyne.Container
	text     *kit.TextField
	chips    *kit.Chips
	severity *kit.Segmented
	branch   *kit.SearchSelect
	zone     *kit.SearchSelect
	s6       *kit.SearchSelect
	owner    *kit.SearchSelect
	due      *kit.SearchSelect
	people   *kit.TextField
	names    *kit.Chips
}

func newForm(p *Entry) *form {
	t := p.s.T
	f := &form{p: p}
	f.text = kit.NewTextArea(t("findings.textHint."+p.kind()), 3)
	f.text.OnChanged = func(s string) {
		p.write(func(d *Draft) { d.Text = s })
		f.suggest()
	}
	f.chips = kit.NewChips(t("findings.saidBefore"), func(word string) {
		f.text.Fill(word)
		p.change(func(d *Draft) { d.Text = word })
		f.suggest()
	})
	f.branch = f.pick("findings.pickBranch", func(id string) { p.change(func(d *Draft) { d.Branch = id }) })
	f.zone = f.pick("findings.pickZone", func(id string) {
		p.change(func(d *Draft) { d.Zone = id })
		f.suggest()
	})
	f.zone.Free = func(w string) string { return t("inspect.useTyped", "word", w) }
	f.col = kit.NewColumn(12, kit.FormRow(t("findings.text."+p.kind()), f.text), f.chips)
	if p.s.Face() == checklist.FaceHQ {
		f.col.Add(kit.FormRow(t("inspect.branch"), f.branch))
	}
	if p.bright {
		f.brightFields()
	} else {
		f.problemFields()
	}
	return f
}

func (f *form) pick(hint string, set func(string)) *kit.SearchSelect {
	x := kit.NewSearchSelect(f.p.s.T(hint), nil, "", func(c kit.Choice, typed string) bool {
		return f.p.sv.contains(c.Text, typed) || f.p.sv.contains(c.ID, typed)
	}, set)
	x.Find = f.p.s.T("findings.key.find")
	return x
}

func (f *form) problemFields() {
	p, t := f.p, f.p.s.T
	f.severity = severityBar(p.s, checklist.Minor, func(v checklist.Severity) { p.change(func(d *Draft) { d.Severity = v }) })
	f.s6 = f.pick("findings.any.s6None", func(id string) { p.change(func(d *Draft) { d.S6 = id }) })
	six := []kit.Choice{{Text: t("findings.any.s6None")}}
	for _, id := range []string{"sort", "set", "shine", "standardize", "sustain", "safety"} {
		six = append(six, kit.Choice{ID: id, Text: t("s6." + id)})
	}
	f.s6.SetChoices(six, "")
	f.owner = ownerPicker(p.s, p.sv, nil, "", func(id string) { p.change(func(d *Draft) { d.Owner = id }) })
	f.due = duePicker(p.s, today(p.s), "", "", []int{0, 1, 2, 3, 5, 7, 14, 30}, func(day string) { p.change(func(d *Draft) { d.Due = day }) })
	f.due.Hint = t("findings.dueDefault")
	f.col.Add(kit.FormRow(t("inspect.severity"), f.severity))
	f.col.Add(kit.Equal(12, kit.FormRow(t("findings.zone"), f.zone), kit.FormRow("6S", f.s6)))
	f.col.Add(kit.Equal(12, kit.FormRow(t("inspect.owner"), f.owner), kit.FormRow(t("inspect.due"), f.due)))
}

func (f *form) brightFields() {
	p, t := f.p, f.p.s.T
	f.people = kit.NewTextField(t("findings.peopleHint"))
	f.people.OnChanged = func(s string) {
		p.write(func(d *Draft) { d.People = s })
		f.offerNames()
	}
	f.people.OnSubmitted = func(string) { f.names.Choose(0) }
	f.names = kit.NewChips("", f.praise)
	f.col.Add(kit.FormRow(t("findings.people"), f.people))
	f.col.Add(f.names)
	f.col.Add(kit.FormRow(t("findings.zone"), f.zone))
}

// fill shows the draft in the fields.
func (f *form) fill() {
	d := f.p.draft
	f.text.Fill(d.Text)
	if f.people != nil {
		f.people.Fill(d.People)
	}
	if f.severity != nil {
		f.severity.Set(string(severityOf(d)))
	}
}

// severityOf is what is chosen; a problem is minor until somebody says otherwise.
func severityOf(d Draft) checklist.Severity {
	if d.Severity == "" {
		return checklist.Minor
	}
	return d.Severity
}

// offer gives the pickers their choices.
func (f *form) offer() {
	p := f.p
	d := p.draft
	f.zone.SetChoices(append([]kit.Choice{{Text: p.s.T("findings.pickZone")}}, p.got.zones...), d.Zone)
	var halls []kit.Choice
	for _, b := range p.got.branches {
		halls = append(halls, kit.Choice{ID: b.Code, Text: b.Name, Sub: b.Code})
	}
	f.branch.SetChoices(halls, d.Branch)
	if f.owner != nil {
		f.owner.SetChoices(ownerPicker(p.s, p.sv, p.got.people, d.Owner, nil).Choices, d.Owner)
		f.s6.Set(d.S6)
		if d.Due != "" && f.due.Chosen != d.Due {
			f.due.OnChosen(d.Due)
		}
	}
	if f.names != nil {
		f.offerNames()
	}
	f.suggest()
}

// suggest offers what was written before: in this zone, with these letters.
func (f *form) suggest() {
	d := f.p.draft
	var words []string
	for _, u := range f.p.got.texts {
		if (d.Zone == "" || d.Zone == u.zone) && u.text != d.Text && (d.Text == "" || f.p.sv.contains(u.text, d.Text)) {
			words = append(words, u.text)
		}
	}
	if f.p.bright {
		words = nil
	}
	f.chips.Set(unique(words, 6))
	f.settle()
}

// last is the name being typed behind the ones already there.
func last(names string) (before, typed string) {
	if i := strings.LastIndexAny(names, "、，, "); i >= 0 {
		r := []rune(names[i:])
		return names[:i+len(string(r[:1]))], strings.TrimSpace(string(r[1:]))
	}
	return "", strings.TrimSpace(names)
}

// offerNames offers the colleagues whose name fits what is typed.
func (f *form) offerNames() {
	_, typed := last(f.people.Text)
	var words []string
	for _, x := range f.p.got.people {
		if !strings.Contains(f.people.Text, x.Name) && (typed == "" || f.p.sv.contains(x.Name, typed)) {
			words = append(words, x.Name)
		}
	}
	f.names.Set(unique(words, 8))
	f.settle()
}

// settle lays the form out; the second pass knows how many lines chips take.
func (f *form) settle() {
	f.col.Refresh()
	f.col.Refresh()
}

// praise puts a name into the field.
func (f *form) praise(name string) {
	before, _ := last(f.people.Text)
	text := before + name + "、"
	f.people.Fill(text)
	f.people.CursorColumn = len([]rune(text))
	f.p.change(func(d *Draft) { d.People = strings.TrimRight(text, "、") })
	f.offerNames()
}

// entryLayout: photos at the left, the form at the right; one below the other
// in a narrow window.
type entryLayout struct {
	photos, form fyne.CanvasObject
	fields       *fyne.Container

	wide float32 // the width last given
}

func newEntryLayout(photos, form fyne.CanvasObject, fields *fyne.Container) *fyne.Container {
	return container.New(&entryLayout{photos: photos, form: form, fields: fields}, photos, form)
}

func (l *entryLayout) split() bool { return l.wide >= theme.Scaled(700) }

func (l *entryLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	h := max(l.form.MinSize().Height, theme.Scaled(240))
	if l.wide > 0 && !l.split() {
		h = l.form.MinSize().Height + theme.Gap + theme.Scaled(240)
	}
	return fyne.NewSize(320, h)
}

func (l *entryLayout) Layout(_ []fyne.CanvasObject, s fyne.Size) {
	l.wide = s.Width
	defer l.fields.Refresh() // chips know how many lines they take once they have a width
	if !l.split() {
		h := l.form.MinSize().Height
		put(l.form, 0, 0, s.Width, h)
		put(l.photos, 0, h+theme.Gap, s.Width, s.Height-h-theme.Gap)
		return
	}
	w := min(theme.Scaled(480), s.Width*0.5)
	put(l.photos, 0, 0, s.Width-w-theme.Gap, s.Height)
	put(l.form, s.Width-w, 0, w, s.Height)
}
