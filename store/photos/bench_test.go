package photos

import (
	"bytes"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// camera draws a 4:2:0 picture with soft shapes and a sensor's noise, q90.
func camera(t testing.TB, w, h int, seed uint64) []byte {
	t.Helper()
	m := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio420)
	rnd := rand.New(rand.NewPCG(seed, 1))
	for y := range h {
		for x := range w {
			m.Y[y*m.YStride+x] = uint8(40 + x*120/w + (y/97%2)*30 + (x/131%2)*20 + rnd.IntN(13))
		}
	}
	for y := range (h + 1) / 2 {
		for x := range (w + 1) / 2 {
			m.Cb[y*m.CStride+x] = uint8(100 + x*50/w + rnd.IntN(5))
			m.Cr[y*m.CStride+x] = uint8(100 + y*50/h + rnd.IntN(5))
		}
	}
	var b bytes.Buffer
	require.NoError(t, jpeg.Encode(&b, m, &jpeg.Options{Quality: 90}))
	return b.Bytes()
}

// BenchmarkImport imports 8 photos of 12 MP with two workers, and lets
// vipsthumbnail make the same two pictures of each in two processes at a time;
// the ratio of the batch times is the figure that must stay at or below 1.
func BenchmarkImport(b *testing.B) {
	vips, err := exec.LookPath("vipsthumbnail")
	if err != nil {
		b.Skip("vipsthumbnail, the yardstick, is not installed (libvips-tools)")
	}
	dir := b.TempDir()
	paths := make([]string, 8)
	for i := range paths {
		paths[i] = filepath.Join(dir, strconv.Itoa(i)+".jpg")
		require.NoError(b, os.WriteFile(paths[i], camera(b, 4000, 3000, uint64(i)), 0o600))
	}
	run := func(path string) {
		for edge, name := range map[string]string{"1920x1920": "w", "320x320": "t"} {
			out, err := exec.Command(vips, "-s", edge, "-o", filepath.Join(dir, name+"-%s.jpg[Q=82]"), path).CombinedOutput()
			require.NoError(b, err, string(out))
		}
	}
	var ours, theirs time.Duration
	for range b.N {
		s := open(b)
		_, err := s.Add(bg, bytes.NewReader(camera(b, 64, 64, 99)), "warm.jpg", "file", time.Now())
		require.NoError(b, err)
		began := time.Now()
		refs := s.Import(bg, paths, "file", time.Now(), nil)
		ours += time.Since(began)
		require.Len(b, refs, len(paths))

		began = time.Now()
		var wg sync.WaitGroup
		for half := range 2 {
			wg.Go(func() {
				for i := half; i < len(paths); i += 2 {
					run(paths[i])
				}
			})
		}
		wg.Wait()
		theirs += time.Since(began)
	}
	b.ReportMetric(ours.Seconds()*1000/float64(b.N*len(paths)), "ms/photo")
	b.ReportMetric(theirs.Seconds()*1000/float64(b.N*len(paths)), "vips-ms/photo")
	b.ReportMetric(float64(ours)/float64(theirs), "ratio")
}
