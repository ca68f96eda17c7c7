package exchange

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"

	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// chooseBack asks for the folder or stick with what headquarters sent back.
func (p *Outgoing) chooseBack() {
	p.s.Choose.OpenFolder(func(dir string) { p.takeBack([]string{dir}) })
}

// takeBack takes headquarters' files in. What is meant for other branches lies
// on the same stick often enough: it is named, and nothing of it is read.
func (p *Outgoing) takeBack(paths []string) {
	shell.Progress(p.s, p.s.T("outbox.taking"), func(ctx context.Context, report func(int, int)) ([]Bundle, error) {
		files, _, err := p.back.Find(ctx, paths)
		if err != nil || len(files) == 0 {
			return nil, err
		}
		return p.back.Import(ctx, files, report)
	}, func(list []Bundle, err error) {
		switch {
		case err != nil:
			p.s.Fail(err)
		case len(list) == 0:
			p.s.Hint(p.s.T("outbox.noBack"))
		default:
			p.taken(list)
		}
	})
}

// taken says what changed, and which files were not for this branch.
func (p *Outgoing) taken(list []Bundle) {
	t, n := p.s.T, p.s.Words().N
	moves, notes := 0, 0
	var bad []fyne.CanvasObject
	for i := range list {
		moves, notes = moves+list[i].Moves, notes+list[i].Notes
		if refused(list[i]) && list[i].Err != nil {
			bad = append(bad, kit.NewCaption(filepath.Base(list[i].Path)), kit.NewParagraph(p.s.Words().Error(list[i].Err), theme.Fail))
		}
	}
	p.s.Reload()
	sentence := t("outbox.taken", "n", n(moves))
	switch {
	case moves == 0 && notes > 0:
		sentence = t("note.taken.count", "n", n(notes))
	case moves == 0:
		sentence = t("outbox.takenNone")
	}
	if len(bad) == 0 {
		p.s.Toast(sentence, nil)
		return
	}
	if len(bad) > 2*mostNamed {
		bad = append(bad[:2*mostNamed], kit.NewCaption("…"))
	}
	p.s.Dialog(t("outbox.take"), kit.NewColumn(8, append([]fyne.CanvasObject{kit.NewParagraph(sentence, theme.Text)}, bad...)...), 560)
}
