package history_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/storetest"
	"hallcheck/ui/history"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
	"hallcheck/ui/theme"
)

// spy is the real store that remembers what it was asked.
type spy struct {
	*store.Store
	asked []checklist.Filter
}

func (s *spy) Summaries(ctx context.Context, f checklist.Filter) ([]checklist.Summary, int, error) {
	s.asked = append(s.asked, f)
	return s.Store.Summaries(ctx, f)
}

func (s *spy) last() checklist.Filter {
	f := s.asked[len(s.asked)-1]
	f.Limit = 0
	return f
}

// landed is the page behind a row.
type landed struct {
	s   *shell.Shell
	arg any
}

func (landed) Title() (string, string)    { return "landed", "" }
func (landed) Content() fyne.CanvasObject { return kit.NewLabel("landed") }
func (landed) Load(context.Context)       {}
func (landed) Keys() []shell.Key          { return nil }

func routes(db history.Records) []shell.Route {
	stub := func(s *shell.Shell, arg any) shell.Page { return &landed{s, arg} }
	return []shell.Route{
		{ID: "history", Icon: "history", Rail: true, New: history.New(db)},
		{ID: "inspect", Icon: "check", Rail: true, New: stub},
		{ID: "runner", New: stub},
		{ID: "result", New: stub},
	}
}

// realStore has three finished inspections and a draft: 5, 4 and 3 November
// with 0, 1 and 8 items failed, the draft on the 6th.
func realStore(t *testing.T) (*spy, *shelltest.Env) {
	t.Helper()
	st, err := store.Open(t.Context(), storetest.Options(t, ""))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, st.Close()) })
	storetest.SetUp(t, st)
	for i, fails := range []int{8, 1, 0} {
		id := storetest.Draft(t, st, fmt.Sprintf("00000000-0000-4000-8000-00000000000%d", i), time.Date(2026, 11, 3+i, 9, 0, 0, 0, time.Local))
		storetest.Fill(t, st, id, fails)
	}
	storetest.Draft(t, st, "00000000-0000-4000-8000-000000000009", time.Date(2026, 11, 6, 9, 0, 0, 0, time.Local))
	db := &spy{Store: st}
	e := shelltest.New(t, nil, routes(db)...)
	cancel := st.Subscribe(e.Home.Publish)
	t.Cleanup(cancel)
	return db, e
}

// days are the days of the rows on the screen, from the top.
func days(e *shelltest.Env) []string {
	var out []string
	for _, s := range e.Texts() {
		if _, err := time.Parse(time.DateOnly, s); err == nil {
			out = append(out, s)
		}
	}
	return out
}

func TestRowsSayWhatAnInspectionIs(t *testing.T) {
	_, e := realStore(t)
	require.Equal(t, []string{"2026-11-06", "2026-11-05", "2026-11-04", "2026-11-03"}, days(e))
	for _, s := range []string{"共 4 份", "环境检查", "已答 0 / 8", "8 项", "王芳", "自查", "100.0", "87.5", "进行中", "未报送", "否决"} {
		require.True(t, e.Has(s), "%s in %q", s, e.Texts())
	}
	require.Empty(t, e.Overflows())
}

func TestFiltersReachTheStore(t *testing.T) {
	db, e := realStore(t)
	e.Type("d")
	require.Equal(t, checklist.Filter{Status: checklist.Draft}, db.last())
	require.Equal(t, []string{"2026-11-06"}, days(e))
	e.Type("u")
	require.Equal(t, checklist.Filter{Unsent: true}, db.last())
	require.Len(t, days(e), 3)
	e.Type("v")
	require.Equal(t, checklist.Filter{VetoOnly: true}, db.last())
	require.Equal(t, []string{"2026-11-03"}, days(e))
	e.Type("a")
	require.Equal(t, checklist.Filter{}, db.last())

	what, when := shelltest.Find[*kit.SearchSelect](e, 0), shelltest.Find[*kit.SearchSelect](e, 1)
	what.Choose("env")
	require.Equal(t, checklist.Filter{Checklist: "env"}, db.last())
	require.Equal(t, "环境检查", what.Text())
	when.Choose("2026-10")
	require.Equal(t, checklist.Filter{Checklist: "env", From: "2026-10-01", To: "2026-10-31"}, db.last())
	require.True(t, e.Has("没有符合条件的记录。"))
	e.Tap("清除条件")
	require.Equal(t, checklist.Filter{}, db.last())
	require.Len(t, days(e), 4)
	when.Choose("week")
	require.Equal(t, checklist.Filter{From: "2026-11-15"}, db.last())
}

func TestSearchWaitsForAPause(t *testing.T) {
	db, e := realStore(t)
	before := len(db.asked)
	e.Type("/")
	e.Fill(0, "dczh")
	require.Len(t, db.asked, before, "no question while letters come")
	e.Press(fyne.KeyReturn)
	require.Len(t, db.asked, before+1, "Enter asks at once")
	require.Equal(t, checklist.Filter{Text: "dczh"}, db.last())
	require.Len(t, days(e), 4, "pinyin initials of 东城支行")
	e.Press(fyne.KeyEscape)
	e.Press(fyne.KeyEscape)
	require.Equal(t, checklist.Filter{}, db.last(), "Esc leaves the field, then empties it")
	require.Equal(t, "history", e.Shell.At())
}

func TestSort(t *testing.T) {
	db, e := realStore(t)
	table := shelltest.Find[*kit.Table](e, 0)
	require.Equal(t, "day", table.SortedBy)
	require.True(t, table.Falling)
	var seen []checklist.Sort
	for range 4 {
		e.Type("s")
		seen = append(seen, db.last().Sort)
	}
	require.Equal(t, []checklist.Sort{checklist.SortOldest, checklist.SortLowest, checklist.SortHighest, checklist.SortNewest}, seen)
	table.OnSort("score")
	require.Equal(t, checklist.SortLowest, db.last().Sort)
	require.Equal(t, "2026-11-03", days(e)[0])
	require.False(t, table.Falling)
	table.OnSort("score")
	require.Equal(t, checklist.SortHighest, db.last().Sort)
	require.Equal(t, "2026-11-05", days(e)[0])
	table.OnSort("day")
	table.OnSort("day")
	require.Equal(t, checklist.SortOldest, db.last().Sort)
}

func TestOpenByKeyboard(t *testing.T) {
	_, e := realStore(t)
	e.Press(fyne.KeyReturn)
	require.Equal(t, "runner", e.Shell.At(), "the first row, a draft, goes on without a Down first")
	require.Equal(t, "00000000-0000-4000-8000-000000000009", e.Shell.Page().(*landed).arg)
	e.Shell.Back()
	require.Equal(t, 0, shelltest.Find[*kit.Table](e, 0).List.Selected(), "back on the same row")
	e.Press(fyne.KeyDown)
	e.Press(fyne.KeyReturn)
	require.Equal(t, "result", e.Shell.At())
	require.Equal(t, "00000000-0000-4000-8000-000000000002", e.Shell.Page().(*landed).arg)
	e.Shell.Back()
	e.Type("n")
	require.Equal(t, "inspect", e.Shell.At())
}

func TestOnlyADraftIsDeleted(t *testing.T) {
	db, e := realStore(t)
	e.Press(fyne.KeyEnd)
	e.Press(fyne.KeyDelete)
	require.Contains(t, e.Shell.Toasted(), "先选中一份进行中的检查")
	require.Nil(t, e.Button("删除草稿"))
	e.Press(fyne.KeyHome)
	e.Tap("删除草稿")
	require.True(t, e.Has("“环境检查”（2026-11-06）还没有完成"))
	e.Tap("取消")
	require.Len(t, days(e), 4)
	e.Press(fyne.KeyDelete)
	e.Tap("删除")
	require.Equal(t, "已删除“环境检查”的草稿。", e.Shell.Toasted())
	require.Equal(t, []string{"2026-11-05", "2026-11-04", "2026-11-03"}, days(e))
	_, err := db.Inspection(t.Context(), "00000000-0000-4000-8000-000000000009")
	require.Equal(t, "store.unknownInspection", checklist.CodeOf(err))
	require.Nil(t, e.Button("删除草稿"))
}

// many is a store in memory with a long list.
type many struct {
	rows  []checklist.Summary
	asked []checklist.Filter
	err   error
}

func newMany(n int) *many {
	m := &many{}
	title := checklist.Text{ZH: "网点 6S 环境检查", EN: "Branch 6S environment inspection"}
	people := []string{"李静", "欧阳若兰", "王敏"}
	for i := range n {
		score := checklist.Tenths(1000 - i%400)
		at := shelltest.Now.Add(-time.Duration(i) * time.Hour)
		m.rows = append(m.rows, checklist.Summary{
			ID: fmt.Sprint("i", i), Checklist: "6s", Title: title, Branch: storetest.Branch, Mode: checklist.Self, Inspector: people[i%3],
			Day: at.Format(time.DateOnly), StartedAt: at.UnixMilli(), FinishedAt: at.Add(20 * time.Minute).UnixMilli(), Status: checklist.Finished,
			Score: &score, Grade: "good", Red: i % 5, Photos: i % 19, Total: 43, Answered: 43, SentAt: 1,
		})
	}
	return m
}

func (m *many) Summaries(_ context.Context, f checklist.Filter) ([]checklist.Summary, int, error) {
	m.asked = append(m.asked, f)
	n := len(m.rows)
	return slices.Clone(m.rows[min(f.Offset, n):min(f.Offset+f.Limit, n)]), n, m.err
}

func (m *many) Checklists(context.Context) ([]*checklist.Checklist, error) {
	return []*checklist.Checklist{{ID: "6s", Scoring: checklist.Scoring{Grades: []checklist.Grade{{ID: "good", Name: checklist.Text{ZH: "优秀", EN: "Excellent"}}, {ID: "poor"}}}}}, m.err
}

func (m *many) DeleteDraft(context.Context, string) error { return m.err }

func TestLongListAsksForWhatIsSeen(t *testing.T) {
	m := newMany(10_000)
	e := shelltest.New(t, nil, routes(m)...)
	require.Len(t, m.asked, 1)
	require.Equal(t, 200, m.asked[0].Limit)
	e.Press(fyne.KeyEnd)
	require.Equal(t, 9800, m.asked[len(m.asked)-1].Offset)
	require.Less(t, len(m.asked), 4)
	require.True(t, e.Has(m.rows[9999].Day))
	e.Press(fyne.KeyHome)
	require.True(t, e.Has(m.rows[0].Day))
	require.Less(t, len(m.asked), 4, "rows once read are kept")
}

func TestAChangeKeepsPlaceAndSelection(t *testing.T) {
	m := newMany(10_000)
	e := shelltest.New(t, nil, routes(m)...)
	list := shelltest.Find[*kit.Table](e, 0).List
	for range 40 {
		e.Press(fyne.KeyPageDown)
	}
	at := list.Selected()
	first, end := list.View()
	require.Greater(t, first, 200)
	e.Home.Publish(checklist.Change{Kind: "inspection", ID: "x"})
	f, n := list.View()
	require.Equal(t, []int{first, end, at}, []int{f, n, list.Selected()}, "nothing moved")

	fresh := m.rows[0]
	fresh.ID = "new"
	m.rows = slices.Insert(m.rows, 0, fresh)
	e.Home.Publish(checklist.Change{Kind: "inspection", ID: "new"})
	f, _ = list.View()
	require.Equal(t, []int{first + 1, at + 1}, []int{f, list.Selected()}, "the same rows stay on the screen")
	require.True(t, e.Has("共 10001 份"))

	asked := len(m.asked)
	e.Home.Publish(checklist.Change{Kind: "person", ID: "p"})
	require.Len(t, m.asked, asked, "people are not shown here")
	e.Type("v")
	f, _ = list.View()
	require.Equal(t, []int{0, -1}, []int{f, list.Selected()}, "another question begins at the top")
}

func TestProblemAndEmpty(t *testing.T) {
	m := newMany(0)
	e := shelltest.New(t, nil, routes(m)...)
	require.True(t, e.Has("还没有检查记录，从第一次检查开始。"))
	m.err = checklist.Fail("store.damaged")
	e.Press(fyne.KeyF5)
	require.True(t, e.Has("store.damaged"))
	m.err, m.rows = nil, newMany(3).rows
	e.Tap("再试一次")
	require.True(t, e.Has("共 3 份"))
}

func TestOneHallAtHeadquarters(t *testing.T) {
	db, _ := realStore(t)
	home := shelltest.NewHome()
	home.Who.Face = checklist.FaceHQ
	e := shelltest.New(t, home, routes(db)...)
	require.Nil(t, e.Button("东城支行"))
	e.Shell.Go("history", checklist.Filter{Branch: "B001", From: "2026-11-01", To: "2026-11-30"})
	require.Equal(t, checklist.Filter{Branch: "B001", From: "2026-11-01", To: "2026-11-30"}, db.last())
	require.Equal(t, "2026 年 11 月", shelltest.Find[*kit.SearchSelect](e, 1).Text())
	require.True(t, e.Has("B001"), "the hall is a column here")
	e.Tap("东城支行")
	require.Equal(t, checklist.Filter{From: "2026-11-01", To: "2026-11-30"}, db.last())
	require.Nil(t, e.Button("东城支行"))
	e.Type("u")
	require.Equal(t, checklist.Filter{From: "2026-11-01", To: "2026-11-30"}, db.last(), "headquarters has nothing to send")
}

func TestNothingIsCut(t *testing.T) {
	for _, lang := range []checklist.Lang{checklist.ZH, checklist.EN} {
		for _, scale := range []int{100, 150} {
			for _, face := range []checklist.Face{checklist.FaceBranch, checklist.FaceHQ} {
				home := shelltest.NewHome()
				home.Who.Face = face
				e := shelltest.NewWith(t, home, shell.Prefs{Lang: lang, Mode: theme.Light, Scale: scale}, routes(newMany(300))...)
				for _, size := range []fyne.Size{{Width: 1366, Height: 768}, {Width: 1024, Height: 680}} {
					e.Window.Resize(size)
					require.Empty(t, e.Overflows(), "%s %d %s %v", lang, scale, face, size)
					require.False(t, strings.Contains(strings.Join(e.Texts(), ""), "‹"))
				}
			}
		}
	}
}
