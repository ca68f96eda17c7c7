package storetest

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/ranking"
	"hallcheck/store"
)

var rankingTests = []test{
	{"any range of days has the sums of its days", ranges},
	{"on-time rates per branch", branchRates},
	{"months of a hall and of the groups", trends},
	{"items that cost most", losses},
	{"targets", targets},
	{"composites", composites},
	{"competitors", rivals},
}

// byDay adds up the cells of single days, which come from the inspections.
func byDay(t *testing.T, s *store.Store, from, to time.Time) map[string]checklist.PeriodCell {
	out := map[string]checklist.PeriodCell{}
	for d := from; !d.After(to); d = d.AddDate(0, 0, 1) {
		day := d.Format(time.DateOnly)
		cells, err := s.PeriodCells(t.Context(), "env", day, day)
		require.NoError(t, err)
		for _, c := range cells {
			x, ok := out[c.Branch]
			if !ok {
				out[c.Branch] = c
				continue
			}
			x.N, x.ScoreSum, x.Vetoes, x.Problems, x.Critical = x.N+c.N, x.ScoreSum+c.ScoreSum, x.Vetoes+c.Vetoes, x.Problems+c.Problems, x.Critical+c.Critical
			x.Excluded, x.Withheld = x.Excluded+c.Excluded, x.Withheld+c.Withheld
			x.Provisional, x.Appealed = x.Provisional+c.Provisional, x.Appealed+c.Appealed
			for i, z := range c.Zones {
				x.Zones[i].N, x.Zones[i].ScoreSum, x.Zones[i].LostSum = x.Zones[i].N+z.N, x.Zones[i].ScoreSum+z.ScoreSum, x.Zones[i].LostSum+z.LostSum
			}
			out[c.Branch] = x
		}
	}
	return out
}

func ranges(t *testing.T, s *store.Store) {
	SetUpHQ(t, s)
	rnd := rand.New(rand.NewPCG(11, 7))
	first := time.Date(2026, 8, 1, 4, 0, 0, 0, time.UTC)
	for i := range 90 {
		hall := []checklist.Branch{Branch, hall7}[rnd.IntN(2)]
		require.NoError(t, s.StartInspection(t.Context(), Finished(t, fmt.Sprintf("g-%02d", i), hall, first.AddDate(0, 0, rnd.IntN(150)), 1, rnd.IntN(8))))
	}
	for range 40 {
		from := time.Date(2026, 8, 1+rnd.IntN(120), 0, 0, 0, 0, time.UTC)
		to := from.AddDate(0, 0, rnd.IntN(100))
		for _, span := range [][2]time.Time{{from, to}, {from.AddDate(0, 0, 1-from.Day()), to}, {from, to.AddDate(0, 1, -to.Day())}} {
			got, err := s.PeriodCells(t.Context(), "env", span[0].Format(time.DateOnly), span[1].Format(time.DateOnly))
			require.NoError(t, err)
			want := byDay(t, s, span[0], span[1])
			require.Equal(t, slices.Sorted(maps.Keys(want)), codes(got))
			for _, c := range got {
				require.Equal(t, want[c.Branch], c, "%s %v", c.Branch, span)
			}
			all, err := s.PeriodCells(t.Context(), "", span[0].Format(time.DateOnly), span[1].Format(time.DateOnly))
			require.NoError(t, err)
			require.Equal(t, got, all)
		}
	}
}

func codes(cells []checklist.PeriodCell) []string {
	var out []string
	for _, c := range cells {
		out = append(out, c.Branch)
	}
	return out
}

func branchRates(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUpHQ(t, s)
	rnd := rand.New(rand.NewPCG(3, 1))
	for i := range 30 {
		f, err := s.OpenFinding(ctx, checklist.FindingDraft{
			Branch: []string{Branch.Code, hall7.Code}[rnd.IntN(2)], Text: fmt.Sprint("问题", i), Due: fmt.Sprintf("2026-11-%02d", 4+rnd.IntN(20)),
		})
		require.NoError(t, err)
		switch n := rnd.IntN(3); {
		case n == 0 && f.Branch.Code == Branch.Code:
			closeIt(t, s, f.ID)
			As(t, s, "督导", checklist.HQSupervisor)
		case n == 1:
			move(t, s, f.ID, func(f *checklist.Finding, a checklist.Act) error { return f.Cancel(a, "重复登记") })
		}
	}
	got, err := s.BranchRates(ctx, "2026-11-01", "2026-11-12", "2026-11-10")
	require.NoError(t, err)
	onTime, err := s.OnTime(ctx, "2026-11-01", "2026-11-12")
	require.NoError(t, err)
	require.Len(t, got, 2)
	for code, r := range got {
		want, err := s.FindingRates(ctx, checklist.FindingFilter{Branch: code}, "2026-11-01", "2026-11-12", "2026-11-10")
		require.NoError(t, err)
		want.DaysSum = 0
		require.Equal(t, want, r, code)
		require.Positive(t, r.Due)
		require.Equal(t, (2000*r.OnTime+r.Due)/(2*r.Due), onTime[code])
	}
	none, err := s.OnTime(ctx, "2027-01-01", "2027-01-31")
	require.NoError(t, err)
	require.Empty(t, none)
}

func trends(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUpHQ(t, s)
	for i, x := range []struct {
		hall  checklist.Branch
		month int
		fails int
	}{{Branch, 8, 0}, {Branch, 8, 1}, {Branch, 10, 2}, {hall7, 8, 4}, {hall7, 11, 3}} {
		at := time.Date(2026, time.Month(x.month), 5+i, 4, 0, 0, 0, time.UTC)
		require.NoError(t, s.StartInspection(ctx, Finished(t, fmt.Sprint("t-", i), x.hall, at, 1, x.fails)))
	}
	one, err := s.Trend(ctx, "env", "B001", "2026-08", "2026-12")
	require.NoError(t, err)
	require.Equal(t, []ranking.MonthSum{{Month: "2026-08", Halls: 1, N: 2, Sum: 938}, {Month: "2026-10", Halls: 1, N: 1, Sum: 750}}, one)
	all, err := s.GroupTrend(ctx, "env", "2026-08", "2026-12")
	require.NoError(t, err)
	require.Equal(t, []ranking.MonthSum{
		{Month: "2026-08", Grade: checklist.Second, Traffic: checklist.TrafficHigh, Halls: 1, N: 2, Sum: 938},
		{Month: "2026-08", Grade: checklist.Third, Halls: 1, N: 1, Sum: 500},
		{Month: "2026-10", Grade: checklist.Second, Traffic: checklist.TrafficHigh, Halls: 1, N: 1, Sum: 750},
		{Month: "2026-11", Grade: checklist.Third, Halls: 1, N: 1, Sum: 625},
	}, all)
	points := ranking.Trend(all, ranking.Peers{}, "2026-08", "2026-11")
	require.Len(t, points, 4)
	require.Equal(t, "71.9", points[0].Score.String())
	require.Nil(t, points[1].Score)
	visits, err := s.Visits(ctx, "env", "2026-08-06", "2026-10-31")
	require.NoError(t, err)
	require.Equal(t, []ranking.Visit{
		{Branch: "B001", Checklist: "env", Day: "2026-08-06", Mode: checklist.Self, Inspector: "张三", Score: 875},
		{Branch: "B001", Checklist: "env", Day: "2026-10-07", Mode: checklist.Self, Inspector: "张三", Score: 750},
		{Branch: "B007", Checklist: "env", Day: "2026-08-08", Mode: checklist.Self, Inspector: "张三", Score: 500},
	}, visits)
	spreads, err := s.Spreads(ctx, "env", "2026-08-01", "2026-08-31")
	require.NoError(t, err)
	require.Equal(t, []ranking.Spread{
		{Branch: "B001", Checklist: "env", N: 2, Sum: 1875, Squares: 1000*1000 + 875*875}, {Branch: "B007", Checklist: "env", N: 1, Sum: 500, Squares: 250_000},
	}, spreads)
}

func losses(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUpHQ(t, s)
	for i, fails := range []int{1, 3, 2} {
		hall := []checklist.Branch{Branch, hall7, Branch}[i]
		require.NoError(t, s.StartInspection(ctx, Finished(t, fmt.Sprint("l-", i), hall, start.AddDate(0, 0, i), 1, fails)))
	}
	got, err := s.TopLosses(ctx, "env", "", "2026-11-01", "2026-11-30", 2)
	require.NoError(t, err)
	require.Equal(t, []ranking.Loss{
		{Item: "item.7", Zone: "back", Lost: 37_500, Times: 3, Halls: 2}, {Item: "item.6", Zone: "back", Lost: 25_000, Times: 2, Halls: 2},
	}, got)
	got, err = s.TopLosses(ctx, "env", "B007", "2026-11-04", "2026-11-04", 9)
	require.NoError(t, err)
	require.Len(t, got, 3)
	got, err = s.TopLosses(ctx, "env", "", "2026-12-01", "2026-12-31", 9)
	require.NoError(t, err)
	require.Empty(t, got)
}

func targets(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUpHQ(t, s)
	base := checklist.Milli(86_667)
	a := ranking.Target{Branch: "B001", Indicator: "score/env", Period: "2026-11", Value: 89_400, Baseline: &base}
	b := ranking.Target{Branch: "B007", Indicator: "ontime", Period: "2026-11", Value: 95_000}
	require.NoError(t, s.SetTargets(ctx, []ranking.Target{a, b}))
	got, err := s.Targets(ctx, "B001")
	require.NoError(t, err)
	require.Len(t, got, 1)
	require.Equal(t, "督导", got[0].By)
	a.At, a.By = got[0].At, got[0].By
	require.Equal(t, a, got[0])
	a.Value, a.Baseline = 90_000, nil
	require.NoError(t, s.SetTargets(ctx, []ranking.Target{a}))
	got, err = s.Targets(ctx, "B001")
	require.NoError(t, err)
	require.EqualValues(t, 86_667, *got[0].Baseline, "what it was set from stays")
	all, err := s.TargetsIn(ctx, "2026-11")
	require.NoError(t, err)
	require.Equal(t, []string{"B001 90", "B007 95"}, []string{all[0].Branch + " " + all[0].Value.String(), all[1].Branch + " " + all[1].Value.String()})
	wrong, unknown := b, b
	wrong.Indicator, unknown.Branch = "luck", "B999"
	require.Equal(t, "ranking.indicator", code(s.SetTargets(ctx, []ranking.Target{a, wrong})))
	a.Value = 91_000
	require.Equal(t, "store.targetBranch", code(s.SetTargets(ctx, []ranking.Target{a, unknown})))
	all, err = s.Targets(ctx, "")
	require.NoError(t, err)
	require.Len(t, all, 2)
	require.EqualValues(t, 90_000, all[0].Value, "all or none")
	require.NoError(t, s.DropTarget(ctx, "B007", "ontime", "2026-11"))
	require.Equal(t, "store.noTarget", code(s.DropTarget(ctx, "B007", "ontime", "2026-11")))
}

func composites(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUpHQ(t, s)
	_, err := s.InstallChecklist(ctx, "more.json", Sample("more", 1, 4))
	require.NoError(t, err)
	_, err = s.InstallChecklist(ctx, "last.json", Sample("last", 1, 4))
	require.NoError(t, err)
	c := ranking.Composite{ID: "month", Name: "综合", Parts: []ranking.Part{{Checklist: "env", Weight: checklist.N(60)}, {Checklist: "more", Weight: checklist.N(40)}}}
	require.NoError(t, s.SaveComposite(ctx, c))
	got, err := s.Composite(ctx, "综合")
	require.NoError(t, err)
	require.Equal(t, "环境检查", got.Parts[1].Title.ZH)
	c.Parts[1].Checklist = "nowhere"
	require.Equal(t, "ranking.composite.list", code(s.SaveComposite(ctx, c)))
	c.Parts[1].Checklist = "last"
	require.NoError(t, s.SaveComposite(ctx, c))
	all, err := s.Composites(ctx)
	require.NoError(t, err)
	require.Len(t, all, 1)
	require.Equal(t, "last", all[0].Parts[1].Checklist)
	require.NoError(t, s.DropComposite(ctx, "month"))
	require.Equal(t, "store.noComposite", code(s.DropComposite(ctx, "month")))
	_, err = s.Composite(ctx, "month")
	require.Equal(t, "store.noComposite", code(err))
}

func rivals(t *testing.T, s *store.Store) {
	ctx := t.Context()
	SetUpHQ(t, s)
	other := checklist.Branch{Code: "X1", Name: "他行网点", Grade: checklist.Second, Traffic: checklist.TrafficHigh, Active: true, Owner: checklist.OwnerCompetitor}
	require.NoError(t, s.SaveBranches(ctx, []checklist.Branch{other}))
	for i, hall := range []checklist.Branch{Branch, hall7, other} {
		require.NoError(t, s.StartInspection(ctx, Finished(t, fmt.Sprint("r-", i), hall, start, 1, i)))
	}
	list, err := s.Branches(ctx)
	require.NoError(t, err)
	require.Equal(t, other, list[2])
	c, err := s.Checklist(ctx, "env", 0)
	require.NoError(t, err)
	period, err := ranking.ParsePeriod("2026-11")
	require.NoError(t, err)
	got, err := ranking.Ask(ctx, s, ranking.Question{Checklist: c, Period: period, Rules: ranking.Rules{Shrink: ranking.ShrinkShown}})
	require.NoError(t, err)
	require.Len(t, got.Table.Rows, 2)
	require.Equal(t, []ranking.Rival{{Branch: other, Score: 750, N: 1, Day: "2026-11-03"}}, got.Table.Rivals)
	require.Equal(t, 2, got.Table.Active)
	all, err := s.GroupTrend(ctx, "env", "2026-11", "2026-11")
	require.NoError(t, err)
	require.Len(t, all, 2, "no competitor in any mean")
	lost, err := s.TopLosses(ctx, "env", "", "2026-11-01", "2026-11-30", 9)
	require.NoError(t, err)
	require.Len(t, lost, 1)
	rep, err := s.Check(ctx, true, nil)
	require.NoError(t, err)
	require.Empty(t, rep.Troubles, "a record of a competitor's hall keeps its seal")
}
