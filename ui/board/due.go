package board

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/checklist/arrival"
	"hallcheck/checklist/report"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// oftens are the choices of how often a list is due; others are set by command.
var oftens = []arrival.Often{
	{},
	{Times: 1, Unit: arrival.Week},
	{Times: 2, Unit: arrival.Week},
	{Times: 5, Unit: arrival.Week},
	{Times: 1, Unit: arrival.Month},
	{Times: 2, Unit: arrival.Month},
	{Times: 4, Unit: arrival.Month},
	{Times: 1, Unit: arrival.Quarter},
	{Times: 1, Unit: arrival.Half},
}

// editDue asks with which list, then how often each class of hall reports.
func (p *Page) editDue() {
	var choices []kit.Choice
	for _, c := range p.doc.Lists {
		choices = append(choices, kit.Choice{ID: c.ID, Text: p.s.Words().In(c.Title), Sub: report.ListName(p.s.Lang(), c.ID, p.doc.Lists)})
	}
	if len(choices) == 0 {
		return
	}
	t := p.s.T
	r := arrival.Default(p.doc.Lists[0])
	boxes := map[arrival.Class]*kit.SearchSelect{}
	pick := func(id string) {
		i := slices.IndexFunc(p.doc.Lists, func(c *checklist.Checklist) bool { return c.ID == id })
		r = p.asked(p.doc.Lists[i])
		for class, box := range boxes {
			o := r.For(class)
			box.SetChoices(p.oftenChoices(o), oftenID(o))
		}
	}
	for class, to := range map[arrival.Class]*arrival.Often{arrival.Ordinary: &r.Ordinary, arrival.Important: &r.Important, arrival.Partner: &r.Partner} {
		boxes[class] = kit.NewSearchSelect("", nil, "", nil, func(id string) { *to = p.oftenOf(id, *to) })
	}
	what := kit.NewSearchSelect("", choices, choices[0].ID, nil, pick)
	what.Find = t("ranking.find")
	pick(choices[0].ID)
	rows := []fyne.CanvasObject{kit.NewParagraph(t("board.dueHow"), theme.Muted), kit.FormRow(t("board.dueList"), what)}
	for _, class := range []arrival.Class{arrival.Ordinary, arrival.Important, arrival.Partner} {
		boxes[class].Find = t("ranking.find")
		rows = append(rows, kit.FormRow(t("board.class."+string(class)), boxes[class]))
	}
	p.s.Form(t("board.key.due"), kit.NewColumn(8, rows...), 480, nil, t("board.contactSave"), func(shut func()) {
		shut()
		shell.Save(p.s, func(ctx context.Context) (struct{}, error) {
			return struct{}{}, p.svc.Store.SetRequirement(ctx, r)
		}, nil)
	})
}

// asked is what stands for a list: as on the board, else nothing that was asked
// shows as the default.
func (p *Page) asked(c *checklist.Checklist) arrival.Requirement {
	for _, r := range p.doc.Board.Plan.Asked {
		if r.Checklist == c.ID {
			return r
		}
	}
	return arrival.Requirement{Checklist: c.ID}
}

func oftenID(o arrival.Often) string {
	if o.Times == 0 {
		return "0"
	}
	return shell.Words{}.N(o.Times) + "/" + string(o.Unit)
}

func (p *Page) oftenOf(id string, now arrival.Often) arrival.Often {
	for _, o := range oftens {
		if oftenID(o) == id {
			return o
		}
	}
	return now
}

// oftenChoices are the choices, with the present one where it is none of them.
func (p *Page) oftenChoices(now arrival.Often) []kit.Choice {
	list := oftens
	if !slices.ContainsFunc(oftens, func(o arrival.Often) bool { return oftenID(o) == oftenID(now) }) {
		list = append(slices.Clone(oftens), now)
	}
	var out []kit.Choice
	for _, o := range list {
		word := p.s.T("board.never.due")
		if o.Times > 0 {
			word = p.s.T("board.often."+string(o.Unit), "n", p.s.Words().N(o.Times))
		}
		out = append(out, kit.Choice{ID: oftenID(o), Text: word})
	}
	return out
}
