package observe_test

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
	d.choose("cxw")
	d.Type("12n")
	require.True(t, d.Has("工号牌佩戴端正"), d.Texts())
	d.Fill(0, "没戴工号牌")
	d.save()
	s := d.draft().Sheets[0]
	require.Equal(t, "没戴工号牌", s.Answers["etq.appearance.badge"].Note)
	require.Nil(t, s.Answers["etq.appearance.hair"], "the next item has neither note nor verdict")

	d.Type("1n") // the hair is met: the note is about what is in front again
	d.Fill(0, "看第四项")
	d.save()
	s = d.draft().Sheets[0]
	require.Equal(t, checklist.Pass, s.Answers["etq.appearance.hair"].Value.Verdict)
	require.Equal(t, "没戴工号牌", s.Answers["etq.appearance.badge"].Note)
	require.Equal(t, "看第四项", s.Answers["etq.appearance.face"].Note)
}
