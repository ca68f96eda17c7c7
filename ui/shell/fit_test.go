package shell

import (
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// picture writes a JPEG whose left half is red and right half blue.
func pictureFile(tb testing.TB, w, h int) string {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{R: 200, A: 255}
			if x >= w/2 {
				c = color.RGBA{B: 200, A: 255}
			}
			img.SetRGBA(x, y, c)
		}
	}
	path := filepath.Join(tb.TempDir(), "p.jpg")
	f, err := os.Create(path)
	require.NoError(tb, err)
	require.NoError(tb, jpeg.Encode(f, img, &jpeg.Options{Quality: 90}))
	require.NoError(tb, f.Close())
	return path
}

func TestAPictureFitsItsPlace(t *testing.T) {
	path := pictureFile(t, 400, 200)
	for _, x := range []struct{ w, h, wide, high int }{
		{0, 0, 400, 200}, {800, 800, 400, 200}, {100, 100, 100, 50}, {300, 20, 40, 20}, {130, 130, 130, 65},
	} {
		img := decodeFit(path, x.w, x.h)
		require.Equal(t, image.Pt(x.wide, x.high), img.Rect.Size(), "%v", x)
		left, right := img.RGBAAt(x.wide/8, x.high/2), img.RGBAAt(x.wide*7/8, x.high/2)
		require.InDelta(t, 200, left.R, 6)
		require.InDelta(t, 200, right.B, 6)
		require.Less(t, left.B, uint8(12))
		require.EqualValues(t, 255, left.A)
	}
	require.Nil(t, decodeFit(path+".gone", 10, 10))
}

func TestSharesCoverEveryPixelOnce(t *testing.T) {
	for _, x := range [][2]int{{1920, 461}, {7, 3}, {100, 99}, {1440, 346}, {5, 5}} {
		sum := 0
		for _, s := range shares(x[0], x[1]) {
			part := 256 * (s.n - 2)
			if s.n == 1 {
				part = -int(s.last)
			}
			sum += part + int(s.first) + int(s.last)
		}
		require.Equal(t, 256*x[0], sum, "%v", x)
	}
}

func BenchmarkFit(b *testing.B) {
	path := pictureFile(b, 1920, 1440)
	for b.Loop() {
		decodeFit(path, 512, 512)
	}
}
