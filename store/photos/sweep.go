package photos

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"hallcheck/checklist"
)

// How long the collector waits.
const (
	sweepAge = 24 * time.Hour      // an original this young may still get its row
	trashAge = 30 * 24 * time.Hour // then what is in the trash goes for ever
)

// Swept counts what the collector did, in files.
type Swept struct {
	Moved    int // unreferenced originals put into the trash
	Restored int // referenced again, put back from the trash
	Deleted  int // gone from the trash after 30 days
}

func (s *Store) trash() string { return filepath.Join(s.dir, "photos", "trash") }

// Sweep moves originals that nobody refers to, and that are older than a day, to
// photos/trash/<date>/, puts back what is referred to again, and deletes from
// the trash what has lain there for more than 30 days. now is the collector's
// clock. It must run under the lock of the data folder.
func (s *Store) Sweep(ctx context.Context, referenced func(hash string) bool, now time.Time) (Swept, error) {
	s.sweep.Lock()
	defer s.sweep.Unlock()
	var n Swept
	s.clearMarked(now)
	err := errors.Join(s.emptyTrash(ctx, referenced, now, &n), s.collect(ctx, referenced, now, &n), s.shrink(ctx, now))
	if err != nil && ctx.Err() != nil {
		return n, ctx.Err()
	}
	return n, err
}

func (s *Store) collect(ctx context.Context, referenced func(string) bool, now time.Time, n *Swept) error {
	paths, err := filepath.Glob(filepath.Join(s.dir, "photos", "[0-9a-f][0-9a-f]", "*"))
	if err != nil {
		return err
	}
	day := filepath.Join(s.trash(), now.UTC().Format(time.DateOnly))
	for _, path := range paths {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		hash := filepath.Base(path)
		st, err := os.Stat(path)
		if !isHash(hash) || err != nil || now.Sub(st.ModTime()) < sweepAge || referenced(hash) {
			continue
		}
		if err := os.MkdirAll(day, 0o700); err != nil {
			return checklist.Fail("photo.write", "name", day).Because(err)
		}
		if err := s.rename(path, filepath.Join(day, hash)); err != nil {
			return checklist.Fail("photo.write", "name", shortName(hash)).Because(err)
		}
		_ = os.Remove(s.working(hash))
		_ = os.Remove(s.sums(hash))
		_ = os.Remove(s.thumb(hash))
		n.Moved++
	}
	return nil
}

func (s *Store) emptyTrash(ctx context.Context, referenced func(string) bool, now time.Time, n *Swept) error {
	days, err := os.ReadDir(s.trash())
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return checklist.Fail("photo.read", "name", s.trash()).Because(err)
	}
	for _, d := range days {
		date, err := time.Parse(time.DateOnly, d.Name())
		if err != nil || !d.IsDir() {
			continue
		}
		dir := filepath.Join(s.trash(), d.Name())
		files, err := os.ReadDir(dir)
		if err != nil {
			return checklist.Fail("photo.read", "name", dir).Because(err)
		}
		for _, f := range files {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err := s.discard(filepath.Join(dir, f.Name()), referenced, now.Sub(date) > trashAge, n); err != nil {
				return err
			}
		}
		_ = os.Remove(dir) // only when it is empty
	}
	return nil
}

// discard puts a file of the trash back when somebody refers to it, or deletes
// it when it is old.
func (s *Store) discard(path string, referenced func(string) bool, old bool, n *Swept) error {
	hash := filepath.Base(path)
	switch {
	case isHash(hash) && referenced(hash):
		final := s.original(hash)
		if s.Has(hash) {
			return os.Remove(path)
		}
		if err := errors.Join(os.MkdirAll(filepath.Dir(final), 0o700), s.rename(path, final), syncDir(filepath.Dir(final))); err != nil {
			return checklist.Fail("photo.write", "name", shortName(hash)).Because(err)
		}
		n.Restored++
	case old:
		_ = os.Chmod(path, 0o600) // Windows deletes no read-only file
		if err := os.Remove(path); err != nil {
			return checklist.Fail("photo.write", "name", hash).Because(err)
		}
		if s.far != nil {
			if err := s.far.Remove(context.Background(), hash); err != nil {
				return err
			}
		}
		n.Deleted++
	}
	return nil
}
