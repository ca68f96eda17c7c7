package checklist_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

var morning = time.Date(2026, 11, 21, 8, 40, 0, 0, time.UTC)

// bands are the default grades of DOMAIN 4.6.
var bands = []checklist.Grade{
	{ID: "excellent", Min: checklist.N(90)},
	{ID: "good", Min: checklist.N(80)},
	{ID: "pass", Min: checklist.N(60)},
	{ID: "fail", Min: 0},
}

// list makes a points checklist of one zone.
func list(items ...checklist.Item) *checklist.Checklist {
	c := &checklist.Checklist{
		Schema: 1, ID: "t", Version: 1, Kind: checklist.KindInspection, Subject: checklist.SubjectBranch,
		Modes:   []checklist.Mode{checklist.Announced, checklist.Covert, checklist.Self},
		Scoring: checklist.Scoring{Method: checklist.Points, Full: checklist.N(100), VetoCap: checklist.N(59), Grades: bands},
		Zones:   []checklist.Zone{{ID: "z"}},
	}
	for _, it := range items {
		if it.Zone == "" {
			it.Zone = "z"
		}
		if it.Weight == 0 && it.WeightBy == nil {
			it.Weight = checklist.N(1)
		}
		if it.Severity == "" {
			it.Severity = checklist.Minor
		}
		c.Items = append(c.Items, it)
	}
	return c
}

func yesNo(id string, points int) checklist.Item {
	return checklist.Item{ID: id, Type: checklist.TypePass, Points: checklist.N(points), Photo: checklist.PhotoNever, Veto: checklist.VetoNone}
}

// begin starts a draft of c at the hall b.
func begin(t testing.TB, c *checklist.Checklist, b checklist.Branch) *checklist.Inspection {
	t.Helper()
	in, err := checklist.Start("i", c, b, checklist.Person{Name: "周敏"}, c.Modes[0], morning)
	require.NoError(t, err)
	return in
}

// say records answers on a sheet: true/false = pass/fail, "na", "2x" =
// occurrences, a number in thousandths, or a value.
func say(t testing.TB, in *checklist.Inspection, sheet string, answers map[string]any) {
	t.Helper()
	for id, a := range answers {
		var v checklist.Value
		switch a := a.(type) {
		case bool:
			v = checklist.VerdictValue(checklist.Miss)
			if a {
				v = checklist.VerdictValue(checklist.Pass)
			}
		case string:
			v = checklist.VerdictValue(checklist.NA)
			var k int
			if n, _ := fmt.Sscanf(a, "%dx", &k); n == 1 {
				v = checklist.OccurrencesValue(k)
			}
		case checklist.Milli:
			v = checklist.NumberValue(a)
		case checklist.Value:
			v = a
		default:
			t.Fatalf("answer %T", a)
		}
		require.NoError(t, in.Record(sheet, id, v, morning), id)
	}
}

func score(r *checklist.Result) string {
	if r.Score == nil {
		return "null"
	}
	return r.Score.String() + " " + r.Grade
}

func milli(t testing.TB, s string) checklist.Milli {
	t.Helper()
	m, err := checklist.ParseMilli(s)
	require.NoError(t, err)
	return m
}

func TestVector1WeightedScore(t *testing.T) {
	one, heavy := milli(t, "1"), milli(t, "1.5")
	c := list(
		yesNo("a", 4), yesNo("b", 3),
		checklist.Item{ID: "c", Type: checklist.TypeScore, Points: checklist.N(3), Deduct: &one},
		yesNo("d", 2), checklist.Item{ID: "e", Type: checklist.TypePass, Points: checklist.N(5), Weight: heavy},
	)
	in := begin(t, c, checklist.Branch{})
	say(t, in, "main", map[string]any{"a": true, "b": false, "c": "2x", "d": "na", "e": true})
	r := checklist.Evaluate(in)
	require.Equal(t, "71.4 pass", score(r))
	require.Equal(t, "500/7", r.Before.RatString())
	require.Equal(t, checklist.PassRate{Full: 2, Applicable: 4}, r.PassRate)
	require.Nil(t, r.Cap)
	require.Equal(t, "na", r.Trace[3].Why)
	require.Nil(t, r.Trace[3].Mass)
	require.Equal(t, "1/3", r.Trace[2].Ratio.RatString())
	require.Equal(t, "15/2", r.Trace[4].Mass.RatString())
	require.Equal(t, []int{5, 5, 2}, []int{r.Answered, r.Total, r.Red})

	earned, lost, total := r.Decimals(1)
	require.Equal(t, "71.4", total)
	require.Equal(t, []string{"22.9", "0.0", "5.7", "", "42.8"}, earned)
	require.Equal(t, []string{"0.0", "17.2", "11.4", "", "0.0"}, lost)
}

func TestVector2IndicatorVeto(t *testing.T) {
	p, q, other := yesNo("p", 4), yesNo("q", 4), yesNo("r", 12)
	p.Indicator, q.Indicator, q.Veto = "x", "x", checklist.VetoIndicator
	c := list(p, q, other)
	c.Indicators = []checklist.Indicator{{ID: "x"}}
	in := begin(t, c, checklist.Branch{})
	say(t, in, "main", map[string]any{"p": true, "q": false, "r": true})
	r := checklist.Evaluate(in)
	require.Equal(t, "60.0 pass", score(r))
	require.Equal(t, []checklist.VetoHit{{Sheet: "main", Item: "q", Effect: checklist.VetoIndicator}}, r.Vetoes)
	require.Equal(t, "1", r.Trace[0].Ratio.RatString())
	require.Equal(t, "0", r.Trace[0].AfterVeto.RatString())
	require.Equal(t, checklist.PassRate{Full: 1, Applicable: 3}, r.PassRate)
	require.Equal(t, "0.0", r.Marks[0].Score.String())
	require.Equal(t, "40", r.Marks[0].Lost.RatString())

	c.Items[1].Veto = checklist.VetoNone
	require.Equal(t, "80.0 good", score(checklist.Evaluate(in)))
}

func TestIndicatorVetoCountsAnsweredItemsOnly(t *testing.T) {
	p, q, s, other := yesNo("p", 4), yesNo("q", 4), yesNo("s", 50), yesNo("r", 12)
	p.Indicator, q.Indicator, s.Indicator, q.Veto = "x", "x", "x", checklist.VetoIndicator
	in := begin(t, list(p, q, s, other), checklist.Branch{})
	say(t, in, "main", map[string]any{"p": true, "q": false, "r": true})
	require.Equal(t, "60.0 pass", score(checklist.Evaluate(in)), "s is unanswered and has no mass")
	require.Equal(t, "unanswered", checklist.Evaluate(in).Trace[2].Why)
}

func TestVectors3And4InspectionVeto(t *testing.T) {
	for _, v := range []struct {
		lost          int
		want          string
		before, after string
	}{{5, "59.0 fail", "95.0", "59.0"}, {58, "42.0 fail", "", ""}} {
		red1, red2 := yesNo("red1", 0), yesNo("red2", 0)
		red1.Veto, red2.Veto = checklist.VetoInspection, checklist.VetoInspection
		in := begin(t, list(yesNo("ok", 100-v.lost), yesNo("bad", v.lost), red1, red2), checklist.Branch{})
		say(t, in, "main", map[string]any{"ok": true, "bad": false, "red1": false, "red2": false})
		r := checklist.Evaluate(in)
		require.Equal(t, v.want, score(r), "two vetoes cap once")
		require.Len(t, r.Vetoes, 2)
		require.Equal(t, "unscored", r.Trace[2].Why)
		if v.before == "" {
			require.Nil(t, r.Cap)
			continue
		}
		require.Equal(t, v.before, r.Cap.Before.String())
		require.Equal(t, v.after, r.Cap.After.String())
		require.Equal(t, "95", r.Before.RatString(), "the trace sums to the score before the cap")
	}
}

func TestVector5PeakEnd(t *testing.T) {
	c := list()
	c.Scoring, c.Subject, c.Kind = checklist.Scoring{Method: checklist.PeakEnd}, checklist.SubjectWalk, checklist.KindJourney
	answers := map[string]any{}
	for i, v := range []int{3, 4, 5, 2, 3, 4, 1, 3, 4, 4, 5, 3, 4, 3} {
		it := checklist.Item{ID: fmt.Sprintf("t%02d", i+1), Zone: "z", Type: checklist.TypeRating, Scale: 5, Points: checklist.N(1), Weight: checklist.N(1), Moment: "normal"}
		if i == 6 || i == 13 {
			it.Moment = "peak"
		}
		c.Items = append(c.Items, it)
		answers[it.ID] = checklist.N(v)
	}
	in := begin(t, c, checklist.Branch{})
	say(t, in, "main", answers)
	r := checklist.Evaluate(in)
	require.Equal(t, &checklist.Touch{Item: "t07", Value: 1}, r.Walk.Peak)
	require.Equal(t, &checklist.Touch{Item: "t14", Value: 3}, r.Walk.End)
	require.Equal(t, "25.0", r.Walk.MemoryIndex.String())
	require.Equal(t, "60.7", r.Walk.MeanIndex.String())
	require.Equal(t, []string{"t07"}, r.Walk.Pain)
	require.Equal(t, []string{"t02", "t03", "t06", "t09", "t10", "t11", "t13"}, r.Walk.Bright)
	require.Nil(t, r.Score)

	say(t, in, "main", map[string]any{"t01": checklist.N(1), "t14": checklist.Value{}})
	r = checklist.Evaluate(in)
	require.Equal(t, "t07", r.Walk.Peak.Item, "of equal ratings the later one")
	require.Equal(t, "t13", r.Walk.End.Item, "the last answered one")
	require.Nil(t, checklist.Evaluate(begin(t, c, checklist.Branch{})).Walk.MemoryIndex)
}

func TestNothingApplicableIsNotScored(t *testing.T) {
	in := begin(t, list(yesNo("a", 4), yesNo("b", 0)), checklist.Branch{})
	require.Equal(t, "null", score(checklist.Evaluate(in)))
	say(t, in, "main", map[string]any{"a": "na", "b": true})
	r := checklist.Evaluate(in)
	require.Equal(t, "null", score(r))
	require.Nil(t, r.Before)
	require.Empty(t, r.Grade)
	require.Nil(t, r.Zones[0].Score)
	require.Equal(t, []string{"na", "unscored"}, []string{r.Trace[0].Why, r.Trace[1].Why})
	_, _, total := r.Decimals(1)
	require.Empty(t, total)
}

func TestRoundedScoreIsGraded(t *testing.T) {
	in := begin(t, list(yesNo("a", 1799), yesNo("b", 201)), checklist.Branch{})
	say(t, in, "main", map[string]any{"a": true, "b": false})
	r := checklist.Evaluate(in)
	require.Equal(t, "1799/20", r.Before.RatString())
	require.Equal(t, "90.0 excellent", score(r))
}

func TestWeightsByGradePhaseAndPressure(t *testing.T) {
	a, b := yesNo("a", 2), yesNo("b", 2)
	a.WeightBy = map[checklist.HallGrade]checklist.Milli{checklist.Flagship: milli(t, "1.5"), checklist.Second: milli(t, "3")}
	b.Focus = "norms"
	c := list(a, b)
	c.Focus.Phase = map[string]map[string]checklist.Milli{"initial": {"norms": milli(t, "1.3")}}
	c.Focus.Pressure = map[string]map[string]checklist.Milli{"high": {"norms": milli(t, "1.4"), "other": milli(t, "9")}}
	in := begin(t, c, checklist.Branch{Grade: checklist.Flagship})
	say(t, in, "main", map[string]any{"a": true, "b": false})
	require.Equal(t, "60.0 pass", score(checklist.Evaluate(in)))
	in.Branch.Grade = ""
	require.Equal(t, "75.0 pass", score(checklist.Evaluate(in)), "a hall without grade weighs as second")
	require.NoError(t, in.Profile("initial", "high"))
	r := checklist.Evaluate(in)
	require.Equal(t, "91/25", r.Trace[1].Mass.RatString())
	require.Equal(t, "6", r.Trace[0].Mass.RatString())
	require.Equal(t, "62.2 pass", score(r))
}

func TestRatingTargetAndCompliance(t *testing.T) {
	c := list(
		checklist.Item{ID: "five", Type: checklist.TypeRating, Scale: 5, Points: checklist.N(4)},
		checklist.Item{ID: "seven", Type: checklist.TypeRating, Scale: 7, Points: checklist.N(6)},
		checklist.Item{ID: "wait", Type: checklist.TypeNumber, Points: checklist.N(2), Target: &checklist.Target{Op: "<=", Value: checklist.N(15)}},
		checklist.Item{ID: "count", Type: checklist.TypeNumber, Points: checklist.N(2)},
		checklist.Item{ID: "half", Type: checklist.TypeScore, Points: checklist.N(2), Veto: checklist.VetoInspection},
	)
	c.Scoring.Method, c.Scoring.VetoCap = checklist.Compliance, checklist.N(74)
	c.Scoring.Grades = []checklist.Grade{{ID: "compliant", Min: checklist.N(90)}, {ID: "basic", Min: checklist.N(75)}, {ID: "not", Min: 0}}
	in := begin(t, c, checklist.Branch{})
	say(t, in, "main", map[string]any{"five": checklist.N(4), "seven": checklist.N(2), "wait": checklist.N(15), "count": checklist.N(7), "half": milli(t, "0.5")})
	r := checklist.Evaluate(in)
	require.Equal(t, []string{"3/4", "1/6", "1", "", "1/4"}, ratios(r))
	require.Equal(t, "46.4 not", score(r)) // (3 + 1 + 2 + 0.5) of 14
	say(t, in, "main", map[string]any{"five": checklist.N(5), "seven": checklist.N(7), "half": checklist.Milli(0)})
	require.Equal(t, "74.0 not", score(checklist.Evaluate(in)), "a veto item at 0 is never better than not compliant")
	say(t, in, "main", map[string]any{"half": checklist.N(1)})
	require.Equal(t, "92.9 compliant", score(checklist.Evaluate(in)))
}

func ratios(r *checklist.Result) []string {
	var out []string
	for _, l := range r.Trace {
		s := ""
		if l.Ratio != nil {
			s = l.Ratio.RatString()
		}
		out = append(out, s)
	}
	return out
}

func TestLeftOutZoneIsNotCounted(t *testing.T) {
	b := yesNo("b", 9)
	b.Zone = "extra"
	c := list(yesNo("a", 1), b)
	c.Zones = append(c.Zones, checklist.Zone{ID: "extra", Optional: true})
	in := begin(t, c, checklist.Branch{})
	say(t, in, "main", map[string]any{"a": true, "b": false})
	require.Equal(t, "10.0 fail", score(checklist.Evaluate(in)))
	require.NoError(t, in.LeaveOut("extra", true))
	r := checklist.Evaluate(in)
	require.Equal(t, "100.0 excellent", score(r))
	require.Equal(t, []int{1, 1, 0}, []int{r.Answered, r.Total, r.Red})
	require.Nil(t, r.Zones[1].Score)
}

func TestGradeByID(t *testing.T) {
	c := list()
	require.Equal(t, checklist.N(80), c.GradeByID("good").Min)
	require.Nil(t, c.GradeByID("none"))
	require.Equal(t, []string{"good", "excellent", "fail"}, []string{c.GradeFor(899), c.GradeFor(900), c.GradeFor(0)})
	c.Scoring.Grades = nil
	require.Empty(t, c.GradeFor(900))
}

func TestResultBytesRoundTrip(t *testing.T) {
	for seed := range uint64(60) {
		in := randomInspection(seed)
		first, err := json.Marshal(checklist.Evaluate(in))
		require.NoError(t, err)
		again, err := json.Marshal(checklist.Evaluate(in))
		require.NoError(t, err)
		require.Equal(t, string(first), string(again))
		var back checklist.Result
		require.NoError(t, json.Unmarshal(first, &back))
		third, err := json.Marshal(&back)
		require.NoError(t, err)
		require.Equal(t, string(first), string(third))
	}
}
