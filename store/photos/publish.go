package photos

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
	"unicode"

	"hallcheck/checklist"
)

// temp is a received file that is not yet an original.
type temp struct {
	f    *os.File
	path string
	hash string
	size int64
}

// buffers serve receive: a headquarters takes in thousands of photos in a row.
var buffers = sync.Pool{New: func() any { b := make([]byte, 256<<10); return &b }}

// receive writes r to a file in tmp, hashing on the way, and stops beyond limit
// bytes. The name is for messages.
func (s *Store) receive(ctx context.Context, r io.Reader, name string, limit int64) (*temp, error) {
	f, err := os.CreateTemp(s.tmp(), "in-")
	if err != nil {
		return nil, writeFailed(name, 0, err)
	}
	t := &temp{f: f, path: f.Name()}
	sum := sha256.New()
	src := &source{ctx: ctx, r: io.LimitReader(r, limit+1)}
	buf := buffers.Get().(*[]byte)
	defer buffers.Put(buf)
	t.size, err = io.CopyBuffer(struct{ io.Writer }{io.MultiWriter(f, sum)}, src, *buf)
	switch {
	case src.err != nil && ctx.Err() != nil:
		err = ctx.Err()
	case src.err != nil:
		err = checklist.Fail("photo.read", "name", name).Because(src.err)
	case err != nil:
		err = writeFailed(name, t.size, err)
	case t.size > limit:
		err = tooLarge(name, limit)
	case t.size == 0:
		err = checklist.Fail("photo.empty", "name", name)
	}
	if err != nil {
		t.drop()
		return nil, err
	}
	t.hash = hex.EncodeToString(sum.Sum(nil))
	return t, nil
}

// write writes data to a file in tmp.
func (s *Store) write(ctx context.Context, data []byte, name string) (*temp, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	f, err := os.CreateTemp(s.tmp(), "in-")
	if err != nil {
		return nil, writeFailed(name, 0, err)
	}
	t := &temp{f: f, path: f.Name(), size: int64(len(data))}
	if _, err := f.Write(data); err != nil {
		t.drop()
		return nil, writeFailed(name, t.size, err)
	}
	return t, nil
}

// source remembers whether reading or writing failed, and ends with its context.
type source struct {
	ctx context.Context
	r   io.Reader
	err error
}

func (s *source) Read(p []byte) (int, error) {
	err := s.ctx.Err()
	n := 0
	if err == nil {
		n, err = s.r.Read(p)
	}
	if err != nil && err != io.EOF {
		s.err = err
	}
	return n, err
}

func (t *temp) sync() error {
	if durable {
		return t.f.Sync()
	}
	return nil
}

// drop closes and removes the file; after publish there is nothing to remove.
func (t *temp) drop() {
	if t.f != nil {
		_ = t.f.Close()
	}
	if t.path != "" {
		_ = os.Remove(t.path)
	}
	t.f, t.path = nil, ""
}

// publish makes a synced temp file the original, for ever. Bytes that are
// already there and right are kept; a copy that went bad is replaced by the good
// one.
func (s *Store) publish(t *temp, name string) error {
	s.sweep.RLock()
	defer s.sweep.RUnlock()
	if err := t.f.Close(); err != nil {
		return writeFailed(name, t.size, err)
	}
	t.f = nil
	final := s.original(t.hash)
	if s.stored(final, t.hash) {
		now := time.Now()
		_ = os.Chmod(final, 0o600)      // Windows dates no read-only file
		_ = os.Chtimes(final, now, now) // young again: the collector leaves it alone until its row is written
	} else {
		if err := s.sendFar(t); err != nil {
			return err
		}
		_ = os.Mkdir(filepath.Dir(final), 0o700) // when it fails, so does the move
		if err := s.rename(t.path, final); err != nil {
			return writeFailed(name, t.size, err)
		}
		t.path = ""
	}
	// Also for one that was there: who put it there may not have come this far.
	if err := s.syncFolder(filepath.Dir(final)); err != nil {
		return writeFailed(name, t.size, err)
	}
	_ = os.Chmod(final, 0o400) // a help against accidents; some file systems have no modes
	return nil
}

// syncFolder makes the names in a folder of originals durable, and its own: the
// latter once, since such a folder is never removed.
func (s *Store) syncFolder(dir string) error {
	if err := syncDir(dir); err != nil {
		return err
	}
	if _, done := s.named.Load(dir); done {
		return nil
	}
	if err := syncDir(s.photos()); err != nil {
		return err
	}
	s.named.Store(dir, true)
	return nil
}

// stored says whether the original is there with the right bytes.
func (s *Store) stored(path, hash string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	sum, err := hashOf(context.Background(), f)
	return err == nil && sum == hash
}

func hashOf(ctx context.Context, r io.Reader) (string, error) {
	sum := sha256.New()
	if _, err := io.Copy(sum, &source{ctx: ctx, r: r}); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// syncDir makes a rename inside dir durable. Windows cannot sync a folder; there
// the move itself writes through.
func syncDir(dir string) error {
	if !durable || runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

// Windows error numbers that virus scanners and indexers cause for a moment.
const (
	sharingViolation = syscall.Errno(32)
	lockViolation    = syscall.Errno(33)
	diskFull         = syscall.Errno(112)
)

// patiently repeats a move that another program is in the way of: 10 tries
// within about two seconds.
func patiently(move func(from, to string) error) func(from, to string) error {
	return func(from, to string) error {
		wait := 5 * time.Millisecond
		for try := 1; ; try++ {
			err := move(from, to)
			busy := errors.Is(err, os.ErrPermission) || errors.Is(err, sharingViolation) || errors.Is(err, lockViolation)
			if err == nil || !busy || try == 10 {
				return err
			}
			time.Sleep(wait)
			wait = min(wait*2, 400*time.Millisecond)
		}
	}
}

// writeFailed says what was not saved: photo.full when the disk has no room for
// size bytes, else photo.write.
func writeFailed(name string, size int64, err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || runtime.GOOS == "windows" && errors.Is(err, diskFull) {
		return checklist.Fail("photo.full", "name", name, "mb", strconv.FormatInt(size>>20+2, 10)).Because(err)
	}
	return checklist.Fail("photo.write", "name", name).Because(err)
}

// clearTemp removes what a crash left in tmp before the last 24 hours.
func (s *Store) clearTemp(now time.Time) error {
	entries, err := os.ReadDir(s.tmp())
	if err != nil {
		return checklist.Fail("photo.read", "name", s.tmp()).Because(err)
	}
	for _, e := range entries {
		if st, err := e.Info(); err == nil && now.Sub(st.ModTime()) > 24*time.Hour {
			_ = os.RemoveAll(filepath.Join(s.tmp(), e.Name()))
		}
	}
	return nil
}

func isHash(h string) bool {
	return len(h) == 64 && strings.Trim(h, "0123456789abcdef") == ""
}

// cleanName keeps the last part of a file name, without control characters, at
// most 200 characters long.
func cleanName(name string) string {
	name = path.Base(strings.ReplaceAll(name, "\\", "/"))
	out := []rune{}
	for _, r := range name {
		if !unicode.IsControl(r) && r != unicode.ReplacementChar && len(out) < 200 {
			out = append(out, r)
		}
	}
	if s := string(out); s != "." && s != "/" {
		return s
	}
	return ""
}
