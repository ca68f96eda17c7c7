package result

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// Reviews is what the page asks about the record's review (复核).
type Reviews interface {
	Review(ctx context.Context, id string) (*checklist.Review, error)
	EditReviews(ctx context.Context, ids []string, verb func(*checklist.Review, checklist.Act) error) (checklist.ReviewOutcome, error)
}

// routeCheck is headquarters' page of reviews.
const routeCheck = "check"

// reviewed reads the review, nil where there is none to show.
func reviewed(ctx context.Context, sv *Services, id string) (*checklist.Review, error) {
	if sv.Reviews == nil {
		return nil, nil
	}
	return sv.Reviews.Review(ctx, id)
}

func (p *page) today() string { return p.s.Now().Format(time.DateOnly) }

// mayAppeal says whether whoever acts may appeal now.
func (p *page) mayAppeal() bool {
	r := p.got.review
	return r != nil && r.Refusal(p.s.Profile().User, checklist.ReviewAppeal, p.today()) == nil
}

// closed says whether headquarters has done with the record: it is not reopened.
func (p *page) closed() bool {
	r := p.got.review
	return r != nil && (r.State == checklist.ReviewPassed || r.State == checklist.ReviewVoid)
}

// reviewActions are the buttons that belong to the review.
func (p *page) reviewActions() (out []fyne.CanvasObject) {
	if p.mayAppeal() {
		out = append(out, kit.NewSecondary(p.t("check.do.appeal"), "A", p.askAppeal).WithIcon("flag"))
	}
	if p.got.review != nil && p.s.Has(routeCheck) {
		out = append(out, kit.NewSecondary(p.t("rail.check"), "C", p.toCheck))
	}
	return out
}

func (p *page) toCheck() {
	if p.got.review != nil && p.s.Has(routeCheck) && p.got.in.Status == checklist.Finished {
		p.s.Go(routeCheck, p.id)
	}
}

// reviewLines say below the score where the record stands with headquarters, why,
// and how it counts.
func (p *page) reviewLines() (out []fyne.CanvasObject) {
	r := p.got.review
	if r == nil || len(r.Events) == 0 {
		return nil
	}
	small := func(text string, role theme.Role) {
		x := kit.NewParagraph(text, role)
		x.Font = theme.Caption
		out = append(out, x)
	}
	tone := map[checklist.ReviewState]kit.Tone{
		checklist.ReviewTaken: kit.Accent, checklist.ReviewPassed: kit.Pass, checklist.ReviewReturned: kit.Warn,
	}[r.State]
	pills := []fyne.CanvasObject{kit.NewPill(tone, p.t("check.state."+r.State.Word(p.s.Face())))}
	if r.Appeal != checklist.AppealNone {
		pills = append(pills, kit.NewIconPill(kit.Accent, "flag", p.t("check.appeal."+string(r.Appeal))))
	}
	if r.Accepted.Name != "" {
		pills = append(pills, kit.NewIconPill(kit.Pass, "tick", p.t("check.acceptedBy", "name", r.Accepted.Name)))
	}
	out = append(out, kit.Flow(pills...))
	if r.Reason != "" {
		small(p.t("check.reasonWas", "why", r.Reason), theme.Warn)
	}
	if r.Todo != "" {
		small(p.t("check.todoWas", "what", r.Todo), theme.Warn)
	}
	if r.State == checklist.ReviewPassed && r.Appeal == checklist.AppealNone && r.AppealUntil >= p.today() {
		small(p.t("check.appealUntil", "day", p.s.Words().DayOf(r.AppealUntil)), theme.Muted)
	}
	if r.Appeal != checklist.AppealNone {
		small(p.t("check.appealBy", "name", r.Appellant.Name, "day", p.s.Words().DayOf(r.AppealDay))+"："+r.AppealReason, theme.Muted)
	}
	if r.Ruling != "" {
		small(p.t("check.ruledBy", "name", r.Ruler.Name, "why", r.Ruling), theme.Accent)
	}
	if ruled := r.Ruled(); ruled != nil {
		out = append(out, kit.NewBold(p.t("check.rule.changes", "was", scoreWord(p.got.result), "is", scoreWord(ruled))))
	}
	return out
}

// ruledLines set the ruled score beside the record's own, line by line.
func (p *page) ruledLines() (out []fyne.CanvasObject) {
	r, own := p.got.review, p.got.result
	if r == nil {
		return nil
	}
	ruled := r.Ruled()
	if ruled == nil {
		return nil
	}
	out = append(out, kit.NewBold(p.t("check.ruledTitle")))
	for _, l := range r.RuledLines(own, ruled) {
		it := p.got.in.Checklist.ItemByID(l.Was.Item)
		if it == nil {
			continue
		}
		text := it.Text.In(p.lang) + " " + earnedWord(l.Was) + " → " + earnedWord(l.Is)
		if n := len(l.Corrections); n > 0 {
			c := l.Corrections[n-1]
			if c.Lift {
				text += " · " + p.t("check.liftedPill")
			}
			text += " · " + p.t("check.correctedBy", "name", c.By.Name, "why", c.Reason)
		}
		x := kit.NewParagraph(text, theme.Muted)
		x.Font = theme.Caption
		out = append(out, x)
	}
	return append(out, kit.Line())
}

func scoreWord(r *checklist.Result) string {
	if r.Score == nil {
		return "–"
	}
	return r.Score.String()
}

func earnedWord(l checklist.Line) string {
	if l.Earned == nil {
		return "–"
	}
	return checklist.RoundDecimals(l.Earned, 2)
}
