//go:build !headless

package main

import (
	"bytes"
	"image"
	"image/jpeg"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/app/cli"
	"hallcheck/store"
	"hallcheck/store/photos"
	"hallcheck/ui/findings"
)

// TestSweepOnceAWeek: a picture nobody refers to goes to the trash, once it is
// older than a day, and the next sweep waits a week.
func TestSweepOnceAWeek(t *testing.T) {
	dir := t.TempDir()
	st, err := store.Open(t.Context(), cli.StoreOptions(dir, "", time.Now))
	require.NoError(t, err)
	t.Cleanup(func() { _ = st.Close() })
	pictures, err := photos.Open(dir)
	require.NoError(t, err)
	t.Cleanup(func() { _ = pictures.Close() })
	var b bytes.Buffer
	require.NoError(t, jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 40, 30)), nil))
	ref, err := pictures.Add(t.Context(), bytes.NewReader(b.Bytes()), "a.jpg", "file", time.Now())
	require.NoError(t, err)

	require.NoError(t, sweep(t.Context(), st, pictures, time.Now().Add(time.Hour)))
	require.True(t, pictures.Has(ref.Hash), "young pictures are left alone")
	require.NoError(t, sweep(t.Context(), st, pictures, time.Now().Add(48*time.Hour)))
	require.True(t, pictures.Has(ref.Hash), "the last sweep was not a week ago")
	require.NoError(t, st.SetSetting(t.Context(), findings.SettingDrafts, `{"f1":{"text":"x","photos":[{"id":"p","hash":"`+ref.Hash+`"}]}}`))
	require.NoError(t, sweep(t.Context(), st, pictures, time.Now().Add(9*24*time.Hour)))
	require.True(t, pictures.Has(ref.Hash), "a photo of a finding not handed in yet is kept")
	require.NoError(t, st.SetSetting(t.Context(), findings.SettingDrafts, ""))
	require.NoError(t, sweep(t.Context(), st, pictures, time.Now().Add(18*24*time.Hour)))
	require.False(t, pictures.Has(ref.Hash))
}
