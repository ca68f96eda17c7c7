//go:build windowtest

package main

import (
	"encoding/json"
	"fmt"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/app/cli"
	"hallcheck/store"
	"hallcheck/ui/settings"
)

// Photos of the gap test: as many and as large as a phone takes for one finding.
const (
	gapPhotos = 8
	gapWide   = 4000
	gapHigh   = 3000
	gapLimit  = 16.0 // ms: a frame
)

// phonePhotos writes 12 MP pictures with the detail of a camera's.
func phonePhotos(t *testing.T, dir string) {
	t.Helper()
	img := image.NewYCbCr(image.Rect(0, 0, gapWide, gapHigh), image.YCbCrSubsampleRatio420)
	d := rand.New(rand.NewPCG(1, 2)) // #nosec G404 -- a picture
	for i := range img.Y {
		img.Y[i] = uint8(100 + (i%gapWide)/40 + d.IntN(24)) // #nosec G115 -- below 256
	}
	for i := range img.Cb {
		img.Cb[i], img.Cr[i] = uint8(118+d.IntN(20)), uint8(118+d.IntN(20)) // #nosec G115 -- below 256
	}
	for n := range gapPhotos {
		for i := range 4000 {
			img.Y[n*gapWide*200+i] = 255
		}
		f, err := os.Create(filepath.Join(dir, fmt.Sprintf("IMG_%04d.jpg", n)))
		require.NoError(t, err)
		require.NoError(t, jpeg.Encode(f, img, &jpeg.Options{Quality: 88}))
		require.NoError(t, f.Close())
	}
}

func (s *screen) gaps(file string) (g gaps) {
	s.t.Helper()
	b, err := os.ReadFile(file)
	require.NoError(s.t, err)
	require.NoError(s.t, json.Unmarshal(b, &g))
	return g
}

// TestPhotosDoNotBlockTheWindow: eight 12 MP photos arrive in the watched
// folder while an inspection is open; the window's goroutine is never busy with
// them for longer than a frame.
func TestPhotosDoNotBlockTheWindow(t *testing.T) {
	s := newScreen(t, "1366x768")
	s.setup()
	ready, inbox := t.TempDir(), t.TempDir()
	phonePhotos(t, ready)
	st, err := store.Open(t.Context(), cli.StoreOptions(s.data, "", time.Now))
	require.NoError(t, err)
	require.NoError(t, st.SetSetting(t.Context(), settings.SettingInbox, inbox))
	require.NoError(t, st.Close())
	file := filepath.Join(t.TempDir(), "gap.json")
	t.Setenv(envGap, file)
	s.start()
	s.keys("alt+2")
	time.Sleep(time.Second)
	s.keys("Return")
	time.Sleep(time.Second)
	s.keys("Return")
	s.waitFor("select count(*) from inspections", "1")
	time.Sleep(1500 * time.Millisecond) // the runner opens
	s.keys("2")
	s.waitFor("select red from inspections", "1")
	time.Sleep(2 * time.Second)
	require.NoError(t, os.Remove(file)) // the start is measured elsewhere
	time.Sleep(2 * time.Second)
	before := s.gaps(file)
	for n := range gapPhotos {
		name := fmt.Sprintf("IMG_%04d.jpg", n)
		require.NoError(t, os.Rename(filepath.Join(ready, name), filepath.Join(inbox, name)))
	}
	s.waitFor("select photos from inspections", fmt.Sprint(gapPhotos))
	time.Sleep(2 * time.Second)
	s.picture("gap-photos")
	g := s.gaps(file)
	t.Logf("at rest: work %.1f ms, paint %.1f, wait %.1f; with photos: work %.1f ms, paint %.1f, wait %.1f, all %.1f (%d looks)",
		before.Work.Ms, before.Paint.Ms, before.Wait.Ms, g.Work.Ms, g.Paint.Ms, g.Wait.Ms, g.All.Ms, g.Ticks-before.Ticks)
	t.Logf("longest work:\n%s\nlongest painting:\n%s", g.Work.Stack, g.Paint.Stack)
	require.LessOrEqual(t, g.Work.Ms, gapLimit)
}
