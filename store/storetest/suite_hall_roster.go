package storetest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/store"
)

// hallRoster: a file replaces its own days only, and the same file changes nothing.
func hallRoster(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	monday := []hall.Shift{{Day: "2026-11-23", Person: "王强", Start: 750, Ends: 1030, Post: "大堂"}, {Day: "2026-11-23", Person: "李静", Start: 490, Ends: 750}}
	days, err := s.SaveRoster(ctx, append(monday, hall.Shift{Day: "2026-11-24", Person: "李静", Start: 490, Ends: 1030}))
	require.NoError(t, err)
	require.Equal(t, []string{"2026-11-23", "2026-11-24"}, days)
	var seen []checklist.Change
	s.Subscribe(func(c checklist.Change) { seen = append(seen, c) })
	days, err = s.SaveRoster(ctx, monday)
	require.NoError(t, err)
	require.Empty(t, days)
	require.Empty(t, seen, "the same again changes nothing")
	days, err = s.SaveRoster(ctx, monday[:1])
	require.NoError(t, err)
	require.Equal(t, []string{"2026-11-23"}, days)
	require.Len(t, seen, 1)
	list, err := s.Roster(ctx, "", "2026-11-01", "2026-11-30")
	require.NoError(t, err)
	require.Equal(t, []hall.Shift{monday[0], {Day: "2026-11-24", Person: "李静", Start: 490, Ends: 1030}}, list)
	list, err = s.Roster(ctx, "B001", "2026-11-24", "2026-11-24")
	require.NoError(t, err)
	require.Len(t, list, 1)
	list, err = s.Roster(ctx, "elsewhere", "2026-11-01", "2026-11-30")
	require.NoError(t, err)
	require.Empty(t, list)
}
