package road_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store/exchange/road"
	"hallcheck/store/exchange/road/roadtest"
)

// TestS3HangsUpWhileSending: a server that resets the connection instead of reading
// on takes its answer with it; what lies under the name then tells how it ended.
func TestS3HangsUpWhileSending(t *testing.T) {
	s := roadtest.S3(t, "")
	b, sum := blob(1, 400_000)
	other, otherSum := blob(2, 400_000)
	for _, c := range []struct {
		name, code string
		before     func(r road.Road, name string) error // what somebody else does while ours is on its way
	}{
		{"taken", "exchange.exists", func(r road.Road, name string) error { return put(r, name, other, otherSum) }},
		{"same", "", func(r road.Road, name string) error { return put(r, name, b, sum) }},
		{"free", "road.cut", func(road.Road, string) error { return nil }},
	} {
		t.Run(c.name, func(t *testing.T) {
			direct := s.Open(t)
			gateway := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: s.Host})
			front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.Method != http.MethodPut {
					gateway.ServeHTTP(w, r)
					return
				}
				if err := c.before(direct, "d/x.bundle"); err != nil {
					t.Error(err)
				}
				conn, _, err := http.NewResponseController(w).Hijack()
				if err != nil {
					t.Error(err)
					return
				}
				_ = conn.(*net.TCPConn).SetLinger(0)
				_ = conn.Close()
			}))
			defer front.Close()
			r, err := road.Open(t.Context(), s.Via(front.Listener.Addr().String()), s.Opt)
			require.NoError(t, err)
			defer r.Close()
			require.Equal(t, c.code, checklist.CodeOf(put(r, "d/x.bundle", b, sum)))
			require.NoError(t, direct.Remove(context.Background(), "d/x.bundle"))
		})
	}
}
