// Package settings is the page where a person changes how the program looks,
// who works here, what hall this is, how it talks to headquarters, and keeps
// the data safe.
package settings

import (
	"context"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// SettingInbox is the key of the watched photo folder's path; "" = none.
const SettingInbox = "photos.inbox"

// Store is what the page reads and writes.
type Store interface {
	People(ctx context.Context) ([]checklist.Person, error)
	SavePerson(ctx context.Context, p checklist.Person) error
	ActAs(ctx context.Context, name string) (checklist.Person, error)
	Branches(ctx context.Context) ([]checklist.Branch, error)
	SaveBranches(ctx context.Context, b []checklist.Branch) error
}

// Values keeps single settings.
type Values interface {
	Setting(ctx context.Context, key string) (string, error)
	SetSetting(ctx context.Context, key, value string) error
}

// Report is what a check of the data found.
type Report struct {
	Records, Photos int
	Troubles        []string // one sentence each, with what it is about
}

// Services are what the page does. A nil function takes its button away.
type Services struct {
	Store  Store
	Values Values
	// Accounts are passwords; nil = the page has no card for them.
	Accounts Accounts
	// Roads are the places files travel over; nil = the page has no card for them.
	Roads Roads
	// Calendar and ReadFile belong together; nil = due dates have no card.
	Calendar Calendar
	ReadFile func(path string) ([]byte, error)
	// Card says whether this installation has keys with headquarters, and their
	// fingerprint.
	Card func(ctx context.Context) (fingerprint string, ok bool, err error)
	// Join (branch) takes headquarters' card and returns the enrolment request's path.
	Join func(ctx context.Context, card string) (request string, err error)
	// WriteCard (hq) writes the card to a file.
	WriteCard func(ctx context.Context, file string) error
	// Enrol (hq) accepts a hall's enrolment request and returns the hall's name.
	Enrol func(ctx context.Context, file string) (name string, err error)
	// Backup writes a copy of the database to a new file.
	Backup func(ctx context.Context, file string) error
	// Check looks for damage, pictures included.
	Check func(ctx context.Context, report func(done, total int)) (Report, error)
	// Folder is where the data lies.
	Folder string
}

// New makes the page's maker.
func New(sv Services) func(*shell.Shell, any) shell.Page {
	return func(s *shell.Shell, _ any) shell.Page { return &page{s: s, sv: sv} }
}

type page struct {
	s     *shell.Shell
	sv    Services
	data  data
	stage *kit.Stage
	left  *fyne.Container
	right *fyne.Container
}

type data struct {
	people      []checklist.Person
	branches    []checklist.Branch
	inbox       string
	fingerprint string
	joined      bool
	privacy     bool // every photo must be decided about
	keep        int  // days the original of a masked photo is kept
	calendar    checklist.Calendar
	working     bool // due dates count working days
	account     account
	roads       []Road
	minutes     string // between two rounds over the roads
}

// Title of the page.
func (p *page) Title() (string, string) { return p.s.T("rail.settings"), "" }

// Keys has none of its own.
func (p *page) Keys() []shell.Key { return nil }

// WantsChange is true for people, branches, the profile and roads.
func (p *page) WantsChange(kind string) bool {
	return kind == "person" || kind == "branch" || kind == "profile" || kind == "road"
}

// Content builds two columns of cards.
func (p *page) Content() fyne.CanvasObject {
	p.left, p.right = kit.NewColumn(theme.Gap), kit.NewColumn(theme.Gap)
	p.stage = kit.NewStage(kit.Scroll(kit.Columns(p.left, p.right, 0, 720)))
	return p.stage
}

// Load reads everything the cards show.
func (p *page) Load(ctx context.Context) {
	sv := p.sv
	shell.Stage(p.s, ctx, p.stage, func(ctx context.Context) (d data, err error) {
		if d.people, err = sv.Store.People(ctx); err != nil {
			return d, err
		}
		if d.branches, err = sv.Store.Branches(ctx); err != nil {
			return d, err
		}
		if d.inbox, err = sv.Values.Setting(ctx, SettingInbox); err != nil {
			return d, err
		}
		policy, err := sv.Values.Setting(ctx, checklist.SettingPrivacy)
		if err != nil {
			return d, err
		}
		d.privacy = policy == "1"
		keep, err := sv.Values.Setting(ctx, checklist.SettingKeepDays)
		if err != nil {
			return d, err
		}
		d.keep = checklist.KeepDays(keep)
		if sv.Calendar != nil {
			if d.calendar, d.working, err = sv.Calendar.Calendar(ctx); err != nil {
				return d, err
			}
		}
		if sv.Roads != nil {
			if d.roads, err = sv.Roads.Roads(ctx); err != nil {
				return d, err
			}
			if d.minutes, err = sv.Values.Setting(ctx, SettingSync); err != nil {
				return d, err
			}
		}
		if d.account, err = p.readAccount(ctx); err != nil {
			return d, err
		}
		if sv.Card != nil {
			d.fingerprint, d.joined, err = sv.Card(ctx)
		}
		return d, err
	}, func(d data) {
		p.data = d
		p.draw()
	})
}

func (p *page) draw() {
	left := []fyne.CanvasObject{p.look()}
	if p.s.Face() == checklist.FaceBranch {
		left = append(left, p.hall(), p.inbox(), p.privacy())
	}
	if p.sv.Calendar != nil {
		left = append(left, p.dueDates())
	}
	p.left.Objects = append(left, p.about())
	p.right.Objects = []fyne.CanvasObject{p.people()}
	if p.sv.Accounts != nil {
		p.right.Objects = append(p.right.Objects, p.passwords())
	}
	p.right.Objects = append(p.right.Objects, p.headquarters())
	if p.sv.Roads != nil {
		p.right.Objects = append(p.right.Objects, p.roads())
	}
	p.right.Objects = append(p.right.Objects, p.safety())
	p.left.Refresh()
	p.right.Refresh()
	p.stage.Full()
}

// card is a titled card.
func card(title string, rows ...fyne.CanvasObject) fyne.CanvasObject {
	return kit.NewCard(kit.NewColumn(12, append([]fyne.CanvasObject{kit.NewBold(title)}, rows...)...))
}

func (p *page) look() fyne.CanvasObject {
	t, prefs := p.s.T, p.s.Prefs()
	lang := kit.NewSegmented([]kit.Option{{ID: "zh", Text: "中文"}, {ID: "en", Text: "English"}}, string(prefs.Lang), func(id string) {
		n := p.s.Prefs()
		n.Lang = checklist.Lang(id)
		p.s.SetPrefs(n)
	})
	var modes []kit.Option
	for _, m := range theme.Modes() {
		modes = append(modes, kit.Option{ID: string(m), Text: t("settings.theme." + string(m))})
	}
	mode := kit.NewSegmented(modes, string(prefs.Mode), func(id string) {
		n := p.s.Prefs()
		n.Mode = theme.Mode(id)
		p.s.SetPrefs(n)
	})
	scale := kit.NewStepper(theme.MinScale*1000, theme.MaxScale*1000, 10*1000, nil)
	now := int64(prefs.Scale) * 1000
	scale.Set(&now)
	scale.Label("%", t("settings.scale.note"))
	scale.OnChanged = func(v int64) {
		n := p.s.Prefs()
		n.Scale = int(v / 1000)
		p.s.SetPrefs(n)
	}
	return card(t("settings.look"), kit.FormRow(t("settings.lang"), lang), kit.FormRow(t("settings.theme"), mode), kit.FormRow(t("settings.scale"), scale))
}

// fact is a caption and its value on one line.
func fact(name, value string) fyne.CanvasObject {
	return kit.NewRow(12, kit.MinSize(kit.NewCaption(name), 84, 22), kit.Grow(kit.NewLabel(value)))
}

func (p *page) hall() fyne.CanvasObject {
	t, b := p.s.T, p.s.Profile().Branch
	for _, x := range p.data.branches {
		if x.Code == b.Code {
			b = x
		}
	}
	rows := []fyne.CanvasObject{fact(t("firstrun.code"), b.Code), fact(t("firstrun.name"), b.Name)}
	if b.Grade != "" {
		rows = append(rows, fact(t("firstrun.grade"), t("grade."+string(b.Grade))))
	}
	if b.Traffic != "" {
		rows = append(rows, fact(t("firstrun.traffic"), t("traffic."+string(b.Traffic))))
	}
	edit := kit.NewSecondary(t("settings.change"), "", func() { p.editHall(b) }).WithIcon("edit")
	return card(t("settings.hall"), kit.NewColumn(2, rows...), kit.NewRow(8, edit))
}

func (p *page) inbox() fyne.CanvasObject {
	t := p.s.T
	keep := func(path string) {
		v := p.sv.Values
		shell.Save(p.s, func(ctx context.Context) (struct{}, error) {
			return struct{}{}, v.SetSetting(ctx, SettingInbox, path)
		}, func(_ struct{}, err error) {
			if err != nil {
				p.s.Fail(err)
				return
			}
			p.s.Reload()
		})
	}
	choose := kit.NewSecondary(t("settings.inbox.choose"), "", func() { p.s.Choose.OpenFolder(keep) }).WithIcon("folder")
	buttons := []fyne.CanvasObject{choose}
	where := kit.NewMuted(t("settings.inbox.none"))
	if p.data.inbox != "" {
		where = kit.NewLabel(p.data.inbox)
		buttons = append(buttons, kit.NewSecondary(t("settings.inbox.stop"), "", func() { keep("") }))
	}
	return card(t("settings.inbox"), hint(t("settings.inbox.hint")), where, kit.NewRow(8, buttons...))
}

func hint(s string) *kit.Paragraph {
	h := kit.NewParagraph(s, theme.Muted)
	h.Font = theme.Caption
	return h
}

func (p *page) about() fyne.CanvasObject {
	t := p.s.T
	rows := []fyne.CanvasObject{
		fact(t("settings.version"), p.s.Version()), fact(t("settings.org"), p.s.Profile().Org),
		fact(t("settings.device"), p.s.Profile().Device),
	}
	if p.sv.Folder != "" {
		rows = append(rows, fact(t("settings.folder"), p.sv.Folder))
	}
	return card(t("settings.about"), kit.NewColumn(2, rows...), hint(t("settings.fonts")))
}
