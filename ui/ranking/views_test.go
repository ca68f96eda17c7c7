package ranking_test

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/ranking"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
	"hallcheck/ui/theme"
)

func TestNothingIsCut(t *testing.T) {
	for _, lang := range []checklist.Lang{checklist.ZH, checklist.EN} {
		for _, scale := range []int{100, 150} {
			r := newRecords(t)
			r.targets = []ranking.Target{{Branch: "3701100", Indicator: "zone/6s-environment/lobby", Period: "2026-11", Value: 92_000}}
			e := shelltest.NewWith(t, nil, shell.Prefs{Lang: lang, Mode: theme.Light, Scale: scale}, routes(r, &papers{})...)
			for _, size := range []fyne.Size{{Width: 1366, Height: 768}, {Width: 1024, Height: 680}} {
				e.Window.Resize(size)
				for key := range 7 {
					e.Type(fmt.Sprint(key + 1))
					require.Empty(t, e.Overflows(), "%s %d %v view %d", lang, scale, size, key+1)
					require.NotContains(t, strings.Join(e.Texts(), ""), "‹")
				}
			}
		}
	}
}

// has asserts words on the screen.
func has(t *testing.T, e *shelltest.Env, words ...string) {
	t.Helper()
	for _, w := range words {
		require.True(t, e.Has(w), "%s in %q", w, e.Texts())
	}
}

func TestAnyPeriod(t *testing.T) {
	r, _, e := open(t)
	when := shelltest.Find[*kit.SearchSelect](e, 0)
	var months, quarters, years int
	for _, c := range when.Choices {
		switch {
		case strings.Contains(c.ID, "-Q"):
			quarters++
		case len(c.ID) == 4 && c.ID != "days":
			years++
		case len(c.ID) == 7:
			months++
		}
	}
	require.Equal(t, []int{24, 8, 3}, []int{months, quarters, years})
	when.Choose("2026-Q4")
	require.Equal(t, list+" 2026-10-01 2026-12-31", r.asked[len(r.asked)-2])
	require.Equal(t, list+" 2026-07-01 2026-09-30", r.asked[len(r.asked)-1])
	has(t, e, "2026 年第 4 季度")
	e.Type("[")
	require.Equal(t, list+" 2026-07-01 2026-09-30", r.asked[len(r.asked)-2])
	when.Choose("days")
	e.Fill(0, "2026-11-01")
	e.Fill(1, "2026-10-01")
	e.Tap("查看")
	has(t, e, "2026-11-01..2026-10-01")
	e.Fill(1, "2026-11-30")
	e.Tap("查看")
	require.Equal(t, "2026 年 11 月", when.Text(), "whole months are recognised")
	require.Len(t, rows(e), 4)
}

func TestCompositeIsExplainedLineByLine(t *testing.T) {
	r := newRecords(t)
	r.composites = []ranking.Composite{{ID: "month", Name: "综合", Parts: []ranking.Part{
		{Checklist: list, Weight: checklist.N(60), Title: checklist.Text{ZH: "网点 6S 环境检查"}}, {Checklist: other, Weight: checklist.N(40)},
	}}}
	e := shelltest.New(t, nil, routes(r, &papers{})...)
	shelltest.Find[*kit.SearchSelect](e, 1).Choose("=month")
	has(t, e, "邹城支行 *", "* 缺一项检查，按其余权重折算。", "等级按“网点 6S 环境检查”的等级线：优秀 ≥ 90", "97.2 × 60", "缺", "网点 6S 环境检查：97.2 分（97.2 ÷ 1 次），占 100.0%，折合 97.20 分。",
		"“三清一亮”专项检查：本期没有记录，原权重 40 不计，其余各项按权重折算到 100%（带 *）。", "综合得分 = 以上各项之和 97.20，四舍五入为 97.2。各项按未舍入的平均计算。")
}

func TestNewComposite(t *testing.T) {
	r, _, e := open(t)
	e.Type("c")
	e.Press(fyne.KeyEscape)
	require.Nil(t, e.Window.Canvas().Overlays().Top(), "Escape in a field leaves the form, as its button says")
	e.Type("c")
	e.Fill(0, "季度综合")
	e.Tap("保存")
	has(t, e, "综合指标“index-1”要由 2 到 8 张检查表组成。")
	shelltest.Find[*kit.SearchSelect](e, 0).Choose(list)
	shelltest.Find[*kit.SearchSelect](e, 1).Choose(other)
	e.Fill(1, "60")
	e.Fill(2, "40")
	shelltest.Find[*kit.SearchSelect](e, 4).Choose(other)
	e.Tap("保存")
	require.Equal(t, []ranking.Composite{{ID: "index-1", Name: "季度综合", Parts: []ranking.Part{{Checklist: list, Weight: 60_000}, {Checklist: other, Weight: 40_000}}, Grades: other}}, r.composites)
	require.Equal(t, "季度综合", shelltest.Find[*kit.SearchSelect](e, 1).Text())
}

func TestRulesGateAndShrinkage(t *testing.T) {
	r, _, e := open(t)
	for i := range 3 {
		r.halls[i].Grade = checklist.Flagship
	}
	for _, c := range r.cells["2026-11-01"][:3] {
		n, sum := int64(c.N), c.ScoreSum
		r.spread = append(r.spread, ranking.Spread{Branch: c.Branch, Checklist: list, N: c.N, Sum: sum, Squares: sum*sum/n + 50*(n-1)})
	}
	e.Type("r")
	e.Fill(0, "101")
	e.Tap("保存")
	has(t, e, "排名规则不对")
	e.Fill(0, "90")
	e.Fill(1, "2")
	shelltest.Find[*kit.Segmented](e, 0).Choose("withheld")
	shelltest.Find[*kit.Segmented](e, 1).Choose("ranks")
	e.Tap("保存")
	require.JSONEq(t, `{"coverageMin":90,"low":"withheld","smallBelow":2,"shrink":"ranks"}`, r.settings[ranking.SettingRules])
	has(t, e, "不公布：已检 4 / 5 家，低于规定的覆盖率。", "本表按向同组平均收缩后的得分排名。", "‡ 本期记录少，名次仅供参考。", "邹城支行 ‡",
		"本表按收缩后的得分排名。")
	require.Contains(t, strings.Join(e.Texts(), ""), "份记录的分量")
}

func TestTargetsView(t *testing.T) {
	r, p, e := open(t)
	e.Type("3")
	has(t, e, "2026 年 11 月还没有目标。")
	e.Tap("生成建议")
	has(t, e, "按各网点自己的基线算出 2026 年 11 月的")
	e.Tap("设定")
	require.NotEmpty(t, r.targets)
	base := checklist.Milli(96_400)
	require.Equal(t, ranking.Target{Branch: "3701100", Indicator: "score/6s-environment", Period: "2026-11", Value: 97_200, Baseline: &base}, r.targets[0])
	has(t, e, "网点 6S 环境检查 得分", "96.4", "97.2", "100.0%", "达标")
	require.Empty(t, e.Overflows())
	n := len(r.targets)
	e.Press(fyne.KeyDown)
	e.Press(fyne.KeyReturn)
	e.Fill(0, "-1")
	e.Tap("保存")
	has(t, e, "请选网点，并填 0 到 100 的数（问题数可以更大）。")
	e.Fill(0, "95")
	e.Tap("保存")
	require.Len(t, r.targets, n+1)
	require.EqualValues(t, 95_000, r.targets[n].Value)
	p.read = []ranking.Target{{Branch: "3701101", Indicator: "ontime", Period: "2026-11", Value: 95_000}}
	e.Shell.Choose = &chooser{path: "/media/usb/targets.csv"}
	e.Tap("导入")
	require.Len(t, r.targets, n+2)
	has(t, e, "按期整改率", "101.3%")
	e.Tap("导出")
	require.Equal(t, "/media/usb/targets.csv", p.path)
}

func TestCharts(t *testing.T) {
	r, _, e := open(t)
	r.visits = nil
	for i := range 6 {
		for k, who := range []string{"赵立新", "孙晓燕"} {
			r.visits = append(r.visits, ranking.Visit{
				Branch: fmt.Sprint(i), Checklist: list, Day: "2026-11-05", Mode: checklist.Announced, Inspector: who, Score: checklist.Tenths(900 + 60*k + i),
			})
		}
	}
	e.Press(fyne.KeyDown)
	e.Type("4")
	has(t, e, "各月得分", "济宁市中支行", "旗舰厅 · 客流高", "全部网点", "各同类组按月平均", "94.7")
	e.Type("5")
	has(t, e, "各区域得分", "旗舰厅 · 客流高 3 家", "大堂与等候区", "▼85.0", "低于 60")
	for i := range 3 {
		if x := shelltest.Find[*kit.Segmented](e, i); x.Chosen == "peers" {
			x.Choose("low")
			break
		}
	}
	has(t, e, "4  兖州支行", "第 1–4 行，共 4 行")
	e.Type("6")
	has(t, e, "失分最多的检查项（全部网点合计失分）", "5.6", "2 家", "各区域平均每份记录失分", "大堂与等候区", "4.50", "75.0%", "3 / 4 家")
	e.Type("7")
	has(t, e, "+6.0 ± 0.0", "偏宽", "-6.0 ± 0.0", "偏严", "不调整任何得分和名次")
	r.visits = r.visits[:2]
	e.Press(fyne.KeyF5)
	has(t, e, "不足 5 家，不显示")
	r.visits = nil
	e.Press(fyne.KeyF5)
	has(t, e, "本期没有两位检查人去过同一网点，无法比较。")
	e.Type("1")
	require.Len(t, rows(e), 4)
}

func TestCompetitorsStandBesideTheRanking(t *testing.T) {
	r := newRecords(t)
	r.halls[0].Owner = checklist.OwnerCompetitor
	e := shelltest.New(t, nil, routes(r, &papers{})...)
	require.Len(t, rows(e), 3)
	has(t, e, "同业（不参与排名）：邹城支行 97.2 分，1 份记录", "已检 3 / 4 家")
}
