package exchange_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/arrival"
	"hallcheck/checklist/bundle"
	"hallcheck/store"
	"hallcheck/store/exchange"
)

// TestAcceptAfterEnrolment: a file of a device nobody let in waits in quarantine;
// let in, it is accepted from the copy, though the source is gone.
func TestAcceptAfterEnrolment(t *testing.T) {
	hq := newHQ(t, "")
	b, enrol := newBranch(t, 1, hq)
	b.inspect(t, "in-1", 1, picture(t, 3, 50, 50))
	p := b.export(t, t.TempDir())
	hq.refusal(t, p.Path, bundle.ErrUnknownDevice)
	require.NoError(t, os.Remove(p.Path))
	list, err := hq.st.Quarantine(t.Context(), false)
	require.NoError(t, err)
	require.Len(t, list, 1)
	q := list[0]
	require.Equal(t, p.Name, q.Name)
	require.Equal(t, bundle.ErrUnknownDevice, checklist.CodeOf(q.Err()))
	require.NotEmpty(t, q.Err().(*checklist.Error).Args["device"], "the sentence keeps its details")
	require.FileExists(t, filepath.Join(hq.dir, exchange.QuarantineDir, q.File))

	o, err := hq.x.Reconsider(t.Context(), q.SHA256[:8])
	require.NoError(t, err)
	require.Equal(t, bundle.ErrUnknownDevice, o.Code, "the reason still stands")
	list, err = hq.st.Quarantine(t.Context(), false)
	require.NoError(t, err)
	require.Equal(t, q, list[0], "and nothing else changed")

	_, err = exchange.Enrol(t.Context(), hq.st, hq.dir, enrol)
	require.NoError(t, err)
	o, err = hq.x.Reconsider(t.Context(), q.SHA256[:8])
	require.NoError(t, err)
	require.NoError(t, o.Err)
	require.Equal(t, []string{"in-1"}, o.New)
	_, err = hq.st.Inspection(t.Context(), "in-1")
	require.NoError(t, err)
	q, err = hq.st.FindQuarantined(t.Context(), q.SHA256)
	require.NoError(t, err)
	require.Equal(t, store.DecisionAccepted, q.Decision)
	imports, err := hq.st.Imports(t.Context(), 0)
	require.NoError(t, err)
	require.Equal(t, p.Name, imports[0].Name)
	_, err = hq.x.Reconsider(t.Context(), "feed")
	require.Equal(t, "store.unknownQuarantine", checklist.CodeOf(err))
}

// TestReturnAndDiscard: a changed file of a hall makes the board say so; what
// headquarters writes reaches the branch; a discarded one is out of sight and its
// copy deleted.
func TestReturnAndDiscard(t *testing.T) {
	hq, b := pair(t)
	b.inspect(t, "in-1", 1, picture(t, 3, 50, 50))
	p := b.export(t, t.TempDir())
	whole, err := os.ReadFile(p.Path)
	require.NoError(t, err)
	bad := bytes.Clone(whole)
	bad[len(bad)/2] ^= 1
	dir := t.TempDir()
	torn := filepath.Join(dir, filepath.Base(p.Path))
	require.NoError(t, os.WriteFile(torn, bad, 0o600))
	old := time.Now().Add(-time.Hour)
	require.NoError(t, os.Chtimes(torn, old, old))
	o, err := hq.x.Import(t.Context(), []string{torn}, nil)
	require.NoError(t, err)
	require.Equal(t, bundle.ErrName, o[0].Code)
	in, err := b.st.Inspection(t.Context(), "in-1")
	require.NoError(t, err)
	month, err := arrival.ParsePeriod(in.Day[:7])
	require.NoError(t, err)
	state := func() string {
		board, err := hq.st.Board(t.Context(), month)
		require.NoError(t, err)
		require.Len(t, board.Rows, 1)
		return board.Rows[0].State.ID()
	}
	require.Equal(t, "returned", state())

	q, err := hq.x.Return(t.Context(), o[0].SHA256, "文件坏了，请重新导出")
	require.NoError(t, err)
	require.Equal(t, "B001", q.Branch)
	notes := t.TempDir()
	names, err := hq.x.WriteNotes(t.Context(), notes, "")
	require.NoError(t, err)
	require.NotEmpty(t, names)
	got := ""
	for _, n := range names {
		body, err := os.ReadFile(filepath.Join(notes, n))
		require.NoError(t, err)
		got += string(body)
	}
	require.Contains(t, got, "文件坏了，请重新导出")
	require.Equal(t, "returned", state())

	_, err = hq.x.Discard(t.Context(), q.SHA256, "", true)
	require.Equal(t, "store.quarantineReason", checklist.CodeOf(err))
	_, err = hq.x.Discard(t.Context(), q.SHA256, "已换文件", true)
	require.NoError(t, err)
	require.Equal(t, "missing", state())
	left, err := os.ReadDir(filepath.Join(hq.dir, exchange.QuarantineDir))
	require.NoError(t, err)
	require.Empty(t, left)
	_, err = hq.x.Reconsider(t.Context(), q.SHA256)
	require.Equal(t, "exchange.quarantineGone", checklist.CodeOf(err))
	hq.take(t, p.Path)
	require.NotContains(t, []string{"missing", "returned"}, state(), "the whole file came after all")
	_, err = b.x.Return(t.Context(), q.SHA256, "x")
	require.Equal(t, "exchange.notHQ", checklist.CodeOf(err))
}

// TestSources: what is dropped into a watched folder is taken in once; what is
// refused, half there or gone does not keep the rest out.
func TestSources(t *testing.T) {
	ctx := t.Context()
	hq, b := pair(t)
	drive, stick := t.TempDir(), t.TempDir()
	s := exchange.NewSources(hq.x)
	require.Equal(t, "exchange.source", checklist.CodeOf(s.SetFolders(ctx, []string{filepath.Join(drive, "nowhere")})))
	require.Equal(t, "exchange.source", checklist.CodeOf(s.SetFolders(ctx, []string{" "})))
	require.NoError(t, s.SetFolders(ctx, []string{drive, stick, drive}))
	dirs, err := s.Folders(ctx)
	require.NoError(t, err)
	require.Equal(t, []string{drive, stick}, dirs)
	list, found, err := s.Collect(ctx, nil)
	require.NoError(t, err)
	require.Empty(t, list)
	require.Equal(t, exchange.Found{}, found)

	b.inspect(t, "in-1", 1, picture(t, 3, 50, 50))
	first := b.export(t, drive)
	whole, err := os.ReadFile(first.Path)
	require.NoError(t, err)
	half := filepath.Join(drive, "copied by hand.bundle")
	require.NoError(t, os.WriteFile(half, whole[:len(whole)/2], 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(drive, "notes.txt"), []byte("x"), 0o600))
	other, enrol := newBranch(t, 2, hq)
	_ = other
	ask, err := os.ReadFile(enrol)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(drive, filepath.Base(enrol)), ask, 0o600))
	require.NoError(t, os.RemoveAll(stick))
	list, found, err = s.Collect(ctx, nil)
	require.NoError(t, err)
	require.Len(t, list, 1, "the half file is left alone while it is young")
	require.Equal(t, exchange.StatusNew, list[0].Status)
	require.Equal(t, []string{stick}, found.Gone)
	require.Len(t, found.Requests, 1)

	old := time.Now().Add(-time.Minute)
	require.NoError(t, os.Chtimes(half, old, old))
	list, _, err = s.Collect(ctx, nil)
	require.NoError(t, err)
	require.Len(t, list, 1)
	require.Equal(t, exchange.StatusRefused, list[0].Status)
	list, _, err = s.Collect(ctx, nil)
	require.NoError(t, err)
	require.Empty(t, list, "looked at once")
	require.NoError(t, os.WriteFile(half, whole, 0o600)) // the copy went on
	require.NoError(t, os.Chtimes(half, old, old.Add(time.Second)))
	list, _, err = s.Collect(ctx, nil)
	require.NoError(t, err)
	require.Equal(t, exchange.StatusSame, list[0].Status)

	again := exchange.NewSources(hq.x) // after a restart
	_, err = exchange.Enrol(ctx, hq.st, hq.dir, enrol)
	require.NoError(t, err)
	found, err = again.Scan(ctx)
	require.NoError(t, err)
	require.Equal(t, []string{half}, found.Bundles, "only what bears no sum in its name is read again")
	require.Empty(t, found.Requests, "that device may send now")
	require.FileExists(t, first.Path, "sources are only read")
}
