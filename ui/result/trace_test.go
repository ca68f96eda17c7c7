package result

import (
	"math/big"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

var t0 = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)

func sheetOf(t *testing.T, masses []int, veto int) *checklist.Inspection {
	t.Helper()
	c := &checklist.Checklist{
		ID: "x", Version: 1, Subject: checklist.SubjectBranch, Modes: []checklist.Mode{checklist.Self},
		Kind:    checklist.KindInspection,
		Scoring: checklist.Scoring{Method: checklist.Points, Full: checklist.N(100), VetoCap: checklist.N(59), Grades: []checklist.Grade{{ID: "good", Min: checklist.N(60)}, {ID: "fail"}}},
		Zones:   []checklist.Zone{{ID: "z"}},
	}
	for i, m := range masses {
		it := checklist.Item{ID: string(rune('a' + i)), Zone: "z", Type: checklist.TypePass, Points: checklist.N(m), Weight: checklist.N(1), Veto: checklist.VetoNone}
		if i == veto {
			it.Veto = checklist.VetoInspection
		}
		c.Items = append(c.Items, it)
	}
	in, err := checklist.Start("i", c, checklist.Branch{}, checklist.Person{}, checklist.Self, t0)
	require.NoError(t, err)
	for _, it := range c.Items {
		require.NoError(t, in.Record("main", it.ID, checklist.VerdictValue(checklist.Pass), t0))
	}
	return in
}

func sum(t *testing.T, lines []line, of func(line) string) string {
	t.Helper()
	total, places := new(big.Rat), 2
	for _, l := range lines {
		if s := of(l); s != "–" {
			x, ok := new(big.Rat).SetString(s)
			require.True(t, ok, s)
			total.Add(total, x)
			if i := indexDot(s); i >= 0 {
				places = len(s) - i - 1
			}
		}
	}
	return total.FloatString(places)
}

func indexDot(s string) int {
	for i := range s {
		if s[i] == '.' {
			return i
		}
	}
	return -1
}

func TestLinesSumToTheTotal(t *testing.T) {
	in := sheetOf(t, []int{3, 3, 3, 2, 7}, -1)
	require.NoError(t, in.Record("main", "b", checklist.VerdictValue(checklist.Miss), t0))
	require.NoError(t, in.Record("main", "d", checklist.VerdictValue(checklist.NA), t0))
	acc := explain(in, checklist.Evaluate(in), "", checklist.ZH)
	require.Equal(t, "81.25", acc.Total)
	require.Equal(t, "81.3", acc.Score.String())
	require.Equal(t, acc.Total, sum(t, acc.Lines, func(l line) string { return l.Earned }))
	require.Equal(t, "18.75", sum(t, acc.Lines, func(l line) string { return l.Lost }))
	require.Equal(t, []string{"–", "–", "–"}, []string{acc.Lines[3].Mass, acc.Lines[3].Earned, acc.Lines[3].Lost}, "not applicable does not count")
	require.Equal(t, stateNA, acc.Lines[3].State)
	require.Equal(t, "不适用", acc.Lines[3].Answer)

	losses := acc.onlyLosses()
	require.Len(t, losses, 1)
	require.Equal(t, 1, acc.Losses)
	n, earned := acc.rest()
	require.Equal(t, 4, n)
	require.Equal(t, "81.25", earned, "what the short table leaves out is its rest line")
}

func TestMorePlacesWhereTwoWouldMislead(t *testing.T) {
	for lost := 1; lost < 4000; lost++ {
		exact := new(big.Rat).Mul(big.NewRat(100, 1), big.NewRat(int64(9999-lost), 9999))
		two, _ := checklist.ParseMilli(exact.FloatString(2))
		if checklist.RoundTenths(two.Rat()) == checklist.RoundTenths(exact) {
			continue
		}
		in := sheetOf(t, []int{lost, 9999 - lost}, -1)
		require.NoError(t, in.Record("main", "a", checklist.VerdictValue(checklist.Miss), t0))
		acc := explain(in, checklist.Evaluate(in), "", checklist.ZH)
		require.Greater(t, len(acc.Total)-indexDot(acc.Total)-1, 2, acc.Total)
		shown, err := new(big.Rat).SetString(acc.Total)
		require.True(t, err)
		require.Equal(t, *acc.Score, checklist.RoundTenths(shown))
		require.Equal(t, acc.Total, sum(t, acc.Lines, func(l line) string { return l.Earned }))
		return
	}
	t.Fatal("no such mass")
}

func TestCapIsItsOwnLine(t *testing.T) {
	in := sheetOf(t, []int{1, 19}, 0)
	require.NoError(t, in.Record("main", "a", checklist.VerdictValue(checklist.Miss), t0))
	acc := explain(in, checklist.Evaluate(in), "", checklist.ZH)
	require.Equal(t, "95.00", acc.Total)
	require.NotNil(t, acc.Cap)
	require.Equal(t, "95.0 59.0 59.0", acc.Cap.Before.String()+" "+acc.Cap.After.String()+" "+acc.Score.String())
}

func TestChange(t *testing.T) {
	require.Equal(t, "+1.2", change(934, 922))
	require.Equal(t, "−1.2", change(922, 934))
	require.Equal(t, "±0", change(922, 922))
}

func TestWhatWasLostStandsAbove(t *testing.T) {
	a := account{Lines: []line{{Answer: "a"}, {Answer: "b", Loss: true}, {Answer: "c"}, {Answer: "d", State: stateBad}}}
	var got string
	for _, l := range a.lossesFirst() {
		got += l.Answer
	}
	assert.Equal(t, "bdac", got)
	assert.Equal(t, "b", a.Lines[1].Answer, "the account keeps its order")
}
