package exchange

import (
	"context"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// Deciding is what becomes of refused files.
type Deciding interface {
	// Reconsider tries one again; its new outcome says how it went.
	Reconsider(ctx context.Context, id string) (Bundle, error)
	// Return tells the branch, in headquarters' words.
	Return(ctx context.Context, id, words string) error
	// Discard puts it out of sight; erase deletes the copy kept here.
	Discard(ctx context.Context, id, reason string, erase bool) error
}

// Refusal is a refused file that waits for a decision.
type Refusal struct {
	ID     string // SHA-256
	Name   string
	Branch string // name, or code where the hall is not known; "" = nobody knows whose it is
	At     int64  // unix ms UTC
	Err    error  // why
	Copy   bool   // it is still there to be tried again
}

// refusedTable lists what waits for a decision.
func (p *Incoming) refusedTable() *kit.Table {
	t := p.s.T
	table := kit.NewTable([]kit.Column{
		{Title: t("inbox.when"), Width: 112},
		{Title: t("inbox.hall"), Width: 130},
		{Title: t("inbox.why"), Lines: 3},
		{Width: 84, Act: true},
	}, func() int { return len(p.box.Open) }, func(i int, c []kit.Cell) {
		r := &p.box.Open[i]
		c[0] = kit.Cell{Text: p.s.Words().Stamp(r.At)}
		c[1] = kit.Cell{Text: r.Branch, Bold: true}
		if r.Branch == "" {
			c[1].Text = t("inbox.nobody")
		}
		c[2] = kit.Cell{Text: p.s.Words().Error(r.Err), Sub: r.Name}
		c[3] = kit.Cell{Text: t("inbox.decide")}
	})
	table.List.Height = 78
	table.List.OnOpen = p.openRefused
	table.OnAct = p.openRefused
	return table
}

// openRefused shows why a file was refused and asks what is to become of it.
func (p *Incoming) openRefused(i int) {
	if p.deciding == nil || i < 0 || i >= len(p.box.Open) {
		return
	}
	r, t := p.box.Open[i], p.s.T
	hall := r.Branch
	if hall == "" {
		hall = t("inbox.nobody")
	}
	var shut func()
	acts := []fyne.CanvasObject{kit.NewSecondary(t("inbox.discard"), "", func() { shut(); p.askDiscard(r) })}
	if r.Branch != "" {
		acts = append([]fyne.CanvasObject{kit.NewSecondary(t("inbox.return"), "", func() { shut(); p.askReturn(r) })}, acts...)
	}
	body := kit.NewColumn(8, kit.NewParagraph(p.s.Words().Error(r.Err), theme.Text), kit.NewCaption(hall+" · "+p.s.Words().Stamp(r.At)+" · "+r.Name),
		kit.NewCaption(t("shell.code", "code", checklist.CodeOf(r.Err))), kit.NewParagraph(t("inbox.decideHow"), theme.Muted), kit.Flow(acts...))
	if !r.Copy {
		o := p.s.Dialog(t("inbox.status.refused"), body, 560)
		shut = o.Close
		return
	}
	o := p.s.Form(t("inbox.status.refused"), body, 560, nil, t("inbox.retry"), func(close func()) {
		close()
		p.retry(r)
	})
	shut = o.Close
}

// retry takes a refused file in, now that its reason may be gone.
func (p *Incoming) retry(r Refusal) {
	shell.Progress(p.s, p.s.T("inbox.importing"), func(ctx context.Context, _ func(int, int)) (Bundle, error) {
		return p.deciding.Reconsider(ctx, r.ID)
	}, func(b Bundle, err error) {
		switch {
		case err != nil:
			p.s.Fail(err)
		case b.Err != nil:
			p.s.Dialog(p.s.T("inbox.stillRefused"), kit.NewColumn(8, kit.NewParagraph(p.s.Words().Error(b.Err), theme.Text), kit.NewCaption(r.Name)), 520)
		default:
			p.s.Toast(p.s.T("inbox.accepted", "n", p.s.Words().N(b.New+b.Updated)), nil)
		}
		p.s.Reload()
	})
}

// askReturn asks what to tell the branch.
func (p *Incoming) askReturn(r Refusal) {
	t := p.s.T
	words := kit.NewTextArea(t("inbox.returnHint"), 3)
	chips := kit.NewChips(t("inbox.returnChips"), words.Fill)
	chips.Set([]string{t("inbox.return.again"), t("inbox.return.enrol"), t("inbox.return.update")})
	body := kit.NewColumn(8, kit.NewParagraph(t("inbox.returnBody", "hall", r.Branch), theme.Text), words, chips)
	p.s.Form(t("inbox.return"), body, 520, words, t("inbox.return"), func(shut func()) {
		p.settle(shut, t("inbox.returned", "hall", r.Branch), func(ctx context.Context) error { return p.deciding.Return(ctx, r.ID, words.Text) })
	})
}

// askDiscard asks why a file is put out of sight, and whether its copy goes.
func (p *Incoming) askDiscard(r Refusal) {
	t := p.s.T
	why := kit.NewTextField(t("inbox.discardHint"))
	erase := kit.NewToggle(t("inbox.erase"), false, nil)
	body := kit.NewColumn(8, kit.NewParagraph(t("inbox.discardBody"), theme.Text), why, erase)
	p.s.Form(t("inbox.discard"), body, 520, why, t("inbox.discard"), func(shut func()) {
		p.settle(shut, t("inbox.discarded"), func(ctx context.Context) error { return p.deciding.Discard(ctx, r.ID, why.Text, erase.On) })
	})
}

// settle keeps a decision; the form stays open while something is wrong with it.
func (p *Incoming) settle(shut func(), said string, work func(context.Context) error) {
	shell.Save(p.s, func(ctx context.Context) (struct{}, error) { return struct{}{}, work(ctx) }, func(_ struct{}, err error) {
		if err != nil {
			p.s.Fail(err)
			return
		}
		shut()
		p.s.Toast(said, nil)
		p.s.Reload()
	})
}

// addSource asks for a folder to watch.
func (p *Incoming) addSource() {
	p.s.Choose.OpenFolder(func(dir string) {
		p.keepSources(append(append([]string{}, p.box.Sources...), dir), p.s.T("inbox.sourceAdded", "dir", dir))
	})
}

// dropSource stops watching a folder; the files in it stay.
func (p *Incoming) dropSource(dir string) {
	var rest []string
	for _, d := range p.box.Sources {
		if d != dir {
			rest = append(rest, d)
		}
	}
	p.keepSources(rest, p.s.T("inbox.sourceDropped", "dir", dir))
}

func (p *Incoming) keepSources(dirs []string, said string) {
	shell.Save(p.s, func(ctx context.Context) (struct{}, error) { return struct{}{}, p.watch.svc.SetSources(ctx, dirs) }, func(_ struct{}, err error) {
		if err != nil {
			p.s.Fail(err)
			return
		}
		p.s.Toast(said, nil)
		p.s.Reload()
	})
}

// showSources lists the watched folders.
func (p *Incoming) showSources() {
	t := p.s.T
	p.sources.Objects = nil
	if len(p.box.Sources) == 0 {
		p.sources.Add(kit.NewParagraph(t("inbox.sourcesNone"), theme.Muted))
	}
	for _, dir := range p.box.Sources {
		p.sources.Add(kit.NewRow(6, kit.NewIcon("folder", theme.Muted, 16), kit.Grow(kit.NewLabel(dir)),
			kit.NewIconButton("close", t("inbox.sourceDrop", "dir", dir), func() { p.dropSource(dir) })))
	}
	p.sources.Refresh()
}
