package findings_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/ui/findings"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
)

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

// TestMarkedBeforeHandIn: a decision about customers taken on a photo that is
// not handed in yet goes along with it.
func TestMarkedBeforeHandIn(t *testing.T) {
	st := openStore(t)
	f := wrong(t, st, "缺老花镜", "王芳", "2026-11-22")
	d := newDesk(t, st, lobby, "finding", f.ID)
	d.Shell.Page().(shell.DropTarget).Drop([]string{d.picture(6)})
	d.Window.Canvas().Unfocus()
	d.Type("m")
	require.Equal(t, "marking", d.Shell.At())
	d.Window.Canvas().Unfocus()
	d.Type("c")
	d.Press(fyne.KeyEscape)
	require.Equal(t, "finding", d.Shell.At())
	d.Type("1")
	d.ctrl(fyne.KeyReturn)
	got := d.finding(f.ID)
	require.Len(t, got.After, 1)
	require.Equal(t, checklist.PrivacyClear, got.After[0].Privacy)
	d.Shell.Open("finding", f.ID)
	d.Type("m")
	require.Contains(t, d.Shell.Toasted(), "没有照片", "M marks the photo of the problem now, and there is none")
}
