package ranking

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

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
	trend   *kit.Sparkline
	span    *kit.Label
	parts   *fyne.Container
	of      string // branch shown
}

func newSide(p *Page) *side {
	s := &side{p: p, name: kit.NewTitle(""), score: kit.NewText("", theme.Title, true, theme.Text).Whole(), span: kit.NewCaption(""), parts: kit.NewColumn(8)}
	s.trend = kit.NewSparkline(nil, nil)
	open := kit.NewSecondary(p.s.T("ranking.records"), "O", p.openRecords)
	head := kit.NewColumn(6, kit.NewRow(8, kit.Grow(s.name), s.score), s.span, s.trend)
	why := kit.NewColumn(8, kit.NewBold(p.s.T("ranking.whyTitle")), s.parts)
	body := kit.NewColumn(14, kit.NewCard(head), kit.NewCard(why), open)
	s.content = container.NewVScroll(body)
	return s
}

// pick shows row i at the right.
func (p *Page) pick(i int) {
	if i < 0 || i >= len(p.t.Rows) {
		return
	}
	r := p.t.Rows[i]
	s := p.side
	s.name.Set(r.Branch.Name)
	s.score.Set(r.Score.String())
	s.parts.Objects = nil
	for _, part := range ranking.Explain(r, p.s.Lang()) {
		var pairs []string
		for k, v := range part.Args {
			pairs = append(pairs, k, v)
		}
		s.parts.Objects = append(s.parts.Objects, kit.NewParagraph(p.s.T("ranking.why."+part.Code, pairs...), theme.Text))
	}
	s.parts.Refresh()
	s.content.Refresh()
	p.loadTrend(r.Branch.Code)
}

// loadTrend reads the hall's records of the last months and draws their means.
func (p *Page) loadTrend(branch string) {
	s := p.side
	s.of = branch
	s.span.Set("")
	s.trend.Set(nil, nil)
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
		values := monthMeans(rows)
		s.span.Set(p.s.T("ranking.trend", "n", p.s.Words().N(len(values))))
		if len(values) < 2 {
			return
		}
		var mean *float32
		if p.t.Mean != nil {
			m := float32(*p.t.Mean) / 10
			mean = &m
		}
		s.trend.Set(values, mean)
		s.content.Refresh()
	})
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
