package inspect_test

import (
	"context"
	"image/color"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
)

func TestEarlierUseOfAPhotoIsShownBesideIt(t *testing.T) {
	d := openDesk(t)
	var asked []string
	var hints []checklist.Hint
	d.sv.Truth = func(_ context.Context, inspection string, began time.Time, ref checklist.PhotoRef) ([]checklist.Hint, error) {
		asked = append(asked, ref.ID)
		require.NotEmpty(t, inspection)
		require.Equal(t, shelltest.Now.UnixMilli(), began.UnixMilli())
		for i := range hints {
			hints[i].Use.Hash = ref.Hash
		}
		return hints, nil
	}
	d.begin("6s-environment")
	hints = []checklist.Hint{{Code: checklist.HintUsedBefore, Count: 1, Use: &checklist.PhotoUse{
		Photo: "old", Day: "2026-11-03", BranchName: "历下支行", Text: checklist.Text{ZH: "地面干净"}, TakenAt: shelltest.Now.UnixMilli(),
	}}}
	drop := d.Shell.Page().(shell.DropTarget).Drop
	drop([]string{picture(t, "a.jpg", color.White)})
	line := shelltest.Find[*kit.Hint](d.Env, 0)
	require.True(t, line.Visible())
	require.Equal(t, "这张照片与 11 月 3 日 历下支行“地面干净”的照片相同", line.Words())
	require.Len(t, asked, 1)
	require.Empty(t, d.Overflows())
	line.Tapped(nil)
	require.True(t, d.Has("以前用过的照片"))
	require.True(t, d.Has("这张照片"))
	require.NotNil(t, kit.TopOverlay(d.Window.Canvas()))
	require.Empty(t, d.Overflows())
	d.Press(fyne.KeyEscape)
	require.Nil(t, kit.TopOverlay(d.Window.Canvas()))

	hints = nil
	drop([]string{picture(t, "b.jpg", color.Black)})
	require.False(t, line.Visible(), "nothing to say about the second photo")
	require.Len(t, asked, 2)
	d.Type("j")
	d.Type("k")
	require.Len(t, asked, 2, "each photo is asked about once")
}
