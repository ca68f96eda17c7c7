package findings_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell/shelltest"
)

// TestWhomOnlyTheRosterNamesIsOffered: as owner of a problem written down by hand, and
// when it is handed over.
func TestWhomOnlyTheRosterNamesIsOffered(t *testing.T) {
	st := openStore(t)
	_, err := st.SaveRoster(t.Context(), []hall.Shift{{Day: "2026-11-22", Person: "陈小红", Start: 510, Ends: 1020}})
	require.NoError(t, err)
	d := newDesk(t, st, lobby, "findings", nil)
	d.sv.Roster = st.Roster
	owner := func() string {
		rows, _, err := st.Findings(t.Context(), checklist.FindingFilter{})
		require.NoError(t, err)
		require.Len(t, rows, 1)
		return rows[0].Owner
	}
	d.Type("n")
	d.write("雨伞架倒了")
	offered := kit.Choice{ID: "陈小红", Text: "陈小红"}
	who := shelltest.Find[*kit.SearchSelect](d.Env, 2)
	require.Contains(t, who.Choices, offered)
	who.Choose("陈小红")
	d.ctrl(fyne.KeyReturn)
	require.Equal(t, "陈小红", owner())

	f := wrong(t, st, "缺老花镜", "王芳", "2026-11-22")
	d.Shell.Open("finding", f.ID)
	d.Type("a")
	who, _ = d.Window.Canvas().Focused().(*kit.SearchSelect)
	require.Contains(t, who.Choices, offered)
	who.Choose("陈小红")
	d.ctrl(fyne.KeyReturn)
	require.Equal(t, "陈小红", d.finding(f.ID).Owner)
}
