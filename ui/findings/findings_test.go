package findings_test

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/photos"
	"hallcheck/store/storetest"
	"hallcheck/ui/findings"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
)

// desk is a branch with a real store, real photos and the pages in a window.
type desk struct {
	*shelltest.Env
	st   *store.Store
	pics album
	dir  string
	sv   *findings.Services
}

// album is the photo store as the pages use it.
type album struct{ *photos.Store }

func (a album) Pictures(paths []string) ([]string, error) { return photos.Pictures(paths) }

func (a album) Add(ctx context.Context, path, source string) (checklist.PhotoRef, error) {
	return a.AddFile(ctx, path, source, shelltest.Now)
}

// choices picks files as the file dialog would.
type choices struct{ paths []string }

func (c *choices) OpenFile(_ []string, then func(string)) { then(c.paths[0]) }
func (c *choices) OpenFolder(func(string))                {}
func (c *choices) SaveFile(string, func(string))          {}
func (c *choices) OpenFiles(_ []string, then func([]string)) {
	then(c.paths)
}

var lobby = checklist.Person{ID: "person-1", Name: "王芳", Role: checklist.LobbyManager, Branch: storetest.Branch.Code}

// landed is the page behind a route of another package.
type landed struct{ arg any }

func (landed) Title() (string, string)    { return "landed", "" }
func (landed) Content() fyne.CanvasObject { return kit.NewLabel("landed") }
func (landed) Load(context.Context)       {}
func (landed) Keys() []shell.Key          { return nil }

func openStore(t *testing.T) *store.Store {
	t.Helper()
	o := storetest.Options(t, "")
	o.Clock = func() time.Time { return shelltest.Now }
	st, err := store.Open(t.Context(), o)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, st.Close()) })
	storetest.SetUp(t, st)
	for _, p := range []checklist.Person{{ID: "p2", Name: "张伟", Branch: "B001"}, {ID: "p3", Name: "李静", Role: checklist.BranchHead, Branch: "B001"}} {
		require.NoError(t, st.SavePerson(t.Context(), p))
	}
	return st
}

// newDesk opens the first of the routes as who.
func newDesk(t *testing.T, st *store.Store, who checklist.Person, first string, arg any) *desk {
	t.Helper()
	if who.Name != lobby.Name {
		_, err := st.ActAs(t.Context(), who.Name)
		require.NoError(t, err)
	}
	d := &desk{st: st, dir: t.TempDir()}
	pics, err := photos.Open(d.dir)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, pics.Close()) })
	d.pics = album{pics}
	d.sv = &findings.Services{
		Records: st, Moves: st, Bright: st, Names: st, Settings: st, Photos: d.pics, Burn: pics.BurnMosaic,
		Initials: func(s string) string { return map[string]string{"张伟": "zw", "李静": "lj", "王芳": "wf"}[s] },
	}
	home := shelltest.NewHome()
	home.Who, err = st.Profile(t.Context())
	require.NoError(t, err)
	d.Env = shelltest.New(t, home, append([]shell.Route{{ID: "start", New: func(*shell.Shell, any) shell.Page { return landed{} }}}, d.routes()...)...)
	t.Cleanup(st.Subscribe(home.Publish))
	d.Shell.Open(first, arg)
	return d
}

func (d *desk) routes() []shell.Route {
	other := func(_ *shell.Shell, arg any) shell.Page { return landed{arg} }
	return []shell.Route{
		{ID: "findings", Icon: "finding", Rail: true, New: findings.NewList(d.sv)},
		{ID: "finding", Under: "findings", New: findings.NewOne(d.sv)},
		{ID: "problem", Under: "findings", New: findings.NewProblem(d.sv)},
		{ID: "bright", Under: "findings", New: findings.NewBright(d.sv)},
		{ID: "result", New: other},
	}
}

// picture writes a JPEG of one grey into the desk's folder; every n is another.
func (d *desk) picture(n int) string {
	d.T.Helper()
	path := filepath.Join(d.dir, fmt.Sprintf("IMG_%04d.jpg", n))
	f, err := os.Create(path)
	require.NoError(d.T, err)
	img := image.NewGray(image.Rect(0, 0, 64, 48))
	for i := range img.Pix {
		img.Pix[i] = uint8(i*n + n)
	}
	require.NoError(d.T, errors.Join(jpeg.Encode(f, img, nil), f.Close()))
	return path
}

// wrong opens a finding by hand.
func wrong(t *testing.T, st *store.Store, text, owner, due string, photos ...checklist.PhotoRef) *checklist.Finding {
	t.Helper()
	f, err := st.OpenFinding(t.Context(), checklist.FindingDraft{Text: text, Owner: owner, Due: due, Zone: "柜台", Severity: checklist.Minor, Photos: photos})
	require.NoError(t, err)
	return f
}

func (d *desk) finding(id string) *checklist.Finding {
	d.T.Helper()
	f, err := d.st.Finding(d.T.Context(), id)
	require.NoError(d.T, err)
	return f
}

// ctrl presses a key with Ctrl; a text field hands it on to the page.
func (d *desk) ctrl(k fyne.KeyName) {
	d.Shell.Shortcut(&desktop.CustomShortcut{KeyName: k, Modifier: fyne.KeyModifierControl})
}

// write types as the keyboard does: into what has the focus.
func (d *desk) write(s string) {
	d.T.Helper()
	f := d.Window.Canvas().Focused()
	require.NotNil(d.T, f)
	for _, r := range s {
		f.TypedRune(r)
	}
}

// heads are the headlines of the rows on the screen.
func (d *desk) heads(of ...string) []string {
	var out []string
	for _, s := range d.Texts() {
		if slices.Contains(of, s) {
			out = append(out, s)
		}
	}
	return out
}

func TestMineAreThoseIHaveToFixMostUrgentFirst(t *testing.T) {
	st := openStore(t)
	wrong(t, st, "缺老花镜", "王芳", "2026-11-23")
	wrong(t, st, "绿植枯黄", "", "2026-11-22")
	wrong(t, st, "灭火器过期", "张伟", "2026-11-21")
	late := wrong(t, st, "叫号机缺纸", "王芳", "2026-11-21")
	d := newDesk(t, st, lobby, "findings", nil)
	all := []string{"缺老花镜", "绿植枯黄", "灭火器过期", "叫号机缺纸"}
	require.Equal(t, []string{"叫号机缺纸", "绿植枯黄", "缺老花镜"}, d.heads(all...))
	for _, s := range []string{"我的 3", "全部 4", "待复查 0", "今天到期", "明天到期", "还有 2 天", "还没有责任人", late.Number + " · 柜台", "待整改", "% · 0 / 4"} {
		require.True(t, d.Has(s), "%s in %q", s, d.Texts())
	}
	require.Empty(t, d.Overflows())
	d.Type("2")
	require.Equal(t, []string{"灭火器过期", "叫号机缺纸", "绿植枯黄", "缺老花镜"}, d.heads(all...))
	d.Type("/")
	d.Fill(0, "过期")
	d.Press(fyne.KeyReturn)
	require.Equal(t, []string{"灭火器过期"}, d.heads(all...))
	require.True(t, d.Has("全部 1"), "the tabs count what the text finds")
	d.Press(fyne.KeyEscape)
	d.Press(fyne.KeyEscape)
	require.Len(t, d.heads(all...), 4, "Esc leaves the field, then empties it")
	owner := shelltest.Find[*kit.SearchSelect](d.Env, 3)
	owner.Choose("王芳")
	require.Equal(t, []string{"叫号机缺纸", "缺老花镜"}, d.heads(all...))
	owner.Choose("*")
	require.Len(t, d.heads(all...), 4)
	require.Equal(t, "责任人", owner.Text())
	d.Type("o")
	require.True(t, d.Has("没有符合条件的问题"), "nothing is overdue yet")
	d.Tap("清除条件")
	require.Len(t, d.heads(all...), 4)
}

func TestSpaceMarksAndMMerges(t *testing.T) {
	st := openStore(t)
	a := wrong(t, st, "桌面有私人物品", "王芳", "2026-11-22")
	b := wrong(t, st, "桌面又有私人物品", "王芳", "2026-11-23")
	d := newDesk(t, st, lobby, "findings", nil)
	d.Type("m")
	require.Contains(t, d.Shell.Toasted(), "先用空格选中至少两个")
	for range 2 {
		d.Press(fyne.KeyDown)
		d.Press(fyne.KeySpace)
	}
	require.True(t, d.Has("已选 2 个"))
	d.Type("m")
	require.True(t, d.Has("选中的 2 个问题合成一个"))
	d.Tap("合并")
	require.Equal(t, "已把 1 个问题并入 "+a.Number, d.Shell.Toasted())
	require.Equal(t, []string{b.ID}, d.finding(a.ID).Merged)
	require.Equal(t, checklist.FindingCancelled, d.finding(b.ID).Status)
	require.True(t, d.Has("我的 1"), "%q", d.Texts())
}

// TestOwnerDoesTwoInARow is the owner's two minutes: open, choose a photo, one
// digit for the words, Ctrl Enter – and the next finding is there.
func TestOwnerDoesTwoInARow(t *testing.T) {
	st := openStore(t)
	first := wrong(t, st, "缺老花镜", "王芳", "2026-11-22", checklist.PhotoRef{ID: "p", Hash: "", Name: "x"})
	second := wrong(t, st, "绿植枯黄", "", "2026-11-24")
	d := newDesk(t, st, lobby, "findings", nil)
	d.Shell.Choose = &choices{paths: []string{d.picture(1), d.picture(2)}}
	d.Press(fyne.KeyDown)
	d.Press(fyne.KeyReturn)
	require.Equal(t, "finding", d.Shell.At())
	require.True(t, d.Has("缺老花镜"))
	require.True(t, d.Has("1 / 2"))
	d.ctrl(fyne.KeyReturn)
	require.Contains(t, d.Shell.Toasted(), "还差一句")
	require.Equal(t, checklist.FindingOpen, d.finding(first.ID).Status)
	d.Window.Canvas().Unfocus()
	d.Type("p")
	require.Equal(t, "已添加 2 张照片", d.Shell.Toasted())
	d.Press(fyne.KeyEscape)
	d.Type("3")
	require.Equal(t, "已维修好", shelltest.Find[*kit.TextField](d.Env, 0).Text)
	d.ctrl(fyne.KeyReturn)
	f := d.finding(first.ID)
	require.Equal(t, checklist.FindingSubmitted, f.Status)
	require.Equal(t, "已维修好", f.Done)
	require.Len(t, f.After, 2)
	require.Equal(t, checklist.PhotoAfter, f.After[1].Kind)
	require.Equal(t, "王芳", f.Rectifier.Name)
	require.Contains(t, d.Shell.Toasted(), f.Number)
	require.True(t, d.Has("绿植枯黄"), "the next finding: %q", d.Texts())
	require.Empty(t, shelltest.Find[*kit.TextField](d.Env, 0).Text)
	d.Type("2")
	d.ctrl(fyne.KeyReturn)
	require.Equal(t, checklist.FindingSubmitted, d.finding(second.ID).Status)
	require.Equal(t, "findings", d.Shell.At(), "the last one leads back to the list")
	drafts, err := st.Setting(t.Context(), findings.SettingDrafts)
	require.NoError(t, err)
	require.Equal(t, "{}", drafts)
}

func TestUndoBringsTheHandInBack(t *testing.T) {
	st := openStore(t)
	f := wrong(t, st, "缺老花镜", "王芳", "2026-11-22")
	d := newDesk(t, st, lobby, "finding", f.ID)
	d.Type("1")
	d.ctrl(fyne.KeyReturn)
	require.Equal(t, checklist.FindingSubmitted, d.finding(f.ID).Status)
	d.Tap("撤销")
	require.Equal(t, checklist.FindingOpen, d.finding(f.ID).Status)
	require.Equal(t, "finding", d.Shell.At())
	require.Equal(t, "已清理干净", shelltest.Find[*kit.TextField](d.Env, 0).Text, "what was written is there again")
	require.True(t, d.Has("已撤回"), "the history shows the move as taken back")
}

// TestDraftSurvives: text and photos not yet handed in are there after the
// program was killed, and the sweep of unused photos knows them.
func TestDraftSurvives(t *testing.T) {
	st := openStore(t)
	f := wrong(t, st, "缺老花镜", "王芳", "2026-11-22")
	other := wrong(t, st, "绿植枯黄", "王芳", "2026-11-24")
	d := newDesk(t, st, lobby, "finding", f.ID)
	d.Shell.Page().(shell.DropTarget).Drop([]string{d.picture(3)})
	d.Fill(0, "买了三副")
	d.Shell.Page().(shell.Flusher).Flush()
	d.Window.Canvas().Unfocus()
	d.Type("j")
	require.True(t, d.Has("绿植枯黄"))
	require.Empty(t, shelltest.Find[*kit.TextField](d.Env, 0).Text)
	value, err := st.Setting(t.Context(), findings.SettingDrafts)
	require.NoError(t, err)
	hashes, err := findings.DraftHashes(value)
	require.NoError(t, err)
	require.Len(t, hashes, 1)
	require.True(t, d.pics.Has(hashes[0]))
	again := newDesk(t, st, lobby, "finding", f.ID)
	require.Equal(t, "买了三副", shelltest.Find[*kit.TextField](again.Env, 0).Text)
	again.ctrl(fyne.KeyReturn)
	done := again.finding(f.ID)
	require.Equal(t, checklist.FindingSubmitted, done.Status)
	require.Equal(t, hashes[0], done.After[0].Hash)
	require.Equal(t, checklist.FindingOpen, again.finding(other.ID).Status)
}

func TestButtonsAreWhatTheFindingAllows(t *testing.T) {
	st := openStore(t)
	f := wrong(t, st, "缺老花镜", "王芳", "2026-11-22")
	d := newDesk(t, st, lobby, "finding", f.ID)
	for _, b := range []string{"提交复查", "指定", "申请延期", "现场整改", "开始整改", "根本原因"} {
		require.NotNil(t, d.Button(b), b)
	}
	for _, b := range []string{"通过", "退回", "撤销", "重新打开", "撤回上一步"} {
		require.Nil(t, d.Button(b), b)
	}
	d.Type("x")
	require.Contains(t, d.Shell.Toasted(), "您的岗位不能做这一步")
	d.Type("1")
	d.ctrl(fyne.KeyReturn)
	require.Nil(t, d.Button("提交复查"))
	d.Shell.Open("finding", f.ID)
	require.True(t, d.Has("做了什么"))
	d.Type("1")
	require.Contains(t, d.Shell.Toasted(), "您的岗位不能做这一步", "a lobby manager reviews nothing")

	head := newDesk(t, st, checklist.Person{Name: "李静"}, "finding", f.ID)
	require.NotNil(t, head.Button("通过"))
	head.Type("2")
	head.Fill(0, "没看到老花镜")
	head.Tap("退回")
	got := head.finding(f.ID)
	require.Equal(t, checklist.FindingRejected, got.Status)
	require.Equal(t, "没看到老花镜", got.Reason)
	require.True(t, head.Has("李静 退回：没看到老花镜"), "%q", head.Texts())
	head.Tap("撤销")
	require.Equal(t, checklist.FindingSubmitted, head.finding(f.ID).Status)
	head.Type("1")
	require.Equal(t, checklist.FindingClosed, head.finding(f.ID).Status)
}

func TestExtensionShowsTheLatestDay(t *testing.T) {
	st := openStore(t)
	f := wrong(t, st, "缺老花镜", "王芳", "2026-11-24")
	d := newDesk(t, st, lobby, "finding", f.ID)
	d.Type("e")
	require.True(t, d.Has("最晚可延到 11 月 27 日 · 已延期 0 次"), "%q", d.Texts())
	d.Tap("申请延期")
	require.Equal(t, checklist.FindingOpen, d.finding(f.ID).Status, "not without a reason")
	d.Fill(0, "等配件")
	d.Tap("申请延期")
	got := d.finding(f.ID)
	require.Equal(t, checklist.ExtensionAsked, got.Status)
	require.Equal(t, "2026-11-27", got.AskedDue)
	head := newDesk(t, st, checklist.Person{Name: "李静"}, "finding", f.ID)
	require.True(t, head.Has("申请延期到 11 月 27 日"))
	require.True(t, head.Has("等配件"))
	head.Tap("同意延期")
	require.Equal(t, "2026-11-27", head.finding(f.ID).Due)
	require.True(t, head.Has("11 月 27 日（原 11 月 24 日）"), "%q", head.Texts())
}

func TestAssignByPinyin(t *testing.T) {
	st := openStore(t)
	f := wrong(t, st, "缺老花镜", "", "2026-11-24")
	d := newDesk(t, st, lobby, "finding", f.ID)
	d.Type("a")
	d.Press(fyne.KeySpace)
	d.write("zw")
	d.Press(fyne.KeyReturn)
	d.Fill(0, "行政部")
	d.Tap("保存")
	got := d.finding(f.ID)
	require.Equal(t, "张伟", got.Owner)
	require.Equal(t, "行政部", got.Department)
	require.Equal(t, "2026-11-24", got.Due)
	require.True(t, d.Has("责任人 张伟 · 部门 行政部"), "the history says what was settled: %q", d.Texts())
}

func TestProblemByHandWithKeysAlone(t *testing.T) {
	st := openStore(t)
	d := newDesk(t, st, lobby, "findings", nil)
	d.Shell.Choose = &choices{paths: []string{d.picture(4)}}
	d.Type("n")
	require.Equal(t, "problem", d.Shell.At())
	d.write("雨伞架倒了")
	d.ctrl(fyne.KeyO)
	require.Equal(t, "已添加 1 张照片", d.Shell.Toasted())
	shelltest.Find[*kit.Segmented](d.Env, 0).Choose("major")
	owner := shelltest.Find[*kit.SearchSelect](d.Env, 2)
	owner.Choose("张伟")
	shelltest.Find[*kit.SearchSelect](d.Env, 3).Choose("5")
	d.Shell.Page().(shell.Flusher).Flush()
	d.Shell.Back()
	d.Type("n")
	require.Equal(t, "雨伞架倒了", shelltest.Find[*kit.TextField](d.Env, 0).Text, "left halfway, it is still there")
	d.ctrl(fyne.KeyReturn)
	require.Equal(t, "findings", d.Shell.At())
	rows, n, err := st.Findings(t.Context(), checklist.FindingFilter{})
	require.NoError(t, err)
	require.Equal(t, 1, n)
	r := rows[0]
	require.Equal(t, []string{"雨伞架倒了", "张伟", "2026-11-26", "major"}, []string{r.Text, r.Owner, r.Due, string(r.Severity)})
	require.NotEmpty(t, r.Before)
	require.Equal(t, "已登记 "+r.Number+"，期限 11 月 26 日", d.Shell.Toasted())
	d.Type("n")
	require.Empty(t, shelltest.Find[*kit.TextField](d.Env, 0).Text)
	require.True(t, d.Has("雨伞架倒了"), "offered as written before")
}

func TestBrightSpotTakesAMinute(t *testing.T) {
	st := openStore(t)
	d := newDesk(t, st, lobby, "findings", nil)
	d.Type("b")
	require.Equal(t, "bright", d.Shell.At())
	d.write("主动铺防滑垫")
	d.ctrl(fyne.KeyReturn)
	require.Contains(t, d.Shell.Toasted(), "至少要有一张照片")
	d.Shell.Page().(shell.DropTarget).Drop([]string{d.picture(5)})
	people := shelltest.Find[*kit.TextField](d.Env, 1)
	d.Window.Canvas().Focus(people)
	d.write("zw")
	d.Press(fyne.KeyReturn)
	require.Equal(t, "张伟、", people.Text)
	d.ctrl(fyne.KeyReturn)
	require.Equal(t, "亮点已保存", d.Shell.Toasted())
	spots, err := st.BrightSpots(t.Context(), "", "", "2026-12-31")
	require.NoError(t, err)
	require.Len(t, spots, 1)
	require.Equal(t, []string{"主动铺防滑垫", "张伟", "东城支行"}, []string{spots[0].Text, spots[0].People, spots[0].Branch.Name})
	d.Type("5")
	require.True(t, d.Has("主动铺防滑垫"))
	d.Press(fyne.KeyDown)
	d.Press(fyne.KeyReturn)
	require.Equal(t, "bright", d.Shell.At())
	d.Tap("撤下")
	spots, err = st.BrightSpots(t.Context(), "", "", "2026-12-31")
	require.NoError(t, err)
	require.Empty(t, spots)
	test.Tap(d.Button("撤销"))
	spots, err = st.BrightSpots(t.Context(), "", "", "2026-12-31")
	require.NoError(t, err)
	require.Len(t, spots, 1)
}
