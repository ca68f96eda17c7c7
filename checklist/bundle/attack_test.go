package bundle

import (
	"archive/tar"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

func TestEveryFlippedByteIsNoticed(t *testing.T) {
	w := newWorld(t)
	for name, p := range map[string]Parcel{
		"sealed": w.parcel(t, 3000, 70000),
		"plain":  plain(w.parcel(t, 3000, 20000)),
	} {
		t.Run(name, func(t *testing.T) {
			b := pack(t, p)
			rnd := rand.New(rand.NewPCG(3, 4))
			for i := range 512 {
				at := i * len(b) / 512
				bad := bytes.Clone(b)
				bad[at] ^= 1 << rnd.IntN(8)
				_, dir, err := read(t, w.reader(), bad)
				refused(t, dir, err)
			}
		})
	}
}

// Headers, manifest and padding are where parsers slip: every byte there.
func TestEveryByteOfThePlainHeadIsFixed(t *testing.T) {
	w := newWorld(t)
	b := pack(t, plain(w.parcel(t, 10)))
	for at := range min(len(b), 3000) {
		bad := bytes.Clone(b)
		bad[at] ^= 0x20
		_, dir, err := read(t, w.reader(), bad)
		refused(t, dir, err)
	}
}

func TestTruncatedOrLonger(t *testing.T) {
	w := newWorld(t)
	for name, p := range map[string]Parcel{
		"sealed": w.parcel(t, 3000, 70000),
		"plain":  plain(w.parcel(t, 3000, 70000)),
	} {
		t.Run(name, func(t *testing.T) {
			b := pack(t, p)
			for at := 0; at < len(b); at += 997 {
				_, dir, err := read(t, w.reader(), b[:at])
				refused(t, dir, err, ErrTruncated, ErrDamaged)
			}
			_, dir, err := read(t, w.reader(), append(bytes.Clone(b), 0))
			refused(t, dir, err, ErrTrailing, ErrDamaged)
		})
	}
}

// entry is one entry of a hand-made archive.
type entry struct {
	head tar.Header
	body []byte
}

func unpackTar(t *testing.T, b []byte) []entry {
	t.Helper()
	var out []entry
	tr := tar.NewReader(bytes.NewReader(b))
	for {
		h, err := tr.Next()
		if err == io.EOF {
			return out
		}
		require.NoError(t, err)
		body, err := io.ReadAll(tr)
		require.NoError(t, err)
		out = append(out, entry{head: tar.Header{
			Typeflag: tar.TypeReg, Name: h.Name, Size: h.Size, Mode: 0o644, ModTime: time.Unix(0, 0), Format: tar.FormatUSTAR,
		}, body: body})
	}
}

func packTar(t *testing.T, entries []entry) []byte {
	t.Helper()
	var b bytes.Buffer
	tw := tar.NewWriter(&b)
	for _, e := range entries {
		require.NoError(t, tw.WriteHeader(&e.head))
		if e.head.Size > 0 {
			_, err := tw.Write(e.body)
			require.NoError(t, err)
		}
	}
	require.NoError(t, tw.Close())
	return b.Bytes()
}

func TestOtherArchives(t *testing.T) {
	w := newWorld(t)
	orig := pack(t, plain(w.parcel(t, 600, 600)))
	require.Equal(t, orig, packTar(t, unpackTar(t, orig)), "the hand-made archive must be right when nothing is changed")
	evil := entry{head: tar.Header{Typeflag: tar.TypeReg, Name: "blobs/../../evil", Size: 1, Mode: 0o644, ModTime: time.Unix(0, 0), Format: tar.FormatUSTAR}, body: []byte("x")}
	for name, c := range map[string]struct {
		change func([]entry) []entry
		codes  []string
	}{
		"swapped blobs":    {func(e []entry) []entry { e[2].body, e[3].body = e[3].body, e[2].body; return e }, []string{ErrHash}},
		"swapped entries":  {func(e []entry) []entry { e[2], e[3] = e[3], e[2]; return e }, []string{ErrEntry}},
		"data first":       {func(e []entry) []entry { e[0], e[1] = e[1], e[0]; return e }, []string{ErrEntry}},
		"duplicate":        {func(e []entry) []entry { return append(e, e[3]) }, []string{ErrEntry, ErrTrailing}},
		"extra":            {func(e []entry) []entry { return append(e, evil) }, []string{ErrEntry}},
		"extra in between": {func(e []entry) []entry { return append(e[:2:2], evil, e[2], e[3]) }, []string{ErrEntry}},
		"missing":          {func(e []entry) []entry { return e[:3] }, []string{ErrEntry}},
		"renamed":          {func(e []entry) []entry { e[3].head.Name = "blobs/x"; return e }, []string{ErrEntry}},
		"absolute":         {func(e []entry) []entry { e[3].head.Name = "/etc/passwd"; return e }, []string{ErrEntry}},
		"mode":             {func(e []entry) []entry { e[3].head.Mode = 0o755; return e }, []string{ErrEntry}},
		"symlink": {func(e []entry) []entry {
			e[3].head.Typeflag, e[3].head.Linkname, e[3].head.Size = tar.TypeSymlink, "/etc/passwd", 0
			return e
		}, []string{ErrEntry}},
		"hard link": {func(e []entry) []entry {
			e[3].head.Typeflag, e[3].head.Linkname, e[3].head.Size = tar.TypeLink, dataName, 0
			return e
		}, []string{ErrEntry}},
		"folder": {func(e []entry) []entry {
			e[3].head.Typeflag, e[3].head.Name, e[3].head.Size = tar.TypeDir, "blobs/", 0
			return e
		}, []string{ErrEntry}},
		"pax": {func(e []entry) []entry {
			e[3].head.Format, e[3].head.PAXRecords = tar.FormatPAX, map[string]string{"path": "evil"}
			e[3].head.Name = "evil"
			return e
		}, []string{ErrEntry}},
		"pax sparse": {func(e []entry) []entry {
			e[2].head.Format, e[2].head.PAXRecords = tar.FormatPAX, map[string]string{"comment": "1"}
			return e
		}, []string{ErrEntry}},
		"gnu": {func(e []entry) []entry { e[3].head.Format = tar.FormatGNU; return e }, []string{ErrEntry}},
		"gnu long name": {func(e []entry) []entry {
			e[3].head.Format, e[3].head.Name = tar.FormatGNU, strings.Repeat("a", 300)
			return e
		}, []string{ErrEntry}},
		"pax manifest": {func(e []entry) []entry {
			e[0].head.Format, e[0].head.PAXRecords = tar.FormatPAX, map[string]string{"comment": "1"}
			return e
		}, []string{ErrEntry, ErrFormat}},
	} {
		t.Run(name, func(t *testing.T) {
			b := packTar(t, c.change(unpackTar(t, orig)))
			_, dir, err := read(t, w.reader(), b)
			refused(t, dir, err, c.codes...)
		})
	}
}

// An outsider has the card, so the recipient, and his own keys: not enough.
func TestForgedWithTheRecipientOnly(t *testing.T) {
	w := newWorld(t)
	forger, err := NewKeys("dev-0001-aaaa")
	require.NoError(t, err)
	p := w.parcel(t, 2000)
	p.Signer = forger.Signer
	_, dir, err := read(t, w.reader(), pack(t, p))
	refused(t, dir, err, ErrSignature)

	p = w.parcel(t, 2000)
	p.Signer, p.Manifest.Device = forger.Signer, "dev-0002"
	_, dir, err = read(t, w.reader(), pack(t, p))
	refused(t, dir, err, ErrUnknownDevice)

	// An enrolled device that claims to be another one.
	r := w.reader()
	r.Trust = func(*Manifest) (string, error) { return w.device.Verifier, nil }
	p = w.parcel(t, 2000)
	p.Manifest.Device = "dev-0002"
	_, dir, err = read(t, r, pack(t, p))
	refused(t, dir, err, ErrSignature)
}

func TestMadeForAnotherHeadquarters(t *testing.T) {
	w, other := newWorld(t), newWorld(t)
	p := w.parcel(t, 100)
	p.Manifest.HQ = other.card.HQ() // we can decrypt, but it was signed for them
	_, dir, err := read(t, w.reader(), pack(t, p))
	refused(t, dir, err, ErrForeignHQ)

	inside := reopen(t, w, pack(t, w.parcel(t, 100))) // decrypted and passed on in the clear
	_, dir, err = read(t, w.reader(), inside)
	refused(t, dir, err, ErrForeignHQ)
}

func reopen(t *testing.T, w *world, b []byte) []byte {
	t.Helper()
	id, err := age.ParseX25519Identity(w.hq.Identity)
	require.NoError(t, err)
	r, err := age.Decrypt(bytes.NewReader(b), id)
	require.NoError(t, err)
	out, err := io.ReadAll(r)
	require.NoError(t, err)
	return out
}

func TestSecondSignatureIsRefused(t *testing.T) {
	w := newWorld(t)
	e := unpackTar(t, pack(t, plain(w.parcel(t, 10))))
	extra, err := sign([]byte("x\n"), w.hq.Signer)
	require.NoError(t, err)
	e[0].body = append(e[0].body, extra[bytes.Index(extra, []byte("\u2014")):]...)
	e[0].head.Size = int64(len(e[0].body))
	_, dir, err := read(t, w.reader(), packTar(t, e))
	refused(t, dir, err, ErrSignature)
}

func TestHugeClaims(t *testing.T) {
	w := newWorld(t)
	h, err := header(manifestName, MaxManifest+1)
	require.NoError(t, err)
	_, dir, err := read(t, w.reader(), append(h, make([]byte, 4096)...))
	refused(t, dir, err, ErrLimit)
	h, err = header(manifestName, MaxManifest)
	require.NoError(t, err)
	_, dir, err = read(t, w.reader(), append(h, make([]byte, 4096)...))
	refused(t, dir, err, ErrTruncated)
}

// Signed by an enrolled device, but wrong inside: still refused.
func TestRecords(t *testing.T) {
	w := newWorld(t)
	for name, change := range map[string]func(*Parcel){
		"kind":       func(p *Parcel) { p.Records[0].Kind = "payroll" },
		"both":       func(p *Parcel) { p.Records[0].Checklist = &Standard{} },
		"seal":       func(p *Parcel) { p.Records[0].Inspection.Seal = sumOf(nil) },
		"no records": func(p *Parcel) { p.Records = nil },
		"unknown photo": func(p *Parcel) {
			p.Records[0].Inspection.Shared[0].SHA256 = sumOf(nil)
			p.Records[0].Inspection.SealNow()
		},
		"wrong size":     func(p *Parcel) { p.Records[0].Inspection.Shared[0].Size++; p.Records[0].Inspection.SealNow() },
		"photo not sent": func(p *Parcel) { p.Records[0].Inspection.Shared = nil; p.Records[0].Inspection.SealNow() },
		"photo unused": func(p *Parcel) {
			p.Records[0].Inspection.Shared = append(p.Records[0].Inspection.Shared, Shared{Original: sumOf(nil), SHA256: sumOf(nil)})
			p.Records[0].Inspection.SealNow()
		},
		"draft": func(p *Parcel) {
			b, err := json.Marshal(&checklist.Inspection{ID: "x", Status: checklist.Draft})
			require.NoError(t, err)
			p.Records[0].Inspection.Data, p.Records[0].Inspection.Shared, p.Blobs = b, nil, nil
			p.Records[0].Inspection.SealNow()
		},
		"null sheet": func(p *Parcel) {
			p.Records[0].Inspection.Data = []byte(`{"id":"x","status":"finished","sheets":[null,{"answers":{"a":null}}],"colour":1}`)
			p.Records[0].Inspection.SealNow()
		},
		"checklist hash": func(p *Parcel) {
			p.Records = append(p.Records, Record{Kind: KindChecklist, Checklist: &Standard{ID: "a", SHA256: sumOf(nil), Source: "x"}})
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := w.parcel(t, 100)
			change(&p)
			_, dir, err := read(t, w.reader(), pack(t, p))
			refused(t, dir, err, ErrRecord)
		})
	}
}

func TestLongLine(t *testing.T) {
	_, err := Write(context.Background(), io.Discard, Parcel{Records: []Record{{Kind: KindChecklist, Checklist: &Standard{Source: strings.Repeat("x", MaxLine)}}}}, nil)
	require.Equal(t, ErrLimit, checklist.CodeOf(err))
	err = readRecords(io.LimitReader(endless{}, MaxLine*2), func(*Record) error { return nil })
	require.Equal(t, ErrLimit, checklist.CodeOf(err))
	err = readRecords(strings.NewReader(`{"kind":"x"}`), func(*Record) error { return nil })
	require.Equal(t, ErrRecord, checklist.CodeOf(err))
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}
