package storetest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist/hall"
	"hallcheck/store"
)

// hallRevisions: keys of the desk make a day stale once, but whatever is written after
// the day was read for sending or settled is a change of its own.
func hallRevisions(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	rev := func(entries int) int {
		t.Helper()
		days, err := s.UnsentHall(ctx)
		require.NoError(t, err)
		last := days[len(days)-1]
		require.Len(t, last.Report.Entries, entries)
		return last.Report.Rev
	}
	key := func(at int64) {
		t.Helper()
		_, err := s.Append(ctx, hall.Entry{Kind: hall.KindCount, Waiting: num(4), At: at})
		require.NoError(t, err)
	}
	cause := func(at int64) {
		t.Helper()
		_, err := s.Append(ctx, hall.Entry{Kind: hall.KindCause, Tags: []string{"slow"}, At: at})
		require.NoError(t, err)
	}
	key(0)
	cause(0)
	first := rev(1)
	cause(0)
	cause(0)
	second := rev(3)
	require.Greater(t, second, first, "written after it was read for sending")
	require.Equal(t, second, rev(3), "nothing new")

	yesterday := at(2, 10, 0)
	key(yesterday)
	key(yesterday + 1)
	days, err := s.HallDays(ctx, "", "2026-11-02", "2026-11-02")
	require.NoError(t, err)
	require.Equal(t, 2, days[0].Samples)
	key(yesterday + 2)
	days, err = s.HallDays(ctx, "", "2026-11-02", "2026-11-02")
	require.NoError(t, err)
	require.Equal(t, 3, days[0].Samples, "written after it was settled")
	sound(t, s)
}
