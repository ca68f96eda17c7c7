package duty_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"hallcheck/assets"
	"hallcheck/checklist/hall"
	"hallcheck/checklist/standard"
	"hallcheck/store"
	"hallcheck/ui/duty"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
)

// desk is a branch's window on a real store; its clock can be moved.
type desk struct {
	*shelltest.Env
	t     *testing.T
	store *store.Store
	sv    *duty.Services
	clock *shelltest.Clock
	dir   string
}

type nothing struct{}

func (nothing) Title() (string, string)    { return "", "" }
func (nothing) Content() fyne.CanvasObject { return shelltest.Nothing() }
func (nothing) Load(context.Context)       {}
func (nothing) Keys() []shell.Key          { return nil }

// openDesk opens a hall set up the day before.
func openDesk(t *testing.T, clock string) *desk {
	t.Helper()
	d := setUp(t, clock, -1)
	d.set(clock)
	return d
}

// setUp sets a hall up at a time, some days after the sample's.
func setUp(t *testing.T, clock string, days int) *desk {
	t.Helper()
	d := &desk{t: t, clock: shelltest.NewClock(shelltest.Now), dir: t.TempDir()}
	d.set(clock)
	d.clock.Set(d.clock.Now().AddDate(0, 0, days))
	d.open()
	require.NoError(t, d.store.Setup(t.Context(), shelltest.NewHome().Who))
	t.Cleanup(func() { _ = d.store.Close() })
	return d
}

func (d *desk) set(clock string) {
	at, err := time.ParseInLocation("2006-01-02 15:04", "2026-11-21 "+clock, time.Local)
	require.NoError(d.t, err)
	d.clock.Set(at)
}

func (d *desk) open() {
	var err error
	d.store, err = store.Open(d.t.Context(), store.Options{Dir: d.dir, Clock: d.clock.Now, Parse: standard.Read, Builtin: assets.Checklists()})
	require.NoError(d.t, err)
	d.sv = &duty.Services{Store: d.store, Rules: d.store, Bell: d.store, ReadFile: os.ReadFile}
}

func (d *desk) window() {
	blank := func(s *shell.Shell, _ any) shell.Page { return nothing{} }
	d.Env = shelltest.NewAt(d.t, nil, d.clock.Now,
		shell.Route{ID: duty.Route, New: duty.New(d.sv)}, shell.Route{ID: "elsewhere", New: blank}, shell.Route{ID: duty.RouteRules, New: duty.NewRules(d.sv)},
		shell.Route{ID: "patrol", New: blank}, shell.Route{ID: "hallmeet", New: blank}, shell.Route{ID: "result", New: blank})
}

func (d *desk) entries(kinds ...hall.Kind) []hall.Entry {
	list, err := d.store.HallEntries(d.t.Context(), "", "2026-11-21", "2026-11-21", kinds...)
	require.NoError(d.t, err)
	return list
}

func TestTheDaysPlan(t *testing.T) {
	d := openDesk(t, "10:05")
	d.window()
	require.Empty(t, d.Overflows())
	for _, word := range []string{"今日安排", "开门巡检", "漏做", "晨会", "10:00", "现在该做", "午间巡检", "未到时间", "关门巡检", "共 6 项 · 按时 0 · 迟做 0 · 漏做 2"} {
		require.True(t, d.Has(word), "%s in %q", word, d.Texts())
	}
	d.Press(fyne.KeyReturn)
	require.Equal(t, "patrol", d.Shell.At(), "the duty in hand is the one due")
}

func TestSnoozeAndSkip(t *testing.T) {
	d := openDesk(t, "10:05")
	d.window()
	d.Type("s")
	require.True(t, d.Has("推迟 10:00 的巡检"), d.Texts())
	shelltest.Find[*kit.Segmented](d.Env, 0).Choose("20")
	e := d.entries(hall.KindSnooze)
	require.Len(t, e, 1)
	require.Equal(t, "patrol@10:00", e[0].Topic)
	require.Equal(t, d.clock.Now().Add(20*time.Minute).UnixMilli(), e[0].Until)
	d.Shell.Reload()
	require.True(t, d.Has("10:25 再提醒，最晚 10:30"), d.Texts())

	d.Type("x")
	d.Fill(0, "停电")
	d.Press(fyne.KeyReturn)
	require.Equal(t, "停电", d.entries(hall.KindSkip)[0].Text)
	d.Shell.Reload()
	require.True(t, d.Has("原因：停电"), d.Texts())
	d.Tap("撤销")
	d.Shell.Reload()
	require.False(t, d.Has("原因：停电"))
	require.Len(t, d.entries(hall.KindVoid), 1)
}

func TestRosterAndHandover(t *testing.T) {
	d := openDesk(t, "11:50")
	d.window()
	require.True(t, d.Has("还没有今天的排班"), d.Texts())
	file := filepath.Join(t.TempDir(), "排班.csv")
	require.NoError(t, os.WriteFile(file, []byte("日期,姓名,上岗,下岗,岗位\n2026-11-21,李静,8:10,12:30,大堂\n2026-11-21,王强,12:30,17:10,大堂\n2026-11-20,李静,8:10,17:10,\n"), 0o600))
	d.Shell.Choose = chooser(file)
	d.Type("i")
	require.Contains(t, d.Shell.Toasted(), "3 个班次，更新 2 天")
	d.Shell.Reload()
	require.True(t, d.Has("王强"), d.Texts())
	d.Type("i")
	require.Contains(t, d.Shell.Toasted(), "没有改变")

	require.NoError(t, os.WriteFile(file, []byte("日期,姓名,上岗,下岗\n昨天,李静,8:10,12:30\n2026-11-21,,x,12:30\n"), 0o600))
	d.Type("i")
	require.True(t, d.Has("“昨天”不是日期"), d.Texts())
	require.True(t, d.Has("没有姓名"), d.Texts())
	require.True(t, d.Has("“x”不是时间"), d.Texts())
	d.Press(fyne.KeyEscape)
	list, err := d.store.Roster(t.Context(), "", "2026-11-20", "2026-11-21")
	require.NoError(t, err)
	require.Len(t, list, 3, "a bad file changes nothing")

	d.Type("w")
	d.Fill(0, "ATM 2 报修，15:00 来人")
	d.Tap("交接")
	h := d.entries(hall.KindHandover)
	require.Equal(t, []string{"王强", "李静"}, []string{h[0].Person, h[0].By})
	d.Shell.Reload()
	require.True(t, d.Has("未阅"), d.Texts())
	require.Nil(t, d.Button("已阅"), "who wrote it does not sign for it")
	d.Type("v")
	require.True(t, d.Has("排班"), d.Texts())
	require.True(t, d.Has("12:30–17:10"), d.Texts())
	require.Empty(t, d.Overflows())
}

func TestTheNextShiftSignsForTheNote(t *testing.T) {
	d := openDesk(t, "12:40")
	_, err := d.store.Append(t.Context(), hall.Entry{Kind: hall.KindHandover, Text: "叫号机卡纸", By: "王强"})
	require.NoError(t, err)
	d.window()
	d.Type("r")
	read := d.entries(hall.KindHandoverRead)
	require.Len(t, read, 1)
	require.Equal(t, "李静", read[0].By)
	d.Shell.Reload()
	require.True(t, d.Has("李静 12:40 已阅"), d.Texts())
}

// TestTheFirstEvening: what was over before the hall began here is not held against it;
// from the next day on what is missed stands there as missed.
func TestTheFirstEvening(t *testing.T) {
	d := setUp(t, "19:30", 0)
	d.window()
	require.True(t, d.Has("今天该做的在开始使用之前就过了时间"), d.Texts())
	require.False(t, d.Has("漏做 "), d.Texts())
	d.clock.Set(d.clock.Now().AddDate(0, 0, 1))
	d.Shell.Reload()
	require.False(t, d.Has("今天该做的在开始使用之前就过了时间"))
	require.True(t, d.Has("漏做 6"), d.Texts())
}

func TestTheBellRingsOnce(t *testing.T) {
	d := openDesk(t, "10:00")
	d.window()
	d.Shell.Go("elsewhere", nil)
	test.AssertNotificationSent(t, fyne.NewNotification("厅检提醒", "10:00 巡检：现在该做"), func() { duty.Ring(d.Shell, d.sv) })
	require.Equal(t, "10:00 巡检：现在该做", d.Shell.Reminded())
	bell := duty.Ring(d.Shell, d.sv)
	test.AssertNotificationSent(t, nil, bell.Look) // the same again says nothing
	require.NoError(t, d.store.Close())            // the program is killed and started
	d.open()
	d.window()
	d.Shell.Go("elsewhere", nil)
	test.AssertNotificationSent(t, nil, func() { bell = duty.Ring(d.Shell, d.sv) })
	require.NotEmpty(t, d.Shell.Reminded(), "the bar stands until somebody acts")
	d.Press(fyne.KeyF9)
	require.Empty(t, d.Shell.Reminded())
	require.Equal(t, d.clock.Now().Add(10*time.Minute).UnixMilli(), d.entries(hall.KindSnooze)[0].Until)
	bell.Look()
	require.Empty(t, d.Shell.Reminded())
	d.set("10:10")
	test.AssertNotificationSent(t, fyne.NewNotification("厅检提醒", "10:00 巡检：现在该做"), bell.Look)
	d.Press(fyne.KeyF8)
	require.Equal(t, "patrol", d.Shell.At())
	bell.Look()
	require.Empty(t, d.Shell.Reminded(), "it is being done")
}

func TestTheBellIsSilent(t *testing.T) {
	d := openDesk(t, "10:00")
	d.window()
	require.NoError(t, d.store.SetSetting(t.Context(), duty.SettingReminders, "off"))
	test.AssertNotificationSent(t, nil, func() { duty.Ring(d.Shell, d.sv) })
	require.Empty(t, d.Shell.Reminded())
	require.NoError(t, d.store.SetSetting(t.Context(), duty.SettingReminders, ""))
	rules := hall.DefaultRules()
	rules.Shut = []string{"2026-11-21"}
	require.NoError(t, d.store.SaveHallRules(t.Context(), rules))
	test.AssertNotificationSent(t, nil, func() { duty.Ring(d.Shell, d.sv) })
	require.Empty(t, d.Shell.Reminded())
	d.Shell.Reload()
	require.True(t, d.Has("今天不营业"), d.Texts())
}

func TestRulesOfTheHall(t *testing.T) {
	d := openDesk(t, "10:00")
	d.window()
	d.Shell.Open(duty.RouteRules, nil)
	require.Empty(t, d.Overflows())
	fill := func(was, now string) {
		for i := range 30 {
			if f := shelltest.Find[*kit.TextField](d.Env, i); f.Text == was {
				f.SetText(now)
				return
			}
		}
		t.Fatal(was)
	}
	fill("08:30", "九点")
	fill("17:00", "16:00")
	fill("1 2 3 4 5 6", "1 1 -3:对公")
	d.Tap("保存")
	require.True(t, d.Has("“九点”读不懂"), d.Texts())
	require.True(t, d.Has("窗口号应为 1 至 99"), d.Texts())
	require.Contains(t, d.Shell.Toasted(), "2 处")
	rules, err := d.store.HallRules(t.Context())
	require.NoError(t, err)
	require.Equal(t, hall.DefaultRules(), rules, "nothing was saved")
	fill("九点", "9:00")
	fill("1 1 -3:对公", "1 2 -3:对公")
	d.Tap("保存")
	rules, err = d.store.HallRules(t.Context())
	require.NoError(t, err)
	require.Equal(t, []int{540, 960}, []int{rules.Opens, rules.Closes})
	require.Equal(t, []hall.Window{{No: 1}, {No: 2}, {No: 3, Business: "对公", Gone: true}}, rules.Windows)
	d.Tap("恢复默认")
	d.Tap("保存")
	rules, err = d.store.HallRules(t.Context())
	require.NoError(t, err)
	require.Equal(t, hall.DefaultRules(), rules)
}

// chooser answers every question for a file with one path.
type chooser string

func (c chooser) OpenFile(_ []string, then func(string)) { then(string(c)) }
func (c chooser) OpenFolder(then func(string))           { then(string(c)) }
func (c chooser) SaveFile(_ string, then func(string))   { then(string(c)) }

// TestTypedRulesAreKept: the keyboard starts in the first field, and what was typed is
// kept when the page is left without saving; defaults only looked at are not.
func TestTypedRulesAreKept(t *testing.T) {
	d := openDesk(t, "10:00")
	d.window()
	d.Type("t")
	require.Equal(t, duty.RouteRules, d.Shell.At())
	first, ok := d.Window.Canvas().Focused().(*kit.TextField)
	require.True(t, ok)
	require.Equal(t, "08:30", first.Text)
	first.SetText("08:45")
	d.Shell.Back()
	rules, err := d.store.HallRules(t.Context())
	require.NoError(t, err)
	require.Equal(t, 525, rules.Opens)
	d.Type("t")
	d.Tap("恢复默认")
	d.Shell.Back()
	rules, err = d.store.HallRules(t.Context())
	require.NoError(t, err)
	require.Equal(t, 525, rules.Opens)
}

// TestLimitsThatAreLaidDown: what headquarters lays down is shown and cannot be changed,
// the rest can; defaults leave it alone; when it lets go the fields are there again.
func TestLimitsThatAreLaidDown(t *testing.T) {
	d := openDesk(t, "10:00")
	limits := hall.DefaultRules().Limits
	limits.WaitRed, limits.MeetingMinutes = 26, 13
	_, _, err := d.store.TakePolicy(t.Context(), store.Policy{Version: 4, Created: 1, Rules: store.Rules{Limits: limits}}, "policy-x-4.note")
	require.NoError(t, err)
	d.window()
	d.Shell.Open(duty.RouteRules, nil)
	require.True(t, d.Has("由总行规定（第 4 版），本机不能更改"), d.Texts())
	require.True(t, d.Has("26"), d.Texts())
	require.True(t, d.Has("13"), d.Texts())
	require.Empty(t, d.Overflows())
	typed := func() (out []string) {
		shelltest.Walk(d.Window.Content(), func(o fyne.CanvasObject) bool {
			if f, ok := o.(*kit.TextField); ok {
				out = append(out, f.Text)
			}
			return true
		})
		return out
	}
	require.Equal(t, []string{"08:30", "17:00", "", "", "1 2 3 4 5 6", "08:10 10:00 12:00 15:00 17:00", "60", "30", "08:20"}, typed())
	shelltest.Find[*kit.TextField](d.Env, 0).SetText("08:45")
	d.Tap("保存")
	rules, err := d.store.HallRules(t.Context())
	require.NoError(t, err)
	require.Equal(t, 525, rules.Opens)
	require.Equal(t, limits, rules.Limits)
	d.Tap("恢复默认")
	require.True(t, d.Has("26"), d.Texts())
	d.Tap("保存")
	rules, err = d.store.HallRules(t.Context())
	require.NoError(t, err)
	require.Equal(t, 510, rules.Opens)
	require.Equal(t, limits, rules.Limits)

	_, _, err = d.store.TakePolicy(t.Context(), store.Policy{Version: 5, Created: 2}, "policy-x-5.note")
	require.NoError(t, err)
	d.Shell.Reload()
	require.False(t, d.Has("由总行规定"), d.Texts())
	require.Contains(t, typed(), "26")
}
