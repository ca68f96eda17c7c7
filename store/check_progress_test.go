package store_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/store"
	"hallcheck/store/storetest"
)

// TestCheckTellsAndEnds: the check says how far it is, up to the end, and ends when it
// is asked to.
func TestCheckTellsAndEnds(t *testing.T) {
	for engine, addr := range map[string]string{"sqlite": "", "postgres": onServer(t).Database(t)} {
		t.Run(engine, func(t *testing.T) {
			s, err := store.Open(t.Context(), storetest.Options(t, addr))
			require.NoError(t, err)
			t.Cleanup(func() { _ = s.Close() })
			storetest.Work(t, s)
			hashes, err := s.PhotoHashes(t.Context())
			require.NoError(t, err)
			require.NotEmpty(t, hashes)
			var told [][2]int
			rep, err := s.CheckTelling(t.Context(), true, func(string) error { return nil }, func(done, total int) { told = append(told, [2]int{done, total}) })
			require.NoError(t, err)
			require.Empty(t, rep.Troubles)
			all := rep.Inspections + rep.Findings + len(hashes)
			require.Equal(t, [2]int{0, all}, told[0])
			require.Equal(t, [2]int{all, all}, told[len(told)-1])

			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			rep, err = s.CheckTelling(ctx, true, nil, func(done, _ int) {
				if done > 0 {
					cancel()
				}
			})
			require.ErrorIs(t, err, context.Canceled)
			require.Empty(t, rep.Troubles, "what was not looked at is no damage")
			require.Positive(t, rep.Inspections)
			require.Zero(t, rep.Findings)
		})
	}
}
