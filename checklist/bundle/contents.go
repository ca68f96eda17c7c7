package bundle

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync"
)

// Contents is a bundle of which every byte has been verified. Its blobs lie in
// Dir under their hash until the caller has taken them over, or in memory.
type Contents struct {
	Manifest *Manifest
	Note     string // SHA-256 of the signed manifest: same note = same content
	Records  []*Record
	Dir      string // "" when nothing was written

	blobs  map[string][]byte // by hash, when they are in memory
	memory *[]byte           // where they lie
}

// Close wipes the blobs wherever they lie; none may be in use any more.
func (c *Contents) Close() error {
	if c.memory != nil {
		memories.Put(c.memory)
		c.memory, c.blobs = nil, nil
	}
	if c.Dir == "" {
		return nil
	}
	return os.RemoveAll(c.Dir)
}

// InMemory returns a verified blob without copying it, valid until Close; ok is
// false for one that lies in Dir.
func (c *Contents) InMemory(hash string) (data []byte, ok bool) {
	data, ok = c.blobs[hash]
	return data, ok
}

// Blob opens a verified blob.
func (c *Contents) Blob(hash string) (io.ReadCloser, error) {
	if !isHash(hash) {
		return nil, refuse(ErrHash, hash)
	}
	if c.Dir != "" {
		return os.Open(filepath.Join(c.Dir, hash))
	}
	b, ok := c.blobs[hash]
	if !ok {
		return nil, refuse(ErrHash, hash)
	}
	return io.NopCloser(bytes.NewReader(b)), nil
}

// memories serve one bundle after the other.
var memories = sync.Pool{New: func() any { return new([]byte) }}

// keepAll reads the signed blobs into memory.
func (e *entries) keepAll(c *Contents, files []File) error {
	var total int64
	for _, f := range files {
		total += f.Size
	}
	c.memory, c.blobs = memories.Get().(*[]byte), make(map[string][]byte, len(files))
	*c.memory = slices.Grow((*c.memory)[:0], int(total))
	free := (*c.memory)[:total]
	for _, f := range files {
		b := bytes.NewBuffer(free[:0:f.Size])
		if err := e.entry(f, b); err != nil {
			return err
		}
		c.blobs[f.SHA256], free = b.Bytes(), free[f.Size:]
	}
	return nil
}

// load reads the records and holds them against the blobs: every blob is used,
// every photo is there.
func (c *Contents) load(data io.Reader) error {
	size := map[string]int64{}
	for _, b := range c.Manifest.Files[1:] {
		size[b.SHA256] = b.Size
	}
	used := map[string]bool{}
	err := readRecords(data, func(r *Record) error {
		c.Records = append(c.Records, r)
		for _, s := range r.shared() {
			if n, ok := size[s.SHA256]; !ok || n != s.Size {
				return refuse(ErrRecord, "photo "+s.SHA256)
			}
			used[s.SHA256] = true
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(used) != len(size) || len(c.Records) == 0 {
		return refuse(ErrRecord, "photos")
	}
	return nil
}
