package exchange_test

import (
	"context"
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/ui/exchange"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
)

// desk is headquarters' inbox with its sources and its quarantine in memory.
type desk struct {
	*service
	got  exchange.Gathered
	fate exchange.Bundle
}

func (d *desk) Waiting(context.Context) (int, error) { return len(d.got.Files), nil }

func (d *desk) Gather(_ context.Context, roads bool, progress func(int, int)) (exchange.Gathered, error) {
	d.did("gather %v", roads)
	progress(1, 1)
	return d.got, nil
}

func (d *desk) SetSources(_ context.Context, dirs []string) error {
	d.did("sources %v", dirs)
	d.in.Sources = dirs
	return nil
}

func (d *desk) Reconsider(_ context.Context, id string) (exchange.Bundle, error) {
	d.did("retry %s", id)
	return d.fate, nil
}

func (d *desk) Return(_ context.Context, id, words string) error {
	d.did("return %s %s", id, words)
	return nil
}

func (d *desk) Discard(_ context.Context, id, reason string, erase bool) error {
	if reason == "" {
		return checklist.Fail("store.quarantineReason")
	}
	d.did("discard %s %s %v", id, reason, erase)
	d.in.Open = nil
	return nil
}

func inboxOf(t *testing.T, d *desk) *shelltest.Env {
	t.Helper()
	home := shelltest.NewHome()
	home.Who.Face = checklist.FaceHQ
	d.in.Past = []exchange.Arrival{{Name: "B1-x.bundle", Branch: "邹城支行", Seq: 3, At: 1}}
	d.in.Halls = 3
	return shelltest.New(t, home, shell.Route{ID: "inbox", Icon: "inbox", Rail: true, New: exchange.NewInbox(d, d, d, d, exchange.NewWatch(d))})
}

func refusals() []exchange.Refusal {
	return []exchange.Refusal{
		{ID: "aa", Name: "B1-1.bundle", Branch: "曲阜支行", At: 5, Err: checklist.Fail("bundle.unknownDevice", "device", "5c1f20aa"), Copy: true},
		{ID: "bb", Name: "what.bundle", At: 6, Err: checklist.Fail("bundle.signature"), Copy: true},
	}
}

func TestRefusedFilesWaitForADecision(t *testing.T) {
	d := &desk{service: &service{}}
	d.in.Open, d.in.Refused = refusals(), 2
	e := inboxOf(t, d)
	seg := shelltest.Find[*kit.Segmented](e, 0)
	assert.True(t, e.Has("待处理 2"))
	seg.Choose("open")
	assert.True(t, e.Has("5c1f20aa"), "the reason keeps its details: %v", e.Texts())
	assert.True(t, e.Has("曲阜支行"))
	assert.True(t, e.Has("不明"))
	assert.Empty(t, e.Overflows())
	table := shelltest.Find[*kit.Table](e, 0)
	e.Press(fyne.KeyDown)
	e.Press(fyne.KeyReturn)
	assert.True(t, e.Has("B1-1.bundle") && e.Button("再收一次") != nil, "the keys move in the list that is shown")
	e.Press(fyne.KeyEscape)

	d.fate = exchange.Bundle{Status: exchange.Refused, Err: checklist.Fail("bundle.unknownDevice", "device", "5c1f20aa")}
	table.List.OnOpen(0)
	e.Tap("再收一次")
	assert.True(t, e.Has("还是收不了"))
	e.Tap("知道了")
	d.fate = exchange.Bundle{Status: exchange.New, New: 3}
	table.OnAct(0)
	e.Tap("再收一次")
	assert.Equal(t, "已收取 3 份记录。", e.Shell.Toasted())

	table.OnAct(0)
	e.Tap("退回网点")
	e.Fill(0, "请先登记")
	e.Tap("退回网点")
	table.OnAct(1)
	require.Nil(t, e.Button("退回网点"), "nobody knows whose file it is")
	e.Tap("丢弃")
	e.Tap("丢弃")
	assert.True(t, e.Has("请写明原因"), "it stays open without a reason")
	e.Tap("知道了")
	e.Fill(0, "试机的文件")
	e.Tap("丢弃")
	assert.Equal(t, []string{"retry aa", "retry aa", "return aa 请先登记", "discard bb 试机的文件 false"}, d.calls)
	seg.Choose("open")
	assert.True(t, e.Has("没有等待处理的文件"))
}

func TestSourcesAreWatched(t *testing.T) {
	d := &desk{service: &service{}}
	e := inboxOf(t, d)
	e.Shell.Choose = share{e.Shell.Choose}
	assert.True(t, e.Has("还没有来源"))
	e.Tap("立即收取")
	assert.Contains(t, e.Shell.Toasted(), "还没有来源")
	e.Tap("添加文件夹")
	assert.True(t, e.Has("/srv/share"))
	d.got.Asked = true
	e.Tap("立即收取")
	assert.Equal(t, "没有新到的文件。", e.Shell.Toasted())
	d.got.Gone = []string{"/srv/share"}
	e.Type("g")
	assert.Contains(t, e.Shell.Toasted(), "读不到来源 /srv/share")
	d.got = exchange.Gathered{Asked: true, Files: []exchange.Bundle{{Status: exchange.New, New: 2}, {Status: exchange.Refused, Err: fmt.Errorf("x")}}}
	e.Tap("立即收取")
	assert.Contains(t, e.Shell.Toasted(), "收到 2 个文件，2 份记录；1 个没有收")
	e.Tap("不再看 /srv/share")
	assert.True(t, e.Has("还没有来源"))
	assert.Equal(t, []string{"gather true", "sources [/srv/share]", "gather true", "gather true", "gather true", "sources []"}, d.calls)
}

// share answers the folder dialog.
type share struct{ shell.Chooser }

func (share) OpenFolder(then func(string)) { then("/srv/share") }
