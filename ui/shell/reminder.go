package shell

import (
	"fyne.io/fyne/v2"

	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// Reminder is a bar in the foot of the window, whatever page is open; it stays until
// somebody acts or Unremind takes it away. It moves and covers nothing of the page.
type Reminder struct {
	ID     string // the same ID again changes nothing
	Text   string
	Start  string // word of the button that begins what is due
	Later  string // word of the button that puts it off
	OnDo   func()
	OnWait func()
	OnShut func() // the bar was closed, nothing else
}

// Remind shows a reminder. Its keys are F8 (begin) and F9 (put off).
func (s *Shell) Remind(r Reminder) {
	t := s.toasts
	if t.reminder != nil && t.reminder.ID == r.ID && t.remindBar != nil {
		return
	}
	act := func(do func()) func() {
		return func() {
			if s.lock.on {
				return
			}
			s.Unremind()
			if do != nil {
				do()
			}
		}
	}
	r.OnDo, r.OnWait, r.OnShut = act(r.OnDo), act(r.OnWait), act(r.OnShut)
	begin := kit.NewPrimary(r.Start, "F8", r.OnDo)
	later := kit.NewSecondary(r.Later, "F9", r.OnWait)
	shut := kit.NewIconButton("close", s.T("shell.close"), r.OnShut)
	for _, b := range []*kit.Button{begin, later, shut} {
		b.Tall = 40
	}
	word := kit.NewBold(r.Text)
	row := kit.NewRow(10, kit.NewIcon("clock", theme.Warn, 18), kit.Grow(word), later, begin, shut)
	card := kit.NewCardInset(kit.Inset(row, 0, 0, 0, 8), remindInset)
	card.Fill = theme.WarnSoft
	t.reminder, t.remindBar, t.remindWord = &r, card, word
	s.drawReminder()
}

// remindInset is the room around the bar's buttons: with it they stand in the status
// line and the margin every page leaves above.
const remindInset = 2

func (s *Shell) drawReminder() {
	s.remind.Objects = nil
	if s.toasts.remindBar == nil {
		s.remind.Hide()
		s.status.release()
		return
	}
	s.remind.Objects = append(s.remind.Objects, s.toasts.remindBar)
	s.remind.Show()
	s.remind.Refresh()
}

// Unremind takes the reminder away.
func (s *Shell) Unremind() {
	if s.toasts.reminder == nil {
		return
	}
	s.toasts.reminder, s.toasts.remindBar = nil, nil
	s.drawReminder()
}

// Reminded is the text of the reminder shown, "" = none.
func (s *Shell) Reminded() string {
	if s.toasts.reminder == nil {
		return ""
	}
	return s.toasts.reminder.Text
}

// remindKey takes the keys of the reminder shown.
func (s *Shell) remindKey(name fyne.KeyName) bool {
	r := s.toasts.reminder
	switch {
	case r == nil:
		return false
	case name == fyne.KeyF8:
		r.OnDo()
	case name == fyne.KeyF9:
		r.OnWait()
	default:
		return false
	}
	return true
}

// remindLayout stands the bar in the place the status line keeps for it, as high as that
// line and the margin every page leaves above it.
type remindLayout struct{ s *Shell }

// MinSize implements fyne.Layout: a reminder makes no window larger.
func (remindLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// Layout implements fyne.Layout.
func (l remindLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	if len(o) == 0 {
		return
	}
	word := l.s.toasts.remindWord
	least := o[0].MinSize().Width - word.MinSize().Width
	x, w := l.s.status.reserve(least+word.Natural().Width+2, least+theme.Scaled(60))
	put(o[0], x, 0, w, s.Height)
}

// Follow calls f after another page is shown, with "", and after a change, with its
// kind; on the window's goroutine.
func (s *Shell) Follow(f func(kind string)) { s.followers = append(s.followers, f) }

func (s *Shell) told(kind string) {
	for _, f := range s.followers {
		f(kind)
	}
}
