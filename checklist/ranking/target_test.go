package ranking_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/ranking"
)

func TestAttainment(t *testing.T) {
	for _, x := range []struct {
		indicator     ranking.Indicator
		target        checklist.Milli
		actual        *big.Rat
		share         int
		light         ranking.Light
		what, because string
	}{
		{"score/a", checklist.N(90), big.NewRat(90, 1), 1000, ranking.Green, "reached", ""},
		{"score/a", checklist.N(90), big.NewRat(8999, 100), 1000, ranking.Amber, "99.99 % shows as 100.0 and is not green", ""},
		{"score/a", checklist.N(90), big.NewRat(81, 1), 900, ranking.Amber, "90 %", ""},
		{"score/a", checklist.N(90), big.NewRat(80999, 1000), 900, ranking.Red, "just below", ""},
		{"ontime", checklist.N(0), big.NewRat(0, 1), 1000, ranking.Green, "nothing asked", ""},
		{"problems/a", checklist.N(2), big.NewRat(2, 1), 1000, ranking.Green, "as many as allowed", ""},
		{"problems/a", checklist.N(2), big.NewRat(4, 1), 500, ranking.Red, "target / actual", ""},
		{"problems/a", checklist.N(2), big.NewRat(0, 1), 9999, ranking.Green, "none at all", ""},
		{"problems/a", 0, big.NewRat(1, 2), 0, ranking.Red, "none allowed", ""},
		{"problems/a", 0, big.NewRat(0, 1), 1000, ranking.Green, "none allowed, none found", ""},
		{"score/a", checklist.N(90), nil, 0, "", "not measured", ""},
	} {
		a := ranking.Attain(ranking.Target{Indicator: x.indicator, Value: x.target}, x.actual)
		require.Equal(t, x.share, a.Share, x.what)
		require.Equal(t, x.light, a.Light, x.what)
	}
}

func TestSuggestedTargets(t *testing.T) {
	for _, x := range [][3]string{
		{"score/a", "90", "92"},
		{"score/a", "50", "55"},
		{"score/a", "99", "99.5"},
		{"score/a", "99.8", "100"},
		{"score/a", "100", "100"},
		{"score/a", "86.666", "89.4"},
		{"zone/a/b", "80", "85"},
		{"zone/a/b", "95", "96.5"},
		{"ontime", "0", "5"},
		{"problems/a", "3", "2.4"},
		{"problems/a", "0", "0"},
		{"problems/a", "0.1", "0"},
	} {
		base, err := checklist.ParseMilli(x[1])
		require.NoError(t, err)
		require.Equal(t, x[2], ranking.Suggest(ranking.Indicator(x[0]), base).String(), "%v", x)
	}
	require.Nil(t, ranking.Baseline([]*big.Rat{nil, nil}))
	require.EqualValues(t, 86_667, *ranking.Baseline([]*big.Rat{big.NewRat(90, 1), nil, big.NewRat(80, 1), big.NewRat(90, 1)}))
}

func TestTargetsAreChecked(t *testing.T) {
	ok := ranking.Target{Branch: "B1", Indicator: "zone/6s-environment/lobby", Period: "2026-Q4", Value: checklist.N(95)}
	require.NoError(t, ok.Check())
	for code, change := range map[string]func(*ranking.Target){
		"ranking.period": func(x *ranking.Target) { x.Period = "Q4" },
		"ranking.target": func(x *ranking.Target) { x.Value = checklist.N(101) },
	} {
		x := ok
		change(&x)
		require.Equal(t, code, checklist.CodeOf(x.Check()))
	}
	for _, bad := range []ranking.Indicator{"", "score", "score/", "score/a/b", "zone/a", "zone/a/", "zone/a/b/c", "ontime/a", "luck/a", "problems/"} {
		x := ok
		x.Indicator = bad
		require.Equal(t, "ranking.indicator", checklist.CodeOf(x.Check()), bad)
	}
	few := ranking.Target{Branch: "B1", Indicator: "problems/a", Period: "2026-11", Value: checklist.N(120)}
	require.NoError(t, few.Check())
	few.Branch = ""
	require.Equal(t, "ranking.target", checklist.CodeOf(few.Check()))
}

func TestActualValues(t *testing.T) {
	in := input(t, 3, cell("B0001", 3, 2799))
	in.Cells[0].Problems = 4
	in.Cells[0].Zones = []checklist.ZoneSum{{Zone: "lobby", N: 3, ScoreSum: 2500}}
	in.OnTime = map[string]int{"B0001": 875}
	r := ranking.Rank(in).Rows[0]
	for i, want := range map[ranking.Indicator]string{
		"score/6s-environment": "93.300", "zone/6s-environment/lobby": "83.333", "ontime": "87.500", "problems/6s-environment": "1.333", "index/monthly": "93.300",
	} {
		require.Equal(t, want, ranking.Actual(i, &r, in.Cells).FloatString(3), i)
	}
	require.Nil(t, ranking.Actual("zone/6s-environment/counter", &r, in.Cells))
	require.Nil(t, ranking.Actual("ontime", nil, nil))
}

// visit is one record.
func visit(hall int, day, who string, score int) ranking.Visit {
	return ranking.Visit{Branch: "B" + strconv.Itoa(hall), Checklist: "a", Day: day, Mode: checklist.Announced, Inspector: who, Score: checklist.Tenths(score)}
}

func TestLeniencyIsTheMeanPairedDifference(t *testing.T) {
	var all []ranking.Visit
	diffs := []float64{20, 30, 10, 25, 15, 40}
	for i, d := range diffs {
		all = append(all, visit(i, "2026-11-03", "甲", 900+int(d)), visit(i, "2026-10-20", "乙", 890), visit(i, "2026-12-20", "丙", 910))
	}
	all = append(all, visit(0, "2026-08-31", "乙", 100), visit(0, "2026-09-30", "丙", 100)) // too long ago
	self := visit(1, "2026-11-05", "乙", 100)
	self.Mode = checklist.Self // another way of checking
	all = append(all, self, visit(9, "2026-11-05", "丁", 700))
	got := ranking.Leniency(all, "2026-11-01", "2026-11-30")
	require.Len(t, got, 1, "only those with records in the period who met others")
	a := got[0]
	mean, squares := 0.0, 0.0
	for _, d := range diffs {
		mean += d / 6
	}
	for _, d := range diffs {
		squares += (d - mean) * (d - mean)
	}
	margin := 2.571 * math.Sqrt(squares/5/6)
	require.Equal(t, []any{"甲", 6, 6, 2, true, true}, []any{a.Inspector, a.Halls, a.Records, a.Others, a.Shown, a.Clear})
	require.InDelta(t, mean, float64(a.Mean), 0.5)
	require.Equal(t, int(math.Ceil(margin)), int(a.Margin))
	few := ranking.Leniency(all[:12], "2026-11-01", "2026-11-30")[0]
	require.Equal(t, []any{4, false, checklist.Tenths(0)}, []any{few.Halls, few.Shown, few.Mean}, "too few halls: nothing is claimed")
}

// TestLeniencyFindsWhatWasPlanted: inspectors with known offsets over halls with
// levels of their own; the 95 % intervals must hold the truth about as often.
func TestLeniencyFindsWhatWasPlanted(t *testing.T) {
	held, all := 0, 0
	for seed := range uint64(60) {
		rnd := rand.New(rand.NewPCG(seed, 6))
		offsets := map[string]int{"a": 30, "b": 0, "c": -30}
		var visits []ranking.Visit
		for hall := range 40 {
			level := 700 + rnd.IntN(200)
			for name, off := range offsets {
				visits = append(visits, visit(hall, "2026-11-1"+strconv.Itoa(rnd.IntN(10)), name, level+off+rnd.IntN(41)-20))
			}
		}
		for _, o := range ranking.Leniency(visits, "2026-11-01", "2026-11-30") {
			want := offsets[o.Inspector] - (0-offsets[o.Inspector])/2 // against the mean of the two others
			all++
			if d := int(o.Mean) - want; d <= int(o.Margin) && -d <= int(o.Margin) {
				held++
			}
			require.Equal(t, 40, o.Halls)
		}
	}
	require.Equal(t, 180, all)
	require.Greater(t, held, 160)
}

// TestABetterMonthMakesNobodyLenient: everybody scores 8 points higher in
// November than in October; offsets stay those that were planted.
func TestABetterMonthMakesNobodyLenient(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 8))
	offset := map[string]int{"a": 20, "b": -20}
	var visits []ranking.Visit
	for hall := range 60 {
		first, second := "a", "b"
		if hall%2 == 0 {
			first, second = second, first
		}
		level := 700 + rnd.IntN(100)
		visits = append(visits, visit(hall, "2026-10-10", first, level+offset[first]), visit(hall, "2026-11-10", second, level+offset[second]+80))
	}
	for _, o := range ranking.Leniency(visits, "2026-11-01", "2026-11-30") {
		require.InDelta(t, 2*offset[o.Inspector], int(o.Mean), 6, o.Inspector)
		require.True(t, o.Clear)
	}
}
