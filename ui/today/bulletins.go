package today

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"

	"hallcheck/assets"
	"hallcheck/checklist/bulletin"
	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// postbox is what a Store may have besides: bulletins headquarters sent that nobody
// here opened yet, the newest first.
type postbox interface {
	UnreadBulletins(ctx context.Context, branch string) ([]bulletin.Published, error)
}

func readPost(ctx context.Context, st Store, branch string) ([]bulletin.Published, error) {
	box, ok := st.(postbox)
	if !ok {
		return nil, nil
	}
	return box.UnreadBulletins(ctx, branch)
}

// postRows are bulletins that wait to be read, each with one button.
func (p *page) postRows() []fyne.CanvasObject {
	if len(p.data.post) == 0 || !p.s.Has("bulletin") {
		return nil
	}
	out := []fyne.CanvasObject{kit.NewCaption(p.s.T("today.post"))}
	for i := range p.data.post {
		out = append(out, p.postRow(&p.data.post[i]))
	}
	return out
}

func (p *page) postRow(x *bulletin.Published) fyne.CanvasObject {
	w := p.s.Words()
	title := assets.BulletinNumber(string(w.Lang), x.Number)
	if title == "" {
		title = p.s.T("rail.bulletin")
	}
	detail := w.In(x.Subject) + " · " + p.s.T("today.post.days", "from", w.DayOf(x.From), "to", w.DayOf(x.To))
	if o := x.Own; o != nil {
		detail += " · " + p.s.T("today.score", "score", o.Score.String())
		if o.Rank > 0 {
			detail += " · " + p.s.T("today.post.rank", "n", strconv.Itoa(o.Rank), "of", strconv.Itoa(x.All.Halls))
		}
	}
	words := kit.NewColumn(0, kit.NewBold(title), kit.NewCaption(detail))
	row := []fyne.CanvasObject{kit.NewIcon("report", theme.Accent, 18), kit.Grow(words)}
	if x.Edition > 1 {
		row = append(row, kit.NewPill(kit.Accent, p.s.T("bulletin.edition", "n", w.N(x.Edition))))
	}
	id := x.ID
	row = append(row, kit.NewSecondary(p.s.T("today.view"), "", func() { p.s.Go("bulletin", id) }))
	return kit.NewCardInset(kit.NewRow(12, row...), 12)
}
