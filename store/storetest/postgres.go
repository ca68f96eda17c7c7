package storetest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// requirePG makes a missing PostgreSQL a failure instead of a SKIP.
const requirePG = "HALLCHECK_REQUIRE_PG"

// Cluster is a throw-away PostgreSQL server on a socket of its own.
type Cluster struct {
	dir, bin string
	mu       sync.Mutex
	next     int
}

// asUser runs a command as somebody PostgreSQL accepts: it refuses root.
func asUser(name string, args ...string) *exec.Cmd {
	if os.Geteuid() != 0 {
		return exec.Command(name, args...)
	}
	quoted := make([]string, 0, len(args)+1)
	for _, a := range append([]string{name}, args...) {
		quoted = append(quoted, "'"+strings.ReplaceAll(a, "'", `'\''`)+"'")
	}
	return exec.Command("su", "postgres", "-s", "/bin/sh", "-c", strings.Join(quoted, " "))
}

// StartCluster makes and starts a server; the error says why there is none.
func StartCluster() (*Cluster, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(found) == 0 {
		return nil, fmt.Errorf("PostgreSQL is not installed (no /usr/lib/postgresql/*/bin/initdb)")
	}
	sort.Strings(found)
	bin := filepath.Dir(found[len(found)-1])
	stopLeft(bin)
	dir, err := os.MkdirTemp("/tmp", fmt.Sprintf("hallcheck-pg-%d-", os.Getpid()))
	if err != nil {
		return nil, err
	}
	c := &Cluster{dir: dir, bin: bin}
	if err := os.Chmod(dir, 0o777); err != nil {
		return nil, err
	}
	// A linguistic locale on purpose where there is one: order must not depend on it.
	steps := []*exec.Cmd{
		asUser(filepath.Join(c.bin, "initdb"), "-D", dir+"/data", "-U", "hallcheck", "-A", "trust", "-E", "UTF8", "--locale-provider=icu", "--icu-locale=zh-CN", "--locale=C.UTF-8", "-N"),
		asUser(filepath.Join(c.bin, "pg_ctl"), "-D", dir+"/data", "-w", "-t", "30", "-l", dir+"/log", "-o",
			"-c listen_addresses='' -c unix_socket_directories="+dir+" -c fsync=off -c timezone=Asia/Shanghai", "start"),
	}
	for _, s := range steps {
		s.Dir = dir
		if out, err := s.CombinedOutput(); err != nil {
			c.Stop()
			return nil, fmt.Errorf("%s: %w\n%s", filepath.Base(s.Path), err, out)
		}
	}
	return c, nil
}

// stopLeft ends the servers of test runs that crashed: their process is gone.
func stopLeft(bin string) {
	left, err := filepath.Glob("/tmp/hallcheck-pg-*-*")
	if err != nil {
		return
	}
	for _, dir := range left {
		var pid int
		_, err := fmt.Sscanf(filepath.Base(dir), "hallcheck-pg-%d-", &pid)
		if _, gone := os.Stat(fmt.Sprintf("/proc/%d", pid)); err == nil && os.IsNotExist(gone) {
			(&Cluster{dir: dir, bin: bin}).Stop()
		}
	}
}

// Stop ends the server and removes its files.
func (c *Cluster) Stop() {
	stop := asUser(filepath.Join(c.bin, "pg_ctl"), "-D", c.dir+"/data", "-m", "immediate", "stop")
	stop.Dir = c.dir
	_ = stop.Run()
	_ = os.RemoveAll(c.dir)
}

// Database makes an empty database and returns its address.
func (c *Cluster) Database(t testing.TB) string {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.next++
	name := fmt.Sprintf("t%d", c.next)
	db, err := gorm.Open(postgres.Open(c.addr("postgres")), &gorm.Config{Logger: logger.Discard})
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	require.NoError(t, db.WithContext(ctx).Exec("CREATE DATABASE "+name).Error)
	pool, err := db.DB()
	require.NoError(t, err)
	require.NoError(t, pool.Close())
	return c.addr(name)
}

func (c *Cluster) addr(name string) string {
	return "postgres://hallcheck@/" + name + "?host=" + c.dir
}

// NoCluster ends a test that has no PostgreSQL: a printed SKIP with the reason,
// or a failure where HALLCHECK_REQUIRE_PG=1 asks for it.
func NoCluster(t testing.TB, why error) {
	t.Helper()
	if os.Getenv(requirePG) == "1" {
		t.Fatalf("%s=1 but %v", requirePG, why)
	}
	fmt.Printf("SKIP %s: %v\n", t.Name(), why)
	t.Skip(why)
}
