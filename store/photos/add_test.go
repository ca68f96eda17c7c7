package photos

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"image"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"github.com/bep/imagemeta"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func sum(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

func TestAddAllOrientations(t *testing.T) {
	s := open(t)
	for o := 1; o <= 8; o++ {
		data := withEXIF(asJPEG(t, stored(192, 128, o)), exif(o, "2026:03:04 05:06:07", "+08:00"))
		ref, err := s.Add(bg, bytes.NewReader(data), "大堂.jpg", "file", noon)
		require.NoError(t, err)
		assert.Equal(t, [2]int{192, 128}, [2]int{ref.Width, ref.Height}, "orientation %d", o)
		w, err := s.Working(ref.Hash)
		require.NoError(t, err)
		m := load(t, w)
		assert.Equal(t, image.Pt(192, 128), m.Bounds().Size(), "orientation %d", o)
		requireUpright(t, m)
		th, err := s.Thumb(ref.Hash)
		require.NoError(t, err)
		requireUpright(t, load(t, th))
	}
}

func TestAddFillsTheReference(t *testing.T) {
	s := open(t)
	data := withEXIF(asJPEG(t, stored(2400, 1600, 6)), exif(6, "2026:03:04 05:06:07", "+08:00"))
	ref, err := s.Add(bg, bytes.NewReader(data), `C:\DCIM\IMG_1.JPG`, "drop", noon)
	require.NoError(t, err)
	assert.NotEmpty(t, ref.ID)
	want := checklist.PhotoRef{
		ID: ref.ID, Hash: sum(data), Name: "IMG_1.JPG", Kind: checklist.PhotoEvidence, Source: "drop",
		TakenAt: time.Date(2026, 3, 3, 21, 6, 7, 0, time.UTC).UnixMilli(), AddedAt: noon.UnixMilli(),
		Width: 2400, Height: 1600, Size: int64(len(data)), Type: "image/jpeg",
	}
	assert.Equal(t, want, ref)
	w, err := s.Working(ref.Hash)
	require.NoError(t, err)
	assert.Equal(t, image.Pt(1920, 1280), load(t, w).Bounds().Size())
	th, err := s.Thumb(ref.Hash)
	require.NoError(t, err)
	assert.Equal(t, image.Pt(320, 213), load(t, th).Bounds().Size())
	r, err := s.Original(ref.Hash)
	require.NoError(t, err)
	defer r.Close()
	got, err := io.ReadAll(r)
	require.NoError(t, err)
	assert.Equal(t, data, got)
	assert.True(t, s.Has(ref.Hash))
	require.NoError(t, s.Verify(bg, ref.Hash))
}

func TestAddEveryKind(t *testing.T) {
	s := open(t)
	pngBytes := asPNG(t, stored(192, 128, 1))
	require.NoError(t, os.WriteFile(filepath.Join(s.dir, "lying.jpg"), pngBytes, 0o600))
	for path, mime := range map[string]string{
		"testdata/corners.webp":           "image/webp",
		"testdata/corners-lossless.webp":  "image/webp",
		"testdata/corners-exif6.heic":     "image/heic",
		filepath.Join(s.dir, "lying.jpg"): "image/png", // the content decides
	} {
		ref, err := s.AddFile(bg, path, "file", noon)
		require.NoError(t, err, path)
		assert.Equal(t, mime, ref.Type, path)
		assert.Equal(t, [2]int{192, 128}, [2]int{ref.Width, ref.Height}, path)
		w, err := s.Working(ref.Hash)
		require.NoError(t, err)
		requireUpright(t, load(t, w))
		if mime == "image/heic" {
			assert.Equal(t, time.Date(2026, 3, 3, 21, 6, 7, 0, time.UTC).UnixMilli(), ref.TakenAt)
		}
		again, err := s.AddFile(bg, path, "file", noon)
		require.NoError(t, err)
		assert.NotEqual(t, ref.ID, again.ID)
		again.ID = ref.ID
		assert.Equal(t, ref, again, "the second time the copies are there and only the header is read")
	}
}

func TestTransparentPictureLiesOnWhite(t *testing.T) {
	s := open(t)
	m := image.NewNRGBA(image.Rect(0, 0, 4000, 10))
	ref, err := s.Add(bg, bytes.NewReader(asPNG(t, m)), "clear.png", "paste", noon)
	require.NoError(t, err)
	w, err := s.Working(ref.Hash)
	require.NoError(t, err)
	got := load(t, w)
	assert.Equal(t, image.Pt(1920, 5), got.Bounds().Size())
	r, g, b, _ := got.At(900, 2).RGBA()
	assert.Equal(t, [3]uint32{0xffff, 0xffff, 0xffff}, [3]uint32{r, g, b})
}

func TestSamePhotoFromManyAtOnce(t *testing.T) {
	s := open(t)
	data := camera(t, 400, 300, 5)
	var wg sync.WaitGroup
	hashes := make([]string, 12)
	for i := range hashes {
		wg.Go(func() {
			ref, err := s.Add(bg, bytes.NewReader(data), "a.jpg", "file", noon)
			assert.NoError(t, err)
			hashes[i] = ref.Hash
		})
	}
	wg.Wait()
	for _, h := range hashes {
		assert.Equal(t, sum(data), h)
	}
	files, err := filepath.Glob(filepath.Join(s.dir, "photos", "??", "*"))
	require.NoError(t, err)
	assert.Equal(t, []string{s.original(sum(data))}, files)
	requireNoTemp(t, s)
	require.NoError(t, s.Verify(bg, sum(data)))
}

func requireNoTemp(t *testing.T, s *Store) {
	t.Helper()
	left, err := os.ReadDir(s.tmp())
	require.NoError(t, err)
	assert.Empty(t, left)
}

func TestStoredBytesAreGuarded(t *testing.T) {
	s := open(t)
	data := camera(t, 64, 48, 6)
	ref, err := s.Add(bg, bytes.NewReader(data), "a.jpg", "file", noon)
	require.NoError(t, err)
	path := s.original(ref.Hash)
	st, err := os.Stat(path)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o400), st.Mode().Perm())

	bad := bytes.Clone(data)
	bad[len(bad)/2] ^= 1
	require.NoError(t, os.Chmod(path, 0o600))
	require.NoError(t, os.WriteFile(path, bad, 0o600))
	assert.Equal(t, "photo.changed", checklist.CodeOf(s.Verify(bg, ref.Hash)))
	_, err = s.Add(bg, bytes.NewReader(data), "a.jpg", "file", noon)
	require.NoError(t, err)
	require.NoError(t, s.Verify(bg, ref.Hash), "adding the good picture again heals the bad copy")

	require.NoError(t, os.Remove(path))
	assert.Equal(t, "photo.missing", checklist.CodeOf(s.Verify(bg, ref.Hash)))
	_, err = s.Original(strings.Repeat("../", 21) + "x")
	assert.Equal(t, "photo.missing", checklist.CodeOf(err))
}

func TestPutOriginal(t *testing.T) {
	s := open(t)
	data := withEXIF(asJPEG(t, stored(96, 64, 3)), exif(3, "2026:03:04 05:06:07", "+08:00"))
	other := strings.Repeat("ab", 32)
	assert.Equal(t, "photo.hash", checklist.CodeOf(s.PutOriginal(bg, other, bytes.NewReader(data))))
	assert.False(t, s.Has(other))
	assert.False(t, s.Has(sum(data)))
	requireNoTemp(t, s)
	require.NoError(t, s.PutOriginal(bg, sum(data), bytes.NewReader(data)))
	require.NoError(t, s.Verify(bg, sum(data)))
	th, err := s.Thumb(sum(data))
	require.NoError(t, err)
	requireUpright(t, load(t, th))
	require.NoError(t, s.PutOriginal(bg, sum([]byte("text")), strings.NewReader("text")))
	_, err = s.Thumb(sum([]byte("text")))
	assert.Equal(t, "photo.type", checklist.CodeOf(err))
}

func TestCopiesAreMadeAnew(t *testing.T) {
	s := open(t)
	ref, err := s.Add(bg, bytes.NewReader(camera(t, 640, 480, 8)), "a.jpg", "file", noon)
	require.NoError(t, err)
	w, err := s.Working(ref.Hash)
	require.NoError(t, err)
	before, err := os.ReadFile(w)
	require.NoError(t, err)
	require.NoError(t, os.Truncate(w, int64(len(before)/2))) // what a power cut may leave
	w, err = s.Working(ref.Hash)
	require.NoError(t, err)
	after, err := os.ReadFile(w)
	require.NoError(t, err)
	assert.Equal(t, before, after)
	require.NoError(t, os.RemoveAll(filepath.Join(s.dir, "cache")))
	th, err := s.Thumb(ref.Hash)
	require.NoError(t, err)
	assert.Equal(t, image.Pt(320, 240), load(t, th).Bounds().Size())
}

func TestShareableTellsNothing(t *testing.T) {
	s := open(t)
	data := withEXIF(asJPEG(t, stored(96, 64, 1)), exif(1, "2026:03:04 05:06:07", "+08:00"))
	count := func(r io.ReadSeeker) (tags, gps int) {
		_, err := imagemeta.Decode(imagemeta.Options{
			R: r, ImageFormat: imagemeta.JPEG,
			Sources:         imagemeta.EXIF | imagemeta.IPTC | imagemeta.XMP,
			ShouldHandleTag: func(imagemeta.TagInfo) bool { return true },
			HandleTag: func(i imagemeta.TagInfo) error {
				tags++
				if strings.HasPrefix(i.Tag, "GPS") {
					gps++
				}
				return nil
			},
		})
		require.NoError(t, err)
		return tags, gps
	}
	_, gps := count(bytes.NewReader(data))
	require.Equal(t, 2, gps, "the test picture knows its place")
	ref, err := s.Add(bg, bytes.NewReader(data), "a.jpg", "file", noon)
	require.NoError(t, err)
	r, size, err := s.Shareable(ref.Hash)
	require.NoError(t, err)
	defer r.Close()
	got, err := io.ReadAll(r)
	require.NoError(t, err)
	assert.Len(t, got, int(size))
	tags, gps := count(bytes.NewReader(got))
	assert.Zero(t, tags)
	assert.Zero(t, gps)
	assert.NotContains(t, string(got), "Exif")
}

func TestAddStopsWithContextAndReader(t *testing.T) {
	s := open(t)
	ctx, cancel := context.WithCancel(bg)
	cancel()
	_, err := s.Add(ctx, bytes.NewReader(camera(t, 64, 48, 6)), "a.jpg", "file", noon)
	require.ErrorIs(t, err, context.Canceled)
	_, err = s.Add(bg, iotest.ErrReader(errors.New("stick pulled")), "a.jpg", "file", noon)
	assert.Equal(t, "photo.read", checklist.CodeOf(err))
	requireNoTemp(t, s)
}
