package morning_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

// TestANoteIsAboutWhatWasNotMet writes why right after 2, when the next item is in front
// already.
func TestANoteIsAboutWhatWasNotMet(t *testing.T) {
	d := openDesk(t)
	d.window()
	d.Type("n")
	d.Type("2n")
	d.Fill(0, "晚了五分钟")
	d.Tap("保存")
	drafts, _, err := d.store.Summaries(t.Context(), checklist.Filter{Status: checklist.Draft, Checklist: "morning-meeting"})
	require.NoError(t, err)
	in, err := d.store.Inspection(t.Context(), drafts[0].ID)
	require.NoError(t, err)
	items := in.Checklist.Items
	first := in.Answer(checklist.MainSheet, items[0].ID)
	require.Equal(t, checklist.Miss, first.Value.Verdict)
	require.Equal(t, "晚了五分钟", first.Note)
	for _, it := range items[1:] {
		if a := in.Answer(checklist.MainSheet, it.ID); a != nil {
			require.Empty(t, a.Note, it.ID)
		}
	}
}
