package ranking

import (
	"context"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/checklist/ranking"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

// lookBack is how many months the first opening goes back for one with records.
const lookBack = 12

// loaded is what the page shows: the answer and what else could be asked.
type loaded struct {
	ready      bool // there is something that can be ranked
	lists      []*checklist.Checklist
	composites []ranking.Composite
	rules      ranking.Rules
	subject    subject
	answer     ranking.Answer
}

// Load computes the table away from the window.
func (p *Page) Load(ctx context.Context) {
	p.ctx = ctx
	p.round++
	round, q := p.round, question{p.period, p.subject, p.peers, p.first}
	shell.Stage(p.s, ctx, p.stage, func(ctx context.Context) (loaded, error) {
		return p.compute(ctx, q)
	}, func(l loaded) {
		if round == p.round { // else a later question is on its way
			p.show(l)
		}
	})
}

// question is what the page was asked, for work off its goroutine.
type question struct {
	period ranking.Period
	subject
	peers  ranking.Peers
	search bool
}

func (p *Page) compute(ctx context.Context, q question) (loaded, error) {
	all, err := p.db.Records.Checklists(ctx)
	if err != nil {
		return loaded{}, err
	}
	out := loaded{lists: rankable(all)}
	if out.composites, err = p.db.Indexes.Composites(ctx); err != nil {
		return out, err
	}
	text, err := p.db.Indexes.Setting(ctx, ranking.SettingRules)
	if err != nil {
		return out, err
	}
	if out.rules, err = ranking.ReadRules(text); err != nil {
		return out, err
	}
	if len(out.lists) == 0 {
		return out, nil
	}
	out.ready = true
	if q.subject == (subject{}) {
		q.list = out.lists[0].ID
	}
	if q.search {
		if q, err = p.newest(ctx, q, out.lists); err != nil {
			return out, err
		}
	}
	out.subject = q.subject
	out.answer, err = p.ask(ctx, out, q)
	return out, err
}

// ask answers one question.
func (p *Page) ask(ctx context.Context, l loaded, q question) (ranking.Answer, error) {
	x := ranking.Question{Lists: l.lists, Period: q.period, Peers: q.peers, Rules: l.rules}
	for i := range l.composites {
		if l.composites[i].ID == q.composite {
			x.Composite = &l.composites[i]
		}
	}
	for _, c := range l.lists {
		if c.ID == q.list {
			x.Checklist = c
		}
	}
	if x.Checklist == nil {
		x.Checklist = l.lists[0]
	}
	return ranking.Ask(ctx, p.db.Records, x)
}

// newest takes the newest month in which one of the checklists has records;
// where there is none, the question stays.
func (p *Page) newest(ctx context.Context, q question, lists []*checklist.Checklist) (question, error) {
	for back := range lookBack + 1 {
		month := q.period.Move(-back)
		for _, c := range lists {
			cells, err := p.db.Records.PeriodCells(ctx, c.ID, month.From, month.To)
			if err != nil {
				return q, err
			}
			if len(cells) > 0 {
				q.period, q.subject = month, subject{list: c.ID}
				return q, nil
			}
		}
	}
	return q, nil
}

// rankable checklists come to a score of the hall.
func rankable(all []*checklist.Checklist) []*checklist.Checklist {
	var out []*checklist.Checklist
	for _, c := range all {
		if c.Scoring.Method == checklist.Points || c.Scoring.Method == checklist.Compliance {
			out = append(out, c)
		}
	}
	return out
}

func (p *Page) show(l loaded) {
	p.got, p.first = l, false
	if !l.ready {
		p.stage.Empty("rank", p.s.T("ranking.noList"), nil)
		return
	}
	p.period, p.subject = l.answer.Question.Period, l.subject
	p.when.SetChoices(p.periods(), p.period.String())
	p.what.SetChoices(p.subjects(), p.subject.id())
	p.group.SetChoices(p.groups(), groupID(p.peers))
	p.switches()
	p.sight.forget()
	p.bar.Refresh()
	p.arrange()
	p.s.RefreshHeader()
}

// arrange shows the view, or why there is nothing in it.
func (p *Page) arrange() {
	t, x := p.s.T, &p.got.answer.Table
	if !p.got.ready {
		return
	}
	p.enable()
	inbox := func() *kit.Button {
		if !p.s.Has("inbox") {
			return nil
		}
		return kit.NewSecondary(t("ranking.toInbox"), "", func() { p.s.Go("inbox", nil) })
	}
	needsRows := p.view != viewAbsent && p.view != viewTargets && p.view != viewTrend
	switch {
	case x.Active == 0 && len(x.Rivals) == 0 && p.peers == (ranking.Peers{}):
		p.stage.Empty("hall", t("ranking.noHalls"), inbox())
		return
	case p.view == viewAbsent && len(x.NotInspected) == 0:
		p.stage.Empty("tick", t("ranking.allInspected", "month", p.periodWord(p.period)), nil)
		return
	case needsRows && len(x.Rows) == 0:
		p.stage.Empty("rank", t("ranking.noRecords", "month", p.periodWord(p.period)), inbox())
		return
	}
	var body fyne.CanvasObject
	switch p.view {
	case viewTargets:
		body = p.goals.content
	case viewRanked, viewAbsent:
		body = p.board.show(p.view == viewAbsent)
	default:
		body = p.sight.show(p.view)
	}
	p.lower.Objects = []fyne.CanvasObject{body}
	switch p.view {
	case viewTargets:
		p.goals.load()
	case viewRanked:
		p.board.selectAgain()
	case viewAbsent:
		p.board.missing.Reload()
	default:
		p.sight.load()
	}
	p.lower.Refresh()
	p.stage.Full()
}

// enable lets papers be made when there is something in them.
func (p *Page) enable() {
	switch {
	case p.save == nil:
	case p.view != viewTargets && len(p.got.answer.Table.Rows) == 0:
		p.save.Disable()
	default:
		p.save.Enable()
	}
}
