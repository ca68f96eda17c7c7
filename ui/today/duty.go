package today

import (
	"context"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// hallDays is what a Store may say besides: what the hall's day asks for.
type hallDays interface {
	HallPlan(ctx context.Context, day string) (hall.Plan, error)
}

// readPlan reads the hall's plan of the day; nil where there is none.
func readPlan(ctx context.Context, st Store) (*hall.Plan, error) {
	h, ok := st.(hallDays)
	if !ok {
		return nil, nil
	}
	plan, err := h.HallPlan(ctx, "")
	if checklist.CodeOf(err) == "store.findingBranch" { // headquarters has no hall
		return nil, nil
	}
	return &plan, err
}

// withoutDuties leaves out the lists the hall's plan drives: their rounds stand in the
// plan one by one, each at its time.
func withoutDuties(lists []*checklist.Checklist, plan *hall.Plan) []*checklist.Checklist {
	if plan == nil {
		return lists
	}
	out := lists[:0:0]
	for _, c := range lists {
		if c.ID != plan.Rules.Patrol && c.ID != plan.Rules.Daily {
			out = append(out, c)
		}
	}
	return out
}

// pressing are the duties to show: those due or soon, else the next to come.
func pressing(plan *hall.Plan) []hall.Duty {
	if plan == nil {
		return nil
	}
	var out []hall.Duty
	for _, d := range plan.Duties {
		if d.State == hall.StateDue || d.State == hall.StateSoon || d.State == hall.StateSnoozed {
			out = append(out, d)
		}
	}
	for _, d := range plan.Duties {
		if len(out) == 0 && d.State == hall.StateLater {
			out = append(out, d)
		}
	}
	return out
}

// missed counts the duties of the day whose time is over.
func missed(plan *hall.Plan) (n int) {
	if plan != nil {
		for _, d := range plan.Duties {
			if d.State == hall.StateMissed {
				n++
			}
		}
	}
	return n
}

// dutyRows are the lines of the hall's plan.
func (p *page) dutyRows(wide float32) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for i, d := range pressing(p.data.plan) {
		out = append(out, p.dutyCard(d, wide, i == 0 && d.State == hall.StateDue))
	}
	if n := missed(p.data.plan); n > 0 {
		row := kit.NewRow(12, kit.NewIconPill(kit.Fail, "cross", p.s.T("duty.state.missed")), kit.Grow(kit.NewLabel(p.s.T("today.missed", "n", p.s.Words().N(n)))),
			kit.NewSecondary(p.s.T("today.plan"), "", func() { p.s.Go("hallday", nil) }))
		out = append(out, kit.NewCardInset(row, 12))
	}
	return out
}

func (p *page) dutyCard(d hall.Duty, wide float32, first bool) fyne.CanvasObject {
	kind, tone, icon := kit.Secondary, kit.Plain, ""
	switch d.State {
	case hall.StateDue:
		tone, icon = kit.Warn, "clock"
	case hall.StateSoon:
		tone = kit.Accent
	}
	if first {
		kind = kit.Primary
	}
	b := kit.NewButton(kind, p.s.T("today.start"), func() { p.doDuty(d) })
	b.Wide = theme.Scaled(104)
	words := kit.NewColumn(0, kit.NewBold(p.s.T("duty.part."+d.Part)), kit.NewCaption(p.s.T("duty.limit", "limit", hall.Clock(d.Limit))))
	when := kit.NewText(hall.Clock(d.Minute), theme.Title, true, theme.Text)
	return kit.NewCardInset(kit.NewRow(12, kit.MinSize(when, wide/theme.Scaled(1), 36), kit.Grow(words),
		kit.NewIconPill(tone, icon, p.s.T("duty.state."+string(d.State))), b), 12)
}

// doDuty opens the page a duty is done on.
func (p *page) doDuty(d hall.Duty) {
	if d.Kind == hall.KindMeeting {
		p.s.Go("hallmeet", hall.MorningMeeting)
		return
	}
	p.s.Open("patrol", nil)
}

// dueDuty is the duty to do first, if one is due.
func (p *page) dueDuty() (hall.Duty, bool) {
	if list := pressing(p.data.plan); len(list) > 0 && list[0].State == hall.StateDue {
		return list[0], true
	}
	return hall.Duty{}, false
}
