package store_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/assets"
	"hallcheck/checklist/hall"
	"hallcheck/checklist/standard"
	"hallcheck/store"
	"hallcheck/store/migrations"
	"hallcheck/store/storetest"
)

// TestUpgradeOnPostgres: a database of an older schema, the same rows on both engines,
// comes to the same contents, none of them damaged: of schema 12, the last one whose
// records did not carry their branch, and of 14, the first released with days of halls.
func TestUpgradeOnPostgres(t *testing.T) {
	for _, name := range []string{"v12-hq", "v12-branch", "v14-hq", "v14-branch"} {
		t.Run(name, func(t *testing.T) {
			var schema int
			_, err := fmt.Sscanf(name, "v%d-", &schema)
			require.NoError(t, err)
			var dumps []string
			addr := onServer(t).Database(t)
			for _, on := range []string{"", addr} {
				opt := storetest.Options(t, on)
				opt.Parse, opt.Builtin = standard.Read, assets.Checklists()
				old := filepath.Join(t.TempDir(), "old.db")
				if on == "" {
					old = filepath.Join(opt.Dir, "app.db")
				}
				unpack(t, filepath.Join("testdata", "schemas", name+".db.gz"), old)
				if name == "v14-hq" {
					backAndForth(t, old)
				}
				if on != "" {
					copyOld(t, old, on, schema)
				}
				s, err := store.Open(t.Context(), opt)
				require.NoError(t, err)
				report, err := s.Check(t.Context(), true, nil)
				require.NoError(t, err)
				require.Empty(t, report.Troubles)
				require.Positive(t, report.Answers)
				if name == "v14-hq" {
					sameHalls(t, s)
				}
				dump, err := s.Dump(t.Context())
				require.NoError(t, err)
				require.NoError(t, s.Close())
				dumps = append(dumps, string(dump))
			}
			require.True(t, dumps[0] == dumps[1], "the engines differ after the upgrade")
			require.Contains(t, dumps[0], `"answers":{"at":`)
			if schema >= 14 {
				require.Contains(t, dumps[0], `"hall_entries":{"at":`)
			}
		})
	}
}

// backAndForth takes a hall's first drill back, and takes that back: it was held. Of the
// second one only the taking back is there.
func backAndForth(t *testing.T, path string) {
	t.Helper()
	db := raw(t, path)
	defer func() { _ = db.Close() }()
	const void = "INSERT INTO hall_entries SELECT branch, %[1]s, day, at + %[2]d, 'void', %[3]s, device, 1, json_object('id', %[1]s, 'branch', branch, 'day', day, 'at', at + %[2]d, 'kind', 'void', 'ref', %[3]s)" +
		" FROM hall_entries WHERE kind = 'drill' ORDER BY day, branch LIMIT 1 OFFSET %[4]d"
	mustExec(t, db, fmt.Sprintf(void, "'taken-back'", 1, "id", 0))
	mustExec(t, db, fmt.Sprintf(void, "'brought-back'", 2, "'taken-back'", 0))
	mustExec(t, db, fmt.Sprintf(void, "'gone'", 1, "id", 1))
}

// sameHalls: what upgrading kept of the days of halls is what their reports come to.
func sameHalls(t *testing.T, s *store.Store) {
	t.Helper()
	read := func() (out []*hall.Overview) {
		for _, r := range [][2]string{{"2026-10-01", "2026-10-31"}, {"2026-11-23", "2026-11-29"}, {"2026-10-20", "2026-11-25"}} {
			o, err := s.HallOverview(t.Context(), r[0], r[1], 1000)
			require.NoError(t, err)
			out = append(out, o)
		}
		return out
	}
	upgraded := read()
	require.NoError(t, s.AddUpHalls(t.Context()))
	require.Equal(t, read(), upgraded)
	require.Equal(t, 28, upgraded[0].Halls[0].Known)
	require.NotEmpty(t, upgraded[2].Queues)
	require.NotEmpty(t, upgraded[2].Drills)
	require.NotEmpty(t, upgraded[2].Missed)
}

// copyOld makes a server's database of the old schema with the rows of a file.
func copyOld(t *testing.T, from, addr string, schema int) {
	t.Helper()
	src := raw(t, from)
	defer func() { _ = src.Close() }()
	dst, err := sql.Open("pgx", addr)
	require.NoError(t, err)
	defer func() { _ = dst.Close() }()
	steps, err := migrations.Steps("postgres")
	require.NoError(t, err)
	mustExec(t, dst, "CREATE TABLE schema_version (version BIGINT NOT NULL PRIMARY KEY)")
	for _, s := range steps[:schema] {
		mustExec(t, dst, s.SQL)
		mustExec(t, dst, fmt.Sprintf("INSERT INTO schema_version VALUES (%d)", s.Number))
	}
	tx, err := dst.BeginTx(t.Context(), nil)
	require.NoError(t, err)
	_, err = tx.ExecContext(t.Context(), "SET session_replication_role = replica") // parents may come after children
	require.NoError(t, err)
	for _, table := range strings.Fields(column(t, dst, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_version' ORDER BY 1")) {
		names := strings.Fields(column(t, dst, "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '"+table+"' ORDER BY ordinal_position"))
		marks := make([]string, len(names))
		for i := range names {
			marks[i] = fmt.Sprintf("$%d", i+1)
		}
		insert := "INSERT INTO " + table + " VALUES (" + strings.Join(marks, ", ") + ")"
		rows, err := src.QueryContext(t.Context(), "SELECT "+strings.Join(names, ", ")+" FROM "+table)
		require.NoError(t, err, table)
		for rows.Next() {
			row, into := make([]any, len(names)), make([]any, len(names))
			for i := range row {
				into[i] = &row[i]
			}
			require.NoError(t, rows.Scan(into...))
			_, err := tx.ExecContext(t.Context(), insert, row...)
			require.NoError(t, err, table)
		}
		require.NoError(t, rows.Err())
		require.NoError(t, rows.Close())
	}
	require.NoError(t, tx.Commit())
}
