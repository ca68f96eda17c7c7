package figures

import (
	"strconv"

	"fyne.io/fyne/v2"

	"hallcheck/checklist/hall"
	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// The columns of a table of days, weeks or bands, and from which width on they are
// shown: the widest windows show every figure.
var tableFigures = []struct {
	id   string
	from float32
}{
	{hall.FigureOpen, 0},
	{hall.FigurePeakOpen, 1164},
	{hall.FigureRatio, 0},
	{hall.FigureLongest, 0},
	{hall.FigureMean, 0},
	{hall.FigureNinety, 1252},
	{hall.FigureOver, 900},
	{hall.FigureAbandoned, 0},
	{hall.FigureOnPost, 0},
	{hall.FigureMachines, 812},
	{hall.FigureUptime, 1340},
	{hall.FigureMeetings, 988},
	{hall.FigureRounds, 1076},
}

// newTable is the table of days, weeks or bands.
func (p *Page) newTable() *kit.Table {
	t := p.s.T
	columns := []kit.Column{{Title: t("hallfigures.col.when")}, {Title: t("hallfigures.col.tickets"), Width: 66, Right: true}}
	for _, f := range tableFigures {
		columns = append(columns, kit.Column{Title: t("hallfigures.short." + f.id), Width: 82, Right: true, From: f.from})
	}
	return kit.NewTable(columns, func() int { return len(p.groups()) }, p.fill)
}

// marks stand behind a figure beyond its limit, by whether the limit is the least: colour
// is never alone. The legend under the table says them in words.
var marks = map[bool]map[hall.Light]string{
	false: {hall.LightAmber: " ↑", hall.LightRed: " ↑↑"},
	true:  {hall.LightAmber: " ↓", hall.LightRed: " ↓↓"},
}

// groups are those of the view, the newest day and week first.
func (p *Page) groups() []hall.Group {
	if p.got.set == nil {
		return nil
	}
	switch p.view {
	case viewDay:
		return p.got.set.Days
	case viewWeek:
		return p.got.set.Weeks
	case viewBand:
		return p.got.set.Bands
	}
	return nil
}

func (p *Page) fill(i int, cells []kit.Cell) {
	list := p.groups()
	if p.view != viewBand {
		i = len(list) - 1 - i
	}
	g := list[i]
	w := p.s.Words()
	switch p.view {
	case viewDay:
		cells[0] = kit.Cell{Text: w.DayOf(g.Key), Bold: true}
	case viewWeek:
		cells[0] = kit.Cell{Text: p.s.T("hallfigures.weekOf", "day", w.DayOf(g.Key)), Bold: true}
	default:
		cells[0] = kit.Cell{Text: p.s.T("hall.band." + g.Key), Bold: true}
	}
	cells[1] = kit.Cell{Text: w.N(g.Tickets)}
	all := g.Figures(p.got.rules)
	for k, f := range tableFigures {
		x := hall.FigureOf(all, f.id)
		cells[k+2] = kit.Cell{Text: x.Decimal() + marks[x.Low][x.Light], Tone: tones[x.Light]}
		if x.Light == hall.LightGreen {
			cells[k+2].Tone = kit.Plain
		}
	}
}

// queues is the view of persistent queues and causes.
type queues struct {
	p       *Page
	table   *kit.Table
	none    *kit.Paragraph
	causes  *fyne.Container
	list    fyne.CanvasObject
	content fyne.CanvasObject
}

func newQueues(p *Page) *queues {
	t := p.s.T
	q := &queues{p: p, none: kit.NewParagraph(t("hallfigures.noQueues"), theme.Muted), causes: kit.NewColumn(6)}
	q.table = kit.NewTable([]kit.Column{
		{Title: t("hallfigures.col.weekday"), Width: 90},
		{Title: t("hallfigures.col.slot"), Width: 120},
		{Title: t("hallfigures.col.long")},
		{Title: t("hallfigures.short.ratio"), Width: 80, Right: true},
		{Title: t("hallfigures.short.longest"), Width: 90, Right: true},
	}, func() int { return len(q.rows()) }, q.fill)
	q.list = q.table
	left := kit.NewCard(kit.NewColumn(8, kit.NewBold(t("hallfigures.queues")), kit.NewCaption(t("hallfigures.queueRule")), q.none, kit.Grow(q.table)))
	right := kit.NewCard(kit.NewColumn(8, kit.NewBold(t("hallfigures.causes")), q.causes))
	q.content = kit.Sides(nil, 0, left, right, 300)
	return q
}

func (q *queues) rows() []hall.Persistent {
	if q.p.got.set == nil {
		return nil
	}
	return q.p.got.set.Persistent
}

func (q *queues) fill(i int, cells []kit.Cell) {
	r, t := q.rows()[i], q.p.s.T
	s := hall.Sums{Cell: r.Sums}
	figures := s.Figures(q.p.got.rules)
	cells[0] = kit.Cell{Text: t("peak.day." + strconv.Itoa(int(r.Weekday))), Bold: true}
	cells[1] = kit.Cell{Text: hall.SlotClock(r.Slot) + "–" + hall.SlotClock(r.Slot+1)}
	cells[2] = kit.Cell{Text: t("hallfigures.queueLine", "n", strconv.Itoa(r.Seen), "m", strconv.Itoa(r.Long)), Tone: kit.Warn, Icon: "warn"}
	cells[3] = kit.Cell{Text: hall.FigureOf(figures, hall.FigureRatio).Decimal()}
	cells[4] = kit.Cell{Text: hall.FigureOf(figures, hall.FigureLongest).Decimal()}
}

func (q *queues) show() {
	none := len(q.rows()) == 0
	q.none.Hidden, q.list.(*kit.Table).Hidden = !none, none
	q.table.Reload()
	q.causes.Objects = nil
	most := 1
	for _, c := range q.p.got.set.Causes {
		most = max(most, c.N)
	}
	for _, c := range q.p.got.set.Causes {
		bar := kit.NewProgressBar(c.N * 1000 / most)
		q.causes.Objects = append(q.causes.Objects, kit.NewRow(8, kit.Grow(kit.NewLabel(q.p.s.T("hall.cause."+c.Cause))), kit.NewBold(strconv.Itoa(c.N))), bar)
	}
	if len(q.causes.Objects) == 0 {
		q.causes.Objects = []fyne.CanvasObject{kit.NewParagraph(q.p.s.T("hallfigures.noCauses"), theme.Muted)}
	}
	q.causes.Refresh()
}
