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
