package checklist_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

// hall draws the brightness of a made-up hall at any size: f shapes it.
func hall(w, h int, f func(x, y float64) float64) []uint8 {
	out := make([]uint8, w*h)
	for i := range out {
		v := f((float64(i%w)+0.5)/float64(w), (float64(i/w)+0.5)/float64(h))
		out[i] = uint8(max(0, min(255, v)))
	}
	return out
}

func counter(x, y float64) float64 {
	v := 120 + 60*math.Sin(7*x+2*y) + 30*math.Cos(11*y*x)
	if x > 0.55 && x < 0.8 && y > 0.3 && y < 0.75 {
		v += 70
	}
	return v
}

func lobby(x, y float64) float64 {
	v := 100 + 70*math.Cos(9*y-3*x) + 40*math.Sin(13*x)
	if x < 0.4 && y > 0.5 {
		v -= 80
	}
	return v
}

func printOf(f func(x, y float64) float64) checklist.Print {
	return checklist.MakePrint(hall(320, 240, f), 320, 320, 240)
}

func TestPrintOutlivesSizeLightAndCutting(t *testing.T) {
	p := printOf(counter)
	small := checklist.MakePrint(hall(80, 60, counter), 80, 80, 60)
	require.LessOrEqual(t, p.Distance(small), 10)
	dark := printOf(func(x, y float64) float64 { return 0.9*counter(x, y) - 10 })
	require.LessOrEqual(t, p.Distance(dark), 10)
	for _, cut := range [][4]float64{{0.1, 0, 0, 0}, {0, 0.1, 0, 0.1}, {0.05, 0.05, 0.05, 0.05}, {0.1, 0.1, 0.1, 0.1}, {0.02, 0.07, 0.09, 0}} {
		q := printOf(func(x, y float64) float64 {
			return counter(cut[0]+x*(1-cut[0]-cut[1]), cut[2]+y*(1-cut[2]-cut[3]))
		})
		require.LessOrEqual(t, p.Distance(q), checklist.NearDistance, "%v", cut)
		require.LessOrEqual(t, q.Distance(p), checklist.NearDistance, "%v", cut)
		require.True(t, filed(p, q) && filed(q, p), "%v is not found in the index", cut)
	}
	require.Greater(t, p.Distance(printOf(lobby)), 2*checklist.NearDistance)
}

// filed says whether q is found by the numbers asked for p.
func filed(p, q checklist.Print) bool {
	probe, f := p.Probe(), q.File()
	for i, keys := range probe.Keys() {
		if _, ok := slices.BinarySearch(keys, f.Bands[i]); ok {
			return probe.Maybe(f.Signs)
		}
	}
	return false
}

func TestPrintAsText(t *testing.T) {
	p := printOf(counter)
	require.Len(t, p.String(), 576)
	back, err := checklist.ParsePrint(p.String())
	require.NoError(t, err)
	require.Equal(t, p, back)
	require.Zero(t, p.Distance(back))
	for _, bad := range []string{"", p.String()[2:], strings.Repeat("g", 576)} {
		_, err := checklist.ParsePrint(bad)
		require.Equal(t, "print.invalid", checklist.CodeOf(err), bad)
	}
}

func TestPlainPicturesAreLikeNothing(t *testing.T) {
	white := printOf(func(x, y float64) float64 { return 250 + x })
	require.True(t, white.Plain())
	require.Equal(t, 1000, white.Distance(white))
	require.Equal(t, 1000, printOf(counter).Distance(white))
	require.Empty(t, white.Probe().Keys()[0])
	for _, size := range [][3]int{{0, 10, 10}, {10, 20, 10}, {10, 10, 11}} {
		require.True(t, checklist.MakePrint(make([]uint8, 100), size[0], size[1], size[2]).Plain())
	}
	one := checklist.MakePrint([]uint8{7}, 1, 1, 1)
	require.True(t, one.Plain())
}

func FuzzParsePrint(f *testing.F) {
	f.Add(printOf(counter).String(), printOf(lobby).String())
	f.Fuzz(func(t *testing.T, a, b string) {
		p, err := checklist.ParsePrint(a)
		q, err2 := checklist.ParsePrint(b)
		if err != nil || err2 != nil {
			return
		}
		d := p.Distance(q)
		require.True(t, d >= 0 && d <= 1000)
	})
}

func BenchmarkPrintDistance(b *testing.B) {
	probe, q := printOf(counter).Probe(), printOf(lobby)
	for b.Loop() {
		probe.Distance(q)
	}
}
