package ranking

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/checklist/ranking"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// goals is the view of the halls' targets in the period.
type goals struct {
	p       *Page
	content fyne.CanvasObject
	table   *kit.Table
	about   *kit.Paragraph
	rows    []ranking.Attained
	names   map[string]string
	suggest *kit.Button
}

func newGoals(p *Page) *goals {
	t := p.s.T
	g := &goals{p: p, names: map[string]string{}, about: caption()}
	g.table = kit.NewTable([]kit.Column{
		{Title: t("ranking.hall")},
		{Title: t("target.col.indicator"), Width: 220, From: 420},
		{Title: t("target.col.baseline"), Width: 74, Right: true, From: 620},
		{Title: t("target.col.target"), Width: 74, Right: true},
		{Title: t("target.col.actual"), Width: 74, Right: true},
		{Title: t("target.col.attained"), Width: 86, Right: true, From: 500},
		{Title: t("ranking.light"), Width: 110},
	}, func() int { return len(g.rows) }, g.fill)
	g.table.List.OnOpen = func(int) { g.edit() }
	g.suggest = kit.NewSecondary(t("ranking.suggest"), "", g.propose)
	buttons := kit.NewRow(8, g.suggest, kit.NewSecondary(t("ranking.setTarget"), "", g.add).WithIcon("plus"),
		kit.NewSecondary(t("ranking.importTargets"), "", g.bringIn).WithIcon("import"), kit.Space())
	g.content = kit.NewColumn(10, buttons, kit.Grow(kit.NewCardInset(g.table, 1)), g.about)
	return g
}

// lights are the icon and tone of each light; its words stand beside them.
var lights = map[ranking.Light]struct {
	icon string
	tone kit.Tone
}{ranking.Green: {"tick", kit.Pass}, ranking.Amber: {"warn", kit.Warn}, ranking.Red: {"cross", kit.Fail}}

func (g *goals) fill(i int, cells []kit.Cell) {
	r := g.rows[i]
	name := g.names[r.Target.Branch]
	if name == "" {
		name = r.Target.Branch
	}
	cells[0] = kit.Cell{Text: name, Bold: true}
	cells[1] = kit.Cell{Text: g.word(r.Target.Indicator)}
	for k := 2; k <= 5; k++ {
		cells[k] = kit.Cell{Text: "–"}
	}
	if r.Target.Baseline != nil {
		cells[2].Text = checklist.RoundTenths(r.Target.Baseline.Rat()).String()
	}
	cells[3] = kit.Cell{Text: r.Target.Value.String(), Bold: true}
	if r.Actual == nil {
		cells[6] = kit.Cell{Pill: true, Text: g.p.s.T("ranking.notMeasured")}
		return
	}
	cells[4].Text = checklist.RoundTenths(r.Actual).String()
	cells[5].Text = checklist.Tenths(r.Share).String() + "%"
	l := lights[r.Light]
	cells[6] = kit.Cell{Pill: true, Tone: l.tone, Icon: l.icon, Text: g.p.s.T("ranking.light." + string(r.Light))}
}

// word is an indicator in words.
func (g *goals) word(i ranking.Indicator) string {
	t, w := g.p.s.T, g.p.s.Words()
	what, list, zone, err := i.Parts()
	if err != nil {
		return string(i)
	}
	title, zoneName := list, zone
	for _, c := range g.p.got.lists {
		if c.ID == list {
			title = w.In(c.Title)
			if z := c.ZoneByID(zone); z != nil {
				zoneName = w.In(z.Name)
			}
		}
	}
	for _, c := range g.p.got.composites {
		if what == ranking.ByIndex && c.ID == list {
			title = c.Name
		}
	}
	return t("ranking.indicator."+what, "list", title, "zone", zoneName)
}

// meter measures with what the page has loaded.
func (p *Page) meter() *ranking.Meter {
	l := p.got
	l.rules = ranking.Rules{}
	return &ranking.Meter{
		OnTime: p.db.Records.OnTime,
		Ask: func(ctx context.Context, list, composite string, x ranking.Period) (ranking.Answer, error) {
			known := slices.ContainsFunc(l.lists, func(c *checklist.Checklist) bool { return c.ID == list })
			if composite != "" {
				known = slices.ContainsFunc(l.composites, func(c ranking.Composite) bool { return c.ID == composite })
			}
			if !known {
				return ranking.Answer{}, checklist.Fail("store.unknownChecklist", "id", list+composite, "version", "")
			}
			return p.ask(ctx, l, question{period: x, subject: subject{list, composite}})
		},
	}
}

// load reads the targets of the period, those farthest behind first.
func (g *goals) load() {
	p := g.p
	for _, b := range p.got.answer.Input.Branches {
		g.names[b.Code] = b.Name
	}
	round, period, peers, m := p.round, p.period.String(), p.peers, p.meter()
	halls := map[string]checklist.Branch{}
	for _, b := range p.got.answer.Input.Branches {
		halls[b.Code] = b
	}
	shell.Run(p.s, p.ctx, func(ctx context.Context) ([]ranking.Attained, error) {
		list, err := p.db.Goals.TargetsIn(ctx, period)
		if err != nil {
			return nil, err
		}
		list = slices.DeleteFunc(list, func(t ranking.Target) bool { return !peers.Has(halls[t.Branch]) })
		return m.Attain(ctx, list)
	}, func(rows []ranking.Attained, err error) {
		if err != nil {
			p.s.Fail(err)
			return
		}
		if round == p.round {
			g.set(rows)
		}
	})
}

func (g *goals) set(rows []ranking.Attained) {
	order := map[ranking.Light]int{ranking.Red: 0, ranking.Amber: 1, ranking.Green: 2, "": 3}
	slices.SortStableFunc(rows, func(a, b ranking.Attained) int {
		return cmp.Or(cmp.Compare(order[a.Light], order[b.Light]), cmp.Compare(a.Share, b.Share))
	})
	g.rows = rows
	count := map[ranking.Light]int{}
	for _, r := range rows {
		count[r.Light]++
	}
	t, n := g.p.s.T, g.p.s.Words().N
	text := t("ranking.noTargets", "period", g.p.periodWord(g.p.period))
	if len(rows) > 0 {
		text = t("ranking.targets", "green", n(count[ranking.Green]), "amber", n(count[ranking.Amber]), "red", n(count[ranking.Red]))
	}
	g.about.Set(text + " " + t("target.rule", "score", n(ranking.StepScore), "weak", n(ranking.StepWeak), "fewer", n(ranking.StepFewer), "n", n(ranking.BaselinePeriods)))
	g.table.Reload()
	g.content.Refresh()
}

// saved tells how many targets were set, and reads them again.
func (g *goals) saved(n int, err error) {
	if err != nil {
		g.p.s.Fail(err)
		return
	}
	g.p.s.Toast(g.p.s.T("target.saved.targets", "n", g.p.s.Words().N(n)), nil)
	g.load()
}

// propose computes the suggestions and sets them when they are wanted.
func (g *goals) propose() {
	p := g.p
	m, period, s := p.meter(), p.period, p.subject
	shell.Run(p.s, p.ctx, func(ctx context.Context) ([]ranking.Target, error) {
		return m.Suggest(ctx, period, s.list, s.composite)
	}, func(list []ranking.Target, err error) {
		t, n := p.s.T, p.s.Words().N
		switch {
		case err != nil:
			p.s.Fail(err)
		case len(list) == 0:
			p.s.Hint(t("ranking.noBaseline", "n", n(ranking.BaselinePeriods)))
		default:
			p.s.Ask(t("ranking.suggest"), t("ranking.suggested", "n", n(len(list)), "period", p.periodWord(period)), t("ranking.setThem"), func() {
				shell.Save(p.s, func(ctx context.Context) (int, error) { return len(list), p.db.Goals.SetTargets(ctx, list) }, g.saved)
			})
		}
	})
}

// bringIn reads targets from a file.
func (g *goals) bringIn() {
	p := g.p
	if p.db.Papers == nil {
		return
	}
	p.s.Choose.OpenFile([]string{".csv", ".xlsx"}, func(path string) {
		shell.Save(p.s, func(ctx context.Context) (int, error) {
			list, err := p.db.Papers.ReadTargets(ctx, path)
			if err != nil {
				return 0, err
			}
			return len(list), p.db.Goals.SetTargets(ctx, list)
		}, g.saved)
	})
}

// export writes the targets in sight.
func (g *goals) export() {
	p := g.p
	if p.db.Papers == nil || len(g.rows) == 0 {
		p.s.Hint(p.s.T("ranking.nothing"))
		return
	}
	rows := slices.Clone(g.rows)
	p.s.Choose.SaveFile(p.s.T("ranking.targetFile", "period", p.period.String())+".xlsx", func(path string) {
		p.write(path, func(ctx context.Context) error { return p.db.Papers.SaveTargets(ctx, path, rows) })
	})
}

// edit changes the chosen target, or takes it away when its field is empty.
func (g *goals) edit() {
	i := g.table.List.Selected()
	if i < 0 || i >= len(g.rows) {
		return
	}
	t := g.rows[i].Target
	g.form(g.names[t.Branch]+" · "+g.word(t.Indicator), t, nil)
}

// add sets a target of any hall for the whole score.
func (g *goals) add() {
	p := g.p
	var halls []kit.Choice
	for _, b := range p.got.answer.Input.Branches {
		if b.Active && !b.Rival() {
			halls = append(halls, kit.Choice{ID: b.Code, Text: b.Name, Sub: b.Code})
		}
	}
	t := ranking.Target{Period: p.period.String()}
	t.Indicator = ranking.Indicator(ranking.ByScore + "/" + p.list)
	if p.composite != "" {
		t.Indicator = ranking.Indicator(ranking.ByIndex + "/" + p.composite)
	}
	g.form(g.word(t.Indicator), t, halls)
}

// form asks for the value of a target, and with halls for the hall.
func (g *goals) form(title string, x ranking.Target, halls []kit.Choice) {
	p, t := g.p, g.p.s.T
	value := kit.NewTextField("92.5")
	if x.Value > 0 {
		value.Fill(x.Value.String())
	}
	warn := kit.NewParagraph("", theme.Fail)
	warn.Font = theme.Caption
	fields := []fyne.CanvasObject{kit.FormRow(t("target.col.target"), value), warn}
	if halls != nil {
		hall := kit.NewSearchSelect(t("ranking.hall"), halls, "", nil, func(id string) { x.Branch = id })
		fields = append([]fyne.CanvasObject{kit.FormRow(t("ranking.hall"), hall)}, fields...)
	}
	o := p.s.Form(title, kit.NewColumn(12, fields...), 440, value, t("settings.save"), func(done func()) {
		text := strings.TrimSpace(value.Text)
		if text == "" && halls == nil {
			done()
			shell.Save(p.s, func(ctx context.Context) (int, error) {
				return 0, p.db.Goals.DropTarget(ctx, x.Branch, x.Indicator, x.Period)
			}, g.saved)
			return
		}
		v, err := checklist.ParseMilli(text)
		y := x
		y.Value = v
		if err == nil {
			err = y.Check()
		}
		if err != nil {
			warn.Set(t("ranking.badTarget"))
			return
		}
		done()
		shell.Save(p.s, func(ctx context.Context) (int, error) { return 1, p.db.Goals.SetTargets(ctx, []ranking.Target{y}) }, g.saved)
	})
	leave(o, value)
}
