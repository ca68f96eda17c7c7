package findings

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// Place is a finding and the list it was opened from, so that J and K go on in
// that list's order.
type Place struct {
	ID     string
	Filter checklist.FindingFilter
	At     int // its place in the list
}

// One is the page of one finding: what is wrong, what was done, who decides.
type One struct {
	s     *shell.Shell
	sv    *Services
	place *Place
	ctx   context.Context
	round int

	got   view
	mode  string
	draft Draft
	dirty bool   // the draft is not saved yet
	walk  []stop // the list it was opened from, in order
	in    *shell.Intake

	stage  *kit.Stage
	before *album
	after  *album
	work   *workbench
	side   *sidebar
	plan   *oneLayout
	frame  *fyne.Container
	acts   []fyne.CanvasObject
	prev   *kit.Button
	next   *kit.Button
}

// view is what Load reads.
type view struct {
	f       *checklist.Finding
	earlier []checklist.FindingRow
	said    []string // what was done about this item before
	people  []checklist.Person
	draft   Draft
	walk    []stop
}

// stop is one finding of the list J and K walk through.
type stop struct {
	id  string
	due bool // waits to be put right, and for nobody else
}

// NewOne makes the page's constructor for the route table.
func NewOne(sv *Services) func(*shell.Shell, any) shell.Page {
	return func(s *shell.Shell, arg any) shell.Page {
		p := &One{s: s, sv: sv, ctx: context.Background()}
		switch x := arg.(type) {
		case *Place:
			p.place = x
		case string:
			p.place = &Place{ID: x, Filter: Mine(s.Profile()), At: -1}
		default:
			p.place = &Place{At: -1}
		}
		return p
	}
}

// Title is what is wrong, and where.
func (p *One) Title() (string, string) {
	if p.got.f == nil {
		return p.s.T("findings.one"), ""
	}
	r := rowOf(p.got.f)
	return headline(p.s, r), place(p.s, r)
}

// Content builds photos, bench and side column.
func (p *One) Content() fyne.CanvasObject {
	t := p.s.T
	p.before = newAlbum(p.s, p.sv.Photos, t("findings.before"), t("findings.noBefore"), albumActs{addKey: "+", add: p.addBefore, mark: p.markPhoto})
	p.after = newAlbum(p.s, p.sv.Photos, t("findings.after"), t("findings.dropHere"), albumActs{addKey: "P", add: p.addAfter, mark: p.markPhoto, remove: p.dropAfter})
	p.in = shell.NewIntake(p.s, p.sv.Photos, func(done, total int) { p.after.importing(done, total) }, p.broughtIn)
	p.work = newWorkbench(p)
	p.side = newSidebar(p)
	p.prev = kit.NewSecondary("↑", "K", func() { p.step(-1) })
	p.next = kit.NewSecondary("↓", "J", func() { p.step(1) })
	p.plan = &oneLayout{before: p.before.card, after: p.after.card, work: p.work.card, side: p.side.object}
	p.frame = p.plan.container()
	p.stage = kit.NewStage(kit.Scroll(p.frame))
	return p.stage
}

// Actions are the way to the neighbours.
func (p *One) Actions() []fyne.CanvasObject { return p.acts }

// ToastWidth implements shell.Aside: toasts stand over the history, not over
// the button that hands in.
func (p *One) ToastWidth() float32 { return max(p.plan.column(), theme.Scaled(280)) }

// Load reads the finding and what its page shows beside it.
func (p *One) Load(ctx context.Context) {
	p.ctx = ctx
	p.keep()
	p.round++
	round, sv, id, place, known, now := p.round, p.sv, p.place.ID, *p.place, p.walk, p.s.Now()
	shell.Stage(p.s, ctx, p.stage, func(ctx context.Context) (view, error) {
		return read(ctx, sv, id, place, known, now)
	}, func(v view) {
		if round == p.round {
			p.show(v)
		}
	})
}

// span is how many neighbours a list brings on each side.
const span = 250

// saidBefore is how many earlier findings of the item are asked what was done.
const saidBefore = 4

func read(ctx context.Context, sv *Services, id string, at Place, walk []stop, now time.Time) (view, error) {
	v := view{walk: walk}
	var err error
	if v.f, err = sv.Moves.Finding(ctx, id); err != nil {
		return v, err
	}
	if v.earlier, err = sv.Moves.Occurrences(ctx, v.f.ID); err != nil {
		return v, err
	}
	for _, r := range v.earlier[:min(len(v.earlier), saidBefore)] {
		old, err := sv.Moves.Finding(ctx, r.ID)
		if err != nil {
			return v, err
		}
		if old.Done != "" {
			v.said = append(v.said, old.Done)
		}
	}
	warm(sv.Photos, v.f.Photos, v.f.After)
	if v.people, err = sv.people(ctx, now); err != nil {
		return v, err
	}
	if v.draft, err = readDraft(ctx, sv.Settings, v.f.ID); err != nil {
		return v, err
	}
	warm(sv.Photos, v.draft.Photos)
	if v.walk == nil {
		v.walk, err = neighbours(ctx, sv, v.f.ID, at)
	}
	return v, err
}

// neighbours is the list around the finding, in its order.
func neighbours(ctx context.Context, sv *Services, id string, at Place) ([]stop, error) {
	f := at.Filter
	f.Offset, f.Limit = max(at.At-span, 0), 2*span
	rows, _, err := sv.Records.Findings(ctx, f)
	out := []stop{}
	found := false
	for _, r := range rows {
		out = append(out, stop{r.ID, r.Status != checklist.ExtensionAsked && slices.Contains(due(), r.Status)})
		found = found || r.ID == id
	}
	if !found {
		out = append([]stop{{id: id}}, out...)
	}
	return out, err
}

// show puts what was read on the page.
func (p *One) show(v view) {
	other := p.got.f == nil || p.got.f.ID != v.f.ID
	p.got, p.walk = v, v.walk
	if other {
		p.before.turn()
		p.after.turn()
	}
	if other { // of the same finding the page knows better than what was read
		p.draft, p.dirty = v.draft, false
	}
	p.mode = modeOf(v.f, p.s.Profile().User)
	p.showPhotos()
	p.work.bind(p, other)
	p.side.bind(p)
	p.acts = nil
	if at := p.at(); len(p.walk) > 1 {
		p.acts = []fyne.CanvasObject{kit.NewMuted(itoa(at+1) + " / " + itoa(len(p.walk))).Whole(), p.prev, p.next}
	}
	p.stage.Full()
	p.frame.Refresh() // the bench may need another height now
	p.s.RefreshHeader()
}

// showPhotos shows both sides: while the finding is being put right, the right
// one holds the photos not yet handed in.
func (p *One) showPhotos() {
	f, who := p.got.f, p.s.Profile().User
	p.before.set(f.Photos, p.taken(f.Day, f.OpenedBy.Name))
	mark := f.Allows(who, checklist.VerbMark) && p.sv.Burn != nil
	p.before.allow(f.Allows(who, checklist.VerbAddPhoto), mark, false)
	fixing := p.mode == modeFix
	photos, note := f.After, ""
	switch {
	case fixing:
		photos = p.draft.Photos
		if f.NeedsPhoto {
			note = p.s.T("findings.needsPhoto")
		}
		p.after.view.Empty = p.s.T("findings.dropHere")
	default:
		p.after.view.Empty = p.s.T("findings.noAfter")
	}
	if !fixing && f.SubmitDay != "" {
		note = p.taken(f.SubmitDay, f.Rectifier.Name)
	}
	p.after.set(photos, note)
	p.after.allow(fixing, mark, fixing)
	p.plan.bare = len(f.Photos) == 0 && len(photos) == 0
	p.before.bare(p.plan.bare)
	p.after.bare(p.plan.bare)
	p.frame.Refresh()
	front, other := p.before, p.after
	if fixing && len(p.draft.Photos) > 0 {
		front, other = other, front
	}
	front.mark.Key, other.mark.Key = "M", ""
	front.mark.Refresh()
	other.mark.Refresh()
}

func (p *One) taken(day, who string) string {
	return p.s.T("findings.dayWho", "day", p.s.Words().DayOf(day), "who", who)
}

// at is the finding's place among its neighbours.
func (p *One) at() int {
	for i, x := range p.walk {
		if x.id == p.got.f.ID {
			return i
		}
	}
	return 0
}

// step goes to the next or the previous finding of the list.
func (p *One) step(by int) {
	if p.got.f == nil {
		return
	}
	to := p.at() + by
	if to < 0 || to >= len(p.walk) {
		key := "findings.last"
		if by < 0 {
			key = "findings.first"
		}
		p.s.Hint(p.s.T(key))
		return
	}
	p.turnTo(p.walk[to].id)
}

// turnTo shows another finding on this page.
func (p *One) turnTo(id string) {
	p.keep()
	p.s.Window().Canvas().Unfocus()
	p.place.ID = id
	p.s.Reload()
}

// advance goes on to the next finding of the list that waits to be put right,
// or back to the list when there is none.
func (p *One) advance() {
	at := p.at()
	p.walk[at].due = false
	for i := 1; i < len(p.walk); i++ {
		if x := p.walk[(at+i)%len(p.walk)]; x.due {
			p.turnTo(x.id)
			return
		}
	}
	p.s.Back()
}

// draftPause is the longest a typed letter waits for the next one before it is
// saved.
const draftPause = 250 * time.Millisecond

// write takes what is typed; it is saved when the typing pauses, when the
// finding or the page is left, and when something is added.
func (p *One) write(text string) {
	p.draft.Text, p.dirty = text, true
	d := text
	p.s.After(p.ctx, draftPause, func() {
		if p.dirty && p.draft.Text == d {
			p.keep()
		}
	})
}

// keep saves the text of the draft when it changed; photos are saved when they
// come in.
func (p *One) keep() {
	if p.dirty && p.got.f != nil {
		p.dirty = false
		text := p.draft.Text
		changeDraft(p.s, p.sv.Settings, p.got.f.ID, func(d *Draft) { d.Text = text })
	}
}

// Flush implements shell.Flusher.
func (p *One) Flush() { p.keep() }

// WantsChange: what changes this finding or the people in it.
func (p *One) WantsChange(kind string) bool {
	return kind == "finding" || kind == "inspection" || kind == "import" || kind == "profile" || kind == "person"
}
