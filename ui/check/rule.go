package check

import (
	"slices"
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
	list  *fyne.Container
	more  *kit.SearchSelect // takes another answer of the record in
	score *kit.Label

	counted *checklist.Inspection // the record with its answers as they count now
	leave   func()                // closes the form
}

// askRule asks how the appeal is ruled: nothing chosen upholds what was passed.
func (p *page) askRule(d *detail) {
	ids := []string{p.at}
	f := &ruling{p: p, d: d, score: kit.NewBold(""), list: kit.NewColumn(14), counted: d.r.Corrected()}
	why, field := p.reasonField(checklist.ReviewChange)
	f.why = why
	f.more = kit.NewSearchSelect(p.t("rule.more"), nil, "", nil, f.add)
	f.more.Find = p.t("rule.moreFind")
	f.begin()
	parts := kit.NewColumn(12, paragraph(p.t("ruleHow"), theme.Muted), f.list, f.more)
	size := p.s.Window().Canvas().Size()
	body := kit.NewColumn(12, kit.MinSize(kit.Scroll(parts), 400, min(float32(120+84*len(f.rows)), max(size.Height-430, 120))), f.score, kit.FormRow(p.t("reason"), field))
	f.preview()
	o := p.s.Form(p.t("ask.rule"), body, 620, why, p.t("do.ruleNow"), func(done func()) {
		text := p.given(why)
		if text == "" {
			return
		}
		if i := slices.IndexFunc(f.rows, (*ruledRow).lacking); i >= 0 {
			p.s.Window().Canvas().Focus(f.rows[i].number)
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
	why.OnEscape, f.leave = o.Dismiss, o.Dismiss
}

// begin lists the answers that went wrong or cost points, and offers the others.
func (f *ruling) begin() {
	in := f.d.r.Record
	for _, x := range f.d.reds {
		f.list.Add(f.row(x))
	}
	for _, l := range f.d.own.Trace {
		if l.Lost != nil && l.Lost.Sign() > 0 && !f.has(l.Sheet, l.Item) && in.Answer(l.Sheet, l.Item) != nil {
			f.list.Add(f.row(red{sheet: l.Sheet, item: in.Checklist.ItemByID(l.Item)}))
		}
	}
	f.offer()
}

func (f *ruling) has(sheet, item string) bool {
	return slices.ContainsFunc(f.rows, func(r *ruledRow) bool { return r.x.sheet == sheet && r.x.item.ID == item })
}

// offer lists the answers of the record that are not in the form yet.
func (f *ruling) offer() {
	in := f.d.r.Record
	var out []kit.Choice
	for _, s := range in.Sheets {
		for i := range in.Checklist.Items {
			it := &in.Checklist.Items[i]
			if in.Applies(s, it) && it.Type != checklist.TypeText && it.Expectation.ZH == "" && !f.has(s.ID, it.ID) {
				out = append(out, kit.Choice{ID: s.ID + "\n" + it.ID, Text: it.Text.In(f.p.s.Lang()), Sub: f.whose(s.ID)})
			}
		}
	}
	f.more.SetChoices(out, "")
	if len(out) == 0 {
		f.more.Hide()
	}
}

// add takes another answer in.
func (f *ruling) add(id string) {
	sheet, item, _ := strings.Cut(id, "\n")
	f.list.Add(f.row(red{sheet: sheet, item: f.d.r.Record.Checklist.ItemByID(item)}))
	f.offer()
	f.p.s.Window().Canvas().Focus(f.rows[len(f.rows)-1].seg)
}

// whose names the person of a sheet, "" where there is one sheet only.
func (f *ruling) whose(sheet string) string {
	if s := f.d.r.Record.Sheet(sheet); s != nil {
		return s.Person
	}
	return ""
}

// corrections are the rows that count otherwise; a row without words of its own
// has those of the ruling.
func (f *ruling) corrections(why string) []checklist.Correction {
	var out []checklist.Correction
	for _, r := range f.rows {
		if r.choice == "" || r.lacking() {
			continue
		}
		c := checklist.Correction{Sheet: r.x.sheet, Item: r.x.item.ID, Lift: r.choice == liftIt, Reason: strings.TrimSpace(r.why.Text)}
		if v, ok := r.value(); ok {
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
