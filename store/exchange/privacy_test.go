package exchange_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store/exchange"
	"hallcheck/store/storetest"
)

var face = checklist.Mark{Kind: checklist.MarkMosaicBox, Points: []checklist.Point{{X: 2000, Y: 2000}, {X: 6000, Y: 6000}}, Width: 40}

// photograph starts a draft with a photo on its last item, which fails.
func (s *site) photograph(t testing.TB, id string, data []byte) checklist.PhotoRef {
	t.Helper()
	at := time.Date(2026, 11, 3, 1, 0, 0, 0, time.UTC)
	storetest.Draft(t, s.st, id, at)
	ref, err := s.ph.Add(t.Context(), bytes.NewReader(data), "IMG_"+id+".jpg", "file", at)
	require.NoError(t, err)
	_, err = s.st.Edit(t.Context(), id, func(in *checklist.Inspection, now time.Time) error {
		return in.Attach(checklist.MainSheet, "item.7", ref, now)
	})
	require.NoError(t, err)
	return ref
}

func (s *site) mark(t testing.TB, id string, ref checklist.PhotoRef, marks []checklist.Mark, as checklist.Privacy) string {
	t.Helper()
	masked := ""
	if len(checklist.Marks(marks).Mosaics()) > 0 {
		var err error
		masked, err = s.ph.BurnMosaic(t.Context(), ref.Hash, marks)
		require.NoError(t, err)
	}
	_, err := s.st.Edit(t.Context(), id, func(in *checklist.Inspection, now time.Time) error {
		return in.Mark(checklist.MainSheet, "item.7", ref.ID, marks, masked, as, now)
	})
	require.NoError(t, err)
	return masked
}

// traces are what must not be found where the original may not be: its hash and
// pieces of the bytes of the original and of its copies, with the copies' hashes.
func (s *site) traces(t testing.TB, hash string) (out [][]byte) {
	t.Helper()
	add := func(b []byte) {
		sum := sha256.Sum256(b)
		out = append(out, []byte(hex.EncodeToString(sum[:])))
		for _, at := range []int{len(b) / 3, len(b) / 2, len(b) * 2 / 3} {
			out = append(out, b[at:at+48])
		}
	}
	r, err := s.ph.Original(hash)
	require.NoError(t, err)
	original, err := io.ReadAll(r)
	require.NoError(t, err)
	require.NoError(t, r.Close())
	add(original)
	for _, find := range []func(string) (string, error){s.ph.Working, s.ph.Thumb} {
		path, err := find(hash)
		require.NoError(t, err)
		b, err := os.ReadFile(path)
		require.NoError(t, err)
		add(b)
	}
	return append(out, []byte(canary))
}

// holds says in which file below dir one of the traces stands, "" = nowhere.
func holds(t testing.TB, dir string, traces [][]byte) (found string) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		for _, x := range traces {
			if bytes.Contains(b, x) {
				found = path
			}
			if bytes.Contains([]byte(path), x) {
				found = path
			}
		}
		return err
	}))
	return found
}

// TestMaskedPhotoNeverLeaves: neither in the file, which is readable here for
// want of a card, nor at headquarters is there a byte of what was masked.
func TestMaskedPhotoNeverLeaves(t *testing.T) {
	b, _ := newBranch(t, 1, nil)
	secret, open := picture(t, 3, 900, 700), picture(t, 5, 900, 700)
	ref := b.photograph(t, "in-1", secret)
	arrow := checklist.Mark{Kind: checklist.MarkArrow, Points: []checklist.Point{{X: 1, Y: 1}, {X: 900, Y: 900}}, Colour: checklist.Blue, Width: 40}
	masked := b.mark(t, "in-1", ref, []checklist.Mark{face, arrow}, "")
	storetest.Fill(t, b.st, "in-1", 1)
	other := b.photograph(t, "in-2", open)
	b.mark(t, "in-2", other, nil, checklist.PrivacyClear)
	storetest.Fill(t, b.st, "in-2", 1)
	usb := t.TempDir()
	b.export(t, usb)
	require.Empty(t, holds(t, usb, b.traces(t, ref.Hash)), "the original is in the file")
	require.NotEmpty(t, holds(t, usb, b.traces(t, other.Hash)[4:8]), "the copy of the clear photo is: the search finds what is there")
	path, err := b.ph.Working(masked)
	require.NoError(t, err)
	copied, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NotEmpty(t, holds(t, usb, [][]byte{copied[len(copied)/2 : len(copied)/2+48]}), "the masked copy is")
}

// TestHeadquartersSeesOnlyTheMaskedPhoto goes the whole way, encrypted.
func TestHeadquartersSeesOnlyTheMaskedPhoto(t *testing.T) {
	hq, b := pair(t)
	ref := b.photograph(t, "in-1", picture(t, 3, 900, 700))
	arrow := checklist.Mark{Kind: checklist.MarkArrow, Points: []checklist.Point{{X: 1, Y: 1}, {X: 900, Y: 900}}, Colour: checklist.Blue, Width: 40}
	b.mark(t, "in-1", ref, []checklist.Mark{face, arrow}, "")
	storetest.Fill(t, b.st, "in-1", 1)
	usb := t.TempDir()
	one := b.export(t, usb)
	out := hq.take(t, one.Path)
	require.Empty(t, out[0].Code, "%v", out[0].Err)
	in, err := hq.st.Inspection(t.Context(), "in-1")
	require.NoError(t, err)
	p := in.Answer(checklist.MainSheet, "item.7").Photos[0]
	require.Equal(t, checklist.PrivacyMasked, p.Privacy)
	require.Empty(t, p.Masked)
	require.Equal(t, []checklist.Mark{arrow}, p.Marks, "what was drawn goes along, the mosaic's outline does not")
	require.True(t, hq.ph.Has(p.Hash))
	require.NoError(t, hq.ph.Verify(t.Context(), p.Hash))
	dump, err := hq.st.Dump(t.Context())
	require.NoError(t, err)
	for _, x := range b.traces(t, ref.Hash) {
		require.False(t, bytes.Contains(dump, x))
	}
	require.Empty(t, holds(t, hq.dir, b.traces(t, ref.Hash)))
	again := hq.take(t, b.resend(t, usb, "in-1").Path)
	require.Empty(t, again[0].Code, "%v: sent again it is the same record", again[0].Err)
}

// resend exports one inspection once more.
func (s *site) resend(t testing.TB, to, id string) exchange.Published {
	t.Helper()
	out, err := s.x.Export(t.Context(), exchange.ExportOptions{To: to, IDs: []string{id}}, nil)
	require.NoError(t, err)
	return out.Bundles[0]
}

// TestMaskedInOnePlaceIsMaskedInAll: a photo masked in its finding only does not
// leave unmasked with the inspection it came from, nor with another one.
func TestMaskedInOnePlaceIsMaskedInAll(t *testing.T) {
	b, _ := newBranch(t, 1, nil)
	data := picture(t, 3, 900, 700)
	ref := b.photograph(t, "in-1", data)
	storetest.Fill(t, b.st, "in-1", 1)
	b.photograph(t, "in-2", data)
	storetest.Fill(t, b.st, "in-2", 1)
	list, _, err := b.st.Findings(t.Context(), checklist.FindingFilter{})
	require.NoError(t, err)
	masked, err := b.ph.BurnMosaic(t.Context(), ref.Hash, []checklist.Mark{face})
	require.NoError(t, err)
	_, err = b.st.EditFinding(t.Context(), list[0].ID, func(f *checklist.Finding, act checklist.Act) error {
		p, err := f.Photos[0].Marked([]checklist.Mark{face}, masked, "")
		require.NoError(t, err)
		return f.MarkPhoto(act, p)
	})
	require.NoError(t, err)
	usb := t.TempDir()
	b.export(t, usb)
	require.Empty(t, holds(t, usb, b.traces(t, ref.Hash)))
}

func TestUndecidedPhotosStayWhereTheSettingSaysSo(t *testing.T) {
	b, _ := newBranch(t, 1, nil)
	ref := b.photograph(t, "in-1", picture(t, 3, 300, 200))
	storetest.Fill(t, b.st, "in-1", 0)
	require.NoError(t, b.st.SetSetting(t.Context(), checklist.SettingPrivacy, "1"))
	usb := t.TempDir()
	for _, ids := range [][]string{nil, {"in-1"}} {
		out, err := b.x.Export(t.Context(), exchange.ExportOptions{To: usb, IDs: ids}, nil)
		require.Equal(t, "exchange.privacy", checklist.CodeOf(err))
		require.Empty(t, out.Bundles)
		var e *checklist.Error
		require.ErrorAs(t, err, &e)
		require.Equal(t, "IMG_in-1.jpg", e.Args["names"])
		require.Equal(t, "1", e.Args["n"])
	}
	_, err := b.st.Edit(t.Context(), "in-1", func(in *checklist.Inspection, now time.Time) error {
		return in.Reopen(in.Inspector, "照片未确认", now)
	})
	require.NoError(t, err)
	finish := func(in *checklist.Inspection, now time.Time) error { return in.Finish("", now) }
	_, err = b.st.Edit(t.Context(), "in-1", finish)
	require.Equal(t, "gate.closed", checklist.CodeOf(err), "the gate asks too")
	b.mark(t, "in-1", ref, nil, checklist.PrivacyClear)
	_, err = b.st.Edit(t.Context(), "in-1", finish)
	require.NoError(t, err)
	b.export(t, usb)

	require.NoError(t, b.st.SetSetting(t.Context(), checklist.SettingPrivacy, ""))
	b.photograph(t, "in-2", picture(t, 5, 300, 200))
	storetest.Fill(t, b.st, "in-2", 0)
	b.export(t, usb)
}

// TestTheSettingReachesDraftsInMemory: turning it on counts for the draft being
// filled at the moment.
func TestTheSettingReachesDraftsInMemory(t *testing.T) {
	b, _ := newBranch(t, 1, nil)
	b.photograph(t, "in-1", picture(t, 3, 300, 200))
	for _, on := range []bool{false, true, false} {
		value := ""
		if on {
			value = "1"
		}
		require.NoError(t, b.st.SetSetting(t.Context(), checklist.SettingPrivacy, value))
		in, err := b.st.Inspection(t.Context(), "in-1")
		require.NoError(t, err)
		require.Equal(t, on, in.PrivacyRequired)
	}
}
