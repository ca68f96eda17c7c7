// Package today is the lobby manager's first page: what is due now in order
// of urgency, each with one button; the last scores; what waits to be sent.
package today

import (
	"context"
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/checklist/bulletin"
	"hallcheck/checklist/hall"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// Store is what the page reads.
type Store interface {
	Checklists(ctx context.Context) ([]*checklist.Checklist, error)
	Summaries(ctx context.Context, f checklist.Filter) ([]checklist.Summary, int, error)
	Unsent(ctx context.Context) ([]string, error)
	Findings(ctx context.Context, f checklist.FindingFilter) ([]checklist.FindingRow, int, error)
	Thumb(hash string) (path string, err error) // of a photo's small copy
}

// history is how far back the page looks: a half-year period and a bit.
const history = 200 * 24 * time.Hour

// New makes the page's maker.
func New(st Store) func(*shell.Shell, any) shell.Page { return NewAhead(st, nil) }

// NewAhead is New with what was read for the first page meanwhile; nil = nothing.
func NewAhead(st Store, first *shell.Ahead[Day]) func(*shell.Shell, any) shell.Page {
	return func(s *shell.Shell, _ any) shell.Page { return &page{s: s, st: st, first: first} }
}

type page struct {
	s     *shell.Shell
	st    Store
	first *shell.Ahead[Day]
	data  Day
	stage *kit.Stage
	left  *fyne.Container
	right *fyne.Container
	begin *kit.Button
	loads int
}

// Day is what the page shows.
type Day struct {
	tasks  []Task
	scores []Score
	lists  map[string]*checklist.Checklist
	unsent int
	fixes  fixes
	quiet  silence // of headquarters
	plan   *hall.Plan
	post   []bulletin.Published
}

// Title is the date and the hall.
func (p *page) Title() (string, string) {
	w, now := p.s.Words(), p.s.Now()
	b := p.s.Profile().Branch
	sub := b.Name
	if b.Grade != "" {
		sub = p.s.T("today.hall", "name", b.Name, "grade", p.s.T("grade."+string(b.Grade)))
	}
	return p.s.T("today.date", "day", w.Day(now), "weekday", w.Weekday(now)), sub
}

// Content builds the two columns.
func (p *page) Content() fyne.CanvasObject {
	p.begin = kit.NewSecondary(p.s.T("today.begin"), "N", p.choose)
	p.left, p.right = kit.NewColumn(10), kit.NewColumn(10)
	p.stage = kit.NewStage(kit.Scroll(kit.Columns(p.left, p.right, 372, 760)))
	return p.stage
}

// Actions are the title row's buttons.
func (p *page) Actions() []fyne.CanvasObject { return []fyne.CanvasObject{p.begin} }

// Keys of the page.
func (p *page) Keys() []shell.Key {
	return []shell.Key{
		shell.On('n', p.s.T("today.begin"), p.choose),
		shell.OnKey(fyne.KeyReturn, 0, p.s.T("today.first"), func() {
			if d, ok := p.dueDuty(); ok {
				p.doDuty(d)
			} else if len(p.data.tasks) > 0 && p.data.tasks[0].Step != Done {
				p.do(p.data.tasks[0])
			}
		}),
		shell.On('f', p.s.T("today.fix.key"), p.fixFirst),
		shell.On('v', p.s.T("today.review.key"), p.review),
	}
}

// WantsChange is true for what the page shows.
func (p *page) WantsChange(kind string) bool {
	return kind == "inspection" || kind == "checklist" || kind == "export" || kind == "profile" || kind == "finding" || kind == "import" || kind == "policy" || kind == "receipt" || kind == "hall" || kind == "published"
}

// Load reads lists and records and draws them; it comes back every minute,
// because what is due depends on the clock.
func (p *page) Load(ctx context.Context) {
	now, who := p.s.Now(), p.s.Profile()
	shell.Stage(p.s, ctx, p.stage, p.first.Or(func(ctx context.Context) (Day, error) { return Read(ctx, p.st, now, who) }), func(d Day) {
		p.data = d
		p.draw()
	})
	p.loads++
	mine := p.loads // a later Load has its own minute
	p.s.After(ctx, time.Minute, func() {
		if mine == p.loads {
			p.Load(ctx)
		}
	})
}

// Read reads what is due at now, for the person of a profile.
func Read(ctx context.Context, st Store, now time.Time, who checklist.Profile) (Day, error) {
	all, err := st.Checklists(ctx)
	if err != nil {
		return Day{}, err
	}
	lists := make([]*checklist.Checklist, 0, len(all))
	for _, c := range all {
		if c.OpenTo(who.User.Role) {
			lists = append(lists, c)
		}
	}
	drafts, _, err := st.Summaries(ctx, checklist.Filter{Status: checklist.Draft, Limit: 50})
	if err != nil {
		return Day{}, err
	}
	rows, _, err := st.Summaries(ctx, checklist.Filter{
		Status: checklist.Finished, From: now.Add(-history).Format(time.DateOnly), Newest: 2, Limit: 2000, // the score now and the one before
	})
	if err != nil {
		return Day{}, err
	}
	unsent, err := st.Unsent(ctx)
	if err != nil {
		return Day{}, err
	}
	plan, err := readPlan(ctx, st)
	if err != nil {
		return Day{}, err
	}
	open, err := readFixes(ctx, st, now, who)
	d := Day{fixes: open, plan: plan, tasks: Plan(withoutDuties(lists, plan), append(drafts, rows...), now), scores: Scores(rows), unsent: len(unsent), lists: map[string]*checklist.Checklist{}}
	for _, c := range lists {
		d.lists[c.ID] = c
	}
	if err == nil {
		d.quiet, err = readSilence(ctx, st)
	}
	if err == nil {
		d.post, err = readPost(ctx, st, who.Branch.Code)
	}
	return d, err
}

func (p *page) draw() {
	if len(p.data.tasks) == 0 && p.data.fixes.none() && len(p.data.post) == 0 {
		p.stage.Empty("today", p.s.T("today.empty"), kit.NewPrimary(p.s.T("today.begin"), "N", p.choose))
		return
	}
	left := append(p.postRows(), kit.NewCaption(p.s.T("today.due")))
	views, wide := make([]view, len(p.data.tasks)), float32(68)
	for i, t := range p.data.tasks {
		views[i] = p.view(t)
		wide = max(wide, p.whenLabel(views[i]).Natural().Width+2)
	}
	left = append(left, p.dutyRows(wide)...)
	_, due := p.dueDuty()
	finished := false
	for i, t := range p.data.tasks {
		if t.Step == Done && !finished {
			finished = true
			left = append(left, p.fixRows()...)
			left = append(left, kit.Inset(kit.NewCaption(p.s.T("today.done")), 8, 0, 0, 0))
		}
		left = append(left, p.taskCard(views[i], t, i == 0 && t.Step != Done && !due, wide))
	}
	if !finished {
		left = append(left, p.fixRows()...)
	}
	p.left.Objects = left
	p.right.Objects = append(p.quietCard(), p.figures()...)
	p.left.Refresh()
	p.right.Refresh()
	p.stage.Full()
}

func (p *page) whenLabel(v view) *kit.Label {
	return kit.NewText(v.when, theme.Title, true, theme.Text)
}

// taskCard is one line: when (in a column of one width), what, where it
// stands, one button.
func (p *page) taskCard(v view, t Task, first bool, wide float32) fyne.CanvasObject {
	words := kit.NewColumn(0, kit.NewBold(v.title), kit.NewCaption(v.detail))
	kind := kit.Secondary
	if first {
		kind = kit.Primary
	}
	b := kit.NewButton(kind, v.button, func() { p.do(t) })
	b.Wide = theme.Scaled(104)
	pill := kit.NewIconPill(v.tone, v.icon, v.pill)
	row := kit.NewRow(12, kit.MinSize(p.whenLabel(v), wide/theme.Scaled(1), 36), kit.Grow(words), pill, b)
	return kit.NewCardInset(row, 12)
}

type view struct {
	when, title, detail, pill, icon, button string
	tone                                    kit.Tone
}

func (p *page) view(t Task) view {
	w := p.s.Words()
	v := view{button: p.s.T("today.start"), pill: p.s.T("today.pill.open")}
	if t.List != nil {
		v.title = w.In(t.List.Title)
		v.when = p.s.T("today.every." + t.List.Frequency)
		v.detail = p.s.T("today.items", "n", w.N(len(t.List.Items)))
	}
	switch t.Step {
	case Resume:
		d := t.Draft
		v.title = w.In(d.Title)
		v.when = p.s.T("today.resume.when")
		v.button, v.tone = p.s.T("today.resume"), kit.Accent
		v.pill = p.s.T("today.pill.draft", "percent", strconv.Itoa(d.Answered*100/max(d.Total, 1)))
		v.detail = p.s.T("today.draft", "n", w.N(d.Total), "answered", w.N(d.Answered), "red", w.N(d.Red), "time", p.time(d.UpdatedAt))
	case Done:
		v.tone, v.icon, v.pill, v.button = kit.Pass, "tick", p.s.T("today.pill.done"), p.s.T("today.view")
		v.detail = p.outcome(t.Last)
		v.when = p.time(t.Last.FinishedAt)
	default:
		v.tone, v.pill = p.deadline(t)
		if t.Last != nil {
			v.detail += p.s.T("today.last", "what", p.lastLine(t.Last))
		}
	}
	return v
}

// time is the clock time of today, or the day.
func (p *page) time(ms int64) string {
	at := time.UnixMilli(ms)
	if at.Format(time.DateOnly) == p.s.Now().Format(time.DateOnly) {
		return p.s.Words().Clock(ms)
	}
	return at.Format("01-02")
}

// lastLine says when the last one was and what came of it.
func (p *page) lastLine(r *checklist.Summary) string {
	return p.time(r.FinishedAt) + " " + p.outcome(r)
}

// outcome is the score, or that everything passed, and the failed items.
func (p *page) outcome(r *checklist.Summary) string {
	what := p.s.T("today.noScore")
	switch {
	case r.Score != nil:
		what = p.s.T("today.score", "score", r.Score.String())
	case r.Red == 0:
		what = p.s.T("today.allPass")
	}
	if r.Red > 0 {
		what += p.s.T("today.red", "n", p.s.Words().N(r.Red))
	}
	return what
}

// deadline says how long is left: red never, amber when it ends today.
func (p *page) deadline(t Task) (kit.Tone, string) {
	left := t.End.Sub(p.s.Now())
	switch {
	case left <= time.Hour:
		return kit.Warn, p.s.T("today.minutes", "n", strconv.Itoa(max(int(left.Minutes()), 1)))
	case left <= 24*time.Hour:
		return kit.Warn, p.s.T("today.today")
	}
	if days := int(left.Hours() / 24); days > 1 {
		return kit.Plain, p.s.T("today.days", "n", strconv.Itoa(days))
	}
	return kit.Plain, p.s.T("today.day")
}

// do opens what the task's button promises.
func (p *page) do(t Task) {
	switch t.Step {
	case Resume:
		route := "runner"
		if p.data.plan != nil && t.Draft.Checklist == p.data.plan.Rules.Patrol && p.s.Has("patrol") {
			route = "patrol"
		}
		if p.data.plan != nil && t.Draft.Checklist == p.data.plan.Rules.Daily && t.Draft.Day == p.data.plan.Day && p.s.Has("hallmeet") {
			route = "hallmeet" // with its people, drill and clock
		}
		p.s.Open(route, t.Draft.ID)
	case Done:
		p.s.Open("result", t.Last.ID)
	default:
		p.s.Open("inspect", t.List.ID)
	}
}

func (p *page) choose() { p.s.Go("inspect", nil) }

// figures is the right column: last scores and what waits to be sent.
func (p *page) figures() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	if n := min(len(p.data.scores), 4); n > 0 {
		out = append(out, kit.NewCaption(p.s.T("today.scores")))
		for i := 0; i < n; i += 2 {
			pair := []fyne.CanvasObject{p.scoreCard(p.data.scores[i]), kit.Inset(kit.NewCaption(""), 0, 0, 0, 0)}
			if i+1 < n {
				pair[1] = p.scoreCard(p.data.scores[i+1])
			}
			out = append(out, kit.Equal(10, pair...))
		}
	}
	return append(out, p.sendCard())
}

func (p *page) scoreCard(x Score) fyne.CanvasObject {
	c := kit.NewStatCard(p.s.Words().In(x.Now.Title))
	tone, pill := kit.Plain, ""
	if l := p.data.lists[x.Now.Checklist]; l != nil {
		for i, g := range l.Scoring.Grades {
			if g.ID == x.Now.Grade {
				tone, pill = gradeTone(i, len(l.Scoring.Grades)), p.s.Words().In(g.Name)
			}
		}
	}
	if x.Now.Vetoes > 0 {
		tone, pill = kit.Fail, p.s.T("today.veto")
	}
	if x.Change != nil {
		sign := ""
		if *x.Change >= 0 {
			sign = "+"
		}
		pill = p.s.T("today.change", "grade", pill, "change", sign+x.Change.String())
	}
	c.Set(x.Now.Score.String(), p.s.T("today.points"), tone, pill)
	c.OnTap(func() { p.s.Open("result", x.Now.ID) })
	return c
}

// gradeTone colours the i-th of n grades, best first.
func gradeTone(i, n int) kit.Tone {
	switch {
	case i == 0:
		return kit.Pass
	case i == n-1:
		return kit.Fail
	case i == n-2:
		return kit.Warn
	}
	return kit.Accent
}

func (p *page) sendCard() fyne.CanvasObject {
	title, sub := p.s.T("today.sent"), p.s.T("today.sentHint")
	if p.data.unsent > 0 {
		title, sub = p.s.T("today.unsent", "n", p.s.Words().N(p.data.unsent)), p.s.T("today.unsentHint")
	}
	words := kit.NewColumn(0, kit.NewBold(title), kit.NewCaption(sub))
	row := []fyne.CanvasObject{kit.Grow(words)}
	if p.data.unsent > 0 && p.s.Has("exchange") {
		row = append(row, kit.NewSecondary(p.s.T("today.send"), "", func() { p.s.Go("exchange", nil) }))
	}
	return kit.NewCard(kit.NewRow(10, row...))
}
