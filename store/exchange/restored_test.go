package exchange_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/exchange"
)

// TestHeadquartersFromABackup: headquarters comes back from a backup made before it
// sent things. Its next files, master data and policies do not bear numbers that are
// used up at the branches, and nobody takes them for forgeries or for old.
func TestHeadquartersFromABackup(t *testing.T) {
	hq, b := pair(t)
	c, enrol := newBranch(t, 2, hq)
	_, err := exchange.Enrol(t.Context(), hq.st, hq.dir, enrol)
	require.NoError(t, err)
	rename := func(n int, name string) {
		row := hall(n)
		row.Name = name
		require.NoError(t, hq.st.SaveBranches(t.Context(), []checklist.Branch{row}))
	}
	rename(1, "甲支行")
	b.take(t, hq.export(t, t.TempDir()).Path)
	told(t, hq, b)
	told(t, hq, c)
	backup := filepath.Join(t.TempDir(), "b.db")
	require.NoError(t, hq.st.Backup(t.Context(), backup))
	for i := range 3 { // what the backup does not know
		rename(1, []string{"乙", "丙", "丁"}[i])
		rename(2, []string{"戊", "己", "庚"}[i])
		out, err := hq.x.Export(t.Context(), exchange.ExportOptions{To: t.TempDir()}, nil)
		require.NoError(t, err)
		require.NoError(t, b.take(t, out.Bundles[0].Path)[0].Err)
		require.NoError(t, c.take(t, out.Bundles[1].Path)[0].Err)
		_, err = hq.st.PublishRules(t.Context())
		require.NoError(t, err)
		told(t, hq, b)
		told(t, hq, c)
	}
	hq.closed(t)
	_, err = store.Restore(t.Context(), hq.dir, backup)
	require.NoError(t, err)
	hq.opened(t)

	require.NoError(t, hq.st.SetRules(t.Context(), store.Rules{Redaction: true}))
	_, err = hq.st.PublishRules(t.Context())
	require.NoError(t, err)
	rename(1, "回来的甲")
	rename(2, "回来的乙")
	out, err := hq.x.Export(t.Context(), exchange.ExportOptions{To: t.TempDir()}, nil)
	require.NoError(t, err)
	require.Len(t, out.Bundles, 2)
	for i, s := range []*site{b, c} {
		o := s.take(t, out.Bundles[i].Path)[0]
		require.NoError(t, o.Err)
		require.Equal(t, exchange.StatusNew, o.Status)
		require.Positive(t, o.Others)
		p, err := s.st.Profile(t.Context())
		require.NoError(t, err)
		require.Equal(t, []string{"回来的甲", "回来的乙"}[i], p.Branch.Name)
		told(t, hq, s)
		pol, err := s.st.Policy(t.Context())
		require.NoError(t, err)
		require.Equal(t, []any{true, exchange.DeviceActive}, []any{pol.Redaction, pol.State})
	}
	rename(1, "还在")
	require.NoError(t, b.take(t, hq.export(t, t.TempDir()).Path)[0].Err, "and it goes on from there")
}

// TestBranchFromABackupKeepsItsNumbers: a branch's numbers are headquarters' affair.
func TestBranchFromABackupKeepsItsNumbers(t *testing.T) {
	_, b := pair(t)
	b.inspect(t, "in-1", 0)
	b.export(t, t.TempDir())
	backup := filepath.Join(t.TempDir(), "b.db")
	require.NoError(t, b.st.Backup(t.Context(), backup))
	before := b.dump(t)
	b.closed(t)
	_, err := store.Restore(t.Context(), b.dir, backup)
	require.NoError(t, err)
	b.opened(t)
	require.Equal(t, before, b.dump(t))
	b.inspect(t, "in-2", 0)
	require.Equal(t, int64(2), b.export(t, t.TempDir()).Seq)
	_, err = os.Stat(backup)
	require.NoError(t, err)
}
