package morning_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/ui/kit"
	"hallcheck/ui/morning"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
)

// A meeting begun from the plan of the day runs at once, with those of the roster even
// when nobody wrote them into the list of people; a program killed meanwhile knows that
// it was on the screen, one whose page was left does not.
func TestAMeetingBegunFromThePlan(t *testing.T) {
	d := openDesk(t)
	_, err := d.store.SaveRoster(t.Context(), []hall.Shift{
		{Day: "2026-11-21", Start: 8 * 60, Ends: 17 * 60, Person: "周敏", Post: "保安"},
		{Day: "2026-11-21", Start: 8 * 60, Ends: 17 * 60, Person: "王芳", Post: "1号窗口"},
	})
	require.NoError(t, err)
	d.Env = shelltest.New(t, nil,
		shell.Route{ID: "elsewhere", New: func(*shell.Shell, any) shell.Page { return elsewhere{} }},
		shell.Route{ID: morning.Route, New: morning.New(&morning.Services{
			Records: d.store, Log: d.store, Desk: d.store, Photos: box{t.TempDir()}, Papers: d.papers, NewID: uuid.NewString, ReadFile: os.ReadFile, Roster: d.store.Roster,
		})})
	d.Shell.Go(morning.Route, hall.MorningMeeting)
	require.True(t, d.Has("晨会进行中"), d.Texts())
	require.True(t, d.Has("到会 2 / 应到 2"), d.Texts())
	require.True(t, d.Has("周敏"), d.Texts())
	open := func() string {
		s, err := d.store.Setting(t.Context(), shell.SettingOpen)
		require.NoError(t, err)
		return s
	}
	require.Equal(t, morning.Resume, open())
	d.Shell.Go("elsewhere", nil)
	require.Empty(t, open())
	d.Shell.Go(morning.Route, hall.MorningMeeting)
	rows, total, err := d.store.Summaries(t.Context(), checklist.Filter{Status: checklist.Draft, From: d.now.Format(time.DateOnly), Limit: 9})
	require.NoError(t, err)
	require.Equal(t, 1, total, "the one that runs goes on: %v", rows)
	require.Equal(t, morning.Resume, open())
	d.Type("x")
	d.Tap("不开了")
	require.False(t, d.Has("晨会进行中"), d.Texts())
	require.Empty(t, open(), "given up: a program that is killed later comes back to what was done then")
}

// The list of those who took part offers nobody twice and does not open over the form
// when nobody is left.
func TestADrillOffersNobodyTwice(t *testing.T) {
	d := openDesk(t)
	d.window()
	d.Type("n")
	d.Type("d")
	d.choose("柜面")
	for _, n := range []string{"李静", "王芳", "张伟", "刘洋"} {
		d.choose(n)
	}
	d.choose("陈晓雯")
	require.False(t, d.Has("姓名或拼音首字母"), "the list is shut: %q", d.Texts())
	var took *kit.SearchSelect
	for i := 0; took == nil; i++ {
		if x := shelltest.Find[*kit.SearchSelect](d.Env, i); x.Hint == "加一个人" {
			took = x
		}
	}
	require.Empty(t, took.Choices)
}

type elsewhere struct{}

func (elsewhere) Title() (string, string)    { return "", "" }
func (elsewhere) Content() fyne.CanvasObject { return shelltest.Nothing() }
func (elsewhere) Load(context.Context)       {}
func (elsewhere) Keys() []shell.Key          { return nil }

// TestDrawingFromAnEmptyBank asks for the list in the midst of the meeting, which goes on.
func TestDrawingFromAnEmptyBank(t *testing.T) {
	d := openDesk(t)
	d.window()
	d.Type("n")
	good := filepath.Join(t.TempDir(), "题库.csv")
	require.NoError(t, os.WriteFile(good, []byte(bank), 0o600))
	d.Shell.Choose = chooser{good}
	d.Type("q")
	require.True(t, d.Has("晨会进行中"), d.Texts())
	require.True(t, d.Has("题库 3 道，没问过的 3 道"), d.Texts())
	d.Type("q")
	require.True(t, d.Has("第 1 题"), d.Texts())
}

// TestWhoIsAwayIsSavedAtOnce: the foot says so for what stands beside the sheet, too.
func TestWhoIsAwayIsSavedAtOnce(t *testing.T) {
	d := openDesk(t)
	d.window()
	d.Type("n")
	require.NoError(t, d.store.Close())
	d.open()
	d.window()
	require.True(t, d.Has("晨会进行中"))
	require.False(t, d.Has("已保存"), "nothing was saved since the start")
	d.Type("a")
	d.choose("cxw")
	d.Press(fyne.KeyReturn)
	require.True(t, d.Has("陈晓雯 "), d.Texts())
	require.True(t, d.Has("已保存"), d.Texts())
}
