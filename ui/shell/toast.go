package shell

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// toastLayer holds what floats over the page: one toast, and bars of long work.
type toastLayer struct {
	s      *Shell
	box    *fyne.Container
	toast  fyne.CanvasObject
	word   string
	cancel func()
	bars   []*progressBar

	reminder   *Reminder
	remindBar  fyne.CanvasObject
	remindWord *kit.Label // of the bar
}

func newToastLayer(s *Shell) *toastLayer {
	t := &toastLayer{s: s}
	t.box = container.New(toastLayout{t})
	return t
}

func (t *toastLayer) refresh() {
	t.box.Objects = nil
	if t.toast != nil {
		t.box.Objects = append(t.box.Objects, t.toast)
	}
	for _, b := range t.bars {
		t.box.Objects = append(t.box.Objects, b.card)
	}
	t.box.Refresh()
}

// toastLayout: the toast at the bottom in the middle, or where the page has room
// for it; bars at the bottom right.
type toastLayout struct{ t *toastLayer }

func (toastLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (l toastLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	y := s.Height - theme.Edge
	for i := len(objects) - 1; i >= 0; i-- {
		o := objects[i]
		m := o.MinSize()
		if o == l.t.toast {
			w := min(max(m.Width, theme.Scaled(280)), s.Width-2*theme.Edge)
			if a, ok := l.t.s.aside(); ok && a > 0 { // 0: the page is not laid out yet
				w = min(a, s.Width-2*theme.Edge)
				o.Resize(fyne.NewSize(w, m.Height)) // lets the words measure at this width
				m = o.MinSize()
				put(o, s.Width-theme.Edge-w, s.Height-theme.Edge-m.Height, w, m.Height)
				continue
			}
			put(o, (s.Width-w)/2, s.Height-theme.Edge-m.Height, w, m.Height)
			continue
		}
		w := min(theme.Scaled(320), s.Width-2*theme.Edge)
		y -= m.Height
		put(o, s.Width-theme.Edge-w, y, w, m.Height)
		y -= 8
	}
}

// aside is the width of the column at the right the page lends to toasts.
func (s *Shell) aside() (width float32, ok bool) {
	if len(s.stack) == 0 {
		return 0, false
	}
	a, ok := s.top().page.(Aside)
	if !ok {
		return 0, false
	}
	return a.ToastWidth(), true
}

// Toast tells what happened; with undo it offers to take it back. It goes
// away by itself after some seconds.
func (s *Shell) Toast(text string, undo func()) { s.toast("tick", theme.Pass, text, undo) }

// Hint says why nothing happened: in the form that is open, else where toasts stand.
func (s *Shell) Hint(text string) {
	if o := kit.TopOverlay(s.cfg.Window.Canvas()); o != nil && o.Hint != nil {
		o.Hint(text)
		return
	}
	s.toast("info", theme.Accent, text, nil)
}

func (s *Shell) toast(icon string, role theme.Role, text string, undo func()) {
	t := s.toasts
	if t.cancel != nil {
		t.cancel()
	}
	hide := func() { t.toast, t.word = nil, ""; t.refresh() }
	label := kit.NewLabel(text)
	var word fyne.CanvasObject = label
	_, narrow := s.aside()
	if narrow {
		lines := kit.NewParagraph(text, theme.Text)
		lines.Lines = 4
		word = lines
	}
	objects := []fyne.CanvasObject{kit.NewIcon(icon, role, 16), kit.Grow(word)}
	wide := label.Natural().Width + 60
	if undo != nil {
		b := kit.NewSecondary(s.T("shell.undo"), "", func() { hide(); undo() })
		b.Tall = 30
		objects = append(objects, b)
		wide += b.MinSize().Width + 10
	}
	least := min(wide, 640)
	if narrow { // the words go on below
		least = 0
	}
	card := kit.NewCardInset(kit.MinSize(kit.NewRow(10, objects...), least, 30), 10)
	t.toast, t.word = card, text
	t.refresh()
	t.cancel = s.tasks.after(6*time.Second, hide)
}

// Toasted is the text of the toast shown, "" = none.
func (s *Shell) Toasted() string { return s.toasts.word }

// progressBar is one piece of long work in the corner.
type progressBar struct {
	card  *kit.Card
	bar   *kit.ProgressBar
	count *kit.Label
}

func (b *progressBar) set(done, total int) {
	if total > 0 {
		b.bar.Set(done * 1000 / total)
		b.count.Set(fraction(done, total))
	}
}

func (s *Shell) addProgress(title string, cancel func()) *progressBar {
	b := &progressBar{bar: kit.NewProgressBar(0), count: kit.NewCaption("").Whole()}
	stop := kit.NewSecondary(s.T("shell.cancel"), "", cancel)
	stop.Tall = 30
	b.card = kit.NewCard(kit.NewColumn(8,
		kit.NewRow(10, kit.Grow(kit.NewBold(title)), kit.MinSize(b.count, 60, 16), stop), b.bar))
	s.toasts.bars = append(s.toasts.bars, b)
	s.toasts.refresh()
	return b
}

func (s *Shell) removeProgress(b *progressBar) {
	for i, x := range s.toasts.bars {
		if x == b {
			s.toasts.bars = append(s.toasts.bars[:i], s.toasts.bars[i+1:]...)
			break
		}
	}
	s.toasts.refresh()
}
