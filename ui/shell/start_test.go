package shell

import (
	"context"
	"errors"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What readings bring while the window is being made runs in Settle, on its
// goroutine, and Settle returns when the last one is done.
func TestSettleRunsWhatReadingsBring(t *testing.T) {
	test.NewTempApp(t)
	tasks := NewTasks()
	tasks.Hold()
	s := &Shell{tasks: tasks}
	var got []string
	Run(s, context.Background(), func(context.Context) (int, error) { time.Sleep(20 * time.Millisecond); return 1, nil }, func(n int, err error) {
		got = append(got, "first")
		Run(s, context.Background(), func(context.Context) (int, error) { return 2, nil }, func(int, error) { got = append(got, "second") })
	})
	idle := false
	tasks.Idle(func() { idle = true })
	tasks.Settle(time.Minute)
	assert.Equal(t, []string{"first", "second"}, got)
	assert.True(t, idle)
	assert.False(t, tasks.early.take(func() {}), "from now on the window's loop takes what is posted")
}

// A slow disk holds the first frame no longer than the limit; what comes later
// runs in the window's loop.
func TestSettleHasALimit(t *testing.T) {
	test.NewTempApp(t)
	tasks := NewTasks()
	tasks.Hold()
	s := &Shell{tasks: tasks}
	slow, done := make(chan struct{}), make(chan string, 1)
	Run(s, context.Background(), func(context.Context) (int, error) { <-slow; return 1, nil }, func(int, error) { done <- "late" })
	began := time.Now()
	tasks.Settle(10 * time.Millisecond)
	assert.Less(t, time.Since(began), 5*time.Second)
	assert.Empty(t, done)
	close(slow)
	assert.Equal(t, "late", <-done)
}

func TestWhatWasReadAheadIsUsedOnce(t *testing.T) {
	ask := func(a *Ahead[string]) string {
		v, err := a.Or(func(context.Context) (string, error) { return "anew", nil })(context.Background())
		require.NoError(t, err)
		return v
	}
	a := ReadAhead(NewTasks(), func(context.Context) (string, error) { return "ahead", nil })
	assert.Equal(t, "ahead", ask(a))
	assert.Equal(t, "anew", ask(a), "by then it may be old")
	assert.Equal(t, "anew", ask(nil))
	broken := ReadAhead(NewTasks(), func(context.Context) (string, error) { return "", errors.New("not set up") })
	assert.Equal(t, "anew", ask(broken))
	crashed := ReadAhead(NewTasks(), func(context.Context) (string, error) { panic("reading") })
	assert.Equal(t, "anew", ask(crashed))
}
