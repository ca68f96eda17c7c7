package photos

import (
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"hallcheck/checklist"
)

// Far is a second home of the originals that outlives this computer's disk, such as
// a bucket of headquarters. Its methods are called from many goroutines.
type Far interface {
	// Put brings a file whole or not at all; one that is there already is no error.
	Put(ctx context.Context, hash, file string, size int64) error
	// Get opens an original; fs.ErrNotExist when it is not there.
	Get(ctx context.Context, hash string) (io.ReadCloser, error)
	// Remove takes an original away; one that is not there is no error.
	Remove(ctx context.Context, hash string) error
	Close() error
}

// DefaultRoom is how many bytes of originals stay on this disk beside a Far.
const DefaultRoom = 4 << 30

// KeepIn makes far the home of the originals: one counts as stored when it is there,
// and the folder becomes a cache of about room bytes, which Sweep brings down. Call
// it before the store is used. Every original in the folder must be in far already,
// as MoveTo sees to.
func (s *Store) KeepIn(far Far, room int64) { s.far, s.room = far, room }

// MoveTo brings every original of the folder into far, each held against its hash
// first; report counts them. It may be cut short and done again. A damaged original
// does not stop the others; the errors of all are joined.
func (s *Store) MoveTo(ctx context.Context, far Far, report func(done, total int)) error {
	paths, err := s.originals()
	if err != nil {
		return err
	}
	var bad []error
	for i, path := range paths {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := s.moveOne(ctx, far, path); err != nil {
			if checklist.CodeOf(err) != "photo.changed" {
				return err
			}
			bad = append(bad, err)
		}
		report(i+1, len(paths))
	}
	return errors.Join(bad...)
}

func (s *Store) moveOne(ctx context.Context, far Far, path string) error {
	hash := filepath.Base(path)
	if !s.stored(path, hash) {
		return checklist.Fail("photo.changed", "name", shortName(hash))
	}
	st, err := os.Stat(path)
	if err != nil {
		return missing(hash, err)
	}
	return farFailed(far.Put(ctx, hash, path, st.Size()))
}

// originals are the paths of the originals on this disk.
func (s *Store) originals() ([]string, error) {
	paths, err := filepath.Glob(filepath.Join(s.photos(), "[0-9a-f][0-9a-f]", "*"))
	return slices.DeleteFunc(paths, func(p string) bool { return !isHash(filepath.Base(p)) }), err
}

// sendFar brings a received file to far before it gets its name here, so that what
// has a name here is there.
func (s *Store) sendFar(t *temp) error {
	if s.far == nil {
		return nil
	}
	return farFailed(s.far.Put(context.Background(), t.hash, t.path, t.size))
}

// farFailed says that far could not be used: photo.far, with the reason behind it.
func farFailed(err error) error {
	if err == nil {
		return nil
	}
	return checklist.Fail("photo.far").Because(err)
}

// fetch makes sure that the original is on this disk.
func (s *Store) fetch(hash string) error {
	if _, err := os.Stat(s.original(hash)); s.far == nil || !errors.Is(err, fs.ErrNotExist) {
		return nil // whoever opens it sees what is wrong
	}
	return s.making.once("far "+hash, func() error {
		r, err := s.far.Get(context.Background(), hash)
		if errors.Is(err, fs.ErrNotExist) {
			return missing(hash, os.ErrNotExist)
		}
		if err != nil {
			return farFailed(err)
		}
		defer r.Close()
		t, err := s.receive(context.Background(), r, shortName(hash), MaxImport)
		if err != nil {
			return err
		}
		defer t.drop()
		if t.hash != hash {
			return checklist.Fail("photo.changed", "name", shortName(hash))
		}
		if err := t.sync(); err != nil {
			return writeFailed(shortName(hash), t.size, err)
		}
		return s.publish(t, shortName(hash))
	})
}

// holds says whether far has the original.
func (s *Store) holds(hash string) bool {
	if s.far == nil {
		return false
	}
	r, err := s.far.Get(context.Background(), hash)
	if err != nil {
		return false
	}
	_, err = io.ReadFull(r, make([]byte, 1))
	_ = r.Close()
	return err == nil
}

// shrink takes the originals longest unused off this disk until the rest has room.
// One that far does not show is left alone, and so is one younger than a day.
func (s *Store) shrink(ctx context.Context, now time.Time) error {
	if s.far == nil {
		return nil
	}
	paths, err := s.originals()
	if err != nil {
		return err
	}
	type one struct {
		path string
		size int64
		at   time.Time
	}
	var list []one
	var sum int64
	for _, p := range paths {
		if st, err := os.Stat(p); err == nil {
			list, sum = append(list, one{p, st.Size(), st.ModTime()}), sum+st.Size()
		}
	}
	slices.SortFunc(list, func(a, b one) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.path, b.path)) })
	for _, x := range list {
		if sum <= s.room || ctx.Err() != nil {
			return ctx.Err()
		}
		if now.Sub(x.at) < sweepAge || !s.holds(filepath.Base(x.path)) {
			continue
		}
		_ = os.Chmod(x.path, 0o600) // Windows deletes no read-only file
		if err := os.Remove(x.path); err != nil {
			return checklist.Fail("photo.write", "name", filepath.Base(x.path)).Because(err)
		}
		sum -= x.size
	}
	return nil
}
