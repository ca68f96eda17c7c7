package report

import (
	"math/big"
	"strconv"
	"strings"

	"hallcheck/checklist"
)

// flags are the tables of a behaviour review: one per person, a class and no number.
func (b *builder) flags() {
	t := b.tr
	for _, s := range b.in.Sheets {
		p := part{Title: b.personTitle(s), Continued: t.t("continued"), Cols: []col{
			{Title: t.t("col.no"), Width: 9, Align: centre},
			{Title: t.t("col.zone"), Width: 24, Align: centre, Group: true},
			{Title: t.t("col.item"), Width: 66},
			{Title: t.t("col.guidance"), Width: 52, Small: true},
			{Title: t.t("col.severity"), Width: 16, Align: centre},
			{Title: t.t("col.finding"), Width: 18, Align: centre},
			{Title: t.t("col.facts"), Width: 56},
			{Title: t.t("col.owner"), Width: 16, Align: centre},
			{Title: t.t("col.due"), Width: 20, Align: centre},
		}}
		for _, it := range b.applicable(s) {
			p.Rows = append(p.Rows, b.flagRow(s, it))
		}
		b.p.Parts = append(b.p.Parts, p)
	}
}

func (b *builder) flagRow(s *checklist.Sheet, it *checklist.Item) row {
	t, a := b.tr, s.Answers[it.ID]
	zone := b.zoneName(it.Zone)
	cells := []cell{
		num(strconv.Itoa(b.numOf[it.ID])), txt(zone), txt(t.in(it.Text)), txt(t.in(it.Guidance)),
		txt(t.core("severity", string(it.Severity))),
		{},
		txt(b.remark(s, it, a)),
		{},
		{},
	}
	switch {
	case !s.Answered(it):
		cells[5] = txt(t.core("verdict", "unanswered")).tone(toneMuted)
	case a.Value.Verdict == checklist.Miss:
		cells[5] = txt(t.t("flag.raised")).tone(toneBad)
		cells[7], cells[8] = txt(a.Remedy.Owner), txt(b.due(it, a))
	case a.Value.Verdict == checklist.NA:
		cells[5] = txt(t.core("verdict", "na")).tone(toneMuted)
	case a.Value.Verdict == checklist.Pass:
		cells[5] = txt(t.t("flag.normal"))
	default:
		cells[5] = txt(t.t("recorded")).tone(toneMuted)
	}
	return row{Group: zone, Cells: cells}
}

// walk is the table of a touchpoint walk with the remembered moments marked.
func (b *builder) walk() {
	t := b.tr
	if w := b.res.Walk; w != nil {
		b.walkScore(w)
	}
	p := part{Continued: t.t("continued"), Note: t.t("foot.walk"), Cols: []col{
		{Title: t.t("col.no"), Width: 9, Align: centre},
		{Title: t.t("col.stage"), Width: 18, Align: centre, Group: true},
		{Title: t.t("col.touchpoint"), Width: 40},
		{Title: t.t("col.guidance"), Width: 38, Small: true},
		{Title: t.t("col.blueprint"), Width: 56, Small: true},
		{Title: t.t("col.rating"), Width: 14, Align: centre},
		{Title: t.t("col.moment"), Width: 24, Align: centre},
		{Title: t.t("col.basis"), Width: 44},
		{Title: t.t("col.photos"), Width: 14, Align: centre},
		{Title: t.t("col.due"), Width: 20, Align: centre},
	}}
	for _, s := range b.in.Sheets {
		for _, it := range b.applicable(s) {
			p.Rows = append(p.Rows, b.walkRow(s, it))
		}
	}
	b.p.Parts = append(b.p.Parts, p)
}

func (b *builder) walkScore(w *checklist.WalkResult) {
	t := b.tr
	b.p.ScoreCap, b.p.Grade, b.p.Score = t.t("head.memory"), "", t.t("unscored")
	if w.MemoryIndex != nil {
		b.p.Score = w.MemoryIndex.String()
		b.p.Facts = append(b.p.Facts, field{t.t("fact.mean"), w.MeanIndex.String(), ""})
	}
	touch := func(key string, x *checklist.Touch) {
		if x != nil {
			if it := b.c.ItemByID(x.Item); it != nil {
				b.p.Facts = append(b.p.Facts, field{t.t(key), t.t("touch", "no", strconv.Itoa(b.numOf[x.Item]), "item", t.in(it.Text), "value", strconv.Itoa(x.Value)), ""})
			}
		}
	}
	touch("fact.peak", w.Peak)
	touch("fact.end", w.End)
}

func (b *builder) walkRow(s *checklist.Sheet, it *checklist.Item) row {
	t, a := b.tr, s.Answers[it.ID]
	zone := b.zoneName(it.Zone)
	cells := blanks(10)
	cells[0], cells[1] = num(strconv.Itoa(b.numOf[it.ID])), txt(zone)
	cells[2], cells[3] = txt(t.in(it.Text)), txt(t.in(it.Guidance))
	if x := it.Blueprint; x != nil {
		cells[4] = txt(t.t("blueprint", "front", t.in(x.Front), "back", t.in(x.Back), "evidence", t.in(x.Evidence)))
	}
	cells[5] = txt(t.core("verdict", "unanswered")).tone(toneMuted)
	if a != nil && a.Value.Number != nil {
		cells[5] = num(a.Value.Number.String()).tone(toneStrong)
		if *a.Value.Number <= checklist.N(2) {
			cells[5].Tone = toneBad
		}
	} else if a != nil && a.Value.Verdict == checklist.NA {
		cells[5] = txt(t.core("verdict", "na")).tone(toneMuted)
	}
	cells[6] = txt(b.moments(it))
	if a != nil {
		cells[7] = txt(strings.TrimSpace(strings.Join([]string{a.Note, a.Recording}, "\n")))
	}
	cells[8] = txt(strings.Join(b.shots[slot{s.ID, it.ID}], " "))
	_, cells[9] = b.remedy(s, it)
	return row{Group: zone, Cells: cells}
}

// moments marks the touchpoints that make the memory, and the key ones as designed.
func (b *builder) moments(it *checklist.Item) string {
	var out []string
	w := b.res.Walk
	if w != nil && w.Peak != nil && w.Peak.Item == it.ID {
		out = append(out, b.tr.t("moment.peak"))
	}
	if w != nil && w.End != nil && w.End.Item == it.ID {
		out = append(out, b.tr.t("moment.end"))
	}
	switch it.Moment {
	case "peak", "end":
		out = append(out, b.tr.t("designed."+it.Moment))
	}
	if w != nil && has(w.Pain, it.ID) {
		out = append(out, b.tr.t("moment.pain"))
	}
	if w != nil && has(w.Bright, it.ID) {
		out = append(out, b.tr.t("moment.bright"))
	}
	return strings.Join(out, "\n")
}

func has(list []string, id string) bool {
	for _, x := range list {
		if x == id {
			return true
		}
	}
	return false
}

// surveyScore puts the weighted gap where other sheets have the score.
func (b *builder) surveyScore() {
	t, s := b.tr, b.res.Survey
	b.p.ScoreCap, b.p.Score, b.p.Grade, b.p.Bad = t.t("head.gap"), t.t("unscored"), "", false
	if s != nil && s.Weighted != nil {
		b.p.Score = signed(s.Weighted)
	}
}

// signed writes a gap with two places and its sign.
func signed(r *big.Rat) string {
	s := checklist.RoundDecimals(r, 2)
	if r.Sign() > 0 {
		return "+" + s
	}
	return s
}

func ratCell(r *big.Rat, write func(*big.Rat) string) cell {
	if r == nil {
		return txt("–").tone(toneMuted)
	}
	return cell{Text: write(r), Num: strings.TrimPrefix(write(r), "+")}
}

// gapCell is a gap with its sign.
func gapCell(r *big.Rat) cell {
	c := ratCell(r, signed)
	c.Format = gapFormat
	return c
}

const gapFormat = "+0.00;-0.00;0.00"

func twoPlaces(r *big.Rat) string { return checklist.RoundDecimals(r, 2) }

// survey are the tables of a SERVQUAL survey: dimensions, statements, respondents.
func (b *builder) survey() {
	s := b.res.Survey
	if s == nil {
		return
	}
	if s.Unweighted != nil {
		b.p.Facts = append(b.p.Facts, field{b.tr.t("fact.unweighted"), signed(s.Unweighted), ""})
	}
	b.dimensions(s)
	b.statements()
	b.respondents()
}

func (b *builder) dimensions(s *checklist.SurveyResult) {
	t := b.tr
	p := part{Title: t.t("dimensions"), Note: t.t("foot.gap"), Cols: []col{
		{Title: t.t("col.dimension"), Width: 77},
		{Title: t.t("col.expectation"), Width: 35, Align: centre},
		{Title: t.t("col.perception"), Width: 35, Align: centre},
		{Title: t.t("col.gap"), Width: 35, Align: centre},
		{Title: t.t("col.weight"), Width: 35, Align: centre},
		{Title: t.t("col.n"), Width: 30, Align: centre},
		{Title: t.t("col.priority"), Width: 30, Align: centre},
	}}
	for _, d := range s.Dimensions {
		priority := cell{}
		for i, id := range s.Priority {
			if id == d.ID {
				priority = num(strconv.Itoa(i + 1))
			}
		}
		gap := gapCell(d.Gap).tone(toneStrong)
		p.Rows = append(p.Rows, row{Cells: []cell{
			txt(b.zoneName(d.ID)), ratCell(d.Expectation, twoPlaces), ratCell(d.Perception, twoPlaces),
			gap, ratCell(d.Weight, decimals), num(strconv.Itoa(d.N)), priority,
		}})
	}
	total := func(key string, r *big.Rat) {
		cells := blanks(7)
		cells[0], cells[3] = txt(t.t(key)), gapCell(r)
		p.Rows = append(p.Rows, row{Kind: rowTotal, Cells: cells})
	}
	total("unweighted", s.Unweighted)
	total("weighted", s.Weighted)
	b.p.Parts = append(b.p.Parts, p)
}

// pairMean is the mean of the full pairs of some items.
type pairMean struct {
	e, p, n int64
}

func (m *pairMean) add(s *checklist.Sheet, it *checklist.Item) {
	if a := s.Answers[it.ID]; a != nil && it.Expectation.ZH != "" && s.Answered(it) && a.Value.Verdict != checklist.NA {
		m.e, m.p, m.n = m.e+int64(a.Value.Expectation), m.p+int64(a.Value.Perception), m.n+1
	}
}

func (m *pairMean) mean(sum int64) *big.Rat {
	if m.n == 0 {
		return nil
	}
	return big.NewRat(sum, m.n)
}

func (b *builder) statements() {
	t := b.tr
	p := part{Title: t.t("statements"), Sheet: t.t("sheet.statements"), Continued: t.t("continued"), Cols: []col{
		{Title: t.t("col.no"), Width: 10, Align: centre},
		{Title: t.t("col.dimension"), Width: 28, Align: centre, Group: true},
		{Title: t.t("col.item"), Width: 40},
		{Title: t.t("col.statement"), Width: 99},
		{Title: t.t("col.expectation"), Width: 25, Align: centre},
		{Title: t.t("col.perception"), Width: 25, Align: centre},
		{Title: t.t("col.gap"), Width: 25, Align: centre},
		{Title: t.t("col.n"), Width: 25, Align: centre},
	}}
	for i := range b.c.Items {
		it := &b.c.Items[i]
		var m pairMean
		for _, s := range b.in.Sheets {
			m.add(s, it)
		}
		zone := b.zoneName(it.Zone)
		p.Rows = append(p.Rows, row{Group: zone, Cells: []cell{
			num(strconv.Itoa(i + 1)), txt(zone), txt(t.in(it.Text)), txt(t.in(it.Perception)),
			ratCell(m.mean(m.e), twoPlaces), ratCell(m.mean(m.p), twoPlaces), gapCell(m.mean(m.p - m.e)), num(strconv.FormatInt(m.n, 10)),
		}})
	}
	b.p.Parts = append(b.p.Parts, p)
}

// respondents is one line a respondent: the gap of each dimension.
func (b *builder) respondents() {
	t := b.tr
	p := part{Title: t.t("respondents"), Sheet: t.t("sheet.respondents"), Cols: []col{
		{Title: t.t("col.no"), Width: 12, Align: centre}, {Title: t.t("col.respondent"), Width: 50},
	}}
	for i := range b.c.Zones {
		p.Cols = append(p.Cols, col{Title: b.tr.in(b.c.Zones[i].Name), Width: 35, Align: centre})
	}
	p.Cols = append(p.Cols, col{Title: t.t("col.pairs"), Width: 40, Align: centre})
	for i, s := range b.in.Sheets {
		cells := []cell{num(strconv.Itoa(i + 1)), txt(s.Person)}
		pairs := int64(0)
		for z := range b.c.Zones {
			var m pairMean
			for k := range b.c.Items {
				if b.c.Items[k].Zone == b.c.Zones[z].ID {
					m.add(s, &b.c.Items[k])
				}
			}
			pairs += m.n
			cells = append(cells, gapCell(m.mean(m.p-m.e)))
		}
		p.Rows = append(p.Rows, row{Cells: append(cells, num(strconv.FormatInt(pairs, 10)))})
	}
	b.p.Parts = append(b.p.Parts, p)
}
