package ui

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/ui/firstrun"
	"hallcheck/ui/morning"
	"hallcheck/ui/patrol"
	"hallcheck/ui/settings"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
)

// fresh is a home before its first run.
type fresh struct {
	*shelltest.Home
	ready bool
}

func (f *fresh) Profile(ctx context.Context) (checklist.Profile, error) {
	if !f.ready {
		return checklist.Profile{}, checklist.Fail("store.notSetUp")
	}
	return f.Home.Profile(ctx)
}

func (f *fresh) Checklists(context.Context) ([]*checklist.Checklist, error) { return nil, nil }

func (f *fresh) Summaries(context.Context, checklist.Filter) ([]checklist.Summary, int, error) {
	return nil, 0, nil
}

func (f *fresh) Findings(context.Context, checklist.FindingFilter) ([]checklist.FindingRow, int, error) {
	return nil, 0, nil
}

func (f *fresh) Thumb(string) (string, error) { return "", nil }

func TestTheFirstRunLeadsIntoTheProgram(t *testing.T) {
	f := &fresh{Home: shelltest.NewHome()}
	app := test.NewTempApp(t)
	w := app.NewWindow("")
	s := Services{Home: f, Version: "1.0.0", Today: f, Settings: settings.Services{Values: f}, FirstRun: firstrun.Services{
		Setup: func(_ context.Context, p checklist.Profile) error {
			f.ready, f.Who = true, p
			return nil
		},
	}}
	first := Open(app, w, s, checklist.FaceBranch, shell.Inline())
	assert.Equal(t, "firstrun", first.At())
	e := &shelltest.Env{T: t, App: app, Window: w, Shell: first}
	assert.False(t, e.Has("今日"), "no rail before the first run")
	e.Fill(0, "济宁分行")
	e.Tap("下一步")
	e.Fill(0, "3701101")
	e.Fill(1, "济宁市中支行")
	e.Tap("下一步")
	e.Fill(0, "李静")
	e.Tap("开始使用")
	assert.True(t, e.Has("今日"))
	assert.True(t, e.Has("济宁市中支行 · 大堂经理 李静"))
}

func TestEveryRailEntryHasItsWordAndOpens(t *testing.T) {
	for _, face := range []checklist.Face{checklist.FaceBranch, checklist.FaceHQ} {
		start := start(face)
		found := false
		for _, r := range routes(Services{}) {
			on := false
			for _, x := range r.Faces {
				on = on || x == face
			}
			require.NotEmpty(t, r.Faces, "%s is on no face", r.ID)
			if !on {
				continue
			}
			found = found || r.ID == start
			if r.Rail {
				assert.True(t, assets.Has("zh", "rail."+r.ID), r.ID)
				assert.True(t, assets.Has("en", "rail."+r.ID), r.ID)
				assert.Contains(t, string(assets.Icon(r.Icon)), "<path", "icon of %s", r.ID)
			}
		}
		assert.True(t, found, "the first page of %s is a route", face)
	}
}

// A page names the pages it opens by word; Open of an unknown word does nothing.
func TestEveryPageNamedInAPageExists(t *testing.T) {
	known := map[string]bool{"firstrun": true}
	for _, r := range routes(Services{}) {
		known[r.ID] = true
	}
	named := regexp.MustCompile(`\.(?:Open|Go|Replace|Has)\("([a-z]+)"|(?i:route)[A-Z]\w*\s*=\s*"([a-z]+)"`)
	files, err := filepath.Glob("*/*.go")
	require.NoError(t, err)
	seen := 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") || strings.HasPrefix(file, "gallery") {
			continue
		}
		source, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, m := range named.FindAllStringSubmatch(string(source), -1) {
			seen++
			assert.True(t, known[m[1]+m[2]], "%s opens %q, which is no route", file, m[1]+m[2])
		}
	}
	assert.Greater(t, seen, 8)
}

// A program killed in a meeting comes back to the meeting, as it does to a patrol.
func TestAKilledProgramComesBack(t *testing.T) {
	for kept, want := range map[string]string{"": "today", morning.Resume: morning.Route, patrol.Resume + "p-1": patrol.Route} {
		f := &fresh{Home: shelltest.NewHome(), ready: true}
		f.Settings[shell.SettingOpen] = kept
		app := test.NewTempApp(t)
		s := Services{Home: f, Today: f, Settings: settings.Services{Values: f}, Morning: &morning.Services{}, Patrol: &patrol.Services{}}
		sh := shell.New(shell.Config{App: app, Window: app.NewWindow(""), Home: f, Face: checklist.FaceBranch, Start: "today", Tasks: shell.Stalled(), Routes: routes(s)})
		resume(sh, f)
		require.Equal(t, want, sh.At(), kept)
	}
}
