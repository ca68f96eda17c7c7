package settings

import (
	"context"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

// privacy is the switch that demands a decision about every photo, and for how
// long originals of masked ones stay.
func (p *page) privacy() fyne.CanvasObject {
	t := p.s.T
	on := kit.NewToggle(t("mark.setting.toggle"), p.data.privacy, func(on bool) {
		value := ""
		if on {
			value = "1"
		}
		p.keepValue(checklist.SettingPrivacy, value)
	})
	spans := []int{0, 7, 30, 90}
	if !slices.Contains(spans, p.data.keep) {
		spans = append(spans, p.data.keep)
	}
	slices.Sort(spans)
	var days []kit.Option
	for _, n := range spans {
		text := t("mark.setting.days", "n", strconv.Itoa(n))
		if n == 0 {
			text = t("mark.setting.atOnce")
		}
		days = append(days, kit.Option{ID: strconv.Itoa(n), Text: text})
	}
	keep := kit.NewSegmented(days, strconv.Itoa(p.data.keep), func(id string) { p.keepValue(checklist.SettingKeepDays, id) })
	return card(t("mark.setting"), on, hint(t("mark.setting.hint")), kit.FormRow(t("mark.setting.keep"), keep), hint(t("mark.setting.keepHint")))
}

// keepValue keeps one setting and shows the page anew.
func (p *page) keepValue(key, value string) {
	v := p.sv.Values
	shell.Save(p.s, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, v.SetSetting(ctx, key, value)
	}, func(_ struct{}, err error) {
		if err != nil {
			p.s.Fail(err)
		}
		p.s.Reload()
	})
}
