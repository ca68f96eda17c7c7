package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/app/config"
	"hallcheck/store/exchange/road"
	"hallcheck/store/exchange/road/roadtest"
)

// run does one command as the program would, and returns what it printed.
func runIn(t *testing.T, dir string, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	cfg, rest, err := config.Resolve(append([]string{"--data", dir, "--lang", "en"}, args...), os.Getenv)
	require.NoError(t, err)
	code = Run(t.Context(), Program{Name: "hallcheck", Version: "1.0"}, cfg, rest, strings.NewReader(""), &o, &e)
	return code, o.String(), e.String()
}

// TestPhotosLieInABucket moves a branch's photos into a real S3 bucket: none is
// needed on the disk any more, a new one goes there, the check reads them there, the
// key stands only in its own file, and all come back.
func TestPhotosLieInABucket(t *testing.T) {
	t.Setenv(road.NoKeyring, "1")
	srv := roadtest.S3(t, "")
	t.Setenv(secretEnv, srv.Opt.Secret)
	dir := filepath.Join(t.TempDir(), "b1")
	do := func(args ...string) string {
		t.Helper()
		code, out, errs := runIn(t, dir, args...)
		require.Zero(t, code, "%v: %s", args, errs)
		return out
	}
	do("init", "--face", "branch", "--org", "济宁银行", "--branch-code", "01", "--branch-name", "市中支行", "--user", "李静", "--role", "lobby_manager")
	shots, err := filepath.Glob(filepath.Join("..", "..", "store", "photos", "testdata", "truth", "*.jpg"))
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(shots), 2)
	do("bright", "add", "--text", "门口整洁", "--photos", shots[0])
	originals := func() []string {
		list, err := filepath.Glob(filepath.Join(dir, "photos", "[0-9a-f][0-9a-f]", "*"))
		require.NoError(t, err)
		return list
	}
	require.Len(t, originals(), 1)
	do("photos", "move", srv.Addr)
	require.Contains(t, do("photos", "show"), srv.Host)
	require.NoError(t, os.RemoveAll(filepath.Join(dir, "photos", filepath.Base(filepath.Dir(originals()[0])))))
	require.Empty(t, originals())
	do("check", "--read-data")
	require.Len(t, originals(), 1, "it came back to be read")
	do("bright", "add", "--text", "柜台整洁", "--photos", shots[1])
	for _, f := range originals() {
		require.NoError(t, os.RemoveAll(filepath.Dir(f)))
	}
	saved, err := os.ReadFile(filepath.Join(dir, "config.json"))
	require.NoError(t, err)
	require.NotContains(t, string(saved), srv.Opt.Secret)

	srv.Kill()
	code, _, errs := runIn(t, dir, "bright", "add", "--text", "x", "--photos", shots[0])
	require.NotZero(t, code)
	require.Contains(t, errs, "photos cannot be used now")
	srv.Start()
	do("photos", "move", "here")
	require.Len(t, originals(), 2)
	require.Contains(t, do("photos", "show"), "on this computer")
	do("check", "--read-data")
}
