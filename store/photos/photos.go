// Package photos keeps the pictures: originals as they came, under the SHA-256
// of their bytes, safe on disk before anybody is told so; upright working
// copies and thumbnails beside them as a cache that may be lost. Decoding runs
// in a child process, so that a picture made to explode takes no work with it.
package photos

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"hallcheck/checklist"

	"github.com/google/uuid"
)

// The limits of a picture from outside; what is beyond is refused by a code.
const (
	MaxBytes  = 40 << 20    // bytes of a file given to Add
	MaxImport = 64 << 20    // bytes of a file given to PutOriginal (a bundle's blob limit)
	MaxPixels = 100_000_000 // width × height
	MaxSide   = 30_000      // pixels
)

// The long edges of the copies, in pixels, and their JPEG quality.
const (
	WorkingEdge = 1920
	ThumbEdge   = 320
	quality     = 82
)

// Store is a folder of photos. It is safe for use by many goroutines.
type Store struct {
	dir    string
	pool   *pool
	rename func(from, to string) error
	sweep  sync.RWMutex // adding holds it for reading, the collector for writing
	making calls        // copies being made, by hash
	named  sync.Map     // folders of originals whose own name is durable
	far    Far          // nil = the folder is the only home
	room   int64        // bytes of originals that stay here beside far
}

// Open makes the folders below dir when they are missing and removes what a
// crash left in tmp more than 24 hours ago.
func Open(dir string) (*Store, error) {
	s := &Store{dir: dir, pool: newPool(), rename: moveFile}
	for _, d := range []string{s.tmp(), filepath.Join(dir, "cache", "w"), filepath.Join(dir, "cache", "t")} {
		if err := os.MkdirAll(d, 0o700); err != nil {
			return nil, checklist.Fail("photo.write", "name", d).Because(err)
		}
	}
	if err := syncDir(dir); err != nil {
		return nil, checklist.Fail("photo.write", "name", dir).Because(err)
	}
	if err := s.clearTemp(time.Now()); err != nil {
		return nil, err
	}
	return s, nil
}

// Close stops the decoder processes. The store may not be used afterwards.
func (s *Store) Close() error {
	s.pool.close()
	if s.far != nil {
		return s.far.Close()
	}
	return nil
}

func (s *Store) photos() string { return filepath.Join(s.dir, "photos") }

func (s *Store) tmp() string { return filepath.Join(s.dir, "photos", "tmp") }

func (s *Store) original(hash string) string {
	return filepath.Join(s.dir, "photos", hash[:2], hash)
}

func (s *Store) working(hash string) string {
	return filepath.Join(s.dir, "cache", "w", hash[:2], hash+".jpg")
}

func (s *Store) thumb(hash string) string {
	return filepath.Join(s.dir, "cache", "t", hash[:2], hash+".jpg")
}

// Add stores the picture read from r and makes its copies. When it returns
// without error the original is durable. name is what the person knows the file
// by, source one of file, paste, drop, inbox; now becomes AddedAt. Refusals have
// the codes photo.empty, .tooLarge, .type, .dimensions, .damaged, .timeout,
// .memory, .read, .full, .write; nothing is kept of a refused picture.
func (s *Store) Add(ctx context.Context, r io.Reader, name, source string, now time.Time) (checklist.PhotoRef, error) {
	name = cleanName(name)
	t, err := s.receive(ctx, r, name, MaxBytes)
	if err != nil {
		return checklist.PhotoRef{}, err
	}
	defer t.drop()
	kind, err := checkHeader(t.path, name)
	if err != nil {
		return checklist.PhotoRef{}, err
	}
	synced := make(chan error, 1)
	go func() { synced <- t.sync() }()
	got, err := s.look(ctx, t.path, t.hash, kind)
	if syncErr := <-synced; syncErr != nil {
		return checklist.PhotoRef{}, writeFailed(name, t.size, syncErr)
	}
	if err != nil {
		return checklist.PhotoRef{}, named(err, name)
	}
	if err := s.publish(t, name); err != nil {
		return checklist.PhotoRef{}, err
	}
	return checklist.PhotoRef{
		ID: uuid.NewString(), Hash: t.hash, Name: name, Kind: checklist.PhotoEvidence, Source: source,
		TakenAt: captured(got.Taken, got.Offset, now), AddedAt: now.UnixMilli(),
		Width: got.Width, Height: got.Height, Size: t.size, Type: kind.mime(),
	}, nil
}

// look learns size and capture time of a picture, making the copies when the
// cache lacks one.
func (s *Store) look(ctx context.Context, path, hash string, kind kind) (result, error) {
	j := job{Path: path, Kind: kind}
	if !intact(s.working(hash)) || !intact(s.thumb(hash)) {
		j.Working, j.Thumb = s.working(hash), s.thumb(hash)
	}
	got, err := s.pool.run(ctx, j)
	if err == nil && j.Working != "" {
		s.keepSums(hash)
	}
	return got, err
}

// AddFile is Add on a file of the disk, which is left as it is.
func (s *Store) AddFile(ctx context.Context, path, source string, now time.Time) (checklist.PhotoRef, error) {
	name := cleanName(filepath.Base(path))
	if st, err := os.Stat(path); err == nil && !st.Mode().IsRegular() { // opening a pipe would wait for ever
		return checklist.PhotoRef{}, checklist.Fail("photo.type", "name", name)
	} else if err == nil && st.Size() > MaxBytes {
		return checklist.PhotoRef{}, tooLarge(name, MaxBytes)
	}
	f, err := os.Open(path)
	if err != nil {
		return checklist.PhotoRef{}, checklist.Fail("photo.read", "name", name).Because(err)
	}
	defer f.Close()
	return s.Add(ctx, f, name, source, now)
}

// PutOriginal stores the bytes of r, which must have the given hash, else the
// code is photo.hash and nothing is kept. The picture is not decoded: its copies
// are made when somebody asks for them.
func (s *Store) PutOriginal(ctx context.Context, hash string, r io.Reader) error {
	if !isHash(hash) {
		return checklist.Fail("photo.hash", "name", hash)
	}
	t, err := s.receive(ctx, r, shortName(hash), MaxImport)
	if err != nil {
		return err
	}
	defer t.drop()
	if t.hash != hash {
		return checklist.Fail("photo.hash", "name", shortName(hash))
	}
	if err := t.sync(); err != nil {
		return writeFailed(shortName(hash), t.size, err)
	}
	return s.publish(t, shortName(hash))
}

// PutVerified is PutOriginal of bytes in memory that the caller has just held
// against the hash: they are not summed up a second time.
func (s *Store) PutVerified(ctx context.Context, hash string, data []byte) error {
	if !isHash(hash) {
		return checklist.Fail("photo.hash", "name", hash)
	}
	t, err := s.write(ctx, data, shortName(hash))
	if err != nil {
		return err
	}
	defer t.drop()
	t.hash = hash
	if err := t.sync(); err != nil {
		return writeFailed(shortName(hash), t.size, err)
	}
	return s.publish(t, shortName(hash))
}

// Has says whether the original is stored; its bytes are not read.
func (s *Store) Has(hash string) bool {
	if !isHash(hash) {
		return false
	}
	st, err := os.Stat(s.original(hash))
	return err == nil && st.Mode().IsRegular() || err != nil && s.holds(hash)
}

// Original opens the bytes as they came. Code photo.missing when there are none.
func (s *Store) Original(hash string) (io.ReadCloser, error) {
	if !isHash(hash) {
		return nil, checklist.Fail("photo.missing", "name", hash)
	}
	if err := s.fetch(hash); err != nil {
		return nil, err
	}
	f, err := os.Open(s.original(hash))
	if err != nil {
		return nil, missing(hash, err)
	}
	return f, nil
}

// Verify reads the original again and compares its hash: photo.missing when it
// is gone, photo.changed when its bytes are others.
func (s *Store) Verify(ctx context.Context, hash string) error {
	r, err := s.Original(hash)
	if err != nil {
		return err
	}
	defer r.Close()
	sum, err := hashOf(ctx, r)
	if err != nil {
		return checklist.Fail("photo.read", "name", shortName(hash)).Because(err)
	}
	if sum != hash {
		return checklist.Fail("photo.changed", "name", shortName(hash))
	}
	return nil
}

func missing(hash string, err error) error {
	if errors.Is(err, os.ErrNotExist) {
		return checklist.Fail("photo.missing", "name", shortName(hash)).Because(err)
	}
	return checklist.Fail("photo.read", "name", shortName(hash)).Because(err)
}

func tooLarge(name string, limit int64) error {
	return checklist.Fail("photo.tooLarge", "name", name, "max", strconv.FormatInt(limit>>20, 10))
}

// named puts the person's file name into an error that came from the decoder.
func named(err error, name string) error {
	var e *checklist.Error
	if !errors.As(err, &e) {
		return err
	}
	if e.Args == nil {
		e.Args = map[string]string{}
	}
	e.Args["name"] = name
	return e
}

func shortName(hash string) string { return fmt.Sprintf("%.12s…", hash) }
