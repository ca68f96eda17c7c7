package kit_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"github.com/stretchr/testify/require"

	"hallcheck/ui/kit"
)

// What is higher than its place is read by the keyboard; it ends at its ends.
func TestTheKeyboardTurnsWhatIsTooHigh(t *testing.T) {
	var rows []fyne.CanvasObject
	for range 60 {
		rows = append(rows, kit.NewLabel("一行"))
	}
	long := kit.Scroll(kit.NewCard(kit.NewColumn(4, rows...)))
	stage := kit.NewStage(kit.Sides(nil, 0, long, kit.Scroll(kit.NewLabel("短")), 200))
	stage.Full()
	window(t, stage, 700, 400)
	scroll := long.(*fyne.Container).Objects[0].(*container.Scroll)
	end := scroll.Content.Size().Height - scroll.Size().Height
	require.Positive(t, end)
	for _, step := range []struct {
		key fyne.KeyName
		at  func(float32) bool
	}{
		{fyne.KeyUp, func(y float32) bool { return y == 0 }},
		{fyne.KeyDown, func(y float32) bool { return y > 0 && y < 100 }},
		{fyne.KeyPageDown, func(y float32) bool { return y > 300 }},
		{fyne.KeyEnd, func(y float32) bool { return y == end }},
		{fyne.KeyPageDown, func(y float32) bool { return y == end }},
		{fyne.KeyHome, func(y float32) bool { return y == 0 }},
	} {
		require.True(t, kit.Turn(stage, key(step.key)))
		require.True(t, step.at(scroll.Offset.Y), "%s: %v", step.key, scroll.Offset.Y)
	}
	require.False(t, kit.Turn(stage, key(fyne.KeyLeft)))
	require.False(t, kit.Turn(kit.NewLabel("短"), key(fyne.KeyDown)))
}
