package review_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

func TestAPairIsAcceptedAndTheNextStandsThere(t *testing.T) {
	d := newDesk(t)
	a, b := d.add(pair{text: "填单台缺老花镜"}), d.add(pair{text: "绿植枯黄"})
	d.open()
	require.True(t, d.Has("待复查 2 · 已通过 0 · 退回 0"), "%q", d.Texts())
	require.True(t, d.Has("已处理：填单台缺老花镜"), "%q", d.Texts())
	require.True(t, d.Has("整改前 11-21 09:31 存入"), "%q", d.Texts())
	d.Type("1")
	require.Equal(t, checklist.FindingClosed, d.status(a))
	require.Equal(t, head, d.finding(a).Verifier.Name)
	require.True(t, d.Has("待复查 1 · 已通过 1 · 退回 0"), "%q", d.Texts())
	require.True(t, d.Has("已处理：绿植枯黄"), "%q", d.Texts())
	require.Equal(t, "已通过：填单台缺老花镜", d.Shell.Toasted())
	d.Type("1")
	require.Equal(t, checklist.FindingClosed, d.status(b))
	require.True(t, d.Has("这次审阅做完了：通过 2 条，退回 0 条"), "%q", d.Texts())
	require.Empty(t, d.Overflows())
}

func TestAPairIsReturnedWithAReasonByKeys(t *testing.T) {
	d := newDesk(t)
	a, b, c := d.add(pair{text: "一"}), d.add(pair{text: "二"}), d.add(pair{text: "三"})
	d.open()
	d.Type("2")
	d.Press(fyne.KeyReturn)
	require.Equal(t, checklist.FindingSubmitted, d.status(a), "a return needs a reason")
	require.Equal(t, "先选一个退回原因，或写一个。", d.Shell.Toasted())
	d.Type("2")
	d.Press(fyne.KeyReturn)
	require.Equal(t, checklist.FindingRejected, d.status(a))
	require.Equal(t, "未整改到位", d.finding(a).Reason)
	require.True(t, d.Has("待复查 2 · 已通过 0 · 退回 1"), "%q", d.Texts())

	d.Type("2")
	d.Press(fyne.KeyRight)
	d.Press(fyne.KeyRight)
	d.Press(fyne.KeyRight)
	d.Press(fyne.KeyReturn)
	require.Equal(t, "不是同一处", d.finding(b).Reason)

	d.Type("2")
	d.Type("角") // the first sign takes the keyboard into the field
	test.Type(d.Window.Canvas().Focused(), "度不对，2 号窗口没有拍到")
	d.Press(fyne.KeyReturn)
	require.Equal(t, "角度不对，2 号窗口没有拍到", d.finding(c).Reason)
}

func TestEscLeavesTheQuestionAndNothingIsStored(t *testing.T) {
	d := newDesk(t)
	a := d.add(pair{text: "一"})
	d.open()
	d.Type("2")
	d.Type("不")
	require.NotNil(t, d.Window.Canvas().Focused())
	d.Press(fyne.KeyEscape)
	require.Nil(t, d.Window.Canvas().Focused())
	require.Equal(t, checklist.FindingSubmitted, d.status(a))
	require.NotNil(t, d.Button("通过"))
	d.Type("1")
	require.Equal(t, checklist.FindingClosed, d.status(a))
}

func TestUndoGoesBackStepByStepUntilLeaving(t *testing.T) {
	d := newDesk(t)
	a, b := d.add(pair{text: "一"}), d.add(pair{text: "二"})
	d.open()
	d.Type("1")
	d.Type("21")
	d.Press(fyne.KeyReturn)
	require.Equal(t, checklist.FindingRejected, d.status(b))
	d.Type("u")
	require.Equal(t, checklist.FindingSubmitted, d.status(b))
	require.True(t, d.Has("已处理：二"), "%q", d.Texts())
	d.Type("u")
	require.Equal(t, checklist.FindingSubmitted, d.status(a))
	require.True(t, d.Has("待复查 2 · 已通过 0 · 退回 0"), "%q", d.Texts())
	d.Type("u")
	require.Equal(t, "这次审阅还没有可以撤销的决定。", d.Shell.Toasted())
	history := d.finding(a).History()
	require.True(t, history[len(history)-2].Withdrawn)
	d.Type("1")
	require.Equal(t, checklist.FindingClosed, d.status(a))
	d.Shell.Go("review", nil)
	d.Type("u")
	require.Equal(t, checklist.FindingClosed, d.status(a), "another sitting")
}

func TestOwnWorkIsShownAndNotReviewed(t *testing.T) {
	d := newDesk(t)
	a := d.add(pair{text: "一", by: head})
	d.open()
	require.True(t, d.Has("由您整改，须他人复查"), "%q", d.Texts())
	require.True(t, d.Button("通过").Disabled())
	require.True(t, d.Button("退回").Disabled())
	d.Type("1")
	require.Equal(t, "由您整改，须他人复查", d.Shell.Toasted())
	d.Type("2")
	require.Equal(t, checklist.FindingSubmitted, d.status(a))
	require.Nil(t, d.Button("取消"))
}

func TestOwnWorkDoesNotStandInTheWay(t *testing.T) {
	d := newDesk(t)
	d.add(pair{text: "一", by: head})
	b := d.add(pair{text: "二"})
	d.add(pair{text: "三", by: head})
	d.open()
	require.True(t, d.Has("已处理：二"), "%q", d.Texts())
	require.True(t, d.Has("由您整改"), "%q", d.Texts())
	d.Type("1")
	require.Equal(t, checklist.FindingClosed, d.status(b))
	require.True(t, d.Has("通过 1 条，退回 0 条。还有 2 条须由他人决定"), "%q", d.Texts())
	d.Type("k")
	require.False(t, d.Has("已处理："), "%q", d.Texts())
	d.Press(fyne.KeyDown)
	require.True(t, d.Has("已处理：一"), "%q", d.Texts())
	d.Type("u")
	require.Equal(t, checklist.FindingSubmitted, d.status(b))
	require.True(t, d.Has("已处理：二"), "%q", d.Texts())
}

func TestAnExtensionIsDecided(t *testing.T) {
	d := newDesk(t)
	asked, other, refused := d.add(pair{text: "一", asks: "2026-11-26"}), d.add(pair{text: "二", asks: "2026-11-26"}), d.add(pair{text: "三", asks: "2026-11-26"})
	d.open()
	require.True(t, d.Has("申请从 11 月 24 日延期到 11 月 26 日：等待供应商送货"), "%q", d.Texts())
	d.Type("1")
	require.Equal(t, "2026-11-26", d.finding(asked).Due)
	require.Equal(t, checklist.InProgress, d.status(asked))

	d.Type("e")
	d.Press(fyne.KeyDown)
	d.Press(fyne.KeyReturn)
	require.Equal(t, "2026-11-25", d.finding(other).Due, "one day earlier than asked")

	d.Type("2")
	d.Type("2")
	d.Press(fyne.KeyReturn)
	require.Equal(t, "2026-11-24", d.finding(refused).Due)
	require.Equal(t, "理由不充分", d.finding(refused).Reason)
	require.True(t, d.Has("延期申请 3 条"), "%q", d.Texts())
	d.Type("uuu")
	for _, id := range []string{asked, other, refused} {
		require.Equal(t, checklist.ExtensionAsked, d.status(id))
	}
}

func TestManyAreAcceptedEachByItsOwnRule(t *testing.T) {
	d := newDesk(t)
	a, own, b := d.add(pair{text: "一"}), d.add(pair{text: "二", by: head}), d.add(pair{text: "三"})
	late := d.add(pair{text: "四", asks: "2026-11-26"})
	d.open()
	d.Type("b")
	require.True(t, d.Has("已选 3"), "%q", d.Texts())
	require.NotNil(t, d.Button("通过 3 条"), "%q", d.Texts())
	d.Type("1")
	require.Equal(t, checklist.FindingClosed, d.status(a))
	require.Equal(t, checklist.FindingClosed, d.status(b))
	require.Equal(t, checklist.FindingSubmitted, d.status(own))
	require.Equal(t, checklist.ExtensionAsked, d.status(late))
	require.True(t, d.Has("1 条没有通过"), "%q", d.Texts())
	require.True(t, d.Has("由您整改，须他人复查"), "%q", d.Texts())
	d.Press(fyne.KeyEscape)
	require.True(t, d.Has("待复查 2 · 已通过 2 · 退回 0"), "%q", d.Texts())
	d.Type("u")
	require.Equal(t, checklist.FindingSubmitted, d.status(a))
	require.Equal(t, checklist.FindingSubmitted, d.status(b))
}

func TestPairsAreChosenOneByOne(t *testing.T) {
	d := newDesk(t)
	a, b, c := d.add(pair{text: "一"}), d.add(pair{text: "二"}), d.add(pair{text: "三"})
	d.open()
	d.Press(fyne.KeySpace)
	d.Type("jj")
	d.Type("x")
	d.Type("1")
	require.Equal(t, checklist.FindingClosed, d.status(a))
	require.Equal(t, checklist.FindingSubmitted, d.status(b))
	require.Equal(t, checklist.FindingClosed, d.status(c))
	require.True(t, d.Has("已处理：二"), "%q", d.Texts())
}
