package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/bulletin"
	"hallcheck/store"
)

var bulletinTests = []test{
	{"bulletin: the same facts freeze to the same bytes on every engine", bulletinBytes},
	{"bulletin: draft, issued, superseded", bulletinStates},
	{"bulletin: plans are kept", bulletinPlans},
}

// BulletinMonth fills headquarters with two months of five halls: twelve records,
// findings in several states, a veto, a good practice.
func BulletinMonth(t testing.TB, s *store.Store) {
	t.Helper()
	SetUpHQ(t, s)
	var halls []checklist.Branch
	for i := range 5 {
		halls = append(halls, checklist.Branch{
			Code: fmt.Sprintf("B%03d", i+1), Name: fmt.Sprintf("支行%c", '甲'+rune(i)), Grade: checklist.Second, Traffic: checklist.TrafficHigh, Active: true,
		})
	}
	halls = append(halls, checklist.Branch{Code: "B009", Name: "未检支行", Grade: checklist.Third, Traffic: checklist.TrafficLow, Active: true})
	require.NoError(t, s.SaveBranches(t.Context(), halls))
	for m, month := range []time.Month{10, 11} {
		for i, b := range halls[:5] {
			at := time.Date(2026, month, 3+i, 4, 0, 0, 0, time.UTC)
			in := Finished(t, fmt.Sprintf("bul-%d-%d", m, i), b, at, 1, (i+m)%5)
			if i == 4 && m == 1 {
				in = vetoed(t, in, at)
			}
			require.NoError(t, s.StartInspection(t.Context(), in))
		}
	}
	for i, day := range []string{"2026-11-03", "2026-11-04", "2026-12-06"} {
		_, err := s.OpenFinding(t.Context(), checklist.FindingDraft{
			Branch: halls[i].Code, Text: fmt.Sprintf("手工问题%d 电话13912345678", i), Severity: checklist.Major, Due: day, Zone: "front",
			Photos: []checklist.PhotoRef{Photo(fmt.Sprintf("bp-%d", i), byte('a'+i))},
		})
		require.NoError(t, err)
	}
	_, err := s.SaveBright(t.Context(), checklist.BrightSpot{
		Branch: halls[0], Day: "2026-11-05", Text: "主动引导老人", People: "李雷", Photos: []checklist.PhotoRef{Photo("bs-1", 'd')},
	})
	require.NoError(t, err)
}

// vetoed is the inspection with its veto item failed too.
func vetoed(t testing.TB, in *checklist.Inspection, at time.Time) *checklist.Inspection {
	t.Helper()
	require.NoError(t, in.Reopen(in.Inspector, "漏记一票否决项", at))
	require.NoError(t, in.Record("main", "item.0", checklist.VerdictValue(checklist.Miss), at))
	require.NoError(t, in.Note("main", "item.0", "通道堵塞", at))
	require.NoError(t, in.Attach("main", "item.0", Photo("veto-1", 'e'), at))
	require.NoError(t, in.Finish("", at))
	in.Committed()
	return in
}

// Frozen freezes a plan from what is stored.
func Frozen(t testing.TB, s *store.Store, p bulletin.Plan, previous *bulletin.Data) *bulletin.Data {
	t.Helper()
	c, err := s.Checklist(t.Context(), p.Checklist, 0)
	require.NoError(t, err)
	q, err := p.Query([]string{c.ID}, "2026-12-01")
	require.NoError(t, err)
	q.Spreads = true
	f, err := s.BulletinFacts(t.Context(), q, func(f *bulletin.Facts) []string { return f.Choose(&p, func(string) bool { return true }) })
	require.NoError(t, err)
	require.NotEmpty(t, f.Spreads)
	d, err := bulletin.Freeze(bulletin.Input{Plan: p, Facts: f, Lists: []*checklist.Checklist{c}, Previous: previous})
	require.NoError(t, err)
	return d
}

func novemberPlan() bulletin.Plan {
	return bulletin.Plan{
		From: "2026-11-01", To: "2026-11-30", Checklist: "env", Prefix: "通报", No: 3, Day: "2026-12-02", Names: true,
		Requirements: []bulletin.Requirement{{Text: "立行立改", Owner: "各支行", Due: "2026-12-15"}},
	}
}

func bulletinBytes(t *testing.T, s *store.Store) {
	BulletinMonth(t, s)
	d := Frozen(t, s, novemberPlan(), nil)
	require.Equal(t, []int{7, 5, 5}, []int{d.Basics.Active, d.Basics.Inspected, d.Basics.Records})
	require.Equal(t, []bulletin.ModeCount{{Mode: checklist.Self, N: 5}}, d.Basics.Modes)
	require.Equal(t, "通报〔2026〕3号", d.Number)
	require.Equal(t, []int{1, 2, 3, 4, 5}, []int{d.Rows[0].Rank, d.Rows[1].Rank, d.Rows[2].Rank, d.Rows[3].Rank, d.Rows[4].Rank})
	require.Equal(t, []string{"B005", "59.0", "B004", "50.0"}, []string{
		d.Halls[d.Rows[3].Hall].Code, d.Rows[3].Score.String(), d.Halls[d.Rows[4].Hall].Code, d.Rows[4].Score.String(),
	}, "the veto caps the score")
	require.Len(t, d.Vetoes, 1)
	require.Equal(t, []int{1, 1}, []int{d.Vetoes[0].N, d.Vetoes[0].Halls})
	require.Len(t, d.Bright, 1)
	require.NotContains(t, string(d.Encode()), "李雷", "people are not named")
	require.NotContains(t, string(d.Encode()), "13912345678")
	require.Equal(t, string(d.Encode()), string(Frozen(t, s, novemberPlan(), nil).Encode()))
	// ids of what is made by hand are the store's own: the bytes are compared without
	for i := range d.Problems {
		d.Problems[i].Number = ""
	}
	for _, list := range [][]bulletin.Shot{d.Bright, d.Fixed, d.Shots} {
		for i := range list {
			list[i].Ref = ""
		}
	}
	for i := range d.Last.Overdue {
		d.Last.Overdue[i].Number = ""
	}
	require.Equal(t, bulletinGolden, bulletin.Short(bulletin.ID(d.Encode())), "%s", d.Encode())
}

// bulletinGolden is the beginning of the id both engines come to.
const bulletinGolden = "ecd9f968d4b2"

func bulletinStates(t *testing.T, s *store.Store) {
	ctx := t.Context()
	BulletinMonth(t, s)
	var seen []checklist.Change
	s.Subscribe(func(c checklist.Change) { seen = append(seen, c) })
	d := Frozen(t, s, novemberPlan(), nil)
	e, err := s.FreezeBulletin(ctx, d, novemberPlan())
	require.NoError(t, err)
	require.Equal(t, bulletin.ID(d.Encode()), e.ID)
	require.Equal(t, []any{bulletin.Draft, 1, "通报〔2026〕3号", "督导", int64(0)}, []any{e.State, e.Edition, e.Number, e.By, e.IssuedAt})
	again, err := s.FreezeBulletin(ctx, d, novemberPlan())
	require.NoError(t, err)
	require.Equal(t, e, again)
	require.Equal(t, []checklist.Change{{Kind: "bulletin", ID: e.ID}}, seen, "the same data set is frozen once")
	_, back, err := s.Bulletin(ctx, e.ID[:8])
	require.NoError(t, err)
	require.Equal(t, string(d.Encode()), string(back.Encode()))
	_, _, err = s.Bulletin(ctx, "ffffffff")
	require.Equal(t, "store.unknownBulletin", code(err))
	_, _, err = s.Bulletin(ctx, "%")
	require.Equal(t, "store.unknownBulletin", code(err))

	one, err := s.IssueBulletin(ctx, e.ID)
	require.NoError(t, err)
	require.Equal(t, []any{bulletin.Issued, "督导"}, []any{one.State, one.IssuedBy})
	require.NotZero(t, one.IssuedAt)
	_, err = s.IssueBulletin(ctx, e.ID)
	require.Equal(t, "bulletin.state", code(err))
	spots, err := s.BrightSpots(ctx, "", "", "")
	require.NoError(t, err)
	spots[0].Photos = []checklist.PhotoRef{Photo("bs-2", 'f')}
	_, err = s.SaveBright(ctx, spots[0])
	require.NoError(t, err)
	hashes, err := s.PhotoHashes(ctx)
	require.NoError(t, err)
	require.Contains(t, hashes, d.Bright[0].After, "a picture in a bulletin is kept when the good practice shows another one")
	require.Equal(t, "bulletin.state", code(s.DeleteBulletin(ctx, e.ID)))

	two := newEdition(t, s, e, back)
	superseded(t, s, e, two, back)
}

// newEdition: a late record comes in, and a new edition says what changed.
func newEdition(t *testing.T, s *store.Store, e bulletin.Entry, back *bulletin.Data) bulletin.Entry {
	ctx := t.Context()
	late := checklist.Branch{Code: "B009", Name: "未检支行", Grade: checklist.Third, Traffic: checklist.TrafficLow, Active: true}
	require.NoError(t, s.StartInspection(ctx, Finished(t, "late", late, time.Date(2026, 11, 20, 4, 0, 0, 0, time.UTC), 1, 3)))
	p := novemberPlan()
	p.Replaces, p.Why, p.Day = e.ID, "迟报记录到达", "2026-12-08"
	second := Frozen(t, s, p, back)
	require.Equal(t, 2, second.Edition)
	require.Equal(t, &bulletin.Replaced{ID: e.ID, Edition: 1, Day: "2026-12-02", Why: "迟报记录到达"}, second.Replaces)
	require.Equal(t, [2]int{5, 6}, second.Changes.Records)
	added := second.Changes.Rows[0]
	for _, c := range second.Changes.Rows {
		if second.Halls[c.Hall].Code == "B009" {
			added = c
		}
	}
	require.Equal(t, []any{"B009", 0, (*checklist.Tenths)(nil)}, []any{second.Halls[added.Hall].Code, added.FromRank, added.FromScore})
	two, err := s.FreezeBulletin(ctx, second, p)
	require.NoError(t, err)
	require.Equal(t, e.ID, two.Before)

	other := novemberPlan()
	other.To, other.From = "2026-10-31", "2026-10-01"
	taken, err := s.FreezeBulletin(ctx, Frozen(t, s, other, nil), other)
	require.NoError(t, err)
	_, err = s.IssueBulletin(ctx, taken.ID)
	require.Equal(t, "bulletin.taken", code(err), "October may not have November's number")
	require.NoError(t, s.DeleteBulletin(ctx, taken.ID))

	return two
}

// superseded: issuing the second edition puts the first aside, and a third one of
// the first is too late.
func superseded(t *testing.T, s *store.Store, e, two bulletin.Entry, back *bulletin.Data) {
	ctx := t.Context()
	two, err := s.IssueBulletin(ctx, two.ID)
	require.NoError(t, err)
	require.Equal(t, bulletin.Issued, two.State)
	list, err := s.Bulletins(ctx)
	require.NoError(t, err)
	require.Len(t, list, 2)
	require.Equal(t, []bulletin.State{bulletin.Issued, bulletin.Superseded}, []bulletin.State{list[0].State, list[1].State})
	rival := novemberPlan()
	rival.Replaces, rival.Why = e.ID, "另一版"
	third, err := s.FreezeBulletin(ctx, Frozen(t, s, rival, back), rival)
	require.NoError(t, err)
	_, err = s.IssueBulletin(ctx, third.ID)
	require.Equal(t, "bulletin.replaced", code(err))
	n, err := s.NextBulletin(ctx, "通报", "2026")
	require.NoError(t, err)
	require.Equal(t, 4, n)
	sound(t, s)
}

func bulletinPlans(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUpHQ(t, s)
	p := novemberPlan()
	_, ok, err := s.BulletinPlan(ctx, p.Key())
	require.NoError(t, err)
	require.False(t, ok)
	require.NoError(t, s.SaveBulletinPlan(ctx, p))
	p.Opening, p.Bright = "现将情况通报如下", []string{}
	require.NoError(t, s.SaveBulletinPlan(ctx, p))
	got, ok, err := s.BulletinPlan(ctx, p.Key())
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, p, got, "chosen none stays none, not chosen stays nil")
	p.To = "2026-10-01"
	require.Equal(t, "bulletin.period", code(s.SaveBulletinPlan(ctx, p)))
}
