package shell_test

import (
	"context"
	"errors"
	"strconv"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
	"hallcheck/ui/theme"
)

// probe is a page that counts.
type probe struct {
	s       *shell.Shell
	name    string
	loads   int
	done    []string
	dropped []string
	flushed int
	ctx     context.Context
}

func (p *probe) Title() (string, string) { return p.name, "sub" }
func (p *probe) Content() fyne.CanvasObject {
	return kit.NewCard(kit.NewPrimary(p.s.T("shell.retry"), "", func() { p.done = append(p.done, "tap") }))
}
func (p *probe) Load(ctx context.Context) { p.loads++; p.ctx = ctx }
func (p *probe) Keys() []shell.Key {
	return []shell.Key{
		shell.On('n', "note", func() { p.done = append(p.done, "n") }),
		shell.OnKey(fyne.KeyReturn, fyne.KeyModifierControl, "finish", func() { p.done = append(p.done, "finish") }),
	}
}
func (p *probe) WantsChange(kind string) bool { return kind == "inspection" }
func (p *probe) Drop(paths []string)          { p.dropped = append(p.dropped, paths...) }
func (p *probe) Flush()                       { p.flushed++ }

func two(pages map[string]*probe) []shell.Route {
	mk := func(id string) shell.Route {
		return shell.Route{ID: id, Icon: "today", Rail: true, New: func(s *shell.Shell, _ any) shell.Page {
			p := &probe{s: s, name: id}
			pages[id] = p
			return p
		}}
	}
	return []shell.Route{mk("today"), mk("history")}
}

func TestNavigationKeepsTheWayBackAndEndsContexts(t *testing.T) {
	pages := map[string]*probe{}
	e := shelltest.New(t, nil, two(pages)...)
	first := pages["today"]
	assert.Equal(t, 1, first.loads)
	e.Shell.Open("history", nil)
	assert.Equal(t, "history", e.Shell.At())
	assert.Equal(t, 1, first.flushed)
	second := pages["history"]
	e.Press(fyne.KeyEscape)
	assert.Equal(t, "today", e.Shell.At())
	assert.Same(t, first, e.Shell.Page(), "the page before is still the same")
	assert.Equal(t, 2, first.loads, "and loads again")
	assert.Error(t, second.ctx.Err())
	e.Shell.Go("history", nil)
	assert.Error(t, first.ctx.Err())
}

func TestKeysReachThePageUnlessAFieldHasThem(t *testing.T) {
	pages := map[string]*probe{}
	e := shelltest.New(t, nil, two(pages)...)
	e.Type("N")
	e.Shortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierControl})
	b := e.Button(e.Shell.T("shell.retry"))
	e.Window.Canvas().Focus(b)
	e.Type("n")
	e.Press(fyne.KeySpace)
	assert.Equal(t, []string{"n", "finish", "n", "tap"}, pages["today"].done)
	e.Shortcut(&desktop.CustomShortcut{KeyName: fyne.Key2, Modifier: fyne.KeyModifierAlt})
	assert.Equal(t, "history", e.Shell.At())
}

// Alt 0 is the last entry of the rail, however many there are.
func TestAltZeroGoesToTheLastOfTheRail(t *testing.T) {
	for _, n := range []int{2, 10, 12} {
		var routes []shell.Route
		for i := range n {
			routes = append(routes, shell.Route{ID: strconv.Itoa(i), Icon: "today", Rail: true, New: func(s *shell.Shell, _ any) shell.Page { return &probe{s: s} }})
		}
		e := shelltest.New(t, nil, routes...)
		e.Shortcut(&desktop.CustomShortcut{KeyName: fyne.Key0, Modifier: fyne.KeyModifierAlt})
		assert.Equal(t, strconv.Itoa(n-1), e.Shell.At())
		e.Shell.Help()
		assert.True(t, e.Has("Alt 1…9 0") && e.Has("左栏第几项，0 是最后一项"), e.Texts())
	}
}

// talker is a page with more keys than a window has room for.
type talker struct{ probe }

func (p *talker) Keys() (out []shell.Key) {
	for i := range 60 {
		out = append(out, shell.On(rune('㐀'+i), "key "+strconv.Itoa(i), func() { p.done = append(p.done, "key") }))
	}
	return out
}

// A list of keys that is longer than the window scrolls by the keyboard.
func TestTheListOfKeysScrollsByKeys(t *testing.T) {
	page := &talker{}
	e := shelltest.New(t, nil, shell.Route{ID: "today", Icon: "today", Rail: true, New: func(s *shell.Shell, _ any) shell.Page {
		page.probe = probe{s: s}
		return page
	}})
	e.Shell.Help()
	var list *container.Scroll
	shelltest.Walk(kit.TopOverlay(e.Window.Canvas()), func(o fyne.CanvasObject) bool {
		if x, ok := o.(*container.Scroll); ok {
			list = x
		}
		return true
	})
	require.NotNil(t, list)
	last := list.Content.Size().Height - list.Size().Height
	require.Greater(t, last, float32(200))
	at := func(k fyne.KeyName) float32 {
		e.Press(k)
		return list.Offset.Y
	}
	assert.InDelta(t, 40, at(fyne.KeyDown), 0.5)
	assert.InDelta(t, 0, at(fyne.KeyUp), 0.5)
	assert.Greater(t, at(fyne.KeyPageDown), float32(100))
	assert.InDelta(t, 0, at(fyne.KeyPageUp), 0.5)
	assert.InDelta(t, last, at(fyne.KeyEnd), 0.5)
	assert.InDelta(t, 0, at(fyne.KeyHome), 0.5)
	e.Press(fyne.KeyEscape)
	assert.Nil(t, kit.TopOverlay(e.Window.Canvas()))
}

func TestAWantedChangeLoadsThePageAndShowsSaved(t *testing.T) {
	pages := map[string]*probe{}
	e := shelltest.New(t, nil, two(pages)...)
	e.Home.Publish(checklist.Change{Kind: "person"})
	assert.Equal(t, 1, pages["today"].loads)
	e.Home.Publish(checklist.Change{Kind: "inspection"})
	assert.Equal(t, 2, pages["today"].loads)
	assert.True(t, e.Has("已保存 09:31:04"))
}

func TestHelpListsPageAndWindowKeysAndEscCloses(t *testing.T) {
	pages := map[string]*probe{}
	e := shelltest.New(t, nil, two(pages)...)
	e.Type("?")
	assert.True(t, e.Has("Ctrl Enter"))
	assert.True(t, e.Has("finish"))
	e.Type("n")
	assert.Empty(t, pages["today"].done, "a dialog keeps keys from the page")
	e.Press(fyne.KeyEscape)
	assert.False(t, e.Has("Ctrl Enter"))
}

func TestAProblemShowsItsSentenceAndCopiesDetails(t *testing.T) {
	e := shelltest.New(t, nil, two(map[string]*probe{})...)
	e.Shell.Fail(checklist.Fail("sheet.person").Because(errors.New("row 7")))
	assert.True(t, e.Has("请选择或填写被观察人员"))
	e.Tap("复制详情")
	assert.Contains(t, e.App.Clipboard().Content(), "sheet.person")
	assert.Contains(t, e.App.Clipboard().Content(), "row 7")
	e.Tap("知道了")
	e.Shell.Fail(errors.New("plain"))
	assert.True(t, e.Has("意料之外"))
}

func TestProblemsOfAFileAreAListWithPlaces(t *testing.T) {
	e := shelltest.New(t, nil, two(map[string]*probe{})...)
	e.Shell.Fail(checklist.Problems{{File: "a.yaml", Line: 7, Key: "items[3].id", Code: "x"}})
	assert.True(t, e.Has("a.yaml:7 · items[3].id"))
}

func TestAPanicInWorkBecomesAnError(t *testing.T) {
	e := shelltest.New(t, nil, two(map[string]*probe{})...)
	var got error
	shell.Run(e.Shell, context.Background(), func(context.Context) (int, error) { panic("boom") }, func(_ int, err error) { got = err })
	assert.Equal(t, "ui.crash", checklist.CodeOf(got))
}

func TestPreferencesSwitchLiveAndAreKept(t *testing.T) {
	pages := map[string]*probe{}
	e := shelltest.New(t, nil, two(pages)...)
	assert.True(t, e.Has("今日"))
	e.Shell.SetPrefs(shell.Prefs{Lang: checklist.EN, Mode: theme.Dark, Scale: 120})
	assert.True(t, e.Has("Today"))
	assert.False(t, e.Has("今日"))
	assert.Equal(t, "en", e.Home.Settings[shell.SettingLang])
	assert.Equal(t, "120", e.Home.Settings[shell.SettingScale])
	assert.True(t, theme.IsDark())
	assert.Equal(t, shell.Prefs{Lang: checklist.EN, Mode: theme.Dark, Scale: 120}, shell.ReadPrefs(context.Background(), e.Home))
}

func TestToastUndoes(t *testing.T) {
	e := shelltest.New(t, nil, two(map[string]*probe{})...)
	undone := false
	e.Shell.Toast("已删除", func() { undone = true })
	assert.Equal(t, "已删除", e.Shell.Toasted())
	e.Tap("撤销")
	assert.True(t, undone)
	assert.Empty(t, e.Shell.Toasted())
}

func TestProgressCancels(t *testing.T) {
	e := shelltest.New(t, nil, two(map[string]*probe{})...)
	var got error
	shell.Progress(e.Shell, "导入", func(ctx context.Context, report func(int, int)) (int, error) {
		report(1, 2)
		assert.True(t, e.Has("1 / 2"))
		e.Tap("取消")
		return 0, ctx.Err()
	}, func(_ int, err error) { got = err })
	assert.ErrorIs(t, got, context.Canceled)
	assert.False(t, e.Has("1 / 2"), "the bar is gone")
}

func TestFullDiskIsSaidAndIsNoSave(t *testing.T) {
	pages := map[string]*probe{}
	e := shelltest.New(t, nil, two(pages)...)
	e.Home.Publish(checklist.Change{Kind: "space", ID: "low"})
	assert.True(t, e.Has("磁盘满了"))
	assert.False(t, e.Has("已保存 "), "the status line claims no save")
	assert.Equal(t, 1, pages["today"].loads)
}
