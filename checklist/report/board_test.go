package report

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"hallcheck/checklist"
	"hallcheck/checklist/arrival"
)

// arrivals is a month with a hall in every state.
func arrivals(t testing.TB, lang checklist.Lang) BoardDoc {
	t.Helper()
	env, patrol := load(t, "6s-environment"), load(t, "lobby-patrol")
	month := func(n int) arrival.Often { return arrival.Often{Times: n, Unit: arrival.Month} }
	p, err := arrival.ParsePeriod("2026-10")
	require.NoError(t, err)
	plan := arrival.NewPlan(p, "2026-11-05", []arrival.Requirement{
		{Checklist: env.ID, Ordinary: month(1), Important: month(4)}, {Checklist: patrol.ID, Ordinary: month(2), Important: month(2)},
	})
	hall := func(code, name string) arrival.Hall {
		return arrival.Hall{Branch: checklist.Branch{Code: code, Name: name, Grade: checklist.Second}, Last: time.Date(2026, 10, 31, 1, 2, 0, 0, time.UTC).UnixMilli()}
	}
	rec := func(list string, lacking int) arrival.Record {
		return arrival.Record{Checklist: list, Day: "2026-10-09", Counts: true, Lacking: lacking}
	}
	back, lost := hall("0104", "=cmd|'/c calc'!A1"), hall("0102", "曲阜支行")
	back.Refused = &arrival.Refusal{Code: "bundle.unknownDevice", Args: map[string]string{"device": "5c1f20aa"}, At: 1}
	lost.Last, lost.Contact = 0, arrival.Contact{Name: "王强", Phone: "0537-2200118"}
	d := BoardDoc{Board: arrival.Board{Plan: plan, Rows: []arrival.Row{
		plan.Row(hall("0101", "邹城支行"), []arrival.Record{rec(env.ID, 0), rec(patrol.ID, 0), rec(patrol.ID, 0)}),
		plan.Row(lost, nil),
		plan.Row(hall("0103", "兖州支行"), []arrival.Record{rec(env.ID, 3), rec(patrol.ID, 0), rec(patrol.ID, 0)}),
		plan.Row(back, []arrival.Record{rec(env.ID, 0), rec(patrol.ID, 0)}),
	}}, Lists: []*checklist.Checklist{env, patrol}, Org: "济宁分行", Lang: lang, Made: time.Date(2026, 11, 5, 9, 30, 0, 0, chinaTime)}
	d.Board.Sum = plan.Sum(d.Board.Rows)
	return d
}

// cellsOf reads a sheet of a workbook.
func cellsOf(t *testing.T, b []byte, sheet string) [][]string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(b))
	require.NoError(t, err)
	defer func() { require.NoError(t, f.Close()) }()
	rows, err := f.GetRows(sheet)
	require.NoError(t, err)
	return rows
}

// behind are the rows after the one that begins with a word.
func behind(t *testing.T, rows [][]string, word string) [][]string {
	t.Helper()
	for i, r := range rows {
		if len(r) > 0 && r[0] == word {
			return rows[i+1:]
		}
	}
	require.Fail(t, "no row "+word)
	return nil
}

func TestBoardWorkbook(t *testing.T) {
	d := arrivals(t, checklist.ZH)
	var one, two bytes.Buffer
	_, err := Board(&one, XLSX, d)
	require.NoError(t, err)
	_, err = Board(&two, XLSX, d)
	require.NoError(t, err)
	require.Equal(t, one.Bytes(), two.Bytes(), "the same board, the same bytes")
	rows := behind(t, cellsOf(t, one.Bytes(), "到报"), "代码")
	require.Equal(t, []string{"0101", "邹城支行", "二级厅", "已签收", "已签收", "已签收", "2026-10-31 09:02"}, rows[0])
	require.Equal(t, []string{"0102", "曲阜支行", "二级厅", "未报", "未报", "未报", "–"}, rows[1])
	require.Equal(t, []string{"0103", "兖州支行", "二级厅", "待照片", "待照片", "已签收", "2026-10-31 09:02"}, rows[2])
	require.Equal(t, []string{"0104", "=cmd|'/c calc'!A1", "二级厅", "退回", "已签收", "退回", "2026-10-31 09:02"}, rows[3])
	f, err := excelize.OpenReader(bytes.NewReader(one.Bytes()))
	require.NoError(t, err)
	for i := 1; i < 20; i++ {
		formula, err := f.GetCellFormula("到报", cellAt(2, i))
		require.NoError(t, err)
		require.Empty(t, formula, "a hall's name is text whatever it begins with")
	}
	require.NoError(t, f.Close())
	rows = behind(t, cellsOf(t, one.Bytes(), "催报名单"), "序号")
	require.Equal(t, []string{"1", "0102", "曲阜支行", "未报", "6S 环境未报；巡检未报（应报 2 份）", "2026-10-31", "5", "王强", "0537-2200118", "–"}, rows[0])
	require.Equal(t, "6S 环境有 3 张照片缺少或打不开", rows[1][4])
	require.Contains(t, rows[2][4], "巡检缺 1 份（应报 2 份）；最近一份文件未能收取（")
	require.Contains(t, rows[2][4], "5c1f20aa")

	d.Rows = []int{0}
	one.Reset()
	_, err = Chase(&one, XLSX, d)
	require.NoError(t, err)
	require.Contains(t, behind(t, cellsOf(t, one.Bytes(), "催报名单"), "序号")[0][0], "全部到齐")
}

func TestChaseOnPaperAndInAChat(t *testing.T) {
	d := arrivals(t, checklist.EN)
	var b bytes.Buffer
	_, err := Chase(&b, PDF, d)
	require.NoError(t, err)
	page := tight(text(t, b.Bytes()))
	for _, s := range []string{"Halls to be asked · 10/2026", "6S: missing; Patrol: none of 2", "0537-2200118", "2026-10-31", "6S: 3 photos missing or unreadable"} {
		require.Contains(t, page, tight(s))
	}
	require.NotContains(t, page, "邹城支行")
	_, err = Chase(&b, "docx", d)
	require.Equal(t, "report.format", checklist.CodeOf(err))

	d = arrivals(t, checklist.ZH)
	lines := strings.Split(ChaseText(&d), "\n")
	require.Len(t, lines, 4)
	require.Equal(t, "【催报】2026 年 10 月检查报送，截至 11 月 5 日 09:30，已有 3/4 家报送。以下 3 家还有未到的，请尽快补报：", lines[0])
	require.Equal(t, "1. 曲阜支行（0102）：6S 环境未报；巡检未报（应报 2 份），已逾期 5 天；联系人 王强 0537-2200118", lines[1])
	require.Equal(t, "曲阜支行 王强，您好！2026 年 10 月的检查报送还有未到的：6S 环境未报；巡检未报（应报 2 份）。应于 10 月 31 日前报送，现已逾期 5 天，请尽快补报，辛苦了，谢谢！", ChaseSentence(&d, 1))
	require.Contains(t, ChaseSentence(&d, 2), "请尽快处理后重新报送")
	d.Board.Rows = d.Board.Rows[:1]
	require.Equal(t, "2026 年 10 月检查报送已全部到齐，谢谢各网点。", ChaseText(&d))
}
