package settings

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// headquarters is the state of the keys, and the files that change it.
func (p *page) headquarters() fyne.CanvasObject {
	t := p.s.T
	hq := p.s.Face() == checklist.FaceHQ
	state := kit.NewIconPill(kit.Warn, "warn", t("settings.card.none"))
	if p.data.joined {
		state = kit.NewIconPill(kit.Pass, "shield", t("settings.card.joined"))
	}
	if hq {
		state.Set(kit.Pass, "shield", t("settings.card.ours"))
	}
	words := t("settings.card.hint")
	if hq {
		words = t("settings.card.hqHint")
	}
	rows := []fyne.CanvasObject{kit.NewRow(8, state), hint(words)}
	if p.data.fingerprint != "" {
		rows = append(rows, fact(t("settings.card.fingerprint"), p.data.fingerprint))
	}
	var buttons []fyne.CanvasObject
	if hq && p.sv.WriteCard != nil {
		buttons = append(buttons, kit.NewSecondary(t("settings.card.write"), "", p.writeCard).WithIcon("key"))
	}
	if hq && p.sv.Enrol != nil {
		buttons = append(buttons, kit.NewSecondary(t("settings.card.enrol"), "", p.enrol).WithIcon("plus"))
	}
	if hq && p.s.Has(RouteDevices) {
		buttons = append(buttons, kit.NewSecondary(t("settings.devices"), "", func() { p.s.Open(RouteDevices, nil) }).WithIcon("shield"))
	}
	if !hq && p.sv.Join != nil && !p.data.joined {
		buttons = append(buttons, kit.NewSecondary(t("firstrun.card.choose"), "", p.join).WithIcon("key"))
	}
	if len(buttons) > 0 {
		rows = append(rows, kit.Flow(buttons...))
	}
	return card(t("settings.card"), rows...)
}

func (p *page) writeCard() {
	write := p.sv.WriteCard
	p.s.Choose.SaveFile("hallcheck-card.txt", func(file string) {
		shell.Save(p.s, func(ctx context.Context) (struct{}, error) { return struct{}{}, write(ctx, file) }, func(_ struct{}, err error) {
			if err != nil {
				p.s.Fail(err)
				return
			}
			p.s.Toast(p.s.T("settings.card.written", "path", file), nil)
		})
	})
}

func (p *page) enrol() {
	enrol := p.sv.Enrol
	p.s.Choose.OpenFile(nil, func(file string) {
		shell.Save(p.s, func(ctx context.Context) (string, error) { return enrol(ctx, file) }, func(name string, err error) {
			if err != nil {
				p.s.Fail(err)
				return
			}
			p.s.Toast(p.s.T("settings.card.enrolled", "name", name), nil)
			p.s.Reload()
		})
	})
}

func (p *page) join() {
	join := p.sv.Join
	p.s.Choose.OpenFile(nil, func(file string) {
		shell.Save(p.s, func(ctx context.Context) (string, error) { return join(ctx, file) }, func(request string, err error) {
			if err != nil {
				p.s.Fail(err)
				return
			}
			p.s.Dialog(p.s.T("firstrun.request"), kit.NewParagraph(p.s.T("firstrun.request.hint", "path", request), theme.Text), 520)
			p.s.Reload()
		})
	})
}

// safety copies and checks the data.
func (p *page) safety() fyne.CanvasObject {
	t := p.s.T
	var buttons []fyne.CanvasObject
	if p.sv.Backup != nil {
		buttons = append(buttons, kit.NewSecondary(t("settings.backup"), "", p.backup).WithIcon("copy"))
	}
	if p.sv.Check != nil {
		buttons = append(buttons, kit.NewSecondary(t("settings.check"), "", p.check).WithIcon("shield"))
	}
	return card(t("settings.safety"), hint(t("settings.safety.hint")), kit.NewRow(8, buttons...))
}

func (p *page) backup() {
	backup := p.sv.Backup
	name := "hallcheck-" + p.s.Now().Format("2006-01-02") + ".db"
	p.s.Choose.SaveFile(name, func(file string) {
		shell.Progress(p.s, p.s.T("settings.backup"), func(ctx context.Context, _ func(int, int)) (struct{}, error) {
			return struct{}{}, backup(ctx, file)
		}, func(_ struct{}, err error) {
			if err != nil {
				p.s.Fail(err)
				return
			}
			p.s.Toast(p.s.T("settings.backup.done", "path", file), nil)
		})
	})
}

func (p *page) check() {
	check := p.sv.Check
	shell.Progress(p.s, p.s.T("settings.check"), func(ctx context.Context, report func(int, int)) (Report, error) {
		return check(ctx, report)
	}, func(r Report, err error) {
		if err != nil {
			p.s.Fail(err)
			return
		}
		p.showReport(r)
	})
}

func (p *page) showReport(r Report) {
	t := p.s.T
	n := strconv.Itoa
	if len(r.Troubles) == 0 {
		p.s.Dialog(t("settings.check.good"), kit.NewParagraph(t("settings.check.goodHint", "records", n(r.Records), "photos", n(r.Photos)), theme.Text), 460)
		return
	}
	const around = 10
	words := func() *kit.Paragraph { return kit.NewParagraph("", theme.Text) }
	rows := kit.NewRows(func() int { return len(r.Troubles) }, func() fyne.CanvasObject { return kit.Inset(words(), around, around, around, around) },
		func(i int, o fyne.CanvasObject) { o.(*fyne.Container).Objects[0].(*kit.Paragraph).Set(r.Troubles[i]) })
	measure := words()
	rows.HeightOf = func(i int) float32 {
		measure.Set(r.Troubles[i])
		return measure.HeightAt(rows.Size().Width-2*around) + 2*around + 1 // the line between
	}
	body := kit.NewColumn(10, kit.NewParagraph(t("settings.check.bad", "n", n(len(r.Troubles))), theme.Text),
		kit.NewCardInset(kit.MinSize(rows, 400, float32(min(len(r.Troubles), 6))*60), 1))
	p.s.Dialog(t("settings.check.found"), body, 620)
}
