//go:build windowtest

package main

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// python is the interpreter Debian's bindings belong to, which another one
// earlier in the path would not find.
const python = "/usr/bin/python3"

// drag takes files out of another program's window and lets them go at x, y of
// the screen, with the mouse, as out of a file manager.
func (s *screen) drag(x, y int, files ...string) {
	s.t.Helper()
	if out, err := exec.Command(python, "-c", `import gi; gi.require_version("Gtk", "3.0")`).CombinedOutput(); err != nil {
		s.t.Fatalf("nothing to drag files out of (python3-gi, gir1.2-gtk-3.0): run .ci/setup test: %s", out)
	}
	source := s.command(python, append([]string{filepath.Join("testdata", "dragsource.py")}, files...)...)
	pipe, err := source.StdoutPipe()
	require.NoError(s.t, err)
	require.NoError(s.t, source.Start())
	defer func() { _ = source.Process.Kill(); _ = source.Wait() }()
	said := make(chan string, 4)
	go func() {
		defer close(said)
		for lines := bufio.NewScanner(pipe); lines.Scan(); {
			said <- lines.Text()
		}
	}()
	hears := func(want string) {
		s.t.Helper()
		select {
		case got := <-said:
			require.Equal(s.t, want, got)
		case <-time.After(20 * time.Second):
			require.Fail(s.t, "the drag source never said "+want)
		}
	}
	hears("ready")
	time.Sleep(500 * time.Millisecond) // the window manager puts it where it wants to be
	mouse := func(args ...string) { require.NoError(s.t, s.x("xdotool", args...)) }
	mouse("mousemove", "50", "30", "mousedown", "1")
	for i := 1; i <= 10; i++ {
		mouse("mousemove", strconv.Itoa(50+(x-50)*i/10), strconv.Itoa(30+(y-30)*i/10))
		time.Sleep(40 * time.Millisecond)
	}
	time.Sleep(300 * time.Millisecond)
	mouse("mouseup", "1")
	hears("dropped")
}

// TestWindowDrop: photos and a folder dragged out of another program land on the
// item with the focus, with small pictures; what is no photo in the folder stays out.
func TestWindowDrop(t *testing.T) {
	s := newScreen(t, "1366x768")
	s.setup()
	for _, dir := range []string{"夹", "夹/里"} {
		require.NoError(t, os.Mkdir(filepath.Join(s.home, dir), 0o755))
	}
	for _, name := range []string{"照片 1.jpg", "夹/2.jpg", "夹/里/3.jpg"} {
		s.photo(name)
		f, err := os.OpenFile(filepath.Join(s.home, name), os.O_APPEND|os.O_WRONLY, 0)
		require.NoError(t, err)
		_, err = f.WriteString(name) // behind the picture: three files, not one three times
		require.NoError(t, err)
		require.NoError(t, f.Close())
	}
	require.NoError(t, os.WriteFile(filepath.Join(s.home, "夹", "readme.txt"), []byte("no photo"), 0o644))
	s.start()
	s.keys("alt+2")
	time.Sleep(time.Second)
	s.keys("Return")
	time.Sleep(time.Second)
	s.keys("Return")
	s.waitFor("select count(*) from inspections", "1")
	time.Sleep(1500 * time.Millisecond)
	s.drag(600, 500, filepath.Join(s.home, "照片 1.jpg"))
	s.waitFor("select photos from inspections", "1")
	s.picture("drop-1-photo")
	s.keys("j")
	s.drag(600, 500, filepath.Join(s.home, "夹"))
	s.waitFor("select photos from inspections", "3")
	time.Sleep(500 * time.Millisecond)
	s.picture("drop-2-folder")
	s.kill()
	s.cli(nil, "check", "--read-data")
	small, err := filepath.Glob(filepath.Join(s.data, "cache", "t", "*", "*.jpg"))
	require.NoError(t, err)
	require.Len(t, small, 3)
}
