package inspect_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/standard"
	"hallcheck/store"
	"hallcheck/ui/inspect"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
)

// photoBox is a photo store in a folder: the picture is its own working copy.
type photoBox struct{ dir string }

func (b photoBox) Pictures(paths []string) ([]string, error) {
	var out []string
	for _, p := range paths {
		if strings.HasSuffix(p, ".jpg") {
			out = append(out, p)
		}
	}
	return out, nil
}

func (b photoBox) Add(_ context.Context, path, source string) (checklist.PhotoRef, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return checklist.PhotoRef{}, checklist.Fail("photo.read", "name", filepath.Base(path))
	}
	sum := sha256.Sum256(data)
	hash := hex.EncodeToString(sum[:])
	return checklist.PhotoRef{
		ID: uuid.NewString(), Hash: hash, Name: filepath.Base(path), Source: source, TakenAt: shelltest.Now.UnixMilli(),
		AddedAt: shelltest.Now.UnixMilli(), Width: 8, Height: 6, Size: int64(len(data)), Type: "image/jpeg",
	}, os.WriteFile(filepath.Join(b.dir, hash), data, 0o600)
}

func (b photoBox) Thumb(hash string) (string, error)   { return filepath.Join(b.dir, hash), nil }
func (b photoBox) Working(hash string) (string, error) { return filepath.Join(b.dir, hash), nil }

// failing is the store with a switch that makes every edit fail.
type failing struct {
	*store.Store
	on bool
}

func (f *failing) Edit(ctx context.Context, id string, verb func(*checklist.Inspection, time.Time) error) (*checklist.Inspection, error) {
	if f.on {
		return nil, checklist.Fail("store.full").Because(errors.New("no space"))
	}
	return f.Store.Edit(ctx, id, verb)
}

// desk is a branch's window on a real store.
type desk struct {
	*shelltest.Env
	t     testing.TB
	store *failing
	sv    *inspect.Services
}

func openDesk(t testing.TB) *desk {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{
		Dir: t.TempDir(), Clock: func() time.Time { return shelltest.Now }, Parse: standard.Read, Builtin: assets.Checklists(),
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	home := shelltest.NewHome()
	require.NoError(t, s.Setup(t.Context(), home.Who))
	f := &failing{Store: s}
	sv := &inspect.Services{
		Records: f, Beginnings: s, Photos: photoBox{t.TempDir()}, Profile: s.Profile, NewID: uuid.NewString,
		Clock: func() time.Time { return shelltest.Now }, Setting: s.SetSetting,
		Initials: func(s string) string {
			if strings.HasPrefix(s, "门楣招牌") {
				return "mmzp"
			}
			return ""
		},
	}
	env := shelltest.New(t, home,
		shell.Route{ID: inspect.RouteList, New: func(s *shell.Shell, arg any) shell.Page {
			want, _ := arg.(string)
			return inspect.NewStart(s, sv, want)
		}},
		shell.Route{ID: inspect.RouteRun, New: func(s *shell.Shell, arg any) shell.Page { return inspect.NewRunner(s, sv, arg.(string)) }},
		shell.Route{ID: "result", New: func(s *shell.Shell, arg any) shell.Page { return inspect.NewStart(s, sv, "") }},
	)
	return &desk{Env: env, t: t, store: f, sv: sv}
}

// Type types as the keyboard does: each sign goes to what has the focus then.
func (d *desk) Type(s string) {
	for _, c := range s {
		if f := d.Window.Canvas().Focused(); f != nil {
			f.TypedRune(c)
			continue
		}
		d.Window.Canvas().OnTypedRune()(c)
	}
}

// draft is the only inspection stored.
func (d *desk) draft() *checklist.Inspection {
	d.t.Helper()
	rows, n, err := d.store.Summaries(d.t.Context(), checklist.Filter{})
	require.NoError(d.t, err)
	require.Equal(d.t, 1, n)
	in, err := d.store.Inspection(d.t.Context(), rows[0].ID)
	require.NoError(d.t, err)
	return in
}

// begin starts a checklist from the list by keyboard.
func (d *desk) begin(id string) {
	d.t.Helper()
	d.Shell.Go(inspect.RouteList, id)
	if d.Shell.At() == inspect.RouteList {
		d.Press(fyne.KeyReturn)
	}
	require.Equal(d.t, inspect.RouteRun, d.Shell.At(), "%q", d.Texts())
}

func picture(t *testing.T, name string, c color.Color) string {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 8, 6))
	for i := range 48 {
		img.Set(i%8, i/8, c)
	}
	path := filepath.Join(t.TempDir(), name)
	f, err := os.Create(path)
	require.NoError(t, err)
	require.NoError(t, jpeg.Encode(f, img, nil))
	require.NoError(t, f.Close())
	return path
}

var finishKeys = &desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierControl}

func TestAnswerIsInTheStoreBeforeTheNextItemIsShown(t *testing.T) {
	d := openDesk(t)
	d.begin("6s-environment")
	require.True(t, d.Has("网点 6S 环境检查"))
	require.True(t, d.Has("门楣招牌与行标完整、干净，发光字亮度一致"))
	require.True(t, d.Has("已答 0 / 43"))
	d.Type("1")
	in := d.draft()
	require.Equal(t, checklist.Pass, in.Answer("main", "env.outdoor.signboard").Value.Verdict)
	require.Equal(t, "main/env.outdoor.plates", in.Cursor, "the place worked on is the next item")
	require.True(t, d.Has("已答 1 / 43"))
	require.True(t, d.Has("100.0"), "the score so far")
	require.True(t, d.Has("核对平日与周末"), "the next item is open")

	d.Type("2")
	in = d.draft()
	require.Equal(t, checklist.Miss, in.Answer("main", "env.outdoor.plates").Value.Verdict)
	require.True(t, d.Has("核对平日与周末"), "a fail keeps the focus")
	require.True(t, d.Has("整改"))
	require.True(t, d.Has("需要照片"))
	require.Empty(t, d.Overflows())
}

func TestConfirmingOnKeepsWhatIsAnswered(t *testing.T) {
	d := openDesk(t)
	d.begin("6s-environment")
	d.Type("2")
	d.Type(" ")
	d.Type(" ")
	in := d.draft()
	require.Equal(t, checklist.Miss, in.Answer("main", "env.outdoor.signboard").Value.Verdict, "the first space only goes on")
	require.Equal(t, checklist.Pass, in.Answer("main", "env.outdoor.plates").Value.Verdict)
}

func TestNotePhotoAndReasonsByKeyboard(t *testing.T) {
	d := openDesk(t)
	d.begin("6s-environment")
	d.Type("2")
	d.Type("n")
	d.Type("缺一个字")
	d.Press(fyne.KeyEscape)
	require.Equal(t, "缺一个字", d.draft().Answer("main", "env.outdoor.signboard").Note)

	page := d.Shell.Page().(shell.DropTarget)
	page.Drop([]string{picture(t, "a.jpg", color.White), picture(t, "b.jpg", color.Black), filepath.Join(t.TempDir(), "x.txt")})
	in := d.draft()
	require.Len(t, in.Answer("main", "env.outdoor.signboard").Photos, 2)
	require.Equal(t, "drop", in.Answer("main", "env.outdoor.signboard").Photos[0].Source)
	require.Equal(t, "已添加 2 张照片", d.Shell.Toasted())
	require.True(t, d.Has("不合格须拍照 · 2 张"))
	require.True(t, d.Has("11-21 09:31 · 拖入"))
	require.False(t, d.Has("需要照片"))

	d.App.Clipboard().SetContent("file://" + in.Answer("main", "env.outdoor.signboard").Photos[0].Name)
	d.Shortcut(&fyne.ShortcutPaste{Clipboard: d.App.Clipboard()})
	require.Contains(t, d.Shell.Toasted(), "没有照片")

	d.Tap("移除")
	require.Len(t, d.draft().Answer("main", "env.outdoor.signboard").Photos, 1)
	d.Tap("撤销")
	require.Len(t, d.draft().Answer("main", "env.outdoor.signboard").Photos, 2)
	d.Press(fyne.KeyReturn)
	require.True(t, d.Has("核对平日与周末"), "Enter goes on")
}

func TestNotApplicableAsksForItsReason(t *testing.T) {
	d := openDesk(t)
	d.begin("6s-environment")
	d.Type("0")
	require.IsType(t, &kit.TextField{}, d.Window.Canvas().Focused(), "the reason can be typed at once")
	d.Type("装修封闭")
	d.Press(fyne.KeyReturn)
	a := d.draft().Answer("main", "env.outdoor.signboard")
	require.Equal(t, checklist.NA, a.Value.Verdict)
	require.Equal(t, "装修封闭", a.Note)
	require.Nil(t, d.Window.Canvas().Focused())
	d.Type("1")
	require.Equal(t, checklist.Pass, d.draft().Answer("main", "env.outdoor.plates").Value.Verdict)
}

func TestFailedSaveShowsTheTrueState(t *testing.T) {
	d := openDesk(t)
	d.begin("6s-environment")
	d.Type("1")
	d.store.on = true
	d.Type("2")
	require.True(t, d.Has("没有保存"), "%q", d.Texts())
	require.True(t, d.Has("机构名称牌"), "the sentence names the item")
	d.store.on = false
	d.Press(fyne.KeyReturn)
	require.True(t, d.Has("已答 1 / 43"), "the page shows what is stored")
	require.False(t, d.Has("整改"))
	require.Nil(t, d.draft().Answer("main", "env.outdoor.plates"))
	d.Type("2")
	require.Equal(t, checklist.Miss, d.draft().Answer("main", "env.outdoor.plates").Value.Verdict)
}

func TestSearchGoesToTheItem(t *testing.T) {
	d := openDesk(t)
	d.begin("6s-environment")
	d.Type("]")
	require.True(t, d.Has("废凭条超过 3 张"), "the next zone")
	d.Type("/")
	d.Type("mmzp")
	require.True(t, d.Has("站在门前正中看"), "found by pinyin initials")
	require.False(t, d.Has("机构名称牌"))
	d.Press(fyne.KeyReturn)
	require.True(t, d.Has("机构名称牌"), "the whole list is back")
	d.Type("1")
	require.Equal(t, checklist.Pass, d.draft().Answer("main", "env.outdoor.signboard").Value.Verdict)
}

func TestLeaveGateLeadsToTheItemAndOverrides(t *testing.T) {
	d := openDesk(t)
	d.begin("three-clean-one-bright")
	d.Type("1")
	d.Shortcut(finishKeys)
	require.True(t, d.Has("离场前还差"), "%q", d.Texts())
	d.Press(fyne.KeyDown)
	d.Press(fyne.KeyReturn)
	require.False(t, d.Has("离场前还差"))
	require.Equal(t, inspect.RouteRun, d.Shell.At())
	d.Shortcut(finishKeys)
	d.Fill(0, "网点临时停电")
	d.Tap("按不完整完成")
	in := d.draft()
	require.Equal(t, checklist.Finished, in.Status)
	require.Equal(t, "网点临时停电", in.Incomplete)
	require.Equal(t, "result", d.Shell.At())
}

func TestEtiquetteSheetPerPerson(t *testing.T) {
	d := openDesk(t)
	require.NoError(t, d.store.SavePerson(t.Context(), checklist.Person{ID: "p9", Name: "王芳", Position: checklist.PositionTeller, Branch: "3701101"}))
	d.begin("staff-etiquette")
	require.True(t, d.Has("先添加一位被观察人员"))
	d.Press(fyne.KeyReturn)
	d.Type("王")
	d.Press(fyne.KeyReturn)
	require.IsType(t, &kit.Segmented{}, d.Window.Canvas().Focused(), "the position can be changed, Enter adds")
	d.Press(fyne.KeyReturn)
	in := d.draft()
	require.Len(t, in.Sheets, 1)
	require.Equal(t, checklist.PositionTeller, in.Sheets[0].Position, "the position comes with the person")
	d.Type("1")
	in = d.draft()
	require.Len(t, in.Sheets[0].Answers, 1)
	require.Empty(t, d.Overflows())
}

func TestPatrolNumbersAreTyped(t *testing.T) {
	d := openDesk(t)
	d.begin("lobby-patrol")
	c := d.draft().Checklist
	number := ""
	for i := range c.Items {
		if c.Items[i].Type == checklist.TypeNumber {
			number = c.Items[i].ID
			break
		}
		d.Type("1")
	}
	d.Type("12")
	require.Equal(t, "12", d.draft().Answer("main", number).Value.Number.String())
	d.Press(fyne.KeyRight)
	require.Equal(t, "13", d.draft().Answer("main", number).Value.Number.String())
	require.Empty(t, d.Overflows())
}

func TestSurveyPairTakesExpectationThenPerception(t *testing.T) {
	d := openDesk(t)
	d.begin("servqual")
	d.Tap("下一位受访者")
	d.Press(fyne.KeyReturn)
	d.Type("6")
	first := d.draft().Checklist.Items[0].ID
	require.Equal(t, 6, d.draft().Answer("s1", first).Value.Expectation)
	d.Type("4")
	require.Equal(t, 4, d.draft().Answer("s1", first).Value.Perception)
	d.Type("7")
	require.Equal(t, 7, d.draft().Answer("s1", d.draft().Checklist.Items[1].ID).Value.Expectation)
}

func TestDraftGoesOnWhereItWas(t *testing.T) {
	d := openDesk(t)
	d.begin("6s-environment")
	d.Type("11")
	id := d.draft().ID
	v, err := d.store.Setting(t.Context(), inspect.SettingOpen)
	require.NoError(t, err)
	require.Equal(t, id, v, "a killed program knows what was open")
	d.Shell.Go(inspect.RouteList, nil)
	v, err = d.store.Setting(t.Context(), inspect.SettingOpen)
	require.NoError(t, err)
	require.Empty(t, v)
	require.True(t, d.Has("已答 2 / 43"))
	d.Press(fyne.KeyReturn)
	require.Equal(t, inspect.RouteRun, d.Shell.At())
	require.True(t, d.Has("黑屏、缺行"), "the third item has the focus: %q", d.Texts())
}

func TestDraftIsDeletedAfterAsking(t *testing.T) {
	d := openDesk(t)
	d.begin("6s-environment")
	d.Type("1")
	d.Shell.Go(inspect.RouteList, nil)
	d.Press(fyne.KeyDelete)
	require.True(t, d.Has("已答 1 项"))
	d.Tap("删除草稿")
	_, n, err := d.store.Summaries(t.Context(), checklist.Filter{})
	require.NoError(t, err)
	require.Zero(t, n)
	require.False(t, d.Has("没做完的"))
}

func TestFullListByConfirmingOnly(t *testing.T) {
	d := openDesk(t)
	d.begin("6s-environment")
	items := d.draft().Checklist.Items
	for i := range items {
		switch {
		case items[i].Type == checklist.TypePass:
			d.Type("1")
		default:
			d.Type("0")
		}
		if items[i].Photo == checklist.PhotoAlways {
			d.Shell.Page().(shell.DropTarget).Drop([]string{picture(t, "p.jpg", color.Gray{uint8(i)})})
			d.Press(fyne.KeyReturn)
		}
	}
	require.True(t, d.Has("已答 43 / 43"), "%q", d.Texts())
	require.True(t, d.Has("已答完"))
	d.Shortcut(finishKeys)
	require.Equal(t, checklist.Finished, d.draft().Status)
	require.Equal(t, "result", d.Shell.At())
}
