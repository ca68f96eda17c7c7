package store

import (
	"database/sql"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store/migrations"
)

// ledger is a database at version 1 with a parent and a child row.
func ledger(t *testing.T) (*sql.DB, *sql.Conn) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(t.TempDir(), "a.db")+"?_pragma=foreign_keys(0)")
	require.NoError(t, err)
	db.SetMaxOpenConns(1)
	conn, err := db.Conn(t.Context())
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close(); _ = db.Close() })
	require.NoError(t, applySQLite(t.Context(), conn, []migrations.Step{{Number: 1, Name: "one", SQL: `
CREATE TABLE p (id TEXT PRIMARY KEY);
CREATE TABLE c (id TEXT PRIMARY KEY, p TEXT REFERENCES p (id) ON DELETE CASCADE);
INSERT INTO p VALUES ('a'); INSERT INTO c VALUES ('x', 'a'), ('y', 'a');`}}))
	return db, conn
}

func number(t *testing.T, conn *sql.Conn, q string) (n int) {
	t.Helper()
	require.NoError(t, conn.QueryRowContext(t.Context(), q).Scan(&n))
	return n
}

// TestRebuiltTableKeepsChildren: what gorm's migrator loses without an error.
func TestRebuiltTableKeepsChildren(t *testing.T) {
	_, conn := ledger(t)
	require.NoError(t, applySQLite(t.Context(), conn, []migrations.Step{{Number: 2, Name: "two", SQL: `
CREATE TABLE n (id TEXT PRIMARY KEY, more TEXT NOT NULL); INSERT INTO n SELECT id, '' FROM p; DROP TABLE p; ALTER TABLE n RENAME TO p;`}}))
	require.Equal(t, 2, number(t, conn, "SELECT count(*) FROM c"))
	require.Equal(t, 2, number(t, conn, "SELECT user_version FROM pragma_user_version"))
	require.Equal(t, applicationID, number(t, conn, "SELECT application_id FROM pragma_application_id"))
}

// TestFailedMigrationLeavesAllAsItWas: a wrong statement, or rows left without a
// parent, undo every step.
func TestFailedMigrationLeavesAllAsItWas(t *testing.T) {
	_, conn := ledger(t)
	good := migrations.Step{Number: 2, Name: "two", SQL: "CREATE TABLE more (id TEXT)"}
	require.ErrorContains(t, applySQLite(t.Context(), conn, []migrations.Step{good, {Number: 3, Name: "three", SQL: "CREATE TABLE t (a); BROKEN"}}), "migration three")
	err := applySQLite(t.Context(), conn, []migrations.Step{good, {Number: 3, Name: "three", SQL: "DELETE FROM p"}})
	require.Equal(t, "store.damaged", checklist.CodeOf(err))
	require.Equal(t, 1, number(t, conn, "SELECT count(*) FROM p"))
	require.Equal(t, 1, number(t, conn, "SELECT user_version FROM pragma_user_version"))
	require.Zero(t, number(t, conn, "SELECT count(*) FROM sqlite_master WHERE name IN ('more', 't')"))
}
