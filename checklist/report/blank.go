package report

import (
	"strconv"
	"strings"
	"time"

	"hallcheck/checklist"
)

// blankRow is the least height of a row to write in, in millimetres.
const blankRow = 9.5

// newBlank makes the empty form of a checklist.
func newBlank(c *checklist.Checklist, org string, lang checklist.Lang) *paper {
	t := wordsOf(lang)
	p := &paper{
		Title: t.in(c.Title), Edition: t.t("edition", "n", strconv.Itoa(c.Version)), Org: org, Blank: true, tr: t,
		DocID: t.t("docBlank", "id", c.ID, "n", strconv.Itoa(c.Version)), Running: t.in(c.Title),
		Created: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
		Sign:    t.signers(),
		Head: []field{
			{t.t("head.org"), org, ""},
			{t.t("head.branch"), "", ""},
			{t.t("head.grade"), t.choices(t.hallGrades()), ""},
			{t.t("head.mode"), t.choices(t.modes(c)), ""},
			{t.t("head.time"), "", ""},
			{t.t("head.inspector"), "", ""},
		},
	}
	switch c.Subject {
	case checklist.SubjectPerson:
		p.Head = append(p.Head, field{t.t("head.person"), "", ""}, field{t.t("head.position"), t.choices(t.positions()), ""}, field{t.t("head.score"), "", ""})
	case checklist.SubjectRespondent:
		p.Head = append(p.Head, field{t.t("head.respondent"), "", ""})
	case checklist.SubjectBranch, checklist.SubjectWalk:
		if c.Scoring.Method == checklist.Points || c.Scoring.Method == checklist.Compliance {
			p.Head = append(p.Head, field{t.t("head.score"), "", ""}, field{t.t("head.level"), "", ""}, field{t.t("head.companion"), "", ""})
		}
	}
	if c.Scoring.Method == checklist.Gap {
		p.Parts = []part{t.blankPairs(c), t.blankWeights(c)}
	} else {
		p.Parts = []part{t.blankItems(c)}
	}
	return p
}

// choices writes the words with a box to tick before each.
func (w words) choices(list []string) string {
	var b strings.Builder
	for i, x := range list {
		if i > 0 {
			b.WriteString(" ")
		}
		b.WriteString("☐" + x)
	}
	return b.String()
}

func (w words) hallGrades() (out []string) {
	for _, g := range []checklist.HallGrade{checklist.Flagship, checklist.Second, checklist.Third, checklist.Partner} {
		out = append(out, w.core("grade", string(g)))
	}
	return out
}

func (w words) modes(c *checklist.Checklist) (out []string) {
	for _, m := range c.Modes {
		out = append(out, w.core("mode", string(m)))
	}
	return out
}

func (w words) positions() (out []string) {
	for _, p := range []checklist.Position{checklist.PositionLobby, checklist.PositionTeller, checklist.PositionWealth, checklist.PositionManager} {
		out = append(out, w.core("position", string(p)))
	}
	return out
}

func (w words) blankItems(c *checklist.Checklist) part {
	p := part{Cols: w.markCols(), Continued: w.t("continued"), Note: w.t("foot.blank")}
	for z := range c.Zones {
		zone, n := w.in(c.Zones[z].Name), 0
		for i := range c.Items {
			it := &c.Items[i]
			if it.Zone != c.Zones[z].ID {
				continue
			}
			p.Rows = append(p.Rows, row{Group: zone, Cells: w.blankCells(i, it, zone), MinH: blankRow})
			n++
		}
		if n > 0 && (c.Scoring.Method == checklist.Points || c.Scoring.Method == checklist.Compliance) {
			cells := blanks(11)
			cells[colZone], cells[colItem] = txt(zone), txt(w.t("subtotal"))
			p.Rows = append(p.Rows, row{Kind: rowSub, Group: zone, Cells: cells})
		}
	}
	if c.Scoring.Method == checklist.Points || c.Scoring.Method == checklist.Compliance {
		cells := blanks(11)
		cells[colItem] = txt(w.t("total"))
		p.Rows = append(p.Rows, row{Kind: rowTotal, Cells: cells})
	}
	return p
}

func (w words) blankCells(i int, it *checklist.Item, zone string) []cell {
	cells := blanks(11)
	text := w.in(it.Text)
	if it.Veto == checklist.VetoInspection || it.Veto == checklist.VetoIndicator {
		text += w.t("vetoItem." + string(it.Veto))
	}
	cells[colNo], cells[colZone] = num(strconv.Itoa(i+1)), txt(zone)
	cells[colItem], cells[colGuidance] = txt(text), txt(w.in(it.Guidance))
	cells[colPoints] = num(it.Points.String())
	if it.Points == 0 {
		cells[colPoints] = txt("–").tone(toneMuted)
	}
	cells[colNote] = txt(w.blankAnswer(it)).tone(toneMuted)
	return cells
}

// blankAnswer is what to tick or fill in for the item's type.
func (w words) blankAnswer(it *checklist.Item) string {
	na := w.core("verdict", string(checklist.NA))
	switch it.Type {
	case checklist.TypePass:
		return w.choices([]string{w.core("verdict", "pass"), w.core("verdict", "fail"), na})
	case checklist.TypeScore:
		if it.Deduct != nil {
			return w.t("blank.deduct", "each", it.Deduct.String()) + "  ☐" + na
		}
		return "☐" + na
	case checklist.TypeRating:
		return w.scale(it.Scale) + "  ☐" + na
	case checklist.TypeNumber:
		s := w.t("measured", "value", "______", "unit", w.unit(it.Unit))
		if it.Target != nil {
			s += w.t("target", "op", sign(it.Target.Op), "value", it.Target.Value.String())
		}
		return s
	case checklist.TypeText:
	}
	return ""
}

func (w words) scale(n int) string {
	var out []string
	for i := 1; i <= n; i++ {
		out = append(out, strconv.Itoa(i))
	}
	return strings.Join(out, "  ")
}

func (w words) blankPairs(c *checklist.Checklist) part {
	p := part{Continued: w.t("continued"), Cols: []col{
		{Title: w.t("col.no"), Width: 10, Align: centre},
		{Title: w.t("col.dimension"), Width: 24, Align: centre, Group: true},
		{Title: w.t("col.expectation"), Width: 82},
		{Title: w.t("col.rating"), Width: 36, Align: centre},
		{Title: w.t("col.perception"), Width: 76},
		{Title: w.t("col.rating"), Width: 36, Align: centre},
		{Title: w.core("verdict", string(checklist.NA)), Width: 13, Align: centre},
	}}
	for i := range c.Items {
		it := &c.Items[i]
		zone := it.Zone
		if z := c.ZoneByID(it.Zone); z != nil {
			zone = w.in(z.Name)
		}
		p.Rows = append(p.Rows, row{Group: zone, MinH: 8, Cells: []cell{
			num(strconv.Itoa(i + 1)), txt(zone), txt(w.in(it.Expectation)), txt(w.scale(it.Scale)),
			txt(w.in(it.Perception)), txt(w.scale(it.Scale)), txt("☐"),
		}})
	}
	if s := c.Scale; s != nil {
		p.Note = w.t("foot.scale", "n", strconv.Itoa(s.Points), "min", w.in(s.Min), "max", w.in(s.Max))
	}
	return p
}

func (w words) blankWeights(c *checklist.Checklist) part {
	p := part{Title: w.t("weights"), Sheet: w.t("sheet.weights")}
	r := row{MinH: 10}
	for i := range c.Zones {
		p.Cols = append(p.Cols, col{Title: w.in(c.Zones[i].Name), Width: 50, Align: centre})
		r.Cells = append(r.Cells, cell{})
	}
	p.Cols = append(p.Cols, col{Title: w.t("total"), Width: 27, Align: centre})
	r.Cells = append(r.Cells, txt("100"))
	p.Rows = []row{r}
	return p
}
