// Package shelltest puts a page into a real shell on Fyne's test driver, with
// everything running at once on the test's goroutine, and finds, taps and
// reads what is on the screen.
package shelltest

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// Now is the time tests live in: 21 November 2026, 09:31:04, a Saturday.
var Now = time.Date(2026, 11, 21, 9, 31, 4, 0, time.Local)

// Home is a shell.Home in memory.
type Home struct {
	mu       sync.Mutex
	Who      checklist.Profile
	Settings map[string]string
	Waiting  []string
	subs     []func(checklist.Change)
}

// NewHome is a flagship branch with a lobby manager.
func NewHome() *Home {
	return &Home{
		Settings: map[string]string{},
		Who: checklist.Profile{
			Face: checklist.FaceBranch, Org: "济宁分行", OrgID: "org", Device: "device",
			Branch: checklist.Branch{Code: "3701101", Name: "济宁市中支行", Grade: checklist.Flagship, Traffic: checklist.TrafficHigh, Active: true},
			User:   checklist.Person{ID: "p1", Name: "李静", Role: checklist.LobbyManager, Branch: "3701101"},
		},
	}
}

// Profile implements shell.Home.
func (h *Home) Profile(context.Context) (checklist.Profile, error) { return h.Who, nil }

// Setting implements shell.Home.
func (h *Home) Setting(_ context.Context, key string) (string, error) { return h.Settings[key], nil }

// SetSetting implements shell.Home.
func (h *Home) SetSetting(_ context.Context, key, value string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.Settings[key] = value
	return nil
}

// Unsent implements shell.Home.
func (h *Home) Unsent(context.Context) ([]string, error) { return h.Waiting, nil }

// Subscribe implements shell.Home.
func (h *Home) Subscribe(f func(checklist.Change)) func() {
	h.subs = append(h.subs, f)
	return func() {}
}

// Publish acts as a commit.
func (h *Home) Publish(c checklist.Change) {
	for _, f := range h.subs {
		f(c)
	}
}

// Env is a shell on a test window.
type Env struct {
	T      testing.TB
	App    fyne.App
	Window fyne.Window
	Shell  *shell.Shell
	Home   *Home
}

// New opens a shell with routes at 1366×768 in Chinese and light, showing the
// first of them; nil home makes NewHome. Every route belongs to both faces.
func New(t testing.TB, home *Home, routes ...shell.Route) *Env {
	return NewWith(t, home, shell.Prefs{Lang: checklist.ZH, Mode: theme.Light, Scale: 100}, routes...)
}

// NewAt is New with a clock of its own.
func NewAt(t testing.TB, home *Home, clock func() time.Time, routes ...shell.Route) *Env {
	t.Helper()
	return open(t, home, shell.Prefs{Lang: checklist.ZH, Mode: theme.Light, Scale: 100}, clock, routes)
}

// NewWith is New with preferences.
func NewWith(t testing.TB, home *Home, prefs shell.Prefs, routes ...shell.Route) *Env {
	t.Helper()
	return open(t, home, prefs, func() time.Time { return Now }, routes)
}

func open(t testing.TB, home *Home, prefs shell.Prefs, clock func() time.Time, routes []shell.Route) *Env {
	t.Helper()
	if home == nil {
		home = NewHome()
	}
	for i := range routes {
		routes[i].Faces = []checklist.Face{checklist.FaceBranch, checklist.FaceHQ}
	}
	app := test.NewTempApp(t)
	w := app.NewWindow("test")
	w.Resize(fyne.NewSize(1366, 768))
	e := &Env{T: t, App: app, Window: w, Home: home}
	e.Shell = shell.New(shell.Config{
		App: app, Window: w, Home: home, Face: home.Who.Face, Routes: routes, Start: routes[0].ID,
		Version: "1.0.0", Clock: clock, Tasks: shell.Inline(), Prefs: prefs,
	})
	w.Resize(fyne.NewSize(1366, 768))
	return e
}

// Open opens one page in a shell of its own.
func Open(t testing.TB, home *Home, page func(s *shell.Shell, arg any) shell.Page) *Env {
	t.Helper()
	return New(t, home, shell.Route{ID: "page", New: page})
}

// roots are the window's content and what lies over it.
func (e *Env) roots() []fyne.CanvasObject {
	if o := e.Window.Canvas().Overlays().Top(); o != nil {
		return []fyne.CanvasObject{o}
	}
	return []fyne.CanvasObject{e.Window.Content()}
}

// Walk visits every visible object, depth first; false stops the descent.
func Walk(o fyne.CanvasObject, visit func(fyne.CanvasObject) bool) {
	if o == nil || !o.Visible() || !visit(o) {
		return
	}
	switch x := o.(type) {
	case *fyne.Container:
		for _, c := range x.Objects {
			Walk(c, visit)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(x).Objects() {
			Walk(c, visit)
		}
	}
}

// Texts are all visible texts in reading order of the tree; a dialog hides
// what is below it.
func (e *Env) Texts() []string {
	var out []string
	for _, r := range e.roots() {
		Walk(r, func(o fyne.CanvasObject) bool {
			switch x := o.(type) {
			case *kit.Label:
				out = append(out, x.Text)
				return false
			case *kit.Paragraph:
				out = append(out, x.Text)
				return false
			case *canvas.Text:
				out = append(out, x.Text)
			}
			return true
		})
	}
	return out
}

// Has says whether some visible text contains s.
func (e *Env) Has(s string) bool {
	for _, x := range e.Texts() {
		if strings.Contains(x, s) {
			return true
		}
	}
	return false
}

// Button finds the visible button with a text (or name); nil when there is none.
func (e *Env) Button(text string) *kit.Button {
	var found *kit.Button
	for _, r := range e.roots() {
		Walk(r, func(o fyne.CanvasObject) bool {
			if b, ok := o.(*kit.Button); ok && found == nil && b.AccessibilityLabel() == text {
				found = b
			}
			return found == nil
		})
	}
	return found
}

// Tap taps the button with a text and fails the test when there is none.
func (e *Env) Tap(text string) {
	e.T.Helper()
	b := e.Button(text)
	if b == nil {
		e.T.Fatalf("no button %q among %q", text, e.Texts())
	}
	test.Tap(b)
}

// Find returns the i-th visible object of type W, or fails.
func Find[W fyne.CanvasObject](e *Env, i int) W {
	e.T.Helper()
	var found []W
	for _, r := range e.roots() {
		Walk(r, func(o fyne.CanvasObject) bool {
			if w, ok := o.(W); ok {
				found = append(found, w)
			}
			return true
		})
	}
	if i >= len(found) {
		var w W
		e.T.Fatalf("only %d of %T", len(found), w)
	}
	return found[i]
}

// Fill types text into the i-th visible field.
func (e *Env) Fill(i int, text string) {
	e.T.Helper()
	f := Find[*kit.TextField](e, i)
	f.SetText("")
	test.Type(f, text)
}

// Type types runes as the keyboard does: to the focused object or the window.
func (e *Env) Type(s string) { test.TypeOnCanvas(e.Window.Canvas(), s) }

// Press presses a named key: to the focused object or the window.
func (e *Env) Press(name fyne.KeyName) {
	ev := &fyne.KeyEvent{Name: name}
	if f := e.Window.Canvas().Focused(); f != nil {
		f.TypedKey(ev)
		return
	}
	e.Window.Canvas().OnTypedKey()(ev)
}

// Shortcut presses a key with modifiers.
func (e *Env) Shortcut(s fyne.Shortcut) {
	if f, ok := e.Window.Canvas().Focused().(fyne.Shortcutable); ok {
		f.TypedShortcut(s)
		return
	}
	e.Shell.Shortcut(s)
}

// Overflows lists visible texts whose ink is wider than their place, which
// would overlap their neighbours: it should be empty. See also Cut.
func (e *Env) Overflows() []string {
	var out []string
	for _, r := range e.roots() {
		Walk(r, func(o fyne.CanvasObject) bool {
			if _, ok := o.(*widget.Entry); ok {
				return false
			}
			if t, ok := o.(*canvas.Text); ok && t.Text != "" && t.MinSize().Width > t.Size().Width+1.5 {
				out = append(out, t.Text)
			}
			return true
		})
	}
	return out
}

// Nothing is an empty page content.
func Nothing() fyne.CanvasObject { return kit.NewLabel("") }
