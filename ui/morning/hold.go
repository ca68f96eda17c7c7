package morning

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// holding is the page while a meeting is held: what was talked about at the left, the
// clock, the people, drill, questions and photos at the right.
type holding struct {
	p    *page
	box  fyne.CanvasObject
	list *kit.Ticks

	wrong shell.JustFailed

	timed   *fyne.Container
	clock   *kit.Label
	state   *kit.Pill
	minutes *kit.Stepper
	stop    *kit.Button
	chair   *kit.SearchSelect
	count   *kit.Label
	faces   *fyne.Container
	drill   *fyne.Container
	asked   *fyne.Container

	practise *kit.Button // behind the heading of the drill
	draw     *kit.Button // behind that of the questions

	strip  *kit.PhotoStrip
	mask   *kit.Button
	intake *shell.Intake
	picked string // id of the chosen photo
}

// sideWidth is the right column's at 100 %.
const sideWidth = 380

// mostMinutes is the longest a meeting is noted with.
const mostMinutes = 240

func newHolding(p *page) *holding {
	h := &holding{p: p}
	h.intake = shell.NewIntake(p.s, p.sv.Photos, func(int, int) {}, h.photosIn)
	h.list = kit.NewTicks([]kit.Option{
		{ID: string(checklist.Pass), Text: p.s.T("verdict.pass"), Icon: "tick", Tone: kit.Pass},
		{ID: string(checklist.Miss), Text: p.s.T("verdict.fail"), Icon: "cross", Tone: kit.Fail},
		{ID: string(checklist.NA), Text: p.s.T("verdict.na"), Icon: "dash", Tone: kit.Plain},
	}, h.answer)
	h.list.OnValue = func(string) { kit.Focus(h.minutes) }
	all := kit.NewSecondary(p.t("rest"), "G", h.rest)
	foot := kit.NewRow(10, kit.Grow(kit.NewCaption(p.t("listHint"))), kit.NewSecondary(p.t("note"), "N", h.askNote), all)
	left := kit.NewCardInset(kit.NewColumn(0, kit.Grow(h.list.List), kit.Line(), kit.Inset(foot, 8, 12, 10, 12)), 1)
	right := kit.NewColumn(10, h.clockCard(), h.peopleCard(), h.drillCard(), h.askCard(), h.photoCard())
	h.box = kit.Sides(nil, 0, left, kit.Scroll(right), sideWidth)
	return h
}

func (h *holding) in() *checklist.Inspection { return h.p.d.in }

// clockCard is the time the meeting has lasted.
func (h *holding) clockCard() fyne.CanvasObject {
	t := h.p.t
	h.clock = kit.NewText("", theme.Number, true, theme.Text).Whole()
	h.state = kit.NewPill(kit.Plain, "")
	h.stop = kit.NewSecondary("", "T", h.turnClock)
	h.minutes = kit.NewStepper(0, mostMinutes*1000, 1000, func(v int64) { h.setMinutes(&v) })
	h.minutes.Label(t("min"), "")
	h.timed = kit.NewRow(10, kit.Grow(kit.Flow(h.clock, h.state)), h.stop)
	return kit.NewCardInset(kit.NewColumn(8,
		h.timed,
		kit.NewRow(10, kit.NewCaption(t("minutes")).Whole(), kit.Grow(h.minutes)),
	), 12)
}

// peopleCard is who leads and who is there.
func (h *holding) peopleCard() fyne.CanvasObject {
	p := h.p
	h.chair = kit.NewSearchSelect(p.t("chairHint"), nil, "", p.matches, func(name string) {
		h.note(func(n *hall.MeetingNotes) { n.Chair = name })
	})
	h.chair.Find = p.t("find")
	h.chair.Free = func(typed string) string { return p.t("useTyped", "name", typed) }
	h.count = kit.NewBold("")
	h.faces = kit.Flow()
	away := kit.NewSecondary(p.t("absent"), "A", func() { h.askAway("") })
	return kit.NewCardInset(kit.NewColumn(8,
		kit.NewRow(8, kit.NewCaption(p.t("chair")), kit.Grow(h.chair), kit.NewKeyCap("C")),
		kit.NewRow(8, kit.Grow(h.count), away), h.faces,
	), 12)
}

func (h *holding) drillCard() fyne.CanvasObject {
	h.drill = kit.NewColumn(2)
	h.practise = kit.NewSecondary(h.p.t("drill"), "D", h.askDrill)
	return kit.NewCardInset(h.drill, 12)
}

func (h *holding) askCard() fyne.CanvasObject {
	h.asked = kit.NewColumn(2)
	h.draw = kit.NewSecondary(h.p.t("question"), "Q", h.ask)
	return kit.NewCardInset(h.asked, 12)
}

func (h *holding) photoCard() fyne.CanvasObject {
	p := h.p
	h.strip = kit.NewPhotoStrip(p.s.Picture, p.t("dropPhoto"), h.pickPhoto, h.choosePhotos)
	h.mask = kit.NewSecondary(p.t("mask"), "M", h.markPhoto)
	return kit.NewCardInset(kit.NewColumn(6, kit.NewRow(8, kit.NewCaption(p.t("photos")).Whole(), kit.NewKeyCap("P"), kit.Space(), h.mask), h.strip), 12)
}

// show writes everything there is; at is the row to stand on.
func (h *holding) show(at string) {
	if at == "" {
		at = h.open("")
	}
	h.list.SetTicks(h.ticks(), at)
	h.showClock()
	h.showPeople()
	h.showDrill()
	h.showAsked()
	h.showPhotos()
}

// ticks are the items of the list under their zones.
func (h *holding) ticks() []kit.Tick {
	in, w := h.in(), h.p.s.Words()
	timed := hall.MeetingItem(in.Checklist)
	var out []kit.Tick
	for _, z := range in.Checklist.Zones {
		head := len(out)
		done, all := 0, 0
		out = append(out, kit.Tick{Text: w.In(z.Name)})
		for i := range in.Checklist.Items {
			it := &in.Checklist.Items[i]
			if it.Zone != z.ID || !in.Applies(in.Sheets[0], it) {
				continue
			}
			a := in.Answer(checklist.MainSheet, it.ID)
			x := kit.Tick{ID: it.ID, Text: w.In(it.Text), Off: it.Type != checklist.TypePass}
			all++
			if a != nil && !a.Value.IsZero() {
				done++
				x.Chosen = string(a.Value.Verdict)
				if a.Value.Number != nil {
					x.Value = a.Value.Number.String() + " " + h.p.t("min")
				}
			}
			x.Sub = h.under(it, a)
			if timed != nil && it.ID == timed.ID && x.Value == "" {
				x.Value = h.p.t("running")
			}
			out = append(out, x)
		}
		if all == 0 {
			out = out[:head]
			continue
		}
		out[head].Sub = fmt.Sprintf("%d/%d", done, all)
	}
	return out
}

// under is the line under an item: its note, or the photo it still wants.
func (h *holding) under(it *checklist.Item, a *checklist.Answer) string {
	if a != nil && a.Note != "" {
		return a.Note
	}
	if a != nil && a.Value.Verdict == checklist.NA {
		return h.p.t("naWhy")
	}
	if n := photosOf(a); it.Photo == checklist.PhotoAlways {
		if n == 0 {
			return h.p.t("wantsPhoto")
		}
		return h.p.t("hasPhoto", "n", strconv.Itoa(n))
	}
	return ""
}

func photosOf(a *checklist.Answer) int {
	if a == nil {
		return 0
	}
	return len(a.Photos)
}

// open is the next item without an answer after one, from the top again; "" = none.
func (h *holding) open(after string) string {
	in, items := h.in(), h.in().Checklist.Items
	from := 0
	for i := range items {
		if items[i].ID == after {
			from = i + 1
		}
	}
	for k := range items {
		it := &items[(from+k)%len(items)]
		a := in.Answer(checklist.MainSheet, it.ID)
		if it.Type == checklist.TypePass && in.Applies(in.Sheets[0], it) && (a == nil || a.Value.IsZero()) {
			return it.ID
		}
	}
	return after
}

// edit makes a change: on the page's own copy at once, then in the store.
func (h *holding) edit(verb func(*checklist.Inspection, time.Time) error) bool {
	return shell.EditNow(h.p.s, h.p.sv.Records, h.p.d.in, &h.p.saving, verb)
}

// answer gives an item its verdict; the same again takes it back. The next open item
// is in front then.
func (h *holding) answer(id, option string) {
	v := checklist.VerdictValue(checklist.Verdict(option))
	if a := h.in().Answer(checklist.MainSheet, id); a != nil && a.Value.Verdict == v.Verdict {
		v = checklist.Value{}
	}
	if !h.edit(func(in *checklist.Inspection, now time.Time) error { return in.Record(checklist.MainSheet, id, v, now) }) {
		return
	}
	next := id
	if !v.IsZero() && v.Verdict != checklist.NA {
		next = h.open(id)
	}
	h.wrong.Answered(h.in().Checklist, id, next, v)
	h.list.SetTicks(h.ticks(), next)
	if v.Verdict == checklist.NA {
		h.askNote()
	}
}

// rest passes every item not answered yet.
func (h *holding) rest() {
	var open []string
	in := h.in()
	for i := range in.Checklist.Items {
		it := &in.Checklist.Items[i]
		a := in.Answer(checklist.MainSheet, it.ID)
		if it.Type == checklist.TypePass && in.Applies(in.Sheets[0], it) && (a == nil || a.Value.IsZero()) {
			open = append(open, it.ID)
		}
	}
	if len(open) == 0 {
		return
	}
	put := func(v checklist.Value) {
		h.edit(func(in *checklist.Inspection, now time.Time) error {
			for _, id := range open {
				if err := in.Record(checklist.MainSheet, id, v, now); err != nil {
					return err
				}
			}
			return nil
		})
		h.list.SetTicks(h.ticks(), h.list.Current())
	}
	put(checklist.VerdictValue(checklist.Pass))
	h.p.s.Toast(h.p.t("rested", "n", strconv.Itoa(len(open))), func() {
		if h.p.held == h {
			put(checklist.Value{})
		}
	})
}

// askNote asks for the words under the selected item, or the one not met just now.
func (h *holding) askNote() {
	id := h.list.Current()
	if id == "" {
		return
	}
	p := h.p
	now := h.in().Answer(checklist.MainSheet, id)
	id = h.wrong.About(id, now != nil && !now.Value.IsZero())
	field := kit.NewTextArea(p.t("noteHint"), 3)
	if a := h.in().Answer(checklist.MainSheet, id); a != nil {
		field.Fill(a.Note)
	}
	item := h.in().Checklist.ItemByID(id)
	body := kit.NewColumn(8, kit.NewParagraph(p.s.Words().In(item.Text), theme.Muted), field)
	p.s.Form(p.t("note"), body, 460, field, p.t("save"), func(done func()) {
		done()
		text := strings.TrimSpace(field.Text)
		if h.edit(func(in *checklist.Inspection, now time.Time) error {
			return in.Note(checklist.MainSheet, id, text, now)
		}) {
			h.list.SetTicks(h.ticks(), h.open(id))
		}
	})
}

// note changes what is known besides the sheet and keeps it.
func (h *holding) note(change func(*hall.MeetingNotes)) {
	change(&h.p.d.notes)
	h.p.keepNotes()
	h.showPeople()
	h.showDrill()
}

// tick moves the clock every second while the page is shown.
func (h *holding) tick(ctx context.Context) {
	h.p.s.After(ctx, time.Second, func() {
		if h.p.held == h {
			h.showClock()
			h.tick(ctx)
		}
	})
}

func (h *holding) showClock() {
	p := h.p
	m := noted(h.in(), p.d.notes)
	if m == nil {
		d := max(p.s.Now().Sub(time.UnixMilli(h.in().StartedAt)), 0).Truncate(time.Second)
		h.clock.Set(fmt.Sprintf("%02d:%02d", int(d.Minutes()), int(d.Seconds())%60))
		h.stop.SetText(p.t("stop"))
		h.minutes.Set(nil)
	} else {
		h.clock.Set(p.t("minutesN", "n", strconv.Itoa(*m)))
		h.stop.SetText(p.t("goOn"))
		v := int64(*m) * 1000
		h.minutes.Set(&v)
	}
	if minutesOf(h.in(), p.d.notes, p.s.Now()) >= p.d.rules.MeetingMinutes {
		h.state.Set(kit.Pass, "tick", p.t("longEnough"))
	} else {
		h.state.Set(kit.Warn, "clock", p.t("tooShort", "n", strconv.Itoa(p.d.rules.MeetingMinutes)))
	}
	h.timed.Refresh() // the words have other lengths
}

// turnClock stops the clock and notes the minutes, or lets it run on.
func (h *holding) turnClock() {
	if noted(h.in(), h.p.d.notes) != nil {
		h.setMinutes(nil)
		return
	}
	v := int64(min(hall.Elapsed(time.UnixMilli(h.in().StartedAt), h.p.s.Now()), mostMinutes)) * 1000
	h.setMinutes(&v)
}

// setMinutes notes the length in thousandths of a minute; nil lets the clock run.
func (h *holding) setMinutes(v *int64) {
	it := hall.MeetingItem(h.in().Checklist)
	if it == nil {
		h.note(func(n *hall.MeetingNotes) {
			if n.Minutes = 0; v != nil {
				n.Minutes = int(*v / 1000)
			}
		})
		h.showClock()
		return
	}
	x := checklist.Value{}
	if v != nil {
		x = checklist.NumberValue(checklist.Milli(*v))
	}
	id := it.ID
	if h.edit(func(in *checklist.Inspection, now time.Time) error { return in.Record(checklist.MainSheet, id, x, now) }) {
		h.list.SetTicks(h.ticks(), h.list.Current())
		h.showClock()
	}
}
