package kit

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"hallcheck/ui/theme"
)

func TestShortenedLineKeepsItsSpaces(t *testing.T) {
	test.NewTempApp(t)
	p := NewParagraph("the Lobby manager on post writes down what the customer said", theme.Text)
	p.Lines = 2
	rows := p.wrap(130)
	require.Len(t, rows, 2)
	whole := strings.Join(rows, " ")
	require.True(t, strings.HasPrefix("the Lobby manager on post writes down what the customer said", strings.TrimRight(strings.TrimSuffix(whole, "…"), " ")), whole)
	require.Equal(t, "大堂经理", joinRows([]string{"大堂", "经理"}))
}

// A text of several lines stands in one line of a list without a sign for the break.
func TestALineShowsNoLineBreaks(t *testing.T) {
	test.NewTempApp(t)
	l := NewLabel("先问候\n再办理\r\nagain")
	l.Resize(l.Natural())
	require.Equal(t, "先问候 再办理 again", l.line.Text)
	require.Equal(t, NewLabel("先问候 再办理 again").Natural(), l.Natural())
	l.Set("a\nb")
	require.Equal(t, "a b", l.line.Text)
}

// Where a list of questions is narrow the bar stands below the words, in a higher row;
// where it is wide again, behind them.
func TestTheBarOfANarrowRowStandsBelow(t *testing.T) {
	test.NewTempApp(t)
	said := ""
	ticks := NewTicks([]Option{{ID: "pass", Text: "Pass"}, {ID: "fail", Text: "Fail"}, {ID: "na", Text: "N/A"}}, func(id, option string) { said = id + " " + option })
	ticks.SetTicks([]Tick{{Text: "Order"}, {ID: "a", Text: "Starts as planned and ends before opening"}, {ID: "b", Text: "Minutes", Off: true}}, "a")
	w := test.NewTempWindow(t, ticks.List)
	w.SetPadded(false)
	bar := func() (v *tickView) {
		for _, x := range ticks.views {
			if x.words.Text == "Starts as planned and ends before opening" {
				v = x
			}
		}
		require.NotNil(t, v)
		return v
	}
	for _, width := range []float32{700, 260, 700} {
		w.Resize(fyne.NewSize(width, 400))
		v, narrow := bar(), width == 260
		words, at := v.words, fyne.CurrentApp().Driver().AbsolutePositionForObject
		require.Equal(t, narrow, at(v.bar).Y >= at(words).Y+words.Size().Height, width)
		require.Greater(t, words.Size().Width, float32(150), width)
		require.LessOrEqual(t, at(v.bar).X+v.bar.MinSize().Width, width, "all of the bar is seen")
		v.bar.Choose("fail")
		require.Equal(t, "a fail", said)
	}
}

// What folds is one thing or the other by its width, made of the same objects.
func TestFolds(t *testing.T) {
	test.NewTempApp(t)
	a, b := NewLabel("a"), NewLabel("b")
	f := Folds(300, func() fyne.CanvasObject { return Sides(nil, 0, a, b, 100) }, func() fyne.CanvasObject { return NewColumn(4, a, b) })
	w := test.NewTempWindow(t, f)
	w.SetPadded(false)
	for _, width := range []float32{400, 250, 400} {
		w.Resize(fyne.NewSize(width, 200))
		require.Equal(t, width == 400, b.Position().X > 0, width)
		require.Equal(t, width == 250, b.Position().Y > 0, width)
	}
}

// A bracket that opens goes to the next line with what it opens.
func TestNoBracketOpensAtTheEndOfALine(t *testing.T) {
	test.NewTempApp(t)
	const s = "平均等候（694 人 ÷ 267 次）÷ 平均开放（824 个 ÷ 267 次），见《服务规范》与“三声（迎、问、送）”"
	for room := float32(40); room < 420; room += 3 {
		rows := Wrap(s, room, theme.Body, false)
		for _, row := range rows[:len(rows)-1] {
			last := []rune(strings.TrimRight(row, " "))
			require.NotContains(t, "（《“", string(last[len(last)-1]), "%v: %q", room, rows)
		}
	}
}
