package exchange

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"slices"
	"time"
)

// smallFile is how large a bundle may be to be read only once.
const smallFile = 8 << 20

// source is a file that may hold a bundle.
type source struct {
	file    *os.File
	size    int64
	changed time.Time
	small   []byte // the content of a small file, after hash
}

// openSource opens a file; a small one will be read into small where it fits.
func openSource(path string, small []byte) (*source, error) {
	if st, err := os.Stat(path); err != nil {
		return nil, err
	} else if !st.Mode().IsRegular() { // opening a pipe would wait for ever
		return nil, errors.New("not a regular file")
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	st, err := f.Stat()
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	return &source{file: f, size: st.Size(), changed: st.ModTime(), small: small[:0]}, nil
}

// Close closes the file.
func (s *source) Close() error { return s.file.Close() }

// hash reads the whole file.
func (s *source) hash(ctx context.Context) (string, error) {
	if s.size <= smallFile {
		s.small = slices.Grow(s.small, int(s.size))[:s.size]
		if _, err := io.ReadFull(s.file, s.small); err != nil {
			return "", err
		}
		sum := sha256.Sum256(s.small)
		return hex.EncodeToString(sum[:]), nil
	}
	s.small = nil
	h := sha256.New()
	_, err := io.CopyBuffer(struct{ io.Writer }{h}, ctxReader{ctx, s.file}, make([]byte, 256<<10))
	return hex.EncodeToString(h.Sum(nil)), err
}

type ctxReader struct {
	ctx context.Context
	r   io.Reader
}

func (c ctxReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
