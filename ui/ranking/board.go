package ranking

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/checklist"
	"hallcheck/checklist/ranking"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

// board is the list of ranked halls with the explanation of one at its right,
// and the list of those not inspected.
type board struct {
	p       *Page
	table   *kit.Table
	missing *kit.Table
	note    *kit.Paragraph
	lower   *fyne.Container
	middle  *fyne.Container
	both    *fyne.Container
	side    *side
}

func newBoard(p *Page) *board {
	t := p.s.T
	b := &board{p: p}
	b.table = kit.NewTable([]kit.Column{
		{Title: t("ranking.rank"), Width: 46},
		{Title: t("ranking.hall")},
		{Title: t("ranking.score"), Width: 68, Right: true},
		{Title: t("ranking.change"), Width: 62, Right: true, From: 380},
		{Title: t("ranking.moved"), Width: 68, From: 640},
		{Title: t("ranking.grade"), Width: 84},
		{Title: t("ranking.veto"), Width: 70, From: 480},
		{Title: t("ranking.problems"), Width: 52, Right: true, From: 540},
		{Title: t("ranking.onTime"), Width: 76, Right: true, From: 600},
		{Title: t("ranking.weak"), Width: 108, From: 755},
	}, func() int { return len(p.got.answer.Table.Rows) }, b.fill)
	b.table.List.Height = rowHeight
	b.table.List.OnSelect = b.pick
	b.missing = kit.NewTable([]kit.Column{
		{Title: t("ranking.hall")},
		{Title: t("ranking.code"), Width: 110},
		{Title: t("ranking.peers"), Width: 170, From: 560},
		{Title: t("ranking.why"), Width: 170},
		{Title: t("ranking.before"), Width: 90, Right: true},
	}, func() int { return len(p.got.answer.Table.NotInspected) }, b.fillAbsent)
	b.note = caption()
	b.note.Lines = 3
	b.lower = container.NewStack()
	b.side = newSide(p)
	b.middle = kit.NewColumn(8, kit.Grow(b.lower), b.note)
	b.both = kit.Sides(nil, 0, b.middle, b.side.content, 330)
	return b
}

// show arranges the ranked or the missing halls.
func (b *board) show(missing bool) fyne.CanvasObject {
	shown := b.table
	if missing {
		shown = b.missing
		b.side.content.Hide()
		b.note.Hide()
	} else {
		b.note.Set(b.footnote())
		b.side.content.Show()
		b.note.Show()
	}
	b.lower.Objects = []fyne.CanvasObject{kit.NewCardInset(shown, 1)}
	b.middle.Refresh()
	b.both.Refresh()
	return b.both
}

func (b *board) fill(i int, cells []kit.Cell) {
	p := b.p
	r, w := &p.got.answer.Table.Rows[i], p.s.Words()
	rank := r.Rank
	if p.peers != (ranking.Peers{}) {
		rank = r.PeerRank
	}
	cells[0] = kit.Cell{Text: w.N(rank), Bold: true}
	cells[1] = kit.Cell{Text: strings.TrimSpace(r.Branch.Name + " " + r.Marks()), Bold: true, Sub: p.peerWord(r.Branch)}
	cells[2] = kit.Cell{Text: r.Score.String(), Bold: true}
	if p.got.rules.Shrink != ranking.ShrinkOff && r.Shrunk != nil {
		cells[2].Sub = p.s.T("ranking.shrunk", "score", r.Shrunk.Score.String())
	}
	if r.Change != nil {
		cells[3] = kit.Cell{Text: signed(*r.Change), Tone: changeTone(int(*r.Change))}
		cells[4] = kit.Cell{Text: moved(w, r), Tone: changeTone(r.RankChange)}
	} else {
		cells[3], cells[4] = kit.Cell{Text: "–"}, kit.Cell{Text: p.s.T("ranking.new")}
	}
	list := p.got.answer.Input.Checklist
	cells[5] = kit.Cell{Pill: true, Text: w.GradeWord(list, r.Grade), Tone: shell.GradeTone(list, r.Grade)}
	if r.Vetoes > 0 {
		cells[6] = kit.Cell{Pill: true, Tone: kit.Fail, Text: p.s.T("ranking.vetoes", "n", w.N(r.Vetoes))}
	}
	cells[7] = kit.Cell{Text: w.N(r.Problems)}
	cells[8] = kit.Cell{Text: "–"}
	if r.OnTime != nil {
		cells[8].Text = checklist.Tenths(*r.OnTime).String() + "%"
	}
	if r.Weakest != nil {
		cells[9] = kit.Cell{Text: w.In(r.Weakest.Name)}
	}
}

func (b *board) fillAbsent(i int, cells []kit.Cell) {
	p := b.p
	a := &p.got.answer.Table.NotInspected[i]
	cells[0] = kit.Cell{Text: a.Branch.Name, Bold: true}
	cells[1] = kit.Cell{Text: a.Branch.Code}
	cells[2] = kit.Cell{Text: p.peerWord(a.Branch)}
	cells[3] = kit.Cell{Pill: true, Tone: kit.Warn, Text: p.s.T("ranking.noRecord")}
	if a.Incomplete > 0 {
		cells[3].Text = p.s.T("ranking.onlyIncomplete", "n", p.s.Words().N(a.Incomplete))
	}
	cells[4] = kit.Cell{Text: "–"}
	if a.LastScore != nil {
		cells[4].Text = a.LastScore.String()
	}
}

// selectAgain keeps the hall that was explained selected wherever it stands now.
func (b *board) selectAgain() {
	at := 0
	for i, r := range b.p.got.answer.Table.Rows {
		if r.Branch.Code == b.side.of {
			at = i
		}
	}
	b.table.Reload()
	b.table.List.Mark(at)
	b.pick(at)
}

// footnote says what the signs mean, what the gate does, and how the table was
// ranked.
func (b *board) footnote() string {
	t, x, n := b.p.s.T, &b.p.got.answer.Table, b.p.s.Words().N
	all := ""
	for i := range x.Rows {
		all += x.Rows[i].Marks()
	}
	var out []string
	say := func(on bool, key string, pairs ...string) {
		if on {
			out = append(out, t(key, pairs...))
		}
	}
	say(x.Gate != "", "target.gate."+string(x.Gate), "n", n(x.Inspected), "m", n(x.Active))
	say(x.TooFew && len(x.Rows) > 0, "ranking.note.few")
	say(x.ByShrunk, "target.byShrunk")
	say(b.p.got.rules.Shrink != ranking.ShrinkOff && len(x.Shrinkage) == 0, "ranking.note.noShrink")
	if in := &b.p.got.answer.Input; in.Composite != nil {
		out = append(out, b.p.bands(in.Composite, in.Checklist))
	}
	say(true, "ranking.note.ties")
	say(strings.Contains(all, "*"), "target.note.partial")
	say(strings.Contains(all, "†"), "ranking.note.version", "version", n(x.Version))
	say(strings.Contains(all, "‡"), "target.note.small")
	for _, v := range x.Rivals {
		say(true, "target.rival", "name", v.Branch.Name, "score", v.Score.String(), "n", n(v.N), "day", v.Day)
	}
	return strings.Join(out, " ")
}

func signed(t checklist.Tenths) string {
	if t > 0 {
		return "+" + t.String()
	}
	return t.String()
}

func moved(w shell.Words, r *ranking.Row) string {
	switch {
	case r.RankChange > 0:
		return "↑" + w.N(r.RankChange)
	case r.RankChange < 0:
		return "↓" + w.N(-r.RankChange)
	default:
		return "–"
	}
}

func changeTone(n int) kit.Tone {
	switch {
	case n > 0:
		return kit.Pass
	case n < 0:
		return kit.Fail
	default:
		return kit.Plain
	}
}
