package inspect_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/ui/inspect"
)

// BenchmarkTap is one answer from key to screen, the committed transaction
// included.
func BenchmarkTap(b *testing.B) {
	d := openDesk(b)
	d.begin("6s-environment")
	for b.Loop() {
		d.Type("1")
	}
}

// BenchmarkMove is one step of the focus through the list: our own work for a
// key, without the painter.
func BenchmarkMove(b *testing.B) {
	d := openDesk(b)
	d.begin("gbt32320-self-assessment")
	n := 0
	for b.Loop() {
		key := fyne.KeyDown
		if n/49%2 == 1 {
			key = fyne.KeyUp
		}
		d.Press(key)
		n++
	}
	require.Equal(b, inspect.RouteRun, d.Shell.At())
	require.Equal(b, checklist.Draft, d.draft().Status)
}
