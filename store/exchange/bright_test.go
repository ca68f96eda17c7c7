package exchange_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

// Headquarters corrects the words of a branch's good practice: the branch takes
// the words and keeps its own photo, its original and its mask.
func TestGoodPracticeComesBackWithTheBranchsPhotos(t *testing.T) {
	hq, b := pair(t)
	plain, err := b.ph.Add(t.Context(), bytes.NewReader(picture(t, 7, 64, 48)), "a.jpg", "file", time.Now())
	require.NoError(t, err)
	covered, err := b.ph.Add(t.Context(), bytes.NewReader(picture(t, 8, 64, 48)), "b.jpg", "file", time.Now())
	require.NoError(t, err)
	marks := checklist.Marks{{Kind: checklist.MarkMosaicBox, Points: []checklist.Point{{X: 1, Y: 1}, {X: 9000, Y: 9000}}, Width: 1}}
	masked, err := b.ph.BurnMosaic(t.Context(), covered.Hash, marks)
	require.NoError(t, err)
	covered, err = covered.Marked(marks, masked, checklist.PrivacyMasked)
	require.NoError(t, err)
	plain.ID, covered.ID = "p1", "p2"
	spot, err := b.st.SaveBright(t.Context(), checklist.BrightSpot{Text: "微笑服务", Photos: []checklist.PhotoRef{plain, covered}})
	require.NoError(t, err)
	hq.take(t, b.export(t, t.TempDir()).Path)

	there, err := hq.st.BrightSpots(t.Context(), "", "", "")
	require.NoError(t, err)
	require.NotEqual(t, plain.Hash, there[0].Photos[0].Hash, "what headquarters has is a copy")
	there[0].Text = "站立微笑服务"
	_, err = hq.st.SaveBright(t.Context(), there[0])
	require.NoError(t, err)
	b.take(t, hq.export(t, t.TempDir()).Path)
	here, err := b.st.BrightSpots(t.Context(), "", "", "")
	require.NoError(t, err)
	require.Equal(t, []string{spot.ID, "站立微笑服务"}, []string{here[0].ID, here[0].Text})
	require.Equal(t, []checklist.PhotoRef{plain, covered}, here[0].Photos)
}
