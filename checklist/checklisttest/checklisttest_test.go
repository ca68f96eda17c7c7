package checklisttest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/checklisttest"
)

func TestFilledSamplesPassTheGate(t *testing.T) {
	for name := range assets.Checklists() {
		c := checklisttest.Checklist(t, name[:len(name)-len(".yaml")])
		for seed := range uint64(5) {
			in := checklisttest.Inspection(t, c, seed)
			later := checklisttest.Morning.Add(12 * time.Minute)
			require.Empty(t, in.Gate(later), c.ID)
			require.NoError(t, in.Finish("", later))
			require.Equal(t, checklist.Evaluate(in), checklist.Evaluate(checklisttest.Inspection(t, c, seed)), "the same seed is the same sample")
		}
	}
}

func TestSampleHallsAreDifferent(t *testing.T) {
	names := map[string]bool{}
	for _, b := range checklisttest.Branches(300) {
		require.False(t, names[b.Name], b.Name)
		names[b.Name] = true
	}
	require.Equal(t, checklist.LobbyManager, checklisttest.People("B0001")[0].Role)
	_, err := checklisttest.Builtin("none")
	require.Equal(t, "checklist.unknown", checklist.CodeOf(err))
}
