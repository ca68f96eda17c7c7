package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/storetest"
)

// TestCountUnsent: the counts are those of what UnsentFindings lists, before and
// after a bundle carried some of it.
func TestCountUnsent(t *testing.T) {
	for _, addr := range []string{"", onServer(t).Database(t)} {
		s, err := store.Open(t.Context(), storetest.Options(t, addr))
		require.NoError(t, err)
		storetest.SetUp(t, s)
		var sent store.Sent
		for i := range 5 {
			f, err := s.OpenFinding(t.Context(), checklist.FindingDraft{Text: "灯管坏了"})
			require.NoError(t, err)
			if i < 2 {
				sent.Moves = append(sent.Moves, f.Events[0].ID)
			}
		}
		b := checklist.BrightSpot{Branch: storetest.Branch, Day: "2026-11-03", Text: "引导得好", Photos: []checklist.PhotoRef{{ID: "p", Hash: "h", Privacy: checklist.PrivacyClear}}}
		_, err = s.SaveBright(t.Context(), b)
		require.NoError(t, err)
		for _, want := range [][]int{{5, 1}, {3, 1}} {
			moves, bright, err := s.CountUnsent(t.Context())
			require.NoError(t, err)
			require.Equal(t, want, []int{moves, bright})
			events, spots, err := s.UnsentFindings(t.Context())
			require.NoError(t, err)
			require.Equal(t, want, []int{len(events), len(spots)})
			require.NoError(t, s.RecordExport(t.Context(), store.ExportRecord{Seq: int64(want[0]), SHA256: "s"}, sent))
		}
		require.NoError(t, s.Close())
	}
}
