package figures

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"hallcheck/checklist/hall"
	"hallcheck/checklist/table"
	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// fieldWidth is the room of a field's name, at 100 %.
const fieldWidth = 116

// pickers makes a chooser for each field.
func (p *ticketPage) pickers() {
	p.fields.Objects = nil
	for _, field := range hall.TicketFields {
		f := &fieldPicker{p: p, field: field}
		name := kit.NewParagraph(p.s.T("halltickets.field."+field), theme.Text)
		p.fields.Objects = append(p.fields.Objects, kit.NewTopRow(10, kit.MinSize(kit.Inset(name, 8, 0, 0, 0), fieldWidth, 36), kit.Grow(f.content())))
	}
	p.fields.Refresh()
}

// fieldPicker says which column holds a field, with samples of it, and of a column of
// lengths the unit with what they are read as.
type fieldPicker struct {
	p      *ticketPage
	field  string
	sample *kit.Label
	reads  *kit.Label
	units  *kit.Segmented // nil for what is no length
}

func (f *fieldPicker) content() fyne.CanvasObject {
	t, head := f.p.s.T, f.p.file.Head
	choices := []kit.Choice{{ID: "", Text: t("halltickets.noColumn")}}
	for i, h := range head {
		choices = append(choices, kit.Choice{ID: strconv.Itoa(i), Text: t("halltickets.column", "letter", table.Letters(i), "heading", h), Sub: strings.Join(f.p.samples(i), " · ")})
	}
	chosen := ""
	if col, ok := f.p.m[f.field]; ok {
		chosen = strconv.Itoa(col)
	}
	f.sample, f.reads = kit.NewCaption(""), kit.NewCaption("")
	pick := kit.NewSearchSelect(t("halltickets.noColumn"), choices, chosen, nil, func(id string) {
		f.p.setColumn(f.field, id)
		f.changed()
	})
	all := kit.NewColumn(2, pick, f.sample)
	if slices.Contains(hall.LengthFields, f.field) {
		var options []kit.Option
		for _, unit := range hall.LengthUnits {
			id := strconv.Itoa(unit)
			options = append(options, kit.Option{ID: id, Text: t("halltickets.unit." + id)})
		}
		f.units = kit.NewSegmented(options, "", func(id string) {
			f.p.setUnit(f.field, id)
			f.changed()
		})
		f.units.Snug = true // the words are of very unequal length
		all = kit.NewColumn(4, pick, f.sample, f.units, f.reads)
	}
	f.show()
	return all
}

func (f *fieldPicker) changed() {
	f.show()
	f.p.fields.Refresh()
}

// show puts in what the column holds and how it is read.
func (f *fieldPicker) show() {
	col, ok := f.p.m[f.field]
	var samples []string
	if ok {
		samples = f.p.samples(col)
	}
	f.sample.Set(strings.Join(samples, " · "))
	f.sample.Hidden = len(samples) == 0
	if f.units == nil {
		return
	}
	f.reads.Hidden = len(samples) == 0
	f.units.Hidden = !ok || !hall.LengthsOf(f.p.file, col).Open
	unit, known := f.p.m[hall.UnitOf(f.field)]
	if known {
		f.units.Set(strconv.Itoa(unit))
	} else {
		f.units.Set("")
	}
	if !known && !f.units.Hidden {
		f.reads.Style(f.p.s.T("halltickets.unit.ask"), theme.Warn, true)
		return
	}
	var read []string
	for _, text := range samples {
		if s, ok := table.ParseSpan(text); ok {
			read = append(read, hall.Span(int64(s.In(unit))))
		}
	}
	f.reads.Style(f.p.s.T("halltickets.unit.reads", "text", strings.Join(read, " · ")), theme.Muted, false)
	f.reads.Hidden = len(read) == 0
}

// samples are the first values of a column.
func (p *ticketPage) samples(col int) []string {
	var out []string
	for _, row := range p.file.Rows {
		if v := row.Cell(col); v != "" {
			if out = append(out, v); len(out) == 3 {
				break
			}
		}
	}
	return out
}

// setColumn gives a field another column, "" = none, whose unit is found anew.
func (p *ticketPage) setColumn(field, id string) {
	m := maps.Clone(p.m)
	delete(m, field)
	delete(m, hall.UnitOf(field))
	if col, err := strconv.Atoi(id); err == nil {
		m[field] = col
	}
	p.m = m.FindUnits(p.file)
	p.weigh()
}

func (p *ticketPage) setUnit(field, id string) {
	unit, err := strconv.Atoi(id)
	if err != nil {
		return
	}
	p.m = maps.Clone(p.m)
	p.m[hall.UnitOf(field)] = unit
	p.weigh()
}
