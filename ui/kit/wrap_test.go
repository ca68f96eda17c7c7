package kit

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"hallcheck/ui/theme"
)

func TestShortenedLineKeepsItsSpaces(t *testing.T) {
	test.NewTempApp(t)
	p := NewParagraph("the Lobby manager on post writes down what the customer said", theme.Text)
	p.Lines = 2
	rows := p.wrap(130)
	require.Len(t, rows, 2)
	whole := strings.Join(rows, " ")
	require.True(t, strings.HasPrefix("the Lobby manager on post writes down what the customer said", strings.TrimRight(strings.TrimSuffix(whole, "…"), " ")), whole)
	require.Equal(t, "大堂经理", joinRows([]string{"大堂", "经理"}))
}

// A text of several lines stands in one line of a list without a sign for the break.
func TestALineShowsNoLineBreaks(t *testing.T) {
	test.NewTempApp(t)
	l := NewLabel("先问候\n再办理\r\nagain")
	l.Resize(l.Natural())
	require.Equal(t, "先问候 再办理 again", l.line.Text)
	require.Equal(t, NewLabel("先问候 再办理 again").Natural(), l.Natural())
	l.Set("a\nb")
	require.Equal(t, "a b", l.line.Text)
}
