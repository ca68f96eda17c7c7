// Package firstrun asks, once and on at most three screens, which of the two
// programs this is, which hall, and who works here.
package firstrun

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// Services are what the first run does at its end.
type Services struct {
	// Setup stores the profile.
	Setup func(ctx context.Context, p checklist.Profile) error
	// Join takes headquarters' card from a file and returns the path of the
	// enrolment request to send back; nil = not offered.
	Join func(ctx context.Context, card string) (request string, err error)
	// Sample fills a branch with sample records after Setup; nil = not offered.
	Sample func(ctx context.Context, report func(done, total int)) error
}

// New makes the page's maker; done is called with the stored profile.
func New(sv Services, done func(checklist.Profile)) func(*shell.Shell, any) shell.Page {
	return func(s *shell.Shell, arg any) shell.Page {
		p := &page{s: s, sv: sv, done: done}
		if kept, ok := arg.(*answers); ok { // language was switched: the page is made anew
			p.a = kept
		} else {
			p.a = &answers{Profile: defaults()}
		}
		return p
	}
}

// answers are what was typed so far.
type answers struct {
	checklist.Profile
	card   string
	sample bool
	step   int
}

func defaults() checklist.Profile {
	return checklist.Profile{
		Face:   checklist.FaceBranch,
		Branch: checklist.Branch{Grade: checklist.Second, Traffic: checklist.TrafficMedium, Active: true},
		User:   checklist.Person{Role: checklist.LobbyManager},
	}
}

type page struct {
	s    *shell.Shell
	sv   Services
	done func(checklist.Profile)
	a    *answers

	body   *fyne.Container
	note   *kit.Label
	branch *kit.Card
	hq     *kit.Card
	next   *kit.Button
}

// Title is the program's name.
func (p *page) Title() (string, string) { return p.s.T("app.name"), "" }

// Keys has none: every screen is a form.
func (p *page) Keys() []shell.Key {
	return []shell.Key{shell.OnKey(fyne.KeyReturn, 0, "", func() { p.forward() })}
}

// WantsChange is false: nothing here comes from the store.
func (p *page) WantsChange(string) bool { return false }

// Escape goes one screen back.
func (p *page) Escape() bool { p.back(); return true }

// Content is a card in the middle of the window.
func (p *page) Content() fyne.CanvasObject {
	p.body = container.NewStack()
	return container.New(kit.Middle{Width: 620}, kit.NewCardInset(p.body, 28))
}

// Load draws the screen.
func (p *page) Load(context.Context) { p.draw() }

// steps are the screens of the face chosen: headquarters has no branch to describe.
func (p *page) steps() []func() (string, fyne.CanvasObject, fyne.Focusable) {
	if p.a.Face == checklist.FaceHQ {
		return []func() (string, fyne.CanvasObject, fyne.Focusable){p.screenFace, p.screenPerson}
	}
	return []func() (string, fyne.CanvasObject, fyne.Focusable){p.screenFace, p.screenBranch, p.screenPerson}
}

func (p *page) draw() {
	t, steps := p.s.T, p.steps()
	p.a.step = min(p.a.step, len(steps)-1)
	title, form, first := steps[p.a.step]()
	p.note = kit.NewText("", theme.Caption, false, theme.Fail)
	back := kit.NewSecondary(t("firstrun.back"), "Esc", p.back)
	if p.a.step == 0 {
		back.Hide()
	}
	word := t("firstrun.next")
	if p.a.step == len(steps)-1 {
		word = t("firstrun.finish")
	}
	p.next = kit.NewPrimary(word, "Enter", p.forward)
	count := kit.NewCaption(t("firstrun.step", "n", p.s.Words().N(p.a.step+1), "of", p.s.Words().N(len(steps)))).Whole()
	bar := kit.NewProgressBar((p.a.step + 1) * 1000 / len(steps))
	head := kit.NewRow(10, kit.Grow(kit.NewTitle(title)), count)
	p.body.Objects = []fyne.CanvasObject{kit.NewColumn(16, head, bar, form, kit.NewRow(10, kit.Grow(p.note), back, p.next))}
	p.body.Refresh()
	if first != nil {
		kit.Focus(first)
	}
}

func (p *page) field(value *string, hint string) *kit.TextField {
	f := kit.NewTextField(p.s.T(hint))
	f.SetText(*value)
	f.OnChanged = func(v string) { *value = strings.TrimSpace(v) }
	f.OnSubmitted = func(string) { p.forward() }
	return f
}

func (p *page) screenFace() (string, fyne.CanvasObject, fyne.Focusable) {
	t := p.s.T
	lang := kit.NewSegmented([]kit.Option{{ID: "zh", Text: "中文"}, {ID: "en", Text: "English"}}, string(p.s.Lang()), func(id string) {
		prefs := p.s.Prefs()
		prefs.Lang = checklist.Lang(id)
		p.s.SetPrefs(prefs)
		p.s.Replace("firstrun", p.a)
	})
	p.branch = p.faceCard("hall", checklist.FaceBranch)
	p.hq = p.faceCard("board", checklist.FaceHQ)
	org := p.field(&p.a.Org, "firstrun.org.hint")
	form := kit.NewColumn(14, kit.FormRow(t("firstrun.lang"), lang), kit.Equal(12, p.branch, p.hq), kit.FormRow(t("firstrun.org"), org))
	return t("firstrun.title.face"), form, org
}

// faceCard is one of the two programs, chosen by a tap.
func (p *page) faceCard(icon string, face checklist.Face) *kit.Card {
	words := kit.NewParagraph(p.s.T("firstrun.face."+string(face)), theme.Muted)
	words.Font = theme.Caption
	c := kit.NewCard(kit.NewColumn(8, kit.NewRow(8, kit.NewIcon(icon, theme.Accent, 20), kit.Grow(kit.NewBold(p.s.T("face."+string(face))))), words))
	c.Chosen = p.a.Face == face
	c.Tap = func() {
		p.a.Face = face
		p.a.User.Role = checklist.LobbyManager
		if face == checklist.FaceHQ {
			p.a.User.Role = checklist.HQSupervisor
		}
		p.draw()
	}
	return c
}

func (p *page) screenBranch() (string, fyne.CanvasObject, fyne.Focusable) {
	t, b := p.s.T, &p.a.Branch
	code := p.field(&b.Code, "firstrun.code.hint")
	name := p.field(&b.Name, "firstrun.name.hint")
	var grades, traffic []kit.Option
	for _, g := range []checklist.HallGrade{checklist.Flagship, checklist.Second, checklist.Third, checklist.Partner} {
		grades = append(grades, kit.Option{ID: string(g), Text: t("grade." + string(g))})
	}
	for _, x := range []checklist.Traffic{checklist.TrafficHigh, checklist.TrafficMedium, checklist.TrafficLow} {
		traffic = append(traffic, kit.Option{ID: string(x), Text: t("traffic." + string(x))})
	}
	form := kit.NewColumn(14,
		kit.Equal(12, kit.FormRow(t("firstrun.code"), code), kit.FormRow(t("firstrun.name"), name)),
		kit.FormRow(t("firstrun.grade"), kit.NewSegmented(grades, string(b.Grade), func(id string) { b.Grade = checklist.HallGrade(id) })),
		kit.FormRow(t("firstrun.traffic"), kit.NewSegmented(traffic, string(b.Traffic), func(id string) { b.Traffic = checklist.Traffic(id) })),
		small(t("firstrun.grade.hint")))
	return t("firstrun.title.branch"), form, code
}

func small(s string) *kit.Paragraph {
	p := kit.NewParagraph(s, theme.Muted)
	p.Font = theme.Caption
	return p
}

func (p *page) screenPerson() (string, fyne.CanvasObject, fyne.Focusable) {
	t := p.s.T
	name := p.field(&p.a.User.Name, "firstrun.person.hint")
	roles := []checklist.Role{checklist.LobbyManager, checklist.BranchHead, checklist.Inspector}
	if p.a.Face == checklist.FaceHQ {
		roles = []checklist.Role{checklist.HQSupervisor, checklist.Inspector, checklist.Admin}
	}
	var options []kit.Option
	for _, r := range roles {
		options = append(options, kit.Option{ID: string(r), Text: t("role." + string(r))})
	}
	role := kit.NewSegmented(options, string(p.a.User.Role), func(id string) { p.a.User.Role = checklist.Role(id) })
	rows := []fyne.CanvasObject{kit.FormRow(t("firstrun.person"), name), kit.FormRow(t("firstrun.role"), role)}
	if p.sv.Join != nil && p.a.Face == checklist.FaceBranch {
		rows = append(rows, kit.FormRow(t("firstrun.card"), p.cardRow()), small(t("firstrun.card.hint")))
	}
	if p.offersSample() {
		rows = append(rows, kit.NewToggle(t("firstrun.sample"), p.a.sample, func(on bool) { p.a.sample = on }), small(t("firstrun.sample.hint")))
	}
	return t("firstrun.title.person"), kit.NewColumn(14, rows...), name
}

// offersSample: sample records are those of a hall.
func (p *page) offersSample() bool { return p.sv.Sample != nil && p.a.Face == checklist.FaceBranch }

// cardRow chooses headquarters' card, or forgets it.
func (p *page) cardRow() fyne.CanvasObject {
	if p.a.card == "" {
		return kit.NewRow(8, kit.NewSecondary(p.s.T("firstrun.card.choose"), "", func() {
			p.s.Choose.OpenFile(nil, func(path string) { p.a.card = path; p.draw() })
		}).WithIcon("key"))
	}
	drop := kit.NewIconButton("close", p.s.T("firstrun.card.drop"), func() { p.a.card = ""; p.draw() })
	return kit.NewRow(8, kit.NewIcon("key", theme.Accent, 16), kit.Grow(kit.NewLabel(p.a.card)), drop)
}

func (p *page) back() {
	if p.a.step > 0 {
		p.a.step--
		p.draw()
	}
}

// missing is the text key of what the present screen still needs, or "".
func (p *page) missing() string {
	last := p.a.step == len(p.steps())-1
	switch {
	case p.a.step == 0 && p.a.Org == "":
		return "firstrun.need.org"
	case last && p.a.User.Name == "":
		return "firstrun.need.person"
	case last || p.a.step == 0:
		return ""
	case p.a.Branch.Code == "":
		return "firstrun.need.code"
	case p.a.Branch.Name == "":
		return "firstrun.need.name"
	}
	return ""
}

func (p *page) forward() {
	if key := p.missing(); key != "" {
		p.note.Set(p.s.T(key))
		return
	}
	if p.a.step < len(p.steps())-1 {
		p.a.step++
		p.draw()
		return
	}
	p.finish()
}

// finish stores the profile, then takes the card and the sample data.
func (p *page) finish() {
	p.next.Disable()
	prof, card, sample, sv := p.a.Profile, p.a.card, p.a.sample && p.offersSample(), p.sv
	if prof.Face == checklist.FaceHQ {
		prof.Branch = checklist.Branch{}
	} else {
		prof.User.Branch = prof.Branch.Code
	}
	shell.Save(p.s, func(ctx context.Context) (string, error) {
		if err := sv.Setup(ctx, prof); err != nil {
			return "", err
		}
		if card == "" || prof.Face == checklist.FaceHQ || sv.Join == nil {
			return "", nil
		}
		return sv.Join(ctx, card)
	}, func(request string, err error) {
		if err != nil && checklist.CodeOf(err) != "store.alreadySetUp" {
			p.next.Enable()
			p.s.Fail(err)
			return
		}
		then := func() { p.sampleThen(sample, prof) }
		if request == "" {
			then()
			return
		}
		o := p.s.Dialog(p.s.T("firstrun.request"), kit.NewParagraph(p.s.T("firstrun.request.hint", "path", request), theme.Text), 520)
		o.OnDismiss = then
	})
}

func (p *page) sampleThen(sample bool, prof checklist.Profile) {
	if !sample {
		p.done(prof)
		return
	}
	fill := p.sv.Sample
	shell.Progress(p.s, p.s.T("firstrun.sampling"), func(ctx context.Context, report func(int, int)) (struct{}, error) {
		return struct{}{}, fill(ctx, report)
	}, func(_ struct{}, err error) {
		p.done(prof)
		p.s.Fail(err)
	})
}
