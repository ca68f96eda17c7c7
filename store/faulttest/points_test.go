//go:build linux

package faulttest

import (
	"bytes"
	"fmt"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// injected runs the tapper under strace with one fault at one system call and
// returns what it acknowledged, its complaints, and whether the fault came
// before the time was up. strace counts calls per thread, so some never come.
func injected(t *testing.T, bin, dir, round, call, fault string, when int, extra ...string) (acks []byte, complaint string, fired bool) {
	t.Helper()
	args := []string{"-f", "-qq", "-o", "/dev/null", "-e", "trace=" + call, "-e", fmt.Sprintf("inject=%s:%s:when=%d", call, fault, when), bin, "tap", dir, round}
	v := &victim{cmd: exec.Command("strace", append(args, extra...)...), done: make(chan struct{})}
	v.cmd.Stdout, v.cmd.Stderr = v, &v.errs
	v.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // so that the tapper goes when strace does
	require.NoError(t, v.cmd.Start())
	go func() { _ = v.cmd.Wait(); close(v.done) }()
	select {
	case <-v.done:
		fired = true
	case <-time.After(3 * time.Second):
		_ = syscall.Kill(-v.cmd.Process.Pid, syscall.SIGKILL)
		<-v.done
	}
	b := v.acks.Bytes()
	return bytes.Clone(b[:bytes.LastIndexByte(b, '\n')+1]), v.errs.String(), fired
}

// sweep goes through n points: each system call in turn, later and later,
// beginning with occurrence number from.
func sweep(t *testing.T, bin string, n, from int, fault string, calls []string, extra ...string) (got verdict, fired int, complaints []string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	first := start(t, bin, "tap", dir, "first")
	first.kill(t)
	acks := first.acked()
	for i := range n {
		a, complaint, hit := injected(t, bin, dir, strconv.Itoa(i), calls[i%len(calls)], fault, from+i/len(calls)*3, extra...)
		acks = append(acks, a...)
		if hit {
			fired++
			complaints = append(complaints, complaint)
		}
	}
	return count(t, bin, dir, acks), fired, complaints
}

func needStrace(t *testing.T) {
	t.Helper()
	out, err := exec.Command("strace", "-f", "-o", "/dev/null", "true").CombinedOutput()
	if err != nil {
		fmt.Printf("SKIP %s: strace cannot trace here: %v %s\n", t.Name(), err, out)
		t.Skip("no strace")
	}
}

// TestKilledAtExactPoints kills in the middle of named system calls of a commit.
func TestKilledAtExactPoints(t *testing.T) {
	needStrace(t)
	n := times(t, "HALLCHECK_POINTS", 24)
	calls := []string{"pwrite64", "fsync", "openat", "pread64"}
	got, fired, _ := sweep(t, build(t, ""), n, 1, "signal=KILL", calls)
	fmt.Printf("killed at %d of %d exact points: %d answers acknowledged, %d lost\n", fired, n, got.Acks, got.Lost)
	require.GreaterOrEqual(t, fired, n/2)
	require.Positive(t, got.Acks)
	require.Zero(t, got.Lost)
	require.Empty(t, got.Troubles)
	mutant, _, _ := sweep(t, build(t, "faultmutant"), 8, 60, "signal=KILL", []string{"pwrite64"}, "early")
	fmt.Printf("mutant that acknowledges before the commit: %d of %d lost\n", mutant.Lost, mutant.Acks)
	require.Positive(t, mutant.Lost, "the sweep does not see an early acknowledgement")
}

// TestDiskErrors: a disk that reports an error at any point gets no answer
// acknowledged that is not there, and the error has its sentence.
func TestDiskErrors(t *testing.T) {
	needStrace(t)
	n := times(t, "HALLCHECK_POINTS", 24) / 2
	got, _, complaints := sweep(t, build(t, ""), n, 1, "error=EIO", []string{"fsync", "pwrite64"})
	named := 0
	for _, c := range complaints {
		require.True(t, strings.Contains(c, "store.io") || strings.Contains(c, "store.damaged") || strings.Contains(c, "store.cannotOpen"), c)
		if strings.Contains(c, "store.io") {
			named++
		}
	}
	fmt.Printf("disk errors at %d points, %d named as such: %d answers acknowledged, %d lost\n", len(complaints), named, got.Acks, got.Lost)
	require.Positive(t, named)
	require.Zero(t, got.Lost)
	require.Empty(t, got.Troubles)
}
