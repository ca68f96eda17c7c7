package photos

import (
	"image"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

// TestRealPhotos runs over a folder of real photos when HALLCHECK_PHOTOS names
// one (phone, orientation and broken below it).
func TestRealPhotos(t *testing.T) {
	dir := os.Getenv("HALLCHECK_PHOTOS")
	if dir == "" {
		t.Skip("set HALLCHECK_PHOTOS to a folder of real photos to run this; all other tests draw their own")
	}
	s := open(t)
	out := os.Getenv("HALLCHECK_PHOTOS_OUT")
	paths, err := Pictures([]string{dir})
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, p := range paths {
		began := time.Now()
		ref, err := s.AddFile(bg, p, "file", time.Now())
		took := time.Since(began).Round(time.Millisecond)
		if err != nil {
			t.Log(filepath.Base(p), took, err)
			assert.NotEmpty(t, checklist.CodeOf(err))
			continue
		}
		t.Log(ref.Name, took, ref.Width, ref.Height, ref.Type, time.UnixMilli(ref.TakenAt).UTC())
		w, err := s.Working(ref.Hash)
		require.NoError(t, err)
		f, err := os.Open(w)
		require.NoError(t, err)
		c, _, err := image.DecodeConfig(f)
		f.Close()
		require.NoError(t, err)
		wantW, wantH := fit(ref.Width, ref.Height, WorkingEdge)
		assert.Equal(t, []int{wantW, wantH}, []int{c.Width, c.Height})
		if out != "" {
			th, err := s.Thumb(ref.Hash)
			require.NoError(t, err)
			for _, x := range []struct{ from, to string }{{w, "w-"}, {th, "t-"}} {
				b, err := os.ReadFile(x.from)
				require.NoError(t, err)
				require.NoError(t, os.WriteFile(filepath.Join(out, x.to+ref.Name+".jpg"), b, 0o600))
			}
		}
	}
}
