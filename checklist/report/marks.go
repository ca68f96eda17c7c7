package report

import (
	"math/big"
	"strconv"
	"strings"
	"time"

	"hallcheck/assets"
	"hallcheck/checklist"
)

// markCols are the eleven columns of the inspection sheet (DOMAIN 8.3).
func (w words) markCols() []col {
	return []col{
		{Title: w.t("col.no"), Width: 9, Align: centre},
		{Title: w.t("col.zone"), Width: 20, Align: centre, Group: true},
		{Title: w.t("col.item"), Width: 60},
		{Title: w.t("col.guidance"), Width: 58, Small: true},
		{Title: w.t("col.points"), Width: 13, Align: centre},
		{Title: w.t("col.earned"), Width: 14, Align: centre},
		{Title: w.t("col.off"), Width: 12, Align: centre},
		{Title: w.t("col.note"), Width: 41},
		{Title: w.t("col.photos"), Width: 14, Align: centre},
		{Title: w.t("col.owner"), Width: 16, Align: centre},
		{Title: w.t("col.due"), Width: 20, Align: centre},
	}
}

// The columns of markCols that sums stand in.
const (
	colNo = iota
	colZone
	colItem
	colGuidance
	colPoints
	colEarned
	colOff
	colNote
)

// sums are item points of the applicable scored items.
type sums struct {
	points, earned big.Rat
	n              int
}

func (s *sums) add(points, earned *big.Rat) {
	s.points.Add(&s.points, points)
	s.earned.Add(&s.earned, earned)
	s.n++
}

func (s *sums) off() *big.Rat { return new(big.Rat).Sub(&s.points, &s.earned) }

// marks are the tables of the points and compliance methods: one per sheet, then
// what was deducted.
func (b *builder) marks() {
	person := b.c.Subject == checklist.SubjectPerson || b.c.Subject == checklist.SubjectRespondent
	if person {
		b.personSummary()
	}
	for _, s := range b.in.Sheets {
		p := part{Cols: b.tr.markCols(), Continued: b.tr.t("continued"), Note: b.tr.t("foot.na")}
		if person {
			p.Title = b.personTitle(s)
		}
		b.markRows(&p, s, person)
		b.p.Parts = append(b.p.Parts, p)
	}
	b.deductions(person)
}

func (b *builder) personTitle(s *checklist.Sheet) string {
	t := s.Person
	if s.Position != "" {
		t += " · " + b.tr.core("position", string(s.Position))
	}
	for _, p := range b.res.Persons {
		if p.Sheet != s.ID {
			continue
		}
		if p.Score != nil {
			t += " · " + b.tr.t("personScore", "score", p.Score.String())
		}
		if g := b.gradeName(p.Grade); g != "" {
			t += " · " + g
		}
	}
	return t
}

func (b *builder) markRows(p *part, s *checklist.Sheet, person bool) {
	var total, zone sums
	items := b.applicable(s)
	for i, it := range items {
		r, points, earned := b.markRow(s, it)
		p.Rows = append(p.Rows, r)
		if earned != nil {
			zone.add(points, earned)
			total.add(points, earned)
		}
		if i+1 == len(items) || items[i+1].Zone != it.Zone {
			if zone.n > 0 {
				p.Rows = append(p.Rows, b.sumRow(rowSub, b.zoneName(it.Zone), b.tr.t("subtotal"), &zone, b.zoneNote(it.Zone, person)))
			}
			zone = sums{}
		}
	}
	if len(items) == 0 {
		return
	}
	p.Rows = append(p.Rows, b.sumRow(rowTotal, "", b.tr.t("total"), &total, b.totalNote(s, person)))
	b.verdictRows(p, s, person)
}

// applicable lists the items asked on a sheet, zones in checklist order.
func (b *builder) applicable(s *checklist.Sheet) []*checklist.Item {
	var out []*checklist.Item
	for z := range b.c.Zones {
		for i := range b.c.Items {
			if it := &b.c.Items[i]; it.Zone == b.c.Zones[z].ID && b.in.Applies(s, it) {
				out = append(out, it)
			}
		}
	}
	return out
}

// markRow is one item; earned is nil when the item is in no sum.
func (b *builder) markRow(s *checklist.Sheet, it *checklist.Item) (r row, points, earned *big.Rat) {
	t, l := b.tr, b.lines[slot{s.ID, it.ID}]
	cells := blanks(11)
	cells[colNo] = num(strconv.Itoa(b.numOf[it.ID]))
	cells[colZone] = txt(b.zoneName(it.Zone))
	cells[colItem] = txt(b.itemText(it))
	cells[colGuidance] = txt(t.in(it.Guidance))
	cells[colPoints] = num(it.Points.String())
	a := s.Answers[it.ID]
	switch {
	case l != nil && l.Ratio != nil:
		ratio := l.Ratio
		if l.AfterVeto != nil {
			ratio = l.AfterVeto
		}
		points = it.Points.Rat()
		earned = new(big.Rat).Mul(ratio, points)
		off := new(big.Rat).Sub(points, earned)
		cells[colEarned], cells[colOff] = num(decimals(earned)), num(decimals(off))
		cells[colOff].Tone = toneMuted
		if off.Sign() > 0 {
			cells[colOff].Tone = toneBad
		}
	case !s.Answered(it):
		cells[colEarned] = txt(t.core("verdict", "unanswered")).tone(toneMuted)
	case a.Value.Verdict == checklist.NA:
		cells[colEarned] = txt(t.core("verdict", "na")).tone(toneMuted)
	default:
		cells[colEarned] = txt(b.verdictWord(a.Value)).tone(toneMuted)
	}
	if earned == nil {
		cells[colPoints].Tone = toneMuted
		if it.Points == 0 {
			cells[colPoints] = txt("–").tone(toneMuted)
		}
	}
	cells[colNote] = txt(b.remark(s, it, a))
	cells[8] = txt(strings.Join(b.shots[slot{s.ID, it.ID}], " "))
	cells[9], cells[10] = b.remedy(s, it)
	return row{Group: b.zoneName(it.Zone), Cells: cells}, points, earned
}

// itemText is the item, with the mark of a veto item.
func (b *builder) itemText(it *checklist.Item) string {
	if it.Veto == checklist.VetoInspection || it.Veto == checklist.VetoIndicator {
		return b.tr.in(it.Text) + b.tr.t("vetoItem."+string(it.Veto))
	}
	return b.tr.in(it.Text)
}

func (b *builder) verdictWord(v checklist.Value) string {
	if v.Verdict == checklist.Pass || v.Verdict == checklist.Miss {
		return b.tr.core("verdict", string(v.Verdict))
	}
	return b.tr.t("recorded")
}

// remark is what was measured, counted and written about an item.
func (b *builder) remark(s *checklist.Sheet, it *checklist.Item, a *checklist.Answer) string {
	if a == nil {
		return ""
	}
	var out []string
	add := func(x string) {
		if x != "" {
			out = append(out, x)
		}
	}
	add(b.measured(it, a.Value))
	l := b.lines[slot{s.ID, it.ID}]
	if l != nil && l.Ratio != nil && l.AfterVeto != nil && l.AfterVeto.Cmp(l.Ratio) != 0 {
		raw := new(big.Rat).Mul(l.Ratio, it.Points.Rat())
		add(b.tr.t("byIndicator", "raw", decimals(raw)))
	}
	if it.Veto == checklist.VetoInspection && it.Violated(a.Value) {
		add(b.tr.t("mark.veto"))
	}
	add(a.Note)
	if a.Recording != "" {
		add(b.tr.t("recording", "ref", a.Recording))
	}
	return strings.Join(out, "\n")
}

func (b *builder) measured(it *checklist.Item, v checklist.Value) string {
	switch {
	case v.Verdict == checklist.NA:
		return ""
	case v.Occurrences != nil && it.Deduct != nil && *v.Occurrences > 0:
		return b.tr.t("occurrences", "k", strconv.Itoa(*v.Occurrences), "each", it.Deduct.String())
	case it.Type == checklist.TypeNumber && v.Number != nil:
		m := b.tr.t("measured", "value", v.Number.String(), "unit", b.tr.unit(it.Unit))
		if it.Target != nil {
			m += b.tr.t("target", "op", sign(it.Target.Op), "value", it.Target.Value.String())
		}
		return m
	case it.Type == checklist.TypeRating && v.Number != nil:
		return b.tr.t("rated", "value", v.Number.String(), "scale", strconv.Itoa(it.Scale))
	case it.Type == checklist.TypeText:
		return v.Text
	default:
		return ""
	}
}

// unit is the unit's word where the language has one, else as the checklist says.
func (w words) unit(u string) string {
	if key := "report.unit." + u; assets.Has(string(w.lang), key) {
		return assets.T(string(w.lang), key)
	}
	return u
}

func sign(op string) string {
	if op == "<=" {
		return "≤"
	}
	return "≥"
}

// remedy is who fixes an item by when; empty when nothing is to be fixed.
func (b *builder) remedy(s *checklist.Sheet, it *checklist.Item) (owner, due cell) {
	a := s.Answers[it.ID]
	if a == nil || !it.OpensFinding(b.c, a.Value) {
		return cell{}, cell{}
	}
	return txt(a.Remedy.Owner), txt(b.due(it, a))
}

// due is the day agreed, else the inspection's day and the item's own term.
func (b *builder) due(it *checklist.Item, a *checklist.Answer) string {
	if a.Remedy.Due != "" {
		return a.Remedy.Due
	}
	day, err := time.Parse(time.DateOnly, b.in.Day)
	if err != nil {
		return ""
	}
	return day.AddDate(0, 0, it.RectifyDays).Format(time.DateOnly)
}

func (b *builder) sumRow(kind rowKind, group, title string, s *sums, remark string) row {
	cells := blanks(11)
	cells[colItem] = txt(title)
	cells[colPoints], cells[colEarned], cells[colOff] = num(decimals(&s.points)), num(decimals(&s.earned)), num(decimals(s.off()))
	cells[colNote] = txt(remark)
	if kind == rowSub {
		cells[colZone] = txt(group)
	}
	return row{Kind: kind, Group: group, Cells: cells}
}

// zoneNote is the zone's score on the 100 scale; a branch sheet only, since the
// result keeps zones over all persons.
func (b *builder) zoneNote(zone string, person bool) string {
	if person {
		return ""
	}
	for _, z := range b.res.Zones {
		if z.ID == zone && z.Score != nil {
			return b.tr.t("zoneScore", "score", z.Score.String())
		}
	}
	return ""
}

func (b *builder) totalNote(s *checklist.Sheet, person bool) string {
	score := b.res.Score
	if person {
		score = nil
		for _, p := range b.res.Persons {
			if p.Sheet == s.ID {
				score = p.Score
			}
		}
	}
	if score == nil {
		return b.tr.t("unscored")
	}
	return b.tr.t("hundred", "score", score.String())
}

// verdictRows are the veto line and the cap line under the total.
func (b *builder) verdictRows(p *part, s *checklist.Sheet, person bool) {
	vetoes, limit := b.res.Vetoes, b.res.Cap
	if person {
		vetoes, limit = nil, nil
		for _, x := range b.res.Persons {
			if x.Sheet == s.ID {
				vetoes, limit = x.Vetoes, x.Cap
			}
		}
	}
	var names []string
	for _, v := range vetoes {
		if it := b.c.ItemByID(v.Item); it != nil {
			names = append(names, b.tr.t("vetoHit."+string(v.Effect), "no", strconv.Itoa(b.numOf[v.Item]), "item", b.tr.in(it.Text)))
		}
	}
	switch {
	case len(names) > 0:
		p.Rows = append(p.Rows, span(b.tr.t("vetoLine", "items", strings.Join(names, b.tr.t("and"))), toneBad))
	case b.hasVeto():
		p.Rows = append(p.Rows, span(b.tr.t("vetoNone"), tonePlain))
	}
	if limit != nil {
		p.Rows = append(p.Rows, span(b.tr.t("capLine", "before", limit.Before.String(), "limit", limit.Limit.String(), "after", limit.After.String()), toneBad))
	}
}
