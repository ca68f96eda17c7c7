package store_test

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/store"
	"hallcheck/store/storetest"
)

var server struct {
	once    sync.Once
	cluster *storetest.Cluster
	why     error
}

func TestMain(m *testing.M) {
	code := m.Run()
	if server.cluster != nil {
		server.cluster.Stop()
	}
	os.Exit(code)
}

// onServer returns the shared PostgreSQL, started at the first use.
func onServer(t testing.TB) *storetest.Cluster {
	t.Helper()
	server.once.Do(func() { server.cluster, server.why = storetest.StartCluster() })
	if server.cluster == nil {
		storetest.NoCluster(t, server.why)
	}
	return server.cluster
}

func TestSQLite(t *testing.T) {
	storetest.Run(t, func(t *testing.T) *store.Store {
		s, err := store.Open(t.Context(), storetest.Options(t, ""))
		require.NoError(t, err)
		return s
	})
}

func TestPostgres(t *testing.T) {
	c := onServer(t)
	storetest.Run(t, func(t *testing.T) *store.Store {
		s, err := store.Open(t.Context(), storetest.Options(t, c.Database(t)))
		require.NoError(t, err)
		return s
	})
}

// TestEnginesAgree does the same work on both engines and compares every byte.
func TestEnginesAgree(t *testing.T) {
	c := onServer(t)
	var dumps [2]string
	for i, addr := range []string{"", c.Database(t)} {
		opt, clock := storetest.Options(t, addr), storetest.NewClock()
		clock.Step, opt.Clock = 0, clock.Now
		made := 0
		opt.NewID = func() string { made++; return fmt.Sprintf("00000000-0000-4000-8000-%012d", made) }
		s, err := store.Open(t.Context(), opt)
		require.NoError(t, err)
		storetest.Work(t, s)
		b, err := s.Dump(t.Context())
		require.NoError(t, err)
		require.NoError(t, s.Close())
		dumps[i] = string(b)
	}
	require.Greater(t, len(dumps[0]), 10_000)
	lines := strings.Split(dumps[1], "\n")
	for i, l := range strings.Split(dumps[0], "\n") {
		require.Equal(t, l, lines[min(i, len(lines)-1)])
	}
	require.True(t, dumps[0] == dumps[1], "one engine has more rows")
}
