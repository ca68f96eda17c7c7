package duty

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"hallcheck/checklist/hall"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// postCard says who is on post now and who comes next.
func (p *page) postCard() []fyne.CanvasObject {
	on, next := hall.OnPost(p.plan.Shifts, p.plan.Day, p.minute())
	rows := []fyne.CanvasObject{kit.NewBold(p.s.T("duty.onPost"))}
	if len(p.plan.Shifts) == 0 {
		rows = append(rows, kit.NewParagraph(p.s.T("duty.noRoster"), theme.Muted),
			kit.NewRow(8, p.button(kit.Secondary, "duty.import", p.bring), p.button(kit.Secondary, "duty.template", p.template)))
		return []fyne.CanvasObject{kit.NewCard(kit.NewColumn(8, rows...))}
	}
	for _, x := range on {
		rows = append(rows, p.shiftLine(x, kit.Pass, p.s.T("duty.now")))
	}
	if len(on) == 0 {
		rows = append(rows, kit.NewRow(8, kit.NewIconPill(kit.Fail, "warn", p.s.T("duty.nobody")), kit.Space()))
	}
	for _, x := range next {
		rows = append(rows, p.shiftLine(x, kit.Plain, p.s.T("duty.next")))
	}
	return []fyne.CanvasObject{kit.NewCard(kit.NewColumn(8, rows...))}
}

func (p *page) shiftLine(x hall.Shift, tone kit.Tone, word string) fyne.CanvasObject {
	sub := hall.Clock(x.Start) + "–" + hall.Clock(x.Ends)
	if x.Post != "" {
		sub += " · " + x.Post
	}
	return kit.NewRow(8, kit.Grow(kit.NewColumn(0, kit.NewLabel(x.Person), kit.NewCaption(sub))), kit.NewPill(tone, word))
}

// handoverCards are the notes of the shifts, those nobody read first in sight.
func (p *page) handoverCards() []fyne.CanvasObject {
	me := p.s.Profile().User.Name
	write := p.button(kit.Secondary, "duty.write", p.write)
	write.Key = "W"
	rows := []fyne.CanvasObject{kit.NewRow(8, kit.Grow(kit.NewBold(p.s.T("duty.handover"))), write)}
	shown := 0
	for i := len(p.plan.Handovers) - 1; i >= 0 && shown < 6; i-- {
		h := p.plan.Handovers[i]
		if h.Read != nil && h.Note.Day != p.plan.Day {
			continue
		}
		shown++
		rows = append(rows, kit.Line(), p.handoverRow(h, me))
	}
	if shown == 0 {
		rows = append(rows, kit.NewParagraph(p.s.T("duty.noHandover"), theme.Muted))
	}
	return []fyne.CanvasObject{kit.NewCard(kit.NewColumn(8, rows...))}
}

func (p *page) handoverRow(h hall.Handover, me string) fyne.CanvasObject {
	w := p.s.Words()
	to := h.Note.Person
	if to == "" {
		to = p.s.T("duty.nextShift")
	}
	head := p.s.T("duty.fromTo", "from", h.Note.By, "to", to, "time", w.Stamp(h.Note.At))
	foot := []fyne.CanvasObject{kit.NewIconPill(kit.Warn, "clock", p.s.T("duty.unread")), kit.Space()}
	switch {
	case h.Read != nil:
		foot = []fyne.CanvasObject{kit.NewIconPill(kit.Pass, "tick", p.s.T("duty.readBy", "name", h.Read.By, "time", w.Clock(h.Read.At))), kit.Space()}
	case h.For(me):
		b := p.button(kit.Secondary, "duty.read", func() { p.read(h) })
		b.Key = "R"
		foot = append(foot, b)
	}
	return kit.NewColumn(4, kit.NewCaption(head), kit.NewParagraph(h.Note.Text, theme.Text), kit.NewRow(8, foot...))
}

// read acknowledges a note.
func (p *page) read(h hall.Handover) {
	p.append(hall.Entry{Kind: hall.KindHandoverRead, Ref: h.Note.ID}, p.s.T("duty.readToast"))
}

// readFirst acknowledges the oldest note that waits for who sits here.
func (p *page) readFirst() {
	for _, h := range p.plan.Handovers {
		if h.For(p.s.Profile().User.Name) {
			p.read(h)
			return
		}
	}
	p.s.Hint(p.s.T("duty.nothingToRead"))
}

// write asks for a handover note, and who takes over: usually who is next on post.
func (p *page) write() {
	text := kit.NewTextArea(p.s.T("duty.writeHint"), 4)
	_, next := hall.OnPost(p.plan.Shifts, p.plan.Day, p.minute())
	to := ""
	if len(next) == 1 {
		to = next[0].Person
	}
	choices := []kit.Choice{{ID: "", Text: p.s.T("duty.nextShift")}}
	seen := map[string]bool{p.s.Profile().User.Name: true}
	add := func(name string) {
		if name != "" && !seen[name] {
			seen[name] = true
			choices = append(choices, kit.Choice{ID: name, Text: name})
		}
	}
	for _, x := range p.plan.Shifts {
		add(x.Person)
	}
	for _, x := range p.people {
		add(x.Name)
	}
	who := kit.NewSearchSelect(p.s.T("duty.nextShift"), choices, to, nil, func(id string) { to = id })
	body := kit.NewColumn(12, kit.FormRow(p.s.T("duty.to"), who), kit.FormRow(p.s.T("duty.note"), text))
	p.s.Form(p.s.T("duty.write"), body, 520, text, p.s.T("duty.save"), func(done func()) {
		if strings.TrimSpace(text.Text) == "" {
			p.s.Hint(p.s.T("duty.writeEmpty"))
			return
		}
		done()
		p.append(hall.Entry{Kind: hall.KindHandover, Text: strings.TrimSpace(text.Text), Person: to}, p.s.T("duty.written"))
	})
}

// bring imports a roster.
func (p *page) bring() {
	p.s.Choose.OpenFile([]string{".xlsx", ".csv", ".txt"}, func(path string) {
		st, read := p.sv.Store, p.sv.ReadFile
		type done struct{ days, shifts int }
		shell.Save(p.s, func(ctx context.Context) (done, error) {
			data, err := read(path)
			if err != nil {
				return done{}, err
			}
			shifts, err := hall.ReadRoster(path, data)
			if err != nil {
				return done{}, err
			}
			days, err := st.SaveRoster(ctx, shifts)
			return done{len(days), len(shifts)}, err
		}, func(d done, err error) {
			w := p.s.Words()
			switch {
			case err != nil:
				p.s.Fail(err)
			case d.days == 0:
				p.s.Toast(p.s.T("duty.importSame"), nil)
			default:
				p.s.Toast(p.s.T("duty.imported", "shifts", w.N(d.shifts), "days", w.N(d.days)), nil)
			}
		})
	})
}

// template saves an empty roster to fill in.
func (p *page) template() {
	p.s.Choose.SaveFile(p.s.T("duty.templateName")+".xlsx", func(path string) {
		write := p.sv.Template
		shell.Save(p.s, func(ctx context.Context) (struct{}, error) { return struct{}{}, write(ctx, path) }, func(_ struct{}, err error) {
			if err != nil {
				p.s.Fail(err)
				return
			}
			p.s.Toast(p.s.T("duty.templateSaved"), nil)
		})
	})
}

// drawWeek shows who is on post on each day of a week.
func (p *page) drawWeek() {
	head := kit.NewRow(8, p.weekButton("duty.before", -7), p.weekButton("duty.after", 7), kit.Space(), p.button(kit.Secondary, "duty.template", p.template))
	var cards []fyne.CanvasObject
	today := p.s.Now().Format(time.DateOnly)
	for i := range 7 {
		day := addDays(p.monday, i)
		at, _ := time.Parse(time.DateOnly, day)
		rows := []fyne.CanvasObject{kit.NewBold(p.s.Words().Weekday(at)), kit.NewCaption(p.s.Words().Day(at))}
		for _, x := range p.week {
			if x.Day == day {
				line := []fyne.CanvasObject{kit.NewLabel(x.Person), kit.NewCaption(hall.Clock(x.Start) + "–" + hall.Clock(x.Ends))}
				if x.Post != "" {
					line = append(line, kit.NewCaption(x.Post))
				}
				rows = append(rows, kit.Line(), kit.NewColumn(0, line...))
			}
		}
		if len(rows) == 2 {
			word := "duty.free"
			if !p.plan.Rules.Works(day) {
				word = "duty.closed"
			}
			rows = append(rows, kit.Line(), kit.NewCaption(p.s.T(word)))
		}
		card := kit.NewCardInset(kit.NewColumn(6, rows...), 8)
		card.Chosen = day == today
		cards = append(cards, card)
	}
	p.days.Objects = []fyne.CanvasObject{head, kit.Equal(8, cards...)}
	p.days.Refresh()
	p.s.RefreshHeader()
}

func (p *page) weekButton(key string, days int) *kit.Button {
	b := kit.NewSecondary(p.s.T(key), map[int]string{-7: "[", 7: "]"}[days], func() { p.move(days) })
	b.Tall = 40
	return b
}

// move shows another week.
func (p *page) move(days int) {
	if p.monday != "" {
		p.monday = addDays(p.monday, days)
		p.s.Reload()
	}
}
