package checklist_test

import (
	"fmt"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

// The naive scorer follows DOMAIN 4.1–4.8 sentence by sentence with fractions
// and maps, and shares nothing with the real one.

type naiveLine struct{ r, after, m *big.Rat }

func rat(m checklist.Milli) *big.Rat { return big.NewRat(int64(m), 1000) }

func naiveRatio(it checklist.Item, v checklist.Value) *big.Rat {
	yes, no := big.NewRat(1, 1), big.NewRat(0, 1)
	switch it.Type {
	case "pass":
		switch v.Verdict {
		case "pass":
			return yes
		case "fail":
			return no
		}
	case "score":
		var marks *big.Rat
		if v.Occurrences != nil {
			marks = new(big.Rat).Sub(rat(it.Points), new(big.Rat).Mul(big.NewRat(int64(*v.Occurrences), 1), rat(*it.Deduct)))
			if marks.Sign() < 0 {
				marks = no
			}
		} else if v.Number != nil {
			marks = rat(*v.Number)
		}
		if marks != nil && it.Points > 0 {
			return new(big.Rat).Quo(marks, rat(it.Points))
		}
	case "rating":
		if v.Number != nil {
			return new(big.Rat).Quo(new(big.Rat).Sub(rat(*v.Number), yes), big.NewRat(int64(it.Scale-1), 1))
		}
	case "number":
		if v.Number != nil && it.Target != nil {
			if (it.Target.Op == "<=" && *v.Number <= it.Target.Value) || (it.Target.Op == ">=" && *v.Number >= it.Target.Value) {
				return yes
			}
			return no
		}
	}
	return nil
}

func naiveViolated(it checklist.Item, v checklist.Value) bool {
	r := naiveRatio(it, v)
	if it.Type == "score" && it.Points == 0 {
		return v.Number != nil && *v.Number == 0 || v.Occurrences != nil
	}
	return r != nil && r.Sign() == 0 && (it.Type == "pass" || it.Type == "score" || it.Type == "number")
}

func naiveMass(in *checklist.Inspection, it checklist.Item) *big.Rat {
	w := it.Weight
	if it.WeightBy != nil {
		g := in.Branch.Grade
		if _, ok := it.WeightBy[g]; !ok {
			g = "second"
		}
		w = it.WeightBy[g]
	}
	m := new(big.Rat).Mul(rat(it.Points), rat(w))
	if x, ok := in.Checklist.Focus.Phase[in.Phase][it.Focus]; ok {
		m.Mul(m, rat(x))
	}
	if x, ok := in.Checklist.Focus.Pressure[in.Pressure][it.Focus]; ok {
		m.Mul(m, rat(x))
	}
	return m
}

func naiveApplies(in *checklist.Inspection, s *checklist.Sheet, it checklist.Item) bool {
	for _, z := range in.LeftOut {
		if z == it.Zone {
			return false
		}
	}
	if len(it.Roles) == 0 || s.Position == "" {
		return true
	}
	for _, r := range it.Roles {
		if r == s.Position {
			return true
		}
	}
	return false
}

// naiveSheet returns the counting lines by item and whether a veto caps.
func naiveSheet(in *checklist.Inspection, s *checklist.Sheet) (lines map[string]naiveLine, cap bool) {
	lines = map[string]naiveLine{}
	var dead []string
	for _, it := range in.Checklist.Items {
		a := s.Answers[it.ID]
		if a == nil || a.Value.IsZero() || a.Value.Verdict == "na" || !naiveApplies(in, s, it) {
			continue
		}
		if naiveViolated(it, a.Value) {
			switch it.Veto {
			case "inspection":
				cap = true
			case "indicator":
				dead = append(dead, it.Indicator)
			}
		}
		r, m := naiveRatio(it, a.Value), naiveMass(in, it)
		if r != nil && m.Sign() > 0 {
			lines[it.ID] = naiveLine{r, r, m}
		}
	}
	for _, it := range in.Checklist.Items {
		for _, d := range dead {
			if l, ok := lines[it.ID]; ok && it.Indicator == d {
				lines[it.ID] = naiveLine{l.r, new(big.Rat), l.m}
			}
		}
	}
	return lines, cap
}

// naiveScore is 100·Σrm/Σm over the lines keep accepts.
func naiveScore(items []checklist.Item, sheets []map[string]naiveLine, keep func(checklist.Item) bool) *big.Rat {
	up, down := new(big.Rat), new(big.Rat)
	for _, lines := range sheets {
		for _, it := range items {
			if l, ok := lines[it.ID]; ok && keep(it) {
				up.Add(up, new(big.Rat).Mul(l.after, l.m))
				down.Add(down, l.m)
			}
		}
	}
	if down.Sign() == 0 {
		return nil
	}
	return up.Mul(up, big.NewRat(100, 1)).Quo(up, down)
}

// naiveRound rounds half up to one decimal by way of text.
func naiveRound(r *big.Rat) string {
	if r == nil {
		return "null"
	}
	return r.FloatString(1) // half away from zero is half up for scores
}

func everyItem(checklist.Item) bool { return true }

func TestAgainstNaiveScorer(t *testing.T) {
	scored, capped := 0, 0
	for seed := range uint64(6000) {
		in := randomInspection(seed)
		r := checklist.Evaluate(in)
		name := fmt.Sprintf("seed %d", seed)
		var all []map[string]naiveLine
		var means []*big.Rat
		full, of := 0, 0
		for k, s := range in.Sheets {
			lines, veto := naiveSheet(in, s)
			all = append(all, lines)
			exact := naiveScore(in.Checklist.Items, []map[string]naiveLine{lines}, everyItem)
			requireTrace(t, name, r, s.ID, lines, exact)
			for _, l := range lines {
				of++
				if l.after.Cmp(big.NewRat(1, 1)) == 0 {
					full++
				}
			}
			limit, shown := rat(in.Checklist.Scoring.VetoCap), exact
			if exact != nil && veto && exact.Cmp(limit) > 0 {
				shown = limit
				capped++
			}
			if in.Checklist.Subject != checklist.SubjectPerson {
				require.Equal(t, naiveRound(shown), shownScore(r.Score), name)
				continue
			}
			require.Equal(t, naiveRound(shown), shownScore(r.Persons[k].Score), name)
			if shown != nil {
				rounded, _ := new(big.Rat).SetString(naiveRound(shown))
				means = append(means, rounded)
			}
		}
		if in.Checklist.Subject == checklist.SubjectPerson {
			requireMean(t, name, r, means)
		}
		require.Equal(t, checklist.PassRate{Full: full, Applicable: of}, r.PassRate, name)
		requireParts(t, name, in, r, all)
		if r.Score != nil {
			scored++
			requireZoneLosses(t, name, r)
		}
	}
	require.Greater(t, scored, 5000, "the generator must make scored cases")
	require.Greater(t, capped, 400, "and capped ones")
}

// requireParts compares zones, S and indicators.
func requireParts(t *testing.T, name string, in *checklist.Inspection, r *checklist.Result, all []map[string]naiveLine) {
	t.Helper()
	for _, z := range r.Zones {
		exact := naiveScore(in.Checklist.Items, all, func(it checklist.Item) bool { return it.Zone == z.ID })
		require.Equal(t, naiveRound(exact), shownScore(z.Score), name+z.ID)
	}
	for _, z := range r.S6 {
		exact := naiveScore(in.Checklist.Items, all, func(it checklist.Item) bool { return it.S6 == z.ID })
		require.Equal(t, naiveRound(exact), shownScore(z.Score), name+z.ID)
	}
	for _, z := range r.Marks {
		exact := naiveScore(in.Checklist.Items, all, func(it checklist.Item) bool { return it.Indicator == z.ID })
		require.Equal(t, naiveRound(exact), shownScore(z.Score), name+z.ID)
	}
}

func shownScore(t *checklist.Tenths) string {
	if t == nil {
		return "null"
	}
	return t.String()
}

func requireMean(t *testing.T, name string, r *checklist.Result, scores []*big.Rat) {
	t.Helper()
	require.Equal(t, len(scores) < 3, r.Small, name)
	if len(scores) == 0 {
		require.Nil(t, r.Score, name)
		return
	}
	sum := new(big.Rat)
	for _, s := range scores {
		sum.Add(sum, s)
	}
	require.Equal(t, naiveRound(sum.Quo(sum, big.NewRat(int64(len(scores)), 1))), shownScore(r.Score), name)
}

// requireTrace compares the sheet's lines and adds up their shares and decimals.
func requireTrace(t *testing.T, name string, r *checklist.Result, sheet string, lines map[string]naiveLine, exact *big.Rat) {
	t.Helper()
	earned, lost, total := r.DecimalsOf(sheet, 1)
	sum, lostSum, shown, shownLost := new(big.Rat), new(big.Rat), new(big.Rat), new(big.Rat)
	for i, l := range r.Trace {
		if l.Sheet != sheet {
			require.Empty(t, earned[i], name)
			continue
		}
		want, counts := lines[l.Item]
		require.Equal(t, counts, l.Why == "", name+l.Item)
		if !counts {
			require.Nil(t, l.Ratio, name)
			require.Empty(t, earned[i]+lost[i], name)
			continue
		}
		require.Zero(t, want.r.Cmp(l.Ratio), name+l.Item)
		require.Zero(t, want.after.Cmp(l.AfterVeto), name+l.Item)
		require.Zero(t, want.m.Cmp(l.Mass), name+l.Item)
		sum.Add(sum, l.Earned)
		lostSum.Add(lostSum, l.Lost)
		for text, to := range map[string]*big.Rat{"+" + earned[i]: shown, "-" + lost[i]: shownLost} {
			x, ok := new(big.Rat).SetString(text[1:])
			require.True(t, ok, text)
			to.Add(to, x)
		}
	}
	if exact == nil {
		require.Empty(t, total, name)
		return
	}
	require.Zero(t, exact.Cmp(sum), name)
	require.Zero(t, big.NewRat(100, 1).Cmp(new(big.Rat).Add(sum, lostSum)), name)
	require.Equal(t, naiveRound(exact), total, name)
	require.Equal(t, total, shown.FloatString(1), name)
	require.Zero(t, big.NewRat(100, 1).Cmp(shown.Add(shown, shownLost)), name)
}

// requireZoneLosses: what the zones lost is 100 less the score before the cap.
func requireZoneLosses(t *testing.T, name string, r *checklist.Result) {
	t.Helper()
	lost, sheets, all := new(big.Rat), map[string]bool{}, new(big.Rat)
	for _, z := range r.Zones {
		if z.Lost != nil {
			lost.Add(lost, z.Lost)
		}
	}
	for _, l := range r.Trace {
		if l.Lost != nil {
			sheets[l.Sheet] = true
			all.Add(all, l.Lost)
		}
	}
	require.Zero(t, lost.Cmp(all.Quo(all, big.NewRat(int64(len(sheets)), 1))), name)
}
