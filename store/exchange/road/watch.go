package road

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"
)

// meter counts the bytes that moved over the connections of a road, so that a
// connection on which nothing moves is noticed whoever waits on it.
type meter struct{ n atomic.Int64 }

// watch gives a context that ends when nothing moved for the given time. end
// releases it, and turns the error that followed into the true one.
func (m *meter) watch(ctx context.Context, stall time.Duration) (inner context.Context, end func(error) error) {
	inner, cancel := context.WithCancelCause(ctx)
	done := make(chan struct{})
	go func() {
		tick := time.NewTicker(max(stall/8, time.Millisecond))
		defer tick.Stop()
		last, since := m.n.Load(), time.Now()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
			}
			if n := m.n.Load(); n != last {
				last, since = n, time.Now()
			} else if time.Since(since) >= stall {
				cancel(errStalled)
				return
			}
		}
	}()
	return inner, func(err error) error {
		close(done)
		if err != nil && errors.Is(context.Cause(inner), errStalled) {
			err = errStalled
		}
		cancel(nil)
		return err
	}
}

// dial connects within the time a stall would take, and counts.
func (m *meter) dial(stall time.Duration) func(ctx context.Context, network, addr string) (net.Conn, error) {
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		d := net.Dialer{Timeout: min(stall, 30*time.Second)}
		c, err := d.DialContext(ctx, network, addr)
		if err != nil {
			return nil, err
		}
		return &meteredConn{c, m}, nil
	}
}

type meteredConn struct {
	net.Conn
	m *meter
}

func (c *meteredConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.m.n.Add(int64(n))
	return n, err
}

func (c *meteredConn) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	c.m.n.Add(int64(n))
	return n, err
}

// transport is the HTTP of WebDAV and S3: no proxy surprises beyond the
// environment's, no compression, connections counted.
func (m *meter) transport(stall time.Duration) *http.Transport {
	return &http.Transport{
		Proxy: http.ProxyFromEnvironment, DialContext: m.dial(stall), DisableCompression: true,
		TLSHandshakeTimeout: min(stall, 30*time.Second), IdleConnTimeout: 90 * time.Second, MaxIdleConnsPerHost: 2,
		WriteBufferSize: 64 << 10, ReadBufferSize: 64 << 10,
	}
}

// getting is a file being read; each read has the time of a stall.
type getting struct {
	r      io.ReadCloser
	ctx    context.Context
	outer  context.Context
	cancel context.CancelCauseFunc
	stall  time.Duration
	at     Address
}

func (g *getting) timed(work func() error) error {
	t := time.AfterFunc(g.stall, func() { g.cancel(errStalled) })
	err := work()
	t.Stop()
	if err == io.EOF {
		return err
	}
	if err != nil && errors.Is(context.Cause(g.ctx), errStalled) {
		err = errStalled
	}
	return g.at.because(g.outer, err)
}

func (g *getting) Read(p []byte) (n int, err error) {
	err = g.timed(func() (err error) { n, err = g.r.Read(p); return err })
	return n, err
}

func (g *getting) Close() error {
	err := g.r.Close()
	g.cancel(nil)
	return err
}

func itoa(n int) string { return strconv.Itoa(n) }
