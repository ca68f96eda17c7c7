package bundle

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

func TestNULIsNoText(t *testing.T) {
	read := func(line string) error {
		return readRecords(strings.NewReader(line+"\n"), func(*Record) error { return nil })
	}
	require.Equal(t, ErrRecord, checklist.CodeOf(read(`{"kind":"checklist","checklist":{"id":"a\u0000","version":1,"sha256":"","source":""}}`)))
	require.True(t, hasNUL([]byte(`"\\\u0000"`)), "a backslash, then NUL")
	require.False(t, hasNUL([]byte(`"\\u0000"`)), "a backslash and letters")
}
