package ranking_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/checklisttest"
	"hallcheck/checklist/ranking"
	"hallcheck/ui/kit"
	page "hallcheck/ui/ranking"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
	"hallcheck/ui/theme"
)

const list = "6s-environment"

// records are five halls in November, four of them in October too: ranks
// 1, 2, 2, 4 and one hall that only has an incomplete record.
type records struct {
	t      testing.TB
	halls  []checklist.Branch
	cells  map[string][]checklist.PeriodCell // by first day
	asked  []string
	trends []checklist.Filter
	err    error
}

func cell(hall string, n int, sum int64) checklist.PeriodCell {
	return checklist.PeriodCell{Branch: hall, Checklist: list, N: n, ScoreSum: sum, MinVersion: 1, MaxVersion: 1}
}

func newRecords(t testing.TB) *records {
	r := &records{t: t}
	for i, name := range []string{"邹城支行", "济宁市中支行", "曲阜支行", "兖州支行", "任城支行"} {
		r.halls = append(r.halls, checklist.Branch{Code: fmt.Sprint("370110", i), Name: name, Grade: checklist.Flagship, Traffic: checklist.TrafficHigh, Active: true})
	}
	r.halls[3].Grade, r.halls[4].Grade = checklist.Third, checklist.Third
	now := []checklist.PeriodCell{cell("3701100", 1, 972), cell("3701101", 2, 1868), cell("3701102", 1, 934), cell("3701103", 1, 590)}
	now[1].Zones = []checklist.ZoneSum{{Zone: "lobby", N: 2, ScoreSum: 1700, LostSum: 9000}}
	now[3].Vetoes, now[3].Critical, now[3].Problems, now[3].MaxVersion = 1, 2, 12, 2
	none := cell("3701104", 0, 0)
	none.Excluded = 1
	r.cells = map[string][]checklist.PeriodCell{
		"2026-11-01": append(now, none),
		"2026-10-01": {cell("3701100", 1, 964), cell("3701101", 1, 922), cell("3701103", 1, 841), cell("3701104", 1, 880)},
	}
	return r
}

func (r *records) Checklists(context.Context) ([]*checklist.Checklist, error) {
	return []*checklist.Checklist{
		checklisttest.Checklist(r.t, "staff-etiquette"), checklisttest.Checklist(r.t, list), checklisttest.Checklist(r.t, "three-clean-one-bright"),
	}, r.err
}

func (r *records) Branches(context.Context) ([]checklist.Branch, error) { return r.halls, nil }

func (r *records) PeriodCells(_ context.Context, id, from, to string) ([]checklist.PeriodCell, error) {
	r.asked = append(r.asked, id+" "+from+" "+to)
	if id != list {
		return nil, nil
	}
	return r.cells[from], nil
}

func (r *records) Summaries(_ context.Context, f checklist.Filter) ([]checklist.Summary, int, error) {
	r.trends = append(r.trends, f)
	a, b := checklist.Tenths(922), checklist.Tenths(934)
	rows := []checklist.Summary{{Day: "2026-10-08", Score: &a}, {Day: "2026-11-03", Score: &b}, {Day: "2026-11-13", Score: &b}}
	return rows, len(rows), nil
}

// papers remembers what was to be written.
type papers struct {
	path  string
	month time.Time
	list  string
	rows  int
}

func (p *papers) SaveRanking(_ context.Context, path string, month time.Time, c *checklist.Checklist, t ranking.Table) error {
	*p = papers{path, month, c.ID, len(t.Rows)}
	return nil
}

type landed struct{ arg any }

func (landed) Title() (string, string)    { return "landed", "" }
func (landed) Content() fyne.CanvasObject { return kit.NewLabel("landed") }
func (landed) Load(context.Context)       {}
func (landed) Keys() []shell.Key          { return nil }

func routes(r *records, p *papers) []shell.Route {
	stub := func(_ *shell.Shell, arg any) shell.Page { return &landed{arg} }
	return []shell.Route{
		{ID: "ranking", Icon: "rank", Rail: true, New: page.New(page.Services{Records: r, Papers: p})},
		{ID: "history", Icon: "history", Rail: true, New: stub},
		{ID: "inbox", Icon: "inbox", Rail: true, New: stub},
	}
}

func open(t *testing.T) (*records, *papers, *shelltest.Env) {
	r, p := newRecords(t), &papers{}
	home := shelltest.NewHome()
	home.Who.Face = checklist.FaceHQ
	e := shelltest.New(t, home, routes(r, p)...)
	return r, p, e
}

// rows are the cells of the table row by row, "rank hall score".
func rows(e *shelltest.Env) []string {
	all := e.Texts()
	var out []string
	for i := 1; i+2 < len(all); i++ {
		if strings.HasSuffix(strings.TrimSuffix(all[i], " †"), "支行") && len(all[i-1]) == 1 && strings.Contains(all[i+1], "·") {
			out = append(out, all[i-1]+" "+all[i]+" "+all[i+2])
		}
	}
	return out
}

func TestTiesChangeAndFootnote(t *testing.T) {
	r, _, e := open(t)
	require.Equal(t, []string{"1 邹城支行 97.2", "2 济宁市中支行 93.4", "2 曲阜支行 93.4", "4 兖州支行 † 59.0"}, rows(e))
	for _, s := range []string{
		"已检 4 / 5 家 · 平均 85.8", "排名 4", "未检查 1", "+0.8", "+1.2", "-25.1", "新", "否决 1", "大堂与等候区", "优秀", "不合格",
		"† 使用了与多数网点（第 1 版）不同的检查表版本", "2026 年 11 月",
	} {
		require.True(t, e.Has(s), "%s in %q", s, e.Texts())
	}
	require.Equal(t, list+" 2026-11-01 2026-11-30", r.asked[len(r.asked)-2])
	require.Equal(t, list+" 2026-10-01 2026-10-31", r.asked[len(r.asked)-1])
	require.Equal(t, "网点 6S 环境检查", shelltest.Find[*kit.SearchSelect](e, 1).Text(), "the first checklist that has records")
}

func TestEveryPlaceIsExplained(t *testing.T) {
	r, _, e := open(t)
	require.True(t, e.Has("期间得分 97.2 = 各次得分之和 97.2 ÷ 1 次。"), "the first hall is explained at once")
	e.Press(fyne.KeyDown)
	require.True(t, e.Has("期间得分 93.4 = 各次得分之和 186.8 ÷ 2 次。"))
	require.True(t, e.Has("短板：大堂与等候区 85.0 分，平均失 4.5 分。"))
	require.True(t, e.Has("近 12 个月中有记录的 2 个月"))
	last := r.trends[len(r.trends)-1]
	require.Equal(t, checklist.Filter{Branch: "3701101", Checklist: list, From: "2025-12-01", To: "2026-11-30", Status: checklist.Finished, Sort: checklist.SortOldest, Limit: 2000}, last)
	require.Len(t, shelltest.Find[*kit.Sparkline](e, 0).Values, 2)

	e.Home.Publish(checklist.Change{Kind: "import"})
	require.True(t, e.Has("期间得分 93.4 = 各次得分之和 186.8 ÷ 2 次。"), "the hall explained stays the same")
	require.Equal(t, 1, shelltest.Find[*kit.Table](e, 0).List.Selected())
}

func TestMonths(t *testing.T) {
	r, _, e := open(t)
	e.Type("[")
	require.Equal(t, []string{"1 邹城支行 96.4", "2 济宁市中支行 92.2", "3 任城支行 88.0", "4 兖州支行 84.1"}, rows(e))
	require.True(t, e.Has("2026 年 10 月"))
	e.Type("[")
	require.True(t, e.Has("2026 年 9 月没有收到这张检查表的记录。"))
	require.Equal(t, list+" 2026-08-01 2026-08-31", r.asked[len(r.asked)-1])
	e.Type("]]]")
	require.True(t, e.Has("2026 年 12 月没有收到这张检查表的记录。"))
	e.Type("[")
	require.Len(t, rows(e), 4)
	e.Type("[[")
	e.Tap("去收取")
	require.Equal(t, "inbox", e.Shell.At())
}

func TestOpensOnTheNewestMonthWithRecords(t *testing.T) {
	r := newRecords(t)
	r.cells = map[string][]checklist.PeriodCell{"2026-08-01": {cell("3701100", 1, 900)}}
	e := shelltest.New(t, nil, routes(r, &papers{})...)
	require.True(t, e.Has("2026 年 8 月"))
	require.True(t, e.Has("少于 3 家，不宜公开排名。"))
}

func TestPeerGroup(t *testing.T) {
	_, _, e := open(t)
	group := shelltest.Find[*kit.SearchSelect](e, 2)
	var names []string
	for _, c := range group.Choices {
		names = append(names, c.Text+" "+c.Sub)
	}
	require.Equal(t, []string{"全部网点 ", "旗舰厅 3 家", "旗舰厅 · 客流高 3 家", "三级厅 2 家", "三级厅 · 客流高 2 家"}, names, "only groups that have halls")
	group.Choose("third/high")
	require.Equal(t, []string{"1 兖州支行 † 59.0"}, rows(e), "the place inside the group")
	require.True(t, e.Has("已检 1 / 2 家"))
	require.True(t, e.Has("总排名第 4"))
	group.Choose("")
	require.Len(t, rows(e), 4)
	require.True(t, e.Has("总排名第 4"), "still the hall that was chosen")
}

func TestNotInspected(t *testing.T) {
	_, _, e := open(t)
	e.Type("m")
	require.Empty(t, rows(e))
	for _, s := range []string{"任城支行", "3701104", "三级厅 · 客流高", "仅有 1 份不完整", "88.0"} {
		require.True(t, e.Has(s), s)
	}
	require.False(t, e.Has("为什么是这个名次"))
	e.Press(fyne.KeyReturn)
	require.Equal(t, "ranking", e.Shell.At(), "there are no records to show")
	e.Type("m")
	require.Len(t, rows(e), 4)
	require.True(t, e.Has("为什么是这个名次"))
	shelltest.Find[*kit.SearchSelect](e, 2).Choose("flagship")
	e.Type("m")
	require.True(t, e.Has("2026 年 11 月所有网点都已检查。"))
}

func TestToTheRecords(t *testing.T) {
	_, _, e := open(t)
	e.Press(fyne.KeyDown)
	e.Press(fyne.KeyReturn)
	require.Equal(t, "history", e.Shell.At())
	require.Equal(t, checklist.Filter{Branch: "3701101", Checklist: list, From: "2026-11-01", To: "2026-11-30"}, e.Shell.Page().(*landed).arg)
	e.Shell.Back()
	require.Len(t, rows(e), 4)
	e.Tap("查看检查记录")
	require.Equal(t, "history", e.Shell.At())
}

// chooser answers every question with one path.
type chooser struct {
	name, path string
}

func (c *chooser) OpenFile(_ []string, then func(string)) { then(c.path) }
func (c *chooser) OpenFolder(then func(string))           { then(c.path) }
func (c *chooser) SaveFile(name string, then func(string)) {
	c.name = name
	then(c.path)
}

func TestWorkbook(t *testing.T) {
	_, p, e := open(t)
	c := &chooser{path: "/media/usb/rank.xlsx"}
	e.Shell.Choose = c
	e.Tap("导出 Excel")
	require.Equal(t, "排名-网点 6S 环境检查-2026-11.xlsx", c.name)
	require.Equal(t, papers{"/media/usb/rank.xlsx", time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), list, 4}, *p)
	require.Equal(t, "已保存：/media/usb/rank.xlsx", e.Shell.Toasted())
	*p = papers{}
	require.False(t, e.Button("导出 Excel").Disabled())
	e.Type("[[e")
	require.True(t, e.Button("导出 Excel").Disabled())
	require.Equal(t, "没有可导出的排名。", e.Shell.Toasted())
	require.Empty(t, p.path)
}

func TestEmptyAndProblem(t *testing.T) {
	r := newRecords(t)
	r.halls = nil
	e := shelltest.New(t, nil, routes(r, &papers{})...)
	require.True(t, e.Has("还没有网点"))
	r.err = checklist.Fail("store.damaged")
	e.Press(fyne.KeyF5)
	require.True(t, e.Has("store.damaged"))
	r.err, r.halls = nil, newRecords(t).halls
	e.Tap("再试一次")
	require.Len(t, rows(e), 4)
}

func TestNothingIsCut(t *testing.T) {
	for _, lang := range []checklist.Lang{checklist.ZH, checklist.EN} {
		for _, scale := range []int{100, 150} {
			e := shelltest.NewWith(t, nil, shell.Prefs{Lang: lang, Mode: theme.Light, Scale: scale}, routes(newRecords(t), &papers{})...)
			for _, size := range []fyne.Size{{Width: 1366, Height: 768}, {Width: 1024, Height: 680}} {
				e.Window.Resize(size)
				require.Empty(t, e.Overflows(), "%s %d %v", lang, scale, size)
				e.Type("m")
				require.Empty(t, e.Overflows(), "%s %d %v not inspected", lang, scale, size)
				e.Type("m")
				require.NotContains(t, strings.Join(e.Texts(), ""), "‹")
			}
		}
	}
}
