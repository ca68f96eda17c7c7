package ranking_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/checklisttest"
	"hallcheck/checklist/ranking"
	"hallcheck/ui/kit"
	page "hallcheck/ui/ranking"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
)

const (
	list  = "6s-environment"
	other = "three-clean-one-bright"
)

// records are five halls in November, four of them in October too: ranks
// 1, 2, 2, 4 and one hall that only has an incomplete record.
type records struct {
	t      testing.TB
	halls  []checklist.Branch
	cells  map[string][]checklist.PeriodCell // by first day
	asked  []string
	trends []string
	err    error

	settings   map[string]string
	composites []ranking.Composite
	targets    []ranking.Target
	spread     []ranking.Spread
	visits     []ranking.Visit
}

func cell(hall string, n int, sum int64) checklist.PeriodCell {
	return checklist.PeriodCell{Branch: hall, Checklist: list, N: n, ScoreSum: sum, MinVersion: 1, MaxVersion: 1}
}

func newRecords(t testing.TB) *records {
	r := &records{t: t, settings: map[string]string{}}
	for i, name := range []string{"邹城支行", "济宁市中支行", "曲阜支行", "兖州支行", "任城支行"} {
		r.halls = append(r.halls, checklist.Branch{Code: fmt.Sprint("370110", i), Name: name, Grade: checklist.Flagship, Traffic: checklist.TrafficHigh, Active: true})
	}
	r.halls[3].Grade, r.halls[4].Grade = checklist.Third, checklist.Third
	now := []checklist.PeriodCell{cell("3701100", 1, 972), cell("3701101", 2, 1868), cell("3701102", 1, 934), cell("3701103", 1, 590)}
	now[1].Zones = []checklist.ZoneSum{{Zone: "lobby", N: 2, ScoreSum: 1700, LostSum: 9000}, {Zone: "outdoor", N: 2, ScoreSum: 1900, LostSum: 2000}}
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
		checklisttest.Checklist(r.t, "servqual"), checklisttest.Checklist(r.t, list), checklisttest.Checklist(r.t, other),
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

func (r *records) OnTime(context.Context, string, string) (map[string]int, error) {
	return map[string]int{"3701100": 1000, "3701101": 962}, nil
}

func (r *records) Spreads(context.Context, string, string, string) ([]ranking.Spread, error) {
	return r.spread, nil
}

func (r *records) Trend(_ context.Context, id, branch, from, to string) ([]ranking.MonthSum, error) {
	r.trends = append(r.trends, id+" "+branch+" "+from+" "+to)
	return []ranking.MonthSum{{Month: "2026-10", Halls: 1, N: 1, Sum: 922}, {Month: "2026-11", Halls: 1, N: 2, Sum: 934}}, nil
}

func (r *records) GroupTrend(context.Context, string, string, string) ([]ranking.MonthSum, error) {
	return []ranking.MonthSum{
		{Month: "2026-10", Grade: checklist.Flagship, Traffic: checklist.TrafficHigh, Halls: 2, N: 2, Sum: 1886},
		{Month: "2026-11", Grade: checklist.Flagship, Traffic: checklist.TrafficHigh, Halls: 3, N: 4, Sum: 2840},
	}, nil
}

func (r *records) MonthCells(context.Context, []string, string, string, string) ([]ranking.MonthCell, error) {
	return nil, nil
}

func (r *records) TopLosses(_ context.Context, id, branch, _, _ string, n int) ([]ranking.Loss, error) {
	c := checklisttest.Checklist(r.t, id)
	return []ranking.Loss{{Item: c.Items[0].ID, Zone: c.Items[0].Zone, Lost: 5600, Times: 2, Halls: 2}}, nil
}

func (r *records) Visits(context.Context, string, string, string) ([]ranking.Visit, error) {
	return r.visits, nil
}

func (r *records) CommonProblems(context.Context, string, string, string) ([]checklist.Common, error) {
	it := checklisttest.Checklist(r.t, list).Items[1]
	return []checklist.Common{{Checklist: list, Item: it.ID, Text: it.Text, Failed: r.halls[:3], Inspected: 4}}, nil
}

func (r *records) TargetsIn(_ context.Context, period string) ([]ranking.Target, error) {
	var out []ranking.Target
	for _, t := range r.targets {
		if t.Period == period {
			out = append(out, t)
		}
	}
	return out, nil
}

func (r *records) SetTargets(_ context.Context, list []ranking.Target) error {
	for _, t := range list {
		if err := t.Check(); err != nil {
			return err
		}
	}
	r.targets = append(r.targets, list...)
	return nil
}

func (r *records) DropTarget(context.Context, string, ranking.Indicator, string) error { return nil }

func (r *records) Composites(context.Context) ([]ranking.Composite, error) { return r.composites, nil }

func (r *records) SaveComposite(_ context.Context, c ranking.Composite) error {
	r.composites = append(r.composites, c)
	return nil
}

func (r *records) DropComposite(context.Context, string) error { return nil }

func (r *records) Setting(_ context.Context, key string) (string, error) { return r.settings[key], nil }

func (r *records) SetSetting(_ context.Context, key, value string) error {
	r.settings[key] = value
	return nil
}

// papers remembers what was to be written.
type papers struct {
	path   string
	period string
	list   string
	rows   int
	read   []ranking.Target
}

func (p *papers) SaveRanking(_ context.Context, path string, a ranking.Answer) error {
	*p = papers{path: path, period: a.Question.Period.String(), list: a.Input.Checklist.ID, rows: len(a.Table.Rows)}
	return nil
}

func (p *papers) SaveTargets(_ context.Context, path string, rows []ranking.Attained) error {
	*p = papers{path: path, rows: len(rows)}
	return nil
}

func (p *papers) ReadTargets(context.Context, string) ([]ranking.Target, error) { return p.read, nil }

type landed struct{ arg any }

func (landed) Title() (string, string)    { return "landed", "" }
func (landed) Content() fyne.CanvasObject { return kit.NewLabel("landed") }
func (landed) Load(context.Context)       {}
func (landed) Keys() []shell.Key          { return nil }

func routes(r *records, p *papers) []shell.Route {
	stub := func(_ *shell.Shell, arg any) shell.Page { return &landed{arg} }
	return []shell.Route{
		{ID: "ranking", Icon: "rank", Rail: true, New: page.New(page.Services{Records: r, Figures: r, Commons: r, Goals: r, Indexes: r, Papers: p})},
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
	require.Equal(t, list+" 3701101 2025-12 2026-11", r.trends[len(r.trends)-1], "one query for the line of a year")
	for _, want := range []string{"同类均值 94.7", "低 1.3", "2 次检查的平均", "186.8 ÷ 2", "−2.80", "96.2%"} {
		require.True(t, e.Has(want), "%s in %q", want, e.Texts())
	}
	require.Empty(t, e.Overflows(), "laid out again for another hall")

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
	e.Tap("导出")
	require.Equal(t, "排名-网点 6S 环境检查-2026-11.xlsx", c.name)
	require.Equal(t, papers{path: "/media/usb/rank.xlsx", period: "2026-11", list: list, rows: 4}, *p)
	require.Equal(t, "已保存：/media/usb/rank.xlsx", e.Shell.Toasted())
	*p = papers{}
	require.False(t, e.Button("导出").Disabled())
	e.Type("[[e")
	require.True(t, e.Button("导出").Disabled())
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
