package store_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/storetest"
)

// TestMovesPlantedForAnotherBranch: moves a branch sends of another's finding
// before its opening has come count for nothing when it comes, and its number is
// not to be had by opening it again for oneself.
func TestMovesPlantedForAnotherBranch(t *testing.T) {
	for _, server := range []bool{false, true} {
		addr := ""
		if server {
			addr = onServer(t).Database(t)
		}
		a, hq := newSite(t, "a", "", checklist.FaceBranch, 0), newSite(t, "hq", addr, checklist.FaceHQ, 0)
		f, err := a.OpenFinding(t.Context(), checklist.FindingDraft{Text: "灯不亮"})
		require.NoError(t, err)
		planted := checklist.FindingEvent{
			ID: "planted", Finding: f.ID, Clock: 2, Device: "0", At: 1, Day: "2026-11-03", Verb: checklist.VerbSubmit, Note: "好了",
			By: checklist.Person{Name: "外人", Role: checklist.LobbyManager},
		}
		seq := int64(0)
		send := func(branch string, e ...checklist.FindingEvent) error {
			seq++
			_, err := hq.ImportInspections(t.Context(), store.ImportRecord{SHA256: fmt.Sprint(branch, seq), Device: branch, Seq: seq, Branch: branch}, nil,
				store.Loop{Events: e}, checklist.Branch{})
			return err
		}
		require.NoError(t, send("B404", planted), "nobody can tell yet")
		before, _, err := hq.AuditHead(t.Context())
		require.NoError(t, err)
		require.NoError(t, send(storetest.Branch.Code, a.knows(t)...))
		lines, _, err := hq.AuditHead(t.Context())
		require.NoError(t, err)
		require.EqualValues(t, 2, lines-before, "the import, and that another branch had spoken")
		there, err := hq.Finding(t.Context(), f.ID)
		require.NoError(t, err)
		require.Equal(t, checklist.FindingOpen, there.Status)
		require.Len(t, there.Events, 1)
		rep, err := hq.Check(t.Context(), true, nil)
		require.NoError(t, err)
		require.Empty(t, rep.Troubles)

		planted.ID = "planted later"
		require.Equal(t, "store.foreignFinding", checklist.CodeOf(send("B404", planted)))
		own := f.Events[0]
		opening := *own.Opening
		opening.Branch.Code = "B404"
		own.ID, own.Device, own.Opening = "opened again", "0", &opening
		require.Equal(t, "store.foreignFinding", checklist.CodeOf(send("B404", own)), "a device whose name comes first takes nothing over")
		there, err = hq.Finding(t.Context(), f.ID)
		require.NoError(t, err)
		require.Equal(t, storetest.Branch.Code, there.Branch.Code)
		_, err = hq.EditFinding(t.Context(), f.ID, func(f *checklist.Finding, act checklist.Act) error { return f.RootCause(act, "灯管老化") })
		require.NoError(t, err)
	}
}
