package desk_test

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell/shelltest"
)

// top and bottom are where an object begins and ends in the window.
func (f *floor) top(o fyne.CanvasObject) float32 {
	return f.App.Driver().AbsolutePositionForObject(o).Y
}

func (f *floor) bottom(o fyne.CanvasObject) float32 { return f.top(o) + o.Size().Height }

// around is the innermost card a text or widget stands in.
func (f *floor) around(is func(fyne.CanvasObject) bool) (card *kit.Card) {
	shelltest.Walk(f.Window.Canvas().Content(), func(o fyne.CanvasObject) bool {
		c, ok := o.(*kit.Card)
		if !ok {
			return true
		}
		shelltest.Walk(c, func(x fyne.CanvasObject) bool {
			if is(x) {
				card = c
			}
			return true
		})
		return true
	})
	require.NotNil(f.T, card)
	return card
}

// TestThePeakIsInSight: the half-hours fill while somebody watches, in the smallest
// window, in both languages, with a long queue and more tickets than there is room for;
// nothing to press is lower than a finger needs.
func TestThePeakIsInSight(t *testing.T) {
	for _, lang := range []checklist.Lang{checklist.ZH, checklist.EN} {
		t.Run(string(lang), func(t *testing.T) {
			f := &floor{clock: shelltest.NewClock(shelltest.Now), dir: t.TempDir(), lang: lang, size: fyne.NewSize(1024, 680)}
			f.start(t)
			f.Press(fyne.KeyReturn)
			f.Type("k123456")
			f.Press(fyne.KeyReturn)
			for range 14 {
				f.Type("n")
			}
			f.Type("r41")
			f.Press(fyne.KeyReturn)
			f.Type("123")
			f.pass(time.Minute)
			strip := shelltest.Find[*kit.Strip](f.Env, 0)
			card := f.around(func(o fyne.CanvasObject) bool { return o == fyne.CanvasObject(strip) })
			require.Positive(t, strip.Size().Height)
			require.GreaterOrEqual(t, strip.Size().Height, strip.MinSize().Height)
			require.LessOrEqual(t, f.bottom(card), float32(680-28-16), "above the status line")
			require.Equal(t, "41", strip.Rows[0].Cells[2].Text, "9:30 is filled")
			shelltest.Walk(f.Window.Canvas().Content(), func(o fyne.CanvasObject) bool {
				tall := float32(0)
				switch x := o.(type) {
				case *kit.Button:
					if x.Mouse { // those of the page
						tall = x.Size().Height
					}
				case *kit.Card:
					if x.Tap != nil {
						tall = x.Size().Height
					}
				}
				if tall > 0 {
					require.GreaterOrEqual(t, tall, float32(40), fmt.Sprintf("%T", o))
				}
				return true
			})
			request := f.Button(map[checklist.Lang]string{checklist.ZH: "申请增开", checklist.EN: "One more"}[lang])
			require.Less(t, f.bottom(request), f.top(card), "what is done by hand is in sight too")
			require.Empty(t, f.Overflows())
		})
	}
}

// TestTicketsThatWaitHaveRoom: the first ticket that waits gets a place of its own and
// moves nothing one could be about to press.
func TestTicketsThatWaitHaveRoom(t *testing.T) {
	f := open(t)
	f.Tap("开始本场")
	before := f.top(f.Button("弃号"))
	f.Tap("取号")
	f.pass(time.Second)
	require.Equal(t, before, f.top(f.Button("弃号")))
	require.True(t, f.Has("→ 选等候的号，再按窗口"), f.Texts())
	chip := f.around(func(o fyne.CanvasObject) bool { l, ok := o.(*kit.Label); return ok && l.Text == "未记号码" })
	require.NotNil(t, chip.Tap)
	peak := f.around(func(o fyne.CanvasObject) bool { _, ok := o.(*kit.Strip); return ok })
	require.GreaterOrEqual(t, f.top(chip), f.bottom(f.Button("弃号")))
	require.LessOrEqual(t, f.bottom(chip), f.top(peak)-8)
	strip := shelltest.Find[*kit.Strip](f.Env, 0)
	require.Greater(t, strip.Size().Height, strip.MinSize().Height, "the half-hours take the room there is")
}

// TestManyTicketsThatWaitAreInSight: in the smallest window five tickets stand in one line
// and ten in two – all of them in sight while nothing is known of usual days –, with or
// without numbers; a finger hits each.
func TestManyTicketsThatWaitAreInSight(t *testing.T) {
	for _, lang := range []checklist.Lang{checklist.ZH, checklist.EN} {
		for _, numbered := range []bool{true, false} {
			f := &floor{clock: shelltest.NewClock(shelltest.Now), dir: t.TempDir(), lang: lang, size: fyne.NewSize(1024, 680)}
			f.start(t)
			f.Press(fyne.KeyReturn)
			for _, n := range []int{5, 10} {
				for range n - len(f.waiting()) {
					if numbered && len(f.waiting()) == 0 {
						shelltest.Find[*kit.TextField](f.Env, 0).OnSubmitted("A071")
					} else {
						f.Type("n")
					}
				}
				f.pass(12 * time.Minute)
				lines := map[float32]int{}
				for _, c := range f.waiting() {
					lines[f.top(c)]++
					require.LessOrEqual(t, f.bottom(c), f.top(f.around(func(o fyne.CanvasObject) bool { _, ok := o.(*kit.Strip); return ok })), "%s %v %d", lang, numbered, n)
					require.GreaterOrEqual(t, c.Size().Height, float32(40))
				}
				require.Len(t, lines, n/5, "%s %v", lang, numbered)
				require.Empty(t, f.Overflows())
				require.Empty(t, f.Cut())
			}
			require.Equal(t, numbered, f.Has("A080"), f.Texts())
		}
	}
}

// waiting are the tiles of the tickets that wait.
func (f *floor) waiting() (out []*kit.Card) {
	shelltest.Walk(f.Window.Canvas().Content(), func(o fyne.CanvasObject) bool {
		if c, ok := o.(*kit.Card); ok && c.Tap != nil && c.Size().Height == 40 {
			out = append(out, c)
		}
		return true
	})
	return out
}
