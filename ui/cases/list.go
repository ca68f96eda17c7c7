package cases

import (
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// The filters of the list.
const (
	filterOpen  = "open"
	filterToday = "today"
	filterAll   = "all"
)

// sideWidth is the width of the detail at 100 %.
const sideWidth = 330

// Content builds the buttons that write something down, the list and the detail beside it.
func (p *page) Content() fyne.CanvasObject {
	t := p.t
	p.table = kit.NewTable([]kit.Column{
		{Title: t("col.at"), Width: 100},
		{Title: t("col.kind"), Width: 94},
		{Title: t("col.what")},
		{Title: t("col.owner"), Width: 92, From: 600},
		{Title: t("col.state"), Width: 140},
	}, func() int { return len(p.rows) }, p.fill)
	p.table.List.OnSelect = p.choose
	p.table.List.OnOpen = func(i int) { p.choose(i); p.end() }
	p.detail = kit.NewColumn(10)
	p.pick = kit.NewSegmented([]kit.Option{
		{ID: filterOpen, Text: t("filter.open"), Key: "1"}, {ID: filterToday, Text: t("filter.today"), Key: "2"}, {ID: filterAll, Text: t("filter.all"), Key: "3"},
	}, p.filter, func(id string) { p.filter = id; p.show() })
	var above []fyne.CanvasObject
	for _, b := range starts {
		if b.ask != emergency { // it stands in the title row
			above = append(above, kit.NewSecondary(t("new."+b.ask), b.cap, func() { p.begin(b.ask) }))
		}
	}
	p.side = kit.Scroll(kit.NewCard(p.detail))
	p.middle = container.NewStack()
	p.body = kit.Sides(nil, 0, p.middle, p.side, sideWidth)
	p.stage = kit.NewStage(p.body)
	return kit.Filters(p.stage, append(above, p.pick)...)
}

// arrange makes the cases of what was read.
func (p *page) arrange() {
	p.all = p.all[:0]
	for _, c := range hall.Cases(p.d.entries, p.d.rules, p.s.Now(), listed...) {
		if !c.LogOnly() {
			p.all = append(p.all, c)
		}
	}
}

// show lists the cases by the filter.
func (p *page) show() {
	today := p.s.Now().Format(time.DateOnly)
	p.rows = p.rows[:0]
	for _, c := range p.all {
		if p.filter == filterAll || p.filter == filterToday && c.Day == today || p.filter == filterOpen && p.pending(&c, today) {
			p.rows = append(p.rows, c)
		}
	}
	if len(p.rows) == 0 {
		p.middle.Objects = []fyne.CanvasObject{kit.NewCard(kit.EmptyState("tick", p.t(p.calm()), nil))}
		p.side.Hide()
	} else {
		p.middle.Objects = []fyne.CanvasObject{kit.NewCardInset(p.table, 1)}
		p.side.Show()
	}
	p.body.Refresh()
	p.table.Reload()
	i := -1
	for k := range p.rows {
		if p.rows[k].ID == p.at {
			i = k
		}
	}
	if i < 0 && len(p.rows) > 0 {
		i = 0
	}
	p.table.List.Select(i)
	p.choose(i)
}

// pending says that somebody still has to do something about it.
func (p *page) pending(c *hall.Case, today string) bool {
	switch c.Kind {
	case hall.KindFault, hall.KindComplaint:
		return c.Open()
	case hall.KindEvent:
		return c.Due >= today
	default:
		return false
	}
}

func (p *page) choose(i int) {
	p.at = ""
	if i >= 0 && i < len(p.rows) {
		p.at = p.rows[i].ID
	}
	p.showDetail()
}

// current is the case in front, nil = none.
func (p *page) current() *hall.Case {
	for i := range p.rows {
		if p.rows[i].ID == p.at {
			return &p.rows[i]
		}
	}
	return nil
}

func (p *page) fill(i int, c []kit.Cell) {
	if i >= len(p.rows) {
		return
	}
	x := &p.rows[i]
	c[0] = kit.Cell{Text: p.when(x.At)}
	c[1] = kit.Cell{Text: p.kind(x)}
	c[2] = kit.Cell{Text: p.what(x), Bold: true}
	c[3] = kit.Cell{Text: x.Person}
	tone, icon, word := p.state(x)
	c[4] = kit.Cell{Pill: true, Tone: tone, Icon: icon, Text: word}
}

// when is the clock of today, else day and clock.
func (p *page) when(at int64) string {
	now := p.s.Now()
	x := time.UnixMilli(at).In(now.Location())
	if x.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return x.Format("15:04")
	}
	return x.Format("01-02 15:04")
}

func (p *page) kind(x *hall.Case) string {
	if x.Kind == hall.KindNote && strings.HasPrefix(x.Topic, hall.EmergencyTopic) {
		return p.t("kind.emergency")
	}
	return p.t("kind." + string(x.Kind))
}

// topic is what a case is about in a word or two, "" = its text says it.
func (p *page) topic(x *hall.Case) string {
	if key := x.TopicKey(); key != "" {
		return p.s.T(key)
	}
	if x.Kind == hall.KindFault || x.Kind == hall.KindDrill {
		return x.Topic
	}
	return ""
}

// what is the case in one line.
func (p *page) what(x *hall.Case) string {
	word := p.topic(x)
	switch {
	case word == "":
		return x.Text
	case x.Text == "":
		return word
	default:
		return word + " · " + x.Text
	}
}

// calm is the key of what is said while nothing is listed.
func (p *page) calm() string {
	if p.filter == filterOpen {
		return "calm"
	}
	return "none"
}

// state says how it stands: tone, icon and word.
func (p *page) state(x *hall.Case) (kit.Tone, string, string) {
	switch x.Kind {
	case hall.KindFault:
		if x.End == nil {
			return kit.Fail, "warn", p.t("down", "time", p.short(x.Down))
		}
		return kit.Pass, "tick", p.t("restored")
	case hall.KindComplaint:
		switch {
		case x.SolvedAtOnce():
			return kit.Pass, "tick", p.t("solved")
		case x.End != nil:
			return kit.Plain, "tick", p.t("settled")
		}
		if n := p.daysSince(x.Day); n > 0 {
			return kit.Warn, "clock", p.t("unsettledDays", "n", strconv.Itoa(n))
		}
		return kit.Warn, "clock", p.t("unsettled")
	case hall.KindEvent:
		return p.eventState(x)
	case hall.KindPraise:
		return kit.Pass, "flag", p.t("noted")
	default:
		return kit.Plain, "tick", p.t("noted")
	}
}

// eventState says how far the sheet of an event is.
func (p *page) eventState(x *hall.Case) (kit.Tone, string, string) {
	s, ok := p.d.sheets[x.Ref]
	today := p.s.Now().Format(time.DateOnly)
	switch {
	case ok && s.Status == checklist.Finished && s.Red == 0:
		return kit.Pass, "tick", p.t("event.ready")
	case ok && s.Status == checklist.Finished:
		return kit.Warn, "finding", p.t("event.lacks", "n", strconv.Itoa(s.Red))
	case ok && s.Total > 0 && x.Due >= today:
		return kit.Warn, "clock", p.t("event.begun", "n", strconv.Itoa(s.Answered), "of", strconv.Itoa(s.Total))
	case x.Due < today:
		return kit.Plain, "clock", p.t("event.past")
	}
	return kit.Warn, "clock", p.t("event.coming")
}

// daysSince is how many days ago a day was.
func (p *page) daysSince(day string) int {
	then, err := time.Parse(time.DateOnly, day)
	now, wrong := time.Parse(time.DateOnly, p.s.Now().Format(time.DateOnly))
	if err != nil || wrong != nil {
		return 0
	}
	return int(now.Sub(then).Hours()) / 24
}

// short writes a length of time for a list: whole hours from the first on.
func (p *page) short(n int) string {
	if n < 60 {
		return p.minutes(n)
	}
	return p.t("hours", "h", strconv.Itoa(n/60))
}

// minutes writes a length of time, "1 小时 20 分".
func (p *page) minutes(n int) string {
	if n < 60 {
		return p.t("min", "n", strconv.Itoa(n))
	}
	return p.t("hourMin", "h", strconv.Itoa(n/60), "n", strconv.Itoa(n%60))
}

// showDetail tells everything about the case in front, with what can be done.
func (p *page) showDetail() {
	x := p.current()
	if x == nil {
		p.detail.Objects = nil
		p.detail.Refresh()
		return
	}
	tone, icon, word := p.state(x)
	head, text := p.topic(x), x.Text
	if head == "" {
		head, text = x.Text, ""
	}
	title := kit.NewParagraph(head, theme.Text)
	title.Bold = true
	out := []fyne.CanvasObject{kit.NewRow(8, kit.NewIconPill(tone, icon, word), kit.Space(), kit.NewCaption(p.kind(x)).Whole()), title}
	out = append(out, p.doing(x)...) // above the words, however many they are
	fact := func(caption, value string) {
		if value != "" {
			out = append(out, kit.FormRow(caption, kit.NewParagraph(value, theme.Text)))
		}
	}
	fact(p.t("what"), text)
	out = append(out, p.album(x)...)
	fact(p.t("fact.at"), p.when(x.At)+" · "+x.By)
	fact(p.t("fact.owner."+ownerWord(x.Kind)), x.Person)
	if x.Kind == hall.KindFault {
		fact(p.t("fact.down"), p.minutes(x.Down))
	}
	if x.Kind == hall.KindEvent {
		fact(p.t("fact.due"), p.s.Words().DayOf(x.Due))
	}
	if x.End != nil {
		fact(p.t("fact.ended"), p.when(x.End.At)+" · "+x.End.By)
		fact(p.t("fact.result"), x.End.Text)
	}
	p.detail.Objects = out
	p.detail.Refresh()
}

func ownerWord(k hall.Kind) string {
	if k == hall.KindPraise {
		return "praised"
	}
	return "owner"
}
