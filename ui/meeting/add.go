package meeting

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// mostOffered is how many findings the list to add from shows at once.
const mostOffered = 200

// offer is one finding or bright spot that can be added.
type offer struct {
	item       checklist.DeckItem
	text, sub  string
	tone       kit.Tone
	word, hash string
}

// adder is the open list of what can be added.
type adder struct {
	p      *page
	found  []offer
	rest   int // findings beyond those shown
	chosen []checklist.DeckItem
	turn   int
	rows   *kit.Rows
	note   *kit.Label
	card   *kit.Overlay
}

// add opens the list of findings and bright spots that are not in the deck.
func (p *page) add() {
	if p.deck() == nil || p.live != nil {
		return
	}
	p.settle()
	a := &adder{p: p, note: kit.NewCaption(p.t("addKeys"))}
	a.rows = kit.NewRows(func() int { return len(a.found) }, func() fyne.CanvasObject { return newOfferRow() }, a.bind)
	a.rows.Height = 48
	a.rows.OnMark = a.mark
	a.rows.OnOpen = func(int) { a.take() }
	find := kit.NewSearchField(p.t("addFind"), a.find)
	find.OnSubmitted = func(string) {
		if len(a.chosen) > 0 {
			a.take()
			return
		}
		kit.Focus(a.rows)
	}
	find.OnEscape = func() { a.card.Dismiss() }
	high := min(380, p.s.Window().Canvas().Size().Height-300)
	body := kit.NewColumn(10, find, kit.NewCardInset(kit.MinSize(a.rows, 420, high/theme.Scaled(1)), 1), a.note)
	a.card = p.s.Form(p.t("addTitle"), body, 640, find, p.t("add"), func(func()) { a.take() })
	a.find("")
}

// find lists what fits what was typed.
func (a *adder) find(typed string) {
	a.turn++
	turn, st, d, today := a.turn, a.p.sv.Store, copied(a.p.deck()), a.p.s.Now().Format(time.DateOnly)
	words := a.p.s.Words()
	typed = strings.TrimSpace(typed)
	f := checklist.FindingFilter{Branch: d.Branch, Text: typed, Sort: checklist.FindingsNewest, Limit: mostOffered}
	type found struct {
		rows  []checklist.FindingRow
		total int
		spots []checklist.BrightSpot
	}
	shell.Run(a.p.s, a.p.ctx, func(ctx context.Context) (v found, err error) {
		if v.rows, v.total, err = st.Findings(ctx, f); err == nil {
			v.spots, err = st.BrightSpots(ctx, d.Branch, "", "")
		}
		return v, err
	}, func(v found, err error) {
		switch {
		case a.turn != turn:
			return
		case err != nil:
			a.note.Style(words.Error(err), theme.Fail, false)
			return
		}
		a.found, a.rest = nil, v.total-len(v.rows)
		for i := range v.rows {
			a.finding(&d, &v.rows[i], today)
		}
		for i := range v.spots {
			a.spot(&d, &v.spots[i], typed)
		}
		a.rows.Reload()
		a.rows.Select(min(0, len(a.found)-1))
		a.say()
	})
}

// has says whether the deck has it.
func has(d *checklist.Deck, id string) bool {
	return slices.ContainsFunc(d.Items, func(x checklist.DeckItem) bool { return x.ID == id })
}

func (a *adder) finding(d *checklist.Deck, r *checklist.FindingRow, today string) {
	if has(d, r.ID) || r.Status == checklist.FindingCancelled {
		return
	}
	p := a.p
	o := offer{
		item: checklist.DeckItem{Kind: checklist.DeckFinding, ID: r.ID}, text: r.Headline(p.s.Lang()), hash: r.Before,
		word: p.s.T("finding.status." + string(r.Status)), tone: kit.Plain,
		sub: joined(r.Number, r.ZoneName.In(p.s.Lang()), p.branch(r.Branch.Name), r.Owner, p.s.Words().DayOf(r.Day)),
	}
	switch {
	case r.Overdue(today):
		o.tone = kit.Fail
	case r.Status.Settled():
		o.tone = kit.Pass
	}
	a.found = append(a.found, o)
}

func (a *adder) spot(d *checklist.Deck, b *checklist.BrightSpot, typed string) {
	p := a.p
	line := joined(b.ZoneName.In(p.s.Lang()), p.branch(b.Branch.Name), b.People, p.s.Words().DayOf(b.Day))
	if has(d, b.ID) || typed != "" && !strings.Contains(strings.ToLower(b.Text+" "+line), strings.ToLower(typed)) {
		return
	}
	o := offer{item: checklist.DeckItem{Kind: checklist.DeckBright, ID: b.ID}, text: b.Text, sub: line, word: p.t("bright"), tone: kit.Pass}
	if len(b.Photos) > 0 {
		o.hash = b.Photos[0].Drawn()
	}
	a.found = append(a.found, o)
}

// branch is a branch's name where there are several.
func (p *page) branch(name string) string {
	if p.s.Face() != checklist.FaceHQ {
		return ""
	}
	return name
}

func joined(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " · ")
}

// say tells the keys, how many are chosen and what is not shown.
func (a *adder) say() {
	p := a.p
	text := p.t("addKeys")
	switch {
	case len(a.found) == 0:
		text = p.t("addNone")
	case a.rest > 0:
		text += " · " + p.t("addMore", "n", strconv.Itoa(a.rest))
	}
	if len(a.chosen) > 0 {
		text = p.t("addChosen", "n", strconv.Itoa(len(a.chosen))) + " · " + text
	}
	a.note.Style(text, theme.Muted, false)
}

// mark chooses or drops offer i.
func (a *adder) mark(i int) {
	id := a.found[i].item.ID
	if at := a.picked(id); at >= 0 {
		a.chosen = slices.Delete(a.chosen, at, at+1)
	} else {
		a.chosen = append(a.chosen, a.found[i].item)
	}
	a.rows.Rebind(i)
	a.say()
}

func (a *adder) picked(id string) int {
	return slices.IndexFunc(a.chosen, func(x checklist.DeckItem) bool { return x.ID == id })
}

// take adds what is chosen, or the row the keyboard is at.
func (a *adder) take() {
	if i := a.rows.Selected(); len(a.chosen) == 0 && i >= 0 && i < len(a.found) {
		a.chosen = append(a.chosen, a.found[i].item)
	}
	a.card.Close()
	a.p.put(a.chosen)
}

// offerRow is one row of the list.
type offerRow struct {
	widget.BaseWidget
	body      fyne.CanvasObject
	tick      fyne.CanvasObject
	pic       *canvas.Image
	text, sub *kit.Label
	state     *kit.Pill
	hash      string
}

func newOfferRow() *offerRow {
	r := &offerRow{
		tick: kit.NewIcon("tick", theme.Accent, 18), pic: canvas.NewImageFromImage(nil), text: kit.NewLabel(""),
		sub: kit.NewCaption(""), state: kit.NewPill(kit.Plain, ""),
	}
	r.pic.FillMode, r.pic.CornerRadius = canvas.ImageFillCover, theme.PillRadius
	ground := canvas.NewRectangle(theme.Color(theme.Track))
	ground.CornerRadius = theme.PillRadius
	r.body = kit.Inset(kit.NewRow(10, kit.MinSize(container.NewStack(r.tick), 18, 18),
		kit.MinSize(container.NewStack(ground, r.pic), 52, 38), kit.Grow(container.New(centred{}, kit.NewColumn(2, r.text, r.sub))), r.state), 0, 10, 0, 10)
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer implements fyne.Widget.
func (r *offerRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.body) }

func (a *adder) bind(i int, o fyne.CanvasObject) {
	if i >= len(a.found) {
		return
	}
	r, x := o.(*offerRow), &a.found[i]
	r.text.Set(x.text)
	r.sub.Set(x.sub)
	r.state.Set(x.tone, "", x.word)
	show(r.tick, a.picked(x.item.ID) >= 0)
	if r.hash != x.hash {
		r.hash = x.hash
		a.p.pics.show(r.pic, x.hash, func() bool { return r.hash == x.hash })
	}
	r.Refresh()
}
