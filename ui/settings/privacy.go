package settings

import (
	"context"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

// privacy is the switch that demands a decision about every photo.
func (p *page) privacy() fyne.CanvasObject {
	t, v := p.s.T, p.sv.Values
	on := kit.NewToggle(t("mark.setting.toggle"), p.data.privacy, func(on bool) {
		value := ""
		if on {
			value = "1"
		}
		shell.Save(p.s, func(ctx context.Context) (struct{}, error) {
			return struct{}{}, v.SetSetting(ctx, checklist.SettingPrivacy, value)
		}, func(_ struct{}, err error) {
			if err != nil {
				p.s.Fail(err)
			}
			p.s.Reload()
		})
	})
	return card(t("mark.setting"), on, hint(t("mark.setting.hint")))
}
