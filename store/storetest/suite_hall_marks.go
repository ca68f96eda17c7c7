package storetest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/store"
)

// hallMarks: what is decided about a photo of an entry is an entry of its own; whoever
// reads the entry gets the photo as marked last, and originals are kept as long as one is
// shown unmasked.
func hallMarks(t *testing.T, s *store.Store) {
	SetUp(t, s)
	ctx := t.Context()
	hide := checklist.Mark{Kind: checklist.MarkMosaicBox, Points: []checklist.Point{{X: 1, Y: 2}, {X: 3, Y: 4}}, Width: 40}
	m, n := Photo("", 'd').Hash, Photo("", 'e').Hash
	put := func(e hall.Entry) hall.Entry {
		t.Helper()
		out, err := s.Append(ctx, e)
		require.NoError(t, err)
		return out[0]
	}
	fault := put(hall.Entry{Kind: hall.KindFault, Topic: "ATM", Photos: []checklist.PhotoRef{Photo("x", 'a'), Photo("y", 'b')}})
	mark := func(p checklist.PhotoRef, masked string, as checklist.Privacy, marks ...checklist.Mark) hall.Entry {
		t.Helper()
		p.Marks, p.Masked, p.Privacy = marks, masked, as
		return hall.Entry{Kind: hall.KindMark, Ref: fault.ID, Photos: []checklist.PhotoRef{p}}
	}
	shown := func() []checklist.PhotoRef {
		t.Helper()
		list, err := s.HallEntries(ctx, "", fault.Day, fault.Day, hall.KindFault)
		require.NoError(t, err)
		require.Len(t, list, 1)
		return list[0].Photos
	}
	covered := func(want map[string][]string) {
		t.Helper()
		got, err := s.CoveredOriginals(ctx)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	x := fault.Photos[0]
	first := put(mark(x, m, "", hide))
	require.Equal(t, []string{m, fault.Photos[1].Hash}, []string{shown()[0].Shown(), shown()[1].Shown()})
	require.Equal(t, []any{checklist.PrivacyMasked, x.Name, x.Size}, []any{shown()[0].Privacy, shown()[0].Name, shown()[0].Size})
	covered(map[string][]string{x.Hash: {m}})
	all, err := s.MaskedPictures(ctx)
	require.NoError(t, err)
	require.Equal(t, map[string]string{x.Hash: m}, all)

	put(mark(x, "", checklist.PrivacyClear))
	require.Equal(t, []any{x.Hash, checklist.PrivacyClear}, []any{shown()[0].Shown(), shown()[0].Privacy})
	covered(map[string][]string{})
	put(mark(x, n, "", hide))
	require.Equal(t, n, shown()[0].Shown())
	got, err := s.CoveredOriginals(ctx)
	require.NoError(t, err)
	require.ElementsMatch(t, []string{m, n}, got[x.Hash])
	open, err := s.OpenCases(ctx, "", hall.KindFault)
	require.NoError(t, err)
	require.Equal(t, n, open[0].Photos[0].Shown(), "whoever reads it")

	markRefused(t, s, first, mark)
}

// markRefused: what is no decision about a photo of an entry is refused, and a mark is no
// event of the day.
func markRefused(t *testing.T, s *store.Store, first hall.Entry, mark func(checklist.PhotoRef, string, checklist.Privacy, ...checklist.Mark) hall.Entry) {
	ctx, x := t.Context(), Photo("x", 'a')
	hide := checklist.Mark{Kind: checklist.MarkMosaicBox, Points: []checklist.Point{{X: 1, Y: 2}, {X: 3, Y: 4}}, Width: 40}
	for code, e := range map[string]hall.Entry{
		"store.hallRef":  mark(Photo("x", 'c'), "", checklist.PrivacyClear), // not its photo
		"mark.mosaic":    mark(x, "", "", hide),                             // nothing hides it
		"hall.limit":     {Kind: hall.KindMark, Ref: first.Ref},
		"hall.lacks.ref": {Kind: hall.KindMark, Photos: []checklist.PhotoRef{x}},
	} {
		_, err := s.Append(ctx, e)
		require.Equal(t, code, checklist.CodeOf(err), "%v", err)
	}
	_, err := s.Append(ctx, hall.Entry{Kind: hall.KindVoid, Ref: first.ID})
	require.Equal(t, "store.hallRef", checklist.CodeOf(err), "a mosaic is taken away by marking again")
	day, err := s.HallDay(ctx, "", first.Day)
	require.NoError(t, err)
	require.Len(t, hall.Live(day), 1, "the marks are no event of the day")
	rep, err := s.Check(ctx, false, nil)
	require.NoError(t, err)
	require.Empty(t, rep.Troubles)
}
