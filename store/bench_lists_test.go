package store_test

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/storetest"
)

// filled makes a store with n halls × per inspections of November 2026, written
// by SQL, with six zones each and the monthly sums.
func filled(b *testing.B, n, per int) (s *store.Store, path string) {
	b.Helper()
	opt := storetest.Options(b, "")
	s, err := store.Open(b.Context(), opt)
	require.NoError(b, err)
	storetest.SetUp(b, s)
	require.NoError(b, s.Close())
	path = filepath.Join(opt.Dir, "app.db")
	db := raw(b, path)
	mustExec(b, db, fmt.Sprintf(`
PRAGMA synchronous = OFF;
BEGIN;
WITH RECURSIVE h(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM h WHERE i < %d), k(j) AS (SELECT 1 UNION ALL SELECT j + 1 FROM k WHERE j < %d)
INSERT INTO inspections (id, checklist, version, branch, day, month, status, incomplete, score, grade, vetoes, red, critical, answered, total, photos,
  started, finished, updated, rev, sent_at, sent_rev, device, mode, inspector, branch_name, branch_grade, branch_traffic, branch_active, search, cursor,
  phase, pressure, left_out, person, reopened)
SELECT printf('%%08x-0000-4000-8000-%%012x', (i * 7919 + j * 104729) %% 4294967291, i * 100 + j), 'env', 1, printf('B%%05d', i),
  printf('2026-11-%%02d', j * 2), '2026-11', 'finished', '', 600 + (i * 31 + j * 7) %% 400, 'good', (i + j) %% 37 = 0, (i + j) %% 9, (i + j) %% 37 = 0, 43, 43, 5,
  1793500000000 + i * 1000 + j * 86400000 * 2, 1793500600000 + i * 1000, 0, 44, 0, -1, 'd' || i, 'self', '检查员' || (i %% 50), '第' || i || '支行', 'second', 'medium', 1,
  '网点环境检查' || char(10) || 'environment check' || char(10) || '第' || i || '支行' || char(10) || printf('b%%05d', i) || char(10) || '检查员' || (i %% 50) || char(10) || 'dzh',
  'main/item.7', '', '', 'null', '{"id":"p","name":"检查员"}', 'null' FROM h, k;
WITH RECURSIVE z(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM z WHERE k < 6)
INSERT INTO inspection_zones SELECT id, 'zone' || k, score, (1000 - score) * 100 / 6 FROM inspections, z;
INSERT INTO period_cells SELECT checklist, month, branch, count(score), sum(score), sum(vetoes), sum(red), sum(critical), min(version), max(version), 0,
  (SELECT group_concat(zone || ' ' || n || ' ' || s || ' ' || l, ';') FROM (SELECT z.zone, count(z.score) n, sum(z.score) s, sum(z.lost) l
   FROM inspections q JOIN inspection_zones z ON z.inspection = q.id WHERE q.checklist = i.checklist AND q.month = i.month AND q.branch = i.branch GROUP BY z.zone ORDER BY z.zone))
  FROM inspections i GROUP BY checklist, month, branch;
COMMIT;
ANALYZE;
PRAGMA wal_checkpoint(TRUNCATE);`, n, per))
	require.NoError(b, db.Close())
	s, err = store.Open(b.Context(), opt)
	require.NoError(b, err)
	b.Cleanup(func() { _ = s.Close() })
	return s, path
}

// BenchmarkMonthRanking: the rows of a month's ranking, 16,000 halls × 12
// inspections, against the bare GROUP BY in the sqlite3 shell, in turns. Reach:
// ≤ 1.5× and < 1 s.
func BenchmarkMonthRanking(b *testing.B) {
	s, path := filled(b, 16_000, 12)
	fresh, err := s.PeriodCells(b.Context(), "env", "2026-11-01", "2026-11-29")
	require.NoError(b, err)
	kept, err := s.PeriodCells(b.Context(), "env", "2026-11-01", "2026-11-30")
	require.NoError(b, err)
	require.Len(b, kept, 16_000)
	require.Equal(b, fresh, kept) // the sums are those of the base
	shell, err := exec.LookPath("sqlite3")
	if err != nil {
		fmt.Println("SKIP yardstick of BenchmarkMonthRanking: no sqlite3 shell")
	}
	const bare = "SELECT branch, count(score), sum(score), sum(vetoes), sum(red), sum(critical) FROM inspections" +
		" WHERE checklist = 'env' AND month = '2026-11' AND status = 'finished' AND incomplete = '' GROUP BY branch"
	var ours, theirs []time.Duration
	for b.Loop() {
		from := time.Now()
		_, err := s.PeriodCells(b.Context(), "env", "2026-11-01", "2026-11-30")
		ours = append(ours, time.Since(from))
		require.NoError(b, err)
		if shell != "" {
			from = time.Now()
			require.NoError(b, exec.CommandContext(b.Context(), shell, "-readonly", path, bare).Run())
			theirs = append(theirs, time.Since(from))
		}
	}
	o50, _ := quantiles(ours)
	b.ReportMetric(float64(o50.Milliseconds()), "ranking-p50-ms")
	if len(theirs) > 0 {
		t50, _ := quantiles(theirs)
		b.ReportMetric(float64(t50.Milliseconds()), "shell-p50-ms")
		b.ReportMetric(float64(o50)/float64(t50), "ratio")
	}
}

// BenchmarkDayRangeRanking: the same from the base, for ranges that are no months.
func BenchmarkDayRangeRanking(b *testing.B) {
	s, _ := filled(b, 16_000, 12)
	for b.Loop() {
		_, err := s.PeriodCells(b.Context(), "env", "2026-11-01", "2026-11-29")
		require.NoError(b, err)
	}
}

// BenchmarkSummaries: a page of 10,000 inspections, with and without a text.
// Reach: < 30 ms.
func BenchmarkSummaries(b *testing.B) {
	s, _ := filled(b, 1_000, 10)
	for name, f := range map[string]checklist.Filter{
		"first page":   {Limit: 100},
		"last page":    {Limit: 100, Offset: 9_900},
		"text":         {Text: "支行 检查员7", Limit: 100},
		"rare text":    {Text: "第999支行", Limit: 100},
		"worst first":  {Sort: checklist.SortLowest, Limit: 100},
		"branch order": {Sort: checklist.SortBranch, Limit: 100},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				_, total, err := s.Summaries(b.Context(), f)
				require.NoError(b, err)
				require.Positive(b, total)
			}
		})
	}
}
