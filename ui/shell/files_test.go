package shell_test

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
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

func TestAFullPathIsAName(t *testing.T) {
	home, other := t.TempDir(), t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	require.NoError(t, os.Mkdir(filepath.Join(home, "papers"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(other, "old.pdf"), []byte("x"), 0o600))
	e := shelltest.Open(t, nil, func(s *shell.Shell, _ any) shell.Page { return &probe{s: s, name: "x"} })
	var got string
	write := func(name string) {
		e.Fill(1, name)
		e.Tap("保存")
	}
	ask := func() { e.Shell.Choose.SaveFile("new.pdf", func(p string) { got = p }) }

	ask()
	for _, wrong := range []string{"", "sub/new.pdf", `sub\new.pdf`, "../new.pdf", other + string(filepath.Separator)} {
		write(wrong)
		require.Empty(t, got, wrong)
		require.True(t, e.Has("请写文件名，或写到已有文件夹的完整路径"), "%q: %q", wrong, e.Texts())
	}
	write(filepath.Join(other, "missing", "new.pdf"))
	require.Empty(t, got)
	require.True(t, e.Has("打不开 "), "%q", e.Texts())
	write(filepath.Join(other, "old.pdf"))
	require.Empty(t, got)
	require.True(t, e.Has("已有同名文件"), "%q", e.Texts())
	write(filepath.Join(other, "a.pdf"))
	require.Equal(t, filepath.Join(other, "a.pdf"), got)

	ask()
	e.Tap("保存")
	require.Equal(t, filepath.Join(other, "new.pdf"), got, "the folder is the one chosen from last")
	ask()
	write("~/papers/b.pdf")
	require.Equal(t, filepath.Join(home, "papers", "b.pdf"), got)
}

func TestAPathThatIsWrittenIsTaken(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	for _, d := range []string{"desktop", "papers"} {
		require.NoError(t, os.Mkdir(filepath.Join(home, d), 0o700))
	}
	want := filepath.Join(home, "papers", "a.xlsx")
	require.NoError(t, os.WriteFile(want, []byte("x"), 0o600))
	e := shelltest.Open(t, nil, func(s *shell.Shell, _ any) shell.Page { return &probe{s: s, name: "x"} })
	var got string
	take := func(p string) { got = p }
	begin := func(text string) *kit.TextField { // typed at the list, as by hand
		e.Window.Canvas().Focused().TypedRune([]rune(text)[0])
		field := e.Window.Canvas().Focused().(*kit.TextField)
		for _, r := range text[1:] {
			field.TypedRune(r)
		}
		return field
	}
	e.Shell.Choose.OpenFile([]string{".xlsx"}, take)
	begin("~/papers/a.xlsx").TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	assert.Equal(t, want, got)

	got = ""
	e.Shell.Choose.OpenFile([]string{".xlsx"}, take)
	assert.True(t, e.Has("a.xlsx"), "the folder of the file written last is the one to begin in")
	e.Tap("主目录")
	e.Fill(0, want)
	e.Tap("打开")
	assert.Equal(t, want, got, "the path is meant, not the folder that happens to be selected")

	got = ""
	e.Shell.Choose.OpenFolder(take)
	e.Fill(0, filepath.Join(home, "papers"))
	e.Tap("用这个文件夹")
	assert.Equal(t, filepath.Join(home, "papers"), got)

	got = ""
	e.Shell.Choose.OpenFolder(take)
	e.Fill(0, filepath.Join(home, "nowhere"))
	e.Tap("用这个文件夹")
	assert.Empty(t, got, "never another folder than the one written")
	assert.True(t, e.Has("打不开 "), "%q", e.Texts())
}

func TestASlowFolderLeavesWhatIsWritten(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	want := filepath.Join(home, "a.xlsx")
	require.NoError(t, os.WriteFile(want, []byte("x"), 0o600))
	e := shelltest.Open(t, nil, func(s *shell.Shell, _ any) shell.Page { return &probe{s: s, name: "x"} })
	var got string
	arrive := shell.OpenFileLate(e.Shell.Choose, home, func(p string) { got = p })
	e.Window.Canvas().Focused().TypedRune('~')
	field := e.Window.Canvas().Focused().(*kit.TextField)
	field.TypedRune('/')
	arrive()
	assert.True(t, e.Has("inner"), "the folder is listed")
	for _, r := range "a.xlsx" {
		field.TypedRune(r)
	}
	field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	assert.Equal(t, want, got)
}

func TestSeveralFilesAreMarkedAndTaken(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("HOME", dir)
	t.Setenv("USERPROFILE", dir)
	for _, n := range []string{"a.jpg", "b.jpg", "c.jpg", "d.txt"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, n), []byte("x"), 0o600))
	}
	e := shelltest.Open(t, nil, func(s *shell.Shell, _ any) shell.Page { return &probe{s: s, name: "x"} })
	var got []string
	open := func() { e.Shell.Choose.(shell.ManyChooser).OpenFiles([]string{".jpg"}, func(p []string) { got = p }) }
	press := func(keys ...fyne.KeyName) {
		for _, k := range keys {
			rows, ok := e.Window.Canvas().Focused().(*kit.Rows)
			require.True(t, ok, "the list has the keyboard")
			if k == fyne.KeySpace {
				rows.TypedRune(' ')
				continue
			}
			rows.TypedKey(&fyne.KeyEvent{Name: k})
		}
	}
	open()
	press(fyne.KeySpace, fyne.KeyDown, fyne.KeySpace, fyne.KeyDown, fyne.KeySpace, fyne.KeySpace)
	assert.True(t, e.Has("已选 2 个"), "a second space takes the mark away")
	press(fyne.KeyReturn)
	assert.Equal(t, []string{filepath.Join(dir, "a.jpg"), filepath.Join(dir, "b.jpg")}, got)

	got = nil
	open()
	press(fyne.KeyReturn)
	assert.Equal(t, []string{filepath.Join(dir, "a.jpg")}, got, "without marks Enter takes the selected one")
}

func TestDoubleClickEntersOneFolderAndTakesOneFile(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("HOME", dir)
	t.Setenv("USERPROFILE", dir)
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "in"), 0o700))
	for _, n := range []string{"a.jpg", "b.jpg"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, "in", n), []byte("x"), 0o600))
	}
	for _, several := range []bool{true, false} {
		e := shelltest.Open(t, nil, func(s *shell.Shell, _ any) shell.Page { return &probe{s: s, name: "x"} })
		var got []string
		if several {
			e.Shell.Choose.(shell.ManyChooser).OpenFiles([]string{".jpg"}, func(p []string) { got = p })
		} else {
			e.Shell.Choose.OpenFile([]string{".jpg"}, func(p string) { got = []string{p} })
		}
		rows := e.Window.Canvas().Focused().(*kit.Rows)
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(rows)
		click := func(y float32) { test.TapCanvas(e.Window.Canvas(), at.AddXY(60, y)) }
		click(10)
		click(10)
		assert.Empty(t, got, "the second tap is not for the first file in the folder")
		assert.True(t, e.Has("b.jpg"))
		assert.False(t, e.Has("已选 1 个"))
		click(44)
		click(44)
		assert.Equal(t, []string{filepath.Join(dir, "in", "b.jpg")}, got)
	}
}

func TestAFolderWithNothingToChooseSaysSo(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	require.NoError(t, os.WriteFile(filepath.Join(home, "a.txt"), []byte("x"), 0o600))
	e := shelltest.Open(t, nil, func(s *shell.Shell, _ any) shell.Page { return &probe{s: s, name: "x"} })
	e.Shell.Choose.OpenFile([]string{".xlsx"}, func(string) {})
	assert.True(t, e.Has("这里没有可选的文件"), e.Texts())
}
