package shell

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// shownMissing is how many missing things a dialog lists.
const shownMissing = 8

// AskMissing lists what the leave gate still wants of an inspection. finish is called
// with the reason typed for finishing all the same; back when the person returns to
// what is missing. sheet names a person's sheet; nil = sheets are not named.
func (s *Shell) AskMissing(in *checklist.Inspection, missing []checklist.Missing, sheet func(id string) string, back func(), finish func(reason string)) *kit.Overlay {
	lines := []fyne.CanvasObject{}
	for i, m := range missing {
		if i == shownMissing {
			lines = append(lines, kit.NewCaption(s.T("missing.more", "n", strconv.Itoa(len(missing)-i))))
			break
		}
		var pairs []string
		for k, v := range m.Args {
			pairs = append(pairs, k, v)
		}
		text := s.T("gate."+m.Code, pairs...)
		if it := in.Checklist.ItemByID(m.Item); it != nil {
			text = s.T("missing.line", "item", s.words.In(it.Text), "what", text)
		}
		if sheet != nil && m.Sheet != "" {
			text = sheet(m.Sheet) + " · " + text
		}
		lines = append(lines, kit.NewRow(8, kit.NewIcon("warn", theme.Warn, 16), kit.Grow(kit.NewParagraph(text, theme.Text))))
	}
	reason := kit.NewTextField(s.T("missing.hint"))
	lines = append(lines, kit.FormRow(s.T("missing.reason"), reason))
	title := "missing.title"
	if len(missing) == 1 {
		title = "missing.title.one"
	}
	o := s.form(s.T(title, "n", strconv.Itoa(len(missing))), kit.NewColumn(8, lines...), 560, reason, kit.NewPrimary(s.T("missing.anyway"), saveKey, nil), s.T("missing.back"), func(done func()) {
		why := strings.TrimSpace(reason.Text)
		if why == "" {
			s.Hint(s.T("missing.hint"))
			return
		}
		done()
		finish(why)
	})
	reason.OnSubmitted = func(string) { o.OnEnter() }
	o.OnDismiss = back
	return o
}
