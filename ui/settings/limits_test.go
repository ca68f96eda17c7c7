package settings_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"

	"hallcheck/checklist/hall"
	"hallcheck/ui/kit"
	"hallcheck/ui/settings"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
)

// By keyboard: headquarters lays the limits down, hears of everything wrong at once, and
// publishes them with all that was laid down before; later it lets go of them.
func TestLimitsOfTheHalls(t *testing.T) {
	r := registered()
	r.rules.Redaction = true
	e := shelltest.Open(t, nil, settings.NewDevices(r))
	e.Type("l")
	assert.True(t, e.Has("指标标准 · 第 4 版"), "%q", e.Texts())
	assert.True(t, e.Has("旧版程序不认识"), "%q", e.Texts())
	assert.False(t, e.Has("等候告警（分钟）"), "nothing is laid down: %q", e.Texts())
	who := shelltest.Find[*kit.Segmented](e, 0)
	assert.Equal(t, fyne.Focusable(who), e.Window.Canvas().Focused(), "the keyboard starts there")
	e.Press(fyne.KeyRight)
	assert.True(t, e.Has("等候告警（分钟）"), "%q", e.Texts())
	assert.Empty(t, e.Overflows())

	e.Fill(1, "9") // 等候告警, below 等候提醒
	e.Fill(11, "百分之九十")
	e.Tap("发布")
	assert.True(t, e.Has("等候告警不能低于等候提醒"), "%q", e.Texts())
	assert.True(t, e.Has("“百分之九十”读不懂"), "%q", e.Texts())
	assert.Equal(t, hall.Limits{}, r.rules.Limits, "nothing was published")
	assert.Equal(t, fyne.Focusable(shelltest.Find[*kit.TextField](e, 1)), e.Window.Canvas().Focused(), "the first that is wrong")
	e.Tap("恢复默认")
	e.Fill(1, "25")
	e.Tap("发布")
	want := hall.DefaultRules().Limits
	want.WaitRed = 25
	assert.Equal(t, settings.Rules{Version: 4, SyncDays: 30, Redaction: true, Limits: want}, r.rules)
	assert.True(t, e.Has("已发布"), "%q", e.Texts())

	e.Tap("总行规定")
	e.Tap("发布")
	assert.Equal(t, want, r.rules.Limits, "the other rules leave them as they are")

	e.Type("l")
	assert.Equal(t, "25", shelltest.Find[*kit.TextField](e, 1).Text)
	e.Press(fyne.KeyLeft)
	assert.False(t, e.Has("等候告警（分钟）"), "%q", e.Texts())
	e.Tap("发布")
	assert.Equal(t, settings.Rules{Version: 4, SyncDays: 30, Redaction: true}, r.rules)
}

// With the largest type in the smallest window all of the form is to be had: the fields
// scroll, the buttons stay.
func TestLimitsFitTheSmallestWindow(t *testing.T) {
	r := registered()
	r.rules.Limits = hall.DefaultRules().Limits
	for _, scale := range []int{100, 150} {
		e := shelltest.NewWith(t, nil, shell.Prefs{Lang: "en", Scale: scale}, shell.Route{ID: "page", New: settings.NewDevices(r)})
		e.Window.Resize(fyne.NewSize(1024, 680))
		e.Type("l")
		e.Fill(1, "9")
		e.Fill(2, "x")
		e.Tap("Publish")
		assert.True(t, e.Has("must not be"), "%q", e.Texts())
		b := e.Button("Publish")
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(b)
		assert.LessOrEqual(t, at.Y+b.Size().Height, float32(680-16), "%d %%", scale)
		assert.GreaterOrEqual(t, at.Y, float32(300))
		assert.Empty(t, e.Overflows())
	}
}
