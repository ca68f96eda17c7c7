package gallery_test

import (
	"os"
	"os/exec"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/assert"

	"hallcheck/checklist"
	"hallcheck/ui/gallery"
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
			}
		}
	}
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
