package report

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

// roll writes n different JPEGs as a phone's working copies are: 1920 × 1440,
// half a megabyte each.
func roll(b *testing.B, n int) (files []string, size int64) {
	b.Helper()
	dir := b.TempDir()
	m := image.NewRGBA(image.Rect(0, 0, 1920, 1440))
	for i := range n {
		rng := uint32(i + 1)
		for y := range 1440 {
			for x := range 1920 {
				if x%3 == 0 {
					rng = rng*1664525 + 1013904223
				}
				v := uint8(x/12) + uint8(rng>>26)
				m.SetRGBA(x, y, color.RGBA{v, uint8(y / 8), uint8(i * 4), 255})
			}
		}
		name := filepath.Join(dir, fmt.Sprintf("%02d.jpg", i))
		f, err := os.Create(name)
		require.NoError(b, err)
		require.NoError(b, jpeg.Encode(f, m, &jpeg.Options{Quality: 80}))
		info, err := f.Stat()
		require.NoError(b, err)
		size += info.Size()
		require.NoError(b, f.Close())
		files = append(files, name)
	}
	return files, size
}

// BenchmarkSlides60 writes a deck of 60 photos to a file as PDF and PPTX; img2pdf
// on the same files is the yardstick (at most twice its time).
func BenchmarkSlides60(b *testing.B) {
	files, size := roll(b, 60)
	d := SlideDoc{Title: "deck", Made: made, Photo: func(hash string) (io.ReadCloser, error) { return os.Open(hash) }}
	for i, f := range files {
		d.Slides = append(d.Slides, Slide{
			Kind: SlideProblem, Tag: "一般", Heading: fmt.Sprintf("第%d张：门楣发光字不亮，左侧灯箱有明显水渍", i+1),
			Lines: []string{"整改要求：立即整改"}, Footer: "室外环境 · 济宁市中支行 · 张伟 · 期限 2026-11-25", Photos: []Picture{{Hash: f}}, Notes: "问一问",
		})
	}
	for _, f := range []Format{PDF, PPTX} {
		b.Run(string(f), func(b *testing.B) {
			for b.Loop() {
				out, err := os.Create(filepath.Join(b.TempDir(), "deck."+string(f)))
				require.NoError(b, err)
				warnings, err := Slides(out, f, d)
				require.NoError(b, err)
				require.Empty(b, warnings)
				info, err := out.Stat()
				require.NoError(b, err)
				require.Greater(b, info.Size(), size, "every picture is in it, as it is")
				require.Less(b, info.Size(), size+2<<20)
				require.NoError(b, out.Close())
			}
			b.ReportMetric(float64(size)/(1<<20), "MB-photos")
		})
	}
	b.Run("img2pdf", func(b *testing.B) {
		tool, err := exec.LookPath("img2pdf")
		if err != nil {
			b.Skip("img2pdf is not installed: no yardstick")
		}
		for b.Loop() {
			args := append([]string{"-o", filepath.Join(b.TempDir(), "img.pdf")}, files...)
			out, err := exec.Command(tool, args...).CombinedOutput()
			require.NoError(b, err, string(out))
		}
	})
}

// BenchmarkFindingList1000 writes a list of 1,000 findings with two different
// thumbnails each.
func BenchmarkFindingList1000(b *testing.B) {
	d := listDoc(checklist.ZH, 1000)
	thumbs := map[string][]byte{}
	for i := range d.Rows {
		r := &d.Rows[i]
		for k, side := range []*string{&r.Before, &r.After} {
			*side = fmt.Sprintf("t%d-%d", i, k)
			thumbs[*side] = draw(2*i+k, 320, 240)
		}
	}
	d.Photo = func(hash string) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(thumbs[hash])), nil }
	for b.Loop() {
		warnings, err := FindingList(io.Discard, XLSX, d)
		require.NoError(b, err)
		require.Empty(b, warnings)
	}
}
