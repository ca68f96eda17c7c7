package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store/storetest"
)

// TestPrivacyDecisionsAreLogged: who masked, cleared and unmasked a photo stands
// in the audit chain; marks that hide nothing do not fill it.
func TestPrivacyDecisionsAreLogged(t *testing.T) {
	s := open(t)
	storetest.SetUp(t, s)
	storetest.Draft(t, s, "in-1", time.Date(2026, 11, 3, 1, 0, 0, 0, time.UTC))
	edit := func(verb func(*checklist.Inspection, time.Time) error) int64 {
		before, _, err := s.AuditHead(t.Context())
		require.NoError(t, err)
		_, err = s.Edit(t.Context(), "in-1", verb)
		require.NoError(t, err)
		after, _, err := s.AuditHead(t.Context())
		require.NoError(t, err)
		return after - before
	}
	mark := func(m []checklist.Mark, masked string, as checklist.Privacy) func(*checklist.Inspection, time.Time) error {
		return func(in *checklist.Inspection, now time.Time) error {
			return in.Mark("main", "item.2", "x", m, masked, as, now)
		}
	}
	hide := checklist.Mark{Kind: checklist.MarkMosaicBox, Points: []checklist.Point{{X: 1, Y: 2}, {X: 3, Y: 4}}, Width: 40}
	pin := checklist.Mark{Kind: checklist.MarkPin, Points: []checklist.Point{{X: 1, Y: 2}}, Colour: checklist.Blue, Width: 40}
	require.Zero(t, edit(func(in *checklist.Inspection, now time.Time) error {
		return in.Attach("main", "item.2", storetest.Photo("x", 'a'), now)
	}))
	require.Zero(t, edit(mark([]checklist.Mark{pin}, "", "")))
	require.Equal(t, int64(1), edit(mark([]checklist.Mark{pin, hide}, storetest.Photo("", 'd').Hash, "")))
	require.Equal(t, int64(1), edit(mark([]checklist.Mark{hide}, storetest.Photo("", 'e').Hash, "")), "another mosaic")
	require.Equal(t, int64(1), edit(mark(nil, "", "")), "taken away")
	require.Equal(t, int64(1), edit(mark(nil, "", checklist.PrivacyClear)))
	rep, err := s.Check(t.Context(), false, nil)
	require.NoError(t, err)
	require.Empty(t, rep.Troubles)
}
