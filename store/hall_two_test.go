package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist/hall"
	"hallcheck/store"
	"hallcheck/store/storetest"
)

// TestTwoComputersWriteOneDay: on a server another computer may have read and sent a day
// since this one made it stale; what is written here then goes out all the same.
func TestTwoComputersWriteOneDay(t *testing.T) {
	addr := onServer(t).Database(t)
	open := func() *store.Store {
		s, err := store.Open(t.Context(), storetest.Options(t, addr))
		require.NoError(t, err)
		t.Cleanup(func() { _ = s.Close() })
		return s
	}
	here := open()
	storetest.SetUp(t, here)
	there := open()
	key := func() {
		_, err := here.Append(t.Context(), hall.Entry{Kind: hall.KindCause, Tags: []string{"slow"}})
		require.NoError(t, err)
	}
	key()
	days, err := there.UnsentHall(t.Context())
	require.NoError(t, err)
	require.Len(t, days, 1)
	require.NoError(t, there.RecordExport(t.Context(), store.ExportRecord{Seq: 1, SHA256: "s", Created: 1}, store.Sent{Hall: []store.HallSent{days[0].Sent}}))
	key()
	again, err := there.UnsentHall(t.Context())
	require.NoError(t, err)
	require.Len(t, again, 1)
	require.Len(t, again[0].Report.Entries, 1)
	require.Greater(t, again[0].Report.Rev, days[0].Report.Rev)
}
