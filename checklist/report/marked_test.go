package report

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

// TestSheetsAskForThePictureThatMayBeShown: a masked photo is asked for by its
// masked copy, a marked one with its marks; the original's hash is nowhere.
func TestSheetsAskForThePictureThatMayBeShown(t *testing.T) {
	in := begin(t, "6s-environment", checklist.Self)
	answerAll(t, in, in.Sheets[0])
	item := in.Checklist.Items[0].ID
	attach(t, in, "main", item, 0, 3)
	hide := checklist.Mark{Kind: checklist.MarkMosaicBox, Points: []checklist.Point{{X: 1, Y: 1}, {X: 9, Y: 9}}, Width: 40}
	arrow := checklist.Mark{Kind: checklist.MarkArrow, Points: []checklist.Point{{X: 1, Y: 1}, {X: 9, Y: 9}}, Colour: checklist.Blue, Width: 40}
	masked := strings.Repeat("d", 64)
	require.NoError(t, in.Mark("main", item, "use-0", []checklist.Mark{hide}, masked, "", start))
	require.NoError(t, in.Mark("main", item, "use-1", []checklist.Mark{arrow}, "", "", start))
	photos := in.Answer("main", item).Photos
	for _, f := range []Format{PDF, XLSX} {
		asked := map[string]bool{}
		d := doc(in, checklist.ZH)
		d.Photo = func(picture string) (io.ReadCloser, error) {
			asked[picture] = true
			return album("photo-1")
		}
		_, err := Sheet(&bytes.Buffer{}, f, d)
		require.NoError(t, err)
		require.Equal(t, map[string]bool{masked: true, photos[1].Drawn(): true, "photo-2": true}, asked, f)
	}
}
