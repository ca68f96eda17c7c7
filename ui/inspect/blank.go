package inspect

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

// Blanks writes the empty form of a checklist for paper, by the ending of path
// (.pdf, .xlsx).
type Blanks interface {
	SaveBlank(ctx context.Context, c *checklist.Checklist, path string) error
}

var (
	_ shell.Printer = (*start)(nil)
	_ shell.Actor   = (*start)(nil)
)

// Actions implements shell.Actor.
func (p *start) Actions() []fyne.CanvasObject {
	if p.sv.Blanks == nil {
		return nil
	}
	if p.blank == nil {
		p.blank = kit.NewSecondary(p.say.T("inspect.blank"), "B", p.Print).WithIcon("print")
	}
	return []fyne.CanvasObject{p.blank}
}

// Print writes the empty form of the selected checklist.
func (p *start) Print() {
	i := p.rows.Selected()
	if p.sv.Blanks == nil || i < 0 || i >= len(p.lines) || p.lines[i].list == nil {
		p.s.Hint(p.say.T("inspect.blankWhich"))
		return
	}
	c, blanks := p.lines[i].list, p.sv.Blanks
	p.s.Choose.SaveFile(p.say.T("inspect.blankFile", "name", c.Title.In(p.say.lang))+".pdf", func(path string) {
		if filepath.Ext(path) == "" {
			path += ".pdf"
		}
		shell.Save(p.s, func(ctx context.Context) (struct{}, error) { return struct{}{}, blanks.SaveBlank(ctx, c, path) }, func(_ struct{}, err error) {
			if err != nil {
				p.s.Fail(err)
				return
			}
			p.s.Toast(p.say.T("inspect.blankSaved", "path", path), nil)
		})
	})
}
