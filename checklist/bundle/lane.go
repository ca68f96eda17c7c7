package bundle

import (
	"io"
	"sync"
)

const (
	laneBuffer = 256 << 10
	laneDepth  = 8
)

var laneBuffers = sync.Pool{New: func() any { b := make([]byte, 0, laneBuffer); return &b }}

// lane writes to w on its own goroutine, in order, so that hashing or storing
// runs beside the producer. An error shows at a later Write and at Close.
type lane struct {
	ch   chan *[]byte
	done chan struct{}
	cur  *[]byte
	err  error // valid after done
	mu   sync.Mutex
}

func newLane(w io.Writer) *lane {
	l := &lane{ch: make(chan *[]byte, laneDepth), done: make(chan struct{})}
	go func() {
		defer close(l.done)
		for b := range l.ch {
			if l.failed() == nil {
				if _, err := w.Write(*b); err != nil {
					l.mu.Lock()
					l.err = err
					l.mu.Unlock()
				}
			}
			*b = (*b)[:0]
			laneBuffers.Put(b)
		}
	}()
	return l
}

func (l *lane) failed() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.err
}

// Write takes a copy of p.
func (l *lane) Write(p []byte) (int, error) {
	total := len(p)
	for len(p) > 0 {
		if l.cur == nil {
			if err := l.failed(); err != nil {
				return total - len(p), err
			}
			l.cur = laneBuffers.Get().(*[]byte)
		}
		n := min(len(p), cap(*l.cur)-len(*l.cur))
		*l.cur = append(*l.cur, p[:n]...)
		p = p[n:]
		if len(*l.cur) == cap(*l.cur) {
			l.ch <- l.cur
			l.cur = nil
		}
	}
	return total, nil
}

// Close waits until everything is written.
func (l *lane) Close() error {
	if l.cur != nil {
		l.ch <- l.cur
		l.cur = nil
	}
	close(l.ch)
	<-l.done
	return l.err
}
