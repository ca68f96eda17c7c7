package photos

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestMain makes the test program its own decoder process.
func TestMain(m *testing.M) {
	if os.Getenv("HALLCHECK_TEST_DECODER") == "dies" {
		fmt.Print(hello)
		_, _ = os.Stdin.Read(make([]byte, 1))
		os.Exit(3)
	}
	if len(os.Args) > 1 && os.Args[1] == DecodeArg {
		os.Exit(DecodeMain(os.Args[2:]))
	}
	os.Exit(m.Run())
}

// open makes a store whose decoders are processes of the test program.
func open(t testing.TB) *Store {
	t.Helper()
	s, err := Open(t.TempDir())
	require.NoError(t, err)
	exe, err := os.Executable()
	require.NoError(t, err)
	s.pool.command = commandFor(exe)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

var bg = context.Background()
