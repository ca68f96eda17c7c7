package findings

import (
	"strings"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// sidebar is the column of facts, moves, earlier occurrences and history.
type sidebar struct {
	s      *shell.Shell
	facts  *fyne.Container
	past   *fyne.Container
	object fyne.CanvasObject
}

func newSidebar(p *One) *sidebar {
	b := &sidebar{s: p.s, facts: kit.NewColumn(8), past: kit.NewColumn(3)}
	col := kit.NewColumn(14, kit.NewCard(b.facts), kit.NewCard(b.past))
	b.object = kit.Scroll(col)
	return b
}

// bind shows the finding.
func (b *sidebar) bind(p *One) {
	b.facts.Objects = b.factRows(p)
	b.past.Objects = b.historyRows(p)
	b.facts.Refresh()
	b.past.Refresh()
	b.object.Refresh()
}

func (b *sidebar) factRows(p *One) []fyne.CanvasObject {
	f, t, w := p.got.f, b.s.T, b.s.Words()
	var marks []fyne.CanvasObject
	r := rowOf(f)
	for _, v := range []pill{statusPill(b.s, f.Status), duePill(b.s, r), severityPill(b.s, f.Severity), repeatPill(b.s, r.Repeat)} {
		if v.text != "" {
			marks = append(marks, kit.NewIconPill(v.tone, v.icon, v.text))
		}
	}
	out := []fyne.CanvasObject{kit.Flow(marks...)}
	if u := f.Unheard; u != nil {
		out = append(out, kit.NewParagraph(t("findings.unheardWhy", "day", w.DayOf(u.Day), "verb", t("finding.verb."+string(u.Verb)),
			"status", t("finding.status."+string(u.Met))), theme.Warn))
	}
	fact := func(key, value string) {
		if value != "" {
			out = append(out, kit.NewRow(8, kit.MinSize(kit.NewCaption(t(key)).Whole(), 60, 20), kit.Grow(kit.NewLabel(value))))
		}
	}
	owner := f.Owner
	if owner == "" {
		owner = t("findings.noOwner")
	}
	fact("inspect.owner", owner)
	fact("findings.department", f.Department)
	due := w.DayOf(f.Due)
	if f.FirstDue != f.Due {
		due = t("findings.dueMoved", "due", due, "first", w.DayOf(f.FirstDue))
	}
	fact("inspect.due", due)
	fact("findings.found", p.taken(f.Day, f.OpenedBy.Name))
	if f.Returns > 0 {
		fact("findings.returns", t("findings.times", "n", itoa(f.Returns)))
	}
	fact("findings.verifier", f.Verifier.Name)
	if f.Cause != "" {
		out = append(out, kit.NewParagraph(t("findings.cause", "cause", f.Cause), theme.Text))
	}
	if full := strings.TrimSpace(f.Text); f.ItemText.ZH != "" && full != "" {
		out = append(out, kit.NewParagraph(t("findings.item", "text", f.ItemText.In(b.s.Lang())), theme.Muted))
	}
	out = append(out, b.links(p)...)
	if row := b.buttons(p); row != nil {
		out = append(out, row)
	}
	return out
}

// links lead to the inspection and to earlier occurrences.
func (b *sidebar) links(p *One) []fyne.CanvasObject {
	f, w := p.got.f, b.s.Words()
	var out []fyne.CanvasObject
	if f.Inspection != "" && b.s.Has(routeResult) {
		out = append(out, kit.NewLink(b.s.T("findings.toInspection"), func() { b.s.Open(routeResult, f.Inspection) }))
	}
	if f.MergedInto != "" {
		out = append(out, kit.NewLink(b.s.T("findings.toMerged"), func() { b.s.Open(RouteOne, f.MergedInto) }))
	}
	if len(p.got.earlier) > 0 {
		out = append(out, kit.NewCaption(b.s.T("findings.earlier")))
	}
	for _, r := range p.got.earlier[:min(len(p.got.earlier), 5)] {
		line := b.s.T("findings.earlierLine", "number", r.Number, "day", w.DayOf(r.Day), "status", b.s.T("finding.status."+string(r.Status)))
		out = append(out, kit.NewLink(line, func() { b.s.Open(RouteOne, r.ID) }))
	}
	if f.Repeat != nil && f.Repeat.Finding == "" {
		out = append(out, kit.NewCaption(b.s.T("inspect.repeat", "day", w.DayOf(f.Repeat.Day))))
	}
	return out
}

// buttons are the moves the finding allows besides handing in and deciding.
func (b *sidebar) buttons(p *One) fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, d := range p.deeds() {
		if p.offered(d.verb) {
			x := kit.NewSecondary(b.s.T("findings.button."+string(d.verb)), strings.ToUpper(string(d.key)), d.do)
			x.Tall = 32
			out = append(out, x)
		}
	}
	if len(out) == 0 {
		return nil
	}
	return kit.Flow(out...)
}

// historyRows are the moves, the newest first; what was taken back and what
// came too late to count stays, with the word that says so.
func (b *sidebar) historyRows(p *One) []fyne.CanvasObject {
	out := []fyne.CanvasObject{kit.NewBold(b.s.T("findings.history"))}
	lines := p.got.f.History()
	for i := len(lines) - 1; i >= 0; i-- {
		l := &lines[i]
		out = append(out, kit.Line())
		role, state := theme.Text, ""
		switch {
		case l.Withdrawn:
			role, state = theme.Muted, b.s.T("findings.withdrawn")
		case l.Void:
			role, state = theme.Muted, b.s.T("findings.void")
		}
		verb := kit.NewText(b.s.T("finding.verb."+string(l.Verb)), theme.Body, state == "", role)
		head := []fyne.CanvasObject{verb}
		if state != "" {
			head = append(head, kit.NewIconPill(kit.Plain, "undo", state))
		}
		out = append(out, kit.NewRow(8, append(head, kit.Space(), kit.NewCaption(b.s.Words().Stamp(l.At)).Whole())...))
		out = append(out, kit.NewCaption(b.who(l)))
		if text := b.words(l); text != "" {
			out = append(out, kit.NewParagraph(text, role))
		}
		if l.Void {
			out = append(out, kit.NewParagraph(b.s.T("findings.voidWhy"), theme.Muted))
		} else if l.Yielded {
			out = append(out, kit.NewParagraph(b.s.T("findings.yielded"), theme.Muted))
		}
	}
	return out
}

func (b *sidebar) who(l *checklist.HistoryLine) string {
	who := l.By.Name
	if l.By.Role != "" {
		who += " · " + b.s.T("role."+string(l.By.Role))
	}
	if l.Fixer != nil {
		who += " · " + b.s.T("findings.fixedBy", "who", l.Fixer.Name)
	}
	return who
}

// words is what a move says: reason, what was done, what was settled.
func (b *sidebar) words(l *checklist.HistoryLine) string {
	t, w := b.s.T, b.s.Words()
	var parts []string
	add := func(key, value string) {
		if value != "" {
			parts = append(parts, t(key)+" "+value)
		}
	}
	if l.Opening != nil && l.Opening.Text != "" {
		parts = append(parts, l.Opening.Text)
	}
	add("inspect.owner", l.Owner)
	add("findings.department", l.Department)
	if l.Due != "" {
		add("findings.until", w.DayOf(l.Due))
	}
	if l.Severity != "" {
		add("inspect.severity", t("severity."+string(l.Severity)))
	}
	if l.Note != "" {
		parts = append(parts, note(b.s, l.Note))
	}
	if n := len(l.Photos); n > 0 && l.Verb != checklist.VerbMark {
		parts = append(parts, t("findings.photoN", "n", itoa(n)))
	}
	return strings.Join(parts, " · ")
}

// note is the text of a move; the program's own notes are keys.
func note(s *shell.Shell, text string) string {
	if text == checklist.CorrectedNote {
		return s.T(text)
	}
	return text
}
