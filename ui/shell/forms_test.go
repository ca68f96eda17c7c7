package shell_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell/shelltest"
)

// Ctrl Enter saves a form from any of its fields, also from one of several lines; a
// question it leaves alone: whoever holds the keys down must not answer it.
func TestCtrlEnterSavesAFormAndAnswersNoQuestion(t *testing.T) {
	e := shelltest.New(t, nil, two(map[string]*probe{})...)
	ctrlEnter := &desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierControl}
	saved, asked := "", 0
	area := kit.NewTextArea("", 3)
	e.Shell.Form("电话", area, 400, area, "保存", func(done func()) { saved = area.Text; done() })
	e.Fill(0, "110")
	require.True(t, e.Has("Ctrl ⏎"), "the button tells its key")
	e.Shell.Shortcut(ctrlEnter)
	require.Equal(t, "110", saved)
	require.Nil(t, kit.TopOverlay(e.Window.Canvas()))

	e.Shell.Ask("作废", "真的吗？", "作废", func() { asked++ })
	e.Shell.Shortcut(ctrlEnter)
	require.Zero(t, asked)
	e.Press(fyne.KeyReturn)
	require.Equal(t, 1, asked)
}

// Esc in the search field of an open list gives the keyboard back to the field in the
// form that opened it.
func TestEscInAListGivesTheKeyboardBack(t *testing.T) {
	e := shelltest.New(t, nil, two(map[string]*probe{})...)
	pick := kit.NewSearchSelect("选", []kit.Choice{{ID: "a", Text: "甲"}}, "", nil, nil)
	pick.Free = func(string) string { return "" }
	e.Shell.Form("故障", kit.FormRow("设备", pick), 400, pick, "保存", func(func()) {})
	form := kit.TopOverlay(e.Window.Canvas())
	e.Press(fyne.KeySpace)
	require.NotSame(t, form, kit.TopOverlay(e.Window.Canvas()), "the list is open")
	e.Press(fyne.KeyEscape)
	require.Same(t, form, kit.TopOverlay(e.Window.Canvas()))
	require.Same(t, fyne.Focusable(pick), e.Window.Canvas().Focused())
}

// Ctrl Enter in a list that opened by itself saves the form, with nothing chosen; what
// was typed into the list is not thrown away.
func TestCtrlEnterInAnOpenList(t *testing.T) {
	e := shelltest.New(t, nil, two(map[string]*probe{})...)
	ctrlEnter := &desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierControl}
	saved := 0
	pick := kit.NewSearchSelect("选", []kit.Choice{{ID: "a", Text: "甲"}}, "", nil, nil)
	pick.Free = func(string) string { return "" }
	e.Shell.Form("演练", kit.FormRow("人员", pick), 400, pick, "保存", func(done func()) { saved++; done() })
	e.Press(fyne.KeySpace)
	e.Fill(0, "b")
	e.Shell.Shortcut(ctrlEnter)
	require.Zero(t, saved)
	e.Press(fyne.KeyEscape)
	e.Press(fyne.KeySpace)
	e.Shell.Shortcut(ctrlEnter)
	require.Equal(t, 1, saved)
	require.Empty(t, pick.Chosen)
	require.Nil(t, kit.TopOverlay(e.Window.Canvas()))
}

// A tap beside a form leaves it open, with what is typed in it, and a problem to be
// read; beside a question it answers no.
func TestATapBesideAFormLosesNothing(t *testing.T) {
	e := shelltest.New(t, nil, two(map[string]*probe{})...)
	field := kit.NewTextField("")
	form := e.Shell.Form("投诉", field, 400, field, "保存", func(done func()) { done() })
	e.Fill(0, "等了四十分钟")
	form.Tapped(&fyne.PointEvent{Position: fyne.NewPos(3, 3)})
	require.Same(t, form, kit.TopOverlay(e.Window.Canvas()))
	require.Equal(t, "等了四十分钟", field.Text)
	e.Tap("取消")
	require.Nil(t, kit.TopOverlay(e.Window.Canvas()))
	e.Shell.Fail(checklist.Fail("store.full"))
	problem := kit.TopOverlay(e.Window.Canvas())
	problem.Tapped(&fyne.PointEvent{Position: fyne.NewPos(3, 3)})
	require.Same(t, problem, kit.TopOverlay(e.Window.Canvas()), "a problem is read before it goes")
	e.Shell.Fail(checklist.Fail("store.full"))
	require.Same(t, problem, kit.TopOverlay(e.Window.Canvas()), "the same is told once")
	e.Press(fyne.KeyReturn)
	require.Nil(t, kit.TopOverlay(e.Window.Canvas()))
	e.Shell.Fail(checklist.Fail("store.full"))
	require.NotNil(t, kit.TopOverlay(e.Window.Canvas()), "again, when it is again")
	e.Press(fyne.KeyReturn)
	e.Shell.Ask("作废", "真的吗？", "作废", func() {}).Tapped(&fyne.PointEvent{Position: fyne.NewPos(3, 3)})
	require.Nil(t, kit.TopOverlay(e.Window.Canvas()))
}
