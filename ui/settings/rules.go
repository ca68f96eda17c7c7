package settings

import (
	"context"
	"strconv"
	"strings"

	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// maxSyncDays is ten years.
const maxSyncDays = 3650

// editRules changes what headquarters lays down for all branches and publishes it.
func (p *devices) editRules() {
	t, r := p.s.T, p.rules
	redaction := kit.NewToggle(t("devices.redaction"), r.Redaction, func(on bool) { r.Redaction = on })
	two := kit.NewToggle(t("devices.two"), r.TwoPeople, func(on bool) { r.TwoPeople = on })
	app := kit.NewTextField(t("devices.any"))
	app.Fill(r.MinApp)
	days := kit.NewStepper(0, maxSyncDays*1000, 1000, nil)
	now := int64(r.SyncDays) * 1000
	days.Set(&now)
	days.Label(t("devices.days"), t("devices.days.hint"))
	warn := kit.NewText("", theme.Caption, false, theme.Fail)
	form := kit.NewColumn(14, hint(t("devices.rules.hint")), redaction,
		kit.FormRow(t("devices.minApp"), app), kit.FormRow(t("devices.sync"), days), kit.Line(), two, warn)
	p.s.Form(t("devices.rules")+" · "+t("devices.version", "n", itoa(r.Version)), kit.MinSize(form, 480, 0), 540, app, t("devices.publish"), func(done func()) {
		r.MinApp = strings.TrimSpace(app.Text)
		if strings.ContainsAny(r.MinApp, " \t") {
			warn.Set(t("devices.minApp.bad"))
			return
		}
		if v := days.Value(); v != nil {
			r.SyncDays = int(*v / 1000)
		}
		done()
		reg, rules := p.reg, r
		shell.Save(p.s, func(ctx context.Context) (struct{}, error) { return struct{}{}, reg.PublishRules(ctx, rules) }, func(_ struct{}, err error) {
			if err != nil {
				p.s.Fail(err)
				return
			}
			p.s.Toast(t("devices.published"), nil)
			p.s.Reload()
		})
	})
}
