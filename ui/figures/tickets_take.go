package figures

import (
	"context"
	"errors"
	"strconv"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// weighed is what the file comes to with the columns as they are.
type weighed struct {
	read *hall.TicketFile
	add  Import
}

// weigh reads the tickets and says what taking them over would come to.
func (p *ticketPage) weigh() {
	file, m, now := p.file, p.m, p.s.Now()
	p.busy = true
	shell.Run(p.s, p.ctx, func(ctx context.Context) (w weighed, err error) {
		if w.read, err = hall.ReadTickets(file, m, now, func(int, int) error { return ctx.Err() }); err != nil {
			return w, err
		}
		w.add, err = p.svc.Tickets.Preview(ctx, w.read.Tickets)
		return w, err
	}, func(w weighed, err error) {
		p.busy = false
		p.read, p.add, p.why = w.read, w.add, err
		p.tell(err)
		p.mistakes.Reload()
		p.s.RefreshHeader()
	})
}

// tell shows the counts before anything is taken over.
func (p *ticketPage) tell(err error) {
	t, w := p.s.T, p.s.Words()
	lines := []fyne.CanvasObject{}
	line := func(key string, pairs ...string) {
		lines = append(lines, kit.NewParagraph(t(key, pairs...), theme.Text))
	}
	switch {
	case err != nil:
		text := kit.NewParagraph(w.Error(err), theme.Fail)
		lines = append(lines, text)
	default:
		line("halltickets.counts", "new", w.N(p.add.New), "changed", w.N(p.add.Changed), "same", w.N(p.add.Same))
		switch {
		case p.add.From == "":
		case p.add.From == p.add.To:
			lines = append(lines, kit.NewParagraph(w.DayOf(p.add.From), theme.Text))
		default:
			line("halltickets.range", "from", w.DayOf(p.add.From), "to", w.DayOf(p.add.To))
		}
		if p.read.Repeated > 0 {
			line("halltickets.repeated", "n", w.N(p.read.Repeated))
		}
		if p.read.Problems > 0 {
			lines = append(lines, kit.NewRow(0, kit.NewIconPill(kit.Fail, "warn", t("halltickets.bad", "n", w.N(p.read.BadRows), "m", w.N(p.read.Problems))), kit.Space()))
		} else {
			lines = append(lines, kit.NewRow(0, kit.NewIconPill(kit.Pass, "tick", t("halltickets.good")), kit.Space()))
		}
	}
	p.told.Objects = lines
	bad := p.read != nil && p.read.Problems > 0
	p.skipRow.(*fyne.Container).Hidden, p.mistakes.Hidden = !bad, !bad
	p.told.Refresh()
	p.right.Refresh()
}

func (p *ticketPage) listed() checklist.Problems {
	if p.read == nil {
		return nil
	}
	return p.read.Listed()
}

func (p *ticketPage) mistakeCount() int { return len(p.listed()) }

func (p *ticketPage) fillMistake(i int, c []kit.Cell) {
	x := p.listed()[i]
	c[0] = kit.Cell{Text: x.Key, Bold: true}
	if x.Line > 0 && p.file.Sheet == "" {
		c[0] = kit.Cell{Text: p.s.T("halltickets.place", "line", strconv.Itoa(x.Line)), Sub: x.Key, Bold: true}
	}
	c[1] = kit.Cell{Text: p.s.Words().Problem(x)}
}

// hindrance says why there is nothing to take over.
func (p *ticketPage) hindrance() string {
	switch {
	case p.why != nil:
		return p.s.Words().Error(p.why)
	case p.read != nil && p.read.Problems > 0 && !p.skip:
		return p.s.T("halltickets.fixFirst")
	}
	return p.s.T("halltickets.nothingNew")
}

// accept takes the tickets over, with a bar and a button to stop; stopped, nothing is
// changed.
func (p *ticketPage) accept() {
	if p.file == nil || p.busy {
		return
	}
	if !p.ready() {
		p.s.Hint(p.hindrance())
		return
	}
	p.busy = true
	p.s.RefreshHeader()
	file, m, tickets := p.file, p.m, p.read.Tickets
	shell.Progress(p.s, p.s.T("halltickets.taking"), func(ctx context.Context, report func(done, total int)) (Import, error) {
		got, err := p.svc.Tickets.Import(ctx, tickets, report)
		if err == nil {
			err = p.svc.Store.RememberTicketMap(context.WithoutCancel(ctx), file.Fingerprint(), m)
		}
		return got, err
	}, func(got Import, err error) {
		p.busy = false
		switch {
		case errors.Is(err, context.Canceled):
			p.s.Toast(p.s.T("halltickets.stopped"), nil)
			p.s.RefreshHeader()
		case err != nil:
			p.s.RefreshHeader()
			p.s.Fail(err)
		default:
			w := p.s.Words()
			p.s.Toast(p.s.T("halltickets.taken", "new", w.N(got.New), "changed", w.N(got.Changed), "days", w.N(got.Days)), nil)
			p.file, p.read = nil, nil
			p.Load(p.ctx)
		}
	})
}
