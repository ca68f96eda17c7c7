package shell_test

import (
	"context"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
)

// blank is a page with nothing on it.
type blank struct{}

func (blank) Title() (string, string)    { return "下面", "" }
func (blank) Content() fyne.CanvasObject { return shelltest.Nothing() }
func (blank) Load(context.Context)       {}
func (blank) Keys() []shell.Key          { return nil }

// easel is the editor open on a picture.
type easel struct {
	*shelltest.Env
	pad   *kit.Marker
	saved int
	marks checklist.Marks
	as    checklist.Privacy
}

func openEasel(t *testing.T, marks []checklist.Mark, as checklist.Privacy) *easel {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 800, 600))
	for i := range m.Pix {
		m.Pix[i] = uint8(i * 7)
	}
	path := filepath.Join(t.TempDir(), "a.jpg")
	f, err := os.Create(path)
	require.NoError(t, err)
	require.NoError(t, jpeg.Encode(f, m, nil))
	require.NoError(t, f.Close())
	e := &easel{Env: shelltest.Open(t, nil, func(*shell.Shell, any) shell.Page { return blank{} })}
	ref := checklist.PhotoRef{Name: "IMG_1.jpg", Marks: marks, Privacy: as}
	if as == checklist.PrivacyMasked {
		ref.Masked = "hash of the masked picture"
	}
	e.Shell.MarkPhoto(shell.MarkingOf(ref, path), func(m []checklist.Mark, as checklist.Privacy) {
		e.saved++
		e.marks, e.as = m, as
	})
	e.pad = shelltest.Find[*kit.Marker](e.Env, 0)
	return e
}

// drag presses at one part of the pad, in thousandths, and lets go at another.
func (e *easel) drag(x0, y0, x1, y1 float32) {
	s := e.pad.Size()
	at := func(x, y float32) fyne.Position { return fyne.NewPos(s.Width*x/1000, s.Height*y/1000) }
	e.pad.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at(x0, y0)}})
	for i := range 4 {
		k := float32(i+1) / 4
		e.pad.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: at(x0+(x1-x0)*k, y0+(y1-y0)*k)}})
	}
	e.pad.MouseUp(nil)
	e.pad.DragEnd()
}

func TestMarksAreDrawnWithTheMouseAndHandedOver(t *testing.T) {
	e := openEasel(t, nil, "")
	require.True(t, e.Has("客户信息待确认"))
	require.Empty(t, e.Overflows())
	e.drag(400, 400, 600, 600)
	e.Type("b2")
	require.Equal(t, string(checklist.Vermillion), e.pad.Layers()[0].Colour, "another tool lets go of the arrow")
	e.drag(300, 300, 350, 350)
	e.Type("]x")
	e.drag(550, 200, 700, 300)
	require.True(t, e.Has("已打码"))
	e.Press(fyne.KeyEscape)
	require.Equal(t, 1, e.saved)
	require.NoError(t, e.marks.Check())
	require.Len(t, e.marks, 3)
	require.Equal(t, checklist.MarkArrow, e.marks[0].Kind)
	require.Equal(t, checklist.Mark{Kind: checklist.MarkBox, Points: e.marks[1].Points, Colour: checklist.Blue, Width: 80}, e.marks[1])
	require.Equal(t, checklist.MarkMosaicBox, e.marks[2].Kind)
	require.Empty(t, e.marks[2].Colour)
	require.Equal(t, checklist.PrivacyMasked, e.as)
	require.Equal(t, "page", e.Shell.At())
}

func TestKeyboardAloneMasksAndMarks(t *testing.T) {
	e := openEasel(t, nil, "")
	e.Type("x")
	e.Press(fyne.KeyReturn)
	require.Len(t, e.pad.Layers(), 1)
	before := e.pad.Layers()[0].Points
	e.Press(fyne.KeyRight)
	e.Press(fyne.KeyRight)
	e.Press(fyne.KeyDown)
	after := e.pad.Layers()[0].Points
	require.Equal(t, image.Pt(200, 100), after[0].Sub(before[0]))
	require.Equal(t, image.Pt(200, 100), after[1].Sub(before[1]))
	e.pad.Stretch(300, -100)
	require.Equal(t, image.Pt(500, 0), e.pad.Layers()[0].Points[1].Sub(before[1]))
	e.Type("t")
	e.Press(fyne.KeyReturn)
	for _, r := range "玻璃脏" {
		e.Window.Canvas().Focused().TypedRune(r)
	}
	e.Press(fyne.KeyReturn)
	e.Type("n")
	e.Press(fyne.KeyReturn)
	require.Len(t, e.pad.Layers(), 3)
	e.Press(fyne.KeyTab)
	require.Equal(t, 0, e.pad.Chosen(), "Tab goes round")
	e.Shortcut(&fyne.ShortcutUndo{})
	require.Len(t, e.pad.Layers(), 2)
	e.Shortcut(&fyne.ShortcutRedo{})
	require.Len(t, e.pad.Layers(), 3)
	e.Press(fyne.KeyTab)
	e.Press(fyne.KeyDelete)
	require.Len(t, e.pad.Layers(), 2, "the mosaic is gone")
	require.True(t, e.Has("客户信息待确认"))
	e.Type("c")
	require.True(t, e.Has("已确认无客户"))
	e.Press(fyne.KeyEscape)
	require.Equal(t, checklist.PrivacyClear, e.as)
	require.Equal(t, "玻璃脏", e.marks[0].Text)
	require.Equal(t, checklist.MarkPin, e.marks[1].Kind)
	require.NoError(t, e.marks.Check())
}

func TestNothingChangedIsNotSavedAndUndoHasNoEnd(t *testing.T) {
	e := openEasel(t, []checklist.Mark{{Kind: checklist.MarkPin, Points: []checklist.Point{{X: 100, Y: 100}}, Colour: checklist.Blue, Width: 340}}, "")
	e.Type("a")
	for range 30 {
		e.drag(300, 300, 600, 500)
		e.Type("v")
		e.Type("a")
	}
	require.Len(t, e.pad.Layers(), 31)
	for range 30 {
		e.pad.Undo()
	}
	require.False(t, e.pad.CanUndo())
	e.Press(fyne.KeyEscape)
	require.Zero(t, e.saved, "as it was")
}

func TestAnEmptyTextIsNoMark(t *testing.T) {
	e := openEasel(t, nil, "")
	e.Type("t")
	e.Press(fyne.KeyReturn)
	e.Press(fyne.KeyEscape)
	require.Empty(t, e.pad.Layers())
	e.Press(fyne.KeyEscape)
	require.Zero(t, e.saved)
	require.Equal(t, "page", e.Shell.At())
}

func TestATakenAwayMosaicOpensTheDecisionAgain(t *testing.T) {
	m := []checklist.Mark{{Kind: checklist.MarkMosaicBox, Points: []checklist.Point{{X: 0, Y: 0}, {X: 5000, Y: 5000}}, Width: 40}}
	e := openEasel(t, m, checklist.PrivacyMasked)
	e.Press(fyne.KeyTab)
	e.Press(fyne.KeyDelete)
	require.True(t, e.Has("客户信息待确认"))
	e.Shell.Go("page", nil)
	require.Equal(t, 1, e.saved, "leaving to another page saves too")
	require.Empty(t, e.marks)
	require.Equal(t, checklist.PrivacyOpen, e.as)
}

func TestTheMouseMovesAndSizesWhatIsThere(t *testing.T) {
	e := openEasel(t, nil, "")
	e.Type("x")
	e.drag(400, 400, 600, 600)
	was := e.pad.Layers()[0].Points
	e.drag(500, 500, 520, 530)
	moved := e.pad.Layers()[0].Points
	require.Len(t, e.pad.Layers(), 1, "what is chosen is moved, not drawn over")
	require.Equal(t, was[1].Sub(was[0]), moved[1].Sub(moved[0]))
	require.Positive(t, moved[0].X-was[0].X)
	e.drag(620, 630, 700, 700)
	require.Len(t, e.pad.Layers(), 1)
	require.Equal(t, moved[0], e.pad.Layers()[0].Points[0])
	require.Greater(t, e.pad.Layers()[0].Points[1].X, moved[1].X, "the grip was pulled")
	e.pad.Undo()
	e.pad.Undo()
	require.Equal(t, was, e.pad.Layers()[0].Points, "a drag is one step")
}

func TestStrokesMayBeginOnTheOneBefore(t *testing.T) {
	e := openEasel(t, nil, "")
	e.Type("m")
	e.drag(300, 300, 600, 300)
	e.drag(450, 300, 600, 500)
	require.Len(t, e.pad.Layers(), 2)
	e.Type("v")
	e.drag(400, 300, 420, 320)
	require.Len(t, e.pad.Layers(), 2, "the hand moves instead")
	require.Equal(t, checklist.PrivacyMasked, func() checklist.Privacy { e.Press(fyne.KeyEscape); return e.as }())
}

func TestAPictureThatCameMaskedIsDecided(t *testing.T) {
	e := &easel{Env: shelltest.Open(t, nil, func(*shell.Shell, any) shell.Page { return blank{} })}
	m := shell.MarkingOf(checklist.PhotoRef{Privacy: checklist.PrivacyMasked}, filepath.Join(t.TempDir(), "gone.jpg"))
	require.True(t, m.Fixed)
	e.Shell.MarkPhoto(m, func([]checklist.Mark, checklist.Privacy) { e.saved++ })
	require.True(t, e.Has("照片打不开"))
	e.Press(fyne.KeyEscape)
	require.Zero(t, e.saved)
}
