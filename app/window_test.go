//go:build windowtest

package main

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// screen is a virtual display with one running program on it. These tests drive
// the built program as a person does: keys in, rows and pictures out.
type screen struct {
	t       *testing.T
	display string
	data    string
	home    string // where file dialogs begin
	prog    *exec.Cmd
}

func binary(t *testing.T) string {
	t.Helper()
	b := os.Getenv("HALLCHECK_BINARY")
	if b == "" {
		t.Fatal("set HALLCHECK_BINARY to the built program (go build -tags nodynamic -o dist/hallcheck ./app)")
	}
	return b
}

func newScreen(t *testing.T, size string) *screen {
	t.Helper()
	for _, need := range []string{"Xvfb", "xdotool", "openbox", "import"} {
		if _, err := exec.LookPath(need); err != nil {
			t.Fatalf("%s is missing: run .ci/setup test", need)
		}
	}
	s := &screen{t: t, data: t.TempDir(), home: t.TempDir()}
	s.openDisplay(size)
	wm := s.command("openbox")
	require.NoError(t, wm.Start())
	t.Cleanup(func() { _ = wm.Process.Kill(); _, _ = wm.Process.Wait() })
	t.Cleanup(s.kill)
	return s
}

// openDisplay starts a display on a number the server finds free, and ends it so
// that it takes its lock file along.
func (s *screen) openDisplay(size string) {
	s.t.Helper()
	number, told, err := os.Pipe()
	require.NoError(s.t, err)
	x := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", size+"x24", "-nolisten", "tcp")
	x.ExtraFiles = []*os.File{told}
	require.NoError(s.t, x.Start())
	require.NoError(s.t, told.Close())
	s.t.Cleanup(func() { _ = x.Process.Signal(syscall.SIGTERM); _, _ = x.Process.Wait() })
	line, err := bufio.NewReader(number).ReadString('\n')
	require.NoError(s.t, err, "the display did not start")
	require.NoError(s.t, number.Close())
	s.display = ":" + strings.TrimSpace(line)
	require.Eventually(s.t, func() bool { return s.x("xdpyinfo") == nil }, 10*time.Second, 50*time.Millisecond)
}

func (s *screen) command(name string, args ...string) *exec.Cmd {
	c := exec.Command(name, args...)
	c.Env = append(os.Environ(), "DISPLAY="+s.display, "LIBGL_ALWAYS_SOFTWARE=1", "HALLCHECK_LANG=zh", "LANG=C.UTF-8", "HOME="+s.home)
	return c
}

func (s *screen) x(name string, args ...string) error { return s.command(name, args...).Run() }

// start opens the program on the screen and waits for its window.
func (s *screen) start(args ...string) {
	s.t.Helper()
	s.prog = s.command(binary(s.t), append([]string{"--data", s.data}, args...)...)
	log, err := os.Create(filepath.Join(s.t.TempDir(), "program.log"))
	require.NoError(s.t, err)
	s.prog.Stdout, s.prog.Stderr = log, log
	require.NoError(s.t, s.prog.Start())
	require.Eventually(s.t, func() bool {
		return s.x("xdotool", "search", "--onlyvisible", "--name", "厅检|Hallcheck") == nil
	}, 30*time.Second, 100*time.Millisecond, "no window")
	time.Sleep(1500 * time.Millisecond) // first layout under software rendering
	_ = s.x("sh", "-c", `xdotool search --onlyvisible --name '厅检|Hallcheck' windowfocus --sync windowactivate --sync`)
}

func (s *screen) kill() {
	if s.prog != nil && s.prog.ProcessState == nil {
		_ = s.prog.Process.Kill()
		_, _ = s.prog.Process.Wait()
	}
}

// keys presses one key after the other.
func (s *screen) keys(keys ...string) {
	s.t.Helper()
	for _, k := range keys {
		require.NoError(s.t, s.x("xdotool", "key", "--clearmodifiers", "--delay", "40", k))
		time.Sleep(60 * time.Millisecond)
	}
}

func (s *screen) typeText(text string) {
	s.t.Helper()
	require.NoError(s.t, s.x("xdotool", "type", "--clearmodifiers", "--delay", "30", "--", text))
	time.Sleep(200 * time.Millisecond)
}

// picture keeps what the screen shows under HALLCHECK_SHOTS, for people to look at.
func (s *screen) picture(name string) {
	if dir := os.Getenv("HALLCHECK_SHOTS"); dir != "" {
		_ = os.MkdirAll(dir, 0o755)
		_ = s.x("import", "-window", "root", filepath.Join(dir, name+".png"))
	}
}

// cli runs a sub-command on the same data folder and returns its JSON.
func (s *screen) cli(into any, args ...string) {
	s.t.Helper()
	c := s.command(binary(s.t), append([]string{"--data", s.data, "--json"}, args...)...)
	var stderr strings.Builder
	c.Stderr = &stderr
	out, err := c.Output()
	require.NoError(s.t, err, "%v: %s %s", args, out, stderr.String())
	if into != nil {
		require.NoError(s.t, json.Unmarshal(out, into), string(out))
	}
}
