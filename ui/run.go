package ui

import (
	"context"
	"image"
	"runtime/debug"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"hallcheck/checklist"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
	"hallcheck/ui/today"
)

// Run opens the window – with the first run in it when there is no profile
// yet – and returns when it is closed. face is what the profile or the
// configuration says; the first run may choose the other.
func Run(app fyne.App, s Services, face checklist.Face) {
	app.Settings().SetTheme(theme.New(theme.Light, 100)) // for its fonts
	gc := debug.SetGCPercent(startGC)
	tasks := shell.NewTasks()
	tasks.Hold()
	fonts := tasks.Aside(theme.ParseFonts)
	if face == checklist.FaceBranch {
		s.first = shell.ReadAhead(tasks, func(ctx context.Context) (today.Day, error) {
			fonts() // one beside the window is enough for two processors
			return s.readToday(ctx)
		})
	}
	w := app.NewWindow("")
	w.SetMaster()
	c := newCurtain(func() {
		fonts()
		Open(app, w, s, face, tasks)
		if s.Ready != nil {
			tasks.Idle(func() { whenPainted(w, s.Ready) })
		}
		tasks.Settle(firstLook)
	})
	w.SetPadded(false)
	w.SetContent(c)
	w.Resize(fyne.NewSize(1280, 800))
	c.armed = true
	w.Show()
	c.rise()
	debug.SetGCPercent(gc)
	app.Run()
}

// readToday reads what the branch's first page shows.
func (s Services) readToday(ctx context.Context) (today.Day, error) {
	p, err := s.Home.Profile(ctx)
	if err != nil {
		return today.Day{}, err
	}
	now := time.Now
	if s.Clock != nil {
		now = s.Clock
	}
	return today.Read(ctx, s.Today, now(), p)
}

// startGC lets the heap grow while the window is made, which brings about 70 MB
// of fonts and records: collecting would take the processors the making needs.
const startGC = 2000

// firstLook is how long the first frame waits for the first page's data.
const firstLook = 100 * time.Millisecond

// curtain is what the window holds while it is being made. It is sized once
// more when the window exists and before it is shown: then the page takes its
// place, so that the first frame is the page.
type curtain struct {
	widget.BaseWidget
	armed bool
	open  func()
}

func newCurtain(open func()) *curtain {
	c := &curtain{open: open}
	c.ExtendBaseWidget(c)
	return c
}

// CreateRenderer implements fyne.Widget.
func (c *curtain) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(theme.Color(theme.Background)))
}

// Resize implements fyne.CanvasObject.
func (c *curtain) Resize(s fyne.Size) {
	c.BaseWidget.Resize(s)
	c.rise()
}

// rise opens the page, once.
func (c *curtain) rise() {
	if c.armed {
		c.armed = false
		c.open()
	}
}

// whenPainted calls f while the next frame is painted: by a dot that is drawn
// in it, since no other sign of painting reaches a program.
func whenPainted(w fyne.Window, f func()) {
	told := false
	dot := canvas.NewRaster(func(int, int) image.Image {
		if !told {
			told = true
			f()
		}
		return image.NewNRGBA(image.Rect(0, 0, 1, 1))
	})
	if box, ok := w.Content().(*fyne.Container); ok {
		box.Add(dot)
		dot.Resize(fyne.NewSize(1, 1))
	}
}
