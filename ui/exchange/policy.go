package exchange

import (
	"fyne.io/fyne/v2"

	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// Policy is what the outbox says of headquarters' policy.
type Policy struct {
	Version int64 // 0 = none yet
	Heard   int64 // date of its newest word, unix ms
	Quiet   int   // days since, when that is longer than it allows; 0 = all is well
	Limit   int   // days it allows
}

// policyWords say which policy is followed and when headquarters was heard of last,
// and warn when that is too long ago.
func (p *Outgoing) policyWords() []fyne.CanvasObject {
	x, t, w := p.box.Policy, p.s.T, p.s.Words()
	if x.Version == 0 {
		return nil
	}
	line := kit.NewParagraph(t("outbox.policy", "n", w.N(int(x.Version)), "at", w.Stamp(x.Heard)), theme.Muted)
	line.Font = theme.Caption
	out := []fyne.CanvasObject{line}
	if x.Quiet > 0 {
		out = append(out, kit.NewParagraph(t("policy.stale", "days", w.N(x.Quiet), "limit", w.N(x.Limit)), theme.Warn))
	}
	return out
}
