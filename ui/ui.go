// Package ui puts the pages into the window: which routes there are on which
// face, and what each page needs. Nothing here decides anything.
package ui

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/board"
	"hallcheck/ui/bulletin"
	"hallcheck/ui/cases"
	"hallcheck/ui/check"
	"hallcheck/ui/daylog"
	"hallcheck/ui/desk"
	"hallcheck/ui/duty"
	"hallcheck/ui/exchange"
	"hallcheck/ui/figures"
	"hallcheck/ui/findings"
	"hallcheck/ui/firstrun"
	"hallcheck/ui/halls"
	"hallcheck/ui/history"
	"hallcheck/ui/inspect"
	"hallcheck/ui/kit"
	"hallcheck/ui/meeting"
	"hallcheck/ui/morning"
	"hallcheck/ui/observe"
	"hallcheck/ui/patrol"
	"hallcheck/ui/peak"
	"hallcheck/ui/ranking"
	"hallcheck/ui/result"
	"hallcheck/ui/review"
	"hallcheck/ui/settings"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
	"hallcheck/ui/today"
)

// Services are what the pages need, each by the small interface its page
// declares. *store.Store is most of them; app adapts the rest.
type Services struct {
	Home    shell.Home
	Version string
	Clock   func() time.Time // nil = time.Now

	Lang checklist.Lang // chosen outside the window; "" = as set in it

	// Ready is called once when the first page with all it shows is on the
	// screen, while that frame is being painted; nil = nobody asks.
	Ready func()

	first *shell.Ahead[today.Day] // read while the window is made; nil = not

	FirstRun  firstrun.Services
	Today     today.Store
	Devices   settings.Registry // of headquarters
	Settings  settings.Services
	Inspect   *inspect.Services
	Result    *result.Services
	History   history.Records
	Sending   exchange.Sending
	Carrying  exchange.Carrying
	Receiving exchange.Receiving
	Enrolling exchange.Enrolling
	Watching  exchange.Watching
	Deciding  exchange.Deciding
	Board     board.Services
	Check     check.Services
	Ranking   ranking.Services
	Bulletin  bulletin.Services
	Review    review.Services
	Findings  *findings.Services
	Meeting   *meeting.Services
	Patrol    *patrol.Services
	Duty      *duty.Services
	HallDesk  *desk.Services
	Figures   figures.Services
	Morning   *morning.Services
	Observe   *observe.Services
	HallCases *cases.Services
	HallLog   *daylog.Services
	Halls     halls.Services // of headquarters
	Peaks     peak.Services
}

var (
	branchFace = []checklist.Face{checklist.FaceBranch}
	hqFace     = []checklist.Face{checklist.FaceHQ}
	bothFaces  = []checklist.Face{checklist.FaceBranch, checklist.FaceHQ}
)

// routes lists every page: rail entries first, in their order.
func routes(s Services) []shell.Route {
	watch := exchange.NewWatch(s.Watching)
	if watch != nil {
		s.Board.Collect = watch.Now
	}
	return []shell.Route{
		{ID: "today", Icon: "today", Faces: branchFace, Rail: true, New: today.NewAhead(s.Today, s.first)},
		{ID: "inbox", Icon: "inbox", Faces: hqFace, Rail: true, New: exchange.NewInbox(s.Receiving, s.Enrolling, s.Sending, s.Deciding, watch)},
		{ID: "board", Icon: "board", Faces: hqFace, Rail: true, New: board.New(s.Board)},
		{ID: check.Route, Icon: "standard", Faces: hqFace, Rail: true, New: check.New(s.Check), Badge: check.Waiting(s.Check.Store)},
		{ID: "ranking", Icon: "rank", Faces: hqFace, Rail: true, New: ranking.New(s.Ranking)},
		{ID: halls.Route, Icon: "hall", Faces: hqFace, Rail: true, New: halls.New(s.Halls)},
		{ID: "bulletin", Icon: "report", Faces: hqFace, Rail: true, New: bulletin.New(s.Bulletin)},
		{ID: "inspect", Icon: "check", Faces: bothFaces, Rail: true, New: withText(func(sh *shell.Shell, list string) shell.Page { return inspect.NewStart(sh, s.Inspect, list) })},
		{ID: "runner", Icon: "check", Faces: bothFaces, Under: "inspect", New: withText(func(sh *shell.Shell, id string) shell.Page { return inspect.NewRunner(sh, s.Inspect, id) })},
		{ID: patrol.Route, Icon: "check", Faces: branchFace, Under: "hall", New: patrol.New(s.Patrol)},
		{ID: findings.RouteList, Icon: "finding", Faces: bothFaces, Rail: true, New: findings.NewList(s.Findings), Badge: findings.Waiting(s.Home, s.Findings)},
		{ID: findings.RouteOne, Icon: "finding", Faces: bothFaces, Under: findings.RouteList, New: findings.NewOne(s.Findings)},
		{ID: findings.RouteEntry, Icon: "finding", Faces: bothFaces, Under: findings.RouteList, New: findings.NewProblem(s.Findings)},
		{ID: findings.RouteBright, Icon: "flag", Faces: bothFaces, Under: findings.RouteList, New: findings.NewBright(s.Findings)},
		{ID: "review", Icon: "review", Faces: bothFaces, Rail: true, New: review.New(s.Review), Badge: review.Waiting(s.Review.Store)},
		{ID: desk.Route, Icon: "hall", Faces: branchFace, Rail: true, Tab: true, New: desk.New(s.HallDesk)},
		{ID: duty.Route, Icon: "today", Faces: branchFace, Under: "hall", Tab: true, New: duty.New(s.Duty)},
		{ID: duty.RouteRules, Icon: "settings", Faces: branchFace, Under: "hall", New: duty.NewRules(s.Duty)},
		{ID: morning.Route, Icon: "people", Faces: branchFace, Under: "hall", Tab: true, New: morning.New(s.Morning)},
		{ID: observe.Route, Icon: "person", Faces: branchFace, Under: "hall", Tab: true, New: observe.New(s.Observe)},
		{ID: cases.Route, Icon: "finding", Faces: branchFace, Under: "hall", Tab: true, New: cases.New(s.HallCases)},
		{ID: figures.Route, Icon: "rank", Faces: branchFace, Under: "hall", Tab: true, New: figures.New(s.Figures)},
		{ID: figures.RouteTickets, Icon: "import", Faces: branchFace, Under: "hall", New: figures.NewTickets(s.Figures)},
		{ID: peak.Route, Icon: "clock", Faces: branchFace, Under: "hall", Tab: true, New: peak.New(s.Peaks)},
		{ID: daylog.Route, Icon: "report", Faces: branchFace, Under: "hall", Tab: true, New: daylog.New(s.HallLog)},
		{ID: "meeting", Icon: "board", Faces: bothFaces, Rail: true, New: meeting.New(s.Meeting)},
		{ID: "history", Icon: "history", Faces: bothFaces, Rail: true, New: history.New(s.History)},
		{ID: "result", Icon: "history", Faces: bothFaces, Under: "history", New: withText(func(sh *shell.Shell, id string) shell.Page { return result.New(sh, s.Result, id) })},
		{ID: "bulletin", Icon: "report", Faces: branchFace, Rail: true, New: bulletin.New(s.Bulletin), Badge: bulletin.Unread(s.Home, s.Bulletin.Received)},
		{ID: "exchange", Icon: "send", Faces: branchFace, Rail: true, New: exchange.NewOutbox(s.Sending, s.Receiving, s.Carrying), Badge: unsent(s.Home)},
		{ID: settings.RouteDevices, Icon: "shield", Faces: hqFace, Under: "settings", New: settings.NewDevices(s.Devices)},
		{ID: "settings", Icon: "settings", Faces: bothFaces, Rail: true, New: settings.New(s.Settings)},
	}
}

// withText makes the maker of a page whose argument is an id; no argument is "".
func withText(make func(*shell.Shell, string) shell.Page) func(*shell.Shell, any) shell.Page {
	return func(s *shell.Shell, arg any) shell.Page {
		id, _ := arg.(string)
		return make(s, id)
	}
}

// unsent is the number on the rail: records headquarters does not have.
func unsent(h shell.Home) func(context.Context) (int, error) {
	return func(ctx context.Context) (int, error) {
		ids, err := h.Unsent(ctx)
		return len(ids), err
	}
}

// Open puts the program into a window; tasks nil = those of a real window.
func Open(app fyne.App, w fyne.Window, s Services, face checklist.Face, tasks *shell.Tasks) *shell.Shell {
	prefs := shell.ReadPrefs(context.Background(), s.Home)
	if s.Lang != "" {
		prefs.Lang = s.Lang
	}
	cfg := shell.Config{
		App: app, Window: w, Home: s.Home, Face: face, Routes: routes(s), Start: start(face),
		Version: s.Version, Clock: s.Clock, Prefs: prefs, Tasks: tasks,
	}
	if _, err := s.Home.Profile(context.Background()); checklist.CodeOf(err) != "store.notSetUp" {
		sh := shell.New(cfg)
		resume(sh, s.Home)
		duty.Ring(sh, s.Duty)
		return sh
	}
	var first *shell.Shell
	bare := cfg
	bare.Bare, bare.Start = true, "firstrun"
	bare.Routes = []shell.Route{{ID: "firstrun", Faces: bothFaces, New: firstrun.New(s.FirstRun, func(p checklist.Profile) {
		first.End()
		next := cfg
		next.Face, next.Start, next.Prefs = p.Face, start(p.Face), first.Prefs()
		duty.Ring(shell.New(next), s.Duty)
	})}}
	first = shell.New(bare)
	return first
}

// resume opens what was on the screen when the program ended: the desk of a session
// that runs, and the inspection.
func resume(sh *shell.Shell, h shell.Home) {
	if day, err := h.Setting(context.Background(), desk.SettingOpen); err == nil && day == sh.Now().Format(time.DateOnly) && sh.Has(desk.Route) {
		sh.Go(desk.Route, nil)
	}
	id, err := h.Setting(context.Background(), inspect.SettingOpen)
	if round, ok := strings.CutPrefix(id, patrol.Resume); err == nil && ok {
		sh.Open(patrol.Route, round)
	} else if err == nil && id == morning.Resume {
		sh.Go(morning.Route, nil)
	} else if err == nil && id != "" {
		sh.Open("runner", id)
	}
}

// Refusal shows, in a window of its own, why the program cannot open its data.
func Refusal(app fyne.App, lang checklist.Lang, err error) {
	words := shell.Words{Lang: lang}
	app.Settings().SetTheme(theme.New(theme.Light, 100)) // as the program starts; the choice is in the data that does not open
	w := app.NewWindow(words.T("app.name"))
	shut := kit.NewPrimary(words.T("shell.close"), "Enter", app.Quit)
	body := kit.NewColumn(12,
		kit.NewRow(8, kit.NewIcon("warn", theme.Warn, 20), kit.NewTitle(words.T("shell.problem"))),
		kit.NewParagraph(words.Error(err), theme.Text),
		kit.NewCaption(words.T("shell.code", "code", checklist.CodeOf(err))),
		kit.NewRow(0, kit.Space(), shut))
	w.SetContent(kit.Inset(body, 20, 20, 20, 20))
	w.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) {
		if e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter || e.Name == fyne.KeyEscape {
			app.Quit()
		}
	})
	w.Resize(fyne.NewSize(520, 220))
	w.CenterOnScreen()
	w.ShowAndRun()
}

// start is the first page of a face.
func start(face checklist.Face) string {
	if face == checklist.FaceHQ {
		return "inbox"
	}
	return "today"
}
