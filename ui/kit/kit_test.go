package kit_test

import (
	"strconv"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// window shows o at a size in the light theme.
func window(t testing.TB, o fyne.CanvasObject, w, h float32) fyne.Window {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New(theme.Light, 100))
	win := app.NewWindow("")
	win.SetPadded(false)
	win.SetContent(o)
	win.Resize(fyne.NewSize(w, h))
	return win
}

func key(n fyne.KeyName) *fyne.KeyEvent { return &fyne.KeyEvent{Name: n} }

func TestEllipsisKeepsTheBeginningAndFits(t *testing.T) {
	window(t, kit.NewLabel(""), 100, 100)
	s := "大堂地面清洁，无纸屑、水渍、积尘"
	assert.Equal(t, s, kit.Ellipsis(s, 1000, theme.Body, false))
	for room := float32(30); room < 230; room += 25 {
		cut := kit.Ellipsis(s, room, theme.Body, false)
		assert.True(t, strings.HasSuffix(cut, "…"), cut)
		assert.True(t, strings.HasPrefix(s, strings.TrimSuffix(cut, "…")))
		assert.LessOrEqual(t, fyne.MeasureText(cut, 14, fyne.TextStyle{}).Width, room)
	}
}

func TestWrapFitsLosesNothingAndNeverStartsALineWithAStop(t *testing.T) {
	window(t, kit.NewLabel(""), 100, 100)
	s := "枯叶、浮尘、盆内有杂物任一项即不合格；塑料绿植按灰尘判断。English words wrap between words, not inside them. Donaudampfschifffahrtsgesellschaft"
	for room := float32(60); room < 500; room += 37 {
		lines := kit.Wrap(s, room, theme.Body, false)
		squeeze := func(x string) string { return strings.ReplaceAll(x, " ", "") }
		assert.Equal(t, squeeze(s), squeeze(strings.Join(lines, "")))
		for _, l := range lines {
			assert.LessOrEqual(t, fyne.MeasureText(l, 14, fyne.TextStyle{}).Width, room+0.5, l)
			if l != "" {
				assert.NotContains(t, "，。；、", string([]rune(l)[0]))
			}
		}
	}
	assert.Equal(t, []string{"a", "", "b"}, kit.Wrap("a\n\nb", 100, theme.Body, false))
}

func TestAParagraphGrowsWhenItGetsNarrow(t *testing.T) {
	p := kit.NewParagraph(strings.Repeat("检查", 40), theme.Text)
	window(t, p, 700, 400)
	wide := p.MinSize().Height
	p.Resize(fyne.NewSize(200, 400))
	assert.Greater(t, p.MinSize().Height, wide*2)
}

func TestTheVerdictBarChoosesByTapAndArrow(t *testing.T) {
	var got []string
	bar := kit.NewVerdictBar([]kit.Option{
		{ID: "pass", Text: "合格", Tone: kit.Pass}, {ID: "fail", Text: "不合格", Tone: kit.Fail}, {ID: "na", Text: "不适用"},
	}, "", func(id string) { got = append(got, id) })
	win := window(t, bar, 600, 40)
	test.TapCanvas(win.Canvas(), fyne.NewPos(300, 20))
	bar.TypedKey(key(fyne.KeyLeft))
	bar.TypedKey(key(fyne.KeyLeft))
	assert.Equal(t, []string{"fail", "pass"}, got)
	assert.Equal(t, "pass", bar.Chosen)
	bar.Set("na")
	assert.Len(t, got, 2, "Set tells nobody")
	bar.Disable()
	bar.Choose("fail")
	assert.Equal(t, "na", bar.Chosen)
}

func TestTheStepperTakesDigitsHalvesAndBounds(t *testing.T) {
	var got []int64
	s := kit.NewStepper(0, 3000, 500, func(v int64) { got = append(got, v) })
	window(t, s, 400, 40)
	for _, r := range "2.5" {
		s.TypedRune(r)
	}
	assert.Equal(t, []int64{2000, 2500}, got)
	s.TypedRune('9') // 2.59 is no half: rounded down to the step
	assert.Equal(t, int64(2500), *s.Value())
	s.TypedRune('+')
	s.TypedRune('+')
	assert.Equal(t, int64(3000), *s.Value(), "never over the maximum")
	s.Set(nil)
	s.TypedKey(key(fyne.KeyRight))
	assert.Equal(t, int64(0), *s.Value(), "the first step of + is the minimum")
	s.Set(nil)
	s.TypedKey(key(fyne.KeyLeft))
	assert.Equal(t, int64(3000), *s.Value(), "the first step of − is full marks")
	s.Counts = true
	for press, want := range map[fyne.KeyName]int64{fyne.KeyRight: 500, fyne.KeyLeft: 0} {
		s.Set(nil)
		s.TypedKey(key(press))
		assert.Equal(t, want, *s.Value(), "of something counted + is the first, − none")
	}
	assert.False(t, s.Type('x'))
	for v, want := range map[int64]string{0: "0", 1500: "1.5", 17000: "17", 1250: "1.25", 50: "0.05"} {
		assert.Equal(t, want, kit.Decimal(v))
	}
}

// TestAStepperTooNarrowForItsUnit: the value and its unit never touch the border; the
// unit becomes small, and is left out where that does not help.
func TestAStepperTooNarrowForItsUnit(t *testing.T) {
	s := kit.NewStepper(0, 999000, 1000, nil)
	s.Label("windows", "")
	win := window(t, s, 400, 40)
	v := int64(12000)
	s.Set(&v)
	for _, x := range []struct {
		width, size float32
		shown       bool
	}{{300, 14, true}, {182, 12, true}, {160, 0, false}, {300, 14, true}} {
		win.Resize(fyne.NewSize(x.width, 40))
		s.Refresh()
		var unit, value *canvas.Text
		for _, o := range test.WidgetRenderer(s).Objects() {
			switch text, ok := o.(*canvas.Text); {
			case ok && text.Text == "windows":
				unit = text
			case ok && text.Text == "12":
				value = text
			}
		}
		assert.Equal(t, x.shown, unit.Visible(), "%g wide", x.width)
		assert.GreaterOrEqual(t, value.Position().X, float32(52), "%g wide: right of the −", x.width)
		if x.shown {
			assert.InDelta(t, x.size, unit.TextSize, 0.01, "%g wide", x.width)
			assert.LessOrEqual(t, unit.Position().X+unit.MinSize().Width, x.width-52, "%g wide: left of the +", x.width)
		}
	}
}

// TestLinesOfALanguageWithSpacesBreakThere: a word is not cut at the border, as a line
// of Chinese may be anywhere.
func TestLinesOfALanguageWithSpacesBreakThere(t *testing.T) {
	for hint, want := range map[string]fyne.TextWrap{"What they did": fyne.TextWrapWord, "做了什么": fyne.TextWrapBreak, "ATM 吞卡": fyne.TextWrapBreak, "": fyne.TextWrapBreak} {
		assert.Equal(t, want, kit.NewTextArea(hint, 3).Wrapping, hint)
	}
}

func TestAButtonIsPressedByKeyAndHandsOtherKeysOn(t *testing.T) {
	n := 0
	b := kit.NewPrimary("完成检查", "Ctrl ⏎", func() { n++ })
	win := window(t, b, 200, 36)
	var keys []fyne.KeyName
	var runes []rune
	win.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { keys = append(keys, e.Name) })
	win.Canvas().SetOnTypedRune(func(r rune) { runes = append(runes, r) })
	win.Canvas().Focus(b)
	b.TypedKey(key(fyne.KeyReturn))
	b.TypedKey(key(fyne.KeyDown))
	b.TypedRune('1')
	b.TypedRune(' ')
	assert.Equal(t, 1, n)
	assert.Equal(t, []fyne.KeyName{fyne.KeyDown}, keys)
	assert.Equal(t, []rune{'1'}, runes)
	b.Disable()
	test.Tap(b)
	assert.Equal(t, 1, n)
}

func numbered(n int) *kit.Rows {
	return kit.NewRows(func() int { return n }, func() fyne.CanvasObject { return kit.NewLabel("") },
		func(i int, o fyne.CanvasObject) { o.(*kit.Label).Set(strconv.Itoa(i)) })
}

// shown are the texts below o that are on the screen.
func shown(o fyne.CanvasObject) (out []string) {
	if !o.Visible() {
		return nil
	}
	switch x := o.(type) {
	case *canvas.Text:
		return []string{x.Text}
	case *fyne.Container:
		for _, c := range x.Objects {
			out = append(out, shown(c)...)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(x).Objects() {
			out = append(out, shown(c)...)
		}
	}
	return out
}

func TestRowsMakeOnlyWhatIsSeen(t *testing.T) {
	made := 0
	r := kit.NewRows(func() int { return 100000 }, func() fyne.CanvasObject { made++; return kit.NewLabel("") },
		func(i int, o fyne.CanvasObject) { o.(*kit.Label).Set(strconv.Itoa(i)) })
	window(t, r, 400, 400)
	assert.LessOrEqual(t, made, 12)
	for range 500 {
		r.Press(key(fyne.KeyPageDown))
	}
	r.Press(key(fyne.KeyEnd))
	assert.Equal(t, 99999, r.Selected())
	assert.LessOrEqual(t, made, 24, "rows are used again")
}

func TestRowsMoveByKeyAndOpen(t *testing.T) {
	r := numbered(50)
	var opened []int
	r.OnOpen = func(i int) { opened = append(opened, i) }
	window(t, r, 400, 200)
	assert.True(t, r.Press(key(fyne.KeyReturn)), "the first is meant")
	r.Press(key(fyne.KeyUp))
	r.Press(key(fyne.KeyDown))
	r.Press(key(fyne.KeyDown))
	r.Press(key(fyne.KeyUp))
	r.Press(key(fyne.KeyReturn))
	r.Press(key(fyne.KeyEnd))
	r.Press(key(fyne.KeyEnter))
	assert.Equal(t, []int{0, 1, 49}, opened)
	assert.False(t, r.Press(key(fyne.KeyEscape)))
}

func TestRowsOfDifferentHeightsFollowEachOther(t *testing.T) {
	r := numbered(10)
	open := 2
	r.HeightOf = func(i int) float32 {
		if i == open {
			return 200
		}
		return 40
	}
	win := window(t, r, 400, 300)
	test.TapCanvas(win.Canvas(), fyne.NewPos(50, 250))
	assert.Equal(t, 2, r.Selected(), "2 reaches from 80 to 280")
	open = 0
	r.Reload()
	test.TapCanvas(win.Canvas(), fyne.NewPos(50, 250))
	assert.Equal(t, 2, r.Selected())
	test.TapCanvas(win.Canvas(), fyne.NewPos(50, 210))
	assert.Equal(t, 1, r.Selected())
}

func TestRowsShrink(t *testing.T) {
	n := 30
	r := kit.NewRows(func() int { return n }, func() fyne.CanvasObject { return kit.NewLabel("") },
		func(i int, o fyne.CanvasObject) { o.(*kit.Label).Set("row " + strconv.Itoa(i)) })
	window(t, r, 400, 300)
	r.Select(29)
	n = 2
	r.Reload()
	assert.Equal(t, 1, r.Selected())
	n = 0
	r.Reload()
	assert.Equal(t, -1, r.Selected())
	for _, s := range shown(r) {
		assert.NotContains(t, s, "row")
	}
}

func TestATableWritesCellsAndSorts(t *testing.T) {
	sorted := ""
	tb := kit.NewTable([]kit.Column{{Title: "网点", Sort: "name"}, {Title: "得分", Width: 80, Right: true}, {Title: "等级", Width: 90}},
		func() int { return 3 }, func(i int, c []kit.Cell) {
			c[0] = kit.Cell{Text: "支行" + strconv.Itoa(i), Sub: "370" + strconv.Itoa(i)}
			c[1] = kit.Cell{Text: "93.4", Bold: true}
			c[2] = kit.Cell{Text: "优秀", Pill: true, Tone: kit.Pass, Icon: "tick"}
		})
	tb.OnSort = func(id string) { sorted = id }
	win := window(t, tb, 500, 300)
	texts := strings.Join(shown(tb), " ")
	assert.Contains(t, texts, "支行2")
	assert.Contains(t, texts, "3702")
	assert.Contains(t, texts, "优秀")
	test.TapCanvas(win.Canvas(), fyne.NewPos(30, 15))
	assert.Equal(t, "name", sorted)
}

func TestASearchSelectFiltersAndOffersTheTypedWord(t *testing.T) {
	var got string
	choices := []kit.Choice{}
	for _, n := range []string{"张伟", "李静", "王敏", "赵磊", "刘洋", "陈杰", "杨帆", "周涛"} {
		choices = append(choices, kit.Choice{ID: n, Text: n})
	}
	s := kit.NewSearchSelect("责任人", choices, "", func(c kit.Choice, typed string) bool {
		return c.Text == "王敏" && strings.HasPrefix("wm", typed)
	}, func(id string) { got = id })
	s.Free = func(typed string) string { return "用" + typed }
	win := window(t, s, 700, 500)
	test.Tap(s)
	require.NotNil(t, kit.TopOverlay(win.Canvas()))
	find := win.Canvas().Focused().(*kit.TextField)
	test.Type(find, "w")
	find.TypedKey(key(fyne.KeyReturn))
	assert.Equal(t, "王敏", got)
	assert.Equal(t, "王敏", s.Text())
	assert.Nil(t, kit.TopOverlay(win.Canvas()))
	test.Tap(s)
	find = win.Canvas().Focused().(*kit.TextField)
	test.Type(find, "孙悟")
	find.TypedKey(key(fyne.KeyReturn))
	assert.Equal(t, "孙悟", got)
}

func TestADialogClosesByEscAndByATapBesideIt(t *testing.T) {
	win := window(t, kit.NewLabel("page"), 700, 500)
	gone := 0
	for _, leave := range []func(*kit.Overlay){
		func(o *kit.Overlay) { o.Press(key(fyne.KeyEscape)) },
		func(*kit.Overlay) { test.TapCanvas(win.Canvas(), fyne.NewPos(5, 5)) },
	} {
		o := kit.ShowDialog(win.Canvas(), kit.NewLabel("question"), 300, nil)
		o.OnDismiss = func() { gone++ }
		leave(o)
		assert.Nil(t, kit.TopOverlay(win.Canvas()))
	}
	assert.Equal(t, 2, gone)
}

func TestARowShrinksItsLabelsFirst(t *testing.T) {
	long := kit.NewLabel(strings.Repeat("很长的名字", 20))
	button := kit.NewSecondary("继续", "", nil)
	row := kit.NewRow(10, long, kit.Space(), button)
	window(t, row, 300, 40)
	assert.Equal(t, button.MinSize().Width, button.Size().Width)
	assert.InDelta(t, 300, button.Position().X+button.Size().Width, 1)
}

// BenchmarkScroll is one page of scroll over 10,000 table rows: our own work
// must stay far below a frame of 16 ms and allocate next to nothing.
func BenchmarkScroll(b *testing.B) {
	words := make([]string, 10000)
	for i := range words {
		words[i] = strconv.Itoa(i)
	}
	tb := kit.NewTable([]kit.Column{{Title: "a", Width: 60}, {Title: "b"}, {Title: "c", Width: 80, Right: true}, {Title: "d", Width: 90}, {Title: "e", Width: 90}},
		func() int { return len(words) }, func(i int, c []kit.Cell) {
			c[0], c[1], c[2] = kit.Cell{Text: words[i], Bold: true}, kit.Cell{Text: "济宁市中支行"}, kit.Cell{Text: "93.4"}
			c[3], c[4] = kit.Cell{Text: "优秀", Pill: true, Tone: kit.Pass, Icon: "tick"}, kit.Cell{Text: "门前户外"}
		})
	window(b, tb, 1100, 700)
	b.ReportAllocs()
	down := key(fyne.KeyPageDown)
	up := key(fyne.KeyHome)
	for i := 0; b.Loop(); i++ {
		if i%500 == 499 {
			tb.List.Press(up)
		}
		tb.List.Press(down)
	}
}

func TestShortListLeavesNoBlankRow(t *testing.T) {
	r := numbered(1)
	window(t, r, 400, 300)
	assert.InDelta(t, 40, r.MinSize().Height, 0.5)
	r = numbered(9)
	window(t, r, 400, 300)
	assert.InDelta(t, 80, r.MinSize().Height, 0.5, "a long one scrolls")
}

// TestEscInAFieldLeavesItsDialog: the key on a dialog's button works from its fields too;
// a field of the page only loses the keyboard.
func TestEscInAFieldLeavesItsDialog(t *testing.T) {
	app := test.NewTempApp(t)
	w := app.NewWindow("")
	w.Resize(fyne.NewSize(600, 400))
	inside, below := kit.NewTextField(""), kit.NewTextField("")
	w.SetContent(below)
	left := 0
	o := kit.ShowDialog(w.Canvas(), inside, 300, inside)
	o.OnDismiss = func() { left++ }
	inside.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	require.Equal(t, 1, left)
	require.Nil(t, w.Canvas().Overlays().Top())
	w.Canvas().Focus(below)
	below.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	require.Nil(t, w.Canvas().Focused())
}
