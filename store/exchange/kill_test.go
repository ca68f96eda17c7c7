package exchange_test

import (
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
	"hallcheck/store/photos"
	"hallcheck/store/storetest"
)

// work is the process that gets killed: it opens the installation in dir and
// imports from, or exports to, the folder usb.
func work(dir, usb string) int {
	err := func() error {
		ctx := context.Background()
		st, err := store.Open(ctx, plainOptions(dir))
		if err != nil {
			return err
		}
		ph, err := photos.Open(dir)
		if err != nil {
			return err
		}
		x, err := exchange.New(exchange.Options{Store: st, Photos: ph, Dir: dir, Parse: storetest.Parse})
		if err != nil {
			return err
		}
		p, err := st.Profile(ctx)
		if err != nil {
			return err
		}
		fmt.Println("ready")
		if p.Face == checklist.FaceHQ {
			_, err = x.Import(ctx, []string{usb}, nil)
			return err
		}
		ids, err := st.Unsent(ctx)
		for _, id := range ids {
			if _, err := x.Export(ctx, exchange.ExportOptions{To: usb, IDs: []string{id}}, nil); err != nil {
				return err
			}
		}
		return err
	}()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func plainOptions(dir string) store.Options {
	return store.Options{Dir: dir, Parse: storetest.Parse, Builtin: map[string][]byte{"env.json": storetest.Sample("env", 1, 8)}}
}

// killed runs work and kills it after a while; it says whether it was still at it.
func killed(t *testing.T, dir, usb string, after time.Duration) bool {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "HALLCHECK_TEST_WORK="+dir, "HALLCHECK_TEST_USB="+usb)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	ready := make([]byte, 6)
	_, err = out.Read(ready)
	require.NoError(t, err)
	require.Equal(t, "ready\n", string(ready))
	time.Sleep(after)
	_ = cmd.Process.Kill() // has perhaps ended
	_ = cmd.Wait()
	return !cmd.ProcessState.Exited()
}

// Whatever moment an export or an import is killed at, doing it again comes to
// the state of one that was never killed: nothing lost, doubled or refused.
func TestKilledAtAnyMoment(t *testing.T) {
	const n = 12
	hq, clean := newHQ(t, ""), newHQ(t, "")
	keepKeys(t, hq, clean)
	b, enrol := newBranch(t, 1, hq)
	for _, h := range []*site{hq, clean} {
		_, err := exchange.Enrol(t.Context(), h.st, h.dir, enrol)
		require.NoError(t, err)
	}
	for i := range n {
		b.inspect(t, fmt.Sprintf("in-%02d", i), i%4, picture(t, i+1, 40, 30))
	}
	usb := t.TempDir()
	rnd := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))
	hits := 0
	for range 12 {
		b.closed(t)
		if killed(t, b.dir, usb, time.Duration(rnd.IntN(60))*time.Millisecond) {
			hits++
		}
		hq.closed(t)
		if killed(t, hq.dir, usb, time.Duration(rnd.IntN(60))*time.Millisecond) {
			hits++
		}
		hq.opened(t)
		refused(t, hq)
	}
	t.Logf("%d of 24 killed at work", hits)
	require.Positive(t, hits, "nothing was killed in the middle: the test proves nothing")
	b.opened(t)
	for {
		ids, err := b.st.Unsent(t.Context())
		require.NoError(t, err)
		if len(ids) == 0 {
			break
		}
		_, err = b.x.Export(t.Context(), exchange.ExportOptions{To: usb, IDs: ids[:1]}, nil)
		require.NoError(t, err)
	}
	hq.take(t, usb)
	refused(t, hq)
	require.Len(t, hq.inspections(t), n)
	clean.take(t, usb)
	require.Equal(t, clean.dump(t), hq.dump(t))
	for _, s := range hq.inspections(t) {
		in, err := hq.st.Inspection(t.Context(), s.ID)
		require.NoError(t, err)
		require.NoError(t, hq.ph.Verify(t.Context(), in.Answer("main", "item.7").Photos[0].Hash))
	}
}

func refused(t *testing.T, hq *site) {
	t.Helper()
	list, err := hq.st.Imports(t.Context(), 0)
	require.NoError(t, err)
	for _, r := range list {
		require.Equal(t, store.OutcomeImported, r.Outcome, r.Code)
	}
	_, err = os.Stat(filepath.Join(hq.dir, "quarantine"))
	require.True(t, os.IsNotExist(err))
}

func (s *site) closed(t *testing.T) {
	t.Helper()
	require.NoError(t, s.ph.Close())
	require.NoError(t, s.st.Close())
}

func (s *site) opened(t *testing.T) {
	t.Helper()
	var err error
	o := plainOptions(s.dir)
	s.st, err = store.Open(t.Context(), o)
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.st.Close() })
	s.ph, err = photos.Open(s.dir)
	require.NoError(t, err)
	s.x.Options.Store, s.x.Options.Photos = s.st, s.ph
	s.reopen(t)
}
