package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/storetest"
)

func open(t testing.TB) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), storetest.Options(t, ""))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

func TestOneInspectionFromStartToRanking(t *testing.T) {
	s := open(t)
	_, err := s.Profile(t.Context())
	require.Equal(t, "store.notSetUp", checklist.CodeOf(err))
	storetest.SetUp(t, s)
	id := storetest.Draft(t, s, "in-1", time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC))
	in := storetest.Fill(t, s, id, 2)
	require.Equal(t, 1, in.Rev)
	rows, total, err := s.Summaries(t.Context(), checklist.Filter{Text: "dczh"})
	require.NoError(t, err)
	require.Equal(t, 1, total)
	require.Equal(t, "75.0", rows[0].Score.String())
	require.Equal(t, 2, rows[0].Red)
	cells, err := s.PeriodCells(t.Context(), "env", "2026-11-01", "2026-11-30")
	require.NoError(t, err)
	require.Len(t, cells, 1)
	require.EqualValues(t, 750, cells[0].ScoreSum)
	rep, err := s.Check(t.Context(), true, nil)
	require.NoError(t, err)
	require.Empty(t, rep.Troubles)
	require.Equal(t, 1, rep.Inspections)
}
