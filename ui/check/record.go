package check

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// detail is the record in front with everything computed that is shown of it.
type detail struct {
	r          *checklist.Review
	row        checklist.Summary
	own, ruled *checklist.Result // ruled is nil when nothing was corrected
	reds       []red
	appeal     []kit.Photo
}

// red is an answer that went wrong, or was ruled on.
type red struct {
	sheet   string
	item    *checklist.Item
	was, is checklist.Line
	photos  []kit.Photo
	vetoes  bool // its veto is in force
	lifted  bool
	changed *checklist.Correction // how it counts instead
}

// show puts the i-th record into the side.
func (p *page) show(i int) {
	row := p.rows[i]
	if p.at != row.ID {
		p.put(kit.NewCard(kit.NewMuted(p.s.T("shell.loading"))))
	}
	p.at, p.got = row.ID, nil
	st, photos := p.sv.Store, p.sv.Photos
	shell.Run(p.s, p.ctx, func(ctx context.Context) (*detail, error) {
		r, err := st.Review(ctx, row.ID)
		if err != nil {
			return nil, err
		}
		return inspect(r, row, photos), nil
	}, func(d *detail, err error) {
		switch {
		case p.at != row.ID:
		case err != nil:
			p.put(kit.NewCard(kit.NewParagraph(p.s.Words().Error(err), theme.Fail)))
		default:
			p.got = d
			p.put(p.card(d))
		}
	})
	p.s.RefreshHeader()
}

func (p *page) put(o fyne.CanvasObject) {
	p.side.Objects = []fyne.CanvasObject{o}
	p.side.Refresh()
}

// inspect computes what is shown of a record.
func inspect(r *checklist.Review, row checklist.Summary, photos Photos) *detail {
	d := &detail{r: r, row: row, own: checklist.Evaluate(r.Record), ruled: r.Ruled(), appeal: pictures(photos, r.AppealPhotos, "")}
	is := d.own
	if d.ruled != nil {
		is = d.ruled
	}
	in := r.Record
	for i := range d.own.Trace {
		l := d.own.Trace[i]
		it, a := in.Checklist.ItemByID(l.Item), in.Answer(l.Sheet, l.Item)
		if it == nil || a == nil {
			continue
		}
		x := red{sheet: l.Sheet, item: it, was: l, is: is.Trace[i], lifted: r.Lifted(l.Sheet, l.Item)}
		for k := range r.Corrections {
			if c := &r.Corrections[k]; c.Sheet == l.Sheet && c.Item == l.Item {
				x.changed = c
			}
		}
		x.vetoes = it.Veto != checklist.VetoNone && it.Veto != "" && it.Violated(a.Value) && !x.lifted
		if x.changed == nil && !x.vetoes && !it.OpensFinding(in.Checklist, a.Value) {
			continue
		}
		x.photos = pictures(photos, a.Photos, it.Text.ZH)
		d.reds = append(d.reds, x)
	}
	return d
}

func pictures(photos Photos, refs []checklist.PhotoRef, caption string) (out []kit.Photo) {
	for _, ref := range refs {
		thumb, err := photos.Thumb(ref.Drawn())
		if err != nil {
			thumb = ""
		}
		path, err := photos.Working(ref.Drawn())
		if err != nil {
			path = ""
		}
		out = append(out, kit.Photo{ID: ref.ID, Thumb: thumb, Path: path, Caption: caption})
	}
	return out
}

// card is the whole side: what it is and what can be done stay, the rest scrolls.
// The buttons are not at the foot, where toasts come.
func (p *page) card(d *detail) fyne.CanvasObject {
	parts := []fyne.CanvasObject{p.scores(d), p.facts(d)}
	for _, more := range []fyne.CanvasObject{p.stand(d), p.appealBox(d), p.reds(d), p.history(d)} {
		if more != nil {
			parts = append(parts, more)
		}
	}
	body := kit.Grow(kit.Scroll(kit.NewColumn(12, parts...)))
	return kit.NewCard(kit.NewColumn(12, p.head(d), p.buttons(d), kit.Line(), body))
}

func (p *page) head(d *detail) fyne.CanvasObject {
	in := d.r.Record
	link := fyne.CanvasObject(kit.Space())
	if p.s.Has(routeResult) {
		link = kit.NewLink(p.t("openRecord"), p.open)
	}
	title := kit.NewRow(10, kit.Grow(kit.NewTitle(in.Branch.Name)), link)
	return kit.NewColumn(4, title, kit.NewMuted(in.Checklist.Title.In(p.s.Lang())), kit.Flow(p.pills(d)...))
}

// pills say where it stands and what must not be missed.
func (p *page) pills(d *detail) []fyne.CanvasObject {
	r, row := d.r, &d.row
	tone := map[checklist.ReviewState]kit.Tone{
		checklist.ReviewTaken: kit.Accent, checklist.ReviewPassed: kit.Pass, checklist.ReviewReturned: kit.Warn,
	}[r.State]
	out := []fyne.CanvasObject{kit.NewPill(tone, p.t("state."+r.State.Word(checklist.FaceHQ)))}
	add := func(yes bool, tone kit.Tone, icon, word string) {
		if yes {
			out = append(out, kit.NewIconPill(tone, icon, word))
		}
	}
	add(r.Appeal == checklist.AppealOpen, kit.Fail, "flag", p.t("appeal.open"))
	add(r.Appeal == checklist.AppealUpheld, kit.Plain, "", p.t("appeal.upheld"))
	add(r.Appeal == checklist.AppealChanged, kit.Accent, "", p.t("appeal.changed"))
	add(r.Returns > 0, kit.Accent, "refresh", p.t("again", "n", p.s.Words().N(r.Returns)))
	add(r.Record.Incomplete != "", kit.Warn, "warn", p.t("incompleteWhy", "why", r.Record.Incomplete))
	add(r.Accepted.Name != "", kit.Pass, "tick", p.t("acceptedBy", "name", r.Accepted.Name))
	add(row.Late(), kit.Warn, "clock", p.t("late"))
	add(len(d.counted().Vetoes) > 0, kit.Fail, "cross", p.t("vetoed"))
	return out
}

func (d *detail) counted() *checklist.Result {
	if d.ruled != nil {
		return d.ruled
	}
	return d.own
}

// scores shows the record's score, and beside it the ruled one.
func (p *page) scores(d *detail) fyne.CanvasObject {
	c := d.r.Record.Checklist
	number := func(res *checklist.Result, role theme.Role) []fyne.CanvasObject {
		if res.Score == nil {
			return []fyne.CanvasObject{kit.NewText(p.s.T("result.notScored"), theme.Number, true, role).Whole()}
		}
		out := []fyne.CanvasObject{kit.NewText(res.Score.String(), theme.Number, true, role).Whole()}
		if res.Grade != "" {
			out = append(out, kit.NewPill(shell.GradeTone(c, res.Grade), p.s.Words().GradeWord(c, res.Grade)))
		}
		return out
	}
	if d.ruled == nil {
		return kit.NewRow(10, append(number(d.own, theme.Text), kit.Space())...)
	}
	line := append(number(d.own, theme.Muted), kit.NewText("→", theme.Number, false, theme.Muted).Whole())
	return kit.NewColumn(2, kit.Flow(append(line, number(d.ruled, theme.Accent)...)...), kit.NewCaption(p.t("ruledCounts")))
}

// facts say who inspected how and when.
func (p *page) facts(d *detail) fyne.CanvasObject {
	in, w := d.r.Record, p.s.Words()
	out := []string{
		p.t("by", "name", in.Inspector.Name), p.s.T("mode." + string(in.Mode)), w.DayOf(in.Day) + " " + w.Clock(in.StartedAt) + "–" + w.Clock(in.FinishedAt),
		p.t("answered", "n", w.N(d.own.Answered), "m", w.N(d.own.Total)),
	}
	for _, x := range in.Reopened {
		out = append(out, p.s.T("result.reopened", "day", w.Day(time.UnixMilli(x.At)), "who", x.By, "why", x.Reason))
	}
	return paragraph(strings.Join(out, " · "), theme.Muted)
}

func paragraph(s string, role theme.Role) *kit.Paragraph {
	x := kit.NewParagraph(s, role)
	x.Font = theme.Caption
	return x
}

// stand says why it was returned or made void, nil when it was neither.
func (p *page) stand(d *detail) fyne.CanvasObject {
	r := d.r
	if r.Reason == "" {
		return nil
	}
	text := p.t("reasonWas", "why", r.Reason)
	if r.Todo != "" {
		text += "\n" + p.t("todoWas", "what", r.Todo)
	}
	return kit.NewParagraph(text, theme.Warn)
}

// appealBox shows the appeal and the ruling, nil without one.
func (p *page) appealBox(d *detail) fyne.CanvasObject {
	r := d.r
	if r.Appeal == checklist.AppealNone {
		if r.State == checklist.ReviewPassed && r.AppealUntil >= p.today() {
			return paragraph(p.t("appealUntil", "day", p.s.Words().DayOf(r.AppealUntil)), theme.Muted)
		}
		return nil
	}
	parts := []fyne.CanvasObject{
		kit.NewBold(p.t("appealBy", "name", r.Appellant.Name, "day", p.s.Words().DayOf(r.AppealDay))),
		kit.NewParagraph(r.AppealReason, theme.Text),
	}
	if len(d.appeal) > 0 {
		parts = append(parts, p.strip(d.appeal))
	}
	if r.Ruling != "" {
		parts = append(parts, kit.NewParagraph(p.t("ruledBy", "name", r.Ruler.Name, "why", r.Ruling), theme.Accent))
	}
	return kit.NewColumn(6, append([]fyne.CanvasObject{kit.Line()}, parts...)...)
}

// strip shows pictures in a line; a tap shows them large.
func (p *page) strip(list []kit.Photo) fyne.CanvasObject {
	s := kit.NewPhotoStrip(p.s.Picture, "", nil, nil)
	s.Set(list, -1)
	s.OnSelect = func(i int) {
		s.Set(list, -1)
		p.view(list, i)
	}
	return s
}

func (p *page) view(list []kit.Photo, i int) {
	size := p.s.Window().Canvas().Size()
	v := kit.NewPhotoView(p.s.Picture)
	v.Set(list, i)
	var o *kit.Overlay
	done := kit.NewSecondary(p.s.T("result.viewer.close"), "Esc", func() { o.Dismiss() })
	body := kit.NewColumn(10, kit.MinSize(v, 320, size.Height-210), kit.NewRow(10, kit.Grow(kit.NewCaption(p.s.T("result.viewer.keys"))), done))
	o = kit.ShowDialog(p.s.Window().Canvas(), body, size.Width-80, v)
	o.OnEnter = o.Dismiss
}

// reds lists what went wrong and what was ruled about it.
func (p *page) reds(d *detail) fyne.CanvasObject {
	if len(d.reds) == 0 {
		return kit.NewRow(8, kit.NewIcon("tick", theme.Pass, 16), kit.Grow(kit.NewMuted(p.t("noReds"))))
	}
	parts := []fyne.CanvasObject{kit.Line(), kit.NewBold(p.t("reds", "n", p.s.Words().N(len(d.reds))))}
	for i := range d.reds {
		parts = append(parts, p.red(d, &d.reds[i]))
	}
	return kit.NewColumn(10, parts...)
}

func (p *page) red(d *detail, x *red) fyne.CanvasObject {
	in, lang := d.r.Record, p.s.Lang()
	a := in.Answer(x.sheet, x.item.ID)
	what := []string{words(p.s, x.item, a.Value)}
	if x.was.Lost != nil && x.was.Lost.Sign() > 0 {
		what = append(what, p.t("lost", "n", checklist.RoundDecimals(x.was.Lost, 2)))
	}
	if s := in.Sheet(x.sheet); s != nil && s.Person != "" {
		what = append(what, s.Person)
	}
	if a.Note != "" {
		what = append(what, a.Note)
	}
	parts := []fyne.CanvasObject{kit.NewParagraph(x.item.Text.In(lang), theme.Text)}
	line := []fyne.CanvasObject{}
	if x.vetoes {
		line = append(line, kit.NewIconPill(kit.Fail, "cross", p.t("vetoed")))
	}
	if x.lifted {
		line = append(line, kit.NewIconPill(kit.Accent, "", p.t("liftedPill")))
	}
	if x.changed != nil && x.changed.Value != nil {
		line = append(line, kit.NewIconPill(kit.Accent, "", p.t("countedAs", "what", words(p.s, x.item, *x.changed.Value))))
	}
	if len(line) > 0 {
		parts = append(parts, kit.Flow(line...))
	}
	parts = append(parts, paragraph(strings.Join(what, " · "), theme.Muted))
	if x.changed != nil {
		parts = append(parts, paragraph(p.t("correctedBy", "name", x.changed.By.Name, "why", x.changed.Reason), theme.Accent))
	}
	if len(x.photos) > 0 {
		parts = append(parts, p.strip(x.photos))
	}
	return kit.NewColumn(4, parts...)
}

// words says an answer in words.
func words(s *shell.Shell, it *checklist.Item, v checklist.Value) string {
	switch {
	case v.Verdict != "":
		return s.T("verdict." + string(v.Verdict))
	case v.Occurrences != nil:
		return s.T("result.answer.deducted", "n", shell.Words{}.N(*v.Occurrences))
	case v.Number != nil && it.Type == checklist.TypeScore:
		return v.Number.String() + " / " + it.Points.String()
	case v.Number != nil:
		return v.Number.String()
	default:
		return v.Text
	}
}

// history lists the moves, the last one first.
func (p *page) history(d *detail) fyne.CanvasObject {
	lines := d.r.History()
	if len(lines) == 0 {
		return nil
	}
	parts := []fyne.CanvasObject{kit.Line(), kit.NewBold(p.t("history"))}
	for i := len(lines) - 1; i >= 0; i-- {
		x := lines[i]
		text := p.s.Words().Stamp(x.At) + " · " + x.By.Name + " · " + p.t("verb."+string(x.Verb))
		if x.Note != "" {
			text += "：" + x.Note
		}
		switch {
		case x.Withdrawn:
			text += p.s.T("cli.withdrawn")
		case x.Void:
			text += p.t("voidMove")
		}
		parts = append(parts, paragraph(text, theme.Muted))
	}
	return kit.NewColumn(4, parts...)
}
