package gallery

import (
	"context"
	"fmt"

	"hallcheck/checklist"
	"hallcheck/checklist/checklisttest"
	"hallcheck/checklist/ranking"
	rankingpage "hallcheck/ui/ranking"
	"hallcheck/ui/shell"
)

func rankingSample() Sample {
	return Sample{ID: "ranking", Icon: "rank", New: func(state string) func(*shell.Shell, any) shell.Page {
		a := archive{state}
		return rankingpage.New(rankingpage.Services{Records: a, Figures: a, Commons: a, Goals: a, Indexes: a, Papers: a})
	}}
}

// rankingView is the ranking opened on one of its other views.
func rankingView(view string) Sample {
	x := rankingSample()
	page := x.New(Full)
	return Sample{ID: "ranking-" + view, Icon: x.Icon, Only: []string{Full}, New: func(string) func(*shell.Shell, any) shell.Page {
		return func(s *shell.Shell, _ any) shell.Page { return page(s, view) }
	}}
}

// PeriodCells implements rankingpage.Records.
func (a archive) PeriodCells(_ context.Context, list, from, _ string) ([]checklist.PeriodCell, error) {
	if list != "6s-environment" || from < "2026-10" {
		return nil, nil
	}
	step := 53
	if from < "2026-11" {
		step = 59
	}
	var out []checklist.PeriodCell
	for i, b := range halls() {
		c := checklist.PeriodCell{
			Branch: b.Code, Checklist: list, N: 2, ScoreSum: int64(2 * (985 - i*step%230)), Problems: i * 5 % 13, MinVersion: 1, MaxVersion: 1,
			Zones: []checklist.ZoneSum{{Zone: []string{"lobby", "outdoor", "counter"}[i%3], N: 2, ScoreSum: int64(1900 - 20*i), LostSum: int64(2000 + 150*i)}},
		}
		switch {
		case i == 8:
			c.Vetoes, c.Critical, c.ScoreSum = 1, 2, 2*590
		case i == 12:
			c.MaxVersion = 2
		case i%11 == 10:
			c.N, c.ScoreSum, c.Excluded = 0, 0, i%2
		}
		out = append(out, c)
	}
	return out, nil
}

// OnTime implements ranking.Source.
func (archive) OnTime(context.Context, string, string) (map[string]int, error) {
	out := map[string]int{}
	for i, b := range halls() {
		if i%7 != 6 {
			out[b.Code] = 1000 - i*37%430
		}
	}
	return out, nil
}

// Spreads implements ranking.Source.
func (archive) Spreads(context.Context, string, string, string) ([]ranking.Spread, error) {
	return nil, nil
}

// Trend implements rankingpage.Figures.
func (a archive) Trend(_ context.Context, _, _, from, to string) ([]ranking.MonthSum, error) {
	var out []ranking.MonthSum
	for i, x := range ranking.Trend(nil, ranking.Peers{}, from, to) {
		if i != 3 {
			out = append(out, ranking.MonthSum{Month: x.Month, Halls: 1, N: 1, Sum: int64(862 + i*9 - i%3*14)})
		}
	}
	return out, nil
}

// GroupTrend implements rankingpage.Figures.
func (a archive) GroupTrend(_ context.Context, _, from, to string) ([]ranking.MonthSum, error) {
	if a.state == Empty {
		return nil, nil
	}
	var out []ranking.MonthSum
	for i, x := range ranking.Trend(nil, ranking.Peers{}, from, to) {
		for k, g := range []checklist.HallGrade{checklist.Flagship, checklist.Second, checklist.Third} {
			for j, f := range []checklist.Traffic{checklist.TrafficHigh, checklist.TrafficMedium, checklist.TrafficLow} {
				out = append(out, ranking.MonthSum{Month: x.Month, Grade: g, Traffic: f, Halls: 3, N: 3, Sum: int64(3 * (890 - 25*k - 12*j + 4*i - i%4*9))})
			}
		}
	}
	return out, nil
}

// MonthCells implements rankingpage.Figures.
func (archive) MonthCells(context.Context, []string, string, string, string) ([]ranking.MonthCell, error) {
	return nil, nil
}

// TopLosses implements rankingpage.Figures.
func (archive) TopLosses(_ context.Context, list, branch, _, _ string, n int) ([]ranking.Loss, error) {
	c, err := checklisttest.Builtin(list)
	if err != nil {
		return nil, err
	}
	var out []ranking.Loss
	for i := range n {
		it := c.Items[i*3%len(c.Items)]
		l := ranking.Loss{Item: it.ID, Zone: it.Zone, Lost: checklist.Milli(92_300 - 7_100*i), Times: 26 - 2*i, Halls: 24 - 2*i}
		if branch != "" {
			l.Lost /= 16
		}
		out = append(out, l)
	}
	return out, nil
}

// Visits implements rankingpage.Figures.
func (archive) Visits(context.Context, string, string, string) ([]ranking.Visit, error) {
	var out []ranking.Visit
	for i, b := range halls() {
		for k, who := range []string{"赵立新", "孙晓燕", "吴春梅"} {
			if (i+k)%3 != 0 || who == "赵立新" {
				out = append(out, ranking.Visit{
					Branch: b.Code, Checklist: "6s-environment", Day: fmt.Sprintf("2026-11-%02d", 2+i%25), Mode: checklist.Announced, Inspector: who,
					Score: checklist.Tenths(850 + i*13%90 + 38*(1-k) + i%5*4),
				})
			}
		}
	}
	return append(out, ranking.Visit{Branch: halls()[0].Code, Checklist: "6s-environment", Day: "2026-11-20", Mode: checklist.Announced, Inspector: "周国庆", Score: 900}), nil
}

// CommonProblems implements rankingpage.Commons.
func (archive) CommonProblems(_ context.Context, list, _, _ string) ([]checklist.Common, error) {
	c, err := checklisttest.Builtin(list)
	if err != nil {
		return nil, err
	}
	var out []checklist.Common
	for i := range 4 {
		it := c.Items[i*5%len(c.Items)]
		out = append(out, checklist.Common{Checklist: list, Item: it.ID, Text: it.Text, Zone: it.Zone, Failed: halls()[:17-2*i], Inspected: 25})
	}
	return out, nil
}

// TargetsIn implements rankingpage.Goals.
func (archive) TargetsIn(_ context.Context, period string) ([]ranking.Target, error) {
	var out []ranking.Target
	for i, b := range halls()[:12] {
		base := checklist.Milli(84_300 + 700*i)
		t := ranking.Target{Branch: b.Code, Indicator: "score/6s-environment", Period: period, Value: checklist.Milli(88_000 + 700*i), Baseline: &base}
		switch i % 4 {
		case 1:
			t.Indicator = "zone/6s-environment/lobby"
		case 2:
			t.Indicator = ranking.ByOnTime
		case 3:
			t.Indicator, t.Value = "problems/6s-environment", 2_500
		}
		out = append(out, t)
	}
	return out, nil
}

// SetTargets implements rankingpage.Goals; a gallery keeps nothing.
func (archive) SetTargets(context.Context, []ranking.Target) error { return nil }

// DropTarget implements rankingpage.Goals; a gallery keeps nothing.
func (archive) DropTarget(context.Context, string, ranking.Indicator, string) error { return nil }

// Composites implements rankingpage.Indexes.
func (archive) Composites(context.Context) ([]ranking.Composite, error) {
	return []ranking.Composite{{ID: "index-1", Name: "综合（暗访 50 · 环境 30 · 礼仪 20）", Parts: []ranking.Part{
		{Checklist: "6s-environment", Weight: checklist.N(60)}, {Checklist: "three-clean-one-bright", Weight: checklist.N(40)},
	}}}, nil
}

// SaveComposite implements rankingpage.Indexes; a gallery keeps nothing.
func (archive) SaveComposite(context.Context, ranking.Composite) error { return nil }

// DropComposite implements rankingpage.Indexes; a gallery keeps nothing.
func (archive) DropComposite(context.Context, string) error { return nil }

// Setting implements rankingpage.Indexes.
func (archive) Setting(context.Context, string) (string, error) { return "", nil }

// SetSetting implements rankingpage.Indexes; a gallery keeps nothing.
func (archive) SetSetting(context.Context, string, string) error { return nil }

// SaveRanking implements rankingpage.Papers; a gallery writes nothing.
func (archive) SaveRanking(context.Context, string, ranking.Answer) error { return nil }

// SaveTargets implements rankingpage.Papers; a gallery writes nothing.
func (archive) SaveTargets(context.Context, string, []ranking.Attained) error { return nil }

// ReadTargets implements rankingpage.Papers; a gallery reads nothing.
func (archive) ReadTargets(context.Context, string) ([]ranking.Target, error) { return nil, nil }
