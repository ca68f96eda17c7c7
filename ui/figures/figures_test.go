package figures_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/checklist/report"
	"hallcheck/checklist/table"
	"hallcheck/store"
	"hallcheck/store/storetest"
	"hallcheck/ui/figures"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
)

// real is a real store, and the files of a folder.
type real struct {
	*store.Store
	dir    string
	saved  report.HallFiguresDoc
	cancel bool
}

func (r *real) Preview(ctx context.Context, list []hall.Ticket) (figures.Import, error) {
	got, err := r.PreviewTickets(ctx, list)
	return figures.Import{New: got.New, Changed: got.Changed, Same: got.Same, Days: got.Days, From: got.From, To: got.To}, err
}

func (r *real) Import(ctx context.Context, list []hall.Ticket, report func(done, total int)) (figures.Import, error) {
	if r.cancel {
		return figures.Import{}, context.Canceled
	}
	got, err := r.ImportTickets(ctx, list, report)
	return figures.Import{New: got.New, Changed: got.Changed, Same: got.Same, Days: got.Days, From: got.From, To: got.To}, err
}

func (r *real) Days(ctx context.Context, from, to string) (out []figures.Day, err error) {
	list, err := r.TicketDays(ctx, from, to)
	for _, d := range list {
		out = append(out, figures.Day{Day: d.Day, Tickets: d.Tickets, Called: d.Called, Finished: d.Finished, Abandoned: d.Abandoned, Source: d.Source})
	}
	return out, err
}

func (r *real) Open(path string) (*table.Table, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, checklist.Fail("cli.cannotRead", "file", path).Because(err)
	}
	return table.Read(path, data)
}

func (r *real) SaveFigures(_ context.Context, _ string, d report.HallFiguresDoc) error {
	r.saved = d
	return nil
}

// folder answers the file dialogs.
type folder struct {
	shell.Chooser
	path string
}

func (f folder) OpenFile(_ []string, then func(string))  { then(f.path) }
func (f folder) SaveFile(name string, then func(string)) { then(filepath.Join(f.path, name)) }

func newReal(t *testing.T) *real {
	opt := storetest.Options(t, "")
	opt.Clock = func() time.Time { return shelltest.Now }
	s, err := store.Open(t.Context(), opt)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	storetest.SetUp(t, s)
	return &real{Store: s, dir: t.TempDir()}
}

func (r *real) file(t *testing.T, text string) string {
	path := filepath.Join(r.dir, "queue.csv")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func (r *real) services() figures.Services {
	return figures.Services{Store: r, Tickets: r, Papers: r}
}

// TestAMistakeIsToldWhole: in the smallest window the sentence has few words a line, and
// its end says what to do; and it stays in its row.
func TestAMistakeIsToldWhole(t *testing.T) {
	r := newReal(t)
	e := shelltest.Open(t, shelltest.NewHome(), figures.NewTickets(r.services()))
	e.Window.Resize(fyne.NewSize(1024, 680))
	e.Shell.Choose = folder{path: r.file(t, "取号时间,叫号时间\n2026-11-20 08;40:27,2026-11-20 09:05:00\n2026-13-40 08:00:00,2026-11-20 09:05:00\n")}
	e.Type("o")
	painted, bottom := map[string]string{}, float32(0)
	shelltest.Walk(e.Window.Content(), func(o fyne.CanvasObject) bool {
		if p, ok := o.(*kit.Paragraph); ok && strings.Contains(p.Text, "不是日期和时间") {
			top := fyne.CurrentApp().Driver().AbsolutePositionForObject(p).Y
			require.GreaterOrEqual(t, top, bottom, "it begins below the one before")
			bottom = top + p.MinSize().Height
			for _, line := range test.WidgetRenderer(p).Objects() {
				if text, ok := line.(*canvas.Text); ok && text.Visible() {
					painted[p.Text] += text.Text
				}
			}
		}
		return true
	})
	require.Len(t, painted, 2, "%q", e.Texts())
	for _, lines := range painted {
		require.Contains(t, lines, "再指出日期是哪一列")
	}
}

func TestAFileIsTakenOverAndItsColumnsRemembered(t *testing.T) {
	r := newReal(t)
	e := shelltest.Open(t, shelltest.NewHome(), figures.NewTickets(r.services()))
	require.True(t, e.Has("还没有叫号机的数据"), "%q", e.Texts())
	path := r.file(t, "Nr,取号时间,叫了\nA1,2026-11-20 09:00:00,2026-11-20 09:05:00\nA2,2026-11-20 09:01:00,2026-11-20 09:20:00\nA3,2026-11-20 09:02:00,2026-11-20 08:00:00\n")
	e.Shell.Choose = folder{path: path}
	e.Type("o")
	for _, want := range []string{"新增 3 张，更正 0 张，已有 0 张", "11 月 20 日", "没有错误", "2026-11-20 09:00:00 · 2026-11-20 09:01:00 · 2026-11-20 09:02:00"} {
		require.True(t, e.Has(want), "%s in %q", want, e.Texts())
	}
	require.False(t, e.Has("11 月 20 日 至"), "one day is not from a day to itself: %q", e.Texts())
	pick := shelltest.Find[*kit.SearchSelect](e, 1) // 叫号时间
	pick.Choose("2")
	require.True(t, e.Has("1 行有错，共 1 处"), "%q", e.Texts())
	require.True(t, e.Has("第 4 行"))
	require.True(t, e.Has("早于取号时间"))
	e.Shortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierControl})
	days, err := r.TicketDays(t.Context(), "2026-11-01", "2026-11-30")
	require.NoError(t, err)
	require.Empty(t, days, "nothing is taken over while there are mistakes")

	e.Type("k")
	e.Shortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierControl})
	days, err = r.TicketDays(t.Context(), "2026-11-01", "2026-11-30")
	require.NoError(t, err)
	require.Equal(t, []int{2, 2}, []int{days[0].Tickets, days[0].Called})
	require.True(t, e.Has("queue.csv"), "the list of days: %q", e.Texts())

	e.Shell.Page().(interface{ Drop([]string) }).Drop([]string{path})
	require.True(t, e.Has("新增 0 张，更正 0 张，已有 2 张"), "the columns of this machine are known: %q", e.Texts())
	e.Press(fyne.KeyEscape)
	require.True(t, e.Has("queue.csv"))
}

func TestLengthsShowTheirUnitAndAreAskedWhenInDoubt(t *testing.T) {
	r := newReal(t)
	e := shelltest.Open(t, shelltest.NewHome(), figures.NewTickets(r.services()))
	path := r.file(t, "票号,叫号时间,等候时长,办理时长(秒)\nA1,2026-11-20 09:10:00,31,240\nA2,2026-11-20 09:12:00,12,\n")
	drop := func() { e.Shell.Page().(interface{ Drop([]string) }).Drop([]string{path}) }
	units := func(i int) *kit.Segmented { return shelltest.Find[*kit.Segmented](e, i) }
	take := &desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierControl}
	drop()
	require.True(t, e.Has("看不出单位，请选一个"), "%q", e.Texts())
	require.True(t, e.Has("看不出“等候时长”这一列的时长是什么单位"), "%q", e.Texts())
	require.Equal(t, []string{"", "1"}, []string{units(0).Chosen, units(1).Chosen}, "the heading says seconds")
	require.True(t, e.Has("读作 0:04:00"), "%q", e.Texts())
	e.Shortcut(take)
	n := 0
	for _, text := range e.Texts() {
		n += strings.Count(text, "看不出“等候时长”这一列的时长是什么单位")
	}
	require.Equal(t, 2, n, "the key says what is in its way: %q", e.Texts())
	days, err := r.TicketDays(t.Context(), "2026-11-01", "2026-11-30")
	require.NoError(t, err)
	require.Empty(t, days)

	units(0).Choose("3600")
	require.True(t, e.Has("“31”是 31 个多小时"), "%q", e.Texts())
	units(0).Choose("60")
	require.True(t, e.Has("读作 0:31:00 · 0:12:00"), "%q", e.Texts())
	require.True(t, e.Has("新增 2 张"), "%q", e.Texts())
	e.Shortcut(take)
	days, err = r.TicketDays(t.Context(), "2026-11-20", "2026-11-20")
	require.NoError(t, err)
	require.Equal(t, []int{2, 2, 1}, []int{days[0].Tickets, days[0].Called, days[0].Finished})
	require.Equal(t, time.Date(2026, 11, 20, 8, 39, 0, 0, shelltest.Now.Location()).UnixMilli(), days[0].First, "half an hour before the call")

	drop()
	require.True(t, e.Has("已有 2 张"), "%q", e.Texts())
	require.Equal(t, "60", units(0).Chosen, "remembered")
	shelltest.Find[*kit.SearchSelect](e, 3).Choose("")
	require.True(t, e.Has("还没有指出哪一列是取号时间"), "%q", e.Texts())
}

func TestAnImportThatIsStoppedSaysSo(t *testing.T) {
	r := newReal(t)
	r.cancel = true
	e := shelltest.Open(t, shelltest.NewHome(), figures.NewTickets(r.services()))
	e.Shell.Page().(interface{ Drop([]string) }).Drop([]string{r.file(t, "票号,取号时间\nA1,2026-11-20 09:00:00\n")})
	e.Tap("导入")
	require.True(t, e.Has("已停止，什么都没有改变"), "%q", e.Texts())
	m, err := r.TicketMap(t.Context(), "票号|取号时间")
	require.NoError(t, err)
	require.Nil(t, m)
}

func TestAFileThatIsNoTable(t *testing.T) {
	r := newReal(t)
	e := shelltest.Open(t, shelltest.NewHome(), figures.NewTickets(r.services()))
	e.Shell.Page().(interface{ Drop([]string) }).Drop([]string{r.file(t, "<html>")})
	require.True(t, e.Has("不是表格文件"), "%q", e.Texts())
}

func TestFiguresWithLimitWordAndFormula(t *testing.T) {
	r := newReal(t)
	e := shelltest.Open(t, shelltest.NewHome(), figures.New(r.services()))
	require.True(t, e.Has("这段时间还没有厅堂记录"), "%q", e.Texts())
	waiting, open, yes, no := 30, 4, true, false
	at := func(day, hour int) int64 {
		return time.Date(2026, 11, day, hour, 0, 0, 0, shelltest.Now.Location()).UnixMilli()
	}
	_, err := r.Append(t.Context(),
		hall.Entry{Kind: hall.KindPatrol, Ref: "i1", At: at(19, 10), Waiting: &waiting, Open: &open, Yes: &yes, Works: &yes},
		hall.Entry{Kind: hall.KindPatrol, Ref: "i2", At: at(20, 12), Waiting: &waiting, Open: &open, Yes: &no, Works: &yes},
		hall.Entry{Kind: hall.KindCause, At: at(20, 12), Tags: []string{"windows"}})
	require.NoError(t, err)
	e.Shell.Reload()
	for _, want := range []string{"7.5", "偏高", "平均等候（60 人 ÷ 2 次）÷ 平均开放（8 个 ÷ 2 次）", "目标 ≤ 5 人/窗", "50.0", "在岗 1 次 ÷ 查岗 2 次", "过低", "有记录 2 天"} {
		require.True(t, e.Has(want), "%s in %q", want, e.Texts())
	}
	e.Type("v")
	require.True(t, e.Has("11 月 20 日"))
	require.True(t, e.Has("7.5 ↑"), "%q", e.Texts())
	shelltest.Find[*kit.Segmented](e, 1).Choose("band")
	require.True(t, e.Has("午间 11:30–13:30"))
	shelltest.Find[*kit.Segmented](e, 1).Choose("queue")
	require.True(t, e.Has("窗口未开足"))
	require.True(t, e.Has("没有持续排队的时段"))
	e.Type("1")
	require.True(t, e.Has("这段时间还没有厅堂记录"), "nothing today: %q", e.Texts())
	require.True(t, e.Button("往后一段").Disabled(), "nothing is later than today")
	e.Tap("往前一段")
	require.True(t, e.Has("11 月 20 日 星期五"), "%q", e.Texts())
	e.Shell.Choose = folder{path: r.dir}
	e.Type("e")
	require.Equal(t, []string{"2026-11-20", "2026-11-20"}, []string{r.saved.Set.From, r.saved.Set.To})
}
