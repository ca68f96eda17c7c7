package roadtest

import (
	"io"
	"net"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// Mode is how a proxy breaks a connection.
type Mode int

// The ways to break.
const (
	Close Mode = iota // both sides see the end
	Reset             // both sides see a reset
	Stall             // nothing moves any more, the connections stay
)

// Proxy stands between a client and a server, and breaks what passes after so
// many bytes to the server.
type Proxy struct {
	Host string // where it listens

	mu     sync.Mutex
	target string
	left   int64 // bytes to the server until it breaks; < 0 = never
	passed int64
	mode   Mode
	turn   int  // counts Break and Heal
	down   bool // broken: no connection lives until Heal
	pairs  map[net.Conn]net.Conn
	free   chan struct{} // closed by Heal: stalled connections end
}

// NewProxy listens until the test ends.
func NewProxy(t testing.TB, target string) *Proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	p := &Proxy{Host: l.Addr().String(), target: target, left: -1, pairs: map[net.Conn]net.Conn{}, free: make(chan struct{})}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go p.serve(c)
		}
	}()
	t.Cleanup(func() { _ = l.Close(); p.Heal() })
	return p
}

// Break arms the proxy: after n more bytes to the server it breaks everything.
func (p *Proxy) Break(n int64, mode Mode) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.left, p.mode, p.passed = n, mode, 0
	p.turn++
}

// Heal lets connections through again, and ends those that stalled.
func (p *Proxy) Heal() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.left, p.down = -1, false
	p.turn++
	close(p.free)
	p.free = make(chan struct{})
	p.cut(false)
}

// Passed is how many bytes went to the server since Break or Count.
func (p *Proxy) Passed() int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.passed
}

// Count begins counting anew.
func (p *Proxy) Count() { p.Break(-1, Close) }

// Broken says whether the proxy broke since Break.
func (p *Proxy) Broken() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.down
}

func (p *Proxy) cut(reset bool) {
	for a, b := range p.pairs {
		for _, c := range []net.Conn{a, b} {
			if t, ok := c.(*net.TCPConn); ok && reset {
				_ = t.SetLinger(0)
			}
			_ = c.Close()
		}
	}
	clear(p.pairs)
}

func (p *Proxy) serve(client net.Conn) {
	defer client.Close()
	server, err := net.Dial("tcp", p.target)
	if err != nil {
		return
	}
	defer server.Close()
	p.mu.Lock()
	p.pairs[client] = server
	p.mu.Unlock()
	back := make(chan struct{})
	go func() { p.pipe(client, server, false); close(back) }()
	p.pipe(server, client, true)
	p.mu.Lock()
	free := p.free
	stalled := p.down && p.mode == Stall
	p.mu.Unlock()
	if stalled {
		<-free
	}
	_ = client.Close()
	_ = server.Close()
	<-back
	p.mu.Lock()
	delete(p.pairs, client)
	p.mu.Unlock()
}

func (p *Proxy) pipe(to io.Writer, from io.Reader, up bool) {
	buf := make([]byte, 16<<10)
	for {
		n, err := from.Read(buf)
		n, turn, stop := p.allow(n, up)
		if _, e := to.Write(buf[:n]); e != nil || err != nil || stop {
			if stop {
				p.trip(turn)
			}
			return
		}
	}
}

// allow says how many of n bytes may pass.
func (p *Proxy) allow(n int, up bool) (pass, turn int, stop bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.down {
		return 0, p.turn, true
	}
	if !up {
		return n, p.turn, false
	}
	if p.left < 0 {
		p.passed += int64(n)
		return n, p.turn, false
	}
	stop = int64(n) >= p.left
	n = int(min(int64(n), p.left))
	p.left -= int64(n)
	p.passed += int64(n)
	return n, p.turn, stop
}

func (p *Proxy) trip(turn int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.down || p.turn != turn {
		return
	}
	p.down = true
	if p.mode != Stall {
		p.cut(p.mode == Reset)
	}
}
