package store_test

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/storetest"
)

// raw opens a database that no store has open, to look or to do harm.
func raw(t testing.TB, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	require.NoError(t, err)
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func mustExec(t testing.TB, db *sql.DB, q string) {
	t.Helper()
	_, err := db.ExecContext(context.Background(), q)
	require.NoError(t, err)
}

// TestSQLiteIsFreeOfTheWALResetBug: 3.7.0–3.51.2 can corrupt a database.
func TestSQLiteIsFreeOfTheWALResetBug(t *testing.T) {
	_, version, err := open(t).Version(t.Context())
	require.NoError(t, err)
	var a, b, c int
	_, err = fmt.Sscanf(version, "%d.%d.%d", &a, &b, &c)
	require.NoError(t, err)
	require.GreaterOrEqual(t, a*1_000_000+b*1000+c, 3_051_003, version)
}

func TestPathsOfEveryKind(t *testing.T) {
	for _, name := range []string{"a b", "数据 夹", "50%41", "a#b", "a&b=c"} {
		opt := storetest.Options(t, "")
		opt.Dir = filepath.Join(t.TempDir(), name)
		for range 2 { // made, then opened again
			s, err := store.Open(t.Context(), opt)
			require.NoError(t, err, name)
			require.NoError(t, s.Close())
		}
		require.FileExists(t, filepath.Join(opt.Dir, "app.db"))
	}
	opt := storetest.Options(t, "")
	opt.Addr = filepath.Join(opt.Dir, "what?.db")
	_, err := store.Open(t.Context(), opt)
	require.Equal(t, "store.path", checklist.CodeOf(err))
}

// TestSetupForgivesSpaces: a code pasted with blanks still names its branch,
// else every inspection would belong to nobody.
func TestSetupForgivesSpaces(t *testing.T) {
	s := open(t)
	require.NoError(t, s.Setup(t.Context(), checklist.Profile{
		Face: checklist.FaceBranch, Org: " 济宁分行 ", Branch: checklist.Branch{Code: " 0101 ", Name: " 常安支行\t"}, User: checklist.Person{Name: " 王芳 "},
	}))
	p, err := s.Profile(t.Context())
	require.NoError(t, err)
	require.Equal(t, checklist.Branch{Code: "0101", Name: "常安支行", Active: true}, p.Branch)
	require.Equal(t, []string{"济宁分行", "王芳", "0101"}, []string{p.Org, p.User.Name, p.User.Branch})
}

func TestSecondStartIsToldWithinTwoSeconds(t *testing.T) {
	opt := storetest.Options(t, "")
	s, err := store.Open(t.Context(), opt)
	require.NoError(t, err)
	from := time.Now()
	_, err = store.Open(t.Context(), opt)
	require.Equal(t, "store.locked", checklist.CodeOf(err))
	require.Less(t, time.Since(from), 2*time.Second)
	_, err = store.Restore(t.Context(), opt.Dir, filepath.Join(opt.Dir, "x"))
	require.Equal(t, "store.locked", checklist.CodeOf(err))
	require.NoError(t, s.Close())
	s, err = store.Open(t.Context(), opt)
	require.NoError(t, err)
	require.NoError(t, s.Close())
}

// files returns the hash of every file of a folder.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	list, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, e := range list {
		if !e.IsDir() {
			b, err := os.ReadFile(filepath.Join(dir, e.Name()))
			require.NoError(t, err)
			out[e.Name()] = fmt.Sprintf("%x", sha256.Sum256(b))
		}
	}
	return out
}

func TestStrangeFilesAreRefusedUntouched(t *testing.T) {
	for want, spoil := range map[string]func(db *sql.DB){
		"store.newer":    func(db *sql.DB) { mustExec(t, db, "PRAGMA user_version = 999") },
		"store.stranger": func(db *sql.DB) { mustExec(t, db, "PRAGMA application_id = 77") },
	} {
		opt := storetest.Options(t, "")
		s, err := store.Open(t.Context(), opt)
		require.NoError(t, err)
		require.NoError(t, s.Close())
		db := raw(t, filepath.Join(opt.Dir, "app.db"))
		spoil(db)
		require.NoError(t, db.Close())
		before := files(t, opt.Dir)
		_, err = store.Open(t.Context(), opt)
		require.Equal(t, want, checklist.CodeOf(err))
		require.Equal(t, before, files(t, opt.Dir))
	}
}

func TestDamagedFileSaysWhatToDo(t *testing.T) {
	for name, content := range map[string]string{
		"text":  strings.Repeat("this is no database. ", 500),
		"cut":   "SQLite format 3\x00",
		"holed": "SQLite format 3\x00\x10\x00\x01\x01\x00\x40\x20\x20" + strings.Repeat("\xff", 8168),
	} {
		opt := storetest.Options(t, "")
		path := filepath.Join(opt.Dir, "app.db")
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
		_, err := store.Open(t.Context(), opt)
		require.Contains(t, []string{"store.damaged", "store.stranger"}, checklist.CodeOf(err), name)
		after, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, content, string(after), name)
	}
}

// TestEveryCodeHasItsSentence reads the codes out of the package's own text.
func TestEveryCodeHasItsSentence(t *testing.T) {
	list, err := filepath.Glob("*.go")
	require.NoError(t, err)
	n := 0
	for _, f := range list {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		b, err := os.ReadFile(f)
		require.NoError(t, err)
		for _, part := range strings.Split(string(b), `"store.`)[1:] {
			code, _, _ := strings.Cut(part, `"`)
			n++
			for _, lang := range []string{"zh", "en"} {
				require.True(t, assets.Has(lang, "error.store."+code), "%s: error.store.%s", lang, code)
			}
		}
	}
	require.Greater(t, n, 30)
}

// golden compares with testdata; HALLCHECK_UPDATE=1 writes it anew after a
// migration was added.
func golden(t *testing.T, file, got string) {
	t.Helper()
	file = filepath.Join("testdata", file)
	if os.Getenv("HALLCHECK_UPDATE") == "1" {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

func column(t *testing.T, db *sql.DB, q string) string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), q)
	require.NoError(t, err)
	defer func() { _ = rows.Close() }()
	var b strings.Builder
	for rows.Next() {
		var s string
		require.NoError(t, rows.Scan(&s))
		b.WriteString(s + "\n")
	}
	require.NoError(t, rows.Err())
	return b.String()
}

func TestEndSchemaSQLite(t *testing.T) {
	opt := storetest.Options(t, "")
	s, err := store.Open(t.Context(), opt)
	require.NoError(t, err)
	require.NoError(t, s.Close())
	db := raw(t, filepath.Join(opt.Dir, "app.db"))
	golden(t, "schema.sqlite.sql", column(t, db, "SELECT sql || ';' FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name")+
		column(t, db, "SELECT 'user_version ' || user_version FROM pragma_user_version")+
		column(t, db, "SELECT 'application_id ' || application_id FROM pragma_application_id"))
}

func TestEndSchemaPostgres(t *testing.T) {
	addr := onServer(t).Database(t)
	s, err := store.Open(t.Context(), storetest.Options(t, addr))
	require.NoError(t, err)
	require.NoError(t, s.Close())
	g, err := gorm.Open(postgres.Open(addr), &gorm.Config{})
	require.NoError(t, err)
	db, err := g.DB()
	require.NoError(t, err)
	defer func() { _ = db.Close() }()
	golden(t, "schema.postgres.txt",
		column(t, db, "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(collation_name, '-')"+
			` FROM information_schema.columns WHERE table_schema = 'public' ORDER BY table_name COLLATE "C", ordinal_position`)+
			column(t, db, `SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexname COLLATE "C"`)+
			column(t, db, `SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint`+
				` WHERE connamespace = 'public'::regnamespace AND contype <> 'n' ORDER BY conrelid::regclass::text COLLATE "C", conname COLLATE "C"`)+
			column(t, db, `SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname COLLATE "C"`))
}
