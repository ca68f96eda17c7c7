package meeting

import (
	"context"
	"image"
	"runtime"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"hallcheck/checklist/report"
	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// live is a show that runs: a window of its own with the slides, and the
// presenter's page on the main window where the slides are on another screen.
type live struct {
	p      *page
	w      fyne.Window
	slides []entry
	at     int
	began  time.Time
	stop   context.CancelFunc

	view  *slide
	line  *noteBar
	dark  bool
	noted bool   // the presenter's line lies over the slide
	typed string // digits of the slide to jump to

	desk *presenter // nil = the slides are on this screen
}

// play starts the show with the slide chosen.
func (p *page) play() {
	p.settle()
	if p.live != nil || len(p.slides) == 0 {
		return
	}
	ctx, stop := context.WithCancel(p.ctx)
	l := &live{p: p, slides: p.slides, at: max(p.list.Selected(), 0), began: p.s.Now(), stop: stop}
	second := p.twoScreens() && p.side.screen.Chosen == screenSecond
	l.open(second)
	p.live = l
	if second {
		l.desk = newPresenter(l)
		p.front.Objects = []fyne.CanvasObject{l.desk.area}
		p.front.Refresh()
		p.s.Window().Canvas().Unfocus()
		l.tick(ctx)
	}
	p.s.RefreshHeader()
	l.show()
}

// open opens the window of the slides, full screen.
func (l *live) open(second bool) {
	p := l.p
	l.w = p.s.App().NewWindow(p.deck().Title)
	l.view = newSlide(p.pics.whole)
	l.view.lost = p.t("missing")
	l.line = newNoteBar()
	l.w.SetPadded(false)
	l.w.SetContent(container.NewStack(canvas.NewRectangle(night), l.view, l.line, newTouch(func() { l.move(1) })))
	l.w.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { l.key(e) })
	l.w.Canvas().SetOnTypedRune(func(r rune) { l.rune(r) })
	l.w.SetCloseIntercept(p.end)
	l.w.Resize(fyne.NewSize(report.SlideWidth, report.SlideHeight)) // until it fills its screen
	l.place(second)
	l.w.Show()
	if !second {
		l.w.RequestFocus()
	}
}

// place has the window fill its screen. The second one is asked for in both ways
// there are: most desktops fill the screen the window stands on, and on Windows
// the toolkit tells screens apart by names that may be the same.
func (l *live) place(second bool) {
	d, ok := l.w.(desktop.Window)
	if !second || !ok {
		l.w.SetFullScreen(true)
		return
	}
	if x, y, known := l.p.second(); known {
		d.RequestPosition(x, y)
		if runtime.GOOS == "windows" {
			l.w.SetFullScreen(true)
			return
		}
	}
	d.RequestFullScreenSecondary()
}

// end ends the show and chooses the slide it ended with.
func (p *page) end() {
	l := p.live
	if l == nil {
		return
	}
	p.live = nil
	l.stop()
	l.w.SetCloseIntercept(nil)
	l.w.Close()
	p.front.Objects = []fyne.CanvasObject{p.desk}
	p.front.Refresh()
	p.list.Select(min(l.at, len(p.slides)-1))
	p.side.show()
	p.s.RefreshHeader()
}

// show shows the slide the show is at and has its neighbours ready.
func (l *live) show() {
	if l.dark {
		l.view.set(nil)
	} else {
		l.view.set(l.slides[l.at].draw)
	}
	words := ""
	if l.noted && !l.dark {
		words = l.slides[l.at].slide.Notes
	}
	l.line.set(words)
	if l.desk != nil {
		l.desk.set()
	}
	l.p.pics.ahead(l.slides, l.at, l.view)
}

// move goes on or back.
func (l *live) move(by int) { l.jump(l.at + by) }

// jump shows slide i, if there is one; a black screen ends.
func (l *live) jump(i int) {
	l.typed = ""
	if i < 0 || i >= len(l.slides) {
		return
	}
	l.at, l.dark = i, false
	l.show()
}

// key takes a key of the show, from either window; false = not used.
func (l *live) key(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyRight, fyne.KeyDown, fyne.KeySpace, fyne.KeyPageDown:
		l.move(1)
	case fyne.KeyLeft, fyne.KeyUp, fyne.KeyPageUp, fyne.KeyBackspace:
		l.move(-1)
	case fyne.KeyHome:
		l.jump(0)
	case fyne.KeyEnd:
		l.jump(len(l.slides) - 1)
	case fyne.KeyReturn, fyne.KeyEnter:
		if n, err := strconv.Atoi(l.typed); err == nil {
			l.jump(n - 1)
			return true
		}
		l.move(1)
	case fyne.KeyEscape:
		l.p.end()
	case fyne.KeyF5: // the show runs already
	default:
		return false
	}
	return true
}

// rune takes a sign of the show; false = not used.
func (l *live) rune(r rune) bool {
	switch {
	case r >= '0' && r <= '9':
		if l.typed += string(r); len(l.typed) > 4 {
			l.typed = l.typed[1:]
		}
	case r == 'b' || r == 'B' || r == '.':
		l.dark = !l.dark
		l.show()
	case r == 'n' || r == 'N' || r == 'p' || r == 'P':
		l.noted = !l.noted && l.desk == nil
		l.show()
	case r != ' ': // the key was taken already
		return false
	}
	return true
}

// tick moves the clock on.
func (l *live) tick(ctx context.Context) {
	l.p.s.After(ctx, time.Second, func() {
		l.desk.clock()
		l.tick(ctx)
	})
}

// ahead reads the pictures of the slides beside slide i, as large as view shows
// them: the next one is then on the screen at once.
func (x *pictures) ahead(slides []entry, i int, view *slide) {
	size := view.Size()
	if size.Width <= 0 {
		return
	}
	_, _, k := area(size)
	dense := view.density()
	for _, n := range []int{i + 1, i - 1, i + 2} {
		if n < 0 || n >= len(slides) {
			continue
		}
		for _, p := range slides[n].draw.Parts {
			if p.Photo != "" {
				w, h := pixels(p, k, dense)
				x.whole(p.Photo, w, h, func(image.Image) {})
			}
		}
	}
}

// pixels is how large a picture is painted.
func pixels(p report.DrawnPart, k, dense float32) (w, h int) {
	return int(float32(p.W) * k * dense), int(float32(p.H) * k * dense)
}

// touch takes taps for what lies below it.
type touch struct {
	widget.BaseWidget
	tap func()
}

func newTouch(tap func()) *touch {
	t := &touch{tap: tap}
	t.ExtendBaseWidget(t)
	return t
}

// CreateRenderer implements fyne.Widget.
func (t *touch) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(nil))
}

// Tapped implements fyne.Tappable.
func (t *touch) Tapped(*fyne.PointEvent) { t.tap() }

// Cursor hides the pointer: it would stand on the slide.
func (t *touch) Cursor() desktop.Cursor { return desktop.HiddenCursor }

// noteBar is the presenter's line over the lower edge of a slide.
type noteBar struct {
	widget.BaseWidget
	word *kit.Paragraph
	bg   *canvas.Rectangle
	body *fyne.Container
}

func newNoteBar() *noteBar {
	n := &noteBar{word: kit.NewParagraph("", theme.OnMark), bg: canvas.NewRectangle(theme.Color(theme.Label))}
	n.word.Font, n.word.Lines = theme.Title, 3
	n.body = container.New(lowest{}, n.bg, n.word)
	n.ExtendBaseWidget(n)
	return n
}

// set says words; none leave the slide bare.
func (n *noteBar) set(s string) {
	n.word.Set(s)
	n.body.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (n *noteBar) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(n.body)
}

// lowest puts words and what is behind them at the lower edge.
type lowest struct{}

// MinSize implements fyne.Layout.
func (lowest) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(80, 40) }

// Layout implements fyne.Layout.
func (lowest) Layout(o []fyne.CanvasObject, s fyne.Size) {
	w := s.Width * 0.9
	h := o[1].(*kit.Paragraph).HeightAt(w)
	if o[1].(*kit.Paragraph).Text == "" {
		h = -28
	}
	place(o[0], 0, s.Height-h-28, s.Width, h+28)
	place(o[1], (s.Width-w)/2, s.Height-h-14, w, h)
}
