package exchange_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist/bundle"
	"hallcheck/store/exchange"
)

// Bundles that bring the same photo side by side store it once and for all of
// them, through memory and through staging.
func TestSamePhotoInManyBundles(t *testing.T) {
	usb := t.TempDir()
	first, b := pair(t)
	for i := range 6 {
		b.inspect(t, fmt.Sprintf("in-%d", i), i%3, picture(t, 99, 30, 20), picture(t, i+1, 30, 20))
		b.export(t, usb)
	}
	dumps := map[string]bool{}
	for _, staged := range []bool{false, true} {
		t.Run(fmt.Sprintf("staged %v", staged), func(t *testing.T) {
			hq := newHQ(t, "")
			keepKeys(t, first, hq)
			devices, err := first.st.Devices(t.Context())
			require.NoError(t, err)
			for _, d := range devices {
				require.NoError(t, hq.st.SaveDevice(t.Context(), d))
			}
			if staged {
				hq.x.StageAll()
			}
			for _, o := range hq.take(t, usb) {
				require.Equal(t, exchange.StatusNew, o.Status, "%v", o.Err)
			}
			hashes := map[string]bool{}
			for i := range 6 {
				in, err := hq.st.Inspection(t.Context(), fmt.Sprintf("in-%d", i))
				require.NoError(t, err)
				for _, h := range bundle.PhotosOf(in) {
					hashes[h] = true
					require.NoError(t, hq.ph.Verify(t.Context(), h))
				}
			}
			require.Len(t, hashes, 7)
			left, err := os.ReadDir(filepath.Join(hq.dir, "staging"))
			require.NoError(t, err)
			require.Empty(t, left)
			dumps[hq.dump(t)] = true
		})
	}
	require.Len(t, dumps, 1)
}
