package bundle

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

// world is a headquarters with one enrolled device.
type world struct {
	hq, recovery, device Keys
	card                 Card
	deviceTo             string
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{}
	var err error
	w.hq, err = NewKeys("org-1")
	require.NoError(t, err)
	w.recovery, err = NewKeys("recovery")
	require.NoError(t, err)
	w.device, err = NewKeys("dev-0001-aaaa")
	require.NoError(t, err)
	w.deviceTo = recipient(t, w.device)
	w.card = Card{
		Org: "org-1", Name: "示范 银行", Recipient: recipient(t, w.hq),
		Recovery: recipient(t, w.recovery), Verifier: w.hq.Verifier,
	}
	return w
}

func recipient(t testing.TB, k Keys) string {
	t.Helper()
	r, err := k.Recipient()
	require.NoError(t, err)
	return r
}

func (w *world) recipients() []string { return []string{w.card.Recipient, w.card.Recovery, w.deviceTo} }

func (w *world) reader() *Reader {
	return &Reader{
		Identities: []string{w.hq.Identity}, HQ: w.card.HQ(),
		Trust: func(m *Manifest) (string, error) {
			if m.Device != "dev-0001-aaaa" {
				return "", checklist.Fail(ErrUnknownDevice, "device", m.Device)
			}
			return w.device.Verifier, nil
		},
	}
}

// parcel holds one inspection with photos of the given sizes.
func (w *world) parcel(t testing.TB, sizes ...int) Parcel {
	t.Helper()
	rnd := rand.New(rand.NewPCG(1, 2))
	in := &checklist.Inspection{
		ID: "5f0c7f3e-0000-4000-8000-000000000001", Status: checklist.Finished, Day: "2026-11-20",
		Branch: checklist.Branch{Code: "BJ 01", Name: "示范支行"},
		Sheets: []*checklist.Sheet{{ID: "main", Answers: map[string]*checklist.Answer{}}},
	}
	rec := &Inspection{Standard: Standard{ID: "6s-environment", Version: 1, SHA256: sumOf([]byte("x"))}}
	p := Parcel{Signer: w.device.Signer, Recipients: w.recipients(), Manifest: Manifest{
		Org: "org-1", HQ: w.card.HQ(), Device: "dev-0001-aaaa", Branch: "BJ 01", Seq: 7,
		App: "1.0", Created: 1795222923, BootMS: 12,
	}}
	for i, n := range sizes {
		b := make([]byte, n)
		for j := range b {
			b[j] = byte(rnd.Uint32())
		}
		h, original := sumOf(b), sumOf([]byte(fmt.Sprint("original", i)))
		in.Sheets[0].Answers[fmt.Sprintf("item%d", i)] = &checklist.Answer{
			Value:  checklist.VerdictValue(checklist.Miss),
			Photos: []checklist.PhotoRef{{ID: fmt.Sprint(i), Hash: original, Name: "a.jpg"}},
		}
		rec.Shared = append(rec.Shared, Shared{Original: original, SHA256: h, Size: int64(n)})
		p.Blobs = append(p.Blobs, Blob{SHA256: h, CRC: crc32.Checksum(b, castagnoli), Size: int64(n), Open: func() (io.ReadCloser, error) {
			return io.NopCloser(bytes.NewReader(b)), nil
		}})
	}
	var err error
	rec.Data, err = json.Marshal(in)
	require.NoError(t, err)
	rec.SealNow()
	p.Records = []Record{{Kind: KindInspection, Inspection: rec}}
	return p
}

// plain turns a parcel into one that anybody can read.
func plain(p Parcel) Parcel {
	p.Recipients, p.Manifest.HQ = nil, ""
	return p
}

func pack(t testing.TB, p Parcel) []byte {
	t.Helper()
	var b bytes.Buffer
	wr, err := Write(context.Background(), &b, p, nil)
	require.NoError(t, err)
	require.Equal(t, int64(b.Len()), wr.Size)
	require.Equal(t, sumOf(b.Bytes()), wr.SHA256)
	return b.Bytes()
}

// read reads b with staging below a fresh folder, which is returned too. In
// memory the same must come of it, with nothing written.
func read(t testing.TB, r *Reader, b []byte) (*Contents, string, error) {
	t.Helper()
	dir, other := t.TempDir(), t.TempDir()
	c, err := r.Read(context.Background(), bytes.NewReader(b), filepath.Join(dir, "s"))
	small := *r
	small.Memory = MaxTotal
	inMemory, memoryErr := small.Read(context.Background(), bytes.NewReader(b), filepath.Join(other, "s"))
	require.Equal(t, checklist.CodeOf(err), checklist.CodeOf(memoryErr), "%v", memoryErr)
	left, readErr := os.ReadDir(other)
	require.NoError(t, readErr)
	require.Empty(t, left)
	if err == nil {
		require.Equal(t, c.Note, inMemory.Note)
		requireBlobs(t, inMemory)
	}
	return c, dir, err
}

// requireBlobs wants every blob of the manifest, with the right bytes.
func requireBlobs(t testing.TB, c *Contents) {
	t.Helper()
	for _, f := range c.Manifest.Files[1:] {
		r, err := c.Blob(f.SHA256)
		require.NoError(t, err)
		got, err := io.ReadAll(r)
		require.NoError(t, err)
		require.NoError(t, r.Close())
		require.Equal(t, f.SHA256, sumOf(got))
	}
	_, err := c.Blob(sumOf([]byte("nobody sent this")))
	require.Error(t, err)
}

// refused wants an error with a bundle code, and nothing left in staging.
func refused(t testing.TB, dir string, err error, codes ...string) {
	t.Helper()
	require.Error(t, err)
	code := checklist.CodeOf(err)
	require.Contains(t, allCodes(), code, "%v", err)
	if len(codes) > 0 {
		require.Contains(t, codes, code, "%v", err)
	}
	left, readErr := os.ReadDir(dir)
	require.NoError(t, readErr)
	require.Empty(t, left)
}

func allCodes() []string {
	return []string{
		ErrFormat, ErrNotForUs, ErrTruncated, ErrDamaged, ErrEntry, ErrLimit, ErrManifest, ErrSignature,
		ErrUnknownDevice, ErrRevoked, ErrBranch, ErrForeignHQ, ErrNewer, ErrHash, ErrTrailing, ErrRecord,
		ErrReplay, ErrFork, ErrName, ErrIO, ErrAhead,
	}
}
