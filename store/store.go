// Package store keeps what the program knows: one concrete Store over SQLite, or
// PostgreSQL by address. A method is a business transaction: when it returns
// without an error its work is on the disk, and only then is it announced.
package store

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"gorm.io/gorm"

	"hallcheck/checklist"
	"hallcheck/store/migrations"
)

// Options says where a store lives and what it is given from outside.
type Options struct {
	Addr     string                                                       // SQLite path or postgres://…; "" = <Dir>/app.db
	Dir      string                                                       // data folder, locked while the store is open; "" = folder of Addr
	Clock    func() time.Time                                             // nil = time.Now
	Parse    func(name string, data []byte) (*checklist.Checklist, error) // standard.Read
	Builtin  map[string][]byte                                            // assets.Checklists()
	Initials func(name string) string                                     // pinyin initials of a branch name; nil = none are kept
	NewID    func() string                                                // ids of findings and their moves; nil = uuid
	Common   func(password string) bool                                   // passwords everybody tries first; nil = none known
}

// Store is an open database. Its methods may be called from any goroutine.
type Store struct {
	opt  Options
	db   *engine
	path string // SQLite file, "" on a server
	lock locks

	mu     sync.Mutex        // held by whoever writes
	drafts drafts            // aggregates being worked on; guarded by mu
	bumped string            // day of the hall that is stale, with a revision nobody has read: the next entry leaves both as they are; guarded by mu
	places map[string]placed // of entries of the hall written since the start, by id; guarded by mu
	since  string            // day of the own hall's first entry, "" = not asked, or there is none; guarded by mu
	own    string            // code of the branch this installation stands in, "" = not asked yet; guarded by mu

	lists lists // parsed checklists
	who   struct {
		sync.Mutex
		device string
		person checklist.Person
		barred string // why nothing may be done in this person's name yet, as an error code
	}
	subs struct {
		sync.Mutex
		next int
		fn   map[int]func(checklist.Change)
		low  bool // the disk is full and nobody listened yet
	}
	spent      atomic.Bool // the reserve was given up since the start
	background sync.WaitGroup
	stop       context.CancelFunc
}

// Open locks the data folder, migrates the database and installs the built-in
// checklists. Codes: store.locked, store.newer, store.damaged, store.stranger,
// store.path, store.server, store.full.
func Open(ctx context.Context, opt Options) (*Store, error) {
	if opt.Clock == nil {
		opt.Clock = time.Now
	}
	if opt.Dir == "" {
		opt.Dir = filepath.Dir(opt.Addr)
	}
	if opt.Addr == "" {
		opt.Addr = filepath.Join(opt.Dir, "app.db")
	}
	s, err := openIn(ctx, opt)
	if diskFull(opt.Dir, err) {
		return nil, full("open").Because(err)
	}
	return s, err
}

func openIn(ctx context.Context, opt Options) (*Store, error) {
	if err := os.MkdirAll(opt.Dir, 0o700); err != nil {
		return nil, checklist.Fail("store.folder", "path", opt.Dir).Because(err)
	}
	lock, err := lockData(ctx, opt)
	if err != nil {
		return nil, err
	}
	s := &Store{opt: opt, lock: lock, drafts: newDrafts(), lists: newLists()}
	err = s.start(ctx)
	if diskFull(opt.Dir, err) && s.releaseReserve() {
		if s.db != nil {
			s.db.close()
			s.db = nil
		}
		err = s.start(ctx)
	}
	if err != nil {
		_ = s.Close()
		return nil, err
	}
	return s, nil
}

func (s *Store) start(ctx context.Context) error {
	if err := s.migrate(ctx); err != nil {
		return err
	}
	if err := s.loadActor(ctx); err != nil {
		return err
	}
	if err := s.installBuiltin(ctx); err != nil {
		return err
	}
	if err := s.fillNames(ctx); err != nil {
		return coded(err, "open")
	}
	if err := s.bar(ctx); err != nil {
		return err
	}
	s.startBackground()
	return nil
}

func (s *Store) migrate(ctx context.Context) (err error) {
	if isServer(s.opt.Addr) {
		if s.db, err = openDB(s.opt.Addr); err != nil {
			return err
		}
		return migratePostgres(ctx, s.db)
	}
	s.path = s.opt.Addr
	if err := migrateSQLite(ctx, s.path, s.backupDir()); err != nil {
		return err
	}
	if s.db, err = openDB(s.path); err != nil {
		return err
	}
	if err := syncDir(filepath.Dir(s.path)); err != nil { // a new file's name must be durable too
		return checklist.Fail("store.io").Because(err)
	}
	return nil
}

// Close waits for background work and releases everything. It may be called twice.
func (s *Store) Close() error {
	if s.stop != nil {
		s.stop()
	}
	s.background.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db != nil {
		s.db.close() // calls that come later are answered with store.closed
	}
	if s.lock != nil {
		err := s.lock.Close()
		s.lock = nil
		return err
	}
	return nil
}

// Subscribe calls fn after every commit, on the goroutine that committed, until
// cancel is called. fn must not wait for another write. That the disk is full
// (kind space, id low) is told on a goroutine of its own, and to the first
// subscriber when nobody listened yet.
func (s *Store) Subscribe(fn func(checklist.Change)) (cancel func()) {
	s.subs.Lock()
	defer s.subs.Unlock()
	if s.subs.fn == nil {
		s.subs.fn = map[int]func(checklist.Change){}
	}
	s.subs.next++
	id := s.subs.next
	s.subs.fn[id] = fn
	if s.subs.low {
		s.subs.low = false
		go fn(lowSpace)
	}
	return func() {
		s.subs.Lock()
		defer s.subs.Unlock()
		delete(s.subs.fn, id)
	}
}

func (s *Store) publish(kind, id string) {
	s.subs.Lock()
	fns := make([]func(checklist.Change), 0, len(s.subs.fn))
	for i := 1; i <= s.subs.next; i++ {
		if fn, ok := s.subs.fn[i]; ok {
			fns = append(fns, fn)
		}
	}
	s.subs.Unlock()
	for _, fn := range fns {
		fn(checklist.Change{Kind: kind, ID: id})
	}
}

// now is the store's clock in unix milliseconds UTC.
func (s *Store) now() int64 { return s.opt.Clock().UnixMilli() }

// read returns the reading side.
func (s *Store) read(ctx context.Context) *gorm.DB { return s.db.r.WithContext(ctx) }

// write runs one transaction under the writer's lock. what names the work for
// the sentence of a failure. It is not tied to the caller's cancellation: a
// view that closes must not undo a save.
func (s *Store) write(ctx context.Context, what string, work func(tx *gorm.DB) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.writeLocked(ctx, what, work)
}

// writeLocked is write for a caller that holds mu. A full disk gives up the
// reserve file once and tries again, so that ticks go on.
func (s *Store) writeLocked(ctx context.Context, what string, work func(tx *gorm.DB) error) error {
	if err := s.barred(what); err != nil {
		return err
	}
	err := s.attempt(ctx, work)
	if primaryCode(err) == rcFull && s.releaseReserve() {
		err = s.attempt(ctx, work)
	}
	return coded(err, what)
}

func (s *Store) attempt(ctx context.Context, work func(tx *gorm.DB) error) error {
	err := s.db.w.WithContext(context.WithoutCancel(ctx)).Transaction(func(tx *gorm.DB) error {
		if s.db.name == "postgres" {
			if err := tx.Exec("SELECT pg_advisory_xact_lock(?)", applicationID).Error; err != nil {
				return err
			}
		}
		return work(tx)
	})
	if err != nil && checklist.CodeOf(err) == "" {
		s.renewWriter()
	}
	return err
}

// renewWriter drops the writer's connection: after a failed COMMIT SQLite may
// still stand inside the transaction, which the next one must not inherit.
func (s *Store) renewWriter() {
	if s.db.name != "sqlite" {
		return
	}
	if pool, err := s.db.w.DB(); err == nil {
		pool.SetMaxIdleConns(-1)
		pool.SetMaxIdleConns(1)
	}
}

// Version returns the schema version and the engine's own version.
func (s *Store) Version(ctx context.Context) (schema int, engine string, err error) {
	steps, err := migrations.Steps(s.db.name)
	if err != nil {
		return 0, "", err
	}
	q := "SELECT sqlite_version()"
	if s.db.name == "postgres" {
		q = "SELECT version()"
	}
	err = s.read(ctx).Raw(q).Scan(&engine).Error
	return len(steps), engine, coded(err, "read")
}
