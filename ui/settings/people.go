package settings

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// maxShown is how many people are listed at once; more scroll.
const maxShown = 12

// people lists who works here; a tap makes that person the one who acts.
func (p *page) people() fyne.CanvasObject {
	t, list := p.s.T, p.data.people
	rows := kit.NewRows(func() int { return len(list) }, func() fyne.CanvasObject {
		return kit.Inset(kit.NewRow(10, kit.NewIcon("person", theme.Muted, 16), kit.Grow(kit.NewLabel("")), kit.NewCaption(""), kit.NewIconPill(kit.Accent, "tick", "")), 0, 12, 0, 12)
	}, func(i int, o fyne.CanvasObject) {
		p.bindPerson(o.(*fyne.Container).Objects[0].(*fyne.Container), list[i])
	})
	rows.OnOpen = func(i int) { p.act(list[i]) }
	add := kit.NewSecondary(t("settings.people.add"), "", p.addPerson).WithIcon("plus")
	area := kit.NewCardInset(kit.MinSize(rows, 200, float32(min(max(len(list), 1), maxShown))*40), 1)
	return card(t("settings.people"), hint(t("settings.people.hint")), area, kit.NewRow(8, add))
}

func (p *page) bindPerson(row *fyne.Container, x checklist.Person) {
	row.Objects[1].(*kit.Label).Set(x.Name)
	what := ""
	if x.Role != "" {
		what = p.s.T("role." + string(x.Role))
	}
	if x.Position != "" {
		what = strings.TrimPrefix(what+" · "+p.s.T("position."+string(x.Position)), " · ")
	}
	row.Objects[2].(*kit.Label).Set(what)
	pill := row.Objects[3].(*kit.Pill)
	pill.Set(kit.Accent, "tick", p.s.T("settings.people.me"))
	if x.ID == p.s.Profile().User.ID {
		pill.Show()
	} else {
		pill.Hide()
	}
	row.Refresh()
}

func (p *page) act(x checklist.Person) {
	if x.ID == p.s.Profile().User.ID {
		return
	}
	st, before := p.sv.Store, p.s.Profile().User.Name
	as := func(name string, then func()) {
		shell.Save(p.s, func(ctx context.Context) (checklist.Person, error) { return st.ActAs(ctx, name) },
			func(_ checklist.Person, err error) {
				switch {
				case checklist.CodeOf(err) == "account.needed":
					p.s.SignInAs(name)
					return
				case err != nil:
					p.s.Fail(err)
					return
				}
				p.s.RefreshHome(p.s.Reload)
				then()
			})
	}
	as(x.Name, func() {
		p.s.Toast(p.s.T("settings.people.acts", "name", x.Name), func() { as(before, func() {}) })
	})
}

func (p *page) addPerson() {
	t := p.s.T
	name := kit.NewTextField(t("settings.people.name"))
	warn := kit.NewText("", theme.Caption, false, theme.Fail)
	x := checklist.Person{Branch: p.s.Profile().Branch.Code}
	roles := []checklist.Role{checklist.LobbyManager, checklist.BranchHead, checklist.Inspector}
	if p.s.Face() == checklist.FaceHQ {
		roles = []checklist.Role{checklist.HQSupervisor, checklist.Inspector, checklist.Admin}
	}
	options := []kit.Option{{ID: "", Text: t("settings.people.norole")}}
	for _, r := range roles {
		options = append(options, kit.Option{ID: string(r), Text: t("role." + string(r))})
	}
	posts := []kit.Option{{ID: "", Text: "–"}}
	for _, q := range []checklist.Position{checklist.PositionLobby, checklist.PositionTeller, checklist.PositionWealth, checklist.PositionManager} {
		posts = append(posts, kit.Option{ID: string(q), Text: t("position." + string(q))})
	}
	form := kit.NewColumn(12, kit.FormRow(t("firstrun.person"), name),
		kit.FormRow(t("firstrun.role"), kit.NewSegmented(options, "", func(id string) { x.Role = checklist.Role(id) })),
		kit.FormRow(t("settings.people.post"), kit.NewSegmented(posts, "", func(id string) { x.Position = checklist.Position(id) })), warn)
	save := func(done func()) {
		x.Name = strings.TrimSpace(name.Text)
		if x.Name == "" {
			warn.Set(t("firstrun.need.person"))
			return
		}
		done()
		st, y := p.sv.Store, x
		shell.Save(p.s, func(ctx context.Context) (struct{}, error) { return struct{}{}, st.SavePerson(ctx, y) }, p.saved)
	}
	o := p.s.Form(t("settings.people.add"), form, 620, name, t("settings.save"), save)
	name.OnSubmitted = func(string) { save(o.Close) }
}

// saved shows a problem, or the page with what was saved.
func (p *page) saved(_ struct{}, err error) {
	if err != nil {
		p.s.Fail(err)
		return
	}
	p.s.Toast(p.s.T("settings.saved"), nil)
	p.s.RefreshHome(p.s.Reload)
}

// editHall changes name, grade and traffic; the code is for ever.
func (p *page) editHall(b checklist.Branch) {
	t := p.s.T
	name := kit.NewTextField("")
	name.SetText(b.Name)
	warn := kit.NewText("", theme.Caption, false, theme.Fail)
	var grades, traffic []kit.Option
	for _, g := range []checklist.HallGrade{checklist.Flagship, checklist.Second, checklist.Third, checklist.Partner} {
		grades = append(grades, kit.Option{ID: string(g), Text: t("grade." + string(g))})
	}
	for _, x := range []checklist.Traffic{checklist.TrafficHigh, checklist.TrafficMedium, checklist.TrafficLow} {
		traffic = append(traffic, kit.Option{ID: string(x), Text: t("traffic." + string(x))})
	}
	form := kit.NewColumn(12, kit.FormRow(t("firstrun.name"), name),
		kit.FormRow(t("firstrun.grade"), kit.NewSegmented(grades, string(b.Grade), func(id string) { b.Grade = checklist.HallGrade(id) })),
		kit.FormRow(t("firstrun.traffic"), kit.NewSegmented(traffic, string(b.Traffic), func(id string) { b.Traffic = checklist.Traffic(id) })),
		hint(t("settings.hall.hint")), warn)
	p.s.Form(t("settings.hall"), form, 560, name, t("settings.save"), func(done func()) {
		b.Name = strings.TrimSpace(name.Text)
		if b.Name == "" {
			warn.Set(t("firstrun.need.name"))
			return
		}
		done()
		st, c := p.sv.Store, b
		shell.Save(p.s, func(ctx context.Context) (struct{}, error) {
			return struct{}{}, st.SaveBranches(ctx, []checklist.Branch{c})
		}, p.saved)
	})
}
