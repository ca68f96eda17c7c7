package ranking

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

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
	halls []checklist.Branch
	c     *checklist.Checklist
	month time.Time
	t     ranking.Table
}

// Load computes the table away from the window.
func (p *Page) Load(ctx context.Context) {
	p.ctx = ctx
	p.round++
	round := p.round
	month, list, peers, search := p.month, p.list, p.peers, p.first
	shell.Stage(p.s, ctx, p.stage, func(ctx context.Context) (loaded, error) {
		return p.compute(ctx, month, list, peers, search)
	}, func(l loaded) {
		if round == p.round { // else a later question is on its way
			p.show(l)
		}
	})
}

func (p *Page) compute(ctx context.Context, month time.Time, list string, peers ranking.Peers, search bool) (loaded, error) {
	all, err := p.db.Records.Checklists(ctx)
	if err != nil {
		return loaded{}, err
	}
	out := loaded{lists: rankable(all), month: month}
	from := out.lists
	for i, c := range out.lists {
		if c.ID == list {
			from = out.lists[i : i+1]
		}
	}
	if len(from) == 0 {
		return out, nil
	}
	if out.halls, err = p.db.Records.Branches(ctx); err != nil {
		return out, err
	}
	now, err := p.look(ctx, &out, from, search)
	if err != nil {
		return out, err
	}
	last, err := p.cells(ctx, out.c.ID, out.month.AddDate(0, -1, 0))
	out.t = ranking.Rank(ranking.Input{Checklist: out.c, Branches: out.halls, Cells: now, Last: last, Peers: peers})
	return out, err
}

// look sets checklist and month and returns that month's cells. Searching, it
// takes the newest month in which one of the checklists has records; where
// there is none, the month asked for stays.
func (p *Page) look(ctx context.Context, out *loaded, from []*checklist.Checklist, search bool) ([]checklist.PeriodCell, error) {
	asked := out.month
	for back := 0; back <= lookBack; back++ {
		out.month = asked.AddDate(0, -back, 0)
		for _, c := range from {
			now, err := p.cells(ctx, c.ID, out.month)
			if out.c = c; err != nil || len(now) > 0 || !search {
				return now, err
			}
		}
	}
	out.c, out.month = from[0], asked
	return nil, nil
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
	p.lists, p.halls, p.c, p.t, p.month, p.first = l.lists, l.halls, l.c, l.t, l.month, false
	if p.c == nil {
		p.stage.Empty("rank", p.s.T("ranking.noList"), nil)
		return
	}
	p.list = p.c.ID
	var choices []kit.Choice
	for _, c := range p.lists {
		choices = append(choices, kit.Choice{ID: c.ID, Text: p.s.Words().In(c.Title)})
	}
	p.what.SetChoices(choices, p.list)
	p.when.SetChoices(p.months(), p.month.Format(monthForm))
	p.group.SetChoices(p.groups(), groupID(p.peers))
	p.switcher.SetOptions(p.halves(), p.switcher.Chosen)
	p.note.Set(p.footnote())
	p.bar.Refresh()
	p.arrange()
	p.s.RefreshHeader()
}

// halves are the two lists below the filters.
func (p *Page) halves() []kit.Option {
	n := p.s.Words().N
	return []kit.Option{
		{ID: "ranked", Text: p.s.T("ranking.ranked", "n", n(len(p.t.Rows)))},
		{ID: "absent", Text: p.s.T("ranking.absent", "n", n(len(p.t.NotInspected)))},
	}
}

// arrange shows the ranked halls with their explanation, those not inspected,
// or why there are none.
func (p *Page) arrange() {
	t := p.s.T
	inbox := func() *kit.Button {
		if !p.s.Has("inbox") {
			return nil
		}
		return kit.NewSecondary(t("ranking.toInbox"), "", func() { p.s.Go("inbox", nil) })
	}
	p.enable()
	switch {
	case p.c == nil:
		return
	case p.t.Active == 0 && p.peers == (ranking.Peers{}):
		p.stage.Empty("hall", t("ranking.noHalls"), inbox())
		return
	case p.absent && len(p.t.NotInspected) == 0:
		p.stage.Empty("tick", t("ranking.allInspected", "month", p.monthWord(p.month)), nil)
		return
	case !p.absent && len(p.t.Rows) == 0:
		p.stage.Empty("rank", t("ranking.noRecords", "month", p.monthWord(p.month)), inbox())
		return
	}
	shown := p.table
	if p.absent {
		shown = p.missing
		p.side.content.Hide()
		p.note.Hide()
	} else {
		p.side.content.Show()
		p.note.Show()
		p.selectAgain()
	}
	p.lower.Objects = []fyne.CanvasObject{kit.NewCardInset(shown, 1)}
	p.middle.Refresh()
	p.both.Refresh()
	p.stage.Full()
	shown.Reload()
}

// enable lets the workbook be made when there is something in it.
func (p *Page) enable() {
	switch {
	case p.save == nil:
	case len(p.t.Rows) == 0:
		p.save.Disable()
	default:
		p.save.Enable()
	}
}

// selectAgain keeps the hall that was explained selected wherever it stands now.
func (p *Page) selectAgain() {
	at := 0
	for i := range p.t.Rows {
		if p.t.Rows[i].Branch.Code == p.side.of {
			at = i
		}
	}
	p.table.List.Mark(at)
	p.pick(at)
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

// groups are the peer groups that have halls: each grade, and each grade ×
// traffic class, with the number of its active halls.
func (p *Page) groups() []kit.Choice {
	count := map[ranking.Peers]int{}
	for _, b := range p.halls {
		if b.Active {
			g := ranking.PeersOf(b)
			count[g]++
			if g.Traffic != "" {
				count[ranking.Peers{Grade: g.Grade}]++
			}
		}
	}
	out := []kit.Choice{{Text: p.s.T("ranking.allPeers")}}
	for _, g := range allGroups() {
		if n := count[g]; n > 0 || g == p.peers {
			out = append(out, kit.Choice{ID: groupID(g), Text: p.groupWord(g), Sub: p.s.T("ranking.halls", "n", p.s.Words().N(n))})
		}
	}
	return out
}

func allGroups() []ranking.Peers {
	var out []ranking.Peers
	for _, g := range []checklist.HallGrade{checklist.Flagship, checklist.Second, checklist.Third, checklist.Partner} {
		for _, f := range []checklist.Traffic{"", checklist.TrafficHigh, checklist.TrafficMedium, checklist.TrafficLow} {
			out = append(out, ranking.Peers{Grade: g, Traffic: f})
		}
	}
	return out
}

func groupID(g ranking.Peers) string {
	if g.Traffic == "" {
		return string(g.Grade)
	}
	return string(g.Grade) + "/" + string(g.Traffic)
}

func (p *Page) groupWord(g ranking.Peers) string {
	word := p.s.T("grade." + string(g.Grade))
	if g.Traffic != "" {
		word += " · " + p.s.T("traffic."+string(g.Traffic))
	}
	return word
}

func (p *Page) setPeers(id string) {
	p.peers = ranking.Peers{}
	for _, g := range allGroups() {
		if groupID(g) == id {
			p.peers = g
		}
	}
	p.Load(p.ctx)
}

func (p *Page) export() {
	if p.db.Papers == nil || p.c == nil || len(p.t.Rows) == 0 {
		p.s.Hint(p.s.T("ranking.nothing"))
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
