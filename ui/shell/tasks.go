package shell

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
)

// Tasks is the one bridge between the window's goroutine and all others. Work
// runs elsewhere; what follows runs on the window's goroutine.
type Tasks struct {
	inline  bool
	stalled bool
	saves   chan func()
	open    sync.WaitGroup

	reading int    // readings under way; the window's goroutine counts
	idle    func() // see Idle

	early held
}

// NewTasks makes the bridge of a real window.
func NewTasks() *Tasks {
	t := &Tasks{saves: make(chan func(), 1024)}
	go func() {
		for f := range t.saves {
			f()
		}
	}()
	return t
}

// Inline makes a bridge that runs everything at once on the caller's
// goroutine: for tests.
func Inline() *Tasks { return &Tasks{inline: true} }

// Stalled makes a bridge nothing ever comes back over: for pictures of pages
// that are loading.
func Stalled() *Tasks { return &Tasks{stalled: true} }

// spawn runs job away from the window's goroutine.
func (t *Tasks) spawn(job func()) {
	switch {
	case t.inline:
		job()
	case !t.stalled:
		go job()
	}
}

// post runs f on the window's goroutine: the only fyne.Do of the program.
func (t *Tasks) post(f func()) {
	if t.inline {
		f()
		return
	}
	if !t.early.take(f) {
		fyne.Do(f)
	}
}

// after runs f on the window's goroutine later; inline runners never do.
func (t *Tasks) after(d time.Duration, f func()) (cancel func()) {
	if t.inline || t.stalled {
		return func() {}
	}
	timer := time.AfterFunc(d, func() { t.post(f) })
	return func() { timer.Stop() }
}

// Idle calls f, once and on the window's goroutine, when no reading is under
// way: after the start that is when the first page shows what it has to show.
func (t *Tasks) Idle(f func()) {
	t.idle = f
	t.read(0)
}

// read counts readings.
func (t *Tasks) read(n int) {
	t.reading += n
	if f := t.idle; f != nil && t.reading == 0 {
		t.idle = nil
		f()
	}
}

// Wait returns when every save handed in so far is done, or after limit.
func (t *Tasks) Wait(limit time.Duration) {
	done := make(chan struct{})
	go func() { t.open.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(limit):
	}
}

// safely turns a panic in work into an error with its stack.
func safely[T any](work func() (T, error)) (v T, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = checklist.Fail("ui.crash").Because(fmt.Errorf("%v\n%s", p, debug.Stack()))
			fyne.LogError("work crashed", err)
		}
	}()
	return work()
}

// Run does work away from the window and then gives its result to then on the
// window's goroutine – unless ctx ended meanwhile, when nobody waits for it.
// Capture the values work needs first; it must not touch widgets.
func Run[T any](s *Shell, ctx context.Context, work func(context.Context) (T, error), then func(T, error)) {
	t := s.tasks
	t.read(1)
	job := func() {
		v, err := safely(func() (T, error) { return work(ctx) })
		t.post(func() {
			if ctx.Err() == nil {
				then(v, err)
			}
			t.read(-1)
		})
	}
	t.spawn(job)
}

// Save does work that must happen whatever page is shown: in order, one after
// the other, never cancelled. then may be nil when only an error matters; an
// error without then is shown as a problem.
func Save[T any](s *Shell, work func(context.Context) (T, error), then func(T, error)) {
	t := s.tasks
	s.touch()
	t.open.Add(1)
	job := func() {
		defer t.open.Done()
		v, err := safely(func() (T, error) { return work(context.Background()) })
		t.post(func() {
			switch {
			case then != nil:
				then(v, err)
			case err != nil:
				s.Fail(err)
			}
		})
	}
	if t.inline {
		job()
		return
	}
	if t.stalled {
		t.open.Done()
		return
	}
	t.saves <- job
}

// Progress does long work with a bar in the corner and a button to cancel.
// report may be called from work as often as it likes. A cancelled run gives
// then the context's error.
func Progress[T any](s *Shell, title string, work func(ctx context.Context, report func(done, total int)) (T, error), then func(T, error)) {
	ctx, cancel := context.WithCancel(context.Background())
	t := s.tasks
	bar := s.addProgress(title, cancel)
	var mu sync.Mutex
	var last time.Time
	report := func(done, total int) {
		mu.Lock()
		due := time.Since(last) > 60*time.Millisecond || done == total
		if due {
			last = time.Now()
		}
		mu.Unlock()
		if due {
			t.post(func() { bar.set(done, total) })
		}
	}
	t.open.Add(1)
	job := func() {
		defer t.open.Done()
		v, err := safely(func() (T, error) { return work(ctx, report) })
		t.post(func() {
			cancel()
			s.removeProgress(bar)
			then(v, err)
		})
	}
	t.spawn(job)
}

// After runs f on the window's goroutine after d, unless ctx ended by then.
// Inline runners never call it.
func (s *Shell) After(ctx context.Context, d time.Duration, f func()) {
	s.tasks.after(d, func() {
		if ctx.Err() == nil {
			f()
		}
	})
}
