package findings

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// ownerPicker offers people by name and pinyin initials, and any other name.
func ownerPicker(s *shell.Shell, sv *Services, people []checklist.Person, chosen string, set func(string)) *kit.SearchSelect {
	var choices []kit.Choice
	for _, p := range people {
		sub := ""
		switch {
		case p.Position != "":
			sub = s.T("position." + string(p.Position))
		case p.Role != "":
			sub = s.T("role." + string(p.Role))
		}
		choices = append(choices, kit.Choice{ID: p.Name, Text: p.Name, Sub: sub})
	}
	x := kit.NewSearchSelect(s.T("inspect.ownerNone"), choices, chosen, func(c kit.Choice, typed string) bool {
		return sv.contains(c.Text, typed) || sv.contains(c.Sub, typed)
	}, set)
	x.Find = s.T("inspect.ownerHint")
	x.Free = func(w string) string { return s.T("inspect.useTyped", "word", w) }
	return x
}

// duePicker offers days after from, up to last ("" = no limit), and any other
// day typed as a date or as a number of days.
func duePicker(s *shell.Shell, from, last, chosen string, spans []int, set func(string)) *kit.SearchSelect {
	var choices []kit.Choice
	seen := map[string]bool{}
	add := func(day string) {
		if day != "" && !seen[day] && (last == "" || day <= last) {
			seen[day] = true
			choices = append(choices, kit.Choice{ID: day, Text: dayWord(s, from, day)})
		}
	}
	for _, n := range spans {
		add(addDays(from, n))
	}
	add(chosen)
	if last != "" {
		add(last)
	}
	x := kit.NewSearchSelect(s.T("findings.duePick"), choices, chosen, nil, nil)
	x.OnChosen = func(typed string) {
		d := dayOf(from, typed)
		add(d)
		x.SetChoices(choices, d)
		set(d)
	}
	x.Find = s.T("inspect.dueHint")
	x.Free = func(w string) string {
		if d := dayOf(from, w); d != "" {
			return dayWord(s, from, d)
		}
		return ""
	}
	return x
}

// dayOf reads a date, or a number of days after from; "" = neither.
func dayOf(from, typed string) string {
	typed = strings.TrimSpace(typed)
	if _, err := time.Parse(time.DateOnly, typed); err == nil {
		return typed
	}
	n := 0
	for _, r := range typed {
		if r < '0' || r > '9' || n > 99 {
			return ""
		}
		n = n*10 + int(r-'0')
	}
	if typed == "" {
		return ""
	}
	return addDays(from, n)
}

// dayWord writes a day with its distance: 11 月 24 日 · 3天.
func dayWord(s *shell.Shell, from, day string) string {
	n := days(from, day)
	span := s.T("inspect.dueDays", "n", itoa(n))
	if n == 0 {
		span = s.T("inspect.dueToday")
	}
	return s.Words().DayOf(day) + " · " + span
}

// severityBar is the choice of a severity.
func severityBar(s *shell.Shell, chosen checklist.Severity, set func(checklist.Severity)) *kit.Segmented {
	var options []kit.Option
	for _, v := range []checklist.Severity{checklist.Minor, checklist.Major, checklist.Critical} {
		p := severityPill(s, v)
		options = append(options, kit.Option{ID: string(v), Text: p.text, Icon: p.icon, Tone: p.tone})
	}
	return kit.NewSegmented(options, string(chosen), func(id string) { set(checklist.Severity(id)) })
}

// askAssign settles owner, department, due date and severity.
func (p *One) askAssign() {
	f, t := p.got.f, p.s.T
	owner, due, severity := f.Owner, f.Due, f.Severity
	who := ownerPicker(p.s, p.sv, p.got.people, owner, func(id string) { owner = id })
	dept := kit.NewTextField(t("findings.departmentHint"))
	dept.Fill(f.Department)
	when := duePicker(p.s, today(p.s), "", due, []int{0, 1, 2, 3, 5, 7, 14, 30}, func(day string) { due = day })
	grade := severityBar(p.s, severity, func(v checklist.Severity) { severity = v })
	rows := []fyne.CanvasObject{kit.FormRow(t("inspect.owner"), who), kit.FormRow(t("findings.department"), dept)}
	if f.Extensions == 0 {
		rows = append(rows, kit.FormRow(t("inspect.due"), when))
	}
	rows = append(rows, kit.FormRow(t("inspect.severity"), grade))
	p.s.Form(t("findings.button.assign"), kit.NewColumn(12, rows...), 440, who, t("findings.save"), func(done func()) {
		done()
		p.assign(owner, strings.TrimSpace(dept.Text), due, severity)
	})
}

// assign hands over only what changed, so that the history says just that.
func (p *One) assign(owner, dept, due string, severity checklist.Severity) {
	f := p.got.f
	changed := func(now, before string) string {
		if now == before {
			return ""
		}
		return now
	}
	owner, dept, due = changed(owner, f.Owner), changed(dept, f.Department), changed(due, f.Due)
	severity = checklist.Severity(changed(string(severity), string(f.Severity)))
	if owner+dept+due+string(severity) == "" {
		return
	}
	p.move(checklist.VerbAssign, func(f *checklist.Finding, act checklist.Act) error {
		return f.Assign(act, owner, dept, due, severity)
	})
}

// askExtension asks for a later day with a reason; it shows the latest possible one.
func (p *One) askExtension() {
	f, t, w := p.got.f, p.s.T, p.s.Words()
	last := f.LatestDue()
	if last <= f.Due || last < today(p.s) {
		p.s.Hint(t("findings.noExtension", "latest", w.DayOf(last)))
		return
	}
	due := last
	for _, n := range []int{3, 2, 1} { // the usual wish, as far as it is possible
		if d := addDays(f.Due, n); d <= last {
			due = d
			break
		}
	}
	when := duePicker(p.s, f.Due, last, due, []int{1, 2, 3, 5, 7, 14}, func(day string) { due = day })
	why, chips := p.reasonField("ask")
	latest := kit.NewCaption(t("findings.latest", "latest", w.DayOf(last), "n", itoa(f.Extensions)))
	body := kit.NewColumn(12, kit.FormRow(t("findings.newDue"), when), latest, kit.FormRow(t("findings.why"), why), chips)
	form := p.s.Form(t("findings.button.ask"), body, 480, why, t("findings.button.ask"), func(done func()) {
		reason, day := strings.TrimSpace(why.Text), due
		if reason == "" {
			p.s.Hint(p.s.Words().Error(checklist.Fail("finding.reason")))
			return
		}
		done()
		p.move(checklist.VerbAsk, func(f *checklist.Finding, act checklist.Act) error { return f.AskExtension(act, day, reason) })
	})
	why.OnEscape = form.Dismiss
}

// reasonField is a field for a reason with the usual ones to tap.
func (p *One) reasonField(kind string) (*kit.TextField, *kit.Chips) {
	why := kit.NewTextField(p.s.T("findings.whyHint"))
	chips := kit.NewChips("", func(word string) { why.Fill(joined(p.s, why.Text, word)) })
	chips.Set(reasons(p.s, kind))
	return why, chips
}

// askReason asks for a reason and makes the move with it.
func (p *One) askReason(v checklist.FindingVerb, kind string, do func(why string)) {
	why, chips := p.reasonField(kind)
	word := p.s.T("findings.button." + string(v))
	var form *kit.Overlay
	give := func(done func()) {
		reason := strings.TrimSpace(why.Text)
		if reason == "" {
			p.s.Hint(p.s.Words().Error(checklist.Fail("finding.reason")))
			return
		}
		done()
		do(reason)
	}
	why.OnSubmitted = func(string) { give(func() { form.Close() }) }
	form = p.s.Form(word, kit.NewColumn(10, why, chips), 480, why, word, give)
	why.OnEscape = form.Dismiss
}

func (p *One) askCancel() {
	p.askReason(checklist.VerbCancel, "cancel", func(why string) {
		p.move(checklist.VerbCancel, func(f *checklist.Finding, act checklist.Act) error { return f.Cancel(act, why) })
	})
}

func (p *One) askReopen() {
	f, now := p.got.f, today(p.s)
	due := max(f.Due, addDays(now, max(1, days(f.Day, f.FirstDue)))) // as long again as the first time
	when := duePicker(p.s, now, "", due, []int{1, 2, 3, 5, 7, 14}, func(day string) { due = day })
	why, chips := p.reasonField("reopen")
	word := p.s.T("findings.button.reopen")
	body := kit.NewColumn(12, kit.FormRow(p.s.T("findings.why"), why), chips, kit.FormRow(p.s.T("findings.newDue"), when))
	form := p.s.Form(word, body, 480, why, word, func(done func()) {
		reason, day := strings.TrimSpace(why.Text), due
		if reason == "" {
			p.s.Hint(p.s.Words().Error(checklist.Fail("finding.reason")))
			return
		}
		done()
		p.move(checklist.VerbReopen, func(f *checklist.Finding, act checklist.Act) error { return f.Reopen(act, reason, day) })
	})
	why.OnEscape = form.Dismiss
}

// askCause notes the root cause.
func (p *One) askCause() {
	why, chips := p.reasonField("cause")
	why.Fill(p.got.f.Cause)
	word := p.s.T("findings.button.cause")
	var form *kit.Overlay
	give := func(done func()) {
		cause := strings.TrimSpace(why.Text)
		done()
		p.move(checklist.VerbCause, func(f *checklist.Finding, act checklist.Act) error { return f.RootCause(act, cause) })
	}
	why.OnSubmitted = func(string) { give(func() { form.Close() }) }
	form = p.s.Form(word, kit.NewColumn(10, why, chips), 480, why, p.s.T("findings.save"), give)
	why.OnEscape = form.Dismiss
}

// askFixed says who put it right on the spot; text and photos are those of the
// draft.
func (p *One) askFixed() {
	if len(p.draft.Photos) == 0 {
		p.s.Hint(p.s.T("findings.lack.photo"))
		return
	}
	d, people := p.draft, p.got.people
	fixer := p.s.Profile().User.Name
	who := ownerPicker(p.s, p.sv, people, fixer, func(id string) { fixer = id })
	body := kit.NewColumn(12, kit.NewParagraph(p.s.T("findings.fixedBody"), theme.Muted), kit.FormRow(p.s.T("findings.fixer"), who))
	p.s.Form(p.s.T("findings.button.fix"), body, 460, who, p.s.T("findings.button.fix"), func(done func()) {
		done()
		by := checklist.Person{Name: fixer}
		for _, x := range people {
			if x.Name == fixer {
				by = x
			}
		}
		p.handIn(checklist.VerbFixed, func(f *checklist.Finding, act checklist.Act) error {
			return f.FixOnSite(act, by, d.Text, d.Photos)
		})
	})
}
