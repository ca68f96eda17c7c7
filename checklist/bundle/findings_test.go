package bundle

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

// A good practice whose mosaic stands open, or that nobody can have recorded, is
// refused before anything of it is stored.
func TestBrightThatCannotBe(t *testing.T) {
	hash := strings.Repeat("a", 64)
	read := func(spoil func(*checklist.BrightSpot)) error {
		b := &Bright{Shared: []Shared{{Original: hash, SHA256: hash, Size: 1}}, Spot: checklist.BrightSpot{
			ID: "b", Branch: checklist.Branch{Code: "B001"}, Day: "2026-11-03", Text: "微笑", Rev: 1, Photos: []checklist.PhotoRef{{ID: "p", Hash: hash}},
		}}
		spoil(&b.Spot)
		var line bytes.Buffer
		require.NoError(t, WriteRecords(&line, []Record{{Kind: KindBright, Bright: b}}))
		return readRecords(&line, func(*Record) error { return nil })
	}
	require.NoError(t, read(func(*checklist.BrightSpot) {}))
	for name, spoil := range map[string]func(*checklist.BrightSpot){
		"open mosaic": func(b *checklist.BrightSpot) {
			b.Photos[0].Marks = checklist.Marks{{Kind: checklist.MarkMosaicBox, Points: []checklist.Point{{}, {X: 9, Y: 9}}, Width: 1}}
		},
		"masked twice": func(b *checklist.BrightSpot) { b.Photos[0].Masked = strings.Repeat("b", 64) },
		"decision":     func(b *checklist.BrightSpot) { b.Photos[0].Privacy = "perhaps" },
		"day":          func(b *checklist.BrightSpot) { b.Day = "yesterday" },
		"revision":     func(b *checklist.BrightSpot) { b.Rev = math.MaxInt },
	} {
		require.Equal(t, ErrRecord, checklist.CodeOf(read(spoil)), name)
	}
}
