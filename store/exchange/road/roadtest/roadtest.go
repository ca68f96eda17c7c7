// Package roadtest starts the real servers files travel over, each with a
// configuration and keys of its own, and a proxy that breaks connections.
package roadtest

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/store/exchange/road"
)

// Required says that a missing server fails a test instead of skipping it.
func Required() bool { return os.Getenv("HALLCHECK_REQUIRE_SERVERS") == "1" }

// missing skips the test, or fails it where servers are required.
func missing(t testing.TB, why string) {
	t.Helper()
	if Required() {
		t.Fatalf("%s (.ci/setup test installs it)", why)
	}
	t.Skipf("skipped: %s", why)
}

// Server is one that runs until the test ends.
type Server struct {
	Name string
	Addr string // of a folder in it, without secret
	Host string // 127.0.0.1:port
	Opt  road.Options
	Dir  string // the folder on this disk, "" where the server keeps files otherwise

	t     testing.TB
	cmd   *exec.Cmd
	start func() *exec.Cmd
}

// Open opens the server's folder as a road.
func (s *Server) Open(t testing.TB) road.Road {
	t.Helper()
	r, err := road.Open(context.Background(), s.Addr, s.Opt)
	require.NoError(t, err)
	t.Cleanup(func() { _ = r.Close() })
	return r
}

// Via is the server's address through another host and port.
func (s *Server) Via(host string) string { return strings.Replace(s.Addr, s.Host, host, 1) }

// Kill ends the server at once, connections and all.
func (s *Server) Kill() {
	if s.cmd == nil {
		return
	}
	for _, pid := range family(s.cmd.Process.Pid) {
		_ = syscall.Kill(pid, syscall.SIGKILL)
	}
	_ = s.cmd.Wait()
	s.cmd = nil
}

// family is a process and its descendants, as far as /proc tells.
func family(pid int) []int {
	children := map[int][]int{}
	list, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range list {
		b, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		var one, parent int
		var state string
		_, after, _ := strings.Cut(string(b), ") ")
		if _, err := fmt.Sscan(after, &state, &parent); err == nil {
			one, _ = strconv.Atoi(filepath.Base(filepath.Dir(path)))
			children[parent] = append(children[parent], one)
		}
	}
	out := []int{pid}
	for i := 0; i < len(out); i++ {
		out = append(out, children[out[i]]...)
	}
	return out
}

// Start starts the server again on the same port after Kill.
func (s *Server) Start() {
	s.t.Helper()
	s.cmd = s.start()
	log, err := os.CreateTemp(s.t.TempDir(), "log")
	require.NoError(s.t, err)
	s.cmd.Stdout, s.cmd.Stderr = log, log
	require.NoError(s.t, s.cmd.Start())
	require.NoError(s.t, log.Close())
	for range 200 {
		c, err := net.DialTimeout("tcp", s.Host, time.Second)
		if err == nil {
			_ = c.Close()
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	text, _ := os.ReadFile(log.Name())
	s.t.Fatalf("%s does not answer: %s", s.Name, text)
}

func (s *Server) run(t testing.TB, start func() *exec.Cmd) *Server {
	s.t, s.start = t, start
	t.Cleanup(s.Kill)
	s.Start()
	return s
}

// program finds a program that may lie outside of PATH.
func program(t testing.TB, name string, extra ...string) string {
	t.Helper()
	if p, err := exec.LookPath(name); err == nil {
		return p
	}
	for _, dir := range append(extra, "/usr/sbin") {
		if p := filepath.Join(dir, name); exists(p) {
			return p
		}
	}
	missing(t, name+" is not installed")
	return ""
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// FreePort is a port nobody listens on now.
func FreePort(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	return l.Addr().String()
}

// open is a folder that every user may enter: servers started by root do not
// work as root.
func open(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "road")
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	require.NoError(t, os.Chmod(dir, 0o755))
	return dir
}

// SmallDisk mounts a file system of so many bytes, which only root may do.
func SmallDisk(t testing.TB, dir, size string) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("skipped: only root may mount the small disk")
	}
	out, err := exec.Command("mount", "-t", "tmpfs", "-o", "mode=0777,size="+size, "tmpfs", dir).CombinedOutput()
	require.NoError(t, err, string(out))
	t.Cleanup(func() {
		out, err := exec.Command("umount", "-l", dir).CombinedOutput()
		require.NoError(t, err, string(out))
	})
}
