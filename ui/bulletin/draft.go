package bulletin

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hallcheck/checklist/bulletin"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// draft is the view in which a bulletin is prepared: what the clerk writes at the
// left, what it comes to and the pictures at the right. Every change is kept at once.
type draft struct {
	p    *Desk
	body fyne.CanvasObject

	fields   map[string]*kit.TextField
	number   *kit.Stepper
	names    *kit.Toggle
	grid     *kit.Segmented
	requires *fyne.Container // rows of requirements
	parts    *fyne.Container // what it comes to
	bright   *fyne.Container
	shots    *fyne.Container
	filling  bool // the plan is put into the fields: nothing is saved
}

// pageWidth is where the two columns become one, and rightWidth the right one's.
const (
	pageWidth  = 800
	rightWidth = 360
)

func newDraft(p *Desk) *draft {
	d := &draft{p: p, fields: map[string]*kit.TextField{}}
	d.requires, d.parts = kit.NewColumn(8), kit.NewColumn(0)
	d.bright, d.shots = container.NewStack(), container.NewStack()
	t := p.s.T
	left := kit.NewColumn(14, kit.NewCard(d.head()), kit.NewCard(d.words()))
	right := kit.NewColumn(
		14,
		kit.NewCard(kit.NewColumn(8, kit.NewBold(t("bulletin.comesTo")), d.parts)),
		kit.NewCard(kit.NewColumn(8, kit.NewBold(t("bulletin.bright")), d.bright)),
		kit.NewCard(kit.NewColumn(8, kit.NewBold(t("bulletin.shots")), d.shots)),
	)
	d.body = kit.Scroll(kit.Columns(left, right, rightWidth, pageWidth))
	return d
}

// head is number, red head, title and how it is laid out.
func (d *draft) head() fyne.CanvasObject {
	t := d.p.s.T
	d.number = kit.NewStepper(1000, 9999000, 1000, func(n int64) { d.change(func(x *bulletin.Plan) { x.No = int(n / 1000) }) })
	d.names = kit.NewToggle(t("bulletin.names"), true, func(on bool) { d.change(func(x *bulletin.Plan) { x.Names = on }); d.again() })
	d.grid = kit.NewSegmented([]kit.Option{{ID: "2", Text: t("bulletin.grid2")}, {ID: "4", Text: t("bulletin.grid4")}}, "4", func(id string) {
		d.change(func(x *bulletin.Plan) { x.Grid = int(id[0] - '0') })
		d.grid.Set(id)
	})
	return kit.NewColumn(
		10,
		kit.NewRow(12, kit.Grow(kit.FormRow(t("bulletin.prefix"), d.field("prefix", 1, func(x *bulletin.Plan) *string { return &x.Prefix }))),
			kit.FormRow(t("bulletin.no"), d.number)),
		kit.FormRow(t("bulletin.head"), d.field("head", 1, func(x *bulletin.Plan) *string { return &x.Head })),
		kit.FormRow(t("bulletin.title"), d.field("title", 1, func(x *bulletin.Plan) *string { return &x.Title })),
		kit.FormRow(t("bulletin.addressee"), d.field("addressee", 1, func(x *bulletin.Plan) *string { return &x.Addressee })),
		kit.Flow(d.names, d.grid),
	)
}

// words are the opening, the requirements, the end and who signs.
func (d *draft) words() fyne.CanvasObject {
	t := d.p.s.T
	return kit.NewColumn(
		10,
		kit.FormRow(t("bulletin.opening"), d.field("opening", 3, func(x *bulletin.Plan) *string { return &x.Opening })),
		kit.NewRow(8, kit.NewBold(t("bulletin.requirements")), kit.Space(), kit.NewQuiet(t("bulletin.addRequirement"), d.addRequirement).WithIcon("plus")),
		d.requires,
		kit.FormRow(t("bulletin.closing"), d.field("closing", 2, func(x *bulletin.Plan) *string { return &x.Closing })),
		kit.NewRow(12, kit.Grow(kit.FormRow(t("bulletin.office"), d.field("office", 1, func(x *bulletin.Plan) *string { return &x.Office }))),
			kit.MinSize(kit.FormRow(t("bulletin.day"), d.field("day", 1, func(x *bulletin.Plan) *string { return &x.Day })), 150, 0)),
	)
}

// field is a field of the plan, kept as it is typed.
func (d *draft) field(name string, lines int, of func(*bulletin.Plan) *string) *kit.TextField {
	hint := d.p.s.T("bulletin.hint." + name)
	f := kit.NewTextField(hint)
	if lines > 1 {
		f = kit.NewTextArea(hint, lines)
	}
	f.OnChanged = func(text string) {
		if name == "day" && text != "" && len(text) != len("2006-01-02") {
			return // not a whole date yet
		}
		d.change(func(x *bulletin.Plan) { *of(x) = text })
	}
	d.fields[name] = f
	return f
}

// change puts a change into the plan and keeps it.
func (d *draft) change(with func(*bulletin.Plan)) {
	if d.filling || !d.p.got.ready {
		return
	}
	with(&d.p.got.plan)
	plan := d.p.got.plan
	plan.Requirements = slices.DeleteFunc(slices.Clone(plan.Requirements), func(r bulletin.Requirement) bool { return strings.TrimSpace(r.Text) == "" })
	shell.Save(d.p.s, func(ctx context.Context) (struct{}, error) { return struct{}{}, d.p.svc.Office.Save(ctx, plan) }, nil)
}

// again makes the preview anew.
func (d *draft) again() {
	if !d.filling {
		d.p.Load(d.p.ctx)
	}
}

// set fills the view in.
func (d *draft) set(l loaded) {
	d.filling = true
	defer func() { d.filling = false }()
	x := &l.plan
	for name, text := range map[string]string{
		"prefix": x.Prefix, "head": x.Head, "title": x.Title, "addressee": x.Addressee, "opening": x.Opening, "closing": x.Closing, "office": x.Office, "day": x.Day,
	} {
		if f := d.fields[name]; f.Text != text {
			f.Fill(text)
		}
	}
	no := int64(max(x.No, 1)) * 1000
	d.number.Set(&no)
	d.names.Set(x.Names)
	d.grid.Set("4")
	if x.Grid == 2 {
		d.grid.Set("2")
	}
	d.fillRequirements()
	d.fillParts(l.preview.Data)
	d.fillPicks(l.preview)
}

// fillParts says what the parts of the paper come to.
func (d *draft) fillParts(x *bulletin.Data) {
	d.parts.Objects = nil
	if x == nil {
		d.parts.Refresh()
		return
	}
	t, n := d.p.s.T, d.p.s.Words().N
	add := func(part, text string) {
		words := kit.NewParagraph(text, theme.Text)
		name := kit.NewCaption(t("bulletin.part." + part))
		d.parts.Objects = append(d.parts.Objects, kit.Inset(kit.NewColumn(2, name, words), 6, 0, 6, 0), kit.Line())
	}
	b := &x.Basics
	mean := "–"
	if b.Mean != nil {
		mean = b.Mean.String()
	}
	add("basics", t("bulletin.is.basics", "records", n(b.Records), "n", n(b.Inspected), "m", n(b.Active), "mean", mean))
	switch {
	case !b.Ranked():
		add("ranks", t("bulletin.is.noRanks"))
	case len(x.Rows) > 0:
		first, final := &x.Rows[0], &x.Rows[len(x.Rows)-1]
		add("ranks", t("bulletin.is.ranks", "n", n(len(x.Rows)), "groups", n(len(x.Groups)), "best", x.Halls[first.Hall].Name, "bestScore", first.Score.String(),
			"worst", x.Halls[final.Hall].Name, "worstScore", final.Score.String()))
	}
	add("bright", t("bulletin.is.bright", "n", n(len(x.Bright))))
	add("problems", t("bulletin.is.problems", "n", n(b.Problems), "critical", n(b.Critical), "common", n(len(x.Common)), "repeats", n(len(x.Repeats)), "vetoes", n(len(x.Vetoes))))
	add("last", t("bulletin.is.last", "issued", n(x.Last.Issued), "closed", n(x.Last.Closed), "overdue", n(x.Last.OverdueN)))
	add("next", t("bulletin.is.next", "n", n(len(x.Requirements))))
	add("pictures", t("bulletin.is.pictures", "bright", n(len(x.Bright)), "fixed", n(len(x.Fixed)), "open", n(len(x.Shots))))
	d.parts.Refresh()
}
