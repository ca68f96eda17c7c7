package review_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

// BenchmarkWallStep is one step from pair to pair, from key to finished page,
// with pictures of 12 megapixels: our own work for a key, without the painter.
// It prints the mean and the longest step with the next pairs made ready, as
// they are after a moment's look, and the mean of the first round, in which
// every step also makes the pairs ahead ready (in the window that happens beside).
func BenchmarkWallStep(b *testing.B) {
	d := newDesk(b)
	const n = 6
	for i := range n {
		d.add(pair{
			text:   fmt.Sprint("第", i+1, "处"),
			before: []checklist.PhotoRef{d.photo(2*i+1, 4000, 3000)}, after: []checklist.PhotoRef{d.photo(2*i+2, 4000, 3000)},
		})
	}
	began := time.Now()
	d.open()
	for range n - 1 {
		d.Type("j")
	}
	first := time.Since(began)
	var longest time.Duration
	steps := 0
	for b.Loop() { // up to the first pair and down again
		for k := range 2 * (n - 1) {
			step := time.Now()
			d.Type([]string{"k", "j"}[k/(n-1)])
			longest = max(longest, time.Since(step))
			steps++
		}
	}
	require.True(b, d.Has(fmt.Sprint("已处理：第", n, "处")), "%q", d.Texts())
	b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(steps), "ms/step")
	b.ReportMetric(float64(longest.Microseconds())/1000, "ms/longest")
	b.ReportMetric(float64(first.Microseconds())/1000/n, "ms/first-round")
}
