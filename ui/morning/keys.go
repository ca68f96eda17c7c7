package morning

import (
	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// Actions are the title row's buttons.
func (p *page) Actions() []fyne.CanvasObject {
	if p.stage == nil || p.stage.State() != "full" {
		return nil
	}
	if p.held != nil {
		out := []fyne.CanvasObject{p.acts.Get("drop", func() *kit.Button { return kit.NewSecondary(p.t("drop"), "X", p.drop) })}
		if p.s.Has(routeRunner) {
			out = append(out, p.acts.Get("sheet", func() *kit.Button {
				return kit.NewSecondary(p.t("sheet"), "O", func() { p.with((*holding).sheet) })
			}))
		}
		return append(out, p.acts.Get("finish", func() *kit.Button { return kit.NewPrimary(p.t("finish"), "Ctrl ⏎", p.finish) }))
	}
	var out []fyne.CanvasObject
	if p.sv.ReadFile != nil {
		out = append(out, p.acts.Get("import", func() *kit.Button { return kit.NewSecondary(p.t("import"), "I", p.importQuestions) }))
	}
	return append(
		out,
		p.acts.Get("evening", func() *kit.Button { return kit.NewSecondary(p.t("evening"), "E", p.evening) }),
		p.acts.Get("begin", func() *kit.Button { return kit.NewPrimary(p.t("begin"), "N", p.morning) }),
	)
}

func (p *page) morning() { p.begin(hall.MorningMeeting) }
func (p *page) evening() { p.begin(hall.EveningMeeting) }
func (p *page) drop()    { p.with((*holding).drop) }
func (p *page) finish()  { p.with((*holding).finish) }

// with does something with the meeting being held, if one is.
func (p *page) with(do func(*holding)) {
	if p.held != nil {
		do(p.held)
	}
}

func (p *page) choose(v checklist.Verdict) func() {
	return func() { p.with(func(h *holding) { h.list.Choose(string(v)) }) }
}

// Keys are those of the meeting being held, or of the list of meetings.
func (p *page) Keys() []shell.Key {
	t := p.t
	if p.held == nil {
		return []shell.Key{
			shell.On('n', t("begin"), p.morning),
			shell.On('e', t("evening"), p.evening),
			shell.On('i', t("import"), p.importQuestions),
			shell.On('s', t("card"), func() { p.past.card() }),
			shell.On('r', t("record"), func() { p.past.record() }),
			shell.On('o', t("sheet"), func() { p.past.sheet() }),
			shell.On('k', t("key.agreed"), func() { p.past.endFirst() }),
			shell.OnKey(fyne.KeyReturn, fyne.KeyModifierControl, "", p.finish), // keys with Ctrl are bound once
		}
	}
	do := func(f func(*holding)) func() { return func() { p.with(f) } }
	return []shell.Key{
		shell.On('1', p.s.T("verdict.pass"), p.choose(checklist.Pass)),
		shell.On('2', p.s.T("verdict.fail"), p.choose(checklist.Miss)),
		shell.On('0', p.s.T("verdict.na"), p.choose(checklist.NA)),
		shell.On('g', t("rest"), do((*holding).rest)),
		shell.On('n', t("note"), do((*holding).askNote)),
		shell.On('t', t("key.clock"), do((*holding).turnClock)),
		shell.On('a', t("absent"), do(func(h *holding) { h.askAway("") })),
		shell.On('c', t("chair"), do(func(h *holding) { h.chair.Tapped(nil) })),
		shell.On('d', t("drill"), do((*holding).askDrill)),
		shell.On('q', t("question"), do((*holding).ask)),
		shell.On('p', t("addPhoto"), do((*holding).choosePhotos)),
		shell.On('m', t("mask"), do((*holding).markPhoto)),
		shell.On('o', t("sheet"), do((*holding).sheet)),
		shell.On('x', t("drop"), p.drop),
		shell.On('j', "", do(func(h *holding) { h.list.Step(1) })),
		shell.On('k', "", do(func(h *holding) { h.list.Step(-1) })),
		shell.OnKey(fyne.KeyReturn, fyne.KeyModifierControl, t("finish"), p.finish),
	}
}

// Pressed lets the arrows move in the list from anywhere on the page.
func (p *page) Pressed(e *fyne.KeyEvent) bool {
	if p.held != nil {
		return p.held.list.List.Press(e)
	}
	return p.past.table.List.Press(e)
}

// Print writes the record of the meeting in front.
func (p *page) Print() {
	if p.held == nil {
		p.past.record()
	}
}

// ToastWidth keeps what is told off the list that is being answered.
func (p *page) ToastWidth() float32 { return theme.Scaled(sideWidth) }
