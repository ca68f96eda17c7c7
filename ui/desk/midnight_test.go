package desk_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist/hall"
)

// TestTheDeskOverMidnight stays at the desk while the day ends: the new day begins
// empty, what ran yesterday stays in yesterday and runs nowhere, and what is done next
// belongs to the new day.
func TestTheDeskOverMidnight(t *testing.T) {
	f := open(t)
	f.clock.Set(time.Date(2026, 11, 21, 23, 58, 0, 0, time.Local))
	f.Shell.Reload()
	f.Tap("开始本场")
	f.tap("2")
	f.tap("2")
	f.Tap("取号")
	f.pass(90 * time.Second)
	require.True(t, f.Has("01:30"), f.Texts())
	yesterday := f.rows()
	require.Equal(t, []string{"session true", "window 2 true", "call 2", "wait"}, yesterday)
	f.pass(time.Minute)
	require.True(t, f.Has("今天还没有现场记录"), f.Texts())
	require.Empty(t, f.rows())
	require.False(t, f.Has("02:30"), "a clock of yesterday runs on: %q", f.Texts())
	f.Tap("开始本场")
	require.Equal(t, []string{"session true"}, f.rows())
	require.True(t, f.Has("0 分钟"), f.Texts())
	old, err := f.store.Store.HallDay(t.Context(), "", "2026-11-21")
	require.NoError(t, err)
	require.Len(t, hall.Live(old), 4)
	require.Empty(t, f.Overflows())
}

// TestTheClockIsSetBack: an hour back while clocks run. Nothing is negative, what is
// done next is saved and is what undo takes back, and what was there stays.
func TestTheClockIsSetBack(t *testing.T) {
	f := open(t)
	f.Tap("开始本场")
	f.tap("2")
	f.tap("2")
	f.Tap("取号")
	f.Tap("等候人数加 1")
	f.pass(-time.Hour)
	for _, text := range f.Texts() {
		require.NotRegexp(t, `^[-−–]\d|\d:-|本场 -`, text)
	}
	f.Tap("等候人数加 1")
	require.Contains(t, f.rows(), "count w2 o1", "%v", f.rows())
	f.Tap("迎候")
	require.Contains(t, f.rows(), "welcome")
	f.Tap("撤销")
	require.NotContains(t, f.rows(), "welcome", "what was done last: %v", f.rows())
	f.tap("2")
	require.Contains(t, f.rows(), "done 2", "%v", f.rows())
	for _, text := range f.Texts() {
		require.NotRegexp(t, `^[-−–]\d|\d:-|本场 -`, text)
	}
}

// TestTheClockIsSetForward a day and back again: the days are kept apart.
func TestTheClockIsSetForward(t *testing.T) {
	f := open(t)
	f.Tap("开始本场")
	f.Tap("等候人数加 1")
	f.pass(24 * time.Hour)
	require.True(t, f.Has("今天还没有现场记录"), f.Texts())
	f.pass(-24 * time.Hour)
	require.Equal(t, []string{"session true", "count w1"}, f.rows())
	require.True(t, f.Has("结束本场"), f.Texts())
	f.Tap("等候人数加 1")
	require.Equal(t, []string{"session true", "count w2"}, f.rows())
}

// TestSummerTimeEnds: the hour that comes twice. A clock that runs goes on counting, and
// nothing is refused for lying before what was done an hour ago by the wall.
func TestSummerTimeEnds(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	require.NoError(t, err)
	f := open(t)
	f.clock.Set(time.Date(2026, 10, 25, 0, 50, 0, 0, time.UTC).In(berlin)) // 02:50, summer time
	f.Shell.Reload()
	f.Tap("开始本场")
	f.tap("2")
	f.tap("2")
	f.pass(20 * time.Minute) // 02:10 again
	require.Equal(t, 2, f.clock.Now().Hour())
	require.True(t, f.Has("20:00"), f.Texts())
	f.Tap("等候人数加 1")
	f.tap("2")
	require.Equal(t, []string{"session true", "window 2 true", "call 2", "count w1 o1", "done 2"}, f.rows())
}

// TestWaitingKeepsWindowsOpenedMeanwhile: a number corrected within the minute does not
// take back a window that was opened in it.
func TestWaitingKeepsWindowsOpenedMeanwhile(t *testing.T) {
	f := open(t)
	f.begin()
	f.Type("o4")
	f.Press(fyne.KeyReturn)
	f.pass(time.Second)
	f.Type("k1234")
	f.Press(fyne.KeyReturn)
	require.True(t, f.Has("4 / 6"), "which four they are opens none")
	f.pass(time.Second)
	f.Type("+")
	f.pass(time.Second)
	f.Type("k5")
	f.Press(fyne.KeyReturn)
	require.True(t, f.Has("5 / 6"))
	f.pass(time.Second)
	f.Type("+")
	require.True(t, f.Has("5 / 6"))
	require.Equal(t, []string{"session true", "count o4", "window 1 true", "window 2 true", "window 3 true", "window 4 true", "window 5 true", "count w2 o5"}, f.rows())
}
