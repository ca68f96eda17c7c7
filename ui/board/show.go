package board

import (
	"slices"
	"time"

	"hallcheck/checklist/arrival"
	"hallcheck/checklist/report"
	"hallcheck/ui/kit"
)

// show takes a board that was read.
func (p *Page) show(d report.BoardDoc) {
	d.Lang, d.Made = p.s.Lang(), p.s.Now()
	p.doc = d
	if len(d.Board.Rows) == 0 {
		p.stage.Empty("hall", p.s.T("board.noHalls"), p.toInbox())
		p.enable()
		p.s.RefreshHeader()
		return
	}
	if len(d.Board.Plan.Lists) == 0 {
		p.stage.Empty("board", p.s.T("board.noLists"), kit.NewSecondary(p.s.T("board.key.due"), "D", p.editDue))
		p.enable()
		p.s.RefreshHeader()
		return
	}
	p.makeTable()
	p.figures()
	p.stage.Full()
	p.narrow()
	p.enable()
	p.s.RefreshHeader()
}

func (p *Page) toInbox() *kit.Button {
	if !p.s.Has(routeInbox) {
		return nil
	}
	return kit.NewSecondary(p.s.T("ranking.toInbox"), "", func() { p.s.Go(routeInbox, nil) })
}

// makeTable makes the table anew when other lists are asked for.
func (p *Page) makeTable() {
	if p.table != nil && slices.Equal(p.lists, p.doc.Board.Plan.Lists) {
		return
	}
	t := p.s.T
	p.lists = p.doc.Board.Plan.Lists
	cols := []kit.Column{{Title: t("board.hall"), Width: 168}}
	for _, id := range p.lists {
		cols = append(cols, kit.Column{Title: p.name(id)})
	}
	cols = append(cols, kit.Column{Title: t("board.last"), Width: 112, From: 760}, kit.Column{Width: 84, Act: true})
	p.table = kit.NewTable(cols, func() int { return len(p.doc.Rows) }, p.fill)
	p.table.List.Height = rowHeight
	p.table.List.OnOpen = p.openHall
	p.table.OnAct = p.copyAsk
	p.holder.Objects = nil
	p.holder.Add(kit.NewCardInset(p.table, 1))
}

func (p *Page) fill(i int, cells []kit.Cell) {
	r, w := p.row(i), p.s.Words()
	if r == nil {
		return
	}
	cells[0] = kit.Cell{Text: r.Branch.Name, Sub: r.Branch.Code, Bold: true}
	for k, c := range r.Cells {
		cells[k+1] = p.stateCell(c.State, c)
	}
	k := len(r.Cells) + 1
	cells[k] = kit.Cell{Text: "–"}
	if r.Last > 0 {
		cells[k] = kit.Cell{Text: w.Stamp(r.Last)}
	}
	switch {
	case r.Gaps > 0:
		cells[k].Sub = w.T("board.gaps", "n", w.N(r.Gaps))
	case r.Silent > 0:
		cells[k].Sub = w.T("board.silent", "day", w.Day(time.UnixMilli(r.Silent)))
	}
	if r.State.Open() {
		cells[k+1].Text = w.T("board.ask")
	}
}

// stateCell draws a state: a pill with a sign, a word and a colour.
func (p *Page) stateCell(s arrival.State, c arrival.Cell) kit.Cell {
	out := kit.Cell{Pill: true, Text: report.CellWord(p.s.Lang(), s, c)}
	switch s {
	case arrival.None:
		return kit.Cell{Text: "–"}
	case arrival.Received:
		out.Tone, out.Icon = kit.Pass, "tick"
	case arrival.Pictures:
		out.Tone, out.Icon = kit.Warn, "photo"
	case arrival.Partial:
		out.Tone = kit.Accent
	case arrival.Returned:
		out.Tone, out.Icon = kit.Fail, "cross"
	case arrival.Missing, arrival.Waiting:
	}
	return out
}

// figures fills the cards: how many halls are in each state, and the most
// telling thing about them.
func (p *Page) figures() {
	s, w := p.doc.Board.Sum, p.s.Words()
	share := func(n int) string { return w.N((n*100+s.Halls/2)/max(s.Halls, 1)) + "%" }
	pills := map[arrival.State]string{arrival.Received: share(s.By[arrival.Received])}
	if list := p.mostLacking(); list != "" && s.By[arrival.Partial] > 0 {
		pills[arrival.Partial] = w.T("board.mostly", "list", list)
	}
	if s.Pictures > 0 {
		pills[arrival.Pictures] = w.T("board.photosLack", "n", w.N(s.Pictures))
	}
	if why := p.mostRefused(); why != "" {
		pills[arrival.Returned] = why
	}
	if s.By[arrival.Missing] > 0 {
		pills[arrival.Missing] = w.T("board.noneLate")
		if late := s.DaysLate(p.doc.Board.Plan.Today); late > 0 {
			pills[arrival.Missing] = w.T("board.oldest", "n", w.N(late))
		}
	}
	tones := map[arrival.State]kit.Tone{
		arrival.Received: kit.Pass, arrival.Partial: kit.Accent, arrival.Pictures: kit.Warn, arrival.Returned: kit.Fail, arrival.Missing: kit.Plain,
	}
	for st, c := range p.cards {
		c.Set(w.N(s.By[st]), w.T("inbox.unit.halls"), tones[st], pills[st])
	}
}

// mostLacking is the list that lacks in most halls.
func (p *Page) mostLacking() string {
	best := ""
	for _, id := range p.doc.Board.Plan.Lists {
		if n := p.doc.Board.Sum.Lacks[id]; n > 0 && (best == "" || n > p.doc.Board.Sum.Lacks[best]) {
			best = id
		}
	}
	if best == "" {
		return ""
	}
	return p.name(best)
}

// mostRefused is the short reason most files were refused for.
func (p *Page) mostRefused() string {
	count := map[string]int{}
	best := ""
	for i := range p.doc.Board.Rows {
		r := &p.doc.Board.Rows[i]
		if r.State != arrival.Returned {
			continue
		}
		code := "review"
		if r.Refused != nil {
			code = r.Refused.Code
		}
		count[code]++
		if best == "" || count[code] > count[best] {
			best = code
		}
	}
	if best == "" {
		return ""
	}
	return Reason(p.s.Words(), best)
}

// narrow applies the filters to the rows at hand.
func (p *Page) narrow() {
	for st, c := range p.cards {
		c.Choose(p.filter.State == st)
	}
	if p.table == nil {
		return
	}
	of := ""
	if r := p.row(p.table.List.Selected()); r != nil {
		of = r.Branch.Code
	}
	p.doc.Rows = p.filter.Rows(p.doc.Board.Rows)
	if len(p.doc.Board.Rows) == 0 || len(p.lists) == 0 {
		return
	}
	if len(p.doc.Rows) == 0 {
		p.stage.Empty("search", p.s.T("board.noMatch"), kit.NewSecondary(p.s.T("board.showAll"), "Esc", func() { p.Escape() }))
		return
	}
	at := -1 // a hall stays selected wherever it stands now
	for i, k := range p.doc.Rows {
		if of != "" && p.doc.Board.Rows[k].Branch.Code == of {
			at = i
		}
	}
	p.stage.Full()
	p.table.Reload()
	p.table.List.Mark(at)
}
