package findings

import (
	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

// rateCards are the four rates of this month (DOMAIN 6.1).
type rateCards struct {
	s   *shell.Shell
	box *fyne.Container
}

func newRateCards(s *shell.Shell) *rateCards {
	r := &rateCards{s: s, box: kit.Equal(14)}
	r.set(checklist.FindingRates{})
	return r
}

// set shows the rates with the counts they come from.
func (r *rateCards) set(x checklist.FindingRates) {
	t := r.s.T
	of := func(n, m int) string { return t("findings.rate.of", "n", itoa(n), "m", itoa(m)) }
	closed, okClosed := x.ClosedShare()
	onTime, okTime := x.OnTimeShare()
	again, okAgain := x.RepeatShare()
	days, okDays := x.MeanDays()
	r.box.Objects = []fyne.CanvasObject{
		r.card("closed", closed, okClosed, "%", of(x.Closed, x.Created)),
		r.card("onTime", onTime, okTime, "%", of(x.OnTime, x.Due)),
		r.card("repeat", again, okAgain, "%", of(x.Repeats, x.Created)),
		r.card("days", days, okDays, t("findings.rate.day"), t("findings.rate.closedN", "n", itoa(x.Closed))),
	}
	r.box.Refresh()
}

// card is one rate in tenths; without anything to count it says so.
func (r *rateCards) card(id string, tenths int, ok bool, unit, word string) fyne.CanvasObject {
	c := kit.NewStatCard(r.s.T("findings.rate." + id))
	if !ok {
		c.Set("–", r.s.T("findings.rate.none"), kit.Plain, "")
		return c
	}
	c.Set(itoa(tenths/10)+"."+itoa(tenths%10), unit+" · "+word, kit.Plain, "")
	return c
}
