package daylog_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"github.com/stretchr/testify/require"

	"hallcheck/app/cli"
	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/checklist/standard"
	"hallcheck/store"
	"hallcheck/ui/daylog"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell/shelltest"
)

// The log is there without anybody writing it; weather, customers and what goes over to
// tomorrow are added by keys, an earlier day is shown and closed, and printing makes
// the PDF.
func TestTheLogWritesItself(t *testing.T) {
	s, err := store.Open(t.Context(), store.Options{Dir: t.TempDir(), Clock: func() time.Time { return shelltest.Now }, Parse: standard.Read, Builtin: assets.Checklists()})
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	home := shelltest.NewHome()
	require.NoError(t, s.Setup(t.Context(), home.Who))
	_, err = s.Append(t.Context(),
		hall.Entry{Kind: hall.KindFault, Topic: "ATM 2", Text: "吞卡"},
		hall.Entry{Kind: hall.KindPraise, Topic: "deed", Text: "捡到钱包", At: shelltest.Now.AddDate(0, 0, -1).UnixMilli()})
	require.NoError(t, err)
	e := shelltest.Open(t, home, daylog.New(&daylog.Services{Log: s, Papers: func(context.Context) daylog.Papers {
		return &cli.HallLog{Store: s, Lang: checklist.ZH, Now: func() time.Time { return shelltest.Now }}
	}}))
	t.Cleanup(s.Subscribe(home.Publish))
	require.True(t, e.Has("11 月 21 日 星期六"), "%q", e.Texts())
	require.True(t, e.Has("09:31 ATM 2 · 吞卡 · 还没有恢复，已停 0 分钟"), "%q", e.Texts())
	require.True(t, e.Has("ATM 2 待恢复"), "%q", e.Texts())

	add := func(key, text string) {
		e.Type(key)
		e.Fill(0, text)
		e.Tap("保存")
	}
	add("w", "小雨")
	add("n", "128")
	e.Type("c") // what goes over to tomorrow may take lines
	carry := shelltest.Find[*kit.TextField](e, 0)
	for _, r := range "领新海报" {
		carry.TypedRune(r)
	}
	carry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	carry.TypedRune('换')
	e.Shell.Shortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierControl})
	notes, err := s.HallEntries(t.Context(), "", "2026-11-21", "2026-11-21", hall.KindNote)
	require.NoError(t, err)
	require.Len(t, notes, 3)
	at := slices.IndexFunc(notes, func(x hall.Entry) bool { return x.Topic == hall.TopicHeads })
	require.Equal(t, 128, *notes[at].Waiting)
	at = slices.IndexFunc(notes, func(x hall.Entry) bool { return x.Topic == hall.TopicCarry })
	require.Equal(t, "领新海报\n换", notes[at].Text)
	require.True(t, e.Has("128"), "%q", e.Texts())
	require.True(t, e.Has("小雨"), "%q", e.Texts())
	e.Type("n")
	e.Fill(0, "很多")
	e.Tap("保存")
	require.True(t, e.Has("来了多少客户，0 到 9999"), "%q", e.Texts())
	e.Press(fyne.KeyEscape)

	e.Press(fyne.KeyLeft)
	require.True(t, e.Has("11 月 20 日 星期五"), "%q", e.Texts())
	require.True(t, e.Has("捡到钱包"), "%q", e.Texts())
	e.Type("w")
	require.True(t, e.Has("只有当天的日志能补充"), "%q", e.Texts())
	e.Press(fyne.KeyRight)
	e.Press(fyne.KeyRight)
	require.True(t, e.Has("11 月 21 日 星期六"), "%q", e.Texts())
	path := filepath.Join(t.TempDir(), "log.pdf")
	e.Shell.Choose = saver{path}
	e.Shell.Page().(interface{ Print() }).Print()
	body, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, "%PDF", string(body[:4]))
	require.Empty(t, e.Overflows())
}

// saver answers every question for a file.
type saver struct{ path string }

func (c saver) OpenFile(_ []string, then func(string)) { then(c.path) }
func (c saver) OpenFolder(then func(string))           { then(c.path) }
func (c saver) SaveFile(_ string, then func(string))   { then(c.path) }
