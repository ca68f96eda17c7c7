package meeting

import (
	"context"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/checklist/report"
	"hallcheck/ui/shell"
)

// Keys are those of the page, or of the show that runs.
func (p *page) Keys() []shell.Key {
	if l := p.live; l != nil {
		return []shell.Key{
			shell.OnKey(fyne.KeyRight, 0, p.t("key.next"), func() { l.move(1) }),
			shell.OnKey(fyne.KeyLeft, 0, p.t("key.previous"), func() { l.move(-1) }),
			shell.OnKey(fyne.KeyHome, 0, p.t("key.first"), func() { l.jump(0) }),
			shell.On('b', p.t("key.black"), func() { l.rune('b') }),
			shell.OnKey(fyne.KeyEscape, 0, p.t("key.end"), p.end),
		}
	}
	return []shell.Key{
		shell.OnKey(fyne.KeyF5, 0, p.t("key.play"), p.play),
		shell.OnKey(fyne.KeyUp, fyne.KeyModifierAlt, p.t("key.move"), func() { p.move(-1) }),
		shell.OnKey(fyne.KeyDown, fyne.KeyModifierAlt, "", func() { p.move(1) }),
		shell.OnKey(fyne.KeyJ, fyne.KeyModifierShift, p.t("key.moveLetter"), func() { p.move(1) }),
		shell.OnKey(fyne.KeyDelete, 0, p.t("key.remove"), p.remove),
		shell.On('n', p.t("key.add"), p.add),
		shell.On('m', p.t("month"), p.month),
		shell.OnKey(fyne.KeyE, fyne.KeyModifierControl, p.t("key.pptx"), func() { p.export("pptx") }),
	}
}

// Typed moves through the slides, with Shift it moves the slide.
func (p *page) Typed(r rune) bool {
	if p.live != nil {
		return p.live.rune(r)
	}
	if p.deck() == nil {
		return false
	}
	switch r {
	case 'j':
		p.step(1)
	case 'k':
		p.step(-1)
	case 'J':
		p.move(1)
	case 'K':
		p.move(-1)
	default:
		return false
	}
	return true
}

// Pressed moves through the slides.
func (p *page) Pressed(e *fyne.KeyEvent) bool {
	if p.live != nil {
		return p.live.key(e)
	}
	return p.deck() != nil && p.list.Press(e)
}

// Escape ends the show.
func (p *page) Escape() bool {
	on := p.live != nil
	p.end()
	return on
}

// Print writes the deck as PDF.
func (p *page) Print() { p.export("pdf") }

// export writes the deck as a file.
func (p *page) export(kind string) {
	p.settle()
	d := p.deck()
	if d == nil || p.live != nil {
		return
	}
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) {
			return '-'
		}
		return r
	}, d.Title) + "." + kind
	p.s.Choose.SaveFile(name, func(path string) {
		if !strings.EqualFold(filepath.Ext(path), "."+kind) {
			path += "." + kind
		}
		file, now, papers := filepath.Base(path), copied(d), p.sv.Papers
		shell.Progress(p.s, p.t("exporting", "name", file), func(ctx context.Context, told func(done, total int)) ([]report.Warning, error) {
			return papers.SaveSlides(ctx, path, &now, told)
		}, func(lack []report.Warning, err error) {
			switch n := report.Unseen(lack); {
			case err != nil:
				p.s.Fail(err)
			case n > 0:
				p.s.Fail(checklist.Fail("report.unseen", "name", file, "count", p.s.Words().N(n)))
			default:
				p.s.Toast(p.t("exported", "name", file), nil)
			}
		})
	})
}
