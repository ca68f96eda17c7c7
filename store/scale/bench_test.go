package scale_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"hallcheck/store"
	"hallcheck/store/migrations"
	"hallcheck/store/scale"
)

// tables are those an import fills, parents first.
var tables = []string{
	"branches", "imports", "receipts", "inspections", "sheets", "answers", "results", "inspection_zones", "period_cells", "arrivals", "record_names",
	"finding_events", "findings", "subject_photos", "audit",
}

// figure is a number from the environment: HALLCHECK_HALLS, HALLCHECK_MONTHS.
func figure(b *testing.B, name string, usual int) int {
	b.Helper()
	v := os.Getenv(name)
	if v == "" {
		return usual
	}
	n, err := strconv.Atoi(v)
	require.NoError(b, err)
	return n
}

// BenchmarkImportRate: bundles of a hall and month each, already verified and
// scored, through ImportPrepared one transaction a bundle, and ImportMany a
// hundred bundles in one, against the same rows by raw COPY (PostgreSQL) or
// prepared INSERTs of 50 rows (SQLite) in one transaction. Reach: half the rate. On a
// machine that others use, the shares of computing time (…-cpu, ours and the server's)
// say more than those of time.
func BenchmarkImportRate(b *testing.B) {
	halls, months := figure(b, "HALLCHECK_HALLS", 300), figure(b, "HALLCHECK_MONTHS", 1)
	for _, engine := range []string{"sqlite", "postgres"} {
		b.Run(engine, func(b *testing.B) {
			for b.Loop() {
				one, many := storeOf(b, engine), storeOf(b, engine)
				single, n := importAll(b, one, generator(b, one.Store, halls, months), 1)
				together, _ := importAll(b, many, generator(b, many.Store, halls, months), 100)
				var raw spent
				if engine == "postgres" {
					raw = copyRaw(b, one.addr)
				} else {
					raw = insertRaw(b, one.addr)
				}
				b.ReportMetric(float64(n)/raw.took.Seconds(), "raw-insp/s")
				b.ReportMetric(float64(n)/single.took.Seconds(), "single-insp/s")
				b.ReportMetric(float64(n)/together.took.Seconds(), "many-insp/s")
				b.ReportMetric(raw.took.Seconds()/single.took.Seconds(), "single/raw")
				b.ReportMetric(raw.took.Seconds()/together.took.Seconds(), "many/raw")
				b.ReportMetric(raw.cpu.Seconds()/single.cpu.Seconds(), "single/raw-cpu")
				b.ReportMetric(raw.cpu.Seconds()/together.cpu.Seconds(), "many/raw-cpu")
			}
		})
	}
}

// opened is a store with the address of its database.
type opened struct {
	*store.Store
	addr string
}

func storeOf(b *testing.B, engine string) opened {
	b.Helper()
	addr := filepath.Join(b.TempDir(), "app.db")
	if engine == "postgres" {
		addr = onServer(b)
	}
	return opened{headquarters(b, addr), addr}
}

// spent is what some work cost: time, and computing here and on the server.
type spent struct{ took, cpu time.Duration }

// meter starts measuring; what it returns adds to s what was spent since.
func meter(b *testing.B, addr string, s *spent) func() {
	b.Helper()
	cpu, begin := computed(b, addr), time.Now()
	return func() {
		s.took += time.Since(begin)
		s.cpu += computed(b, addr) - cpu
	}
}

// computed is the computing time of this process and of the server's that work for
// a database.
func computed(b *testing.B, addr string) time.Duration {
	b.Helper()
	var u syscall.Rusage
	require.NoError(b, syscall.Getrusage(syscall.RUSAGE_SELF, &u))
	all := time.Duration(u.Utime.Nano() + u.Stime.Nano())
	if !strings.HasPrefix(addr, "postgres") {
		return all
	}
	c := watcher(b, addr)
	rows, err := c.Query(b.Context(), "SELECT pid FROM pg_stat_activity WHERE datname = $1", addrName(b, addr))
	require.NoError(b, err)
	pids, err := pgx.CollectRows(rows, pgx.RowTo[int])
	require.NoError(b, err)
	for _, pid := range pids {
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil { // gone, or another system
			continue
		}
		f := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
		for _, ticks := range f[11:13] {
			n, err := strconv.Atoi(ticks)
			require.NoError(b, err)
			all += time.Duration(n) * 10 * time.Millisecond
		}
	}
	return all
}

// watchers are connections to the server that measure, one for each benchmark.
var watchers = map[string]*pgx.Conn{}

func watcher(b *testing.B, addr string) *pgx.Conn {
	b.Helper()
	if watchers[addr] == nil {
		cfg, err := pgx.ParseConfig(addr)
		require.NoError(b, err)
		cfg.Database = "postgres" // not counted
		watchers[addr], err = pgx.ConnectConfig(context.Background(), cfg)
		require.NoError(b, err)
	}
	return watchers[addr]
}

func addrName(b *testing.B, addr string) string {
	b.Helper()
	cfg, err := pgx.ParseConfig(addr)
	require.NoError(b, err)
	return cfg.Database
}

// importAll takes all bundles in, so many in a transaction; only that is measured.
func importAll(b *testing.B, s opened, g *scale.Generator, together int) (cost spent, n int) {
	b.Helper()
	for from := 0; from < g.Bundles(); from += together {
		var ready []store.Incoming
		for i := from; i < min(from+together, g.Bundles()); i++ {
			one, err := g.Bundle(i)
			require.NoError(b, err)
			if len(one.Inspections) > 0 {
				ready = append(ready, one.Prepare(s.Store))
			}
			n += len(one.Inspections)
		}
		stop := meter(b, s.addr, &cost)
		_, err := s.ImportMany(b.Context(), ready)
		stop()
		require.NoError(b, err)
	}
	return cost, n
}

// copyRaw copies the rows of a database into an empty one of the same schema.
func copyRaw(b *testing.B, from string) (cost spent) {
	b.Helper()
	to := onServer(b)
	src, dst := connect(b, from), connect(b, to)
	steps, err := migrations.Steps("postgres")
	require.NoError(b, err)
	for _, s := range steps {
		_, err := dst.Exec(b.Context(), s.SQL)
		require.NoError(b, err, s.Name)
	}
	parts := map[string][]byte{}
	for _, t := range append([]string{"checklists"}, tables...) {
		var buf bytes.Buffer
		_, err := src.PgConn().CopyTo(b.Context(), &buf, "COPY "+t+" TO STDOUT")
		require.NoError(b, err)
		parts[t] = buf.Bytes()
	}
	load := func(t string) {
		_, err := dst.PgConn().CopyFrom(b.Context(), bytes.NewReader(parts[t]), "COPY "+t+" FROM STDIN")
		require.NoError(b, err, t)
	}
	load("checklists")
	stop := meter(b, to, &cost)
	_, err = dst.Exec(b.Context(), "BEGIN")
	require.NoError(b, err)
	for _, t := range tables {
		load(t)
	}
	_, err = dst.Exec(b.Context(), "COMMIT")
	stop()
	require.NoError(b, err)
	return cost
}

func connect(b *testing.B, addr string) *pgx.Conn {
	b.Helper()
	c, err := pgx.Connect(b.Context(), addr)
	require.NoError(b, err)
	b.Cleanup(func() { _ = c.Close(b.Context()) })
	return c
}

// insertRaw reads the rows of a database and inserts them into an empty one of
// the same schema with the same pragmas.
func insertRaw(b *testing.B, from string) (cost spent) {
	b.Helper()
	const pragmas = "?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_pragma=temp_store(MEMORY)&_txlock=immediate"
	src, err := sql.Open("sqlite", from+"?_pragma=query_only(1)")
	require.NoError(b, err)
	defer func() { _ = src.Close() }()
	dst, err := sql.Open("sqlite", filepath.Join(b.TempDir(), "raw.db")+pragmas)
	require.NoError(b, err)
	defer func() { _ = dst.Close() }()
	dst.SetMaxOpenConns(1)
	steps, err := migrations.Steps("sqlite")
	require.NoError(b, err)
	for _, s := range steps {
		_, err := dst.ExecContext(b.Context(), s.SQL)
		require.NoError(b, err)
	}
	_, err = dst.ExecContext(b.Context(), "DROP TRIGGER IF EXISTS audit_no_update")
	require.NoError(b, err)
	parts := map[string][][]any{}
	for _, t := range append([]string{"checklists"}, tables...) {
		parts[t] = rowsFrom(b, src, t)
	}
	tx, err := dst.BeginTx(b.Context(), nil)
	require.NoError(b, err)
	insertRows(b, tx, "checklists", parts["checklists"])
	require.NoError(b, tx.Commit())
	stop := meter(b, "", &cost)
	tx, err = dst.BeginTx(b.Context(), nil)
	require.NoError(b, err)
	for _, t := range tables {
		insertRows(b, tx, t, parts[t])
	}
	rows, err := src.QueryContext(b.Context(), "SELECT n, search FROM findings")
	require.NoError(b, err)
	for rows.Next() {
		var n int64
		var text string
		require.NoError(b, rows.Scan(&n, &text))
		_, err := tx.ExecContext(b.Context(), "INSERT INTO finding_text (rowid, grams) VALUES (?, ?)", n, text)
		require.NoError(b, err)
	}
	require.NoError(b, rows.Err())
	require.NoError(b, tx.Commit())
	stop()
	return cost
}

func rowsFrom(b *testing.B, db *sql.DB, table string) (out [][]any) {
	b.Helper()
	rows, err := db.QueryContext(b.Context(), "SELECT * FROM "+table)
	require.NoError(b, err)
	defer func() { _ = rows.Close() }()
	names, err := rows.Columns()
	require.NoError(b, err)
	for rows.Next() {
		row, into := make([]any, len(names)), make([]any, len(names))
		for i := range row {
			into[i] = &row[i]
		}
		require.NoError(b, rows.Scan(into...))
		out = append(out, row)
	}
	require.NoError(b, rows.Err())
	return out
}

// insertRows writes rows fifty at a time through one prepared statement.
func insertRows(b *testing.B, tx *sql.Tx, table string, rows [][]any) {
	b.Helper()
	const at = 50
	prepared := map[int]*sql.Stmt{}
	for some := range slices.Chunk(rows, at) {
		st := prepared[len(some)]
		if st == nil {
			one := "(" + strings.TrimSuffix(strings.Repeat("?,", len(some[0])), ",") + "),"
			var err error
			st, err = tx.PrepareContext(b.Context(), "INSERT INTO "+table+" VALUES "+strings.TrimSuffix(strings.Repeat(one, len(some)), ","))
			require.NoError(b, err)
			prepared[len(some)] = st
		}
		args := make([]any, 0, len(some)*len(some[0]))
		for _, r := range some {
			args = append(args, r...)
		}
		_, err := st.ExecContext(b.Context(), args...)
		require.NoError(b, err, table)
	}
	for _, st := range prepared {
		require.NoError(b, st.Close())
	}
}
