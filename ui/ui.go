// Package ui puts the pages into the window: which routes there are on which
// face, and what each page needs. Nothing here decides anything.
package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/firstrun"
	"hallcheck/ui/settings"
	"hallcheck/ui/shell"
	"hallcheck/ui/today"
)

// Services are what the pages need, each by the small interface its page
// declares. *store.Store is most of them; app adapts the rest.
type Services struct {
	Home    shell.Home
	Version string
	Clock   func() time.Time // nil = time.Now

	FirstRun firstrun.Services
	Today    today.Store
	Settings settings.Services
}

var (
	branchFace = []checklist.Face{checklist.FaceBranch}
	hqFace     = []checklist.Face{checklist.FaceHQ}
	bothFaces  = []checklist.Face{checklist.FaceBranch, checklist.FaceHQ}
)

// routes lists every page: rail entries first, in their order.
func routes(s Services) []shell.Route {
	return []shell.Route{
		{ID: "today", Icon: "today", Faces: branchFace, Rail: true, New: today.New(s.Today)},
		{ID: "settings", Icon: "settings", Faces: bothFaces, Rail: true, New: settings.New(s.Settings)},
	}
}

// Run opens the window – with the first run in it when there is no profile
// yet – and returns when it is closed. face is what the profile or the
// configuration says; the first run may choose the other.
func Run(app fyne.App, s Services, face checklist.Face) {
	w := app.NewWindow("")
	w.SetMaster()
	w.Resize(fyne.NewSize(1280, 800))
	Open(app, w, s, face, nil)
	w.ShowAndRun()
}

// Open puts the program into a window; tasks nil = those of a real window.
func Open(app fyne.App, w fyne.Window, s Services, face checklist.Face, tasks *shell.Tasks) *shell.Shell {
	prefs := shell.ReadPrefs(context.Background(), s.Home)
	cfg := shell.Config{
		App: app, Window: w, Home: s.Home, Face: face, Routes: routes(s), Start: start(face),
		Version: s.Version, Clock: s.Clock, Prefs: prefs, Tasks: tasks,
	}
	if _, err := s.Home.Profile(context.Background()); checklist.CodeOf(err) != "store.notSetUp" {
		return shell.New(cfg)
	}
	var first *shell.Shell
	bare := cfg
	bare.Bare, bare.Start = true, "firstrun"
	bare.Routes = []shell.Route{{ID: "firstrun", Faces: bothFaces, New: firstrun.New(s.FirstRun, func(p checklist.Profile) {
		first.End()
		next := cfg
		next.Face, next.Start, next.Prefs = p.Face, start(p.Face), first.Prefs()
		shell.New(next)
	})}}
	first = shell.New(bare)
	return first
}

// start is the first page of a face.
func start(face checklist.Face) string {
	if face == checklist.FaceHQ {
		return "inbox"
	}
	return "today"
}
