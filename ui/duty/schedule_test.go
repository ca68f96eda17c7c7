package duty_test

import (
	"encoding/json"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist/hall"
	"hallcheck/ui/duty"
)

// held is what the bell wrote down as given to the desktop: when each rings.
func (d *desk) held() map[string]string {
	d.t.Helper()
	body, err := d.store.Setting(d.t.Context(), "hall.scheduled")
	require.NoError(d.t, err)
	var list map[string]struct {
		ID string `json:"id"`
		At int64  `json:"at"`
	}
	if body != "" {
		require.NoError(d.t, json.Unmarshal([]byte(body), &list))
	}
	out := map[string]string{}
	for key, h := range list {
		require.NotEmpty(d.t, h.ID)
		out[key] = time.UnixMilli(h.At).In(d.clock.Now().Location()).Format("15:04")
	}
	return out
}

// TestADesktopKeepsTheDaysReminders: where the desktop keeps notifications for later it
// gets the day's at once, keeps them over a restart, does not hear of them twice, and
// what is put off, skipped or done is taken back.
func TestADesktopKeepsTheDaysReminders(t *testing.T) {
	d := openDesk(t, "09:30")
	d.window()
	d.sv.Holds = true
	d.Shell.Go("elsewhere", nil)
	var bell *duty.Bell
	test.AssertNotificationScheduled(t, fyne.NewNotification("厅检提醒", "17:00 关门巡检：现在该做"), func() { bell = duty.Ring(d.Shell, d.sv) })
	require.Equal(t, map[string]string{"patrol@10:00": "10:00", "patrol@12:00": "12:00", "patrol@15:00": "15:00", "patrol@17:00": "17:00"}, d.held())
	test.AssertNotificationScheduled(t, nil, bell.Look)

	require.NoError(t, d.store.Close()) // the program is shut and started
	d.open()
	d.window()
	d.sv.Holds = true
	d.Shell.Go("elsewhere", nil)
	test.AssertNotificationScheduled(t, nil, func() { bell = duty.Ring(d.Shell, d.sv) })

	d.set("10:00")
	test.AssertNotificationSent(t, nil, bell.Look) // the desktop rings
	require.Equal(t, "10:00 巡检：现在该做", d.Shell.Reminded())
	test.AssertNotificationScheduled(t, fyne.NewNotification("厅检提醒", "10:00 巡检：现在该做"), func() {
		d.Press(fyne.KeyF9)
		bell.Look()
	})
	until := d.entries(hall.KindSnooze)[0].Until
	require.Equal(t, "10:10", d.held()["patrol@10:00#"+time.UnixMilli(until).UTC().Format("150405")])

	_, err := d.store.Append(t.Context(), hall.Entry{Kind: hall.KindSkip, Topic: "patrol@12:00", Text: "停电"})
	require.NoError(t, err)
	bell.Look()
	require.NotContains(t, d.held(), "patrol@12:00", "skipped")
	require.NoError(t, d.store.SetSetting(t.Context(), duty.SettingReminders, "off"))
	bell.Look()
	for key, at := range d.held() {
		require.LessOrEqual(t, at, "10:00", key+" is taken back: nobody is to be reminded")
	}
}

// TestNobodyIsRemindedOfAMeetingThatRuns: it has begun, only its end is not written yet.
func TestNobodyIsRemindedOfAMeetingThatRuns(t *testing.T) {
	d := openDesk(t, "08:21")
	d.window()
	d.Shell.Go("elsewhere", nil)
	require.NoError(t, d.store.SetSetting(t.Context(), hall.SettingMeeting, `{"sheet":"m","topic":"morning"}`))
	bell := duty.Ring(d.Shell, d.sv)
	require.NotContains(t, d.Shell.Reminded(), "晨会")
	require.NoError(t, d.store.SetSetting(t.Context(), hall.SettingMeeting, ""))
	d.Shell.Unremind()
	_, err := d.store.Append(t.Context(), hall.Entry{Kind: hall.KindSkip, Topic: "patrol@08:10", Text: "x"})
	require.NoError(t, err)
	bell.Look()
	require.Contains(t, d.Shell.Reminded(), "晨会")
}

// TestTheBellOverMidnight: what was missed yesterday is not rung for any more, and the
// new day rings from its first duty on; set back by an hour nothing rings twice.
func TestTheBellOverMidnight(t *testing.T) {
	d := openDesk(t, "17:01")
	d.window()
	d.Shell.Go("elsewhere", nil)
	var bell *duty.Bell
	test.AssertNotificationSent(t, fyne.NewNotification("厅检提醒", "17:00 关门巡检：现在该做"), func() { bell = duty.Ring(d.Shell, d.sv) })
	d.set("16:01")
	test.AssertNotificationSent(t, nil, bell.Look)
	require.Empty(t, d.Shell.Reminded(), "not yet, by this clock")
	d.set("17:02")
	test.AssertNotificationSent(t, nil, bell.Look)
	require.Contains(t, d.Shell.Reminded(), "17:00", "the bar comes again, the desktop was told")
	d.clock.Set(time.Date(2026, 11, 22, 0, 0, 30, 0, time.Local))
	test.AssertNotificationSent(t, nil, bell.Look)
	require.Empty(t, d.Shell.Reminded())
	d.Shell.Go(duty.Route, nil)
	require.True(t, d.Has("11 月 22 日"), d.Texts())
	d.Shell.Go("elsewhere", nil)
	d.clock.Set(time.Date(2026, 11, 22, 8, 10, 0, 0, time.Local))
	test.AssertNotificationSent(t, fyne.NewNotification("厅检提醒", "08:10 开门巡检：现在该做"), bell.Look)
}

// TestADayOpenOverMidnightIsTheNewDay: the page shown when the day ends is read again.
func TestADayOpenOverMidnightIsTheNewDay(t *testing.T) {
	d := openDesk(t, "23:59")
	d.window()
	bell := duty.Ring(d.Shell, d.sv)
	d.Shell.Go(duty.Route, nil)
	require.True(t, d.Has("11 月 21 日"), d.Texts())
	d.clock.Set(time.Date(2026, 11, 22, 0, 0, 10, 0, time.Local))
	bell.Look()
	require.True(t, d.Has("11 月 22 日"), d.Texts())
	require.False(t, d.Has("漏做 6"), d.Texts())
}
