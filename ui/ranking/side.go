package ranking

import (
	"context"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/checklist/chart"
	"hallcheck/checklist/ranking"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// trendMonths is how many months the lines show.
const trendMonths = 12

// sideLosses is how many items the side names.
const sideLosses = 3

// side explains the chosen hall: its line over the months, what its score is
// made of, what cost most, why it stands where it does, and the way to its
// records.
type side struct {
	p       *Page
	content fyne.CanvasObject
	name    *kit.Label
	score   *kit.Label
	grade   *kit.Pill
	body    *fyne.Container
	trend   *kit.Chart
	peers   *kit.Label
	above   *kit.Label
	made    *fyne.Container // composition
	lost    *fyne.Container
	parts   *fyne.Container
	inside  []*fyne.Container // of the cards
	of      string            // branch shown
}

func newSide(p *Page) *side {
	t := p.s.T
	s := &side{
		p: p, name: kit.NewTitle(""), score: kit.NewText("", theme.Number, true, theme.Text).Whole(),
		grade: kit.NewPill(kit.Plain, ""), peers: kit.NewCaption(""), above: kit.NewCaption(""),
		made: kit.NewColumn(0), lost: kit.NewColumn(0), parts: kit.NewColumn(10), trend: kit.NewChart(nil),
	}
	s.trend.Tall = 132
	open := kit.NewSecondary(t("ranking.records"), "Enter", p.openRecords).WithIcon("history")
	head := kit.NewColumn(4, s.name, kit.NewRow(10, s.score, s.grade, kit.Space()), kit.NewCaption(t("ranking.months", "n", p.s.Words().N(trendMonths))),
		s.trend, kit.NewRow(8, kit.Grow(s.peers), s.above))
	built := kit.NewColumn(8, kit.NewBold(t("ranking.madeOf")), s.made, kit.NewBold(t("ranking.mostLost")), s.lost)
	why := kit.NewColumn(10, kit.NewBold(t("ranking.whyTitle")), s.parts)
	s.inside = []*fyne.Container{head, built, why}
	s.body = kit.NewColumn(14, kit.NewCard(head), kit.NewCard(built), kit.NewCard(why), open)
	s.content = kit.Scroll(s.body)
	return s
}

// caption is small muted text that wraps.
func caption() *kit.Paragraph {
	c := kit.NewParagraph("", theme.Muted)
	c.Font = theme.Caption
	return c
}

// figure is a line of a name and a number.
func figure(name, number string, role theme.Role) fyne.CanvasObject {
	label := kit.NewParagraph(name, theme.Text)
	label.Lines = 2
	return kit.NewColumn(0, kit.Inset(kit.NewRow(10, kit.Grow(label), kit.NewText(number, theme.Body, false, role).Whole()), 7, 0, 7, 8), kit.Line())
}

// pick shows row i at the right.
func (b *board) pick(i int) {
	p := b.p
	x := &p.got.answer.Table
	if i < 0 || i >= len(x.Rows) {
		return
	}
	r, w, s := x.Rows[i], p.s.Words(), b.side
	s.name.Set(r.Branch.Name)
	s.score.Set(r.Score.String())
	list := p.got.answer.Input.Checklist
	s.grade.Set(shell.GradeTone(list, r.Grade), "", w.GradeWord(list, r.Grade))
	s.compose(&r)
	s.parts.Objects = nil
	for _, why := range append(ranking.Explain(r, p.s.Lang()), x.ExplainShrunk(r, p.s.Lang())...) {
		var pairs []string
		for k, v := range why.Args {
			pairs = append(pairs, k, v)
		}
		s.parts.Objects = append(s.parts.Objects, kit.NewParagraph(p.s.T("ranking.why."+why.Code, pairs...), theme.Text))
	}
	s.compare(x, &r)
	s.refresh()
	s.load(&r)
}

// compose lists what the score is made of.
func (s *side) compose(r *ranking.Row) {
	t, w := s.p.s.T, s.p.s.Words()
	s.made.Objects = nil
	add := func(name, number string) { s.made.Add(figure(name, number, theme.Text)) }
	if r.Shares == nil {
		add(t("ranking.ofRecords", "n", w.N(r.N)), t("ranking.sum", "sum", checklist.Tenths(r.ScoreSum).String(), "n", w.N(r.N)))
		return
	}
	for _, x := range r.Shares {
		if x.N == 0 {
			add(w.In(x.Title), t("ranking.missing"))
			continue
		}
		add(w.In(x.Title), x.Score.String()+" × "+x.Weight.String())
	}
}

// compare sets the hall against the mean of its peers.
func (s *side) compare(x *ranking.Table, r *ranking.Row) {
	sum, n := 0, 0
	for i := range x.Rows {
		if ranking.PeersOf(x.Rows[i].Branch) == ranking.PeersOf(r.Branch) {
			sum, n = sum+int(x.Rows[i].Score), n+1
		}
	}
	mean := checklist.Tenths((2*sum + n) / (2 * n))
	s.peers.Set(s.p.s.T("ranking.peerMean", "mean", mean.String()))
	d := r.Score - mean
	switch {
	case d > 0:
		s.above.Set(s.p.s.T("ranking.above", "n", d.String()))
	case d < 0:
		s.above.Set(s.p.s.T("ranking.below", "n", (-d).String()))
	default:
		s.above.Set(s.p.s.T("ranking.level"))
	}
}

// refresh lays the cards out again: their height follows their text.
func (s *side) refresh() {
	for _, c := range s.inside {
		c.Refresh() // a card does not lay its content out again by itself
	}
	s.body.Refresh()
	s.content.Refresh()
}

// hallFacts are what is read for one hall.
type hallFacts struct {
	own, peers []ranking.Point
	losses     []ranking.Loss
}

// load reads the hall's months and what cost it most.
func (s *side) load(r *ranking.Row) {
	p, branch, n := s.p, r.Branch, r.N
	s.of = branch.Code
	q := question{period: p.period, subject: p.subject}
	a := p.got.answer // its own copy: the page goes on meanwhile
	shell.Run(p.s, p.ctx, func(ctx context.Context) (hallFacts, error) {
		return p.hallFacts(ctx, &a, q, branch)
	}, func(f hallFacts, err error) {
		if err != nil || s.of != branch.Code {
			return // the explanation stands without them
		}
		s.draw(f, n)
	})
}

func (p *Page) hallFacts(ctx context.Context, a *ranking.Answer, q question, b checklist.Branch) (hallFacts, error) {
	from, to := trendSpan(q.period)
	var f hallFacts
	own, err := p.months(ctx, a, b.Code, from, to)
	if err != nil {
		return f, err
	}
	f.own = ranking.Trend(own, ranking.Peers{}, from, to)
	all, err := p.months(ctx, a, "", from, to)
	if err != nil {
		return f, err
	}
	f.peers = ranking.Trend(all, ranking.PeersOf(b), from, to)
	f.losses, err = p.losses(ctx, a, b.Code, sideLosses)
	return f, err
}

// trendSpan are the first and last month of a trend that ends with the period.
func trendSpan(x ranking.Period) (from, to string) {
	last, err := ranking.ParsePeriod(x.To[:7])
	if err != nil {
		return "", ""
	}
	return last.Move(1 - trendMonths).String(), last.String()
}

// months are the sums of a hall, or of all peer groups.
func (p *Page) months(ctx context.Context, a *ranking.Answer, branch, from, to string) ([]ranking.MonthSum, error) {
	db := p.db.Figures
	if c := a.Input.Composite; c != nil {
		cells, err := db.MonthCells(ctx, a.Question.ListIDs(), branch, from, to)
		return c.Months(cells, a.Input.Branches), err
	}
	if branch != "" {
		return db.Trend(ctx, a.Input.Checklist.ID, branch, from, to)
	}
	return db.GroupTrend(ctx, a.Input.Checklist.ID, from, to)
}

// losses are the items of all parts that cost most.
func (p *Page) losses(ctx context.Context, a *ranking.Answer, branch string, n int) ([]ranking.Loss, error) {
	var out []ranking.Loss
	for _, list := range a.Question.ListIDs() {
		more, err := p.db.Figures.TopLosses(ctx, list, branch, a.Question.Period.From, a.Question.Period.To, n)
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	sortLosses(out)
	return out[:min(n, len(out))], nil
}

// draw shows the line of the months and the items that cost most, as points a
// record.
func (s *side) draw(f hallFacts, records int) {
	t := s.p.s.T
	say := s.p.chartWords
	lines := ranking.TrendChart("", f.own, say,
		ranking.TrendLine("", f.peers, chart.Soft, true), ranking.TrendLine("", f.own, chart.Accent, false))
	s.trend.Set(lines.Draw)
	s.lost.Objects = nil
	for _, l := range f.losses {
		mean := (int64(l.Lost) + int64(5*records)) / int64(10*records) // hundredths of a point
		s.lost.Add(figure(s.p.itemText(l.Item), "−"+checklist.Milli(mean*10).Rat().FloatString(2), theme.Fail))
	}
	if len(f.losses) == 0 {
		s.lost.Add(kit.NewMuted(t("ranking.nothingLost")))
	}
	s.refresh()
}
