package result

import (
	"math/big"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// big figure of the score card.
const scoreSize theme.TextSize = 46

// setScore fills the card at the top left: the number, its grade, and what
// belongs to it.
func (p *page) setScore() {
	in, r := p.got.in, p.got.result
	number, word := p.t("result.notScored"), p.t("result.score")
	size, role := theme.Number, theme.Text
	switch {
	case r.Survey != nil && r.Survey.Weighted != nil:
		number, word, size = signed(r.Survey.Weighted), p.t("result.weighted"), scoreSize
	case r.Walk != nil && r.Walk.MemoryIndex != nil:
		number, word, size = r.Walk.MemoryIndex.String(), p.t("result.memory"), scoreSize
	case r.Score != nil:
		number, size = r.Score.String(), scoreSize
	case r.Class != "":
		if g := in.Checklist.GradeByID(r.Class); g != nil {
			number, word, role = g.Name.In(p.lang), p.t("result.class"), gradeTone(in.Checklist, g.ID).Ink()
		}
	}
	head := []fyne.CanvasObject{kit.NewText(number, size, true, role).Whole()}
	if g := in.Checklist.GradeByID(r.Grade); g != nil && r.Class == "" {
		head = append(head, kit.NewPill(gradeTone(in.Checklist, g.ID), g.Name.In(p.lang)))
	}
	lines := []fyne.CanvasObject{kit.NewCaption(word), kit.NewRow(12, head...), p.facts()}
	if pills := p.pills(); len(pills) > 0 {
		lines = append(lines, kit.Flow(pills...))
	}
	lines = append(lines, p.reviewLines()...)
	for _, v := range r.Vetoes {
		if it := in.Checklist.ItemByID(v.Item); it != nil {
			lines = append(lines, kit.NewText("✗ "+it.Text.In(p.lang), theme.Caption, false, theme.Fail))
		}
	}
	for _, x := range in.Reopened {
		text := p.t("result.reopened", "day", p.s.Words().Day(time.UnixMilli(x.At)), "who", x.By, "why", x.Reason)
		lines = append(lines, kit.NewCaption(text))
	}
	p.score.Objects = lines
	p.score.Refresh()
}

// facts is the muted line under the score.
func (p *page) facts() fyne.CanvasObject {
	r := p.got.result
	n := p.s.Words().N
	var out []string
	if r.Score != nil {
		if b := p.got.before; b != nil && b.Score != nil {
			out = append(out, p.t("result.change", "change", change(*r.Score, *b.Score)))
		} else {
			out = append(out, p.t("result.first"))
		}
		out = append(out, p.t("result.passRate", "full", n(r.PassRate.Full), "all", n(r.PassRate.Applicable)))
		if len(r.Vetoes) == 0 {
			out = append(out, p.t("result.noVeto"))
		} else {
			out = append(out, p.t("result.vetoes", "n", n(len(r.Vetoes))))
		}
	}
	if r.Survey != nil {
		out = append(out, p.t("result.respondents", "n", n(r.Survey.Respondents)))
		if r.Survey.Unweighted != nil {
			out = append(out, p.t("result.unweighted", "gap", signed(r.Survey.Unweighted)))
		}
	}
	if r.Walk != nil && r.Walk.MeanIndex != nil {
		out = append(out, p.t("result.mean", "n", r.Walk.MeanIndex.String()))
	}
	f := kit.NewParagraph(strings.Join(out, " · "), theme.Muted)
	f.Font = theme.Caption
	return f
}

// pills are the marks a reader must not miss.
func (p *page) pills() []fyne.CanvasObject {
	in, r := p.got.in, p.got.result
	var out []fyne.CanvasObject
	if in.Status != checklist.Finished {
		out = append(out, kit.NewPill(kit.Accent, p.t("result.draft")))
	}
	if in.Incomplete != "" {
		out = append(out, kit.NewIconPill(kit.Warn, "warn", p.t("result.incompleteWhy", "why", in.Incomplete)))
	}
	if r.Small {
		out = append(out, kit.NewIconPill(kit.Warn, "warn", p.t("result.small")))
	}
	if in.Status == checklist.Finished && p.s.Has(routeExchange) {
		if p.got.unsent {
			out = append(out, kit.NewPill(kit.Plain, p.t("result.toSend")))
		} else {
			out = append(out, kit.NewIconPill(kit.Pass, "tick", p.t("result.sent")))
		}
	}
	return out
}

// signed writes a gap with two decimals and a real minus.
func signed(r *big.Rat) string {
	s := checklist.RoundDecimals(r, 2)
	return strings.Replace(s, "-", "−", 1)
}

// setParts fills the middle: zones, the six S, indicators, persons,
// dimensions or the walk, after the checklist's method.
func (p *page) setParts() {
	in, r := p.got.in, p.got.result
	out := append(p.ruledLines(), p.findings()...)
	if len(r.Persons) > 0 {
		out = append(out, p.persons()...)
	}
	if r.Survey != nil {
		out = append(out, p.dimensions()...)
	}
	if r.Walk != nil {
		out = append(out, p.walk()...)
	}
	name := func(id string) string {
		if z := in.Checklist.ZoneByID(id); z != nil {
			return z.Name.In(p.lang)
		}
		return id
	}
	if r.Method == checklist.Points || r.Method == checklist.Compliance {
		out = append(out, p.bars("result.zones", "result.zone", r.Zones, name)...)
		out = append(out, p.bars("result.s6", "result.sort", r.S6, func(id string) string { return p.t("s6." + id) })...)
		out = append(out, p.bars("result.marks", "result.mark", r.Marks, func(id string) string {
			for _, x := range in.Checklist.Indicators {
				if x.ID == id {
					return x.Name.In(p.lang)
				}
			}
			return id
		})...)
	}
	p.parts.Objects = out
	p.parts.Refresh()
}

// bars is a heading and one bar row for each part that has a score.
func (p *page) bars(title, column string, parts []checklist.PartScore, name func(string) string) []fyne.CanvasObject {
	if len(parts) == 0 {
		return nil
	}
	out := []fyne.CanvasObject{
		kit.Inset(kit.NewBold(p.t(title)), 2, 0, 4, 0),
		p.columns(p.t(column), p.t("result.zoneScore"), p.t("result.zoneLost")),
		kit.Line(),
	}
	wide := float32(0)
	for _, x := range parts {
		wide = max(wide, kit.NewLabel(name(x.ID)).Natural().Width)
	}
	for _, x := range parts {
		out = append(out, p.bar(name(x.ID), wide, x), kit.Line())
	}
	return append(out, kit.MinSize(container.NewWithoutLayout(), 1, 14))
}

// bar is the row of one part: name, bar, score, points lost.
func (p *page) bar(name string, wide float32, x checklist.PartScore) fyne.CanvasObject {
	value, lost, role := "–", "–", theme.Muted
	b := kit.NewProgressBar(0)
	b.Role = theme.Track
	if x.Score != nil {
		value = x.Score.String()
		b.Permille, b.Role = int(*x.Score), barRole(p.got.in.Checklist, *x.Score)
	}
	if x.Lost != nil {
		lost = checklist.RoundDecimals(x.Lost, 2)
		if x.Lost.Sign() > 0 {
			lost, role = "−"+lost, theme.Fail
		}
	}
	end := func(s string, role theme.Role) fyne.CanvasObject {
		return kit.NewText(s, theme.Body, false, role).Whole().Aligned(fyne.TextAlignTrailing)
	}
	return container.New(barLayout{wide}, kit.NewLabel(name), b, end(value, theme.Text), end(lost, role))
}

// barLayout gives the names of all rows the same width, up to half the row, and less
// where the figures need the room.
type barLayout struct{ name float32 }

func (barLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(theme.Scaled(160), theme.Scaled(40))
}

func (l barLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	put := func(o fyne.CanvasObject, x, w float32) {
		h := o.MinSize().Height
		o.Move(fyne.NewPos(x, (s.Height-h)/2))
		o.Resize(fyne.NewSize(max(w, 0), h))
	}
	col := theme.Scaled(56)
	name := min(l.name, s.Width*0.46, s.Width-2*col-32-leastBar)
	put(o[0], 10, name)
	put(o[1], 10+name+12, s.Width-name-2*col-32)
	put(o[2], s.Width-2*col-10, col)
	put(o[3], s.Width-col-10, col)
}

// leastBar is the shortest bar.
const leastBar = 20

func (p *page) columns(a, b, c string) fyne.CanvasObject {
	right := func(s string) fyne.CanvasObject {
		return kit.MinSize(kit.NewCaption(s).Aligned(fyne.TextAlignTrailing), 56, 28)
	}
	return kit.Inset(kit.NewRow(0, kit.Grow(kit.NewCaption(a)), right(b), right(c)), 0, 10, 0, 10)
}
