package result_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
	"hallcheck/ui/theme"
)

// Nothing on the page is cut at an edge: in both languages, light and dark, in a large
// and the smallest window, and with large type; with findings and the way to them all.
func TestNothingIsCut(t *testing.T) {
	d := openDesk(t)
	d.add(t, "six", "6s-environment", shelltest.Now, "env.outdoor.signboard", "env.outdoor.plates", "env.outdoor.led-screen")
	d.add(t, "clean", "three-clean-one-bright", shelltest.Now)
	_, n, err := d.store.Findings(t.Context(), checklist.FindingFilter{Inspection: "six"})
	require.NoError(t, err)
	require.Positive(t, n)
	for _, lang := range []checklist.Lang{checklist.ZH, checklist.EN} {
		for _, look := range []shell.Prefs{{Mode: theme.Light, Scale: 100}, {Mode: theme.Dark, Scale: 100}, {Mode: theme.Light, Scale: 150}} {
			for _, size := range []fyne.Size{{Width: 1366, Height: 768}, {Width: 1024, Height: 680}} {
				look.Lang = lang
				d.Window.Resize(size)
				d.Shell.SetPrefs(look)
				for _, id := range []string{"six", "clean"} {
					d.Shell.Open("result", id)
					d.Window.Resize(size)
					assert.Empty(t, append(d.Overflows(), d.Cut()...), fmt.Sprint(id, look, size))
				}
			}
		}
	}
}
