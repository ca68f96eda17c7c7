package storetest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist/hall"
	"hallcheck/store"
)

// hallSentAgain: what is written after a day was settled or sent is settled and sent
// again, and what is written while a file is being made is not taken for sent.
func hallSentAgain(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	key := func(at int64) {
		t.Helper()
		_, err := s.Append(ctx, hall.Entry{Kind: hall.KindCause, Tags: []string{"slow"}, At: at}, hall.Entry{Kind: hall.KindCount, Waiting: num(4), At: at})
		require.NoError(t, err)
	}
	unsent := func() []store.HallTraffic {
		t.Helper()
		days, err := s.UnsentHall(ctx)
		require.NoError(t, err)
		return days
	}
	send := hallSender(t, s)
	for _, day := range []int64{at(2, 10, 0), at(3, 8, 40)} { // over and settled, and today
		key(day)
		key(day + 1)
		days := unsent()
		require.Len(t, days, 1)
		require.Equal(t, 2, days[0].Report.Total.Samples)
		require.Len(t, days[0].Report.Entries, 2)
		key(day + 2) // while the file is being made
		send(days)
		again := unsent()
		require.Len(t, again, 1, "written while the file was being made")
		require.Equal(t, 3, again[0].Report.Total.Samples)
		require.Len(t, again[0].Report.Entries, 1)
		require.Greater(t, again[0].Report.Rev, days[0].Report.Rev)
		send(again)
		require.Empty(t, unsent())

		key(day + 3)
		last := unsent()
		require.Len(t, last, 1, "written after it was sent")
		require.Equal(t, 4, last[0].Report.Total.Samples)
		require.Greater(t, last[0].Report.Rev, again[0].Report.Rev)
		send(last)
		require.Empty(t, unsent())

		_, err := s.HallDays(ctx, "", "2026-11-01", "2026-11-03") // settles
		require.NoError(t, err)
		require.Empty(t, unsent(), "settled to what was sent")
		key(day + 4)
		total, err := s.HallDays(ctx, "", last[0].Report.Day, last[0].Report.Day)
		require.NoError(t, err)
		require.Equal(t, 5, total[0].Samples)
		send(unsent())
	}
	require.Empty(t, unsent())
	sound(t, s)
}

// hallSender writes days down as sent, in one file after the other.
func hallSender(t *testing.T, s *store.Store) func([]store.HallTraffic) {
	bundles := int64(0)
	return func(days []store.HallTraffic) {
		t.Helper()
		var sent store.Sent
		for _, d := range days {
			sent.Hall = append(sent.Hall, d.Sent)
		}
		prev := ""
		if bundles++; bundles > 1 {
			prev = sumOf(int(bundles) - 1)
		}
		require.NoError(t, s.RecordExport(t.Context(), store.ExportRecord{Seq: bundles, SHA256: sumOf(int(bundles)), Prev: prev, Created: bundles}, sent))
	}
}
