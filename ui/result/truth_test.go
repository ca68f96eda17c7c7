package result_test

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell/shelltest"
)

func TestViewerTellsWhatIsKnownOfAPhoto(t *testing.T) {
	d := openDesk(t)
	d.add(t, "now", "6s-environment", shelltest.Now, "env.outdoor.signboard")
	d.sv.Truth = func(_ context.Context, inspection string, _ time.Time, ref checklist.PhotoRef) ([]checklist.Hint, error) {
		require.Equal(t, "now", inspection)
		return []checklist.Hint{{Code: checklist.HintNoTime}, {Code: checklist.HintOld, Days: 12}, {
			Code: checklist.HintLooksLike, Use: &checklist.PhotoUse{Hash: ref.Hash, Day: "2026-11-03", BranchName: "历下支行", Text: checklist.Text{ZH: "地面"}},
		}}, nil
	}
	d.Shell.Open("result", "now")
	d.Type("v")
	line := shelltest.Find[*kit.Hint](d.Env, 0)
	require.Equal(t, "拍摄时间比检查早 12 天；这张照片与 11 月 3 日 历下支行“地面”的照片看起来是同一张", line.Words())
	require.True(t, line.Visible())
	require.Greater(t, line.Size().Width, float32(300))
	require.Greater(t, line.Size().Height, float32(30))
	require.Empty(t, d.Overflows())
	line.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	require.True(t, d.Has("以前用过的照片"))
	d.Press(fyne.KeyEscape)
	require.False(t, d.Has("以前用过的照片"))
	require.True(t, line.Visible(), "the viewer is still open")
}
