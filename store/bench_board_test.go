package store_test

import (
	"database/sql"
	"fmt"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"

	"hallcheck/checklist/arrival"
	"hallcheck/store"
	"hallcheck/store/storetest"
)

// boardData is a year of 16,000 halls: six records a month of two lists, one bundle
// a month, one device a hall.
const boardData = `
INSERT INTO branches (code, name, grade, traffic, active, initials)
  SELECT 'B' || substr('0000' || i, -5, 5), '第' || i || '支行', CASE WHEN i % 10 = 0 THEN 'partner' WHEN i % 10 = 1 THEN 'flagship' ELSE 'second' END, 'medium', 1, 'dzh' FROM halls;
INSERT INTO devices (id, branch, verifier, recipient, state, from_seq, name, at) SELECT 'd' || i, 'B' || substr('0000' || i, -5, 5), '', '', 'active', 1, '', 0 FROM halls;
INSERT INTO imports (sha256, device, seq, branch, at, outcome, code, name)
  SELECT 'sha' || i || '-' || m, 'd' || i, m, 'B' || substr('0000' || i, -5, 5), 1793500000000 + m, 'imported', '', '' FROM halls, months WHERE NOT (i = 7 AND m = 5);
INSERT INTO inspections (id, checklist, version, branch, day, month, status, incomplete, score, grade, vetoes, red, critical, answered, total, photos,
  started, finished, updated, rev, sent_at, sent_rev, device, mode, inspector, branch_name, branch_grade, branch_traffic, branch_active, search, cursor,
  phase, pressure, left_out, person, reopened, counts)
SELECT i || '-' || m || '-' || j || '-0000-4000-8000-000000000000', CASE WHEN j < 3 THEN 'env' ELSE 'patrol' END, 1, 'B' || substr('0000' || i, -5, 5),
  '2026-' || substr('0' || m, -2, 2) || '-' || substr('0' || (j * 4 + i % 3), -2, 2), '2026-' || substr('0' || m, -2, 2), 'finished', '', 900, 'good', 0, 1, 0, 43, 43, 5,
  1793500000000, 1793500000000, 1793500000000, 44, 0, -1, 'd' || i, 'self', '检查员', '第' || i || '支行', 'second', 'medium', 1,
  '网点环境检查 第' || i || '支行 检查员', 'main/item.7', '', '', 'null', '{"id":"p","name":"检查员"}', 'null', 1 FROM halls, months, six WHERE (i + j + m) % 50 > 0;
`

// BenchmarkBoard: the arrival board of 16,000 halls over a year of records, on both
// engines. Reach: a month and a week < 100 ms.
func BenchmarkBoard(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) {
		opt := storetest.Options(b, "")
		boardBench(b, opt, func() *sql.DB { return raw(b, opt.Dir+"/app.db") },
			"group_concat", `CREATE TEMP TABLE halls AS WITH RECURSIVE h(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM h WHERE i < 16000) SELECT i FROM h;
CREATE TEMP TABLE months AS WITH RECURSIVE h(m) AS (SELECT 1 UNION ALL SELECT m + 1 FROM h WHERE m < 12) SELECT m FROM h;
CREATE TEMP TABLE six AS WITH RECURSIVE h(j) AS (SELECT 1 UNION ALL SELECT j + 1 FROM h WHERE j < 6) SELECT j FROM h;`, "ANALYZE")
	})
	b.Run("postgres", func(b *testing.B) {
		c, err := storetest.StartCluster()
		if err != nil {
			b.Skip(err.Error())
		}
		defer c.Stop()
		opt := storetest.Options(b, c.Database(b))
		boardBench(b, opt, func() *sql.DB {
			g, err := gorm.Open(postgres.Open(opt.Addr), &gorm.Config{})
			require.NoError(b, err)
			db, err := g.DB()
			require.NoError(b, err)
			db.SetMaxOpenConns(1)
			return db
		}, "string_agg", `CREATE TEMP TABLE halls AS SELECT i FROM generate_series(1, 16000) i; CREATE TEMP TABLE months AS SELECT m FROM generate_series(1, 12) m;
CREATE TEMP TABLE six AS SELECT j FROM generate_series(1, 6) j; CREATE OR REPLACE FUNCTION substr(s text, f int, n int) RETURNS text IMMUTABLE LANGUAGE sql AS $$ SELECT CASE WHEN f < 0 THEN right(s, n) ELSE substring(s FROM f FOR n) END $$; SET search_path = public, pg_catalog;`, "VACUUM ANALYZE")
	})
}

func boardBench(b *testing.B, opt store.Options, open func() *sql.DB, join, helpers, settle string) {
	b.Helper()
	s, err := store.Open(b.Context(), opt)
	require.NoError(b, err)
	storetest.SetUp(b, s)
	_, err = s.InstallChecklist(b.Context(), "patrol.json", storetest.Sample("patrol", 1, 2))
	require.NoError(b, err)
	require.NoError(b, s.SetRequirement(b.Context(), arrival.Requirement{
		Checklist: "patrol", Ordinary: arrival.Often{Times: 1, Unit: arrival.Week}, Important: arrival.Often{Times: 1, Unit: arrival.Week}, Partner: arrival.Often{Times: 1, Unit: arrival.Week},
	}))
	require.NoError(b, s.Close())
	db := open()
	db.SetMaxOpenConns(1)
	mustExec(b, db, helpers)
	mustExec(b, db, boardData)
	mustExec(b, db, "INSERT INTO arrivals SELECT month, branch, "+join+"(checklist || ' ' || substr(day, 9, 2) || ' 0', ';') FROM inspections GROUP BY month, branch")
	mustExec(b, db, settle)
	require.NoError(b, db.Close())
	s, err = store.Open(b.Context(), opt)
	require.NoError(b, err)
	b.Cleanup(func() { _ = s.Close() })
	for _, period := range []string{"2026-11", "2026-W46", "2026-Q3"} {
		p, err := arrival.ParsePeriod(period)
		require.NoError(b, err)
		best, worst, least := time.Hour, time.Duration(0), time.Hour
		for range 7 {
			from, cpu := time.Now(), cpuTime()
			board, err := s.Board(b.Context(), p)
			took := time.Since(from)
			least = min(least, cpuTime()-cpu)
			best, worst = min(best, took), max(worst, took)
			require.NoError(b, err)
			require.Len(b, board.Rows, 16_001)
			require.Equal(b, 1, board.Rows[6].Gaps, "hall 7 lacks a number")
			require.Greater(b, board.Sum.Reported, 15_000)
		}
		fmt.Printf("%s %s: %v to %v; computing here %v\n", b.Name(), period, best, worst, least)
	}
}

// cpuTime is what this process computed so far, on all cores: it says what the board
// costs also when others use the machine.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
