package result

import (
	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// traceRow is one row of the table: an item, or a line below the items.
type traceRow struct {
	line *line
	word string // of a line below: the rest, the total, the cap
	got  string
	lost string
	bold bool
}

func (p *page) makeTable(numbers bool) *kit.Table {
	p.numbers = numbers
	columns := []kit.Column{
		{Title: p.t("result.item")},
		{Title: p.t("result.answer"), Width: 104},
	}
	if numbers {
		columns = append(columns, []kit.Column{
			{Title: p.t("result.mass"), Width: 64, Right: true},
			{Title: p.t("result.earned"), Width: 68, Right: true},
			{Title: p.t("result.lost"), Width: 66, Right: true},
		}...)
	}
	t := kit.NewTable(columns, func() int { return len(p.rows) }, p.fillRow)
	t.List.OnOpen = func(i int) {
		if l := p.rows[i].line; l != nil {
			p.viewItem(l)
		}
	}
	return t
}

// fillTable builds the rows: items, and below them what they sum to.
func (p *page) fillTable() {
	p.rows = p.rows[:0]
	lines := p.acc.lossesFirst()
	if p.losses {
		lines = p.acc.onlyLosses()
	}
	for i := range lines {
		p.rows = append(p.rows, traceRow{line: &lines[i]})
	}
	if p.acc.Total != "" {
		if n, earned := p.acc.rest(); p.losses && n > 0 {
			p.rows = append(p.rows, traceRow{word: p.t("result.rest", "n", p.s.Words().N(n)), got: earned})
		}
		p.rows = append(p.rows, traceRow{word: p.t("result.total"), got: p.acc.Total, lost: p.acc.lostTotal(), bold: true})
		if c := p.acc.Cap; c != nil {
			p.rows = append(p.rows,
				traceRow{word: p.t("result.rounded"), got: c.Before.String()},
				traceRow{word: p.t("result.cap", "limit", c.Limit.String()), got: c.After.String(), bold: true})
		} else if p.acc.Score != nil {
			p.rows = append(p.rows, traceRow{word: p.t("result.rounded"), got: p.acc.Score.String(), bold: true})
		}
	}
	p.table.Reload()
}

func (p *page) fillRow(i int, c []kit.Cell) {
	r := p.rows[i]
	if r.line == nil {
		c[0] = kit.Cell{Text: r.word, Bold: r.bold}
		c[3] = kit.Cell{Text: r.got, Bold: r.bold}
		c[4] = kit.Cell{Text: r.lost, Bold: r.bold}
		return
	}
	l := r.line
	c[0] = kit.Cell{Text: l.Item.Text.In(p.lang), Sub: l.Note}
	c[1] = answerCell(l)
	if l.Vetoed {
		c[1].Sub = p.t("result.vetoed")
	}
	if !p.numbers {
		return
	}
	c[2], c[3], c[4] = kit.Cell{Text: l.Mass}, kit.Cell{Text: l.Earned}, kit.Cell{Text: l.Lost}
	if l.Loss {
		c[4] = kit.Cell{Text: "−" + l.Lost, Tone: kit.Fail}
	}
}

// answerCell shows the answer with its sign, so that colour is not alone.
func answerCell(l *line) kit.Cell {
	c := kit.Cell{Text: l.Answer}
	switch l.State {
	case stateGood:
		c.Text = "✔ " + l.Answer
	case stateBad:
		c.Text, c.Tone = "✗ "+l.Answer, kit.Fail
	case stateNA:
		c.Text = "– " + l.Answer
	}
	return c
}

// gradeTone is the colour of a grade: the first bands good, the last one bad;
// classes of a review by what they were given for.
func gradeTone(c *checklist.Checklist, id string) kit.Tone {
	for i, g := range c.Scoring.Grades {
		if g.ID != id {
			continue
		}
		switch {
		case g.When == "any-critical":
			return kit.Fail
		case g.When == "none-failed":
			return kit.Pass
		case g.When != "":
			return kit.Warn
		case i == len(c.Scoring.Grades)-1:
			return kit.Fail
		case i == 0 || i == 1 && len(c.Scoring.Grades) > 3:
			return kit.Pass
		default:
			return kit.Warn
		}
	}
	return kit.Plain
}

// barRole is the colour of a part's bar: good from the best band up, bad in
// the last band.
func barRole(c *checklist.Checklist, t checklist.Tenths) theme.Role {
	g := c.Scoring.Grades
	switch {
	case len(g) == 0 || checklist.Milli(t)*100 >= g[0].Min:
		return theme.Pass
	case c.GradeFor(t) == g[len(g)-1].ID:
		return theme.Fail
	default:
		return theme.Warn
	}
}

// gridLayout lays thumbs in columns of equal width, at least 110 wide.
type gridLayout struct{}

const thumbGap float32 = 8

func (gridLayout) columns(w float32) int {
	return max(int((w+thumbGap)/(theme.Scaled(110)+thumbGap)), 1)
}

func (g gridLayout) cell(w float32) (n int, size fyne.Size) {
	n = g.columns(w)
	cw := (w - thumbGap*float32(n-1)) / float32(n)
	return n, fyne.NewSize(cw, cw*0.64)
}

func (g gridLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	w := float32(240)
	if len(o) > 0 && o[0].Size().Width > 0 && len(o) > 1 && o[1].Position().Y == 0 {
		w = o[1].Position().X*2 - thumbGap
	} else if len(o) > 0 && o[0].Size().Width > 0 {
		w = o[0].Size().Width
	}
	n, size := g.cell(w)
	lines := (len(o) + n - 1) / n
	return fyne.NewSize(theme.Scaled(110), (size.Height+thumbGap)*float32(lines))
}

func (g gridLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	n, size := g.cell(s.Width)
	for i, x := range o {
		x.Move(fyne.NewPos(float32(i%n)*(size.Width+thumbGap), float32(i/n)*(size.Height+thumbGap)))
		x.Resize(size)
	}
}
