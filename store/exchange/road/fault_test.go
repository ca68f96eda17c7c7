package road_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store/exchange/road"
	"hallcheck/store/exchange/road/roadtest"
)

// poller is headquarters looking every few milliseconds: whatever it sees under a
// final name must be whole.
type poller struct {
	stop chan struct{}
	done chan error
	seen int
}

func poll(t *testing.T, s *roadtest.Server, want map[string][]byte) *poller {
	t.Helper()
	s.Opt.Stall = time.Minute
	r := s.Open(t)
	p := &poller{stop: make(chan struct{}), done: make(chan error, 1)}
	look := func() error {
		list, err := r.List(context.Background(), "to-hq")
		if err != nil {
			return nil //nolint:nilerr // the server may be down
		}
		for _, e := range list {
			f, err := r.Get(context.Background(), e.Name, 0)
			if err != nil {
				continue
			}
			var b bytes.Buffer
			_, err = b.ReadFrom(f)
			_ = f.Close()
			if err == nil && !bytes.Equal(b.Bytes(), want[e.Name]) {
				return fmt.Errorf("%s seen with %d bytes of %d", e.Name, b.Len(), len(want[e.Name]))
			}
			p.seen++
			if err := r.Remove(context.Background(), e.Name); err != nil {
				return err
			}
		}
		return nil
	}
	go func() {
		for {
			select {
			case <-p.stop:
				p.done <- look()
				return
			case <-time.After(5 * time.Millisecond):
			}
			if err := look(); err != nil {
				p.done <- err
				return
			}
		}
	}()
	return p
}

// cutSize is 48 steps of 64 KiB and a bit.
const cutSize = 3<<20 + 17

// breaker sends files through a proxy that breaks.
type breaker struct {
	t     *testing.T
	s     *roadtest.Server
	proxy *roadtest.Proxy
	opt   road.Options
	b     []byte
	sum   string

	runs, broken, resumed int
}

func newBreaker(t *testing.T, s *roadtest.Server, size int) *breaker {
	if s.Name == "folder" {
		t.Skip("no connection to break; see TestKilled and TestStickPulled")
	}
	k := &breaker{t: t, s: s, proxy: roadtest.NewProxy(t, s.Host), opt: s.Opt}
	k.opt.Stall = time.Minute
	k.b, k.sum = blob(1, size)
	return k
}

func (k *breaker) open() road.Road {
	r, err := road.Open(context.Background(), k.s.Via(k.proxy.Host), k.opt)
	require.NoError(k.t, err)
	return r
}

// whole is how many bytes an upload takes on an open connection.
func (k *breaker) whole() int64 {
	r := k.open()
	defer r.Close()
	k.proxy.Count()
	require.NoError(k.t, put(r, "else/whole.bundle", k.b, k.sum))
	return k.proxy.Passed()
}

// run breaks one upload after so many bytes, and sends again.
func (k *breaker) run(name string, mode roadtest.Mode, after int64) {
	t := k.t
	if mode == roadtest.Stall {
		k.opt.Stall = time.Second
	}
	r := k.open()
	defer r.Close()
	k.proxy.Break(after, mode)
	err := put(r, name, k.b, k.sum)
	k.runs++
	if mode == roadtest.Stall { // a busy machine is slow, and must not count as dead
		k.opt.Stall = time.Minute
		k.proxy.Heal()
		r = k.open()
		defer r.Close()
	}
	if err != nil {
		k.broken++
		require.Contains(t, []string{"road.cut", "road.stalled", "road.server", "road.offline"}, checklist.CodeOf(err), "%v", err)
		require.True(t, road.Systemic(err))
		require.True(t, road.Fleeting(err))
	}
	k.proxy.Heal()
	k.proxy.Count()
	require.NoError(t, put(r, name, k.b, k.sum), "the next call completes it")
	if err != nil && k.proxy.Passed() < int64(len(k.b)) {
		k.resumed++
	}
	require.NoError(t, r.Tidy(context.Background(), "to-hq", nil))
}

func steps(whole int64, step int64) (out []int64) {
	for n := int64(0); n < whole; n += step {
		out = append(out, n)
	}
	return append(out, 1, whole-1)
}

// TestCut breaks uploads to every server after 0 bytes, 1 byte, every 64 KiB and
// before the last byte, by an end, a reset and silence, while headquarters looks:
// half a file is never seen, and the next call completes it by itself.
func TestCut(t *testing.T) {
	modes := []struct {
		name string
		mode roadtest.Mode
		step int64
	}{{"end", roadtest.Close, 64 << 10}, {"reset", roadtest.Reset, 64 << 10}, {"silence", roadtest.Stall, 768 << 10}}
	each(t, "", func(t *testing.T, s *roadtest.Server) {
		t.Parallel()
		k := newBreaker(t, s, cutSize)
		whole := k.whole()
		want := map[string][]byte{}
		for _, m := range modes {
			for _, n := range steps(whole, m.step) {
				want[fmt.Sprintf("to-hq/%s-%d.bundle", m.name, n)] = k.b
			}
		}
		p := poll(t, s, want)
		for _, m := range modes {
			for _, n := range steps(whole, m.step) {
				k.run(fmt.Sprintf("to-hq/%s-%d.bundle", m.name, n), m.mode, n)
			}
		}
		close(p.stop)
		require.NoError(t, <-p.done)
		require.GreaterOrEqual(t, k.broken, 100, "it did break")
		require.GreaterOrEqual(t, p.seen, k.runs, "each arrived whole")
		require.Empty(t, names(t, s.Open(t), "to-hq"))
		if strings.HasPrefix(s.Addr, "sftp") {
			require.Positive(t, k.resumed)
		}
		t.Logf("%s: %d uploads, %d broken, %d went on where they were broken, %d seen whole", s.Name, k.runs, k.broken, k.resumed, p.seen)
	})
}

// TestServerKilled kills the server in the middle of an upload and starts it again.
func TestServerKilled(t *testing.T) {
	for _, m := range []maker{{"webdav", roadtest.Apache}, {"sftp", roadtest.SSHD}, {"s3", roadtest.S3}} {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			s := m.make(t, "")
			b, sum := blob(1, 12<<20)
			want := map[string][]byte{}
			for i := range 8 {
				want[fmt.Sprintf("to-hq/%d.bundle", i)] = b
			}
			failed := 0
			for i := range 8 {
				name := fmt.Sprintf("to-hq/%d.bundle", i)
				r := s.Open(t)
				at := int64(i) * int64(len(b)) / 8
				once := false
				err := r.Put(context.Background(), name, bytes.NewReader(b), int64(len(b)), sum, func(n int64) {
					if n >= at && !once {
						once = true
						s.Kill()
					}
				})
				if err != nil {
					failed++
					require.True(t, road.Fleeting(err), "%v", err)
				}
				s.Start()
				p := poll(t, s, want)
				require.NoError(t, put(r, name, b, sum), "the next call completes it")
				require.NoError(t, r.Tidy(context.Background(), "to-hq", nil))
				close(p.stop)
				require.NoError(t, <-p.done)
				require.Equal(t, 1, p.seen)
			}
			require.GreaterOrEqual(t, failed, 5)
		})
	}
}

// TestClientKilled: a sender that dies in the middle leaves nothing that looks
// finished; the next one completes and tidies up.
func TestClientKilled(t *testing.T) {
	if addr := os.Getenv("ROAD_VICTIM"); addr != "" {
		victim(t, addr)
		return
	}
	each(t, "", func(t *testing.T, s *roadtest.Server) {
		t.Parallel()
		b, sum := blob(1, 12<<20)
		want := map[string][]byte{}
		for i := range 8 {
			want[fmt.Sprintf("to-hq/%d.bundle", i)] = b
		}
		p := poll(t, s, want)
		killed := 0
		for i := range 8 {
			name := fmt.Sprintf("to-hq/%d.bundle", i)
			cmd := exec.Command(os.Args[0], "-test.run", "^TestClientKilled$")
			cmd.Env = append(os.Environ(), "ROAD_VICTIM="+s.Addr, "ROAD_NAME="+name, "ROAD_SECRET="+s.Opt.Secret, "ROAD_PINNED="+s.Opt.Pinned)
			out, err := cmd.StdoutPipe()
			require.NoError(t, err)
			require.NoError(t, cmd.Start())
			line := make([]byte, 1)
			for n := 0; n <= i; n++ { // a byte for each step it took
				if _, err := out.Read(line); err != nil {
					break
				}
			}
			require.NoError(t, cmd.Process.Kill())
			if cmd.Wait() != nil {
				killed++
			}
			r := s.Open(t)
			require.NoError(t, put(r, name, b, sum))
			require.NoError(t, r.Tidy(context.Background(), "to-hq", nil))
		}
		close(p.stop)
		require.NoError(t, <-p.done)
		require.GreaterOrEqual(t, killed, 4)
		require.GreaterOrEqual(t, p.seen, 8)
		require.Empty(t, names(t, s.Open(t), "to-hq"))
		if s.Dir != "" {
			left, err := filepath.Glob(filepath.Join(s.Dir, "to-hq", ".part*"))
			require.NoError(t, err)
			require.Empty(t, left)
		}
	})
}

func victim(t *testing.T, addr string) {
	r, err := road.Open(context.Background(), addr, road.Options{Secret: os.Getenv("ROAD_SECRET"), Pinned: os.Getenv("ROAD_PINNED")})
	require.NoError(t, err)
	b, sum := blob(1, 12<<20)
	last := int64(0)
	_ = r.Put(context.Background(), os.Getenv("ROAD_NAME"), bytes.NewReader(b), int64(len(b)), sum, func(n int64) {
		for ; last+(1<<20) <= n; last += 1 << 20 {
			_, _ = os.Stdout.Write([]byte{'.'})
			time.Sleep(2 * time.Millisecond) // to be caught
		}
	})
}

// TestStickPulled pulls a stick at twenty points of a copy: never a final name
// with other content, and the person is told that it is gone.
func TestStickPulled(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("skipped: only root may mount")
	}
	ctx := context.Background()
	s := roadtest.Folder(t, "")
	stick, slot := filepath.Join(s.Dir, "stick"), filepath.Join(s.Dir, "slot")
	require.NoError(t, os.Mkdir(stick, 0o755))
	require.NoError(t, os.Mkdir(slot, 0o755))
	mount := func() {
		out, err := exec.Command("mount", "--bind", stick, slot).CombinedOutput()
		require.NoError(t, err, string(out))
	}
	pull := func() {
		out, err := exec.Command("umount", "-l", slot).CombinedOutput()
		require.NoError(t, err, string(out))
	}
	b, sum := blob(1, 84<<20)
	told := 0
	for i := range 20 {
		mount()
		r, err := road.Open(ctx, slot, road.Options{})
		require.NoError(t, err)
		name := fmt.Sprintf("to-hq/%d.bundle", i)
		pulled := false
		err = r.Put(ctx, name, bytes.NewReader(b), int64(len(b)), sum, func(n int64) {
			if !pulled && n >= int64(i+1)*(4<<20) {
				pulled = true
				pull()
			}
		})
		require.True(t, pulled)
		if err != nil {
			told++
			require.Equal(t, "road.missing", checklist.CodeOf(err), "%v", err)
		}
		if got, e := os.ReadFile(filepath.Join(stick, name)); e == nil {
			require.True(t, bytes.Equal(b, got))
		} else {
			require.Error(t, err, "nothing there, and said to be safe")
		}
		require.NoFileExists(t, filepath.Join(slot, name), "nothing is left on the disk instead")
		mount()
		require.NoError(t, put(r, name, b, sum))
		require.NoError(t, r.Tidy(ctx, "to-hq", nil))
		left, err := filepath.Glob(filepath.Join(stick, "to-hq", ".part*"))
		require.NoError(t, err)
		require.Empty(t, left)
		require.NoError(t, r.Remove(ctx, name))
		pull()
	}
	require.Equal(t, 20, told)
}

// TestBadStick: what a stick does not keep as it was written never gets its name.
func TestBadStick(t *testing.T) {
	s := roadtest.Folder(t, "")
	r := s.Open(t)
	b, sum := blob(1, 5<<20)
	err := r.Put(context.Background(), "x.bundle", bytes.NewReader(b), int64(len(b)), sum, func(n int64) {
		parts, err := filepath.Glob(filepath.Join(s.Dir, ".part-"+sum[:16]+"-*"))
		require.NoError(t, err)
		require.Len(t, parts, 1)
		f, err := os.OpenFile(parts[0], os.O_WRONLY, 0)
		require.NoError(t, err)
		_, err = f.WriteAt([]byte{^b[7]}, 7)
		require.NoError(t, err)
		require.NoError(t, f.Close())
	})
	require.Equal(t, "exchange.readBack", checklist.CodeOf(err))
	left, err := os.ReadDir(s.Dir)
	require.NoError(t, err)
	require.Empty(t, left)
}
