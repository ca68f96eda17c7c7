package observe

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

// topicEtiquette is the Topic of a coaching note written here.
const topicEtiquette = "etiquette"

// noteLines is how many lines of a note are seen while it is written; more scroll.
const noteLines = 3

// write puts entries into the day, and reads the page again.
func (p *page) write(then func([]hall.Entry), entries ...hall.Entry) {
	log := p.sv.Log
	p.saving++
	shell.Save(p.s, func(ctx context.Context) ([]hall.Entry, error) { return log.Append(ctx, entries...) }, func(out []hall.Entry, err error) {
		p.saving--
		if err != nil {
			p.s.Fail(err)
			return
		}
		p.s.Reload()
		then(out)
	})
}

// undoable tells that an entry was written and offers to take it back.
func (p *page) undoable(text string) func([]hall.Entry) {
	return func(out []hall.Entry) {
		p.s.Toast(text, func() { p.write(func([]hall.Entry) {}, hall.Entry{Kind: hall.KindVoid, Ref: out[0].ID}) })
	}
}

// askCoach asks what was agreed with somebody; hints are what went wrong.
func (p *page) askCoach(e hall.Entry, hints []string) {
	text, due := kit.NewTextArea(p.t("coachHint"), noteLines), kit.NewTextField(p.t("dayHint"))
	due.Fill(hall.CoachDue(p.s.Now()))
	chips := kit.NewChips(p.t("wentWrong"), func(word string) {
		if text.Text != "" {
			word = text.Text + p.s.T("truth.join") + word
		}
		text.SetText(word)
	})
	chips.Set(hints)
	rows := []fyne.CanvasObject{text, chips, kit.FormRow(p.t("dueDay"), due), muted(p.t("stays"))}
	o := p.s.Form(p.t("coachOf", "name", e.Person), kit.NewColumn(10, rows...), 520, text, p.t("save"), func(done func()) {
		e.Text, e.Due = strings.TrimSpace(text.Text), strings.TrimSpace(due.Text)
		switch {
		case e.Text == "":
			p.s.Hint(p.t("coachHint"))
			return
		case !isDay(e.Due):
			p.s.Hint(p.t("badDay"))
			return
		}
		done()
		p.write(p.undoable(p.t("coached", "name", e.Person, "day", p.s.Words().DayOf(e.Due))), e)
	})
	shell.EnterSaves(o, due)
}

// askEnd asks what the second look showed: the score – that of an observation since,
// where there is one – and words.
func (p *page) askEnd(c hall.Coaching) {
	score := kit.NewStepper(0, 100_000, 500, func(int64) {})
	score.Label(p.t("points"), "")
	if x := p.again(c); x != nil {
		v := int64(*x) * 100
		score.Set(&v)
	}
	text := kit.NewTextArea(p.t("endHint"), noteLines)
	before := "–"
	if c.Score != nil {
		before = c.Score.String()
	}
	body := kit.NewColumn(10, muted(c.Text), kit.FormRow(p.t("before1"), kit.NewBold(before)), kit.FormRow(p.t("again"), score), text)
	p.s.Form(p.t("endOf", "name", p.name(c.Person, p.position(c.Person), c.By)), body, 480, text, p.t("endDo"), func(done func()) {
		e := hall.Entry{Kind: hall.KindCoachEnd, Ref: c.ID, Text: strings.TrimSpace(text.Text)}
		if v := score.Value(); v != nil {
			t := checklist.Tenths(*v / 100)
			e.Score = &t
		}
		done()
		p.write(p.undoable(p.t("ended")), e)
	})
}

// again is the score of the person's last observation after the talk, nil = none.
func (p *page) again(c hall.Coaching) *checklist.Tenths {
	for _, x := range p.d.past { // the last first
		if x.in.ID == c.Ref || x.in.StartedAt < c.At {
			continue
		}
		for _, who := range x.res.Persons {
			if who.Person == c.Person && who.Score != nil {
				return who.Score
			}
		}
	}
	return nil
}
