package settings_test

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/settings"
	"hallcheck/ui/shell/shelltest"
)

// registry answers with devices and keeps what was done.
type registry struct {
	list  []settings.Device
	rules settings.Rules
	did   []string
	half  bool
	err   error
}

func (r *registry) Devices(context.Context) ([]settings.Device, error) { return r.list, nil }

func (r *registry) ChangeDevice(_ context.Context, id, change, reason string) (bool, error) {
	r.did = append(r.did, id+" "+change+" "+reason)
	return r.half, r.err
}

func (r *registry) Rules(context.Context) (settings.Rules, error) { return r.rules, nil }

func (r *registry) PublishRules(_ context.Context, n settings.Rules) error {
	r.rules = n
	return r.err
}

func registered() *registry {
	return &registry{list: []settings.Device{
		{ID: "aaaa-1", Short: "aaaa1111", Branch: "0101", Name: "常安支行", State: "active", Last: 7, Seen: 1795222923000, Lost: 2, Missing: []int64{3, 5}, Told: true},
		{ID: "bbbb-1", Short: "bbbb1111", Branch: "0102", Name: "历下支行", State: "pending", Fingerprint: "1111 2222 3333 4444 5555 6666 7777 8888"},
		{ID: "cccc-1", Short: "cccc1111", Branch: "0103", Name: "天桥支行", State: "active", Last: 3, Told: true, Alarms: []settings.Alarm{{Code: "device.fork", Detail: "3", At: 1795222923000}}},
		{ID: "dddd-1", Short: "dddd1111", Branch: "0104", Name: "槐荫支行", State: "active", Last: 9, Told: true},
	}, rules: settings.Rules{Version: 4, SyncDays: 30}}
}

// The list says what each device needs, and narrows to those to look into.
func TestDevicesAreListed(t *testing.T) {
	e := shelltest.Open(t, nil, settings.NewDevices(registered()))
	for _, s := range []string{"常安支行", "0101 · aaaa1111", "缺 2 份：第 3, 5 号", "待批准", "请核对指纹后批准", "槐荫支行", "4 台"} {
		assert.True(t, e.Has(s), "%s in %q", s, e.Texts())
	}
	assert.True(t, e.Has("同一序号出现两种内容"), "%q", e.Texts())
	shelltest.Find[*kit.Segmented](e, 0).Choose("note")
	assert.False(t, e.Has("槐荫支行"))
	assert.True(t, e.Has("3 台"))
	shelltest.Find[*kit.Segmented](e, 0).Choose("")
	e.Fill(0, "0104")
	assert.True(t, e.Has("槐荫支行"))
	assert.False(t, e.Has("常安支行"))
	assert.Empty(t, e.Overflows())
}

// By keyboard: choose, open, see the fingerprint, approve; a second person is asked for.
func TestApproveByKeyboard(t *testing.T) {
	r := registered()
	r.half = true
	e := shelltest.Open(t, nil, settings.NewDevices(r))
	e.Press(fyne.KeyDown)
	if i := shelltest.Find[*kit.Table](e, 0).List.Selected(); i == 0 {
		e.Press(fyne.KeyDown)
	}
	e.Press(fyne.KeyReturn)
	assert.True(t, e.Has("1111 2222 3333 4444 5555 6666 7777 8888"), "%q", e.Texts())
	assert.Empty(t, e.Overflows())
	e.Tap("批准")
	assert.Equal(t, []string{"bbbb-1 approve "}, r.did)
	assert.True(t, e.Has("还需要另一个人批准"), "%q", e.Texts())
}

// Stopping a device needs a reason; what cannot be done says why.
func TestRevokeNeedsAReason(t *testing.T) {
	r := registered()
	e := shelltest.Open(t, nil, settings.NewDevices(r))
	shelltest.Find[*kit.Table](e, 0).List.OnOpen(0)
	e.Tap("停用")
	e.Tap("停用")
	assert.Empty(t, r.did)
	assert.True(t, e.Has("请写明"), "%q", e.Texts())
	e.Fill(0, "电脑丢失")
	r.err = checklist.Fail("device.unknown", "device", "aaaa")
	e.Tap("停用")
	assert.Equal(t, []string{"aaaa-1 revoke 电脑丢失"}, r.did)
	assert.True(t, e.Has("没有编号以 aaaa 开头的设备"), "%q", e.Texts())
}

// The rules are shown with their version, changed and published.
func TestRulesArePublished(t *testing.T) {
	r := registered()
	e := shelltest.Open(t, nil, settings.NewDevices(r))
	e.Tap("总行规定")
	assert.True(t, e.Has("第 4 版"), "%q", e.Texts())
	shelltest.Find[*kit.Toggle](e, 0).Tapped(nil)
	e.Fill(0, "1.4.0")
	e.Tap("发布")
	assert.Equal(t, settings.Rules{Version: 4, Redaction: true, MinApp: "1.4.0", SyncDays: 30}, r.rules)
	assert.True(t, e.Has("已发布"), "%q", e.Texts())
}
