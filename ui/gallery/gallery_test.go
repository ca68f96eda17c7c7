package gallery_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/assert"

	"hallcheck/checklist"
	"hallcheck/ui/gallery"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
	"hallcheck/ui/theme"
)

// open shows one sample alone, without rail and status line.
func open(t *testing.T, x gallery.Sample, state string, prefs shell.Prefs, size fyne.Size) *shelltest.Env {
	app := test.NewTempApp(t)
	w := app.NewWindow("")
	w.Resize(size)
	tasks := shell.Inline()
	if state == gallery.Loading {
		tasks = shell.Stalled()
	}
	s := shell.New(shell.Config{
		App: app, Window: w, Home: gallery.Home{}, Face: checklist.FaceBranch, Start: x.ID, Version: "1.0.0", Tasks: tasks, Prefs: prefs,
		Clock:  func() time.Time { return gallery.Day },
		Routes: []shell.Route{{ID: x.ID, Icon: x.Icon, Rail: true, Faces: []checklist.Face{checklist.FaceBranch}, New: x.New(state)}},
	})
	w.Resize(size)
	t.Cleanup(s.End)
	return &shelltest.Env{T: t, App: app, Window: w, Shell: s}
}

var (
	zh    = shell.Prefs{Lang: checklist.ZH, Mode: theme.Light, Scale: 100}
	sizes = []fyne.Size{{Width: 1366, Height: 768}, {Width: 1024, Height: 680}}
)

// TestGoldens compares every page in every state with its markup. After a
// wanted change look at testdata/failed and move it over the old one.
func TestGoldens(t *testing.T) {
	for _, x := range gallery.Samples() {
		for _, state := range x.States() {
			t.Run(x.ID+"-"+state, func(t *testing.T) {
				e := open(t, x, state, zh, sizes[0])
				test.AssertRendersToMarkup(t, x.ID+"-"+state+".xml", e.Window.Canvas())
			})
		}
	}
}

// TestNothingIsCutWrong opens every page in every look, language, size and
// font scale and looks for text that is wider than its place, for text that is cut at
// an edge, and for words without a sentence. Every
// page has a process of its own: each look parses the
// fonts again, and the test driver never lets go of what it has drawn.
func TestNothingIsCutWrong(t *testing.T) {
	for _, x := range gallery.Samples() {
		t.Run(x.ID, func(t *testing.T) {
			if os.Getenv(onePage) == x.ID {
				cutWrong(t, x)
				return
			}
			c := exec.Command(os.Args[0], "-test.run", "^TestNothingIsCutWrong$/^"+x.ID+"$")
			c.Env = append(os.Environ(), onePage+"="+x.ID)
			out, err := c.CombinedOutput()
			assert.NoError(t, err, string(out))
		})
	}
}

const onePage = "HALLCHECK_GALLERY_PAGE"

func cutWrong(t *testing.T, x gallery.Sample) {
	looks := []shell.Prefs{
		zh,
		{Lang: checklist.EN, Mode: theme.Dark, Scale: 100},
		{Lang: checklist.EN, Mode: theme.HighContrast, Scale: 150},
		{Lang: checklist.ZH, Mode: theme.Dark, Scale: 80},
	}
	for _, state := range x.States() {
		for _, look := range looks {
			for _, size := range sizes {
				e := open(t, x, state, look, size)
				assert.Empty(t, e.Overflows(), "%s %s %v %v", x.ID, state, look, size)
				assert.Empty(t, e.Cut(), "%s %s %v %v is cut", x.ID, state, look, size)
				assert.False(t, e.Has("‹"), "%s %s %v: a word is missing: %q", x.ID, state, look, e.Texts())
				keysCut(t, e, x.ID+" "+state, look.Scale)
			}
		}
	}
}

// keysCut opens the list of keys and looks for a sentence that is not read whole.
func keysCut(t *testing.T, e *shelltest.Env, what string, scale int) {
	e.Shell.Help()
	list := kit.TopOverlay(e.Window.Canvas())
	assert.Empty(t, e.Overflows(), "%s: the list of keys", what)
	assert.Empty(t, e.Cut(), "%s: the list of keys is cut", what)
	assert.LessOrEqual(t, list.MinSize().Height, e.Window.Canvas().Size().Height, "%s: the list of keys is higher than the window", what)
	shelltest.Walk(list, func(o fyne.CanvasObject) bool {
		switch x := o.(type) {
		case *container.Scroll:
			assert.Greater(t, scale, 100, "%s: the list of keys is all seen at once", what)
		case *kit.Label:
			assert.Equal(t, x.Text, drawnIn(x), "%s: the list of keys", what)
		case *kit.Paragraph:
			assert.Equal(t, strings.ReplaceAll(x.Text, " ", ""), drawnIn(x), "%s: the list of keys", what)
			assert.LessOrEqual(t, x.MinSize().Height, x.Size().Height+1, "%s: %q reaches into the next key", what, x.Text)
		}
		return true
	})
	list.Dismiss()
}

// drawnIn is the words a text shows, its lines behind each other without their spaces.
func drawnIn(o fyne.CanvasObject) string {
	out := ""
	shelltest.Walk(o, func(o fyne.CanvasObject) bool {
		if x, ok := o.(*canvas.Text); ok {
			out += x.Text
		}
		return true
	})
	if _, ok := o.(*kit.Paragraph); ok {
		out = strings.ReplaceAll(out, " ", "")
	}
	return out
}

func TestTheWindowSwitchesStates(t *testing.T) {
	app := test.NewTempApp(t)
	w := app.NewWindow("")
	s := gallery.Open(app, w, zh, shell.Stalled())
	t.Cleanup(s.End)
	for _, x := range gallery.Samples() {
		for _, state := range x.States() {
			s.Go(x.ID, state)
			assert.Equal(t, x.ID, s.At())
		}
	}
}
