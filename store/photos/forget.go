package photos

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"time"

	"hallcheck/checklist"
)

// Forget deletes an original and its copies for good, here and where originals are
// kept besides. One that is not there is no error. Code photo.write.
func (s *Store) Forget(ctx context.Context, hash string) error {
	s.sweep.Lock()
	defer s.sweep.Unlock()
	if !isHash(hash) {
		return nil
	}
	path := s.original(hash)
	_ = os.Chmod(path, 0o600) // Windows deletes no read-only file
	err := os.Remove(path)
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	for _, copied := range []string{s.working(hash), s.sums(hash), s.thumb(hash)} {
		_ = os.Remove(copied)
	}
	if err == nil && s.far != nil {
		err = s.far.Remove(ctx, hash)
	}
	if err != nil {
		return checklist.Fail("photo.write", "name", shortName(hash)).Because(err)
	}
	return nil
}

// KeptSince is when an original came here, as its file says; zero when it is not
// here.
func (s *Store) KeptSince(hash string) time.Time {
	st, err := os.Stat(s.original(hash))
	if err != nil {
		return time.Time{}
	}
	return st.ModTime()
}
