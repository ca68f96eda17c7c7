package findings

import (
	"context"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

// deed is a move that has a button in the side column.
type deed struct {
	verb checklist.FindingVerb
	key  rune
	do   func()
}

// deeds are the moves besides handing in and deciding, in the order of their
// buttons; the page shows those the finding allows.
func (p *One) deeds() []deed {
	return []deed{
		{checklist.VerbAssign, 'a', p.askAssign},
		{checklist.VerbAsk, 'e', p.askExtension},
		{checklist.VerbFixed, 'f', p.askFixed},
		{checklist.VerbBegin, 'b', p.begin},
		{checklist.VerbCause, 'r', p.askCause},
		{checklist.VerbReopen, 'o', p.askReopen},
		{checklist.VerbCancel, 'x', p.askCancel},
		{checklist.VerbWithdraw, 'u', p.withdraw},
	}
}

// offered says whether the finding takes the move now; fixed on site is said on the
// day of the visit only.
func (p *One) offered(v checklist.FindingVerb) bool {
	return p.got.f.Allows(p.s.Profile().User, v) && (v != checklist.VerbFixed || p.got.f.Day == today(p.s))
}

// Keys are the page's keys.
func (p *One) Keys() []shell.Key {
	t := p.s.T
	keys := []shell.Key{
		shell.On('1', t("findings.key.one"), func() { p.digit('1') }),
		shell.On('2', t("findings.key.two"), func() { p.digit('2') }),
		shell.On('j', t("findings.key.next"), func() { p.step(1) }),
		shell.On('k', t("findings.key.prev"), func() { p.step(-1) }),
		shell.On('p', t("findings.key.photo"), p.addAfter),
		shell.On('n', t("findings.key.note"), func() {
			if p.fixing() {
				kit.Focus(p.work.text)
			}
		}),
		shell.OnKey(fyne.KeyReturn, fyne.KeyModifierControl, t("findings.key.submit"), p.submit),
		shell.OnKey(fyne.KeyV, fyne.KeyModifierControl, "", p.paste),
		shell.On('v', t("findings.key.view"), func() { p.after.large() }),
		shell.On('c', t("findings.key.viewBefore"), func() { p.before.large() }),
		shell.On('m', t("findings.key.markPhoto"), p.markShown),
		shell.On('+', t("findings.button.add_photo"), p.addBefore),
	}
	for _, d := range p.deeds() {
		keys = append(keys, shell.On(d.key, t("findings.button."+string(d.verb)), func() { p.try(d) }))
	}
	return keys
}

// Typed takes the other digits.
func (p *One) Typed(r rune) bool {
	if r < '3' || r > '9' {
		return false
	}
	p.digit(r)
	return true
}

// digit chooses a chip while the finding is put right, and decides while it is
// reviewed.
func (p *One) digit(r rune) {
	switch {
	case p.got.f == nil:
	case p.mode == modeFix:
		p.work.chips.Choose(int(r - '1'))
	case r == '1':
		p.agree()
	case r == '2':
		p.disagree()
	}
}

// try makes a move the keyboard asked for, or says why it may not be made.
func (p *One) try(d deed) {
	if p.got.f == nil {
		return
	}
	if err := p.got.f.Refusal(p.s.Profile().User, d.verb); err != nil {
		p.s.Hint(p.s.Words().Error(err))
		return
	}
	if !p.offered(d.verb) {
		f := p.got.f
		p.s.Hint(p.s.Words().Error(checklist.Fail("finding.onsite", "name", f.OpenedBy.Name, "day", f.Day)))
		return
	}
	d.do()
}

// edit makes a move in the store; then gets the finding after it.
func (p *One) edit(id string, verb func(*checklist.Finding, checklist.Act) error, then func(*checklist.Finding)) {
	moves := p.sv.Moves
	shell.Save(p.s, func(ctx context.Context) (*checklist.Finding, error) {
		return moves.EditFinding(ctx, id, verb)
	}, func(f *checklist.Finding, err error) {
		if err != nil {
			p.s.Fail(err)
			return
		}
		if then != nil {
			then(f)
		}
	})
}

// move makes a move and offers to take it back.
func (p *One) move(v checklist.FindingVerb, do func(*checklist.Finding, checklist.Act) error) {
	id := p.got.f.ID
	p.edit(id, do, func(f *checklist.Finding) {
		p.s.Toast(p.s.T("findings.did", "number", f.Number, "what", p.s.T("finding.verb."+string(v))), func() { p.takeBack(id, nil) })
	})
}

// takeBack withdraws the last move of a finding.
func (p *One) takeBack(id string, then func()) {
	p.edit(id, func(f *checklist.Finding, act checklist.Act) error { return f.Withdraw(act) }, func(f *checklist.Finding) {
		p.s.Toast(p.s.T("findings.tookBack", "number", f.Number), nil)
		if then != nil {
			then()
		}
	})
}

// back shows a finding again after its hand-in was taken back.
func (p *One) back(id string) {
	if p.s.Page() == shell.Page(p) {
		p.turnTo(id)
		return
	}
	p.s.Open(RouteOne, &Place{ID: id, Filter: p.place.Filter, At: p.place.At})
}

func (p *One) withdraw() { p.takeBack(p.got.f.ID, nil) }

func (p *One) begin() {
	p.move(checklist.VerbBegin, func(f *checklist.Finding, act checklist.Act) error { return f.Begin(act) })
}

// submit hands the finding to its review and goes on to the next one.
func (p *One) submit() {
	if !p.ready() {
		return
	}
	d := p.draft
	p.handIn(checklist.VerbSubmit, func(f *checklist.Finding, act checklist.Act) error { return f.Submit(act, d.Text, d.Photos) })
}

// ready says whether text and photos are there; else it leads to what is missing.
func (p *One) ready() bool {
	switch {
	case !p.fixing():
		return false
	case p.in.Busy():
		p.s.Hint(p.s.T("findings.importing"))
	case p.got.f.NeedsPhoto && len(p.draft.Photos) == 0:
		p.s.Hint(p.s.T("findings.lack.photo"))
	case p.draft.Text == "":
		p.s.Hint(p.s.T("findings.lack.text"))
		kit.Focus(p.work.text)
	default:
		return true
	}
	return false
}

// handIn makes the move that ends the owner's work: the draft is kept until it
// is stored, and comes back when the move is taken back.
func (p *One) handIn(v checklist.FindingVerb, do func(*checklist.Finding, checklist.Act) error) {
	id, d := p.got.f.ID, p.draft
	p.edit(id, do, func(f *checklist.Finding) {
		keepDraft(p.s, p.sv.Settings, id, Draft{})
		if p.got.f.ID == id {
			p.draft, p.dirty = Draft{}, false
		}
		p.s.Toast(p.s.T("findings.did", "number", f.Number, "what", p.s.T("finding.verb."+string(v))), func() {
			keepDraft(p.s, p.sv.Settings, id, d)
			p.takeBack(id, func() { p.back(id) })
		})
		if p.got.f.ID == id {
			p.advance()
		}
	})
}

// agree accepts the finding or grants the extension.
func (p *One) agree() {
	switch p.mode {
	case modeReview:
		p.move(checklist.VerbAccept, func(f *checklist.Finding, act checklist.Act) error { return f.Accept(act, "") })
	case modeExtend:
		p.move(checklist.VerbGrant, func(f *checklist.Finding, act checklist.Act) error { return f.GrantExtension(act, "") })
	default:
		p.refusal(checklist.VerbAccept)
	}
}

// disagree asks why the finding is returned or the extension refused.
func (p *One) disagree() {
	switch p.mode {
	case modeReview:
		if !p.refusal(checklist.VerbReject) {
			p.askReason(checklist.VerbReject, "return", p.reject)
		}
	case modeExtend:
		p.askReason(checklist.VerbRefuse, "refuse", func(why string) {
			p.move(checklist.VerbRefuse, func(f *checklist.Finding, act checklist.Act) error { return f.RefuseExtension(act, why) })
		})
	default:
		p.refusal(checklist.VerbReject)
	}
}

// refusal says why a move may not be made; false = it may.
func (p *One) refusal(v checklist.FindingVerb) bool {
	err := p.got.f.Refusal(p.s.Profile().User, v)
	if err != nil {
		p.s.Hint(p.s.Words().Error(err))
	}
	return err != nil
}

func (p *One) reject(why string) {
	p.move(checklist.VerbReject, func(f *checklist.Finding, act checklist.Act) error { return f.Reject(act, why) })
}
