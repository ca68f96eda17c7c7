package findings_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
)

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
