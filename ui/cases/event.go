package cases

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// askEvent: what is to come, when, and by which checklist the hall makes ready. The
// list becomes an inspection of its own.
func (p *page) askEvent() {
	var lists []kit.Choice
	for _, c := range p.d.lists {
		if c.Subject == checklist.SubjectBranch {
			lists = append(lists, kit.Choice{ID: c.ID, Text: c.Title.In(p.s.Lang())})
		}
	}
	name, due := kit.NewTextField(p.t("eventHint")), kit.NewTextField("2026-11-25")
	due.Fill(p.s.Now().AddDate(0, 0, 7).Format(time.DateOnly))
	list := kit.NewSearchSelect(p.t("noList"), lists, "", p.matches, func(string) { kit.Focus(name) })
	list.Find = p.t("find")
	body := kit.NewColumn(10, kit.FormRow(p.t("event"), name), chips("", name, p.list("events")),
		kit.NewRow(10, kit.Grow(kit.FormRow(p.t("eventDay"), due)), kit.Grow(kit.FormRow(p.t("list"), list))), kit.NewParagraph(p.t("listWhy"), theme.Muted))
	o := p.s.Form(p.t("new.event"), body, formWidth, name, p.t("save"), func(done func()) {
		e := hall.Entry{Kind: hall.KindEvent, Text: strings.TrimSpace(name.Text), Due: strings.TrimSpace(due.Text)}
		if e.Due < p.s.Now().Format(time.DateOnly) {
			p.s.Hint(p.t("badDay"))
			return
		}
		if err := e.Check(); err != nil {
			p.s.Hint(p.s.Words().Error(err))
			return
		}
		done()
		p.makeReady(e, list.Chosen)
	})
	shell.EnterSaves(o, name, due)
}

// makeReady starts the sheet of an event, if it has a list, and writes the event down.
func (p *page) makeReady(e hall.Entry, list string) {
	if list == "" {
		p.append(p.t("said.event"), e)
		return
	}
	var c *checklist.Checklist
	for _, x := range p.d.lists {
		if x.ID == list {
			c = x
		}
	}
	who := p.s.Profile()
	in, err := checklist.Start(p.sv.NewID(), c, who.Branch, who.User, c.UsualMode(checklist.FaceBranch), p.s.Now())
	if err != nil {
		p.s.Fail(err)
		return
	}
	e.Ref = in.ID
	p.saving++
	shell.Save(p.s, func(ctx context.Context) (string, error) { return in.ID, p.sv.Lists.StartInspection(ctx, in) }, func(_ string, err error) {
		p.saving--
		if err != nil {
			p.s.Fail(err)
			return
		}
		p.append(p.t("said.event"), e)
	})
}

// phones is the list of whom to call, as set, else the public numbers.
func (sv *Services) phones(ctx context.Context) ([]hall.Phone, error) {
	body, err := sv.Desk.Setting(ctx, hall.SettingPhones)
	if err != nil || body == "" {
		return nil, err
	}
	var out []hall.Phone
	return out, json.Unmarshal([]byte(body), &out)
}

// calls are the hall's own numbers behind the public ones.
func (p *page) calls() []hall.Phone {
	var out []hall.Phone
	for _, line := range p.list("public") {
		name, number, _ := strings.Cut(line, " ")
		out = append(out, hall.Phone{Name: name, Number: number})
	}
	return append(out, p.d.phones...)
}

// askEmergency shows what to do first and whom to call; writing it down comes after.
func (p *page) askEmergency() {
	act, phones := kit.NewColumn(8), kit.NewColumn(6)
	text := kit.NewTextArea(p.t("emergencyHint"), 2)
	var kind *kit.SearchSelect
	show := func() {
		hint := kit.NewParagraph(p.t("actChoose"), theme.Muted)
		if kind != nil && kind.Chosen != "" {
			hint = kit.NewParagraph(p.s.T("hall.act."+kind.Chosen), theme.Text)
			hint.Bold = true
		}
		act.Objects = []fyne.CanvasObject{hint}
		act.Refresh()
	}
	kind = p.kinds("hall.emergency.", hall.Emergencies(), "", func(string) { show(); kit.Focus(text) })
	show()
	for _, x := range p.calls() {
		phones.Add(kit.NewRow(10, kit.Grow(kit.NewLabel(strings.TrimSpace(x.Name+"  "+x.Note))), kit.NewBold(x.Number)))
	}
	body := kit.NewColumn(12, kit.FormRow(p.t("happened"), kind), act, kit.Line(), kit.NewBold(p.t("phones")),
		kit.MinSize(kit.Scroll(phones), formWidth-40, min(26*float32(len(p.calls())), 170)), kit.Line(), kit.FormRow(p.t("afterwards"), text))
	p.open(p.t("new.emergency"), body, kind, "", nil, func() (hall.Entry, string, bool) {
		e := hall.Entry{Kind: hall.KindNote, Text: strings.TrimSpace(text.Text)}
		if kind.Chosen != "" {
			e.Topic = hall.EmergencyTopic + kind.Chosen
			if e.Text == "" {
				e.Text = p.s.T("hall.emergency." + kind.Chosen)
			}
		}
		return e, p.t("said.emergency"), true
	})
}

// editPhones changes the hall's own numbers, one a line: name, number, when to call.
func (p *page) editPhones() {
	var lines []string
	for _, x := range p.d.phones {
		lines = append(lines, strings.TrimSpace(x.Name+" "+x.Number+" "+x.Note))
	}
	area := kit.NewTextArea(p.t("phonesHint"), 8)
	area.Fill(strings.Join(lines, "\n"))
	p.s.Form(p.t("phones"), kit.NewColumn(10, kit.NewParagraph(p.t("phonesWhy"), theme.Muted), area), formWidth, area, p.t("save"), func(done func()) {
		var list []hall.Phone
		for _, line := range strings.Split(area.Text, "\n") {
			f := strings.Fields(line)
			if len(f) == 0 {
				continue
			}
			if len(f) < 2 {
				p.s.Hint(p.t("badPhone", "line", line))
				return
			}
			list = append(list, hall.Phone{Name: f[0], Number: f[1], Note: strings.Join(f[2:], " ")})
		}
		body, err := json.Marshal(list)
		if err != nil {
			p.s.Fail(err)
			return
		}
		done()
		p.saving++
		shell.Save(p.s, func(ctx context.Context) (int, error) {
			return len(list), p.sv.Desk.SetSetting(ctx, hall.SettingPhones, string(body))
		}, func(_ int, err error) {
			p.saving--
			if err != nil {
				p.s.Fail(err)
				return
			}
			p.d.phones = list
			p.s.Toast(p.t("said.phones"), nil)
		})
	})
}
