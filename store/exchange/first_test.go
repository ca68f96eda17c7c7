package exchange_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/store"
	"hallcheck/store/exchange"
	"hallcheck/store/exchange/road"
	"hallcheck/store/exchange/road/roadtest"
	"hallcheck/store/storetest"
)

// decisions are what became of refused files, by code.
func (s *site) decisions(t testing.TB) (out []string) {
	t.Helper()
	list, err := s.st.Quarantine(t.Context(), true)
	require.NoError(t, err)
	for _, q := range list {
		out = append(out, q.Code+" "+q.Decision)
	}
	return out
}

// TestFirstContact: a branch sends before headquarters has ever heard of it. It is
// told that it waits, headquarters approves it once, and everything that waited is
// in, signed for at the branch and never sent twice.
func TestFirstContact(t *testing.T) {
	t.Setenv(road.NoKeyring, "1")
	eachServer(t, func(t *testing.T, srv *roadtest.Server) {
		hq := newHQ(t, "")
		b, enrol := newBranch(t, 1, hq) // not enrolled
		hq.road(t, srv)
		b.road(t, srv)
		for _, id := range []string{"in-1", "in-2", "in-3"} {
			b.inspect(t, id, 1, picture(t, len(id), 40, 30))
			b.clean(t)
		}
		out := hq.sync(t)
		require.Len(t, out.Imported, 3)
		for _, o := range out.Imported {
			require.Equal(t, "exchange.devicePending", o.Code, "its request came along")
		}
		require.Empty(t, hq.sync(t).Imported, "nothing is tried while nobody has approved it")
		out = b.clean(t)
		require.Empty(t, out.Exported)
		for _, id := range []string{"in-1", "in-2", "in-3"} {
			require.Equal(t, checklist.DeliveryPending, b.state(t, id).State)
		}
		before := hq.dump(t)
		n, err := hq.x.Ready(t.Context())
		require.NoError(t, err)
		require.Zero(t, n)
		require.Equal(t, before, hq.dump(t))

		list, err := hq.st.Devices(t.Context())
		require.NoError(t, err)
		require.Len(t, list, 1)
		_, err = exchange.Approve(t.Context(), hq.st, list[0].ID)
		require.NoError(t, err)
		n, err = hq.x.Ready(t.Context())
		require.NoError(t, err)
		require.Equal(t, 3, n)
		out = hq.clean(t)
		require.Len(t, out.Imported, 3)
		for i, id := range []string{"in-1", "in-2", "in-3"} {
			require.Equal(t, []string{id}, out.Imported[i].New, "in the order of its numbers")
		}
		require.Equal(t, []string{"exchange.devicePending accepted", "exchange.devicePending accepted", "exchange.devicePending accepted"}, hq.decisions(t))
		after := hq.dump(t)
		require.Empty(t, hq.clean(t).Imported)
		require.Equal(t, after, hq.dump(t), "again changes nothing")

		out = b.clean(t)
		require.Empty(t, out.Exported, "nothing is sent again")
		require.Empty(t, out.Roads[0].Sent)
		for _, id := range []string{"in-1", "in-2", "in-3"} {
			require.Equal(t, checklist.DeliveryReceived, b.state(t, id).State)
		}
		require.Len(t, hq.inspections(t), 3)
		_, err = exchange.Enrol(t.Context(), hq.st, hq.dir, enrol)
		require.NoError(t, err)
	})
}

// TestFirstContactByHand: file and request come by hand, the file first and under
// another name; the branch hears that its request is missing, later that all is in.
func TestFirstContactByHand(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) { firstByHand(t, newHQ(t, "")) })
	t.Run("PostgreSQL", func(t *testing.T) {
		pg, why := storetest.StartCluster()
		if why != nil {
			storetest.NoCluster(t, why)
		}
		t.Cleanup(pg.Stop)
		firstByHand(t, newHQ(t, pg.Database(t)))
	})
}

func firstByHand(t *testing.T, hq *site) {
	b, enrol := newBranch(t, 1, hq)
	b.inspect(t, "in-1", 1)
	usb := t.TempDir()
	p := b.export(t, usb)
	require.Equal(t, bundle.ErrUnknownDevice, hq.take(t, p.Path)[0].Code)
	hear := func() {
		back := t.TempDir()
		_, err := hq.x.WriteNotes(t.Context(), back, "")
		require.NoError(t, err)
		_, err = b.x.TakeNotes(t.Context(), []string{back})
		require.NoError(t, err)
	}
	require.NoError(t, hq.st.SaveBranches(t.Context(), []checklist.Branch{hall(1)}))
	hear()
	require.Equal(t, checklist.DeliveryUnlisted, b.state(t, "in-1").State)
	require.NoError(t, os.RemoveAll(usb))
	out, err := hq.x.Retry(t.Context(), nil)
	require.NoError(t, err)
	require.Empty(t, out)
	_, err = exchange.Enrol(t.Context(), hq.st, hq.dir, enrol)
	require.NoError(t, err)
	out, err = hq.x.Retry(t.Context(), nil)
	require.NoError(t, err)
	require.Len(t, out, 1)
	require.Equal(t, []any{exchange.StatusNew, p.Name, []string{"in-1"}}, []any{out[0].Status, out[0].File, out[0].New})
	hear()
	require.Equal(t, checklist.DeliveryReceived, b.state(t, "in-1").State)
	imports, err := hq.st.Imports(t.Context(), 0)
	require.NoError(t, err)
	require.Equal(t, p.Name, imports[0].Name)
	require.Equal(t, []string{bundle.ErrUnknownDevice + " accepted"}, hq.decisions(t))
	n, err := hq.st.AcceptTaken(t.Context())
	require.NoError(t, err)
	require.Zero(t, n)
}

// TestRefusalsAreSentAgainOnceLetIn: a headquarters that has no copy any more hears
// from the branch again by itself, whatever comes first, the refusal or the policy.
func TestRefusalsAreSentAgainOnceLetIn(t *testing.T) {
	hq := newHQ(t, "")
	b, enrol := newBranch(t, 1, hq)
	b.inspect(t, "in-1", 1)
	p := b.export(t, t.TempDir())
	require.NoError(t, hq.st.SaveBranches(t.Context(), []checklist.Branch{hall(1)}))
	require.Equal(t, bundle.ErrUnknownDevice, hq.take(t, p.Path)[0].Code)
	require.NoError(t, os.RemoveAll(filepath.Join(hq.dir, exchange.QuarantineDir)))
	_, err := exchange.Enrol(t.Context(), hq.st, hq.dir, enrol)
	require.NoError(t, err)
	out, err := hq.x.Retry(t.Context(), nil)
	require.NoError(t, err)
	require.Empty(t, out, "the copy is gone")
	back := t.TempDir()
	names, err := hq.x.WriteNotes(t.Context(), back, "")
	require.NoError(t, err)
	require.Len(t, names, 2, "the refusal and the policy together")
	_, err = b.x.TakeNotes(t.Context(), []string{back})
	require.NoError(t, err)
	again := b.export(t, t.TempDir())
	require.Equal(t, int64(2), again.Seq)
	require.Equal(t, []string{"in-1"}, hq.take(t, again.Path)[0].New)
}

// TestRetryLeavesTheRestToPeople: what was refused for another reason, returned or
// discarded stays as it is; a file that is bad for a second reason gets that one, once,
// and its branch hears of it; a device that was approved and revoked is not let in.
func TestRetryLeavesTheRestToPeople(t *testing.T) {
	hq := newHQ(t, "")
	b, enrol := newBranch(t, 1, hq)
	data, err := os.ReadFile(enrol)
	require.NoError(t, err)
	_, err = hq.x.TakeNote(t.Context(), enrol, data)
	require.NoError(t, err)
	var paths []string
	for _, id := range []string{"in-1", "in-2", "in-3"} {
		b.inspect(t, id, 1)
		paths = append(paths, b.export(t, t.TempDir()).Path)
	}
	for i, o := range hq.take(t, paths...) {
		require.Equal(t, "exchange.devicePending", o.Code)
		switch i {
		case 0:
			_, err = hq.x.Return(t.Context(), o.SHA256, "请重做")
		case 1:
			_, err = hq.x.Discard(t.Context(), o.SHA256, "误发", false)
		}
		require.NoError(t, err)
	}
	require.Equal(t, "exchange.devicePending", hq.take(t, forgeBranch(t, b, hq, "B002", 9))[0].Code)
	damaged := renamed(t, paths[0], func(b []byte) { b[len(b)/2] ^= 1 }, 10)
	require.Equal(t, bundle.ErrDamaged, hq.take(t, damaged)[0].Code)

	_, err = exchange.Approve(t.Context(), hq.st, deviceOf(1))
	require.NoError(t, err)
	require.NoError(t, exchange.Revoke(t.Context(), hq.st, deviceOf(1)))
	out, err := hq.x.Retry(t.Context(), nil)
	require.NoError(t, err)
	require.Empty(t, out, "revoked meanwhile")
	d := must(hq.st.Devices(t.Context()))[0]
	d.State = exchange.DeviceActive
	require.NoError(t, hq.st.SaveDevice(t.Context(), d))
	out, err = hq.x.Retry(t.Context(), nil)
	require.NoError(t, err)
	require.Len(t, out, 2)
	require.Equal(t, []string{"in-3"}, out[0].New)
	require.Equal(t, bundle.ErrBranch, out[1].Code)
	require.ElementsMatch(t, []string{
		"exchange.devicePending returned", "exchange.devicePending discarded", "exchange.devicePending accepted",
		bundle.ErrBranch + " ", bundle.ErrDamaged + " ",
	}, hq.decisions(t))
	receipt, err := hq.st.Receipts(t.Context(), 0)
	require.NoError(t, err)
	heard := false
	for _, r := range receipt {
		heard = heard || r.Code == bundle.ErrBranch && r.Branch == "B001" && r.Seq == 9 && r.Outcome == store.OutcomeRefused
	}
	require.True(t, heard, "whose file it claims to be is still known")
	before := hq.dump(t)
	out, err = hq.x.Retry(t.Context(), nil)
	require.NoError(t, err)
	require.Empty(t, out)
	require.Equal(t, before, hq.dump(t))
}

// TestRetryAfterTheChecklistCame: records of a version headquarters did not have are
// taken in once it has it.
func TestRetryAfterTheChecklistCame(t *testing.T) {
	hq, b := pair(t)
	list := storetest.Sample("env", 2, 8)
	_, err := b.st.InstallChecklist(t.Context(), "env.json", list)
	require.NoError(t, err)
	in, err := checklist.Start("in-2", must(b.st.Checklist(t.Context(), "env", 2)), hall(1), checklist.Person{ID: "person-1", Name: "王芳"}, checklist.Self, time.Date(2026, 11, 4, 1, 0, 0, 0, time.UTC))
	require.NoError(t, err)
	require.NoError(t, b.st.StartInspection(t.Context(), in))
	storetest.Fill(t, b.st, "in-2", 0)
	p := b.export(t, t.TempDir())
	require.Equal(t, "exchange.foreignVersion", hq.take(t, p.Path)[0].Code)
	out, err := hq.x.Retry(t.Context(), nil)
	require.NoError(t, err)
	require.Empty(t, out)
	_, err = hq.st.InstallChecklist(t.Context(), "env.json", list)
	require.NoError(t, err)
	s := exchange.NewSources(hq.x)
	got, _, err := s.Collect(t.Context(), nil)
	require.NoError(t, err)
	require.Len(t, got, 1)
	require.Equal(t, []string{"in-2"}, got[0].New)
}

// forgeBranch signs a finding with the branch's own key in another branch's name, and
// returns the file.
func forgeBranch(t *testing.T, b, hq *site, branch string, seq int64) string {
	t.Helper()
	made := signed(t, hq, b, t.TempDir(), func(p *bundle.Parcel) { p.Manifest.Branch, p.Manifest.Seq = branch, seq })
	return renamed(t, made, func([]byte) {}, seq)
}

// renamed changes a file and gives it the name of the first branch's under a number.
func renamed(t *testing.T, path string, change func([]byte), seq int64) string {
	t.Helper()
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	change(data)
	n := bundle.Name{Branch: "B001", Device: deviceOf(1), Seq: seq, Hash: hashOf(data)[:16]}
	to := filepath.Join(t.TempDir(), n.String())
	require.NoError(t, os.WriteFile(to, data, 0o600))
	return to
}
