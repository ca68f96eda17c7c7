package today_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/bulletin"
	"hallcheck/checklist/checklisttest"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
	"hallcheck/ui/theme"
	"hallcheck/ui/today"
)

func lists(t testing.TB) []*checklist.Checklist {
	var out []*checklist.Checklist
	for _, id := range []string{"6s-environment", "lobby-patrol", "morning-meeting", "three-clean-one-bright", "mystery-shopper"} {
		out = append(out, checklisttest.Checklist(t, id))
	}
	return out
}

func at(day, hour, minute int) int64 {
	return time.Date(2026, 11, day, hour, minute, 0, 0, time.Local).UnixMilli()
}

func tenths(n int) *checklist.Tenths { t := checklist.Tenths(n); return &t }

func finished(list string, ms int64, score *checklist.Tenths) checklist.Summary {
	return checklist.Summary{ID: list + "@", Checklist: list, Title: checklist.Text{ZH: list, EN: list}, Status: checklist.Finished, FinishedAt: ms, Score: score}
}

func order(tasks []today.Task) (out []string) {
	for _, x := range tasks {
		word := map[today.Step]string{today.Resume: "resume ", today.Start: "start ", today.Done: "done "}[x.Step]
		id := ""
		if x.List != nil {
			id = x.List.ID
		}
		out = append(out, word+id)
	}
	return out
}

func TestPlanOrdersByUrgency(t *testing.T) {
	now := shelltest.Now // Saturday 21 November 2026, 9:31
	rows := []checklist.Summary{
		{ID: "d", Checklist: "6s-environment", Status: checklist.Draft, UpdatedAt: at(21, 9, 12)},
		finished("lobby-patrol", at(21, 8, 59), nil),            // the hour before: due again
		finished("morning-meeting", at(21, 0, 0), nil),          // today from midnight
		finished("three-clean-one-bright", at(15, 23, 59), nil), // Sunday of last week
		finished("three-clean-one-bright", at(1, 23, 59), nil),
	}
	plan := today.Plan(lists(t), rows, now)
	assert.Equal(t, []string{
		"resume 6s-environment", "start lobby-patrol", "start three-clean-one-bright", "done morning-meeting",
	}, order(plan), "a covert list is not the hall's own; a drafted list is not offered twice")
	assert.Equal(t, at(22, 24, 0), plan[2].End.UnixMilli(), "the week ends on Sunday at midnight")
	assert.Equal(t, at(15, 23, 59), plan[2].Last.FinishedAt, "the latest one counts")
}

func TestPeriodsBeginWhereTheyShould(t *testing.T) {
	for frequency, edge := range map[string]time.Time{
		"hourly":      time.Date(2026, 11, 21, 9, 0, 0, 0, time.Local),
		"daily":       time.Date(2026, 11, 21, 0, 0, 0, 0, time.Local),
		"weekly":      time.Date(2026, 11, 16, 0, 0, 0, 0, time.Local),
		"monthly":     time.Date(2026, 11, 1, 0, 0, 0, 0, time.Local),
		"quarterly":   time.Date(2026, 10, 1, 0, 0, 0, 0, time.Local),
		"half-yearly": time.Date(2026, 7, 1, 0, 0, 0, 0, time.Local),
	} {
		c := *lists(t)[0]
		c.Frequency = frequency
		for ms, want := range map[int64]today.Step{edge.UnixMilli(): today.Done, edge.UnixMilli() - 1: today.Start} {
			plan := today.Plan([]*checklist.Checklist{&c}, []checklist.Summary{finished(c.ID, ms, nil)}, shelltest.Now)
			assert.Equal(t, want, plan[0].Step, "%s at %d", frequency, ms)
		}
	}
}

func TestScoresCompareWithTheOneBefore(t *testing.T) {
	got := today.Scores([]checklist.Summary{
		finished("a", 10, tenths(922)), finished("a", 30, tenths(934)), finished("b", 20, tenths(800)), finished("a", 5, tenths(100)),
	})
	require.Len(t, got, 2)
	assert.Equal(t, "93.4", got[0].Now.Score.String())
	assert.Equal(t, checklist.Tenths(12), *got[0].Change)
	assert.Nil(t, got[1].Change)
}

type fake struct {
	lists []*checklist.Checklist
	rows  []checklist.Summary
	sent  []string
	err   error
	wrong []checklist.FindingRow
	post  []bulletin.Published
}

func (f *fake) UnreadBulletins(context.Context, string) ([]bulletin.Published, error) {
	return f.post, nil
}

// Findings gives what a filter of states and owner finds, as the store does.
func (f *fake) Findings(_ context.Context, q checklist.FindingFilter) (out []checklist.FindingRow, n int, err error) {
	for _, r := range f.wrong {
		if slices.Contains(q.Statuses, r.Status) && (q.Mine == "" || r.Owner == "" || r.Owner == q.Mine) {
			out = append(out, r)
		}
	}
	n = len(out)
	return out[:min(n, q.Limit)], n, nil
}

func (f *fake) Thumb(string) (string, error) { return "", nil }

func (f *fake) Checklists(context.Context) ([]*checklist.Checklist, error) { return f.lists, f.err }
func (f *fake) Unsent(context.Context) ([]string, error)                   { return f.sent, nil }
func (f *fake) Summaries(_ context.Context, q checklist.Filter) (out []checklist.Summary, n int, err error) {
	for _, r := range f.rows {
		if r.Status == q.Status {
			out = append(out, r)
		}
	}
	return out, len(out), nil
}

// stop is a page that remembers what it was opened with.
type stop struct{ arg any }

func (stop) Title() (string, string)    { return "stop", "" }
func (stop) Content() fyne.CanvasObject { return shelltest.Nothing() }
func (stop) Load(context.Context)       {}
func (stop) Keys() []shell.Key          { return nil }

func open(t *testing.T, f *fake, prefs shell.Prefs) *shelltest.Env {
	to := func(id string) shell.Route {
		return shell.Route{ID: id, New: func(_ *shell.Shell, arg any) shell.Page { return stop{arg} }}
	}
	return shelltest.NewWith(t, nil, prefs, shell.Route{ID: "today", Icon: "today", Rail: true, New: today.New(f)},
		to("runner"), to("inspect"), to("result"), to("exchange"), to("finding"), to("findings"), to("review"), to("bulletin"))
}

var plain = shell.Prefs{Lang: checklist.ZH, Mode: theme.Light, Scale: 100}

func TestOneButtonEachOpensWhatItPromises(t *testing.T) {
	f := &fake{lists: lists(t), sent: []string{"x", "y"}, rows: []checklist.Summary{
		{ID: "draft-1", Checklist: "6s-environment", Title: checklist.Text{ZH: "网点 6S 环境检查"}, Status: checklist.Draft, Answered: 18, Total: 43, Red: 2, UpdatedAt: at(21, 9, 12)},
		finished("morning-meeting", at(21, 8, 32), tenths(1000)),
	}}
	e := open(t, f, plain)
	assert.True(t, e.Has("11 月 21 日 星期六"))
	assert.True(t, e.Has("43 项 · 已答 18 · 不合格 2 · 09:12 中断"))
	assert.True(t, e.Has("还有 28 分钟"))
	assert.True(t, e.Has("2 份记录等待报送"))
	e.Press(fyne.KeyReturn)
	assert.Equal(t, "runner", e.Shell.At())
	assert.Equal(t, "draft-1", e.Shell.Page().(stop).arg)
	e.Press(fyne.KeyEscape)
	e.Tap("开始")
	assert.Equal(t, "inspect", e.Shell.At())
	assert.Equal(t, "lobby-patrol", e.Shell.Page().(stop).arg)
	e.Press(fyne.KeyEscape)
	e.Tap("查看")
	assert.Equal(t, "result", e.Shell.At())
	e.Press(fyne.KeyEscape)
	e.Tap("去报送")
	assert.Equal(t, "exchange", e.Shell.At())
}

// A bulletin that came and nobody opened yet stands first, with one button to it.
func TestNewBulletinsHaveOneButtonEach(t *testing.T) {
	f := &fake{lists: lists(t), post: []bulletin.Published{{
		ID: "b-2", Number: "通报〔2026〕3号", Edition: 2, Subject: checklist.Text{ZH: "网点 6S 环境检查", EN: "6S"}, From: "2026-10-01", To: "2026-10-31",
		Own: &bulletin.Own{Rank: 3, Score: 875}, All: bulletin.Spread{Halls: 81},
	}}}
	e := open(t, f, plain)
	require.True(t, e.Has("新到的通报"))
	require.True(t, e.Has("87.5 分 · 第 3 名 / 81 家"), "%q", e.Texts())
	e.Tap("查看")
	require.Equal(t, "bulletin", e.Shell.At())
	require.Equal(t, "b-2", e.Shell.Page().(stop).arg)
	for _, prefs := range []shell.Prefs{plain, {Lang: checklist.EN, Mode: theme.Dark, Scale: 150}} {
		e := open(t, f, prefs)
		e.Window.Resize(fyne.Size{Width: 1024, Height: 680})
		require.Empty(t, e.Overflows(), "%v", prefs)
	}
	f.lists, f.post = nil, f.post[:0]
	e = open(t, f, plain)
	require.False(t, e.Has("新到的通报"))
}

func TestNothingIsCutWrongInAnyLookAndSize(t *testing.T) {
	f := &fake{lists: lists(t), rows: []checklist.Summary{
		finished("morning-meeting", at(21, 8, 32), tenths(1000)), finished("6s-environment", at(3, 8, 32), tenths(594)),
	}}
	for _, prefs := range []shell.Prefs{plain, {Lang: checklist.EN, Mode: theme.Dark, Scale: 150}, {Lang: checklist.EN, Mode: theme.HighContrast, Scale: 80}} {
		e := open(t, f, prefs)
		for _, size := range []fyne.Size{{Width: 1366, Height: 768}, {Width: 1024, Height: 680}} {
			e.Window.Resize(size)
			assert.Empty(t, e.Overflows(), "%v at %v", prefs, size)
		}
	}
}

func TestAProblemOffersToTryAgain(t *testing.T) {
	f := &fake{lists: lists(t), err: errors.New("disk")}
	e := open(t, f, plain)
	assert.True(t, e.Has("意料之外"))
	f.err = nil
	e.Tap("再试一次")
	assert.True(t, e.Has("现在该做的"))
}

func TestWithoutListsThereIsOneSentence(t *testing.T) {
	e := open(t, &fake{}, plain)
	assert.True(t, e.Has("没有可自查的检查表"))
}

func TestFindingsDueSoonHaveOneButtonEach(t *testing.T) {
	row := func(id, owner, due string, st checklist.FindingStatus) checklist.FindingRow {
		return checklist.FindingRow{ID: id, Number: "F-2026-" + id, Text: "问题" + id, Owner: owner, Due: due, Status: st}
	}
	f := &fake{lists: lists(t), wrong: []checklist.FindingRow{
		row("0113", "李静", "2026-11-20", checklist.FindingOpen), row("0117", "", "2026-11-21", checklist.InProgress),
		row("0118", "张伟", "2026-11-21", checklist.FindingOpen), row("0119", "李静", "2026-12-21", checklist.FindingOpen),
		row("0120", "李静", "2026-12-22", checklist.FindingRejected), row("0121", "李静", "2026-11-21", checklist.FindingSubmitted),
		row("0122", "张伟", "2026-11-21", checklist.ExtensionAsked),
	}}
	e := open(t, f, plain)
	for _, s := range []string{"快到期的整改", "全部 4 个", "问题0113", "逾期 1 天", "问题0117", "今天到期", "问题0120", "退回"} {
		assert.True(t, e.Has(s), "%s in %q", s, e.Texts())
	}
	for _, s := range []string{"问题0118", "问题0119", "问题0121", "待复查"} {
		assert.False(t, e.Has(s), s)
	}
	assert.Empty(t, e.Overflows())
	e.Tap("传整改照片")
	assert.Equal(t, "finding", e.Shell.At())
	assert.Equal(t, "0113", e.Shell.Page().(stop).arg)
	e.Press(fyne.KeyEscape)
	e.Type("f")
	assert.Equal(t, "0113", e.Shell.Page().(stop).arg)

	home := shelltest.NewHome()
	home.Who.User.Role = checklist.BranchHead
	e = shelltest.New(t, home, shell.Route{ID: "today", New: today.New(f)}, shell.Route{ID: "review", New: func(*shell.Shell, any) shell.Page { return stop{} }})
	assert.True(t, e.Has("1 项待复查"))
	assert.True(t, e.Has("1 项申请延期"))
	e.Tap("去复查")
	assert.Equal(t, "review", e.Shell.At())
}
