package report_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"hallcheck/checklist"
	"hallcheck/checklist/checklisttest"
	"hallcheck/checklist/ranking"
	"hallcheck/checklist/report"
)

// chartedRanking is a composite of a quarter with everything on it.
func chartedRanking(t *testing.T, lang checklist.Lang) report.RankingDoc {
	a := checklisttest.Checklist(t, "6s-environment")
	b := checklisttest.Checklist(t, "three-clean-one-bright")
	c := &ranking.Composite{ID: "quarter", Name: "综合", Parts: []ranking.Part{{Checklist: a.ID, Weight: checklist.N(60)}, {Checklist: b.ID, Weight: checklist.N(40)}}}
	sheet, err := c.Sheet([]*checklist.Checklist{a, b})
	require.NoError(t, err)
	period, err := ranking.ParsePeriod("2026-Q4")
	require.NoError(t, err)
	in := ranking.Input{Checklist: sheet, Composite: c, Branches: checklisttest.Branches(40), OnTime: map[string]int{"B0003": 875}}
	in.Branches[39].Owner = checklist.OwnerCompetitor
	for i, h := range in.Branches {
		for k, l := range []*checklist.Checklist{a, b} {
			if i%9 == 8 || k == 1 && i%7 == 6 {
				continue
			}
			cell := checklist.PeriodCell{Branch: h.Code, Checklist: l.ID, N: 3, ScoreSum: int64(3*(960-11*i) + i%4), MinVersion: 1, MaxVersion: 1, Problems: i}
			for j, z := range l.Zones {
				cell.Zones = append(cell.Zones, checklist.ZoneSum{Zone: z.ID, N: 3, ScoreSum: int64(3 * (1000 - (i*j*17)%470)), LostSum: int64(900 + 300*j + 10*i)})
			}
			in.Cells = append(in.Cells, cell)
		}
	}
	in.Rules = ranking.Rules{CoverageMin: 95, Low: ranking.GateWithheld, SmallBelow: 4, Shrink: ranking.ShrinkShown}
	for _, x := range in.Cells {
		in.Spread = append(in.Spread, ranking.Spread{Branch: x.Branch, Checklist: x.Checklist, N: x.N, Sum: x.ScoreSum, Squares: x.ScoreSum*x.ScoreSum/3 + 400})
	}
	got := &ranking.Answer{Input: in, Question: ranking.Question{Composite: c, Period: period, Rules: in.Rules}, Table: ranking.Rank(in)}
	d := report.RankingDoc{
		Table: got.Table, Checklist: sheet, Org: "济宁银行", From: period.From, To: period.To, Lang: lang, Answer: got, First: "2026-01",
		Item: func(id string) checklist.Text { return a.ItemByID(id).Text },
	}
	for m := range 12 {
		for k, g := range []checklist.HallGrade{checklist.Flagship, checklist.Second, checklist.Third} {
			d.Trend = append(d.Trend, ranking.MonthSum{Month: fmt.Sprintf("2026-%02d", m+1), Grade: g, Traffic: checklist.TrafficHigh, Halls: 4, N: 4, Sum: int64(4 * (900 - 30*k + 4*m - m%3*9))})
		}
	}
	for i := range 14 {
		it := a.Items[i]
		d.Losses = append(d.Losses, ranking.Loss{Item: it.ID, Zone: it.Zone, Lost: checklist.Milli(90_000 - 5_000*i), Times: 30 - i, Halls: 25 - i})
	}
	d.Commons = []checklist.Common{{Checklist: a.ID, Item: a.Items[2].ID, Text: a.Items[2].Text, Failed: in.Branches[:20], Inspected: 35}}
	return d
}

func TestRankingPaperHasItsCharts(t *testing.T) {
	for _, lang := range []checklist.Lang{checklist.ZH, checklist.EN} {
		d := chartedRanking(t, lang)
		var pdf, again bytes.Buffer
		require.NoError(t, report.RankingPDF(&pdf, d))
		require.NoError(t, report.RankingPDF(&again, d))
		require.Equal(t, pdf.Bytes(), again.Bytes())
		dir := t.TempDir()
		if look := os.Getenv("HALLCHECK_LOOK"); look != "" {
			dir = look
		}
		file := filepath.Join(dir, "ranking-"+string(lang)+".pdf")
		require.NoError(t, os.WriteFile(file, pdf.Bytes(), 0o600))
		out, err := exec.Command("pdftotext", "-layout", file, "-").Output()
		require.NoError(t, err)
		text := strings.Join(strings.Fields(string(out)), " ")
		want := []string{
			"不公布", "低于规定的覆盖率 95%", "权重", "各区域得分：按同类组", "各区域得分：得分最低的 20 家", "该行最低", "各月得分", "失分最多的检查项",
			"57.1%", "20 / 35 家", "同业（不参与排名）", "* 缺一项检查", "‡ 本期记录少", "收缩后", "综合得分 = 各检查表期间得分按权重的平均",
		}
		if lang == checklist.EN {
			want = []string{"Not published", "Scores by zone: peer groups", "lowest of the row", "20 of 35", "Competitor (not ranked)", "Index = mean of the checklists"}
		}
		for _, w := range want {
			require.Contains(t, text, w)
		}
	}
}

func TestRankingWorkbookHasConditionsAndCharts(t *testing.T) {
	d := chartedRanking(t, checklist.ZH)
	var a, b bytes.Buffer
	require.NoError(t, report.RankingXLSX(&a, d))
	require.NoError(t, report.RankingXLSX(&b, d))
	require.Equal(t, a.Bytes(), b.Bytes())
	if look := os.Getenv("HALLCHECK_LOOK"); look != "" {
		require.NoError(t, os.WriteFile(filepath.Join(look, "ranking.xlsx"), a.Bytes(), 0o600))
	}
	f, err := excelize.OpenReader(&a)
	require.NoError(t, err)
	defer func() { _ = f.Close() }()
	require.Equal(t, []string{"排名表", "未检查", "热力表", "趋势", "失分"}, f.GetSheetList())
	rules, err := f.GetConditionalFormats("热力表")
	require.NoError(t, err)
	require.Len(t, rules, 1)
	for area, list := range rules {
		require.Len(t, list, 5, area)
		require.True(t, strings.HasPrefix(area, "D4:"), area)
	}
	cells, err := f.GetRows("热力表")
	require.NoError(t, err)
	require.Len(t, cells, 3+len(d.Table.Rows)+1+5)
	require.Equal(t, "低于 60", cells[len(cells)-5][1], "shades in words")
	require.NotEmpty(t, cells[4][2], "the weakest zone in words")
	kind, err := f.GetCellType("热力表", "D4")
	require.NoError(t, err)
	require.NotEqual(t, excelize.CellTypeSharedString, kind, "a figure is a number")
	for _, sheet := range []string{"趋势", "失分"} {
		rows, err := f.GetRows(sheet)
		require.NoError(t, err)
		require.Greater(t, len(rows), 12)
	}
}

func TestTargetsComeBackAsWritten(t *testing.T) {
	base := checklist.Milli(86_667)
	rows := []ranking.Attained{
		{Target: ranking.Target{Branch: "B0001", Indicator: "score/6s-environment", Period: "2026-12", Value: 89_400, Baseline: &base}},
		{Target: ranking.Target{Branch: "=1+1", Indicator: "ontime", Period: "2026-Q4", Value: 95_000}},
	}
	for _, lang := range []checklist.Lang{checklist.ZH, checklist.EN} {
		for _, name := range []string{"t.csv", "t.xlsx"} {
			var out bytes.Buffer
			require.NoError(t, report.WriteTargets(&out, name, rows, map[string]string{"B0001": "邹城支行"}, lang))
			got, err := report.ReadTargets(name, &out)
			require.NoError(t, err)
			require.Len(t, got, 2)
			for i := range got {
				want := rows[i].Target
				want.Baseline = nil // what it was set from is not taken over from a file
				require.Equal(t, want, got[i])
			}
		}
	}
}

func TestMistakesInTargetsAreAllNamed(t *testing.T) {
	_, err := report.ReadTargets("t.csv", strings.NewReader("网点编号,备注,指标,期间,目标值\nB1,x,score/a,2026-12,90\n\nB2,x,luck,2026-12,90\nB3,x,score/a,soon,90\nB4,x,score/a,2026-12,many\n,,,,\n"))
	var bad checklist.Problems
	require.ErrorAs(t, err, &bad)
	var got []string
	for _, p := range bad {
		got = append(got, fmt.Sprint(p.Line, " ", p.Code))
	}
	require.Equal(t, []string{"3 ranking.indicator", "4 ranking.period", "5 ranking.target"}, got)
	for _, x := range []struct{ name, data, code string }{
		{"t.csv", "a,b\n1,2\n", "target.columns"}, {"t.csv", "", "target.columns"}, {"t.xlsx", "not a workbook", "target.file"}, {"t.csv", "\"", "target.file"},
	} {
		_, err := report.ReadTargets(x.name, strings.NewReader(x.data))
		require.Equal(t, x.code, checklist.CodeOf(err), x.name+" "+x.data)
	}
}

func FuzzReadTargets(f *testing.F) {
	f.Add("网点编号,指标,期间,目标值\nB1,score/a,2026-12,90\n")
	f.Add("Branch code,Indicator,Period,Target\nB1,zone/a/b,2026-Q4,1e9\n")
	f.Fuzz(func(t *testing.T, s string) {
		list, err := report.ReadTargets("t.csv", strings.NewReader(s))
		if err == nil {
			for _, x := range list {
				require.NoError(t, x.Check())
			}
		}
	})
}
