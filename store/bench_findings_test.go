package store_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/storetest"
)

// findingRow is row i of made-up findings in 500 halls: 43 items, 60 owners, words
// like those of the field. The last value is the search text.
func findingRow(i int) []any {
	things := []string{"叫号机屏幕不亮", "饮水机缺水", "地面有水渍", "灯管损坏", "宣传折页过期", "无障碍坡道被占用", "老花镜缺失", "自助设备无人引导"}
	where := []string{"前厅", "等候区", "柜面", "自助区", "贵宾室", "门口", "卫生间", "后场"}
	states := []string{"open", "in_progress", "submitted", "closed", "closed", "closed", "closed", "rejected"}
	branch, item, zone, state := i%500, i*7%43, i*5%8, states[i*11%8]
	owner := fmt.Sprintf("责任人%d", i*13%60)
	words := fmt.Sprintf("%s第%d处%s，请尽快处理", where[zone], i%97, things[i*3%8])
	number := fmt.Sprintf("F-2026-%04d", i/500+1)
	text := fmt.Sprintf("%s：条目 %d 的要求是设施完好、摆放整齐、标识清楚、无灰尘", things[item%8], item)
	search := strings.ToLower(strings.Join([]string{
		number, words, text, "Equipment works and is clean", where[zone], "", fmt.Sprint("zone", zone), owner, "综合部",
		fmt.Sprintf("第%d支行", branch), fmt.Sprintf("B%05d", branch), "dyzh",
	}, "\n"))
	submitted, settled := "", 0
	if state == "closed" || state == "submitted" {
		submitted = "2026-11-09"
	}
	if state == "closed" {
		settled = 1
	}
	return []any{
		fmt.Sprintf("%08x-0000-4000-8000-%012x", uint32(i*7919), i), number, "2026", i/500 + 1, fmt.Sprintf("B%05d", branch),
		fmt.Sprintf("第%d支行", branch), "second", fmt.Sprintf("in-%d", i/20), "env", fmt.Sprint("item.", item), fmt.Sprint("zone", zone),
		`{"zh":"` + where[zone] + `","en":""}`, "shine", words, `{"zh":"` + text + `","en":"Equipment works and is clean"}`, "minor", state, settled, owner,
		"综合部", "", fmt.Sprintf("2026-%02d-%02d", i%11+1, i%28+1), fmt.Sprintf("2026-%02d-%02d", i%11+2, i%28+1), submitted, submitted,
		i % 4, 0, 0, strings.Repeat("a", 64), "", 1793500000000 + i, 0, 0, search,
	}
}

// withFindings makes a store of n findings, written by SQL into SQLite, or by COPY
// into PostgreSQL at addr.
func withFindings(b testing.TB, n int, addr string) *store.Store {
	b.Helper()
	opt := storetest.Options(b, addr)
	s, err := store.Open(b.Context(), opt)
	require.NoError(b, err)
	storetest.SetUp(b, s)
	require.NoError(b, s.Close())
	if addr == "" {
		findingsByInsert(b, filepath.Join(opt.Dir, "app.db"), n)
	} else {
		findingsByCopy(b, addr, n)
	}
	s, err = store.Open(b.Context(), opt)
	require.NoError(b, err)
	b.Cleanup(func() { require.NoError(b, s.Close()) })
	if addr == "" {
		require.Eventually(b, func() bool { return len(store.Backups(opt.Dir)) > 0 }, time.Minute, 10*time.Millisecond) // today's copy is made beside the work
	}
	return s
}

func findingsByInsert(b testing.TB, path string, n int) {
	b.Helper()
	db := raw(b, path)
	mustExec(b, db, "PRAGMA synchronous = OFF")
	tx, err := db.Begin()
	require.NoError(b, err)
	put, err := tx.Prepare("INSERT INTO findings (" + store.FindingColumns + ") VALUES (?" + strings.Repeat(", ?", strings.Count(store.FindingColumns, ",")) + ")")
	require.NoError(b, err)
	index, err := tx.Prepare("INSERT INTO finding_text (rowid, grams) VALUES (?, ?)")
	require.NoError(b, err)
	for i := range n {
		row := findingRow(i)
		_, err := put.Exec(row...)
		require.NoError(b, err)
		_, err = index.Exec(i+1, store.IndexText(row[len(row)-1].(string)))
		require.NoError(b, err)
	}
	require.NoError(b, tx.Commit())
	mustExec(b, db, "ANALYZE; PRAGMA wal_checkpoint(TRUNCATE)")
	require.NoError(b, db.Close())
}

func findingsByCopy(b testing.TB, addr string, n int) {
	b.Helper()
	db, err := pgx.Connect(b.Context(), addr)
	require.NoError(b, err)
	_, err = db.CopyFrom(b.Context(), pgx.Identifier{"findings"}, strings.Split(store.FindingColumns, ", "),
		pgx.CopyFromSlice(n, func(i int) ([]any, error) { return findingRow(i), nil }))
	require.NoError(b, err)
	_, err = db.Exec(b.Context(), "VACUUM ANALYZE findings")
	require.NoError(b, err)
	require.NoError(b, db.Close(b.Context()))
}

// BenchmarkFindingsServer is BenchmarkFindings on PostgreSQL.
func BenchmarkFindingsServer(b *testing.B) {
	benchFindings(b, withFindings(b, 100_000, onServer(b).Database(b)))
}

// BenchmarkFindings: a page of 200 with the total out of 100,000 findings. Reach:
// < 100 ms with any text of two characters and up.
func BenchmarkFindings(b *testing.B) { benchFindings(b, withFindings(b, 100_000, "")) }

func benchFindings(b *testing.B, s *store.Store) {
	b.Helper()
	for _, c := range []struct {
		name string
		f    checklist.FindingFilter
	}{
		{"first page", checklist.FindingFilter{}},
		{"text two characters, in all", checklist.FindingFilter{Text: "设施"}},
		{"text two characters, every eighth", checklist.FindingFilter{Text: "水渍"}},
		{"text long", checklist.FindingFilter{Text: "无障碍坡道被占用"}},
		{"text two words", checklist.FindingFilter{Text: "灯管 责任人7"}},
		{"text rare", checklist.FindingFilter{Text: "第499支行"}},
		{"text nowhere", checklist.FindingFilter{Text: "保险柜"}},
		{"text of one branch", checklist.FindingFilter{Text: "灯管", Branch: "B00007"}},
		{"text of the unsettled", checklist.FindingFilter{Text: "灯管", Unsettled: true}},
		{"unsettled", checklist.FindingFilter{Unsettled: true}},
		{"overdue", checklist.FindingFilter{OverdueOn: "2026-06-30"}},
		{"newest", checklist.FindingFilter{Sort: checklist.FindingsNewest}},
		{"last page", checklist.FindingFilter{Offset: 99_800}},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				list, total, err := s.Findings(b.Context(), c.f)
				require.NoError(b, err)
				require.Equal(b, c.name == "text nowhere", total == 0)
				require.Len(b, list, min(200, total))
				for _, r := range list {
					require.False(b, c.f.Unsettled && r.Status.Settled())
				}
			}
		})
	}
	b.Run("facets", func(b *testing.B) {
		for b.Loop() {
			x, err := s.FindingFacets(b.Context(), checklist.FindingFilter{}, "2026-11-22")
			require.NoError(b, err)
			require.Equal(b, 100_000, x.Total)
		}
	})
	b.Run("rates", func(b *testing.B) {
		for b.Loop() {
			x, err := s.FindingRates(b.Context(), checklist.FindingFilter{}, "2026-01-01", "2026-11-30", "2026-11-22")
			require.NoError(b, err)
			require.Positive(b, x.Closed)
		}
	})
}

// BenchmarkFindingMove: one move of one of 100,000 findings, and finishing an
// inspection that opens 20, against the plain INSERT in turns.
func BenchmarkFindingMove(b *testing.B) {
	s := withFindings(b, 100_000, "")
	ctx := b.Context()
	f, err := s.OpenFinding(ctx, checklist.FindingDraft{Text: "灯管不亮"})
	require.NoError(b, err)
	c, err := s.InstallChecklist(ctx, "long.json", storetest.Sample("long", 1, 20))
	require.NoError(b, err)
	plain := plainTable(b)
	var moves, finishes, bare []time.Duration
	took := func(into *[]time.Duration, work func() error) {
		from := time.Now()
		err := work()
		*into = append(*into, time.Since(from))
		require.NoError(b, err)
	}
	for n := 0; b.Loop(); n++ {
		took(&moves, func() error {
			_, err := s.EditFinding(ctx, f.ID, func(f *checklist.Finding, a checklist.Act) error {
				return f.Assign(a, fmt.Sprint("责任人", n), "", "", "")
			})
			return err
		})
		took(&bare, func() error {
			_, err := plain.ExecContext(ctx, "in-1", "main", "item", `{"verdict":"pass"}`, "", n)
			return err
		})
		if n%20 > 0 {
			continue
		}
		if f, err = s.OpenFinding(ctx, checklist.FindingDraft{Text: "灯管不亮"}); err != nil { // histories are short
			b.Fatal(err)
		}
		now := time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC).Add(time.Duration(n) * time.Minute)
		in, err := checklist.Start(fmt.Sprint("bench-", n), c, storetest.Branch, checklist.Person{Name: "王芳"}, checklist.Self, now)
		require.NoError(b, err)
		for _, it := range c.Items {
			require.NoError(b, in.Record(checklist.MainSheet, it.ID, checklist.VerdictValue(checklist.Miss), now))
		}
		require.NoError(b, s.StartInspection(ctx, in))
		took(&finishes, func() error {
			_, err := s.Edit(ctx, in.ID, func(in *checklist.Inspection, now time.Time) error { return in.Finish("到时间了", now) })
			return err
		})
	}
	m50, m99 := quantiles(moves)
	f50, _ := quantiles(finishes)
	p50, _ := quantiles(bare)
	b.ReportMetric(float64(m50.Microseconds()), "move-p50-µs")
	b.ReportMetric(float64(m99.Microseconds()), "move-p99-µs")
	b.ReportMetric(float64(p50.Microseconds()), "insert-p50-µs")
	b.ReportMetric(float64(f50.Microseconds()), "finish-p50-µs")
}
