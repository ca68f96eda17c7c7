package store

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"

	"github.com/glebarez/sqlite"

	"hallcheck/checklist"
	"hallcheck/store/migrations"
)

// keepBackups is how many daily backups stay.
const keepBackups = 7

func (s *Store) backupDir() string { return filepath.Join(s.opt.Dir, "backup") }

// Backup writes a checked copy of the database to file, which must not exist:
// VACUUM INTO a temporary file beside it, integrity check, fsync, rename. Codes:
// store.backupExists, store.backupServer on PostgreSQL, store.full, store.io.
func (s *Store) Backup(ctx context.Context, file string) error {
	if s.path == "" {
		return checklist.Fail("store.backupServer")
	}
	if exists(file) {
		return checklist.Fail("store.backupExists", "path", file)
	}
	// A connection of its own: the readers may not write, not even another file,
	// and the writer must stay free for taps.
	db, err := sql.Open(sqlite.DriverName, s.path+"?_pragma=busy_timeout(5000)")
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	return vacuumInto(ctx, db, file)
}

func vacuumInto(ctx context.Context, db *sql.DB, file string) (err error) {
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return checklist.Fail("store.folder", "path", filepath.Dir(file)).Because(err)
	}
	tmp := file + ".part"
	_ = os.Remove(tmp)
	defer func() {
		if err != nil {
			_ = os.Remove(tmp)
		}
	}()
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", tmp); err != nil {
		return coded(err, "backup")
	}
	if err := soundFile(ctx, tmp); err != nil {
		return err
	}
	return publishFile(tmp, file)
}

// publishFile makes a finished temporary file appear under its name, durably.
func publishFile(tmp, file string) error {
	for _, step := range []func() error{
		func() error { return syncPath(tmp) },
		func() error { return os.Rename(tmp, file) },
		func() error { return syncDir(filepath.Dir(file)) },
	} {
		if err := step(); err != nil {
			return checklist.Fail("store.io").Because(err)
		}
	}
	return nil
}

// soundFile checks a database file that nobody has open.
func soundFile(ctx context.Context, path string) error {
	db, err := sql.Open(sqlite.DriverName, readOnlyDSN(path))
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	var verdict string
	if err := db.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&verdict); err != nil {
		return checklist.Fail("store.backupBad", "path", path).Because(err)
	}
	if verdict != "ok" {
		return checklist.Fail("store.backupBad", "path", path).Because(errors.New(verdict))
	}
	return nil
}

func syncPath(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// dailyBackup makes today's backup when the last is older than a day, and drops
// the eighth. It runs beside the work; a failure is tried again at the next start.
func (s *Store) dailyBackup(ctx context.Context) {
	if s.path == "" {
		return
	}
	old, err := filepath.Glob(filepath.Join(s.backupDir(), "app-*.db"))
	if err != nil {
		return
	}
	sort.Strings(old)
	now := s.opt.Clock().UTC()
	if len(old) > 0 {
		at, err := time.Parse(backupName, filepath.Base(old[len(old)-1]))
		if age := now.Sub(at); err == nil && age >= 0 && age < 24*time.Hour {
			return
		}
	}
	if s.Backup(ctx, filepath.Join(s.backupDir(), now.Format(backupName))) != nil {
		return
	}
	for len(old) > keepBackups-1 {
		_ = os.Remove(old[0])
		old = old[1:]
	}
}

// restorePart is the new database of a restore until it takes the old one's place.
const restorePart = "restore.part"

const backupName = "app-20060102T150405Z.db"

// Backups lists the automatic backups of a data folder, newest first.
func Backups(dir string) []string {
	list, err := filepath.Glob(filepath.Join(dir, "backup", "*.db"))
	if err != nil {
		return nil
	}
	sort.Sort(sort.Reverse(sort.StringSlice(list)))
	return list
}

func (s *Store) startBackground() {
	ctx, cancel := context.WithCancel(context.Background())
	s.stop = cancel
	s.dropHalfBackups()
	dropHalfRestores(s.opt.Dir)
	if s.spent.Load() { // what was just given back is for the work, not for a copy
		return
	}
	s.keepReserve()
	s.background.Go(func() { s.dailyBackup(ctx) })
}

// dropHalfBackups removes what a crash left of a daily backup. It runs before
// anybody can make a new one.
func (s *Store) dropHalfBackups() {
	half, err := filepath.Glob(filepath.Join(s.backupDir(), "app-*.db.part*"))
	if err != nil {
		return
	}
	for _, f := range half {
		_ = os.Remove(f)
	}
}

// RestoreWork is the pattern of the folder in a data folder (os.MkdirTemp) that a
// backup is unpacked in while the data folder is locked.
const RestoreWork = ".restore-*"

// dropHalfRestores removes what killed restores left in a data folder, which must
// be locked: a restore under way holds that lock.
func dropHalfRestores(dir string) {
	list, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	prefix := strings.TrimSuffix(RestoreWork, "*")
	for _, e := range list {
		number, ours := strings.CutPrefix(e.Name(), prefix)
		if ours && e.IsDir() && number != "" && strings.Trim(number, "0123456789") == "" {
			_ = os.RemoveAll(filepath.Join(dir, e.Name()))
		}
	}
	_ = os.Remove(filepath.Join(dir, restorePart))
}

// Restore puts a backup in the place of dir's database while no instance runs.
// The file is checked first; what was there is moved to a folder replaced-<time>
// and its path returned. Codes: store.locked, store.backupBad, store.newer,
// store.stranger.
func Restore(ctx context.Context, dir, file string) (kept string, err error) {
	return RestoreFrom(ctx, dir, func() (string, error) { return file, nil })
}

// RestoreFrom is Restore for a backup that has to be unpacked: unpack returns
// the database file and is called once the folder is locked.
func RestoreFrom(ctx context.Context, dir string, unpack func() (file string, err error)) (kept string, err error) {
	lock, err := lockDir(ctx, dir)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, lock.Close()) }()
	dropHalfRestores(dir)
	file, err := unpack()
	if err != nil {
		return "", err
	}
	return restoreLocked(ctx, dir, file)
}

func restoreLocked(ctx context.Context, dir, file string) (kept string, err error) {
	steps, err := migrations.Steps("sqlite")
	if err != nil {
		return "", err
	}
	version, err := inspectFile(ctx, file, len(steps))
	if err != nil {
		return "", err
	}
	if version == 0 {
		return "", checklist.Fail("store.backupBad", "path", file)
	}
	if err := soundFile(ctx, file); err != nil {
		return "", err
	}
	tmp := filepath.Join(dir, restorePart)
	if err := copyFile(file, tmp); err != nil {
		_ = os.Remove(tmp)
		return "", checklist.Fail("store.io").Because(err)
	}
	if err := afterRestore(ctx, tmp, time.Now()); err != nil {
		_ = os.Remove(tmp)
		return "", coded(err, "backup")
	}
	kept = filepath.Join(dir, "replaced-"+time.Now().UTC().Format("20060102T150405.000Z"))
	if err := setAside(ctx, filepath.Join(dir, "app.db"), kept); err != nil {
		return "", checklist.Fail("store.io").Because(err)
	}
	return kept, publishFile(tmp, filepath.Join(dir, "app.db"))
}

// setAside keeps a closed database in a folder. Where it can, the file stays in
// its place besides until the new one replaces it, so that a power cut leaves
// the old or the new one; a damaged one with side files is moved away whole.
func setAside(ctx context.Context, path, folder string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	settle(ctx, path)
	if !exists(path+"-wal") && os.Link(path, filepath.Join(folder, filepath.Base(path))) == nil {
		return syncDir(folder)
	}
	for _, side := range []string{"-wal", "-shm", ""} {
		err := os.Rename(path+side, filepath.Join(folder, filepath.Base(path)+side))
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return syncDir(folder)
}

// settle brings what stands in the write-ahead log into the file, which then has
// none. It fails where the database is damaged; the log then stays.
func settle(ctx context.Context, path string) {
	if !exists(path + "-wal") {
		return
	}
	if db, err := sql.Open(sqlite.DriverName, path+"?_pragma=busy_timeout(5000)"); err == nil {
		_, _ = db.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
		_ = db.Close()
	}
}

// copyFile copies a backup, never a database in use.
func copyFile(from, to string) (err error) {
	if strings.EqualFold(from, to) {
		return errors.New("source and target are the same file")
	}
	src, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = src.Close() }()
	dst, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(dst, src)
	return errors.Join(err, dst.Sync(), dst.Close())
}
