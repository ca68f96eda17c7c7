//go:build unix

package exchange_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store/exchange"
	"hallcheck/store/exchange/road"
	"hallcheck/store/exchange/road/roadtest"
)

// TestAShareThatHangsHoldsNothing: of two shared folders one does not answer; what
// comes over the other is taken in in the same round, the trouble is told once with
// its sentence, and a person can stop a round that waits.
func TestAShareThatHangsHoldsNothing(t *testing.T) {
	t.Setenv(road.NoKeyring, "1")
	hq, b := pair(t)
	dead, alive := roadtest.Folder(t, ""), roadtest.Folder(t, "")
	first := hq.road(t, dead)
	hq.road(t, alive)
	b.road(t, alive)
	b.inspect(t, "in-1", 0)
	b.clean(t)
	pipe := filepath.Join(dead.Dir, "to-hq")
	require.NoError(t, syscall.Mkfifo(pipe, 0o600))
	t.Cleanup(func() { // lets go of who is blocked
		f, err := os.OpenFile(pipe, os.O_RDWR, 0)
		if err == nil {
			_ = f.Close()
		}
	})

	c := hq.carrier()
	c.Stall(300 * time.Millisecond)
	start := time.Now()
	out, err := c.Sync(t.Context(), exchange.SyncOptions{Now: true}, nil)
	require.NoError(t, err)
	require.Less(t, time.Since(start), 20*time.Second)
	require.Len(t, out.Imported, 1)
	require.Equal(t, "road.stalled", checklist.CodeOf(out.Failed()))
	for _, r := range out.Roads {
		require.Equal(t, r.Road.ID == first.ID, r.Err != nil, "%v", r.Err)
	}
	kept, err := hq.st.Road(t.Context(), first.ID)
	require.NoError(t, err)
	require.Equal(t, "road.stalled", checklist.CodeOf(kept.Err()))
	b.clean(t)
	require.Equal(t, checklist.DeliveryReceived, b.state(t, "in-1").State)

	ctx, cancel := context.WithCancelCause(t.Context())
	stopped := errors.New("stopped by hand")
	time.AfterFunc(200*time.Millisecond, func() { cancel(stopped) })
	start = time.Now()
	_, err = hq.carrier().Sync(ctx, exchange.SyncOptions{Now: true}, nil)
	require.ErrorIs(t, err, stopped)
	require.Less(t, time.Since(start), 20*time.Second, "not after the minute of a stall")
}
