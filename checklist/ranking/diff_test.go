package ranking_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/ranking"
)

func TestDiffNamesExactlyTheAffectedRows(t *testing.T) {
	in := input(t, 6, cell("B0001", 1, 950), cell("B0002", 1, 900), cell("B0003", 1, 850), cell("B0004", 1, 800), cell("B0005", 1, 750))
	before := ranking.Rank(in)
	require.Empty(t, ranking.Diff(before, ranking.Rank(in)))
	in.Cells[3].ScoreSum = 920 // a ruling lifts the fourth to the second place
	in.Cells[4].N = 0          // and takes the fifth one's only record out
	in.Cells = append(in.Cells, cell("B0006", 1, 700))
	var got []string
	for _, m := range ranking.Diff(before, ranking.Rank(in)) {
		word := m.Branch.Code
		switch {
		case m.Before == nil:
			word += " new"
		case m.After == nil:
			word += " gone"
		case m.Own:
			word += " ruled " + m.Before.Score.String() + "→" + m.After.Score.String()
		default:
			require.NotEqual(t, m.Before.Rank, m.After.Rank)
			word += " passed"
		}
		got = append(got, word)
	}
	require.Equal(t, []string{"B0004 ruled 80.0→92.0", "B0006 new", "B0005 gone", "B0002 passed", "B0003 passed"}, got)
}

// TestDiffIsComplete: applying what Diff names to the old places gives the new ones.
func TestDiffIsComplete(t *testing.T) {
	for seed := range uint64(40) {
		in := month(t, 30, seed)
		before := ranking.Rank(in)
		rnd := rand.New(rand.NewPCG(seed, 9))
		in.Cells = append([]checklist.PeriodCell{}, in.Cells...)
		for range 1 + rnd.IntN(4) {
			c := &in.Cells[rnd.IntN(len(in.Cells))]
			c.N, c.ScoreSum = 1, int64(850+rnd.IntN(150))
		}
		after := ranking.Rank(in)
		places := map[string]ranking.Place{}
		for i := range before.Rows {
			places[before.Rows[i].Branch.Code] = before.Rows[i].Place()
		}
		for _, m := range ranking.Diff(before, after) {
			delete(places, m.Branch.Code)
			if m.After != nil {
				require.True(t, m.Before == nil || *m.Before != *m.After, "only what differs")
				places[m.Branch.Code] = *m.After
			}
		}
		want := map[string]ranking.Place{}
		for i := range after.Rows {
			want[after.Rows[i].Branch.Code] = after.Rows[i].Place()
		}
		require.Equal(t, want, places)
	}
}
