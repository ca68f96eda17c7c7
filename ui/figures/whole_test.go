package figures_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/ui/figures"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
	"hallcheck/ui/theme"
)

// The days, weeks and bands of the table and their headings stand whole, in both
// languages and sizes.
func TestTheTableIsWhole(t *testing.T) {
	r := newReal(t)
	waiting, open := 38, 1
	for _, at := range []int{-26, -25, -2} { // yesterday morning, and this day
		_, err := r.Append(t.Context(), hall.Entry{Kind: hall.KindCount, At: shelltest.Now.Add(time.Duration(at) * time.Hour / 2).UnixMilli(), Waiting: &waiting, Open: &open, Usable: &open, Oldest: &waiting})
		require.NoError(t, err)
	}
	noon := time.Date(2026, 11, 20, 12, 10, 0, 0, time.Local).UnixMilli()
	_, err := r.Append(t.Context(), hall.Entry{Kind: hall.KindCount, At: noon, Waiting: &waiting, Open: &open, Usable: &open, Oldest: &waiting})
	require.NoError(t, err)
	for _, lang := range []checklist.Lang{checklist.ZH, checklist.EN} {
		for _, size := range []fyne.Size{{Width: 1366, Height: 768}, {Width: 1024, Height: 680}} {
			e := shelltest.NewWith(t, nil, shell.Prefs{Lang: lang, Mode: theme.Light, Scale: 100}, shell.Route{ID: "page", New: figures.New(r.services())})
			e.Window.Resize(size)
			var seen []string
			for range 3 { // days, weeks, bands
				e.Type("v")
				shelltest.Walk(shelltest.Find[*kit.Table](e, 0), func(o fyne.CanvasObject) bool {
					if x, ok := o.(*canvas.Text); ok {
						seen = append(seen, x.Text)
						require.NotContains(t, x.Text, "…", "%v %v", lang, size)
					}
					return true
				})
			}
			require.Contains(t, seen, map[checklist.Lang]string{checklist.ZH: "午间 11:30–13:30", checklist.EN: "Noon 11:30–13:30"}[lang])
			e.Shell.End()
		}
	}
}
