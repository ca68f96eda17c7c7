package observe_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell/shelltest"
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

// TestALongNoteIsWrittenInLines: Enter begins a line, the keyboard leaves with Tab, Ctrl
// Enter saves; the list shows a note of several lines in one.
func TestALongNoteIsWrittenInLines(t *testing.T) {
	d := openDesk(t)
	d.window()
	d.Type("n")
	d.choose("cxw")
	d.Type("c")
	text := shelltest.Find[*kit.TextField](d.Env, 0)
	require.True(t, text.MultiLine)
	require.Greater(t, text.Size().Height, 2*shelltest.Find[*kit.TextField](d.Env, 1).Size().Height-10, "about three lines are seen")
	require.False(t, text.AcceptsTab(), "Tab leaves the field")
	d.write("叫号后先举手招迎，再问办什么")
	d.Press(fyne.KeyReturn)
	d.write("每天晨会练两遍，周五我来看")
	require.Empty(t, d.entries(hall.KindCoach), "Enter does not save half a note")
	require.Empty(t, append(d.Overflows(), d.Cut()...))
	d.save()
	const said = "叫号后先举手招迎，再问办什么\n每天晨会练两遍，周五我来看"
	require.Equal(t, said, d.entries(hall.KindCoach)[0].Text)
	d.Type("n")
	require.True(t, shelltest.Find[*kit.TextField](d.Env, 0).MultiLine, "the words under an item too")
	d.Press(fyne.KeyEscape)
	d.Type("g")
	d.finish()
	d.Tap("复看完成")
	require.True(t, shelltest.Find[*kit.TextField](d.Env, 0).MultiLine, "and those of the second look")
	d.write("主动多了")
	d.Press(fyne.KeyReturn)
	d.write("递单据仍用单手")
	d.save()
	require.Equal(t, "主动多了\n递单据仍用单手", d.entries(hall.KindCoachEnd)[0].Text)
}
