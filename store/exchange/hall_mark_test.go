package exchange_test

import (
	"bytes"
	"encoding/json"
	"os"
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
