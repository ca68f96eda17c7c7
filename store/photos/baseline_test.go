package photos

import (
	"bytes"
	"image"
	"image/jpeg"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// distance is the largest and the mean difference of two planes.
func distance(a, b plane) (worst int, mean float64) {
	sum := 0
	for y := range a.h {
		for x := range a.w {
			d := int(a.pix[y*a.stride+x]) - int(b.pix[y*b.stride+x])
			d = max(d, -d)
			worst, sum = max(worst, d), sum+d
		}
	}
	return worst, float64(sum) / float64(a.w*a.h)
}

func TestScaledJPEGFullSizeIsImageJPEG(t *testing.T) {
	for _, size := range []image.Point{{640, 480}, {333, 217}, {17, 9}, {1, 1}} {
		data := camera(t, size.X, size.Y, 7)
		got, full, good, err := scaledJPEG(data, 10_000)
		require.NoError(t, err)
		assert.Equal(t, size, full)
		assert.Equal(t, 1000, good)
		want, err := jpeg.Decode(bytes.NewReader(data))
		require.NoError(t, err)
		require.Equal(t, want.Bounds(), got.Bounds())
		gy, gb, gr := planes(got, 1)
		wy, wb, wr := planes(want, 1)
		for i, p := range [][2]plane{{gy, wy}, {gb, wb}, {gr, wr}} {
			require.Equal(t, [2]int{p[1].w, p[1].h}, [2]int{p[0].w, p[0].h})
			worst, mean := distance(p[0], p[1])
			assert.LessOrEqual(t, worst, 2, "plane %d", i)
			assert.Less(t, mean, 0.3, "plane %d", i)
		}
	}
}

func TestScaledJPEGIsTheSmallPicture(t *testing.T) {
	data := camera(t, 1600, 1200, 3)
	want, err := jpeg.Decode(bytes.NewReader(data))
	require.NoError(t, err)
	for n := 1; n < 8; n++ {
		got, full, _, err := scaledJPEG(data, 200*n)
		require.NoError(t, err)
		assert.Equal(t, image.Pt(1600, 1200), full)
		assert.Equal(t, image.Pt(200*n, 150*n), got.Bounds().Size())
		a, b := shrink(got, 200), shrink(want, 200)
		worst, mean := distance(plane{a.Y, a.YStride, 200, 150}, plane{b.Y, b.YStride, 200, 150})
		assert.Less(t, mean, 1.5, "n %d", n)
		assert.LessOrEqual(t, worst, 12, "n %d", n)
	}
}
