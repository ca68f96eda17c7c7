package bulletin_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/bulletin"
)

func list() *checklist.Checklist {
	c := &checklist.Checklist{ID: "env", Version: 1, Zones: []checklist.Zone{{ID: "a", Name: checklist.Text{ZH: "甲区"}}, {ID: "b", Name: checklist.Text{ZH: "乙区"}}}}
	c.Scoring.Method, c.Scoring.Full = checklist.Points, checklist.N(100)
	c.Scoring.Grades = []checklist.Grade{{ID: "good", Min: checklist.N(80)}, {ID: "poor"}}
	c.Items = []checklist.Item{{ID: "env.a.1", Zone: "a"}, {ID: "env.b.1", Zone: "b"}}
	return c
}

func facts(t *testing.T, p *bulletin.Plan, halls int) *bulletin.Facts {
	q, err := p.Query([]string{"env"}, "2026-12-01")
	require.NoError(t, err)
	f := &bulletin.Facts{Query: q, Org: "总行"}
	for i := range halls {
		code := fmt.Sprintf("B%02d", i)
		f.Branches = append(f.Branches, checklist.Branch{Code: code, Name: "支行" + code, Grade: checklist.Second, Active: true})
		f.Cells = append(f.Cells, checklist.PeriodCell{
			Branch: code, Checklist: "env", N: 1, ScoreSum: int64(950 - 10*i), MinVersion: 1, MaxVersion: 1,
			Zones: []checklist.ZoneSum{{Zone: "a", N: 1, ScoreSum: 900, LostSum: 2000}, {Zone: "b", N: 1, ScoreSum: int64(700 + i), LostSum: 9000}},
		})
		f.Visits = append(f.Visits, bulletin.Visits{Branch: code, Mode: checklist.Announced, N: 1, First: "2026-11-02", Last: "2026-11-03"})
		f.Findings = append(f.Findings, bulletin.Finding{
			ID: "f" + code, Number: "F-" + code, Branch: code, Checklist: "env", Item: []string{"env.a.1", "env.b.1"}[i%2], Zone: []string{"a", "b"}[i%2],
			Severity: checklist.Major, Status: checklist.FindingOpen, Day: "2026-11-02", Due: "2026-11-09", Text: "身份证 11010519491231002X",
		})
	}
	f.Overdue = append(f.Overdue, f.Findings...)
	return f
}

func plan() bulletin.Plan {
	return bulletin.Plan{From: "2026-11-01", To: "2026-11-30", Checklist: "env", Prefix: "通报", No: 2, Day: "2026-12-02", Names: true}
}

func freeze(t *testing.T, p bulletin.Plan, f *bulletin.Facts) *bulletin.Data {
	d, err := bulletin.Freeze(bulletin.Input{Plan: p, Facts: f, Lists: []*checklist.Checklist{list()}})
	require.NoError(t, err)
	return d
}

// The order in which a database gives its rows is nobody's business.
func TestOrderOfFactsDoesNotMatter(t *testing.T) {
	p := plan()
	want := string(freeze(t, p, facts(t, &p, 12)).Encode())
	for seed := range uint64(20) {
		f, r := facts(t, &p, 12), rand.New(rand.NewPCG(seed, 1))
		r.Shuffle(len(f.Branches), func(i, k int) { f.Branches[i], f.Branches[k] = f.Branches[k], f.Branches[i] })
		r.Shuffle(len(f.Cells), func(i, k int) { f.Cells[i], f.Cells[k] = f.Cells[k], f.Cells[i] })
		r.Shuffle(len(f.Findings), func(i, k int) { f.Findings[i], f.Findings[k] = f.Findings[k], f.Findings[i] })
		r.Shuffle(len(f.Overdue), func(i, k int) { f.Overdue[i], f.Overdue[k] = f.Overdue[k], f.Overdue[i] })
		r.Shuffle(len(f.Visits), func(i, k int) { f.Visits[i], f.Visits[k] = f.Visits[k], f.Visits[i] })
		require.Equal(t, want, string(freeze(t, p, f).Encode()))
	}
}

func TestWhatAFreezeSays(t *testing.T) {
	p := plan()
	d := freeze(t, p, facts(t, &p, 12))
	require.Equal(t, "通报〔2026〕2号", d.Number)
	require.Equal(t, []int{12, 12, 12, 12}, []int{d.Basics.Active, d.Basics.Inspected, d.Basics.Problems, d.Last.OverdueN})
	require.Len(t, d.Common, 2, "each item failed in half of the halls")
	require.Equal(t, []int{6, 12}, []int{d.Common[0].Halls, d.Common[0].Inspected})
	require.Equal(t, "乙区", d.Zones[d.ZoneSums[0].Zone].Name.ZH, "most lost first")
	require.Equal(t, 22, d.Last.Overdue[0].Days)
	require.NotContains(t, string(d.Encode()), "19491231", "personal numbers are covered")
	p.Names = false
	require.Empty(t, freeze(t, p, facts(t, &p, 12)).Common[0].Names)
	require.True(t, freeze(t, p, facts(t, &p, 3)).Basics.Ranked())
	few := freeze(t, p, facts(t, &p, 2))
	require.False(t, few.Basics.Ranked())
	part := few.For(bulletin.ID(few.Encode()), "B00")
	require.Zero(t, part.Own.Rank, "fewer than three halls make no public rank")
	require.Nil(t, part.All.Best, "and nothing that would say the other's score")
	require.Nil(t, part.All.Mean)
	require.Empty(t, part.Zones)
	require.Nil(t, part.Own.Weak[0].Mean)
	_, err := bulletin.Freeze(bulletin.Input{Plan: p, Facts: facts(t, &p, 0), Lists: []*checklist.Checklist{list()}})
	require.Equal(t, "bulletin.empty", checklist.CodeOf(err))
}

func TestNumbers(t *testing.T) {
	require.Equal(t, "济银服通报〔2026〕17号", bulletin.NumberText("济银服通报", "2026", 17))
	require.Empty(t, bulletin.NumberText("通报", "2026", 0))
	require.Equal(t, 17, bulletin.NumberOf("济银服通报〔2026〕17号", "济银服通报", "2026"))
	for _, other := range []string{"通报〔2026〕17号", "济银服通报〔2025〕17号", "济银服通报〔2026〕x号", ""} {
		require.Zero(t, bulletin.NumberOf(other, "济银服通报", "2026"))
	}
}
