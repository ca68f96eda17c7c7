package meeting_test

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"hallcheck/ui/kit"
	"hallcheck/ui/shell/shelltest"
)

// shown is the window of the show.
func (d *desk) shown() fyne.Window {
	d.T.Helper()
	all := fyne.CurrentApp().Driver().AllWindows()
	w := all[len(all)-1]
	require.NotSame(d.T, d.Window, w)
	return w
}

// says are the texts in a window.
func says(w fyne.Window) (out []string) {
	shelltest.Walk(w.Content(), func(o fyne.CanvasObject) bool {
		if t, ok := o.(*canvas.Text); ok && t.Text != "" {
			out = append(out, t.Text)
		}
		return true
	})
	return out
}

func dark(w fyne.Window) bool { return len(says(w)) == 0 }

func TestTheShowOnOneScreen(t *testing.T) {
	d := newDesk(t, 1)
	d.Tap("本月会议")
	d.on(3)
	note := shelltest.Find[*kit.TextField](d.Env, 1)
	note.SetText("先讲这个")
	d.Press(fyne.KeyF5)
	require.Equal(t, "先讲这个", d.deck().Items[0].Note, "what was typed is stored before the show")
	w := d.shown()
	require.True(t, w.FullScreen())
	key := func(k fyne.KeyName) { w.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: k}) }
	typed := w.Canvas().OnTypedRune()
	require.Contains(t, says(w), "填单台缺老花镜", "it begins with the slide chosen")
	require.NotContains(t, says(w), "先讲这个")
	typed('n')
	require.Contains(t, says(w), "先讲这个")
	typed('n')
	require.NotContains(t, says(w), "先讲这个")
	for _, k := range []fyne.KeyName{fyne.KeySpace, fyne.KeyPageDown} {
		key(k)
	}
	require.Contains(t, says(w), "灭火器压力不足")
	key(fyne.KeyBackspace)
	require.Contains(t, says(w), "绿植枯黄")
	key(fyne.KeyEnd)
	key(fyne.KeyRight)
	require.Contains(t, says(w), "整改要求与期限", "the last slide stays")
	typed('3')
	key(fyne.KeyReturn)
	require.Contains(t, says(w), "填单台缺老花镜")
	require.False(t, dark(w))
	typed('b')
	require.True(t, dark(w))
	typed('b')
	require.False(t, dark(w))
	test.TapCanvas(w.Canvas(), fyne.NewPos(200, 200))
	require.Contains(t, says(w), "绿植枯黄", "a click goes on")
	key(fyne.KeyEscape)
	require.NotContains(t, fyne.CurrentApp().Driver().AllWindows(), w)
	require.Equal(t, 3, d.list().Selected(), "the slide it ended with is chosen")
}

func TestThePresenterSeesWhatComesNext(t *testing.T) {
	d := newDesk(t, 2)
	d.Tap("本月会议")
	require.True(t, d.Has("第二屏幕"))
	d.on(4)
	d.Press(fyne.KeyF5)
	w := d.shown()
	require.True(t, d.Has("第 4 页，共 6 页") && d.Has("09:31:04") && d.Has("这一页没有提示") && d.Has("灭火器压力不足"), "%q", d.Texts())
	require.Contains(t, says(w), "绿植枯黄")
	d.Press(fyne.KeyRight)
	require.Contains(t, says(w), "灭火器压力不足", "the keys of the main window move the show")
	d.Type("b")
	require.True(t, dark(w) && d.Has("黑屏中"))
	d.Press(fyne.KeyRight)
	require.False(t, dark(w))
	require.True(t, d.Has("已是最后一页"))
	d.Press(fyne.KeyEscape)
	require.True(t, d.Has("会议要求（最后一页）"), "the desk is back")
	require.NotContains(t, fyne.CurrentApp().Driver().AllWindows(), w)
}

// While the show is at one slide the pictures of the next are read.
func TestTheNextPictureIsReadAhead(t *testing.T) {
	d := newDesk(t, 1)
	d.Tap("本月会议")
	d.on(3)
	d.Press(fyne.KeyF5)
	w := d.shown()
	images := func() (n int) {
		shelltest.Walk(w.Content(), func(o fyne.CanvasObject) bool {
			if i, ok := o.(*canvas.Image); ok && i.Image != nil {
				n++
			}
			return true
		})
		return n
	}
	require.Equal(t, 1, images())
	require.NoError(t, os.RemoveAll(filepath.Join(d.dir, "photos")))
	require.NoError(t, os.RemoveAll(filepath.Join(d.dir, "cache")))
	w.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyRight})
	require.Equal(t, 1, images(), "the next picture is there though its file is gone")
	w.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
}
