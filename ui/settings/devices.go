package settings

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// RouteDevices is the route of headquarters' page of devices.
const RouteDevices = "devices"

// Device is a branch's computer as headquarters sees it.
type Device struct {
	ID, Short   string
	Branch      string // code
	Name        string // of the branch
	State       string // pending, active, retired, revoked
	Last        int64  // highest number taken in
	Seen        int64  // when, unix ms; 0 = never
	Lost        int64  // numbers below Last that never came
	Missing     []int64
	Fingerprint string // of its request
	Proposer    string // who compared it first, "" = nobody
	Told        bool   // its branch was told of the state by a policy
	Alarms      []Alarm
}

// Alarm is something a person must look into.
type Alarm struct {
	Code, Detail string
	At           int64
}

// Rules are what headquarters lays down for all branches.
type Rules struct {
	Version   int64
	Redaction bool
	MinApp    string
	SyncDays  int
	TwoPeople bool // two people must approve a device

	Limits hall.Limits // what all halls are judged by; none = each hall's own
}

// The changes of a device.
const (
	DeviceApprove = "approve"
	DeviceRetire  = "retire"
	DeviceRevoke  = "revoke"
	DeviceReset   = "reset"
	DeviceSettle  = "settle"
)

// Registry is what the page of devices reads and does.
type Registry interface {
	Devices(ctx context.Context) ([]Device, error)
	// ChangeDevice does one of the changes; half is true when a second person must
	// approve too.
	ChangeDevice(ctx context.Context, id, change, reason string) (half bool, err error)
	Rules(ctx context.Context) (Rules, error)
	// PublishRules puts the rules in force.
	PublishRules(ctx context.Context, r Rules) error
}

// NewDevices makes the maker of the page of devices.
func NewDevices(reg Registry) func(*shell.Shell, any) shell.Page {
	return func(s *shell.Shell, _ any) shell.Page { return &devices{s: s, reg: reg} }
}

type devices struct {
	s      *shell.Shell
	reg    Registry
	all    []Device
	rows   []Device
	rules  Rules
	show   string // "" all, "note" those to look into
	text   string
	stage  *kit.Stage
	table  *kit.Table
	count  *kit.Label
	search *kit.TextField
	acts   []fyne.CanvasObject
}

// Title is the heading with how many there are.
func (p *devices) Title() (string, string) {
	if len(p.all) == 0 {
		return p.s.T("devices.title"), ""
	}
	return p.s.T("devices.title"), p.s.T("devices.count", "n", p.s.Words().N(len(p.all)))
}

// Actions are the buttons of the limits and of the rules.
func (p *devices) Actions() []fyne.CanvasObject {
	if p.acts == nil {
		p.acts = []fyne.CanvasObject{
			kit.NewSecondary(p.s.T("limits.title"), "", p.editLimits).WithIcon("clock"),
			kit.NewSecondary(p.s.T("devices.rules"), "", p.editRules).WithIcon("shield"),
		}
	}
	return p.acts
}

// Keys open the rules and the limits.
func (p *devices) Keys() []shell.Key {
	return []shell.Key{shell.On('r', p.s.T("devices.rules"), p.editRules), shell.On('l', p.s.T("limits.title"), p.editLimits)}
}

// Pressed moves the selection; Enter opens it.
func (p *devices) Pressed(e *fyne.KeyEvent) bool { return p.table != nil && p.table.List.Press(e) }

// Search puts the keyboard into the search field.
func (p *devices) Search() { kit.Focus(p.search) }

// WantsChange is true for what the page shows.
func (p *devices) WantsChange(kind string) bool {
	return kind == "device" || kind == "import" || kind == "policy" || kind == "branch"
}

// Content is a filter row over the table.
func (p *devices) Content() fyne.CanvasObject {
	t := p.s.T
	p.table = kit.NewTable([]kit.Column{
		{Title: t("devices.branch")},
		{Title: t("devices.state"), Width: 104},
		{Title: t("devices.last"), Width: 72, Right: true},
		{Title: t("devices.seen"), Width: 132},
		{Title: t("devices.note"), From: 620},
	}, func() int { return len(p.rows) }, p.fill)
	p.table.List.Height = 52
	p.table.List.OnOpen = func(i int) { p.open(p.rows[i]) }
	p.search = kit.NewSearchField(t("devices.search"), func(s string) {
		p.text = strings.ToLower(strings.TrimSpace(s))
		p.filter()
	})
	which := kit.NewSegmented([]kit.Option{{ID: "", Text: t("devices.all")}, {ID: "note", Text: t("devices.look")}}, "", func(id string) {
		p.show = id
		p.filter()
	})
	p.count = kit.NewMuted("")
	bar := kit.NewRow(12, which, kit.MinSize(p.search, 240, 34), kit.Space(), p.count)
	p.stage = kit.NewStage(kit.NewColumn(12, bar, kit.Grow(kit.NewCardInset(p.table, 1))))
	return p.stage
}

// Load reads devices and rules.
func (p *devices) Load(ctx context.Context) {
	type read struct {
		list  []Device
		rules Rules
	}
	shell.Stage(p.s, ctx, p.stage, func(ctx context.Context) (r read, err error) {
		if r.list, err = p.reg.Devices(ctx); err == nil {
			r.rules, err = p.reg.Rules(ctx)
		}
		return r, err
	}, func(r read) {
		p.all, p.rules = r.list, r.rules
		p.s.RefreshHeader()
		if len(p.all) == 0 {
			p.stage.Empty("shield", p.s.T("devices.empty"), nil)
			return
		}
		p.filter()
		p.stage.Full()
	})
}

func (p *devices) filter() {
	p.rows = p.rows[:0:0]
	for _, d := range p.all {
		if p.show == "note" && d.State != "pending" && d.Lost == 0 && len(d.Alarms) == 0 {
			continue
		}
		if p.text != "" && !strings.Contains(strings.ToLower(d.Name+" "+d.Branch+" "+d.ID+" "+p.s.T("device.state."+d.State)), p.text) {
			continue
		}
		p.rows = append(p.rows, d)
	}
	p.count.Set(p.s.T("devices.count", "n", p.s.Words().N(len(p.rows))))
	p.table.Reload()
}

func stateTone(state string) (kit.Tone, string) {
	switch state {
	case "active":
		return kit.Pass, "tick"
	case "pending":
		return kit.Warn, "clock"
	case "revoked":
		return kit.Fail, "cross"
	default:
		return kit.Plain, "dash"
	}
}

func (p *devices) fill(i int, c []kit.Cell) {
	d, t, w := p.rows[i], p.s.T, p.s.Words()
	tone, icon := stateTone(d.State)
	c[0] = kit.Cell{Text: d.Name, Sub: d.Branch + " · " + d.Short, Bold: true}
	c[1] = kit.Cell{Pill: true, Tone: tone, Icon: icon, Text: t("device.state." + d.State)}
	c[2] = kit.Cell{Text: "–"}
	if d.Last > 0 {
		c[2].Text = w.N(int(d.Last))
	}
	c[3] = kit.Cell{Text: "–"}
	if d.Seen > 0 {
		c[3].Text = w.Stamp(d.Seen)
	}
	switch {
	case len(d.Alarms) > 0:
		c[4] = kit.Cell{Text: t("alarm."+d.Alarms[0].Code, "detail", d.Alarms[0].Detail), Tone: kit.Fail, Icon: "warn"}
	case d.State == "pending" && d.Proposer != "":
		c[4] = kit.Cell{Text: t("device.note.second", "name", d.Proposer), Tone: kit.Warn, Icon: "person"}
	case d.State == "pending":
		c[4] = kit.Cell{Text: t("devices.compare"), Tone: kit.Warn, Icon: "key"}
	case d.Lost > 0:
		c[4] = kit.Cell{Text: t("devices.missing", "n", w.N(int(d.Lost)), "seqs", numbers(d.Missing)), Tone: kit.Warn, Icon: "info"}
	case !d.Told:
		c[4] = kit.Cell{Text: t("devices.untold")}
	}
}

// numbers lists at most eight missing numbers.
func numbers(list []int64) string {
	var out []string
	for i, n := range list {
		if i == 8 {
			out = append(out, "…")
			break
		}
		out = append(out, itoa(n))
	}
	return strings.Join(out, ", ")
}

// open shows one device with what can be done to it.
func (p *devices) open(d Device) {
	t, w := p.s.T, p.s.Words()
	rows := []fyne.CanvasObject{
		fact(t("devices.branch"), d.Branch+" "+d.Name), fact(t("devices.id"), d.ID), fact(t("devices.state"), t("device.state."+d.State)),
	}
	if d.Seen > 0 {
		rows = append(rows, fact(t("devices.seen"), w.Stamp(d.Seen)+" · "+t("devices.number", "n", itoa(d.Last))))
	}
	if d.Lost > 0 {
		rows = append(rows, fact(t("devices.gap"), t("devices.missing", "n", w.N(int(d.Lost)), "seqs", numbers(d.Missing))))
	}
	body := []fyne.CanvasObject{kit.NewColumn(2, rows...)}
	if d.Fingerprint != "" && d.State == "pending" {
		body = append(body, kit.NewCardInset(kit.NewColumn(6, kit.NewCaption(t("devices.print")), kit.NewText(d.Fingerprint, theme.Title, true, theme.Text)), 12),
			hint(t("devices.print.hint")))
	}
	for _, a := range d.Alarms {
		body = append(body, kit.NewRow(8, kit.NewIcon("warn", theme.Fail, 16), kit.Grow(kit.NewParagraph(t("alarm."+a.Code, "detail", a.Detail)+" · "+w.Stamp(a.At), theme.Fail))))
	}
	var dialog *kit.Overlay
	acts := p.changes(d, func() { dialog.Close() })
	body = append(body, kit.Flow(acts...))
	dialog = p.s.Dialog(d.Name, kit.NewColumn(14, body...), 560)
}

// changes are the buttons of what can be done to a device as it is.
func (p *devices) changes(d Device, done func()) []fyne.CanvasObject {
	t := p.s.T
	ask := func(change string) func() {
		return func() {
			done()
			p.askReason(d, change)
		}
	}
	sure := func(change string) func() {
		return func() {
			done()
			p.s.Ask(t("devices."+change), t("devices."+change+".ask", "name", d.Name), t("devices."+change), func() { p.change(d, change, "") })
		}
	}
	var out []fyne.CanvasObject
	if d.State == "pending" {
		out = append(out, kit.NewSecondary(t("devices.approve"), "", func() {
			done()
			p.change(d, DeviceApprove, "")
		}).WithIcon("tick"))
	}
	if len(d.Alarms) > 0 {
		out = append(out, kit.NewSecondary(t("devices.settle"), "", ask(DeviceSettle)).WithIcon("tick"))
	}
	if d.State == "active" {
		out = append(out, kit.NewSecondary(t("devices.reset"), "", sure(DeviceReset)).WithIcon("refresh"), kit.NewSecondary(t("devices.retire"), "", sure(DeviceRetire)))
	}
	if d.State != "revoked" {
		word := t("devices.revoke")
		if d.State == "pending" {
			word = t("devices.refuse")
		}
		out = append(out, kit.NewButton(kit.Danger, word, ask(DeviceRevoke)))
	}
	return out
}

// askReason asks why before a change that stands in the audit with its reason.
func (p *devices) askReason(d Device, change string) {
	t := p.s.T
	why := kit.NewTextField(t("devices.reason"))
	warn := kit.NewText("", theme.Caption, false, theme.Fail)
	do := func(done func()) {
		reason := strings.TrimSpace(why.Text)
		if reason == "" {
			warn.Set(p.s.Words().Error(checklist.Fail("device.reason")))
			return
		}
		done()
		p.change(d, change, reason)
	}
	form := kit.NewColumn(12, kit.NewParagraph(t("devices."+change+".ask", "name", d.Name), theme.Text), why, warn)
	o := p.s.Form(t("devices."+change), form, 520, why, t("devices."+change), do)
	why.OnSubmitted = func(string) { do(o.Close) }
}

func (p *devices) change(d Device, change, reason string) {
	reg := p.reg
	shell.Save(p.s, func(ctx context.Context) (bool, error) { return reg.ChangeDevice(ctx, d.ID, change, reason) }, func(half bool, err error) {
		switch {
		case err != nil:
			p.s.Fail(err)
		case half:
			p.s.Hint(p.s.T("device.half"))
		default:
			p.s.Toast(p.s.T("devices.done."+change, "name", d.Name), nil)
		}
		p.s.Reload()
	})
}
