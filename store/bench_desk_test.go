package store_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/store"
	"hallcheck/store/storetest"
)

// BenchmarkDeskKey: a key of the hall desk → durable against a tap of the main job,
// taken in turns in one run. Reach: p50 ≤ 1× the tap's. The day fills up as it goes;
// a third of the keys correct the number before; they are told apart.
func BenchmarkDeskKey(b *testing.B) {
	opt := storetest.Options(b, "")
	opt.Builtin = map[string][]byte{"env.json": storetest.Sample("env", 1, 43)}
	s, err := store.Open(b.Context(), opt)
	require.NoError(b, err)
	b.Cleanup(func() { _ = s.Close() })
	storetest.SetUp(b, s)
	id := storetest.Draft(b, s, "in-1", time.Unix(1_800_000_000, 0))
	var keys, fixes, taps []time.Duration
	last, i := "", 0
	for b.Loop() {
		item := fmt.Sprintf("item.%d", i%43)
		v := []checklist.Verdict{checklist.Pass, checklist.Miss}[i/43%2]
		from := time.Now()
		_, err := s.Edit(b.Context(), id, func(in *checklist.Inspection, now time.Time) error {
			return in.Record(checklist.MainSheet, item, checklist.VerdictValue(v), now)
		})
		taps = append(taps, time.Since(from))
		require.NoError(b, err)

		n := i % 30
		e := hall.Entry{ID: fmt.Sprintf("entry-%d", i), Kind: hall.KindCount, Waiting: &n, Open: &n}
		if i%3 == 0 {
			e.Instead = last
		}
		from = time.Now()
		_, err = s.Append(b.Context(), e)
		if d := time.Since(from); e.Instead == "" {
			keys = append(keys, d)
		} else {
			fixes = append(fixes, d)
		}
		require.NoError(b, err)
		last = e.ID
		i++
	}
	k50, k99 := quantiles(keys)
	t50, t99 := quantiles(taps)
	b.ReportMetric(float64(k50.Microseconds()), "key-p50-µs")
	b.ReportMetric(float64(k99.Microseconds()), "key-p99-µs")
	b.ReportMetric(float64(t50.Microseconds()), "tap-p50-µs")
	f50, _ := quantiles(append(fixes, keys[0]))
	b.ReportMetric(float64(k50)/float64(t50), "p50-ratio")
	b.ReportMetric(float64(f50)/float64(t50), "fix-p50-ratio")
	b.ReportMetric(float64(k99)/float64(t99), "p99-ratio")
}
