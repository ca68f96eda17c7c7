package report

import (
	"math/big"
	"strconv"
	"strings"

	"hallcheck/checklist"
)

// deductions lists what was found wrong, with reasons (扣分原因): every item that
// lost points or opens a finding. The points lost on the 100 scale are shown
// with two places that sum exactly.
func (b *builder) deductions(person bool) {
	p := part{Title: b.tr.t("deductions"), Sheet: b.tr.t("sheet.deductions"), Cols: b.deductionCols(person), Note: b.tr.t("foot.lost")}
	var off, lost big.Rat
	for _, s := range b.in.Sheets {
		_, byLine, _ := b.res.DecimalsOf(s.ID, 2)
		at := map[string]string{}
		for i := range b.res.Trace {
			if l := &b.res.Trace[i]; l.Sheet == s.ID {
				at[l.Item] = byLine[i]
			}
		}
		for _, it := range b.applicable(s) {
			if r, o, l, ok := b.deduction(s, it, at[it.ID], person, len(p.Rows)+1); ok {
				p.Rows = append(p.Rows, r)
				off.Add(&off, o)
				lost.Add(&lost, l)
			}
		}
	}
	if len(p.Rows) == 0 {
		p.Rows, p.Note = []row{span(b.tr.t("noDeductions"), tonePlain)}, ""
		b.p.Parts = append(b.p.Parts, p)
		return
	}
	cells := blanks(len(p.Cols))
	cells[3] = txt(b.tr.t("total"))
	cells[4] = num(decimals(&off))
	if !person {
		cells[5] = num(lost.FloatString(2))
	}
	p.Rows = append(p.Rows, row{Kind: rowTotal, Cells: cells})
	b.p.Parts = append(b.p.Parts, p)
}

func (b *builder) deductionCols(person bool) []col {
	t := b.tr
	who := col{Title: t.t("col.zone"), Width: 22, Align: centre}
	if person {
		who.Title = t.t("col.person")
	}
	return []col{
		{Title: t.t("col.no"), Width: 9, Align: centre},
		{Title: t.t("col.itemNo"), Width: 12, Align: centre},
		who,
		{Title: t.t("col.problem"), Width: 64},
		{Title: t.t("col.off"), Width: 13, Align: centre},
		{Title: t.t("col.lost"), Width: 18, Align: centre},
		{Title: t.t("col.severity"), Width: 16, Align: centre},
		{Title: t.t("col.reason"), Width: 71},
		{Title: t.t("col.photos"), Width: 16, Align: centre},
		{Title: t.t("col.owner"), Width: 16, Align: centre},
		{Title: t.t("col.due"), Width: 20, Align: centre},
	}
}

func (b *builder) deduction(s *checklist.Sheet, it *checklist.Item, lost string, person bool, no int) (row, *big.Rat, *big.Rat, bool) {
	a, l := s.Answers[it.ID], b.lines[slot{s.ID, it.ID}]
	off, onScale := new(big.Rat), new(big.Rat)
	if l != nil && l.Ratio != nil {
		ratio := l.Ratio
		if l.AfterVeto != nil {
			ratio = l.AfterVeto
		}
		off.Sub(it.Points.Rat(), new(big.Rat).Mul(ratio, it.Points.Rat()))
		onScale.SetString(lost)
	}
	if a == nil || (off.Sign() == 0 && !it.OpensFinding(b.c, a.Value)) {
		return row{}, nil, nil, false
	}
	severity := a.Remedy.Severity
	if severity == "" {
		severity = it.Severity
	}
	who := b.zoneName(it.Zone)
	if person {
		who = s.Person
	}
	owner, due := b.remedy(s, it)
	cells := []cell{
		num(strconv.Itoa(no)), num(strconv.Itoa(b.numOf[it.ID])), txt(who), txt(b.tr.in(it.Text)),
		num(decimals(off)), num(onScale.FloatString(2)), txt(b.tr.core("severity", string(severity))),
		txt(b.remark(s, it, a)), txt(strings.Join(b.shots[slot{s.ID, it.ID}], " ")), owner, due,
	}
	if severity == checklist.Critical {
		cells[6].Tone = toneBad
	}
	return row{Cells: cells}, off, onScale, true
}

// photos numbers the pictures P1, P2 … in the order of the sheet.
func (b *builder) photos() {
	for _, s := range b.in.Sheets {
		for _, it := range b.applicable(s) {
			a := s.Answers[it.ID]
			if a == nil {
				continue
			}
			for _, ref := range a.Photos {
				no := "P" + strconv.Itoa(len(b.p.Photos)+1)
				at := slot{s.ID, it.ID}
				b.shots[at] = append(b.shots[at], no)
				caption := strconv.Itoa(b.numOf[it.ID]) + " " + b.tr.in(it.Text)
				if s.Person != "" {
					caption = s.Person + " · " + caption
				}
				b.p.Photos = append(b.p.Photos, photo{No: no, Hash: ref.Drawn(), Caption: caption, Detail: b.photoDetail(ref)})
			}
		}
	}
}

func (b *builder) photoDetail(ref checklist.PhotoRef) string {
	when := b.tr.t("photo.added", "time", b.at(ref.AddedAt, "2006-01-02 15:04"))
	if ref.TakenAt != 0 {
		when = b.tr.t("photo.taken", "time", b.at(ref.TakenAt, "2006-01-02 15:04"))
	}
	out := []string{when}
	switch ref.Source {
	case "file", "paste", "drop", "inbox":
		out = append(out, b.tr.t("source."+ref.Source))
	}
	if ref.Kind == checklist.PhotoAfter {
		out = append(out, b.tr.t("photo.after"))
	}
	return strings.Join(out, " · ")
}

// personSummary is the table of persons with the branch's mean under it.
func (b *builder) personSummary() {
	t := b.tr
	p := part{Title: t.t("persons"), Sheet: t.t("sheet.persons"), Cols: []col{
		{Title: t.t("col.no"), Width: 12, Align: centre},
		{Title: t.t("col.person"), Width: 60},
		{Title: t.t("col.position"), Width: 60},
		{Title: t.t("col.score"), Width: 35, Align: centre},
		{Title: t.t("col.grade"), Width: 35, Align: centre},
		{Title: t.t("col.veto"), Width: 75},
	}}
	scored := 0
	for i, x := range b.res.Persons {
		score := txt(t.t("unscored")).tone(toneMuted)
		if x.Score != nil {
			score = num(x.Score.String()).tone(toneStrong)
			scored++
		}
		p.Rows = append(p.Rows, row{Cells: []cell{
			num(strconv.Itoa(i + 1)), txt(x.Person), txt(t.core("position", string(x.Position))),
			score, txt(b.gradeName(x.Grade)), b.personVeto(x),
		}})
	}
	if b.res.Score != nil {
		mean := t.t("mean", "n", strconv.Itoa(scored))
		if b.res.Small {
			mean += " · " + t.t("mark.small")
		}
		cells := []cell{{}, txt(mean), {}, num(b.res.Score.String()), txt(b.gradeName(b.res.Grade)), {}}
		p.Rows = append(p.Rows, row{Kind: rowTotal, Cells: cells})
	}
	b.p.Parts = append(b.p.Parts, p)
}

func (b *builder) personVeto(x checklist.PersonScore) cell {
	var names []string
	for _, v := range x.Vetoes {
		if it := b.c.ItemByID(v.Item); it != nil {
			names = append(names, strconv.Itoa(b.numOf[v.Item])+" "+b.tr.in(it.Text))
		}
	}
	if len(names) == 0 {
		return txt("–").tone(toneMuted)
	}
	return txt(strings.Join(names, "\n")).tone(toneBad)
}
