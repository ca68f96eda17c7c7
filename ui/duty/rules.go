package duty

import (
	"context"
	"errors"
	"slices"
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

// RuleBook keeps the rules of the hall.
type RuleBook interface {
	HallRules(ctx context.Context) (hall.Rules, error)
	SaveHallRules(ctx context.Context, r hall.Rules) error
	LimitsLaidDown(ctx context.Context) (version int64, err error)
	Checklists(ctx context.Context) ([]*checklist.Checklist, error)
}

// rulesPage sets the hours, windows, rhythm and limits of the hall.
type rulesPage struct {
	s  *shell.Shell
	sv *Services

	rules  hall.Rules
	laid   int64 // version of headquarters' policy that lays the limits down, 0 = the hall's own
	lists  []*checklist.Checklist
	bell   string
	texts  map[string]string // as typed
	fields map[string]*kit.TextField
	marks  map[string]*kit.Paragraph

	typed bool // something was changed by hand and not saved

	stage *kit.Stage
	body  *fyne.Container
	acts  []fyne.CanvasObject
}

// NewRules makes the maker of the page of the hall's rules.
func NewRules(sv *Services) func(*shell.Shell, any) shell.Page {
	return func(s *shell.Shell, _ any) shell.Page { return &rulesPage{s: s, sv: sv} }
}

// Title implements shell.Page.
func (p *rulesPage) Title() (title, sub string) {
	return p.s.T("hallrules.title"), p.s.Profile().Branch.Name
}

// Actions implements shell.Actor.
func (p *rulesPage) Actions() []fyne.CanvasObject { return p.acts }

// Content implements shell.Page.
func (p *rulesPage) Content() fyne.CanvasObject {
	p.acts = []fyne.CanvasObject{
		kit.NewSecondary(p.s.T("hallrules.defaults"), "", p.defaults),
		kit.NewPrimary(p.s.T("hallrules.save"), "Ctrl ⏎", p.save),
	}
	p.body = kit.NewColumn(10)
	p.stage = kit.NewStage(kit.Scroll(p.body))
	return p.stage
}

// WantsChange implements shell.Wanter: what is being typed stays.
func (p *rulesPage) WantsChange(kind string) bool { return kind == "policy" && !p.typed }

// Keys implements shell.Page.
func (p *rulesPage) Keys() []shell.Key {
	return []shell.Key{shell.OnKey(fyne.KeyReturn, fyne.KeyModifierControl, p.s.T("hallrules.save"), p.save)}
}

// Load implements shell.Page.
func (p *rulesPage) Load(ctx context.Context) {
	type read struct {
		rules hall.Rules
		laid  int64
		lists []*checklist.Checklist
		bell  string
	}
	book, set := p.sv.Rules, p.sv.Bell
	shell.Stage(p.s, ctx, p.stage, func(ctx context.Context) (r read, err error) {
		if r.rules, err = book.HallRules(ctx); err != nil {
			return r, err
		}
		if r.laid, err = book.LimitsLaidDown(ctx); err != nil {
			return r, err
		}
		if r.lists, err = book.Checklists(ctx); err != nil {
			return r, err
		}
		r.bell, err = set.Setting(ctx, SettingReminders)
		return r, err
	}, func(r read) {
		p.rules, p.laid, p.lists, p.bell = r.rules, r.laid, r.lists, r.bell
		p.texts = r.rules.Text()
		p.build()
		p.stage.Full()
		p.typed = false
		kit.Focus(p.fields["opens"])
	})
}

// build makes the fields anew from the texts.
func (p *rulesPage) build() {
	p.fields, p.marks = map[string]*kit.TextField{}, map[string]*kit.Paragraph{}
	bell := kit.NewToggle(p.s.T("hallrules.remind"), p.bell != off, p.remind)
	left := kit.NewColumn(10,
		p.card("hallrules.hours", p.pair("opens", "closes"), p.weekdays(), p.field("shut"), p.field("extra")),
		p.card("hallrules.desks", p.field("windows")))
	right := kit.NewColumn(10,
		p.card("hallrules.rhythm", p.choice("patrol", checklist.KindPatrol), p.field("rounds"), p.pair("dense", "grace"),
			p.choice("daily", checklist.KindMeeting), p.meeting(), bell),
		p.card("hallrules.limits", p.limits()...))
	p.body.Objects = []fyne.CanvasObject{kit.Columns(left, right, 0, 720)}
	p.body.Refresh()
}

func (p *rulesPage) card(key string, rows ...fyne.CanvasObject) fyne.CanvasObject {
	return kit.NewCard(kit.NewColumn(10, append([]fyne.CanvasObject{kit.NewBold(p.s.T(key))}, rows...)...))
}

// limits are what the hall is judged by: fields, or where headquarters lays them down
// what it says.
func (p *rulesPage) limits() []fyne.CanvasObject {
	rows := []fyne.CanvasObject{
		p.pair("waitAmber", "waitRed"), p.pair("serveAmber", "serveRed"), p.pair("waitGoal", "abandoned"), p.pair("ratioAmber", "ratioRed"),
		p.pair("openShare", "onPost"),
	}
	if p.laid == 0 {
		return append(rows, p.pair("machines", ""))
	}
	rows = append(rows, p.pair("machines", "meetingMinutes"))
	said := p.s.T("hallrules.laidDown", "n", p.s.Words().N(int(p.laid)))
	return append([]fyne.CanvasObject{kit.NewRow(8, kit.NewIcon("shield", theme.Muted, 16), kit.Grow(kit.NewParagraph(said, theme.Muted)))}, rows...)
}

// meeting is when the morning meeting begins, and how long it is to last unless
// headquarters says so, among its limits.
func (p *rulesPage) meeting() fyne.CanvasObject {
	if p.laid > 0 {
		return p.pair("meeting", "")
	}
	return p.pair("meeting", "meetingMinutes")
}

// fixed is a caption and what headquarters lays down.
func (p *rulesPage) fixed(key string) fyne.CanvasObject {
	return kit.NewColumn(2, kit.FormRow(p.s.T("hallrules."+key), kit.NewBold(p.texts[key])))
}

// field is a caption, a text and what is wrong with it.
func (p *rulesPage) field(key string) fyne.CanvasObject {
	if p.laid > 0 && slices.Contains(hall.LimitFields, key) {
		return p.fixed(key)
	}
	hint := ""
	if slices.Contains([]string{"shut", "extra", "windows", "rounds"}, key) {
		hint = p.s.T("hallrules.hint." + key)
	}
	f := kit.NewTextField(hint)
	f.Fill(p.texts[key])
	f.OnChanged = func(s string) { p.texts[key], p.typed = s, true }
	f.OnSubmitted = func(string) { p.save() }
	mark := kit.NewParagraph("", theme.Fail)
	mark.Hide()
	p.fields[key], p.marks[key] = f, mark
	return kit.NewColumn(2, kit.FormRow(p.s.T("hallrules."+key), f), mark)
}

func (p *rulesPage) pair(a, b string) fyne.CanvasObject {
	if b == "" {
		return kit.Equal(12, p.field(a), kit.NewColumn(0))
	}
	return kit.Equal(12, p.field(a), p.field(b))
}

// weekdays are seven ticks.
func (p *rulesPage) weekdays() fyne.CanvasObject {
	on := map[string]bool{}
	for _, d := range strings.Fields(p.texts["days"]) {
		on[d] = true
	}
	var ticks []fyne.CanvasObject
	for i := range 7 {
		d := (i + 1) % 7 // a week begins on Monday
		id := strconv.Itoa(d)
		name := p.s.Words().Weekday(time.Date(2026, 11, 22+d, 0, 0, 0, 0, time.UTC)) // a Sunday and what follows
		ticks = append(ticks, kit.NewToggle(name, on[id], func(yes bool) {
			on[id] = yes
			var days []string
			for _, d := range []string{"0", "1", "2", "3", "4", "5", "6"} {
				if on[d] {
					days = append(days, d)
				}
			}
			p.texts["days"], p.typed = strings.Join(days, " "), true
		}))
	}
	mark := kit.NewParagraph("", theme.Fail)
	mark.Hide()
	p.marks["days"] = mark
	return kit.NewColumn(4, kit.NewCaption(p.s.T("hallrules.days")), kit.Flow(ticks...), mark)
}

// choice picks a checklist of a kind, or none.
func (p *rulesPage) choice(key string, kind checklist.Kind) fyne.CanvasObject {
	choices := []kit.Choice{{ID: "", Text: p.s.T("hallrules.noList")}}
	for _, c := range p.lists {
		if c.Kind == kind {
			choices = append(choices, kit.Choice{ID: c.ID, Text: p.s.Words().In(c.Title)})
		}
	}
	pick := kit.NewSearchSelect("", choices, p.texts[key], nil, func(id string) { p.texts[key], p.typed = id, true })
	return kit.FormRow(p.s.T("hallrules."+key), pick)
}

// remind switches the bell on or off, at once.
func (p *rulesPage) remind(on bool) {
	word := ""
	if !on {
		word = off
	}
	p.bell = word
	set := p.sv.Bell
	shell.Save(p.s, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, set.SetSetting(ctx, SettingReminders, word)
	}, func(_ struct{}, err error) {
		if err != nil {
			p.s.Fail(err)
		}
	})
}

// defaults puts the usual rules into the fields, but for limits that are laid down;
// saving them is the person's.
func (p *rulesPage) defaults() {
	usual := hall.DefaultRules()
	if p.laid > 0 {
		usual.Limits = p.rules.Limits
	}
	p.texts = usual.Text()
	p.build()
	p.s.Hint(p.s.T("hallrules.defaultsHint"))
}

// Flush implements shell.Flusher: what was typed is kept when the page is left; what
// cannot be kept is said.
func (p *rulesPage) Flush() {
	if p.typed {
		p.typed = false
		p.save()
	}
}

// save keeps the rules, or says at every field at once what cannot be.
func (p *rulesPage) save() {
	if p.texts == nil {
		return
	}
	next, err := p.rules.WithText(p.texts)
	p.mark(err)
	if err != nil {
		return
	}
	book := p.sv.Rules
	shell.Save(p.s, func(ctx context.Context) (struct{}, error) { return struct{}{}, book.SaveHallRules(ctx, next) }, func(_ struct{}, err error) {
		if err != nil {
			p.s.Fail(err)
			return
		}
		p.rules, p.typed = next, false
		p.s.Toast(p.s.T("hallrules.saved"), nil)
	})
}

// mark shows what is wrong below its field.
func (p *rulesPage) mark(err error) {
	var list checklist.Problems
	errors.As(err, &list)
	said := map[string][]string{}
	for _, x := range list {
		said[x.Key] = append(said[x.Key], p.s.Words().Problem(x))
	}
	for key, m := range p.marks {
		m.Set(strings.Join(said[key], " "))
		if len(said[key]) > 0 {
			m.Show()
		} else {
			m.Hide()
		}
	}
	p.body.Refresh()
	if len(list) > 0 {
		p.s.Hint(p.s.T("hallrules.wrong", "n", p.s.Words().N(len(list))))
	} else if err != nil {
		p.s.Fail(err)
	}
}
