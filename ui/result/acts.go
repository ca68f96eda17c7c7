package result

import (
	"context"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// Print implements shell.Printer: asks for the kind of paper, then for its place.
func (p *page) Print() {
	if p.got.in == nil || p.got.in.Status != checklist.Finished || p.sv.Report == nil {
		return
	}
	var o *kit.Overlay
	pick := func(ending string) func() {
		return func() {
			o.Close()
			p.s.Choose.SaveFile(p.fileName(ending), func(path string) { p.save(withEnding(path, ending)) })
		}
	}
	pdf := kit.NewPrimary(p.t("result.printPDF"), "", pick(".pdf")).WithIcon("print")
	xlsx := kit.NewSecondary(p.t("result.printXLSX"), "", pick(".xlsx")).WithIcon("report")
	body := kit.NewColumn(14, kit.NewTitle(p.t("result.print")), kit.NewParagraph(p.t("result.printBody"), theme.Muted),
		kit.Equal(10, pdf, xlsx))
	o = kit.ShowDialog(p.s.Window().Canvas(), body, 420, pdf)
}

func withEnding(path, ending string) string {
	if strings.EqualFold(filepath.Ext(path), ending) {
		return path
	}
	return path + ending
}

// save writes the paper and offers the folder it went to.
func (p *page) save(path string) {
	report, id := p.sv.Report, p.id
	shell.Progress(p.s, p.t("result.printing"), func(ctx context.Context, _ func(done, total int)) (struct{}, error) {
		return struct{}{}, report.Save(ctx, id, path)
	}, func(_ struct{}, err error) {
		if err != nil {
			p.s.Fail(err)
			return
		}
		p.s.Offer(p.t("result.printedTitle"), p.t("result.printed", "path", path), p.t("result.folder"), func() { p.openFolder(filepath.Dir(path)) })
	})
}

func (p *page) openFolder(dir string) {
	u := &url.URL{Scheme: "file", Path: filepath.ToSlash(dir)}
	if err := p.s.App().OpenURL(u); err != nil {
		p.s.Fail(checklist.Fail("result.folder", "path", dir).Because(err))
	}
}

// askReopen asks why, then makes the record a draft again and opens it.
func (p *page) askReopen() {
	if p.got.in == nil || p.got.in.Status != checklist.Finished || !p.got.own {
		return
	}
	if p.closed() {
		p.s.Hint(p.s.Words().Error(checklist.Fail("check.closed")))
		return
	}
	reason := kit.NewTextField(p.t("result.reopenHint"))
	run := func(done func()) {
		why := strings.TrimSpace(reason.Text)
		if why == "" {
			p.s.Window().Canvas().Focus(reason)
			return
		}
		done()
		p.reopen(why)
	}
	o := p.s.Form(p.t("result.reopenAsk"), fyne.CanvasObject(reason), 460, reason, p.t("result.reopen"), run)
	reason.OnSubmitted = func(string) { run(o.Close) }
}

func (p *page) reopen(why string) {
	records, id, who := p.sv.Records, p.id, p.s.Profile().User
	shell.Save(p.s, func(ctx context.Context) (struct{}, error) {
		_, err := records.Edit(ctx, id, func(in *checklist.Inspection, now time.Time) error { return in.Reopen(who, why, now) })
		return struct{}{}, err
	}, func(_ struct{}, err error) {
		if err != nil {
			p.s.Fail(err)
			return
		}
		p.s.Replace(routeRunner, id)
		p.s.Toast(p.t("result.reopenedNow"), nil)
	})
}
