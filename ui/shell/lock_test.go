package shell_test

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/storetest"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
	"hallcheck/ui/theme"
)

// secretPage shows what nobody but the person may see, and counts its keys.
type secretPage struct{ keys int }

func (*secretPage) Title() (string, string)    { return "记录", "" }
func (*secretPage) Content() fyne.CanvasObject { return kit.NewLabel("得分 61.5") }
func (*secretPage) Load(context.Context)       {}
func (p *secretPage) Keys() []shell.Key {
	return []shell.Key{
		shell.On('1', "", func() { p.keys++ }),
		shell.OnKey(fyne.KeyReturn, fyne.KeyModifierControl, "", func() { p.keys++ }),
	}
}

// locked is a window over a real database whose person has a password, with the
// clock in the caller's hand.
func locked(t *testing.T) (e *shelltest.Env, st *store.Store, page *secretPage, now *storetest.Clock) {
	t.Helper()
	now = &storetest.Clock{At: shelltest.Now}
	st, err := store.Open(t.Context(), store.Options{Dir: t.TempDir(), Clock: now.Now})
	require.NoError(t, err)
	t.Cleanup(func() { _ = st.Close() })
	require.NoError(t, st.Setup(t.Context(), checklist.Profile{
		Face: checklist.FaceBranch, Org: "济宁银行", Branch: checklist.Branch{Code: "01", Name: "市中支行"},
		User: checklist.Person{Name: "李静", Role: checklist.LobbyManager},
	}))
	require.NoError(t, st.SetPassword(t.Context(), "", "海棠开了七次ok"))
	page = &secretPage{}
	app := test.NewTempApp(t)
	w := app.NewWindow("test")
	w.Resize(fyne.NewSize(1366, 768))
	e = &shelltest.Env{T: t, App: app, Window: w}
	e.Shell = shell.New(shell.Config{
		App: app, Window: w, Home: st, Face: checklist.FaceBranch, Start: "page", Version: "1.0.0",
		Routes: []shell.Route{{ID: "page", Faces: []checklist.Face{checklist.FaceBranch}, New: func(*shell.Shell, any) shell.Page { return page }}},
		Clock:  now.Now, Tasks: shell.Inline(), Prefs: shell.Prefs{Lang: checklist.ZH, Mode: theme.Light, Scale: 100},
	})
	return e, st, page, now
}

// TestAnIdleWindowLocks: after the minutes of the setting nothing of the page is
// to be seen or reached, open dialogs neither; the password brings both back.
func TestAnIdleWindowLocks(t *testing.T) {
	e, st, page, now := locked(t)
	require.True(t, e.Has("得分 61.5"))
	e.Shell.Dialog("名单", kit.NewLabel("张三"), 400)
	now.Pass(9 * time.Minute)
	e.Shell.LockIfIdle()
	require.False(t, e.Shell.Locked())
	now.Pass(61 * time.Second)
	e.Shell.LockIfIdle()
	require.True(t, e.Shell.Locked())
	require.False(t, e.Has("得分 61.5"))
	require.False(t, e.Has("张三"))
	e.Window.Canvas().Unfocus()
	e.Type("1")
	e.Shortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierControl})
	require.Zero(t, page.keys)

	e.Fill(1, "wrong")
	e.Tap("进入")
	require.True(t, e.Has("口令不对。连错五次要等一分钟，之后每错一次等得更久。"))
	e.Fill(1, "海棠开了七次ok")
	e.Tap("进入")
	require.False(t, e.Shell.Locked())
	require.True(t, e.Has("张三"), "the dialog is where it was")
	e.Press(fyne.KeyEscape)
	require.True(t, e.Has("得分 61.5"))
	e.Type("1")
	require.Equal(t, 1, page.keys)
	require.NoError(t, st.Barred())
}

// TestAHandOnItKeepsTheWindowOpen, and twelve hours shut it all the same.
func TestAHandOnItKeepsTheWindowOpen(t *testing.T) {
	e, _, _, now := locked(t)
	for range 71 {
		now.Pass(10*time.Minute - time.Second)
		e.Type("1")
		e.Shell.LockIfIdle()
		require.False(t, e.Shell.Locked())
	}
	now.Pass(10*time.Minute - time.Second)
	e.Type("1")
	now.Pass(2 * time.Minute)
	e.Shell.LockIfIdle()
	require.True(t, e.Shell.Locked())
}

// TestRulesAskForAPasswordAtOnce: when the bank wants one, the window asks for it
// with every reason against a bad one.
func TestRulesAskForAPasswordAtOnce(t *testing.T) {
	e, st, _, _ := locked(t)
	require.NoError(t, st.SavePerson(t.Context(), checklist.Person{ID: "h", Name: "王强", Role: checklist.BranchHead}))
	_, err := st.ActAs(t.Context(), "王强")
	require.NoError(t, err)
	require.NoError(t, st.SetPasswordRules(t.Context(), checklist.PasswordsMLPS))
	e.Shell.LockIfBarred()
	require.True(t, e.Has("王强，请设口令"))
	e.Fill(0, "王强1")
	e.Fill(1, "王强1")
	e.Tap("进入")
	require.True(t, e.Has("至少 8 个字符，现在是 3 个。 口令里不能有本人姓名。 大写字母、小写字母、数字、符号至少要有三种。"))
	e.Fill(0, "Guan7head")
	e.Fill(1, "Guan8head")
	e.Tap("进入")
	require.True(t, e.Has("两次输入的不一样。"))
	e.Fill(1, "Guan7head")
	e.Tap("进入")
	require.False(t, e.Shell.Locked())
	a, err := st.Account(t.Context(), "h")
	require.NoError(t, err)
	require.True(t, a.Has)
}
