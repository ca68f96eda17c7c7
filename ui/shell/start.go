package shell

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// held is what was posted while the window is being made: see Hold.
type held struct {
	sync.Mutex
	on    bool
	funcs []func()
	more  chan struct{} // something came in
}

// take keeps f for Settle; false when nothing is held.
func (h *held) take(f func()) bool {
	h.Lock()
	defer h.Unlock()
	if !h.on {
		return false
	}
	h.funcs = append(h.funcs, f)
	select {
	case h.more <- struct{}{}:
	default:
	}
	return true
}

// give hands out what is kept; last ends the holding.
func (h *held) give(last bool) []func() {
	h.Lock()
	defer h.Unlock()
	funcs := h.funcs
	h.funcs, h.on = nil, h.on && !last
	return funcs
}

// Hold keeps what is posted from now on for Settle.
func (t *Tasks) Hold() { t.early.on, t.early.more = true, make(chan struct{}, 1) }

// Settle runs on the window's goroutine, before its loop, what readings bring
// until none is under way, but no longer than limit: the first frame shows the
// page with its data, and on a slow disk that it is being read.
func (t *Tasks) Settle(limit time.Duration) {
	end := time.After(limit)
	for late := false; ; {
		funcs := t.early.give(late)
		for _, f := range funcs {
			f()
		}
		switch {
		case late:
			return
		case len(funcs) > 0:
		case t.reading == 0:
			late = true
		default:
			select {
			case <-t.early.more:
			case <-end:
				late = true
			}
		}
	}
}

// Aside runs work beside the window's goroutine; wait returns when it is done.
func (t *Tasks) Aside(work func()) (wait func()) {
	done := make(chan struct{})
	t.spawn(func() {
		defer close(done)
		work()
	})
	return func() { <-done }
}

// Ahead is a value read while the window is being made, for its first page.
type Ahead[T any] struct {
	wait func()
	v    T
	err  error
	got  atomic.Bool
}

// ReadAhead starts to read a value.
func ReadAhead[T any](t *Tasks, work func(context.Context) (T, error)) *Ahead[T] {
	a := &Ahead[T]{}
	a.wait = t.Aside(func() { a.v, a.err = safely(func() (T, error) { return work(context.Background()) }) })
	return a
}

// Or gives what was read to whoever asks first; everybody after, and who finds
// an error, reads anew by work. A nil Ahead has nothing.
func (a *Ahead[T]) Or(work func(context.Context) (T, error)) func(context.Context) (T, error) {
	return func(ctx context.Context) (T, error) {
		if a == nil || a.got.Swap(true) {
			return work(ctx)
		}
		if a.wait(); a.err != nil {
			return work(ctx)
		}
		return a.v, nil
	}
}
