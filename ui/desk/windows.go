package desk

import (
	"slices"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/checklist/hall"
	"hallcheck/ui/kit"
	"hallcheck/ui/theme"
)

// windows are the tiles of the windows, each a button with its number's key on it.
type windows struct {
	box   *fyne.Container
	sizes *grid
	low   bool // low tiles: the number stands beside the time
	tiles []*windowTile
	tap   func(int)
}

type windowTile struct {
	*kit.Card
	no          int
	time        *kit.Label
	pill        *kit.Pill
	long, short string // what the pill says, by the room it has
}

func newWindows(tap func(int)) *windows {
	g := &grid{least: 78, gap: 8}
	return &windows{box: container.New(g), sizes: g, tap: tap}
}

// few is how many windows have tall tiles.
const few = 9

// crowd chooses tall or low tiles for n windows; low ones also where there is little
// height.
func (w *windows) crowd(n int, short bool) {
	if low := n > few || short; low != w.low {
		w.low, w.tiles = low, nil
	}
	if w.sizes.least = 78; n > few {
		w.sizes.least = 92
	}
}

func (w *windows) tile(i, no int) *windowTile {
	if i < len(w.tiles) && w.tiles[i].no == no {
		return w.tiles[i]
	}
	t := &windowTile{no: no, time: kit.NewText("", theme.Number, true, theme.Text).Aligned(fyne.TextAlignCenter), pill: kit.NewPill(kit.Plain, "")}
	number, clock, pill := kit.NewKeyCap(strconv.Itoa(no)), container.New(clockFace{w.low}, t.time), container.New(shorter{t}, t.pill)
	if w.low {
		t.Card = kit.NewCardInset(kit.NewColumn(2, kit.NewRow(2, number, kit.Grow(clock)), pill), 6)
	} else {
		t.Card = kit.NewCardInset(kit.NewColumn(0, container.New(middle{}, number), clock, pill), 8)
	}
	t.Tap = func() { w.tap(no) }
	w.tiles = append(w.tiles[:min(i, len(w.tiles))], t)
	return t
}

func (p *page) drawWindows() {
	w := p.view.windows
	w.crowd(len(p.scene.Windows), p.view.short)
	before := len(w.box.Objects)
	changed := false
	for i := range p.scene.Windows {
		st := &p.scene.Windows[i]
		t := w.tile(i, st.No)
		changed = changed || i >= before || w.box.Objects[i] != fyne.CanvasObject(t.Card)
		p.drawWindow(t, st)
	}
	if w.tiles = w.tiles[:len(p.scene.Windows)]; changed || before != len(w.tiles) {
		w.box.Objects = nil
		for _, t := range w.tiles {
			w.box.Objects = append(w.box.Objects, t.Card)
		}
		w.box.Refresh()
	}
}

func (p *page) drawWindow(t *windowTile, st *hall.Stand) {
	word, role := dash, theme.Muted
	how, pill := kit.Plain, p.s.T("desk.closed")
	short := ""
	switch {
	case st.Now != nil:
		d := p.s.Now().Sub(time.UnixMilli(st.Now.Called))
		word, role, how = stopwatch(d), theme.Text, tone(p.rules.ServeLight(d))
		pill, short = p.who(st.Now, st.Business), st.Now.Ticket
	case st.Open:
		how, pill = kit.Accent, p.s.T("desk.idle")
	}
	long := len(word) != len(t.time.Text)
	t.time.Style(word, role, true)
	if t.long != pill || t.short != short || t.pill.Tone != how || long {
		t.long, t.short = pill, short
		t.pill.Set(how, "", pill)
		t.Content.Refresh() // lays out anew
	}
}

// shorter says the ticket alone where there is no room for its business.
type shorter struct{ t *windowTile }

func (shorter) MinSize(o []fyne.CanvasObject) fyne.Size { return middle{}.MinSize(o) }

func (x shorter) Layout(o []fyne.CanvasObject, s fyne.Size) {
	p := x.t.pill
	p.Set(p.Tone, p.Icon, x.t.long)
	if x.t.short != "" && p.MinSize().Width > s.Width {
		p.Set(p.Tone, p.Icon, x.t.short)
	}
	middle{}.Layout(o, s)
}

// who names the customer at a window: "A071 个人".
func (p *page) who(t *hall.Timing, business string) string {
	if t.Business != "" {
		business = t.Business
	}
	switch {
	case t.Ticket != "" && business != "":
		return t.Ticket + " " + business
	case t.Ticket != "":
		return t.Ticket
	case business != "":
		return business
	}
	return p.s.T("desk.serving")
}

// waits are the tickets whose waiting clock runs; the one chosen is called by the next
// window key.
type waits struct {
	box   *fyne.Container // the hint while nobody is timed, else the tiles
	flow  *fyne.Container
	tiles []*waitTile
	dense bool // no wider than they need be
	hint  *kit.Paragraph
	tap   func(id string)
}

// waitsWide is how many waiting tickets have wide tiles: more would need a second line in
// the smallest window, below what is in sight there.
const waitsWide = 3

// crowd chooses wide or dense tiles for n tickets.
func (w *waits) crowd(n int) {
	if dense := n > waitsWide; dense != w.dense {
		w.dense, w.tiles = dense, nil
	}
}

type waitTile struct {
	*kit.Card
	id     string
	number *kit.Label
	time   *kit.Pill
}

func newWaits(hint string, tap func(string)) *waits {
	w := &waits{hint: kit.NewParagraph(hint, theme.Muted), flow: kit.Flow(), tap: tap}
	w.hint.Font = theme.Caption
	w.box = kit.NewColumn(0, w.hint, w.flow)
	return w
}

func (w *waits) tile(i int, t *hall.Timing, name string) *waitTile {
	if i < len(w.tiles) && w.tiles[i].id == t.Wait && w.tiles[i].number.Text == name {
		return w.tiles[i]
	}
	x := &waitTile{id: t.Wait, number: kit.NewBold(name), time: kit.NewPill(kit.Plain, "")}
	if w.dense {
		x.Card = kit.NewCardInset(kit.MinSize(kit.NewRow(6, kit.Grow(x.number.Whole()), x.time), 84, 28), 6)
	} else {
		x.Card = kit.NewCardInset(kit.MinSize(kit.NewRow(8, kit.Grow(x.number), x.time), 134, 26), 7)
	}
	x.Tap = func() { w.tap(x.id) }
	w.tiles = append(w.tiles[:min(i, len(w.tiles))], x)
	return x
}

func (p *page) drawWaits() {
	w := p.view.waits
	w.crowd(len(p.scene.Waits))
	changed := len(w.tiles) != len(p.scene.Waits)
	for i := range p.scene.Waits {
		t := &p.scene.Waits[i]
		name := t.Ticket
		if name == "" {
			if name = p.s.T("desk.unnumbered"); w.dense {
				name = dash
			}
		}
		old := (*waitTile)(nil)
		if i < len(w.tiles) {
			old = w.tiles[i]
		}
		x := w.tile(i, t, name)
		changed = changed || x != old
		d := p.s.Now().Sub(time.UnixMilli(t.Taken))
		l := p.rules.WaitLight(d)
		if word := stopwatch(d); len(word) != len(x.time.Text) {
			x.time.Set(tone(l), "", word)
			x.Content.Refresh()
			changed = changed || w.dense // a longer time makes a dense tile wider
		} else {
			x.time.Set(tone(l), "", word)
		}
		if chosen := t.Wait == p.chosen; x.Chosen != chosen {
			x.Chosen = chosen
			x.Refresh()
		}
	}
	w.tiles = w.tiles[:len(p.scene.Waits)]
	if !changed {
		return
	}
	w.flow.Objects = nil
	for _, t := range w.tiles {
		w.flow.Objects = append(w.flow.Objects, t.Card)
	}
	if len(w.tiles) > 0 {
		w.hint.Hide()
		w.flow.Show()
	} else {
		w.flow.Hide()
		w.hint.Show()
	}
	w.flow.Refresh()
	w.box.Refresh()
	p.refit() // what is below gives way
}

// chooseWait chooses a waiting ticket by tapping it, or lets it go.
func (p *page) chooseWait(id string) {
	if p.chosen == id {
		id = ""
	}
	p.chosen = id
	p.draw()
}

// causes are the reasons of a long queue, each to be noted or taken back by its key.
type causes struct {
	head, box *fyne.Container
	word      *kit.Label
	buttons   []*kit.Button // in the order of hall.Causes
}

func (p *page) newCauses() *causes {
	c := &causes{}
	var all []fyne.CanvasObject
	for _, id := range hall.Causes {
		b := kit.NewSecondary(p.s.T("hall.cause."+id), "", func() { p.settle(); p.cause(id) })
		b.Tall = 40
		c.buttons = append(c.buttons, b)
		all = append(all, b)
	}
	c.word = kit.NewCaption("").Whole()
	c.head = kit.NewRow(8, kit.NewIconPill(kit.Fail, "warn", p.s.T("desk.longLine")), c.word, kit.NewKeyCap("C"))
	c.box = kit.Flow(all...)
	return c
}

// drawCauses shows the causes while the line is long, or while some are noted; their
// numbers while they are asked for.
func (p *page) drawCauses() {
	c := p.view.causes
	shown := c.box.Visible()
	defer func() {
		if c.box.Visible() != shown {
			p.view.peakHead.Refresh()
			p.refit()
		}
	}()
	if !p.scene.LongLine(p.rules) && p.scene.Cause.ID == "" && p.mode.asking != askCause {
		c.head.Hide()
		c.box.Hide()
		return
	}
	for i, b := range c.buttons {
		icon := ""
		if slices.Contains(p.scene.Cause.Tags, hall.Causes[i]) {
			icon = "tick"
		}
		text := p.s.T("hall.cause." + hall.Causes[i])
		if p.mode.asking == askCause {
			text = strconv.Itoa(i+1) + " " + text
		}
		if b.IconName != icon || b.Text != text {
			b.IconName = icon
			b.SetText(text)
			c.box.Refresh() // it has another width
		}
	}
	word, role := p.s.T("desk.causes"), theme.Muted
	if p.mode.asking == askCause {
		word, role = p.s.T("desk.causesAsk"), theme.Accent
	}
	if c.word.Text != word {
		c.word.Style(word, role, role == theme.Accent)
		c.head.Refresh()
		p.view.peakHead.Refresh()
	}
	c.head.Show()
	c.box.Show()
}

// clockFace writes a time as large as its tile is wide; in a low tile never large.
type clockFace struct{ low bool }

func (f clockFace) MinSize([]fyne.CanvasObject) fyne.Size {
	font := theme.Number
	if f.low {
		font = theme.Title
	}
	return fyne.NewSize(40, fyne.MeasureText("0", theme.Points(font), fyne.TextStyle{Bold: true}).Height)
}

func (f clockFace) Layout(o []fyne.CanvasObject, s fyne.Size) {
	l := o[0].(*kit.Label)
	wide := func(word string, font theme.TextSize) bool {
		return fyne.MeasureText(word, theme.Points(font), fyne.TextStyle{Bold: true}).Width > s.Width
	}
	font := theme.Number
	if f.low || wide("00:00", font) || wide(l.Text, font) {
		if font = theme.Title; wide(l.Text, font) { // over an hour
			font = theme.Body
		}
	}
	if l.Font != font {
		l.Font = font
		l.Refresh()
	}
	l.Move(fyne.NewPos(0, 0))
	l.Resize(s)
}
