package settings_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/settings"
	"hallcheck/ui/shell/shelltest"
)

// year keeps what the card sets.
type year struct {
	name, data string
	working    bool
}

func (y *year) Calendar(context.Context) (checklist.Calendar, bool, error) {
	c, err := checklist.ParseCalendar(y.name, y.data)
	return c, y.working, err
}

func (y *year) SetCalendar(_ context.Context, name, data string, working bool) error {
	if _, err := checklist.ParseCalendar(name, data); err != nil {
		return err
	}
	if name != "" {
		y.name, y.data = name, data
	}
	y.working = working
	return nil
}

// picker answers every question with one path.
type picker struct{ path string }

func (p picker) OpenFile(_ []string, then func(string)) { then(p.path) }
func (p picker) OpenFolder(then func(string))           { then(p.path) }
func (p picker) SaveFile(_ string, then func(string))   { then(p.path) }

func TestDueDatesByWorkingDays(t *testing.T) {
	y := &year{}
	files := map[string]string{"/2026.csv": "2026-02-17,休\n2026-02-14,班\n", "/bad.csv": "2026-02-31,休\n明天,班\n"}
	e, _ := open(t, settings.Services{Calendar: y, ReadFile: func(path string) ([]byte, error) { return []byte(files[path]), nil }})
	require.True(t, e.Has("没有，只按周六、周日休息"), "%q", e.Texts())
	for i := 0; ; i++ {
		if how := shelltest.Find[*kit.Segmented](e, i); len(how.Options) == 2 && how.Options[1].ID == "working" {
			how.Choose("working")
			break
		}
	}
	require.True(t, y.working)
	e.Shell.Choose = picker{"/2026.csv"}
	e.Tap("导入节假日表")
	require.Equal(t, []any{"2026.csv", true}, []any{y.name, y.working})
	require.True(t, e.Has("2 天放假或调休"))
	e.Shell.Choose = picker{"/bad.csv"}
	e.Tap("导入节假日表")
	require.Equal(t, "2026.csv", y.name, "a bad table changes nothing")
	require.True(t, e.Has("bad.csv"), "%q", e.Texts())
	require.Empty(t, e.Overflows())
}
