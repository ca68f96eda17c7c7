package shell

import (
	"fyne.io/fyne/v2"

	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// Reminder is a bar over whatever page is open; it stays until somebody acts or
// Unremind takes it away.
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
	row := kit.NewRow(10, kit.NewIcon("clock", theme.Warn, 18), kit.Grow(kit.MinSize(word, min(word.Natural().Width/theme.Scaled(1)+4, 360), 20)), later, begin, shut)
	card := kit.NewCardInset(row, 6)
	card.Fill = theme.WarnSoft
	t.reminder, t.remindBar = &r, card
	t.refresh()
	s.frame.Refresh()
}

// Unremind takes the reminder away.
func (s *Shell) Unremind() {
	if s.toasts.reminder == nil {
		return
	}
	s.toasts.reminder, s.toasts.remindBar = nil, nil
	s.toasts.refresh()
	s.frame.Refresh()
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

// remindTall is the room the bar takes above the page.
func (t *toastLayer) remindTall() float32 {
	if t.remindBar == nil {
		return 0
	}
	return t.remindBar.MinSize().Height + 8
}

// layReminder puts the bar at the top, in the middle.
func layReminder(o fyne.CanvasObject, s fyne.Size) {
	m := o.MinSize()
	w := min(m.Width, s.Width-2*theme.Edge)
	put(o, (s.Width-w)/2, 8, w, m.Height)
}

// Follow calls f after another page is shown, with "", and after a change, with its
// kind; on the window's goroutine.
func (s *Shell) Follow(f func(kind string)) { s.followers = append(s.followers, f) }

func (s *Shell) told(kind string) {
	for _, f := range s.followers {
		f(kind)
	}
}
