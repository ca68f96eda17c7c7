package observe

import (
	"context"
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

// shelf is the page while nobody is observed: the means so far, the people of one
// observation, and the coaching that is still open.
type shelf struct {
	p     *page
	box   fyne.CanvasObject
	table *kit.Table
	talks *kit.Table
	at    int

	seen   *kit.Stage // the observations, or that there are none
	last   *kit.StatCard
	open   *kit.StatCard
	detail *fyne.Container
	names  *kit.Toggle
	head   *kit.Label
	look   *kit.Button // the second look at the note chosen
	plans  *kit.Stage  // the coaching notes, or that there are none
	todo   []hall.Coaching
}

func newShelf(p *page) *shelf {
	v := &shelf{p: p}
	t := p.t
	v.table = kit.NewTable([]kit.Column{
		{Title: t("col.day"), Width: 112}, {Title: t("col.by")}, {Title: t("col.mean"), Width: 62, Right: true}, {Title: t("col.people"), Width: 146},
	}, func() int { return len(p.d.past) }, v.fill)
	v.table.List.OnSelect = func(i int) { v.pick(i) }
	v.table.List.OnOpen = func(i int) { v.pick(i) }
	v.table.List.OnDouble = func(int) { v.sheet() }
	v.talks = kit.NewTable([]kit.Column{
		{Title: t("col.person"), Width: 96}, {Title: t("col.text")}, {Title: t("col.score"), Width: 92, Right: true}, {Title: t("col.due"), Width: 156},
	}, func() int { return len(v.todo) }, v.fillTalk)
	v.talks.List.OnOpen = func(i int) { v.end(i) }
	v.last, v.open = kit.NewStatCard(t("lastMean")), kit.NewStatCard(t("openTalks"))
	v.detail = kit.NewColumn(6)
	v.names = kit.NewToggle(t("namesForAll"), false, v.setNames)
	v.head, v.look = kit.NewBold(t("talks")), kit.NewSecondary(t("endDo"), "E", v.endSelected)
	v.seen, v.plans = kit.NewStage(v.table), kit.NewStage(v.talks)
	left := kit.NewColumn(10,
		kit.Grow(kit.NewCardInset(kit.NewColumn(0, kit.Inset(kit.NewRow(8, kit.Grow(v.head), v.look), 8, 12, 4, 12), kit.Grow(v.plans)), 1)),
		kit.Grow(kit.NewCardInset(v.seen, 1)))
	right := kit.NewColumn(10, kit.Equal(10, v.last, v.open), kit.NewCard(v.detail))
	v.box = kit.Sides(nil, 0, left, kit.Scroll(right), 340)
	return v
}

func (v *shelf) show() {
	p := v.p
	today := p.s.Now().Format(time.DateOnly)
	v.todo = nil
	late, open := 0, 0
	for i := range p.d.talks {
		c := p.d.talks[i]
		if c.End == nil {
			open++
			if c.Late(today) {
				late++
			}
		}
		v.todo = append(v.todo, c)
	}
	v.talks.Reload()
	if len(v.todo) == 0 {
		v.look.Hide()
		v.plans.Empty("edit", p.t("noTalks"), nil)
	} else {
		v.look.Show()
		v.plans.Full()
	}
	if v.talks.List.Selected() < 0 && len(v.todo) > 0 {
		v.talks.List.Select(0)
	}
	v.at = min(max(v.at, 0), len(p.d.past)-1)
	if len(p.d.past) == 0 {
		v.seen.Empty("people", p.t("noneBody"), kit.NewSecondary(p.t("begin"), "N", p.begin))
	} else {
		v.seen.Full()
	}
	v.table.Reload()
	v.table.List.Select(v.at)
	tone, pill := kit.Pass, p.t("noneLate")
	if late > 0 {
		tone, pill = kit.Fail, p.t("lateN", "n", strconv.Itoa(late))
	}
	v.open.Set(strconv.Itoa(open), p.t("open"), tone, pill)
	v.last.Set("–", "", kit.Plain, "")
	if len(p.d.past) > 0 {
		x := p.d.past[0]
		if x.res.Score != nil {
			tone, pill := v.sample(x.res)
			v.last.Set(x.res.Score.String(), "", tone, pill)
		}
	}
	v.names.Set(p.d.setting == hall.NamesAll)
	v.showDetail()
}

// sample says how many people stand behind a mean; under three it says too few.
func (v *shelf) sample(res *checklist.Result) (kit.Tone, string) {
	n := 0
	for _, x := range res.Persons {
		if x.Score != nil {
			n++
		}
	}
	if res.Small {
		return kit.Warn, v.p.t("few", "n", strconv.Itoa(n))
	}
	return kit.Plain, v.p.t("peopleN", "n", strconv.Itoa(n))
}

func (v *shelf) fill(i int, c []kit.Cell) {
	if i >= len(v.p.d.past) {
		return
	}
	x, w := v.p.d.past[i], v.p.s.Words()
	c[0] = kit.Cell{Text: w.DayOf(x.in.Day), Bold: true}
	c[1] = kit.Cell{Text: x.in.Inspector.Name}
	c[2] = kit.Cell{Text: "–"}
	if x.res.Score != nil {
		c[2] = kit.Cell{Text: x.res.Score.String(), Bold: true}
	}
	tone, text := v.sample(x.res)
	icon := "people"
	if tone == kit.Warn {
		icon = "warn"
	}
	c[3] = kit.Cell{Pill: true, Tone: tone, Icon: icon, Text: text}
}

func (v *shelf) fillTalk(i int, c []kit.Cell) {
	if i >= len(v.todo) {
		return
	}
	p, x, w := v.p, v.todo[i], v.p.s.Words()
	c[0] = kit.Cell{Text: p.name(x.Person, p.position(x.Person), x.By), Bold: true}
	c[1] = kit.Cell{Text: x.Text}
	if !p.seesNames(x.By) {
		c[1].Text = p.t("hidden") // words may name people
	}
	score := "–"
	if x.Score != nil {
		score = x.Score.String()
	}
	if x.End != nil && x.End.Score != nil {
		score += " → " + x.End.Score.String()
	}
	c[2] = kit.Cell{Text: score}
	switch {
	case x.End != nil:
		c[3] = kit.Cell{Pill: true, Tone: kit.Pass, Icon: "tick", Text: p.t("done")}
	case x.Late(p.s.Now().Format(time.DateOnly)):
		c[3] = kit.Cell{Pill: true, Tone: kit.Fail, Icon: "clock", Text: p.t("lateSince", "day", w.DayOf(x.Due))}
	default:
		c[3] = kit.Cell{Pill: true, Tone: kit.Plain, Text: p.t("dueOn", "day", w.DayOf(x.Due))}
	}
}

func (v *shelf) pick(i int) {
	if i >= 0 && i < len(v.p.d.past) && i != v.at {
		v.at = i
		v.showDetail()
	}
}

// showDetail writes the people of the observation in front, as far as they may be
// named.
func (v *shelf) showDetail() {
	p := v.p
	var out []fyne.CanvasObject
	if v.at < 0 || len(p.d.past) == 0 {
		out = append(out, kit.NewBold(p.t("none")))
	} else {
		x := p.d.past[v.at]
		out = append(out, kit.NewBold(p.t("of", "day", p.s.Words().DayOf(x.in.Day))))
		for _, who := range x.res.Persons {
			score := "–"
			if who.Score != nil {
				score = who.Score.String()
			}
			post := p.post(who.Position)
			name := p.name(who.Person, who.Position, x.in.Inspector.Name)
			if !p.seesNames(x.in.Inspector.Name) {
				post = ""
			}
			row := []fyne.CanvasObject{kit.Grow(kit.NewLabel(name)), kit.NewCaption(post), kit.NewBold(score)}
			if len(who.Vetoes) > 0 {
				row = append(row, kit.NewIconPill(kit.Fail, "cross", p.t("veto")))
			}
			out = append(out, kit.NewRow(8, row...))
		}
		if !p.seesNames(x.in.Inspector.Name) {
			out = append(out, muted(p.t("veiled")))
		}
		if p.s.Has(routeResult) && p.seesNames(x.in.Inspector.Name) {
			out = append(out, kit.NewRow(0, kit.NewSecondary(p.t("sheet"), "O", v.sheet), kit.Space()))
		}
	}
	if hall.SeesNames(p.s.Profile().User.Role, "") {
		out = append(out, v.names)
	}
	v.detail.Objects = out
	v.detail.Refresh()
}

func (v *shelf) setNames(on bool) {
	p := v.p
	p.d.setting = ""
	if on {
		p.d.setting = hall.NamesAll
	}
	desk, value := p.sv.Desk, p.d.setting
	shell.Save(p.s, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, desk.SetSetting(ctx, hall.SettingNames, value)
	}, nil)
}

// sheet opens the finished observation.
func (v *shelf) sheet() {
	p := v.p
	switch {
	case v.at < 0 || v.at >= len(p.d.past) || !p.s.Has(routeResult):
	case !p.seesNames(p.d.past[v.at].in.Inspector.Name):
		p.s.Hint(p.t("veiled"))
	default:
		p.s.Open(routeResult, p.d.past[v.at].in.ID)
	}
}

// end asks how the second look at a coaching note went.
func (v *shelf) end(i int) {
	if i < 0 || i >= len(v.todo) || v.todo[i].End != nil {
		return
	}
	if !v.p.seesNames(v.todo[i].By) {
		v.p.s.Hint(v.p.t("veiled"))
		return
	}
	v.p.askEnd(v.todo[i])
}

func (v *shelf) endSelected() { v.end(v.talks.List.Selected()) }
