package photos

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

const (
	workers   = 2 // decoder processes at a time
	largeArea = 24_000_000
)

// pool runs jobs in decoder processes that stay alive between jobs. Where none
// can be started it decodes in this process, which then shares the fate of the
// decoder.
type pool struct {
	slots   chan struct{} // one entry per running small job; a large one takes all
	big     sync.Mutex    // who collects all slots does so alone
	mu      sync.Mutex
	idle    []*worker
	closed  bool
	command func() *exec.Cmd         // nil when there is no program to start
	limit   func(kind) time.Duration // time one job may take
	onStart func(pid int)            // tells tests which process works
}

func newPool() *pool {
	return &pool{slots: make(chan struct{}, workers), command: selfCommand(), limit: timeLimit, onStart: func(int) {}}
}

// timeLimit is 5 s, 20 s for HEIC, whose decoder is ten times slower.
func timeLimit(k kind) time.Duration {
	if k == kindHEIC {
		return 20 * time.Second
	}
	return 5 * time.Second
}

// selfCommand starts this program again as a decoder. A decoder starts none, and
// neither does a test program, whose main is not ours.
func selfCommand() func() *exec.Cmd {
	exe, err := os.Executable()
	base := strings.TrimSuffix(filepath.Base(exe), ".exe")
	if err != nil || os.Getenv(decodeEnv) != "" || strings.HasSuffix(base, ".test") {
		return nil
	}
	return commandFor(exe)
}

func commandFor(exe string) func() *exec.Cmd {
	return func() *exec.Cmd {
		c := exec.Command(exe, DecodeArg)
		c.Env = append(os.Environ(), decodeEnv+"=1")
		return c
	}
}

// run does one job. The error is a checklist.Error or the context's.
func (p *pool) run(ctx context.Context, j job) (result, error) {
	release, err := p.enter(ctx, heavy(j))
	if err != nil {
		return result{}, err
	}
	defer release()
	r, code, err := p.attempt(ctx, j)
	if err != nil && ctx.Err() == nil && code != exitMemory && !errors.Is(err, errSlow) {
		r, code, err = p.attempt(ctx, j) // perhaps it was not the picture: killed from outside, no memory left
	}
	switch {
	case err == nil:
	case ctx.Err() != nil:
		return r, ctx.Err()
	case errors.Is(err, errSlow):
		r = refused("photo.timeout", err)
	case code == exitMemory:
		r = refused("photo.memory", err)
	default:
		r = refused("photo.damaged", fmt.Errorf("decoder ended with %d: %w", code, err))
	}
	return r, r.err()
}

// attempt does a job once. The error says that the decoder did not answer, code
// how its process ended.
func (p *pool) attempt(ctx context.Context, j job) (r result, code int, err error) {
	w, err := p.take()
	if err != nil {
		return decodeHere(j), 0, nil
	}
	ctx, cancel := context.WithTimeoutCause(ctx, p.limit(j.Kind), errSlow)
	defer cancel()
	r, err = w.do(ctx, j)
	if err != nil {
		code = w.kill()
		if cause := context.Cause(ctx); cause != nil {
			err = cause
		}
		return r, code, err
	}
	p.give(w)
	return r, 0, nil
}

var errSlow = errors.New("decoder took too long")

// heavy jobs run alone: HEIC, and more than 24 MP.
func heavy(j job) bool {
	if j.Working == "" && j.Masked == "" {
		return false
	}
	if j.Kind == kindHEIC {
		return true
	}
	f, err := os.Open(j.Path)
	if err != nil {
		return false
	}
	defer f.Close()
	_, w, h, err := header(f)
	return err == nil && w*h > largeArea
}

// enter waits for a free slot, or for all of them.
func (p *pool) enter(ctx context.Context, all bool) (release func(), err error) {
	want := 1
	if all {
		p.big.Lock()
		defer p.big.Unlock()
		want = cap(p.slots)
	}
	got := 0
	release = func() {
		for range got {
			<-p.slots
		}
	}
	for got < want {
		select {
		case p.slots <- struct{}{}:
			got++
		case <-ctx.Done():
			release()
			return nil, ctx.Err()
		}
	}
	return release, nil
}

// decodeHere decodes in this process; a panic is a damaged picture.
func decodeHere(j job) (r result) {
	defer func() {
		if p := recover(); p != nil {
			r = refused("photo.damaged", fmt.Errorf("decoder: %v", p))
		}
	}()
	return decode(j)
}

func (p *pool) take() (*worker, error) {
	p.mu.Lock()
	if n := len(p.idle); n > 0 {
		w := p.idle[n-1]
		p.idle = p.idle[:n-1]
		p.mu.Unlock()
		w.rest.Stop()
		return w, nil
	}
	command := p.command
	if p.closed {
		command = nil
	}
	p.mu.Unlock()
	if command == nil {
		return nil, errNoDecoder
	}
	w, err := start(command())
	switch {
	case errors.Is(err, errNoDecoder):
		p.mu.Lock()
		p.command = nil // it will be none the next time either
		p.mu.Unlock()
	case err == nil:
		p.onStart(w.cmd.Process.Pid)
	}
	return w, err
}

var errNoDecoder = errors.New("the program started is no decoder")

// give keeps a worker for the next job, and ends it after half a minute without
// one, with the memory it holds.
func (p *pool) give(w *worker) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		w.kill()
		return
	}
	w.rest = time.AfterFunc(30*time.Second, func() { p.retire(w) })
	p.idle = append(p.idle, w)
}

func (p *pool) retire(w *worker) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i, x := range p.idle {
		if x == w {
			p.idle = append(p.idle[:i], p.idle[i+1:]...)
			w.kill()
			return
		}
	}
}

func (p *pool) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	for _, w := range p.idle {
		w.rest.Stop()
		w.kill()
	}
	p.idle = nil
}

// worker is one running decoder process.
type worker struct {
	cmd  *exec.Cmd
	in   io.WriteCloser
	out  io.ReadCloser
	rest *time.Timer
}

// start starts a decoder and waits for its greeting, so that a program that is
// none is noticed.
func start(c *exec.Cmd) (*worker, error) {
	w := &worker{cmd: c}
	var err error
	if w.in, err = c.StdinPipe(); err != nil {
		return nil, err
	}
	if w.out, err = c.StdoutPipe(); err != nil {
		return nil, err
	}
	if err := c.Start(); err != nil {
		return nil, err
	}
	greeting := make([]byte, len(hello))
	late := time.AfterFunc(10*time.Second, func() { _ = c.Process.Kill() })
	_, err = io.ReadFull(w.out, greeting)
	if !late.Stop() || err != nil || string(greeting) != hello {
		w.kill()
		return nil, errors.Join(errNoDecoder, err)
	}
	return w, nil
}

// do sends a job and waits for its result, at most as long as ctx lives.
func (w *worker) do(ctx context.Context, j job) (result, error) {
	type answer struct {
		r   result
		err error
	}
	done := make(chan answer, 1)
	go func() {
		var a answer
		if a.err = writeFrame(w.in, j); a.err == nil {
			a.err = readFrame(w.out, &a.r)
		}
		done <- a
	}()
	select {
	case a := <-done:
		return a.r, a.err
	case <-ctx.Done():
		return result{}, ctx.Err()
	}
}

// kill ends the process and returns its exit code.
func (w *worker) kill() int {
	_ = w.in.Close()
	_ = w.cmd.Process.Kill()
	_ = w.cmd.Wait()
	return w.cmd.ProcessState.ExitCode()
}
