package shell_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"github.com/stretchr/testify/require"

	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
)

// Pages of one rail entry stand side by side: a strip says which there are, by mouse
// and by Ctrl PgDn and PgUp, round and round; there is no way back between them.
func TestTabs(t *testing.T) {
	pages := map[string]*probe{}
	routes := two(pages)
	tab := func(id, under string) shell.Route {
		r := routes[0]
		r.ID, r.Under, r.Rail, r.Tab = id, under, under == "", true
		r.New = func(s *shell.Shell, _ any) shell.Page {
			pages[id] = &probe{s: s, name: id}
			return pages[id]
		}
		return r
	}
	e := shelltest.New(t, nil, routes[1], tab("hall", ""), tab("hallcases", "hall"), tab("halllog", "hall"))
	require.NotContains(t, e.Texts(), "登记", "a page without neighbours has no strip")
	e.Shell.Go("hall", nil)
	require.True(t, e.Has("现场"), e.Texts())
	shelltest.Find[*kit.Segmented](e, 0).Choose("hallcases")
	require.Equal(t, "hallcases", e.Shell.At())
	turn := func(key fyne.KeyName) {
		e.Shortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierControl})
	}
	turn(fyne.KeyPageDown)
	require.Equal(t, "halllog", e.Shell.At())
	turn(fyne.KeyPageDown)
	require.Equal(t, "hall", e.Shell.At())
	turn(fyne.KeyPageUp)
	require.Equal(t, "halllog", e.Shell.At())
	e.Shell.Back()
	require.Equal(t, "halllog", e.Shell.At())
	e.Shell.Go("history", nil)
	turn(fyne.KeyPageDown)
	require.Equal(t, "history", e.Shell.At())
}
