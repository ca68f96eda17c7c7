package desk_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/store"
	"hallcheck/ui/desk"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
	"hallcheck/ui/theme"
)

// counter is the store with its readings counted and a switch that makes writing fail.
type counter struct {
	*store.Store
	reads int
	full  bool
}

func (c *counter) HallDay(ctx context.Context, branch, day string) ([]hall.Entry, error) {
	c.reads++
	return c.Store.HallDay(ctx, branch, day)
}

func (c *counter) Append(ctx context.Context, entries ...hall.Entry) ([]hall.Entry, error) {
	if c.full {
		return nil, checklist.Fail("store.full")
	}
	return c.Store.Append(ctx, entries...)
}

// floor is a hall's window on a real SQLite, with a clock the test moves.
type floor struct {
	*shelltest.Env
	store *counter
	clock *shelltest.Clock
	dir   string
	ids   int
	lang  checklist.Lang // "" = Chinese
	size  fyne.Size      // zero = 1366×768
}

// id is the next id: entries of one moment are read in this order.
func (f *floor) id() string { f.ids++; return fmt.Sprintf("id-%04d", f.ids) }

// number types into the field of numbers.
func (f *floor) number(text string) {
	f.T.Helper()
	f.Type("h")
	field := shelltest.Find[*kit.TextField](f.Env, 0)
	require.Equal(f.T, fyne.Focusable(field), f.Window.Canvas().Focused())
	test.Type(field, text)
	f.Press(fyne.KeyReturn)
	require.Nil(f.T, f.Window.Canvas().Focused(), "digits are windows again")
}

func open(t *testing.T) *floor { return openAt(t, t.TempDir()) }

func openAt(t *testing.T, dir string) *floor {
	f := &floor{clock: shelltest.NewClock(shelltest.Now), dir: dir}
	f.start(t)
	return f
}

// start opens the program on the folder, as after a kill.
func (f *floor) start(t *testing.T) {
	t.Helper()
	clock := f.clock.Now
	st, err := store.Open(t.Context(), store.Options{Dir: f.dir, Clock: clock})
	require.NoError(t, err)
	t.Cleanup(func() { _ = st.Close() })
	if _, err := st.Profile(t.Context()); checklist.CodeOf(err) == "store.notSetUp" {
		require.NoError(t, st.Setup(t.Context(), checklist.Profile{
			Face: checklist.FaceBranch, Org: "济宁分行", Branch: checklist.Branch{Code: "3701101", Name: "济宁市中支行", Active: true},
			User: checklist.Person{Name: "李静", Role: checklist.LobbyManager},
		}))
	}
	f.store = &counter{Store: st}
	app := test.NewTempApp(t)
	w := app.NewWindow("test")
	if f.size.Width == 0 {
		f.size = fyne.NewSize(1366, 768)
	}
	w.Resize(f.size)
	svc := &desk.Services{Store: f.store, NewID: f.id}
	sh := shell.New(shell.Config{
		App: app, Window: w, Home: st, Face: checklist.FaceBranch, Start: desk.Route, Version: "1.0.0", Clock: clock, Tasks: shell.Inline(),
		Prefs: shell.Prefs{Lang: f.lang, Mode: theme.Light, Scale: 100},
		Routes: []shell.Route{
			{ID: desk.Route, Icon: "hall", Rail: true, Tab: true, Faces: []checklist.Face{checklist.FaceBranch}, New: desk.New(svc)},
			{ID: "hallday", Under: desk.Route, Tab: true, Faces: []checklist.Face{checklist.FaceBranch}, New: desk.New(svc)},
		},
	})
	t.Cleanup(sh.End)
	w.Resize(f.size)
	f.Env = &shelltest.Env{T: t, App: app, Window: w, Shell: sh}
}

// pass lets time go by, a second of it on the screen.
func (f *floor) pass(d time.Duration) {
	f.clock.Set(f.clock.Now().Add(d))
	desk.Tick(f.Shell.Page())
}

// rows are the live entries in the database, in short.
func (f *floor) rows() []string {
	f.T.Helper()
	day, err := f.store.Store.HallDay(f.T.Context(), "", f.clock.Now().Format(time.DateOnly))
	require.NoError(f.T, err)
	var out []string
	for _, e := range hall.Live(day) {
		word := string(e.Kind)
		if e.Window > 0 {
			word += fmt.Sprint(" ", e.Window)
		}
		if e.Yes != nil {
			word += fmt.Sprint(" ", *e.Yes)
		}
		if e.Waiting != nil {
			word += fmt.Sprint(" w", *e.Waiting)
		}
		if e.Open != nil {
			word += fmt.Sprint(" o", *e.Open)
		}
		if e.Oldest != nil {
			word += fmt.Sprint(" m", *e.Oldest)
		}
		out = append(out, strings.TrimSpace(word+" "+e.Ticket+strings.Join(e.Tags, ",")))
	}
	return out
}

func (f *floor) begin() {
	f.T.Helper()
	require.True(f.T, f.Has("今天还没有现场记录"))
	f.Press(fyne.KeyReturn)
	require.Equal(f.T, []string{"session true"}, f.rows())
}

// TestSessionByKeys lives a stretch at the desk by keyboard, is killed in the middle and
// goes on.
func TestSessionByKeys(t *testing.T) {
	f := open(t)
	f.begin()
	f.Type("k1234")
	f.Press(fyne.KeyReturn)
	f.Type("r23")
	require.True(t, f.Has("等候人数，Enter 记下： 23_"), f.Texts())
	f.Press(fyne.KeyReturn)
	require.Equal(t, []string{"session true", "window 1 true", "window 2 true", "window 3 true", "window 4 true", "count w23 o4"}, f.rows())
	require.True(t, f.Has("4 / 6"))
	require.True(t, f.Has("5.8"))
	require.True(t, f.Has("偏高 · 上限 5"))
	require.True(t, f.Has("建议开 5"))
	require.True(t, f.Has("窗口未开足"), "the line is long: why?")
	f.Type("c14")
	f.Press(fyne.KeyReturn)
	require.Contains(t, f.rows(), "cause windows,diversion")
	f.Type("z")
	require.True(t, f.Has("李静 09:31 起"))
	f.Type("3")
	f.pass(2 * time.Second)
	f.Type("1")
	f.pass(11*time.Minute + 58*time.Second)
	require.True(t, f.Has("12:00"), f.Texts())
	require.True(t, f.Has("窗口 3 超过 10 分钟"))
	reads := f.store.reads
	for range 5 {
		f.pass(time.Second)
	}
	require.Equal(t, reads, f.store.reads, "clocks tick without the database")
	require.True(t, f.Has("12:05"), f.Texts())
	before := f.rows()
	before = append([]string(nil), before...)
	require.NoError(t, f.store.Close()) // the kill: nothing is flushed, the window is gone

	f.start(t)
	require.Equal(t, before, f.rows())
	require.True(t, f.Has("12:05"), "the clock ran on")
	require.True(t, f.Has("本场 12 分钟"), f.Texts())
	day, err := f.store.Setting(t.Context(), desk.SettingOpen)
	require.NoError(t, err)
	require.Equal(t, "2026-11-21", day, "the program comes back to the desk")
	f.Type("3")
	require.Contains(t, f.rows(), "done 3")
	require.True(t, f.Has("办完 12:05"))
	f.Tap("结束本场")
	require.Contains(t, f.rows(), "session false")
	require.Contains(t, f.Shell.Toasted(), "1 个计时不计入")
	require.False(t, f.Has("12:03"), "window 1 does not run on")
	f.Tap("撤销")
	require.NotContains(t, f.rows(), "session false")
	require.True(t, f.Has("12:03"))
	require.Empty(t, f.Overflows())
}

func TestTicketsByKeys(t *testing.T) {
	f := open(t)
	f.begin()
	f.number("a067")
	require.Contains(t, f.rows(), "wait A067")
	f.pass(time.Minute)
	f.Type("n") // the next number
	require.Contains(t, f.rows(), "wait A068")
	f.pass(time.Minute)
	require.True(t, f.Has("02:00"))
	f.Press(fyne.KeyRight)
	require.True(t, f.Has("A067 叫到几号窗口"))
	f.Type("3")
	require.Contains(t, f.rows(), "call 3 A067")
	require.True(t, f.Has("A067 → 3 号窗口，等了 02:00"))
	f.Press(fyne.KeyLeft)
	f.Type("q")
	f.Press(fyne.KeyReturn) // the one chosen gives up
	require.Contains(t, f.rows(), "abandoned A068")
	f.Type("5") // opens
	f.pass(time.Second)
	f.Type("5") // starts, without a number
	f.pass(30 * time.Second)
	f.number("v003 5") // the number afterwards: the clock runs on
	require.Contains(t, f.rows(), "call 5 V003")
	require.True(t, f.Has("00:30"))
	f.number("v004 5") // the next one: the first is finished
	require.Contains(t, f.rows(), "done 5 V003")
	require.Contains(t, f.rows(), "call 5 V004")
	f.pass(time.Second)
	f.Type("q5")
	f.pass(time.Second)
	f.Type("q")
	f.Type("q")
	day, err := f.store.Store.HallDay(t.Context(), "", "2026-11-21")
	require.NoError(t, err)
	all := hall.Timings(day)
	require.Len(t, all, 5)
	require.NotZero(t, all[3].Abandoned, "called and gone")
	require.Equal(t, "V004", all[3].Ticket)
	require.Equal(t, hall.Timing{End: all[4].End, Abandoned: all[4].Abandoned}, all[4], "a ticket nobody timed")
	waited, _ := all[0].Waited()
	require.Equal(t, 2*time.Minute, waited)
}

// TestKeyAfterKeyIsOneCount: correcting a number is no new sample, and undo goes back
// key by key.
func TestKeyAfterKeyIsOneCount(t *testing.T) {
	f := open(t)
	f.begin()
	f.Type("+++")
	f.Type("-")
	require.Equal(t, []string{"session true", "count w2"}, f.rows())
	f.Type("u")
	require.Equal(t, []string{"session true", "count w3"}, f.rows())
	f.Tap("撤销") // of the undoing, in the toast
	require.Equal(t, []string{"session true", "count w2"}, f.rows())
	f.Type("o4")
	f.Type("e") // another key: what was typed counts
	require.Equal(t, []string{"session true", "count w2 o4", "care"}, f.rows())
	f.pass(2 * time.Minute)
	f.Type("+")
	f.Type("d17")
	f.Press(fyne.KeyReturn)
	require.Equal(t, []string{"session true", "count w2 o4", "care", "count w3 o4", "count m17"}, f.rows())
	require.True(t, f.Has("偏高 · 上限 15"))
	f.Type("r9")
	f.Press(fyne.KeyEscape)
	require.Len(t, f.rows(), 5, "Esc drops it")
}

func TestUndoOfAChosenLine(t *testing.T) {
	f := open(t)
	f.begin()
	f.Type("y")
	f.pass(time.Second)
	f.Type("e")
	f.pass(time.Second)
	f.Type("s")
	f.Press(fyne.KeyDown) // 申请
	f.Press(fyne.KeyDown) // 二次关怀
	require.True(t, f.Has("撤销这条"))
	f.Press(fyne.KeyDelete)
	require.Equal(t, []string{"session true", "welcome", "request"}, f.rows())
	require.Contains(t, f.Shell.Toasted(), "二次关怀")
	f.Type("uu")
	require.Equal(t, []string{"session true"}, f.rows())
}

func TestTwoDigitsForManyWindows(t *testing.T) {
	f := open(t)
	r := hall.DefaultRules()
	r.Windows = nil
	for n := 1; n <= 12; n++ {
		r.Windows = append(r.Windows, hall.Window{No: n})
	}
	require.NoError(t, f.store.SaveHallRules(t.Context(), r))
	f.Shell.Reload()
	f.begin()
	f.Type("7") // nothing longer begins with 7
	f.Type("12")
	f.Type("01")
	f.Type("1")
	require.NotContains(t, f.rows(), "call 1", "1 may become 10, 11 or 12")
	f.Press(fyne.KeyReturn)
	f.Type("15") // no such window: 1, then 5
	require.Equal(t, []string{"session true", "window 7 true", "window 12 true", "window 1 true", "call 1", "done 1", "window 5 true"}, f.rows())
}

// TestShiftIsTenMore: 22 windows are reached without waiting, and the page says how.
func TestShiftIsTenMore(t *testing.T) {
	f := open(t)
	f.begin()
	f.Type("!")
	require.Equal(t, []string{"session true"}, f.rows(), "six windows: Shift means nothing")
	r := hall.DefaultRules()
	r.Windows = nil
	for n := 1; n <= 22; n++ {
		r.Windows = append(r.Windows, hall.Window{No: n})
	}
	require.NoError(t, f.store.SaveHallRules(t.Context(), r))
	f.Shell.Reload()
	require.True(t, f.Has("10 号起按两位数；Shift 加数字是 10 到 19 号；1、2 号按完可按 Enter，不必等"))
	f.Type("!")
	f.Type("（") // of a Chinese input method
	f.Type("2")
	require.True(t, f.Has("2_ 再按一位，或 Enter"))
	f.Type("0")
	f.Type("k@")
	f.Press(fyne.KeyEscape)
	f.Type("r!5")
	f.Press(fyne.KeyReturn)
	require.Equal(t, []string{"session true", "window 11 true", "window 19 true", "window 20 true", "window 12 true", "count w5 o4"}, f.rows())
	require.Empty(t, f.Overflows())
}

// TestWhatIsNotSavedIsNotShown: a full disk takes the line off the screen again.
func TestWhatIsNotSavedIsNotShown(t *testing.T) {
	f := open(t)
	f.begin()
	f.store.full = true
	f.Type("e")
	require.True(t, f.Has("store.full"), f.Texts())
	f.Press(fyne.KeyEscape)
	require.False(t, f.Has("二次关怀 1"))
	f.store.full = false
	f.Type("e")
	require.True(t, f.Has("二次关怀 1"))
	require.Equal(t, []string{"session true", "care"}, f.rows())
}

// TestByMouse does the same with taps.
func TestByMouse(t *testing.T) {
	f := open(t)
	f.Tap("开始本场")
	f.Tap("等候人数加 1")
	f.Tap("多开一个")
	f.Tap("迎候")
	f.Tap("迎候 1")
	f.Tap("在岗")
	f.Tap("取号")
	require.Equal(t, []string{"session true", "count w1 o1", "welcome", "welcome", "post true", "wait"}, f.rows())
	f.Tap("开关窗口")
	f.Type("2")
	require.Contains(t, f.rows(), "window 2 true")
}

// TestPatrolStandsInTheFeed: what a finished patrol counted is what the desk shows.
func TestPatrolStandsInTheFeed(t *testing.T) {
	f := open(t)
	f.begin()
	n, o, yes := 9, 3, true
	_, err := f.store.Store.Append(t.Context(), hall.Entry{Kind: hall.KindPatrol, Ref: "in-1", Waiting: &n, Open: &o, Yes: &yes})
	require.NoError(t, err)
	require.True(t, f.Has("等候 9 人 · 开 3 个窗口"), "the page heard of it")
	require.True(t, f.Has("3 / 6"))
	f.Press(fyne.KeyDown)
	f.Type("u")
	require.Contains(t, f.rows(), "patrol true w9 o3", "it is corrected on its sheet")
	require.Contains(t, f.Shell.Toasted(), "请在它的记录里更正")
}
