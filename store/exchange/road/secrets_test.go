package road_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/zalando/go-keyring"

	"hallcheck/checklist"
	"hallcheck/store/exchange/road"
	"hallcheck/store/exchange/road/roadtest"
)

func TestSecrets(t *testing.T) {
	t.Setenv(road.NoKeyring, "")
	dir := filepath.Join(t.TempDir(), "keys")
	file := filepath.Join(dir, "roads.json")

	keyring.MockInit()
	s := road.Secrets{Dir: dir}
	where, err := s.Set("a", roadtest.Secret)
	require.NoError(t, err)
	require.Equal(t, "keyring", where)
	require.NoFileExists(t, file)
	got, err := s.Get("a")
	require.NoError(t, err)
	require.Equal(t, roadtest.Secret, got)
	got, err = road.Secrets{Dir: t.TempDir()}.Get("a")
	require.NoError(t, err)
	require.Empty(t, got, "another data folder has its own")
	where, err = s.Set("long", strings.Repeat("k", 3000))
	require.NoError(t, err)
	require.Equal(t, "file", where, "a key store takes no long keys on Windows")
	require.NoError(t, s.Remove("long"))
	require.NoError(t, s.Remove("a"))
	got, err = s.Get("a")
	require.NoError(t, err)
	require.Empty(t, got)

	keyring.MockInitWithError(os.ErrPermission)
	where, err = s.Set("a", roadtest.Secret)
	require.NoError(t, err)
	require.Equal(t, "file", where)
	st, err := os.Stat(file)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), st.Mode().Perm())
	st, err = os.Stat(dir)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o700), st.Mode().Perm())
	got, err = s.Get("a")
	require.NoError(t, err)
	require.Equal(t, roadtest.Secret, got)
	require.NoError(t, s.Remove("a"))
	require.NoFileExists(t, file)
	require.NoError(t, s.Remove("a"))

	require.NoError(t, os.WriteFile(file, []byte("{"), 0o600))
	_, err = s.Get("a")
	require.Equal(t, "road.secrets", checklist.CodeOf(err))
}
