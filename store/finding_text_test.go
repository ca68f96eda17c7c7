package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/storetest"
)

// TestTextOfAnyCharacters: texts are found by any part of a line and by nothing
// else, whatever the engine's index takes for syntax.
func TestTextOfAnyCharacters(t *testing.T) {
	for _, addr := range []string{"", onServer(t).Database(t)} {
		s, err := store.Open(t.Context(), storetest.Options(t, addr))
		require.NoError(t, err)
		storetest.SetUp(t, s)
		for _, text := range []string{`灯管"坏"了\n {a,b} 100% _x NULL`, "灯箱坏了，管子也坏了", "a", "NULL"} {
			_, err := s.OpenFinding(t.Context(), checklist.FindingDraft{Text: text})
			require.NoError(t, err)
		}
		for text, want := range map[string]int{
			"": 4, "灯": 2, "灯管": 1, `"坏"`: 1, `\n`: 1, `{a,b}`: 1, "a,": 1, "0%": 1, "%": 1, "_x": 1, "null": 2, "nu ll": 2,
			"坏了": 1, "灯箱 管子": 1, "灯箱管子": 0, "了，管": 1, "管坏": 0, `"`: 1, `""`: 0, "灯管 灯箱": 0, "东城 灯": 2, "王 灯": 0,
		} {
			list, total, err := s.Findings(t.Context(), checklist.FindingFilter{Text: text})
			require.NoError(t, err)
			require.Equal(t, []int{want, want}, []int{len(list), total}, "%q %s", text, addr)
		}
		require.NoError(t, s.Close())
	}
}
