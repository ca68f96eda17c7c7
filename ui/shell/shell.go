// Package shell is the window around the pages: rail, title row, status line,
// navigation, keys, dialogs, toasts, and the one bridge to other goroutines.
// It knows no page; routes are given to it as data.
package shell

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// Home is what the shell itself needs to know; *store.Store is one.
type Home interface {
	Profile(ctx context.Context) (checklist.Profile, error)
	Setting(ctx context.Context, key string) (string, error)
	SetSetting(ctx context.Context, key, value string) error
	Unsent(ctx context.Context) ([]string, error)
	Subscribe(func(checklist.Change)) (cancel func())
}

// Config is what a shell is made from.
type Config struct {
	App     fyne.App
	Window  fyne.Window
	Home    Home
	Face    checklist.Face
	Routes  []Route
	Start   string // first route
	Version string
	Clock   func() time.Time // nil = time.Now
	Tasks   *Tasks           // nil = NewTasks()
	Prefs   Prefs
	Bare    bool // no rail and no status line: the first run
}

// Shell is the window. Its methods are called on the window's goroutine only.
type Shell struct {
	cfg       Config
	tasks     *Tasks
	words     Words
	prefs     Prefs
	profile   checklist.Profile
	stack     []*visit
	rail      *rail
	status    *status
	head      *header
	area      *fyne.Container
	toasts    *toastLayer
	remind    *fyne.Container // the reminder, over the status line
	frame     *fyne.Container
	pics      *pictures
	fits      *fits
	drops     []fyne.Shortcut // shortcuts of the page shown
	shortcuts fyne.ShortcutHandler
	unsub     func()
	pending   pendingChanges
	variant   fyne.ThemeVariant // the desktop's, as last seen
	ended     bool
	lock      lock
	dir       string // folder chosen from last
	followers []func(kind string)

	failed     *kit.Overlay // the problem told last
	failedWith string       // its error

	// Choose asks for files and folders; tests replace it.
	Choose Chooser
}

// visit is one page on the way back.
type visit struct {
	route  Route
	arg    any
	page   Page
	ctx    context.Context
	cancel context.CancelFunc

	content fyne.CanvasObject
}

// New makes the window's content and shows the first page.
func New(cfg Config) *Shell {
	if cfg.Clock == nil {
		cfg.Clock = time.Now
	}
	if cfg.Tasks == nil {
		cfg.Tasks = NewTasks()
	}
	s := &Shell{cfg: cfg, tasks: cfg.Tasks, prefs: cfg.Prefs.sane()}
	s.pics, s.fits = newPictures(s.tasks), newFits()
	s.Choose = dialogs{s}
	s.words = Words{s.prefs.Lang}
	cfg.App.Settings().SetTheme(theme.New(s.prefs.Mode, s.prefs.Scale))
	s.profile, _ = cfg.Home.Profile(context.Background()) // before the first run there is none
	s.build()
	s.listen()
	s.followDesktop()
	cfg.Window.SetCloseIntercept(s.close)
	cfg.Window.SetOnDropped(func(_ fyne.Position, uris []fyne.URI) { s.dropped(uris) })
	s.Go(cfg.Start, nil)
	s.watch()
	return s
}

// Words speaks the language in force.
func (s *Shell) Words() Words { return s.words }

// T is Words().T.
func (s *Shell) T(key string, pairs ...string) string { return s.words.T(key, pairs...) }

// Lang is the language in force.
func (s *Shell) Lang() checklist.Lang { return s.words.Lang }

// Now is the time by the injected clock.
func (s *Shell) Now() time.Time { return s.cfg.Clock() }

// Face is which of the two programs this is.
func (s *Shell) Face() checklist.Face { return s.cfg.Face }

// Profile is who and where, as last read; zero before the first run.
func (s *Shell) Profile() checklist.Profile { return s.profile }

// Window is the window, for its clipboard and canvas.
func (s *Shell) Window() fyne.Window { return s.cfg.Window }

// Version is the program's version.
func (s *Shell) Version() string { return s.cfg.Version }

// App is the running app.
func (s *Shell) App() fyne.App { return s.cfg.App }

// build makes rail, title row, page area, status line and the toast layer.
func (s *Shell) build() {
	s.rail = newRail(s)
	s.head = newHeader(s)
	s.area = container.NewStack()
	s.status = newStatus(s)
	s.toasts = newToastLayer(s)
	page := container.New(pageLayout{}, s.head, s.area)
	if s.cfg.Bare {
		s.rail.Hide()
		s.status.Hide()
		s.head.Hide()
		page = container.NewStack(s.area)
	}
	s.remind = container.New(remindLayout{s})
	s.remind.Hide()
	s.frame = container.New(frameLayout{s}, s.rail, page, s.status, s.toasts.box, s.remind)
	s.cfg.Window.SetPadded(false)
	s.cfg.Window.SetContent(s.frame)
	s.cfg.Window.Canvas().SetOnTypedRune(s.typed)
	s.cfg.Window.Canvas().SetOnTypedKey(s.pressed)
	s.globalShortcuts()
}

// End takes the shell off its window, so that another can be put on it.
func (s *Shell) End() {
	s.flush()
	s.ended = true
	s.unsub()
	for _, v := range s.stack {
		v.cancel()
	}
}

// listen follows what is committed, and reads who we are.
func (s *Shell) listen() {
	s.unsub = s.cfg.Home.Subscribe(func(c checklist.Change) { s.changed(c) })
	s.refreshHome()
}

// RefreshHome reads who works here again and then calls then.
func (s *Shell) RefreshHome(then func()) { s.readHome(then) }

func (s *Shell) refreshHome() { s.readHome(func() {}) }

// readHome reads profile and unsent count for rail and status line.
func (s *Shell) readHome(then func()) {
	type home struct {
		profile checklist.Profile
		unsent  int
		dir     string // the folder files were chosen from last, maybe before a restart
	}
	Run(s, context.Background(), func(ctx context.Context) (home, error) {
		p, err := s.cfg.Home.Profile(ctx)
		if err != nil {
			return home{}, err
		}
		u, err := s.cfg.Home.Unsent(ctx)
		if err != nil {
			return home{}, err
		}
		dir, err := s.cfg.Home.Setting(ctx, settingDir)
		return home{p, len(u), dir}, err
	}, func(h home, err error) {
		if err == nil {
			s.profile = h.profile
			if s.dir == "" {
				s.dir = h.dir
			}
			s.status.setHome(h.profile, h.unsent)
			if len(s.stack) > 0 && s.top().page != nil {
				s.RefreshHeader()
			}
			then()
		}
	})
	s.rail.loadBadges()
}

// close flushes the page, waits for saves and ends the window.
func (s *Shell) close() {
	s.End()
	w := s.cfg.Window
	s.tasks.spawn(func() {
		s.tasks.Wait(10 * time.Second)
		s.tasks.post(w.Close)
	})
}

// frameLayout: rail at the left, status line below, page in the rest, toasts over all.
type frameLayout struct{ s *Shell }

// RailWidth is the width of the column of entries: English words are longer.
func (s *Shell) RailWidth() float32 {
	if s.words.Lang == checklist.EN {
		return theme.Scaled(156)
	}
	return theme.Scaled(132)
}

func (frameLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(640, 420) }

func (l frameLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	bar, rail := theme.Scaled(28), l.s.RailWidth()
	if !o[0].Visible() {
		bar, rail = 0, 0
	}
	put(o[0], 0, 0, rail, s.Height-bar)
	put(o[1], rail, 0, s.Width-rail, s.Height-bar)
	put(o[2], 0, s.Height-bar, s.Width, bar)
	put(o[3], rail, 0, s.Width-rail, s.Height-bar)
	put(o[4], 0, s.Height-bar-pageFoot, s.Width, bar+pageFoot)
}

// pageFoot is the margin below every page.
const pageFoot float32 = 16

// pageLayout: title row, then the page, with the page's edge around.
type pageLayout struct{}

func (pageLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(320, 240) }

func (pageLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	h := theme.Scaled(36)
	put(o[0], theme.Edge, 16, s.Width-2*theme.Edge, h)
	top := 16 + h + 14
	put(o[1], theme.Edge, top, s.Width-2*theme.Edge, s.Height-top-pageFoot)
}

func put(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(max(w, 0), max(h, 0)))
}

// Stage wires a kit.Stage to Load: it shows waiting, a problem with a button to
// try again, or hands the value to show, which decides between Empty and Full.
func Stage[T any](s *Shell, ctx context.Context, st *kit.Stage, work func(context.Context) (T, error), show func(T)) {
	st.Loading(s.T("shell.loading"))
	Run(s, ctx, work, func(v T, err error) {
		if err != nil {
			st.Problem(s.words.Error(err), checklist.CodeOf(err), kit.NewSecondary(s.T("shell.retry"), "", func() { s.Reload() }))
			return
		}
		show(v)
	})
}
