package peak

import (
	"math"
	"strconv"

	"hallcheck/checklist/hall"
	"hallcheck/ui/kit"
)

// oneDecimal writes 6.94 as "6.9".
func oneDecimal(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }

// percent writes 0.137 as "14%".
func percent(x float64) string { return strconv.Itoa(int(math.Round(100*x))) + "%" }

// rowHeight is that of a half-hour in the plan.
const rowHeight = 30

func (p *Page) newTable() *kit.Table {
	t := p.s.T
	out := kit.NewTable([]kit.Column{
		{Title: t("peak.col.time"), Width: 66},
		{Title: t("peak.col.customers"), Width: 60, Right: true},
		{Title: t("peak.col.handling"), Width: 78, Right: true, From: 620},
		{Title: t("peak.col.need"), Width: 68, Right: true},
		{Title: t("peak.col.rule"), Width: 62, Right: true, From: 540},
		{Title: t("peak.col.open"), Width: 56, Right: true},
		{Title: t("peak.col.wait"), Width: 138, Right: true},
		{Title: t("peak.col.longer"), Width: 84, Right: true, From: 700},
		{Title: t("peak.col.verdict")},
	}, func() int { return len(p.after.Slots) }, p.fill)
	out.List.Height = rowHeight
	choose := func(i int) { p.choose(spot{p.at.day, p.plan.Slots[i].Slot}) }
	out.List.OnOpen, out.List.OnSelect = choose, choose
	return out
}

// fill writes the line of a half-hour: with a change asked about, the wait before and after.
func (p *Page) fill(i int, c []kit.Cell) {
	was, is := &p.plan.Slots[i], &p.after.Slots[i]
	c[0] = kit.Cell{Text: hall.SlotClock(is.Slot), Bold: is.Cell.Level == hall.LevelBusy}
	if !is.Known {
		for k := 1; k < 8; k++ {
			c[k] = kit.Cell{Text: "–"}
		}
		c[8] = kit.Cell{Pill: true, Text: p.s.T("peak.noData")}
		return
	}
	n := p.s.Words().N
	c[1] = kit.Cell{Text: oneDecimal(is.Arrivals)}
	c[2] = kit.Cell{Text: oneDecimal(is.Handling)}
	c[3] = kit.Cell{Text: n(is.Need), Bold: true}
	c[4] = kit.Cell{Text: n(is.Rule)}
	c[5] = kit.Cell{Text: n(is.Windows)}
	c[6], c[7] = kit.Cell{Text: p.both(p.wait(was), p.wait(is))}, kit.Cell{Text: percent(is.Course.Longer)}
	c[8] = p.verdict(is)
}

// wait is the mean wait by the course of the day: "6.9", or "约 6.9" where what it is
// worked out from is doubtful.
func (p *Page) wait(s *hall.SlotPlan) string {
	if s.Doubtful(hall.DoubtFar) || s.Doubtful(hall.DoubtBorrow) || s.Doubtful(hall.DoubtOpen) {
		return p.s.T("peak.about", "n", oneDecimal(s.Course.Wait))
	}
	return oneDecimal(s.Course.Wait)
}

// steady is the mean wait by the formula alone: "6.9", "越排越长".
func (p *Page) steady(s *hall.SlotPlan) string {
	switch {
	case s.Arrivals == 0:
		return p.s.T("peak.minutes", "n", oneDecimal(0))
	case !s.Stable():
		return p.s.T("peak.grows")
	}
	return p.s.T("peak.minutes", "n", oneDecimal(s.MeanWait()))
}

// verdict says whether the windows usually open are enough.
func (p *Page) verdict(s *hall.SlotPlan) kit.Cell {
	short := s.Need - s.Windows
	switch {
	case s.Need > p.after.Have:
		return kit.Cell{Pill: true, Tone: kit.Fail, Icon: "cross", Text: p.s.T("peak.beyond")}
	case short > 0:
		return kit.Cell{Pill: true, Tone: kit.Warn, Icon: "warn", Text: p.s.T("peak.short", "n", strconv.Itoa(short))}
	}
	return kit.Cell{Pill: true, Tone: kit.Pass, Icon: "tick", Text: p.s.T("peak.enough")}
}
