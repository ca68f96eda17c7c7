package findings

import (
	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// What the person in front can do with the finding: it decides what the bench
// below the photos holds.
const (
	modeFix    = "fix"    // put it right and hand it in
	modeReview = "review" // accept or return
	modeExtend = "extend" // grant or refuse an extension
	modeRead   = "read"   // nothing now
)

func modeOf(f *checklist.Finding, who checklist.Person) string {
	switch {
	case f.Allows(who, checklist.VerbAccept):
		return modeReview
	case f.Allows(who, checklist.VerbGrant):
		return modeExtend
	case f.Allows(who, checklist.VerbSubmit):
		return modeFix
	default:
		return modeRead
	}
}

// workbench is the card below the photos: what was done, and the decision.
type workbench struct {
	p    *One
	s    *shell.Shell
	card *kit.Card

	alert  *kit.Paragraph
	lead   *kit.Label
	words  *kit.Paragraph
	text   *kit.TextField
	chips  *kit.Chips
	lack   *kit.Label
	submit *kit.Button
	yes    *kit.Button
	no     *kit.Button
	fix    fyne.CanvasObject
	decide *fyne.Container
	reason *kit.Chips
}

func newWorkbench(p *One) *workbench {
	t := p.s.T
	w := &workbench{p: p, s: p.s}
	w.alert = kit.NewParagraph("", theme.Fail)
	w.lead, w.words = kit.NewCaption(""), kit.NewParagraph("", theme.Text)
	w.text = kit.NewTextArea(t("findings.doneHint"), 2)
	w.text.OnChanged = func(s string) { p.write(s); w.check() }
	w.text.OnFocus = func(on bool) {
		if !on {
			p.keep()
		}
	}
	w.chips = kit.NewChips(t("findings.said"), func(word string) { w.say(plain(word)) })
	w.lack = kit.NewCaption("")
	w.submit = kit.NewPrimary(t("findings.button.submit"), "Ctrl ⏎", p.submit)
	w.yes = kit.NewButton(kit.Good, "", p.agree).WithIcon("tick")
	w.yes.Key = "1"
	w.no = kit.NewSecondary("", "2", p.disagree)
	w.reason = kit.NewChips(t("findings.returnReasons"), func(word string) { p.reject(word) })
	w.fix = kit.NewColumn(10, w.text, w.chips, kit.NewRow(12, kit.Grow(w.lack), w.submit))
	w.decide = kit.NewRow(10, kit.Grow(w.reason), w.no, w.yes)
	w.card = kit.NewCard(kit.NewColumn(8, w.alert, w.lead, w.words, w.fix, w.decide))
	return w
}

// bind shows the bench for the finding; other says that it is another one.
func (w *workbench) bind(p *One, other bool) {
	f, t := p.got.f, w.s.T
	w.alert.Set(p.alert())
	show(w.alert, p.alert() != "")
	show(w.fix, p.mode == modeFix)
	show(w.decide, p.mode == modeReview || p.mode == modeExtend)
	lead, words := "", f.Done
	switch p.mode {
	case modeExtend:
		lead, words = t("findings.askedDue", "day", w.s.Words().DayOf(f.AskedDue)), f.Reason
		w.yes.SetText(t("findings.button.grant"))
		w.no.SetText(t("findings.button.refuse"))
		w.reason.Set(nil)
	case modeReview:
		lead = t("findings.done")
		w.yes.SetText(t("findings.button.accept"))
		w.no.SetText(t("findings.button.reject"))
		w.reason.Set(nil)
		if f.Allows(w.s.Profile().User, checklist.VerbReject) {
			w.reason.Set(reasons(w.s, "return"))
		}
	case modeFix:
		words = ""
	default:
		if lead = t("findings.done"); f.Done == "" {
			lead, words = "", p.standing()
		}
	}
	show(w.no, p.mode == modeExtend || f.Allows(w.s.Profile().User, checklist.VerbReject))
	w.lead.Set(lead)
	show(w.lead, lead != "")
	w.words.Set(words)
	show(w.words, words != "")
	if other || w.text.Text != p.draft.Text && !p.dirty {
		w.text.Fill(p.draft.Text)
	}
	w.chips.Set(numbered(p.suggestions()))
	w.check()
	w.card.Refresh()
}

// check says what is missing before the finding can be handed in.
func (w *workbench) check() {
	w.lack.Set(w.p.missing())
}

// say puts a chip's word into the text.
func (w *workbench) say(word string) {
	w.text.Fill(joined(w.s, w.text.Text, word))
	w.p.write(w.text.Text)
	w.p.keep()
	w.check()
}

// suggestions are what was done about the item before, then usual words.
func (p *One) suggestions() []string {
	if p.mode != modeFix {
		return nil
	}
	return unique(append(append([]string{}, p.got.said...), reasons(p.s, "done")...), 7)
}

// alert is what a returned or reopened finding has to be told first.
func (p *One) alert() string {
	f := p.got.f
	switch {
	case f.Status == checklist.FindingRejected:
		return p.s.T("findings.returned", "who", f.Verifier.Name, "reason", f.Reason)
	case f.Status == checklist.InProgress && f.Reason != "" && f.Returns+f.Extensions == 0:
		return p.s.T("findings.note", "reason", f.Reason)
	case f.Status == checklist.FindingCancelled && f.Reason != "":
		return p.s.T("findings.cancelled", "reason", note(p.s, f.Reason))
	default:
		return ""
	}
}

// standing says in words what happens next, for somebody who can do nothing now.
func (p *One) standing() string {
	f := p.got.f
	switch {
	case f.MergedInto != "":
		return p.s.T("findings.mergedAway")
	case f.Status == checklist.FindingCancelled:
		return p.s.T("findings.standing.cancelled")
	case f.Status == checklist.FindingSubmitted || f.Status == checklist.FixedOnSite:
		return p.s.T("findings.standing.submitted")
	case f.Status == checklist.ExtensionAsked:
		return p.s.T("findings.standing.asked", "day", p.s.Words().DayOf(f.AskedDue), "reason", f.Reason)
	default:
		return p.s.T("findings.standing.open")
	}
}

// missing says what the hand-in still needs, "" = nothing.
func (p *One) missing() string {
	if p.got.f == nil || p.mode != modeFix {
		return ""
	}
	switch {
	case p.got.f.NeedsPhoto && len(p.draft.Photos) == 0:
		return p.s.T("findings.lack.photo")
	case p.draft.Text == "":
		return p.s.T("findings.lack.text")
	default:
		return p.s.T("findings.lack.nothing")
	}
}

// reasons are the usual words of one kind, from the language file.
func reasons(s *shell.Shell, kind string) []string { return split(s.T("findings.words." + kind)) }
