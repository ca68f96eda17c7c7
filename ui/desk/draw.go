package desk

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/checklist/hall"
	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// Content builds the page: figures, windows, the day's peak, what just happened.
func (p *page) Content() fyne.CanvasObject {
	t := p.s.T
	v := &p.view
	v.feedRows, v.counts = map[fyne.CanvasObject]*feedRow{}, map[string]*kit.Button{}
	v.windows = newWindows(p.tapWindow)
	v.waits = newWaits(t("desk.noWaits"), p.tapWait)
	v.strip, v.causes, v.rows = kit.NewStrip(), p.newCauses(), p.newFeed()
	v.prompt, v.peakHint = kit.NewCaption(""), kit.NewCaption("")
	v.number = kit.NewTextField(t("desk.number"))
	v.number.OnSubmitted = p.submitted
	v.begin = kit.NewPrimary(t("desk.begin"), "Ctrl ⏎", p.begin)
	v.begin.Tall = 40
	take := p.act("take", "N", func() { p.take(p.next()) })
	tiles := p.newTiles()
	v.field = kit.MinSize(v.number, 176, 40)
	v.hint = kit.NewParagraph(t("desk.manyWindows"), theme.Muted)
	v.hint.Font = theme.Caption
	v.hint.Hide()
	v.head = kit.NewRow(12, kit.NewText(t("desk.timers"), theme.Body, true, theme.Text), kit.Grow(v.prompt), v.field, take)
	v.timers = kit.NewColumn(6, v.head, v.hint, v.windows.box)
	if large() {
		v.head = kit.NewRow(12, kit.Grow(v.field), take)
		v.timers = kit.NewColumn(8, kit.NewText(t("desk.timers"), theme.Body, true, theme.Text), v.prompt, v.hint, v.windows.box, v.head)
	}
	v.peakHead = kit.NewRow(12, kit.NewText(t("desk.peak"), theme.Body, true, theme.Text), kit.Grow(v.peakHint), v.causes.head)
	peak := kit.NewCardInset(kit.NewColumn(2, kit.MinSize(v.peakHead, 160, 24), kit.Grow(v.strip)), 8)
	column := kit.NewColumn(8, kit.NewCardInset(v.timers, 8), p.newActs(), v.waits.box, v.causes.box)
	feed := p.feedCard()
	if large() { // the figures scroll too
		all := kit.Scroll(kit.NewColumn(10, tiles, column, peak))
		v.scroll = scrolls(all)
		p.stage = kit.NewStage(kit.Sides(nil, 0, all, feed, 240))
		return p.stage
	}
	left := kit.Scroll(column)
	v.scroll = scrolls(left)
	v.split = container.New(&split{p}, left, peak)
	p.stage = kit.NewStage(kit.NewColumn(10, tiles, kit.Grow(kit.Sides(nil, 0, v.split, feed, 344))))
	return p.stage
}

// scrolls is what scrolls in a column of the kit.
func scrolls(column fyne.CanvasObject) *container.Scroll {
	return column.(*fyne.Container).Objects[0].(*container.Scroll)
}

// large says whether type is so large that figures do not stand in one line.
func large() bool { return theme.Scaled(100) > 120 }

// newActs are the ticks of a lobby manager, each a button with its key.
func (p *page) newActs() fyne.CanvasObject {
	p.view.actRow = kit.Flow(
		p.act("gone", "Q", p.asks(askGone)),
		p.act("turn", "K", p.asks(askTurn)),
		p.act("welcome", "Y", p.plain(func() { p.tickOff(hall.KindWelcome) })),
		p.act("care", "E", p.plain(func() { p.tickOff(hall.KindCare) })),
		p.act("post", "Z", p.plain(func() { p.post(yes()) })),
		p.act("off", "L", p.plain(func() { p.post(no()) })),
		p.act("request", "S", p.plain(p.request)))
	return p.view.actRow
}

// act is a button for what a key does too.
func (p *page) act(id, key string, do func()) *kit.Button {
	b := kit.NewSecondary(p.s.T("desk.act."+id), key, do)
	b.Tall, b.Mouse = 40, true
	p.view.counts[id] = b
	return b
}

// Actions are the ways to the sheets, and the session's own button.
func (p *page) Actions() []fyne.CanvasObject {
	if p.view.acts == nil {
		for _, x := range p.links() {
			if p.s.Has(x.route) {
				b := kit.NewSecondary(p.s.T(x.text), string(x.key-'a'+'A'), p.goes(x.route, x.arg))
				b.Tall = 40
				p.view.acts = append(p.view.acts, b)
			}
		}
		p.view.acts = append(p.view.acts, p.view.begin)
	}
	return p.view.acts
}

// submitted takes the field of numbers and gives the keyboard back to the windows.
func (p *page) submitted(text string) {
	if p.scene == nil {
		return
	}
	p.view.number.Fill("")
	p.s.Window().Canvas().Unfocus()
	p.typed(text)
}

// draw shows the day anew after something happened.
func (p *page) draw() {
	if p.day == "" {
		return
	}
	now := p.s.Now()
	p.scene = hall.Watch(p.rules, p.entries, now)
	if p.chosen != "" && p.chosenWait() == nil {
		p.chosen = ""
	}
	word := "desk.begin"
	if p.scene.Session.Runs() {
		word = "desk.end"
	}
	p.view.begin.SetText(p.s.T(word))
	p.drawFeed()
	p.learn()
	p.drawAll()
	p.s.RefreshHeader()
	if len(p.feed) == 0 {
		p.stage.Empty("hall", p.s.T("desk.empty"), kit.NewSecondary(p.s.T("desk.begin"), "Enter", p.begin))
		return
	}
	p.stage.Full()
}

// drawAll shows what depends on the clock and the entries.
func (p *page) drawAll() {
	p.drawTiles()
	p.drawWindows()
	p.drawWaits()
	p.drawStrip()
	p.drawCauses()
	p.drawPrompt()
	for id, n := range map[string]int{"welcome": p.scene.Welcome, "care": p.scene.Care, "gone": p.scene.Abandoned} {
		word := p.s.T("desk.act." + id)
		if n > 0 {
			word += " " + strconv.Itoa(n)
		}
		p.relabel(id, word, p.view.actRow)
	}
}

// relabel gives a button other words, and the room they need.
func (p *page) relabel(id, word string, row *fyne.Container) {
	if b := p.view.counts[id]; b.Text != word {
		b.SetText(word)
		row.Refresh()
	}
}

// clock draws what changes by itself.
func (p *page) clock() {
	if p.scene == nil {
		return
	}
	now := p.s.Now()
	slot := hall.SlotOf(p.scene.At)
	p.scene = hall.Watch(p.rules, p.entries, now)
	p.drawTiles()
	p.drawWindows()
	p.drawWaits()
	p.drawCauses()
	if hall.SlotOf(now) != slot {
		p.drawStrip()
	}
	if feed := hall.Feed(p.rules, p.entries, now); len(feed) != len(p.feed) {
		p.drawFeed()
	}
	if now.Minute() != p.minute {
		p.minute = now.Minute()
		p.s.RefreshHeader()
	}
}

// drawFeed keeps the line chosen chosen while new ones come in above it.
func (p *page) drawFeed() {
	at, chosen := p.view.rows.Selected(), ""
	if at >= 0 && at < len(p.feed) && p.feed[at].Entry != nil {
		chosen = p.feed[at].Entry.ID
	}
	p.feed = hall.Feed(p.rules, p.entries, p.s.Now())
	p.view.rows.Reload()
	defer p.drawUndo()
	if at < 0 {
		return
	}
	next := -1
	for i := range p.feed {
		if e := p.feed[i].Entry; chosen != "" && e != nil && e.ID == chosen {
			next = i
		}
	}
	p.view.rows.Select(next)
}

// learn finds the ticket number used last today: of those that were taken, else of
// those that were called.
func (p *page) learn() {
	if p.last != "" {
		return
	}
	for i := range p.feed {
		e := p.feed[i].Entry
		if e == nil || e.Ticket == "" || p.last != "" && e.Kind != hall.KindWait {
			continue
		}
		if p.last = e.Ticket; e.Kind == hall.KindWait {
			return
		}
	}
}

// drawPrompt says what digits mean now, and what was typed.
func (p *page) drawPrompt() {
	key := map[asking]string{
		askNothing: "desk.ask.window", askTurn: "desk.ask.turn", askGone: "desk.ask.gone", askCause: "desk.ask.cause",
		askWaiting: "desk.ask.waiting", askOpen: "desk.ask.open", askOldest: "desk.ask.oldest",
	}[p.mode.asking]
	word := p.s.T(key)
	switch {
	case p.mode.number():
		word += " " + p.mode.typed + "_"
	case p.mode.typed != "": // the first digit of a window's number
		word = p.s.T("desk.ask.second", "typed", p.mode.typed)
	}
	role := theme.Muted
	if p.mode != (mode{}) {
		role = theme.Accent
	} else if p.chosen != "" {
		role, word = theme.Accent, p.s.T("desk.ask.call", "ticket", p.ticket(hall.Moment{Clock: *p.chosenWait()}))
	} else if p.scene != nil && len(p.scene.Waits) > 0 { // a digit alone is a customer without a number
		word = p.s.T("desk.ask.ticket")
	}
	p.view.prompt.Style(word, role, p.mode != (mode{}))
	p.drawAsking()
	hint := p.s.T("desk.number")
	if n := p.next(); n != "" {
		hint = p.s.T("desk.numberNext", "ticket", n)
	}
	if p.view.number.PlaceHolder != hint {
		p.view.number.SetPlaceHolder(hint)
	}
}

// drawAsking gives the question the room of the field nobody types into meanwhile, and
// brings the causes into sight while they are asked for.
func (p *page) drawAsking() {
	v := &p.view
	if asking := p.mode.asking != askNothing; asking == v.field.Visible() {
		if v.field.Show(); asking {
			v.field.Hide()
		}
		v.head.Refresh()
	}
	if many := p.scene != nil && p.longer(0); many != v.hint.Visible() {
		if v.hint.Hide(); many {
			v.hint.Show()
		}
		v.timers.Refresh()
		p.refit()
	}
	if causes := p.mode.asking == askCause; causes != v.down {
		if v.down = causes; causes {
			p.drawCauses()
			v.scroll.Refresh() // it has grown
			v.scroll.ScrollToBottom()
		} else {
			v.scroll.ScrollToTop()
		}
	}
}

// drawStrip shows the half-hours: what was counted so far, what is usual, what it needs.
func (p *page) drawStrip() {
	from, to := p.rules.Slots()
	now := p.scene.At
	var heads []string
	today, usual, need := kit.StripRow{Name: p.s.T("desk.today")}, kit.StripRow{Name: p.s.T("desk.usual")}, kit.StripRow{Name: p.s.T("desk.need")}
	most, mostNeed := 1, 1
	means := make([]int, to)
	for slot := from; slot < to; slot++ {
		n, _ := p.scene.Half[slot].Mean()
		means[slot] = n
		most = max(most, n, int(usualMean(p.usual, now, slot)))
		mostNeed = max(mostNeed, hall.UsualWindows(p.rules, p.usual, now.Weekday(), slot))
	}
	for slot := from; slot < to; slot++ {
		head := ""
		if slot == from || slot%4 == 0 && slot > from+1 {
			head = hall.SlotClock(slot)
		}
		heads = append(heads, head)
		today.Cells = append(today.Cells, p.counted(slot, means[slot], most))
		c := kit.StripCell{}
		if p.usual.At(now.Weekday(), slot).Known {
			n := int(usualMean(p.usual, now, slot))
			c = kit.StripCell{Text: strconv.Itoa(n), Shade: n * 1000 / most}
		}
		usual.Cells = append(usual.Cells, c)
		w := kit.StripCell{}
		if n := hall.UsualWindows(p.rules, p.usual, now.Weekday(), slot); n > 0 {
			w = kit.StripCell{Text: strconv.Itoa(n), Shade: n * 600 / mostNeed}
		}
		need.Cells = append(need.Cells, w)
	}
	if p.usual.Empty() {
		p.view.peakHint.Set(p.s.T("desk.peakNothing"))
		p.view.strip.Set(heads, today)
		return
	}
	p.view.peakHint.Set(p.s.T("desk.peakHint"))
	p.view.strip.Set(heads, today, usual, need)
}

// usualMean is the usual number of people waiting, rounded half up.
func usualMean(usual *hall.Peaks, now time.Time, slot int) int64 {
	return (usual.At(now.Weekday(), slot).Mean + 500) / 1000
}

// counted is today's cell of a half-hour.
func (p *page) counted(slot, mean, most int) kit.StripCell {
	h := p.scene.Half[slot]
	if h.Samples == 0 {
		return kit.StripCell{}
	}
	c := kit.StripCell{Text: strconv.Itoa(mean), Shade: mean * 1000 / most}
	if h.Light == hall.LightAmber || h.Light == hall.LightRed {
		c.Tone = tone(h.Light)
	}
	return c
}
