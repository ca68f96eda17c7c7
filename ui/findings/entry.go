package findings

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

// Entry is the page on which a problem or a bright spot is written down by hand.
type Entry struct {
	s      *shell.Shell
	sv     *Services
	ctx    context.Context
	bright bool
	id     string // of the bright spot being changed; "" = a new one

	draft Draft
	dirty bool
	ready bool // the first reading is on the page
	got   entryData
	in    *shell.Intake

	stage  *kit.Stage
	album  *album
	form   *form
	gone   *kit.Button
	submit *kit.Button
}

// entryData is what Load reads.
type entryData struct {
	people   []checklist.Person
	zones    []kit.Choice
	names    map[string]checklist.Text // zone id → name
	branches []checklist.Branch
	texts    []used // what was written before, most used first
	draft    Draft
	spot     checklist.BrightSpot
}

// used is a text written before and where.
type used struct{ text, zone string }

// NewProblem makes the constructor of the page that enters a problem.
func NewProblem(sv *Services) func(*shell.Shell, any) shell.Page {
	return func(s *shell.Shell, _ any) shell.Page { return newEntry(s, sv, false, "") }
}

// NewBright makes the constructor of the page that enters or changes a bright spot.
func NewBright(sv *Services) func(*shell.Shell, any) shell.Page {
	return func(s *shell.Shell, arg any) shell.Page {
		id, _ := arg.(string)
		return newEntry(s, sv, true, id)
	}
}

func newEntry(s *shell.Shell, sv *Services, bright bool, id string) *Entry {
	return &Entry{s: s, sv: sv, ctx: context.Background(), bright: bright, id: id}
}

// kind is the part of text keys that tells problems from bright spots.
func (p *Entry) kind() string {
	if p.bright {
		return "bright"
	}
	return "problem"
}

// key is where the draft is kept.
func (p *Entry) key() string {
	if p.bright {
		return strings.TrimSuffix("bright:"+p.id, ":")
	}
	return "new"
}

// Title says what is entered.
func (p *Entry) Title() (string, string) {
	if p.id != "" {
		return p.s.T("findings.bright"), p.got.spot.Branch.Name
	}
	return p.s.T("findings.entry." + p.kind()), p.s.T("findings.entrySub." + p.kind())
}

// Content builds photos and form.
func (p *Entry) Content() fyne.CanvasObject {
	t := p.s.T
	p.album = newAlbum(p.s, p.sv.Photos, t("findings.photos"), t("findings.dropEntry"), albumActs{addKey: "Ctrl O", add: p.addPhotos, mark: p.markPhoto, remove: p.dropPhoto})
	p.in = shell.NewIntake(p.s, p.sv.Photos, func(done, total int) { p.album.importing(done, total) }, func(int) {})
	p.submit = kit.NewPrimary(t("findings.submit."+p.kind()), "Ctrl ⏎", p.send)
	p.gone = kit.NewSecondary(t("findings.takeOff"), "", p.takeOff).WithIcon("trash")
	p.form = newForm(p)
	p.stage = kit.NewStage(kit.Scroll(newEntryLayout(p.album.card, kit.NewCard(p.form.col), p.form.col)))
	return p.stage
}

// Actions are the buttons of the title row.
func (p *Entry) Actions() []fyne.CanvasObject {
	if p.submit == nil {
		return nil
	}
	if p.id != "" {
		return []fyne.CanvasObject{p.gone, p.submit}
	}
	return []fyne.CanvasObject{p.submit}
}

// Keys are the page's keys.
func (p *Entry) Keys() []shell.Key {
	t := p.s.T
	return []shell.Key{
		shell.OnKey(fyne.KeyReturn, fyne.KeyModifierControl, t("findings.submit."+p.kind()), p.send),
		shell.OnKey(fyne.KeyO, fyne.KeyModifierControl, t("findings.key.photo"), p.addPhotos),
		shell.On('p', t("findings.key.photo"), p.addPhotos),
		shell.On('n', t("findings.key.text"), func() { kit.Focus(p.form.text) }),
		shell.OnKey(fyne.KeyV, fyne.KeyModifierControl, "", func() { p.in.Paste(p.takePhoto) }),
	}
}

// Load reads what can be chosen, and the draft or the bright spot.
func (p *Entry) Load(ctx context.Context) {
	p.ctx = ctx
	sv, key, id := p.sv, p.key(), p.id
	branch := p.s.Profile().Branch.Code
	lang, now := p.s.Lang(), p.s.Now()
	shell.Stage(p.s, ctx, p.stage, func(ctx context.Context) (entryData, error) {
		return readEntry(ctx, sv, branch, key, id, lang, now)
	}, p.show)
}

func readEntry(ctx context.Context, sv *Services, branch, key, id string, lang checklist.Lang, now time.Time) (entryData, error) {
	var d entryData
	var err error
	if d.people, err = sv.people(ctx, now); err != nil {
		return d, err
	}
	if d.branches, err = sv.Names.Branches(ctx); err != nil {
		return d, err
	}
	lists, err := sv.Names.Checklists(ctx)
	if err != nil {
		return d, err
	}
	rows, _, err := sv.Records.Findings(ctx, checklist.FindingFilter{Branch: branch, Sort: checklist.FindingsNewest, Limit: 200})
	if err != nil {
		return d, err
	}
	d.zones, d.names = zonesOf(lists, rows, lang)
	d.texts = textsOf(rows, lang)
	if d.draft, err = readDraft(ctx, sv.Settings, key); err != nil || id == "" {
		return d, err
	}
	spots, err := sv.Bright.BrightSpots(ctx, "", "", now.AddDate(1, 0, 0).Format(time.DateOnly))
	i := slices.IndexFunc(spots, func(b checklist.BrightSpot) bool { return b.ID == id })
	if err == nil && i < 0 {
		err = checklist.Fail("store.unknownBright", "id", id)
	}
	if err == nil {
		d.spot = spots[i]
		warm(sv.Photos, d.spot.Photos)
	}
	return d, err
}

// zonesOf are the zones findings were in, then those of the checklists.
func zonesOf(lists []*checklist.Checklist, rows []checklist.FindingRow, lang checklist.Lang) ([]kit.Choice, map[string]checklist.Text) {
	var out []kit.Choice
	names, words := map[string]checklist.Text{}, map[string]bool{}
	add := func(id string, name checklist.Text) {
		word := name.In(lang)
		if word == "" {
			word = id
		}
		if _, seen := names[id]; id != "" && !seen && !words[word] {
			names[id], words[word] = name, true
			out = append(out, kit.Choice{ID: id, Text: word})
		}
	}
	for _, r := range rows {
		add(r.Zone, r.ZoneName)
	}
	for _, c := range lists {
		if c.Kind == checklist.KindInspection {
			for _, z := range c.Zones {
				add(z.ID, z.Name)
			}
		}
	}
	return out, names
}

// textsOf are the words of earlier findings, the most used first.
func textsOf(rows []checklist.FindingRow, lang checklist.Lang) []used {
	n := map[used]int{}
	var out []used
	for i := range rows {
		u := used{strings.TrimSpace(rows[i].Headline(lang)), rows[i].Zone}
		if u.text == "" || strings.Contains(u.text, "\n") {
			continue
		}
		if n[u]++; n[u] == 1 {
			out = append(out, u)
		}
	}
	slices.SortStableFunc(out, func(a, b used) int { return n[b] - n[a] })
	return out
}

func (p *Entry) show(d entryData) {
	p.got = d
	if !p.ready {
		p.ready = true
		p.draft = d.draft
		if p.id != "" && p.draft.empty() {
			b := d.spot
			p.draft = Draft{Branch: b.Branch.Code, Text: b.Text, Photos: b.Photos, Zone: b.Zone, People: b.People}
		}
		p.form.fill()
	}
	p.form.offer()
	p.showPhotos()
	p.stage.Full()
	p.s.RefreshHeader()
	if p.s.Window().Canvas().Focused() == nil && p.draft.Text == "" {
		kit.Focus(p.form.text)
	}
}

// WantsChange: what is offered to choose from.
func (p *Entry) WantsChange(kind string) bool { return kind == "person" || kind == "branch" }

// Flush implements shell.Flusher.
func (p *Entry) Flush() { p.keep() }

// change takes a change of the draft and keeps it.
func (p *Entry) change(f func(*Draft)) {
	f(&p.draft)
	p.dirty = true
	p.keep()
}

// write takes typed text; it is kept when the typing pauses.
func (p *Entry) write(f func(*Draft)) {
	f(&p.draft)
	p.dirty = true
	text, people := p.draft.Text, p.draft.People
	p.s.After(p.ctx, draftPause, func() {
		if p.dirty && p.draft.Text == text && p.draft.People == people {
			p.keep()
		}
	})
}

func (p *Entry) keep() {
	if p.dirty {
		p.dirty = false
		keepDraft(p.s, p.sv.Settings, p.key(), p.draft)
	}
}
