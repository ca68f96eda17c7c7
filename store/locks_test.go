package store_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/storetest"
)

// A second data folder does not get at a SQLite file that is open, in whichever
// of the two folders it lies, or in none of them.
func TestOneFileIsOpenOnce(t *testing.T) {
	for _, where := range []string{"first", "second", "elsewhere"} {
		t.Run(where, func(t *testing.T) {
			one, two := storetest.Options(t, ""), storetest.Options(t, "")
			folder := map[string]string{"first": one.Dir, "second": two.Dir, "elsewhere": t.TempDir()}[where]
			one.Addr, two.Addr = filepath.Join(folder, "app.db"), filepath.Join(folder, ".", "app.db")
			s, err := store.Open(t.Context(), one)
			require.NoError(t, err)
			_, err = store.Open(t.Context(), two)
			require.Equal(t, "store.locked", checklist.CodeOf(err))
			require.NoError(t, s.Close())
			s, err = store.Open(t.Context(), two)
			require.NoError(t, err, "given back")
			require.NoError(t, s.Close())
		})
	}
}

// Two data folders on one server take turns with exporting.
func TestExportTurn(t *testing.T) {
	addr := onServer(t).Database(t)
	one, err := store.Open(t.Context(), storetest.Options(t, addr))
	require.NoError(t, err)
	defer func() { require.NoError(t, one.Close()) }()
	two, err := store.Open(t.Context(), storetest.Options(t, addr))
	require.NoError(t, err)
	defer func() { require.NoError(t, two.Close()) }()
	turn, err := one.ExportTurn(t.Context())
	require.NoError(t, err)
	require.NoError(t, turn.Check(t.Context()))
	_, err = two.ExportTurn(t.Context())
	require.Equal(t, "store.exporting", checklist.CodeOf(err))
	turn.End()
	require.Equal(t, "store.server", checklist.CodeOf(turn.Check(t.Context())), "it is over")
	for range 10 { // more than there are connections
		turn, err = two.ExportTurn(t.Context())
		require.NoError(t, err)
		turn.End()
	}
	alone, err := store.Open(t.Context(), storetest.Options(t, ""))
	require.NoError(t, err)
	defer func() { require.NoError(t, alone.Close()) }()
	turn, err = alone.ExportTurn(t.Context())
	require.NoError(t, err)
	require.NoError(t, turn.Check(t.Context()))
	turn.End()
}
