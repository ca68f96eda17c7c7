package shell

import (
	"context"
	"time"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
)

// A dialog just opened is looked at this often whether it is on the screen.
const (
	drawn = 80 * time.Millisecond
	looks = 10
)

// OpenPicker opens the list of a picker in a dialog just shown, where nothing is chosen
// yet; a window that has not drawn the dialog does it a moment later.
func (s *Shell) OpenPicker(ctx context.Context, who *kit.SearchSelect, dialog *kit.Overlay) {
	s.openPicker(ctx, who, dialog, looks)
}

func (s *Shell) openPicker(ctx context.Context, who *kit.SearchSelect, dialog *kit.Overlay, left int) {
	c := s.Window().Canvas()
	who.Tapped(nil)
	if left == 0 || kit.TopOverlay(c) != dialog { // its list is open
		return
	}
	s.After(ctx, drawn, func() {
		if kit.TopOverlay(c) == dialog && who.Chosen == "" {
			s.openPicker(ctx, who, dialog, left-1)
		}
	})
}

// EnterSaves makes Enter in a field of a form do what the form's button does.
func EnterSaves(o *kit.Overlay, fields ...*kit.TextField) {
	for _, f := range fields {
		f.OnSubmitted = func(string) { o.OnEnter() }
	}
}

// Editor changes stored inspections.
type Editor interface {
	Edit(ctx context.Context, id string, verb func(*checklist.Inspection, time.Time) error) (*checklist.Inspection, error)
}

// EditNow makes a change on a page's own copy at once, then in the store; saving counts
// changes under way. What the domain refuses, and what could not be stored, is said;
// then the page shows what is stored.
func EditNow(s *Shell, records Editor, in *checklist.Inspection, saving *int, verb func(*checklist.Inspection, time.Time) error) bool {
	if err := verb(in, s.Now()); err != nil {
		s.Fail(err)
		return false
	}
	in.Committed()
	id := in.ID
	*saving++
	Save(s, func(ctx context.Context) (struct{}, error) {
		_, err := records.Edit(ctx, id, verb)
		return struct{}{}, err
	}, func(_ struct{}, err error) {
		if *saving--; err != nil {
			s.Fail(err)
			s.Reload()
		}
	})
	return true
}
