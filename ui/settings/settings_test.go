package settings_test

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/assert"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/settings"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
	"hallcheck/ui/theme"
)

type fake struct {
	home   *shelltest.Home
	people []checklist.Person
}

func (f *fake) People(context.Context) ([]checklist.Person, error) { return f.people, nil }
func (f *fake) SavePerson(_ context.Context, p checklist.Person) error {
	f.people = append(f.people, p)
	return nil
}

func (f *fake) ActAs(_ context.Context, name string) (checklist.Person, error) {
	for _, p := range f.people {
		if p.Name == name {
			f.home.Who.User = p
		}
	}
	return f.home.Who.User, nil
}

func (f *fake) Branches(context.Context) ([]checklist.Branch, error) {
	return []checklist.Branch{f.home.Who.Branch}, nil
}

func (f *fake) SaveBranches(_ context.Context, b []checklist.Branch) error {
	f.home.Who.Branch = b[0]
	return nil
}

func TestPrivacyOfPhotosIsASwitch(t *testing.T) {
	e, f := open(t, settings.Services{})
	for i := 0; ; i++ {
		toggle := shelltest.Find[*kit.Toggle](e, i)
		if toggle.Text == "每张照片须打码或确认无客户" {
			assert.False(t, toggle.On)
			toggle.Tapped(nil)
			break
		}
	}
	assert.Equal(t, "1", f.home.Settings[checklist.SettingPrivacy])
	assert.Empty(t, e.Overflows())
	on := false
	for i := range 3 {
		if toggle := shelltest.Find[*kit.Toggle](e, i); toggle.Text == "每张照片须打码或确认无客户" {
			on = toggle.On
			break
		}
	}
	assert.True(t, on, "the page shows what is set")
}

// chooser answers every question with one path.
type chooser struct{ path string }

func (c chooser) OpenFile(_ []string, then func(string)) { then(c.path) }
func (c chooser) OpenFolder(then func(string))           { then(c.path) }
func (c chooser) SaveFile(_ string, then func(string))   { then(c.path) }

func open(t *testing.T, sv settings.Services) (*shelltest.Env, *fake) {
	home := shelltest.NewHome()
	f := &fake{home: home, people: []checklist.Person{home.Who.User, {ID: "p2", Name: "张伟", Role: checklist.BranchHead}}}
	sv.Store, sv.Values = f, home
	e := shelltest.New(t, home, shell.Route{ID: "settings", Icon: "settings", Rail: true, New: settings.New(sv)})
	e.Shell.Choose = chooser{"/tmp/x"}
	return e, f
}

func TestLookChangesAtOnce(t *testing.T) {
	e, _ := open(t, settings.Services{})
	shelltest.Find[*kit.Segmented](e, 1).Choose("dark")
	assert.True(t, theme.IsDark())
	shelltest.Find[*kit.Segmented](e, 0).Choose("en")
	assert.True(t, e.Has("Text size"))
	test.Tap(e.Button("+"))
	assert.Equal(t, 110, e.Shell.Prefs().Scale)
	assert.Empty(t, e.Overflows())
}

// TestHeadquartersButtonsFitTheSmallestWindow: three buttons of English words need two
// lines there, the last one stood half outside its card.
func TestHeadquartersButtonsFitTheSmallestWindow(t *testing.T) {
	home := shelltest.NewHome()
	home.Who.Face = checklist.FaceHQ
	sv := settings.Services{Store: &fake{home: home}, Values: home, WriteCard: func(context.Context, string) error { return nil }, Enrol: func(context.Context, string) (string, error) { return "", nil }}
	e := shelltest.NewWith(t, home, shell.Prefs{Lang: checklist.EN, Mode: theme.Light, Scale: 100},
		shell.Route{ID: "settings", Icon: "settings", Rail: true, New: settings.New(sv)}, shell.Route{ID: settings.RouteDevices, New: settings.NewDevices(registered())})
	e.Window.Resize(fyne.NewSize(1024, 680))
	b := e.Button("Devices and rules")
	assert.LessOrEqual(t, fyne.CurrentApp().Driver().AbsolutePositionForObject(b).X+b.Size().Width, float32(1024-20-14))
}

func TestAPersonIsAddedAndActs(t *testing.T) {
	e, f := open(t, settings.Services{})
	e.Tap("添加人员")
	e.Tap("保存")
	assert.True(t, e.Has("请填写姓名"))
	e.Fill(0, "王磊")
	shelltest.Find[*kit.Segmented](e, 1).Choose("teller")
	e.Tap("保存")
	assert.Equal(t, checklist.Person{Name: "王磊", Position: checklist.PositionTeller, Branch: "3701101"}, f.people[2])
	assert.True(t, e.Has("王磊"))
	rows := shelltest.Find[*kit.Rows](e, 0)
	rows.Select(1)
	rows.Press(&fyne.KeyEvent{Name: fyne.KeyReturn})
	assert.Equal(t, "张伟", e.Shell.Profile().User.Name)
	assert.True(t, e.Has("网点负责人 张伟"), "the status line says who acts")
	e.Tap("撤销")
	assert.Equal(t, "李静", e.Shell.Profile().User.Name)
}

func TestTheHallIsChanged(t *testing.T) {
	e, f := open(t, settings.Services{})
	e.Tap("修改")
	e.Fill(0, "市中新行")
	shelltest.Find[*kit.Segmented](e, 0).Choose("third")
	e.Tap("保存")
	assert.Equal(t, "市中新行", f.home.Who.Branch.Name)
	assert.Equal(t, checklist.Third, f.home.Who.Branch.Grade)
	assert.True(t, e.Has("市中新行"))
}

func TestTheInboxFolderIsKeptAndStopped(t *testing.T) {
	e, f := open(t, settings.Services{})
	e.Tap("选择文件夹")
	assert.Equal(t, "/tmp/x", f.home.Settings[settings.SettingInbox])
	e.Tap("停用")
	assert.Empty(t, f.home.Settings[settings.SettingInbox])
}

func TestBackupAndCheckTellWhatHappened(t *testing.T) {
	report := settings.Report{Records: 12, Photos: 30}
	wrote := ""
	e, _ := open(t, settings.Services{
		Backup: func(_ context.Context, file string) error { wrote = file; return nil },
		Check:  func(context.Context, func(int, int)) (settings.Report, error) { return report, nil },
	})
	e.Tap("现在备份")
	assert.Equal(t, "/tmp/x", wrote)
	assert.Contains(t, e.Shell.Toasted(), "/tmp/x")
	e.Tap("检查数据")
	assert.True(t, e.Has("核对了 12 份记录、30 张照片"))
	e.Press(fyne.KeyEscape)
	day := "0101 2026-11-02 当天的厅堂汇总与登记、取号或网点上报不符：应巡检次数 存的是 6，应为 5；10:00 等候人数 存的是 32，应为 31；10:30 没有汇总；另有 8 处"
	report.Troubles = []string{day, "3f… 照片缺失或损坏"}
	e.Tap("检查数据")
	assert.True(t, e.Has(day))
	assert.True(t, e.Has("照片缺失或损坏"))
	for _, p := range []*kit.Paragraph{words(e, day), words(e, "3f… 照片缺失或损坏")} {
		assert.GreaterOrEqual(t, p.Size().Height, p.HeightAt(p.Size().Width), "the whole sentence is in sight")
	}
}

// words is the paragraph with a text.
func words(e *shelltest.Env, text string) (found *kit.Paragraph) {
	shelltest.Walk(e.Window.Canvas().Overlays().Top(), func(o fyne.CanvasObject) bool {
		if p, ok := o.(*kit.Paragraph); ok && p.Text == text {
			found = p
		}
		return true
	})
	return found
}

func TestACardJoinsTheHallToHeadquarters(t *testing.T) {
	joined := false
	e, _ := open(t, settings.Services{
		Card: func(context.Context) (string, bool, error) { return "7f3a", joined, nil },
		Join: func(_ context.Context, card string) (string, error) {
			joined = card == "/tmp/x"
			return "/data/enrol.note", nil
		},
	})
	e.Tap("选择名片文件")
	assert.True(t, e.Has("/data/enrol.note"))
	e.Press(fyne.KeyEscape)
	assert.True(t, e.Has("已有总行名片"))
	assert.Nil(t, e.Button("选择名片文件"), "a hall joins once")
}
