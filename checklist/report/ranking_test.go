package report

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"hallcheck/checklist"
	"hallcheck/checklist/ranking"
)

// month is a ranking of n halls, one of them not inspected.
func month(t testing.TB, n int) RankingDoc {
	c := load(t, "6s-environment")
	in := ranking.Input{Checklist: c, OnTime: map[string]int{"JN001": 875}}
	for i := range n {
		b := checklist.Branch{
			Code: fmt.Sprintf("JN%03d", i), Name: fmt.Sprintf("济南第%d支行", i), Active: true,
			Grade: []checklist.HallGrade{checklist.Flagship, checklist.Second, checklist.Third}[i%3], Traffic: checklist.TrafficHigh,
		}
		in.Branches = append(in.Branches, b)
		if i == 0 {
			continue
		}
		sum := int64(2*930 - i/2*14)
		z := []checklist.ZoneSum{{Zone: c.Zones[i%8].ID, N: 2, ScoreSum: 2 * 700, LostSum: 6000}}
		cell := checklist.PeriodCell{
			Branch: b.Code, Checklist: c.ID, N: 2, ScoreSum: sum, Problems: i, MinVersion: 1, MaxVersion: 1, Zones: z,
		}
		if i == 5 {
			cell.Vetoes, cell.MaxVersion, cell.Excluded = 1, 2, 1
		}
		in.Cells = append(in.Cells, cell)
		cell.ScoreSum = int64(2*900 + i%5*10)
		in.Last = append(in.Last, cell)
	}
	return RankingDoc{Table: ranking.Rank(in), Checklist: c, Org: "济南分行运营管理部", From: "2026-11-01", To: "2026-11-30"}
}

func TestRankingXLSX(t *testing.T) {
	d := month(t, 30)
	var b bytes.Buffer
	require.NoError(t, RankingXLSX(&b, d))
	var again bytes.Buffer
	require.NoError(t, RankingXLSX(&again, d))
	require.True(t, bytes.Equal(b.Bytes(), again.Bytes()))
	f, err := excelize.OpenReader(&b)
	require.NoError(t, err)
	defer func() { require.NoError(t, f.Close()) }()
	require.Equal(t, []string{"排名表", "未检查"}, f.GetSheetList())
	rows, err := f.GetRows("排名表")
	require.NoError(t, err)
	h := 0
	for len(rows[h]) == 0 || rows[h][0] != "名次" {
		h++
	}
	require.Equal(t, []string{"名次", "代码", "网点", "网点等级", "得分", "较上期", "名次变化", "等级", "否决", "问题数", "按期整改率", "短板", "次数", "同组名次"}, rows[h])
	for i, r := range d.Table.Rows {
		got := rows[h+1+i]
		require.Equal(t, fmt.Sprint(r.Rank), got[0])
		require.Equal(t, r.Branch.Code, got[1])
		require.Equal(t, r.Score.String(), got[4])
		change := r.Change.String()
		if *r.Change > 0 {
			change = "+" + change
		}
		require.Equal(t, change, got[5])
	}
	first := rows[h+1]
	require.Equal(t, "87.5%", first[10])
	all, err := f.GetCols("排名表")
	require.NoError(t, err)
	require.Contains(t, all[2], "济南第5支行 † §")
	absent, err := f.GetRows("未检查")
	require.NoError(t, err)
	require.Equal(t, "JN000", absent[len(absent)-1][0])
}

func TestRankingPDF(t *testing.T) {
	var b bytes.Buffer
	warnings, err := Ranking(&b, PDF, month(t, 30))
	require.NoError(t, err)
	require.Empty(t, warnings)
	got := tight(text(t, b.Bytes()))
	for i := range 30 {
		require.Contains(t, got, fmt.Sprintf("济南第%d支行", i))
	}
	require.Contains(t, got, "未检查网点（1）")
	require.NotContains(t, got, "不宜公布")
	require.NotContains(t, got, "‹")
	b.Reset()
	require.NoError(t, RankingPDF(&b, month(t, 2)))
	require.Contains(t, tight(text(t, b.Bytes())), "不宜公布")
}
