package store_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/storetest"
)

// quantiles returns the median and the 99th percentile.
func quantiles(all []time.Duration) (p50, p99 time.Duration) {
	slices.Sort(all)
	return all[len(all)/2], all[len(all)*99/100]
}

// plainTable is the yardstick of a tap: one row of the same content inserted by
// database/sql alone, prepared, WAL and FULL, on the same disk.
func plainTable(b *testing.B) *sql.Stmt {
	b.Helper()
	db, err := sql.Open("sqlite", filepath.Join(b.TempDir(), "plain.db")+
		"?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_txlock=immediate")
	require.NoError(b, err)
	db.SetMaxOpenConns(1)
	_, err = db.ExecContext(b.Context(), "CREATE TABLE a (id INTEGER PRIMARY KEY, inspection TEXT, sheet TEXT, item TEXT, value TEXT, note TEXT, at INTEGER)")
	require.NoError(b, err)
	st, err := db.PrepareContext(b.Context(), "INSERT INTO a (inspection, sheet, item, value, note, at) VALUES (?, ?, ?, ?, ?, ?)")
	require.NoError(b, err)
	b.Cleanup(func() { _ = st.Close(); _ = db.Close() })
	return st
}

// BenchmarkTap: tap → durable against the plain INSERT, taken in turns in one
// run. Reach: p50 ≤ 3×, p99 ≤ 4×.
func BenchmarkTap(b *testing.B) {
	opt := storetest.Options(b, "")
	opt.Builtin = map[string][]byte{"env.json": storetest.Sample("env", 1, 43)}
	s, err := store.Open(b.Context(), opt)
	require.NoError(b, err)
	b.Cleanup(func() { _ = s.Close() })
	storetest.SetUp(b, s)
	id := storetest.Draft(b, s, "in-1", time.Unix(1_800_000_000, 0))
	plain := plainTable(b)
	var taps, bare []time.Duration
	i := 0
	for b.Loop() {
		item := fmt.Sprintf("item.%d", i%43)
		v := []checklist.Verdict{checklist.Pass, checklist.Miss}[i/43%2]
		i++
		from := time.Now()
		_, err := s.Edit(b.Context(), id, func(in *checklist.Inspection, now time.Time) error {
			return in.Record(checklist.MainSheet, item, checklist.VerdictValue(v), now)
		})
		taps = append(taps, time.Since(from))
		if err != nil {
			b.Fatal(err)
		}
		from = time.Now()
		_, err = plain.ExecContext(b.Context(), id, "main", item, `{"verdict":"pass"}`, "", from.UnixMilli())
		bare = append(bare, time.Since(from))
		if err != nil {
			b.Fatal(err)
		}
	}
	t50, t99 := quantiles(taps)
	p50, p99 := quantiles(bare)
	b.ReportMetric(float64(t50.Microseconds()), "tap-p50-µs")
	b.ReportMetric(float64(t99.Microseconds()), "tap-p99-µs")
	b.ReportMetric(float64(p50.Microseconds()), "insert-p50-µs")
	b.ReportMetric(float64(t50)/float64(p50), "p50-ratio")
	b.ReportMetric(float64(t99)/float64(p99), "p99-ratio")
}
