package store

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestRestoreNeverTakesTheDatabaseAway: a restore that is killed half-way must
// leave the old database or the new one, not a folder that looks like new.
func TestRestoreNeverTakesTheDatabaseAway(t *testing.T) {
	dir := t.TempDir()
	path, kept := filepath.Join(dir, "app.db"), filepath.Join(dir, "replaced")
	e, err := openDB(path)
	require.NoError(t, err)
	require.NoError(t, e.w.Exec("CREATE TABLE t (a)").Error)
	require.FileExists(t, path+"-wal")
	wal, err := os.ReadFile(path + "-wal") // as a killed program leaves it
	require.NoError(t, err)
	e.close()
	require.NoError(t, os.WriteFile(path+"-wal", wal, 0o600))
	require.NoError(t, setAside(t.Context(), path, kept))
	require.FileExists(t, path, "until the new one takes its place")
	require.NoFileExists(t, path+"-wal", "it must not be applied to the new database")
	require.FileExists(t, filepath.Join(kept, "app.db"))

	require.NoError(t, os.WriteFile(path+"-wal", []byte("cannot be read"), 0o600))
	require.NoError(t, os.WriteFile(path, []byte("nor can this"), 0o600))
	other := filepath.Join(dir, "damaged")
	require.NoError(t, setAside(t.Context(), path, other))
	require.FileExists(t, filepath.Join(other, "app.db"))
	require.NoFileExists(t, path+"-wal")
}
