package exchange_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/store/exchange"
)

// A copy that rotted in the cache, with the time and size it had, is measured
// again: the bundle goes, and headquarters takes it.
func TestRottenCopyIsMeasuredAgain(t *testing.T) {
	hq, b := pair(t)
	in := b.inspect(t, "in-1", 1, picture(t, 3, 60, 40), picture(t, 4, 60, 40))
	hash := in.Answer("main", "item.7").Photos[0].Hash
	path := filepath.Join(b.dir, "cache", "w", hash[:2], hash+".jpg")
	_, ok := b.ph.Sums(hash)
	require.True(t, ok)
	st, err := os.Stat(path)
	require.NoError(t, err)
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	data[len(data)/2] ^= 0x10
	require.NoError(t, os.WriteFile(path, data, 0o600))
	require.NoError(t, os.Chtimes(path, st.ModTime(), st.ModTime()))
	_, ok = b.ph.Sums(hash)
	require.True(t, ok, "nothing shows it")
	for range 2 { // the second time without surprise
		p, err := b.x.Export(t.Context(), exchange.ExportOptions{To: t.TempDir(), IDs: []string{"in-1"}}, nil)
		require.NoError(t, err)
		require.Len(t, p.Bundles, 1)
		out := hq.take(t, p.Bundles[0].Path)
		require.Contains(t, []exchange.Status{exchange.StatusNew, exchange.StatusSame}, out[0].Status, "%v", out[0].Err)
	}
}
