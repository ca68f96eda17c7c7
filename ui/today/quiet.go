package today

import (
	"context"

	"fyne.io/fyne/v2"

	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// quietHQ is what a Store may say besides: that headquarters was not heard of for
// longer than its policy allows, since how many days and after how many it should
// have been; 0 days = all is well.
type quietHQ interface {
	HQSilence(ctx context.Context) (days, limit int, err error)
}

// silence is how long headquarters has been silent, 0 = not too long.
type silence struct{ days, limit int }

func readSilence(ctx context.Context, st Store) (s silence, err error) {
	if q, ok := st.(quietHQ); ok {
		s.days, s.limit, err = q.HQSilence(ctx)
	}
	return s, err
}

// quietCard says that this computer may not know what headquarters decided since.
func (p *page) quietCard() []fyne.CanvasObject {
	q, w := p.data.quiet, p.s.Words()
	if q.days == 0 {
		return nil
	}
	words := kit.NewParagraph(p.s.T("policy.stale", "days", w.N(q.days), "limit", w.N(q.limit)), theme.Warn)
	return []fyne.CanvasObject{kit.NewCard(kit.NewTopRow(10, kit.NewIcon("warn", theme.Warn, 18), kit.Grow(words)))}
}
