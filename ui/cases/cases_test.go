package cases_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/checklist/standard"
	"hallcheck/store"
	"hallcheck/ui/cases"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell/shelltest"
)

// noPhotos is a photo store nobody puts anything into.
type noPhotos struct{}

func (noPhotos) Pictures(paths []string) ([]string, error) { return paths, nil }
func (noPhotos) Add(_ context.Context, path, source string) (checklist.PhotoRef, error) {
	return checklist.PhotoRef{ID: uuid.NewString(), Hash: strings.Repeat("a", 64), Name: filepath.Base(path), Source: source, AddedAt: 1, Width: 8, Height: 6, Size: 3, Type: "image/jpeg"}, nil
}
func (noPhotos) Thumb(string) (string, error)   { return "", os.ErrNotExist }
func (noPhotos) Working(string) (string, error) { return "", os.ErrNotExist }

// hallWindow is a branch's window on a real store.
type hallWindow struct {
	*shelltest.Env
	t     *testing.T
	store *store.Store
	clock *shelltest.Clock
	wrote string
}

func open(t *testing.T) *hallWindow {
	t.Helper()
	return openWith(t, func(*cases.Services) {})
}

// openWith is open with other services.
func openWith(t *testing.T, other func(*cases.Services)) *hallWindow {
	t.Helper()
	w := &hallWindow{t: t, clock: shelltest.NewClock(shelltest.Now)}
	var err error
	w.store, err = store.Open(t.Context(), store.Options{Dir: t.TempDir(), Clock: w.clock.Now, Parse: standard.Read, Builtin: assets.Checklists()})
	require.NoError(t, err)
	t.Cleanup(func() { _ = w.store.Close() })
	require.NoError(t, w.store.Setup(t.Context(), shelltest.NewHome().Who))
	home := shelltest.NewHome()
	sv := &cases.Services{
		Log: w.store, Desk: w.store, Lists: w.store, Photos: noPhotos{}, NewID: uuid.NewString,
		Initials: func(s string) string {
			return map[string]string{"服务效率": "fwxl", "老年客户": "lnkh", "客户晕倒": "khyd"}[s]
		},
		Ledger: func(_ context.Context, path, from, to string, _ ...hall.Kind) error {
			w.wrote = filepath.Base(path) + " " + from + " " + to
			return nil
		},
	}
	other(sv)
	w.Env = shelltest.Open(t, home, cases.New(sv))
	t.Cleanup(w.store.Subscribe(home.Publish))
	return w
}

func (w *hallWindow) entries(kinds ...hall.Kind) []hall.Entry {
	w.t.Helper()
	out, err := w.store.HallEntries(w.t.Context(), "", "2026-01-01", "2026-12-31", kinds...)
	require.NoError(w.t, err)
	return out
}

// Has fails the test where a text is not on the screen.
func (w *hallWindow) Has(text string) {
	w.t.Helper()
	require.True(w.t, w.Env.Has(text), "%q is not among %q", text, w.Texts())
}

// pick types into the open list and takes the first line.
func (w *hallWindow) pick(typed string) {
	w.t.Helper()
	test.Type(shelltest.Find[*kit.TextField](w.Env, 0), typed)
	w.Press(fyne.KeyReturn)
}

func (w *hallWindow) write(text string) {
	focused := w.Shell.Window().Canvas().Focused()
	require.NotNil(w.t, focused, "a field has the keyboard")
	for _, r := range text {
		focused.TypedRune(r)
	}
}

func (w *hallWindow) enter() {
	w.Shell.Window().Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
}

// save does what the button of a form does, by keyboard.
func (w *hallWindow) save() {
	w.Shell.Shortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierControl})
}

// A machine fails, is restored, and the restoring is taken back: by keyboard alone.
func TestAFaultByKeyboard(t *testing.T) {
	w := open(t)
	w.Has("没有待办")
	w.Type("g")
	w.pick("ATM 2")
	w.write("吞卡")
	w.save()
	got := w.entries(hall.KindFault)
	require.Len(t, got, 1)
	require.Equal(t, []string{"ATM 2", "吞卡", "2026-11-21", "李静"}, []string{got[0].Topic, got[0].Text, got[0].Day, got[0].By})
	w.Has("ATM 2 · 吞卡")
	w.Has("停用 0 分")
	w.clock.Set(w.clock.Now().Add(30 * time.Minute))
	w.Type("k")
	w.write("厂商已取出")
	w.save()
	ends := w.entries(hall.KindFaultEnd)
	require.Len(t, ends, 1)
	require.Equal(t, []string{got[0].ID, "厂商已取出"}, []string{ends[0].Ref, ends[0].Text})
	w.Has("没有待办")
	w.Type("2") // of today
	w.Has("已恢复")
	w.Type("u")
	require.Len(t, hall.Live(w.entries()), 1, "its end was taken back")
	w.Has("停用")
}

// A complaint takes a choice, a sentence and Ctrl Enter; it is settled at once only where
// somebody said so, and nothing is lost when something lacks.
func TestAComplaintInAMinute(t *testing.T) {
	w := open(t)
	w.Type("t")
	w.pick("fwxl")
	w.save()
	require.Empty(t, w.entries(), "what was said lacks")
	w.Has("请写明情况")
	w.write("等了半小时")
	test.Tap(shelltest.Find[*kit.Toggle](w.Env, 0))
	w.save()
	got := w.entries(hall.KindComplaint)
	require.Len(t, got, 1)
	require.Equal(t, "efficiency", got[0].Topic)
	require.True(t, *got[0].Yes)
	require.Equal(t, "李静", got[0].Person, "the first asked is who writes")
	w.Has("当场解决")

	w.Type("t")
	w.pick("fwxl")
	w.write("手续费没说清")
	require.False(t, shelltest.Find[*kit.Toggle](w.Env, 0).On, "nobody has judged yet whether it is solved")
	w.Tap("保存")
	w.Has("投诉已登记，待办结")
	open, err := w.store.OpenCases(t.Context(), "", hall.KindComplaint)
	require.NoError(t, err)
	require.Len(t, open, 2, "the store lists what has no end; the page knows what was solved at once")
	w.Type("1")
	w.Has("待办结")
	w.Type("k")
	w.write("已退回手续费并致歉")
	require.Empty(t, w.asked().Chosen, "nor whether the customer is content")
	w.save()
	ended := w.entries(hall.KindComplaintEnd)
	require.Len(t, ended, 1)
	require.Nil(t, ended[0].Yes, "nobody asked the customer")
	w.Has("没有待办")
}

// asked is what the customer said when called back.
func (w *hallWindow) asked() *kit.Segmented {
	var list []*kit.Segmented
	shelltest.Walk(w.Window.Canvas().Overlays().Top(), func(o fyne.CanvasObject) bool {
		if s, ok := o.(*kit.Segmented); ok {
			list = append(list, s)
		}
		return true
	})
	require.Len(w.t, list, 1)
	return list[0]
}

// TestWhatTheCustomerSaid: content, not content and not called back are three answers.
func TestWhatTheCustomerSaid(t *testing.T) {
	w := open(t)
	for _, yes := range []bool{false, true} {
		w.clock.Set(w.clock.Now().Add(time.Minute)) // the later is the last of the entries
		w.Type("t")
		w.pick("fwxl")
		w.write("等太久")
		w.Tap("保存")
		w.Type("1")
		w.Type("k")
		w.write("已解释")
		w.asked().Choose("no")
		if yes {
			w.asked().Choose("yes")
		}
		w.save()
		ended := w.entries(hall.KindComplaintEnd)
		require.NotNil(t, ended[len(ended)-1].Yes)
		require.Equal(t, yes, *ended[len(ended)-1].Yes)
	}
}

// What happened may be long: every form shows some lines of it, Enter begins one, and
// nothing is saved by it.
func TestALongTextIsWrittenInLines(t *testing.T) {
	w := open(t)
	for _, x := range []struct{ key, pick string }{{"g", "ATM"}, {"t", "fwxl"}, {"b", ""}, {"s", "lnkh"}, {"r", "khyd"}, {"h", "khyd"}} {
		w.Type(x.key)
		if x.pick != "" {
			w.pick(x.pick)
		}
		text := shelltest.Find[*kit.TextField](w.Env, 0)
		require.True(t, text.MultiLine, x.key)
		w.write("上午九点起")
		w.enter()
		w.write("一直没有恢复")
		require.Equal(t, "上午九点起\n一直没有恢复", text.Text, x.key)
		require.Empty(t, w.entries(), x.key)
		require.False(t, text.AcceptsTab(), "Tab leaves it")
		w.Press(fyne.KeyEscape)
		require.Nil(t, w.Button("保存"), x.key)
	}
	w.Type("t")
	w.pick("fwxl")
	w.write("等了半小时")
	w.enter()
	w.write("只开了两个窗口")
	w.save()
	require.Equal(t, "等了半小时\n只开了两个窗口", w.entries(hall.KindComplaint)[0].Text)
	w.Type("k")
	require.True(t, shelltest.Find[*kit.TextField](w.Env, 0).MultiLine, "what became of it too")
}

func TestWhenItHappenedEarlier(t *testing.T) {
	w := open(t)
	w.Type("g")
	w.pick("ATM 1")
	at := shelltest.Find[*kit.TextField](w.Env, 1)
	at.SetText("23:00")
	w.Tap("保存")
	w.Has("这个时间还没有到。")
	at.SetText("8：40")
	w.Tap("保存")
	got := w.entries(hall.KindFault)
	require.Len(t, got, 1)
	require.Equal(t, "08:40", got[0].Time(w.clock.Now().Location()).Format("15:04"))
}

// Who is only on the duty roster is offered behind the people known, once, and owns the
// fault then.
func TestTheRostersPeopleAreOffered(t *testing.T) {
	w := openWith(t, func(sv *cases.Services) { sv.Roster = sv.Log.(*store.Store).Roster })
	require.NoError(t, w.store.SavePerson(t.Context(), checklist.Person{ID: "p2", Name: "王芳", Branch: "3701101"}))
	_, err := w.store.SaveRoster(t.Context(), []hall.Shift{
		{Day: "2026-11-20", Start: 480, Ends: 1020, Person: "周敏", Post: "大堂"},
		{Day: "2026-11-21", Start: 480, Ends: 1020, Person: "王芳"},
		{Day: "2026-11-21", Start: 480, Ends: 1020, Person: "周敏", Post: "大堂"},
		{Day: "2026-07-01", Start: 480, Ends: 1020, Person: "早已离开"},
	})
	require.NoError(t, err)
	w.Shell.Reload()
	w.Type("g")
	w.pick("ATM 2")
	owner := shelltest.Find[*kit.SearchSelect](w.Env, 1)
	var names []string
	for _, c := range owner.Choices {
		names = append(names, c.Text)
	}
	require.Equal(t, []string{"李静", "王芳", "周敏"}, names)
	owner.Tapped(nil)
	w.pick("周敏")
	w.save()
	require.Equal(t, "周敏", w.entries(hall.KindFault)[0].Person)
	w.Has("周敏")
}

// An event is made ready by any checklist: a sheet of its own.
func TestAnEventHasItsList(t *testing.T) {
	w := open(t)
	w.Type("e")
	w.write("养老金发放日")
	lists := shelltest.Find[*kit.SearchSelect](w.Env, 0)
	lists.Chosen = "6s-environment"
	w.Tap("保存")
	got := w.entries(hall.KindEvent)
	require.Len(t, got, 1)
	require.Equal(t, []string{"养老金发放日", "2026-11-28"}, []string{got[0].Text, got[0].Due})
	in, err := w.store.Inspection(t.Context(), got[0].Ref)
	require.NoError(t, err)
	require.Equal(t, []any{"6s-environment", checklist.Draft}, []any{in.Checklist.ID, in.Status})
	w.Has("已备 0/")
}

// What to do first stands there before anything is written down.
func TestActFirst(t *testing.T) {
	w := open(t)
	require.NoError(t, w.store.SetSetting(t.Context(), hall.SettingPhones, `[{"name":"保安","number":"2100000","note":"值班室"}]`))
	w.Shell.Reload()
	w.Type("h")
	w.pick("khyd")
	w.Has("先别挪动")
	w.Has("2100000")
	w.Has("120")
	w.write("低血糖，已缓解")
	w.save()
	got := w.entries(hall.KindNote)
	require.Equal(t, []string{"emergency.unwell", "低血糖，已缓解"}, []string{got[0].Topic, got[0].Text})
	w.Type("l")
	area := shelltest.Find[*kit.TextField](w.Env, 0)
	require.Equal(t, "保安 2100000 值班室", area.Text)
	area.SetText("保安")
	w.Tap("保存")
	w.Has("缺电话号码")
	area.SetText("保安 2100001\n厂商 4008000000 ATM 吞卡")
	w.Tap("保存")
	body, err := w.store.Setting(t.Context(), hall.SettingPhones)
	require.NoError(t, err)
	require.JSONEq(t, `[{"name":"保安","number":"2100001"},{"name":"厂商","number":"4008000000","note":"ATM 吞卡"}]`, body)
}

func TestPraiseSpecialAndDrill(t *testing.T) {
	w := open(t)
	w.Type("b")
	w.write("捡到钱包还给失主")
	w.save()
	w.Type("s")
	w.pick("lnkh")
	w.write("坡道接入")
	w.save()
	w.Type("r")
	w.pick("khyd")
	w.write("三分钟到位")
	w.save()
	require.Equal(t, "praise", w.entries(hall.KindPraise)[0].Topic)
	require.Equal(t, "elder", w.entries(hall.KindSpecial)[0].Topic)
	d := w.entries(hall.KindDrill)[0]
	require.Equal(t, []any{"unwell", 15}, []any{d.Topic, d.Minutes})
	require.Empty(t, w.Overflows())
	w.Shell.Choose = saver{"/x/清单.xlsx"}
	w.Shell.Page().(interface{ Print() }).Print()
	require.Equal(t, "清单.xlsx 2026-10-22 2026-11-21", w.wrote)
}

// saver answers every question for a file.
type saver struct{ path string }

func (c saver) OpenFile(_ []string, then func(string)) { then(c.path) }
func (c saver) OpenFolder(then func(string))           { then(c.path) }
func (c saver) SaveFile(_ string, then func(string))   { then(c.path) }
