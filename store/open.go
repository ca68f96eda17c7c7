package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	_ "github.com/glebarez/go-sqlite" // pins SQLite ≥ 3.51.3, free of the WAL-reset bug
	"github.com/glebarez/sqlite"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"hallcheck/checklist"
)

// readers is how many connections read at once beside the one writer.
const readers = 4

// engine is an opened database: w writes through one connection, r reads.
type engine struct {
	name string // "sqlite" or "postgres"
	w, r *gorm.DB
}

// openDB is the one place that knows a driver: RELIABILITY 6 for SQLite.
func openDB(addr string) (*engine, error) {
	if isServer(addr) {
		return openPostgres(addr)
	}
	w, err := openSQLite(addr, false)
	if err != nil {
		return nil, err
	}
	r, err := openSQLite(addr, true)
	if err != nil {
		closeGorm(w)
		return nil, err
	}
	return &engine{name: "sqlite", w: w, r: r}, nil
}

func isServer(addr string) bool {
	return strings.HasPrefix(addr, "postgres://") || strings.HasPrefix(addr, "postgresql://")
}

func openPostgres(addr string) (*engine, error) {
	db, err := gorm.Open(postgres.Open(addr), gormConfig())
	if err != nil {
		return nil, coded(err, "open")
	}
	pool, err := db.DB()
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(readers + 1)
	pool.SetMaxIdleConns(readers + 1)
	return &engine{name: "postgres", w: db, r: db}, nil
}

// openSQLite opens one pool. Pragmas stand in the DSN, so that every connection
// has them, and each connection is asked whether it really does.
func openSQLite(path string, readOnly bool) (*gorm.DB, error) {
	if strings.ContainsRune(path, '?') || strings.HasPrefix(filepath.Base(path), "file:") {
		return nil, checklist.Fail("store.path", "path", path)
	}
	dsn := path + "?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(" +
		synchronous + ")&_pragma=foreign_keys(1)"
	want := []pragma{
		{"busy_timeout", "5000"},
		{"journal_mode", "wal"},
		{"synchronous", synchronousCode},
		{"foreign_keys", "1"},
	}
	if readOnly {
		// Pages in KiB: what a month of 16,000 halls is read from stays in memory.
		dsn += "&_pragma=query_only(1)&_pragma=cache_size(-16000)"
		want = append(want, pragma{"query_only", "1"}, pragma{"cache_size", "-16000"})
	} else {
		// A deferred read-then-write fails at once despite the timeout. The writer's
		// statement journals stay in memory in small pieces: of the usual 64 KB each,
		// mapping and unmapping costs more than the work.
		dsn += "&_txlock=immediate&_pragma=temp_store(MEMORY)&_pragma=cache_size(-32000)"
		want = append(want, pragma{"temp_store", "2"}, pragma{"cache_size", "-32000"})
	}
	raw, err := sql.Open(sqlite.DriverName, "")
	if err != nil {
		return nil, err
	}
	pool := sql.OpenDB(&connector{driver: raw.Driver(), dsn: dsn, want: want})
	n := 1
	if readOnly {
		n = readers
	}
	pool.SetMaxOpenConns(n)
	pool.SetMaxIdleConns(n)
	db, err := gorm.Open(&sqlite.Dialector{Conn: pool}, gormConfig())
	if err != nil {
		_ = pool.Close()
		return nil, coded(err, "open")
	}
	return db, nil
}

func gormConfig() *gorm.Config {
	silent := logger.New(nil, logger.Config{LogLevel: logger.Silent, ParameterizedQueries: true})
	return &gorm.Config{
		Logger: silent, SkipDefaultTransaction: true, DisableAutomaticPing: true,
		NowFunc: func() time.Time { return time.Now().UTC() },
	}
}

type pragma struct{ name, value string }

// connector opens connections and refuses one whose pragmas are not as asked: a
// misspelt or ignored pragma opens without an error.
type connector struct {
	driver driver.Driver
	dsn    string
	want   []pragma
}

// Connect opens one checked connection.
func (c *connector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.driver.Open(c.dsn)
	if err != nil {
		return nil, err
	}
	for _, p := range c.want {
		got, err := readPragma(ctx, conn, p.name)
		if err == nil && got != p.value {
			err = checklist.Fail("store.pragma", "name", p.name, "got", got, "want", p.value)
		}
		if err != nil {
			_ = conn.Close()
			return nil, err
		}
	}
	return conn, nil
}

// Driver returns the driver behind the connections.
func (c *connector) Driver() driver.Driver { return c.driver }

func readPragma(ctx context.Context, conn driver.Conn, name string) (string, error) {
	q, ok := conn.(driver.QueryerContext)
	if !ok {
		return "", fmt.Errorf("driver cannot query")
	}
	rows, err := q.QueryContext(ctx, "PRAGMA "+name, nil)
	if err != nil {
		return "", err
	}
	defer func() { _ = rows.Close() }()
	row := make([]driver.Value, len(rows.Columns()))
	if err := rows.Next(row); err != nil {
		return "", err
	}
	return fmt.Sprint(row[0]), nil
}

// readOnlyDSN is a URI that opens path without changing anything; the plain
// form cannot say so. With no write-ahead log there, not even side files appear.
func readOnlyDSN(path string) string {
	uri := "file:" + (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath() + "?mode=ro"
	if !exists(path + "-wal") {
		uri += "&immutable=1"
	}
	return uri
}

func closeGorm(db *gorm.DB) {
	if pool, err := db.DB(); err == nil {
		_ = pool.Close()
	}
}

func (e *engine) close() {
	closeGorm(e.r)
	if e.w != e.r {
		closeGorm(e.w)
	}
}
