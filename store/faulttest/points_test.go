//go:build linux

package faulttest

import (
	"bytes"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// shot is one run of the tapper with one fault at one system call.
type shot struct {
	acks      []byte
	complaint string
	fired     bool // the tapper ended before the time was up
	killed    bool // by a signal
}

// shoot runs the tapper under strace. The taps and all they store come from one
// thread, but strace counts calls per thread: some faults never come.
func shoot(t *testing.T, bin, dir, round, call, fault string, when int, extra ...string) shot {
	t.Helper()
	args := []string{
		"-f", "-qq", "-o", "/dev/null", "-e", "trace=" + call,
		"-e", fmt.Sprintf("inject=%s:%s:when=%d", call, fault, when), bin, "tap", dir, round,
	}
	v := &victim{cmd: exec.Command("strace", append(args, extra...)...), done: make(chan struct{})}
	v.cmd.Stdout, v.cmd.Stderr = v, &v.errs
	v.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // so that the tapper goes when strace does
	require.NoError(t, v.cmd.Start())
	go func() { _ = v.cmd.Wait(); close(v.done) }()
	var s shot
	select {
	case <-v.done:
		s.fired = true
		status, ok := v.cmd.ProcessState.Sys().(syscall.WaitStatus)
		s.killed = ok && status.Signaled()
	case <-time.After(3 * time.Second):
		_ = syscall.Kill(-v.cmd.Process.Pid, syscall.SIGKILL)
		<-v.done
	}
	b := v.acks.Bytes()
	s.acks, s.complaint = bytes.Clone(b[:bytes.LastIndexByte(b, '\n')+1]), v.errs.String()
	return s
}

// position is the occurrence of its call that the i-th fault of a call hits: each
// of the first, which open the store, then wider and wider into the taps.
func position(from, i int) int { return from + i + i*i/8 }

// sweep makes n faults come: each call in turn, later and later, leaving those
// aside that did not come twice.
func sweep(t *testing.T, bin string, n, from int, fault string, calls []string, extra ...string) (got verdict, shots []shot) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	first := start(t, bin, "tap", dir, "first")
	first.kill(t)
	acks := first.acked()
	calls = slices.Clone(calls)
	tried, missed := map[string]int{}, map[string]int{}
	for i := 0; len(shots) < n && len(calls) > 0; i++ {
		call := calls[i%len(calls)]
		s := shoot(t, bin, dir, strconv.Itoa(i), call, fault, position(from, tried[call]), extra...)
		tried[call]++
		acks = append(acks, s.acks...)
		if s.fired {
			shots = append(shots, s)
			continue
		}
		if missed[call]++; missed[call] == 2 {
			calls = slices.DeleteFunc(calls, func(c string) bool { return c == call })
		}
	}
	for call, n := range tried {
		t.Logf("%s: %d faults, %d of them did not come", call, n, missed[call])
	}
	return count(t, bin, dir, acks), shots
}

func needStrace(t *testing.T) {
	t.Helper()
	out, err := exec.Command("strace", "-f", "-o", "/dev/null", "true").CombinedOutput()
	if err != nil {
		fmt.Printf("SKIP %s: strace cannot trace here: %v %s\n", t.Name(), err, out)
		t.Skip("no strace")
	}
}

// storing are the system calls that change files or their names, and those they
// depend on, when the store is opened, an answer saved and a photo added.
var storing = []string{
	"pwrite64", "fsync", "write", "openat", "renameat", "pread64", "fcntl", "ftruncate", "open", "unlink", "unlinkat",
	"mkdirat", "fchmodat", "close", "fstat", "stat", "newfstatat", "read", "flock",
}

// TestKilledAtExactPoints kills at named system calls of opening and of a commit.
func TestKilledAtExactPoints(t *testing.T) {
	needStrace(t)
	n := times(t, "HALLCHECK_POINTS", 24)
	got, shots := sweep(t, build(t, ""), n, 1, "signal=KILL", storing)
	for _, s := range shots {
		require.True(t, s.killed, "ended by itself: %s", s.complaint)
	}
	fmt.Printf("killed at %d exact points: %d answers with %d photos acknowledged, %d lost\n", len(shots), got.Acks, got.Photos, got.Lost)
	require.Equal(t, n, len(shots))
	require.Positive(t, got.Acks)
	require.Positive(t, got.Photos)
	require.Zero(t, got.Lost)
	require.Empty(t, got.Troubles)
	// from where the store is open and answers are written: the mutant is honest before
	mutant, _ := sweep(t, build(t, "faultmutant"), 8, 200, "signal=KILL", []string{"pwrite64"}, "early")
	fmt.Printf("mutant that acknowledges before the commit: %d of %d lost\n", mutant.Lost, mutant.Acks)
	require.Positive(t, mutant.Lost, "the sweep does not see an early acknowledgement")
}

// TestDiskErrors: a disk that reports an error at any point gets no answer
// acknowledged that is not there, and the error has its sentence.
func TestDiskErrors(t *testing.T) {
	needStrace(t)
	n := times(t, "HALLCHECK_POINTS", 24) / 2
	got, shots := sweep(t, build(t, ""), n, 1, "error=EIO", []string{"fsync", "pwrite64", "renameat", "ftruncate"})
	named := 0
	for _, s := range shots {
		code, _, _ := strings.Cut(strings.TrimSpace(s.complaint), " ")
		code = strings.TrimSuffix(code, ":")
		require.Contains(t, []string{"store.io", "store.damaged", "store.cannotOpen", "photo.write"}, code, s.complaint)
		if code == "store.io" || code == "photo.write" {
			named++
		}
	}
	fmt.Printf("disk errors at %d points, %d named as such: %d answers acknowledged, %d lost\n", len(shots), named, got.Acks, got.Lost)
	require.Equal(t, n, len(shots))
	require.Positive(t, named)
	require.Zero(t, got.Lost)
	require.Empty(t, got.Troubles)
}
