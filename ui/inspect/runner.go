package inspect

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// Route names of this package's pages, and of the page a finished inspection
// leads to.
const (
	RouteList   = "inspect"
	RouteRun    = "runner" // argument: the inspection's id
	routeResult = "result"
)

// SettingOpen remembers the inspection open in the runner, so that a program
// that was killed comes back to it; "" = none.
const SettingOpen = shell.SettingOpen

// runner is the page that fills one inspection. Answers change its own copy of
// the inspection at once, so that keys never wait; each is handed to the store
// in order, and when one is refused the page shows the state as it really is.
type runner struct {
	s   *shell.Shell
	sv  *Services
	id  string
	say *words
	ctx context.Context

	flow    *flow
	result  *checklist.Result
	people  []checklist.Person
	repeats map[string]string
	reasons map[string][]string
	pending int // edits on their way to the store
	stale   bool
	typing  *typing
	arrived intake

	stage   *kit.Stage
	list    *itemList
	card    *openCard
	ev      *evidence
	zones   *zoneColumn
	bottom  *bottomBar
	sheets  *sheetBar
	find    *kit.TextField
	none    *kit.Label
	empty   fyne.CanvasObject
	open    *kit.Button
	actions []fyne.CanvasObject
}

var (
	_ shell.Page       = (*runner)(nil)
	_ shell.Actor      = (*runner)(nil)
	_ shell.Searcher   = (*runner)(nil)
	_ shell.Flusher    = (*runner)(nil)
	_ shell.Wanter     = (*runner)(nil)
	_ shell.DropTarget = (*runner)(nil)
	_ shell.Escaper    = (*runner)(nil)
	_ shell.Typist     = (*runner)(nil)
	_ shell.Presser    = (*runner)(nil)
)

// NewRunner makes the runner of the inspection with the id.
func NewRunner(s *shell.Shell, sv *Services, id string) shell.Page {
	r := &runner{s: s, sv: sv, id: id, say: &words{s.Lang()}, ctx: context.Background(), reasons: map[string][]string{}}
	r.card = newOpenCard(r.say)
	r.card.onAnswer = r.answer
	r.card.onNote = func(t string) { r.typeInto(typingNote, t) }
	r.card.onText = func(t string) { r.typeInto(typingText, t) }
	r.card.onFocused = r.fieldFocused
	r.card.note.OnSubmitted = func(string) { r.goNext() }
	r.list = newItemList(r.card, r.fillRow, func(x row) { r.goTo(place{r.flow.at.Sheet, x.Item.ID}) })
	on := evidenceEvents{
		addPhotos: r.choosePhotos, removePhoto: r.removePhoto, openViewer: r.openViewer,
		settle: r.settle, cite: func(t string) { r.typeInto(typingRecording, t) }, focused: r.fieldFocused, chosen: r.leaveField,
		ask: r.askTruth, compare: r.compare,
	}
	if sv.Burn != nil {
		on.markPhoto, on.setClear = r.markPhoto, r.setClear
	}
	r.ev = newEvidence(r.say, s.Picture, sv.Photos, func() []checklist.Person { return r.people }, sv.Initials, on)
	r.card.note.Next = r.afterNote
	r.zones = newZoneColumn(r.say, func(zone string) { r.move(func() { r.flow.toZone(zone) }) })
	r.bottom = newBottomBar(r.say)
	r.sheets = newSheetBar(r)
	r.find = kit.NewSearchField(r.say.T("inspect.findHint"), r.search)
	r.find.OnSubmitted = func(string) { r.takeHit() }
	r.find.OnEscape = r.endSearch
	r.none = kit.NewMuted("").Aligned(fyne.TextAlignCenter)
	r.open = kit.NewSecondary(r.say.T("inspect.onlyOpen"), "U", r.toggleOpen)
	r.actions = []fyne.CanvasObject{
		r.open,
		kit.NewSecondary(r.say.T("inspect.find"), "/", r.Search),
		kit.NewPrimary(r.say.T("inspect.finish"), "Ctrl ⏎", r.finish),
	}
	return r
}

// Title implements shell.Page.
func (r *runner) Title() (title, sub string) {
	if r.flow == nil {
		return r.say.T("inspect.title"), ""
	}
	in := r.flow.in
	sub = r.say.T("inspect.subtitle", "mode", r.say.T("mode."+string(in.Mode)), "time", clock(in.StartedAt), "version", itoa(in.Checklist.Version))
	if r.s.Face() == checklist.FaceHQ {
		sub = in.Branch.Name + " · " + sub
	}
	return in.Checklist.Title.In(r.say.lang), sub
}

// Actions implements shell.Actor.
func (r *runner) Actions() []fyne.CanvasObject {
	return r.actions
}

// Content implements shell.Page.
func (r *runner) Content() fyne.CanvasObject {
	r.find.Hide()
	r.none.Hide()
	r.empty = container.NewStack()
	list := kit.NewCardInset(container.NewStack(r.list, r.none, r.empty), 0)
	middle := kit.NewColumn(8, r.sheets.box, r.find, kit.Grow(list))
	body := container.New(runnerLayout{}, r.zones.card, middle, r.ev.box, r.bottom.card)
	r.stage = kit.NewStage(body)
	return r.stage
}

// loaded is what Load reads.
type loaded struct {
	in      *checklist.Inspection
	result  *checklist.Result
	people  []checklist.Person
	repeats map[string]string
}

// Load implements shell.Page.
func (r *runner) Load(ctx context.Context) {
	r.ctx = ctx
	sv, id := r.sv, r.id
	shell.Stage(r.s, ctx, r.stage, func(ctx context.Context) (loaded, error) {
		in, err := sv.Records.Inspection(ctx, id)
		if err != nil {
			return loaded{}, err
		}
		l := loaded{in: in, result: checklist.Evaluate(in)}
		if l.people, err = sv.people(ctx); err != nil {
			return l, err
		}
		warmAll(sv.Photos, in)
		l.repeats, err = sv.Records.Repeats(ctx, in)
		return l, err
	}, r.show)
}

func (r *runner) show(l loaded) {
	if l.in.Status == checklist.Finished {
		r.s.Replace(routeResult, r.id)
		return
	}
	r.people, r.repeats, r.result = l.people, l.repeats, l.result
	if r.flow == nil {
		r.flow = newFlow(l.in, r.sv.Initials)
		r.s.RefreshHeader()
		r.watchInbox()
	} else if r.pending == 0 {
		r.flow.show(l.in)
	}
	r.remember(r.id)
	r.stage.Full()
	r.refresh()
	r.askReasons()
}

// remember writes which inspection is open.
func (r *runner) remember(id string) {
	set := r.sv.Setting
	if set == nil {
		return
	}
	shell.Save(r.s, func(ctx context.Context) (struct{}, error) { return struct{}{}, set(ctx, SettingOpen, id) }, nil)
}

// WantsChange implements shell.Wanter: what this page writes it knows already.
func (r *runner) WantsChange(kind string) bool { return kind == "person" }

// Flush implements shell.Flusher.
func (r *runner) Flush() {
	r.saveTyping()
	r.remember("")
}

// refresh shows the present state everywhere.
func (r *runner) refresh() {
	if r.flow == nil {
		return
	}
	rows := r.flow.rows()
	at := -1
	for i, x := range rows {
		if x.Item != nil && x.Item.ID == r.flow.at.Item {
			at = i
			r.card.answer.Busy = r.pending > 0
			r.card.bind(r.flow, x.No, r.reasons[x.Item.ID])
			r.card.Refresh()
		}
	}
	r.list.set(rows, at)
	r.none.Set(r.say.T(r.noneKey()))
	show(r.none, len(rows) == 0 && r.flow.sheet() != nil)
	r.showNoSheet()
	r.ev.bind(r.flow, r.repeats[r.flow.at.Item])
	r.zones.set(r.flow)
	r.sheets.set(r.flow)
	r.bottom.set(r.flow, r.result)
}

func (r *runner) noneKey() string {
	if r.flow.query != "" {
		return "inspect.findNone"
	}
	return "inspect.allAnswered"
}

// showNoSheet offers the first person where there is none yet.
func (r *runner) showNoSheet() {
	box := r.empty.(*fyne.Container)
	none := r.flow.sheet() == nil
	show(r.ev.box, !none)
	if !none {
		box.Objects = nil
		return
	}
	key, icon := "inspect.noSheetsBody", "people"
	if r.flow.in.Checklist.Subject == checklist.SubjectRespondent {
		key = "inspect.noRespondentsBody"
	}
	box.Objects = []fyne.CanvasObject{kit.EmptyState(icon, r.say.T(key), kit.NewPrimary(r.sheets.addWord(), "A", r.sheets.ask))}
	box.Refresh()
}

// fillRow writes one compact row or zone head.
func (r *runner) fillRow(v *rowView, x row) {
	if x.Item == nil {
		v.no.Set("")
		v.text.Style(x.Zone.Name.In(r.say.lang), theme.Muted, true)
		v.points.Set(r.zoneCount(x.Zone.ID))
		show(v.camera, false)
		return
	}
	a := r.flow.answerAt(place{r.flow.at.Sheet, x.Item.ID})
	v.no.Set(itoa(x.No))
	v.text.Style(x.Item.Text.In(r.say.lang), theme.Text, false)
	v.points.Set(r.say.points(r.flow.in, x.Item))
	tone, icon, word := r.say.shared().Answer(r.flow.in, x.Item, a.Value)
	v.state.Set(tone, icon, word)
	show(v.camera, len(a.Photos) > 0)
	v.camera.Set(kit.Plain, "photo", itoa(len(a.Photos)))
}

func (r *runner) zoneCount(zone string) string {
	for _, p := range r.flow.parts() {
		if p.Zone.ID == zone {
			return itoa(p.Answered) + "/" + itoa(p.Total)
		}
	}
	return ""
}

// askReasons reads the reasons used before for the item with the focus.
func (r *runner) askReasons() {
	item := r.flow.at.Item
	if _, known := r.reasons[item]; known || item == "" {
		return
	}
	r.reasons[item] = nil
	records := r.sv.Records
	shell.Run(r.s, r.ctx, func(ctx context.Context) ([]string, error) { return records.Reasons(ctx, item, 6) }, func(list []string, err error) {
		if err == nil && len(list) > 0 {
			r.reasons[item] = list
			if r.flow.at.Item == item {
				r.refresh()
			}
		}
	})
}

// runnerLayout: zones, items and evidence side by side, the score below them.
type runnerLayout struct{}

func (runnerLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(theme.Scaled(600), theme.Scaled(320))
}

func (runnerLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	bar := o[3].MinSize().Height
	h := s.Height - bar - theme.Gap
	zones, right := theme.Scaled(188), theme.Scaled(356)
	if s.Width < theme.Scaled(1050) {
		zones, right = theme.Scaled(160), max(s.Width*0.3, theme.Scaled(230))
	}
	x := zones + theme.Gap
	roomy := s.Width-x-right-theme.Gap >= theme.Scaled(330)
	show(o[0], roomy) // large type in a small window: the list names the zones too
	if !roomy {
		x = 0
	}
	put(o[0], 0, 0, zones, h)
	put(o[1], x, 0, s.Width-x-right-theme.Gap, h)
	put(o[2], s.Width-right, 0, right, h)
	put(o[3], 0, h+theme.Gap, s.Width, bar)
}

// toggleOpen shows only the open items, or all again.
func (r *runner) toggleOpen() {
	if r.flow == nil {
		return
	}
	r.flow.onlyOpen = !r.flow.onlyOpen
	key := "inspect.onlyOpen"
	if r.flow.onlyOpen {
		key = "inspect.allItems"
	}
	r.open.SetText(r.say.T(key))
	r.s.RefreshHeader()
	r.refresh()
}

// day of now, for typed words that need one.
func (r *runner) now() time.Time { return r.sv.now() }
