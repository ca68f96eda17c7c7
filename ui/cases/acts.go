package cases

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

// emergency is what the title row offers: it cannot wait.
const emergency = "emergency"

// starts are what can be written down, each with its key.
var starts = []struct {
	ask, cap string
	key      rune
}{
	{"fault", "G", 'g'},
	{"complaint", "T", 't'},
	{"praise", "B", 'b'},
	{"special", "S", 's'},
	{"drill", "R", 'r'},
	{"event", "E", 'e'},
	{emergency, "H", 'h'},
}

// begin asks for one of them.
func (p *page) begin(ask string) {
	switch ask {
	case "fault":
		p.askFault()
	case "complaint":
		p.askComplaint()
	case "praise":
		p.askPraise()
	case "special":
		p.askSpecial()
	case "drill":
		p.askDrill()
	case "event":
		p.askEvent()
	case emergency:
		p.askEmergency()
	}
}

// Actions are the title row's buttons.
func (p *page) Actions() []fyne.CanvasObject {
	if p.stage == nil || p.stage.State() != "full" {
		return nil
	}
	var out []fyne.CanvasObject
	if p.sv.Ledger != nil {
		out = append(out, p.acts.Get("ledger", func() *kit.Button { return kit.NewSecondary(p.t("ledger"), "Ctrl P", p.Print) }))
	}
	return append(out,
		p.acts.Get("phones", func() *kit.Button { return kit.NewSecondary(p.t("phones"), "L", p.editPhones) }),
		p.acts.Get(emergency, func() *kit.Button {
			b := kit.NewButton(kit.Danger, p.t("new.emergency"), p.askEmergency).WithIcon("warn")
			b.Key = "H"
			return b
		}))
}

// Keys of the page.
func (p *page) Keys() []shell.Key {
	var out []shell.Key
	for _, b := range starts {
		out = append(out, shell.On(b.key, p.t("new."+b.ask), func() { p.begin(b.ask) }))
	}
	filter := func(id string) func() { return func() { p.pick.Choose(id) } }
	return append(out,
		shell.On('k', p.t("key.end"), p.end),
		shell.On('o', p.t("key.sheet"), p.sheet),
		shell.On('u', p.t("key.undo"), p.undo),
		shell.On('m', p.t("key.mark"), p.mark),
		shell.On('l', p.t("phones"), p.editPhones),
		shell.On('1', p.t("filter.open"), filter(filterOpen)),
		shell.On('2', p.t("filter.today"), filter(filterToday)),
		shell.On('3', p.t("filter.all"), filter(filterAll)))
}

// Pressed moves in the list; a page at a time it turns what is long in the detail.
func (p *page) Pressed(e *fyne.KeyEvent) bool {
	if (e.Name == fyne.KeyPageDown || e.Name == fyne.KeyPageUp) && kit.Turn(p.side, e) {
		return true
	}
	return p.table.List.Press(e)
}

// doing are the buttons for the case in front.
func (p *page) doing(x *hall.Case) []fyne.CanvasObject {
	var row []fyne.CanvasObject
	switch {
	case x.Kind == hall.KindFault && x.End == nil:
		row = append(row, kit.NewPrimary(p.t("restore"), "K", p.end))
	case x.Kind == hall.KindComplaint && x.Open():
		row = append(row, kit.NewPrimary(p.t("settle"), "K", p.end))
	case x.Kind == hall.KindEvent && x.Ref != "" && p.s.Has("runner"):
		row = append(row, kit.NewPrimary(p.t("sheet"), "O", p.sheet))
	}
	if p.undoable(x) {
		row = append(row, kit.NewSecondary(p.t("undo"), "U", p.undo).WithIcon("undo"))
	}
	if len(row) == 0 {
		return nil
	}
	return []fyne.CanvasObject{kit.Flow(row...)}
}

// undoable: only what was written today can be taken back, and only before it went on.
func (p *page) undoable(x *hall.Case) bool {
	return x.Day == p.s.Now().Format(time.DateOnly)
}

// append writes entries, says done, and offers to take them back.
func (p *page) append(done string, entries ...hall.Entry) {
	p.saving++
	shell.Save(p.s, func(ctx context.Context) ([]hall.Entry, error) { return p.sv.Log.Append(ctx, entries...) }, func(out []hall.Entry, err error) {
		p.saving--
		if err != nil {
			p.s.Fail(err)
			return
		}
		if k := out[0].Kind; k != hall.KindFaultEnd && k != hall.KindComplaintEnd && k != hall.KindVoid {
			p.at = out[0].ID
			if p.filter == filterOpen && k != hall.KindFault && k != hall.KindComplaint && k != hall.KindEvent || out[0].Yes != nil && *out[0].Yes && k == hall.KindComplaint {
				p.filter = filterToday
				p.pick.Set(p.filter)
			}
		}
		p.s.Reload()
		if done == "" {
			return
		}
		id := out[len(out)-1].ID
		p.s.Toast(done, func() { p.append("", hall.Entry{Kind: hall.KindVoid, Ref: id}) })
	})
}

// undo takes back the case in front, its end first.
func (p *page) undo() {
	x := p.current()
	if x == nil || !p.undoable(x) {
		return
	}
	ref := x.ID
	if x.End != nil {
		ref = x.End.ID
	}
	p.append(p.t("undone"), hall.Entry{Kind: hall.KindVoid, Ref: ref})
}

// sheet opens the sheet of an event.
func (p *page) sheet() {
	x := p.current()
	if x == nil || x.Kind != hall.KindEvent || x.Ref == "" {
		return
	}
	if s, ok := p.d.sheets[x.Ref]; ok && s.Status == checklist.Finished && p.s.Has("result") {
		p.s.Open("result", x.Ref)
		return
	}
	p.s.Open("runner", x.Ref)
}

// Print writes the list of the last thirty days as a file.
func (p *page) Print() {
	if p.sv.Ledger == nil {
		return
	}
	now := p.s.Now()
	from, to := now.Add(-lookBack).Format(time.DateOnly), now.Format(time.DateOnly)
	p.s.Choose.SaveFile(p.t("ledgerName", "day", to)+".xlsx", func(path string) {
		shell.Run(p.s, p.ctx, func(ctx context.Context) (string, error) { return path, p.sv.Ledger(ctx, path, from, to, listed...) }, func(path string, err error) {
			if err != nil {
				p.s.Fail(err)
				return
			}
			p.s.Toast(p.t("ledgerDone", "path", path), nil)
		})
	})
}
