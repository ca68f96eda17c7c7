package road

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// StuckIn is how many calls to a folder stay behind.
func StuckIn(dir string) int { return stuckIn(dir) }

// TestLateCallDoesNothingMore: what stayed behind gives back what it got in the end,
// and a file whose sender went away is neither read nor published nor told about.
func TestLateCallDoesNothingMore(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	wait, got := make(chan struct{}), make(chan int, 1)
	cancel()
	_, err := attempt(ctx, "dir", func() (int, error) { <-wait; return 7, nil }, func(n int) { got <- n })
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, 1, stuckIn("dir"))
	close(wait)
	require.Equal(t, 7, <-got)
	require.Zero(t, stuckIn("dir"))

	dir := t.TempDir()
	f := &folder{dir: dir, meter: &meter{}}
	ctx, cancel = context.WithCancel(t.Context())
	b := bytes.Repeat([]byte("x"), 100)
	x := file{name: "a.bundle", part: ".part-1-one", src: bytes.NewReader(b), size: 100, sum: "it is not asked for"}
	x.progress = func(int64) { cancel() } // all is written when nobody waits any more
	require.ErrorIs(t, f.put(ctx, x), context.Canceled)
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, left)

	src := bytes.NewReader(b)
	said := &teller{say: func(int64) { t.Error("told") }}
	said.stop()
	said.tell(1)
	over := &counted{r: src, tell: func(int64) {}}
	over.stop()
	_, err = io.ReadAll(over)
	require.ErrorIs(t, err, io.ErrClosedPipe)
	require.Equal(t, 100, src.Len())
	_, err = os.Stat(filepath.Join(dir, "a.bundle"))
	require.ErrorIs(t, err, os.ErrNotExist)
}
