package storetest

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/store"
)

func hallDay(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	yes, waiting := true, 23
	var seen []checklist.Change
	s.Subscribe(func(c checklist.Change) { seen = append(seen, c) })
	_, err := s.Append(ctx, hall.Entry{Kind: hall.KindCare}, hall.Entry{Kind: hall.KindCall})
	require.Equal(t, "hall.lacks.window", code(err))
	day, err := s.HallDay(ctx, "", "2026-11-03")
	require.NoError(t, err)
	require.Empty(t, day, "all of it or nothing")
	require.Empty(t, seen)

	out, err := s.Append(ctx, hall.Entry{Kind: hall.KindCount, Waiting: &waiting}, hall.Entry{Kind: hall.KindFault, Topic: "ATM 2", Text: "吞卡", Photos: []checklist.PhotoRef{Photo("x", 'a')}})
	require.NoError(t, err)
	require.Equal(t, []any{"B001", "2026-11-03", hall.KindCount}, []any{out[0].Branch, out[0].Day, out[0].Kind})
	require.NotEmpty(t, out[0].By)
	require.Equal(t, []checklist.Change{{Kind: store.ChangeHall, ID: "2026-11-03"}}, seen)
	day, err = s.HallDay(ctx, "B001", "2026-11-03")
	require.NoError(t, err)
	require.Len(t, day, 2)
	hashes, err := s.PhotoHashes(ctx)
	require.NoError(t, err)
	require.Equal(t, []string{Photo("", 'a').Hash}, hashes)

	cases, err := s.OpenCases(ctx, "")
	require.NoError(t, err)
	require.Equal(t, "ATM 2", cases[0].Topic)
	ended, err := s.Append(ctx, hall.Entry{Kind: hall.KindFaultEnd, Ref: out[1].ID})
	require.NoError(t, err)
	cases, err = s.OpenCases(ctx, "")
	require.NoError(t, err)
	require.Empty(t, cases)
	_, err = s.Append(ctx, hall.Entry{Kind: hall.KindVoid, Ref: ended[0].ID})
	require.NoError(t, err)
	cases, err = s.OpenCases(ctx, "", hall.KindFault)
	require.NoError(t, err)
	require.Len(t, cases, 1, "its end was taken back")
	day, err = s.HallDay(ctx, "", "2026-11-03")
	require.NoError(t, err)
	require.Len(t, day, 4)
	require.Len(t, hall.Live(day), 2)

	_, err = s.Append(ctx, hall.Entry{Kind: hall.KindFaultEnd, Ref: "nowhere"})
	require.Equal(t, "store.hallRef", code(err))
	old := out[0].Time(time.UTC).AddDate(0, 0, -1).UnixMilli()
	past, err := s.Append(ctx, hall.Entry{Kind: hall.KindWelcome, At: old})
	require.NoError(t, err)
	require.Equal(t, "2026-11-02", past[0].Day)
	_, err = s.Append(ctx, hall.Entry{Kind: hall.KindVoid, Ref: past[0].ID})
	require.Equal(t, "store.hallDay", code(err))
	_, err = s.Append(ctx, hall.Entry{Kind: hall.KindPost, Yes: &yes, At: out[0].At + 9e7})
	require.Equal(t, "store.hallFuture", code(err))
	sound(t, s)
}

func hallRules(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	r, err := s.HallRules(ctx)
	require.NoError(t, err)
	require.Equal(t, hall.DefaultRules(), r)
	bad := r
	bad.Closes, bad.WaitRed, bad.Windows = bad.Opens, 3, []hall.Window{{No: 1}, {No: 1}}
	var all checklist.Problems
	require.ErrorAs(t, s.SaveHallRules(ctx, bad), &all)
	require.Len(t, all, 3)
	r.WaitAmber, r.Windows = 12, r.Windows[:4]
	require.NoError(t, s.SaveHallRules(ctx, r))
	again, err := s.HallRules(ctx)
	require.NoError(t, err)
	require.Equal(t, r, again)
}
