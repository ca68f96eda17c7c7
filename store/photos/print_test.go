package photos

import (
	"image"
	"image/draw"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

// asStored turns an upright picture to how a camera keeps it under orientation 6
// (turned a quarter) or 3 (upside down).
func asStored(m *image.Gray, orientation int) *image.Gray {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	out := image.NewGray(image.Rect(0, 0, w, h))
	if orientation == 6 {
		out = image.NewGray(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			if orientation == 6 {
				out.SetGray(y, w-1-x, m.GrayAt(x, y))
			} else {
				out.SetGray(w-1-x, h-1-y, m.GrayAt(x, y))
			}
		}
	}
	return out
}

func TestPrintsOfStoredPhotos(t *testing.T) {
	s := open(t)
	m := drawn(rand.New(rand.NewPCG(7, 7)))
	add := func(img image.Image, orientation int) checklist.PhotoRef {
		data := asJPEG(t, img)
		if orientation > 1 {
			data = withEXIF(data, exif(orientation, "", ""))
		}
		return addBytes(t, s, data)
	}
	first := add(m, 1)
	want, err := s.Print(first.Hash)
	require.NoError(t, err)
	require.False(t, want.Plain())
	for _, o := range []int{3, 6} {
		ref := add(asStored(m, o), o)
		require.NotEqual(t, first.Hash, ref.Hash)
		require.Equal(t, []int{960, 720}, []int{ref.Width, ref.Height})
		got, err := s.Print(ref.Hash)
		require.NoError(t, err)
		require.LessOrEqual(t, want.Distance(got), 10, "orientation %d", o)
	}
	require.NoError(t, os.Remove(s.thumb(first.Hash)))
	again, err := s.Print(first.Hash)
	require.NoError(t, err, "the thumbnail is made anew")
	require.Equal(t, want, again)
	_, err = s.Print(sum([]byte("none")))
	require.Equal(t, "photo.missing", checklist.CodeOf(err))
	white := image.NewGray(image.Rect(0, 0, 400, 300))
	draw.Draw(white, white.Rect, image.White, image.Point{}, draw.Src)
	plain, err := s.Print(add(white, 1).Hash)
	require.NoError(t, err)
	require.True(t, plain.Plain())
}

func TestCompareTellsACopyFromAnotherShot(t *testing.T) {
	s := open(t)
	m := drawn(rand.New(rand.NewPCG(8, 8)))
	r := rand.New(rand.NewPCG(9, 9))
	mine := addBytes(t, s, asJPEG(t, shot(m, r, 0)))
	masked, err := s.BurnMosaic(bg, mine.Hash, checklist.Marks{hide(1000, 1000, 3000, 3500)})
	require.NoError(t, err)
	cut := addBytes(t, s, asJPEG(t, part(again(t, shot(m, rand.New(rand.NewPCG(9, 9)), 0), 60), 0.04, 0.07, 0.02, 0.08)))
	other := addBytes(t, s, asJPEG(t, shot(m, r, 0.04)))
	uses := []checklist.PhotoUse{
		{Hash: mine.Hash, Exact: true}, {Hash: masked}, {Hash: cut.Hash}, {Hash: other.Hash}, {Hash: sum([]byte("none"))},
	}
	require.NoError(t, s.Compare(mine.Hash, uses))
	var got []checklist.Match
	for _, u := range uses {
		got = append(got, u.Match)
	}
	require.Equal(t, []checklist.Match{"", checklist.MatchSame, checklist.MatchSame, checklist.MatchOther, ""}, got)
	require.Equal(t, "photo.missing", checklist.CodeOf(s.Compare(sum([]byte("none")), uses)))
	require.NoError(t, s.Compare("none", uses[:1]), "nothing to compare")
}

func BenchmarkPrint(b *testing.B) {
	s := open(b)
	ref := addBytes(b, s, camera(b, 4000, 3000, 1))
	for b.Loop() {
		if _, err := s.Print(ref.Hash); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCompare(b *testing.B) {
	m := drawn(rand.New(rand.NewPCG(8, 8)))
	x, y := thumbOf(b, m), thumbOf(b, part(m, 0.05, 0.02, 0.03, 0.04))
	for b.Loop() {
		if match(x, y) != checklist.MatchSame {
			b.Fatal("another shot")
		}
	}
}

// thumbOf is what is left of a picture in the cache: its thumbnail.
func thumbOf(t testing.TB, m image.Image) plane {
	g := again(t, shrink(m, ThumbEdge), quality)
	return plane{g.Pix, g.Stride, g.Rect.Dx(), g.Rect.Dy()}
}
