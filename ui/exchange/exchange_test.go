package exchange_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/ui/exchange"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
	"hallcheck/ui/theme"
)

const print = "2841 9031 6602 1577 9044 3187 5521 0836"

// service is both ends of the road in memory; calls tells what was done.
type service struct {
	out      exchange.Outbox
	in       exchange.Inbox
	sent     exchange.Sent
	bundles  []exchange.Bundle
	requests map[string]exchange.Request
	found    map[string][2][]string // path → bundles, requests
	calls    []string
	err      error
	carry    exchange.Carrying
}

func (s *service) did(format string, args ...any) {
	s.calls = append(s.calls, fmt.Sprintf(format, args...))
}

func (s *service) Outbox(context.Context) (exchange.Outbox, error) { return s.out, s.err }

func (s *service) Export(_ context.Context, dir string, progress func(int, int)) (exchange.Sent, error) {
	s.did("export %s", dir)
	progress(1, 2)
	s.out.Waiting = nil
	return s.sent, s.err
}

func (s *service) ReadCard(_ context.Context, path string) (exchange.Card, error) {
	s.did("read card %s", path)
	return exchange.Card{Org: "济宁分行", Fingerprint: print}, s.err
}

func (s *service) UseCard(_ context.Context, path string) error {
	s.did("use card %s", path)
	s.out.Fingerprint, s.out.Request = print, "/data/enrol-3701101.note"
	return s.err
}

func (s *service) SaveRequest(_ context.Context, dir string) (string, error) {
	s.did("save request %s", dir)
	return dir + "/enrol-3701101.note", s.err
}

func (s *service) Inbox(context.Context) (exchange.Inbox, error) { return s.in, s.err }

func (s *service) Find(_ context.Context, paths []string) (bundles, requests []string, err error) {
	s.did("find %s", strings.Join(paths, " "))
	for _, p := range paths {
		bundles, requests = append(bundles, s.found[p][0]...), append(requests, s.found[p][1]...)
	}
	return bundles, requests, nil
}

func (s *service) Preview(_ context.Context, files []string) ([]exchange.Bundle, error) {
	s.did("preview %s", strings.Join(files, " "))
	return s.bundles, nil
}

func (s *service) Import(_ context.Context, files []string, progress func(int, int)) ([]exchange.Bundle, error) {
	s.did("import %s", strings.Join(files, " "))
	progress(len(files), len(files))
	return s.bundles, nil
}

func (s *service) ReadRequest(_ context.Context, path string) (exchange.Request, error) {
	s.did("read request %s", path)
	r, ok := s.requests[path]
	if !ok {
		return r, checklist.Fail("exchange.enrol", "why", "x")
	}
	return r, nil
}

func (s *service) Accept(_ context.Context, path string) error {
	s.did("accept %s", path)
	return s.err
}

func (s *service) SaveCard(_ context.Context, path string) error {
	s.did("save card %s", path)
	return s.err
}

// chooser answers every question with one path.
type chooser struct{ path string }

func (c chooser) OpenFile(_ []string, then func(string)) { then(c.path) }
func (c chooser) OpenFolder(then func(string))           { then(c.path) }
func (c chooser) SaveFile(name string, then func(string)) {
	then(c.path + "/" + name)
}

type landed struct{ arg any }

func (landed) Title() (string, string)    { return "landed", "" }
func (landed) Content() fyne.CanvasObject { return kit.NewLabel("landed") }
func (landed) Load(context.Context)       {}
func (landed) Keys() []shell.Key          { return nil }

func stub(_ *shell.Shell, arg any) shell.Page { return &landed{arg} }

func waiting() []checklist.Summary {
	score := checklist.Tenths(934)
	return []checklist.Summary{
		{ID: "a", Title: checklist.Text{ZH: "网点 6S 环境检查", EN: "Branch 6S environment inspection"}, Inspector: "李静", Day: "2026-11-21", FinishedAt: shelltest.Now.UnixMilli(), Score: &score, Red: 3, Photos: 12},
		{ID: "b", Title: checklist.Text{ZH: "晨会检查表", EN: "Morning meeting"}, Inspector: "李静", Day: "2026-11-20", FinishedAt: shelltest.Now.UnixMilli()},
	}
}

func outbox(t *testing.T, s *service) *shelltest.Env {
	e := shelltest.New(t, nil, shell.Route{ID: "exchange", Icon: "send", Rail: true, New: exchange.NewOutbox(s, s, s.carry)},
		shell.Route{ID: "result", New: stub}, shell.Route{ID: "inspect", New: stub})
	e.Shell.Choose = chooser{"/media/usb"}
	return e
}

func TestWhatWaits(t *testing.T) {
	s := &service{out: exchange.Outbox{Waiting: waiting(), Past: []exchange.Sent{{Files: []string{"/x/B-0012.bundle"}, Seq: 12, Records: 4, At: shelltest.Now.UnixMilli()}}}}
	e := outbox(t, s)
	for _, x := range []string{"2 份等待报送", "网点 6S 环境检查", "93.4", "晨会检查表", "第 12 号 · 4 份记录", "11-21 09:31 · B-0012.bundle", "未加密"} {
		require.True(t, e.Has(x), "%s in %q", x, e.Texts())
	}
	e.Press(fyne.KeyDown)
	e.Press(fyne.KeyDown)
	e.Press(fyne.KeyReturn)
	require.Equal(t, "result", e.Shell.At())
	require.Equal(t, "b", e.Shell.Page().(*landed).arg)
}

func TestExportWithoutCardIsAskedFirst(t *testing.T) {
	s := &service{out: exchange.Outbox{Waiting: waiting()}, sent: exchange.Sent{Files: []string{"/media/usb/3701101-0013.bundle"}, Records: 2, Photos: 12}}
	e := outbox(t, s)
	e.Type("e")
	require.True(t, e.Has("文件将不加密"))
	e.Tap("取消")
	require.Empty(t, s.calls)
	e.Tap("导出报送")
	e.Tap("仍要导出")
	require.Equal(t, []string{"export /media/usb"}, s.calls)
	for _, x := range []string{"导出完成", "已写入并核对，可以安全拔出", "2 份记录、12 张照片，写成 1 个文件，位于 /media/usb。", "3701101-0013.bundle"} {
		require.True(t, e.Has(x), "%s in %q", x, e.Texts())
	}
	require.Empty(t, e.Overflows())
	e.Tap("知道了")
	require.True(t, e.Has("没有等待报送的记录。"))
	require.True(t, e.Button("导出报送").Disabled())
	e.Tap("开始检查")
	require.Equal(t, "inspect", e.Shell.At())
}

func TestExportWithCardIsNotAsked(t *testing.T) {
	s := &service{out: exchange.Outbox{Waiting: waiting(), Fingerprint: print}, sent: exchange.Sent{Skipped: []error{checklist.Fail("exchange.notFinished", "id", "a")}}}
	e := outbox(t, s)
	e.Type("e")
	require.Equal(t, []string{"export /media/usb"}, s.calls)
	require.True(t, e.Has("部分导出"))
	require.True(t, e.Has("1 份没有导出"))
	require.True(t, e.Has("检查 a 尚未完成，不能导出。"))
	require.False(t, e.Has("可以安全拔出"), "nothing was written")
}

func TestExportFails(t *testing.T) {
	s := &service{out: exchange.Outbox{Waiting: waiting(), Fingerprint: print}}
	e := outbox(t, s)
	s.err = checklist.Fail("exchange.target", "dir", "/media/usb")
	e.Type("e")
	require.True(t, e.Has("无法写入目标文件夹 /media/usb。请检查 U 盘是否插好、空间是否足够。"))
	require.False(t, e.Has("可以安全拔出"))
}

func TestCardIsComparedBeforeItIsUsed(t *testing.T) {
	s := &service{out: exchange.Outbox{Waiting: waiting()}}
	e := outbox(t, s)
	e.Shell.Page().(shell.DropTarget).Drop([]string{"/media/usb/IMG_1.jpg"})
	require.Contains(t, e.Shell.Toasted(), "这里可以拖入总行名片")
	s.calls = nil
	e.Shell.Page().(shell.DropTarget).Drop([]string{"/media/usb/IMG_1.jpg", "/media/usb/hq-card.note"})
	require.Equal(t, []string{"read card /media/usb/hq-card.note"}, s.calls)
	require.True(t, e.Has(print))
	require.True(t, e.Has("名片来自“济宁分行”"))
	e.Tap("取消")
	require.Len(t, s.calls, 1, "declined: not used")
	require.True(t, e.Has("未加密"))

	e.Tap("读取总行名片")
	e.Tap("指纹一致，使用")
	require.Equal(t, "use card /media/usb", s.calls[2])
	require.True(t, e.Has("登记申请已经生成"), "what to do next is offered at once")
	e.Tap("另存登记申请")
	require.Equal(t, "save request /media/usb", s.calls[3])
	require.Equal(t, "登记申请已保存：/media/usb/enrol-3701101.note", e.Shell.Toasted())
	require.True(t, e.Has("只有总行能打开"))
	require.True(t, e.Has("总行指纹 "+print))
}

func inbox(t *testing.T, s *service) *shelltest.Env {
	home := shelltest.NewHome()
	home.Who.Face = checklist.FaceHQ
	e := shelltest.New(t, home, shell.Route{ID: "inbox", Icon: "inbox", Rail: true, New: exchange.NewInbox(s, s, s, nil, nil)}, shell.Route{ID: "history", New: stub})
	e.Shell.Choose = chooser{"/media/usb"}
	return e
}

func halls() *service {
	city := checklist.Branch{Code: "3701101", Name: "济宁市中支行"}
	return &service{
		in: exchange.Inbox{
			Halls: 81, Reported: 76, Records: 512, Refused: 3, Fingerprint: print,
			Past: []exchange.Arrival{
				{Name: "a.bundle", Branch: "济宁市中支行", Seq: 13, At: shelltest.Now.UnixMilli()},
				{Name: "b.bundle", Branch: "3701102", Refused: true, Code: "bundle.fork", At: shelltest.Now.UnixMilli()},
				{Name: "c.bundle", Branch: "3701103", Refused: true, Code: "bundle.fromTheFuture", At: shelltest.Now.UnixMilli()},
			},
			Devices: []exchange.Device{{Branch: "济宁市中支行", Code: "3701101", Active: true, LastSeq: 13, LastAt: shelltest.Now.UnixMilli()}, {Branch: "曲阜支行", Code: "3701102"}},
		},
		found: map[string][2][]string{
			"/media/usb": {{"/media/usb/a.bundle", "/media/usb/b.bundle"}, nil},
			"/new.note":  {nil, []string{"/new.note"}}, "/old.note": {nil, []string{"/old.note"}}, "/bad.note": {nil, []string{"/bad.note"}},
		},
		bundles: []exchange.Bundle{
			{File: "a.bundle", Status: exchange.New, Branch: city, Seq: 14, Records: 4, New: 4, Photos: 31},
			{File: "b.bundle", Status: exchange.Refused, Err: checklist.Fail("bundle.signature"), Quarantine: "/data/quarantine/b.bundle"},
		},
		requests: map[string]exchange.Request{
			"/new.note": {Path: "/new.note", Branch: city, Fingerprint: print},
			"/old.note": {Path: "/old.note", Branch: city, Fingerprint: print, Known: true},
		},
	}
}

func TestInboxFigures(t *testing.T) {
	e := inbox(t, halls())
	for _, x := range []string{
		"81", "76", "还有 5 家未报", "512", "原因见下", "a.bundle", "已收", "拒收", "B18：设备 … 的序号 … 已收到过",
		"这个文件没有收（代码 bundle.fromTheFuture）", "3701101 · 最近第 13 号，11-21 09:31", "可报送", "3701102 · 还没有收到过", "已停用", "总行指纹 " + print,
	} {
		require.True(t, e.Has(x), "%s in %q", x, e.Texts())
	}
	e.Press(fyne.KeyEnd)
	e.Press(fyne.KeyReturn)
	require.True(t, e.Has("代码 bundle.fromTheFuture"))
	e.Tap("知道了")
	e.Press(fyne.KeyHome)
	e.Press(fyne.KeyReturn)
	require.Equal(t, "history", e.Shell.At())
	require.Equal(t, checklist.Filter{Text: "济宁市中支行"}, e.Shell.Page().(*landed).arg)
}

func TestFolderIsShownBeforeItIsTakenIn(t *testing.T) {
	s := halls()
	e := inbox(t, s)
	e.Shell.Page().(shell.DropTarget).Drop([]string{"/media/usb"})
	require.Equal(t, []string{"find /media/usb", "preview /media/usb/a.bundle /media/usb/b.bundle"}, s.calls)
	for _, x := range []string{"可收", "核验了 2 个文件，其中 1 个有新内容。", "有 1 个不能收", "济宁市中支行", "14", "31", "B08：", "b.bundle"} {
		require.True(t, e.Has(x), "%s in %q", x, e.Texts())
	}
	require.Empty(t, e.Overflows())
	e.Tap("取消")
	require.Len(t, s.calls, 2, "nothing is taken in unasked")
	e.Type("i")
	e.Tap("收取 1 个")
	require.Equal(t, "import /media/usb/a.bundle /media/usb/b.bundle", s.calls[len(s.calls)-1])
	require.True(t, e.Has("收取了 4 份记录；1 个文件没有收"))
	shelltest.Find[*kit.Table](e, 0).List.OnOpen(1)
	require.True(t, e.Has("B08：数据包的签名不正确，内容可能被人改动或伪造。未导入任何内容，请与网点电话核实。"))
	require.True(t, e.Has("/data/quarantine/b.bundle"))
}

func TestAllGoodNeedsNoDialogAfterwards(t *testing.T) {
	s := halls()
	s.bundles = s.bundles[:1]
	e := inbox(t, s)
	e.Tap("收取文件夹")
	e.Tap("收取 1 个")
	require.Equal(t, "收取了 4 份记录、0 条问题动态。", e.Shell.Toasted())
	require.True(t, e.Has("最近收取"))
	s.bundles[0].Status = exchange.Same
	e.Tap("收取文件夹")
	require.Nil(t, e.Button("收取 0 个"), "nothing new: nothing to decide")
	e.Tap("知道了")
	s.bundles = halls().bundles[1:]
	e.Tap("收取文件夹")
	e.Tap("记下拒收 1 个")
	require.Equal(t, "import /media/usb/a.bundle /media/usb/b.bundle", s.calls[len(s.calls)-1])
}

func TestEnrolmentAsksForTheFingerprint(t *testing.T) {
	s := halls()
	e := inbox(t, s)
	drop := e.Shell.Page().(shell.DropTarget).Drop
	drop([]string{"/new.note"})
	require.True(t, e.Has(print))
	require.True(t, e.Has("“济宁市中支行”（3701101）申请登记这台设备"))
	e.Tap("取消")
	require.NotContains(t, s.calls, "accept /new.note")
	drop([]string{"/new.note"})
	e.Tap("一致，接受")
	require.Contains(t, s.calls, "accept /new.note")
	require.Equal(t, "济宁市中支行 已登记。", e.Shell.Toasted())
	drop([]string{"/old.note"})
	require.Equal(t, "济宁市中支行 的这台设备已经登记过。", e.Shell.Toasted())
	drop([]string{"/nothing"})
	require.Contains(t, e.Shell.Toasted(), "没有找到报送文件")
}

func TestABadRequestDoesNotStopTheRest(t *testing.T) {
	s := halls()
	e := inbox(t, s)
	e.Shell.Page().(shell.DropTarget).Drop([]string{"/bad.note", "/new.note", "/media/usb"})
	require.True(t, e.Has("这不是有效的登记申请"))
	e.Tap("知道了")
	require.True(t, e.Has(print), "the next request is asked about")
	e.Tap("取消")
	require.True(t, e.Has("收取前预览"), "then the files")
	require.NotContains(t, strings.Join(s.calls, " "), "accept")
}

func TestFirstCard(t *testing.T) {
	s := &service{in: exchange.Inbox{Fingerprint: print}}
	e := inbox(t, s)
	require.True(t, e.Has("还没有网点。先把总行名片发给网点"))
	e.Tap("另存总行名片")
	require.Equal(t, []string{"save card /media/usb/hq-card.note"}, s.calls)
	require.Equal(t, "总行名片已保存：/media/usb/hq-card.note", e.Shell.Toasted())
	s.err = checklist.Fail("store.damaged")
	e.Press(fyne.KeyF5)
	require.True(t, e.Has("store.damaged"))
}

func TestRecoveryKeyIsNotLeftLying(t *testing.T) {
	s := &service{}
	s.in.Recovery = "/data/recovery-key.txt"
	require.True(t, inbox(t, s).Has("恢复密钥还在这台电脑上：/data/recovery-key.txt"), "also before any hall is there")
	full := halls()
	require.False(t, inbox(t, full).Has("恢复密钥"))
	full.in.Recovery = s.in.Recovery
	require.True(t, inbox(t, full).Has("恢复密钥还在这台电脑上"))
}

func TestNothingIsCut(t *testing.T) {
	for _, lang := range []checklist.Lang{checklist.ZH, checklist.EN} {
		for _, scale := range []int{100, 150} {
			for _, fingerprint := range []string{"", print} {
				s := halls()
				s.out = exchange.Outbox{Waiting: waiting(), Fingerprint: fingerprint, Request: "/data/enrol.note", Past: []exchange.Sent{{Files: []string{"/x/3701101-0012-20261120T1742.bundle"}, Seq: 12, Records: 4}}}
				e := shelltest.NewWith(t, nil, shell.Prefs{Lang: lang, Mode: theme.Light, Scale: scale},
					shell.Route{ID: "exchange", Rail: true, New: exchange.NewOutbox(s, s, s.carry)}, shell.Route{ID: "inbox", Rail: true, New: exchange.NewInbox(s, s, s, nil, nil)})
				for _, size := range []fyne.Size{{Width: 1366, Height: 768}, {Width: 1024, Height: 680}} {
					e.Window.Resize(size)
					for _, route := range []string{"exchange", "inbox"} {
						e.Shell.Go(route, nil)
						require.Empty(t, e.Overflows(), "%s %d %s %v", lang, scale, route, size)
						require.NotContains(t, strings.Join(e.Texts(), ""), "‹")
					}
					e.Shell.Page().(shell.DropTarget).Drop([]string{"/new.note", "/media/usb"})
					require.Empty(t, e.Overflows(), "%s %d request %v", lang, scale, size)
					e.Press(fyne.KeyEscape)
					require.Empty(t, e.Overflows(), "%s %d preview %v", lang, scale, size)
					e.Press(fyne.KeyEscape)
				}
			}
		}
	}
}
