package bundle

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

// FuzzRead reads unencrypted archives: any input ends in a coded refusal and an
// empty folder, or is one of the seeds.
func FuzzRead(f *testing.F) {
	w := newWorld(f)
	good := pack(f, plain(w.parcel(f, 10, 600)))
	f.Add(good)
	f.Add(pack(f, plain(w.parcel(f))))
	f.Add(good[:1500])
	base := f.TempDir()
	f.Fuzz(func(t *testing.T, b []byte) {
		dir, err := os.MkdirTemp(base, "f")
		require.NoError(t, err)
		defer os.RemoveAll(dir)
		c, err := w.reader().Read(context.Background(), bytes.NewReader(b), filepath.Join(dir, "s"))
		if err != nil {
			refused(t, dir, err)
			return
		}
		require.NotEmpty(t, c.Records) // only an untouched seed gets here
	})
}

func FuzzManifest(f *testing.F) {
	w := newWorld(f)
	m := w.parcel(f, 10).Manifest
	m.Schema, m.MinReader, m.Files = 1, 1, []File{{Name: dataName, SHA256: sumOf(nil)}}
	f.Add(m.Text())
	f.Add([]byte("inspect-bundle/v1\norg a hq none\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := ParseManifest(b)
		if err == nil {
			require.Equal(t, b, got.Text())
			require.NotContains(t, fileSafe(got.Branch), "/")
			return
		}
		require.Contains(t, []string{ErrManifest, ErrNewer, ErrLimit}, checklist.CodeOf(err))
	})
}

func FuzzCard(f *testing.F) {
	w := newWorld(f)
	msg, err := WriteCard(w.card, w.hq.Signer)
	require.NoError(f, err)
	f.Add(msg)
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := ReadCard(b)
		if err == nil {
			require.NotEmpty(t, c.Org)
			return
		}
		require.Equal(t, ErrCard, checklist.CodeOf(err))
	})
}

func FuzzEnrol(f *testing.F) {
	w := newWorld(f)
	msg, err := WriteEnrol(Enrol{
		Org: "o", Device: "d", Branch: checklist.Branch{Code: "b", Name: "n"},
		Recipient: w.deviceTo, Verifier: w.device.Verifier,
	}, w.device.Signer)
	require.NoError(f, err)
	f.Add(msg)
	f.Fuzz(func(t *testing.T, b []byte) {
		e, err := ReadEnrol(b)
		if err == nil {
			require.NotContains(t, e.FileName(), "/")
			return
		}
		require.Equal(t, ErrEnrol, checklist.CodeOf(err))
	})
}

func FuzzRecords(f *testing.F) {
	w := newWorld(f)
	var b bytes.Buffer
	require.NoError(f, WriteRecords(&b, w.parcel(f, 10).Records))
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, b []byte) {
		if err := readRecords(bytes.NewReader(b), func(*Record) error { return nil }); err != nil {
			require.Contains(t, []string{ErrRecord, ErrLimit}, checklist.CodeOf(err))
		}
	})
}
