package photos

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/markup"
)

func hide(x0, y0, x1, y1 int) checklist.Mark {
	return checklist.Mark{Kind: checklist.MarkMosaicBox, Points: []checklist.Point{{X: x0, Y: y0}, {X: x1, Y: y1}}, Width: 1}
}

func arrowMark() checklist.Mark {
	return checklist.Mark{Kind: checklist.MarkArrow, Points: []checklist.Point{{X: 1000, Y: 9000}, {X: 9000, Y: 9000}}, Colour: checklist.Blue, Width: 100}
}

// slip draws a hall with a slip of paper and a number on it.
func slip(number string, size image.Point) *image.RGBA {
	m := image.NewRGBA(image.Rectangle{Max: size})
	for y := range size.Y {
		for x := range size.X {
			m.SetRGBA(x, y, color.RGBA{uint8(x * 255 / size.X), uint8(y * 255 / size.Y), 120, 255})
		}
	}
	paper := image.Rect(size.X/4, size.Y/4, size.X*3/4, size.Y/2)
	draw.Draw(m, paper, image.White, image.Point{}, draw.Src)
	markup.Draw(m, checklist.Marks{{
		Kind: checklist.MarkText, Points: []checklist.Point{{X: 3000, Y: 3400}}, Width: 300, Colour: checklist.Blue, Text: number,
	}})
	return m
}

func addBytes(t testing.TB, s *Store, b []byte) checklist.PhotoRef {
	t.Helper()
	ref, err := s.Add(bg, bytes.NewReader(b), "a.jpg", "file", noon)
	require.NoError(t, err)
	return ref
}

func whole(t testing.TB, s *Store, hash string) []byte {
	t.Helper()
	r, err := s.Original(hash)
	require.NoError(t, err)
	defer r.Close()
	b, err := io.ReadAll(r)
	require.NoError(t, err)
	return b
}

// TestTwoPicturesAreTheSameUnderTheMask: pictures that differ only in what is
// hidden become the same file, byte by byte, in every copy there is.
func TestTwoPicturesAreTheSameUnderTheMask(t *testing.T) {
	s := open(t)
	size := image.Pt(2400, 1800)
	a, b := addBytes(t, s, asPNG(t, slip("6222 0213 8845", size))), addBytes(t, s, asPNG(t, slip("6222 8821 3504", size)))
	require.NotEqual(t, a.Hash, b.Hash)
	over := checklist.Marks{arrowMark(), hide(2400, 2400, 7600, 5100)}
	ma, err := s.BurnMosaic(bg, a.Hash, over)
	require.NoError(t, err)
	mb, err := s.BurnMosaic(bg, b.Hash, over)
	require.NoError(t, err)
	require.Equal(t, ma, mb)
	require.True(t, s.Has(ma))
	require.NoError(t, s.Verify(bg, ma))
	beside := checklist.Marks{hide(0, 8000, 2000, 10000)}
	ma, err = s.BurnMosaic(bg, a.Hash, beside)
	require.NoError(t, err)
	mb, err = s.BurnMosaic(bg, b.Hash, beside)
	require.NoError(t, err)
	require.NotEqual(t, ma, mb, "a mosaic beside the slip hides nothing of it")
	require.NoError(t, s.Verify(bg, a.Hash), "the original is as it was")
}

// TestMaskedBlocksAreFlatInEveryCopy looks at the pixels of what leaves.
func TestMaskedBlocksAreFlatInEveryCopy(t *testing.T) {
	s := open(t)
	for o := 1; o <= 8; o++ {
		w, h := 2400, 1600
		noisy := stored(w, h, o).(*image.RGBA)
		for i := range noisy.Pix { // detail everywhere, the corners' colours still to be seen
			if i%4 != 3 && i/4%3 == 0 {
				noisy.Pix[i] ^= 0x3f
			}
		}
		ref := addBytes(t, s, withEXIF(asJPEG(t, noisy), exif(o, "2026:03:04 05:06:07", "+08:00")))
		hash, err := s.BurnMosaic(bg, ref.Hash, checklist.Marks{hide(500, 500, 4000, 4000)})
		require.NoError(t, err)
		path, err := s.Working(hash)
		require.NoError(t, err)
		img := load(t, path)
		require.Equal(t, image.Pt(1920, 1280), img.Bounds().Size(), "upright, orientation %d", o)
		side := markup.Block(img.Bounds().Size())
		for y := 64; y < 512; y++ {
			for x := 96; x < 768; x++ {
				require.LessOrEqual(t, apart(img.At(x, y), img.At(x/side*side+side/2, y/side*side+side/2)), 6, "%d,%d of orientation %d", x, y, o)
			}
		}
		r, _, _, _ := img.At(400, 300).RGBA()
		_, g, _, _ := img.At(1900, 20).RGBA()
		require.Greater(t, r>>8, uint32(120), "the red corner was masked, orientation %d", o)
		require.Greater(t, g>>8, uint32(120))
		varied := 0
		for x := 1200; x < 1900; x++ {
			if apart(img.At(x, 700), img.At(x+1, 700)) > 6 {
				varied++
			}
		}
		require.Greater(t, varied, 100, "what is not masked keeps its detail")
	}
}

func apart(a, b color.Color) int {
	ar, ag, ab, _ := a.RGBA()
	br, bg, bb, _ := b.RGBA()
	d := func(x, y uint32) int { return max(int(x>>8)-int(y>>8), int(y>>8)-int(x>>8)) }
	return max(d(ar, br), d(ag, bg), d(ab, bb))
}

// TestMaskedFileHoldsPixelsOnly: camera data, place, an inner thumbnail of the
// whole scene and bytes after the end are not in the masked file.
func TestMaskedFileHoldsPixelsOnly(t *testing.T) {
	s := open(t)
	inner := asJPEG(t, slip("6222", image.Pt(160, 120)))
	note := append([]byte("Exif\x00\x00SECRET-THUMB"), inner...)
	seg := append([]byte{0xff, 0xe1, byte((len(note) + 2) >> 8), byte(len(note) + 2)}, note...)
	data := withEXIF(withEXIF(asJPEG(t, slip("6222 0213", image.Pt(1600, 1200))), seg), exif(1, "2026:03:04 05:06:07", "+08:00"))
	data = append(data, []byte("SECRET-TRAILER")...)
	ref := addBytes(t, s, data)
	require.NotZero(t, ref.TakenAt)
	hash, err := s.BurnMosaic(bg, ref.Hash, checklist.Marks{hide(2000, 2000, 8000, 6000)})
	require.NoError(t, err)
	masked := whole(t, s, hash)
	paths := [][]byte{masked}
	for _, find := range []func(string) (string, error){s.Working, s.Thumb} {
		path, err := find(hash)
		require.NoError(t, err)
		b, err := os.ReadFile(path)
		require.NoError(t, err)
		paths = append(paths, b)
	}
	for _, b := range paths {
		for _, secret := range []string{"SECRET", "Exif", "2026:03:04", "JFIF", "MM\x00\x2a", string(inner[len(inner)-80 : len(inner)-20])} {
			require.False(t, bytes.Contains(b, []byte(secret)), "%q", secret)
		}
		require.Equal(t, 1, bytes.Count(b, []byte{0xff, 0xd8, 0xff}), "one picture in the file")
		require.Equal(t, []byte{0xff, 0xd9}, b[len(b)-2:])
	}
}

func TestMarkedCopyIsDrawnAndRebuilt(t *testing.T) {
	s := open(t)
	ref := addBytes(t, s, asPNG(t, stored(1000, 800, 1)))
	plain, err := s.Working(ref.Hash)
	require.NoError(t, err)
	same, err := s.Marked(bg, ref.Hash, checklist.Marks{hide(0, 0, 100, 100)})
	require.NoError(t, err)
	require.Equal(t, plain, same, "nothing to draw")
	thumb, err := s.MarkedThumb(bg, ref.Hash, nil)
	require.NoError(t, err)
	want, err := s.Thumb(ref.Hash)
	require.NoError(t, err)
	require.Equal(t, want, thumb)

	before := files(t, s.photos())
	path, err := s.Marked(bg, ref.Hash, checklist.Marks{arrowMark()})
	require.NoError(t, err)
	img := load(t, path)
	require.Less(t, apart(img.At(400, 720), color.RGBA{0, 114, 178, 255}), 24, "the arrow's shaft")
	require.Less(t, apart(img.At(400, 600), blue), 24, "beside it the picture")
	small, err := s.MarkedThumb(bg, ref.Hash, checklist.Marks{arrowMark()})
	require.NoError(t, err)
	require.Equal(t, image.Pt(320, 256), load(t, small).Bounds().Size())
	other := arrowMark()
	other.Colour = checklist.Yellow
	second, err := s.Marked(bg, ref.Hash, checklist.Marks{other})
	require.NoError(t, err)
	require.NotEqual(t, path, second)
	require.Equal(t, before, files(t, s.photos()), "a marked copy is no original")

	ref.Marks = []checklist.Mark{arrowMark(), hide(0, 0, 10, 10)}
	named, err := s.Working(ref.Drawn())
	require.NoError(t, err)
	require.Equal(t, path, named)
	named, err = s.Thumb(ref.Drawn())
	require.NoError(t, err)
	require.Equal(t, small, named)
	_, err = s.Working(ref.Hash + "#[{}]")
	require.ErrorIs(t, err, checklist.Fail("mark.invalid"))
	old, err := os.ReadFile(path)
	require.NoError(t, err)
	s.clearMarked(noon.AddDate(10, 0, 0))
	require.NoFileExists(t, path)
	again, err := s.Marked(bg, ref.Hash, checklist.Marks{arrowMark()})
	require.NoError(t, err)
	require.Equal(t, path, again)
	b, err := os.ReadFile(again)
	require.NoError(t, err)
	require.Equal(t, old, b)
}

func files(t testing.TB, dir string) (out []string) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if !d.IsDir() {
			out = append(out, path)
		}
		return err
	}))
	return out
}

func TestBurningIsRefusedWithASentence(t *testing.T) {
	s := open(t)
	ref := addBytes(t, s, asPNG(t, stored(64, 48, 1)))
	_, err := s.BurnMosaic(bg, ref.Hash, checklist.Marks{arrowMark()})
	require.ErrorIs(t, err, checklist.Fail("mark.mosaic"))
	_, err = s.BurnMosaic(bg, sum([]byte("nothing")), checklist.Marks{hide(0, 0, 10, 10)})
	require.ErrorIs(t, err, checklist.Fail("photo.missing"))
	_, err = s.BurnMosaic(bg, ref.Hash, checklist.Marks{hide(0, 0, 10, 10001)})
	require.ErrorIs(t, err, checklist.Fail("mark.invalid"))
	require.Empty(t, files(t, s.tmp()))
	hash, err := s.BurnMosaic(bg, ref.Hash, checklist.Marks{hide(0, 0, 10000, 10000)})
	require.NoError(t, err)
	m, err := jpeg.Decode(bytes.NewReader(whole(t, s, hash)))
	require.NoError(t, err)
	require.Equal(t, image.Pt(64, 48), m.Bounds().Size(), "a small picture is not enlarged")
	require.Empty(t, files(t, s.tmp()))
}

func BenchmarkBurnMosaic(b *testing.B) {
	s := open(b)
	ref := addBytes(b, s, asJPEG(b, slip("6222 0213", image.Pt(4000, 3000))))
	for b.Loop() {
		if _, err := s.BurnMosaic(bg, ref.Hash, checklist.Marks{hide(2000, 2000, 8000, 6000)}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMarked(b *testing.B) {
	s := open(b)
	ref := addBytes(b, s, asJPEG(b, slip("6222 0213", image.Pt(4000, 3000))))
	n := 0
	for b.Loop() {
		m := arrowMark()
		m.Points[0].X = n % 5000
		n++
		if _, err := s.Marked(bg, ref.Hash, checklist.Marks{m}); err != nil {
			b.Fatal(err)
		}
	}
}
