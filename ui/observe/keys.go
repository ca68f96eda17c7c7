package observe

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// Actions are the title row's buttons.
func (p *page) Actions() []fyne.CanvasObject {
	if p.stage == nil || p.stage.State() != "full" {
		return nil
	}
	if p.now == nil {
		return []fyne.CanvasObject{p.acts.Get("begin", func() *kit.Button { return kit.NewPrimary(p.t("begin"), "N", p.begin) })}
	}
	out := []fyne.CanvasObject{p.acts.Get("drop", func() *kit.Button { return kit.NewSecondary(p.t("drop"), "X", func() { p.with((*watch).drop) }) })}
	if p.s.Has(routeRunner) {
		out = append(out, p.acts.Get("sheet", func() *kit.Button { return kit.NewSecondary(p.t("sheet"), "O", p.runner) }))
	}
	return append(out, p.acts.Get("finish", func() *kit.Button { return kit.NewPrimary(p.t("finish"), "Ctrl ⏎", p.finish) }))
}

func (p *page) with(do func(*watch)) {
	if p.now != nil {
		do(p.now)
	}
}

func (p *page) finish() { p.with((*watch).finish) }

// runner shows the sheets in the runner, for photos and all the rest.
func (p *page) runner() {
	if p.now != nil && p.s.Has(routeRunner) {
		p.s.Open(routeRunner, p.d.in.ID)
	}
}

// Keys are those of the observation going on, or of the lists.
func (p *page) Keys() []shell.Key {
	t := p.t
	if p.now == nil {
		return []shell.Key{
			shell.On('n', t("begin"), p.begin),
			shell.On('o', t("sheet"), func() { p.past.sheet() }),
			shell.On('e', t("endDo"), func() { p.past.endSelected() }),
			shell.OnKey(fyne.KeyReturn, fyne.KeyModifierControl, "", p.finish), // keys with Ctrl are bound once
		}
	}
	do := func(f func(*watch)) func() { return func() { p.with(f) } }
	verdict := func(v checklist.Verdict) func() { return do(func(w *watch) { w.list.Choose(string(v)) }) }
	return []shell.Key{
		shell.On('1', p.s.T("verdict.pass"), verdict(checklist.Pass)),
		shell.On('2', p.s.T("verdict.fail"), verdict(checklist.Miss)),
		shell.On('0', p.s.T("verdict.na"), verdict(checklist.NA)),
		shell.On('a', t("addOne"), do((*watch).pick)),
		shell.OnKey(fyne.KeyRight, 0, t("key.next"), do(func(w *watch) { w.step(1) })),
		shell.OnKey(fyne.KeyLeft, 0, t("key.before"), do(func(w *watch) { w.step(-1) })),
		shell.On('g', t("rest"), do((*watch).rest)),
		shell.On('n', t("note"), do((*watch).askNote)),
		shell.On('c', t("coach"), do((*watch).coach)),
		shell.On('o', t("sheet"), p.runner),
		shell.On('x', t("drop"), do((*watch).drop)),
		shell.On('j', "", do(func(w *watch) { w.list.Step(1) })),
		shell.On('k', "", do(func(w *watch) { w.list.Step(-1) })),
		shell.OnKey(fyne.KeyReturn, fyne.KeyModifierControl, t("finish"), p.finish),
	}
}

// Pressed lets the arrows move in the list from anywhere on the page.
func (p *page) Pressed(e *fyne.KeyEvent) bool {
	if p.now != nil {
		return p.now.list.List.Press(e)
	}
	return p.past.talks.List.Press(e)
}

// begin starts an observation and asks for the first person.
func (p *page) begin() {
	if p.now != nil || p.d.list == nil {
		return
	}
	who := p.s.Profile()
	in, err := checklist.Start(p.sv.NewID(), p.d.list, who.Branch, who.User, p.d.list.UsualMode(checklist.FaceBranch), p.s.Now())
	if err != nil {
		p.s.Fail(err)
		return
	}
	records := p.sv.Records
	p.saving++
	shell.Save(p.s, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, records.StartInspection(ctx, in)
	}, func(_ struct{}, err error) {
		p.saving--
		if err != nil {
			p.s.Fail(err)
			return
		}
		p.d.in = in
		p.now = newWatch(p)
		p.now.open("", "")
		p.area.Objects = []fyne.CanvasObject{p.now.box}
		p.area.Refresh()
		p.s.RefreshHeader()
		p.offer()
	})
}

// soon is how long a page may take to be drawn.
const soon = 80 * time.Millisecond

// offer opens the list of people on a page that may not be drawn yet.
func (p *page) offer() {
	w := p.now
	w.pick()
	p.s.After(p.ctx, soon, func() {
		if p.now == w && len(w.in().Sheets) == 0 && p.s.Window().Canvas().Overlays().Top() == nil {
			w.pick()
		}
	})
}

// finish closes the observation, or shows what is missing.
func (w *watch) finish() {
	p := w.p
	if missing := w.in().Gate(p.s.Now()); len(missing) > 0 {
		name := func(id string) string {
			if s := w.in().Sheet(id); s != nil {
				return s.Person
			}
			return ""
		}
		p.s.AskMissing(w.in(), missing, name, func() { w.open(missing[0].Sheet, missing[0].Item) }, w.close)
		return
	}
	w.close("")
}

func (w *watch) close(reason string) {
	p := w.p
	records, id := p.sv.Records, w.in().ID
	p.saving++
	shell.Save(p.s, func(ctx context.Context) (struct{}, error) {
		_, err := records.Edit(ctx, id, func(in *checklist.Inspection, now time.Time) error { return in.Finish(reason, now) })
		return struct{}{}, err
	}, func(_ struct{}, err error) {
		if p.saving--; err != nil {
			p.s.Fail(err)
		} else {
			p.past.at = 0
			p.s.Toast(p.t("finished"), nil)
		}
		p.s.Reload()
	})
}

// drop throws away an observation begun by mistake.
func (w *watch) drop() {
	p := w.p
	p.s.Ask(p.t("dropAsk"), p.t("dropBody", "n", p.s.Words().N(len(w.in().Sheets))), p.t("drop"), func() {
		records, id := p.sv.Records, w.in().ID
		p.saving++
		shell.Save(p.s, func(ctx context.Context) (struct{}, error) {
			return struct{}{}, records.DeleteDraft(ctx, id)
		}, func(_ struct{}, err error) {
			if p.saving--; err != nil {
				p.s.Fail(err)
			}
			p.s.Reload()
		})
	})
}

// ToastWidth keeps what is told off the list that is being answered.
func (p *page) ToastWidth() float32 { return theme.Scaled(sideWidth) }
