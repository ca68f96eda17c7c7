package result

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// The pages of findings, offered where the face has them.
const (
	routeFinding  = "finding"
	routeFindings = "findings"
)

// shownFindings is how many findings stand on the page itself.
const shownFindings = 5

// openedBy reads the findings an inspection opened, the most urgent first.
func openedBy(ctx context.Context, sv *Services, inspection string) ([]checklist.FindingRow, error) {
	if sv.Findings == nil {
		return nil, nil
	}
	rows, _, err := sv.Findings(ctx, checklist.FindingFilter{Inspection: inspection})
	return rows, err
}

// findings is what the inspection opened: a row each that leads to its page,
// and the way to the list of them all.
func (p *page) findings() []fyne.CanvasObject {
	all := p.got.wrong
	if len(all) == 0 {
		return nil
	}
	open := 0
	for i := range all {
		if !all[i].Status.Settled() {
			open++
		}
	}
	w := p.s.Words()
	title := kit.NewParagraph(p.t("result.findings", "n", w.N(len(all)), "open", w.N(open)), theme.Text)
	title.Bold = true
	head := []fyne.CanvasObject{kit.Inset(title, 2, 0, 4, 0)}
	if p.s.Has(routeFindings) {
		head = append(head, kit.Inset(kit.NewRow(0, kit.NewLink(p.t("result.findingsAll"), p.openFindings)), 0, 0, 6, 0))
	}
	list := all[:min(len(all), shownFindings)]
	rows := kit.NewRows(func() int { return len(list) }, func() fyne.CanvasObject {
		return kit.Inset(kit.NewRow(8, kit.NewCaption(""), kit.Grow(kit.NewLabel("")), kit.NewPill(kit.Plain, "")), 0, 4, 0, 4)
	}, func(i int, o fyne.CanvasObject) {
		row := o.(*fyne.Container).Objects[0].(*fyne.Container)
		r := &list[i]
		row.Objects[0].(*kit.Label).Set(r.Number)
		row.Objects[1].(*kit.Label).Set(strings.Join(strings.Fields(r.Headline(p.lang)), " "))
		tone := kit.Plain
		if r.Status == checklist.FindingClosed {
			tone = kit.Pass
		}
		row.Objects[2].(*kit.Pill).Set(tone, "", p.t("finding.status."+string(r.Status)))
		row.Refresh()
	})
	rows.Height = 36
	if p.s.Has(routeFinding) {
		rows.OnOpen = func(i int) { p.s.Open(routeFinding, list[i].ID) }
	}
	return append(head, kit.Line(), kit.MinSize(rows, 1, float32(len(list))*36), kit.MinSize(kit.NewCaption(""), 1, 14))
}

// openFindings opens the list, narrowed to this inspection.
func (p *page) openFindings() {
	if len(p.got.wrong) > 0 && p.s.Has(routeFindings) {
		p.s.Open(routeFindings, checklist.FindingFilter{Inspection: p.id})
	}
}
