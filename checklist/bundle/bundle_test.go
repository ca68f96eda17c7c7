package bundle

import (
	"bytes"
	"context"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

func TestRoundTrip(t *testing.T) {
	w := newWorld(t)
	for name, p := range map[string]Parcel{
		"sealed": w.parcel(t, 100, 0, 512, 300000),
		"plain":  plain(w.parcel(t, 100, 0, 512, 300000)),
		"bare":   w.parcel(t),
	} {
		t.Run(name, func(t *testing.T) {
			c, _, err := read(t, w.reader(), pack(t, p))
			require.NoError(t, err)
			require.Equal(t, "BJ 01", c.Manifest.Branch)
			require.Equal(t, int64(7), c.Manifest.Seq)
			require.Len(t, c.Records, 1)
			require.JSONEq(t, string(p.Records[0].Inspection.Data), string(c.Records[0].Inspection.Data))
			require.Equal(t, p.Records[0].Inspection.Shared, c.Records[0].Inspection.Shared)
			require.Len(t, c.Manifest.Files, 1+len(p.Blobs))
			requireBlobs(t, c)
		})
	}
}

func TestEveryKeyOpens(t *testing.T) {
	w := newWorld(t)
	b := pack(t, w.parcel(t, 1000))
	for _, k := range []Keys{w.hq, w.recovery, w.device} {
		r := w.reader()
		r.Identities = []string{k.Identity}
		_, _, err := read(t, r, b)
		require.NoError(t, err)
	}
	stranger, err := NewKeys("x")
	require.NoError(t, err)
	r := w.reader()
	r.Identities = []string{stranger.Identity}
	_, dir, err := read(t, r, b)
	refused(t, dir, err, ErrNotForUs)
}

func TestTarListsIt(t *testing.T) {
	w := newWorld(t)
	p := plain(w.parcel(t, 700, 30))
	cmd := exec.Command("tar", "-tf", "-")
	cmd.Stdin = bytes.NewReader(pack(t, p))
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	require.Equal(t, []string{
		manifestName, dataName, blobPrefix + p.Blobs[0].SHA256, blobPrefix + p.Blobs[1].SHA256,
	}, strings.Fields(string(out)))
}

func TestManifestText(t *testing.T) {
	m := Manifest{
		Org: "o-1", HQ: "", Device: "d-1", Branch: "京 01%", Seq: 17, Prev: "", Schema: 1, MinReader: 1, App: "1.4.0",
		Policy: 12, Created: 1795222923, BootMS: 8123456,
		Files: []File{{Name: "data.ndjson", Size: 48211, SHA256: sumOf(nil)}, {Name: "blobs/" + sumOf([]byte("a")), Size: 2103311, SHA256: sumOf([]byte("a"))}},
	}
	require.Equal(t, `inspect-bundle/v1
org o-1 hq none
device d-1 branch 京%2001%25 seq 17 prev none
schema 1 min-reader 1 app 1.4.0 policy 12
created 2026-11-21T01:02:03Z boot-ms 8123456
audit-head 0 none
file data.ndjson 48211 `+sumOf(nil)+`
file blobs/`+sumOf([]byte("a"))+` 2103311 `+sumOf([]byte("a"))+`
total 3 2151522
`, string(m.Text()))
	back, err := ParseManifest(m.Text())
	require.NoError(t, err)
	require.Equal(t, &m, back)
}

func TestManifestLimits(t *testing.T) {
	good := func() Manifest {
		return Manifest{
			Org: "o", Device: "d", Branch: "b", Seq: 1, Schema: 1, MinReader: 1, App: "1",
			Files: []File{{Name: dataName, SHA256: sumOf(nil)}},
		}
	}
	blob := func(i, size int) File {
		h := sumOf([]byte{byte(i), byte(i >> 8), byte(i >> 16)})
		return File{Name: blobPrefix + h, Size: int64(size), SHA256: h}
	}
	for name, c := range map[string]struct {
		change func(*Manifest)
		code   string
	}{
		"newer":     {func(m *Manifest) { m.MinReader = Schema + 1 }, ErrNewer},
		"seq 0":     {func(m *Manifest) { m.Seq = 0 }, ErrManifest},
		"prev":      {func(m *Manifest) { m.Prev = "abc" }, ErrManifest},
		"no data":   {func(m *Manifest) { m.Files[0].Name = "data2.ndjson" }, ErrManifest},
		"up":        {func(m *Manifest) { m.Files = append(m.Files, File{Name: "../x", SHA256: sumOf(nil)}) }, ErrManifest},
		"twice":     {func(m *Manifest) { m.Files = append(m.Files, blob(1, 1), blob(1, 1)) }, ErrManifest},
		"big blob":  {func(m *Manifest) { m.Files = append(m.Files, blob(1, MaxBlob+1)) }, ErrLimit},
		"big total": {func(m *Manifest) { fill(m, 33, func(i int) File { return blob(i, MaxBlob) }) }, ErrLimit},
		"entries":   {func(m *Manifest) { fill(m, MaxEntries, func(i int) File { return blob(i, 0) }) }, ErrLimit},
	} {
		t.Run(name, func(t *testing.T) {
			m := good()
			c.change(&m)
			_, err := ParseManifest(m.Text())
			require.Equal(t, c.code, checklist.CodeOf(err), "%v", err)
		})
	}
	m := good()
	_, err := ParseManifest(m.Text())
	require.NoError(t, err)
	_, err = ParseManifest([]byte(strings.Replace(string(m.Text()), "/v1", "/v2", 1)))
	require.Equal(t, ErrNewer, checklist.CodeOf(err))
	_, err = ParseManifest([]byte(strings.Replace(string(m.Text()), "seq 1", "seq  1", 1)))
	require.Equal(t, ErrManifest, checklist.CodeOf(err))
}

func fill(m *Manifest, n int, f func(int) File) {
	for i := range n {
		m.Files = append(m.Files, f(i))
	}
}

func TestNames(t *testing.T) {
	m := &Manifest{Branch: "BJ/01-支行", Device: "12345678-9abc", Seq: 17}
	n := NameOf(m, sumOf(nil))
	require.Equal(t, "B1-BJ_01-支行-12345678-00000017-e3b0c44298fc1c14.bundle", n.String())
	back, ok := ParseName(filepath.Join("/x", n.String()))
	require.True(t, ok)
	require.Equal(t, n, back)
	for _, bad := range []string{".part-123", "B1-a-b-1-e3b0c44298fc1c14.bundle", n.String() + ".part"} {
		_, ok := ParseName(bad)
		require.False(t, ok, bad)
	}
}

func TestCardAndEnrol(t *testing.T) {
	w := newWorld(t)
	msg, err := WriteCard(w.card, w.hq.Signer)
	require.NoError(t, err)
	c, err := ReadCard(msg)
	require.NoError(t, err)
	require.Equal(t, w.card, c)
	require.Regexp(t, `^\d{4}( \d{4}){7}$`, c.Fingerprint())

	e := Enrol{
		Org: "org-1", HQ: c.HQ(), Device: "dev-0001-aaaa", Recipient: w.deviceTo, Verifier: w.device.Verifier,
		Branch: checklist.Branch{Code: "BJ01", Name: "示范 支行", Grade: checklist.Flagship, Traffic: checklist.TrafficHigh, Active: true},
	}
	req, err := WriteEnrol(e, w.device.Signer)
	require.NoError(t, err)
	back, err := ReadEnrol(req)
	require.NoError(t, err)
	require.Equal(t, e, back)
	require.Equal(t, "enrol-BJ01-dev0001a.note", e.FileName())

	for i := range msg { // every altered byte is noticed
		bad := bytes.Clone(msg)
		bad[i] ^= 1
		_, err := ReadCard(bad)
		require.Equal(t, ErrCard, checklist.CodeOf(err), "byte %d", i)
	}
	for i := range req {
		bad := bytes.Clone(req)
		bad[i] ^= 1
		_, err := ReadEnrol(bad)
		require.Equal(t, ErrEnrol, checklist.CodeOf(err), "byte %d", i)
	}
	other, err := WriteEnrol(e, w.hq.Signer) // signed by somebody else's key
	require.NoError(t, err)
	_, err = ReadEnrol(other)
	require.Equal(t, ErrEnrol, checklist.CodeOf(err))
}

func TestWriterRefusesWhatItsReaderWould(t *testing.T) {
	w := newWorld(t)
	p := w.parcel(t, 500)
	p.Blobs[0].Open = func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(make([]byte, 500))), nil
	}
	_, err := Write(context.Background(), io.Discard, p, nil)
	require.Equal(t, ErrHash, checklist.CodeOf(err))
	p = w.parcel(t, 500)
	p.Blobs[0].Size = 499
	_, err = Write(context.Background(), io.Discard, p, nil)
	require.Equal(t, ErrHash, checklist.CodeOf(err))
	p = w.parcel(t, 500)
	p.Blobs[0].Size = MaxBlob + 1
	_, err = Write(context.Background(), io.Discard, p, nil)
	require.Equal(t, ErrLimit, checklist.CodeOf(err))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = Write(ctx, io.Discard, w.parcel(t, 500), nil)
	require.ErrorIs(t, err, context.Canceled)
}

func TestCancelledReadLeavesNothing(t *testing.T) {
	w := newWorld(t)
	b := pack(t, w.parcel(t, 5000))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	dir := filepath.Join(t.TempDir(), "s")
	_, err := w.reader().Read(ctx, bytes.NewReader(b), dir)
	require.ErrorIs(t, err, context.Canceled)
	require.NoDirExists(t, dir)
}
