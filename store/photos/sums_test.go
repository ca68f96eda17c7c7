package photos

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"hash/crc32"
	"io"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The sums kept beside a copy are those of the bytes that are shared; a copy that
// is another one since has none.
func TestSumsOfTheSharedCopy(t *testing.T) {
	s, err := Open(t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	ref, err := s.Add(t.Context(), bytes.NewReader(camera(t, 640, 480, 1)), "a.jpg", "file", time.Now())
	require.NoError(t, err)
	whole := func() Sums {
		r, size, err := s.Shareable(ref.Hash)
		require.NoError(t, err)
		defer r.Close()
		data, err := io.ReadAll(r)
		require.NoError(t, err)
		require.EqualValues(t, size, len(data))
		sum := sha256.Sum256(data)
		return Sums{hex.EncodeToString(sum[:]), crc32.Checksum(data, crc32.MakeTable(crc32.Castagnoli)), size}
	}
	got, ok := s.Sums(ref.Hash)
	require.True(t, ok)
	require.Equal(t, whole(), got)

	require.NoError(t, os.Remove(s.working(ref.Hash)))
	_, ok = s.Sums(ref.Hash)
	require.False(t, ok, "no copy, no sums")
	again := whole() // makes it anew
	got, ok = s.Sums(ref.Hash)
	require.True(t, ok)
	require.Equal(t, again, got)

	old := time.Now().Add(-time.Hour)
	require.NoError(t, os.Chtimes(s.working(ref.Hash), old, old))
	_, ok = s.Sums(ref.Hash)
	require.False(t, ok, "somebody touched it")
	require.NoError(t, os.WriteFile(s.sums(ref.Hash), []byte("half"), 0o600))
	_, ok = s.Sums(ref.Hash)
	require.False(t, ok)
	s.DropSums(ref.Hash)
	require.NoFileExists(t, s.sums(ref.Hash))
	_, ok = s.Sums("../../etc/passwd")
	require.False(t, ok)

	_, err = s.Sweep(t.Context(), func(string) bool { return false }, time.Now().Add(48*time.Hour))
	require.NoError(t, err)
	require.NoFileExists(t, s.sums(ref.Hash))
	require.NoFileExists(t, s.working(ref.Hash))
}
