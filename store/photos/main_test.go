package photos

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestMain makes the test program its own decoder process.
func TestMain(m *testing.M) {
	if os.Getenv("HALLCHECK_TEST_DECODER") == "dies" {
		fmt.Print(hello)
		_, _ = os.Stdin.Read(make([]byte, 1))
		os.Exit(3)
	}
	if dir := os.Getenv("HALLCHECK_TEST_ADD"); dir != "" {
		os.Exit(addAndAck(dir))
	}
	if len(os.Args) > 1 && os.Args[1] == DecodeArg {
		os.Exit(DecodeMain(os.Args[2:]))
	}
	os.Exit(m.Run())
}

// addAndAck is the program under strace: it stores one photo and says so.
func addAndAck(dir string) int {
	s, err := Open(dir)
	if err != nil {
		return 1
	}
	ref, err := s.AddFile(bg, filepath.Join(dir, "in.jpg"), "file", time.Now())
	if err != nil {
		return 1
	}
	fmt.Println("ACK", ref.Hash)
	return 0
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
