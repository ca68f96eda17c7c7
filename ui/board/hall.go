package board

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/arrival"
	"hallcheck/checklist/report"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// Reason is the short word for a code a file was refused with, such as a pill
// has room for.
func Reason(w shell.Words, code string) string {
	if key := "board.why." + code; assets.Has(string(w.Lang), key) {
		return w.T(key)
	}
	return w.T("board.why.other")
}

// copyAsk copies the polite sentence for the hall in line i.
func (p *Page) copyAsk(i int) {
	r := p.row(i)
	switch {
	case r == nil:
		p.s.Hint(p.s.T("board.pickHall"))
	case !r.State.Open():
		p.s.Hint(p.s.T("board.owesNothing", "hall", r.Branch.Name))
	default:
		p.s.App().Clipboard().SetContent(report.ChaseSentence(&p.doc, p.doc.Rows[i]))
		p.s.Toast(p.s.T("board.copied", "hall", r.Branch.Name), nil)
	}
}

// openHall shows all about one hall.
func (p *Page) openHall(i int) {
	r := p.row(i)
	if r == nil {
		return
	}
	t, w, place := p.s.T, p.s.Words(), p.doc.Rows[i]
	var parts []fyne.CanvasObject
	for k, c := range r.Cells {
		cell := p.stateCell(c.State, c)
		parts = append(parts, kit.NewRow(10, kit.MinSize(kit.NewLabel(p.name(p.lists[k])), 120, 22), pill(cell), kit.Grow(kit.NewCaption(p.about(c)))))
	}
	parts = append(parts, kit.Line())
	if r.State.Open() {
		parts = append(parts, kit.NewParagraph(report.ChaseSentence(&p.doc, place), theme.Text))
	}
	for _, line := range p.facts(r) {
		parts = append(parts, kit.NewParagraph(line, theme.Muted))
	}
	contact := kit.NewSecondary(t("board.contactEdit"), "", func() { p.editContact(r.Branch, r.Contact) })
	records := kit.NewSecondary(t("board.records"), "", func() {
		p.s.Open(routeHistory, checklist.Filter{Branch: r.Branch.Code, From: p.period.From, To: p.period.To})
	})
	acts := []fyne.CanvasObject{contact}
	if p.s.Has(routeHistory) {
		acts = append(acts, records)
	}
	parts = append(parts, kit.Flow(acts...))
	title, body := r.Branch.Name+" · "+r.Branch.Code+" · "+report.PeriodName(w.Lang, p.period), kit.NewColumn(8, parts...)
	if !r.State.Open() {
		p.s.Dialog(title, body, 620)
		return
	}
	p.s.Form(title, body, 620, nil, t("board.key.copy"), func(shut func()) {
		shut()
		p.copyAsk(i)
	})
}

func pill(c kit.Cell) fyne.CanvasObject {
	if !c.Pill {
		return kit.NewMuted(c.Text)
	}
	return kit.NewIconPill(c.Tone, c.Icon, c.Text)
}

// about says of a cell what its word leaves out.
func (p *Page) about(c arrival.Cell) string {
	w := p.s.Words()
	var out []string
	if c.Need > 0 {
		out = append(out, w.T("board.ofAll", "n", w.N(c.Have), "m", w.N(c.Need)))
	}
	if c.Due != "" && c.Lacks() > 0 {
		out = append(out, w.T("board.dueOn", "day", w.DayOf(c.Due)))
	}
	if c.Late > 0 {
		out = append(out, w.T("board.lateN", "n", w.N(c.Late)))
	}
	if c.Pictures > 0 {
		out = append(out, w.T("board.photosLack", "n", w.N(c.Pictures)))
	}
	if c.Excluded > 0 {
		out = append(out, w.T("board.excluded", "n", w.N(c.Excluded)))
	}
	return strings.Join(out, " · ")
}

// facts are the lines on whom to call and what arrived.
func (p *Page) facts(r *arrival.Row) []string {
	w := p.s.Words()
	call := strings.TrimSpace(r.Contact.Name + "  " + r.Contact.Phone)
	if call == "" {
		call = w.T("board.noContact")
	}
	last := w.T("board.never")
	if r.Last > 0 {
		last = w.Stamp(r.Last)
	}
	out := []string{w.T("board.contact") + "：" + call, w.T("board.last") + "：" + last}
	if w.Lang == checklist.EN {
		out = []string{w.T("board.contact") + ": " + call, w.T("board.last") + ": " + last}
	}
	if r.Refused != nil {
		out = append(out, w.T("board.refusedAt", "at", w.Stamp(r.Refused.At), "why", w.Error(&checklist.Error{Code: r.Refused.Code, Args: r.Refused.Args})))
	}
	if r.Gaps > 0 {
		out = append(out, w.T("board.gapsLong", "n", w.N(r.Gaps)))
	}
	if r.Silent > 0 {
		out = append(out, w.T("board.silentLong", "day", w.Day(time.UnixMilli(r.Silent))))
	}
	return out
}

// editContact asks whom to call about a hall.
func (p *Page) editContact(b checklist.Branch, c arrival.Contact) {
	t := p.s.T
	name, phone := kit.NewTextField(t("board.contactName")), kit.NewTextField(t("board.contactPhone"))
	name.Fill(c.Name)
	phone.Fill(c.Phone)
	body := kit.NewColumn(8, kit.FormRow(t("board.contact"), name), kit.FormRow(t("board.phone"), phone))
	p.s.Form(t("board.contactTitle", "hall", b.Name), body, 420, name, t("board.contactSave"), func(shut func()) {
		shut()
		to := arrival.Contact{Name: name.Text, Phone: phone.Text}
		shell.Save(p.s, func(ctx context.Context) (struct{}, error) {
			return struct{}{}, p.svc.Store.SetContact(ctx, b.Code, to)
		}, func(_ struct{}, err error) {
			if err != nil {
				p.s.Fail(err)
				return
			}
			p.s.Toast(t("board.contactSaved", "hall", b.Name), nil)
		})
	})
}

// export writes the board as a workbook: the rows in view, and the list to ask.
func (p *Page) export() {
	if len(p.doc.Rows) == 0 {
		p.s.Hint(p.s.T("board.noMatch"))
		return
	}
	d := p.doc
	p.s.Choose.SaveFile(p.s.T("board.file", "period", d.Board.Plan.Period.String())+".xlsx", func(path string) {
		p.write(path, func(ctx context.Context) error { return p.svc.Papers.SaveBoard(ctx, path, d) })
	})
}

// chase offers the list of halls to be asked: into the clipboard, or as a file.
func (p *Page) chase() {
	d := p.doc
	d.Rows = nil // all that are open, whatever is in view
	if s := d.Board.Sum; len(d.Board.Rows) == 0 || s.By[arrival.Missing]+s.By[arrival.Partial]+s.By[arrival.Pictures]+s.By[arrival.Returned] == 0 {
		p.s.Hint(p.s.T("board.chase.none"))
		return
	}
	t, text := p.s.T, report.ChaseText(&d)
	save := func(ending string) func() {
		return func() {
			p.s.Choose.SaveFile(t("board.chase.file", "period", d.Board.Plan.Period.String())+ending, func(path string) {
				p.write(path, func(ctx context.Context) error { return p.svc.Papers.SaveChase(ctx, path, d) })
			})
		}
	}
	few := strings.Split(text, "\n")
	more := len(few) - 9
	if more > 0 {
		few = append(few[:9], t("board.chase.more", "n", p.s.Words().N(more)))
	}
	body := kit.NewColumn(10, kit.NewParagraph(strings.Join(few, "\n"), theme.Text),
		kit.Flow(kit.NewSecondary(t("board.chase.pdf"), "", save(".pdf")), kit.NewSecondary(t("board.chase.xlsx"), "", save(".xlsx"))))
	p.s.Form(t("board.chase.title"), body, 760, nil, t("board.chase.copy"), func(shut func()) {
		shut()
		p.s.App().Clipboard().SetContent(text)
		p.s.Toast(t("board.chase.copied"), nil)
	})
}

func (p *Page) write(path string, work func(context.Context) error) {
	shell.Save(p.s, func(ctx context.Context) (struct{}, error) { return struct{}{}, work(ctx) }, func(_ struct{}, err error) {
		if err != nil {
			p.s.Fail(err)
			return
		}
		p.s.Toast(p.s.T("board.saved", "path", path), nil)
	})
}
