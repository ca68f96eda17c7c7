package storetest

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/store"
)

// limitTests are the tests of limits that headquarters lays down for all halls.
var limitTests = []test{
	{"limits of halls are published", limitsPublished},
	{"limits of halls are followed", limitsFollowed},
	{"limits that were there already change nothing", limitsAlreadyThere},
}

// strict are limits under which the sample's queues are no longer long.
func strict() hall.Limits {
	l := hall.DefaultRules().Limits
	l.RatioAmber, l.MeetingMinutes = 7, 12
	return l
}

func limitsPublished(t *testing.T, s *store.Store) {
	ctx := t.Context()
	headquarters(t, s)
	own, err := s.HallRules(ctx)
	require.NoError(t, err)
	own.WaitGoal = 9
	require.NoError(t, s.SaveHallRules(ctx, own))
	bad := strict()
	bad.WaitRed, bad.OpenShare = bad.WaitAmber-1, 1001
	var all checklist.Problems
	require.ErrorAs(t, s.SetRules(ctx, store.Rules{Limits: bad}), &all)
	require.Equal(t, []string{"hall.rule.waitRed", "hall.rule.openShare"}, []string{all[0].Code, all[1].Code})

	judged := func(want hall.Limits, version int64) {
		t.Helper()
		r, err := s.HallRules(ctx)
		require.NoError(t, err)
		require.Equal(t, want, r.Limits)
		_, r, err = s.FigureSet(ctx, "B001", "2026-11-01", "2026-11-03")
		require.NoError(t, err)
		require.Equal(t, want, r.Limits, "a hall's figures at headquarters")
		v, err := s.LimitsLaidDown(ctx)
		require.NoError(t, err)
		require.Equal(t, version, v)
	}
	require.NoError(t, s.SetRules(ctx, store.Rules{Limits: strict()}))
	r, changed, err := s.DraftRules(ctx)
	require.NoError(t, err)
	require.Equal(t, []any{store.Rules{Limits: strict()}, true}, []any{r, changed})
	judged(own.Limits, 0) // set, not published
	v, err := s.PublishRules(ctx)
	require.NoError(t, err)
	judged(strict(), v)
	require.Equal(t, "policy.limitsHere", code(s.SaveHallRules(ctx, own)))
	after := own
	after.Limits, after.Opens = strict(), 9*60
	require.NoError(t, s.SaveHallRules(ctx, after), "what is not laid down is headquarters' own")

	require.NoError(t, s.SaveDevice(ctx, store.Device{ID: "d-1", Branch: "B001", State: "active", FromSeq: 1}))
	var told []hall.Limits
	sign := func(branch string, p store.Policy, _ []store.Device) (store.Note, error) {
		told = append(told, p.Limits)
		return store.Note{Name: fmt.Sprint("policy-", p.Version), Branch: branch, Kind: store.NotePolicy, Version: p.Version, Body: "x"}, nil
	}
	_, err = s.MakePolicies(ctx, sign)
	require.NoError(t, err)
	require.Equal(t, []hall.Limits{strict()}, told)
	judged(strict(), v+1)

	require.NoError(t, s.SetRules(ctx, store.Rules{}))
	judged(strict(), v+1)
	_, err = s.PublishRules(ctx)
	require.NoError(t, err)
	_, err = s.MakePolicies(ctx, sign)
	require.NoError(t, err)
	require.Equal(t, []hall.Limits{strict(), {}}, told)
	judged(strict(), 0) // those it had saved last
	require.NoError(t, s.SaveHallRules(ctx, own))
	judged(own.Limits, 0)
}

// queueDays is a hall with one queue yesterday and one today, both long, and what tells
// whether they count as such.
func queueDays(t *testing.T, s *store.Store) (crowded func() []int) {
	t.Helper()
	putter(t, s)(
		hall.Entry{Kind: hall.KindCount, At: at(2, 10, 0), Waiting: num(24), Open: num(4)},
		hall.Entry{Kind: hall.KindCount, At: at(3, 8, 50), Waiting: num(24), Open: num(4)})
	return func() (out []int) {
		cells, err := s.HallCells(t.Context(), "", "2026-11-01", "2026-11-03")
		require.NoError(t, err)
		for _, c := range cells {
			out = append(out, c.Crowded)
		}
		return out
	}
}

func limitsFollowed(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	own := hall.DefaultRules()
	own.Opens, own.Windows, own.Grace, own.Dense = 9*60, own.Windows[:5], 20, 45
	require.NoError(t, s.SaveHallRules(ctx, own))
	crowded := queueDays(t, s)
	require.Equal(t, []int{1, 1}, crowded())
	rev := func() int {
		list, err := s.UnsentHall(ctx)
		require.NoError(t, err)
		require.Equal(t, "2026-11-03", list[len(list)-1].Report.Day)
		return list[len(list)-1].Report.Rev
	}
	revBefore := rev()
	var heard []string
	defer s.Subscribe(func(c checklist.Change) { heard = append(heard, c.Kind) })()
	before, _, err := s.AuditHead(ctx)
	require.NoError(t, err)

	laid := store.Policy{Version: 3, Created: 1, Rules: store.Rules{Limits: strict()}}
	same, _, err := s.TakePolicy(ctx, laid, "policy-B001-3.note")
	require.NoError(t, err)
	require.False(t, same)
	require.True(t, slices.Contains(heard, store.ChangeHall), "%v", heard)
	after, _, err := s.AuditHead(ctx)
	require.NoError(t, err)
	require.Equal(t, before+2, after, "the policy, and what it changed")
	want := own
	want.Limits = strict()
	got, err := s.HallRules(ctx)
	require.NoError(t, err)
	require.Equal(t, want, got, "hours, windows and rhythm stay the hall's own")
	require.Equal(t, []int{1, 0}, crowded(), "yesterday keeps its limits")
	require.Greater(t, rev(), revBefore, "headquarters hears of today once more")
	putter(t, s)(hall.Entry{Kind: hall.KindCare, At: at(2, 10, 1)}) // settles yesterday once more
	require.Equal(t, []int{1, 0}, crowded())
	limitsHold(t, s, laid, want, crowded)
	require.Equal(t, []int{1, 1}, crowded(), "they are its own again, and as they were at first")
	sound(t, s)
}

// limitsHold: what is laid down holds against the same version with other content and
// against the hall's own change, and what is let go of stays as it is.
func limitsHold(t *testing.T, s *store.Store, laid store.Policy, want hall.Rules, crowded func() []int) {
	t.Helper()
	ctx := t.Context()
	same, _, err := s.TakePolicy(ctx, laid, "policy-B001-3.note")
	require.NoError(t, err)
	require.True(t, same)
	other := laid
	other.Limits.WaitGoal++
	_, _, err = s.TakePolicy(ctx, other, "policy-B001-3.note")
	require.Equal(t, "note.form", code(err), "one version, two contents")

	looser := want
	looser.RatioAmber = 6
	require.Equal(t, "policy.laidDown", code(s.SaveHallRules(ctx, looser)))
	want.Opens, want.Grace = 8*60, 25
	require.NoError(t, s.SaveHallRules(ctx, want), "its own it may change")
	require.Equal(t, []int{1, 0}, crowded())
	v, err := s.LimitsLaidDown(ctx)
	require.NoError(t, err)
	require.Equal(t, int64(3), v)

	_, _, err = s.TakePolicy(ctx, store.Policy{Version: 5, Created: 2}, "policy-B001-5.note")
	require.NoError(t, err)
	got, err := s.HallRules(ctx)
	require.NoError(t, err)
	require.Equal(t, want, got, "let go of, they stay as they are")
	require.NoError(t, s.SaveHallRules(ctx, looser))
	looser.RatioAmber = 5
	require.NoError(t, s.SaveHallRules(ctx, looser))
}

func limitsAlreadyThere(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	own := hall.DefaultRules()
	own.Limits = strict()
	require.NoError(t, s.SaveHallRules(ctx, own))
	crowded := queueDays(t, s)
	require.Equal(t, []int{0, 0}, crowded(), "nothing was settled before today's change")
	var heard []string
	defer s.Subscribe(func(c checklist.Change) { heard = append(heard, c.Kind) })()
	before, _, err := s.AuditHead(ctx)
	require.NoError(t, err)
	_, _, err = s.TakePolicy(ctx, store.Policy{Version: 1, Created: 1, Rules: store.Rules{Limits: strict()}}, "policy-B001-1.note")
	require.NoError(t, err)
	after, _, err := s.AuditHead(ctx)
	require.NoError(t, err)
	require.Equal(t, before+1, after)
	require.False(t, slices.Contains(heard, store.ChangeHall), "%v", heard)
	sound(t, s)
}
