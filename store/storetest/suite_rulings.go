package storetest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/bulletin"
	"hallcheck/checklist/ranking"
	"hallcheck/store"
)

var rulingTests = []test{
	{"what is ruled counts in every sum of items, in ranking and bulletin alike", ruledItems},
	{"an appeal may begin with the bulletin that shows the record", shownAppeal},
	{"a bulletin waits to be read until somebody opened it", unreadBulletins},
	{"competitors' halls stay out of ranking and bulletin", rivalsOut},
}

// ruledMonth is the first month of BulletinMonth with one record passed and appealed
// against, and who rules.
func ruledMonth(t testing.TB, s *store.Store, id string) {
	t.Helper()
	BulletinMonth(t, s)
	review(t, s, id, pass)
	in, err := s.Inspection(t.Context(), id)
	require.NoError(t, err)
	head := checklist.Person{ID: "head", Name: "石行长", Role: checklist.BranchHead, Branch: in.Branch.Code}
	require.NoError(t, s.SavePerson(t.Context(), head))
	_, err = s.ActAs(t.Context(), head.Name)
	require.NoError(t, err)
	review(t, s, id, func(r *checklist.Review, a checklist.Act) error { return r.AppealTo(a, "当时停电", nil) })
	As(t, s, "孙立", checklist.HQSupervisor)
}

// sums is what ranking, papers and bulletin say about the items of November.
type sums struct {
	lost     map[string]string // item: points, records
	common   map[string]int    // item: halls
	vetoes   int
	problems map[string]int // item: findings in the bulletin
	inCommon map[string]int // item: halls in the bulletin
	score    string         // of hall B004
	weak     checklist.Milli
	zoneLost checklist.Milli // of zone back over all halls
}

func novemberSums(t testing.TB, s *store.Store) sums {
	t.Helper()
	ctx := t.Context()
	out := sums{lost: map[string]string{}, common: map[string]int{}, problems: map[string]int{}, inCommon: map[string]int{}}
	lost, err := s.TopLosses(ctx, "env", "", "2026-11-01", "2026-11-30", 99)
	require.NoError(t, err)
	for _, l := range lost {
		out.lost[l.Item] = fmt.Sprint(l.Lost, " ", l.Times)
	}
	common, err := s.CommonProblems(ctx, "env", "2026-11-01", "2026-11-30")
	require.NoError(t, err)
	for _, c := range common {
		out.common[c.Item] = len(c.Failed)
	}
	d := Frozen(t, s, novemberPlan(), nil)
	for _, v := range d.Vetoes {
		out.vetoes += v.N
	}
	for _, p := range d.Problems {
		if p.Item >= 0 {
			out.problems[d.Items[p.Item].ID]++
		}
	}
	for _, c := range d.Common {
		out.inCommon[d.Items[c.Item].ID] = c.Halls
	}
	for _, r := range d.Rows {
		if d.Halls[r.Hall].Code == "B004" {
			out.score, out.weak = r.Score.String(), r.Weak[0].Lost
		}
	}
	for _, z := range d.ZoneSums {
		if d.Zones[z.Zone].ID == "back" {
			out.zoneLost = z.Lost
		}
	}
	return out
}

func ruledItems(t *testing.T, s *store.Store) {
	ruledMonth(t, s, "bul-1-3") // B004 failed four of eight: item.4 … item.7
	before := novemberSums(t, s)
	require.Equal(t, "50.0", before.score)
	require.Equal(t, map[string]string{"item.4": "12.5 1", "item.5": "25 2", "item.6": "37.5 3", "item.7": "50 4", "item.0": "12.5 1"}, before.lost)
	require.Equal(t, []int{3, 4}, []int{before.common["item.6"], before.common["item.7"]})
	require.Equal(t, before.common, before.inCommon, "ranking and bulletin agree")

	good, gone := checklist.VerdictValue(checklist.Pass), checklist.VerdictValue(checklist.NA)
	out, err := s.EditReview(t.Context(), "bul-1-3", func(r *checklist.Review, a checklist.Act) error {
		return r.Change(a, "属实", []checklist.Correction{
			{Sheet: checklist.MainSheet, Item: "item.6", Value: &good, Reason: "照片为证"},
			{Sheet: checklist.MainSheet, Item: "item.4", Value: &gone, Reason: "停电"},
		})
	})
	require.NoError(t, err)
	require.Equal(t, 1, out.Cells)
	sound(t, s)
	after := novemberSums(t, s)
	require.Equal(t, "71.4", after.score, "five of seven")
	require.Equal(t, map[string]string{"item.5": "26.786 2", "item.6": "25 2", "item.7": "51.786 4", "item.0": "12.5 1"}, after.lost)
	require.EqualValues(t, 28_571, after.weak, "two of seven")
	require.Less(t, after.zoneLost, before.zoneLost)
	require.Equal(t, 4, after.common["item.7"])
	require.NotContains(t, after.common, "item.6", "two of five halls are too few")
	require.Equal(t, after.common, after.inCommon, "ranking and bulletin agree")
	require.Equal(t, []int{before.problems["item.6"] - 1, before.problems["item.4"] - 1, before.problems["item.7"]},
		[]int{after.problems["item.6"], after.problems["item.4"], after.problems["item.7"]})

	review(t, s, "bul-1-3", func(r *checklist.Review, a checklist.Act) error { return r.Withdraw(a) })
	require.Equal(t, before, novemberSums(t, s), "a ruling taken back leaves nothing behind")

	require.Equal(t, 1, before.vetoes)
	bad := checklist.VerdictValue(checklist.Miss)
	review(t, s, "bul-1-3", func(r *checklist.Review, a checklist.Act) error {
		return r.Change(a, "另有一处", []checklist.Correction{{Sheet: checklist.MainSheet, Item: "item.0", Value: &bad, Reason: "录像为证"}})
	})
	require.Equal(t, 2, novemberSums(t, s).vetoes, "a veto that was ruled counts")
	review(t, s, "bul-1-3", func(r *checklist.Review, a checklist.Act) error { return r.Withdraw(a) })
	review(t, s, "bul-1-4", func(r *checklist.Review, a checklist.Act) error {
		return r.LiftVeto(a, checklist.MainSheet, "item.0", "演练")
	})
	lifted := novemberSums(t, s)
	require.Zero(t, lifted.vetoes)
	require.Equal(t, before.problems, lifted.problems, "the answer stays what it was")
}

// shownAppeal: passed in October, shown by a bulletin sent on 3 November: the days
// to appeal in begin then, at headquarters and at the branch, and an appeal that came
// before the bulletin counts as soon as it is there.
func shownAppeal(t *testing.T, s *store.Store) {
	ctx := t.Context()
	BulletinMonth(t, s)
	in, err := s.Inspection(ctx, "bul-0-1")
	require.NoError(t, err)
	act := func(p checklist.Person, day int) checklist.Act {
		return checklist.Act{
			By: p, At: time.Date(2026, 10, day, 4, 0, 0, 0, time.UTC), Device: "d-" + p.ID, NewID: func() string { return "ev-" + p.ID },
		}
	}
	r := checklist.FoldShown(in, nil, "2026-11-03")
	require.NoError(t, r.Pass(act(checklist.Person{ID: "q", Name: "赵敏", Role: checklist.HQSupervisor}, 20), ""))
	require.NoError(t, r.AppealTo(act(checklist.Person{ID: "h", Name: "石行长", Role: checklist.BranchHead, Branch: in.Branch.Code}, 30), "停电", nil))
	record := store.ImportRecord{SHA256: "p-1", Device: "d-1", Seq: 1, Branch: in.Branch.Code}
	_, err = s.ImportInspections(ctx, record, nil, store.Loop{Reviews: r.Events}, checklist.Branch{})
	require.NoError(t, err)
	stands := func(until string, appeal checklist.AppealState) {
		t.Helper()
		r, err := s.Review(ctx, "bul-0-1")
		require.NoError(t, err)
		require.Equal(t, []any{until, appeal}, []any{r.AppealUntil, r.Appeal})
		sound(t, s)
	}
	stands("2026-10-27", checklist.AppealNone)

	p := novemberPlan()
	p.From, p.To, p.Day = "2026-10-01", "2026-10-31", "2026-11-01"
	e, err := s.FreezeBulletin(ctx, Frozen(t, s, p, nil), p)
	require.NoError(t, err)
	_, err = s.IssueBulletin(ctx, e.ID)
	require.NoError(t, err)
	stands("2026-10-27", checklist.AppealNone)
	_, err = s.PublishBulletin(ctx, e.ID, []byte("%PDF-1.7"))
	require.NoError(t, err)
	stands("2026-11-10", checklist.AppealOpen)
	require.Equal(t, []string{"bul-0-1"}, ids(t, s, checklist.Filter{Review: checklist.ReviewAppeals}))
	due, err := s.DuePublished(ctx, []string{in.Branch.Code})
	require.NoError(t, err)
	require.Equal(t, []any{"2026-11-03", []string{"env"}, true, false, false}, []any{
		due[0].Out, due[0].Lists, due[0].Shows("env", "2026-10-31"), due[0].Shows("env", "2026-11-01"), due[0].Shows("staff", "2026-10-31"),
	})
}

// unreadBulletins: what a branch got waits until it was opened once, and not when an
// edition that takes its place was.
func unreadBulletins(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	part := func(id byte, edition int, replaces string) bulletin.Published {
		return bulletin.Published{
			Format: 1, ID: strings.Repeat(string(id), 64), Branch: Branch.Code, Number: "通报〔2026〕1号", Edition: edition, Replaces: replaces,
			Office: "总行", Day: "2026-11-02", From: "2026-10-01", To: "2026-10-31", PDF: []byte("%PDF-1.7"),
		}
	}
	one := part('a', 1, "")
	two, other := part('b', 2, one.ID), part('c', 1, "")
	seq := int64(0)
	take := func(list ...bulletin.Published) {
		t.Helper()
		seq++
		record := store.ImportRecord{SHA256: fmt.Sprint("p-", seq), Device: "device-hq", Seq: seq, Branch: Branch.Code}
		_, err := s.ImportInspections(ctx, record, nil, store.Loop{Published: list}, checklist.Branch{})
		require.NoError(t, err)
	}
	unread := func(want ...string) {
		t.Helper()
		list, err := s.UnreadBulletins(ctx, Branch.Code)
		require.NoError(t, err)
		got := []string{}
		for _, p := range list {
			got = append(got, p.ID[:1])
			require.Empty(t, p.PDF)
		}
		require.ElementsMatch(t, want, got)
	}
	var seen []checklist.Change
	take(one)
	unread("a")
	defer s.Subscribe(func(c checklist.Change) { seen = append(seen, c) })()
	require.NoError(t, s.OpenBulletin(ctx, Branch.Code, one.ID))
	require.NoError(t, s.OpenBulletin(ctx, Branch.Code, one.ID))
	require.Equal(t, []checklist.Change{{Kind: "published", ID: one.ID}}, seen, "announced once")
	unread()
	take(one, other, two)
	unread("b", "c")
	all, err := s.Published(ctx, Branch.Code)
	require.NoError(t, err)
	require.Equal(t, 2, all[0].Edition, "the newest edition first")
	opened := map[string]bool{}
	for _, p := range all {
		opened[p.ID[:1]] = p.Opened
	}
	require.Equal(t, map[string]bool{"a": true, "b": false, "c": false}, opened)
	require.NoError(t, s.OpenBulletin(ctx, Branch.Code, two.ID))
	unread("c")
	require.Equal(t, "store.unknownBulletin", code(s.OpenBulletin(ctx, Branch.Code, strings.Repeat("d", 64))))
}

// rivalsOut: DOMAIN 5.8. A competitor's hall is inspected with the same list and
// fails the same items: neither ranking nor common problems nor bulletin know it.
func rivalsOut(t *testing.T, s *store.Store) {
	ctx := t.Context()
	BulletinMonth(t, s)
	before := Frozen(t, s, novemberPlan(), nil)
	common, err := s.CommonProblems(ctx, "env", "2026-11-01", "2026-11-30")
	require.NoError(t, err)
	require.NotEmpty(t, common)
	other := checklist.Branch{Code: "A000", Name: "他行网点", Grade: checklist.Second, Traffic: checklist.TrafficHigh, Active: true, Owner: checklist.OwnerCompetitor}
	require.NoError(t, s.SaveBranches(ctx, []checklist.Branch{other}))
	for i, day := range []int{6, 9} {
		at := time.Date(2026, 11, day, 4, 0, 0, 0, time.UTC)
		require.NoError(t, s.StartInspection(ctx, Finished(t, fmt.Sprint("rival-", i), other, at, 1, 4+i)))
	}
	require.Equal(t, string(before.Encode()), string(Frozen(t, s, novemberPlan(), nil).Encode()), "the bulletin is the same to the byte")
	again, err := s.CommonProblems(ctx, "env", "2026-11-01", "2026-11-30")
	require.NoError(t, err)
	require.Equal(t, common, again)
	c, err := s.Checklist(ctx, "env", 0)
	require.NoError(t, err)
	got, err := ranking.Ask(ctx, s, ranking.Question{Checklist: c, Period: ranking.Period{Kind: ranking.Month, From: "2026-11-01", To: "2026-11-30"}})
	require.NoError(t, err)
	require.Len(t, got.Table.Rows, 5)
	require.Equal(t, []int{7, 5}, []int{got.Table.Active, got.Table.Inspected})
	require.Equal(t, []ranking.Rival{{Branch: other, Score: 438, N: 2, Day: "2026-11-09"}}, got.Table.Rivals)
}
