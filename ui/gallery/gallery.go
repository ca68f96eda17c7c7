// Package gallery shows every page in each of its four states – loading,
// empty, problem, full – with sample data: in a window for people who build
// pages, and as the source of the markup goldens.
package gallery

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

// The four states of a page.
const (
	Loading = "loading"
	Empty   = "empty"
	Problem = "problem"
	Full    = "full"
)

// Sample is one page with sample data.
type Sample struct {
	ID   string // route id; rail word "rail."+ID, icon Icon
	Icon string
	// New makes the page in a state: its readings stall, fail, find nothing or
	// find the sample data.
	New func(state string) func(*shell.Shell, any) shell.Page
	// Only is the states the page has; nil = all four.
	Only []string
}

// States lists the page's states in the order they are shown.
func (x Sample) States() []string {
	if x.Only != nil {
		return x.Only
	}
	return []string{Full, Empty, Loading, Problem}
}

// Samples lists the samples of all pages.
func Samples() []Sample {
	return []Sample{
		todaySample(),
		inspectSample(),
		runnerSample(),
		resultSample(),
		findingsSample(),
		findingSample(),
		problemSample(),
		brightSample(),
		reviewSample(),
		deskSample(),
		dutySample(),
		rulesSample(),
		rulesLaidDown(),
		patrolSample(),
		meetingSample(),
		figuresSample(),
		ticketsSample(),
		columnsSample(),
		casesSample(),
		daylogSample(),
		hallsSample(),
		peakSample(),
		markingSample(),
		meetSample(),
		meetNow(),
		observeSample(),
		observeNow(),
		historySample(),
		outboxSample(),
		inboxSample(),
		boardSample(),
		checkSample(),
		rankingSample(),
		rankingView("targets"),
		rankingView("trend"),
		rankingView("zones"),
		rankingView("losses"),
		rankingView("inspectors"),
		bulletinSample(),
		bulletinShelf(),
		bulletinReader(),
		settingsSample(),
		devicesSample(),
		firstRunSample(),
	}
}

// Day is the moment the samples are taken: Saturday, 21 November 2026, 9:31:04.
var Day = time.Date(2026, 11, 21, 9, 31, 4, 0, time.Local)

// failure is what a page in trouble meets.
func failure() error { return checklist.Fail("ui.crash") }

// stall waits until the page is left: the reading of a loading page.
func stall(ctx context.Context) error {
	<-ctx.Done()
	return ctx.Err()
}

// answer is what a sample's reading ends with in a state: it stalls, fails or goes on.
func answer(ctx context.Context, state string) error {
	switch state {
	case Loading:
		return stall(ctx)
	case Problem:
		return failure()
	}
	return nil
}

// Open puts the gallery into a window; tasks nil = those of a real window.
func Open(app fyne.App, w fyne.Window, prefs shell.Prefs, tasks *shell.Tasks) *shell.Shell {
	var routes []shell.Route
	for _, x := range Samples() {
		routes = append(routes, shell.Route{
			ID: x.ID, Icon: x.Icon, Rail: true, Faces: []checklist.Face{checklist.FaceBranch},
			New: func(s *shell.Shell, arg any) shell.Page {
				state, _ := arg.(string)
				if state == "" {
					state = Full
				}
				return &frame{Page: x.New(state)(s, nil), s: s, sample: x, state: state}
			},
		})
	}
	return shell.New(shell.Config{
		App: app, Window: w, Home: Home{}, Face: checklist.FaceBranch, Routes: routes, Start: routes[0].ID,
		Version: "gallery", Clock: func() time.Time { return Day }, Prefs: prefs, Tasks: tasks,
	})
}

// Run opens the gallery and returns when its window is closed.
func Run(app fyne.App, prefs shell.Prefs) {
	w := app.NewWindow("")
	w.SetMaster()
	w.Resize(fyne.NewSize(1366, 768))
	Open(app, w, prefs, nil)
	w.ShowAndRun()
}

// frame is a page with a switch between its states in the title row.
type frame struct {
	shell.Page
	s      *shell.Shell
	sample Sample
	state  string
}

// Actions are the switch and the page's own buttons.
func (f *frame) Actions() []fyne.CanvasObject {
	var options []kit.Option
	for _, st := range f.sample.States() {
		options = append(options, kit.Option{ID: st, Text: st})
	}
	out := []fyne.CanvasObject{kit.NewSegmented(options, f.state, func(st string) { f.s.Replace(f.sample.ID, st) })}
	if a, ok := f.Page.(shell.Actor); ok {
		out = append(out, a.Actions()...)
	}
	return out
}
