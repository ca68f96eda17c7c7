package ui

import (
	"context"
	"testing"

	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/ui/firstrun"
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
