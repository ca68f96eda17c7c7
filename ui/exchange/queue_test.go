package exchange_test

import (
	"context"
	"os"
	"regexp"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/ui/exchange"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
)

// rounds answers Sync.
type rounds struct {
	done  exchange.Carried
	err   error
	calls int
	again int
}

func (r *rounds) Sync(_ context.Context, report func(int, int)) (exchange.Carried, error) {
	r.calls++
	report(1, 2)
	return r.done, r.err
}

func (r *rounds) SendAgain(context.Context) (int, error) {
	r.again++
	return 3, r.err
}

func queued() exchange.Outbox {
	w := waiting()
	row := func(id string, d checklist.Delivery) exchange.Record {
		s := w[0]
		s.ID = id
		return exchange.Record{Summary: s, Delivery: d}
	}
	return exchange.Outbox{
		Waiting: w[:1], Fingerprint: print,
		Records: []exchange.Record{
			row("a", checklist.Delivery{State: checklist.DeliveryRefused, Code: "bundle.limit", Words: "重复的编号"}),
			row("b", checklist.Delivery{State: checklist.DeliveryUnsent}),
			row("c", checklist.Delivery{State: checklist.DeliveryMoving, Percent: 42}),
			row("d", checklist.Delivery{State: checklist.DeliveryArrived}),
			row("e", checklist.Delivery{State: checklist.DeliveryReceived}),
		},
		Past: []exchange.Sent{{Files: []string{"/x/B-0012.bundle"}, Seq: 12, Records: 4, Delivery: checklist.Delivery{State: checklist.DeliveryReceived}}},
		Roads: []exchange.Road{
			{ID: "1", Name: "共享盘", Reached: shelltest.Now.UnixMilli()},
			{ID: "2", Name: "服务器", Waiting: 3, NextTry: shelltest.Now.UnixMilli() + 60_000, Err: checklist.Fail("road.full", "place", "h:22", "why", "507")},
		},
	}
}

// TestStatesAreSaidInWords: every record says how far it has come, and a failure why.
func TestStatesAreSaidInWords(t *testing.T) {
	r := &rounds{}
	e := outbox(t, &service{out: queued(), carry: r})
	for _, x := range []string{
		"被退回", "未发送", "传输中 42%", "已到达", "已签收", "总行：重复的编号。",
		"共享盘", "正常", "上次成功 11-21 09:31", "服务器", "没有送到", "等待 3 个", "h:22 的空间满了", "之后自动再试", "立即重试", "立即报送",
	} {
		require.True(t, e.Has(x), "%s in %q", x, e.Texts())
	}
	require.Empty(t, e.Overflows())
	e.Press(fyne.KeyDown)
	e.Press(fyne.KeyDown)
	require.False(t, e.Has("重新报送"), "this record has nothing wrong")
	e.Press(fyne.KeyUp)
	require.True(t, e.Has("重新报送"))
	e.Tap("重新报送")
	require.Equal(t, 1, r.again)
	require.Contains(t, e.Shell.Toasted(), "3 份记录会随下一个文件重新报送")
	require.True(t, e.Has("重新报送"), "the chosen record stays chosen")
	e.Press(fyne.KeyReturn)
	require.Equal(t, "result", e.Shell.At())
	require.Equal(t, "a", e.Shell.Page().(*landed).arg)
}

// TestEveryRefusalHasWordsForTheBranch: each code headquarters refuses files with is
// told at the branch in words of its own.
func TestEveryRefusalHasWordsForTheBranch(t *testing.T) {
	src, err := os.ReadFile("../../checklist/bundle/bundle.go")
	require.NoError(t, err)
	found := regexp.MustCompile(`"(bundle\.[a-zA-Z]+)" +// B\d\d`).FindAllStringSubmatch(string(src), -1)
	require.GreaterOrEqual(t, len(found), 21)
	for _, m := range found {
		for _, lang := range []string{"zh", "en"} {
			require.True(t, assets.Has(lang, "returned."+m[1]), "%s %s", lang, m[1])
		}
	}
	b := queued()
	b.Records[0].Delivery = checklist.Delivery{State: checklist.DeliveryRefused, Code: "exchange.deviceRetired"}
	b.Records[1].Delivery = checklist.Delivery{State: checklist.DeliveryRefused, Code: "bundle.somethingNew"}
	e := outbox(t, &service{out: b, carry: &rounds{}})
	require.True(t, e.Has("总行已把本机登记为退役"))
	require.False(t, e.Has("{"))
}

// TestSendNow: by button or key; what did not come through is told once, by name.
func TestSendNow(t *testing.T) {
	r := &rounds{done: exchange.Carried{Sent: 2, Fetched: 1}}
	e := outbox(t, &service{out: queued(), carry: r})
	e.Tap("立即报送")
	require.Equal(t, 1, r.calls)
	require.Contains(t, e.Shell.Toasted(), "发出 2 个文件，取回 1 个。")
	r.done.Errs = []error{checklist.Fail("road.hostChanged", "place", "h:22", "print", "SHA256:new", "known", "SHA256:old")}
	e.Type("t")
	require.Equal(t, 2, r.calls)
	require.True(t, e.Has("没有全部送到"))
	require.True(t, e.Has("SHA256:new"))
	e.Tap("知道了")
	r.err = checklist.Fail("sync.busy")
	e.Tap("立即重试")
	require.True(t, e.Has("正在收发文件，请等这一次结束。"))
}

// TestWithoutRoads: the page says what to do, and files still leave by hand.
func TestWithoutRoads(t *testing.T) {
	r := &rounds{}
	s := &service{out: exchange.Outbox{Waiting: waiting(), Fingerprint: print}, carry: r}
	e := shelltest.New(t, nil, shell.Route{ID: "exchange", Icon: "send", Rail: true, New: exchange.NewOutbox(s, s, r)}, shell.Route{ID: "settings", Rail: true, New: stub})
	e.Shell.Choose = chooser{"/media/usb"}
	require.True(t, e.Has("还没有报送通道"))
	e.Type("t")
	require.Zero(t, r.calls)
	e.Type("e")
	require.Equal(t, []string{"export /media/usb"}, s.calls)
	e.Tap("知道了")
	e.Tap("添加通道")
	require.Equal(t, "settings", e.Shell.At())

	s.out = queued()
	s.out.Fingerprint = ""
	e = outbox(t, &service{out: s.out, carry: r})
	e.Tap("立即报送")
	require.Zero(t, r.calls, "files anybody can read do not leave by themselves")
	require.Contains(t, e.Shell.Toasted(), "请先读取总行名片")
}
