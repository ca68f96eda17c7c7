package patrol_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell/shelltest"
	"hallcheck/ui/theme"
)

// standing says where the keyboard is: the words of a button or the hint of a field,
// "number" for a number's stepper.
func (d *desk) standing() string {
	switch x := d.Window.Canvas().Focused().(type) {
	case *kit.Stepper:
		return "number"
	case *kit.TextField:
		return x.PlaceHolder
	case *kit.Button:
		return x.Text
	case nil:
		return "nowhere"
	}
	return "the page"
}

// TestTabWalksTheNumbersThenTheButtons: digits typed after Tab are the next number's,
// after Shift Tab the one's before; behind the last number come note and buttons. Every
// other key means what it always does.
func TestTabWalksTheNumbersThenTheButtons(t *testing.T) {
	d := openDesk(t)
	d.window()
	c := d.Window.Canvas()
	d.keys("23")
	c.FocusNext()
	d.keys("4")
	c.FocusNext()
	d.keys("17")
	number := func(item string) checklist.Milli { return *d.answers()["patrol.queue."+item].Value.Number }
	require.Equal(t, []checklist.Milli{checklist.N(23), checklist.N(4), checklist.N(17)}, []checklist.Milli{number("waiting"), number("open-windows"), number("longest-wait")})
	c.FocusPrevious()
	d.keys("5")
	require.Equal(t, checklist.N(5), number("open-windows"), "the number before")
	c.FocusPrevious()
	d.Press(fyne.KeyRight)
	require.Equal(t, checklist.N(24), number("waiting"), "→ counts on")
	d.Press(fyne.KeyBackspace)
	require.Nil(t, d.answers()["patrol.queue.waiting"].Value.Number, "Backspace takes the number back")
	d.keys("24")
	var way []string
	for range 6 {
		c.FocusNext()
		way = append(way, d.standing())
	}
	require.Equal(t, []string{"number", "number", "扣分原因或说明", "加照片", "其余全部合格", "完成巡检"}, way)
	c.FocusPrevious()
	require.Equal(t, "其余全部合格", d.standing())

	d.keys("q") // an exception: the keyboard is the page's again
	require.Equal(t, checklist.Miss, d.answers()["patrol.people.lobby-on-post"].Value.Verdict)
	require.Equal(t, "the page", d.standing())
	c.FocusNext()
	require.Equal(t, "number", d.standing())
	d.keys("25")
	require.Equal(t, checklist.N(25), number("waiting"), "the first number")
	d.Press(fyne.KeyDown)
	d.keys("6")
	require.Equal(t, checklist.N(6), number("open-windows"))
	d.keys("n")
	require.NotEqual(t, "number", d.standing())
	c.Focused().(*kit.TextField).TypedRune('忙')
	d.Press(fyne.KeyReturn)
	require.Equal(t, "忙", d.answers()["patrol.queue.open-windows"].Note)
	require.Equal(t, "number", d.standing(), "back where it was")
	d.keys("q")
	d.keys("q") // not applicable, then good again
	d.Press(fyne.KeyEscape)
	d.keys("q ")
	told := map[string]theme.Role{}
	shelltest.Walk(d.Window.Canvas().Content(), func(o fyne.CanvasObject) bool {
		if x, ok := o.(*kit.Paragraph); ok {
			told[x.Text] = x.Role
		}
		return true
	})
	require.Equal(t, theme.Pass, told["10 项记为合格。回车完成巡检。"], "that nothing is wanting is no warning: %v", told)
	d.Shortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierControl})
	require.Equal(t, "hallday", d.Shell.At(), d.Texts())
	require.Len(t, d.patrols(), 1)
	require.Equal(t, []int{25, 6, 17}, []int{*d.patrols()[0].Waiting, *d.patrols()[0].Open, *d.patrols()[0].Oldest})
}
