package peak

import (
	"context"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"hallcheck/checklist/hall"
	"hallcheck/checklist/report"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// Actions: the picture for the screen, and the notice for the wall.
func (p *Page) Actions() []fyne.CanvasObject {
	if p.buttons == nil {
		p.save = kit.NewSecondary(p.s.T("peak.save"), "S", p.picture)
		p.print = kit.NewPrimary(p.s.T("peak.print"), "P", p.Print)
		p.buttons = []fyne.CanvasObject{p.save, p.print}
		p.enable()
	}
	return p.buttons
}

// enable lets the notice be made when there is something on it.
func (p *Page) enable() {
	if p.buttons == nil {
		return
	}
	for _, b := range []*kit.Button{p.save, p.print} {
		if p.got.peaks.Empty() {
			b.Disable()
		} else {
			b.Enable()
		}
	}
}

// Print makes the notice for the wall.
func (p *Page) Print() { p.ready(".pdf") }

func (p *Page) picture() { p.ready(".png") }

// ready asks what the notice says beside the chart, and where to save it.
func (p *Page) ready(ending string) {
	if p.got.peaks.Empty() {
		p.s.Hint(p.s.T("peak.empty"))
		return
	}
	t := p.s.T
	title := t("peak.print")
	if ending == ".png" {
		title = t("peak.save")
	}
	if err := p.got.peaks.Printable(); err != nil {
		p.s.Dialog(title, kit.NewParagraph(p.s.Words().Error(err), theme.Text), 460)
		return
	}
	hotline, advice, valid := kit.NewTextField(t("peak.notice.hotlineHint")), kit.NewTextArea(t("peak.advice"), 2), kit.NewTextField("2026-12-31")
	hotline.Fill(p.got.notice.Hotline)
	advice.Fill(p.got.notice.Advice)
	valid.Fill(hall.ValidTo(p.s.Now()))
	body := kit.NewColumn(10,
		kit.FormRow(t("peak.notice.hotline"), hotline),
		kit.FormRow(t("peak.notice.advice"), advice),
		kit.FormRow(t("peak.notice.validTo"), valid))
	o := p.s.Form(title, body, 460, hotline, t("peak.notice.go"), func(done func()) {
		day := strings.TrimSpace(valid.Text)
		if _, err := time.Parse(time.DateOnly, day); err != nil || day < p.s.Now().Format(time.DateOnly) {
			p.s.Hint(t("peak.notice.wrongDay", "day", day))
			return
		}
		done()
		p.write(ending, hall.Notice{Hotline: strings.TrimSpace(hotline.Text), Advice: oneSentence(advice.Text)}, day)
	})
	shell.EnterSaves(o, hotline, valid)
}

// oneSentence is what was typed in lines as it stands on the wall: with a space only
// where two words of letters meet.
func oneSentence(text string) string {
	out := ""
	for _, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if out != "" && line != "" && out[len(out)-1] < utf8.RuneSelf && line[0] < utf8.RuneSelf {
			out += " "
		}
		out += line
	}
	return out
}

// write keeps what the notice says for the next time, and saves it.
func (p *Page) write(ending string, n hall.Notice, valid string) {
	if n != p.got.notice {
		p.got.notice = n
		shell.Save(p.s, func(ctx context.Context) (struct{}, error) {
			text, err := n.Text()
			if err != nil {
				return struct{}{}, err
			}
			return struct{}{}, p.svc.Store.SetSetting(ctx, hall.SettingNotice, text)
		}, nil)
	}
	d := report.PeakDoc{
		Peaks: p.got.peaks, Rules: p.got.rules, Hall: p.got.who.Branch.Name, Notice: n, ValidTo: valid, Lang: p.s.Lang(), Made: p.s.Now(),
	}
	p.s.Choose.SaveFile(p.s.T("peak.file", "day", p.got.peaks.Until)+ending, func(path string) {
		if !strings.EqualFold(filepath.Ext(path), ending) {
			path += ending
		}
		shell.Save(p.s, func(ctx context.Context) (struct{}, error) {
			return struct{}{}, p.svc.Papers.SavePeak(ctx, path, d)
		}, func(_ struct{}, err error) {
			if err != nil {
				p.s.Fail(err)
				return
			}
			p.s.Toast(p.s.T("peak.saved", "file", path), nil)
		})
	})
}
