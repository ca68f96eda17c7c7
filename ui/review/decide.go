package review

import (
	"context"
	"slices"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// refusal says why the reviewer may not make a move now, or nil: the finding's
// own rule, and the picture an acceptance needs.
func (p *page) refusal(f *checklist.Finding, verb checklist.FindingVerb) error {
	if err := f.Refusal(p.me(), verb); err != nil {
		return err
	}
	if verb == checklist.VerbAccept && (f.NeedsPhoto || f.Status == checklist.FixedOnSite) && len(f.After) == 0 {
		return checklist.Fail("finding.photo")
	}
	return nil
}

// whyNot is the sentence of a refusal.
func (p *page) whyNot(f *checklist.Finding, verb checklist.FindingVerb) string {
	err := p.refusal(f, verb)
	if checklist.CodeOf(err) == "finding.own" {
		return p.t("own")
	}
	return p.s.Words().Error(err)
}

// ready is the finding in front when something can be decided about it.
func (p *page) ready() *checklist.Finding {
	e := p.sit.current()
	switch {
	case e == nil || p.f == nil:
		return nil
	case e.verb != "":
		p.s.Hint(p.t("decided." + string(e.verb)))
		return nil
	}
	return p.f
}

// accept closes the pair in front, grants what it asks, or accepts all marked.
func (p *page) accept() {
	if len(p.sit.marked()) > 0 {
		p.acceptMarked()
		return
	}
	f := p.ready()
	if f == nil {
		return
	}
	verb, word := checklist.VerbAccept, ""
	if f.Status == checklist.ExtensionAsked {
		verb, word = checklist.VerbGrant, f.AskedDue
	}
	if p.refusal(f, verb) != nil {
		p.s.Hint(p.whyNot(f, verb))
		return
	}
	p.decide(verb, word)
}

// refuse asks for the reason of a return, or of a refused extension.
func (p *page) refuse() {
	f := p.ready()
	if f == nil {
		return
	}
	verb, what := checklist.VerbReject, returning
	if f.Status == checklist.ExtensionAsked {
		verb, what = checklist.VerbRefuse, refusing
	}
	if p.refusal(f, verb) != nil {
		p.s.Hint(p.whyNot(f, verb))
		return
	}
	p.mode.ask(p, what)
}

// extension asks until when an asked extension is granted.
func (p *page) extension() {
	f := p.ready()
	switch {
	case f == nil:
	case f.Status != checklist.ExtensionAsked:
		p.s.Hint(p.t("noExtension"))
	case p.refusal(f, checklist.VerbGrant) != nil:
		p.s.Hint(p.whyNot(f, checklist.VerbGrant))
	default:
		p.mode.ask(p, extending)
	}
}

// move makes a decision on a finding: word is its reason or date.
func move(f *checklist.Finding, act checklist.Act, verb checklist.FindingVerb, word string) error {
	switch verb {
	case checklist.VerbReject:
		return f.Reject(act, word)
	case checklist.VerbGrant:
		return f.GrantExtension(act, word)
	case checklist.VerbRefuse:
		return f.RefuseExtension(act, word)
	default:
		return f.Accept(act, word)
	}
}

// decide stores a decision about the pair in front; the next one is on the
// screen meanwhile.
func (p *page) decide(verb checklist.FindingVerb, word string) {
	id, headline := p.shown, p.sit.current().row.Headline(p.s.Lang())
	p.sit.decide(verb, id)
	p.saving++
	p.advance()
	st := p.sv.Store
	shell.Save(p.s, func(ctx context.Context) (*checklist.Finding, error) {
		return st.EditFinding(ctx, id, func(f *checklist.Finding, act checklist.Act) error { return move(f, act, verb, word) })
	}, func(f *checklist.Finding, err error) {
		p.saving--
		if err != nil {
			p.sit.revoke(id)
			p.get.drop(id)
			p.goTo(id)
			p.s.Fail(err)
			return
		}
		p.stored(f)
		p.s.Toast(p.t("toast."+string(verb), "what", headline), p.undo)
		if p.sit.current() == nil { // the last one: more may wait in the store
			p.show()
		}
	})
}

// advance shows the next pair that waits.
func (p *page) advance() {
	p.sit.at = p.sit.next(p.sit.at)
	p.show()
}

// goTo shows the pair with an id.
func (p *page) goTo(id string) {
	if i := p.sit.find(id); i >= 0 {
		p.sit.at = i
	}
	p.show()
}

// stored shows what the store made of a decision.
func (p *page) stored(f *checklist.Finding) {
	p.sit.stored(f)
	p.get.keep(f)
	p.list.Rebind(p.sit.find(f.ID))
	if p.shown == f.ID {
		p.f = f
		p.board.foot.set()
	}
	p.s.RefreshHeader()
}

// refused is a finding a rule kept from what was wanted.
type refused struct {
	id  string
	err error
}

// outcome is what became of several findings.
type outcome struct {
	done   []*checklist.Finding
	failed []refused
}

// each makes a move on several findings, each judged by its own rule.
func each(ctx context.Context, st Store, ids []string, verb func(*checklist.Finding, checklist.Act) error, report func(done, total int)) outcome {
	var out outcome
	for i, id := range ids {
		if ctx.Err() != nil { // cancelled: what is done stays done, the rest stays waiting
			break
		}
		f, err := st.EditFinding(ctx, id, verb)
		if err != nil {
			out.failed = append(out.failed, refused{id, err})
		} else {
			out.done = append(out.done, f)
		}
		report(i+1, len(ids))
	}
	return out
}

// undo withdraws the last decision of this sitting.
func (p *page) undo() {
	d, ok := p.sit.last()
	if !ok {
		p.s.Hint(p.t("nothingToUndo"))
		return
	}
	p.sit.revoke(d.ids...)
	p.goTo(d.ids[0])
	p.saving++
	st := p.sv.Store
	shell.Save(p.s, func(ctx context.Context) (outcome, error) {
		withdraw := func(f *checklist.Finding, act checklist.Act) error { return f.Withdraw(act) }
		return each(ctx, st, d.ids, withdraw, func(int, int) {}), nil
	}, func(o outcome, err error) {
		p.saving--
		for _, f := range o.done {
			p.stored(f)
		}
		for _, r := range o.failed {
			p.sit.decide(d.verb, r.id)
		}
		if len(o.done) > 0 {
			p.s.Toast(p.t("undone", "n", p.s.Words().N(len(o.done))), nil)
		}
		if p.sit.find(d.ids[0]) < 0 { // another filter is in force, or the page of rows ended before it
			p.seek = d.ids[0]
			p.s.Reload()
		}
		p.tell(p.t("notUndone"), o.failed)
		p.show()
	})
}

// acceptMarked accepts every marked pair its own rule lets pass.
func (p *page) acceptMarked() {
	ids := p.sit.marked()
	p.sit.clearMarks()
	p.saving++
	st := p.sv.Store
	shell.Progress(p.s, p.t("acceptingMarked"), func(ctx context.Context, report func(done, total int)) (outcome, error) {
		accept := func(f *checklist.Finding, act checklist.Act) error { return f.Accept(act, "") }
		return each(ctx, st, ids, accept, report), nil
	}, func(o outcome, _ error) {
		p.saving--
		var done []string
		for _, f := range o.done {
			done = append(done, f.ID)
		}
		if len(done) > 0 {
			p.sit.decide(checklist.VerbAccept, done...)
		}
		for _, f := range o.done {
			p.sit.stored(f)
			p.get.drop(f.ID)
		}
		if len(done) > 0 {
			p.s.Toast(p.t("toast.many", "n", p.s.Words().N(len(done))), p.undo)
		}
		if e := p.sit.current(); e == nil || slices.Contains(done, e.row.ID) {
			p.sit.at = p.sit.next(p.sit.at)
		}
		p.list.Reload()
		p.show()
		p.tell(p.t("notAccepted", "n", p.s.Words().N(len(o.failed))), o.failed)
	})
}

// tell shows every refusal with its reason at once.
func (p *page) tell(title string, failed []refused) {
	if len(failed) == 0 {
		return
	}
	rows := kit.NewColumn(10)
	for _, r := range failed {
		name := r.id
		if i := p.sit.find(r.id); i >= 0 {
			row := &p.sit.list[i].row
			name = row.Number + " " + row.Headline(p.s.Lang())
		}
		why := p.s.Words().Error(r.err)
		if checklist.CodeOf(r.err) == "finding.own" {
			why = p.t("own")
		}
		rows.Add(kit.NewColumn(2, kit.NewBold(name), kit.NewParagraph(why, theme.Muted)))
	}
	body := kit.NewColumn(12, kit.NewParagraph(p.t("notAcceptedHint"), theme.Text), kit.MinSize(kit.Scroll(rows), 400, min(float32(len(failed))*56, 320)))
	p.s.Dialog(title, body, 520)
}

// mark chooses the pair in front for bulk acceptance, or drops it.
func (p *page) mark() {
	if e := p.sit.current(); e != nil {
		p.toggle(p.sit.at)
	}
}

func (p *page) toggle(i int) {
	e := &p.sit.list[i]
	if !e.marked && !e.bulk() {
		p.s.Hint(p.t("notBulk"))
		return
	}
	p.sit.mark(i, !e.marked)
	p.marks()
}

// markAll chooses every pair that can be accepted with others, or drops them.
func (p *page) markAll() {
	p.sit.markAll()
	p.marks()
}

func (p *page) marks() {
	p.list.Reload()
	if p.f != nil {
		p.board.foot.set()
	}
	p.s.RefreshHeader()
}
