package morning

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"hallcheck/checklist/hall"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

// shelf is the page while no meeting is held: the meetings held, how regularly, and
// what came of the drills.
type shelf struct {
	p     *page
	box   fyne.CanvasObject
	left  *kit.Stage // the meetings, or that there are none
	table *kit.Table
	rows  []hall.Entry // meetings, the last first
	at    string       // which is in front

	week, month *kit.StatCard
	detail      *fyne.Container
	drills      *fyne.Container
	open        []hall.Coaching // what was agreed after drills and is not done
	names       *kit.Toggle
}

func newShelf(p *page) *shelf {
	v := &shelf{p: p}
	t := p.t
	v.table = kit.NewTable([]kit.Column{
		{Title: t("col.day")},
		{Title: t("col.what"), Width: 88},
		{Title: t("col.minutes"), Width: 88, Right: true},
		{Title: t("col.people"), Width: 64, Right: true},
		{Title: t("col.asked"), Width: 64, Right: true},
	}, func() int { return len(v.rows) }, v.fill)
	v.table.List.Height = 46
	v.table.List.OnSelect = func(i int) { v.pick(i) }
	v.table.List.OnOpen = func(i int) { v.pick(i) }
	v.table.List.OnDouble = func(int) { v.sheet() }
	v.week, v.month = kit.NewStatCard(t("week")), kit.NewStatCard(t("month"))
	v.detail, v.drills = kit.NewColumn(8), kit.NewColumn(8)
	v.names = kit.NewToggle(t("names"), false, v.setNames)
	right := kit.NewColumn(10, kit.Equal(10, v.week, v.month), kit.NewCard(v.detail), kit.NewCard(v.drills))
	v.left = kit.NewStage(v.table)
	v.box = kit.Sides(nil, 0, kit.NewCardInset(v.left, 1), kit.Scroll(right), sideWidth)
	return v
}

// show writes the meetings and what is beside them.
func (v *shelf) show() {
	p := v.p
	v.rows = nil
	for _, e := range hall.Live(p.d.log) {
		if e.Kind == hall.KindMeeting {
			v.rows = append(v.rows, e)
		}
	}
	slices.Reverse(v.rows)
	v.table.Reload()
	i := slices.IndexFunc(v.rows, func(e hall.Entry) bool { return one(e) == v.at })
	if i < 0 && len(v.rows) > 0 {
		i = 0
	}
	if i >= 0 {
		v.at = one(v.rows[i])
		v.table.List.Reveal(i)
	}
	v.table.List.Select(i)
	if len(v.rows) == 0 {
		v.left.Empty("people", p.t("noneBody"), kit.NewSecondary(p.t("begin"), "N", p.morning))
	} else {
		v.left.Full()
	}
	v.names.Set(p.d.names)
	v.showRates()
	v.showDetail()
	v.showDrills()
}

// showRates counts this week and this month against the working days, from the first
// meeting that was ever noted: before that nobody wrote them down here.
func (v *shelf) showRates() {
	p, now := v.p, v.p.s.Now()
	first := now.AddDate(0, 0, 1).Format(time.DateOnly)
	if n := len(v.rows); n > 0 {
		first = v.rows[n-1].Day
	}
	put := func(c *kit.StatCard, from, to string) {
		r := hall.MeetingsHeld(p.d.rules, max(from, first), to, now, p.d.begun, p.d.log)
		tone, pill := kit.Pass, p.t("longOf", "n", strconv.Itoa(r.Long))
		switch {
		case r.Days == 0:
			c.Set("–", "", kit.Plain, "")
			return
		case r.Held < r.Days:
			tone, pill = kit.Fail, p.t("missedN", "n", strconv.Itoa(r.Days-r.Held))
		case r.Long < r.Held:
			tone = kit.Warn
		}
		c.Set(strconv.Itoa(r.Permille()/10)+"%", "", tone, p.t("heldOf", "n", strconv.Itoa(r.Held), "of", strconv.Itoa(r.Days))+" · "+pill)
	}
	from, to := hall.WeekOf(now)
	put(v.week, from, to)
	from, to = hall.MonthOf(now)
	put(v.month, from, to)
}

func (v *shelf) fill(i int, c []kit.Cell) {
	if i >= len(v.rows) {
		return
	}
	p, e, w := v.p, v.rows[i], v.p.s.Words()
	day, _ := time.Parse(time.DateOnly, e.Day)
	c[0] = kit.Cell{Text: w.DayOf(e.Day) + " " + w.Weekday(day), Bold: true, Sub: w.Clock(e.At) + " · " + or(e.Person, e.By)}
	c[1] = kit.Cell{Text: p.t("kind." + topicOf(e))}
	c[2] = kit.Cell{Text: strconv.Itoa(e.Minutes) + " " + p.t("min"), Bold: true}
	if e.Minutes < p.d.rules.MeetingMinutes {
		c[2] = kit.Cell{Pill: true, Tone: kit.Warn, Text: strconv.Itoa(e.Minutes) + " " + p.t("min")}
	}
	c[3] = kit.Cell{Text: "–"}
	if n := len(e.People) + len(e.Absent); n > 0 {
		c[3] = kit.Cell{Text: fmt.Sprintf("%d/%d", len(e.People), n)}
	}
	c[4] = kit.Cell{Text: "–"}
	if asked, right := hall.AskedIn(p.d.asked, one(e)); len(asked) > 0 {
		c[4] = kit.Cell{Text: fmt.Sprintf("%d/%d", right, len(asked))}
	}
}

func topicOf(e hall.Entry) string {
	if e.Topic == hall.EveningMeeting {
		return hall.EveningMeeting
	}
	return hall.MorningMeeting
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func (v *shelf) pick(i int) {
	if i >= 0 && i < len(v.rows) && one(v.rows[i]) != v.at {
		v.at = one(v.rows[i])
		v.showDetail()
	}
}

// one tells a meeting from the others: by its sheet, or by itself where it has none.
func one(e hall.Entry) string { return or(e.Ref, e.ID) }

// of says whether something belongs to a meeting: to its sheet, or to its day where it
// has none.
func of(e hall.Entry, ref, day string) bool {
	return ref == e.Ref && (ref != "" || day == e.Day)
}

// front is the meeting in front.
func (v *shelf) front() (hall.Entry, bool) {
	i := slices.IndexFunc(v.rows, func(e hall.Entry) bool { return one(e) == v.at })
	if i < 0 {
		return hall.Entry{}, false
	}
	return v.rows[i], true
}

// showDetail writes who was at the meeting in front, and what can be handed on.
func (v *shelf) showDetail() {
	p := v.p
	e, ok := v.front()
	if !ok {
		v.detail.Objects = []fyne.CanvasObject{kit.NewBold(p.t("none")), muted(p.bankLine())}
		v.detail.Refresh()
		return
	}
	w := p.s.Words()
	out := []fyne.CanvasObject{kit.NewBold(p.t("of", "day", w.DayOf(e.Day), "what", p.t("kind."+topicOf(e))))}
	if n := len(e.People) + len(e.Absent); n > 0 {
		out = append(out, muted(p.t("present", "n", strconv.Itoa(len(e.People)), "of", strconv.Itoa(n))))
	}
	for i, name := range e.Absent {
		why := ""
		if i < len(e.Why) {
			why = p.why(e.Why[i])
		}
		out = append(out, muted(p.t("awayLine", "name", name, "why", why)))
	}
	for _, d := range hall.Drills(p.d.log) {
		if of(e, d.Ref, d.Day) {
			out = append(out, muted(p.t("drillOf", "what", d.Topic)+" "+strings.Join(d.People, p.t("comma"))))
		}
	}
	if asked, right := hall.AskedIn(p.d.asked, one(e)); len(asked) > 0 {
		out = append(out, muted(p.t("askedN", "n", strconv.Itoa(len(asked)), "right", strconv.Itoa(right))))
	}
	buttons := []fyne.CanvasObject{}
	if p.sv.Papers != nil && e.Ref != "" {
		buttons = append(buttons, kit.NewSecondary(p.t("card"), "S", v.card), kit.NewSecondary(p.t("record"), "R", v.record))
	}
	if p.s.Has(routeResult) && e.Ref != "" {
		buttons = append(buttons, kit.NewSecondary(p.t("sheet"), "O", v.sheet))
	}
	if len(buttons) > 0 {
		out = append(out, kit.Flow(buttons...))
	} else {
		out = append(out, muted(p.t("noSheet")))
	}
	if p.sv.Papers != nil && e.Ref != "" {
		out = append(out, v.names)
	}
	out = append(out, muted(p.bankLine()))
	v.detail.Objects = out
	v.detail.Refresh()
}

// showDrills lists the drills, and first what was agreed and is not done.
func (v *shelf) showDrills() {
	p, w := v.p, v.p.s.Words()
	today := p.s.Now().Format(time.DateOnly)
	drills := hall.Drills(p.d.log)
	v.open = nil
	out := []fyne.CanvasObject{kit.NewBold(p.t("drills"))}
	for _, c := range hall.Coachings(p.d.log) {
		if c.Topic != hall.CoachDrill || c.End != nil {
			continue
		}
		v.open = append(v.open, c)
		tone, word := kit.Plain, p.t("dueOn", "day", w.DayOf(c.Due))
		if c.Late(today) {
			tone, word = kit.Fail, p.t("lateSince", "day", w.DayOf(c.Due))
		}
		key := ""
		if len(v.open) == 1 { // the key ends what is due first
			key = "K"
		}
		done := kit.NewSecondary(p.t("agreedDone"), key, func() { v.end(c) })
		out = append(out, kit.NewRow(8, kit.Grow(kit.NewColumn(0, kit.NewLabel(c.Text), kit.NewCaption(c.Person))), kit.NewPill(tone, word), done))
	}
	for i, d := range drills {
		if i == 8 {
			break
		}
		state := ""
		if len(d.Agreed) > 0 && !d.Open() {
			state = " · " + p.t("agreedAll")
		}
		out = append(out, kit.NewRow(8, kit.NewCaption(w.DayOf(d.Day)), kit.Grow(kit.NewLabel(d.Topic+state)), kit.NewCaption(p.t("persons", "n", strconv.Itoa(len(d.People))))))
	}
	if len(out) == 1 {
		out = append(out, muted(p.t("drillsNone")))
	}
	v.drills.Objects = out
	v.drills.Refresh()
}

// endFirst ends what was agreed and is due first.
func (v *shelf) endFirst() {
	if len(v.open) > 0 {
		v.end(v.open[0])
	}
}

// end says that what was agreed is done; it can be taken back.
func (v *shelf) end(c hall.Coaching) {
	p := v.p
	log := p.sv.Log
	write := func(e hall.Entry, then func([]hall.Entry)) {
		p.saving++
		shell.Save(p.s, func(ctx context.Context) ([]hall.Entry, error) { return log.Append(ctx, e) }, func(out []hall.Entry, err error) {
			p.saving--
			if err != nil {
				p.s.Fail(err)
				return
			}
			p.s.Reload()
			then(out)
		})
	}
	write(hall.Entry{Kind: hall.KindCoachEnd, Ref: c.ID}, func(out []hall.Entry) {
		p.s.Toast(p.t("agreedToast", "what", c.Text), func() {
			write(hall.Entry{Kind: hall.KindVoid, Ref: out[0].ID}, func([]hall.Entry) {})
		})
	})
}

// sheet opens the finished sheet.
func (v *shelf) sheet() {
	e, ok := v.front()
	switch {
	case !ok || !v.p.s.Has(routeResult):
	case e.Ref == "":
		v.p.s.Hint(v.p.t("noSheet"))
	default:
		v.p.s.Open(routeResult, e.Ref)
	}
}

func (v *shelf) setNames(on bool) {
	p := v.p
	p.d.names = on
	value := ""
	if on {
		value = "1"
	}
	desk := p.sv.Desk
	shell.Save(p.s, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, desk.SetSetting(ctx, hall.SettingCardNames, value)
	}, nil)
}

// card writes the picture for the group chat, or the PDF.
func (v *shelf) card() {
	v.save(v.p.t("cardFile"), ".png", func(ctx context.Context, path, sheet string, names bool) error {
		return v.p.sv.Papers.SaveMeetingCard(ctx, path, sheet, names)
	})
}

// record writes the paper of the meeting.
func (v *shelf) record() {
	v.save(v.p.t("recordFile"), ".pdf", func(ctx context.Context, path, sheet string, names bool) error {
		return v.p.sv.Papers.SaveMeetingRecord(ctx, path, sheet, names)
	})
}

func (v *shelf) save(name, ending string, write func(ctx context.Context, path, sheet string, names bool) error) {
	p := v.p
	e, ok := v.front()
	if !ok || p.sv.Papers == nil {
		return
	}
	if e.Ref == "" {
		p.s.Hint(p.t("noSheet"))
		return
	}
	names := p.d.names
	p.s.Choose.SaveFile(name+" "+e.Day+ending, func(path string) {
		shell.Save(p.s, func(ctx context.Context) (struct{}, error) { return struct{}{}, write(ctx, path, e.Ref, names) }, func(_ struct{}, err error) {
			if err != nil {
				p.s.Fail(err)
				return
			}
			p.s.Toast(p.t("saved", "path", path), nil)
		})
	})
}
