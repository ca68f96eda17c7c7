package ranking

import (
	"context"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/ranking"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

const (
	monthForm = "2006-01"
	monthsOld = 24 // how far back the list of months goes
	lookBack  = 12 // how far the first opening goes back for a month with records
)

type loaded struct {
	lists []*checklist.Checklist
	c     *checklist.Checklist
	month time.Time
	t     ranking.Table
}

// Load computes the table away from the window.
func (p *Page) Load(ctx context.Context) {
	p.ctx = ctx
	month, list, peers, search := p.month, p.list, p.peers, p.first
	shell.Stage(p.s, ctx, p.stage, func(ctx context.Context) (loaded, error) {
		return p.compute(ctx, month, list, peers, search)
	}, p.show)
}

func (p *Page) compute(ctx context.Context, month time.Time, list string, peers ranking.Peers, search bool) (loaded, error) {
	all, err := p.db.Records.Checklists(ctx)
	if err != nil {
		return loaded{}, err
	}
	out := loaded{lists: rankable(all), month: month}
	for _, c := range out.lists {
		if c.ID == list || out.c == nil {
			out.c = c
		}
	}
	if out.c == nil {
		return out, nil
	}
	halls, err := p.db.Records.Branches(ctx)
	if err != nil {
		return out, err
	}
	for back := 0; ; back++ {
		now, err := p.cells(ctx, out.c.ID, out.month)
		if err != nil {
			return out, err
		}
		if len(now) == 0 && search && back < lookBack {
			out.month = out.month.AddDate(0, -1, 0)
			continue
		}
		if len(now) == 0 && search {
			out.month = month
		}
		last, err := p.cells(ctx, out.c.ID, out.month.AddDate(0, -1, 0))
		out.t = ranking.Rank(ranking.Input{Checklist: out.c, Branches: halls, Cells: now, Last: last, Peers: peers})
		return out, err
	}
}

func (p *Page) cells(ctx context.Context, list string, month time.Time) ([]checklist.PeriodCell, error) {
	from, to := days(month)
	return p.db.Records.PeriodCells(ctx, list, from, to)
}

// days are the first and last day of a month.
func days(month time.Time) (from, to string) {
	return month.Format(time.DateOnly), month.AddDate(0, 1, -1).Format(time.DateOnly)
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
	t, n := p.s.T, p.s.Words().N
	p.lists, p.c, p.t, p.month, p.first = l.lists, l.c, l.t, l.month, false
	if p.c == nil {
		p.stage.Empty("ranking", t("ranking.noList"), nil)
		return
	}
	p.list = p.c.ID
	var choices []kit.Choice
	for _, c := range p.lists {
		choices = append(choices, kit.Choice{ID: c.ID, Text: p.s.Words().In(c.Title)})
	}
	p.what.SetChoices(choices, p.list)
	p.when.SetChoices(p.months(), p.month.Format(monthForm))
	p.switcher.SetOptions([]kit.Option{
		{ID: "ranked", Text: t("ranking.ranked", "n", n(len(p.t.Rows)))},
		{ID: "absent", Text: t("ranking.absent", "n", n(len(p.t.NotInspected)))},
	}, p.switcher.Chosen)
	p.note.Set(p.footnote())
	switch {
	case p.t.Active == 0:
		p.stage.Empty("ranking", t("ranking.noHalls"), kit.NewSecondary(t("ranking.toInbox"), "", func() { p.s.Go("inbox", nil) }))
	case len(p.t.Rows) == 0 && !p.absent:
		p.stage.Empty("ranking", t("ranking.noRecords", "month", p.monthWord(p.month)), kit.NewSecondary(t("ranking.toInbox"), "", func() { p.s.Go("inbox", nil) }))
	default:
		p.table.Reload()
		p.missing.Reload()
		p.stage.Full()
		p.pick(min(max(p.table.List.Selected(), 0), len(p.t.Rows)-1))
		if p.table.List.Selected() < 0 && len(p.t.Rows) > 0 {
			p.table.List.Select(0)
		}
	}
	p.s.RefreshHeader()
}

func (p *Page) footnote() string {
	t := p.s.T
	s := t("ranking.note.ties")
	for _, r := range p.t.Rows {
		if r.OddVersion {
			s += " " + t("ranking.note.version", "version", p.s.Words().N(p.t.Version))
			break
		}
	}
	if p.t.TooFew && len(p.t.Rows) > 0 {
		s += " " + t("ranking.note.few")
	}
	return s
}

func (p *Page) monthWord(m time.Time) string {
	return p.s.T("date.month", "year", m.Format("2006"), "month", m.Format("1"))
}

func (p *Page) months() []kit.Choice {
	now := p.s.Now()
	m := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, time.UTC)
	if p.month.After(m) {
		m = p.month
	}
	var out []kit.Choice
	for i := 0; i < monthsOld || !m.Before(p.month); i++ {
		out = append(out, kit.Choice{ID: m.Format(monthForm), Text: p.monthWord(m)})
		m = m.AddDate(0, -1, 0)
	}
	return out
}

// groups are the peer groups: grade × traffic class.
func (p *Page) groups() []kit.Choice {
	out := []kit.Choice{{Text: p.s.T("ranking.allPeers")}}
	for _, g := range []checklist.HallGrade{checklist.Flagship, checklist.Second, checklist.Third, checklist.Partner} {
		out = append(out, kit.Choice{ID: string(g), Text: p.s.T("grade." + string(g))})
		for _, f := range []checklist.Traffic{checklist.TrafficHigh, checklist.TrafficMedium, checklist.TrafficLow} {
			out = append(out, kit.Choice{ID: string(g) + "/" + string(f), Text: p.s.T("grade."+string(g)) + " · " + p.s.T("traffic."+string(f))})
		}
	}
	return out
}

func (p *Page) setPeers(id string) {
	p.peers = ranking.Peers{}
	for _, g := range []checklist.HallGrade{checklist.Flagship, checklist.Second, checklist.Third, checklist.Partner} {
		for _, f := range []checklist.Traffic{"", checklist.TrafficHigh, checklist.TrafficMedium, checklist.TrafficLow} {
			if id == string(g) && f == "" || id == string(g)+"/"+string(f) {
				p.peers = ranking.Peers{Grade: g, Traffic: f}
			}
		}
	}
	p.Load(p.ctx)
}

func (p *Page) export() {
	if p.db.Papers == nil || p.c == nil || len(p.t.Rows) == 0 {
		p.s.Toast(p.s.T("ranking.nothing"), nil)
		return
	}
	month, c, table := p.month, p.c, p.t
	name := p.s.T("ranking.file", "list", p.s.Words().In(c.Title), "month", month.Format(monthForm)) + ".xlsx"
	p.s.Choose.SaveFile(name, func(path string) {
		shell.Save(p.s, func(ctx context.Context) (string, error) {
			return path, p.db.Papers.SaveRanking(ctx, path, month, c, table)
		}, func(path string, err error) {
			if err != nil {
				p.s.Fail(err)
				return
			}
			p.s.Toast(p.s.T("ranking.saved", "path", path), nil)
		})
	})
}

// openRecords shows the inspections behind the chosen row.
func (p *Page) openRecords() {
	i := p.table.List.Selected()
	if p.absent || i < 0 || i >= len(p.t.Rows) {
		return
	}
	from, to := days(p.month)
	p.s.Open(routeHistory, checklist.Filter{Branch: p.t.Rows[i].Branch.Code, Checklist: p.list, From: from, To: to})
}
