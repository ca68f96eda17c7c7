package halls

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"hallcheck/checklist/hall"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

type column struct {
	id          string
	width, from float32
}

// columns are the figures of the table of halls, with their widths and from which width
// of the table on they are shown: the hall in front has all of them beside it.
var columns = []column{
	{hall.FigureMean, 84, 0},
	{hall.FigureLongest, 84, 0},
	{hall.FigureRatio, 76, 770},
	{hall.FigureOver, 76, 0},
	{hall.FigureAbandoned, 76, 850},
	{hall.FigureOnPost, 82, 0},
	{hall.FigureMachines, 82, 610},
	{hall.FigureMeetings, 82, 0},
	{hall.FigureRounds, 82, 690},
}

// tones of the lights.
var tones = map[hall.Light]kit.Tone{hall.LightNone: kit.Plain, hall.LightGreen: kit.Plain, hall.LightAmber: kit.Warn, hall.LightRed: kit.Fail}

// over says which side of its limit a figure is on: above the most, below the least.
var over = map[bool]string{false: " ↑", true: " ↓"}

func (p *page) makeTables() {
	cols := []kit.Column{{Title: p.t("col.hall"), Sort: "hall"}}
	for _, c := range columns {
		cols = append(cols, kit.Column{Title: p.t("col." + c.id), Width: c.width, Right: true, Sort: c.id, From: c.from})
	}
	cols = append(cols, kit.Column{Title: p.t("col.complaints"), Width: 62, Right: true, Sort: "complaints", From: 930})
	figures := kit.NewTable(cols, p.count, p.fillFigures)
	figures.OnSort = func(id string) {
		p.falling = p.sort != id || !p.falling
		p.sort = id
		p.arrange()
	}
	queues := kit.NewTable([]kit.Column{
		{Title: p.t("col.hall")}, {Title: p.t("col.weekday"), Width: 104}, {Title: p.t("col.slot"), Width: 104}, {Title: p.t("col.weeks"), Width: 120}, {Title: p.t("col.waiting"), Width: 104, Right: true},
	}, p.count, p.fillQueues)
	meetings := kit.NewTable([]kit.Column{
		{Title: p.t("col.day"), Width: 150}, {Title: p.t("col.hall")}, {Title: p.t("col.rate"), Width: 130, Right: true},
	}, p.count, p.fillMeetings)
	drills := kit.NewTable([]kit.Column{
		{Title: p.t("col.hall")}, {Title: p.t("col.topic"), Width: 200}, {Title: p.t("col.times"), Width: 80, Right: true}, {Title: p.t("col.last"), Width: 130},
	}, p.count, p.fillDrills)
	for id, t := range map[string]*kit.Table{viewFigures: figures, viewQueues: queues, viewMeetings: meetings, viewDrills: drills} {
		p.tables[id] = t
		t.List.OnSelect = func(i int) { p.pick(i) }
		t.List.OnOpen = func(i int) { p.pick(i) }
	}
}

func (p *page) count() int { return len(p.shown) }

func (p *page) setView(id string) {
	p.view, p.shown = id, nil // rows of another view mean nothing in this one
	p.holder.Objects = []fyne.CanvasObject{kit.NewCardInset(p.tables[id], 1)}
	p.holder.Refresh()
	p.arrange()
}

// arrange lists what the view shows, narrowed by the search and in its order.
func (p *page) arrange() {
	p.shown = p.shown[:0]
	fits := p.fitting()
	for i := range p.rows() {
		if p.view == viewFigures {
			i = p.inOrder()[i]
		}
		if k, ours := p.got.at[p.codeOf(i)]; ours && fits[k] {
			p.shown = append(p.shown, i)
		}
	}
	p.showFirst()
	t := p.tables[p.view]
	if p.view == viewFigures {
		t.SortBy(p.sort, p.falling)
	}
	t.Reload()
	at := slices.IndexFunc(p.shown, func(i int) bool { return p.codeOf(i) == p.at })
	if at < 0 && len(p.shown) > 0 {
		at = 0
	}
	t.List.Select(at)
	p.pick(at)
}

// rows is how many rows the view's list has before the search.
func (p *page) rows() int {
	switch p.view {
	case viewQueues:
		return len(p.got.Queues)
	case viewMeetings:
		return len(p.got.Missed)
	case viewDrills:
		return len(p.got.Drills)
	default:
		return len(p.got.Halls)
	}
}

// showFirst says that the view lists the first of more.
func (p *page) showFirst() {
	all := map[string]int{viewQueues: p.got.AllQueues, viewMeetings: p.got.AllMissed()}[p.view]
	if cut := all > p.rows(); cut != p.first.Visible() {
		if p.first.Hide(); cut {
			p.first.Show()
		}
		p.column.Refresh() // the table takes the room, or leaves it
	}
	p.first.Set(p.t("first", "n", strconv.Itoa(p.rows()), "all", strconv.Itoa(all)))
}

// inOrder are the halls in the order of the table of figures; those without the figure
// come last, whichever way it is sorted. A search only leaves some out.
func (p *page) inOrder() []int {
	by := p.sort + strconv.FormatBool(p.falling)
	if p.order != nil && p.orderBy == by {
		return p.order
	}
	p.orderBy, p.order = by, make([]int, len(p.got.Halls))
	for i := range p.order {
		p.order[i] = i
	}
	column := slices.IndexFunc(columns, func(c column) bool { return c.id == p.sort })
	key := func(i int) (known bool, num, den int64) {
		if column < 0 {
			return p.got.Halls[i].Known > 0, int64(p.got.Halls[i].Complaints), 1
		}
		f := &p.got.figures[i][column]
		return f.Known(), f.Num, f.Den
	}
	slices.SortStableFunc(p.order, func(a, b int) int {
		if p.sort == "hall" {
			c := cmp.Compare(p.got.Halls[a].Branch.Code, p.got.Halls[b].Branch.Code)
			if p.falling {
				return -c
			}
			return c
		}
		ka, na, da := key(a)
		kb, nb, db := key(b)
		if ka != kb {
			if ka {
				return -1
			}
			return 1
		}
		c := cmp.Compare(na*db, nb*da)
		if p.falling {
			c = -c
		}
		return c
	})
	return p.order
}

// sortNext sorts by the next column of figures, as a tap on its heading does.
func (p *page) sortNext() {
	if p.view != viewFigures {
		return
	}
	ids := []string{"hall"}
	for _, c := range columns {
		ids = append(ids, c.id)
	}
	p.sort = ids[(slices.Index(ids, p.sort)+1)%len(ids)]
	p.falling = p.sort != "hall"
	p.arrange()
}

// codeOf is the hall of a row's index in the view's list.
func (p *page) codeOf(i int) string {
	switch p.view {
	case viewQueues:
		return p.got.Queues[i].Branch.Code
	case viewMeetings:
		return p.got.Missed[i].Branch.Code
	case viewDrills:
		return p.got.Drills[i].Branch.Code
	default:
		return p.got.Halls[i].Branch.Code
	}
}

func (p *page) fillFigures(row int, c []kit.Cell) {
	if row >= len(p.shown) {
		return
	}
	i := p.shown[row]
	h := &p.got.Halls[i]
	c[0] = kit.Cell{Text: h.Branch.Name, Bold: true}
	for k, f := range p.got.figures[i] {
		text := f.Decimal()
		if f.Known() && f.Unit == hall.UnitShare {
			text += "%"
		}
		c[k+1] = kit.Cell{Text: text, Tone: tones[f.Light], Bold: f.Light == hall.LightRed}
		if f.Light == hall.LightRed || f.Light == hall.LightAmber {
			c[k+1].Text += over[f.Low] // not by colour alone
		}
	}
	c[len(columns)+1] = kit.Cell{Text: "–"}
	if h.Known > 0 {
		c[len(columns)+1].Text = strconv.Itoa(h.Complaints)
	}
}

func (p *page) fillQueues(row int, c []kit.Cell) {
	if row >= len(p.shown) {
		return
	}
	q := &p.got.Queues[p.shown[row]]
	c[0] = kit.Cell{Text: q.Branch.Name, Bold: true}
	c[1] = kit.Cell{Text: p.weekday(q.Weekday)}
	c[2] = kit.Cell{Text: hall.SlotClock(q.Slot) + "–" + hall.SlotClock(q.Slot+1)}
	c[3] = kit.Cell{Pill: true, Tone: kit.Warn, Icon: "clock", Text: p.t("weeks", "n", strconv.Itoa(q.Seen), "m", strconv.Itoa(q.Long))}
	c[4] = kit.Cell{Text: "–"}
	if q.Sums.Samples > 0 {
		c[4].Text = p.t("people", "n", oneDecimal(q.Sums.Waiting, q.Sums.Samples))
	}
}

// weekday is a day of the week in words: of a week that has all of them.
func (p *page) weekday(d time.Weekday) string {
	return p.s.Words().Weekday(time.Date(2026, 11, 1+int(d), 0, 0, 0, 0, time.UTC)) // 1 November 2026 is a Sunday
}

// oneDecimal is a quotient rounded half up.
func oneDecimal(num, den int) string {
	t := (num*20 + den) / (den * 2)
	return strconv.Itoa(t/10) + "." + strconv.Itoa(t%10)
}

func (p *page) fillMeetings(row int, c []kit.Cell) {
	if row >= len(p.shown) {
		return
	}
	m := &p.got.Missed[p.shown[row]]
	day, _ := time.Parse(time.DateOnly, m.Day)
	c[0] = kit.Cell{Text: p.s.Words().DayOf(m.Day) + " " + p.s.Words().Weekday(day)}
	c[1] = kit.Cell{Text: m.Branch.Name, Bold: true}
	c[2] = kit.Cell{Text: "–"}
	if i, ok := p.got.at[m.Branch.Code]; ok {
		c[2].Text = hall.FigureOf(p.got.figures[i], hall.FigureMeetings).Decimal() + "%"
	}
}

func (p *page) fillDrills(row int, c []kit.Cell) {
	if row >= len(p.shown) {
		return
	}
	d := &p.got.Drills[p.shown[row]]
	c[0] = kit.Cell{Text: d.Branch.Name, Bold: true}
	c[1] = kit.Cell{Text: p.topic(d.Topic)}
	c[2] = kit.Cell{Text: strconv.Itoa(d.Count)}
	c[3] = kit.Cell{Text: p.s.Words().DayOf(d.Last)}
}

// topic is a drill in words: of an emergency, or as it was typed.
func (p *page) topic(id string) string {
	if key := (&hall.Entry{Kind: hall.KindDrill, Topic: id}).TopicKey(); key != "" {
		return p.s.T(key)
	}
	return id
}

// pick shows a hall beside the table.
func (p *page) pick(row int) {
	if row < 0 || row >= len(p.shown) {
		p.at = ""
		none := p.t("none." + p.view)
		if text := strings.TrimSpace(p.text); text != "" && p.rows() > 0 {
			none = p.t("noMatch", "text", text)
		}
		p.side.Objects = []fyne.CanvasObject{kit.NewParagraph(none, theme.Muted)}
		p.side.Refresh()
		return
	}
	code := p.codeOf(p.shown[row])
	if code == p.at && p.one != nil && p.one.From == p.from && p.one.To == p.to {
		p.showOne()
		return
	}
	p.at, p.one = code, nil
	p.showOne()
	from, to := p.from, p.to
	shell.Run(p.s, p.ctx, func(ctx context.Context) (*hall.FigureSet, error) {
		set, _, err := p.svc.Store.FigureSet(ctx, code, from, to)
		return set, err
	}, func(set *hall.FigureSet, err error) {
		if err != nil {
			p.s.Fail(err)
			return
		}
		if p.at == code {
			p.one = set
			p.showOne()
		}
	})
}

// showOne tells the hall in front: every figure with its formula, the causes of its
// queues and when they persist.
func (p *page) showOne() {
	i, ok := p.got.at[p.at]
	if !ok {
		return
	}
	h := &p.got.Halls[i]
	out := []fyne.CanvasObject{kit.NewTitle(h.Branch.Name), kit.NewCaption(h.Branch.Code + " · " + p.t("days", "n", strconv.Itoa(h.Known)))}
	switch {
	case h.Known == 0:
		out = append(out, kit.NewParagraph(p.t("silent"), theme.Muted))
	case p.one == nil:
		out = append(out, kit.NewCaption(p.s.T("shell.loading")))
	default:
		for _, f := range p.one.Total.Figures(p.got.rules) {
			out = append(out, p.figure(f)...)
		}
		for _, c := range p.one.Causes {
			out = append(out, kit.NewRow(8, kit.Grow(kit.NewLabel(p.s.T("hall.cause."+c.Cause))), kit.NewBold(strconv.Itoa(c.N))))
		}
		for _, q := range p.one.Persistent {
			out = append(out, kit.NewIconPill(kit.Warn, "clock", p.weekday(q.Weekday)+" "+hall.SlotClock(q.Slot)+" · "+p.t("weeks", "n", strconv.Itoa(q.Seen), "m", strconv.Itoa(q.Long))))
		}
	}
	p.side.Objects = out
	p.side.Refresh()
}

// figure is one figure with its word and how it was worked out.
func (p *page) figure(f hall.Figure) []fyne.CanvasObject {
	if !f.Known() {
		return nil
	}
	unit := p.s.T("hall.figure.unit." + string(f.Unit))
	row := []fyne.CanvasObject{kit.Grow(kit.NewLabel(p.s.T("hall.figure." + f.ID))), kit.NewBold(f.Decimal() + " " + unit).Whole()}
	if word := f.Word(); word != "" && f.Light != hall.LightGreen {
		row = append(row, kit.NewIconPill(tones[f.Light], "warn", p.s.T(word)))
	}
	how := kit.NewParagraph(p.s.T("hall.figure."+f.ID+".how", f.Parts...), theme.Muted)
	how.Font = theme.Caption
	return []fyne.CanvasObject{kit.NewRow(6, row...), how}
}

// cardIDs are the figures over all halls on top.
var cardIDs = []string{"silent", "red", "queues", "missed", "drills"}

func (p *page) makeCards() {
	p.cards = map[string]*kit.StatCard{}
	var row []fyne.CanvasObject
	for _, id := range cardIDs {
		c := kit.NewStatCard(p.t("card." + id))
		p.cards[id], row = c, append(row, c)
	}
	for id, view := range map[string]string{"silent": viewFigures, "red": viewFigures, "queues": viewQueues, "missed": viewMeetings, "drills": viewDrills} {
		p.cards[id].OnTap(func() { p.look.Choose(view) })
	}
	p.cardsRow = kit.Equal(12, row...)
}

func (p *page) showCards() {
	put := func(id string, n int, unit string, bad kit.Tone) {
		tone, pill := kit.Pass, p.t("fine")
		if n > 0 {
			tone, pill = bad, p.t("look")
		}
		p.cards[id].Set(strconv.Itoa(n), unit, tone, pill)
	}
	put("silent", p.got.silent, p.t("unit.halls"), kit.Warn)
	put("red", p.got.red, p.t("unit.halls"), kit.Fail)
	put("queues", p.got.AllQueues, p.t("unit.slots"), kit.Warn)
	put("missed", p.got.AllMissed(), p.t("unit.times"), kit.Fail)
	p.cards["drills"].Set(strconv.Itoa(p.got.drilled), p.t("unit.halls"), kit.Plain, p.t("ofHalls", "n", strconv.Itoa(len(p.got.Halls))))
}
