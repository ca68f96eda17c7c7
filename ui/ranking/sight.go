package ranking

import (
	"cmp"
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/checklist/chart"
	"hallcheck/checklist/ranking"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

// How much the charts show at once.
const (
	mostLosses  = 12
	mostCommons = 10
	zonesAtOnce = 20
)

// sight is the views made of charts: trends, zones, losses and inspectors.
type sight struct {
	p      *Page
	made   map[string]fyne.CanvasObject
	loaded map[string]bool // views that are up to date

	lines  *kit.Chart
	months *kit.Chart
	zones  *kit.Chart
	sort   *kit.Segmented
	pages  *kit.Label
	page   int
	how    string

	items   *kit.Chart
	byZone  *kit.Chart
	commons *kit.Chart

	people *kit.Table
	rows   []ranking.Offset
	none   *kit.Paragraph
}

// The rows of the zone map.
const (
	byPeers = "peers"
	byLow   = "low"
	byRank  = "rank"
)

func newSight(p *Page) *sight {
	t := p.s.T
	s := &sight{p: p, made: map[string]fyne.CanvasObject{}, loaded: map[string]bool{}, how: byPeers}
	s.lines, s.months = kit.NewChart(nil), kit.NewChart(nil)
	s.lines.Tall = 280
	s.made[viewTrend] = kit.Scroll(kit.NewColumn(14, kit.NewCard(s.lines), kit.NewCard(s.months)))
	s.zones, s.pages = kit.NewChart(nil), kit.NewCaption("")
	s.sort = kit.NewSegmented([]kit.Option{
		{ID: byPeers, Text: t("ranking.zones.peers")}, {ID: byLow, Text: t("ranking.zones.low")}, {ID: byRank, Text: t("ranking.zones.rank")},
	}, s.how, func(id string) {
		s.how, s.page = id, 0
		s.drawZones()
	})
	turns := kit.NewRow(8, s.sort, kit.NewIconButton("up", t("ranking.key.previous"), func() { s.turn(-1) }),
		kit.NewIconButton("down", t("ranking.key.next"), func() { s.turn(1) }), kit.Grow(s.pages))
	s.made[viewZones] = kit.Scroll(kit.NewColumn(14, turns, kit.NewCard(s.zones)))
	s.items, s.byZone, s.commons = kit.NewChart(nil), kit.NewChart(nil), kit.NewChart(nil)
	s.made[viewLosses] = kit.Scroll(kit.NewColumn(14, kit.NewCard(s.items), kit.NewCard(s.byZone), kit.NewCard(s.commons)))
	s.made[viewInspectors] = s.inspectors()
	return s
}

func (s *sight) inspectors() fyne.CanvasObject {
	t := s.p.s.T
	s.people = kit.NewTable([]kit.Column{
		{Title: t("ranking.inspector")},
		{Title: t("ranking.offset"), Width: 150, Right: true},
		{Title: t("ranking.shared"), Width: 110, Right: true},
		{Title: t("ranking.own"), Width: 90, Right: true, From: 560},
		{Title: t("ranking.others"), Width: 110, Right: true, From: 640},
		{Title: t("ranking.verdict"), Width: 170},
	}, func() int { return len(s.rows) }, s.fillPerson)
	s.none = caption()
	about := caption()
	about.Set(t("ranking.leniency"))
	return kit.NewColumn(10, kit.NewCard(kit.NewColumn(6, about)), kit.Grow(kit.NewCardInset(s.people, 1)), s.none)
}

func (s *sight) fillPerson(i int, cells []kit.Cell) {
	t, n, o := s.p.s.T, s.p.s.Words().N, s.rows[i]
	cells[0] = kit.Cell{Text: o.Inspector, Bold: true}
	cells[1] = kit.Cell{Text: "–"}
	cells[2], cells[3], cells[4] = kit.Cell{Text: n(o.Halls)}, kit.Cell{Text: n(o.Records)}, kit.Cell{Text: n(o.Others)}
	switch {
	case !o.Shown:
		cells[5] = kit.Cell{Pill: true, Text: t("ranking.fewPairs", "n", n(ranking.FewestPairs))}
		return
	case o.Clear && o.Mean > 0:
		cells[5] = kit.Cell{Pill: true, Tone: kit.Warn, Icon: "up", Text: t("ranking.lenient")}
	case o.Clear:
		cells[5] = kit.Cell{Pill: true, Tone: kit.Warn, Icon: "down", Text: t("ranking.strict")}
	default:
		cells[5] = kit.Cell{Pill: true, Tone: kit.Pass, Icon: "tick", Text: t("ranking.noOffset")}
	}
	cells[1].Text = signed(o.Mean) + " ± " + o.Margin.String()
}

// show returns a view.
func (s *sight) show(view string) fyne.CanvasObject { return s.made[view] }

// forget makes every view read again.
func (s *sight) forget() {
	s.loaded = map[string]bool{}
	s.page = 0
}

// load reads what the view in sight shows, once for every answer.
func (s *sight) load() {
	view := s.p.view
	if s.loaded[view] {
		return
	}
	s.loaded[view] = true
	switch view {
	case viewTrend:
		s.loadTrend()
	case viewZones:
		s.drawZones()
	case viewLosses:
		s.loadLosses()
	case viewInspectors:
		s.loadPeople()
	}
}

// read runs work and shows its result unless another question was asked since.
func read[T any](s *sight, view string, work func(context.Context) (T, error), then func(T)) {
	round := s.p.round
	shell.Run(s.p.s, s.p.ctx, work, func(x T, err error) {
		switch {
		case round != s.p.round:
		case err != nil:
			s.loaded[view] = false
			s.p.s.Fail(err)
		default:
			then(x)
		}
	})
}

func (p *Page) chartWords(key string, pairs ...string) string {
	return p.s.T("ranking.chart."+key, pairs...)
}

func (s *sight) loadTrend() {
	p, own := s.p, s.p.got.answer
	a := &own // a copy: the page goes on meanwhile
	from, to := trendSpan(p.period)
	hall := s.hall()
	type facts struct{ all, own []ranking.MonthSum }
	read(s, viewTrend, func(ctx context.Context) (f facts, err error) {
		if f.all, err = p.months(ctx, a, "", from, to); err != nil || hall == nil {
			return f, err
		}
		f.own, err = p.months(ctx, a, hall.Code, from, to)
		return f, err
	}, func(f facts) {
		from := firstMonth(f.all, from, to)
		whole := ranking.Trend(f.all, p.peers, from, to)
		series := []chart.Series{ranking.TrendLine(p.scopeWord(), whole, chart.Soft, true)}
		if hall != nil {
			own := ranking.Trend(f.own, ranking.Peers{}, from, to)
			if p.peers == (ranking.Peers{}) {
				peers := ranking.Trend(f.all, ranking.PeersOf(*hall), from, to)
				series = append(series, ranking.TrendLine(p.peerWord(*hall), peers, chart.Good, true))
			}
			series = append(series, ranking.TrendLine(hall.Name, own, chart.Accent, false))
		}
		s.lines.Set(ranking.TrendChart(p.s.T("ranking.trendTitle"), whole, p.chartWords, series...).Draw)
		s.months.Set(s.groupMonths(f.all, from, to).Draw)
		s.made[viewTrend].Refresh()
	})
}

// fewestMonths is how many months a trend shows at least.
const fewestMonths = 6

// firstMonth leaves out the months before the first record, down to six.
func firstMonth(all []ranking.MonthSum, from, to string) string {
	last, err := ranking.ParsePeriod(to)
	if err != nil {
		return from
	}
	first := last.Move(1 - fewestMonths).String()
	for _, m := range all {
		first = min(first, m.Month)
	}
	return max(first, from)
}

// hall is the one chosen in the ranking, or the first.
func (s *sight) hall() *checklist.Branch {
	rows := s.p.got.answer.Table.Rows
	for i := range rows {
		if rows[i].Branch.Code == s.p.board.side.of {
			return &rows[i].Branch
		}
	}
	if len(rows) == 0 {
		return nil
	}
	return &rows[0].Branch
}

func (p *Page) scopeWord() string {
	if p.peers == (ranking.Peers{}) {
		return p.s.T("ranking.allPeers")
	}
	return p.groupWord(p.peers)
}

// groupMonths is the heat map of peer groups by month.
func (s *sight) groupMonths(all []ranking.MonthSum, from, to string) chart.Heat {
	p := s.p
	h := chart.Heat{
		Title: p.s.T("ranking.groupMonths"), Legend: ranking.HeatLegend(p.chartWords), Low: p.chartWords("lowest"), Empty: p.chartWords("empty"),
		Columns: ranking.MonthLabels(ranking.Trend(nil, ranking.Peers{}, from, to), p.chartWords),
	}
	for _, g := range allGroups() {
		points := ranking.Trend(all, g, from, to)
		scores, some := make([]*checklist.Tenths, len(points)), false
		for i, x := range points {
			scores[i] = x.Score
			some = some || x.Score != nil
		}
		if some && g.Traffic != "" {
			h.Rows = append(h.Rows, chart.HeatRow{Label: p.groupWord(g), Cells: ranking.HeatCells(scores)})
		}
	}
	return h
}

// turn goes to another page of the zone map.
func (s *sight) turn(by int) {
	if s.p.view == viewZones {
		s.page += by
		s.drawZones()
	}
}

// drawZones shows the peer groups, or a page of halls, by zone.
func (s *sight) drawZones() {
	p := s.p
	m := p.got.answer.ZonesOf()
	name := func(r ranking.ZoneRow) string { return p.s.Words().N(r.Rank) + "  " + r.Branch.Name }
	switch s.how {
	case byPeers:
		m = m.ByPeers()
		name = func(r ranking.ZoneRow) string {
			return p.groupWord(r.Peers) + " " + p.chartWords("halls", "n", p.s.Words().N(r.Halls))
		}
	case byLow:
		slices.Reverse(m.Rows)
	}
	pages := max((len(m.Rows)+zonesAtOnce-1)/zonesAtOnce, 1)
	s.page = min(max(s.page, 0), pages-1)
	first := s.page * zonesAtOnce
	last := min(first+zonesAtOnce, len(m.Rows))
	n := p.s.Words().N
	s.pages.Set(p.s.T("ranking.zones.pages", "first", n(min(first+1, last)), "last", n(last), "n", n(len(m.Rows))))
	m.Rows = m.Rows[first:last]
	s.sort.Set(s.how)
	s.zones.Set(m.Heat(p.s.T("ranking.zonesTitle"), p.s.Lang(), p.chartWords, name).Draw)
	s.made[viewZones].Refresh()
}

func sortLosses(all []ranking.Loss) {
	slices.SortStableFunc(all, func(a, b ranking.Loss) int { return cmp.Compare(b.Lost, a.Lost) })
}

// itemText is the sentence of an item of the lists ranked.
func (p *Page) itemText(id string) string {
	for _, c := range p.got.lists {
		if it := c.ItemByID(id); it != nil && slices.Contains(p.got.answer.Question.ListIDs(), c.ID) {
			return p.s.Words().In(it.Text)
		}
	}
	return id
}

func (s *sight) loadLosses() {
	p, own := s.p, s.p.got.answer
	a := &own // a copy: the page goes on meanwhile
	type facts struct {
		items   []ranking.Loss
		commons []checklist.Common
	}
	read(s, viewLosses, func(ctx context.Context) (f facts, err error) {
		if f.items, err = p.losses(ctx, a, "", mostLosses); err != nil {
			return f, err
		}
		for _, list := range a.Question.ListIDs() {
			more, err := p.db.Commons.CommonProblems(ctx, list, a.Question.Period.From, a.Question.Period.To)
			if err != nil {
				return f, err
			}
			f.commons = append(f.commons, more...)
		}
		return f, nil
	}, func(f facts) {
		t, lang := p.s.T, p.s.Lang()
		s.items.Set(ranking.LossChart(t("ranking.itemLosses"), f.items, p.chartWords, func(l ranking.Loss) string { return p.itemText(l.Item) }).Draw)
		s.byZone.Set(ranking.ZoneLossChart(t("ranking.zoneLosses"), a.ZoneLosses(), lang, p.chartWords).Draw)
		s.commons.Set(ranking.CommonChart(t("ranking.commons"), f.commons, lang, p.chartWords, mostCommons).Draw)
		s.made[viewLosses].Refresh()
	})
}

func (s *sight) loadPeople() {
	p, own := s.p, s.p.got.answer
	a := &own // a copy: the page goes on meanwhile
	read(s, viewInspectors, func(ctx context.Context) ([]ranking.Offset, error) {
		x := a.Question.Period
		first, err := ranking.ParsePeriod(x.From[:7])
		if err != nil {
			return nil, err
		}
		last, err := ranking.ParsePeriod(x.To[:7])
		if err != nil {
			return nil, err
		}
		var visits []ranking.Visit
		for _, list := range a.Question.ListIDs() {
			more, err := p.db.Figures.Visits(ctx, list, first.Before().From, last.Move(1).To)
			if err != nil {
				return nil, err
			}
			visits = append(visits, more...)
		}
		return ranking.Leniency(visits, x.From, x.To), nil
	}, func(rows []ranking.Offset) {
		s.rows = rows
		s.none.Set("")
		if len(rows) == 0 {
			s.none.Set(p.s.T("ranking.noPairs"))
		}
		s.people.Reload()
		s.made[viewInspectors].Refresh()
	})
}
