// Package desk is the hall as it goes on (现场): how many wait and how many windows
// serve, clocks for waiting and handling that number keys start and stop, ticks for
// what a lobby manager does, the day's peak as it builds up, and what just happened,
// each line of which can be taken back. Everything is a key away and saved at once.
package desk

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

// Route is the page's place in the window.
const Route = "hall"

// SettingOpen remembers the day of a session that runs, so that a program that was
// killed comes back to the desk.
const SettingOpen = "open.desk"

// Store is what the page reads and writes.
type Store interface {
	HallDay(ctx context.Context, branch, day string) ([]hall.Entry, error)
	HallRules(ctx context.Context) (hall.Rules, error)
	Append(ctx context.Context, entries ...hall.Entry) ([]hall.Entry, error)
	SetSetting(ctx context.Context, key, value string) error
}

// Services are what the page needs.
type Services struct {
	Store Store
	// Usual is the peak chart of the weeks until the day before; nil = there is none.
	Usual func(ctx context.Context, until string) (*hall.Peaks, error)
	NewID func() string
}

// New makes the page's maker.
func New(svc *Services) func(*shell.Shell, any) shell.Page {
	return func(s *shell.Shell, _ any) shell.Page { return &page{s: s, svc: svc} }
}

type page struct {
	s   *shell.Shell
	svc *Services

	day     string
	rules   hall.Rules
	usual   *hall.Peaks
	entries []hall.Entry // of the day, those under way to the disk included
	pending []string     // ids of entries not yet confirmed
	scene   *hall.Scene
	feed    []hall.Moment
	done    []string // ids of what was written down on this page, in order
	mode    mode
	chosen  string // wait that the next window key calls, by its entry
	last    string // ticket number used last

	stage  *kit.Stage
	view   view
	timing bool // a tick is under way
	minute int  // of the title
}

// view is what is on the screen.
type view struct {
	tiles    [5]*tile
	windows  *windows
	waits    *waits
	strip    *kit.Strip
	causes   *causes
	rows     *kit.Rows
	prompt   *kit.Label
	peakHint *kit.Label
	number   *kit.TextField
	begin    *kit.Button
	acts     []fyne.CanvasObject
	counts   map[string]*kit.Button
	field    fyne.CanvasObject // number with its size
	timers   *fyne.Container
	head     *fyne.Container // the line of prompt and field
	peakHead *fyne.Container
	hint     *kit.Paragraph // how windows from 10 on are typed
	scroll   *container.Scroll
	split    *fyne.Container // what scrolls, and the peak below; nil where both scroll
	short    bool            // little height: windows are low
	down     bool            // scrolled to the causes

	actRow, feedHead *fyne.Container
	feedRows         map[fyne.CanvasObject]*feedRow
}

// state is what one reading brings.
type state struct {
	day     string
	rules   hall.Rules
	usual   *hall.Peaks
	entries []hall.Entry
}

// Title is the time and how long the session runs.
func (p *page) Title() (string, string) {
	clock := p.s.Now().Format("15:04")
	if p.scene == nil || p.scene.Session.Begun == 0 {
		return p.s.T("desk.title"), clock
	}
	long := p.long(p.scene.Session.Long(p.s.Now()))
	if p.scene.Session.Runs() {
		return p.s.T("desk.title"), p.s.T("desk.sub", "clock", clock, "long", long)
	}
	return p.s.T("desk.title"), p.s.T("desk.subEnded", "clock", clock, "long", long)
}

// WantsChange is true for what happens in the hall.
func (p *page) WantsChange(kind string) bool { return kind == "hall" || kind == "profile" }

// ToastWidth keeps toasts off the clocks.
func (p *page) ToastWidth() float32 { return p.view.rows.Size().Width }

// Load reads the day; the peak chart and the rules with it.
func (p *page) Load(ctx context.Context) {
	now, known := p.s.Now(), p.usual
	day := now.Format(time.DateOnly)
	if p.day != day {
		known = nil
	}
	shell.Stage(p.s, ctx, p.stage, func(ctx context.Context) (state, error) { return p.read(ctx, day, known) }, func(st state) {
		p.day, p.rules, p.usual = st.day, st.rules, st.usual
		p.entries = p.merge(st.entries)
		p.draw()
		p.tick(ctx)
	})
}

func (p *page) read(ctx context.Context, day string, known *hall.Peaks) (st state, err error) {
	st.day, st.usual = day, known
	if st.rules, err = p.svc.Store.HallRules(ctx); err != nil {
		return st, err
	}
	if st.usual == nil && p.svc.Usual != nil {
		at, err := time.Parse(time.DateOnly, day)
		if err != nil {
			return st, err
		}
		if st.usual, err = p.svc.Usual(ctx, at.AddDate(0, 0, -1).Format(time.DateOnly)); err != nil {
			return st, err
		}
	}
	st.entries, err = p.svc.Store.HallDay(ctx, "", day)
	return st, err
}

// merge keeps what is still on its way to the disk.
func (p *page) merge(read []hall.Entry) []hall.Entry {
	there := map[string]bool{}
	for i := range read {
		there[read[i].ID] = true
	}
	for _, id := range p.pending {
		for i := range p.entries {
			if e := p.entries[i]; e.ID == id && !there[id] {
				read = append(read, e)
			}
		}
	}
	return read
}

// tick draws the clocks once a second while the page is shown. It reads nothing.
func (p *page) tick(ctx context.Context) {
	if p.timing {
		return
	}
	p.timing = true
	p.s.After(ctx, time.Second, func() {
		p.timing = false
		if p.s.Page() != shell.Page(p) {
			return // Load starts it again
		}
		if p.second() {
			p.tick(ctx)
		}
	})
}

// second draws the clocks; once the day is over it opens the new one instead.
func (p *page) second() bool {
	if p.day != p.s.Now().Format(time.DateOnly) {
		p.s.Reload()
		return false
	}
	p.clock()
	return true
}

// add writes entries down: on the screen at once, and on the disk in order. The first
// of them says what was done.
func (p *page) add(entries ...hall.Entry) {
	if len(entries) == 0 {
		return
	}
	now, who := p.s.Now(), p.s.Profile()
	ids := make([]string, len(entries))
	for i := range entries {
		e := &entries[i]
		if e.ID == "" {
			e.ID = p.svc.NewID()
		}
		if e.At == 0 {
			e.At = now.UnixMilli() + int64(i) // one after the other
		}
		e.Branch, e.Day, e.By = who.Branch.Code, now.Format(time.DateOnly), who.User.Name
		ids[i] = e.ID
	}
	p.entries = append(p.entries, entries...)
	p.pending, p.done = append(p.pending, ids...), append(p.done, ids...)
	p.draw()
	shell.Save(p.s, func(ctx context.Context) ([]hall.Entry, error) { return p.svc.Store.Append(ctx, entries...) },
		func(_ []hall.Entry, err error) { p.confirmed(ids, err) })
}

// confirmed takes what was not saved off the screen again, with the reason.
func (p *page) confirmed(ids []string, err error) {
	mine := map[string]bool{}
	for _, id := range ids {
		mine[id] = true
	}
	kept := p.pending[:0]
	for _, id := range p.pending {
		if !mine[id] {
			kept = append(kept, id)
		}
	}
	p.pending = kept
	if err == nil {
		return
	}
	var entries []hall.Entry
	for i := range p.entries {
		if !mine[p.entries[i].ID] {
			entries = append(entries, p.entries[i])
		}
	}
	p.entries = entries
	p.draw()
	p.s.Fail(err)
}

// remember keeps where a killed program comes back to.
func (p *page) remember(day string) {
	shell.Save(p.s, func(ctx context.Context) (checklist.Profile, error) {
		return checklist.Profile{}, p.svc.Store.SetSetting(ctx, SettingOpen, day)
	}, nil)
}
