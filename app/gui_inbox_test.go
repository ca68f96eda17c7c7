//go:build !headless

package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

// A picture of the watched folder is done with when it was stored or refused for
// good, not when it was seen: one that could not be stored comes again, after a
// while and after a restart.
func TestInboxHandsOutAgain(t *testing.T) {
	data, dir := t.TempDir(), t.TempDir()
	clock := time.Now()
	open := func() *inbox {
		in := newInbox(data, func(context.Context) string { return dir })
		in.now = func() time.Time { return clock }
		return in
	}
	path := map[string]string{}
	for _, name := range []string{"stored", "refused", "full", "left"} {
		path[name] = filepath.Join(dir, name+".jpg")
		require.NoError(t, os.WriteFile(path[name], []byte(name), 0o600))
	}
	in := open()
	for _, p := range path {
		require.True(t, in.fresh(p))
		require.False(t, in.fresh(p), "once")
	}
	in.told(path["stored"], nil)
	in.told(path["refused"], checklist.Fail("photo.damaged"))
	in.told(path["full"], checklist.Fail("photo.full"))
	require.Empty(t, in.due())
	require.NoFileExists(t, in.file, "killed now, all are handed out again")

	clock = clock.Add(offerSettled)
	require.Empty(t, in.due())
	seen, err := os.ReadFile(in.file)
	require.NoError(t, err)
	require.Contains(t, string(seen), "stored.jpg")
	require.Contains(t, string(seen), "refused.jpg")
	require.NotContains(t, string(seen), "full.jpg")

	clock = clock.Add(offerRetry)
	require.Equal(t, []string{path["full"]}, in.due())
	in.told(path["full"], errors.New("no code"))
	clock = clock.Add(offerAgain)
	require.Equal(t, []string{path["full"], path["left"]}, in.due())
	require.NoError(t, os.Remove(path["left"]))
	for range offerTries - 2 {
		in.told(path["full"], checklist.Fail("photo.read"))
		clock = clock.Add(offerRetry)
	}
	require.Empty(t, in.due(), "often enough")
	in.close()

	in = open()
	require.False(t, in.fresh(path["stored"]))
	require.False(t, in.fresh(path["refused"]))
	require.True(t, in.fresh(path["full"]), "the next start tries again")
	in.told(path["full"], nil)
	in.close()
	require.False(t, open().fresh(path["full"]), "closing does not wait for it to settle")
}
