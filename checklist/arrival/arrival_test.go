package arrival_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/arrival"
)

func period(t *testing.T, s string) arrival.Period {
	t.Helper()
	p, err := arrival.ParsePeriod(s)
	require.NoError(t, err)
	require.Equal(t, s, p.String())
	return p
}

func TestPeriods(t *testing.T) {
	for s, days := range map[string][2]string{
		"2026-11":  {"2026-11-01", "2026-11-30"},
		"2028-02":  {"2028-02-01", "2028-02-29"},
		"2026-W47": {"2026-11-16", "2026-11-22"},
		"2026-W01": {"2025-12-29", "2026-01-04"},
		"2026-W53": {"2026-12-28", "2027-01-03"},
		"2026-Q4":  {"2026-10-01", "2026-12-31"},
		"2026-H2":  {"2026-07-01", "2026-12-31"},
	} {
		p := period(t, s)
		assert.Equal(t, days, [2]string{p.From, p.To}, s)
		assert.Equal(t, p, p.Next(3).Next(-3), s)
		assert.Less(t, p.To, p.Next(1).From, s)
	}
	for _, s := range []string{"", "2026", "2026-13", "2026-W54", "2025-W53", "2026-Q5", "2026-Q04", "2026-H0", "2026-X1", "x-W1", "2026-W-1"} {
		_, err := arrival.ParsePeriod(s)
		assert.Equal(t, "arrival.period", checklist.CodeOf(err), s)
	}
	home, week := period(t, "2026-W47").Home()
	assert.Equal(t, "2026-11/3", home.Format("2006-01")+"/"+string(rune('0'+week)), "the week of the drawing")
	home, week = period(t, "2026-W01").Home()
	assert.Equal(t, "2026-01/1", home.Format("2006-01")+"/"+string(rune('0'+week)))
}

func TestWhatIsDueByDefault(t *testing.T) {
	everyday := checklist.Checklist{ID: "x", Kind: checklist.KindInspection, Modes: []checklist.Mode{checklist.Self}}
	for frequency, want := range map[string]arrival.Requirement{
		"monthly":     {Checklist: "x", Ordinary: arrival.Often{Times: 1, Unit: arrival.Month}, Important: arrival.Often{Times: 4, Unit: arrival.Month}, Partner: arrival.Often{Times: 1, Unit: arrival.Quarter}}, // DOMAIN 5.2
		"hourly":      {Checklist: "x", Ordinary: arrival.Often{Times: 1, Unit: arrival.Week}, Important: arrival.Often{Times: 1, Unit: arrival.Week}, Partner: arrival.Often{Times: 1, Unit: arrival.Week}},
		"half-yearly": {Checklist: "x", Ordinary: arrival.Often{Times: 1, Unit: arrival.Half}, Important: arrival.Often{Times: 1, Unit: arrival.Half}, Partner: arrival.Often{Times: 1, Unit: arrival.Half}},
	} {
		c := everyday
		c.Frequency = frequency
		assert.Equal(t, want, arrival.Default(&c), frequency)
	}
	covert := everyday
	covert.Modes = []checklist.Mode{checklist.Covert}
	assert.False(t, arrival.Default(&covert).Asked(), "a covert visit is made by inspectors")
	survey := everyday
	survey.Kind = checklist.KindSurvey
	assert.False(t, arrival.Default(&survey).Asked())
	set := []arrival.Requirement{{Checklist: "x"}, {Checklist: "gone", Ordinary: arrival.Often{Times: 1, Unit: arrival.Week}}}
	other := everyday
	other.ID = "y"
	asked := arrival.Requirements([]*checklist.Checklist{&everyday, &other}, set)
	require.Len(t, asked, 1, "headquarters asks nothing with x, and has no list called gone")
	assert.Equal(t, "y", asked[0].Checklist)
	assert.Equal(t, "arrival.often", checklist.CodeOf(arrival.Requirement{Ordinary: arrival.Often{Times: -1, Unit: arrival.Week}}.Check()))
	assert.Equal(t, "arrival.often", checklist.CodeOf(arrival.Requirement{Ordinary: arrival.Often{Times: 1, Unit: "day"}}.Check()))
	assert.NoError(t, arrival.Requirement{}.Check())
}

func TestClassOfAHall(t *testing.T) {
	for _, x := range []struct {
		grade   checklist.HallGrade
		traffic checklist.Traffic
		want    arrival.Class
	}{
		{checklist.Flagship, checklist.TrafficLow, arrival.Important},
		{checklist.Third, checklist.TrafficHigh, arrival.Important},
		{checklist.Second, checklist.TrafficMedium, arrival.Ordinary},
		{"", "", arrival.Ordinary},
		{checklist.Partner, checklist.TrafficHigh, arrival.Partner},
	} {
		assert.Equal(t, x.want, arrival.ClassOf(checklist.Branch{Grade: x.grade, Traffic: x.traffic}), "%s %s", x.grade, x.traffic)
	}
}

const today = "2026-11-22"

var (
	monthly = arrival.Requirement{
		Checklist: "env", Ordinary: arrival.Often{Times: 1, Unit: arrival.Month},
		Important: arrival.Often{Times: 4, Unit: arrival.Month}, Partner: arrival.Often{Times: 1, Unit: arrival.Quarter},
	}
	weekly = arrival.Requirement{Checklist: "patrol", Ordinary: arrival.Often{Times: 1, Unit: arrival.Week}}
	plain  = checklist.Branch{Code: "1", Name: "一", Grade: checklist.Second}
	flag   = checklist.Branch{Code: "2", Name: "二", Grade: checklist.Flagship}
	mate   = checklist.Branch{Code: "3", Name: "三", Grade: checklist.Partner}
)

func rec(list, day string) arrival.Record {
	return arrival.Record{Checklist: list, Day: day, Counts: true}
}

func TestCell(t *testing.T) {
	returned, void, dark := rec("env", "2026-11-03"), rec("env", "2026-11-03"), rec("env", "2026-11-03")
	returned.Returned, returned.Counts = true, false
	void.Counts = false
	dark.Lacking = 2
	refused := &arrival.Refusal{Code: "bundle.signature"}
	for _, x := range []struct {
		name    string
		period  string
		asked   arrival.Requirement
		hall    arrival.Hall
		records []arrival.Record
		want    arrival.Cell
	}{
		{"nothing came", "2026-11", monthly, arrival.Hall{Branch: plain}, nil, arrival.Cell{State: arrival.Missing, Need: 1, Due: "2026-11-30"}},
		{"it came", "2026-11", monthly, arrival.Hall{Branch: plain}, []arrival.Record{rec("env", "2026-11-30")}, arrival.Cell{State: arrival.Received, Have: 1, Need: 1}},
		{"another list, another month", "2026-11", monthly, arrival.Hall{Branch: plain}, []arrival.Record{rec("other", "2026-11-03"), rec("env", "2026-10-31"), rec("env", "2026-12-01")}, arrival.Cell{State: arrival.Missing, Need: 1, Due: "2026-11-30"}},
		{"three of four", "2026-11", monthly, arrival.Hall{Branch: flag}, []arrival.Record{rec("env", "2026-11-02"), rec("env", "2026-11-03"), rec("env", "2026-11-04")}, arrival.Cell{State: arrival.Partial, Have: 3, Need: 4, Due: "2026-11-30"}},
		{"more than asked", "2026-11", monthly, arrival.Hall{Branch: plain}, []arrival.Record{rec("env", "2026-11-02"), rec("env", "2026-11-03")}, arrival.Cell{State: arrival.Received, Have: 1, Need: 1}},
		{"pictures lack", "2026-11", monthly, arrival.Hall{Branch: plain}, []arrival.Record{dark}, arrival.Cell{State: arrival.Pictures, Have: 1, Need: 1, Pictures: 2}},
		{"void does not count", "2026-11", monthly, arrival.Hall{Branch: plain}, []arrival.Record{void}, arrival.Cell{State: arrival.Missing, Need: 1, Excluded: 1, Due: "2026-11-30"}},
		{"given back", "2026-11", monthly, arrival.Hall{Branch: plain}, []arrival.Record{returned}, arrival.Cell{State: arrival.Returned, Need: 1, Due: "2026-11-30"}},
		{"the last file was refused", "2026-11", monthly, arrival.Hall{Branch: plain, Refused: refused}, nil, arrival.Cell{State: arrival.Returned, Need: 1, Due: "2026-11-30"}},
		{"refused, but nothing lacks", "2026-11", monthly, arrival.Hall{Branch: plain, Refused: refused}, []arrival.Record{rec("env", "2026-11-02")}, arrival.Cell{State: arrival.Received, Have: 1, Need: 1}},
		{"month over", "2026-10", monthly, arrival.Hall{Branch: flag}, []arrival.Record{rec("env", "2026-10-31")}, arrival.Cell{State: arrival.Partial, Have: 1, Need: 4, Late: 3, Due: "2026-10-31"}},
		{"partner: the quarter goes on", "2026-11", monthly, arrival.Hall{Branch: mate}, nil, arrival.Cell{State: arrival.Waiting, Need: 1, Due: "2026-12-31"}},
		{"partner: came earlier in the quarter", "2026-11", monthly, arrival.Hall{Branch: mate}, []arrival.Record{rec("env", "2026-10-02")}, arrival.Cell{State: arrival.Received, Have: 1, Need: 1}},
		{"partner: last month of the quarter", "2026-12", monthly, arrival.Hall{Branch: mate}, nil, arrival.Cell{State: arrival.Missing, Need: 1, Due: "2026-12-31"}},
		{"partner: two quarters ago", "2026-05", monthly, arrival.Hall{Branch: mate}, nil, arrival.Cell{State: arrival.Missing, Need: 1, Late: 1, Due: "2026-06-30"}},
		{"a month's list seen in its third week", "2026-W47", monthly, arrival.Hall{Branch: flag}, []arrival.Record{rec("env", "2026-11-02"), rec("env", "2026-11-20")}, arrival.Cell{State: arrival.Partial, Have: 2, Need: 4, Due: "2026-11-30"}},
		{"nothing yet in the third week", "2026-W47", monthly, arrival.Hall{Branch: flag}, nil, arrival.Cell{State: arrival.Waiting, Need: 4, Due: "2026-11-30"}},
		{"nothing in the month's last week", "2026-W48", monthly, arrival.Hall{Branch: flag}, nil, arrival.Cell{State: arrival.Missing, Need: 4, Due: "2026-11-30"}},
		{"four patrols in one week do not stand for four weeks", "2026-11", weekly, arrival.Hall{Branch: plain}, []arrival.Record{
			rec("patrol", "2026-11-02"), rec("patrol", "2026-11-03"), rec("patrol", "2026-11-04"), rec("patrol", "2026-11-05"),
		}, arrival.Cell{State: arrival.Partial, Have: 1, Need: 4, Late: 1, Due: "2026-11-15"}},
		{"a Sunday of the week before belongs to October", "2026-11", weekly, arrival.Hall{Branch: plain}, []arrival.Record{rec("patrol", "2026-11-01")}, arrival.Cell{State: arrival.Missing, Need: 4, Late: 2, Due: "2026-11-08"}},
		{"not asked of this class", "2026-11", weekly, arrival.Hall{Branch: flag}, []arrival.Record{rec("patrol", "2026-11-03")}, arrival.Cell{}},
	} {
		plan := arrival.NewPlan(period(t, x.period), today, []arrival.Requirement{x.asked})
		row := plan.Row(x.hall, x.records)
		require.Len(t, row.Cells, 1)
		assert.Equal(t, x.want, row.Cells[0], x.name)
	}
}

func TestDaysTheBoardReads(t *testing.T) {
	plan := arrival.NewPlan(period(t, "2026-11"), today, []arrival.Requirement{weekly})
	from, to := plan.Days()
	assert.Equal(t, [2]string{"2026-11-01", "2026-11-30"}, [2]string{from, to})
	from, to = arrival.NewPlan(period(t, "2026-10"), today, []arrival.Requirement{weekly}).Days()
	assert.Equal(t, [2]string{"2026-09-28", "2026-11-01"}, [2]string{from, to}, "weeks that reach over the edges")
	from, to = arrival.NewPlan(period(t, "2026-11"), today, []arrival.Requirement{monthly}).Days()
	assert.Equal(t, [2]string{"2026-10-01", "2026-12-31"}, [2]string{from, to}, "partners report by quarter")
}

// rows of a month with two lists: every state of a hall once.
func rows() (*arrival.Plan, []arrival.Row) {
	patrol := weekly
	patrol.Ordinary = arrival.Often{Times: 1, Unit: arrival.Month}
	p := arrival.PeriodOf(arrival.Month, time.Date(2026, 10, 5, 0, 0, 0, 0, time.UTC))
	plan := arrival.NewPlan(p, today, []arrival.Requirement{monthly, patrol})
	env, pat, dark := rec("env", "2026-10-05"), rec("patrol", "2026-10-05"), rec("patrol", "2026-10-05")
	dark.Lacking = 4
	hall := func(code, name, initials string) arrival.Hall {
		return arrival.Hall{Branch: checklist.Branch{Code: code, Name: name, Grade: checklist.Second}, Initials: initials}
	}
	back := hall("5", "兖州支行", "yzzh")
	back.Refused = &arrival.Refusal{Code: "bundle.signature"}
	return plan, []arrival.Row{
		plan.Row(hall("1", "邹城支行", "zczh"), []arrival.Record{env, pat}),
		plan.Row(hall("2", "曲阜支行", "qfzh"), []arrival.Record{env}),
		plan.Row(hall("3", "汶上支行", "wszh"), nil),
		plan.Row(hall("4", "金乡支行", "jxzh"), []arrival.Record{env, dark}),
		plan.Row(back, []arrival.Record{env}),
	}
}

func TestEveryHallIsInOneState(t *testing.T) {
	plan, list := rows()
	var got []string
	for _, r := range list {
		got = append(got, r.State.ID())
	}
	assert.Equal(t, []string{"received", "partial", "missing", "pictures", "returned"}, got)
	s := plan.Sum(list)
	assert.Equal(t, 5, s.Halls)
	assert.Equal(t, 4, s.Reported, "coverage")
	assert.Equal(t, 4, s.Pictures)
	assert.Equal(t, 4, s.Late)
	assert.Equal(t, map[string]int{"env": 1, "patrol": 3}, s.Lacks)
	assert.Equal(t, 22, s.DaysLate(today), "due on 31 October")
	assert.Zero(t, arrival.Sum{}.DaysLate(today))
	n := 0
	for _, k := range s.By {
		n += k
	}
	assert.Equal(t, s.Halls, n)
	for i := range s.By {
		back, ok := arrival.StateByID(arrival.State(i).ID())
		assert.True(t, ok)
		assert.EqualValues(t, i, back)
	}
	_, ok := arrival.StateByID("late")
	assert.False(t, ok)
}

func TestFilter(t *testing.T) {
	_, list := rows()
	for _, x := range []struct {
		f    arrival.Filter
		want []int
	}{
		{arrival.Filter{}, []int{0, 1, 2, 3, 4}},
		{arrival.Filter{Text: "支行 QF"}, []int{1}},
		{arrival.Filter{Text: "zh"}, []int{0, 1, 2, 3, 4}},
		{arrival.Filter{Text: "邹城"}, []int{0}},
		{arrival.Filter{Text: "nobody"}, []int{}},
		{arrival.Filter{Open: true}, []int{1, 2, 3, 4}},
		{arrival.Filter{State: arrival.Missing}, []int{2}},
		{arrival.Filter{State: arrival.Missing, List: 2}, []int{1, 2}},
		{arrival.Filter{Open: true, List: 1}, []int{2}},
		{arrival.Filter{Open: true, List: 9}, []int{1, 2, 3, 4}},
	} {
		assert.Equal(t, x.want, x.f.Rows(list), "%+v", x.f)
	}
}
