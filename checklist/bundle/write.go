package bundle

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"hash/crc32"
	"io"

	"filippo.io/age"
)

// Blob is one photo to send, as Measure saw it. Open is called once, when its
// turn has come.
type Blob struct {
	SHA256 string
	CRC    uint32 // CRC-32C, to notice cheaply that it changed since
	Size   int64
	Open   func() (io.ReadCloser, error)
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// CRC is the hash Blob.CRC is made with.
func CRC() hash.Hash32 { return crc32.New(castagnoli) }

// Measure reads a photo for its sums; Open of the Blob is left to the caller.
func Measure(r io.Reader) (Blob, error) {
	buf := copyBuffers.Get().(*[]byte)
	defer copyBuffers.Put(buf)
	sum, crc := sha256.New(), CRC()
	n, err := io.CopyBuffer(onlyWriter{io.MultiWriter(sum, crc)}, onlyReader{r}, *buf)
	return Blob{SHA256: hex.EncodeToString(sum.Sum(nil)), CRC: crc.Sum32(), Size: n}, err
}

// Parcel is what goes into one bundle. Files of the manifest are filled in by
// Write; every other field of it is the caller's.
type Parcel struct {
	Manifest   Manifest
	Records    []Record
	Blobs      []Blob
	Signer     string   // private note key of the device
	Recipients []string // age recipients; none = signed but readable by anybody
}

// Written is a finished bundle.
type Written struct {
	SHA256 string // of all bytes written
	Size   int64
}

// Write streams a bundle into w: signed manifest, records, blobs; nothing is
// compressed. Blobs that are not what was measured are noticed on the way, since a
// bundle with one wrong photo is refused as a whole: code bundle.hash. progress (may
// be nil) counts blobs. The caller owns fsync and rename.
func Write(ctx context.Context, w io.Writer, p Parcel, progress func(done, total int)) (Written, error) {
	var data bytes.Buffer
	if err := WriteRecords(&data, p.Records); err != nil {
		return Written{}, err
	}
	m := p.Manifest
	m.Schema, m.MinReader = Schema, minReader(p.Records)
	m.Files = []File{{Name: dataName, Size: int64(data.Len()), SHA256: sumOf(data.Bytes())}}
	for _, b := range p.Blobs {
		m.Files = append(m.Files, File{Name: blobPrefix + b.SHA256, Size: b.Size, SHA256: b.SHA256})
	}
	if _, err := ParseManifest(m.Text()); err != nil {
		return Written{}, err // what our own reader would refuse is not sent
	}
	text, err := sign(m.Text(), p.Signer)
	if err != nil {
		return Written{}, fmt.Errorf("sign manifest: %w", err)
	}
	if len(text) > MaxManifest {
		return Written{}, refuse(ErrLimit, manifestName)
	}
	sum := sha256.New()
	hashing := newLane(sum)
	count := &counter{w: io.MultiWriter(hashing, w)}
	out := newLane(count) // encrypting, storing and hashing go side by side
	err = seal(out, p.Recipients, func(tw io.Writer) error {
		return writeEntries(ctx, tw, text, data.Bytes(), p.Blobs, progress)
	})
	for _, l := range []*lane{out, hashing} {
		if closeErr := l.Close(); err == nil {
			err = closeErr
		}
	}
	if err != nil {
		return Written{}, err
	}
	return Written{SHA256: hex.EncodeToString(sum.Sum(nil)), Size: count.n}, nil
}

// seal wraps fill's bytes in age for the recipients, or passes them through.
func seal(w io.Writer, recipients []string, fill func(io.Writer) error) error {
	if len(recipients) == 0 {
		return fill(w)
	}
	to := make([]age.Recipient, len(recipients))
	for i, s := range recipients {
		r, err := age.ParseX25519Recipient(s)
		if err != nil {
			return fmt.Errorf("recipient %d: %w", i, err)
		}
		to[i] = r
	}
	sealed, err := age.Encrypt(w, to...)
	if err != nil {
		return fmt.Errorf("encrypt: %w", err)
	}
	if err := fill(sealed); err != nil {
		return err
	}
	return sealed.Close()
}

func writeEntries(ctx context.Context, w io.Writer, text, data []byte, blobs []Blob, progress func(done, total int)) error {
	if err := writeEntry(w, manifestName, int64(len(text)), bytes.NewReader(text)); err != nil {
		return err
	}
	if err := writeEntry(w, dataName, int64(len(data)), bytes.NewReader(data)); err != nil {
		return err
	}
	for i, b := range blobs {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := writeBlob(w, b); err != nil {
			return err
		}
		if progress != nil {
			progress(i+1, len(blobs))
		}
	}
	_, err := w.Write(make([]byte, 2*block))
	return err
}

func writeBlob(w io.Writer, b Blob) error {
	r, err := b.Open()
	if err != nil {
		return fmt.Errorf("open photo %s: %w", b.SHA256, err)
	}
	defer r.Close()
	crc := CRC()
	if err := writeEntry(w, blobPrefix+b.SHA256, b.Size, io.TeeReader(r, crc)); err != nil {
		return err
	}
	if crc.Sum32() != b.CRC {
		return refuse(ErrHash, b.SHA256)
	}
	return nil
}

// writeEntry writes one tar entry; r must hold exactly size bytes.
func writeEntry(w io.Writer, name string, size int64, r io.Reader) error {
	h, err := header(name, size)
	if err != nil {
		return fmt.Errorf("entry %s: %w", name, err)
	}
	if _, err := w.Write(h); err != nil {
		return err
	}
	buf := copyBuffers.Get().(*[]byte)
	defer copyBuffers.Put(buf)
	n, err := io.CopyBuffer(onlyWriter{w}, onlyReader{io.LimitReader(r, size+1)}, *buf)
	if err != nil {
		return err
	}
	if n != size {
		return refuse(ErrHash, name)
	}
	_, err = w.Write(make([]byte, padding(size)))
	return err
}

func sumOf(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}

// onlyReader and onlyWriter hide ReadFrom and WriteTo, so that the large buffer is used.
type (
	onlyReader struct{ io.Reader }
	onlyWriter struct{ io.Writer }
)
