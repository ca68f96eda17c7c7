package settings

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// Who says what a hall is judged by.
const (
	limitsOwn = "own"
	limitsAll = "all"
)

// limitRows are the limits as they stand in the form.
var limitRows = [][]string{
	{"waitAmber", "waitRed", "waitGoal"},
	{"serveAmber", "serveRed", "meetingMinutes"},
	{"ratioAmber", "ratioRed", "openShare"},
	{"abandoned", "onPost", "machines"},
}

// limitsAround is how high the rest of the form is, with problems said.
const limitsAround = 370

// limitsForm is the form of the limits of all halls.
type limitsForm struct {
	p      *devices
	who    string
	fields map[string]*kit.TextField
	sheet  fyne.CanvasObject
	warn   *kit.Paragraph
	over   *kit.Overlay
}

// editLimits lays down what all halls are judged by, or lets go of it, and publishes it.
func (p *devices) editLimits() {
	t := p.s.T
	f := &limitsForm{p: p, who: limitsOwn, fields: map[string]*kit.TextField{}, warn: kit.NewParagraph("", theme.Fail)}
	now := hall.DefaultRules().Limits
	if p.rules.Limits.Given() {
		f.who, now = limitsAll, p.rules.Limits
	}
	rows := make([]fyne.CanvasObject, len(limitRows))
	for i, keys := range limitRows {
		cells := make([]fyne.CanvasObject, len(keys))
		for k, key := range keys {
			x := kit.NewTextField("")
			x.OnSubmitted = func(string) { f.publish(f.over.Close) }
			f.fields[key] = x
			cells[k] = kit.FormRow(t("hallrules."+key), x)
		}
		rows[i] = kit.Equal(12, cells...)
	}
	f.fill(now)
	usual := kit.NewQuiet(t("hallrules.defaults"), func() { f.fill(hall.DefaultRules().Limits) })
	f.sheet = kit.NewColumn(10, append(rows, kit.NewRow(0, usual, kit.Space()))...)
	if most := p.s.Window().Canvas().Size().Height - theme.Scaled(limitsAround); f.sheet.MinSize().Height > most {
		f.sheet = kit.MinSize(kit.Scroll(f.sheet), 0, max(most/theme.Scaled(1), 100)) // large type in a small window
	}
	who := kit.NewSegmented([]kit.Option{{ID: limitsOwn, Text: t("limits.own")}, {ID: limitsAll, Text: t("limits.all")}}, f.who, f.choose)
	f.warn.Hide()
	form := kit.NewColumn(14, hint(t("limits.hint")), kit.NewRow(0, who, kit.Space()), f.sheet, f.warn)
	f.over = p.s.Form(t("limits.title")+" · "+t("devices.version", "n", itoa(p.rules.Version)), kit.MinSize(form, 640, 0), 700, who, t("devices.publish"), f.publish)
	f.choose(f.who)
}

// choose shows the limits only where they are laid down.
func (f *limitsForm) choose(who string) {
	f.who = who
	if who == limitsAll {
		f.sheet.Show()
	} else {
		f.sheet.Hide()
	}
	f.warn.Hide()
	f.over.Refresh()
}

func (f *limitsForm) fill(l hall.Limits) {
	for key, text := range l.Text() {
		f.fields[key].Fill(text)
	}
}

// publish puts the limits in force, or says of everything at once what cannot be.
func (f *limitsForm) publish(done func()) {
	p := f.p
	next := p.rules
	next.Limits = hall.Limits{}
	if f.who == limitsAll {
		texts := map[string]string{}
		for key, x := range f.fields {
			texts[key] = x.Text
		}
		var err error
		if next.Limits, err = next.Limits.WithText(texts); err != nil {
			f.wrong(err)
			return
		}
	}
	done()
	reg := p.reg
	shell.Save(p.s, func(ctx context.Context) (struct{}, error) { return struct{}{}, reg.PublishRules(ctx, next) }, func(_ struct{}, err error) {
		if err != nil {
			p.s.Fail(err)
			return
		}
		p.s.Toast(p.s.T("devices.published"), nil)
		p.s.Reload()
	})
}

// wrong says what cannot be, and goes to the first field of it.
func (f *limitsForm) wrong(err error) {
	var list checklist.Problems
	errors.As(err, &list)
	said := []string{}
	at := map[string]bool{}
	for _, x := range list {
		said, at[x.Key] = append(said, f.p.s.Words().Problem(x)), true
	}
	f.warn.Set(strings.Join(said, "\n"))
	f.warn.Show()
	f.over.Refresh()
	for _, keys := range limitRows {
		for _, key := range keys {
			if at[key] {
				kit.Focus(f.fields[key])
				return
			}
		}
	}
}
