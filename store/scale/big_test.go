package scale_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/arrival"
	"hallcheck/checklist/hall"
	"hallcheck/checklist/ranking"
	"hallcheck/checklist/standard"
	"hallcheck/store"
	"hallcheck/store/scale"
)

// BenchmarkBig asks a generated headquarters what its pages ask: the database at
// HALLCHECK_BIG (a path or postgres://…), or one of 300 halls × 3 months made
// here. Reach at 16,000 halls × 12 months: the ranking of a month < 300 ms on
// PostgreSQL and < 1 s on SQLite, whatever the number of months.
func BenchmarkBig(b *testing.B) {
	s := big(b)
	month := os.Getenv("HALLCHECK_MONTH")
	if month == "" {
		month = "2026-11"
	}
	first, err := time.Parse("2006-01", month)
	require.NoError(b, err)
	last := first.AddDate(0, 1, -1)
	from, to := first.Format(time.DateOnly), last.Format(time.DateOnly)
	halls, err := s.Branches(b.Context())
	require.NoError(b, err)
	one := halls[len(halls)/2]
	env, err := s.Checklist(b.Context(), scale.Inspect, 0)
	require.NoError(b, err)
	list := func(f checklist.Filter) func(context.Context) error {
		return func(ctx context.Context) error {
			rows, total, err := s.Summaries(ctx, f)
			if err == nil && (len(rows) == 0) != (total == 0) {
				err = fmt.Errorf("%d of %d", len(rows), total)
			}
			return err
		}
	}
	for _, c := range []struct {
		name string
		do   func(context.Context) error
	}{
		{"month ranking, rows", func(ctx context.Context) error {
			cells, err := s.PeriodCells(ctx, scale.Inspect, from, to)
			if err == nil && len(cells) < len(halls)*9/10 {
				err = fmt.Errorf("%d rows", len(cells))
			}
			return err
		}},
		{"month ranking, whole page", func(ctx context.Context) error {
			a, err := ranking.Ask(ctx, s, ranking.Question{Checklist: env, Period: ranking.MonthOf(first)})
			if err == nil && len(a.Table.Rows) < len(halls)*9/10 {
				err = fmt.Errorf("%d rows", len(a.Table.Rows))
			}
			return err
		}},
		{"year trend of one hall", func(ctx context.Context) error {
			_, err := s.Trend(ctx, scale.Inspect, one.Code, first.AddDate(0, -11, 0).Format("2006-01"), month)
			return err
		}},
		{"year trend of all halls", func(ctx context.Context) error {
			_, err := s.GroupTrend(ctx, scale.Inspect, first.AddDate(0, -11, 0).Format("2006-01"), month)
			return err
		}},
		{"top losses of the month", func(ctx context.Context) error {
			_, err := s.TopLosses(ctx, scale.Inspect, "", from, to, 10)
			return err
		}},
		{"arrival board", func(ctx context.Context) error {
			p, err := arrival.ParsePeriod(month)
			if err != nil {
				return err
			}
			board, err := s.Board(ctx, p)
			if err == nil && len(board.Rows) != len(halls) {
				err = fmt.Errorf("%d rows", len(board.Rows))
			}
			return err
		}},
		{"records, first page", list(checklist.Filter{Limit: 100})},
		{"records, of one hall", list(checklist.Filter{Branch: one.Code, Limit: 100})},
		{"records, drafts", list(checklist.Filter{Status: checklist.Draft, Limit: 100})},
		{"records, text of one hall", list(checklist.Filter{Text: one.Name, Limit: 100})},
		{"records, frequent text", list(checklist.Filter{Text: "支行", Limit: 100})},
		{"records, text and month", list(checklist.Filter{Text: "支行", From: from, To: to, Limit: 100})},
		{"findings, first page", func(ctx context.Context) error {
			_, _, err := s.Findings(ctx, checklist.FindingFilter{})
			return err
		}},
		{"halls of the month", func(ctx context.Context) error {
			return halfKnown(s.HallOverview(ctx, from, to, 2000))
		}},
		{"halls of a week and a half", func(ctx context.Context) error {
			return halfKnown(s.HallOverview(ctx, last.AddDate(0, 0, -10).Format(time.DateOnly), to, 2000))
		}},
		{"figures of one hall", func(ctx context.Context) error {
			_, _, err := s.FigureSet(ctx, one.Code, from, to)
			return err
		}},
		{"unsent", func(ctx context.Context) error {
			_, _, err := s.CountUnsent(ctx)
			return err
		}},
	} {
		b.Run(c.name, func(b *testing.B) {
			var all []time.Duration
			for b.Loop() {
				begin := time.Now()
				require.NoError(b, c.do(b.Context()))
				all = append(all, time.Since(begin))
			}
			slices.Sort(all)
			b.ReportMetric(float64(all[len(all)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(all[len(all)-1].Microseconds())/1000, "worst-ms")
		})
	}
}

// halfKnown fails for an overview without days of most halls: the database was not made
// with --hall.

func halfKnown(o *hall.Overview, err error) error {
	known := 0
	for i := 0; err == nil && i < len(o.Halls); i++ {
		known += min(1, o.Halls[i].Known)
	}
	if err == nil && (known < len(o.Halls)*9/10 || o.AllQueues == 0 || len(o.Missed) == 0 || len(o.Drills) == 0) {
		err = fmt.Errorf("%d of %d halls, %d queues, %d missed, %d drills", known, len(o.Halls), o.AllQueues, len(o.Missed), len(o.Drills))
	}
	return err
}

// big opens the database to be measured; opening is timed too.
func big(b *testing.B) *store.Store {
	b.Helper()
	addr := os.Getenv("HALLCHECK_BIG")
	if addr == "" {
		s := headquarters(b, "")
		g := generator(b, s, 300, 3)
		g.Hall = scale.HallAlso
		_, err := scale.Fill(b.Context(), s, g, nil)
		require.NoError(b, err)
		return s
	}
	dir := b.TempDir()
	copied := filepath.Join(dir, "backup", time.Now().UTC().Format("app-20060102T150405Z.db"))
	require.NoError(b, os.MkdirAll(filepath.Dir(copied), 0o700)) // no daily copy beside what is measured
	require.NoError(b, os.WriteFile(copied, nil, 0o600))
	begin := time.Now()
	s, err := store.Open(b.Context(), store.Options{Addr: addr, Dir: dir, Parse: standard.Read, Builtin: assets.Checklists()})
	require.NoError(b, err)
	b.Logf("opened in %d ms", time.Since(begin).Milliseconds())
	b.Cleanup(func() { _ = s.Close() })
	return s
}
