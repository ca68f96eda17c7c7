//go:build !race

package photos

import (
	"fmt"
	"image"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

// albumOf lists the scenes of the report: real photos of testdata, and of the folder
// HALLCHECK_PRINTS when it is given; and drawn halls.
func albumOf(t *testing.T) (real, all []*image.Gray) {
	t.Helper()
	dirs := []string{"testdata/truth"}
	if more := os.Getenv("HALLCHECK_PRINTS"); more != "" {
		dirs = append(dirs, more)
	}
	paths, err := Pictures(dirs)
	require.NoError(t, err)
	for _, p := range paths {
		data, err := os.ReadFile(p)
		require.NoError(t, err)
		k := kindJPEG
		if data[0] == 0x89 {
			k = kindPNG
		}
		img, _, err := picture(data, k)
		if err != nil || max(img.Bounds().Dx(), img.Bounds().Dy()) < 640 {
			continue // no photo of a phone
		}
		y := brightnessOf(shrink(img, 1280))
		real = append(real, &image.Gray{Pix: y.pix, Stride: y.stride, Rect: image.Rect(0, 0, y.w, y.h)})
	}
	require.GreaterOrEqual(t, len(real), 4)
	all = slices.Clone(real)
	for i := range 12 {
		all = append(all, drawn(rand.New(rand.NewPCG(uint64(i), 1))))
	}
	return real, all
}

// known is a picture with all that is made of it.
type known struct {
	thumb plane
	print checklist.Print
	probe *checklist.Probe
	file  checklist.File
}

func know(t testing.TB, m image.Image) *known {
	k := &known{thumb: thumbOf(t, m)}
	k.print = checklist.MakePrint(k.thumb.pix, k.thumb.stride, k.thumb.w, k.thumb.h)
	k.probe, k.file = k.print.Probe(), k.print.File()
	return k
}

// finds says whether b is found when a is asked for, by the index and by the
// distance of the prints.
func (a *known) finds(b *known) bool {
	for i, keys := range a.probe.Keys() {
		if _, ok := slices.BinarySearch(keys, b.file.Bands[i]); ok {
			return a.probe.Distance(b.print) <= checklist.NearDistance
		}
	}
	return false
}

// reuse is a way a picture comes back.
type reuse struct {
	name string
	make func(t testing.TB, m *image.Gray, r *rand.Rand) *image.Gray
}

func cutBy(l, r, top, b float64) func(testing.TB, *image.Gray, *rand.Rand) *image.Gray {
	return func(t testing.TB, m *image.Gray, _ *rand.Rand) *image.Gray {
		return again(t, part(m, l, r, top, b), 80)
	}
}

func anyCut(most float64, q int) func(testing.TB, *image.Gray, *rand.Rand) *image.Gray {
	return func(t testing.TB, m *image.Gray, r *rand.Rand) *image.Gray {
		side := func() float64 { return r.Float64() * most }
		return again(t, part(m, side(), side(), side(), side()), q)
	}
}

var reuses = []reuse{
	{"JPEG quality 90", func(t testing.TB, m *image.Gray, _ *rand.Rand) *image.Gray { return again(t, m, 90) }},
	{"JPEG quality 50", func(t testing.TB, m *image.Gray, _ *rand.Rand) *image.Gray { return again(t, m, 50) }},
	{"size 50 %", func(t testing.TB, m *image.Gray, _ *rand.Rand) *image.Gray { return again(t, sized(m, 0.5), 80) }},
	{"size 25 %", func(t testing.TB, m *image.Gray, _ *rand.Rand) *image.Gray { return again(t, sized(m, 0.25), 80) }},
	{"brighter by 10 %", func(t testing.TB, m *image.Gray, _ *rand.Rand) *image.Gray { return again(t, lit(m, 1.1, 0), 85) }},
	{"darker by 10 %", func(t testing.TB, m *image.Gray, _ *rand.Rand) *image.Gray { return again(t, lit(m, 0.9, 0), 85) }},
	{"mosaic on 10 %", func(t testing.TB, m *image.Gray, r *rand.Rand) *image.Gray { return again(t, squares(m, r, 0.10), 85) }},
	{"mosaic on 25 %", func(t testing.TB, m *image.Gray, r *rand.Rand) *image.Gray { return again(t, squares(m, r, 0.25), 85) }},
	{"cut 5 % at each side", cutBy(0.05, 0.05, 0.05, 0.05)},
	{"cut 10 % at each side", cutBy(0.1, 0.1, 0.1, 0.1)},
	{"cut 10 % at one side", cutBy(0.1, 0, 0, 0)},
	{"cut 10 % at a corner", cutBy(0, 0.1, 0.1, 0)},
	{"cut 0–5 % anywhere, q70", anyCut(0.05, 70)},
	{"cut 0–10 % anywhere, q70", anyCut(0.1, 70)},
	{"sent by chat", func(t testing.TB, m *image.Gray, _ *rand.Rand) *image.Gray {
		return again(t, sized(lit(part(m, 0.05, 0.02, 0.03, 0.05), 1.08, 3), 0.5), 60)
	}},
}

// TestPrintReport measures how many pictures that come back are found, and how
// many that are others. Reach on every set: 95 in 100 found by print in either
// direction, at most 4 in 100 of those taken for another shot by comparison, no
// two different pictures alike.
func TestPrintReport(t *testing.T) {
	real, all := albumOf(t)
	whole := make([]*known, len(all))
	for i, m := range all {
		whole[i] = know(t, m)
	}
	t.Logf("%d real photos, %d drawn", len(real), len(all)-len(real))
	t.Logf("%-26s %9s %9s %9s", "comes back", "by print", "backward", "confirmed")
	var found, same, asked int
	for v, way := range reuses {
		var there, back, sure int
		for i, m := range all {
			k := know(t, way.make(t, m, rand.New(rand.NewPCG(uint64(i), uint64(v)))))
			there += one(k.finds(whole[i]))
			back += one(whole[i].finds(k))
			sure += one(match(k.thumb, whole[i].thumb) != checklist.MatchOther)
		}
		t.Logf("%-26s %9s %9s %9s", way.name, of(there, len(all)), of(back, len(all)), of(sure, len(all)))
		assert.GreaterOrEqual(t, min(there, back)*100, 90*len(all), way.name)
		found, same, asked = found+there+back, same+sure, asked+len(all)
	}
	assert.GreaterOrEqual(t, found*100, 95*2*asked, "found by print")
	assert.GreaterOrEqual(t, same*100, 94*asked, "confirmed by comparison")
	alike := 0
	for i, a := range whole {
		for j, b := range whole {
			if i != j && a.finds(b) {
				alike++
				t.Logf("pictures %d and %d are alike: %d", i, j, a.probe.Distance(b.print))
			}
		}
	}
	t.Logf("different pictures taken for one: %s pairs", of(alike, len(all)*(len(all)-1)))
	assert.Zero(t, alike)
	otherShots(t, all)
}

// otherShots measures shots of the same view by a hand that holds not quite
// still. Their prints are alike; the comparison tells them apart, the better the
// more the camera moved.
func otherShots(t *testing.T, all []*image.Gray) {
	t.Logf("%-26s %9s %9s", "another shot of the view", "by print", "taken for one")
	for v, off := range []float64{0.003, 0.01, 0.02, 0.03, 0.05} {
		var near, wrong int
		for i, m := range all {
			r := rand.New(rand.NewPCG(uint64(i), uint64(100+v)))
			a, b := know(t, again(t, shot(m, r, 0), 85)), know(t, again(t, shot(m, r, off), 85))
			near += one(a.finds(b))
			wrong += one(match(a.thumb, b.thumb) == checklist.MatchSame)
		}
		t.Logf("moved by up to %4.1f %%       %9s %9s", off*100, of(near, len(all)), of(wrong, len(all)))
		if off >= 0.02 {
			assert.LessOrEqual(t, wrong*100, 5*len(all), "moved by %v", off)
		}
	}
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

func of(n, all int) string { return fmt.Sprintf("%d/%d", n, all) }
