package exchange_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/exchange"
	"hallcheck/store/exchange/road"
	"hallcheck/store/exchange/road/roadtest"
)

func (s *site) carrier() *exchange.Carrier { return exchange.NewCarrier(s.x) }

// road adds a server as a road of the installation.
func (s *site) road(t testing.TB, srv *roadtest.Server) store.Road {
	t.Helper()
	r, err := s.carrier().AddRoad(t.Context(), exchange.NewRoad{
		Address: srv.Addr, Secret: srv.Opt.Secret, Fingerprint: road.Fingerprint(srv.Opt.Pinned), Name: srv.Name,
	})
	require.NoError(t, err)
	return r
}

func (s *site) sync(t testing.TB) exchange.Synced {
	t.Helper()
	out, err := s.carrier().Sync(t.Context(), exchange.SyncOptions{Now: true}, nil)
	require.NoError(t, err)
	return out
}

// clean syncs without anything going wrong.
func (s *site) clean(t testing.TB) exchange.Synced {
	t.Helper()
	out := s.sync(t)
	require.NoError(t, out.Failed())
	return out
}

// state is how far a record has come, as its branch knows it.
func (s *site) state(t testing.TB, id string) checklist.Delivery {
	t.Helper()
	list, err := s.st.Parcels(t.Context(), s.carrier().Carries, 100)
	require.NoError(t, err)
	got, err := s.st.Deliveries(t.Context(), []string{id}, list)
	require.NoError(t, err)
	return got[id]
}

func eachServer(t *testing.T, test func(t *testing.T, srv *roadtest.Server)) {
	for name, start := range map[string]func(testing.TB, string) *roadtest.Server{
		"folder": roadtest.Folder, "webdav": roadtest.Apache, "sftp": roadtest.SSHD, "s3": roadtest.S3,
	} {
		t.Run(name, func(t *testing.T) { test(t, start(t, "")) })
	}
}

// TestSyncBothWays: over each sort of road a record arrives, its receipt comes
// back, headquarters' decision follows, and whatever is done again changes nothing.
func TestSyncBothWays(t *testing.T) {
	t.Setenv(road.NoKeyring, "1")
	eachServer(t, func(t *testing.T, srv *roadtest.Server) {
		hq, b := pair(t)
		hq.road(t, srv)
		b.road(t, srv)
		b.inspect(t, "in-1", 1, picture(t, 3, 64, 48))
		require.Equal(t, checklist.DeliveryUnsent, b.state(t, "in-1").State)

		out := b.clean(t)
		require.Len(t, out.Exported, 1)
		require.Len(t, out.Roads[0].Sent, 2, "the bundle and the request to be enrolled")
		require.Equal(t, checklist.DeliveryArrived, b.state(t, "in-1").State)
		require.Empty(t, b.clean(t).Roads[0].Sent, "nothing is sent twice")

		out = hq.clean(t)
		require.Len(t, out.Imported, 1)
		require.Equal(t, []string{"in-1"}, out.Imported[0].New)
		require.NotEmpty(t, out.Roads[0].Sent, "the receipt")
		require.Empty(t, hq.clean(t).Imported)

		out = b.clean(t)
		require.NotEmpty(t, out.Notes)
		require.Equal(t, checklist.DeliveryReceived, b.state(t, "in-1").State)
		before := b.dump(t)
		out = b.clean(t)
		require.Empty(t, out.Notes)
		require.Empty(t, out.Roads[0].Fetched)
		require.Equal(t, before, b.dump(t))

		b.inspect(t, "in-2", 0)
		require.Equal(t, checklist.DeliveryUnsent, b.state(t, "in-2").State)
		require.Equal(t, checklist.DeliveryReceived, b.state(t, "in-1").State)
	})
}

// TestRefusedComesBack: a file headquarters does not take yet is told at the branch,
// with the reason; who sends it again all the same does no harm.
func TestRefusedComesBack(t *testing.T) {
	t.Setenv(road.NoKeyring, "1")
	hq := newHQ(t, "")
	b, enrol := newBranch(t, 1, hq) // not enrolled
	srv := roadtest.Folder(t, "")
	hq.road(t, srv)
	b.road(t, srv)
	b.inspect(t, "in-1", 1)
	b.clean(t)
	out := hq.sync(t)
	require.Len(t, out.Imported, 1)
	require.Equal(t, "exchange.devicePending", out.Imported[0].Code, "its request came along")
	_, err := exchange.Enrol(t.Context(), hq.st, hq.dir, enrol)
	require.NoError(t, err)
	b.clean(t)
	d := b.state(t, "in-1")
	require.Equal(t, checklist.DeliveryPending, d.State)
	require.Equal(t, "exchange.devicePending", d.Code)

	n, err := b.st.SendAgain(t.Context(), nil)
	require.NoError(t, err)
	require.Equal(t, 1, n)
	b.clean(t)
	require.Equal(t, checklist.DeliveryArrived, b.state(t, "in-1").State)
	hq.clean(t)
	b.clean(t)
	require.Equal(t, checklist.DeliveryReceived, b.state(t, "in-1").State)
}

// TestDoomedBatchStops: what the next file would meet as well is met once, told
// once, and waited for; a person may try at once.
func TestDoomedBatchStops(t *testing.T) {
	t.Setenv(road.NoKeyring, "1")
	hq, b := pair(t)
	_ = hq
	srv := roadtest.Apache(t, "")
	b.road(t, srv)
	for _, id := range []string{"in-1", "in-2", "in-3"} {
		b.inspect(t, id, 0)
		b.export(t, b.carrier().Outbox())
	}
	srv.Kill()
	out := b.sync(t)
	require.Equal(t, "road.offline", checklist.CodeOf(out.Roads[0].Err))
	require.Empty(t, out.Roads[0].Failed)
	list, err := b.st.Roads(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, list[0].Fails)
	require.Equal(t, "road.offline", checklist.CodeOf(list[0].Err()))
	require.NotEmpty(t, list[0].Args["place"])

	later, err := b.carrier().Sync(t.Context(), exchange.SyncOptions{}, nil)
	require.NoError(t, err)
	require.True(t, later.Roads[0].Waits, "not before its time")
	srv.Start()
	require.Len(t, b.clean(t).Roads[0].Sent, 4)
	list, err = b.st.Roads(t.Context())
	require.NoError(t, err)
	require.Zero(t, list[0].Fails)
	require.NoError(t, list[0].Err())
	require.Positive(t, list[0].Reached)
}

// TestDoomedInTheMiddle: when the server goes away under the first file the others
// are not even tried.
func TestDoomedInTheMiddle(t *testing.T) {
	t.Setenv(road.NoKeyring, "1")
	_, b := pair(t)
	srv := roadtest.Apache(t, "")
	r := b.road(t, srv)
	for _, id := range []string{"in-1", "in-2", "in-3", "in-4"} {
		b.inspect(t, id, 0)
		b.export(t, b.carrier().Outbox())
	}
	out, err := b.carrier().Sync(t.Context(), exchange.SyncOptions{Now: true}, func(s exchange.Step) {
		if s.Phase == "send" && s.File == 1 {
			srv.Kill()
		}
	})
	require.NoError(t, err)
	require.Contains(t, []string{"road.cut", "road.offline"}, checklist.CodeOf(out.Roads[0].Err))
	require.Empty(t, out.Roads[0].Failed)
	list, err := b.st.Queue(t.Context(), r.ID)
	require.NoError(t, err)
	tried := 0
	for _, one := range list {
		tried += one.Tries
		require.Equal(t, store.TransferWaiting, one.State)
	}
	require.Equal(t, 1, tried)
}

// TestOneFileDoesNotStopOthers: a file that is not the recorded one stays behind alone.
func TestOneFileDoesNotStopOthers(t *testing.T) {
	t.Setenv(road.NoKeyring, "1")
	_, b := pair(t)
	srv := roadtest.Folder(t, "")
	b.road(t, srv)
	var made []exchange.Published
	for _, id := range []string{"in-1", "in-2", "in-3"} {
		b.inspect(t, id, 0)
		made = append(made, b.export(t, b.carrier().Outbox()))
	}
	whole, err := os.ReadFile(made[1].Path)
	require.NoError(t, err)
	bad := bytes.Clone(whole)
	bad[99] ^= 1
	require.NoError(t, os.WriteFile(made[1].Path, bad, 0o600))
	out := b.sync(t)
	require.NoError(t, out.Roads[0].Err)
	require.Len(t, out.Roads[0].Failed, 1)
	require.Equal(t, "road.source", checklist.CodeOf(out.Roads[0].Failed[0].Err))
	require.Equal(t, "road.source", checklist.CodeOf(out.Failed()))
	require.Equal(t, "road.source", b.state(t, "in-2").Code)
	require.Equal(t, checklist.DeliveryUnsent, b.state(t, "in-2").State)
	require.Equal(t, checklist.DeliveryArrived, b.state(t, "in-3").State)
	require.NoError(t, os.WriteFile(made[1].Path, whole, 0o600))
	b.clean(t)
	require.Equal(t, checklist.DeliveryArrived, b.state(t, "in-2").State)
}

// TestTwoRoads: while one is down the other carries; each gets everything in the end.
func TestTwoRoads(t *testing.T) {
	t.Setenv(road.NoKeyring, "1")
	hq, b := pair(t)
	dav, dir := roadtest.Apache(t, ""), roadtest.Folder(t, "")
	for _, s := range []*site{hq, b} {
		s.road(t, dav)
		s.road(t, dir)
	}
	dav.Kill()
	b.inspect(t, "in-1", 1)
	first := b.sync(t)
	require.Error(t, first.Failed())
	require.Equal(t, checklist.DeliveryArrived, b.state(t, "in-1").State)
	require.Len(t, hq.sync(t).Imported, 1)
	b.sync(t)
	require.Equal(t, checklist.DeliveryReceived, b.state(t, "in-1").State)
	dav.Start()
	rows := hq.dump(t)
	b.clean(t)
	out := hq.clean(t)
	require.Len(t, out.Imported, 1, "the same file over the other road")
	require.Equal(t, exchange.StatusSame, out.Imported[0].Status)
	require.Equal(t, rows, hq.dump(t))
}

// TestWithoutCardNothingLeaves: files anybody can read do not leave by themselves.
func TestWithoutCardNothingLeaves(t *testing.T) {
	b, _ := newBranch(t, 1, nil)
	srv := roadtest.Folder(t, "")
	b.road(t, srv)
	b.inspect(t, "in-1", 1)
	out := b.sync(t)
	require.Equal(t, "exchange.noCard", checklist.CodeOf(out.Failed()))
	left, err := filepath.Glob(filepath.Join(srv.Dir, "*", "*"))
	require.NoError(t, err)
	require.Empty(t, left)
}

func TestOnlyOneSync(t *testing.T) {
	_, b := pair(t)
	srv := roadtest.Folder(t, "")
	_, err := b.carrier().Sync(t.Context(), exchange.SyncOptions{}, nil)
	require.Equal(t, "sync.noRoads", checklist.CodeOf(err))
	b.road(t, srv)
	b.inspect(t, "in-1", 0)
	c := b.carrier()
	codes := []string{}
	_, err = c.Sync(t.Context(), exchange.SyncOptions{}, func(exchange.Step) {
		_, err := c.Sync(t.Context(), exchange.SyncOptions{}, nil)
		codes = append(codes, checklist.CodeOf(err))
	})
	require.NoError(t, err)
	require.NotEmpty(t, codes)
	require.NotContains(t, codes, "")
	require.Equal(t, "sync.busy", codes[0])
}

// TestSecretsStayOut: a password is in its own file only: not in the database, not
// in errors, not in anything else of the data folder.
func TestSecretsStayOut(t *testing.T) {
	t.Setenv(road.NoKeyring, "1")
	_, b := pair(t)
	srv := roadtest.Apache(t, "")
	withPassword := strings.Replace(srv.Addr, "hall@", "hall:Kanarie-7f3a%2F%40%3Ax@", 1)
	r, err := b.carrier().AddRoad(t.Context(), exchange.NewRoad{Address: withPassword})
	require.NoError(t, err)
	require.Equal(t, srv.Addr, r.Address)
	b.inspect(t, "in-1", 1)
	b.clean(t)
	srv.Kill()
	b.inspect(t, "in-2", 1)
	out := b.sync(t)
	require.NotContains(t, out.Failed().Error(), "Kanarie")
	err = b.carrier().ChangeSecret(t.Context(), r.ID, "Kanarie-two")
	require.Error(t, err)
	require.NotContains(t, err.Error(), "Kanarie")
	_, err = b.carrier().AddRoad(t.Context(), exchange.NewRoad{Address: strings.Replace(withPassword, "webdav", "gopher", 1)})
	require.Equal(t, "road.address", checklist.CodeOf(err))
	require.NotContains(t, err.Error(), "Kanarie")

	found := 0
	require.NoError(t, filepath.WalkDir(b.dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, "-shm") || strings.HasSuffix(path, "lock") {
			return err
		}
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		if bytes.Contains(text, []byte("Kanarie")) {
			found++
			require.Equal(t, filepath.Join(b.dir, "keys", "roads.json"), path)
			st, err := d.Info()
			require.NoError(t, err)
			require.Equal(t, os.FileMode(0o600), st.Mode().Perm())
		}
		return nil
	}))
	require.Equal(t, 1, found, "the canary can be seen where it belongs")
	require.NoError(t, b.carrier().RemoveRoad(t.Context(), r.ID))
	require.NoFileExists(t, filepath.Join(b.dir, "keys", "roads.json"))
}

// TestHeadquartersClears: what was taken in is removed from the road only when its
// receipt is there and the time has passed.
func TestHeadquartersClears(t *testing.T) {
	hq, b := pair(t)
	srv := roadtest.Folder(t, "")
	r := hq.road(t, srv)
	b.road(t, srv)
	b.inspect(t, "in-1", 1)
	b.clean(t)
	hq.clean(t)
	here := func() []string {
		list, err := filepath.Glob(filepath.Join(srv.Dir, "to-hq", "*.bundle"))
		require.NoError(t, err)
		return list
	}
	hq.clean(t)
	require.Len(t, here(), 1)
	list, err := hq.st.Unneeded(t.Context(), r.ID, time.Now().AddDate(1, 0, 0).UnixMilli(), 0)
	require.NoError(t, err)
	require.Len(t, list, 1, "what is for branches stays")
	o := hq.x.Options
	o.Clock = func() time.Time { return time.Now().AddDate(0, 0, 31) }
	later, err := exchange.New(o)
	require.NoError(t, err)
	_, err = exchange.NewCarrier(later).Sync(context.Background(), exchange.SyncOptions{Now: true}, nil)
	require.NoError(t, err)
	require.Empty(t, here())
	b.clean(t)
	require.Equal(t, checklist.DeliveryReceived, b.state(t, "in-1").State)
}
