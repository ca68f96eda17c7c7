package bundle

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"

	"filippo.io/age"

	"hallcheck/checklist"
)

// Reader opens bundles for one receiver, one at a time.
type Reader struct {
	Identities []string // age identities that may decrypt
	HQ         string   // our Card.HQ; encrypted bundles must name it
	FormerHQ   []string // or one of these, of keys we had before
	AnyHQ      bool     // or any: the recovery key opens what was made for keys nobody knows any more
	// Trust decides about the sender before anything is stored: it returns the
	// device's verifier key, or the refusal. The manifest is not yet proved then.
	Trust func(*Manifest) (verifier string, err error)
	// Memory is up to how many bytes of content a bundle is kept in memory; a
	// larger one goes to staging.
	Memory int64

	keys []age.Identity // of Identities, once they are parsed
}

// ReadFile verifies the bundle in a file, see Read.
func (r *Reader) ReadFile(ctx context.Context, path, staging string) (*Contents, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, refuse(ErrIO, "open").Because(err)
	}
	defer f.Close()
	return r.Read(ctx, f, staging)
}

// Read verifies a whole bundle while its blobs go to the folder staging, which
// must not exist yet and is private to this call; a bundle within Memory does not
// make it. Nothing in staging may be used before Read has returned without an
// error; after an error it is gone again. Errors are *checklist.Error with one of
// the bundle codes.
func (r *Reader) Read(ctx context.Context, src io.Reader, staging string) (*Contents, error) {
	if _, err := os.Lstat(staging); err == nil {
		return nil, refuse(ErrIO, "staging").Because(fs.ErrExist)
	}
	c, err := r.readInto(ctx, src, staging)
	if err != nil {
		if wipe := os.RemoveAll(staging); wipe != nil {
			err = errors.Join(err, wipe)
		}
		return nil, coded(err)
	}
	return c, nil
}

func (r *Reader) readInto(ctx context.Context, src io.Reader, staging string) (*Contents, error) {
	in, sealed, err := r.open(src)
	if err != nil {
		return nil, err
	}
	buf := copyBuffers.Get().(*[]byte)
	defer copyBuffers.Put(buf)
	e := &entries{ctx: ctx, in: in, buf: *buf}
	msg, err := e.manifest()
	if err != nil {
		return nil, err
	}
	m, err := r.verified(msg, sealed)
	if err != nil {
		return nil, err
	}
	c := &Contents{Manifest: m, Note: sumOf(msg)}
	data := bytes.NewBuffer(make([]byte, 0, m.Files[0].Size))
	if err := e.entry(m.Files[0], data); err != nil {
		return nil, err
	}
	if m.Total() > r.Memory {
		c.Dir = staging
		err = e.storeAll(staging, m.Files[1:])
	} else {
		err = e.keepAll(c, m.Files[1:])
	}
	if err == nil {
		err = e.end()
	}
	if err == nil {
		err = c.load(data)
	}
	if err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}

// copyBuffers serve reading and writing.
var copyBuffers = sync.Pool{New: func() any { b := make([]byte, 256<<10); return &b }}

// open finds out whether the bundle is encrypted and puts age in between.
func (r *Reader) open(src io.Reader) (in *bufio.Reader, sealed bool, err error) {
	raw := bufio.NewReaderSize(src, block)
	start, _ := raw.Peek(block)
	if bytes.HasPrefix(start, []byte("age-encryption.org/")) {
		ids, err := r.identities()
		if err != nil {
			return nil, true, err
		}
		if len(ids) == 0 {
			return nil, true, refuse(ErrNotForUs, "no key")
		}
		plain, err := age.Decrypt(raw, ids...)
		var strange *age.NoIdentityMatchError
		switch {
		case errors.As(err, &strange):
			return nil, true, refuse(ErrNotForUs, "key").Because(err)
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return nil, true, refuse(ErrTruncated, "header").Because(err)
		case err != nil:
			return nil, true, refuse(ErrDamaged, "header").Because(err)
		}
		return bufio.NewReaderSize(agePlain{plain}, block), true, nil
	}
	if len(start) == block && string(start[257:265]) == "ustar\x0000" {
		return raw, false, nil
	}
	if len(start) < block {
		return nil, false, refuse(ErrTruncated, "start")
	}
	return nil, false, refuse(ErrFormat, "start")
}

// identities parses our keys, which costs as much as decrypting a small bundle,
// for the first one only.
func (r *Reader) identities() ([]age.Identity, error) {
	if len(r.keys) == len(r.Identities) {
		return r.keys, nil
	}
	keys := make([]age.Identity, len(r.Identities))
	for i, s := range r.Identities {
		id, err := age.ParseX25519Identity(s)
		if err != nil {
			return nil, fmt.Errorf("identity %d: %w", i, err)
		}
		keys[i] = id
	}
	r.keys = keys
	return keys, nil
}

// agePlain gives errors of decryption their code.
type agePlain struct{ r io.Reader }

func (a agePlain) Read(p []byte) (int, error) {
	n, err := a.r.Read(p)
	switch {
	case err == nil || err == io.EOF:
		return n, err
	case errors.Is(err, io.ErrUnexpectedEOF):
		return n, refuse(ErrTruncated, "age").Because(err)
	default:
		return n, refuse(ErrDamaged, "age").Because(err)
	}
}

// verified reads the manifest, asks who may send it, and only then believes it.
func (r *Reader) verified(msg []byte, sealed bool) (*Manifest, error) {
	text, err := unsignedText(msg)
	if err != nil {
		return nil, err
	}
	m, err := ParseManifest(text)
	if err != nil {
		return nil, err
	}
	if (sealed && m.HQ != r.HQ && !r.AnyHQ && !slices.Contains(r.FormerHQ, m.HQ)) || (!sealed && m.HQ != "") {
		return nil, refuse(ErrForeignHQ, "hq")
	}
	key, err := r.Trust(m)
	if err != nil {
		return nil, err
	}
	if name, _, _ := strings.Cut(key, "+"); name != signerName(m.Device) {
		return nil, refuse(ErrSignature, "name")
	}
	return m, verify(msg, key)
}

// entries walks the archive, in which every byte is known beforehand.
type entries struct {
	ctx context.Context
	in  *bufio.Reader
	buf []byte
}

func (e *entries) manifest() ([]byte, error) {
	h := make([]byte, block)
	if err := e.full(h); err != nil {
		return nil, err
	}
	size, ok := headerSize(h)
	if !ok {
		return nil, refuse(ErrEntry, manifestName)
	}
	if size > MaxManifest {
		return nil, refuse(ErrLimit, manifestName)
	}
	if err := sameHeader(h, manifestName, size); err != nil {
		return nil, err
	}
	msg := make([]byte, size)
	if err := e.full(msg); err != nil {
		return nil, err
	}
	return msg, e.zeros(padding(size), ErrEntry)
}

// storeAll writes the signed blobs to staging.
func (e *entries) storeAll(staging string, files []File) error {
	if err := os.Mkdir(staging, 0o700); err != nil {
		return refuse(ErrIO, "staging").Because(err)
	}
	root, err := os.OpenRoot(staging)
	if err != nil {
		return refuse(ErrIO, "staging").Because(err)
	}
	defer root.Close()
	for _, f := range files {
		if err := e.store(root, f); err != nil {
			return err
		}
	}
	return nil
}

// store writes one signed blob to staging.
func (e *entries) store(root *os.Root, f File) (err error) {
	out, err := root.OpenFile(f.SHA256, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return refuse(ErrIO, "create").Because(err)
	}
	defer func() {
		if closeErr := out.Close(); err == nil && closeErr != nil {
			err = refuse(ErrIO, "write").Because(closeErr)
		}
	}()
	return e.entry(f, out)
}

// entry copies one signed file and proves it.
func (e *entries) entry(f File, out io.Writer) error {
	if err := e.ctx.Err(); err != nil {
		return err
	}
	h := make([]byte, block)
	if err := e.full(h); err != nil {
		return err
	}
	if err := sameHeader(h, f.Name, f.Size); err != nil {
		return err
	}
	sum := sha256.New()
	n, err := io.CopyBuffer(onlyWriter{io.MultiWriter(sum, diskWriter{out})}, io.LimitReader(onlyReader{e.in}, f.Size), e.buf)
	if err != nil {
		return err
	}
	if n < f.Size {
		return refuse(ErrTruncated, f.Name)
	}
	if hex.EncodeToString(sum.Sum(nil)) != f.SHA256 {
		return refuse(ErrHash, f.Name)
	}
	return e.zeros(padding(f.Size), ErrEntry)
}

// end wants the two empty blocks, and nothing after them.
func (e *entries) end() error {
	if err := e.zeros(2*block, ErrEntry); err != nil {
		return err
	}
	switch _, err := e.in.ReadByte(); {
	case err == nil:
		return refuse(ErrTrailing, "data")
	case err != io.EOF:
		return err
	}
	return nil
}

func (e *entries) full(p []byte) error {
	_, err := io.ReadFull(e.in, p)
	if err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) {
		return refuse(ErrTruncated, "end")
	}
	return err
}

func (e *entries) zeros(n int64, code string) error {
	p := make([]byte, n)
	if err := e.full(p); err != nil {
		return err
	}
	for _, c := range p {
		if c != 0 {
			return refuse(code, "padding")
		}
	}
	return nil
}

func sameHeader(h []byte, name string, size int64) error {
	want, err := header(name, size)
	if err != nil || !bytes.Equal(h, want) {
		return refuse(ErrEntry, name)
	}
	return nil
}

// diskWriter marks failures to store as such.
type diskWriter struct{ w io.Writer }

func (d diskWriter) Write(p []byte) (int, error) {
	n, err := d.w.Write(p)
	if err != nil {
		return n, refuse(ErrIO, "write").Because(err)
	}
	return n, nil
}

// coded makes sure that every refusal has a code.
func coded(err error) error {
	if checklist.CodeOf(err) != "" || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return refuse(ErrIO, "read").Because(err)
}
