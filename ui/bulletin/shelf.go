package bulletin

import (
	"context"

	"fyne.io/fyne/v2"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/bulletin"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// shelf is the view of the frozen bulletins: what each says otherwise than the one
// before, and what can be done with it.
type shelf struct {
	p     *Desk
	body  fyne.CanvasObject
	table *kit.Table
	rows  []Filed
	want  string // id to choose when it is there
	side  *fyne.Container
	shown string // id the side shows
}

// sideWidth is the width of the side, at 100 %.
const sideWidth = 340

func newShelf(p *Desk) *shelf {
	f := &shelf{p: p, side: kit.NewColumn(10)}
	t := p.s.T
	f.table = kit.NewTable([]kit.Column{
		{Title: t("bulletin.col.number")},
		{Title: t("bulletin.col.period"), Width: 112},
		{Title: t("bulletin.col.state"), Width: 106},
		{Title: t("bulletin.col.spread"), Width: 84},
	}, func() int { return len(f.rows) }, f.fill)
	f.table.List.Height = 46
	f.table.List.OnSelect = f.pick
	f.table.List.OnOpen = func(int) { p.export() }
	f.body = kit.Sides(nil, 0, kit.NewCardInset(f.table, 1), kit.Inset(kit.NewCard(kit.Scroll(f.side)), 0, 0, 0, 14), sideWidth)
	return f
}

func (f *shelf) fill(i int, cells []kit.Cell) {
	x, w := &f.rows[i], f.p.s.Words()
	number := assets.BulletinNumber(string(w.Lang), x.Number)
	if number == "" {
		number = bulletin.Short(x.ID)
	}
	cells[0] = kit.Cell{Text: number, Sub: w.T("bulletin.edition", "n", w.N(x.Edition)) + " · " + bulletin.Short(x.ID), Bold: true}
	cells[1] = kit.Cell{Text: x.From + " –", Sub: x.To}
	cells[2] = stateCell(w, x.State)
	cells[3] = kit.Cell{Text: "–"}
	if x.Halls > 0 {
		cells[3] = kit.Cell{Text: w.N(x.Sent) + " / " + w.N(x.Halls)}
	}
}

// stateCell draws a state: sign, word and colour.
func stateCell(w shell.Words, s bulletin.State) kit.Cell {
	out := kit.Cell{Pill: true, Text: w.T("bulletin.state." + string(s)), Tone: kit.Plain}
	switch s {
	case bulletin.Draft:
		out.Tone, out.Icon = kit.Warn, "edit"
	case bulletin.Issued:
		out.Tone, out.Icon = kit.Pass, "tick"
	case bulletin.Superseded:
		out.Icon = "history"
	}
	return out
}

// set takes the list over and keeps the choice.
func (f *shelf) set(rows []Filed) {
	want := f.want
	if x := f.chosen(); want == "" && x != nil {
		want = x.ID
	}
	f.rows, f.want, f.shown = rows, "", ""
	f.table.Reload()
	at := 0
	for i := range rows {
		if rows[i].ID == want {
			at = i
		}
	}
	if len(rows) > 0 {
		f.table.List.Select(at)
		f.pick(at)
	}
}

// chosen is the bulletin chosen, nil = none.
func (f *shelf) chosen() *Filed {
	i := f.table.List.Selected()
	if i < 0 || i >= len(f.rows) {
		return nil
	}
	return &f.rows[i]
}

// act does something with the chosen bulletin, from the shelf only.
func (f *shelf) act(do func(*shelf)) {
	if f.p.view == viewShelf && f.chosen() != nil {
		do(f)
	}
}

// pick shows bulletin i at the side.
func (f *shelf) pick(i int) {
	if i < 0 || i >= len(f.rows) || f.shown == f.rows[i].ID {
		return
	}
	x := f.rows[i]
	f.shown = x.ID
	f.show(&x, nil)
	f.p.enable()
	shell.Run(f.p.s, f.p.ctx, func(ctx context.Context) (*bulletin.Data, error) { return f.p.svc.Shelf.Data(ctx, x.ID) }, func(d *bulletin.Data, err error) {
		switch {
		case err != nil:
			f.p.s.Fail(err)
		case f.shown == x.ID:
			f.show(&x, d)
		}
	})
}

// show fills the side.
func (f *shelf) show(x *Filed, d *bulletin.Data) {
	t, w := f.p.s.T, f.p.s.Words()
	line := func(key, text string) {
		p := kit.NewParagraph(text, theme.Text)
		f.side.Objects = append(f.side.Objects, kit.NewColumn(2, kit.NewCaption(t("bulletin."+key)), p))
	}
	state := stateCell(w, x.State)
	title := assets.BulletinNumber(string(w.Lang), x.Number)
	if title == "" {
		title = bulletin.Short(x.ID)
	}
	f.side.Objects = []fyne.CanvasObject{kit.NewColumn(6, kit.NewTitle(title), kit.Flow(kit.NewIconPill(state.Tone, state.Icon, state.Text)))}
	f.side.Objects = append(f.side.Objects, f.buttons(x)...)
	line("side.dataset", x.ID)
	line("side.frozen", w.Stamp(x.At)+" "+x.By)
	if x.IssuedAt > 0 {
		line("side.issued", w.Stamp(x.IssuedAt)+" "+x.IssuedBy)
	}
	if x.Halls > 0 {
		line("side.spread", t("bulletin.spread", "n", w.N(x.Sent), "m", w.N(x.Halls)))
	}
	if d != nil {
		b := &d.Basics
		mean := "–"
		if b.Mean != nil {
			mean = b.Mean.String()
		}
		line("side.says", t("bulletin.is.basics", "records", w.N(b.Records), "n", w.N(b.Inspected), "m", w.N(b.Active), "mean", mean))
		f.changes(d)
	}
	f.side.Refresh()
}

// shownChanges is how many halls the side lists.
const shownChanges = 40

// changes lists what a new edition says otherwise.
func (f *shelf) changes(d *bulletin.Data) {
	c := d.Changes
	if c == nil {
		return
	}
	t, w := f.p.s.T, f.p.s.Words()
	add := func(o fyne.CanvasObject) { f.side.Objects = append(f.side.Objects, o) }
	add(kit.NewBold(t("bulletin.changes", "n", w.N(len(c.Rows)))))
	if d.Replaces != nil && d.Replaces.Why != "" {
		add(kit.NewParagraph(d.Replaces.Why, theme.Muted))
	}
	if c.Records[0] != c.Records[1] {
		add(kit.NewParagraph(t("bulletin.ch.records", "from", w.N(c.Records[0]), "to", w.N(c.Records[1])), theme.Text))
	}
	if c.Words {
		add(kit.NewParagraph(t("bulletin.ch.words"), theme.Text))
	}
	for i := range c.Rows[:min(len(c.Rows), shownChanges)] {
		x := &c.Rows[i]
		row := kit.NewRow(8, kit.Grow(kit.NewLabel(d.Halls[x.Hall].Name)), kit.NewCaption(changeText(w, x)).Whole())
		add(kit.NewColumn(4, row, kit.Line()))
	}
	if more := len(c.Rows) - shownChanges; more > 0 {
		add(kit.NewCaption(t("bulletin.more", "n", w.N(more))))
	}
}

// changeText is 85.0 → 91.0 · 12 → 5.
func changeText(w shell.Words, c *bulletin.RowChange) string {
	score := func(t *checklist.Tenths) string {
		if t == nil {
			return "–"
		}
		return t.String()
	}
	rank := func(n int) string {
		if n == 0 {
			return "–"
		}
		return w.T("bulletin.rank", "n", w.N(n))
	}
	if !c.Scored() {
		return rank(c.FromRank) + " → " + rank(c.ToRank)
	}
	return score(c.FromScore) + " → " + score(c.ToScore) + " · " + rank(c.FromRank) + " → " + rank(c.ToRank)
}

// buttons are what can be done with a bulletin in its state.
func (f *shelf) buttons(x *Filed) []fyne.CanvasObject {
	t := f.p.s.T
	switch x.State {
	case bulletin.Draft:
		return []fyne.CanvasObject{kit.NewRow(8, kit.NewButton(kit.Good, t("bulletin.issue"), f.issue), kit.NewSecondary(t("bulletin.drop"), "", f.drop))}
	case bulletin.Issued:
		return []fyne.CanvasObject{kit.NewRow(8, kit.NewSecondary(t("bulletin.publish"), "P", f.publish), kit.NewSecondary(t("bulletin.again"), "R", f.again))}
	case bulletin.Superseded:
	}
	return nil
}

// issue asks and issues.
func (f *shelf) issue() {
	x := f.chosen()
	if x == nil || x.State != bulletin.Draft {
		return
	}
	f.p.s.Ask(f.p.s.T("bulletin.issue"), f.p.s.T("bulletin.issueAsk", "number", assets.BulletinNumber(string(f.p.s.Lang()), x.Number)), f.p.s.T("bulletin.issue"), func() {
		f.do("bulletin.issued", func(ctx context.Context) error { return f.p.svc.Shelf.Issue(ctx, x.ID) })
	})
}

// do does one thing, says so, and reads the page again.
func (f *shelf) do(done string, work func(context.Context) error) {
	f.want = f.shown
	shell.Save(f.p.s, func(ctx context.Context) (struct{}, error) { return struct{}{}, work(ctx) }, func(_ struct{}, err error) {
		if err != nil {
			f.p.s.Fail(err)
			return
		}
		f.p.s.Toast(f.p.s.T(done), nil)
		f.p.s.Reload()
	})
}

func (f *shelf) drop() {
	if x := f.chosen(); x != nil && x.State == bulletin.Draft {
		f.do("bulletin.dropDone", func(ctx context.Context) error { return f.p.svc.Shelf.Drop(ctx, x.ID) })
	}
}

// publish lays the paper out for the halls.
func (f *shelf) publish() {
	x := f.chosen()
	if x == nil || x.State != bulletin.Issued {
		return
	}
	f.want = x.ID
	shell.Save(f.p.s, func(ctx context.Context) (int, error) { return f.p.svc.Shelf.Publish(ctx, x.ID) }, func(n int, err error) {
		if err != nil {
			f.p.s.Fail(err)
			return
		}
		f.p.s.Toast(f.p.s.T("bulletin.publishDone", "n", f.p.s.Words().N(n)), nil)
		f.p.s.Reload()
	})
}

// again asks why and freezes a new edition.
func (f *shelf) again() {
	x := f.chosen()
	if x == nil || x.State != bulletin.Issued {
		return
	}
	t := f.p.s.T
	why := kit.NewTextArea(t("bulletin.whyHint"), 3)
	o := f.p.s.Form(t("bulletin.again"), kit.NewColumn(10, kit.NewParagraph(t("bulletin.againAsk"), theme.Text), why), 460, why, t("bulletin.freeze"), func(shut func()) {
		if why.Text == "" {
			return
		}
		text := why.Text
		shell.Save(f.p.s, func(ctx context.Context) (bulletin.Entry, error) { return f.p.svc.Office.Again(ctx, x.ID, text) }, func(e bulletin.Entry, err error) {
			if err != nil {
				f.p.s.Fail(err)
				return
			}
			shut()
			f.want = e.ID
			f.p.s.Toast(t("bulletin.frozen", "id", bulletin.Short(e.ID)), nil)
			f.p.s.Reload()
		})
	})
	why.OnEscape = o.Dismiss
}
