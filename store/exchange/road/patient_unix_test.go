//go:build unix

package road_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/store/exchange/road"
)

// hang puts a named pipe where a folder road has a file or folder: opening it blocks
// in the system until somebody opens the other end, as a dead share does. free lets
// go of whoever is blocked.
func hang(t *testing.T, path string) (free func()) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, syscall.Mkfifo(path, 0o600))
	return func() {
		f, err := os.OpenFile(path, os.O_RDWR, 0) // does not block, and wakes both sides
		require.NoError(t, err)
		require.NoError(t, os.Remove(path))
		t.Cleanup(func() { _ = f.Close() })
		require.NoError(t, f.Close())
	}
}

// held are the ways in which a folder is used.
var held = map[string]struct {
	path string
	use  func(ctx context.Context, r road.Road) error
}{
	"list": {"to-hq", func(ctx context.Context, r road.Road) error {
		_, err := r.List(ctx, "to-hq")
		return err
	}},
	"tidy": {"to-hq", func(ctx context.Context, r road.Road) error { return r.Tidy(ctx, "to-hq", nil) }},
	"get": {"to-hq/x.bundle", func(ctx context.Context, r road.Road) error {
		f, err := r.Get(ctx, "to-hq/x.bundle", 0)
		if err == nil {
			err = errors.Join(errors.New("it was opened"), f.Close())
		}
		return err
	}},
	"put": {"to-hq/x.bundle", func(ctx context.Context, r road.Road) error {
		b, sum := blob(3, 1000)
		return r.Put(ctx, "to-hq/x.bundle", bytes.NewReader(b), int64(len(b)), sum, nil)
	}},
}

// TestFolderThatHangs: a share that does not answer ends the work on it after the
// time of a stall, with its own sentence, and at once when the sync is stopped; when
// it answers again nothing has happened to it and it is used as before.
func TestFolderThatHangs(t *testing.T) {
	for name, h := range held {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			r, err := road.Open(t.Context(), dir, road.Options{Stall: 200 * time.Millisecond})
			require.NoError(t, err)
			free := hang(t, filepath.Join(dir, h.path))
			start := time.Now()
			err = h.use(t.Context(), r)
			require.Equal(t, "road.stalled", checklist.CodeOf(err), "%v", err)
			require.Less(t, time.Since(start), 5*time.Second)
			require.True(t, road.Systemic(err), "the next file would meet it as well")
			require.True(t, road.Fleeting(err), "it is tried again soon")
			for _, lang := range []string{"zh", "en"} {
				require.True(t, assets.Has(lang, "error.road.stalled"))
			}

			patient, err := road.Open(t.Context(), dir, road.Options{})
			require.NoError(t, err)
			ctx, cancel := context.WithCancelCause(t.Context())
			stopped := errors.New("the person stopped it")
			time.AfterFunc(100*time.Millisecond, func() { cancel(stopped) })
			start = time.Now()
			require.ErrorIs(t, h.use(ctx, patient), stopped)
			require.Less(t, time.Since(start), 5*time.Second, "not after the minute of a stall")

			free()
			require.Eventually(t, func() bool { return road.StuckIn(dir) == 0 }, 5*time.Second, 5*time.Millisecond)
			b, sum := blob(4, 1000)
			require.NoError(t, put(r, "to-hq/y.bundle", b, sum))
			require.Equal(t, b, get(t, r, "to-hq/y.bundle", 0))
			require.Equal(t, []string{"to-hq/y.bundle"}, names(t, r, "to-hq"))
		})
	}
}

// TestFolderHangsWhileReading: the file opens, some of it comes, and then nothing.
func TestFolderHangsWhileReading(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "x.bundle")
	require.NoError(t, syscall.Mkfifo(path, 0o600))
	r, err := road.Open(t.Context(), dir, road.Options{Stall: 300 * time.Millisecond})
	require.NoError(t, err)
	w, err := os.OpenFile(path, os.O_RDWR, 0)
	require.NoError(t, err)
	defer w.Close()
	_, err = w.WriteString("0123456789")
	require.NoError(t, err)
	f, err := r.Get(t.Context(), "x.bundle", 0)
	require.NoError(t, err)
	got, err := io.ReadAll(f)
	require.Equal(t, "0123456789", string(got))
	require.Equal(t, "road.stalled", checklist.CodeOf(err), "%v", err)
	require.NoError(t, f.Close())
}

// TestStuckCallsAreCounted: calls that do not come back are not made without end.
func TestStuckCallsAreCounted(t *testing.T) {
	dir := t.TempDir()
	r, err := road.Open(t.Context(), dir, road.Options{Stall: 20 * time.Millisecond})
	require.NoError(t, err)
	free := hang(t, filepath.Join(dir, "to-hq"))
	for range 20 {
		require.Equal(t, "road.stalled", checklist.CodeOf(held["list"].use(t.Context(), r)))
	}
	require.Equal(t, 8, road.StuckIn(dir))
	_, err = road.Open(t.Context(), dir, road.Options{})
	require.Equal(t, "road.stalled", checklist.CodeOf(err), "whoever comes next is told at once")
	free()
	require.Eventually(t, func() bool { return road.StuckIn(dir) == 0 }, 5*time.Second, 5*time.Millisecond)
	require.Empty(t, names(t, r, ""))
}

// slow is a source that takes its time.
type slow struct{ *bytes.Reader }

func (s slow) Read(p []byte) (int, error) {
	time.Sleep(10 * time.Millisecond)
	return s.Reader.Read(p[:min(len(p), 16<<10)])
}

// TestSlowStickIsNotStalled: as long as bytes move it may take longer than a stall.
func TestSlowStickIsNotStalled(t *testing.T) {
	const stall = 250 * time.Millisecond
	r, err := road.Open(t.Context(), t.TempDir(), road.Options{Stall: stall})
	require.NoError(t, err)
	b, sum := blob(5, 1<<20)
	start := time.Now()
	require.NoError(t, r.Put(t.Context(), "x.bundle", slow{bytes.NewReader(b)}, int64(len(b)), sum, nil))
	require.Greater(t, time.Since(start), 4*stall, "too quick to show anything")
	require.Equal(t, b, get(t, r, "x.bundle", 0))
}
