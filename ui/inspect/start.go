package inspect

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// start is the page that lists what is in progress and what can be started.
type start struct {
	s     *shell.Shell
	sv    *Services
	say   *words
	want  string // checklist to start as soon as the page is loaded, "" = none
	blank *kit.Button
	ctx   context.Context

	stage *kit.Stage
	rows  *kit.Rows
	find  *kit.TextField
	query string
	got   startList
	lines []startLine
	parts map[fyne.CanvasObject]*startRow
	none  *kit.Label
}

// startList is what Load reads.
type startList struct {
	lists    []*checklist.Checklist
	drafts   []checklist.Summary
	branches []checklist.Branch
	profile  checklist.Profile
}

// startLine is one row: a heading, a draft, or a checklist.
type startLine struct {
	head  string
	draft *checklist.Summary
	list  *checklist.Checklist
}

var (
	_ shell.Page     = (*start)(nil)
	_ shell.Searcher = (*start)(nil)
	_ shell.Presser  = (*start)(nil)
	_ shell.Escaper  = (*start)(nil)
)

// NewStart makes the page that starts inspections; want is the id of a
// checklist to start at once, "" = none.
func NewStart(s *shell.Shell, sv *Services, want string) shell.Page {
	p := &start{s: s, sv: sv, say: &words{s.Lang()}, want: want, parts: map[fyne.CanvasObject]*startRow{}}
	p.rows = kit.NewRows(func() int { return len(p.lines) }, p.newRow, p.bind)
	p.rows.HeightOf = p.height
	p.rows.OnOpen = p.open
	p.rows.Head = func(i int) bool { return i < len(p.lines) && p.lines[i].head != "" }
	p.find = kit.NewSearchField(p.say.T("inspect.findList"), func(q string) { p.query = q; p.list() })
	p.find.OnEscape = func() { p.Escape() }
	p.find.OnSubmitted = func(string) { p.openFirst() }
	return p
}

// Title implements shell.Page.
func (p *start) Title() (title, sub string) { return p.say.T("inspect.title"), "" }

// Content implements shell.Page.
func (p *start) Content() fyne.CanvasObject {
	p.none = kit.NewMuted(p.say.T("inspect.findNothing")).Aligned(fyne.TextAlignCenter)
	p.none.Hide()
	list := kit.NewCardInset(container.NewStack(p.rows, p.none), 1)
	p.stage = kit.NewStage(kit.NewColumn(theme.Gap, kit.NewRow(0, kit.MinSize(p.find, 320, 36)), kit.Grow(list)))
	return p.stage
}

// Keys implements shell.Page.
func (p *start) Keys() []shell.Key {
	return []shell.Key{
		shell.OnKey(fyne.KeyReturn, 0, p.say.T("inspect.key.begin"), func() { p.rows.Press(&fyne.KeyEvent{Name: fyne.KeyReturn}) }),
		shell.OnKey(fyne.KeyDown, 0, p.say.T("inspect.key.updown"), func() { p.move(1) }),
		shell.OnKey(fyne.KeyUp, 0, "", func() { p.move(-1) }),
		shell.OnKey(fyne.KeyDelete, 0, p.say.T("inspect.discard"), p.discardSelected),
		shell.On('b', p.say.T("inspect.blank"), p.Print),
	}
}

// Search implements shell.Searcher.
func (p *start) Search() { p.s.Window().Canvas().Focus(p.find) }

// Escape implements shell.Escaper: a search ends first.
func (p *start) Escape() bool {
	if p.query == "" {
		return false
	}
	p.query = ""
	p.find.Fill("")
	p.list()
	return true
}

// Pressed implements shell.Presser.
func (p *start) Pressed(e *fyne.KeyEvent) bool { return p.rows.Press(e) }

// Load implements shell.Page.
func (p *start) Load(ctx context.Context) {
	p.ctx = ctx
	sv := p.sv
	shell.Stage(p.s, ctx, p.stage, func(ctx context.Context) (startList, error) {
		var l startList
		var err error
		if l.lists, err = sv.Beginnings.Checklists(ctx); err != nil {
			return l, err
		}
		if l.drafts, _, err = sv.Beginnings.Summaries(ctx, checklist.Filter{Status: checklist.Draft}); err != nil {
			return l, err
		}
		if l.branches, err = sv.Beginnings.Branches(ctx); err != nil {
			return l, err
		}
		l.profile, err = sv.Profile(ctx)
		return l, err
	}, p.show)
}

func (p *start) show(l startList) {
	p.got = l
	if len(l.lists) == 0 {
		p.stage.Empty("standard", p.say.T("inspect.noChecklistsBody"), nil)
		return
	}
	p.stage.Full()
	p.list()
	if want := p.want; want != "" {
		p.want = ""
		for _, c := range l.lists {
			if c.ID == want {
				p.begin(c)
			}
		}
	}
}

// list builds the rows after the query.
func (p *start) list() {
	p.lines = p.lines[:0]
	for i := range p.got.drafts {
		d := &p.got.drafts[i]
		if p.matches(d.Title) || contains(d.Branch.Name, p.query) {
			if len(p.lines) == 0 {
				p.lines = append(p.lines, startLine{head: p.say.T("inspect.drafts")})
			}
			p.lines = append(p.lines, startLine{draft: d})
		}
	}
	first := true
	for _, c := range p.got.lists {
		if !p.matches(c.Title) || !c.OpenTo(p.got.profile.User.Role) {
			continue
		}
		if first {
			p.lines = append(p.lines, startLine{head: p.say.T("inspect.start")})
			first = false
		}
		p.lines = append(p.lines, startLine{list: c})
	}
	show(p.none, len(p.lines) == 0)
	p.rows.Reload()
	if i := p.rows.Selected(); i < 0 || i >= len(p.lines) || p.lines[i].head != "" {
		p.rows.Select(min(1, len(p.lines)-1))
	}
}

func (p *start) matches(t checklist.Text) bool {
	if p.query == "" || contains(t.ZH, p.query) || contains(t.EN, p.query) {
		return true
	}
	return p.sv.Initials != nil && contains(p.sv.Initials(t.ZH), p.query)
}

func (p *start) move(n int) {
	i := p.rows.Selected()
	for i += n; i >= 0 && i < len(p.lines); i += n {
		if p.lines[i].head == "" {
			p.rows.Select(i)
			return
		}
	}
}

func (p *start) openFirst() {
	for i, l := range p.lines {
		if l.head == "" {
			p.open(i)
			return
		}
	}
}

func (p *start) open(i int) {
	if i < 0 || i >= len(p.lines) {
		return
	}
	l := p.lines[i]
	p.Escape() // coming back shows the whole list
	switch {
	case l.draft != nil:
		p.s.Open(RouteRun, l.draft.ID)
	case l.list != nil:
		p.begin(l.list)
	}
}

func (p *start) discardSelected() {
	if i := p.rows.Selected(); i >= 0 && i < len(p.lines) && p.lines[i].draft != nil {
		p.discard(*p.lines[i].draft)
	}
}

// discard deletes a draft after asking: it cannot be brought back.
func (p *start) discard(d checklist.Summary) {
	body := p.say.T("inspect.discardBody", "name", d.Title.In(p.say.lang), "answered", itoa(d.Answered), "photos", itoa(d.Photos))
	p.s.Ask(p.say.T("inspect.discardAsk"), body, p.say.T("inspect.discard"), func() {
		store := p.sv.Beginnings
		shell.Save(p.s, func(ctx context.Context) (struct{}, error) { return struct{}{}, store.DeleteDraft(ctx, d.ID) }, func(_ struct{}, err error) {
			if err != nil {
				p.s.Fail(err)
				return
			}
			p.s.Toast(p.say.T("inspect.discarded"), nil)
			p.Load(p.ctx)
		})
	})
}

func (p *start) height(i int) float32 {
	if i < len(p.lines) && p.lines[i].head != "" {
		return theme.Scaled(38)
	}
	return theme.Scaled(62)
}

// startRow is one reusable row.
type startRow struct {
	box        *fyne.Container
	head       *kit.Label
	body       *fyne.Container
	title, sub *kit.Label
	pill       *kit.Pill
	count      *kit.Label
	trash, run *kit.Button
}

func (p *start) newRow() fyne.CanvasObject {
	r := &startRow{
		head: kit.NewText("", theme.Caption, true, theme.Muted), title: kit.NewBold(""), sub: kit.NewCaption(""),
		pill: kit.NewPill(kit.Plain, ""), count: kit.NewCaption("").Whole(),
		trash: kit.NewButton(kit.Quiet, "", nil), run: kit.NewSecondary("", "", nil),
	}
	r.trash.IconName = "trash"
	words := kit.NewColumn(2, kit.NewRow(8, r.title, r.pill), r.sub)
	r.body = kit.NewRow(12, kit.Grow(words), r.count, r.trash, r.run)
	r.box = kit.Inset(kit.NewColumn(0, kit.Grow(r.body), kit.Grow(r.head)), 8, 14, 8, 14)
	p.parts[r.box] = r
	return r.box
}

func (p *start) bind(i int, o fyne.CanvasObject) {
	r, l := p.parts[o], p.lines[i]
	show(r.head, l.head != "")
	show(r.body, l.head == "")
	r.head.Set(l.head)
	switch {
	case l.draft != nil:
		p.bindDraft(r, *l.draft)
	case l.list != nil:
		p.bindList(r, l.list)
	}
	r.run.OnTapped = func() { p.open(i) }
	r.box.Refresh()
}

func (p *start) bindDraft(r *startRow, d checklist.Summary) {
	name := d.Title.In(p.say.lang)
	if p.s.Face() == checklist.FaceHQ {
		name = d.Branch.Name + " · " + name
	}
	r.title.Set(name)
	r.pill.Set(kit.Accent, "", p.say.T("status.draft"))
	r.sub.Set(p.say.T("inspect.draftLine", "mode", p.say.T("mode."+string(d.Mode)), "day", p.s.Words().DayOf(d.Day), "time", clock(d.StartedAt), "who", d.Inspector))
	r.count.Set(p.say.T("inspect.answered", "answered", itoa(d.Answered), "total", itoa(d.Total)))
	show(r.trash, true)
	r.trash.Name = p.say.T("inspect.discard")
	r.trash.OnTapped = func() { p.discard(d) }
	r.run.SetText(p.say.T("inspect.resume"))
}

func (p *start) bindList(r *startRow, c *checklist.Checklist) {
	r.title.Set(c.Title.In(p.say.lang))
	r.pill.Set(kit.Plain, "", p.frequency(c))
	r.sub.Set(c.Purpose.In(p.say.lang))
	r.count.Set(p.say.T("inspect.items", "n", itoa(len(c.Items))))
	show(r.trash, false)
	r.run.SetText(p.say.T("inspect.begin"))
}

func (p *start) frequency(c *checklist.Checklist) string {
	if key := "inspect.frequency." + c.Frequency; p.say.has(key) {
		return p.say.T(key)
	}
	return c.Frequency
}
