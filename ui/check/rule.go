package check

import (
	"strings"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// ruling is the form in which an appeal is ruled on.
type ruling struct {
	p     *page
	d     *detail
	why   *kit.TextField
	rows  []*ruledRow
	score *kit.Label
}

// ruledRow is one answer in it.
type ruledRow struct {
	x      red
	choice string // "" = as it is
	why    *kit.TextField
	values map[string]checklist.Value
}

// The choices of a row besides the values.
const (
	keepIt = "keep"
	liftIt = "lift"
)

// askRule asks how the appeal is ruled: nothing chosen upholds what was passed.
func (p *page) askRule(d *detail) {
	ids := []string{p.at}
	f := &ruling{p: p, d: d, score: kit.NewBold("")}
	why, field := p.reasonField(checklist.ReviewChange)
	f.why = why
	parts := []fyne.CanvasObject{paragraph(p.t("ruleHow"), theme.Muted)}
	for _, x := range d.reds {
		parts = append(parts, f.row(x))
	}
	list := kit.Scroll(kit.NewColumn(12, parts...))
	size := p.s.Window().Canvas().Size()
	body := kit.NewColumn(12, kit.MinSize(list, 400, min(float32(40+84*len(d.reds)), max(size.Height-430, 120))), f.score, kit.FormRow(p.t("reason"), field))
	f.preview()
	o := p.s.Form(p.t("ask.rule"), body, 620, why, p.t("do.ruleNow"), func(done func()) {
		text := p.given(why)
		if text == "" {
			return
		}
		list := f.corrections(text)
		done()
		verb := checklist.ReviewUphold
		if len(list) > 0 {
			verb = checklist.ReviewChange
		}
		p.decide(verb, ids, func(r *checklist.Review, a checklist.Act) error {
			if len(list) == 0 {
				return r.Uphold(a, text)
			}
			return r.Change(a, text, list)
		})
	})
	why.OnEscape = o.Dismiss
}

// row lets one answer count otherwise.
func (f *ruling) row(x red) fyne.CanvasObject {
	p := f.p
	r := &ruledRow{x: x, values: map[string]checklist.Value{}, why: kit.NewTextField(p.t("rowReason"))}
	options := []kit.Option{{ID: keepIt, Text: p.t("rule.keep")}}
	add := func(id, word string, v checklist.Value) {
		r.values[id] = v
		options = append(options, kit.Option{ID: id, Text: word})
	}
	if full, ok := best(x.item); ok {
		add("full", p.t("rule.full"), full)
	}
	add("na", p.s.T("verdict.na"), checklist.VerdictValue(checklist.NA))
	if x.vetoes {
		options = append(options, kit.Option{ID: liftIt, Text: p.t("rule.lift")})
	}
	f.rows = append(f.rows, r)
	seg := kit.NewSegmented(options, keepIt, func(id string) {
		r.choice = strings.TrimPrefix(id, keepIt)
		f.preview()
	})
	a := f.d.r.Record.Answer(x.sheet, x.item.ID)
	name := kit.NewLabel(x.item.Text.In(p.s.Lang()) + "（" + words(p.s, x.item, a.Value) + "）")
	return kit.NewColumn(6, name, kit.NewRow(10, seg, kit.Grow(r.why)))
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

// corrections are the rows that count otherwise; a row without words of its own
// has those of the ruling.
func (f *ruling) corrections(why string) []checklist.Correction {
	var out []checklist.Correction
	for _, r := range f.rows {
		if r.choice == "" {
			continue
		}
		c := checklist.Correction{Sheet: r.x.sheet, Item: r.x.item.ID, Lift: r.choice == liftIt, Reason: strings.TrimSpace(r.why.Text)}
		if v, ok := r.values[r.choice]; ok {
			c.Value = &v
		}
		if c.Reason == "" {
			c.Reason = why
		}
		out = append(out, c)
	}
	return out
}

// preview shows the score the chosen rows come to.
func (f *ruling) preview() {
	r := *f.d.r
	r.Corrections = append(append([]checklist.Correction{}, r.Corrections...), f.corrections("?")...)
	was, is := "–", "–"
	if s := f.d.counted().Score; s != nil {
		was = s.String()
	}
	if s := checklist.Evaluate(r.Corrected()).Score; s != nil {
		is = s.String()
	}
	if was == is && len(f.corrections("?")) == 0 {
		f.score.Set(f.p.t("rule.upholds", "score", was))
		return
	}
	f.score.Set(f.p.t("rule.changes", "was", was, "is", is))
}
