package desk

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/checklist/hall"
	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// feedRow is a line of what just happened.
type feedRow struct {
	box   *fyne.Container
	clock *kit.Label
	text  *kit.Paragraph
	pill  *kit.Pill
}

func (p *page) newFeed() *kit.Rows {
	r := kit.NewRows(func() int { return len(p.feed) }, p.newFeedRow, p.bindFeedRow)
	r.Height = 44
	r.OnOpen = p.openRow
	r.OnSelect = func(int) { p.drawUndo() }
	return r
}

func (p *page) newFeedRow() fyne.CanvasObject {
	row := &feedRow{clock: kit.NewCaption(""), text: kit.NewParagraph("", theme.Text), pill: kit.NewPill(kit.Plain, "")}
	row.text.Lines = 2
	row.box = kit.NewRow(8, kit.MinSize(row.clock, 38, 20), kit.Grow(row.text), row.pill)
	host := kit.Inset(row.box, 0, 12, 0, 10)
	p.view.feedRows[host] = row
	return host
}

func (p *page) bindFeedRow(i int, o fyne.CanvasObject) {
	row := p.view.feedRows[o]
	m := p.feed[i]
	row.clock.Set(p.s.Words().Clock(m.At))
	row.text.Set(p.line(m))
	how, word := p.kindOf(m)
	row.pill.Set(how, "", word)
	row.box.Refresh()
}

// kindOf is the mark at the end of a line.
func (p *page) kindOf(m hall.Moment) (kit.Tone, string) {
	if m.Entry == nil {
		return kit.Warn, p.s.T("desk.kind.alert")
	}
	kinds := map[hall.Kind]struct {
		tone kit.Tone
		word string
	}{
		hall.KindPatrol: {kit.Pass, "patrol"}, hall.KindMeeting: {kit.Pass, "meeting"}, hall.KindDrill: {kit.Pass, "meeting"},
		hall.KindWelcome: {kit.Pass, "service"}, hall.KindCare: {kit.Pass, "service"}, hall.KindSpecial: {kit.Pass, "service"}, hall.KindPraise: {kit.Pass, "service"},
		hall.KindRequest: {kit.Accent, "request"}, hall.KindFault: {kit.Fail, "device"}, hall.KindFaultEnd: {kit.Pass, "device"},
		hall.KindComplaint: {kit.Fail, "complaint"}, hall.KindComplaintEnd: {kit.Pass, "complaint"}, hall.KindCause: {kit.Fail, "line"},
		hall.KindPost: {kit.Pass, "post"}, hall.KindSession: {kit.Accent, "session"},
	}
	e := m.Entry
	if k, ok := kinds[e.Kind]; ok {
		if e.Kind == hall.KindPost && e.Yes != nil && !*e.Yes {
			k.tone = kit.Fail
		}
		return k.tone, p.s.T("desk.kind." + k.word)
	}
	switch e.Kind {
	case hall.KindWait, hall.KindCall, hall.KindDone, hall.KindAbandoned:
		return kit.Plain, p.s.T("desk.kind.ticket")
	case hall.KindCount, hall.KindWindow:
		return kit.Plain, p.s.T("desk.kind.count")
	}
	return kit.Plain, p.s.T("desk.kind.note")
}

// line says what happened, without when.
func (p *page) line(m hall.Moment) string {
	if m.Entry == nil {
		return p.alert(m)
	}
	e, t := m.Entry, p.s.T
	ticket, window := p.ticket(m), strconv.Itoa(max(e.Window, m.Clock.Window))
	switch e.Kind {
	case hall.KindWait:
		return t("desk.line.wait", "ticket", ticket)
	case hall.KindCall:
		if d, ok := m.Clock.Waited(); ok {
			return t("desk.line.callWaited", "ticket", ticket, "window", window, "time", stopwatch(d))
		}
		return t("desk.line.call", "ticket", ticket, "window", window)
	case hall.KindDone:
		d, _ := m.Clock.Served()
		return t("desk.line.done", "ticket", ticket, "window", window, "time", stopwatch(d))
	case hall.KindAbandoned:
		return t("desk.line.gone", "ticket", ticket)
	case hall.KindCount:
		return p.countLine(e)
	case hall.KindWindow, hall.KindPost, hall.KindSession:
		return p.yesNo(e, window)
	case hall.KindCause:
		var words []string
		for _, tag := range e.Tags {
			words = append(words, t("hall.cause."+tag))
		}
		return t("desk.line.cause", "causes", strings.Join(words, t("desk.and")))
	case hall.KindPatrol:
		return p.patrolLine(e)
	case hall.KindMeeting:
		if n := max(len(e.People), e.Present); n > 0 {
			return t("desk.line.meetingPeople", "n", strconv.Itoa(e.Minutes), "people", strconv.Itoa(n))
		}
		return t("desk.line.meeting", "n", strconv.Itoa(e.Minutes))
	case hall.KindWelcome, hall.KindCare, hall.KindRequest, hall.KindFaultEnd, hall.KindComplaintEnd, hall.KindCoachEnd, hall.KindSnooze:
		return withText(t("desk.line."+string(e.Kind)), e.Text)
	}
	return withText(t("desk.line."+string(e.Kind)), firstOf(e.Text, e.Person))
}

// withText puts what was written behind what happened.
func withText(word, text string) string {
	if text == "" {
		return word
	}
	return word + " · " + strings.Join(strings.Fields(text), " ")
}

func firstOf(all ...string) string {
	for _, x := range all {
		if x != "" {
			return x
		}
	}
	return ""
}

func (p *page) ticket(m hall.Moment) string {
	number := m.Clock.Ticket
	if m.Entry != nil {
		number = firstOf(m.Entry.Ticket, number)
	}
	return firstOf(number, p.s.T("desk.unnumbered"))
}

func (p *page) alert(m hall.Moment) string {
	n := strconv.Itoa(m.Limit)
	if m.Alert == hall.AlertServe {
		return p.s.T("desk.alert.serve", "window", strconv.Itoa(m.Clock.Window), "n", n)
	}
	return p.s.T("desk.alert.wait", "ticket", p.ticket(m), "n", n)
}

func (p *page) countLine(e *hall.Entry) string {
	var parts []string
	for _, x := range []struct {
		key string
		n   *int
	}{{"desk.line.waiting", e.Waiting}, {"desk.line.open", e.Open}, {"desk.line.oldest", e.Oldest}} {
		if x.n != nil {
			parts = append(parts, p.s.T(x.key, "n", strconv.Itoa(*x.n)))
		}
	}
	return strings.Join(parts, " · ")
}

func (p *page) yesNo(e *hall.Entry, window string) string {
	key := "desk.line." + string(e.Kind)
	if e.Yes == nil || !*e.Yes {
		key += "Off"
	}
	return p.s.T(key, "window", window, "who", firstOf(e.Person, e.By))
}

func (p *page) patrolLine(e *hall.Entry) string {
	if numbers := p.countLine(e); numbers != "" {
		return p.s.T("desk.line.patrol") + " · " + numbers
	}
	return p.s.T("desk.line.patrol")
}

func (p *page) feedCard() fyne.CanvasObject {
	p.view.feedHead = kit.NewRow(0, kit.NewText(p.s.T("desk.feed"), theme.Body, true, theme.Text), kit.Space(), p.act("undo", "U", p.undo))
	return kit.NewCardInset(container.NewBorder(kit.Inset(p.view.feedHead, 8, 10, 6, 14), nil, nil, nil, p.view.rows), 1)
}

// drawUndo says whether the button takes back the line chosen or the last one.
func (p *page) drawUndo() {
	word := "desk.act.undo"
	if p.view.rows.Selected() >= 0 {
		word = "desk.act.undoThis"
	}
	p.relabel("undo", p.s.T(word), p.view.feedHead)
}
