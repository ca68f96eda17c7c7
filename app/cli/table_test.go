package cli

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A text with line breaks or signs that steer a terminal stays one row and one text.
func TestTableKeepsItsRows(t *testing.T) {
	x := &table{}
	x.add("a", "b")
	x.add("1\t2\n3", "\x1b[31mred\x1b[0m\u009b2J")
	var out strings.Builder
	require.NoError(t, x.write(&out))
	require.Equal(t, "a      b\n1 2 3   [31mred [0m 2J\n", out.String())
}
