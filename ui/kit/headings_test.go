package kit_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"hallcheck/ui/kit"
)

func TestHeadingsAreNotSelected(t *testing.T) {
	opened := -1
	r := kit.NewRows(func() int { return 5 }, func() fyne.CanvasObject { return kit.NewLabel("") }, func(int, fyne.CanvasObject) {})
	r.Head = func(i int) bool { return i == 0 || i == 3 }
	r.OnOpen = func(i int) { opened = i }
	w := window(t, r, 300, 400)
	tap := func(y float32) { test.TapCanvas(w.Canvas(), fyne.NewPos(40, y)) }
	r.Select(1)
	tap(20)
	require.Equal(t, 1, r.Selected(), "a tap on a heading does nothing")
	require.Equal(t, -1, opened)
	tap(100)
	require.Equal(t, 2, r.Selected())
	require.Equal(t, 2, opened)
	for _, x := range []struct {
		key  fyne.KeyName
		want int
	}{{fyne.KeyDown, 4}, {fyne.KeyUp, 2}, {fyne.KeyHome, 1}, {fyne.KeyUp, 1}, {fyne.KeyEnd, 4}} {
		r.Press(key(x.key))
		require.Equal(t, x.want, r.Selected(), "%s", x.key)
	}
}

func TestChosenPhotoIsInSight(t *testing.T) {
	s := kit.NewPhotoStrip(nil, "+", nil, nil)
	window(t, s, 250, 60)
	photos := make([]kit.Photo, 8)
	scroll := test.WidgetRenderer(s).Objects()[0].(*container.Scroll)
	s.Set(photos, 7)
	require.InDelta(t, 8*80-8+6-scroll.Size().Width, scroll.Offset.X, 1, "the last one ends at the right edge")
	s.Set(photos, 0)
	require.Zero(t, scroll.Offset.X)
}
