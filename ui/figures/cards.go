package figures

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/checklist/hall"
	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// cards is the overview: a card for each figure.
type cards struct {
	p      *Page
	all    []*card
	scroll fyne.CanvasObject
}

// card is one figure: name and judgement, the number with its course, the limit, the
// formula with its numbers.
type card struct {
	id     string
	pill   *kit.Pill
	number *kit.Label
	unit   *kit.Label
	target *kit.Label
	course *kit.Sparkline
	how    *kit.Paragraph
	box    *kit.Card
}

func newCards(p *Page) *cards {
	c := &cards{p: p}
	var boxes []fyne.CanvasObject
	for _, id := range hall.FigureIDs {
		one := newFigureCard(id, p.s.T("hall.figure."+id))
		c.all, boxes = append(c.all, one), append(boxes, one.box)
	}
	c.scroll = kit.Scroll(kit.NewColumn(8, container.New(&grid{}, boxes...), kit.NewCaption(p.s.T("hallfigures.course"))))
	return c
}

// headHeight is the height of a card's first line, with a pill in it or not; the course
// has its room at the right.
const (
	headHeight   = 22
	courseWidth  = 84
	courseHeight = 36
)

func newFigureCard(id, name string) *card {
	c := &card{
		id: id, pill: kit.NewPill(kit.Plain, ""), number: kit.NewText("", theme.Number, true, theme.Text).Whole(), unit: kit.NewMuted(""), target: kit.NewCaption(""),
		course: kit.NewSparkline(nil, nil), how: kit.NewParagraph("", theme.Muted),
	}
	c.how.Font, c.how.Lines = theme.Caption, 2
	c.pill.Hide()
	number := kit.NewBottomRow(4, c.number, c.unit)
	line := container.New(courseLayout{}, number, c.course)
	c.box = kit.NewCardInset(kit.NewColumn(2, kit.MinSize(kit.NewRow(6, kit.Grow(kit.NewBold(name)), c.pill), 0, headHeight), line, c.target, c.how), 12)
	return c
}

// courseLayout puts the course at the right of the number.
type courseLayout struct{}

// MinSize is that of the number, at least as high as the course.
func (courseLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	m := o[0].MinSize()
	return fyne.NewSize(m.Width, max(m.Height, theme.Scaled(courseHeight)))
}

// Layout implements fyne.Layout.
func (courseLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Move(fyne.NewPos(0, s.Height-o[0].MinSize().Height))
	o[0].Resize(fyne.NewSize(s.Width, o[0].MinSize().Height))
	w := min(theme.Scaled(courseWidth), s.Width-o[0].MinSize().Width-8)
	h := theme.Scaled(courseHeight)
	o[1].Move(fyne.NewPos(s.Width-max(w, 0), s.Height-h))
	o[1].Resize(fyne.NewSize(max(w, 0), h))
}

// grid lays equal cards out in as many columns as fit.
type grid struct{ width float32 }

// cardWidth is the least a card needs, at 100 %.
const cardWidth = 218

func (g *grid) columns(w float32) int {
	return max(1, int((w+theme.Gap)/(theme.Scaled(cardWidth)+theme.Gap)))
}

func (g *grid) rowHeight(o []fyne.CanvasObject) float32 {
	h := float32(0)
	for _, x := range o {
		h = max(h, x.MinSize().Height)
	}
	return h
}

// MinSize is one card wide, and as high as the width it was last given asks for.
func (g *grid) MinSize(o []fyne.CanvasObject) fyne.Size {
	n := 4
	if g.width > 0 {
		n = g.columns(g.width)
	}
	rows := (len(o) + n - 1) / n
	return fyne.NewSize(theme.Scaled(cardWidth), float32(rows)*(g.rowHeight(o)+theme.Gap)-theme.Gap)
}

// Layout implements fyne.Layout.
func (g *grid) Layout(o []fyne.CanvasObject, s fyne.Size) {
	g.width = s.Width
	n := g.columns(s.Width)
	w := (s.Width - float32(n-1)*theme.Gap) / float32(n)
	h := g.rowHeight(o)
	for i, x := range o {
		x.Move(fyne.NewPos(float32(i%n)*(w+theme.Gap), float32(i/n)*(h+theme.Gap)))
		x.Resize(fyne.NewSize(w, h))
	}
}

// tones of the lights; a word goes with each.
var tones = map[hall.Light]kit.Tone{hall.LightNone: kit.Plain, hall.LightGreen: kit.Pass, hall.LightAmber: kit.Warn, hall.LightRed: kit.Fail}

// icons of the lights: colour is never alone.
var icons = map[hall.Light]string{hall.LightGreen: "tick", hall.LightAmber: "warn", hall.LightRed: "cross"}

// show fills the cards.
func (c *cards) show() {
	p := c.p
	set := p.got.set
	list := set.Total.Figures(p.got.rules)
	course := set.Days
	if len(course) > 62 {
		course = set.Weeks
	}
	lines := map[string][]float32{}
	for i := range course {
		for _, f := range course[i].Figures(p.got.rules) {
			if f.Known() && !f.Endless() {
				lines[f.ID] = append(lines[f.ID], float32(f.Tenths())/10)
			}
		}
	}
	for i, f := range list {
		c.all[i].show(p, f, lines[f.ID])
	}
	c.scroll.Refresh()
}

func (c *card) show(p *Page, f hall.Figure, course []float32) {
	t := p.s.T
	c.number.Set(f.Decimal())
	unit := ""
	if f.Known() {
		unit = t("hall.figure.unit." + string(f.Unit))
	}
	c.unit.Set(unit)
	key, limit := f.Target()
	if limit != "" {
		limit += t("hallfigures.limit." + string(f.Unit))
	}
	c.target.Set(t(key, "v", limit))
	how := t("hall.figure.none")
	if f.Known() {
		how = t("hall.figure."+f.ID+".how", f.Parts...)
	}
	c.how.Set(how)
	if word := f.Word(); word != "" {
		c.pill.Set(tones[f.Light], icons[f.Light], t(word))
		c.pill.Show()
	} else {
		c.pill.Hide()
	}
	if len(course) < 2 {
		course = nil
	}
	var mean *float32
	if len(course) > 0 && f.Amber > 0 {
		limit := float32(f.Amber)
		if f.Unit == hall.UnitShare {
			limit /= 10
		}
		mean = &limit
	}
	c.course.Set(course, mean)
	c.box.Refresh()
}
