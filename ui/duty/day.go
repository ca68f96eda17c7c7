package duty

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"hallcheck/checklist/hall"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// dutyRows are the duties of the day in order of time.
func (p *page) dutyRows() []fyne.CanvasObject {
	out := []fyne.CanvasObject{kit.Flow(kit.Inset(kit.NewCaption(p.tally()).Whole(), 0, 16, 0, 0), kit.NewCaption(p.s.T("duty.keys")).Whole())}
	for i, d := range p.plan.Duties {
		out = append(out, p.dutyRow(i, d))
	}
	return out
}

// tally says how the day stands in one line.
func (p *page) tally() string {
	n := map[hall.State]int{}
	for _, d := range p.plan.Duties {
		n[d.State]++
	}
	w := p.s.Words()
	return p.s.T("duty.tally", "all", w.N(len(p.plan.Duties)), "done", w.N(n[hall.StateDone]), "late", w.N(n[hall.StateLate]),
		"missed", w.N(n[hall.StateMissed]), "skipped", w.N(n[hall.StateSkipped]))
}

// look is how a state is shown.
func look(st hall.State) (tone kit.Tone, icon string) {
	switch st {
	case hall.StateDone:
		return kit.Pass, "tick"
	case hall.StateLate, hall.StateSnoozed, hall.StateDue:
		return kit.Warn, "clock"
	case hall.StateMissed:
		return kit.Fail, "cross"
	case hall.StateSoon:
		return kit.Accent, "clock"
	case hall.StateSkipped:
		return kit.Plain, "dash"
	}
	return kit.Plain, ""
}

func (p *page) dutyRow(i int, d hall.Duty) fyne.CanvasObject {
	tone, icon := look(d.State)
	if d.State == hall.StateSkipped || d.State == hall.StateLater {
		tone = kit.Plain
	}
	words := kit.NewColumn(0, kit.NewBold(p.name(d)), kit.NewCaption(p.detail(d)))
	row := []fyne.CanvasObject{
		kit.MinSize(kit.NewText(hall.Clock(d.Minute), theme.Title, true, theme.Text), 64, 40), kit.Grow(words),
		kit.NewIconPill(tone, icon, p.s.T("duty.state."+string(d.State))),
	}
	if d.State == hall.StateDue || d.State == hall.StateSoon {
		row = append(row, p.button(kit.Secondary, "duty.snooze", func() { p.snooze(d) }), p.button(kit.Secondary, "duty.skip", func() { p.skip(d) }))
	}
	if i == p.at && d.State == hall.StateLater {
		row = append(row, p.button(kit.Secondary, "duty.skip", func() { p.skip(d) }))
	}
	kind := kit.Secondary
	if i == p.at && !d.State.Settled() && d.State != hall.StateLater {
		kind = kit.Primary
	}
	if key := p.act(d); key != "" {
		b := p.button(kind, key, func() { p.do(d) })
		b.Wide = theme.Scaled(96)
		row = append(row, b)
	}
	card := kit.NewCardInset(kit.NewRow(10, row...), 10)
	card.Chosen = i == p.at
	card.Tap = func() {
		p.at = i
		p.draw()
	}
	return card
}

func (p *page) button(kind kit.Kind, key string, tap func()) *kit.Button {
	b := kit.NewButton(kind, p.s.T(key), tap)
	b.Tall = 40
	return b
}

// name is what a duty is.
func (p *page) name(d hall.Duty) string { return p.s.T("duty.part." + d.Part) }

// detail says when it was done, or until when it counts.
func (p *page) detail(d hall.Duty) string {
	w := p.s.Words()
	switch d.State {
	case hall.StateDone, hall.StateLate:
		return p.s.T("duty.doneAt", "time", w.Clock(d.At))
	case hall.StateSkipped:
		return p.s.T("duty.skipped", "why", d.Text)
	case hall.StateSnoozed:
		return p.s.T("duty.until", "time", w.Clock(d.Until), "limit", hall.Clock(d.Limit))
	case hall.StateMissed:
		return p.s.T("duty.missedAt", "limit", hall.Clock(d.Limit))
	}
	return p.s.T("duty.limit", "limit", hall.Clock(d.Limit))
}

// act is the word of a duty's one button, "" = none.
func (p *page) act(d hall.Duty) string {
	switch {
	case d.State == hall.StateDone || d.State == hall.StateLate:
		if d.Ref == "" || !p.s.Has(routeResult) {
			return ""
		}
		return "duty.see"
	case d.State == hall.StateSkipped:
		return ""
	case d.State == hall.StateMissed:
		if !p.open(d) {
			return ""
		}
		return "duty.late"
	case d.Kind == hall.KindPatrol && p.minute() < d.From:
		return "" // a patrol begun now would count for another one
	case d.Kind == hall.KindPatrol && p.plan.Draft != "":
		return "duty.resume"
	}
	return "duty.start"
}

// open says whether a missed duty can still be made up for, late: its time runs until
// the next one's begins.
func (p *page) open(d hall.Duty) bool {
	if d.Kind == hall.KindMeeting {
		return true
	}
	for _, x := range p.plan.Duties {
		if x.Kind == d.Kind && x.Minute > d.Minute {
			return p.minute() < x.From
		}
	}
	return true
}

// minute is the minute of the day the plan was read at.
func (p *page) minute() int { return p.plan.Now.Hour()*60 + p.plan.Now.Minute() }

// do opens what the button promises.
func (p *page) do(d hall.Duty) {
	switch key := p.act(d); {
	case key == "":
	case key == "duty.see":
		p.s.Open(routeResult, d.Ref)
	default:
		begin(p.s, d)
	}
}

// begin opens the page a duty is done on.
func begin(s *shell.Shell, d hall.Duty) {
	if d.Kind == hall.KindMeeting {
		s.Go(routeMeeting, hall.MorningMeeting)
		return
	}
	s.Open(routePatrol, nil)
}

// Minutes a reminder may be put off.
var snoozes = []int{10, 20, 30}

// snooze asks for how long to put a reminder off.
func (p *page) snooze(d hall.Duty) {
	if d.State.Settled() || d.State == hall.StateMissed {
		p.s.Hint(p.s.T("duty.noSnooze"))
		return
	}
	w := p.s.Words()
	var options []kit.Option
	for i, n := range snoozes {
		options = append(options, kit.Option{ID: w.N(n), Text: p.s.T("duty.minutes", "n", w.N(n)), Key: w.N(i + 1)})
	}
	var o *kit.Overlay
	pick := kit.NewVerdictBar(options, "", func(id string) {
		o.Close()
		for _, n := range snoozes {
			if w.N(n) == id {
				putOff(p.s, p.sv.Store, d, n)
			}
		}
	})
	body := kit.NewColumn(14, kit.NewTitle(p.s.T("duty.snoozeTitle", "what", p.name(d), "time", hall.Clock(d.Minute))),
		kit.NewParagraph(p.s.T("duty.snoozeBody", "limit", hall.Clock(d.Limit)), theme.Muted), pick,
		kit.NewRow(10, kit.Space(), kit.NewSecondary(p.s.T("shell.cancel"), "Esc", func() { o.Dismiss() })))
	o = kit.ShowDialog(p.s.Window().Canvas(), body, 460, pick)
}

// putOff writes that a reminder is put off by so many minutes from now.
func putOff(s *shell.Shell, st Appender, d hall.Duty, minutes int) {
	until := s.Now().Add(time.Duration(minutes) * time.Minute)
	e := hall.Entry{Kind: hall.KindSnooze, Topic: d.Key, Until: until.UnixMilli()}
	shell.Save(s, func(ctx context.Context) ([]hall.Entry, error) { return st.Append(ctx, e) }, func(_ []hall.Entry, err error) {
		if err != nil {
			s.Fail(err)
			return
		}
		s.Toast(s.T("duty.putOff", "time", until.Format("15:04")), nil)
	})
}

// Appender writes down what happened.
type Appender interface {
	Append(ctx context.Context, entries ...hall.Entry) ([]hall.Entry, error)
}

// skip asks why a duty will not be done.
func (p *page) skip(d hall.Duty) {
	if d.State.Settled() || d.State == hall.StateMissed {
		p.s.Hint(p.s.T("duty.noSkip"))
		return
	}
	why := kit.NewTextField(p.s.T("duty.skipHint"))
	chips := kit.NewChips(p.s.T("inspect.reasons"), func(word string) { why.Fill(word) })
	chips.Set([]string{p.s.T("duty.skip.power"), p.s.T("duty.skip.staff"), p.s.T("duty.skip.closed")})
	title := p.s.T("duty.skipTitle", "what", p.name(d), "time", hall.Clock(d.Minute))
	o := p.s.Form(title, kit.NewColumn(10, why, chips), 480, why, p.s.T("duty.skip"), func(done func()) {
		if why.Text == "" {
			p.s.Hint(p.s.T("duty.skipWhy"))
			return
		}
		e := hall.Entry{Kind: hall.KindSkip, Topic: d.Key, Text: why.Text}
		done()
		p.append(e, p.s.T("duty.skippedToast"))
	})
	why.OnSubmitted = func(string) { o.OnEnter() }
}

// append writes an entry; the toast takes it back.
func (p *page) append(e hall.Entry, word string) {
	st, s := p.sv.Store, p.s
	shell.Save(s, func(ctx context.Context) ([]hall.Entry, error) { return st.Append(ctx, e) }, func(out []hall.Entry, err error) {
		if err != nil {
			s.Fail(err)
			return
		}
		void := hall.Entry{Kind: hall.KindVoid, Ref: out[0].ID}
		s.Toast(word, func() {
			shell.Save(s, func(ctx context.Context) ([]hall.Entry, error) { return st.Append(ctx, void) }, nil)
		})
	})
}
