package storetest

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store"
)

// SetUpHQ makes the store a headquarters installation that knows two halls.
func SetUpHQ(t testing.TB, s *store.Store) {
	t.Helper()
	require.NoError(t, s.Setup(t.Context(), checklist.Profile{
		Face: checklist.FaceHQ, Org: "总行", OrgID: "org-1", Device: "device-hq",
		User: checklist.Person{ID: "id-督导", Name: "督导", Role: checklist.HQSupervisor},
	}))
	require.NoError(t, s.SaveBranches(t.Context(), []checklist.Branch{Branch, hall7}))
}

func findingFilters(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUpHQ(t, s)
	open := func(d checklist.FindingDraft) string {
		d.Branch = cmp.Or(d.Branch, Branch.Code)
		f, err := s.OpenFinding(ctx, d)
		require.NoError(t, err)
		return f.ID
	}
	a := open(checklist.FindingDraft{Text: "大堂地面积水", Zone: "front", ZoneName: checklist.Text{ZH: "前厅"}, S6: "shine", Owner: "李强", Due: "2026-11-10"})
	b := open(checklist.FindingDraft{Text: "灯管不亮", Zone: "back", ZoneName: checklist.Text{ZH: "后场"}, S6: "safety", Severity: checklist.Critical, Due: "2026-11-05"})
	c := open(checklist.FindingDraft{Branch: "B007", Text: "Queue machine 50% broken", Zone: "front", Owner: "安琪", Due: "2026-11-08"})
	closeIt(t, s, b)
	As(t, s, "督导", checklist.HQSupervisor)
	move(t, s, c, func(f *checklist.Finding, a checklist.Act) error { return f.Cancel(a, "重复登记") })
	d := open(checklist.FindingDraft{Branch: "B007", Text: "柜台缺笔", Owner: "安琪", Due: "2026-11-04"})
	name := map[string]string{a: "a", b: "b", c: "c", d: "d"}
	F := func(f checklist.FindingFilter) string {
		out := ""
		for _, r := range findings(t, s, f) {
			out += name[r.ID]
		}
		return out
	}
	for want, list := range map[string][]checklist.FindingFilter{
		"dabc": {{}, {Text: "F-2026"}, {IDs: []string{c, b, a, d}}},
		"dcab": {{Sort: checklist.FindingsByOwner}},
		"dc":   {{Sort: checklist.FindingsNewest, Branch: "B007"}},
		"a": {
			{Text: "积水"},
			{Text: "地面积水"},
			{Text: "大堂 李强"},
			{Text: "前厅"},
			{Unsettled: true, Branch: "B001"},
			{S6: "shine"},
			{Owner: "李强"},
			{Limit: 1, Offset: 1},
			{DueTo: "2026-11-12", Unsettled: true, Zone: "front"},
			{Unsettled: true, Text: "dczh"},
			{IDs: []string{a}},
			{From: "2026-11-03", To: "2026-11-03", Owner: "李强"},
		},
		"ab": {{Branch: "B001"}, {Text: "DCZH"}, {Text: "东城支行"}},
		"ba": {{Branch: "B001", Sort: checklist.FindingsByBranch}},
		"b":  {{Text: "灯管"}, {Severity: checklist.Critical}, {Statuses: []checklist.FindingStatus{checklist.FindingClosed}}, {Mine: "李强", Zone: "back"}, {S6: "safety"}},
		"c":  {{Text: "queue MACHINE"}, {Text: "50%"}, {Text: "%"}, {Statuses: []checklist.FindingStatus{checklist.FindingCancelled}}},
		"bc": {{Statuses: []checklist.FindingStatus{checklist.FindingCancelled, checklist.FindingClosed}}},
		"d":  {{OverdueOn: "2026-11-05"}, {DueTo: "2026-11-04"}, {Text: "缺笔"}},
		"da": {{OverdueOn: "2026-11-11"}, {Unsettled: true}, {Unsent: true, Unsettled: true}},
		"":   {{Text: "_"}, {Text: "水积"}, {Text: "积水 灯管"}, {Repeat: true}, {From: "2026-11-04"}, {To: "2026-11-02"}, {IDs: []string{}}, {Item: "item.0"}},
	} {
		for _, f := range list {
			require.Equal(t, want, F(f), "%+v", f)
		}
	}
	facets(t, s)
}

// anyText compares the search with plain containing, on words made of few
// characters, so that they often meet halfway.
func anyText(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	random := rand.New(rand.NewPCG(3, 4))
	word := func(n int) string {
		out := ""
		for range n {
			out += []string{"灯", "不", "亮", "é", "\"", "%", "𠮷", "ß"}[random.IntN(8)]
		}
		return out
	}
	text := map[string]string{}
	for range 60 {
		d := checklist.FindingDraft{Text: word(1 + random.IntN(9)), Owner: word(2)}
		f, err := s.OpenFinding(ctx, d)
		require.NoError(t, err)
		text[f.ID] = f.Text + "\n" + f.Owner
	}
	for range 400 {
		words := []string{word(1 + random.IntN(4)), word(1 + random.IntN(2))}[:1+random.IntN(2)]
		var want, got []string
		for id, x := range text {
			if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(x, w) }) {
				want = append(want, id)
			}
		}
		for _, r := range findings(t, s, checklist.FindingFilter{Text: strings.Join(words, " ")}) {
			got = append(got, r.ID)
		}
		require.ElementsMatch(t, want, got, "%q", words)
	}
}

// facets are those of the findings of findingFilters.
func facets(t *testing.T, s *store.Store) {
	ctx := t.Context()
	x, err := s.FindingFacets(ctx, checklist.FindingFilter{}, "2026-11-11")
	require.NoError(t, err)
	require.Equal(t, checklist.FindingFacets{
		Total: 4, Overdue: 2,
		Statuses: map[checklist.FindingStatus]int{checklist.FindingOpen: 2, checklist.FindingClosed: 1, checklist.FindingCancelled: 1},
		Zones:    []checklist.Facet{{ID: "front", Name: checklist.Text{ZH: "前厅"}, N: 2}, {ID: "back", Name: checklist.Text{ZH: "后场"}, N: 1}},
		Owners:   []checklist.Facet{{ID: "安琪", N: 2}, {ID: "李强", N: 1}},
		S6:       []checklist.Facet{{ID: "safety", N: 1}, {ID: "shine", N: 1}},
	}, x)
	x, err = s.FindingFacets(ctx, checklist.FindingFilter{Text: "积水"}, "2026-11-11")
	require.NoError(t, err)
	require.Equal(t, []int{1, 1}, []int{x.Total, x.Overdue})
}

// findingRates makes findings of every kind and compares the sums of the engine
// with those of the domain.
func findingRates(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	random := rand.New(rand.NewPCG(7, 8))
	for i := range 12 {
		Draft(t, s, fmt.Sprintf("in-%d", i), start.AddDate(0, 0, 5*i-30))
		Fill(t, s, fmt.Sprintf("in-%d", i), random.IntN(5))
	}
	fixer, checker := checklist.Person{Name: "甲", Role: checklist.LobbyManager}, checklist.Person{Name: "乙", Role: checklist.HQSupervisor}
	rows := findings(t, s, checklist.FindingFilter{})
	require.Greater(t, len(rows), 12)
	for _, r := range rows {
		steps := random.IntN(5)
		move(t, s, r.ID, func(f *checklist.Finding, a checklist.Act) error {
			a.At = start.AddDate(0, 0, random.IntN(50)-20)
			photo := []checklist.PhotoRef{Photo("p", 'a')}
			for i, step := range []func() error{
				func() error { a.By = fixer; return f.Submit(a, "已改", photo) },
				func() error { a.By = checker; return f.Reject(a, "不清楚") },
				func() error { a.By = fixer; return f.Submit(a, "再改", photo) },
				func() error { a.By, a.At = checker, a.At.AddDate(0, 0, random.IntN(9)); return f.Accept(a, "") },
			} {
				if i < steps {
					if err := step(); err != nil {
						return err
					}
				}
			}
			if steps == 0 && random.IntN(2) == 0 {
				a.By = checker
				return f.Cancel(a, "误登记")
			}
			return nil
		})
	}
	for range 40 {
		from := start.AddDate(0, 0, random.IntN(60)-40)
		span := [2]string{from.Format(time.DateOnly), from.AddDate(0, 0, random.IntN(40)).Format(time.DateOnly)}
		today := start.AddDate(0, 0, random.IntN(60)-20).Format(time.DateOnly)
		narrow := []checklist.FindingFilter{{}, {Text: "原因7"}, {Unsettled: true}, {Item: "item.6", From: "2020-01-01", To: "2020-01-02"}}[random.IntN(4)]
		got, err := s.FindingRates(ctx, narrow, span[0], span[1], today)
		require.NoError(t, err)
		var want checklist.FindingRates
		narrow.From, narrow.To = "", ""
		for _, r := range findings(t, s, narrow) {
			f, err := s.Finding(ctx, r.ID)
			require.NoError(t, err)
			want.Add(f, span[0], span[1], today)
		}
		require.Equal(t, want, got, "%v %s", span, today)
	}
	sound(t, s)
}

func commonProblems(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUp(t, s)
	var halls []checklist.Branch
	for i := range 10 {
		halls = append(halls, checklist.Branch{Code: fmt.Sprintf("C%03d", i), Name: fmt.Sprintf("支行%d", i), Active: true})
	}
	require.NoError(t, s.SaveBranches(ctx, halls))
	for i, b := range halls { // item.7 fails in three of ten halls, item.6 in two
		fails := map[int]int{0: 2, 4: 1, 7: 2}[i]
		require.NoError(t, s.StartInspection(ctx, Finished(t, fmt.Sprintf("in-%d", i), b, start, 0, fails)))
	}
	require.NoError(t, s.StartInspection(ctx, Finished(t, "again", halls[0], start.AddDate(0, 0, 1), 0, 2))) // the same hall counts once
	got, err := s.CommonProblems(ctx, "env", "2026-11-01", "2026-11-30")
	require.NoError(t, err)
	require.Len(t, got, 1)
	require.Equal(t, []any{"env", "item.7", "back", 10}, []any{got[0].Checklist, got[0].Item, got[0].Zone, got[0].Inspected})
	require.Equal(t, []checklist.Branch{halls[0], halls[4], halls[7]}, got[0].Failed)
	got, err = s.CommonProblems(ctx, "", "2026-11-04", "2026-11-30")
	require.NoError(t, err)
	require.Empty(t, got, "one hall")

	// merged into another finding it still happened; merged into one that was none, not
	require.NoError(t, s.SavePerson(ctx, checklist.Person{ID: "head", Name: "行长四", Role: checklist.BranchHead, Branch: halls[4].Code}))
	_, err = s.ActAs(ctx, "行长四")
	require.NoError(t, err)
	into, err := s.OpenFinding(ctx, checklist.FindingDraft{Branch: halls[4].Code, Text: "后厨"})
	require.NoError(t, err)
	failed := findings(t, s, checklist.FindingFilter{Branch: halls[4].Code, Item: "item.7"})
	require.Len(t, failed, 1)
	_, err = s.MergeFindings(ctx, into.ID, []string{failed[0].ID})
	require.NoError(t, err)
	got, err = s.CommonProblems(ctx, "env", "2026-11-01", "2026-11-30")
	require.NoError(t, err)
	require.Len(t, got, 1)
	require.Len(t, got[0].Failed, 3)
	_, err = s.EditFinding(ctx, into.ID, func(f *checklist.Finding, a checklist.Act) error { return f.Cancel(a, "误登记") })
	require.NoError(t, err)
	got, err = s.CommonProblems(ctx, "env", "2026-11-01", "2026-11-30")
	require.NoError(t, err)
	require.Empty(t, got)
	sound(t, s)
}
