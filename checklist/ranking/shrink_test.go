package ranking_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/ranking"
)

// records makes one group's cells and spreads from the records themselves.
func records(in *ranking.Input, halls [][]int) {
	for i, scores := range halls {
		c := cell(in.Branches[i].Code, len(scores), 0)
		s := ranking.Spread{Branch: c.Branch, Checklist: c.Checklist, N: c.N}
		in.Branches[i].Grade, in.Branches[i].Traffic = checklist.Second, checklist.TrafficHigh
		for _, x := range scores {
			c.ScoreSum += int64(x)
			s.Sum, s.Squares = s.Sum+int64(x), s.Squares+int64(x*x)
		}
		in.Cells, in.Spread = append(in.Cells, c), append(in.Spread, s)
	}
}

// byFloats is the same estimate the way a statistics book writes it.
func byFloats(halls [][]int) (mean, k float64) {
	n, total, within := 0.0, 0.0, 0.0
	for _, h := range halls {
		m := 0.0
		for _, x := range h {
			m += float64(x) / float64(len(h))
		}
		for _, x := range h {
			within += (float64(x) - m) * (float64(x) - m)
			total += float64(x)
		}
		n += float64(len(h))
	}
	mean = total / n
	sigma := within / (n - float64(len(halls)))
	between, squares := 0.0, 0.0
	for _, h := range halls {
		m := 0.0
		for _, x := range h {
			m += float64(x) / float64(len(h))
		}
		between += float64(len(h)) * (m - mean) * (m - mean)
		squares += float64(len(h) * len(h))
	}
	tau := (between - float64(len(halls)-1)*sigma) / (n - squares/n)
	if tau <= 0 {
		return mean, math.Inf(1)
	}
	return mean, sigma / tau
}

func TestShrinkageIsBuehlmannStraub(t *testing.T) {
	flat := 0
	for seed := range uint64(80) {
		rnd := rand.New(rand.NewPCG(seed, 5))
		in := input(t, 8)
		var halls [][]int
		for range in.Branches {
			level, scores := 800+rnd.IntN(1+int(seed)%120), []int{}
			for range 1 + rnd.IntN(5) {
				scores = append(scores, level+rnd.IntN(90))
			}
			halls = append(halls, scores)
		}
		halls[0] = append(halls[0], 850)
		records(&in, halls)
		in.Rules.Shrink = ranking.ShrinkShown
		mean, k := byFloats(halls)
		table := ranking.Rank(in)
		require.Len(t, table.Shrinkage, 1)
		if math.IsInf(k, 1) {
			flat++
			require.Empty(t, table.Shrinkage[0].K)
		}
		for _, r := range table.Rows {
			z := float64(r.N) / (float64(r.N) + k)
			want := mean + z*(float64(r.ScoreSum)/float64(r.N)-mean)
			require.InDelta(t, want, float64(r.Shrunk.Score), 0.500001, "rounded once, from exact numbers")
			require.InDelta(t, 1000*z, float64(r.Shrunk.Weight), 0.500001)
		}
		require.Equal(t, ranking.Rank(withoutShrink(in)).Rows[0].Score, table.Rows[0].Score, "shown only: the order stays")
		in.Rules.Shrink = ranking.ShrinkRanks
		table = ranking.Rank(in)
		require.True(t, table.ByShrunk)
		for i, r := range table.Rows {
			better := 0
			for _, x := range table.Rows {
				if x.Shrunk.Score > r.Shrunk.Score {
					better++
				}
			}
			require.Equal(t, better+1, r.Rank, "row %d", i)
		}
	}
	require.Positive(t, flat, "some samples differ no more than chance")
}

func withoutShrink(in ranking.Input) ranking.Input {
	in.Rules.Shrink = ranking.ShrinkOff
	return in
}

func TestShrinkageNeedsRepeatedRecords(t *testing.T) {
	in := input(t, 4)
	records(&in, [][]int{{900}, {800}, {850}})
	in.Rules.Shrink = ranking.ShrinkRanks
	table := ranking.Rank(in)
	require.Empty(t, table.Shrinkage)
	require.Nil(t, table.Rows[0].Shrunk)
	require.Equal(t, "90.0", table.Rows[0].Score.String())
	two := input(t, 2)
	records(&two, [][]int{{900, 800}, {800, 700}})
	two.Rules.Shrink = ranking.ShrinkShown
	require.Empty(t, ranking.Rank(two).Shrinkage, "two halls are no group")
}

func TestShrinkageIsExplained(t *testing.T) {
	in := input(t, 4)
	records(&in, [][]int{{900, 920, 910}, {800, 820}, {850}, {700, 760}})
	in.Rules.Shrink = ranking.ShrinkShown
	table := ranking.Rank(in)
	var lines []string
	for _, p := range table.ExplainShrunk(table.Rows[1], checklist.ZH) {
		var pairs []string
		for k, v := range p.Args {
			pairs = append(pairs, k, v)
		}
		require.True(t, assets.Has("en", "ranking.why."+p.Code), p.Code)
		lines = append(lines, assets.T("zh", "ranking.why."+p.Code, pairs...))
	}
	require.Equal(t, "B0003", table.Rows[1].Branch.Code)
	require.Equal(t, []string{
		"同组 4 家共 8 份记录，平均 83.3。同一网点各次检查的方差为 5.50，网点之间真实水平的方差为 67.30，所以同组平均相当于 0.1 份记录的分量。本网点有 1 份，自身占 92.4%，其余按同组平均。",
		"向同组平均收缩后为 84.9 分（原得分 85.0）。仅供参考，不参与排名。",
	}, lines)
}
