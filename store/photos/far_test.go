package photos

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

// shelf is a Far in memory that can be out of reach.
type shelf struct {
	sync.Mutex
	files map[string][]byte
	down  bool
	gets  int
}

var errDown = errors.New("no route")

func (s *shelf) Put(_ context.Context, hash, file string, _ int64) error {
	s.Lock()
	defer s.Unlock()
	if s.down {
		return errDown
	}
	b, err := os.ReadFile(file)
	s.files[hash] = b
	return err
}

func (s *shelf) Get(_ context.Context, hash string) (io.ReadCloser, error) {
	s.Lock()
	defer s.Unlock()
	s.gets++
	b, ok := s.files[hash]
	switch {
	case s.down:
		return nil, errDown
	case !ok:
		return nil, fs.ErrNotExist
	}
	return io.NopCloser(bytes.NewReader(b)), nil
}

func (s *shelf) Remove(_ context.Context, hash string) error {
	s.Lock()
	defer s.Unlock()
	delete(s.files, hash)
	return nil
}

func (s *shelf) Close() error { return nil }

func farStore(t *testing.T) (*Store, *shelf) {
	t.Helper()
	s := open(t)
	far := &shelf{files: map[string][]byte{}}
	s.KeepIn(far, 0)
	return s, far
}

// TestFarComesFirst: a photo that is said to be stored is in the bucket; while that
// is out of reach none is said to be, and nothing has its name here.
func TestFarComesFirst(t *testing.T) {
	s, far := farStore(t)
	data := camera(t, 640, 480, 1)
	far.down = true
	_, err := s.Add(t.Context(), bytes.NewReader(data), "a.jpg", "file", noon)
	require.Equal(t, "photo.far", checklist.CodeOf(err))
	require.ErrorIs(t, err, errDown)
	require.False(t, s.Has(sum(data)))
	require.NoFileExists(t, s.original(sum(data)))
	require.Equal(t, "photo.far", checklist.CodeOf(s.PutVerified(t.Context(), sum(data), data)))
	far.down = false
	require.NoError(t, s.PutVerified(t.Context(), sum(data), data))
	require.Equal(t, data, far.files[sum(data)])
	require.NoError(t, s.PutOriginal(t.Context(), sum(data), bytes.NewReader(data)))
}

// TestFolderIsACache: what the collector takes off the disk comes back from the
// bucket, whole, when somebody asks; what the bucket lacks stays.
func TestFolderIsACache(t *testing.T) {
	s, far := farStore(t)
	first, second := camera(t, 640, 480, 1), camera(t, 320, 240, 2)
	for _, data := range [][]byte{first, second} {
		_, err := s.Add(t.Context(), bytes.NewReader(data), "a.jpg", "file", noon)
		require.NoError(t, err)
	}
	delete(far.files, sum(second)) // somebody emptied the bucket
	all := func(string) bool { return true }
	_, err := s.Sweep(t.Context(), all, time.Now())
	require.NoError(t, err)
	require.FileExists(t, s.original(sum(first)), "too young")
	_, err = s.Sweep(t.Context(), all, time.Now().Add(48*time.Hour))
	require.NoError(t, err)
	require.NoFileExists(t, s.original(sum(first)))
	require.FileExists(t, s.original(sum(second)), "nowhere else")

	require.True(t, s.Has(sum(first)))
	require.NoError(t, os.Remove(s.working(sum(first))))
	w, err := s.Working(sum(first))
	require.NoError(t, err)
	require.FileExists(t, w)
	require.FileExists(t, s.original(sum(first)))
	require.NoError(t, s.Verify(t.Context(), sum(first)))

	require.NoError(t, os.Chmod(s.original(sum(first)), 0o600))
	require.NoError(t, os.Remove(s.original(sum(first))))
	far.files[sum(first)][99] ^= 1
	require.Equal(t, "photo.changed", checklist.CodeOf(s.Verify(t.Context(), sum(first))))
	require.NoFileExists(t, s.original(sum(first)))
	delete(far.files, sum(first))
	require.Equal(t, "photo.missing", checklist.CodeOf(s.Verify(t.Context(), sum(first))))
	require.False(t, s.Has(sum(first)))
}

// TestMoveToFar: every sound original goes, a damaged one is named and stays.
func TestMoveToFar(t *testing.T) {
	s := open(t)
	good, bad := camera(t, 640, 480, 1), camera(t, 320, 240, 2)
	for _, data := range [][]byte{good, bad} {
		_, err := s.Add(t.Context(), bytes.NewReader(data), "a.jpg", "file", noon)
		require.NoError(t, err)
	}
	path := s.original(sum(bad))
	require.NoError(t, os.Chmod(path, 0o600))
	require.NoError(t, os.WriteFile(path, good, 0o600))
	far := &shelf{files: map[string][]byte{}}
	steps := 0
	err := s.MoveTo(t.Context(), far, func(int, int) { steps++ })
	require.Equal(t, "photo.changed", checklist.CodeOf(err))
	require.Equal(t, 2, steps)
	require.Equal(t, map[string][]byte{sum(good): good}, far.files)
	require.FileExists(t, filepath.Clean(path))
}
