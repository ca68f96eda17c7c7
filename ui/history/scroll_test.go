package history_test

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"github.com/stretchr/testify/require"

	"hallcheck/ui/kit"
	"hallcheck/ui/shell/shelltest"
)

// pages scrolls the page of 10,000 inspections by one screen a call.
func pages(tb testing.TB) (scroll func()) {
	e := shelltest.New(tb, nil, routes(newMany(10_000))...)
	list := shelltest.Find[*kit.Table](e, 0).List
	var area *container.Scroll
	shelltest.Walk(list, func(o fyne.CanvasObject) bool {
		if s, ok := o.(*container.Scroll); ok && area == nil {
			area = s
		}
		return area == nil
	})
	page, end := area.Size().Height, area.Content.MinSize().Height
	return func() {
		by := -page
		if area.Offset.Y >= end-page {
			by = end
		}
		area.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, by)})
	}
}

// BenchmarkScrollPage is one screen of the list of 10,000 inspections, every
// row of it new: reach 16 ms, a frame.
func BenchmarkScrollPage(b *testing.B) {
	scroll := pages(b)
	b.ReportAllocs()
	for b.Loop() {
		scroll()
	}
}

func TestScrollingFitsIntoAFrame(t *testing.T) {
	scroll := pages(t)
	for range 800 { // once through the list: every chunk is read
		scroll()
	}
	took := make([]time.Duration, 200)
	for i := range took {
		from := time.Now()
		scroll()
		took[i] = time.Since(from)
	}
	slices.Sort(took)
	require.Less(t, took[len(took)/2], 16*time.Millisecond)

	early := testing.AllocsPerRun(100, scroll)
	for range 3000 {
		scroll()
	}
	late := testing.AllocsPerRun(100, scroll)
	require.InDelta(t, early, late, early/4, "memory asked for does not grow with scrolling")
}
