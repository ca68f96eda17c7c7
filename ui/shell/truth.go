package shell

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
)

// Hints writes what may be worth knowing about a photo in one line, and gives the
// earlier use it speaks of, nil = none. That a file does not say when it was
// taken is left out: it stands in the photo's caption.
func (w Words) Hints(list []checklist.Hint) (line string, use *checklist.PhotoUse) {
	var out []string
	for _, h := range list {
		if h.Code == checklist.HintNoTime {
			continue
		}
		pairs := h.Pairs(w.Lang)
		if h.Use != nil {
			use = h.Use
			pairs = append([]string{"day", w.DayOf(h.Use.Day)}, pairs...)
		}
		out = append(out, w.T("hint."+h.Code, pairs...))
	}
	return strings.Join(out, w.T("truth.join")), use
}

// UsedAt says of an earlier use where it was and when the picture was taken.
func (w Words) UsedAt(u checklist.PhotoUse) string {
	parts := []string{w.DayOf(u.Day), u.BranchName}
	if u.Number != "" {
		parts = append(parts, u.Number)
	}
	when := w.T("truth.unknown")
	if u.TakenAt > 0 {
		when = w.Stamp(u.TakenAt)
	}
	return strings.Join(append(parts, w.T("truth.taken", "time", when)), " · ")
}

// ShowEarlier shows a photo and its earlier use side by side; working finds the
// picture to show and may decode.
func ShowEarlier(s *Shell, ctx context.Context, now kit.Photo, use checklist.PhotoUse, working func(hash string) (string, error)) {
	Run(s, ctx, func(context.Context) (string, error) { return working(use.Shown()) }, func(path string, err error) {
		if err != nil {
			s.Fail(err)
			return
		}
		w, size := s.Words(), s.Window().Canvas().Size()
		then := kit.Photo{ID: use.Photo, Path: path, Caption: w.UsedAt(use)}
		pair, first := kit.NewPair(s.Picture, fyne.NewSize(size.Width-120, size.Height-190), now, then, w.T("truth.now"), w.T("truth.earlier"))
		var o *kit.Overlay
		done := kit.NewSecondary(w.T("truth.close"), "Esc", func() { o.Dismiss() })
		o = kit.ShowDialog(s.Window().Canvas(), kit.NewColumn(12, pair, kit.NewRow(10, kit.Space(), done)), size.Width-80, first)
		o.OnEnter = o.Dismiss
	})
}
