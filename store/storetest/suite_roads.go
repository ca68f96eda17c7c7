package storetest

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store"
)

var roadTests = []test{
	{"roads", roads},
	{"transfers", transfers},
	{"deliveries", deliveries},
}

func roads(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	_, err := s.SaveRoad(ctx, store.Road{Name: " ", Address: "/x"})
	require.Equal(t, "store.roadName", code(err))
	a, err := s.SaveRoad(ctx, store.Road{Name: "共享盘", Address: "/mnt/报送", Active: true, KeepDays: 30})
	require.NoError(t, err)
	require.NotEmpty(t, a.ID)
	b, err := s.SaveRoad(ctx, store.Road{ID: "b", Name: "sftp", Address: "sftp://u@h:22/x", Pinned: "ssh-ed25519 AAAA", KeepDays: 7})
	require.NoError(t, err)
	list, err := s.Roads(ctx)
	require.NoError(t, err)
	require.Equal(t, []store.Road{b, a}, list)

	why := checklist.Fail("road.offline", "place", "h:22", "why", "网络不通")
	require.NoError(t, s.RoadTried(ctx, "b", why, 99))
	require.NoError(t, s.RoadTried(ctx, "b", why, 100))
	got, err := s.Road(ctx, "sftp")
	require.NoError(t, err)
	require.Equal(t, 2, got.Fails)
	require.Equal(t, int64(100), got.NextTry)
	require.Zero(t, got.Reached)
	require.Positive(t, got.Tried)
	require.Equal(t, why, got.Err())
	require.NoError(t, s.RoadTried(ctx, "b", nil, 0))
	got, err = s.Road(ctx, "b")
	require.NoError(t, err)
	require.NoError(t, got.Err())
	require.Zero(t, got.Fails+int(got.NextTry))
	require.Equal(t, got.Tried, got.Reached)

	_, err = s.SaveRoad(ctx, store.Road{Name: "sftp", Address: "/y"})
	require.NoError(t, err)
	_, err = s.Road(ctx, "sftp")
	require.Equal(t, "store.road", code(err), "two have that name")
	require.NoError(t, s.SaveTransfers(ctx, store.Transfer{Road: "b", Name: "n", Side: store.SideOut, State: store.TransferWaiting}))
	require.NoError(t, s.RemoveRoad(ctx, "b"))
	require.Equal(t, "store.road", code(s.RemoveRoad(ctx, "b")))
	left, err := s.Transfers(ctx, "b", store.SideOut)
	require.NoError(t, err)
	require.Empty(t, left)
}

func transfers(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	one := store.Transfer{Road: "a", Name: "to-hq/2.bundle", Side: store.SideOut, SHA256: "s2", Size: 10, State: store.TransferWaiting}
	two := store.Transfer{Road: "a", Name: "to-hq/1.bundle", Side: store.SideOut, SHA256: "s1", Size: 5 << 32, Moved: 3 << 32, State: store.TransferFailed, Tries: 3}
	two.Keep(checklist.Fail("road.tooLarge", "place", "h", "why", "413"))
	in := store.Transfer{Road: "a", Name: "to-branch/B/3.note", Side: store.SideIn, Branch: "B", State: store.TransferArrived}
	require.NoError(t, s.SaveTransfers(ctx, one, two, in))
	require.NoError(t, s.SaveTransfers(ctx))
	list, err := s.Queue(ctx, "a")
	require.NoError(t, err)
	require.Len(t, list, 2)
	require.Positive(t, list[0].At)
	two.At, one.At = list[0].At, list[1].At
	require.Equal(t, []store.Transfer{two, one}, list)
	require.Equal(t, checklist.Fail("road.tooLarge", "place", "h", "why", "413"), list[0].Err())
	two.State, two.Moved = store.TransferArrived, two.Size
	two.Keep(nil)
	require.NoError(t, s.SaveTransfers(ctx, two))
	list, err = s.Queue(ctx, "a")
	require.NoError(t, err)
	require.Len(t, list, 1)
	list, err = s.Transfers(ctx, "a", store.SideIn)
	require.NoError(t, err)
	require.Len(t, list, 1)
	require.Equal(t, "B", list[0].Branch)
	require.NoError(t, list[0].Err())
	far := list[0].At + time.Hour.Milliseconds()
	gone, err := s.Unneeded(ctx, "a", far, far)
	require.NoError(t, err)
	require.Len(t, gone, 1, "sent long ago; what came in has no receipt yet")
	require.Equal(t, "to-hq/1.bundle", gone[0].Name)
	gone, err = s.Unneeded(ctx, "a", far, 0)
	require.NoError(t, err)
	require.Empty(t, gone)
}

func deliveries(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	r, err := s.SaveRoad(ctx, store.Road{Name: "a", Address: "/a", Active: true})
	require.NoError(t, err)
	Draft(t, s, "in-1", start)
	in := Fill(t, s, "in-1", 1)
	sum := "aa" + in.ID
	outbox := func(path string) bool { return path == "outbox/1.bundle" }
	state := func() checklist.Delivery {
		list, err := s.Parcels(ctx, outbox, 10)
		require.NoError(t, err)
		got, err := s.Deliveries(ctx, []string{"in-1"}, list)
		require.NoError(t, err)
		require.Len(t, got, 1)
		return got["in-1"]
	}
	require.Equal(t, checklist.Delivery{State: checklist.DeliveryUnsent}, state())
	rec := store.ExportRecord{Seq: 1, SHA256: sum, Created: 77, Path: "outbox/1.bundle"}
	require.NoError(t, s.RecordExport(ctx, rec, store.Sent{Inspections: []store.ExportItem{{ID: "in-1", Rev: in.Rev}}}))
	require.Equal(t, checklist.Delivery{State: checklist.DeliveryUnsent, At: 77}, state(), "in the outbox it has not left")
	todo, err := s.Unqueued(ctx, r.ID)
	require.NoError(t, err)
	require.Len(t, todo, 1)
	hop := store.Transfer{Road: r.ID, Name: "to-hq/1.bundle", Side: store.SideOut, SHA256: sum, Size: 100, Moved: 40, State: store.TransferMoving}
	require.NoError(t, s.SaveTransfers(ctx, hop))
	todo, err = s.Unqueued(ctx, r.ID)
	require.NoError(t, err)
	require.Empty(t, todo)
	require.Equal(t, checklist.DeliveryMoving, state().State)
	require.Equal(t, 40, state().Percent)
	list, err := s.Carried(ctx, false)
	require.NoError(t, err)
	require.Empty(t, list)
	hop.State = store.TransferArrived
	require.NoError(t, s.SaveTransfers(ctx, hop))
	require.Equal(t, checklist.DeliveryArrived, state().State)
	list, err = s.Carried(ctx, false)
	require.NoError(t, err)
	require.Len(t, list, 1)
	list, err = s.Carried(ctx, true)
	require.NoError(t, err)
	require.Empty(t, list, "not signed for")
	_, err = s.TakeReceipts(ctx, []store.Receipt{{SHA256: sum, Branch: "B001", Outcome: store.OutcomeRefused, Code: "bundle.branch", Words: "请重发", At: 88}})
	require.NoError(t, err)
	require.Equal(t, checklist.Delivery{State: checklist.DeliveryRefused, Code: "bundle.branch", Words: "请重发", At: 88}, state())
	_, err = s.TakeReceipts(ctx, []store.Receipt{{SHA256: sum, Branch: "B001", Outcome: store.OutcomeImported, At: 99}})
	require.NoError(t, err)
	require.Equal(t, checklist.Delivery{State: checklist.DeliveryReceived, At: 99}, state())
	list, err = s.Carried(ctx, true)
	require.NoError(t, err)
	require.Len(t, list, 1)
	_, err = s.Edit(ctx, "in-1", func(in *checklist.Inspection, now time.Time) error {
		return in.Reopen(checklist.Person{Name: "李强"}, "更正", now)
	})
	require.NoError(t, err)
	require.Equal(t, checklist.DeliveryUnsent, state().State, "a newer state has not left")
}
