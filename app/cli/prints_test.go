package cli_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/app/cli"
	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/photos"
	"hallcheck/store/storetest"
)

// hallPhoto is a JPEG of a drawn hall, cut by so many pixels at the left.
func hallPhoto(t *testing.T, cut, quality int) []byte {
	t.Helper()
	const w, h = 800, 600
	m := image.NewGray(image.Rect(0, 0, w-cut, h))
	for y := range h {
		for x := range w - cut {
			u, v := float64(x+cut)/w, float64(y)/h
			g := 120 + 60*math.Sin(7*u+2*v) + 25*math.Cos(31*v*u) + 20*math.Sin(40*u)*math.Cos(33*v)
			m.SetGray(x, y, color.Gray{uint8(max(0, min(255, g)))})
		}
	}
	var b bytes.Buffer
	require.NoError(t, jpeg.Encode(&b, m, &jpeg.Options{Quality: quality}))
	return b.Bytes()
}

func TestAPictureSentOnAndCutIsFoundAgain(t *testing.T) {
	opt := storetest.Options(t, "")
	s, err := store.Open(t.Context(), opt)
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	storetest.SetUp(t, s)
	p, err := photos.Open(opt.Dir)
	require.NoError(t, err)
	t.Cleanup(func() { _ = p.Close() })
	attach := func(id string, data []byte, at time.Time) checklist.PhotoRef {
		ref, err := p.Add(t.Context(), bytes.NewReader(data), id+".jpg", "file", at)
		require.NoError(t, err)
		storetest.Draft(t, s, id, at)
		_, err = s.Edit(t.Context(), id, func(in *checklist.Inspection, now time.Time) error {
			return in.Attach(checklist.MainSheet, "item.2", ref, now)
		})
		require.NoError(t, err)
		return ref
	}
	day := time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC)
	first := attach("in-1", hallPhoto(t, 0, 92), day)
	second := attach("in-2", hallPhoto(t, 45, 60), day.AddDate(0, 0, 7))
	missing, err := s.Unprinted(t.Context())
	require.NoError(t, err)
	require.Len(t, missing, 2)
	var steps []int
	require.NoError(t, cli.FillPrints(t.Context(), s, p, func(done, total int) { steps = append(steps, done, total) }))
	require.Equal(t, []int{1, 2, 2, 2}, steps)
	require.NoError(t, cli.FillPrints(t.Context(), s, p, func(int, int) { t.Fatal("all are kept") }))
	uses, err := cli.PhotoUses(t.Context(), s, p, second.Hash, checklist.PhotoUse{Photo: second.ID})
	require.NoError(t, err)
	require.Len(t, uses, 1)
	require.Equal(t, []any{first.ID, "in-1", checklist.MatchSame, false}, []any{uses[0].Photo, uses[0].Inspection, uses[0].Match, uses[0].Exact})
	hints := checklist.PhotoHints(second, uses, day.AddDate(0, 0, 7))
	require.Equal(t, []string{checklist.HintLooksLike, checklist.HintNoTime}, []string{hints[0].Code, hints[1].Code})
	require.Equal(t, "2026-11-03", hints[0].Use.Day)
}
