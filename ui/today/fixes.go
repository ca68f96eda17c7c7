package today

import (
	"context"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// fixes are the findings that wait for the person: to be put right, and, for
// who may decide, to be reviewed or extended.
type fixes struct {
	rows   []checklist.FindingRow // the most urgent first
	thumbs []string               // a small picture's place, of each row; "" = none
	mine   int                    // all that wait to be put right
	review int
	asked  int
}

func (x *fixes) none() bool { return x.mine+x.review+x.asked == 0 }

// soon is how many days ahead a finding is shown, and lines how many of them.
const (
	soon  = 3
	lines = 5
)

func readFixes(ctx context.Context, st Store, now time.Time, who checklist.Profile) (fixes, error) {
	var x fixes
	f := checklist.FindingFilter{
		Branch: who.Branch.Code, Mine: who.User.Name, Limit: lines,
		Statuses: []checklist.FindingStatus{checklist.FindingOpen, checklist.InProgress, checklist.FindingRejected},
	}
	rows, n, err := st.Findings(ctx, f)
	if err != nil {
		return x, err
	}
	x.mine = n
	last := now.AddDate(0, 0, soon).Format(time.DateOnly)
	for _, r := range rows {
		if r.Due > last && r.Status != checklist.FindingRejected {
			continue
		}
		path := ""
		if r.Before != "" {
			path, _ = st.Thumb(r.Before) // a photo that is not here stays blank
		}
		x.rows, x.thumbs = append(x.rows, r), append(x.thumbs, path)
	}
	if who.User.Role != checklist.BranchHead {
		return x, nil
	}
	q := checklist.FindingFilter{Branch: who.Branch.Code, Limit: 1, Statuses: []checklist.FindingStatus{checklist.FindingSubmitted, checklist.FixedOnSite}}
	if _, x.review, err = st.Findings(ctx, q); err != nil {
		return x, err
	}
	q.Statuses = []checklist.FindingStatus{checklist.ExtensionAsked}
	_, x.asked, err = st.Findings(ctx, q)
	return x, err
}

// fixRows are the lines of findings below what is due.
func (p *page) fixRows() []fyne.CanvasObject {
	x, t := &p.data.fixes, p.s.T
	var out []fyne.CanvasObject
	if x.review+x.asked > 0 {
		out = append(out, kit.Inset(kit.NewCaption(t("today.review")), 8, 0, 0, 0), p.reviewCard())
	}
	if len(x.rows) == 0 {
		return out
	}
	head := kit.NewRow(8, kit.NewCaption(t("today.fix")).Whole(), kit.Space())
	if p.s.Has("findings") {
		head.Add(kit.NewLink(t("today.fix.all", "n", strconv.Itoa(x.mine)), func() { p.s.Go("findings", "mine") }))
	}
	out = append(out, kit.Inset(head, 8, 0, 0, 0))
	var col []fyne.CanvasObject
	for i := range x.rows {
		if i > 0 {
			col = append(col, kit.Line())
		}
		col = append(col, p.fixRow(i))
	}
	return append(out, kit.NewCardInset(kit.NewColumn(0, col...), 1))
}

func (p *page) fixRow(i int) fyne.CanvasObject {
	r := &p.data.fixes.rows[i]
	pic := kit.NewThumb(p.s.Picture, 48, 34)
	pic.Load(p.data.fixes.thumbs[i])
	pic.Disable() // the button is what the keyboard reaches
	parts := []string{r.Number}
	if z := r.ZoneName.In(p.s.Lang()); z != "" {
		parts = append(parts, z)
	}
	if r.Repeat > 1 {
		parts = append(parts, p.s.T("findings.repeat", "n", strconv.Itoa(r.Repeat)))
	}
	words := kit.NewColumn(0, kit.NewLabel(strings.Join(strings.Fields(r.Headline(p.s.Lang())), " ")), kit.NewCaption(strings.Join(parts, " · ")))
	tone, icon, word := p.dueWord(r)
	act := kit.NewSecondary(p.s.T("today.fix.do"), "", func() { p.s.Open("finding", r.ID) })
	front := fyne.CanvasObject(pic)
	if p.data.fixes.thumbs[i] == "" {
		front = container.NewStack(pic, container.NewCenter(kit.NewIcon("photo", theme.Muted, 16)))
	}
	row := []fyne.CanvasObject{front, kit.Grow(words)}
	if r.Status == checklist.FindingRejected {
		row = append(row, kit.NewIconPill(kit.Fail, "undo", p.s.T("finding.status.rejected")))
	}
	return kit.Inset(kit.NewRow(12, append(row, kit.NewIconPill(tone, icon, word), act)...), 6, 10, 6, 10)
}

// dueWord says how the due date stands.
func (p *page) dueWord(r *checklist.FindingRow) (tone kit.Tone, icon, word string) {
	now := p.s.Now().Format(time.DateOnly)
	due, errDue := time.Parse(time.DateOnly, r.Due)
	day, errDay := time.Parse(time.DateOnly, now)
	if errDue != nil || errDay != nil {
		return kit.Plain, "", r.Due
	}
	left := int(due.Sub(day).Hours() / 24)
	switch {
	case r.Overdue(now):
		return kit.Fail, "clock", p.s.T("findings.due.over", "n", strconv.Itoa(-left))
	case left == 0:
		return kit.Warn, "clock", p.s.T("findings.due.today")
	case left == 1:
		return kit.Warn, "", p.s.T("findings.due.tomorrow")
	default:
		return kit.Plain, "", p.s.T("findings.due.left", "n", strconv.Itoa(left))
	}
}

// reviewCard tells the branch head what waits for a decision.
func (p *page) reviewCard() fyne.CanvasObject {
	x, t := &p.data.fixes, p.s.T
	title, sub := t("today.review.n", "n", strconv.Itoa(x.review)), ""
	if x.asked > 0 {
		sub = t("today.review.asked", "n", strconv.Itoa(x.asked))
	}
	words := fyne.CanvasObject(kit.NewBold(title))
	if sub != "" {
		words = kit.NewColumn(0, words, kit.NewCaption(sub))
	}
	b := kit.NewSecondary(t("today.review.do"), "V", p.review)
	return kit.NewCardInset(kit.NewRow(12, kit.Grow(words), b), 12)
}

// review opens the review wall, or the list of what waits for review.
func (p *page) review() {
	switch {
	case p.s.Has("review"):
		p.s.Go("review", nil)
	case p.s.Has("findings"):
		p.s.Go("findings", "review")
	}
}

func (p *page) fixFirst() {
	if rows := p.data.fixes.rows; len(rows) > 0 {
		p.s.Open("finding", rows[0].ID)
		return
	}
	p.s.Hint(p.s.T("findings.noMine"))
}
