package inspect

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// finish closes the inspection, or shows what is missing before the hall may
// be left.
func (r *runner) finish() {
	if r.flow == nil {
		return
	}
	r.leaveField()
	r.saveTyping()
	if missing := r.flow.in.Gate(r.now()); len(missing) > 0 {
		r.showGate(missing)
		return
	}
	r.close("")
}

// close finishes with the reason typed for leaving early ("" = complete) and
// leads to the result. It waits in line behind every edit.
func (r *runner) close(reason string) {
	records, id := r.sv.Records, r.id
	shell.Save(r.s, func(ctx context.Context) (struct{}, error) {
		_, err := records.Edit(ctx, id, func(in *checklist.Inspection, now time.Time) error { return in.Finish(reason, now) })
		return struct{}{}, err
	}, func(_ struct{}, err error) {
		if err != nil {
			r.lost(r.say.T("inspect.what.finish"), err)
			return
		}
		r.s.Replace(routeResult, id)
		r.s.Toast(r.say.T("inspect.finished"), nil)
	})
}

// gateLine is one row of the leave gate's list: a heading or an entry.
type gateLine struct {
	head  string
	entry gateEntry
}

func (r *runner) gateLines(missing []checklist.Missing) []gateLine {
	var out []gateLine
	for _, g := range gateGroups(r.flow.in, missing) {
		head := r.say.T("inspect.gateVisit")
		if g.Zone != nil {
			head = g.Zone.Name.In(r.say.lang)
		}
		if g.Sheet != nil {
			head = r.say.sheet(r.flow.in, g.Sheet) + " · " + head
		}
		out = append(out, gateLine{head: head})
		for _, e := range g.Entries {
			out = append(out, gateLine{entry: e})
		}
	}
	return out
}

// showGate lists what is missing; an entry leads to its item.
func (r *runner) showGate(missing []checklist.Missing) {
	lines := r.gateLines(missing)
	rows := kit.NewRows(func() int { return len(lines) }, newGateRow, func(i int, o fyne.CanvasObject) { r.bindGateRow(lines[i], o) })
	rows.Height = 38
	var o *kit.Overlay
	rows.OnOpen = func(i int) {
		if e := lines[i].entry; e.Item != nil {
			o.Close()
			r.goTo(place{e.Sheet, e.Missing.Item})
		}
	}
	reason := kit.NewTextField(r.say.T("inspect.gateLeaveHint"))
	leave := kit.NewSecondary(r.say.T("inspect.gateLeaveNow"), "", nil)
	leave.Disable()
	done := func() {
		if why := strings.TrimSpace(reason.Text); why != "" {
			o.Close()
			r.close(why)
		}
	}
	leave.OnTapped = done
	reason.OnSubmitted = func(string) { done() }
	reason.OnChanged = func(s string) {
		if strings.TrimSpace(s) == "" {
			leave.Disable()
		} else {
			leave.Enable()
		}
	}
	stay := kit.NewPrimary(r.say.T("inspect.gateStay"), "Esc", func() { o.Dismiss() })
	size := r.s.Window().Canvas().Size()
	h := min(float32(len(lines))*38+2, size.Height/theme.Scaled(1)-330)
	body := kit.NewColumn(12,
		kit.NewTitle(r.say.T("inspect.gate", "n", itoa(len(missing)))),
		kit.NewCardInset(kit.MinSize(container.NewStack(rows), 400, max(h, 78)), 1),
		kit.NewBold(r.say.T("inspect.gateLeave")),
		reason,
		kit.NewRow(10, kit.Space(), leave, stay),
	)
	o = kit.ShowDialog(r.s.Window().Canvas(), body, 620, rows)
	rows.Select(min(1, len(lines)-1))
}

func newGateRow() fyne.CanvasObject {
	return kit.Inset(kit.NewRow(10, kit.NewCaption("").Whole(), kit.Grow(kit.NewLabel("")), kit.NewIconPill(kit.Warn, "warn", "")), 0, 12, 0, 12)
}

func (r *runner) bindGateRow(l gateLine, o fyne.CanvasObject) {
	row := o.(*fyne.Container).Objects[0].(*fyne.Container)
	no, word, pill := row.Objects[0].(*kit.Label), row.Objects[1].(*kit.Label), row.Objects[2].(*kit.Pill)
	if l.head != "" {
		no.Set("")
		word.Style(l.head, theme.Muted, true)
		pill.Hide()
		row.Refresh()
		return
	}
	missing := r.say.shared().Missing(l.entry.Missing)
	pill.Show()
	pill.Set(kit.Warn, "warn", missing)
	if l.entry.Item == nil {
		no.Set("")
		word.Style(missing, theme.Text, false)
		pill.Hide()
	} else {
		no.Set(itoa(l.entry.No))
		word.Style(l.entry.Item.Text.In(r.say.lang), theme.Text, false)
	}
	row.Refresh()
}
