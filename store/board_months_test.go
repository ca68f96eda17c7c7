package store_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/store"
	"hallcheck/store/storetest"
)

// TestCheckFindsWrongArrivals: what the board reads is compared with the records.
func TestCheckFindsWrongArrivals(t *testing.T) {
	for name, q := range map[string]string{
		"a mark":        "UPDATE arrivals SET records = replace(records, ' 0', ' r')",
		"a row gone":    "DELETE FROM arrivals",
		"a row of none": "INSERT INTO arrivals VALUES ('2020-01', 'B001', 'env 01 0')",
	} {
		opt := storetest.Options(t, "")
		s, err := store.Open(t.Context(), opt)
		require.NoError(t, err)
		storetest.Work(t, s)
		rep, err := s.Check(t.Context(), true, nil)
		require.NoError(t, err)
		require.Empty(t, rep.Troubles)
		require.NoError(t, s.Close())
		db := raw(t, filepath.Join(opt.Dir, "app.db"))
		mustExec(t, db, q)
		require.NoError(t, db.Close())
		s, err = store.Open(t.Context(), opt)
		require.NoError(t, err)
		rep, err = s.Check(t.Context(), true, nil)
		require.NoError(t, err)
		require.NotEmpty(t, rep.Troubles, name)
		require.Equal(t, "sums", rep.Troubles[0].Code, name)
		require.NoError(t, s.Close())
	}
}
