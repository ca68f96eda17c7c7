package shell_test

import (
	"context"
	"strconv"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/shell/shelltest"
	"hallcheck/ui/theme"
)

// full is a page that is one button from edge to edge.
type full struct {
	button *kit.Button
	taps   int
}

func (p *full) Title() (string, string)    { return "今日", "" }
func (p *full) Content() fyne.CanvasObject { return container.NewStack(p.button) }
func (p *full) Load(context.Context)       {}
func (p *full) Keys() []shell.Key          { return nil }

// reminder is one as long as they come.
func reminder(lang checklist.Lang, done *[]string) shell.Reminder {
	word := func(s string) func() { return func() { *done = append(*done, s) } }
	r := shell.Reminder{ID: "patrol@16:30", Text: "16:30 高峰巡检：现在该做", Start: "开始", Later: "推迟 10 分钟"}
	if lang == checklist.EN {
		r.Text, r.Start, r.Later = "16:30 Morning meeting is due", "Start", "In 10 min"
	}
	r.OnDo, r.OnWait, r.OnShut = word("do"), word("wait"), word("shut")
	return r
}

// TestAReminderMovesAndCoversNothing: what a click was aimed at is still there when the
// bar comes and when it goes, in small and large windows and type.
func TestAReminderMovesAndCoversNothing(t *testing.T) {
	for _, lang := range []checklist.Lang{checklist.ZH, checklist.EN} {
		for _, x := range []struct {
			size  fyne.Size
			scale int
			whole bool // all of its words have room
		}{
			{fyne.NewSize(1024, 680), 100, true},
			{fyne.NewSize(1366, 768), 100, true},
			{fyne.NewSize(1366, 768), 150, false},
			{fyne.NewSize(1024, 680), 150, false},
			{fyne.NewSize(640, 420), 100, false},
		} {
			t.Run(string(lang)+" "+strconv.Itoa(int(x.size.Width))+" "+strconv.Itoa(x.scale), func(t *testing.T) {
				p := &full{}
				p.button = kit.NewSecondary("page", "", func() { p.taps++ })
				home := shelltest.NewHome()
				home.Waiting = []string{"a", "b"}
				e := shelltest.NewWith(t, home, shell.Prefs{Lang: lang, Mode: theme.Light, Scale: x.scale},
					shell.Route{ID: "today", Icon: "today", Rail: true, Faces: []checklist.Face{checklist.FaceBranch}, New: func(*shell.Shell, any) shell.Page { return p }})
				e.Window.Resize(x.size)
				e.Home.Publish(checklist.Change{Kind: "person"}) // something was saved
				saved := e.Shell.T("status.saved", "time", "09:31:04")
				least := e.Window.Content().MinSize()
				at := func(o fyne.CanvasObject) (pos fyne.Position, end fyne.Position) {
					pos = e.App.Driver().AbsolutePositionForObject(o)
					return pos, pos.AddXY(o.Size().Width, o.Size().Height)
				}
				before, beforeEnd := at(p.button)
				var done []string
				r := reminder(lang, &done)
				e.Shell.Remind(r)

				after, afterEnd := at(p.button)
				require.Equal(t, before, after)
				require.Equal(t, beforeEnd, afterEnd)
				require.Equal(t, least, e.Window.Content().MinSize(), "the window does not grow")
				start := e.Button(r.Start)
				for _, b := range []*kit.Button{start, e.Button(r.Later)} {
					pos, end := at(b)
					require.GreaterOrEqual(t, pos.Y, beforeEnd.Y, "it begins below the page")
					require.GreaterOrEqual(t, pos.X, float32(0))
					require.LessOrEqual(t, end.X, x.size.Width)
					require.LessOrEqual(t, end.Y, x.size.Height)
					require.GreaterOrEqual(t, b.Size().Height, float32(40))
				}
				require.True(t, e.Has(saved), e.Texts())
				if x.whole {
					require.True(t, e.Has(r.Text), e.Texts())
				}
				require.Empty(t, e.Overflows())
				for _, pos := range []fyne.Position{before.AddXY(3, 3), beforeEnd.SubtractXY(3, 3), {X: (before.X + beforeEnd.X) / 2, Y: beforeEnd.Y - 2}} {
					test.TapCanvas(e.Window.Canvas(), pos)
				}
				require.Equal(t, 3, p.taps, "the page has the clicks")
				pos, end := at(start)
				test.TapCanvas(e.Window.Canvas(), pos.AddXY((end.X-pos.X)/2, (end.Y-pos.Y)/2))
				require.Equal(t, []string{"do"}, done)
				require.Empty(t, e.Shell.Reminded())
				require.False(t, e.Has(r.Start))
				again, _ := at(p.button)
				require.Equal(t, before, again)

				e.Shell.Remind(r)
				e.Press(fyne.KeyF9)
				e.Shell.Remind(r)
				e.Press(fyne.KeyF8)
				require.Equal(t, []string{"do", "wait", "do"}, done)
				e.Press(fyne.KeyF8)
				require.Len(t, done, 3, "nothing to begin")
				require.True(t, e.Has("1.0.0"), "the line is whole again: %q", e.Texts())
			})
		}
	}
}
