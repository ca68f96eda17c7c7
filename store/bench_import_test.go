package store_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/migrations"
	"hallcheck/store/storetest"
)

// BenchmarkImport: one bundle of one finished inspection with 43 answers into
// the database, scored and sealed, against the same rows by raw SQL in one
// transaction, in turns. Reach: ≤ 2×.
func BenchmarkImport(b *testing.B) {
	opt := storetest.Options(b, "")
	source := storetest.Sample("env", 1, 43)
	opt.Builtin = map[string][]byte{"env.json": source}
	s, err := store.Open(b.Context(), opt)
	require.NoError(b, err)
	b.Cleanup(func() { _ = s.Close() })
	storetest.SetUp(b, s)
	c, err := s.Checklist(b.Context(), "env", 1)
	require.NoError(b, err)
	db := rawTwin(b)
	var ours, theirs []time.Duration
	n := 0
	for b.Loop() {
		n++
		hall := checklist.Branch{Code: fmt.Sprintf("B%05d", n), Name: "支行", Active: true}
		in, err := checklist.Start(fmt.Sprintf("in-%06d", n), c, hall, checklist.Person{Name: "张三"}, checklist.Self, time.Unix(1_793_700_000, 0))
		require.NoError(b, err)
		for i := range c.Items {
			require.NoError(b, in.Record("main", c.Items[i].ID, checklist.VerdictValue(checklist.Pass), time.Unix(1_793_700_000, 0)))
		}
		require.NoError(b, in.Finish("", time.Unix(1_793_700_000, 0)))
		from := time.Now()
		_, err = s.ImportInspections(b.Context(), store.ImportRecord{SHA256: in.ID, Device: hall.Code, Seq: 1}, []*checklist.Inspection{in}, store.Loop{}, hall)
		ours = append(ours, time.Since(from))
		require.NoError(b, err)
		from = time.Now()
		rawImport(b, db, in)
		theirs = append(theirs, time.Since(from))
	}
	o50, _ := quantiles(ours)
	t50, _ := quantiles(theirs)
	b.ReportMetric(float64(o50.Microseconds()), "import-p50-µs")
	b.ReportMetric(float64(t50.Microseconds()), "raw-p50-µs")
	b.ReportMetric(float64(o50)/float64(t50), "ratio")
}

// rawTwin is a database of the same schema that no store opens.
func rawTwin(b *testing.B) *sql.DB {
	b.Helper()
	steps, err := migrations.Steps("sqlite")
	require.NoError(b, err)
	db := raw(b, filepath.Join(b.TempDir(), "raw.db")+
		"?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_txlock=immediate")
	db.SetMaxOpenConns(1)
	for _, s := range steps {
		mustExec(b, db, s.SQL)
	}
	mustExec(b, db, "INSERT INTO checklists VALUES ('env', 1, '', '', '', '', '', 0, '')")
	return db
}

// rawImport writes the rows an import writes, row by row as SQL alone would.
func rawImport(b *testing.B, db *sql.DB, in *checklist.Inspection) {
	b.Helper()
	tx, err := db.BeginTx(b.Context(), nil)
	require.NoError(b, err)
	exec := func(q string, args ...any) {
		_, err := tx.ExecContext(b.Context(), q, args...)
		require.NoError(b, err)
	}
	exec("INSERT INTO imports (sha256, device, seq, branch, at, outcome, code, name, prev) VALUES (?, ?, 1, '', 0, 'imported', '', '', '')", in.ID, in.Branch.Code)
	exec("INSERT INTO branches (code, name, grade, traffic, active, initials) VALUES (?, '支行', '', '', 1, '')", in.Branch.Code)
	exec("INSERT INTO inspections (id, checklist, version, branch, day, month, status, incomplete, score, grade, vetoes, red, critical, answered, total, photos,"+
		" started, finished, updated, rev, sent_at, sent_rev, device, mode, inspector, branch_name, branch_grade, branch_traffic, branch_active, search, cursor,"+
		" phase, pressure, left_out, person, reopened) VALUES (?, 'env', 1, ?, ?, '2026-11', 'finished', '', 1000, 'good', 0, 0, 0, 43, 43, 0, 1, 2, 3, 0, 0, -1, ?, 'self',"+
		" '张三', '支行', '', '', 1, ?, 'main/item.42', '', '', 'null', '{}', 'null')", in.ID, in.Branch.Code, in.Day, in.Branch.Code, strings.Repeat("x", 60))
	exec("INSERT INTO sheets VALUES (?, ?, 'main', 0, '', '', '')", in.Branch.Code, in.ID)
	for item, a := range in.Sheets[0].Answers {
		exec("INSERT INTO answers VALUES (?, ?, 'main', ?, '{\"verdict\":\"pass\"}', '', '', '', ?)", in.Branch.Code, in.ID, item, a.At)
	}
	exec("INSERT INTO results VALUES (?, ?, ?, ?)", in.Branch.Code, in.ID, strings.Repeat("a", 64), strings.Repeat("r", 3800))
	for _, z := range []string{"front", "back"} {
		exec("INSERT INTO inspection_zones (branch, inspection, zone, score, lost) VALUES (?, ?, ?, 1000, 0)", in.Branch.Code, in.ID, z)
	}
	exec("INSERT INTO period_cells (checklist, month, branch, n, score_sum, vetoes, problems, critical, min_version, max_version, excluded, zones)"+
		" VALUES ('env', '2026-11', ?, 1, 1000, 0, 0, 0, 1, 1, 0, 'back 1 1000 0;front 1 1000 0')", in.Branch.Code)
	exec("INSERT INTO arrivals VALUES ('2026-11', ?, 'env 03 0')", in.Branch.Code)
	exec("INSERT INTO record_names VALUES ('hall', ?, ?) ON CONFLICT DO NOTHING", in.Branch.Code, "支行\n"+strings.ToLower(in.Branch.Code)+"\n")
	exec("INSERT INTO audit VALUES ((SELECT coalesce(max(seq), 0) + 1 FROM audit), 1, '王芳', '', 'import', ?, '', ?, ?)", in.ID, strings.Repeat("a", 64), strings.Repeat("b", 64))
	require.NoError(b, tx.Commit())
}
