package storetest

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store"
)

// cells: the sums kept of a month are those of its inspections, however these
// came, were finished, left incomplete or taken back. October has 31 days: its
// first 30 are summed up anew, the whole month comes from what was kept.
func cells(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	rnd := rand.New(rand.NewPCG(7, 7))
	october := time.Date(2026, 10, 1, 4, 0, 0, 0, time.UTC)
	var done []string
	for i := range 60 {
		id, day := fmt.Sprintf("c-%02d", i), october.AddDate(0, 0, rnd.IntN(30))
		switch {
		case i%3 == 0: // from a file, finished, of one of two halls
			hall := []checklist.Branch{Branch, hall7}[rnd.IntN(2)]
			require.NoError(t, s.StartInspection(ctx, Finished(t, id, hall, day, 1, rnd.IntN(8))))
		case i%3 == 1 && len(done) > 0:
			again := done[rnd.IntN(len(done))]
			_, err := s.Edit(ctx, again, func(in *checklist.Inspection, now time.Time) error {
				return in.Reopen(checklist.Person{Name: "王芳"}, "改", now)
			})
			require.NoError(t, err)
			if rnd.IntN(2) == 0 {
				Fill(t, s, again, rnd.IntN(9))
			} else {
				cutShort(t, s, again)
			}
		default:
			Draft(t, s, id, day)
			if rnd.IntN(3) == 0 {
				cutShort(t, s, id)
			} else {
				Fill(t, s, id, rnd.IntN(9))
			}
			done = append(done, id)
		}
		kept, err := s.PeriodCells(ctx, "env", "2026-10-01", "2026-10-31")
		require.NoError(t, err)
		fresh, err := s.PeriodCells(ctx, "env", "2026-10-01", "2026-10-30")
		require.NoError(t, err)
		require.Equal(t, fresh, kept, "after step %d", i)
	}
	kept, err := s.PeriodCells(ctx, "env", "2026-10-01", "2026-10-31")
	require.NoError(t, err)
	require.Len(t, kept, 2)
	require.Positive(t, kept[0].Excluded)
	require.NotEmpty(t, kept[0].Zones)
}

// cutShort finishes an inspection that had to be left.
func cutShort(t *testing.T, s *store.Store, id string) {
	t.Helper()
	_, err := s.Edit(t.Context(), id, func(in *checklist.Inspection, now time.Time) error {
		if err := in.Record(checklist.MainSheet, "item.5", checklist.VerdictValue(checklist.Pass), now); err != nil {
			return err
		}
		return in.Finish("停电", now)
	})
	require.NoError(t, err)
}
