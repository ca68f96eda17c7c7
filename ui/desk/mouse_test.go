package desk_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"hallcheck/ui/kit"
	"hallcheck/ui/shell/shelltest"
)

// tap taps the card of the desk that shows the text: a window by its number, a ticket.
func (f *floor) tap(text string) {
	f.T.Helper()
	var found *kit.Card
	shelltest.Walk(f.Window.Canvas().Content(), func(o fyne.CanvasObject) bool {
		c, ok := o.(*kit.Card)
		if ok && c.Tap != nil && found == nil && shows(c, text) {
			found = c
		}
		return true
	})
	require.NotNil(f.T, found, "nothing to tap says %q: %q", text, f.Texts())
	test.Tap(found)
}

func shows(c *kit.Card, text string) bool {
	found := false
	shelltest.Walk(c, func(o fyne.CanvasObject) bool {
		switch x := o.(type) {
		case *kit.Label:
			found = found || x.Text == text
			return false
		case *canvas.Text:
			found = found || x.Text == text
		}
		return true
	})
	return found
}

// TestWhatAButtonAsksIsAnsweredByATap: given up, opened and closed by mouse alone, as by
// keys: the window tapped after the button is not called or stopped instead.
func TestWhatAButtonAsksIsAnsweredByATap(t *testing.T) {
	f := open(t)
	f.Tap("开始本场")
	f.tap("2")
	f.tap("2")
	require.Equal(t, []string{"session true", "window 2 true", "call 2"}, f.rows())
	f.pass(time.Minute)
	f.Tap("弃号")
	f.tap("2")
	require.Equal(t, []string{"session true", "window 2 true", "call 2", "abandoned 2"}, f.rows())
	f.pass(time.Minute)
	f.Tap("开关窗口")
	f.tap("2")
	require.Equal(t, "window 2 false", f.rows()[4], "an idle window is closed, nobody is called to it")
	f.Tap("取号")
	f.Tap("取号")
	f.pass(time.Minute)
	f.Tap("弃号 1")
	f.tap("未记号码")
	require.Equal(t, []string{"wait", "wait", "abandoned"}, f.rows()[5:])
	f.Tap("弃号 2")
	f.Tap("弃号 2")
	require.Equal(t, []string{"wait", "wait", "abandoned", "abandoned"}, f.rows()[5:], "one that was not timed")
	f.Tap("开关窗口")
	f.Tap("开关窗口")
	f.tap("2")
	require.Equal(t, "window 2 true", f.rows()[9], "asked twice is not asked: a closed window opens by its tap")
	require.Len(t, f.rows(), 10)
}

// TestOldestByMouse: the longest wait is told without a keyboard.
func TestOldestByMouse(t *testing.T) {
	f := open(t)
	f.begin()
	f.tap("最长等候")
	require.True(t, f.Has("输入最长等候分钟"))
	s := shelltest.Find[*kit.Stepper](f.Env, 0)
	m := int64(18000)
	s.Set(&m)
	s.OnChanged(m)
	f.Tap("记下")
	require.Equal(t, []string{"session true", "count m18"}, f.rows())
}
