package store_test

import (
	"compress/gzip"
	"database/sql"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/assets"
	"hallcheck/checklist/standard"
	"hallcheck/store"
	"hallcheck/store/migrations"
	"hallcheck/store/storetest"
)

// TestUpgradeKeepsEveryRow opens databases as they were written by every
// released schema (testdata/schemas, frozen, never made again): every row and
// every column of before is there afterwards, unchanged, and nothing is damaged.
func TestUpgradeKeepsEveryRow(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "schemas", "*.db.gz"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	steps, err := migrations.Steps("sqlite")
	require.NoError(t, err)
	newest := steps[len(steps)-1].Number
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".db.gz"), func(t *testing.T) {
			var schema int
			_, err := fmt.Sscanf(filepath.Base(file), "v%d-", &schema)
			require.NoError(t, err)
			opt := storetest.Options(t, "")
			opt.Parse, opt.Builtin = standard.Read, assets.Checklists()
			path := filepath.Join(opt.Dir, "app.db")
			unpack(t, file, path)
			before := snapshot(t, path, nil)

			s, err := store.Open(t.Context(), opt)
			require.NoError(t, err)
			report, err := s.Check(t.Context(), true, nil)
			require.NoError(t, err)
			require.Empty(t, report.Troubles)
			require.NoError(t, s.Close())

			after := snapshot(t, path, before)
			for table, was := range before {
				require.Equal(t, was.rows, after[table].rows, table)
			}
			backups, err := filepath.Glob(filepath.Join(opt.Dir, "backup", "before-upgrade-*.db"))
			require.NoError(t, err)
			if schema == newest {
				require.Empty(t, backups, "nothing to upgrade")
				return
			}
			require.Len(t, backups, 1)
			copied := snapshot(t, backups[0], nil)
			for table, was := range before {
				require.Equal(t, was.rows, copied[table].rows, table)
			}
		})
	}
}

func unpack(t *testing.T, from, to string) {
	t.Helper()
	f, err := os.Open(from)
	require.NoError(t, err)
	defer f.Close()
	z, err := gzip.NewReader(f)
	require.NoError(t, err)
	require.NoError(t, os.MkdirAll(filepath.Dir(to), 0o700))
	out, err := os.Create(to)
	require.NoError(t, err)
	_, err = io.Copy(out, z)
	require.NoError(t, err)
	require.NoError(t, out.Close())
}

type kept struct {
	columns []string
	rows    []string
}

// snapshot reads every table of a database, sorted; with like only the tables and
// columns known there. Checklists and the log of what was done may grow, search
// tables are drawn again, and figures may be marked to be made anew (stale), so those
// are left out.
func snapshot(t *testing.T, path string, like map[string]kept) map[string]kept {
	t.Helper()
	db := raw(t, path)
	defer func() { _ = db.Close() }()
	out := map[string]kept{}
	for _, table := range strings.Fields(column(t, db, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"+
		" AND name NOT LIKE 'finding_text%' AND name NOT IN ('audit', 'checklists')")) {
		k := kept{columns: strings.Fields(column(t, db, fmt.Sprintf("SELECT name FROM pragma_table_info('%s') WHERE name <> 'stale' ORDER BY cid", table)))}
		if like != nil {
			was, known := like[table]
			if !known {
				continue
			}
			k.columns = was.columns
		}
		k.rows = rowsOf(t, db, table, k.columns)
		out[table] = k
	}
	return out
}

func rowsOf(t *testing.T, db *sql.DB, table string, columns []string) []string {
	t.Helper()
	parts := make([]string, len(columns))
	for i, c := range columns {
		parts[i] = fmt.Sprintf("quote(%q)", c)
	}
	out := strings.Split(column(t, db, "SELECT "+strings.Join(parts, " || ' | ' || ")+" FROM "+table), "\n")
	sort.Strings(out)
	return out
}
