package photos

import (
	"context"
	"errors"
	"io"
	"os"
	"sync"

	"hallcheck/checklist"
)

// calls makes one goroutine do the work that many ask for at the same time.
type calls struct {
	mu   sync.Mutex
	open map[string]*call
}

type call struct {
	done chan struct{}
	err  error
}

func (c *calls) once(key string, work func() error) error {
	c.mu.Lock()
	if running, ok := c.open[key]; ok {
		c.mu.Unlock()
		<-running.done
		return running.err
	}
	if c.open == nil {
		c.open = map[string]*call{}
	}
	mine := &call{done: make(chan struct{}), err: errors.New("copy was not made")}
	c.open[key] = mine
	c.mu.Unlock()
	defer func() {
		c.mu.Lock()
		delete(c.open, key)
		c.mu.Unlock()
		close(mine.done)
	}()
	mine.err = work()
	return mine.err
}

// Working returns the path of the upright JPEG of at most WorkingEdge pixels
// without any metadata, made anew when the cache lost it, which may take
// seconds: not for the UI goroutine. Codes photo.missing and those of Add.
// Besides a hash it takes checklist.PhotoRef.Drawn: then the marks are drawn on.
func (s *Store) Working(picture string) (string, error) {
	return s.pictured(picture, WorkingEdge, s.working)
}

// Thumb is Working with ThumbEdge pixels.
func (s *Store) Thumb(picture string) (string, error) {
	return s.pictured(picture, ThumbEdge, s.thumb)
}

func (s *Store) pictured(picture string, edge int, path func(string) string) (string, error) {
	hash, marks, err := checklist.ParseDrawn(picture)
	switch {
	case err != nil:
		return "", err
	case marks != nil:
		return s.drawn(context.Background(), hash, marks, edge)
	default:
		return s.copied(hash, path)
	}
}

func (s *Store) copied(hash string, path func(string) string) (string, error) {
	if !isHash(hash) {
		return "", checklist.Fail("photo.missing", "name", hash)
	}
	if intact(path(hash)) {
		return path(hash), nil
	}
	if err := s.making.once(hash, func() error { return s.remake(hash) }); err != nil {
		return "", err
	}
	return path(hash), nil
}

func (s *Store) remake(hash string) error {
	if err := s.fetch(hash); err != nil {
		return err
	}
	from := s.original(hash)
	if _, err := os.Stat(from); err != nil {
		return missing(hash, err)
	}
	k, err := checkHeader(from, shortName(hash))
	if err != nil {
		return err
	}
	_, err = s.pool.run(context.Background(), job{Path: from, Kind: k, Working: s.working(hash), Thumb: s.thumb(hash)})
	if err == nil {
		s.keepSums(hash)
	}
	return named(err, shortName(hash))
}

// Shareable opens the picture as it may leave the house: the working copy, which
// carries no place, device or inner thumbnail. size is in bytes.
func (s *Store) Shareable(hash string) (r io.ReadCloser, size int64, err error) {
	path, err := s.Working(hash)
	if err != nil {
		return nil, 0, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, missing(hash, err)
	}
	st, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, 0, missing(hash, err)
	}
	return f, st.Size(), nil
}
