package faulttest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// verdict is what "tapper check" says.
type verdict struct {
	Acks, Rows, Lost int
	Moves, Finished  int
	Keys             int
	Photos           int
	Troubles         []struct{ Code, Object, Detail string }
}

// build builds the tapper, with the mutant's tag or without.
func build(t *testing.T, tag string) string {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "tapper"+tag)
	out, err := exec.Command("go", "build", "-tags", strings.TrimSpace("headless nodynamic "+tag), "-o", bin, "./tapper").CombinedOutput()
	require.NoError(t, err, string(out))
	return bin
}

// times reads how often to do it from the environment.
func times(t *testing.T, env string, usual int) int {
	t.Helper()
	v := os.Getenv(env)
	if v == "" {
		return usual
	}
	n, err := strconv.Atoi(v)
	require.NoError(t, err, env)
	return n
}

// victim is a running tapper whose acknowledgements are collected.
type victim struct {
	cmd  *exec.Cmd
	mu   sync.Mutex
	acks bytes.Buffer
	errs bytes.Buffer
	done chan struct{}
}

// Write takes the acknowledgements as they come.
func (v *victim) Write(p []byte) (int, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.acks.Write(p)
}

// so far: whole lines only.
func (v *victim) acked() []byte {
	v.mu.Lock()
	defer v.mu.Unlock()
	b := v.acks.Bytes()
	return bytes.Clone(b[:bytes.LastIndexByte(b, '\n')+1])
}

func start(t *testing.T, bin string, args ...string) *victim {
	t.Helper()
	v := &victim{cmd: exec.Command(bin, args...), done: make(chan struct{})}
	v.cmd.Stdout, v.cmd.Stderr = v, &v.errs
	require.NoError(t, v.cmd.Start())
	go func() { _ = v.cmd.Wait(); close(v.done) }()
	until := time.Now().Add(30 * time.Second)
	for len(v.acked()) == 0 {
		select {
		case <-v.done:
			t.Fatalf("tapper ended by itself: %s", v.errs.String())
		case <-time.After(5 * time.Millisecond):
		}
		require.True(t, time.Now().Before(until), "no answer saved in 30 s")
	}
	return v
}

// kill ends the tapper at once and waits until all it wrote has arrived.
func (v *victim) kill(t *testing.T) {
	t.Helper()
	require.NoError(t, v.cmd.Process.Kill())
	<-v.done
	require.Empty(t, v.errs.String())
}

// count runs the check on what is left.
func count(t *testing.T, bin, dir string, acks []byte) verdict {
	t.Helper()
	cmd := exec.Command(bin, "check", dir)
	var errs bytes.Buffer
	cmd.Stdin, cmd.Stderr = bytes.NewReader(acks), &errs
	out, err := cmd.Output()
	require.NoError(t, err, errs.String())
	var v verdict
	require.NoError(t, json.Unmarshal(out, &v))
	return v
}

// work waits until so many more things were acknowledged.
func (v *victim) work(t *testing.T, n int) {
	t.Helper()
	until := time.Now().Add(time.Minute)
	for bytes.Count(v.acked(), []byte("\n")) < n {
		select {
		case <-v.done:
			t.Fatalf("tapper ended by itself: %s", v.errs.String())
		case <-time.After(time.Millisecond):
		}
		require.True(t, time.Now().Before(until), "no %d answers saved in a minute", n)
	}
}

// killLoop kills n times at random instants, after as much work on a slow
// computer as on a fast one, and counts over all rounds.
func killLoop(t *testing.T, bin string, n int, extra ...string) verdict {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	var acks []byte
	for round := range n {
		v := start(t, bin, append([]string{"tap", dir, strconv.Itoa(round)}, extra...)...)
		v.work(t, 150+rand.IntN(600))
		time.Sleep(time.Duration(rand.Int64N(int64(5 * time.Millisecond))))
		v.kill(t)
		acks = append(acks, v.acked()...)
	}
	return count(t, bin, dir, acks)
}

// TestKilledAtAnyInstant: no acknowledged answer is lost to SIGKILL. The mutant
// says "saved" before the commit.
func TestKilledAtAnyInstant(t *testing.T) {
	n := times(t, "HALLCHECK_KILLS", 12)
	got := killLoop(t, build(t, ""), n)
	fmt.Printf("killed %d times: %d answers, %d photos, %d moves of findings, %d keys of the hall desk and %d finished inspections acknowledged, %d lost\n",
		n, got.Acks, got.Photos, got.Moves, got.Keys, got.Finished, got.Lost)
	require.Greater(t, got.Acks, n*100)
	require.Greater(t, got.Moves, n*5)
	require.Greater(t, got.Keys, n*5)
	require.Positive(t, got.Finished)
	if n >= 60 {
		require.GreaterOrEqual(t, got.Acks, 20_000)
	}
	require.Zero(t, got.Lost)
	require.Empty(t, got.Troubles)
	require.GreaterOrEqual(t, got.Rows, got.Acks)

	mutant := killLoop(t, build(t, "faultmutant"), max(8, n/4), "early")
	fmt.Printf("mutant that acknowledges before the commit: %d of %d lost\n", mutant.Lost, mutant.Acks)
	require.Positive(t, mutant.Lost, "the kill loop does not see an early acknowledgement")
}
