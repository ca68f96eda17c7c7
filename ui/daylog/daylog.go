// Package daylog is the page of the lobby day log (大堂日志): the day as it will be
// printed, which wrote itself from what was entered, and the few words only a person
// can add – weather, how many came, what goes over to tomorrow.
package daylog

import (
	"context"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"hallcheck/checklist/hall"
	"hallcheck/checklist/report"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// Log is the hall's day.
type Log interface {
	Append(ctx context.Context, entries ...hall.Entry) ([]hall.Entry, error)
}

// Papers makes the log of a day.
type Papers interface {
	Day(ctx context.Context, day string) (report.DayLogDoc, error)
	SaveDay(ctx context.Context, path, day string) error
}

// Services is what the page uses.
type Services struct {
	Log    Log
	Papers func(ctx context.Context) Papers // in the language of the moment
}

// Route is the page's id. Its argument is a day, yyyy-mm-dd; none = today.
const Route = "halllog"

type page struct {
	s   *shell.Shell
	sv  *Services
	ctx context.Context
	day string // shown; "" = today

	doc    report.DayLogDoc
	stage  *kit.Stage
	parts  *fyne.Container
	side   *fyne.Container
	acts   kit.Buttons
	saving int
}

var (
	_ shell.Page    = (*page)(nil)
	_ shell.Actor   = (*page)(nil)
	_ shell.Wanter  = (*page)(nil)
	_ shell.Printer = (*page)(nil)
	_ shell.Presser = (*page)(nil)
)

// New makes the page's constructor for the route table.
func New(sv *Services) func(*shell.Shell, any) shell.Page {
	return func(s *shell.Shell, arg any) shell.Page {
		day, _ := arg.(string)
		return &page{s: s, sv: sv, ctx: context.Background(), day: day, acts: kit.Buttons{}}
	}
}

func (p *page) t(key string, pairs ...string) string { return p.s.T("daylogpage."+key, pairs...) }

func (p *page) today() string { return p.s.Now().Format(time.DateOnly) }

func (p *page) shown() string {
	if p.day == "" {
		return p.today()
	}
	return p.day
}

// Title says which day.
func (p *page) Title() (title, sub string) {
	t, err := time.Parse(time.DateOnly, p.shown())
	if err != nil {
		return p.t("title"), p.shown()
	}
	return p.t("title"), p.s.Words().DayOf(p.shown()) + " " + p.s.Words().Weekday(t)
}

// sideWidth is the width of what a person adds at 100 %.
const sideWidth = 300

// Content builds the log and, beside it, what can be added.
func (p *page) Content() fyne.CanvasObject {
	p.parts, p.side = kit.NewColumn(12), kit.NewColumn(10)
	p.stage = kit.NewStage(kit.Sides(nil, 0, kit.Scroll(p.parts), kit.Scroll(kit.NewCard(p.side)), sideWidth))
	return p.stage
}

// WantsChange: the log is what the day's entries say.
func (p *page) WantsChange(kind string) bool {
	return p.saving == 0 && (kind == "hall" || kind == "inspection")
}

// Load reads the day.
func (p *page) Load(ctx context.Context) {
	p.ctx = ctx
	day := p.shown()
	shell.Stage(p.s, ctx, p.stage, func(ctx context.Context) (report.DayLogDoc, error) {
		return p.sv.Papers(ctx).Day(ctx, day)
	}, func(doc report.DayLogDoc) {
		p.doc = doc
		p.show()
		p.stage.Full()
		p.s.RefreshHeader()
	})
}

func (p *page) show() {
	p.parts.Objects = nil
	if !p.doc.Log.Works {
		p.parts.Add(kit.NewCard(kit.NewParagraph(p.t("shut"), theme.Muted)))
	}
	for _, x := range report.DayLogParts(p.doc) {
		p.parts.Add(kit.NewCard(part(x)))
	}
	p.parts.Refresh()
	p.showSide()
}

// part draws a table as it is printed: the words wrap, nothing is cut.
func part(x report.LogPart) fyne.CanvasObject {
	rows := []fyne.CanvasObject{kit.NewBold(x.Title), line(x, x.Cols, theme.Muted, false)}
	for i, r := range x.Rows {
		if len(r) == 1 {
			rows = append(rows, kit.NewParagraph(r[0], theme.Muted))
			continue
		}
		role := theme.Text
		if x.Bad[i] {
			role = theme.Fail
		}
		rows = append(rows, kit.Line(), line(x, r, role, false))
	}
	return kit.NewColumn(5, rows...)
}

func line(x report.LogPart, cells []string, role theme.Role, bold bool) fyne.CanvasObject {
	objects := make([]fyne.CanvasObject, len(cells))
	for i, text := range cells {
		c := kit.NewParagraph(text, role)
		c.Bold = bold
		objects[i] = c
	}
	return shares(x.Wide, objects)
}

// showSide offers what only a person can add, and for the day itself only.
func (p *page) showSide() {
	l := &p.doc.Log
	weather, heads := l.Weather, p.t("unknown")
	if weather == "" {
		weather = p.t("unknown")
	}
	if l.Heads >= 0 {
		heads = strconv.Itoa(l.Heads)
	}
	out := []fyne.CanvasObject{
		kit.NewBold(p.t("add")),
		kit.FormRow(p.t("weather"), kit.NewLabel(weather)), kit.FormRow(p.t("heads"), kit.NewLabel(heads)),
	}
	if p.shown() == p.today() {
		out = append(out,
			kit.NewSecondary(p.t("setWeather"), "W", p.askWeather), kit.NewSecondary(p.t("setHeads"), "N", p.askHeads),
			kit.NewSecondary(p.t("addCarry"), "C", p.askCarry), kit.NewSecondary(p.t("addNote"), "M", p.askNote))
	} else {
		out = append(out, kit.NewParagraph(p.t("closed"), theme.Muted))
	}
	p.side.Objects = append(out, kit.Line(), kit.NewParagraph(p.t("why"), theme.Muted))
	p.side.Refresh()
}

// Actions are the title row's buttons.
func (p *page) Actions() []fyne.CanvasObject {
	next := p.acts.Get("next", func() *kit.Button { return kit.NewSecondary(p.t("next"), "→", func() { p.step(1) }) })
	next.Enable()
	if p.shown() >= p.today() {
		next.Disable()
	}
	return []fyne.CanvasObject{
		p.acts.Get("before", func() *kit.Button { return kit.NewSecondary(p.t("before"), "←", func() { p.step(-1) }) }), next,
		p.acts.Get("print", func() *kit.Button { return kit.NewPrimary(p.t("print"), "Ctrl P", p.Print) }),
	}
}

// Keys of the page.
func (p *page) Keys() []shell.Key {
	own := func(f func()) func() {
		return func() {
			if p.shown() == p.today() {
				f()
				return
			}
			p.s.Hint(p.t("closed"))
		}
	}
	return []shell.Key{
		shell.On('w', p.t("setWeather"), own(p.askWeather)), shell.On('n', p.t("setHeads"), own(p.askHeads)),
		shell.On('c', p.t("addCarry"), own(p.askCarry)), shell.On('m', p.t("addNote"), own(p.askNote)),
		shell.On('[', p.t("before"), func() { p.step(-1) }), shell.On(']', p.t("next"), func() { p.step(1) }),
	}
}

// Pressed lets the arrows turn the days.
func (p *page) Pressed(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyLeft:
		p.step(-1)
	case fyne.KeyRight:
		p.step(1)
	default:
		return false
	}
	return true
}

func (p *page) step(n int) {
	t, err := time.Parse(time.DateOnly, p.shown())
	if err != nil {
		return
	}
	day := t.AddDate(0, 0, n).Format(time.DateOnly)
	if day > p.today() {
		return
	}
	p.day = day
	p.s.Reload()
}

// Print writes the log as a PDF to be printed and signed.
func (p *page) Print() {
	day := p.shown()
	p.s.Choose.SaveFile(p.t("file", "day", day)+".pdf", func(path string) {
		shell.Run(p.s, p.ctx, func(ctx context.Context) (string, error) {
			return path, p.sv.Papers(ctx).SaveDay(ctx, path, day)
		}, func(path string, err error) {
			if err != nil {
				p.s.Fail(err)
				return
			}
			p.s.Toast(p.t("saved", "path", path), nil)
		})
	})
}

// append writes a note and offers to take it back.
func (p *page) append(e hall.Entry) {
	p.saving++
	shell.Save(p.s, func(ctx context.Context) ([]hall.Entry, error) { return p.sv.Log.Append(ctx, e) }, func(out []hall.Entry, err error) {
		p.saving--
		if err != nil {
			p.s.Fail(err)
			return
		}
		p.s.Reload()
		if e.Kind == hall.KindVoid {
			return
		}
		p.s.Toast(p.t("noted"), func() { p.append(hall.Entry{Kind: hall.KindVoid, Ref: out[0].ID}) })
	})
}

// ask takes a text; words are offered for it.
func (p *page) ask(title string, field *kit.TextField, words []string, take func(text string) (hall.Entry, bool)) {
	body := []fyne.CanvasObject{field}
	if len(words) > 0 {
		chips := kit.NewChips("", func(word string) {
			field.SetText(word)
			kit.Focus(field)
		})
		chips.Set(words)
		body = append(body, chips)
	}
	o := p.s.Form(title, kit.NewColumn(10, body...), 420, field, p.t("save"), func(done func()) {
		e, ok := take(strings.TrimSpace(field.Text))
		if !ok {
			p.s.Hint(field.PlaceHolder)
			return
		}
		done()
		p.append(e)
	})
	if !field.MultiLine {
		shell.EnterSaves(o, field)
	}
}

func (p *page) askWeather() {
	p.ask(p.t("weather"), kit.NewTextField(p.t("weatherHint")), strings.Split(p.t("weathers"), "|"), func(text string) (hall.Entry, bool) {
		return hall.Entry{Kind: hall.KindNote, Topic: hall.TopicWeather, Text: text}, text != ""
	})
}

// mostHeads is more customers than any hall has on a day.
const mostHeads = 9999

func (p *page) askHeads() {
	p.ask(p.t("heads"), kit.NewTextField(p.t("headsHint")), nil, func(text string) (hall.Entry, bool) {
		n, err := strconv.Atoi(text)
		return hall.Entry{Kind: hall.KindNote, Topic: hall.TopicHeads, Text: text, Waiting: &n}, err == nil && n >= 0 && n <= mostHeads
	})
}

func (p *page) askCarry() {
	p.ask(p.t("carry"), kit.NewTextArea(p.t("carryHint"), 3), nil, func(text string) (hall.Entry, bool) {
		return hall.Entry{Kind: hall.KindNote, Topic: hall.TopicCarry, Text: text}, text != ""
	})
}

func (p *page) askNote() {
	p.ask(p.t("addNote"), kit.NewTextArea(p.t("noteHint"), 3), strings.Split(p.t("notes"), "|"), func(text string) (hall.Entry, bool) {
		return hall.Entry{Kind: hall.KindNote, Topic: hall.TopicActivity, Text: text}, text != ""
	})
}
