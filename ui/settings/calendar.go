package settings

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

// Calendar keeps the table of holidays and how due dates count.
type Calendar interface {
	Calendar(ctx context.Context) (c checklist.Calendar, working bool, err error)
	// SetCalendar keeps a table under its name, "" = the one there, and the switch.
	SetCalendar(ctx context.Context, name, data string, working bool) error
}

// dueDates is the card that says how due dates count, with the year's table of
// holidays and shifted working days.
func (p *page) dueDates() fyne.CanvasObject {
	t := p.s.T
	how := kit.NewSegmented([]kit.Option{
		{ID: "days", Text: t("calendar.days")}, {ID: "working", Text: t("calendar.working")},
	}, map[bool]string{false: "days", true: "working"}[p.data.working], func(id string) {
		p.setCalendar("", id == "working")
	})
	table := t("calendar.none")
	if n := p.data.calendar.Days(); n > 0 {
		table = t("calendar.table", "n", p.s.Words().N(n))
	}
	load := kit.NewSecondary(t("calendar.load"), "", func() {
		p.s.Choose.OpenFile([]string{".csv", ".txt"}, func(path string) { p.setCalendar(path, p.data.working) })
	})
	return card(t("calendar.title"), kit.FormRow(t("calendar.count"), how), fact(t("calendar.holidays"), table),
		hint(t("calendar.hint")), kit.NewRow(8, load))
}

// setCalendar takes a table over when file says one, and the switch; a bad table
// is refused with every line that is wrong.
func (p *page) setCalendar(file string, working bool) {
	sv := p.sv
	shell.Save(p.s, func(ctx context.Context) (struct{}, error) {
		name, data := "", []byte(nil)
		if file != "" {
			var err error
			if data, err = sv.ReadFile(file); err != nil {
				return struct{}{}, err
			}
			name = filepath.Base(file)
		}
		return struct{}{}, sv.Calendar.SetCalendar(ctx, name, string(data), working)
	}, func(_ struct{}, err error) {
		if err != nil {
			p.s.Fail(err)
		}
		p.s.Reload()
	})
}
