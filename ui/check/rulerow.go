package check

import (
	"strings"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// ruledRow is one answer in the form of a ruling.
type ruledRow struct {
	x      red
	now    checklist.Value // as it counts now
	choice string          // "" = as it is
	seg    *kit.Segmented
	number *kit.Stepper // of the choice otherIt
	why    *kit.TextField
	values map[string]checklist.Value
}

// The choices of a row besides the values.
const (
	keepIt  = "keep"
	liftIt  = "lift"
	otherIt = "other"
)

// value is what the answer counts as, if anything.
func (r *ruledRow) value() (checklist.Value, bool) {
	v, ok := r.values[r.choice]
	return v, ok
}

// lacking says that another number was chosen and none given yet.
func (r *ruledRow) lacking() bool {
	_, ok := r.values[otherIt]
	return r.choice == otherIt && !ok
}

// row lets one answer count otherwise: as any value its item takes.
func (f *ruling) row(x red) fyne.CanvasObject {
	p := f.p
	r := &ruledRow{x: x, values: map[string]checklist.Value{}, why: kit.NewTextField(p.t("rowReason"))}
	r.why.OnEscape = func() { f.leave() }
	if a := f.counted.Answer(x.sheet, x.item.ID); a != nil {
		r.now = a.Value
	}
	f.rows = append(f.rows, r)
	col := kit.NewColumn(6)
	r.number = r.stepper(p, f.preview)
	r.seg = kit.NewSegmented(r.options(p), keepIt, func(id string) {
		r.choice = strings.TrimPrefix(id, keepIt)
		visible(r.number, r.choice == otherIt)
		visible(r.why, r.choice != "")
		col.Refresh()
		f.list.Refresh()
		f.preview()
	})
	name := x.item.Text.In(p.s.Lang())
	if !r.now.IsZero() {
		name += p.t("rule.was", "what", words(p.s, x.item, r.now))
	}
	if who := f.whose(x.sheet); who != "" {
		name = who + " · " + name
	}
	visible(r.number, false)
	visible(r.why, false)
	col.Objects = []fyne.CanvasObject{kit.NewParagraph(name, theme.Text), kit.Flow(r.seg, r.number), r.why}
	return col
}

func visible(o fyne.CanvasObject, yes bool) {
	if yes {
		o.Show()
		return
	}
	o.Hide()
}

// options are what the answer may count as.
func (r *ruledRow) options(p *page) []kit.Option {
	it := r.x.item
	options := []kit.Option{{ID: keepIt, Text: p.t("rule.keep")}}
	add := func(id, word string, v checklist.Value) {
		if v.Verdict != "" && v.Verdict == r.now.Verdict {
			return // that is how it counts already
		}
		r.values[id] = v
		options = append(options, kit.Option{ID: id, Text: word})
	}
	switch {
	case it.Type == checklist.TypePass:
		add("pass", p.s.T("verdict.pass"), checklist.VerdictValue(checklist.Pass))
		add("fail", p.s.T("verdict.fail"), checklist.VerdictValue(checklist.Miss))
	default:
		if full, ok := best(it); ok {
			word := p.s.T("inspect.fullMarks")
			if it.Type == checklist.TypeNumber {
				word = p.t("rule.met")
			}
			add("full", word, full)
		}
		options = append(options, kit.Option{ID: otherIt, Text: p.t("rule.other")})
	}
	add("na", p.s.T("verdict.na"), checklist.VerdictValue(checklist.NA))
	if r.x.vetoes {
		options = append(options, kit.Option{ID: liftIt, Text: p.t("rule.lift")})
	}
	return options
}

// stepper takes a score, a rating, a number, or how often points were taken off.
func (r *ruledRow) stepper(p *page, then func()) *kit.Stepper {
	it := r.x.item
	give := func(n int64) checklist.Value { return checklist.NumberValue(checklist.Milli(n)) }
	low, high, step, unit, note := int64(0), int64(checklist.N(999999)), int64(1000), it.Unit, ""
	switch {
	case it.Unit == "min" || it.Unit == "people" || it.Unit == "windows":
		unit = p.s.T("inspect.unit." + it.Unit)
	case it.Type == checklist.TypeScore && it.Deduct != nil:
		high, unit, note = 999_000, p.s.T("inspect.occurrences"), p.t("rule.each", "n", it.Deduct.String())
		give = func(n int64) checklist.Value { return checklist.OccurrencesValue(int(n / 1000)) }
	case it.Type == checklist.TypeScore:
		high, step, unit = int64(it.Points), 500, p.s.T("inspect.max", "n", it.Points.String())
	case it.Type == checklist.TypeRating:
		low, high, unit = 1000, int64(checklist.N(it.Scale)), p.s.T("inspect.max", "n", checklist.N(it.Scale).String())
	}
	s := kit.NewStepper(low, high, step, func(n int64) {
		r.values[otherIt] = give(n)
		then()
	})
	s.Label(unit, note)
	return s
}

// best is the answer with full marks, where the type has one.
func best(it *checklist.Item) (checklist.Value, bool) {
	switch it.Type {
	case checklist.TypePass:
		return checklist.VerdictValue(checklist.Pass), true
	case checklist.TypeScore:
		if it.Deduct != nil {
			return checklist.OccurrencesValue(0), true
		}
		return checklist.NumberValue(it.Points), true
	case checklist.TypeRating:
		return checklist.NumberValue(checklist.N(it.Scale)), true
	case checklist.TypeNumber:
		if it.Target != nil {
			return checklist.NumberValue(it.Target.Value), true
		}
	}
	return checklist.Value{}, false
}
