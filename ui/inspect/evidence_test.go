package inspect_test

import (
	"context"
	"image/color"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/ui/inspect"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
)

const firstItem = "env.outdoor.signboard"

// picker finds the visible picker that shows a text.
func (d *desk) picker(text string) *kit.SearchSelect {
	d.t.Helper()
	for i := range 3 {
		if p := shelltest.Find[*kit.SearchSelect](d.Env, i); p.Text() == text {
			return p
		}
	}
	d.t.Fatalf("no picker shows %q among %q", text, d.Texts())
	return nil
}

func TestWhoFixesItByWhenIsStored(t *testing.T) {
	d := openDesk(t)
	require.NoError(t, d.store.SavePerson(t.Context(), checklist.Person{ID: "p9", Name: "张伟", Role: checklist.LobbyManager, Branch: "3701101"}))
	d.begin("6s-environment")
	require.False(t, d.Has("整改"))
	d.Type("2")
	require.True(t, d.Has("11月28日 · 7天"), "the date counts from the inspection's day")
	d.picker("选择责任人").Choose("张伟")
	d.picker("11月28日 · 7天").Choose("2026-11-24")
	d.picker("较重").Choose("critical")
	require.Equal(t, checklist.Remedy{Severity: checklist.Critical, Owner: "张伟", Due: "2026-11-24"}, d.draft().Answer("main", firstItem).Remedy)
	require.True(t, d.Has("11月24日 · 3天"))
	require.Empty(t, d.Overflows())
}

func TestOwnerAndDueHaveKeys(t *testing.T) {
	d := openDesk(t)
	require.NoError(t, d.store.SavePerson(t.Context(), checklist.Person{ID: "p9", Name: "张伟", Role: checklist.LobbyManager, Branch: "3701101"}))
	d.begin("6s-environment")
	d.Type("o")
	require.Contains(t, d.Shell.Toasted(), "这一项没有问题")
	require.Nil(t, kit.TopOverlay(d.Window.Canvas()))
	d.Type("2o")
	d.Type("张")
	d.Press(fyne.KeyReturn)
	require.Nil(t, d.Window.Canvas().Focused(), "the item has the keyboard again")
	d.Type("d")
	d.Type("2026-11-24")
	d.Press(fyne.KeyReturn)
	require.Equal(t, checklist.Remedy{Owner: "张伟", Due: "2026-11-24"}, d.draft().Answer("main", firstItem).Remedy)
	d.Press(fyne.KeyReturn)
	require.True(t, d.Has("核对平日与周末"), "Enter goes on to the next item")

	d.Type("k")
	d.Type("n")
	d.Press(fyne.KeyTab)
	require.Same(t, d.picker("较重"), d.Window.Canvas().Focused(), "Tab from the note goes to the finding")
	require.Empty(t, d.Overflows())
}

func TestListOfKeysFitsASmallWindow(t *testing.T) {
	for _, id := range []string{"6s-environment", "staff-etiquette"} {
		d := openDesk(t)
		d.begin(id)
		d.Window.Resize(fyne.NewSize(1024, 680))
		d.Type("?")
		require.True(t, d.Has("选责任人、选期限"))
		require.Equal(t, id == "staff-etiquette", d.Has("上一人、下一人"))
		b := d.Button("知道了")
		y := fyne.CurrentApp().Driver().AbsolutePositionForObject(b).Y + b.Size().Height
		require.LessOrEqual(t, y, float32(680-16), "%s: the button stands inside the dialog", id)
	}
}

func TestReasonsUsedBeforeComeBack(t *testing.T) {
	d := openDesk(t)
	d.begin("6s-environment")
	d.Type("2n")
	d.Type("字不亮")
	d.Press(fyne.KeyEscape)
	d.Shell.Go(inspect.RouteList, "6s-environment")
	d.Press(fyne.KeyReturn)
	require.True(t, d.Has("字不亮"), "offered under the note of the next inspection")
	d.Type("2n")
	d.Press(fyne.KeyDown)
	d.Press(fyne.KeyEscape)
	rows, _, err := d.store.Summaries(t.Context(), checklist.Filter{Status: checklist.Draft})
	require.NoError(t, err)
	require.Len(t, rows, 2)
	for _, r := range rows {
		in, err := d.store.Inspection(t.Context(), r.ID)
		require.NoError(t, err)
		require.Equal(t, "字不亮", in.Answer("main", firstItem).Note)
	}
}

func TestRepeatedProblemIsNamed(t *testing.T) {
	d := openDesk(t)
	c, err := d.store.Checklist(t.Context(), "three-clean-one-bright", 0)
	require.NoError(t, err)
	p, err := d.store.Profile(t.Context())
	require.NoError(t, err)
	old, err := checklist.Start("old", c, p.Branch, p.User, checklist.Self, shelltest.Now.AddDate(0, -1, -4))
	require.NoError(t, err)
	require.NoError(t, old.Record("main", c.Items[0].ID, checklist.VerdictValue(checklist.Miss), shelltest.Now))
	require.NoError(t, old.Finish("旧记录", shelltest.Now))
	require.NoError(t, d.store.StartInspection(t.Context(), old))
	d.begin("three-clean-one-bright")
	d.Type("2")
	require.True(t, d.Has("重复问题：10 月 17 日也不合格"), "%q", d.Texts())
}

func TestInboxPicturesGoToTheItemInHand(t *testing.T) {
	d := openDesk(t)
	path := picture(t, "a.jpg", color.White)
	calls := 0
	d.sv.Inbox = func(context.Context) ([]string, error) {
		calls++
		if calls > 1 {
			return nil, context.Canceled
		}
		return []string{path}, nil
	}
	d.begin("6s-environment")
	photos := d.draft().Answer("main", firstItem).Photos
	require.Len(t, photos, 1)
	require.Equal(t, "inbox", photos[0].Source)
	require.Equal(t, 2, calls, "it goes on waiting")
}

func TestBadPictureIsNamedAndTheOthersCome(t *testing.T) {
	d := openDesk(t)
	d.begin("6s-environment")
	good := picture(t, "a.jpg", color.White)
	d.Shell.Page().(shell.DropTarget).Drop([]string{"/nowhere/gone.jpg", good, good})
	require.Len(t, d.draft().Answer("main", firstItem).Photos, 1)
	require.Contains(t, d.Shell.Toasted(), "2 张没有导入")
	require.Contains(t, d.Shell.Toasted(), "a.jpg", "the same picture twice is said so")
	require.Contains(t, d.Shell.Toasted(), "gone.jpg", "each is named, not only the last")
}

func TestOneBadPictureIsNamedOnce(t *testing.T) {
	d := openDesk(t)
	d.begin("6s-environment")
	d.Shell.Page().(shell.DropTarget).Drop([]string{"/nowhere/gone.jpg"})
	require.Contains(t, d.Shell.Toasted(), "1 张没有导入")
	require.Equal(t, 1, strings.Count(d.Shell.Toasted(), "gone.jpg"), d.Shell.Toasted())
}

func TestCovertVisitTakesARecordingAsEvidence(t *testing.T) {
	d := openDesk(t)
	d.Shell.Go(inspect.RouteList, "6s-environment")
	shelltest.Find[*kit.Segmented](d.Env, 0).Choose("covert")
	d.Press(fyne.KeyReturn)
	require.True(t, d.Has("录音编号"))
	require.False(t, d.Has("责任人"), "nothing to settle before an answer")
	d.Type("2")
	require.True(t, d.Has("责任人"))
	d.focusLast()
	d.Type("R03 12:40")
	d.Press(fyne.KeyEscape)
	in := d.draft()
	require.Equal(t, checklist.Covert, in.Mode)
	require.Equal(t, "R03 12:40", in.Answer("main", firstItem).Recording)
	require.False(t, d.Has("需要照片"), "a recording is evidence on a covert visit")
}

// focusLast gives the keyboard to the last field on the screen.
func (d *desk) focusLast() {
	var last *kit.TextField
	shelltest.Walk(d.Window.Content(), func(o fyne.CanvasObject) bool {
		if f, ok := o.(*kit.TextField); ok {
			last = f
		}
		return true
	})
	d.Window.Canvas().Focus(last)
}

func TestOnlyOpenItems(t *testing.T) {
	d := openDesk(t)
	d.begin("6s-environment")
	d.Type("11u")
	require.False(t, d.Has("门楣招牌"))
	require.True(t, d.Has("户外屏"))
	d.Press(fyne.KeyEscape)
	require.True(t, d.Has("门楣招牌"), "Esc shows all again")
	require.Equal(t, inspect.RouteRun, d.Shell.At())
}

func TestHeadquartersChoosesTheBranchAndTheZones(t *testing.T) {
	d := openDesk(t)
	p, err := d.store.Profile(t.Context())
	require.NoError(t, err)
	p.Face, p.User.Role = checklist.FaceHQ, checklist.Inspector
	d.sv.Profile = func(context.Context) (checklist.Profile, error) { return p, nil }
	require.NoError(t, d.store.SaveBranches(t.Context(), []checklist.Branch{{Code: "077", Name: "东城支行", Grade: checklist.Third, Active: true}}))
	d.Shell.Go(inspect.RouteList, "mystery-shopper")
	shelltest.Find[*kit.SearchSelect](d.Env, 0).Choose("077")
	button, ok := d.Window.Canvas().Focused().(*kit.Button)
	require.True(t, ok && button.Text == "开始", "the start button has the keyboard: Enter starts")
	shelltest.Find[*kit.Toggle](d.Env, 0).Tapped(nil)
	shelltest.Find[*kit.Segmented](d.Env, 1).Choose("mature")
	d.Tap("开始")
	in := d.draft()
	require.Equal(t, "东城支行", in.Branch.Name)
	require.Equal(t, checklist.Third, in.Branch.Grade)
	require.Equal(t, []string{"marketing"}, in.LeftOut)
	require.Equal(t, "mature", in.Phase)
	require.False(t, d.Has("主动营销"), "the zone is not asked")
}

func TestTypedNoteIsSavedWhenThePageIsLeft(t *testing.T) {
	d := openDesk(t)
	d.begin("6s-environment")
	d.Type("2n")
	d.Type("没按回车")
	d.Shell.Go(inspect.RouteList, nil)
	require.Equal(t, "没按回车", d.draft().Answer("main", firstItem).Note)
	require.Equal(t, shelltest.Now.UnixMilli()/int64(time.Hour/time.Millisecond), d.draft().Answer("main", firstItem).At/int64(time.Hour/time.Millisecond))
}

func TestStartPageFindsByWordAndForgetsTheSearch(t *testing.T) {
	d := openDesk(t)
	d.Shell.Go(inspect.RouteList, nil)
	d.Type("/")
	d.Type("zzz")
	require.True(t, d.Has("没有匹配的检查表"))
	for _, k := range []fyne.KeyName{fyne.KeyDown, fyne.KeyPageDown, fyne.KeyEscape} {
		d.Press(k)
	}
	require.True(t, d.Has("网点 6S 环境检查"))
	d.Type("/")
	d.Type("巡检")
	require.False(t, d.Has("网点 6S 环境检查"))
	d.Press(fyne.KeyReturn)
	require.Equal(t, inspect.RouteRun, d.Shell.At(), "a patrol starts with one press")
	d.Press(fyne.KeyEscape)
	require.Equal(t, inspect.RouteList, d.Shell.At())
	require.True(t, d.Has("网点 6S 环境检查"))
}

// Whom only the duty roster names is offered too.
func TestAnOwnerOfTheRoster(t *testing.T) {
	d := openDesk(t)
	_, err := d.store.SaveRoster(t.Context(), []hall.Shift{{Day: "2026-11-22", Person: "陈小红", Start: 510, Ends: 1020}})
	require.NoError(t, err)
	d.sv.Roster = d.store.Roster
	d.begin("6s-environment")
	d.Type("2o")
	d.Type("小")
	d.Press(fyne.KeyReturn)
	require.Equal(t, "陈小红", d.draft().Answer("main", firstItem).Remedy.Owner)
}
