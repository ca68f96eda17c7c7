package peak_test

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/peak"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
	"hallcheck/ui/theme"
)

// The plan's numbers and verdicts stand whole in their columns, two doubtful waits behind
// each other too, in both languages and in the smallest window.
func TestThePlansNumbersAreWhole(t *testing.T) {
	for _, lang := range []checklist.Lang{checklist.ZH, checklist.EN} {
		for _, size := range []fyne.Size{{Width: 1366, Height: 768}, {Width: 1024, Height: 680}} {
			f := &fake{come: 26, weeks: 8, Home: shelltest.NewHome()}
			e := shelltest.NewWith(t, f.Home, shell.Prefs{Lang: lang, Mode: theme.Light, Scale: 100},
				shell.Route{ID: "page", New: peak.New(peak.Services{Store: f, Papers: f})})
			e.Window.Resize(size)
			for range 3 {
				e.Type("c") // more customers
			}
			var seen []string
			shelltest.Walk(shelltest.Find[*kit.Table](e, 0), func(o fyne.CanvasObject) bool {
				if x, ok := o.(*canvas.Text); ok {
					seen = append(seen, x.Text)
				}
				return true
			})
			two := 0
			for _, s := range seen {
				require.NotContains(t, s, "…", fmt.Sprint(lang, size, seen))
				if strings.Count(s, ".") == 2 && strings.Contains(s, "→") {
					two++
				}
			}
			require.Positive(t, two, "%q", seen)
			e.Shell.End()
		}
	}
}
