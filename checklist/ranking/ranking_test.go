package ranking_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/checklisttest"
	"hallcheck/checklist/ranking"
)

// cell is a hall's period: n records that sum to sum tenths.
func cell(code string, n int, sum int64) checklist.PeriodCell {
	return checklist.PeriodCell{Branch: code, Checklist: "6s-environment", N: n, ScoreSum: sum, MinVersion: 1, MaxVersion: 1}
}

func input(t testing.TB, halls int, cells ...checklist.PeriodCell) ranking.Input {
	t.Helper()
	return ranking.Input{Checklist: checklisttest.Checklist(t, "6s-environment"), Branches: checklisttest.Branches(halls), Cells: cells}
}

// order writes the rows as "rank code score".
func order(t ranking.Table) []string {
	var out []string
	for _, r := range t.Rows {
		out = append(out, fmt.Sprintf("%d %s %s", r.Rank, r.Branch.Code, r.Score))
	}
	return out
}

func TestTiesShareARankAndTheNextIsSkipped(t *testing.T) {
	veto, critical := cell("B0002", 1, 900), cell("B0003", 2, 1800)
	veto.Vetoes, critical.Critical = 1, 1
	in := input(t, 7, veto, critical, cell("B0001", 1, 950), cell("B0005", 1, 900), cell("B0004", 3, 2699), cell("B0006", 1, 899))
	got := ranking.Rank(in)
	require.Equal(t, []string{
		"1 B0001 95.0", "2 B0004 90.0", "2 B0005 90.0", "2 B0003 90.0", "2 B0002 90.0", "6 B0006 89.9",
	}, order(got), "269.9 / 3 = 89.97 is 90.0; inside the tie: vetoes, critical, code")
	require.Equal(t, "excellent", got.Rows[1].Grade)
	require.Equal(t, "good", got.Rows[5].Grade)
	require.Equal(t, "90.8", got.Mean.String()) // 544.9 / 6 = 90.82
	require.Equal(t, []int{6, 7}, []int{got.Inspected, got.Active})
	require.False(t, got.TooFew)

	in.OnTime = map[string]int{"B0005": 900, "B0004": 850}
	got = ranking.Rank(in)
	require.Equal(t, "2 B0005 90.0", order(got)[1], "the better on-time rate first")
}

func TestHalfUp(t *testing.T) {
	got := ranking.Rank(input(t, 2, cell("B0001", 2, 1701), cell("B0002", 3, 2551)))
	require.Equal(t, []string{"1 B0001 85.1", "2 B0002 85.0"}, order(got), "85.05 and 85.033")
}

func TestChangeAndPeers(t *testing.T) {
	in := input(t, 12)
	for i, b := range in.Branches {
		in.Cells = append(in.Cells, cell(b.Code, 1, int64(700+10*i)))
		in.Last = append(in.Last, cell(b.Code, 2, int64(2*(900-10*i))))
	}
	in.Last = in.Last[:11]
	got := ranking.Rank(in)
	top := got.Rows[0]
	require.Equal(t, "B0012", top.Branch.Code)
	require.Nil(t, top.LastScore, "not inspected before")
	require.Zero(t, top.RankChange)
	second := got.Rows[1]
	require.Equal(t, []any{"B0011", "80.0", "0.0", 11, 9}, []any{second.Branch.Code, second.LastScore.String(), second.Change.String(), second.LastRank, second.RankChange})
	lowest := got.Rows[11]
	require.Equal(t, []any{"90.0", "-20.0", 1, -11}, []any{lowest.LastScore.String(), lowest.Change.String(), lowest.LastRank, lowest.RankChange})

	in.Peers = ranking.PeersOf(in.Branches[0])
	mine := ranking.Rank(in)
	require.NotEmpty(t, mine.Rows)
	require.Less(t, len(mine.Rows), 12)
	for i, r := range mine.Rows {
		require.Equal(t, in.Peers, ranking.PeersOf(r.Branch))
		require.Equal(t, i+1, r.PeerRank)
		require.Equal(t, len(mine.Rows), r.PeerCount)
	}
	require.Equal(t, 12, mine.Rows[len(mine.Rows)-1].Rank, "the overall rank stays")
	in.Peers = ranking.Peers{Grade: checklist.Second}
	for _, r := range ranking.Rank(in).Rows {
		require.Equal(t, checklist.Second, r.Branch.Grade)
	}
}

func TestHallWithoutGradeIsPeerOfSecond(t *testing.T) {
	require.Equal(t, ranking.Peers{Grade: checklist.Second, Traffic: checklist.TrafficLow}, ranking.PeersOf(checklist.Branch{Traffic: checklist.TrafficLow}))
}

func TestNotInspected(t *testing.T) {
	none := cell("B0002", 0, 0)
	none.Excluded = 2
	in := input(t, 5, none, cell("B0004", 1, 900), cell("B0005", 1, 900), cell("unknown", 1, 900))
	other := cell("B0001", 1, 990)
	other.Checklist = "lobby-patrol"
	in.Cells = append(in.Cells, other)
	in.Branches[4].Active = false
	in.Last = []checklist.PeriodCell{cell("B0003", 1, 810)}
	got := ranking.Rank(in)
	require.Equal(t, []string{"1 B0004 90.0"}, order(got), "inactive and unknown halls and other checklists are not ranked")
	require.True(t, got.TooFew)
	require.Equal(t, []int{1, 4}, []int{got.Inspected, got.Active})
	require.Len(t, got.NotInspected, 3)
	require.Equal(t, "B0001", got.NotInspected[0].Branch.Code)
	require.Equal(t, 2, got.NotInspected[1].Incomplete)
	require.Equal(t, "81.0", got.NotInspected[2].LastScore.String())
	require.Equal(t, "81.0", got.LastMean.String())
	require.Nil(t, ranking.Rank(input(t, 0)).Mean)
}

func TestWeakestZone(t *testing.T) {
	for name, x := range map[string]struct {
		zones []checklist.ZoneSum
		want  string
	}{
		"lowest":        {[]checklist.ZoneSum{{Zone: "lobby", N: 2, ScoreSum: 1600, LostSum: 9000}, {Zone: "counter", N: 1, ScoreSum: 799, LostSum: 10}}, "counter 79.9 0.01"},
		"more lost":     {[]checklist.ZoneSum{{Zone: "outdoor", N: 2, ScoreSum: 1600, LostSum: 4000}, {Zone: "lobby", N: 2, ScoreSum: 1600, LostSum: 5000}}, "lobby 80.0 2.5"},
		"earlier":       {[]checklist.ZoneSum{{Zone: "lobby", N: 1, ScoreSum: 800, LostSum: 5}, {Zone: "outdoor", N: 1, ScoreSum: 800, LostSum: 5}}, "outdoor 80.0 0.005"},
		"nothing lost":  {[]checklist.ZoneSum{{Zone: "lobby", N: 1, ScoreSum: 1000}}, ""},
		"unknown, none": {[]checklist.ZoneSum{{Zone: "roof", N: 1, ScoreSum: 1}, {Zone: "lobby"}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			c := cell("B0001", 1, 900)
			c.Zones = x.zones
			w := ranking.Rank(input(t, 1, c)).Rows[0].Weakest
			if x.want == "" {
				require.Nil(t, w)
				return
			}
			require.Equal(t, x.want, fmt.Sprintf("%s %s %s", w.Zone, w.Score, w.Lost))
			require.NotEmpty(t, w.Name.ZH)
		})
	}
}

func TestOddVersionIsMarked(t *testing.T) {
	older, mixed := cell("B0003", 1, 900), cell("B0004", 2, 1800)
	mixed.MaxVersion = 2
	newer1, newer2 := cell("B0001", 1, 900), cell("B0002", 1, 900)
	newer1.MinVersion, newer1.MaxVersion, newer2.MinVersion, newer2.MaxVersion = 2, 2, 2, 2
	got := ranking.Rank(input(t, 4, older, mixed, newer1, newer2))
	require.Equal(t, 2, got.Version)
	odd := map[string]bool{}
	for _, r := range got.Rows {
		odd[r.Branch.Code] = r.OddVersion
	}
	require.Equal(t, map[string]bool{"B0001": false, "B0002": false, "B0003": true, "B0004": true}, odd)
}

func TestExplain(t *testing.T) {
	c := cell("B0001", 2, 1701)
	c.Zones = []checklist.ZoneSum{{Zone: "lobby", N: 2, ScoreSum: 1600, LostSum: 9000}}
	c.MaxVersion, c.Excluded, c.Problems = 2, 1, 4
	in := input(t, 3, c, cell("B0002", 1, 1), cell("B0003", 1, 2))
	in.Last = []checklist.PeriodCell{cell("B0001", 1, 800)}
	in.OnTime = map[string]int{"B0001": 875}
	got := ranking.Rank(in)
	var lines []string
	for _, p := range ranking.Explain(got.Rows[0], checklist.ZH) {
		var pairs []string
		for k, v := range p.Args {
			pairs = append(pairs, k, v)
		}
		require.True(t, assets.Has("en", "ranking.why."+p.Code), p.Code)
		lines = append(lines, assets.T("zh", "ranking.why."+p.Code, pairs...))
	}
	require.Equal(t, []string{
		"期间得分 85.1 = 各次得分之和 170.1 ÷ 2 次。",
		"总排名第 1；得分相同者名次相同，下一名次跳过。",
		"同组（厅等级 × 客流）只有 1 家，不足 3 家，不排名次。",
		"上期 80.0 分、第 1 名；得分变化 +5.1，名次变化 0。",
		"问题 4 个，其中严重 0 个；一票否决 0 次。同分时依次比较：否决少、严重少、按期整改率高、网点编号。",
		"按期整改率 87.5%。",
		"短板：大堂与等候区 80.0 分，平均失 4.5 分。",
		"使用的检查表版本 1–2 与多数网点不同，比较时请留意。",
		"另有 1 次检查不完整，未计入。",
	}, lines)
	require.Equal(t, "new", ranking.Explain(got.Rows[1], checklist.EN)[3].Code)
}

// month is a random period of n halls, the same for the same seed.
func month(t testing.TB, n int, seed uint64) ranking.Input {
	rnd := rand.New(rand.NewPCG(seed, 1))
	in := input(t, n)
	for _, b := range in.Branches {
		for _, to := range []*[]checklist.PeriodCell{&in.Cells, &in.Last} {
			c := cell(b.Code, rnd.IntN(4), 0)
			for range c.N {
				c.ScoreSum += int64(850 + rnd.IntN(150))
			}
			c.Vetoes, c.Critical, c.MaxVersion = rnd.IntN(2), rnd.IntN(3), 1+rnd.IntN(2)
			for _, z := range in.Checklist.Zones {
				c.Zones = append(c.Zones, checklist.ZoneSum{Zone: z.ID, N: c.N, ScoreSum: int64(c.N * (900 + 10*rnd.IntN(10))), LostSum: int64(rnd.IntN(5000))})
			}
			*to = append(*to, c)
		}
	}
	return in
}

func TestOrderOfInputDoesNotMatter(t *testing.T) {
	for seed := range uint64(50) {
		in := month(t, 40, seed)
		want := ranking.Rank(in)
		rnd := rand.New(rand.NewPCG(seed, 2))
		for _, cells := range [][]checklist.PeriodCell{in.Cells, in.Last} {
			rnd.Shuffle(len(cells), func(i, j int) { cells[i], cells[j] = cells[j], cells[i] })
		}
		rnd.Shuffle(len(in.Branches), func(i, j int) { in.Branches[i], in.Branches[j] = in.Branches[j], in.Branches[i] })
		require.Equal(t, want, ranking.Rank(in))
		for i, r := range want.Rows {
			better := 0
			for _, x := range want.Rows {
				if x.Score > r.Score {
					better++
				}
			}
			require.Equal(t, better+1, r.Rank, "rank is one more than the halls that are better")
			require.True(t, i == 0 || want.Rows[i-1].Score >= r.Score)
		}
	}
}

func BenchmarkRank16000Halls(b *testing.B) {
	in := month(b, 16_000, 1)
	b.ReportAllocs()
	for b.Loop() {
		ranking.Rank(in)
	}
}
