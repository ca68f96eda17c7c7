package exchange_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/exchange"
	"hallcheck/store/exchange/road"
	"hallcheck/store/exchange/road/roadtest"
	"hallcheck/store/photos"
	"hallcheck/store/storetest"
)

// TestSyncKilled kills a branch and headquarters in the middle of their rounds over
// a real server, again and again; the next rounds complete it, and headquarters has
// every record once, with receipts for all.
func TestSyncKilled(t *testing.T) {
	if dir := os.Getenv("HALLCHECK_TEST_SYNC"); dir != "" {
		syncVictim(t, dir)
		return
	}
	t.Setenv(road.NoKeyring, "1")
	for name, start := range map[string]func(testing.TB, string) *roadtest.Server{"webdav": roadtest.Apache, "sftp": roadtest.SSHD} {
		t.Run(name, func(t *testing.T) {
			srv := start(t, "")
			hq, b := pair(t)
			hq.road(t, srv)
			b.road(t, srv)
			var ids []string
			rnd := rand.New(rand.NewPCG(3, 5))
			killed := 0
			for i := range 12 {
				id := fmt.Sprintf("in-%d", i)
				ids = append(ids, id)
				b.inspect(t, id, i%2, noise(t, uint64(i)))
				for _, s := range []*site{b, hq} {
					s.close(t)
					if s.killedSync(t, rnd.IntN(12)) {
						killed++
					}
					s.open(t)
				}
			}
			require.GreaterOrEqual(t, killed, 12)
			for range 3 {
				b.clean(t)
				hq.clean(t)
			}
			for _, id := range ids {
				require.Equal(t, checklist.DeliveryReceived, b.state(t, id).State, id)
			}
			require.Len(t, hq.inspections(t), len(ids))
			rep, err := hq.st.Check(t.Context(), true, func(hash string) error { return hq.ph.Verify(t.Context(), hash) })
			require.NoError(t, err)
			require.Empty(t, rep.Troubles)
			for _, dir := range []string{b.dir, hq.dir} {
				left, err := filepath.Glob(filepath.Join(dir, "inbox", "*", "*"))
				require.NoError(t, err)
				require.Empty(t, left, "nothing lies about in the inbox")
			}
			if srv.Dir != "" {
				parts, err := filepath.Glob(filepath.Join(srv.Dir, "*", ".part*"))
				require.NoError(t, err)
				require.Empty(t, parts, "nor on the road")
			}
		})
	}
}

// close and open make way for the process that is killed.
func (s *site) close(t testing.TB) {
	t.Helper()
	require.NoError(t, s.ph.Close())
	require.NoError(t, s.st.Close())
}

func (s *site) open(t testing.TB) {
	t.Helper()
	var err error
	s.st, err = store.Open(t.Context(), plainOptions(s.dir))
	require.NoError(t, err)
	st := s.st
	t.Cleanup(func() { require.NoError(t, st.Close()) })
	s.ph, err = photos.Open(s.dir)
	require.NoError(t, err)
	ph := s.ph
	t.Cleanup(func() { require.NoError(t, ph.Close()) })
	o := s.x.Options
	o.Store, o.Photos = s.st, s.ph
	s.x, err = exchange.New(o)
	require.NoError(t, err)
}

// killedSync does a round in a process of its own and kills it after so many steps.
func (s *site) killedSync(t testing.TB, steps int) bool {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run", "^TestSyncKilled$")
	cmd.Env = append(os.Environ(), "HALLCHECK_TEST_SYNC="+s.dir)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	lines := bufio.NewScanner(out)
	for n := 0; n <= steps && lines.Scan(); n++ {
	}
	_ = cmd.Process.Kill()
	return cmd.Wait() != nil
}

func syncVictim(t *testing.T, dir string) {
	ctx := context.Background()
	st, err := store.Open(ctx, plainOptions(dir))
	require.NoError(t, err)
	ph, err := photos.Open(dir)
	require.NoError(t, err)
	x, err := exchange.New(exchange.Options{Store: st, Photos: ph, Dir: dir, App: "1.0", Parse: storetest.Parse})
	require.NoError(t, err)
	fmt.Println("ready")
	_, err = exchange.NewCarrier(x).Sync(ctx, exchange.SyncOptions{Now: true}, func(s exchange.Step) {
		fmt.Println(s.Phase, s.Name, s.Done)
		time.Sleep(3 * time.Millisecond) // to be caught in all phases
	})
	require.NoError(t, err)
}

// TestBackOff: waits double, what wants a person waits longer, and no two branches
// of a bank come at the same moment.
func TestBackOff(t *testing.T) {
	require.Equal(t, 30*time.Second, exchange.BackOff(0, true, 0.5))
	require.Equal(t, time.Minute, exchange.BackOff(1, true, 0.5))
	require.Equal(t, 10*time.Minute, exchange.BackOff(0, false, 0.5))
	require.Equal(t, 6*time.Hour, exchange.BackOff(50, true, 0.5))
	require.Equal(t, 6*time.Hour, exchange.BackOff(50, false, 0.5))
	require.Equal(t, 45*time.Second, exchange.BackOff(1, true, 0))
	require.Equal(t, 75*time.Second, exchange.BackOff(1, true, 1))
}

// TestNamesOnTheWire: every name comes back, and only plain letters travel.
func TestNamesOnTheWire(t *testing.T) {
	for _, name := range []string{"B1-3701101-abcd1234-00000001-0123456789abcdef.bundle", "B1-市中支行-x-00000001-0123456789abcdef.bundle", "policy-ß_ü-12.note", "_u41_"} {
		wired := exchange.Wire(name)
		for _, r := range wired {
			require.Less(t, r, rune(128))
		}
		require.Equal(t, name, exchange.Unwire(wired))
	}
	require.Equal(t, "_u2f_", exchange.Unwire("_u2f_"), "no slash comes out")
	require.Equal(t, "_u202e_", exchange.Unwire("_u202e_"), "nothing that is no letter")
}
