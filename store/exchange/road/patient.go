package road

import (
	"context"
	"io"
	"os"
	"sync"
	"time"
)

// A share whose server went away, or a stick that hangs, holds a call to the system
// for as long as it likes: nothing can interrupt it. So whatever touches a folder is
// done by a goroutine of its own, and who waits for it goes away when the sync is
// stopped or nothing moved for Options.Stall. The call stays behind until the system
// lets go of it; then it does nothing more: it reads no source, tells no progress,
// publishes nothing it has not begun to publish, and clears its own part away.

// stuckAtMost is how many calls to one folder may stay behind. With so many nobody
// asks it again before one of them returns: its sync fails at once, as stalled.
const stuckAtMost = 8

var stuck = struct {
	mu sync.Mutex
	n  map[string]int // by folder
}{n: map[string]int{}}

// leave counts a call that stays behind, or one that came back.
func leave(dir string, n int) {
	stuck.mu.Lock()
	defer stuck.mu.Unlock()
	if stuck.n[dir] += n; stuck.n[dir] == 0 {
		delete(stuck.n, dir)
	}
}

func stuckIn(dir string) int {
	stuck.mu.Lock()
	defer stuck.mu.Unlock()
	return stuck.n[dir]
}

// attempt waits for work on a folder as long as ctx lets it. late gets what a call
// that stayed behind brings in the end; it may be nil.
func attempt[T any](ctx context.Context, dir string, work func() (T, error), late func(T)) (out T, err error) {
	if stuckIn(dir) >= stuckAtMost {
		return out, errStalled
	}
	type result struct {
		v   T
		err error
	}
	done, left := make(chan result), make(chan struct{})
	go func() {
		v, err := work()
		select {
		case done <- result{v, err}:
		case <-left:
			leave(dir, -1)
			if err == nil && late != nil {
				late(v)
			}
		}
	}()
	select {
	case r := <-done:
		return r.v, r.err
	case <-ctx.Done():
		leave(dir, 1)
		close(left)
		return out, context.Cause(ctx)
	}
}

// patient is a folder that does not wait for ever.
type patient struct {
	folder
	stall time.Duration
}

func (p *patient) list(ctx context.Context, dir string) ([]Entry, error) {
	return attempt(ctx, p.dir, func() ([]Entry, error) { return p.folder.list(ctx, dir) }, nil)
}

func (p *patient) stat(ctx context.Context, name string) (int64, string, error) {
	type found struct {
		size int64
		sum  string
	}
	f, err := attempt(ctx, p.dir, func() (found, error) {
		size, sum, err := p.folder.stat(ctx, name)
		return found{size, sum}, err
	}, nil)
	return f.size, f.sum, err
}

func (p *patient) put(ctx context.Context, x file) error {
	x.part = fresh(x.part) // a call that stayed behind may still hold the part before
	src := &counted{r: x.src, tell: func(int64) {}}
	said := &teller{say: x.progress}
	defer src.stop()
	defer said.stop()
	x.src, x.progress = struct {
		io.Reader
		io.Seeker
	}{src, x.src}, said.tell
	return p.do(ctx, func() error { return p.folder.put(ctx, x) })
}

func (p *patient) remove(ctx context.Context, name string) error {
	return p.do(ctx, func() error { return p.folder.remove(ctx, name) })
}

func (p *patient) do(ctx context.Context, work func() error) error {
	_, err := attempt(ctx, p.dir, func() (struct{}, error) { return struct{}{}, work() }, nil)
	return err
}

func (p *patient) get(ctx context.Context, name string, offset int64) (io.ReadCloser, error) {
	f, err := attempt(ctx, p.dir, func() (*os.File, error) { return p.folder.open(name, offset) }, func(f *os.File) { _ = f.Close() })
	if err != nil {
		return nil, err
	}
	return &patientReader{ctx: ctx, from: p, f: f}, nil
}

// patientReader reads into memory of its own: a read that stayed behind must not
// write into somebody else's.
type patientReader struct {
	ctx  context.Context
	from *patient
	f    *os.File
	buf  []byte
	lost bool // a read stayed behind
}

func (r *patientReader) Read(p []byte) (int, error) {
	if r.lost {
		return 0, context.Cause(r.ctx)
	}
	if len(r.buf) < len(p) {
		r.buf = make([]byte, len(p))
	}
	buf := r.buf[:len(p)]
	n, err := attempt(r.ctx, r.from.dir, func() (int, error) { return r.f.Read(buf) }, nil)
	if r.ctx.Err() != nil && n == 0 {
		r.lost = true
	}
	return copy(p, buf[:max(n, 0)]), err
}

func (r *patientReader) Close() error {
	ctx, cancel := context.WithTimeoutCause(context.WithoutCancel(r.ctx), r.from.stall, errStalled)
	defer cancel()
	if r.lost {
		go func() { _ = r.f.Close() }() // it may have to wait for the read
		return nil
	}
	return r.from.do(ctx, r.f.Close)
}

// teller passes progress on until it is stopped.
type teller struct {
	mu   sync.Mutex
	over bool
	say  func(int64)
}

func (t *teller) tell(done int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.over {
		t.say(done)
	}
}

func (t *teller) stop() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.over = true
}
