package morning

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"hallcheck/checklist/hall"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// keepNotes keeps what is known besides the sheet, so that a program ended in the
// middle of a meeting knows it again.
func (p *page) keepNotes() {
	body, err := json.Marshal(p.d.notes)
	if err != nil {
		p.s.Fail(err)
		return
	}
	desk := p.sv.Desk
	p.saving++
	shell.Save(p.s, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, desk.SetSetting(ctx, hall.SettingMeeting, string(body))
	}, func(_ struct{}, err error) {
		if p.saving--; err != nil {
			p.s.Fail(err)
			return
		}
		p.s.Saved()
	})
}

// showPeople writes who leads, how many are there, and everybody as a button.
func (h *holding) showPeople() {
	p := h.p
	n := &p.d.notes
	h.chair.SetChoices(p.choices(p.d.people), n.Chair)
	present := n.Present(p.d.people)
	text := p.t("present", "n", strconv.Itoa(len(present)), "of", strconv.Itoa(len(p.d.people)))
	h.count.Set(text)
	h.faces.Objects = nil
	for _, name := range p.d.people {
		why, away := n.Absent(name)
		word, icon := name, "tick"
		if away {
			word, icon = name+" "+p.why(why), "dash"
		}
		b := kit.NewSecondary(word, "", func() { h.face(name) }).WithIcon(icon)
		h.faces.Objects = append(h.faces.Objects, b)
	}
	if len(p.d.people) == 0 {
		h.faces.Objects = append(h.faces.Objects, kit.NewCaption(p.t("nobody")))
	}
	h.faces.Refresh()
}

// face answers a tap on somebody: away is asked for with its reason, back is at once.
func (h *holding) face(name string) {
	if _, away := h.p.d.notes.Absent(name); away {
		h.note(func(n *hall.MeetingNotes) { n.Mark(name, "") })
		return
	}
	h.askAway(name)
}

// askAway marks somebody away: who, by name or initials, and why.
func (h *holding) askAway(name string) {
	p := h.p
	if len(p.d.people) == 0 {
		p.s.Hint(p.t("nobody"))
		return
	}
	var options []kit.Option
	for _, why := range hall.AwayReasons {
		options = append(options, kit.Option{ID: why, Text: p.t("away." + why)})
	}
	reason := kit.NewSegmented(options, hall.AwayReasons[0], nil)
	reason.OnChosen = func(string) {}
	who := p.whoSelect(p.t("whoHint"), p.d.people, name)
	who.OnChosen = func(id string) {
		if why, away := p.d.notes.Absent(id); away {
			reason.Set(why)
		}
		kit.Focus(reason)
	}
	var first fyne.Focusable = who
	if name != "" {
		first = reason
	}
	body := kit.NewColumn(12, kit.FormRow(p.t("who"), who), kit.FormRow(p.t("whyAway"), reason), kit.NewCaption(p.t("awayHint")))
	o := p.s.Form(p.t("absent"), body, 560, first, p.t("absent"), func(done func()) {
		id := who.Chosen
		if id == "" {
			p.s.Hint(p.t("whoHint"))
			return
		}
		done()
		h.note(func(n *hall.MeetingNotes) { n.Mark(id, reason.Chosen) })
	})
	if name == "" {
		p.s.OpenPicker(p.ctx, who, o)
	}
}

// whoSelect is a choice of names that is searched by name or initials, however few.
func (p *page) whoSelect(hint string, names []string, chosen string) *kit.SearchSelect {
	x := kit.NewSearchSelect(hint, p.choices(names), chosen, p.matches, func(string) {})
	x.Find = p.t("find")
	x.Free = func(string) string { return "" } // no other names than these
	return x
}

// showDrill says what was practised.
func (h *holding) showDrill() {
	p, d := h.p, h.p.d.notes.Drill
	if d.Topic == "" {
		h.drill.Objects = []fyne.CanvasObject{headed(p.t("drill"), h.practise), muted(p.t("drillNone"))}
	} else {
		second := strings.Join(d.People, p.t("comma"))
		if d.Agreed != "" {
			second += " · " + p.t("agreedBy", "what", d.Agreed, "day", p.s.Words().DayOf(d.Due))
		}
		h.drill.Objects = []fyne.CanvasObject{headed(p.t("drillOf", "what", d.Topic), h.practise), muted(strings.TrimPrefix(second, " · "))}
	}
	h.drill.Refresh()
}

// DrillTopics are the drills offered; others are typed (DOMAIN 3.2: seven steps, three
// voices, cases).
var drillTopics = []string{"steps", "voices", "complaint", "special", "emergency", "machine"}

// tookPart picks those who took part in the drill, one after the other.
func (h *holding) tookPart(before []string) (took *kit.SearchSelect, names *fyne.Container, chosen *[]string) {
	p := h.p
	list := slices.Clone(before)
	took = p.whoSelect(p.t("tookHint"), p.d.notes.Present(p.d.people), "")
	names = kit.Flow()
	left := func() []string {
		return slices.DeleteFunc(p.d.notes.Present(p.d.people), func(x string) bool { return slices.Contains(list, x) })
	}
	var draw func()
	draw = func() {
		took.SetChoices(p.choices(left()), "")
		names.Objects = nil
		for _, name := range list {
			names.Objects = append(names.Objects, kit.NewSecondary(name, "", func() {
				list = slices.DeleteFunc(list, func(x string) bool { return x == name })
				draw()
			}).WithIcon("close"))
		}
		names.Refresh()
	}
	took.OnChosen = func(name string) {
		if !slices.Contains(list, name) {
			list = append(list, name)
		}
		took.Set("")
		draw()
		if len(left()) > 0 {
			took.Open() // for the next one; Esc ends it
		}
	}
	draw()
	return took, names, &list
}

// askDrill asks what was practised, by whom, and what was agreed by when.
func (h *holding) askDrill() {
	p := h.p
	d := p.d.notes.Drill
	var topics []kit.Choice
	for _, id := range drillTopics {
		word := p.t("drill." + id)
		topics = append(topics, kit.Choice{ID: word, Text: word})
	}
	topic := kit.NewSearchSelect(p.t("drillHint"), topics, d.Topic, p.matches, nil)
	topic.Find = p.t("drillFind")
	topic.Free = func(typed string) string { return p.t("useTyped", "name", typed) }
	took, names, chosen := h.tookPart(d.People)
	text, agreed, due := kit.NewTextArea(p.t("drillTextHint"), 2), kit.NewTextArea(p.t("agreedHint"), 2), kit.NewTextField(p.t("dayHint"))
	owner := p.whoSelect(p.t("ownerHint"), p.d.people, d.Owner)
	text.Fill(d.Text)
	agreed.Fill(d.Agreed)
	if due.Fill(d.Due); d.Due == "" {
		due.Fill(hall.CoachDue(p.s.Now()))
	}
	topic.OnChosen = func(string) {
		kit.Focus(text) // has the keyboard when the list of people is left
		took.Open()
	}
	body := kit.NewColumn(10, kit.FormRow(p.t("drillWhat"), topic), kit.FormRow(p.t("took"), took), names, kit.FormRow(p.t("drillText"), text),
		kit.FormRow(p.t("agreed"), agreed), kit.NewRow(10, kit.Grow(kit.FormRow(p.t("owner"), owner)), kit.Grow(kit.FormRow(p.t("dueDay"), due))))
	o := p.s.Form(p.t("drill"), body, 520, topic, p.t("save"), func(done func()) {
		next := hall.DrillNotes{Topic: topic.Chosen, Text: strings.TrimSpace(text.Text), People: *chosen, Agreed: strings.TrimSpace(agreed.Text), Owner: owner.Chosen}
		if next.Agreed != "" {
			if next.Due = strings.TrimSpace(due.Text); !isDay(next.Due) {
				p.s.Hint(p.t("badDay"))
				return
			}
		}
		if next.Topic == "" && (next.Agreed != "" || len(*chosen) > 0) {
			p.s.Hint(p.t("drillHint"))
			return
		}
		done()
		h.note(func(n *hall.MeetingNotes) { n.Drill = next })
	})
	shell.EnterSaves(o, due)
	if d.Topic == "" {
		p.s.OpenPicker(p.ctx, topic, o)
	}
}

// headed is a heading with a button behind it.
func headed(text string, b *kit.Button) fyne.CanvasObject {
	return kit.NewRow(8, kit.Grow(bold(text)), b)
}

// bold is a heading that wraps.
func bold(s string) *kit.Paragraph {
	c := kit.NewParagraph(s, theme.Text)
	c.Bold = true
	return c
}

// muted is a caption that wraps.
func muted(s string) *kit.Paragraph {
	c := kit.NewParagraph(s, theme.Muted)
	c.Font = theme.Caption
	return c
}
