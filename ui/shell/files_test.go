package shell_test

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
)

func TestSavingAsksBeforeItReplaces(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("HOME", dir)
	t.Setenv("USERPROFILE", dir)
	require.NoError(t, os.Mkdir(filepath.Join(dir, "afolder"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "old.pdf"), []byte("x"), 0o600))
	e := shelltest.Open(t, nil, func(s *shell.Shell, _ any) shell.Page { return &probe{s: s, name: "x"} })
	var got []string
	then := func(p string) { got = append(got, p) }

	e.Shell.Choose.SaveFile("new.pdf", then)
	typed, ok := e.Window.Canvas().Focused().(*kit.TextField)
	require.True(t, ok, "the name has the keyboard, so that Enter saves")
	typed.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	assert.Equal(t, []string{filepath.Join(dir, "new.pdf")}, got)

	got = nil
	e.Shell.Choose.SaveFile("old.pdf", then)
	e.Tap("保存")
	assert.Empty(t, got)
	assert.True(t, e.Has("已有同名文件，再按一次“保存”就覆盖"))
	e.Tap("保存")
	assert.Equal(t, []string{filepath.Join(dir, "old.pdf")}, got)
}
