package check

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// verbs are the buttons below a record in their order, with their keys.
var verbs = []struct {
	verb checklist.ReviewVerb
	key  string
}{
	{checklist.ReviewChange, "R"},
	{checklist.ReviewPass, "1"},
	{checklist.ReviewReturn, "2"},
	{checklist.ReviewVoidIt, "3"},
	{checklist.ReviewAccept, "A"},
	{checklist.ReviewLift, "V"},
	{checklist.ReviewTake, "T"},
}

// word is the text key of a verb's button.
func word(v checklist.ReviewVerb) string {
	if v == checklist.ReviewChange {
		return "do.rule"
	}
	return "do." + string(v)
}

// buttons are what the person at the desk may do with the record; where that is
// nothing it says why.
func (p *page) buttons(d *detail) fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, x := range verbs {
		if d.r.Refusal(p.me(), x.verb, p.today()) != nil {
			continue
		}
		kind := kit.Secondary
		if x.verb == checklist.ReviewPass || x.verb == checklist.ReviewChange {
			kind = kit.Primary
		}
		b := kit.NewButton(kind, p.t(word(x.verb)), func() { p.ask(x.verb) })
		b.Key = x.key
		out = append(out, b)
	}
	why := p.barred(d)
	switch {
	case why != "" && len(out) == 0:
		return paragraph(why, theme.Warn)
	case why != "":
		return kit.NewColumn(8, paragraph(why, theme.Warn), kit.Flow(out...))
	case len(out) == 0:
		return paragraph(p.t("nothingToDo"), theme.Muted)
	}
	return kit.Flow(out...)
}

// barred says why the one who waits for a decision cannot make it, "" = nothing.
func (p *page) barred(d *detail) string {
	v := checklist.ReviewPass
	if d.r.Appeal == checklist.AppealOpen {
		v = checklist.ReviewUphold
	}
	err := d.r.Refusal(p.me(), v, p.today())
	if code := checklist.CodeOf(err); code == "check.own" || code == "check.ruler" || code == "check.role" {
		return p.s.Words().Error(err)
	}
	return ""
}

// ask makes a move at once where it needs no words, else asks for them.
func (p *page) ask(v checklist.ReviewVerb) {
	d := p.got
	if d == nil {
		return
	}
	if err := d.r.Refusal(p.me(), v, p.today()); err != nil {
		p.s.Hint(p.s.Words().Error(err))
		return
	}
	switch v {
	case checklist.ReviewPass:
		p.pass()
	case checklist.ReviewTake:
		p.take()
	case checklist.ReviewLift:
		p.askLift(d)
	case checklist.ReviewChange:
		p.askRule(d)
	case checklist.ReviewReturn:
		p.askReturn()
	default:
		p.askReason(v)
	}
}

// pass passes all marked records, or the one in front.
func (p *page) pass() {
	ids := make([]string, 0, len(p.marked))
	for _, r := range p.rows {
		if p.marked[r.ID] {
			ids = append(ids, r.ID)
		}
	}
	if len(ids) == 0 {
		if p.got == nil {
			return
		}
		if err := p.got.r.Refusal(p.me(), checklist.ReviewPass, p.today()); err != nil {
			p.s.Hint(p.s.Words().Error(err))
			return
		}
		ids = append(ids, p.at)
	}
	p.decide(checklist.ReviewPass, ids, func(r *checklist.Review, a checklist.Act) error { return r.Pass(a, "") })
}

func (p *page) take() {
	if p.at != "" {
		p.decide(checklist.ReviewTake, []string{p.at}, (*checklist.Review).Take)
	}
}

// takeBack takes the last decision of this sitting back.
func (p *page) takeBack() {
	n := len(p.undo) - 1
	if n < 0 {
		p.s.Hint(p.t("nothingToUndo"))
		return
	}
	ids := strings.Fields(p.undo[n])
	p.undo = p.undo[:n]
	p.at = ids[0]
	p.decide(checklist.ReviewWithdraw, ids, (*checklist.Review).Withdraw)
}

// decide stores a move; the toast says what it did, to whom and in the ranking.
func (p *page) decide(v checklist.ReviewVerb, ids []string, move func(*checklist.Review, checklist.Act) error) {
	st := p.sv.Store
	p.saving++
	shell.Save(p.s, func(ctx context.Context) (checklist.ReviewOutcome, error) { return st.EditReviews(ctx, ids, move) },
		func(out checklist.ReviewOutcome, err error) {
			p.saving--
			if err == nil && len(out.Reviews) == 0 && len(out.Refused) > 0 {
				err = out.Refused[0].Err
			}
			if err != nil {
				p.s.Fail(err)
				p.Load(p.ctx)
				return
			}
			clear(p.marked)
			var undo func()
			if v != checklist.ReviewWithdraw {
				done := make([]string, len(out.Reviews))
				for i, r := range out.Reviews {
					done[i] = r.Record.ID
				}
				p.undo = append(p.undo, strings.Join(done, " "))
				undo = p.takeBack
			}
			p.s.Toast(p.said(v, out), undo)
			p.Load(p.ctx)
		})
}

// movesSaid is how many halls a toast names.
const movesSaid = 3

// said is the sentence of a toast.
func (p *page) said(v checklist.ReviewVerb, out checklist.ReviewOutcome) string {
	w := p.s.Words()
	text := p.t("done."+string(v), "name", out.Reviews[0].Record.Branch.Name)
	if len(out.Reviews) > 1 {
		text = p.t("doneMany."+string(v), "n", w.N(len(out.Reviews)))
	}
	if n := len(out.Refused); n > 0 {
		text += " " + p.t("refusedSome", "n", w.N(n), "why", w.Error(out.Refused[0].Err))
	}
	if len(out.Moved) == 0 {
		return text
	}
	var halls []string
	for _, m := range out.Moved[:min(movesSaid, len(out.Moved))] {
		halls = append(halls, p.moved(&m))
	}
	if n := len(out.Moved) - movesSaid; n > 0 {
		halls = append(halls, p.t("movedMore", "n", w.N(n)))
	}
	return text + " " + p.t("movedHalls", "halls", strings.Join(halls, p.t("comma")))
}

// moved is what became of one hall: its ranks, or its scores where the rank stays.
func (p *page) moved(m *checklist.RankMove) string {
	if m.Was == m.Is && m.WasScore != nil && m.IsScore != nil {
		return p.t("movedScore", "name", m.Branch.Name, "was", m.WasScore.String(), "is", m.IsScore.String(), "rank", place(m.Is))
	}
	return m.Branch.Name + " " + place(m.Was) + "→" + place(m.Is)
}

func place(rank int) string {
	if rank == 0 {
		return "–"
	}
	return shell.Words{}.N(rank)
}

// reasons are offered with a form; a tap takes one over.
func (p *page) reasons(v checklist.ReviewVerb) []string {
	return strings.Split(p.t("reasons."+string(v)), "|")
}

// reasonField is an area for the reason with the usual ones above it.
func (p *page) reasonField(v checklist.ReviewVerb) (*kit.TextField, fyne.CanvasObject) {
	why := kit.NewTextArea(p.t("reasonHint"), 2)
	chips := kit.NewChips("", func(w string) {
		why.SetText(strings.TrimSpace(strings.TrimSpace(why.Text) + " " + w))
		p.s.Window().Canvas().Focus(why)
	})
	chips.Set(p.reasons(v))
	return why, kit.NewColumn(8, chips, why)
}

// given is the reason typed; without one the field gets the keyboard.
func (p *page) given(why *kit.TextField) string {
	text := strings.TrimSpace(why.Text)
	if text == "" {
		p.s.Window().Canvas().Focus(why)
	}
	return text
}

func (p *page) askReason(v checklist.ReviewVerb) {
	ids := []string{p.at}
	why, field := p.reasonField(v)
	o := p.s.Form(p.t("ask."+string(v)), field, 480, why, p.t(word(v)), func(done func()) {
		text := p.given(why)
		if text == "" {
			return
		}
		done()
		p.decide(v, ids, func(r *checklist.Review, a checklist.Act) error {
			if v == checklist.ReviewVoidIt {
				return r.Void(a, text)
			}
			return r.AcceptIncomplete(a, text)
		})
	})
	why.OnEscape = o.Dismiss
}

func (p *page) askReturn() {
	ids := []string{p.at}
	why, field := p.reasonField(checklist.ReviewReturn)
	todo := kit.NewTextField(p.t("todoHint"))
	body := kit.NewColumn(12, kit.FormRow(p.t("reason"), field), kit.FormRow(p.t("todo"), todo))
	o := p.s.Form(p.t("ask.return"), body, 520, why, p.t("do.return"), func(done func()) {
		text := p.given(why)
		if text == "" {
			return
		}
		done()
		what := todo.Text
		p.decide(checklist.ReviewReturn, ids, func(r *checklist.Review, a checklist.Act) error { return r.Return(a, text, what) })
	})
	why.OnEscape, todo.OnEscape = o.Dismiss, o.Dismiss
}

// askLift asks which veto has no effect, and why.
func (p *page) askLift(d *detail) {
	ids, at := []string{p.at}, 0
	var vetoes []red
	var choices []kit.Choice
	for _, x := range d.reds {
		if x.vetoes {
			choices = append(choices, kit.Choice{ID: shell.Words{}.N(len(vetoes)), Text: x.item.Text.In(p.s.Lang())})
			vetoes = append(vetoes, x)
		}
	}
	if len(vetoes) == 0 {
		return
	}
	which := kit.NewSearchSelect("", choices, choices[0].ID, nil, func(id string) {
		at = max(slices.IndexFunc(choices, func(c kit.Choice) bool { return c.ID == id }), 0)
	})
	why, field := p.reasonField(checklist.ReviewLift)
	body := kit.NewColumn(12, kit.FormRow(p.t("whichVeto"), which), kit.FormRow(p.t("reason"), field))
	o := p.s.Form(p.t("ask.lift"), body, 520, why, p.t("do.lift"), func(done func()) {
		text, x := p.given(why), vetoes[at]
		if text == "" {
			return
		}
		done()
		p.decide(checklist.ReviewLift, ids, func(r *checklist.Review, a checklist.Act) error {
			return r.LiftVeto(a, x.sheet, x.item.ID, text)
		})
	})
	why.OnEscape = o.Dismiss
}
