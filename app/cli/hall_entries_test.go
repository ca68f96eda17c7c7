package cli

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
)

// The beginning of an id that fits several entries, or all of them, takes back none.
func TestUndoTakesBackWhatIsMeant(t *testing.T) {
	entries := []hall.Entry{{ID: "ab12", Kind: hall.KindCare}, {ID: "ab34", Kind: hall.KindWelcome}, {ID: "ab345", Kind: hall.KindCare}, {ID: "cd56", Kind: hall.KindPatrol}}
	for begin, want := range map[string]string{"ab12": "ab12", "ab1": "ab12", "c": "cd56", "ab34": "ab34", "zz": ""} {
		got, err := byBeginning(entries, begin)
		require.NoError(t, err, begin)
		if want == "" {
			require.Nil(t, got)
			continue
		}
		require.Equal(t, want, got.ID, begin)
	}
	for _, begin := range []string{"", "a", "ab"} {
		_, err := byBeginning(entries, begin)
		require.Equal(t, "hall.whichEntry", checklist.CodeOf(err), begin)
	}
}
