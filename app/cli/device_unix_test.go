//go:build unix

package cli

import (
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestADeviceIsWrittenToNotReplaced: --out /dev/null by root must not put a file in
// the device's place.
func TestADeviceIsWrittenToNotReplaced(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	require.NoError(t, syscall.Mkfifo(pipe, 0o600))
	got := make(chan []byte)
	go func() {
		b, _ := os.ReadFile(pipe)
		got <- b
	}()
	require.NoError(t, WriteFile(pipe, func(w io.Writer) error { _, err := io.WriteString(w, "paper"); return err }))
	require.Equal(t, "paper", string(<-got))
	st, err := os.Lstat(pipe)
	require.NoError(t, err)
	require.Equal(t, os.ModeNamedPipe, st.Mode().Type())
}
