package ranking

import (
	"context"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/checklist/ranking"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// trendMonths is how many months the line at the right shows.
const trendMonths = 12

// side explains the chosen hall: its line over the months, why it stands where
// it does, and the way to its records.
type side struct {
	p       *Page
	content fyne.CanvasObject
	name    *kit.Label
	score   *kit.Label
	grade   *kit.Pill
	body    *fyne.Container
	trend   *kit.Sparkline
	span    *kit.Paragraph
	parts   *fyne.Container
	of      string // branch shown
}

func newSide(p *Page) *side {
	s := &side{
		p: p, name: kit.NewTitle(""), score: kit.NewText("", theme.Number, true, theme.Text).Whole(),
		grade: kit.NewPill(kit.Plain, ""), span: caption(), parts: kit.NewColumn(10), trend: kit.NewSparkline(nil, nil),
	}
	open := kit.NewSecondary(p.s.T("ranking.records"), "Enter", p.openRecords).WithIcon("history")
	head := kit.NewColumn(4, s.name, kit.NewRow(10, s.score, s.grade, kit.Space()), s.trend, s.span)
	why := kit.NewColumn(10, kit.NewBold(p.s.T("ranking.whyTitle")), s.parts)
	s.body = kit.NewColumn(14, kit.NewCard(head), kit.NewCard(why), open)
	s.content = kit.Scroll(s.body)
	return s
}

// caption is small muted text that wraps.
func caption() *kit.Paragraph {
	c := kit.NewParagraph("", theme.Muted)
	c.Font = theme.Caption
	return c
}

// pick shows row i at the right.
func (p *Page) pick(i int) {
	if i < 0 || i >= len(p.t.Rows) {
		return
	}
	r, w := p.t.Rows[i], p.s.Words()
	s := p.side
	s.name.Set(r.Branch.Name)
	s.score.Set(r.Score.String())
	s.grade.Set(shell.GradeTone(p.c, r.Grade), "", w.GradeWord(p.c, r.Grade))
	s.parts.Objects = nil
	for _, part := range ranking.Explain(r, p.s.Lang()) {
		var pairs []string
		for k, v := range part.Args {
			pairs = append(pairs, k, v)
		}
		s.parts.Objects = append(s.parts.Objects, kit.NewParagraph(p.s.T("ranking.why."+part.Code, pairs...), theme.Text))
	}
	s.refresh()
	p.loadTrend(r.Branch.Code)
}

// refresh lays the cards out again: their height follows their text.
func (s *side) refresh() {
	s.body.Refresh()
	s.content.Refresh()
}

// loadTrend reads the hall's records of the last months and draws their means.
func (p *Page) loadTrend(branch string) {
	s := p.side
	s.of = branch
	from, _ := days(p.month.AddDate(0, 1-trendMonths, 0))
	_, to := days(p.month)
	f := checklist.Filter{Branch: branch, Checklist: p.list, From: from, To: to, Status: checklist.Finished, Sort: checklist.SortOldest, Limit: 2000}
	shell.Run(p.s, p.ctx, func(ctx context.Context) ([]checklist.Summary, error) {
		rows, _, err := p.db.Records.Summaries(ctx, f)
		return rows, err
	}, func(rows []checklist.Summary, err error) {
		if err != nil || s.of != branch {
			return // the explanation stands without the line
		}
		s.draw(monthMeans(rows))
	})
}

// draw shows the line of two months or more, with this period's mean.
func (s *side) draw(values []float32) {
	s.span.Set(s.p.s.T("ranking.trend", "n", s.p.s.Words().N(len(values))))
	if len(values) < 2 {
		s.trend.Hide()
		s.refresh()
		return
	}
	var mean *float32
	if s.p.t.Mean != nil {
		m := float32(*s.p.t.Mean) / 10
		mean = &m
	}
	s.trend.Show()
	s.trend.Set(values, mean)
	s.refresh()
}

// monthMeans are the period scores month by month; months without a record
// are left out. For drawing only: floats are pixels here, not scores.
func monthMeans(rows []checklist.Summary) []float32 {
	var out []float32
	month, sum, n := "", 0, 0
	flush := func() {
		if n > 0 {
			out = append(out, float32(sum)/float32(n)/10)
		}
		sum, n = 0, 0
	}
	for _, r := range rows {
		if len(r.Day) < len(monthForm) || r.Score == nil || r.Incomplete != "" {
			continue
		}
		if m := r.Day[:len(monthForm)]; m != month {
			flush()
			month = m
		}
		sum += int(*r.Score)
		n++
	}
	flush()
	return out
}
