package config

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

func env(m map[string]string) func(string) string { return func(k string) string { return m[k] } }

func TestGlobalFlagsStandAnywhere(t *testing.T) {
	dir := t.TempDir()
	cfg, rest, err := Resolve([]string{"--lang", "en", "list", "inspections", "--json", "--since", "2026-11-01", "--data=" + dir, "--as", "王芳"}, env(nil))
	require.NoError(t, err)
	require.Equal(t, Config{Dir: dir, Lang: "en", LangChosen: true, JSON: true, As: "王芳"}, cfg)
	require.Equal(t, []string{"list", "inspections", "--since", "2026-11-01"}, rest)
}

func TestFlagsWinOverEnvironmentOverFile(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	require.NoError(t, Config{Dir: dir, DB: "file.db", Lang: "en"}.Save())
	cfg, _, err := Resolve([]string{"--data", dir}, env(nil))
	require.NoError(t, err)
	require.Equal(t, []string{filepath.Join(dir, "file.db"), "en"}, []string{cfg.DB, cfg.Lang})
	m := map[string]string{"HALLCHECK_DATA": dir, "HALLCHECK_DB": "env.db", "HALLCHECK_LANG": "zh"}
	cfg, _, err = Resolve(nil, env(m))
	require.NoError(t, err)
	require.Equal(t, []string{dir, filepath.Join(dir, "env.db"), "zh"}, []string{cfg.Dir, cfg.DB, cfg.Lang})
	cfg, _, err = Resolve([]string{"--db", "flag.db", "--lang", "en"}, env(m))
	require.NoError(t, err)
	require.Equal(t, []string{filepath.Join(dir, "flag.db"), "en"}, []string{cfg.DB, cfg.Lang})
}

// TestRelativeDatabaseIsFoundFromElsewhere: what init was told in one folder
// must hold in every other.
func TestRelativeDatabaseIsFoundFromElsewhere(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	cfg, _, err := Resolve([]string{"--data", "data", "--db", "my.db"}, env(nil))
	require.NoError(t, err)
	require.NoError(t, cfg.Save())
	t.Chdir(t.TempDir())
	again, _, err := Resolve([]string{"--data", filepath.Join(dir, "data")}, env(nil))
	require.NoError(t, err)
	require.Equal(t, filepath.Join(dir, "my.db"), again.DB)
	server, _, err := Resolve([]string{"--data", dir, "--db", "postgres://h/d"}, env(nil))
	require.NoError(t, err)
	require.Equal(t, "postgres://h/d", server.DB)
}

func TestDamagedFileIsRefusedNotIgnored(t *testing.T) {
	dir := t.TempDir()
	for text, code := range map[string]string{
		"{":                           "config.damaged",
		`{"lang":"en"}`:               "config.damaged",
		`{"version":1,"lang":"fr"}`:   "config.damaged",
		`{"version":2,"db":"newer!"}`: "config.newer",
	} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, fileName), []byte(text), 0o600))
		_, _, err := Resolve([]string{"--data", dir}, env(nil))
		require.Equal(t, code, checklist.CodeOf(err), text)
	}
}

// A file that cannot be read may be whole: nobody is told to delete it.
func TestUnreadableFileIsNotCalledDamaged(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, fileName), 0o700))
	_, _, err := Resolve([]string{"--data", dir}, env(nil))
	require.Equal(t, "cli.cannotRead", checklist.CodeOf(err))
}

func TestUsageErrors(t *testing.T) {
	for _, args := range [][]string{{"--lang"}, {"--lang", "fr"}, {"list", "--data"}, {"--db="}} {
		_, _, err := Resolve(args, env(nil))
		require.Equal(t, "config.usage", checklist.CodeOf(err), "%v", args)
	}
	_, rest, err := Resolve([]string{"score", "--", "--json"}, env(nil))
	require.NoError(t, err)
	require.Equal(t, []string{"score", "--", "--json"}, rest)
}
