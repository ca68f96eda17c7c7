package exchange_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/exchange"
	"hallcheck/store/storetest"
)

// again reopens an inspection, changes an answer and finishes it.
func again(t *testing.T, s *site, id string, fails int) {
	t.Helper()
	_, err := s.st.Edit(t.Context(), id, func(in *checklist.Inspection, now time.Time) error {
		return in.Reopen(checklist.Person{Name: "王芳"}, "改", now)
	})
	require.NoError(t, err)
	storetest.Fill(t, s.st, id, fails)
}

// keepKeys gives to the keys of from, so that it can open the same bundles.
func keepKeys(t testing.TB, from, to *site) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(from.dir, "keys", "hq.json"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(to.dir, "keys", "hq.json"), b, 0o600))
	key, err := from.st.HQKey(t.Context())
	require.NoError(t, err)
	require.NoError(t, to.st.SetHQKey(t.Context(), key))
}

func permutations(n int) [][]int {
	if n == 0 {
		return [][]int{nil}
	}
	var out [][]int
	for _, p := range permutations(n - 1) {
		for at := 0; at <= len(p); at++ {
			q := append(append(append([]int{}, p[:at]...), n-1), p[at:]...)
			out = append(out, q)
		}
	}
	return out
}

// shaky is a destination that stops at a chosen step, as a pulled stick or a
// kill would.
type shaky struct {
	exchange.Destination
	stop string
}

var errPulled = errors.New("pulled")

func (s *shaky) Begin(ctx context.Context) (exchange.Part, error) {
	if s.stop == "begin" {
		return nil, errPulled
	}
	p, err := s.Destination.Begin(ctx)
	return &shakyPart{Part: p, s: s}, err
}

type shakyPart struct {
	exchange.Part
	s *shaky
	n int
}

func (p *shakyPart) Write(b []byte) (int, error) {
	p.n++
	if p.s.stop == "write" && p.n > 0 {
		return 0, errPulled
	}
	return p.Part.Write(b)
}

func (s *shaky) Publish(ctx context.Context, part, name string) error {
	if s.stop == "before publish" {
		return errPulled
	}
	err := s.Destination.Publish(ctx, part, name)
	if s.stop == "after publish" {
		return errPulled
	}
	return err
}

func (s *shaky) Open(ctx context.Context, name string) (io.ReadCloser, error) {
	if s.stop == "read back" {
		return io.NopCloser(io.LimitReader(zeros{}, 1000)), nil
	}
	return s.Destination.Open(ctx, name)
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestInterruptedExport(t *testing.T) {
	for _, stop := range []string{"begin", "write", "before publish", "after publish", "read back"} {
		t.Run(stop, func(t *testing.T) {
			hq, b := pair(t)
			b.inspect(t, "in-1", 1, picture(t, 3, 50, 50))
			usb := t.TempDir()
			via := &shaky{Destination: exchange.Folder(usb), stop: stop}
			_, err := b.x.Export(t.Context(), exchange.ExportOptions{To: usb, Via: via}, nil)
			require.Error(t, err)
			for _, o := range bundlesIn(t, usb) { // whatever has a final name is whole
				out := hq.take(t, o)
				require.Equal(t, exchange.StatusNew, out[0].Status, "%v", out[0].Err)
			}
			b.reopen(t)
			out, err := b.x.Export(t.Context(), exchange.ExportOptions{To: usb}, nil)
			if stop == "after publish" { // it was out already, and is only written down now
				require.Equal(t, "exchange.nothing", checklist.CodeOf(err))
			} else {
				require.NoError(t, err)
				require.EqualValues(t, 1, out.Bundles[0].Seq, "the number was never used")
			}
			require.Len(t, bundlesIn(t, usb), 1)
			all, err := filepath.Glob(filepath.Join(usb, ".part-*"))
			require.NoError(t, err)
			require.Empty(t, all)
			hq.take(t, usb)
			require.Len(t, hq.inspections(t), 1)
			b.inspect(t, "in-2", 0)
			next := b.export(t, usb)
			require.EqualValues(t, 2, next.Seq)
			require.Empty(t, hq.take(t, next.Path)[0].Missing)
			list, err := b.st.Unsent(t.Context())
			require.NoError(t, err)
			require.Empty(t, list)
		})
	}
}

func bundlesIn(t *testing.T, dir string) []string {
	t.Helper()
	list, err := filepath.Glob(filepath.Join(dir, "*.bundle"))
	require.NoError(t, err)
	return list
}

// The stick left the house after the file was published but before that was
// written down: the number is never used for anything else.
func TestLostSightOfABundle(t *testing.T) {
	hq, b := pair(t)
	b.inspect(t, "in-1", 1)
	usb := t.TempDir()
	_, err := b.x.Export(t.Context(), exchange.ExportOptions{To: usb, Via: &shaky{Destination: exchange.Folder(usb), stop: "after publish"}}, nil)
	require.Error(t, err)
	gone := bundlesIn(t, usb)[0]
	away := filepath.Join(t.TempDir(), filepath.Base(gone))
	require.NoError(t, os.Rename(gone, away))
	p := b.export(t, usb)
	require.EqualValues(t, 2, p.Seq)
	require.Equal(t, exchange.StatusNew, hq.take(t, p.Path)[0].Status)
	require.Equal(t, exchange.StatusSame, hq.take(t, away)[0].Status, "no false alarm")
}

func TestLeftoversGo(t *testing.T) {
	_, b := pair(t)
	b.inspect(t, "in-1", 1)
	usb := t.TempDir()
	old, young := filepath.Join(usb, ".part-1"), filepath.Join(usb, ".part-2")
	for _, p := range []string{old, young} {
		require.NoError(t, os.WriteFile(p, []byte("half"), 0o600))
	}
	require.NoError(t, os.Chtimes(old, time.Now(), time.Now().Add(-2*time.Hour)))
	b.export(t, usb)
	require.NoFileExists(t, old)
	require.FileExists(t, young)
}

func TestExportRefusals(t *testing.T) {
	hq, b := pair(t)
	_, err := hq.x.Export(t.Context(), exchange.ExportOptions{To: t.TempDir()}, nil)
	require.Equal(t, "exchange.nothing", checklist.CodeOf(err))
	_, err = b.x.Import(t.Context(), []string{t.TempDir()}, nil)
	require.Equal(t, "exchange.noBundles", checklist.CodeOf(err))
	_, err = hq.x.Import(t.Context(), []string{t.TempDir()}, nil)
	require.Equal(t, "exchange.noBundles", checklist.CodeOf(err))
	require.NoError(t, b.st.StartInspection(t.Context(), storetest.Finished(t, "other", hall(2), time.Unix(1795000000, 0), 1, 0)))
	_, err = b.x.Export(t.Context(), exchange.ExportOptions{To: t.TempDir()}, nil)
	require.Equal(t, "exchange.otherBranch", checklist.CodeOf(err))
	require.NoError(t, b.st.RecordExport(t.Context(), store.ExportRecord{Seq: 1, SHA256: hashOf(nil)}, store.Sent{Inspections: []store.ExportItem{{ID: "other", Rev: 1}}}))
	storetest.Draft(t, b.st, "draft", time.Now())
	_, err = b.x.Export(t.Context(), exchange.ExportOptions{To: t.TempDir(), IDs: []string{"draft"}}, nil)
	require.Equal(t, "exchange.notFinished", checklist.CodeOf(err))
	in := b.inspect(t, "in-1", 1, picture(t, 3, 50, 50))
	b.inspect(t, "in-2", 1)
	hash := in.Answer("main", "item.7").Photos[0].Hash
	require.NoError(t, os.RemoveAll(filepath.Join(b.dir, "photos", hash[:2])))
	require.NoError(t, os.RemoveAll(filepath.Join(b.dir, "cache")))
	out, err := b.x.Export(t.Context(), exchange.ExportOptions{To: t.TempDir()}, nil)
	require.NoError(t, err, "one lost photo does not hold back the others")
	require.Equal(t, []string{"in-2"}, out.Bundles[0].IDs)
	require.Equal(t, "in-1", out.Skipped[0].ID)
	require.Equal(t, "photo.missing", checklist.CodeOf(out.Skipped[0].Err))
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	_, err = b.x.Export(t.Context(), exchange.ExportOptions{To: file, IDs: []string{"in-2"}}, nil)
	require.Equal(t, "exchange.target", checklist.CodeOf(err))
}

// A checklist that headquarters does not have comes along.
func TestOwnChecklistTravels(t *testing.T) {
	hq, b := pair(t)
	c, err := b.st.InstallChecklist(t.Context(), "own.json", storetest.Sample("own", 3, 4))
	require.NoError(t, err)
	in, err := checklist.Start("in-1", c, hall(1), checklist.Person{ID: "person-1", Name: "王芳"}, checklist.Self, time.Unix(1795000000, 0))
	require.NoError(t, err)
	require.NoError(t, b.st.StartInspection(t.Context(), in))
	storetest.Fill(t, b.st, "in-1", 1)
	p := b.export(t, t.TempDir())
	_, err = hq.x.Preview(t.Context(), []string{p.Path})
	require.NoError(t, err)
	_, err = hq.st.Checklist(t.Context(), "own", 3)
	require.Equal(t, "store.unknownChecklist", checklist.CodeOf(err))
	require.Equal(t, exchange.StatusNew, hq.take(t, p.Path)[0].Status)
	got, err := hq.st.Checklist(t.Context(), "own", 3)
	require.NoError(t, err)
	require.Equal(t, c, got)
}

func TestCancelledImportIsDoneAgain(t *testing.T) {
	hq, b := pair(t)
	usb := t.TempDir()
	b.inspect(t, "in-1", 1, picture(t, 3, 50, 50))
	b.export(t, usb)
	b.inspect(t, "in-2", 1, picture(t, 4, 50, 50))
	b.export(t, usb)
	hq.x.GroupsOf(1)
	ctx, cancel := context.WithCancel(t.Context())
	_, err := hq.x.Import(ctx, []string{usb}, func(done, _ int) {
		if done == 1 {
			cancel()
		}
	})
	require.ErrorIs(t, err, context.Canceled)
	require.Len(t, hq.inspections(t), 1)
	left, err := os.ReadDir(filepath.Join(hq.dir, "quarantine"))
	require.True(t, os.IsNotExist(err) || len(left) == 0, "a cancelled file is not a refused one")
	out := hq.take(t, usb)
	require.Equal(t, exchange.StatusSame, out[0].Status)
	require.Equal(t, exchange.StatusNew, out[1].Status)
}

// Trouble of our own disk is not a bad bundle: nothing goes to quarantine, and
// the import can be done again.
func TestOwnDiskTrouble(t *testing.T) {
	hq, b := pair(t)
	b.inspect(t, "in-1", 1, picture(t, 3, 50, 50))
	p := b.export(t, t.TempDir())
	album := filepath.Join(hq.dir, "photos")
	require.NoError(t, os.Rename(album, album+".away"))
	require.NoError(t, os.WriteFile(album, nil, 0o600))
	_, err := hq.x.Import(t.Context(), []string{p.Path}, nil)
	require.Equal(t, "photo.write", checklist.CodeOf(err))
	require.NoDirExists(t, filepath.Join(hq.dir, "quarantine"))
	list, err := hq.st.Imports(t.Context(), 0)
	require.NoError(t, err)
	require.Empty(t, list)
	require.NoError(t, os.Remove(album))
	require.NoError(t, os.Rename(album+".away", album))
	require.Equal(t, exchange.StatusNew, hq.take(t, p.Path)[0].Status)
}
