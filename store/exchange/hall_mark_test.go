package exchange_test

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	desk "hallcheck/checklist/hall"
	"hallcheck/store/exchange"
)

// report writes down a fault of a machine with a photo.
func (s *site) report(t testing.TB, device string, data []byte) desk.Entry {
	t.Helper()
	ref, err := s.ph.Add(t.Context(), bytes.NewReader(data), device+".jpg", "file", time.Now())
	require.NoError(t, err)
	return s.append(t, desk.Entry{Kind: desk.KindFault, Topic: device, Text: "吞卡", Photos: []checklist.PhotoRef{ref}})[0]
}

// cover marks the photo of an entry.
func (s *site) cover(t testing.TB, e desk.Entry, marks []checklist.Mark, as checklist.Privacy) checklist.PhotoRef {
	t.Helper()
	masked := ""
	if len(checklist.Marks(marks).Mosaics()) > 0 {
		var err error
		masked, err = s.ph.BurnMosaic(t.Context(), e.Photos[0].Hash, marks)
		require.NoError(t, err)
	}
	after, err := e.Photos[0].Marked(marks, masked, as)
	require.NoError(t, err)
	s.append(t, desk.Entry{Kind: desk.KindMark, Ref: e.ID, Photos: []checklist.PhotoRef{after}})
	return after
}

// A photo of an entry of the hall that is masked there leaves masked: neither the file,
// readable for want of a card, nor headquarters has a byte of what is hidden, not even by
// another entry with the same picture.
func TestMaskedPhotoOfAnEntryNeverLeaves(t *testing.T) {
	arrow := checklist.Mark{Kind: checklist.MarkArrow, Points: []checklist.Point{{X: 1, Y: 1}, {X: 900, Y: 900}}, Colour: checklist.Blue, Width: 40}
	b, _ := newBranch(t, 1, nil)
	secret, open := picture(t, 3, 900, 700), picture(t, 5, 900, 700)
	one := b.report(t, "ATM 1", secret)
	b.report(t, "ATM 2", secret) // the same picture, marked nowhere
	other := b.report(t, "ATM 3", open)
	masked := b.cover(t, one, []checklist.Mark{face, arrow}, "").Masked
	usb := t.TempDir()
	b.export(t, usb)
	require.Empty(t, holds(t, usb, b.traces(t, one.Photos[0].Hash)), "the original is in the file")
	require.NotEmpty(t, holds(t, usb, b.traces(t, other.Photos[0].Hash)[4:8]), "the search finds what is there")
	path, err := b.ph.Working(masked)
	require.NoError(t, err)
	copied, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NotEmpty(t, holds(t, usb, [][]byte{copied[len(copied)/2 : len(copied)/2+48]}), "the masked copy is")

	hq, c := pair(t)
	two := c.report(t, "ATM 1", secret)
	c.cover(t, two, []checklist.Mark{face, arrow}, "")
	got := hq.take(t, c.export(t, t.TempDir()).Path)
	require.Empty(t, got[0].Code, "%v", got[0].Err)
	there, err := hq.st.HallEntries(t.Context(), "B001", two.Day, two.Day)
	require.NoError(t, err)
	require.Len(t, there, 1, "the fault; its mark stays in the hall")
	p := there[0].Photos[0]
	require.Equal(t, checklist.PrivacyMasked, p.Privacy)
	require.Empty(t, p.Masked)
	require.Equal(t, []checklist.Mark{arrow}, p.Marks, "what was drawn goes along, the mosaic's outline does not")
	require.NoError(t, hq.ph.Verify(t.Context(), p.Hash))
	dump, err := hq.st.Dump(t.Context())
	require.NoError(t, err)
	for _, x := range c.traces(t, two.Photos[0].Hash) {
		require.False(t, bytes.Contains(dump, x))
	}
	require.Empty(t, holds(t, hq.dir, c.traces(t, two.Photos[0].Hash)))
}

// Where every photo has to be decided about, a day with one nobody decided about stays;
// masked or found without a customer, it goes.
func TestUndecidedPhotosOfEntriesStay(t *testing.T) {
	b, _ := newBranch(t, 1, nil)
	require.NoError(t, b.st.SetSetting(t.Context(), checklist.SettingPrivacy, "1"))
	one, two := b.report(t, "ATM 1", picture(t, 3, 300, 200)), b.report(t, "ATM 2", picture(t, 5, 300, 200))
	held := func(names string) {
		t.Helper()
		out, err := b.x.Export(t.Context(), exchange.ExportOptions{To: t.TempDir()}, nil)
		require.Equal(t, "exchange.privacyFinding", checklist.CodeOf(err), "%v", err)
		require.Empty(t, out.Bundles)
		var e *checklist.Error
		require.ErrorAs(t, err, &e)
		require.Equal(t, names, e.Args["names"])
	}
	held("ATM 1.jpg、ATM 2.jpg")
	b.cover(t, one, []checklist.Mark{face}, "")
	held("ATM 2.jpg")
	b.cover(t, two, nil, checklist.PrivacyClear)
	usb := t.TempDir()
	b.export(t, usb)
	require.NotEmpty(t, holds(t, usb, b.traces(t, two.Photos[0].Hash)[4:8]), "the clear one as it is")
	require.Empty(t, holds(t, usb, b.traces(t, one.Photos[0].Hash)))
	all, err := b.st.HallDay(t.Context(), "", one.Day)
	require.NoError(t, err)
	for _, e := range desk.Live(all) {
		require.True(t, e.Photos[0].Decided(), "%s", e.Topic)
		body, err := json.Marshal(e)
		require.NoError(t, err)
		require.NotContains(t, string(body), `"kind":"mark"`)
	}
}

// noted counts lines of the log.
func (s *site) noted(t testing.TB, action string) (n int) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(s.dir, "app.db"))
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close()) }()
	require.NoError(t, db.QueryRowContext(t.Context(), "SELECT count(*) FROM audit WHERE action = ?", action).Scan(&n))
	return n
}

// A photo of an entry that is masked after it left is masked at headquarters too, with
// whichever of the two files it comes first, and whatever comes again; nothing of the
// open picture stays there, not of another entry with the same one either.
func TestAPhotoMaskedAfterItLeftIsMaskedAtHeadquarters(t *testing.T) {
	for _, order := range [][]int{{0, 1}, {1, 0}, {0, 1, 0, 1}} {
		hq, b := pair(t)
		secret := picture(t, 3, 900, 700)
		one := b.report(t, "ATM 1", secret)
		b.report(t, "ATM 2", secret)
		files := []string{b.export(t, t.TempDir()).Path}
		b.cover(t, one, []checklist.Mark{face}, "")
		files = append(files, b.export(t, t.TempDir()).Path)
		_, err := b.x.Export(t.Context(), exchange.ExportOptions{To: t.TempDir()}, nil)
		require.Equal(t, "exchange.nothing", checklist.CodeOf(err), "once is enough")
		if order[0] == 0 {
			hq.take(t, files[0])
			require.NotEmpty(t, holds(t, filepath.Join(hq.dir, "photos"), b.traces(t, one.Photos[0].Hash)), "the search finds what is there")
		}
		for _, i := range order {
			got := hq.take(t, files[i])
			require.Empty(t, got[0].Code, "%v: %v", order, got[0].Err)
		}
		there, err := hq.st.HallEntries(t.Context(), "B001", one.Day, one.Day)
		require.NoError(t, err)
		require.Len(t, there, 2)
		for _, e := range there {
			p := e.Photos[0]
			require.Equal(t, checklist.PrivacyMasked, p.Privacy, "%v %s", order, e.Topic)
			require.NoError(t, hq.ph.Verify(t.Context(), p.Hash))
		}
		dump, err := hq.st.Dump(t.Context())
		require.NoError(t, err)
		for _, x := range b.traces(t, one.Photos[0].Hash) {
			require.False(t, bytes.Contains(dump, x))
		}
		if order[0] == 0 {
			require.Equal(t, 2, hq.noted(t, "photo.masked"), "once for each")
		}
		require.Empty(t, holds(t, filepath.Join(hq.dir, "photos"), b.traces(t, one.Photos[0].Hash)), "%v", order)
	}
}

// So is a photo of a finding: its history tells of the open picture no more than the
// finding does.
func TestAPhotoOfAFindingMaskedAfterItLeftIsMaskedAtHeadquarters(t *testing.T) {
	for _, order := range [][]int{{0, 1}, {1, 0}, {0, 1, 0, 1}} {
		hq, b := pair(t)
		ref, err := b.ph.Add(t.Context(), bytes.NewReader(picture(t, 3, 900, 700)), "a.jpg", "file", time.Now())
		require.NoError(t, err)
		f, err := b.st.OpenFinding(t.Context(), checklist.FindingDraft{Text: "柜台有客户单据", Severity: checklist.Minor, Photos: []checklist.PhotoRef{ref}})
		require.NoError(t, err)
		files := []string{b.export(t, t.TempDir()).Path}
		masked, err := b.ph.BurnMosaic(t.Context(), ref.Hash, []checklist.Mark{face})
		require.NoError(t, err)
		b.move(t, f.ID, func(f *checklist.Finding, act checklist.Act) error {
			p, err := f.Photos[0].Marked([]checklist.Mark{face}, masked, "")
			require.NoError(t, err)
			return f.MarkPhoto(act, p)
		})
		files = append(files, b.export(t, t.TempDir()).Path)
		for _, i := range order {
			got := hq.take(t, files[i])
			require.Empty(t, got[0].Code, "%v: %v", order, got[0].Err)
		}
		b.move(t, f.ID, func(f *checklist.Finding, act checklist.Act) error { return f.RootCause(act, "没有提醒") })
		hq.take(t, b.export(t, t.TempDir()).Path) // what goes on with it deletes nothing once more
		there, err := hq.st.Finding(t.Context(), f.ID)
		require.NoError(t, err)
		require.Equal(t, "没有提醒", there.Cause)
		require.Equal(t, checklist.PrivacyMasked, there.Photos[0].Privacy)
		require.NoError(t, hq.ph.Verify(t.Context(), there.Photos[0].Hash))
		require.Empty(t, holds(t, filepath.Join(hq.dir, "photos"), b.traces(t, ref.Hash)), "%v", order)
		require.Equal(t, 1, hq.noted(t, "photo.forgotten"), "%v", order)
		list, err := hq.st.PhotoHashes(t.Context())
		require.NoError(t, err)
		require.Equal(t, []string{there.Photos[0].Hash}, list, "nobody looks for what was deleted on purpose")
	}
}
