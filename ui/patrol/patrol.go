// Package patrol is the round through the hall (大堂巡检): everything is good unless
// somebody says otherwise with one key, three numbers are typed, one key finishes.
// It fills an ordinary inspection, so whatever the runner knows stays true.
package patrol

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

// Route is this page's name; its argument is an inspection's id, or nil to go on with
// the open patrol of the day or begin one.
const Route = "patrol"

// Resume stands before the id in shell.SettingOpen while a patrol is on the screen.
const Resume = "patrol "

// Records is what a patrol asks of the store.
type Records interface {
	Inspection(ctx context.Context, id string) (*checklist.Inspection, error)
	Edit(ctx context.Context, id string, verb func(*checklist.Inspection, time.Time) error) (*checklist.Inspection, error)
	StartInspection(ctx context.Context, in *checklist.Inspection) error
	DeleteDraft(ctx context.Context, id string) error
	Reasons(ctx context.Context, item string, n int) ([]string, error)
}

// Hall says what a patrol begins with.
type Hall interface {
	HallRules(ctx context.Context) (hall.Rules, error)
	HallDay(ctx context.Context, branch, day string) ([]hall.Entry, error)
	Checklist(ctx context.Context, id string, version int) (*checklist.Checklist, error)
	Summaries(ctx context.Context, f checklist.Filter) ([]checklist.Summary, int, error)
	Profile(ctx context.Context) (checklist.Profile, error)
}

// Photos stores pictures and finds their copies.
type Photos interface {
	shell.PhotoStore
	Thumb(picture string) (path string, err error)
	Working(picture string) (path string, err error)
}

// Services is what the page uses.
type Services struct {
	Records Records
	Hall    Hall
	Photos  Photos
	NewID   func() string
	Setting func(ctx context.Context, key, value string) error // remembers the open page; nil = not
}

// page is one patrol.
type page struct {
	s   *shell.Shell
	sv  *Services
	id  string
	ctx context.Context

	in      *checklist.Inspection
	suggest map[string]checklist.Value
	items   []*checklist.Item // asked, in order
	at      int               // the item in hand
	reasons map[string][]string
	pending int
	left    bool // finished or thrown away
	typing  *typing
	note    string // said beside the item in hand
	photos  *shell.Intake

	stage   *kit.Stage
	tiles   []*tile
	rest    *rest
	scroll  *container.Scroll
	numbers *fyne.Container
	grid    *fyne.Container
	side    *side
	clock   *kit.Label
	tally   *kit.Label
	bar     *kit.ProgressBar
	good    *kit.Button
	done    *kit.Button
	ticks   int
}

var (
	_ shell.Page       = (*page)(nil)
	_ shell.Actor      = (*page)(nil)
	_ shell.Flusher    = (*page)(nil)
	_ shell.Wanter     = (*page)(nil)
	_ shell.DropTarget = (*page)(nil)
	_ shell.Typist     = (*page)(nil)
	_ shell.Presser    = (*page)(nil)
)

// New makes the page's maker.
func New(sv *Services) func(*shell.Shell, any) shell.Page {
	return func(s *shell.Shell, arg any) shell.Page {
		id, _ := arg.(string)
		return &page{s: s, sv: sv, id: id, ctx: context.Background(), reasons: map[string][]string{}}
	}
}

// Title implements shell.Page.
func (p *page) Title() (title, sub string) {
	if p.in == nil {
		return p.s.T("patrol.title"), ""
	}
	return p.s.Words().In(p.in.Checklist.Title), p.s.T("patrol.began", "time", p.s.Words().Clock(p.in.StartedAt), "name", p.in.Inspector.Name)
}

// Actions implements shell.Actor.
func (p *page) Actions() []fyne.CanvasObject {
	if p.in == nil {
		return nil
	}
	var out []fyne.CanvasObject
	if p.old() {
		out = append(out, kit.NewSecondary(p.s.T("patrol.anew"), "", p.anew))
	}
	if p.s.Has("runner") {
		out = append(out, kit.NewSecondary(p.s.T("patrol.whole"), "", p.whole))
	}
	return out
}

// begun is what Load reads.
type begun struct {
	in      *checklist.Inspection
	suggest map[string]checklist.Value
}

// Load implements shell.Page.
func (p *page) Load(ctx context.Context) {
	p.ctx = ctx
	sv, id, now, newID := p.sv, p.id, p.s.Now(), p.sv.NewID
	shell.Stage(p.s, ctx, p.stage, func(ctx context.Context) (begun, error) {
		in, err := open(ctx, sv, id, now, newID)
		if err != nil {
			return begun{}, err
		}
		day, err := sv.Hall.HallDay(ctx, "", now.Format(time.DateOnly))
		return begun{in, hall.Suggest(in.Checklist, day, now)}, err
	}, p.show)
}

// open reads the inspection with the id; without one the open patrol of the day, or
// begins one.
func open(ctx context.Context, sv *Services, id string, now time.Time, newID func() string) (*checklist.Inspection, error) {
	if id != "" {
		return sv.Records.Inspection(ctx, id)
	}
	rules, err := sv.Hall.HallRules(ctx)
	if err != nil {
		return nil, err
	}
	drafts, _, err := sv.Hall.Summaries(ctx, checklist.Filter{Status: checklist.Draft, Checklist: rules.Patrol, Limit: 20})
	if err != nil {
		return nil, err
	}
	today := now.Format(time.DateOnly)
	for i := range drafts {
		d := &drafts[i]
		if d.Day != today || d.Checklist != rules.Patrol {
			continue
		}
		if d.Answered > 0 {
			return sv.Records.Inspection(ctx, d.ID)
		}
		if err := sv.Records.DeleteDraft(ctx, d.ID); err != nil { // opened and left: it was no round
			return nil, err
		}
	}
	list, err := sv.Hall.Checklist(ctx, rules.Patrol, 0)
	if err != nil {
		return nil, err
	}
	who, err := sv.Hall.Profile(ctx)
	if err != nil {
		return nil, err
	}
	in, err := checklist.Start(newID(), list, who.Branch, who.User, list.UsualMode(checklist.FaceBranch), now)
	if err != nil {
		return nil, err
	}
	return in, sv.Records.StartInspection(ctx, in)
}

func (p *page) show(b begun) {
	if b.in.Status == checklist.Finished {
		p.s.Replace("result", b.in.ID)
		return
	}
	if len(b.in.Sheets) != 1 { // people and respondents are asked one by one
		p.s.Replace("runner", b.in.ID)
		return
	}
	fresh := p.in == nil
	if p.pending == 0 {
		p.in = b.in
	}
	p.id, p.suggest = b.in.ID, b.suggest
	if fresh {
		p.lay()
		p.at = p.first()
		p.tick()
	}
	p.remember(Resume + p.id)
	p.stage.Full()
	p.refresh()
	p.askReasons()
	p.s.RefreshHeader()
	p.holdAgain()
}

// sheet is the only one a patrol has.
func (p *page) sheet() *checklist.Sheet { return p.in.Sheets[0] }

// lay lists the items and makes their tiles: numbers above, the rest below.
func (p *page) lay() {
	p.items, p.tiles = nil, nil
	p.numbers.Objects, p.grid.Objects = nil, nil
	caps, small := itemKeys, long(p.s.Words(), p.in.Checklist)
	for i := range p.in.Checklist.Items {
		it := &p.in.Checklist.Items[i]
		if !p.in.Applies(p.sheet(), it) {
			continue
		}
		n := len(p.items)
		key := ""
		if it.Type != checklist.TypeNumber && caps != "" {
			key, caps = caps[:1], caps[1:]
		}
		p.items = append(p.items, it)
		t := newTile(p.s.Words(), it, key, small, func() { p.tapped(n) }, func(v checklist.Value) { p.at = n; p.record(v) })
		p.tiles = append(p.tiles, t)
		if it.Type == checklist.TypeNumber {
			t.stepper.OnFocus = func() { p.reach(n) }
			p.numbers.Add(t.card)
		} else {
			p.grid.Add(t.card)
		}
	}
}

// first is the item a patrol begins with: the first number nobody knows, else the
// first open item.
func (p *page) first() int {
	if n := p.nextNumber(-1); n >= 0 {
		return n
	}
	for i, it := range p.items {
		if !p.sheet().Answered(it) {
			return i
		}
	}
	return 0
}

// nextNumber is the first unanswered number after i, from the top when there is none
// behind it; -1 = all are known.
func (p *page) nextNumber(i int) int {
	for k := range p.items {
		n := (i + 1 + k) % len(p.items)
		if p.items[n].Type == checklist.TypeNumber && !p.sheet().Answered(p.items[n]) {
			return n
		}
	}
	return -1
}

// remember writes which patrol is open.
func (p *page) remember(what string) {
	set := p.sv.Setting
	if set == nil {
		return
	}
	shell.Save(p.s, func(ctx context.Context) (struct{}, error) { return struct{}{}, set(ctx, shell.SettingOpen, what) }, nil)
}

// WantsChange implements shell.Wanter: what this page writes it knows already.
func (p *page) WantsChange(string) bool { return false }

// Flush implements shell.Flusher. A patrol nothing was said in was none.
func (p *page) Flush() {
	p.saveTyping()
	p.remember("")
	if p.in == nil || p.left || p.in.Status != checklist.Draft {
		return
	}
	for _, a := range p.sheet().Answers {
		if !a.Value.IsZero() || a.Note != "" || len(a.Photos) > 0 {
			return
		}
	}
	p.drop(nil)
}

// old says that the patrol was begun so long ago that it is no longer this round.
func (p *page) old() bool {
	return p.s.Now().Sub(time.UnixMilli(p.in.StartedAt)) > 30*time.Minute
}

// anew throws an old draft away and begins a patrol now.
func (p *page) anew() {
	p.s.Ask(p.s.T("patrol.anew"), p.s.T("patrol.anewAsk", "time", p.s.Words().Clock(p.in.StartedAt)), p.s.T("patrol.anew"), func() {
		p.drop(func() { p.s.Replace(Route, nil) })
	})
}

// drop deletes the draft.
func (p *page) drop(then func()) {
	p.left = true
	records, id := p.sv.Records, p.id
	shell.Save(p.s, func(ctx context.Context) (struct{}, error) { return struct{}{}, records.DeleteDraft(ctx, id) }, func(_ struct{}, err error) {
		if err != nil {
			p.s.Fail(err)
		} else if then != nil {
			then()
		}
	})
}

// whole opens the same inspection in the runner, which also marks photos, names who
// puts a thing right, and lets one leave early with a reason.
func (p *page) whole() {
	p.saveTyping()
	p.left = true
	p.s.Replace("runner", p.id)
}

// tick shows the time since the start, every second.
func (p *page) tick() {
	p.ticks++
	mine := p.ticks
	p.clock.Set(elapsed(p.s.Now().UnixMilli() - p.in.StartedAt))
	p.holdAgain()
	p.s.After(p.ctx, time.Second, func() {
		if mine == p.ticks {
			p.tick()
		}
	})
}
