package shell

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

func codedOf(err error) *checklist.Error {
	var e *checklist.Error
	if errors.As(err, &e) {
		return e
	}
	return nil
}

func fraction(a, b int) string { return strconv.Itoa(a) + " / " + strconv.Itoa(b) }

// Fail shows an error: a dialog with its sentence, its code and a button that
// copies the details; all problems of a file as one list. A cancelled run
// shows nothing.
func (s *Shell) Fail(err error) {
	if err == nil || errors.Is(err, context.Canceled) {
		return
	}
	var list checklist.Problems
	if errors.As(err, &list) && len(list) > 0 {
		s.failList(list)
		return
	}
	code := checklist.CodeOf(err)
	if code == "" {
		code = "unknown"
	}
	if o := kit.TopOverlay(s.cfg.Window.Canvas()); o != nil && o == s.failed && s.failedWith == err.Error() {
		return // the same is being read already
	}
	sentence := kit.NewParagraph(s.words.Error(err), theme.Text)
	details := code + "\n" + s.Version() + "\n" + err.Error()
	copied := kit.NewQuiet(s.T("shell.copy"), nil).WithIcon("copy")
	copied.OnTapped = func() { s.copy(details) }
	body := kit.NewColumn(10, sentence, kit.NewRow(8, kit.NewCaption(s.T("shell.code", "code", code)), kit.Space(), copied))
	s.failed, s.failedWith = s.dialog(s.T("shell.problem"), "warn", body, 460, kit.NewPrimary(s.T("shell.close"), "Enter", nil)), err.Error()
	s.failed.Firm = true // the next click of a quick hand does not shut it unread
}

// failList shows every problem of a file with its place.
func (s *Shell) failList(list checklist.Problems) {
	rows := kit.NewRows(func() int { return len(list) }, func() fyne.CanvasObject {
		return kit.Inset(kit.NewColumn(0, kit.NewLabel(""), kit.NewCaption("")), 4, 10, 4, 10)
	}, func(i int, o fyne.CanvasObject) {
		col := o.(*fyne.Container).Objects[0].(*fyne.Container)
		p := list[i]
		place := p.File
		if p.Line > 0 {
			place += ":" + strconv.Itoa(p.Line)
		}
		col.Objects[0].(*kit.Label).Set(s.words.Problem(p))
		col.Objects[1].(*kit.Label).Set(strings.Trim(place+" · "+p.Key, " ·"))
	})
	rows.Height = 50
	copied := kit.NewQuiet(s.T("shell.copy"), nil).WithIcon("copy")
	copied.OnTapped = func() { s.copy(list.Error()) }
	body := kit.NewColumn(10,
		kit.NewParagraph(s.T("shell.problems", "n", strconv.Itoa(len(list))), theme.Text),
		kit.NewCardInset(kit.MinSize(rows, 500, float32(min(len(list), 6)*50)), 1),
		kit.NewRow(8, kit.Space(), copied))
	s.dialog(s.T("shell.problem"), "warn", body, 620, kit.NewPrimary(s.T("shell.close"), "Enter", nil)).Firm = true
}

func (s *Shell) copy(text string) {
	s.cfg.App.Clipboard().SetContent(text)
	s.Toast(s.T("shell.copied"), nil)
}

// Dialog shows content in a card with one button that closes it.
func (s *Shell) Dialog(title string, content fyne.CanvasObject, width float32) *kit.Overlay {
	return s.dialog(title, "", content, width, kit.NewPrimary(s.T("shell.close"), "Enter", nil))
}

// Form shows content in a card with a button yes and one to leave; yes gets
// close, and calls it when the answer is good. first gets the keyboard.
func (s *Shell) Form(title string, content fyne.CanvasObject, width float32, first fyne.Focusable, yes string, do func(close func())) *kit.Overlay {
	o := s.form(title, content, width, first, kit.NewPrimary(yes, saveKey, nil), s.T("shell.cancel"), do)
	o.Firm = true // a slip of the mouse loses nothing typed
	return o
}

func (s *Shell) form(title string, content fyne.CanvasObject, width float32, first fyne.Focusable, ok *kit.Button, leave string, do func(close func())) *kit.Overlay {
	var o *kit.Overlay
	run := func() { do(func() { o.Close() }) }
	ok.OnTapped = run
	no := kit.NewSecondary(leave, "Esc", func() { o.Dismiss() })
	lacks := kit.NewParagraph("", theme.Fail)
	lacks.Hide()
	body := kit.NewColumn(14, kit.NewTitle(title), content, lacks, kit.NewRow(10, kit.Space(), no, ok))
	o = kit.ShowDialog(s.cfg.Window.Canvas(), body, width, first)
	o.OnEnter, o.Main = run, ok
	o.Hint = func(text string) {
		lacks.Set(text)
		lacks.Show()
		o.Refresh()
	}
	return o
}

// Offer tells that something is done and offers what can be done with it.
func (s *Shell) Offer(title, sentence, yes string, do func()) *kit.Overlay {
	return s.form(title, kit.NewParagraph(sentence, theme.Text), 440, nil, kit.NewPrimary(yes, "Enter", nil), s.T("shell.close"), func(done func()) { done(); do() })
}

// Ask asks one thing that must be decided.
func (s *Shell) Ask(title, sentence, yes string, do func()) *kit.Overlay {
	return s.form(title, kit.NewParagraph(sentence, theme.Text), 440, nil, kit.NewPrimary(yes, "Enter", nil), s.T("shell.cancel"), func(done func()) { done(); do() })
}

func (s *Shell) dialog(title, icon string, content fyne.CanvasObject, width float32, last *kit.Button) *kit.Overlay {
	head := []fyne.CanvasObject{kit.Grow(kit.NewTitle(title))}
	if icon != "" {
		head = append([]fyne.CanvasObject{kit.NewIcon(icon, theme.Warn, 20)}, head...)
	}
	body := kit.NewColumn(14, kit.NewRow(8, head...), content, kit.NewRow(10, kit.Space(), last))
	o := kit.ShowDialog(s.cfg.Window.Canvas(), body, width, nil)
	o.OnEnter = o.Dismiss
	last.OnTapped = o.Dismiss
	return o
}
