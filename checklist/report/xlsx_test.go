package report

import (
	"bytes"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"hallcheck/checklist"
)

func openXLSX(t testing.TB, d SheetDoc) *excelize.File {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, SheetXLSX(&b, d))
	f, err := excelize.OpenReader(&b)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, f.Close()) })
	return f
}

// headerRow is the row (from 0) that begins with 序号.
func headerRow(t testing.TB, rows [][]string) int {
	for i, r := range rows {
		if len(r) > 0 && r[0] == "序号" {
			return i
		}
	}
	require.Fail(t, "no header row")
	return 0
}

func milliOf(t testing.TB, s string) checklist.Milli {
	m, err := checklist.ParseMilli(s)
	require.NoError(t, err)
	return m
}

func TestXLSXSumsAndItems(t *testing.T) {
	in := environment(t)
	finish(t, in)
	f := openXLSX(t, doc(in, checklist.ZH))
	require.Equal(t, []string{"检查表", "扣分明细", "照片"}, f.GetSheetList())
	rows, err := f.GetRows("检查表")
	require.NoError(t, err)
	h := headerRow(t, rows)
	require.Equal(t, []string{"序号", "区域", "检查内容", "评判说明", "标准分", "得分", "扣分", "扣分原因/备注", "照片编号", "责任人", "整改期限"}, rows[h])
	var zone, total [3]checklist.Milli
	seen := map[string]int{}
	subtotals, totals := 0, 0
	for _, r := range rows[h+1:] {
		if len(r) < 7 || r[2] == "" {
			continue
		}
		switch r[2] {
		case "小计", "合计":
			want := &zone
			if subtotals++; r[2] == "合计" {
				want, totals = &total, totals+1
			}
			for k := range 3 {
				require.Equal(t, want[k].String(), milliOf(t, r[4+k]).String(), "%v", r)
			}
			zone = [3]checklist.Milli{}
		default:
			seen[r[2]]++
			if _, err := checklist.ParseMilli(r[5]); err != nil {
				require.Equal(t, "不适用", r[5])
				continue
			}
			for k := range 3 {
				zone[k] += milliOf(t, r[4+k])
				total[k] += milliOf(t, r[4+k])
			}
			require.Equal(t, milliOf(t, r[4]), milliOf(t, r[5])+milliOf(t, r[6]))
		}
	}
	require.Equal(t, 9, subtotals)
	require.Equal(t, 1, totals)
	for i := range in.Checklist.Items {
		it := &in.Checklist.Items[i]
		text := it.Text.ZH
		if it.Veto == checklist.VetoInspection {
			text += "【一票否决】"
		}
		require.Equal(t, 1, seen[text], text)
	}
}

func TestXLSXCellsAreWhatTheyLookLike(t *testing.T) {
	in := environment(t)
	finish(t, in)
	require.NoError(t, in.Reopen(checklist.Person{Name: "=1+1"}, "@SUM(1)", start))
	for i, note := range []string{"=1+1", "+1", "-1", "@x", "\t=1"} {
		require.NoError(t, in.Note("main", in.Checklist.Items[i].ID, note+" 备注", start))
	}
	d := doc(in, checklist.ZH)
	d.Org = `=HYPERLINK("http://x","y")`
	f := openXLSX(t, d)
	numbers, risky := 0, 0
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		require.NoError(t, err)
		for y, r := range rows {
			for x, v := range r {
				at := cellAt(x+1, y+1)
				formula, err := f.GetCellFormula(sheet, at)
				require.NoError(t, err)
				require.Empty(t, formula)
				kind, err := f.GetCellType(sheet, at)
				require.NoError(t, err)
				if kind == excelize.CellTypeUnset || kind == excelize.CellTypeNumber {
					if v != "" {
						_, err := strconv.ParseFloat(v, 64)
						require.NoError(t, err, "%s!%s %q has no type", sheet, at, v)
						numbers++
					}
				}
				if v != "" && strings.ContainsAny(v[:1], "=+-@") {
					risky++
					require.Equal(t, excelize.CellTypeSharedString, kind, v)
				}
			}
		}
	}
	require.Greater(t, numbers, 43*3)
	require.GreaterOrEqual(t, risky, 4)
	props, err := f.GetDocProps()
	require.NoError(t, err)
	require.Equal(t, "2026-11-21T01:05:00Z", props.Created)
}

func TestXLSXPrintAndPictures(t *testing.T) {
	in := environment(t)
	finish(t, in)
	f := openXLSX(t, doc(in, checklist.ZH))
	cells, err := f.GetPictureCells("照片")
	require.NoError(t, err)
	require.Len(t, cells, 9)
	pics, err := f.GetPictures("照片", "B2")
	require.NoError(t, err)
	require.Len(t, pics, 1)
	require.Equal(t, fake(1, 640, 480), pics[0].File)
	rows, err := f.GetRows("照片")
	require.NoError(t, err)
	require.Equal(t, "P1", rows[1][0])
	require.Contains(t, rows[1][2], in.Checklist.Items[0].Text.ZH)
	for _, sheet := range f.GetSheetList() {
		layout, err := f.GetPageLayout(sheet)
		require.NoError(t, err)
		require.Equal(t, "landscape", *layout.Orientation)
		require.Equal(t, 1, *layout.FitToWidth)
		panes, err := f.GetPanes(sheet)
		require.NoError(t, err)
		require.True(t, panes.Freeze)
	}
	titles := map[string]string{}
	for _, n := range f.GetDefinedName() {
		titles[n.Scope] = n.RefersTo
	}
	require.Equal(t, "'检查表'!$5:$5", titles["检查表"])
	require.Equal(t, "'照片'!$1:$1", titles["照片"])
	height, err := f.GetRowHeight("检查表", 6)
	require.NoError(t, err)
	require.Greater(t, height, 19.0) // three lines of reason
}

func TestXLSXOfEveryMethodAndBlank(t *testing.T) {
	for name, in := range samples(t) {
		for _, l := range []checklist.Lang{checklist.ZH, checklist.EN} {
			f := openXLSX(t, doc(in, l))
			for _, sheet := range f.GetSheetList() {
				rows, err := f.GetRows(sheet)
				require.NoError(t, err)
				for _, r := range rows {
					require.NotContains(t, strings.Join(r, "|"), "‹", name)
				}
			}
		}
	}
	var b bytes.Buffer
	require.NoError(t, BlankXLSX(&b, load(t, "servqual"), "济南分行", checklist.ZH))
	f, err := excelize.OpenReader(&b)
	require.NoError(t, err)
	require.Equal(t, []string{"空白表", "权重"}, f.GetSheetList())
	require.NoError(t, f.Close())
}
