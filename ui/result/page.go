package result

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// Records is what the page asks of the store.
type Records interface {
	Inspection(ctx context.Context, id string) (*checklist.Inspection, error)
	Edit(ctx context.Context, id string, verb func(*checklist.Inspection, time.Time) error) (*checklist.Inspection, error)
	Summaries(ctx context.Context, f checklist.Filter) ([]checklist.Summary, int, error)
	Unsent(ctx context.Context) ([]string, error)
	MadeHere(ctx context.Context, id string) (bool, error)
}

// Photos finds the copies of a stored picture; it does not decode.
type Photos interface {
	Thumb(hash string) (path string, err error)
	Working(hash string) (path string, err error)
}

// Reporter writes the sheet of an inspection to a file, by the file's ending
// (.pdf, .xlsx).
type Reporter interface {
	Save(ctx context.Context, inspectionID, path string) error
}

// Services is what the page uses.
type Services struct {
	Records Records
	Photos  Photos
	Report  Reporter

	// Reviews is where the record stands with headquarters; nil = not shown.
	Reviews Reviews
	// AddPhoto stores a picture for an appeal; nil = appeals have none.
	AddPhoto func(ctx context.Context, path, source string) (checklist.PhotoRef, error)
	// Burn stores a copy of such a picture with its mosaics burnt in and returns the
	// copy's hash (photos.Store.BurnMosaic); nil = they are not masked here.
	Burn func(ctx context.Context, hash string, marks checklist.Marks) (string, error)

	// Findings lists the findings the inspection opened; nil = not shown.
	Findings func(ctx context.Context, f checklist.FindingFilter) ([]checklist.FindingRow, int, error)

	// Truth brings what may be worth knowing about a photo of the inspection that
	// began at the given time; it may decode. nil = nothing is said.
	Truth func(ctx context.Context, inspection string, began time.Time, ref checklist.PhotoRef) ([]checklist.Hint, error)
}

// Routes this page leads to, offered where the face has them.
const (
	routeRunner   = "runner"
	routeExchange = "exchange"
)

// page shows one inspection.
type page struct {
	s    *shell.Shell
	sv   *Services
	id   string
	lang checklist.Lang

	got    shown
	acc    account
	sheet  string // person in front, "" = the only sheet
	losses bool
	rows   []traceRow
	photos []evidence

	stage    *kit.Stage
	score    *fyne.Container
	parts    *fyne.Container
	grid     *fyne.Container
	album    *kit.Card
	why      *kit.Label
	sums     *kit.Label
	table    *kit.Table
	tableBox *fyne.Container
	numbers  bool // the table has the columns of masses and points
	filter   *kit.Segmented
	person   *kit.SearchSelect
	actions  []fyne.CanvasObject

	appealing *appeal // being written, nil = none
}

// shown is what Load reads.
type shown struct {
	in     *checklist.Inspection
	result *checklist.Result
	before *checklist.Summary // the inspection before it with the same checklist
	unsent bool
	own    bool // recorded by this installation
	wrong  []checklist.FindingRow
	review *checklist.Review // nil = there is none
}

var (
	_ shell.Page    = (*page)(nil)
	_ shell.Actor   = (*page)(nil)
	_ shell.Printer = (*page)(nil)
	_ shell.Presser = (*page)(nil)
)

// New makes the page of the inspection with the id.
func New(s *shell.Shell, sv *Services, id string) shell.Page {
	p := &page{s: s, sv: sv, id: id, lang: s.Lang()}
	p.score, p.parts = kit.NewColumn(6), kit.NewColumn(0)
	p.grid = container.New(gridLayout{}, nil...)
	p.why, p.sums = kit.NewBold(""), kit.NewCaption("")
	return p
}

func (p *page) t(key string, pairs ...string) string { return assets.T(string(p.lang), key, pairs...) }

// Title implements shell.Page.
func (p *page) Title() (title, sub string) {
	in := p.got.in
	if in == nil {
		return p.t("result.title"), ""
	}
	w := p.s.Words()
	key, to := "result.subtitle", w.Clock(in.FinishedAt)
	if in.Status != checklist.Finished {
		key = "result.subtitleDraft"
	}
	return in.Checklist.Title.In(p.lang), p.t(key, "branch", in.Branch.Name, "mode", p.t("mode."+string(in.Mode)),
		"who", in.Inspector.Name, "day", w.DayOf(in.Day), "from", w.Clock(in.StartedAt), "to", to)
}

// Actions implements shell.Actor.
func (p *page) Actions() []fyne.CanvasObject { return p.actions }

// Keys implements shell.Page.
func (p *page) Keys() []shell.Key {
	return []shell.Key{
		shell.On('v', p.t("result.key.photos"), func() { p.view(0) }),
		shell.On('u', p.t("result.onlyLosses"), p.toggleLosses),
		shell.On('o', p.t("result.reopen"), p.askReopen),
		shell.On('f', p.t("result.key.findings"), p.openFindings),
		shell.On('a', p.t("check.do.appeal"), p.askAppeal),
		shell.On('c', p.t("rail.check"), p.toCheck),
	}
}

// Pressed implements shell.Presser: arrows move in the table.
func (p *page) Pressed(e *fyne.KeyEvent) bool { return p.table.List.Press(e) }

// Content implements shell.Page.
func (p *page) Content() fyne.CanvasObject {
	p.table = p.makeTable(true)
	p.tableBox = container.NewStack(p.table)
	p.filter = kit.NewSegmented([]kit.Option{{ID: "all", Text: p.t("result.all")}, {ID: "losses", Text: p.t("result.onlyLosses"), Key: "U"}}, "all", func(id string) {
		p.losses = id == "losses"
		p.fillTable()
	})
	p.person = kit.NewSearchSelect("", nil, "", nil, func(id string) { p.sheet = id; p.explain() })
	p.person.Hide()
	head := kit.NewRow(10, p.why, kit.Grow(p.sums), p.person, p.filter)
	trace := kit.NewCard(kit.NewColumn(8, head, kit.Grow(p.tableBox)))
	p.album = kit.NewCard(kit.NewColumn(10, kit.NewBold(p.t("result.photos")), kit.Grow(container.NewVScroll(p.grid))))
	parts := kit.NewCard(kit.Scroll(p.parts))
	p.stage = kit.NewStage(container.New(resultLayout{}, kit.NewCard(p.score), p.album, parts, trace))
	return p.stage
}

// Load implements shell.Page.
func (p *page) Load(ctx context.Context) {
	sv, records, id := p.sv, p.sv.Records, p.id
	shell.Stage(p.s, ctx, p.stage, func(ctx context.Context) (shown, error) {
		in, err := records.Inspection(ctx, id)
		if err != nil {
			return shown{}, err
		}
		v := shown{in: in, result: checklist.Evaluate(in)}
		rows, _, err := records.Summaries(ctx, checklist.Filter{Checklist: in.Checklist.ID, Branch: in.Branch.Code, Status: checklist.Finished, To: in.Day, Limit: 50})
		if err != nil {
			return v, err
		}
		v.before = previous(rows, in)
		unsent, err := records.Unsent(ctx)
		for _, u := range unsent {
			v.unsent = v.unsent || u == id
		}
		if err == nil {
			v.own, err = records.MadeHere(ctx, id)
		}
		if err == nil {
			v.wrong, err = openedBy(ctx, sv, id)
		}
		if err == nil {
			v.review, err = reviewed(ctx, sv, id)
		}
		return v, err
	}, p.show)
}

// previous is the latest finished inspection that began before in.
func previous(rows []checklist.Summary, in *checklist.Inspection) *checklist.Summary {
	var best *checklist.Summary
	for i := range rows {
		r := &rows[i]
		if r.ID != in.ID && r.StartedAt < in.StartedAt && r.Score != nil && (best == nil || r.StartedAt > best.StartedAt) {
			best = r
		}
	}
	return best
}

func (p *page) show(v shown) {
	p.got = v
	p.setActions()
	p.setScore()
	p.setParts()
	p.setPhotos()
	p.setPersons()
	p.setTable()
	p.explain()
	p.stage.Full()
	p.s.RefreshHeader()
	p.appealing.back()
}

// setActions offers what can be done with the record as it is.
func (p *page) setActions() {
	p.actions = nil
	if p.got.in.Status != checklist.Finished {
		p.actions = []fyne.CanvasObject{kit.NewPrimary(p.t("result.continue"), "", func() { p.s.Replace(routeRunner, p.id) })}
		return
	}
	send := p.got.unsent && p.s.Has(routeExchange)
	kind := kit.Primary
	if send {
		kind = kit.Secondary
	}
	print := kit.NewButton(kind, p.t("result.print"), p.Print)
	print.Key = "Ctrl P"
	p.actions = p.reviewActions()
	if p.got.own && !p.closed() { // what another hall sent stays as it was sent
		p.actions = append(p.actions, kit.NewSecondary(p.t("result.reopen"), "O", p.askReopen))
	}
	p.actions = append(p.actions, print)
	if send {
		p.actions = append(p.actions, kit.NewPrimary(p.t("result.send"), "", func() { p.s.Go(routeExchange, p.id) }))
	}
}

// setPersons offers the observed persons, the lowest score first in front.
func (p *page) setPersons() {
	r := p.got.result
	var choices []kit.Choice
	lowest := ""
	var low *checklist.Tenths
	for _, x := range r.Persons {
		sub := ""
		if x.Score != nil {
			sub = x.Score.String()
			if low == nil || *x.Score < *low {
				low, lowest = x.Score, x.Sheet
			}
		}
		choices = append(choices, kit.Choice{ID: x.Sheet, Text: x.Person, Sub: sub})
	}
	if p.got.in.Checklist.Subject == checklist.SubjectRespondent {
		for i, s := range p.got.in.Sheets {
			choices = append(choices, kit.Choice{ID: s.ID, Text: p.t("result.respondent", "n", p.s.Words().N(i+1))})
		}
	}
	if p.sheet == "" && len(choices) > 0 {
		p.sheet = choices[0].ID
		if lowest != "" {
			p.sheet = lowest
		}
	}
	if len(choices) > 0 {
		p.person.Show()
	}
	p.person.SetChoices(choices, p.sheet)
}

// setTable makes the table for the method: walks, surveys and reviews have no
// points, so their items get the whole width.
func (p *page) setTable() {
	m := p.got.result.Method
	if numbers := m == checklist.Points || m == checklist.Compliance; numbers != p.numbers {
		p.table = p.makeTable(numbers)
		p.tableBox.Objects = []fyne.CanvasObject{p.table}
		p.tableBox.Refresh()
	}
}

// explain fills the table that explains the score.
func (p *page) explain() {
	p.acc = explain(p.got.in, p.got.result, p.sheet, p.lang)
	switch {
	case p.acc.Score != nil:
		p.why.Set(p.t("result.why", "score", p.acc.Score.String()))
		p.sums.Set(p.t("result.sums"))
	default:
		p.why.Set(p.t("result.whyPlain"))
		p.sums.Set("")
	}
	if p.acc.Losses == 0 {
		p.losses = false
		p.filter.Set("all")
	}
	p.fillTable()
}

func (p *page) toggleLosses() {
	if p.got.in == nil {
		return
	}
	p.losses = !p.losses
	id := "all"
	if p.losses {
		id = "losses"
	}
	p.filter.Set(id)
	p.fillTable()
}

// resultLayout: score and photos, parts, and the table side by side; in a
// narrow window score and parts share the left column above the photos.
type resultLayout struct{}

func (resultLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(theme.Scaled(600), theme.Scaled(320))
}

func (resultLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	score, photos, parts, trace := o[0], o[1], o[2], o[3]
	put := func(o fyne.CanvasObject, x, y, w, h float32) {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(max(w, 0), max(h, 0)))
	}
	if s.Width >= theme.Scaled(1050) {
		left := theme.Scaled(280)
		right := (s.Width - left - 2*theme.Gap) * 0.58
		score.Resize(fyne.NewSize(left, score.MinSize().Height))
		h := score.MinSize().Height
		put(score, 0, 0, left, h)
		put(photos, 0, h+theme.Gap, left, s.Height-h-theme.Gap)
		put(parts, left+theme.Gap, 0, s.Width-left-right-2*theme.Gap, s.Height)
		put(trace, s.Width-right, 0, right, s.Height)
		return
	}
	left := s.Width * 0.42
	score.Resize(fyne.NewSize(left, score.MinSize().Height))
	h := score.MinSize().Height
	put(score, 0, 0, left, h)
	end := s.Height
	if photos.Visible() {
		pic := max(min((s.Height-h)*0.3, theme.Scaled(140)), theme.Scaled(110))
		put(photos, 0, s.Height-pic, left, pic)
		end -= pic + theme.Gap
	}
	put(parts, 0, h+theme.Gap, left, end-h-theme.Gap)
	put(trace, left+theme.Gap, 0, s.Width-left-theme.Gap, s.Height)
}
