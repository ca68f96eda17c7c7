package report_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"hallcheck/checklist"
	"hallcheck/checklist/report"
)

func workbook(t *testing.T, rows ...[]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	require.NoError(t, f.SetSheetName("Sheet1", "网点"))
	for i, r := range rows {
		require.NoError(t, f.SetSheetRow("网点", fmt.Sprint("A", i+1), &r))
	}
	var b bytes.Buffer
	require.NoError(t, f.Write(&b))
	return b.Bytes()
}

func told(t *testing.T, err error) (out []string) {
	t.Helper()
	var p checklist.Problems
	require.ErrorAs(t, err, &p)
	for _, x := range p {
		out = append(out, fmt.Sprint(x.Line, " ", x.Key, " ", x.Code, " ", x.Args["value"]))
	}
	return out
}

// A list in any order of columns, as CSV in either encoding and as a workbook, gives
// the same branches; empty cells leave what is known.
func TestReadBranches(t *testing.T) {
	text := "名称,网点号,等级,客流,在用\n市中支行,3701101,旗舰厅,高,\n,,,,\n历下支行,0102,second,,否\n"
	gbk, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(text))
	require.NoError(t, err)
	book := workbook(t, []any{"名称", "机构号", "等级", "客流", "在用"}, []any{"市中支行", "3701101", "旗舰", "客流高"}, []any{}, []any{"历下支行", "0102", "二级厅", "", "no"})
	have := []checklist.Branch{{Code: "0102", Name: "旧名", Traffic: checklist.TrafficLow, Active: true, Owner: "x"}}
	want := []checklist.Branch{
		{Code: "3701101", Name: "市中支行", Grade: checklist.Flagship, Traffic: checklist.TrafficHigh, Active: true},
		{Code: "0102", Name: "历下支行", Grade: checklist.Second, Traffic: checklist.TrafficLow, Owner: "x"},
	}
	for name, data := range map[string][]byte{"a.csv": []byte(text), "bom.csv": append([]byte("\xef\xbb\xbf"), text...), "gbk.csv": gbk, "a.xlsx": book} {
		got, err := report.ReadBranches(name, data, have)
		require.NoError(t, err, name)
		require.Equal(t, want, got, name)
	}
}

// Everything wrong is told at once, where it is.
func TestRosterProblems(t *testing.T) {
	_, err := report.ReadBranches("b.csv", []byte("code,name,grade\n1,a,五星\n,b,\n1,,\n"), nil)
	require.Equal(t, []string{"2 grade roster.word 五星", "3 code roster.empty ", "4 code roster.twice 1", "4 name roster.empty "}, told(t, err))
	_, err = report.ReadBranches("b.xlsx", workbook(t, []any{"网点号", "名称", "等级"}, []any{"1", "a", "五星"}, []any{"2"}), nil)
	require.Equal(t, []string{"0 网点!C2 roster.word 五星", "0 网点!B3 roster.empty "}, told(t, err))
	_, err = report.ReadBranches("b.csv", []byte("grade\nx\n"), nil)
	require.Equal(t, []string{"1  roster.columns "}, told(t, err))
	_, err = report.ReadBranches("b.csv", nil, nil)
	require.Equal(t, []string{"1  roster.columns "}, told(t, err))
	_, err = report.ReadBranches("b.xlsx", []byte("no workbook"), nil)
	require.Equal(t, "roster.file", checklist.CodeOf(err))
	_, err = report.ReadBranches("b.csv", []byte("code,name\n"+strings.Repeat("1,a\n", 20_001)), nil)
	require.Equal(t, "roster.large", checklist.CodeOf(err))
}

func TestReadPeople(t *testing.T) {
	halls := []checklist.Branch{{Code: "0101"}}
	got, err := report.ReadPeople("p.csv", []byte("姓名,角色,网点号,岗位\n王芳,大堂经理,0101,大堂\n李督导,服务督导,,\n"), halls)
	require.NoError(t, err)
	require.Equal(t, []checklist.Person{
		{Name: "王芳", Role: checklist.LobbyManager, Branch: "0101", Position: "lobby"}, {Name: "李督导", Role: checklist.HQSupervisor},
	}, got)
	_, err = report.ReadPeople("p.csv", []byte("name,role,branch\n王芳,boss,0101\n王芳,admin,0101\n,teller,9\n"), halls)
	require.Equal(t, []string{"2 role roster.word boss", "3 name roster.twice 王芳", "3 role roster.hqRole admin", "4 name roster.empty ", "4 branch roster.branch 9", "4 role roster.word teller"}, told(t, err))
}
