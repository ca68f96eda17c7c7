package checklist_test

import (
	"fmt"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

// gapList is a SERVQUAL form with n pairs in each of five dimensions.
func gapList(n int) *checklist.Checklist {
	c := list()
	c.Kind, c.Subject, c.Scoring = checklist.KindSurvey, checklist.SubjectRespondent, checklist.Scoring{Method: checklist.Gap}
	c.Zones = nil
	c.Scale = &checklist.SurveyScale{Points: 7, MinSample: 2, DefaultWeights: map[string]checklist.Milli{}}
	for _, d := range []string{"t", "rel", "resp", "a", "e"} {
		c.Zones = append(c.Zones, checklist.Zone{ID: d})
		c.Scale.DefaultWeights[d] = checklist.N(20)
		for i := range n {
			c.Items = append(c.Items, checklist.Item{
				ID: fmt.Sprintf("%s%d", d, i), Zone: d, Type: checklist.TypeRating, Scale: 7,
				Expectation: checklist.Text{ZH: "应"}, Perception: checklist.Text{ZH: "有"},
			})
		}
	}
	return c
}

func pair(e, p int) checklist.Value { return checklist.Value{Expectation: e, Perception: p} }

func TestVector6Survey(t *testing.T) {
	c := gapList(1)
	in := begin(t, c, checklist.Branch{})
	weights := map[string]checklist.Milli{"t": checklist.N(10), "rel": checklist.N(30), "resp": checklist.N(30), "a": checklist.N(20), "e": checklist.N(10)}
	want := map[string]int{"t": 5, "rel": 22, "resp": 30, "a": 10, "e": 8} // twentieths below zero
	for k := range 20 {
		id := fmt.Sprintf("r%d", k)
		require.NoError(t, in.AddSheet(checklist.Sheet{ID: id, Weights: weights}))
		for d, n := range want {
			gap := n / 20
			if k < n%20 {
				gap++
			}
			say(t, in, id, map[string]any{d + "0": pair(5, 5-gap)})
		}
	}
	r := checklist.Evaluate(in)
	got := map[string]string{}
	for _, d := range r.Survey.Dimensions {
		got[d.ID] = checklist.RoundDecimals(d.Gap, 3)
		require.Equal(t, d.Gap.RatString(), new(big.Rat).Sub(d.Perception, d.Expectation).RatString())
		require.Equal(t, 20, d.N)
	}
	require.Equal(t, map[string]string{"t": "-0.250", "rel": "-1.100", "resp": "-1.500", "a": "-0.500", "e": "-0.400"}, got)
	require.Equal(t, "-0.750", checklist.RoundDecimals(r.Survey.Unweighted, 3))
	require.Equal(t, "-0.945", checklist.RoundDecimals(r.Survey.Weighted, 3))
	require.Equal(t, []string{"resp", "rel", "a", "e", "t"}, r.Survey.Priority)
	require.False(t, r.Small)
	require.Nil(t, r.Score)
}

func TestSurveyMissingData(t *testing.T) {
	c := gapList(4)
	in := begin(t, c, checklist.Branch{})
	require.NoError(t, in.AddSheet(checklist.Sheet{ID: "half", Weights: map[string]checklist.Milli{"t": checklist.N(99)}}))
	require.NoError(t, in.AddSheet(checklist.Sheet{ID: "less", Weights: map[string]checklist.Milli{"t": checklist.N(100)}}))
	require.NoError(t, in.AddSheet(checklist.Sheet{ID: "empty"}))
	say(t, in, "half", map[string]any{"t0": pair(7, 5), "t1": pair(6, 5), "t2": pair(6, 0), "rel0": "na"})
	say(t, in, "less", map[string]any{"t0": pair(7, 1)})
	r := checklist.Evaluate(in)
	require.Equal(t, 2, r.Survey.Respondents, "an empty sheet is nobody")
	require.Equal(t, 1, r.Survey.Dimensions[0].N, "under half of the items does not count")
	require.Equal(t, "-3/2", r.Survey.Dimensions[0].Gap.RatString())
	require.Equal(t, "60", r.Survey.Dimensions[0].Weight.RatString(), "99 points are replaced by the default 20, mean with 100")
	require.Nil(t, r.Survey.Dimensions[1].Gap)
	require.Equal(t, "-3/2", r.Survey.Weighted.RatString(), "weights renormalise over what was answered")
	require.Equal(t, []string{"t"}, r.Survey.Priority)
	require.False(t, r.Small)
	require.True(t, checklist.Evaluate(begin(t, c, checklist.Branch{})).Small)
}

func TestFlags(t *testing.T) {
	c := list()
	c.Kind, c.Subject = checklist.KindReview, checklist.SubjectPerson
	c.Scoring = checklist.Scoring{Method: checklist.Flags, Grades: []checklist.Grade{
		{ID: "key", When: "any-critical"}, {ID: "attention", When: "any-major"}, {ID: "watch", When: "any-minor"}, {ID: "normal", When: "none-failed"},
	}}
	for _, s := range []checklist.Severity{checklist.Minor, checklist.Major, checklist.Critical} {
		it := yesNo(string(s), 0)
		it.Zone, it.Severity = "z", s
		c.Items = append(c.Items, it)
	}
	in := begin(t, c, checklist.Branch{})
	require.NoError(t, in.AddSheet(checklist.Sheet{ID: "p1", Person: "陈晓雯"}))
	require.NoError(t, in.AddSheet(checklist.Sheet{ID: "p2", Person: "王磊"}))
	require.Empty(t, checklist.Evaluate(in).Class, "nothing answered has no class")
	for _, step := range []struct {
		sheet, item   string
		pass          bool
		class, p1, p2 string
	}{
		{"p1", "minor", true, "normal", "normal", ""},
		{"p2", "minor", false, "watch", "normal", "watch"},
		{"p1", "major", false, "attention", "attention", "watch"},
		{"p2", "critical", false, "key", "attention", "key"},
	} {
		say(t, in, step.sheet, map[string]any{step.item: step.pass})
		r := checklist.Evaluate(in)
		require.Equal(t, []string{step.class, step.p1, step.p2}, []string{r.Class, r.Persons[0].Grade, r.Persons[1].Grade})
		require.Equal(t, r.Class, r.Grade)
		require.Nil(t, r.Score)
		require.Zero(t, r.Red, "reviews open no findings")
	}
}

func TestPeople(t *testing.T) {
	smile, desk, red := yesNo("smile", 2), yesNo("desk", 1), yesNo("red", 1)
	desk.Roles = []checklist.Position{checklist.PositionTeller}
	red.Veto = checklist.VetoInspection
	c := list(smile, desk, red)
	c.Subject = checklist.SubjectPerson
	in := begin(t, c, checklist.Branch{})
	for id, p := range map[string]checklist.Position{"p1": checklist.PositionTeller} {
		require.NoError(t, in.AddSheet(checklist.Sheet{ID: id, Person: "刘佳", Position: p}))
	}
	require.NoError(t, in.AddSheet(checklist.Sheet{ID: "p2", Person: "马超", Position: checklist.PositionLobby}))
	require.NoError(t, in.AddSheet(checklist.Sheet{ID: "p3", Person: "何静", Position: checklist.PositionLobby}))
	say(t, in, "p1", map[string]any{"smile": true, "desk": false, "red": false}) // 50 under the cap
	say(t, in, "p2", map[string]any{"smile": false, "red": true})                // 33.33
	r := checklist.Evaluate(in)
	require.True(t, r.Small)
	require.Equal(t, "41.7 fail", score(r), "(50.0 + 33.3) / 2 = 41.65, half up")
	say(t, in, "p1", map[string]any{"desk": true}) // 75 → 59
	say(t, in, "p3", map[string]any{"smile": true, "red": true})
	r = checklist.Evaluate(in)
	require.False(t, r.Small)
	require.Equal(t, []string{"59.0", "33.3", "100.0"}, []string{r.Persons[0].Score.String(), r.Persons[1].Score.String(), r.Persons[2].Score.String()})
	require.Equal(t, "75.0", r.Persons[0].Cap.Before.String())
	require.Nil(t, r.Persons[2].Cap, "a veto caps its own sheet only")
	require.Equal(t, "64.1 pass", score(r)) // 192.3 / 3
	require.Nil(t, r.Before)
	require.Nil(t, r.Cap)
	require.Equal(t, "leftOut", r.Trace[4].Why)
	require.Equal(t, 7, r.Total)
	require.Equal(t, "70.0", r.Zones[0].Score.String(), "7 of 10 points over all sheets")
	require.Equal(t, "275/9", r.Zones[0].Lost.RatString(), "mean of 25, 66.67 and 0")
	earned, _, total := r.DecimalsOf("p2", 1)
	require.Equal(t, "33.3", total)
	require.Equal(t, []string{"", "", "", "0.0", "", "33.3", "", "", ""}, earned)
	earned, _, total = r.Decimals(2)
	require.Empty(t, total)
	require.Equal(t, []string{"50.00", "25.00", "0.00", "0.00", "", "33.33", "66.67", "", "33.33"}, earned)
}
