package photos

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

// spoil cuts a file, or changes up to eight of its bytes, where most headers are
// or anywhere.
func spoil(rnd *rand.Rand, data []byte) []byte {
	b := bytes.Clone(data)
	if rnd.IntN(3) == 0 {
		return b[:rnd.IntN(len(b))]
	}
	reach := len(b)
	if rnd.IntN(2) == 0 {
		reach = min(reach, 300)
	}
	for range 1 + rnd.IntN(8) {
		b[rnd.IntN(reach)] = byte(rnd.IntN(256))
	}
	return b
}

// TestThreeHundredBadFiles imports 320 spoilt files of every kind in one go
// (promise H1): each ends in a picture or in one of the sentences, none takes
// long, and the good ones among them are all there.
func TestThreeHundredBadFiles(t *testing.T) {
	s := open(t)
	dir := t.TempDir()
	rnd := rand.New(rand.NewPCG(20261121, 7))
	small := asJPEG(t, stored(64, 48, 1))
	turned := withEXIF(small, exif(6, "2026:03:04 05:06:07", "+08:00"))
	restarts, _ := withRestarts(30)
	sources := []struct {
		data  []byte
		count int
	}{{small, 50}, {turned, 70}, {restarts, 50}, {asPNG(t, stored(64, 48, 1)), 80}, {nil, 30}, {nil, 30}, {nil, 10}}
	for i, n := range []string{"corners.webp", "corners-lossless.webp", "corners-exif6.heic"} {
		b, err := os.ReadFile("testdata/" + n)
		require.NoError(t, err)
		sources[4+i].data = b
	}
	var paths []string
	for _, src := range sources {
		for range src.count {
			paths = append(paths, write(t, filepath.Join(dir, strconv.Itoa(len(paths))+".jpg"), spoil(rnd, src.data)))
		}
		paths = append(paths, write(t, filepath.Join(dir, "good"+strconv.Itoa(len(paths))+".jpg"), src.data))
	}
	codes := map[string]int{}
	began := time.Now()
	s.Import(bg, paths, "drop", noon, func(i int, ref checklist.PhotoRef, err error) {
		code := checklist.CodeOf(err)
		codes[code]++
		if filepath.Base(paths[i])[0] == 'g' {
			assert.NoError(t, err, paths[i])
		}
		if err == nil {
			w, err := s.Working(ref.Hash)
			assert.NoError(t, err)
			assert.True(t, intact(w))
		} else {
			assert.Contains(t, []string{
				"photo.empty", "photo.type", "photo.dimensions", "photo.damaged", "photo.timeout", "photo.memory",
			}, code, "%s: %v", paths[i], err)
		}
	})
	t.Log(len(paths), "files in", time.Since(began).Round(time.Millisecond), codes)
	assert.Greater(t, codes["photo.damaged"], 100)
	assert.Greater(t, codes[""], 50)
	requireNoTemp(t, s)
}
