// Package ui puts the pages into the window: which routes there are on which
// face, and what each page needs. Nothing here decides anything.
package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/shell"
)

// Services are what the pages need, each by the small interface its page
// declares. *store.Store is most of them; app adapts the rest.
type Services struct {
	Home    shell.Home
	Version string
	Clock   func() time.Time // nil = time.Now
}

var (
	branchFace = []checklist.Face{checklist.FaceBranch}
	hqFace     = []checklist.Face{checklist.FaceHQ}
	bothFaces  = []checklist.Face{checklist.FaceBranch, checklist.FaceHQ}
)

// routes lists every page: rail entries first, in their order.
func routes(Services) []shell.Route { return nil }

// Run opens the window and returns when it is closed.
func Run(app fyne.App, s Services, face checklist.Face) {
	w := app.NewWindow("")
	w.SetMaster()
	w.Resize(fyne.NewSize(1280, 800))
	shell.New(shell.Config{
		App: app, Window: w, Home: s.Home, Face: face, Routes: routes(s), Start: start(face),
		Version: s.Version, Clock: s.Clock, Prefs: shell.ReadPrefs(context.Background(), s.Home),
	})
	w.ShowAndRun()
}

// start is the first page of a face.
func start(face checklist.Face) string {
	if face == checklist.FaceHQ {
		return "inbox"
	}
	return "today"
}
