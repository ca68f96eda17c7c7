package peak_test

import (
	"context"
	"errors"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/checklist/report"
	"hallcheck/ui/kit"
	"hallcheck/ui/peak"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
)

// fake is a hall whose half-hours all have so many customers.
type fake struct {
	*shelltest.Home
	from, to string
	come     int
	weeks    int
	reads    int
	saved    report.PeakDoc
	path     string
	err      error
}

func (f *fake) HallCells(_ context.Context, branch, from, to string) ([]hall.Cell, error) {
	f.from, f.to = from, to
	f.reads++
	var out []hall.Cell
	last, err := time.Parse(time.DateOnly, to)
	if branch != "" || err != nil {
		return nil, errors.Join(err, errors.New("own hall"))
	}
	for d := range 7 * f.weeks {
		day := last.AddDate(0, 0, -d)
		for s := 17; s < 34; s++ {
			n := f.come
			if s == 20 {
				n += 4
			}
			out = append(out, hall.Cell{
				Day: day.Format(time.DateOnly), Slot: s, Samples: 1, Waiting: n / 2, Counts: 1, Open: 4, Machine: true,
				Flow: hall.Flow{Tickets: n, Called: n, WaitSum: int64(n) * 300, Served: n, ServeSum: int64(n) * 360},
			})
		}
	}
	return out, f.err
}

func (f *fake) HallRules(context.Context) (hall.Rules, error) {
	r := hall.DefaultRules()
	r.Days = []int{1, 2, 3, 4, 5, 6}
	return r, nil
}

func (f *fake) SavePeak(_ context.Context, path string, d report.PeakDoc) error {
	f.path, f.saved = path, d
	return f.err
}

// folder answers the save dialog.
type folder struct {
	shell.Chooser
	dir string
}

func (f folder) SaveFile(name string, then func(string)) { then(filepath.Join(f.dir, name)) }

// one writes a figure as the page does.
func one(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }

// nothing is another page.
type nothing struct{}

func (nothing) Title() (string, string)    { return "tickets", "" }
func (nothing) Content() fyne.CanvasObject { return shelltest.Nothing() }
func (nothing) Load(context.Context)       {}
func (nothing) Keys() []shell.Key          { return nil }

func open(t *testing.T, f *fake) *shelltest.Env {
	f.Home = shelltest.NewHome()
	return shelltest.Open(t, f.Home, peak.New(peak.Services{Store: f, Papers: f}))
}

func TestThePageReadsEightWeeks(t *testing.T) {
	f := &fake{come: 12, weeks: 8}
	e := open(t, f)
	require.Equal(t, []string{"2026-09-27", "2026-11-21"}, []string{f.from, f.to}, "the eight weeks that end today, a Saturday")
	for _, s := range []string{"周六 10:00–10:30：忙，平均 8.0 人等候（8 天，现场点数）", "16.0", "3.20", "5.0 分", "4 / 6"} {
		require.True(t, e.Has(s), "%s in %q", s, e.Texts())
	}
	e.Type("[")
	require.Equal(t, "2026-11-15", f.to, "the Sunday before")
	e.Type("[")
	require.Equal(t, "2026-11-08", f.to)
	e.Type("]")
	require.Equal(t, "2026-11-15", f.to)
}

func TestKeysGoThroughMapAndPlan(t *testing.T) {
	e := open(t, &fake{come: 12, weeks: 8})
	e.Type("2")
	require.True(t, e.Has("周二 10:00–10:30 的依据"), "%q", e.Texts())
	e.Press(fyne.KeyRight)
	e.Press(fyne.KeyDown)
	require.True(t, e.Has("周三 10:30–11:00 的依据"), "%q", e.Texts())
	e.Press(fyne.KeyUp)
	e.Press(fyne.KeyUp)
	e.Press(fyne.KeyUp)
	e.Press(fyne.KeyLeft)
	e.Press(fyne.KeyLeft)
	require.True(t, e.Has("周一 09:30–10:00 的依据"), "the map ends at Monday")
	e.Type("6")
	e.Press(fyne.KeyDown)
	require.True(t, e.Has("周六 09:30–10:00 的依据"), "Sunday is closed")
	e.Type("7")
	require.True(t, e.Has("周日不营业，没有方案。"))
	require.True(t, e.Has("周六 09:30–10:00 的依据"))
	e.Press(fyne.KeyHome)
	require.True(t, e.Has("周六 08:30–09:00 的依据"))
	e.Press(fyne.KeyEnd)
	require.True(t, e.Has("周六 16:30–17:00 的依据"))
}

func TestTheMouseChooses(t *testing.T) {
	e := open(t, &fake{come: 12, weeks: 8})
	m := shelltest.Find[*peak.Heat](e, 0)
	at := func(col, row int) fyne.Position { return fyne.NewPos(m.Place(col, row)) }
	m.MouseIn(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at(10, 3)}})
	require.True(t, e.Has("周四 13:30–14:00：闲，平均 6.0 人等候（8 天，现场点数）"), "%q", e.Texts())
	require.True(t, e.Has("周六 10:00–10:30 的依据"), "looking is not choosing")
	m.MouseOut()
	require.True(t, e.Has("周六 10:00–10:30：忙，平均 8.0 人等候（8 天，现场点数）"))
	m.Tapped(&fyne.PointEvent{Position: at(10, 3)})
	require.True(t, e.Has("周四 13:30–14:00 的依据"), "%q", e.Texts())
	m.Tapped(&fyne.PointEvent{Position: at(10, 6)})
	require.True(t, e.Has("周四 13:30–14:00 的依据"), "a closed day is not chosen")
}

func TestWhatIf(t *testing.T) {
	f := &fake{come: 14, weeks: 8}
	e := open(t, f)
	cells, err := f.HallCells(t.Context(), "", f.from, f.to)
	require.NoError(t, err)
	rules, err := f.HallRules(t.Context())
	require.NoError(t, err)
	plan := hall.NewPeaks(cells, f.to).Plan(rules, time.Saturday)
	was := one(plan.Slots[3].Course.Wait)
	line := func(c hall.Change) string { return was + " → " + one(plan.With(c).Slots[3].Course.Wait) }
	require.True(t, e.Has(was), "%q", e.Texts())
	require.True(t, e.Has("11.8 分"), "Erlang's mean of 18 customers, six minutes, four windows")
	require.True(t, e.Has("少 1 个"))
	e.Type("c")
	require.True(t, e.Has(line(hall.Change{Customers: 100})), "%q", e.Texts())
	e.Type("w")
	require.True(t, e.Has(line(hall.Change{Customers: 100, Windows: 1})), "%q", e.Texts())
	require.False(t, e.Has("少 1 个"))
	e.Type("f")
	require.True(t, e.Has(line(hall.Change{Customers: 100, Windows: 1, Faster: 2})), "%q", e.Texts())
	e.Type("0")
	require.False(t, e.Has(" → "), "%q", e.Texts())
	e.Tap("还原")
	require.False(t, e.Has(" → "))
}

// saturday is the plan the page shows in the tests, worked out apart from it.
func saturday(t *testing.T, f *fake) hall.DayPlan {
	t.Helper()
	cells, err := f.HallCells(t.Context(), "", f.from, f.to)
	require.NoError(t, err)
	rules, err := f.HallRules(t.Context())
	require.NoError(t, err)
	return hall.NewPeaks(cells, f.to).Plan(rules, time.Saturday)
}

// answers checks the words on the screen against the plan under a change: windows needed
// and the mean wait of the day, of the chosen half-hour, and of its line in the plan.
func answers(t *testing.T, e *shelltest.Env, was hall.DayPlan, c hall.Change) {
	t.Helper()
	is := was.With(c)
	both := func(a, b string) string {
		if a == b {
			return b
		}
		return a + " → " + b
	}
	a, b := was.Day(), is.Day()
	for _, s := range []string{
		both(strconv.Itoa(a.Most), strconv.Itoa(b.Most)), both(one(a.Wait)+" 分", one(b.Wait)+" 分"),
		both(one(was.Slots[3].Course.Wait), one(is.Slots[3].Course.Wait)) + " 分",
		both(strconv.Itoa(was.Slots[3].Need), strconv.Itoa(is.Slots[3].Need)) + "（简算 " + strconv.Itoa(is.Slots[3].Rule) + "）",
		both(one(was.Slots[3].Course.Wait), one(is.Slots[3].Course.Wait)),
	} {
		require.Contains(t, e.Texts(), s, "%+v", c)
	}
}

// drag takes the knob of a slider to the place of a value, a pixel at a time, and lets go.
func drag(s *kit.Slider, to int64) {
	y, room := s.Size().Height-20, s.Size().Width-20
	at := func(v int64) float32 { return 10 + room*float32(v-s.Min)/float32(s.Max-s.Min) }
	x, end := at(s.Value()), at(to)
	s.MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary, PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, y)}})
	for step := float32(1); x != end; {
		if end < x {
			step = -1
		}
		if (end-x)*step < 1 {
			step = end - x
		}
		x += step
		s.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, y)}, Dragged: fyne.Delta{DX: step}})
	}
	s.DragEnd()
	s.MouseUp(&desktop.MouseEvent{})
}

// Each slider is dragged: the answer follows, and nothing is read for it.
func TestSlidersAreDragged(t *testing.T) {
	f := &fake{come: 14, weeks: 8}
	e := open(t, f)
	was := saturday(t, f)
	reads := f.reads
	windows, customers, faster := shelltest.Find[*kit.Slider](e, 0), shelltest.Find[*kit.Slider](e, 1), shelltest.Find[*kit.Slider](e, 2)
	require.GreaterOrEqual(t, windows.MinSize().Height, float32(40), "to be taken by a finger")
	require.Contains(t, e.Texts(), "不变")
	drag(windows, 1000)
	require.Contains(t, e.Texts(), "多开 1 个")
	answers(t, e, was, hall.Change{Windows: 1})
	drag(customers, 10_000)
	require.Contains(t, e.Texts(), "多 10%")
	answers(t, e, was, hall.Change{Windows: 1, Customers: 100})
	drag(faster, 2000)
	require.Contains(t, e.Texts(), "快 2 分钟")
	answers(t, e, was, hall.Change{Windows: 1, Customers: 100, Faster: 2})
	drag(windows, -2000)
	require.Contains(t, e.Texts(), "少开 2 个")
	drag(faster, -1500)
	require.Contains(t, e.Texts(), "慢 1.5 分钟")
	answers(t, e, was, hall.Change{Windows: -2, Customers: 100, Faster: -1.5})
	windows.DoubleTapped(nil)
	faster.DoubleTapped(nil)
	answers(t, e, was, hall.Change{Customers: 100})
	drag(customers, customers.Max+50_000)
	require.Contains(t, e.Texts(), "多 100%", "the line has an end")
	e.Type("0")
	answers(t, e, was, hall.Change{})
	require.False(t, e.Has(" → "))
	require.Equal(t, []int64{0, 0, 0}, []int64{windows.Value(), customers.Value(), faster.Value()}, "nought at the knobs too")
	require.Equal(t, reads, f.reads, "no reading for a move")
}

// Tab goes to a slider, the arrows move it and not the map, Backspace brings nought back.
func TestSlidersByKeyboard(t *testing.T) {
	f := &fake{come: 14, weeks: 8}
	e := open(t, f)
	was := saturday(t, f)
	reads := f.reads
	slider := func(i int) *kit.Slider { return shelltest.Find[*kit.Slider](e, i) }
	for e.Window.Canvas().Focused() != fyne.Focusable(slider(0)) {
		e.Window.Canvas().FocusNext()
		require.NotNil(t, e.Window.Canvas().Focused())
	}
	e.Press(fyne.KeyRight)
	answers(t, e, was, hall.Change{Windows: 1})
	require.True(t, e.Has("周六 10:00–10:30 的依据"), "the map stays")
	e.Press(fyne.KeyLeft)
	e.Press(fyne.KeyLeft)
	answers(t, e, was, hall.Change{Windows: -1})
	e.Press(fyne.KeyBackspace)
	answers(t, e, was, hall.Change{})
	e.Window.Canvas().FocusNext()
	e.Press(fyne.KeyRight)
	e.Press(fyne.KeyRight)
	answers(t, e, was, hall.Change{Customers: 100})
	e.Window.Canvas().FocusNext()
	for range 4 {
		e.Press(fyne.KeyRight)
	}
	answers(t, e, was, hall.Change{Customers: 100, Faster: 2})
	e.Press(fyne.KeyHome)
	require.Contains(t, e.Texts(), "慢 8 分钟")
	e.Press(fyne.KeyDelete)
	e.Type("w")
	answers(t, e, was, hall.Change{Windows: 1, Customers: 100})
	require.EqualValues(t, 1000, slider(0).Value(), "the key of the page moves the knob")
	e.Press(fyne.KeyUp)
	require.True(t, e.Has("周五 10:00–10:30 的依据"), "up and down are the map's")
	require.Equal(t, reads, f.reads)
}

func TestFewDaysAndNoData(t *testing.T) {
	e := open(t, &fake{come: 12, weeks: 2})
	require.True(t, e.Has("数据不足"), "%q", e.Texts())
	require.True(t, e.Has("这一天数据不足，无法推算"))
	e.Type("w")
	require.False(t, e.Has(" → "))
	for _, key := range []string{"p", "s"} { // no notice of dashes
		e.Type(key)
		require.Contains(t, strings.Join(e.Texts(), ""), "还没有足够的等候数据：每个半小时都不到 3 天", key)
		require.Nil(t, e.Button("选择保存位置"), "nothing more is asked for")
		e.Press(fyne.KeyReturn)
		require.Nil(t, e.Window.Canvas().Overlays().Top(), key)
	}
	f := &fake{}
	home := shelltest.NewHome()
	f.Home = home
	opened := false
	e = shelltest.New(t, home,
		shell.Route{ID: "hallpeak", Icon: "clock", Rail: true, Faces: []checklist.Face{checklist.FaceBranch}, New: peak.New(peak.Services{Store: f, Papers: f})},
		shell.Route{ID: "halltickets", Faces: []checklist.Face{checklist.FaceBranch}, New: func(*shell.Shell, any) shell.Page { opened = true; return nothing{} }})
	require.True(t, e.Has("还没有等候数据"), "%q", e.Texts())
	require.True(t, e.Button("打印高峰提示图").Disabled())
	e.Type("w")
	e.Press(fyne.KeyDown)
	e.Tap("导入叫号数据")
	require.True(t, opened)
}

func TestTheNotice(t *testing.T) {
	f := &fake{come: 12, weeks: 8}
	e := open(t, f)
	c := folder{e.Shell.Choose, t.TempDir()}
	e.Shell.Choose = c
	e.Type("p")
	e.Fill(0, "95588")
	e.Fill(2, "2026-11-20")
	e.Tap("选择保存位置")
	require.True(t, e.Has("“2026-11-20”不是今天以后的日期"), "%q", e.Texts())
	require.Empty(t, f.path)
	e.Fill(2, "2026-12-20")
	e.Tap("选择保存位置")
	require.Equal(t, filepath.Join(c.dir, "高峰提示图 2026-11-21.pdf"), f.path)
	require.Equal(t, "2026-12-20", f.saved.ValidTo)
	require.Equal(t, hall.Notice{Hotline: "95588"}, f.saved.Notice)
	require.Equal(t, f.Who.Branch.Name, f.saved.Hall)
	require.True(t, e.Has("高峰提示图 2026-11-21.pdf"), "%q", e.Texts())
	require.JSONEq(t, `{"hotline":"95588"}`, f.Settings[hall.SettingNotice], "kept for the next time")
	e.Type("s")
	require.True(t, e.Has("95588"))
	e.Tap("选择保存位置")
	require.True(t, strings.HasSuffix(f.path, ".png"), f.path)
	e.Type("s")
	advice := shelltest.Find[*kit.TextField](e, 1)
	require.True(t, advice.MultiLine, "all of the sentence is seen while it is written")
	e.Fill(1, "忙时请先试自助机，")
	advice.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	advice.TypedRune('或')
	advice.TypedRune('预')
	e.Tap("选择保存位置")
	require.Equal(t, "忙时请先试自助机，或预", f.saved.Notice.Advice, "one sentence on the wall")
	e.Type("s")
	e.Fill(1, "")
	e.Tap("选择保存位置")
	f.err = checklist.Fail("cli.cannotWrite", "file", "x")
	e.Type("p")
	e.Tap("选择保存位置")
	require.NotNil(t, e.Window.Canvas().Overlays().Top(), "a paper that cannot be written is said")
}

// BenchmarkWhatIf is one move of a slider's knob, until the words on the page are set.
func BenchmarkWhatIf(b *testing.B) {
	f := &fake{come: 14, weeks: 8}
	f.Home = shelltest.NewHome()
	e := shelltest.Open(b, f.Home, peak.New(peak.Services{Store: f, Papers: f}))
	s := shelltest.Find[*kit.Slider](e, 0)
	keys := []fyne.KeyName{fyne.KeyRight, fyne.KeyLeft}
	for i := 0; b.Loop(); i++ {
		s.TypedKey(&fyne.KeyEvent{Name: keys[i%2]})
	}
}
