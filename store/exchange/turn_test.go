package exchange_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/store"
	"hallcheck/store/exchange"
	"hallcheck/store/storetest"
)

// Two data folders work on one server as the same device and export at the same
// time: every bundle has a number of its own and none is left out.
func TestTwoFoldersOneServer(t *testing.T) {
	pg, why := storetest.StartCluster()
	if why != nil {
		storetest.NoCluster(t, why)
	}
	t.Cleanup(pg.Stop)
	addr := pg.Database(t)
	one := openSite(t, storetest.Options(t, addr), checklist.Profile{
		Face: checklist.FaceBranch, Org: "支行", OrgID: "org-1", Branch: hall(1), Device: "00000001-dev",
		User: checklist.Person{ID: "person-1", Name: "王芳", Role: checklist.LobbyManager},
	})
	_, err := exchange.InitBranch(t.Context(), one.st, one.dir, nil)
	require.NoError(t, err)
	o := storetest.Options(t, addr)
	st, err := store.Open(t.Context(), o)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, st.Close()) })
	require.NoError(t, os.CopyFS(filepath.Join(o.Dir, "keys"), os.DirFS(filepath.Join(one.dir, "keys"))))
	x, err := exchange.New(exchange.Options{Store: st, Photos: one.ph, Dir: o.Dir, App: "1.0", Clock: storetest.NewClock().Now})
	require.NoError(t, err)
	const each = 6
	for i := range 2 * each {
		one.inspect(t, fmt.Sprintf("in-%d", i), i%3)
	}
	usb := t.TempDir()
	var wg sync.WaitGroup
	for n, from := range []*exchange.Exchange{one.x, x} {
		wg.Go(func() {
			for i := 0; i < each; {
				_, err := from.Export(t.Context(), exchange.ExportOptions{To: usb, IDs: []string{fmt.Sprintf("in-%d", n*each+i)}}, nil)
				switch checklist.CodeOf(err) {
				case "store.exporting":
					time.Sleep(10 * time.Millisecond)
				default:
					if err != nil {
						t.Errorf("export %d: %v", n*each+i, err)
					}
					i++
				}
			}
		})
	}
	wg.Wait()
	files, err := os.ReadDir(usb)
	require.NoError(t, err)
	var seqs []int64
	for _, f := range files {
		name, ok := bundle.ParseName(f.Name())
		require.True(t, ok, f.Name())
		seqs = append(seqs, name.Seq)
	}
	slices.Sort(seqs)
	require.Equal(t, []int64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, seqs)
}
