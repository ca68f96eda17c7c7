package findings

import (
	"context"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/checklist/report"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// The papers of findings; the ending of the file says which format.
const (
	PaperNotice = "notice" // .pdf, .docx: rectification notice of one branch
	PaperList   = "list"   // .xlsx
	PaperAlbum  = "album"  // .pdf
)

// paper is one choice of the dialog: what to write in which format.
type paper struct{ kind, ending, text, icon string }

func papers() []paper {
	return []paper{
		{PaperNotice, ".pdf", "findings.paper.noticePDF", "print"},
		{PaperNotice, ".docx", "findings.paper.noticeDOCX", "report"},
		{PaperList, ".xlsx", "findings.paper.list", "report"},
		{PaperAlbum, ".pdf", "findings.paper.album", "print"},
	}
}

// Print asks which paper of the marked findings, or of those the list shows.
func (p *List) Print() {
	if p.sv.Paper == nil || p.tab == tabBright || p.pager.Total == 0 {
		p.s.Hint(p.s.T("findings.paper.nothing"))
		return
	}
	t := p.s.T
	var o *kit.Overlay
	var buttons []fyne.CanvasObject
	for _, x := range papers() {
		buttons = append(buttons, kit.NewSecondary(t(x.text), "", func() {
			o.Close()
			name := t("findings.paper.file."+x.kind, "day", p.s.Now().Format("2006-01-02")) + x.ending
			p.s.Choose.SaveFile(name, func(path string) { p.write(x, path) })
		}).WithIcon(x.icon))
	}
	n := len(p.marked)
	sentence := t("findings.paper.marked", "n", itoa(n))
	if n == 0 {
		sentence = t("findings.paper.shown", "n", itoa(p.pager.Total))
	}
	body := kit.NewColumn(14, kit.NewTitle(t("findings.paper.title")), kit.NewParagraph(sentence, theme.Muted), kit.NewColumn(8, buttons...))
	o = kit.ShowDialog(p.s.Window().Canvas(), body, 420, buttons[0].(*kit.Button))
}

// write makes the paper and says where it lies.
func (p *List) write(x paper, path string) {
	if !strings.EqualFold(filepath.Ext(path), x.ending) {
		path += x.ending
	}
	do, ids, f := p.sv.Paper, append([]string(nil), p.marked...), p.question()
	shell.Progress(p.s, p.s.T("findings.paper.writing"), func(ctx context.Context, _ func(done, total int)) ([]report.Warning, error) {
		return do(ctx, x.kind, path, ids, f)
	}, func(lack []report.Warning, err error) {
		switch n := report.Unseen(lack); {
		case err != nil:
			p.s.Fail(err)
		case n > 0:
			p.s.Fail(checklist.Fail("report.unseen", "name", path, "count", p.s.Words().N(n)))
		default:
			p.s.Toast(p.s.T("findings.paper.done", "path", path), nil)
		}
	})
}

// Paper writes one of the papers of findings into a file: of the findings with
// the ids or, without any, of all the filter finds. It says what could not be shown.
type Paper func(ctx context.Context, kind, path string, ids []string, f checklist.FindingFilter) ([]report.Warning, error)
