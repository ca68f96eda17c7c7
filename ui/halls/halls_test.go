package halls_test

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/checklist/standard"
	"hallcheck/store"
	"hallcheck/ui/halls"
	"hallcheck/ui/shell/shelltest"
)

// office is headquarters' window on a real store with three halls.
func office(t *testing.T) (*shelltest.Env, *store.Store) {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{Dir: t.TempDir(), Parse: standard.Read, Builtin: assets.Checklists()})
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	who := checklist.Profile{Face: checklist.FaceHQ, Org: "示范银行", OrgID: "o", Device: "hq", User: checklist.Person{ID: "p", Name: "督导", Role: checklist.HQSupervisor}}
	require.NoError(t, s.Setup(t.Context(), who))
	var list []checklist.Branch
	for code, name := range map[string]string{"0101": "城关支行", "0102": "市中支行", "0103": "静默支行"} {
		list = append(list, checklist.Branch{Code: code, Name: name, Grade: checklist.Second, Traffic: checklist.TrafficHigh, Active: true})
	}
	require.NoError(t, s.SaveBranches(t.Context(), list))
	report := func(code, day string, meetings int, waitSum int64, long bool, entries ...hall.Entry) {
		total := hall.DayTotal{Branch: code, Day: day, Works: true, Meetings: meetings, MeetingOK: meetings, Due: 5, Made: 5, Cell: hall.Cell{Posts: 5, OnPost: 4, Flow: hall.Flow{Tickets: 10, Called: 10, WaitSum: waitSum, WaitMax: 1900, Waits: hall.Histogram{0, 10}}}}
		c := hall.Cell{Branch: code, Day: day, Slot: 20, Samples: 1, Waiting: 40, Counts: 1, Open: 4, Usable: 6, Flow: total.Flow}
		if long {
			c.Crowded = 1
		}
		for i := range entries {
			entries[i].Branch, entries[i].Day = code, day
		}
		_, err := s.ImportInspections(t.Context(), store.ImportRecord{SHA256: strings.Repeat(code, 8) + day, Device: "d" + code, Seq: int64(len(day)) + int64(day[9]-'0') + 100*int64(day[8]-'0'), Branch: code, Name: "x"}, nil,
			store.Loop{Hall: []hall.Report{{Branch: code, Day: day, Rev: 1, Total: total, Cells: []hall.Cell{c}, Entries: entries}}}, checklist.Branch{Code: code})
		require.NoError(t, err)
	}
	for i, day := range []string{"2026-10-24", "2026-10-31", "2026-11-07", "2026-11-14"} {
		report("0101", day, i%2, 9000, true, hall.Entry{ID: "f" + day, Kind: hall.KindDrill, Topic: "fire", At: 1})
		report("0102", day, 1, 3000, false)
	}
	home := shelltest.NewHome()
	home.Who = who
	e := shelltest.Open(t, home, halls.New(halls.Services{
		Store: s, Initials: func(x string) string { return map[string]string{"市中支行": "szzh", "城关支行": "cgzh"}[x] },
		Save: func(context.Context, string, string, string) error { return nil },
	}))
	return e, s
}

// The figures of the halls stand side by side, the worst first; the hall in front
// explains each of its figures.
func TestHallsSideBySide(t *testing.T) {
	e, _ := office(t)
	all := strings.Join(e.Texts(), " ")
	require.Contains(t, all, "2 / 3 家有厅堂数据")
	require.Less(t, strings.Index(all, "城关支行"), strings.Index(all, "市中支行"), "fifteen minutes before five")
	require.Less(t, strings.Index(all, "市中支行"), strings.Index(all, "静默支行"), "who said nothing comes last")
	require.True(t, e.Has("15.0"), "%q", e.Texts())
	require.True(t, e.Has("80.0%"), "%q", e.Texts())
	require.True(t, e.Has("50.0%"), "%q", e.Texts())
	require.True(t, e.Has("客窗比"), "%q", e.Texts())
	require.True(t, e.Has("平均等候（80 人 ÷ 2 次）÷ 平均开放（8 个 ÷ 2 次）"), "%q", e.Texts())
	require.Empty(t, e.Overflows())
	e.Press(fyne.KeyDown)
	e.Press(fyne.KeyDown)
	require.True(t, e.Has("这家这段时间没有报来厅堂数据。"), "%q", e.Texts())
}

func TestQueuesMeetingsDrillsAndSearch(t *testing.T) {
	e, _ := office(t)
	e.Type("2")
	require.True(t, e.Has("4 周中 4 周"), "%q", e.Texts())
	require.True(t, e.Has("10:00–10:30"), "%q", e.Texts())
	e.Type("3")
	require.True(t, e.Has("11 月 7 日 星期六"), "%q", e.Texts())
	e.Type("4")
	require.True(t, e.Has("冒烟起火"), "%q", e.Texts())
	e.Type("1")
	e.Fill(0, "szzh")
	all := strings.Join(e.Texts(), " ")
	require.NotContains(t, all, "静默支行")
	require.Contains(t, all, "市中支行")
	e.Fill(0, "zzz")
	require.True(t, e.Has("没有名称、代码或首字母符合“zzz”的。"), "a search that finds nothing says so: %q", e.Texts())
	e.Fill(0, "")
	e.Type("w")
	require.True(t, e.Has("11 月 16 日 – 11 月 22 日"), "the week: %q", e.Texts())
	e.Type("m")
	e.Press(fyne.KeyLeft) // October
	require.True(t, e.Has("10 月 1 日"), "%q", e.Texts())
	e.Press(fyne.KeyRight)
	e.Press(fyne.KeyRight)
	require.True(t, e.Has("11 月 1 日"), "%q", e.Texts())
}
