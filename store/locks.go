package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"hallcheck/checklist"
)

// Turn is the right to export from a database that other programs may have open
// too. Its zero value holds for ever: a SQLite file is open in one program only.
type Turn struct{ conn *sql.Conn }

// exportLock names the turn on a server; it belongs to the database.
const exportLock = applicationID + 1

// ExportTurn waits a moment for the turn to export: between finding a bundle's
// number and recording it nobody else may do the same. Code store.exporting while
// another program has it.
func (s *Store) ExportTurn(ctx context.Context) (*Turn, error) {
	if s.db.name != "postgres" {
		return &Turn{}, nil
	}
	pool, err := s.db.w.DB()
	if err != nil {
		return nil, err
	}
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, coded(err, "export")
	}
	t := &Turn{conn: conn}
	for until := time.Now().Add(lockTimeout); ; time.Sleep(50 * time.Millisecond) {
		var mine bool
		err := conn.QueryRowContext(ctx, "SELECT pg_try_advisory_lock($1)", exportLock).Scan(&mine)
		switch {
		case err != nil:
			t.End()
			return nil, coded(err, "export")
		case mine:
			return t, nil
		case time.Now().After(until):
			_ = conn.Close() // nothing to give back
			return nil, checklist.Fail("store.exporting")
		}
	}
}

// Check says whether the turn still holds: a server that lost the connection has
// given it to somebody else. Code store.server.
func (t *Turn) Check(ctx context.Context) error {
	if t.conn == nil {
		return nil
	}
	var one int
	if err := t.conn.QueryRowContext(ctx, "SELECT 1").Scan(&one); err != nil {
		return checklist.Fail("store.server").Because(err)
	}
	return nil
}

// End gives the turn back, by ending the connection that holds it.
func (t *Turn) End() {
	if t.conn == nil {
		return
	}
	_ = t.conn.Raw(func(any) error { return driver.ErrBadConn })
	_ = t.conn.Close()
}

// locks are the locked folders of an open store.
type locks []*flock.Flock

// lockData locks the data folder and, where the SQLite file lies in another one,
// that too: a second data folder must not open the same file.
func lockData(ctx context.Context, opt Options) (locks, error) {
	dirs := []string{opt.Dir}
	if !isServer(opt.Addr) && !same(filepath.Dir(opt.Addr), opt.Dir) {
		dirs = append(dirs, filepath.Dir(opt.Addr))
	}
	var held locks
	for _, dir := range dirs {
		l, err := lockDir(ctx, dir)
		if err != nil {
			return nil, errors.Join(err, held.Close())
		}
		held = append(held, l)
	}
	return held, nil
}

// Close gives the folders back.
func (l locks) Close() (err error) {
	for _, one := range l {
		err = errors.Join(err, one.Close())
	}
	return err
}

// lockTimeout is how long a second start waits before it says that it is one.
const lockTimeout = time.Second

func lockDir(ctx context.Context, dir string) (*flock.Flock, error) {
	l := flock.New(filepath.Join(dir, "lock"))
	ctx, cancel := context.WithTimeout(ctx, lockTimeout)
	defer cancel()
	ok, err := l.TryLockContext(ctx, 50*time.Millisecond)
	if ok {
		return l, nil
	}
	_ = l.Close()
	if err != nil && ctx.Err() == nil {
		return nil, checklist.Fail("store.folder", "path", dir).Because(err)
	}
	return nil, checklist.Fail("store.locked", "path", dir)
}

// same says whether two paths name one folder; unknown ones are different.
func same(a, b string) bool {
	x, errX := filepath.EvalSymlinks(a)
	y, errY := filepath.EvalSymlinks(b)
	if errX == nil && errY == nil {
		x, errX = filepath.Abs(x)
		y, errY = filepath.Abs(y)
	}
	return errX == nil && errY == nil && x == y
}
