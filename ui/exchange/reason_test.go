package exchange_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/ui/exchange"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
	"hallcheck/ui/theme"
)

// drawn is what paragraphs really paint, line by line.
func drawn(e *shelltest.Env) string {
	var out strings.Builder
	shelltest.Walk(e.Window.Canvas().Overlays().Top(), func(o fyne.CanvasObject) bool {
		if p, ok := o.(*kit.Paragraph); ok {
			for _, x := range test.WidgetRenderer(p).Objects() {
				out.WriteString(x.(*canvas.Text).Text)
			}
			out.WriteString("\n")
		}
		return true
	})
	return strings.ReplaceAll(out.String(), " ", "")
}

func TestRefusalsAreReadableWhole(t *testing.T) {
	long := checklist.Fail("exchange.foreignVersion", "id", "6s-environment", "version", "12")
	for _, lang := range []checklist.Lang{checklist.ZH, checklist.EN} {
		s := halls()
		s.bundles = append(s.bundles, exchange.Bundle{File: "c.bundle", Branch: s.bundles[0].Branch, Status: exchange.Refused, Err: long})
		e := shelltest.NewWith(t, nil, shell.Prefs{Lang: lang, Mode: theme.Light, Scale: 100}, shell.Route{ID: "inbox", Rail: true, New: exchange.NewInbox(s, s, s, nil, nil)})
		e.Shell.Page().(shell.DropTarget).Drop([]string{"/media/usb"})
		for _, b := range s.bundles[1:] {
			require.Contains(t, drawn(e), strings.ReplaceAll(e.Shell.Words().Error(b.Err), " ", ""))
		}
		require.Empty(t, e.Overflows())
	}
}
