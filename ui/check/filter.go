package check

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
)

// months is how far back the list of periods goes.
const months = 12

// pause is how long the page waits for the next letter before it searches.
const pause = 150 * time.Millisecond

// filters are the controls above the list.
type filters struct {
	p     *page
	find  *kit.TextField
	what  *kit.SearchSelect
	when  *kit.SearchSelect
	state *kit.SearchSelect
}

func newFilters(p *page) *filters {
	f := &filters{p: p}
	f.find = kit.NewSearchField(p.t("find"), f.search)
	f.find.Fill(p.filter.Text)
	f.find.OnSubmitted = f.searchNow
	f.what = kit.NewSearchSelect(p.t("anyList"), nil, "", nil, func(id string) { p.filter.Checklist = id; p.restart() })
	f.when = kit.NewSearchSelect(p.t("anyTime"), f.periods(), f.period(), nil, func(id string) {
		if id == "recent" {
			p.recent()
		} else {
			m, _ := time.Parse("2006-01", id) // the zero time takes all
			p.month(m)
		}
		p.restart()
	})
	f.state = kit.NewSearchSelect(p.t("filter.all"), f.states(), stateID(p.filter.Review), nil, func(id string) {
		p.filter.Review, p.filter.Status = checklist.ReviewFilter(strings.TrimPrefix(id, "all")), checklist.Finished
		p.restart()
	})
	return f
}

func (f *filters) over(body fyne.CanvasObject) fyne.CanvasObject {
	return kit.Filters(body, kit.Grow(kit.MinSize(f.find, 170, 36)), kit.MinSize(f.state, 168, 36), kit.MinSize(f.when, 130, 36), kit.MinSize(f.what, 190, 36))
}

// stateID is a choice's id: the empty filter needs one too.
func stateID(r checklist.ReviewFilter) string {
	if r == checklist.ReviewAny {
		return "all"
	}
	return string(r)
}

func (f *filters) states() []kit.Choice {
	var out []kit.Choice
	for _, r := range []checklist.ReviewFilter{
		checklist.ReviewToDo, checklist.ReviewAppeals, checklist.ReviewAgain, checklist.ReviewNew,
		checklist.ReviewFilter(checklist.ReviewTaken), checklist.ReviewFilter(checklist.ReviewPassed),
		checklist.ReviewFilter(checklist.ReviewReturned), checklist.ReviewFilter(checklist.ReviewVoid), checklist.ReviewAny,
	} {
		out = append(out, kit.Choice{ID: stateID(r), Text: f.p.t("filter." + stateID(r))})
	}
	return out
}

func (f *filters) periods() []kit.Choice {
	w, now := f.p.s.Words(), f.p.s.Now()
	out := []kit.Choice{{ID: "recent", Text: f.p.t("recent")}, {ID: "any", Text: f.p.t("anyTime")}}
	first := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, now.Location())
	for i := range months {
		m := first.AddDate(0, -i, 0)
		out = append(out, kit.Choice{ID: m.Format("2006-01"), Text: w.T("date.month", "year", m.Format("2006"), "month", m.Format("1"))})
	}
	return out
}

func (f *filters) period() string {
	switch {
	case f.p.filter.From == "":
		return "any"
	case f.p.filter.To == "":
		return "recent"
	}
	return f.p.filter.From[:7]
}

// refill offers the checklists there are.
func (f *filters) refill() {
	choices := []kit.Choice{{Text: f.p.t("anyList")}}
	for _, c := range f.p.lists {
		choices = append(choices, kit.Choice{ID: c.ID, Text: c.Title.In(f.p.s.Lang())})
	}
	f.what.SetChoices(choices, f.p.filter.Checklist)
}

func (f *filters) search(text string) {
	f.p.typed++
	n := f.p.typed
	f.p.s.After(f.p.ctx, pause, func() {
		if n == f.p.typed {
			f.searchNow(text)
		}
	})
}

func (f *filters) searchNow(text string) {
	f.p.typed++
	if text = strings.TrimSpace(text); text != f.p.filter.Text {
		f.p.filter.Text = text
		f.p.restart()
	}
}

// restart reads the list of another filter, from its top.
func (p *page) restart() {
	p.at, p.got = "", nil
	p.Load(p.ctx)
}

// narrowed says whether more than what waits this month is filtered.
func (p *page) narrowed() bool {
	return p.filter.Text != "" || p.filter.Checklist != "" || p.filter.From != "" || p.filter.Review != checklist.ReviewToDo
}

// clear shows all that waits, whenever it was made.
func (p *page) clear() {
	p.filter = checklist.Filter{Review: checklist.ReviewToDo, Status: checklist.Finished, Sort: checklist.SortCheck, Limit: listed}
	p.bar.told()
	p.restart()
}

// told lets the controls show the filter.
func (f *filters) told() {
	f.find.Fill(f.p.filter.Text)
	f.when.Set(f.period())
	f.what.Set(f.p.filter.Checklist)
	f.state.Set(stateID(f.p.filter.Review))
}
